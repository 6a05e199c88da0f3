"""Which floors guard which act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alteram.procedure.floors import (
    after,
    appeal,
    charges,
    decision,
    hearing,
    influence,
    intake,
    interim,
    investigation,
    leaving,
    listing,
    papers,
    publication,
    rules,
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
    "file_inspected": (papers.inspected_for_a_reason,),
    "complaint_received": (intake.complains_for_oneself,),
    "respondent_named": (intake.named_before_told,),
    "triage_decided": (intake.triage_reasons, rules.in_time),
    "case_examined": (investigation.told_first,),
    "charges_issued": (investigation.told_first, charges.examined_first, charges.particulars, rules.in_force),
    "interim_applied": (interim.interim_ground,),
    "interim_decided": (interim.interim_ground, interim.interim_scope, interim.ballot_weighed),
    "restriction_notified": (interim.restriction_only,),
    "hearing_notice_served": (listing.bundle_travels,),
    "notice_waived": (listing.waiver_is_theirs,),
    "hearing_opened": (listing.served_before_opening, influence.contact_settled, hearing.recorded_and_open),
    "respondent_heard": (hearing.absence_checklist,),
    "charge_decided": (hearing.order_of_stages, influence.contact_settled),
    "evidence_added": (influence.sealed_until_sanction,),
    "disclosed": (influence.sealed_until_sanction,),
    "sanction_decided": (
        decision.no_sanction_without_finding,
        hearing.order_of_stages,
        influence.contact_settled,
        decision.within_power,
        decision.proportion,
        decision.term_dates,
    ),
    "reasons_served": (influence.contact_settled, influence.advice_repeated, decision.complete_reasons),
    "appeal_lodged": (appeal.appeal_late_needs_reason,),
    "appeal_determined": (appeal.appeal_not_worse,),
    "became_final": (appeal.nothing_while_appeal,),
    "sanction_started": (decision.no_sanction_without_finding, appeal.nothing_while_appeal),
    "published": (publication.final_before_publication, publication.second_person),
    "extension_applied": (after.extension_ground,),
    "extension_decided": (after.extension_ground,),
    "termination_proposed": (rules.no_power_of_its_own,),
    "termination_confirmed": (rules.no_power_of_its_own,),
    "continuation_decided": (leaving.bucket_named,),
    "case_closed": (leaving.closes_after,),
}
