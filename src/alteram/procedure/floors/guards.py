"""Which floors guard which act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alteram.procedure.floors import (
    after,
    appeal,
    aside,
    charges,
    decision,
    directions,
    hearing,
    influence,
    intake,
    interim,
    investigation,
    leaving,
    listing,
    matches,
    papers,
    protected,
    publication,
    rules,
    sanctions,
    votes,
    welfare,
)
from alteram.procedure.floors.floor import Floor
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def failed(situation: Situation) -> Iterator[Refusal]:
    """Every floor of the acts that does not hold; a floor that guards two of them is asked once."""
    seen: set[Floor] = set()
    for act in situation.acts:
        for floor in GUARDS.get(act.name, ()):
            if floor not in seen:
                seen.add(floor)
                yield from floor(situation)


GUARDS: Mapping[str, tuple[Floor, ...]] = {
    # Intake
    "complaint_received": (intake.complains_for_oneself,),
    "respondent_named": (intake.named_before_told,),
    "referred_outside": (papers.basis_outside,),
    "late_admission_decided": (intake.admitted_late,),
    "triage_decided": (intake.triage_reasons, rules.in_time),
    "informal_offered": (intake.informal_by_consent,),
    "informal_ended": (intake.settled_by_both,),
    # Investigation
    "allegations_put": (
        welfare.safeguard_first,
        investigation.author_named,
        rules.allegations_in_force,
    ),
    "evidence_added": (influence.sealed_until_sanction, papers.exhibit_whole, listing.late_evidence_by_leave),
    "case_examined": (investigation.told_first,),
    "caution_answered": (decision.caution_without_hearing, sanctions.imposed_by_whom_the_list_names),
    # Interim measures
    "interim_applied": (interim.interim_ground,),
    "interim_decided": (
        interim.interim_ground,
        interim.interim_scope,
        interim.ballot_weighed,
        protected.rests_on_no_protected_reason,
    ),
    "interim_reviewed": (interim.nothing_outlives,),
    "restriction_notified": (interim.restriction_only, interim.nothing_outlives),
    # Charges, panel, listing
    "charges_issued": (
        investigation.told_first,
        charges.examined_first,
        charges.particulars,
        charges.no_charge_at_the_hearing,
        rules.in_force,
        rules.not_left_out,
        rules.published_first,
        rules.opinion_on_record,
        rules.bar_known,
        protected.rests_on_no_protected_reason,
    ),
    "charge_amended": (charges.changed_openly,),
    "charge_withdrawn": (charges.changed_openly,),
    "application_made": (aside.challenged_in_time,),
    "direction_given": (
        directions.heard_first,
        directions.leave_gives_time,
        directions.within_bounds,
        directions.threads_as_the_book_says,
    ),
    "bundle_served": (papers.redactions_checked,),
    "hearing_notice_served": (
        listing.bundle_travels,
        listing.least_notice,
        listing.by_link_if_remote,
        welfare.somebody_beside,
    ),
    "availability_given": (listing.says_which_days,),
    "notice_waived": (listing.waiver_is_theirs,),
    "postponed": (listing.put_off_with_notice,),
    "hearing_vacated": (listing.put_off_with_notice,),
    "panel_challenged": (listing.challenges_a_member,),
    # Hearing and decision
    "hearing_opened": (
        listing.served_before_opening,
        listing.least_notice,
        influence.contact_settled,
        aside.stands_unless_challenged,
        hearing.recorded_and_open,
        welfare.somebody_beside,
    ),
    "hearing_noted": (hearing.noted_in_the_room, hearing.present_throughout),
    "respondent_heard": (hearing.absence_checklist, hearing.same_panel_throughout, hearing.present_throughout),
    "mitigation_heard": (hearing.order_of_stages, hearing.present_throughout),
    "vote_recorded": (votes.votes_where_one_sits, hearing.present_throughout),
    "view_recorded": (votes.a_view_in_its_place, hearing.present_throughout),
    "charge_decided": (
        hearing.order_of_stages,
        influence.contact_settled,
        aside.stands_unless_challenged,
        hearing.same_panel_throughout,
        hearing.present_throughout,
        votes.count_as_voted,
        decision.a_finding_for_each,
        decision.to_the_standard,
        decision.nothing_that_is_left_out,
    ),
    "sanction_decided": (
        decision.no_sanction_without_finding,
        hearing.order_of_stages,
        hearing.same_panel_throughout,
        hearing.present_throughout,
        influence.contact_settled,
        aside.stands_unless_challenged,
        sanctions.within_power,
        sanctions.imposed_by_whom_the_list_names,
        sanctions.one_for_all_charges,
        sanctions.one_decision,
        sanctions.lasts_as_the_list_says,
        sanctions.days_as_counted,
        sanctions.rejoin_as_counted,
        decision.proportion,
        decision.term_dates,
        decision.at_once_for_a_reason,
        protected.rests_on_no_protected_reason,
    ),
    "deliberation_noted": (influence.known_who_was_there,),
    "decision_reviewed": (protected.rests_on_no_protected_reason,),
    "reasons_served": (
        influence.contact_settled,
        influence.advice_repeated,
        decision.complete_reasons,
        decision.way_to_appeal,
    ),
    # Appeal, final, after
    "appeal_lodged": (appeal.grounds_named, appeal.late_says_why),
    "appeal_determined": (
        appeal.appeal_not_worse,
        aside.stands_unless_challenged,
        sanctions.within_power,
        sanctions.imposed_by_whom_the_list_names,
        sanctions.one_decision,
        sanctions.lasts_as_the_list_says,
        hearing.same_panel_throughout,
    ),
    "became_final": (appeal.nothing_while_appeal, aside.stands_unless_challenged),
    "sanction_started": (
        decision.no_sanction_without_finding,
        appeal.nothing_while_appeal,
        aside.stands_unless_challenged,
        sanctions.days_as_counted,
    ),
    "published": (
        publication.final_before_publication,
        publication.linked_decided,
        aside.stands_unless_challenged,
        publication.decision_of_its_own,
        publication.stands_for_a_time,
        publication.never_shown,
        publication.second_person,
        papers.basis_outside,
    ),
    "publication_updated": (publication.stands_for_a_time, publication.never_shown, publication.second_person),
    "match_served": (
        matches.a_ban_in_matches,
        matches.begun,
        matches.one_is_left,
        matches.on_a_day_of_the_ban,
        matches.once,
    ),
    "match_struck": (matches.a_ban_in_matches, matches.a_match_that_counts),
    "extension_applied": (after.extension_ground, after.extension_in_time),
    "extension_decided": (
        after.extension_ground,
        after.extension_capped,
        aside.stands_unless_challenged,
        sanctions.imposed_by_whom_the_list_names,
        decision.at_once_for_a_reason,
    ),
    "readmission_decided": (sanctions.asked_in_time,),
    "reopened": (after.reopened_on_a_ground,),
    "termination_proposed": (rules.ending_noticed,),
    "termination_confirmed": (rules.ending_checked,),
    "case_closed": (appeal.nothing_while_appeal,),
    # Leaving and withdrawing
    "continuation_decided": (leaving.bucket_named, welfare.withdrawn_freely),
    # Influence
    "contact_logged": (influence.contact_says_with_whom,),
    "contact_reported": (influence.says_how_it_is_known,),
    "contact_alleged": (influence.says_how_it_is_known,),
    "contact_denied": (influence.answers_for_somebody,),
    "contact_put": (influence.answered_within_the_limit,),
    "contact_disclosed": (influence.answered_or_over,),
    "contact_ruled": (influence.ruled_by_somebody_else,),
    # Papers, people, record
    "representative_named": (influence.speaks_from_outside,),
    "disclosed": (influence.sealed_until_sanction, papers.redactions_checked, papers.basis_outside),
    "corrected": (papers.deed_never_corrected,),
    "text_erased": (papers.nothing_under_hold, papers.erased_with_its_test),
    "file_inspected": (papers.inspected_for_a_reason,),
    "glass_broken": (papers.glass_broken_by_holders,),
}
