"""The closed vocabulary: complete, consistent, and with a clock that never does what only people may."""

from __future__ import annotations

import re
from itertools import combinations
from typing import get_args

import pytest

from alteram.acts import (
    ACTS,
    CHARGE_FIELDS,
    HOUSE_ACTS,
    MUST_DECLARE,
    PARTIES,
    SEPARATED,
    SEPARATION_CODES,
    TOGETHER,
    Act,
    Capacity,
    Kind,
    NoSuchAct,
    act,
    conflict,
    may_travel,
)
from alteram.acts.invitations import AFTER, INVITATIONS
from alteram.codes import CODES, FLOORS
from alteram.letters import LETTERS


def _words(text: str) -> list[str]:
    return text.split()


VOCABULARY = _words("""
complaint_received acknowledged respondent_named complaint_linked information_requested referred_outside identity_ruled
late_admission_decided triage_decided review_requested review_decided informal_offered informal_answered informal_ended

appointed declaration_filed stood_down allegations_put notice_deferred response_received evidence_added
evidence_disputed interview_held interview_corrected search_authorised witness_named time_extended clock_paused
clock_resumed progress_noted report_submitted report_commented case_examined caution_answered

interim_applied interim_decided interim_served restriction_notified interim_reviewed representation_made

charges_issued charge_amended charge_withdrawn application_made direction_given panel_appointed panel_replaced
panel_challenged challenge_ruled interest_ruled availability_asked availability_given bundle_served
hearing_notice_served notice_waived bundle_released postponed adjourned hearing_vacated

hearing_opened hearing_noted respondent_heard charge_decided vote_recorded view_recorded mitigation_heard
sanction_decided deliberation_noted outcome_told hearing_closed reasons_served decision_referred decision_reviewed
struck_out

appeal_lodged appeal_sifted appeal_heard appeal_determined appeal_withdrawn became_final sanction_started
sanction_reviewed sanction_ended match_served match_struck undertaking_given undertaking_checked
extension_applied extension_decided readmission_decided published publication_updated publication_ended case_closed
reopened termination_proposed termination_confirmed

complaint_withdrawn withdrawal_checked resignation_received death_recorded options_put continuation_decided

court_order_entered court_order_ended act_undone advice_taken

contact_logged contact_reported contact_alleged contact_denied pressure_logged contact_put contact_disclosed
contact_ruled
access_refused act_refused

service_recorded service_failed paper_received disclosed reminder_sent representative_named
adjustment_requested adjustment_decided welfare_flagged corrected late_entry_ruled
breach_noted overlap_found hold_placed hold_lifted text_erased file_inspected rules_changed glass_broken
""")

HOUSE = _words("""
edition_adopted pool_member_appointed pool_member_left training_recorded diary_given office_held office_left
people_merged roll_loaded channel_read holding_line_approved statistics_released data_request_received
data_request_answered data_item_decided processing_recorded export_approved data_breach_recorded concern_raised
key_changed keys_shared day_sealed
""")

EVERY = (*ACTS.values(), *HOUSE_ACTS.values())


def each(found: object) -> str:
    return found.name if isinstance(found, Act) else str(found)


def test_the_vocabulary_is_complete_and_in_order() -> None:
    assert list(ACTS) == VOCABULARY
    assert list(HOUSE_ACTS) == HOUSE
    assert not set(VOCABULARY) & set(HOUSE)
    assert len(EVERY) == len(set(VOCABULARY) | set(HOUSE))


@pytest.mark.parametrize("one", EVERY, ids=each)
def test_an_act_is_well_formed(one: Act) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", one.name)
    assert one.title
    assert not one.title.endswith(".")
    assert one.who
    assert set(one.who) <= set(get_args(Capacity))
    assert set(one.own_hand_by) <= set(one.who)
    assert set(one.self_only) <= set(one.who)
    assert one.hands >= 1
    for result in one.outcomes:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", result)
    assert len(set(one.outcomes)) == len(one.outcomes)
    assert set(one.effect_if) <= set(one.outcomes)
    assert {result for result, _ in one.letter_if} <= set(one.outcomes)
    assert not (one.outcomes and one.outcomes_from)


@pytest.mark.parametrize("one", EVERY, ids=each)
def test_what_an_act_names_exists(one: Act) -> None:
    assert [ident for ident in one.floors if ident not in FLOORS] == []
    assert [kind for kind in one.letters if kind not in LETTERS] == []
    assert set(one.fills_only) <= set(one.letters)
    assert {kind for _, kind in one.letter_if} <= set(one.letters)
    for owed in one.owes:
        assert owed.act in ACTS
        assert re.fullmatch(r"\d+ (working )?days", owed.within)
        assert set(owed.on) <= set(one.outcomes)
    if one.effect_flag:
        flag = one.field(one.effect_flag)
        assert flag is not None
        assert flag.kind == "flag"


@pytest.mark.parametrize("one", EVERY, ids=each)
def test_the_fields_of_an_act_ask_plain_questions(one: Act) -> None:
    names = [field.name for field in one.fields]
    assert len(set(names)) == len(names)
    for field in one.fields:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", field.name)
        assert field.kind in get_args(Kind)
        assert field.question.endswith("?")
        assert set(field.required_on) <= set(one.outcomes)
        assert bool(field.choices) == (field.kind in ("choice", "choices")) or field.kind == "answers"
        assert field.forgettable == (field.kind == "text")


@pytest.mark.parametrize("one", EVERY, ids=each)
def test_what_is_open_to_the_clock_is_a_result(one: Act) -> None:
    open_results = set(one.outcomes) if one.outcomes else {"done"}
    assert set(one.clock) <= open_results
    assert not (one.drawn and not one.clock)


def test_what_the_clock_may_bring_about_is_exactly_this() -> None:
    assert {one.name: one.clock for one in ACTS.values() if one.clock} == {
        "late_admission_decided": ("admitted", "refused"),
        "triage_decided": ("investigate", "no_action"),
        "review_decided": ("stands", "reopened"),
        "informal_answered": ("refused",),
        "informal_ended": ("failed",),
        "appointed": ("done",),
        "response_received": ("none",),
        "progress_noted": ("done",),
        "report_submitted": ("overdue",),
        "case_examined": ("no_case",),
        "caution_answered": ("refused",),
        "interim_reviewed": ("lapsed",),
        "panel_appointed": ("done",),
        "panel_replaced": ("done",),
        "challenge_ruled": ("upheld",),
        "decision_reviewed": ("refused",),
        "struck_out": ("done",),
        "appeal_sifted": ("permitted",),
        "appeal_determined": ("allowed",),
        "became_final": ("done",),
        "sanction_started": ("done",),
        "case_closed": ("done",),
    }


NEVER_BY_THE_CLOCK = [
    *(("charge_decided", result) for result in ACTS["charge_decided"].outcomes),
    *(("extension_decided", result) for result in ACTS["extension_decided"].outcomes),
    ("sanction_decided", "done"),
    ("caution_answered", "accepted"),
    ("interim_decided", "granted"),
    ("interim_reviewed", "continued"),
    ("interim_reviewed", "varied"),
    ("challenge_ruled", "refused"),
    ("appeal_determined", "dismissed"),
    ("appeal_determined", "varied"),
    ("appeal_sifted", "refused"),
    ("decision_reviewed", "confirmed"),
    ("termination_confirmed", "confirmed"),
    ("readmission_decided", "refused"),
    ("published", "done"),
    ("publication_updated", "updated"),
]


@pytest.mark.parametrize(("name", "result"), NEVER_BY_THE_CLOCK)
def test_the_clock_never_takes_what_only_people_may_decide(name: str, result: str) -> None:
    assert result not in ACTS[name].clock
    assert "clock" not in ACTS[name].who


def test_no_effect_but_a_sanction_people_decided_and_the_end_comes_by_the_clock() -> None:
    reached = {
        (one.name, one.effect) for one in ACTS.values() for result in one.clock if one.has_effect(result, flagged=True)
    }
    assert reached == {("sanction_started", "sanction"), ("case_closed", "end")}
    assert not [one.name for one in ACTS.values() if one.effect == "publication" and "clock" in one.who]


def test_effects_follow_the_result_and_the_flag() -> None:
    assert ACTS["interim_decided"].has_effect("granted")
    assert not ACTS["interim_decided"].has_effect("refused")
    assert not ACTS["interim_reviewed"].has_effect("lapsed")
    assert not ACTS["sanction_decided"].has_effect("expulsion")
    assert ACTS["sanction_decided"].has_effect("expulsion", flagged=True)
    assert ACTS["sanction_started"].has_effect()
    assert not ACTS["contact_reported"].has_effect()


def test_after_the_end_and_at_any_time() -> None:
    assert {one.name for one in ACTS.values() if one.when == "C"} == {
        "bundle_released",
        "sanction_ended",
        "reminder_sent",
        "access_refused",
        "act_refused",
        "overlap_found",
        "rules_changed",
    }
    assert {one.name for one in ACTS.values() if one.when == "A or S"} == {
        "appointed",
        "progress_noted",
        "interim_served",
        "representation_made",
        "direction_given",
    }
    assert not ACTS["charge_decided"].incidental
    assert ACTS["contact_reported"].incidental
    assert [name for name in ("sanction_decided", "charge_decided", "case_closed") if ACTS[name].after_end] == []
    assert [
        name for name in ("sanction_started", "reopened", "published", "corrected") if not ACTS[name].after_end
    ] == []


def test_what_incidental_acts_owe() -> None:
    assert {one.name: [(owed.act, owed.within) for owed in one.owes] for one in ACTS.values() if one.owes} == {
        "interview_held": [("disclosed", "28 days")],
        "complaint_withdrawn": [("withdrawal_checked", "28 days"), ("continuation_decided", "28 days")],
        "resignation_received": [("options_put", "28 days"), ("continuation_decided", "28 days")],
        "death_recorded": [("continuation_decided", "28 days")],
        "continuation_decided": [("case_closed", "14 days")],
        "application_made": [("direction_given", "28 days")],
        "direction_given": [("evidence_added", "1 days")],
        "contact_logged": [("contact_disclosed", "2 working days")],
        "contact_reported": [("contact_disclosed", "2 working days")],
        "contact_alleged": [("contact_disclosed", "2 working days")],
        "contact_denied": [("contact_disclosed", "2 working days")],
        "service_failed": [("service_recorded", "28 days")],
    }
    (closing,) = ACTS["continuation_decided"].owes
    assert (closing.on, closing.ends_in) == (("stop",), "deem")


# The fields that each of these acts has in the worked cases the language was designed with.
TOLD = [
    ("complaint_received", "", {"standing", "conduct", "account"}),
    ("acknowledged", "", {"rights_told", "adjustments_asked"}),
    ("triage_decided", "investigate", {"clauses", "reasons"}),
    ("allegations_put", "", set()),
    ("interim_applied", "", {"risk", "measures", "lesser", "ballots"}),
    ("interim_decided", "granted", {"scope", "reasons"}),
    ("restriction_notified", "", {"to"}),
    ("response_received", "given", {"answers"}),
    ("response_received", "none", set()),
    ("progress_noted", "", set()),
    ("interim_reviewed", "continued", {"change"}),
    ("interim_reviewed", "lapsed", set()),
    ("report_submitted", "filed", set()),
    ("case_examined", "case_to_answer", {"reasons"}),
    ("charges_issued", "", {"charges"}),
    ("panel_appointed", "", {"hearing_on", "panel"}),
    ("bundle_served", "", {"hearing_on", "panel"}),
    ("hearing_notice_served", "", {"hearing_on", "panel"}),
    ("notice_waived", "", {"down_to", "advice_shown"}),
    ("service_failed", "", {"letter", "to", "why"}),
    ("service_recorded", "", {"letter", "to"}),
    ("hearing_opened", "", set()),
]


@pytest.mark.parametrize(("name", "result", "told"), TOLD)
def test_nothing_more_is_needed_than_a_worked_case_tells(name: str, result: str, told: set[str]) -> None:
    assert {field.name for field in ACTS[name].required(result)} <= told


@pytest.mark.parametrize(("name", "result", "told"), TOLD)
def test_an_act_knows_the_fields_a_worked_case_tells(name: str, result: str, told: set[str]) -> None:
    group = next((group for group in TOGETHER if name in group), (name,))
    assert [field for field in told if not any(ACTS[one].field(field) for one in group)] == []


def test_the_words_of_the_worked_cases_are_on_the_closed_lists() -> None:
    def choices(name: str, field: str) -> tuple[str, ...]:
        found = ACTS[name].field(field)
        assert found is not None
        return found.choices

    assert "victim" in choices("complaint_received", "standing")
    assert "contact with complainant" in choices("interim_applied", "risk")
    assert {"meetings", "contact"} <= set(choices("interim_decided", "scope"))


def test_each_charge_needs_its_particulars() -> None:
    needed = {field.name for field in CHARGE_FIELDS if field.required}
    assert needed == {"clause", "days", "place", "deed", "mind", "exhibits"}
    assert [field.name for field in CHARGE_FIELDS if field.forgettable] == ["deed"]


def test_reasons_may_be_given_with_every_act() -> None:
    for one in EVERY:
        reasons = one.field("reasons")
        assert reasons is not None
        assert reasons.forgettable


def test_an_unknown_act_is_refused_by_name() -> None:
    assert act("sanction_decided") is ACTS["sanction_decided"]
    assert act("edition_adopted") is HOUSE_ACTS["edition_adopted"]
    with pytest.raises(NoSuchAct, match="member_cancelled") as caught:
        act("member_cancelled")
    assert caught.value.evidence == {"act": "member_cancelled"}


def test_only_the_respondent_in_person_waives_notice() -> None:
    waiver = ACTS["notice_waived"]
    assert waiver.may_be_done_as("respondent")
    for other in ("representative", "presenter", "clerk", "chair"):
        assert not waiver.may_be_done_as(other)
    assert ACTS["appeal_lodged"].may_be_done_as("representative")
    assert not ACTS["charge_decided"].may_be_done_as("representative")


def test_a_book_may_give_the_chair_s_acts_to_the_panel_but_a_member_alone_may_not_do_them() -> None:
    assert ACTS["hearing_closed"].open_to_role("hearing_panel")
    assert not ACTS["hearing_closed"].may_be_done_as("hearing_panel")
    assert ACTS["hearing_closed"].may_be_done_as("chair")
    assert ACTS["charge_decided"].may_be_done_as("chair")
    assert not ACTS["challenge_ruled"].open_to_role("presenter")


def test_the_executive_has_no_act_in_a_case_but_its_own_answer() -> None:
    assert {one.name for one in EVERY if one.may_be_done_as("executive")} == {"contact_denied", "concern_raised"}


def test_no_party_decides() -> None:
    deciding = [one for one in ACTS.values() if one.effect in ("interim", "sanction", "publication", "end")]
    assert {one.name for one in deciding if set(PARTIES) & set(one.who)} == {"caution_answered"}


@pytest.mark.parametrize(("one", "other"), list(combinations(SEPARATED, 2)))
def test_separated_roles_conflict_both_ways(one: Capacity, other: Capacity) -> None:
    assert conflict(one, other)
    assert conflict(other, one)


def test_the_other_conflicts() -> None:
    assert conflict("clerk", "presenter")
    assert conflict("presenter", "publications")
    assert conflict("data_protection", "intake")
    assert conflict("clerk", "auditor")
    assert conflict("witness", "support")
    assert conflict("chair", "investigator")
    assert not conflict("chair", "hearing_panel")
    assert not conflict("intake", "triage")
    assert not conflict("clerk", "publications")
    assert not conflict("hearing_panel", "hearing_panel")


def test_separation_has_a_code_for_each_role() -> None:
    assert set(SEPARATION_CODES) == set(SEPARATED)
    assert set(SEPARATION_CODES.values()) <= set(CODES)
    assert set(MUST_DECLARE) <= set(ACTS["declaration_filed"].who)


def test_what_may_travel_together() -> None:
    assert may_travel(["charge_decided"])
    assert may_travel(["panel_appointed", "bundle_served", "hearing_notice_served"])
    assert may_travel(["became_final", "sanction_started"])
    assert not may_travel(["charge_decided", "sanction_decided"])
    assert not may_travel(["bundle_served", "bundle_served"])
    assert not may_travel(["appeal_heard", "became_final"])
    assert not may_travel([])


@pytest.mark.parametrize("group", TOGETHER)
def test_travelling_acts_agree_on_their_fields(group: tuple[str, ...]) -> None:
    kinds: dict[str, set[str]] = {}
    for name in group:
        for field in ACTS[name].fields:
            kinds.setdefault(field.name, set()).add(field.kind)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_a_pause_sends_the_letter_of_its_cause() -> None:
    assert ACTS["clock_paused"].letters_for("informal") == ("D05",)
    assert ACTS["clock_paused"].letters_for("health") == ()
    assert ACTS["charge_decided"].letters_for("proved") == ()
    assert ACTS["reasons_served"].letters_for("sanctioned") == ("D26", "D27")


def test_every_act_that_may_come_at_any_time_has_an_invitation_and_no_other() -> None:
    by_page_of_its_own = {"glass_broken"}  # two key holders at one screen, outside every case
    assert set(INVITATIONS) == {name for name, act in ACTS.items() if "A" in act.when} - by_page_of_its_own
    assert set(AFTER) <= set(INVITATIONS)
    assert set(AFTER.values()) <= set(ACTS)


OF_A_FORM = frozenset({
    "action", "attributes", "checkValidity", "children", "classList", "className", "click", "closest", "contains",
    "dataset", "dispatchEvent", "elements", "enctype", "focus", "getAttribute", "hidden", "id", "innerHTML", "lang",
    "length", "matches", "method", "name", "nodeName", "nodeType", "parentElement", "parentNode", "querySelector",
    "querySelectorAll", "remove", "reset", "role", "setAttribute", "style", "submit", "tagName", "target", "title",
})  # fmt: skip
"""What a form in a browser is asked by scripts. A field of such a name would stand in its place."""


def test_no_question_takes_a_name_that_scripts_ask_of_a_form() -> None:
    names = {field.name for act in (*ACTS.values(), *HOUSE_ACTS.values()) for field in act.fields}

    assert names & OF_A_FORM == set()
