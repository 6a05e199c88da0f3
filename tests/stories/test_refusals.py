"""Attempts that must be refused, each told from a worked case that stands right before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from alteram import worked
from alteram.people import KEY_HOLDERS, Membership, fictional_id
from alteram.procedure import Beyond, Linked, Verdict, consequence, decide, possible
from alteram.worked import Told, wish_of
from tests.builders import LEAGUE, case_before, codes, did, league, league_people, refused, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]


def test_no_publication_before_the_decision_is_final() -> None:
    told = case_before("G01", "become_final")

    verdict = try_(told, "publish", by="Ivo Marsh", on="2026-06-10", checked_by=fictional_id("Dev Ashgrove"))

    assert "E-PUB-NOT-FINAL" in codes(verdict)


def test_a_notice_needs_a_second_person() -> None:
    told = case_before("G01", "publish")

    assert "E-PUB-CHECK" in codes(try_(told, "publish", by="Ivo Marsh", on="2026-06-29"))
    alone = try_(told, "publish", by="Ivo Marsh", on="2026-06-29", checked_by=fictional_id("Ivo Marsh"))
    assert "E-PUB-CHECK" in codes(alone)


def test_a_suspension_beyond_the_cap_is_no_power_of_the_panel() -> None:
    told = case_before("G03", "sanction")
    panel = ["Gethin Vaughan", "Samuel Okoro-Hart", "Yusuf Tarn"]
    said = {
        "sanctions": ["suspension"],
        "proportionality": "x",
        "reasons": "x",
        "no_lesser": "x",
        "time_served": "none",
    }

    too_long = try_(told, "sanction", by=panel, on="2026-06-23", result="suspension", lasts="30 months", **said)
    at_the_cap = try_(told, "sanction", by=panel, on="2026-06-23", result="suspension", lasts="24 months", **said)

    assert codes(too_long) == {"E-POWER"}
    assert at_the_cap.lawful


def test_suspension_without_a_word_on_proportion_is_refused() -> None:
    told = case_before("G03", "sanction")
    panel = ["Gethin Vaughan", "Samuel Okoro-Hart", "Yusuf Tarn"]

    verdict = try_(told, "sanction", by=panel, on="2026-06-23", result="suspension", lasts="6 months", reasons="x")

    assert {"E-PROPORTION"} <= codes(verdict)


def test_a_missed_review_ends_the_interim_measure_the_day_after() -> None:
    told = case_before("G01", "review_interim")
    assert told.case is not None
    due = told.case.calendar.local_day(told.entries[0].recorded).replace(month=2, day=24)

    found = []
    case = told.case
    while (draft := consequence(told.rulebook, told.people, case, until=due)) is not None:
        entry = draft.entry(
            case=told.name, index=case.tip + 1, recorded=told.entries[-1].recorded, edition="", digests={}
        )
        case.fold(entry)
        found.append((draft.step, draft.result, draft.at.isoformat()))

    assert ("review_interim", "lapsed", "2026-02-24") in found
    assert case.measure is None


def test_one_person_is_not_a_panel() -> None:
    told = case_before("G01", "open_hearing")

    verdict = try_(told, "open_hearing", by=PANEL[:2], on="2026-05-14", recording="R", openness="private")

    assert codes(verdict) == {"E-QUORUM"}


def test_a_clerk_who_types_for_a_panel_makes_no_quorum() -> None:
    told = case_before("G01", "open_hearing")

    verdict = try_(
        told, "open_hearing", by=PANEL[:1], on="2026-05-14", recording="R", openness="private", typed_by="Dev Ashgrove"
    )

    assert "E-QUORUM" in codes(verdict)


def test_nobody_types_for_somebody_else_but_clerk_and_intake() -> None:
    told = case_before("G01", "open_hearing")

    verdict = try_(
        told, "open_hearing", by=PANEL, on="2026-05-14", recording="R", openness="private", typed_by="Marguerite Sol"
    )

    assert "E-ROLE" in codes(verdict)


def test_whoever_suspended_does_not_judge() -> None:
    told = case_before("G01", "give_notice")

    verdict = try_(
        told, "give_notice", by="Dev Ashgrove", on="2026-04-10", via="email", hearing_on="2026-05-14", bundle="B1",
        panel=[fictional_id(name) for name in ("Helen Strake", "Samuel Okoro-Hart", "Callum Drey")],
    )  # fmt: skip

    assert "E-SOD-INTERIM" in codes(verdict)


def test_the_clock_takes_no_step_by_a_wish() -> None:
    told = case_before("G01", "triage")

    verdict = try_(told, "triage", by="clock", on="2026-01-19", result="investigate", clauses=["3.4"], reasons="x")

    assert "E-ROLE" in codes(verdict)


def test_a_deed_of_nobody_is_refused() -> None:
    told = case_before("G01", "triage")

    verdict = try_(told, "triage", by=[], on="2026-01-19", result="investigate", clauses=["3.4"], reasons="x")

    assert "E-ROLE" in codes(verdict)


def test_triage_chooses_from_a_closed_list_with_reasons() -> None:
    told = case_before("G01", "triage")

    spam = try_(told, "triage", by="Hollis Brandt", on="2026-01-19", result="spam", reasons="spam")
    silent = try_(told, "triage", by="Hollis Brandt", on="2026-01-19", result="no_action")

    assert "E-TRIAGE-OUTCOME" in codes(spam)
    assert "E-TRIAGE-OUTCOME" in codes(silent)


def test_earlier_findings_are_sealed_in_the_facts_stage() -> None:
    told = case_before("G01", "decide_charge")

    verdict = try_(told, "disclosed", by="Dev Ashgrove", on="2026-05-14", sealed_matter="a warning of 2023")

    assert "E-SEALED" in codes(verdict)


def test_reasons_are_written_for_every_charge() -> None:
    told = case_before("G01", "give_reasons")
    assert told.case is not None
    for entry in told.case.entries:
        if "charge_decided" in entry.acts:
            object.__setattr__(entry, "texts", {})  # as if the findings had been entered without reasons

    verdict = try_(
        told,
        "give_reasons",
        by="Dev Ashgrove",
        on="2026-05-28",
        result="sanctioned",
        via="email",
        reasons={"1": "Proved."},
    )

    assert [r.sentence for r in verdict.refusals if r.code == "E-REASONS-INCOMPLETE"] == [
        "Not yet: charge 2 has no reasons."
    ]


def test_an_appeal_after_the_window_is_late_and_the_other_way_is_named() -> None:
    told = case_before("G06", "appeal")

    verdict = try_(told, "appeal", by="Niamh Sorrel", on="2026-06-24", grounds=["unfair procedure"], text="x")

    late = [r for r in verdict.refusals if r.code == "E-APPEAL-LATE"]
    assert late
    assert "appeal late" in late[0].remedy


def test_the_executive_reads_not_found_whatever_is_tried() -> None:
    told = case_before("G01", "triage")

    for step, result in (("triage", "no_action"), ("close", None), ("publish", None), ("file_inspected", None)):
        verdict = try_(told, step, by="Rufus Dane", on="2026-01-19", result=result, reasons="x")
        assert (step, verdict.shown, codes(verdict)) == (step, "E-NOT-FOUND", {"E-ROLE-EXEC"})


def test_a_day_to_come_and_a_day_long_gone_are_refused_without_a_reason() -> None:
    told = case_before("G01", "triage")
    line = next(line for line in worked_lines("G01") if line.name == "triage")
    wish = wish_of(told, line)
    early = replace(wish, recorded=wish.recorded.replace(day=12))
    late = replace(wish, recorded=wish.recorded.replace(day=28))

    assert "E-LATE-ENTRY" in codes(decide(told.rulebook, told.people, told.case, early))
    assert "E-LATE-ENTRY" in codes(decide(told.rulebook, told.people, told.case, late))
    assert decide(told.rulebook, told.people, told.case, replace(late, late="the office was shut")).lawful


def worked_lines(story_id: str) -> tuple[worked.Line, ...]:
    return worked.read_story(LEAGUE / "2025" / "worked" / f"{story_id}.yaml", league_people()[1]).lines


def test_nobody_complains_in_anothers_name() -> None:
    told = case_before("G01", "acknowledge")
    told.case = None

    verdict = try_(
        told, "receive", by="Marguerite Sol", on="2026-01-12", standing="victim", conduct=["2025-12-06"], account="x",
        complainant=[fictional_id("Maeve Tollard")], respondents=[fictional_id("Corwin Bale")],
    )  # fmt: skip

    assert "E-ROLE" in codes(verdict)


def test_one_panel_member_does_not_enter_a_decision_in_the_names_of_the_others() -> None:
    told = case_before("G01", "open_hearing")
    said = {"recording": "R", "openness": "private"}

    alone = try_(told, "open_hearing", by=PANEL, on="2026-05-14", typed_by=PANEL[1], **said)
    by_the_clerk = try_(told, "open_hearing", by=PANEL, on="2026-05-14", typed_by="Dev Ashgrove", **said)

    assert codes(alone) == {"E-ROLE"}
    assert by_the_clerk.lawful


def test_a_hearing_beyond_the_years_of_the_calendar_cannot_be_listed() -> None:
    told = case_before("G01", "give_notice")
    panel = [fictional_id(name) for name in PANEL]

    verdict = try_(
        told, "give_notice", by="Dev Ashgrove", on="2026-04-10", via="email", hearing_on="9999-12-31", bundle="B1",
        panel=panel,
    )  # fmt: skip

    assert codes(verdict) == {"E-FIELD"}


def test_the_auditor_reads_no_file_without_a_sample_or_a_reason() -> None:
    told = case_before("G01", "report")

    assert codes(try_(told, "file_inspected", by="Anselm Reyne", on="2026-03-10")) == {"E-FIELD"}
    assert codes(try_(told, "file_inspected", by="Anselm Reyne", on="2026-03-10", sample=" ")) == {"E-FIELD"}
    assert try_(told, "file_inspected", by="Anselm Reyne", on="2026-03-10", reason="A complaint about delay.").lawful


HOLDERS = ["Edda Voss", "Pell Amberly"]
LET_IN = {"why": "The clerk is gone.", "until": "2026-05-10", "proof": "ab"}


def _with_holders(told: Told) -> Told:
    held = tuple(Membership(person=fictional_id(who), pool=KEY_HOLDERS, since=date(2026, 1, 1)) for who in HOLDERS)
    return replace(told, people=replace(told.people, memberships=(*told.people.memberships, *held)))


def test_nobody_of_the_panel_is_let_in_to_read_what_is_not_released() -> None:
    told = _with_holders(case_before("G01", "open_hearing"))

    seated = try_(told, "glass_broken", by=HOLDERS, on="2026-05-07", person=fictional_id("Callum Drey"), **LET_IN)
    outside = try_(told, "glass_broken", by=HOLDERS, on="2026-05-07", person=fictional_id("Iris Vale"), **LET_IN)

    assert "sits on the panel" in refused(seated, "E-GLASS", "AUD-05").sentence
    assert outside.lawful, outside.refusals


def test_whoever_was_let_in_sits_on_no_panel_of_the_case() -> None:
    told = _with_holders(case_before("G01", "give_notice"))
    panel = [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]
    said: dict[str, Any] = {"hearing_on": "2026-05-14", "hearing_time": "10:00", "place": "Lantern House",
                            "bundle": "B1", "openness": "private", "panel": panel}  # fmt: skip
    notice = {"by": "Dev Ashgrove", "on": "2026-04-10", "via": "email", **said}
    assert try_(told, "give_notice", **notice).lawful

    did(told, "glass_broken", by=HOLDERS, on="2026-04-09", person=panel[2], **{**LET_IN, "until": "2026-04-20"})

    assert "let in" in refused(try_(told, "give_notice", **notice), "E-INTEREST", "IND-05").sentence


def test_the_respondent_is_named_before_anything_is_put_to_anybody_and_never_after() -> None:
    early = case_before("G01", "triage")
    member, triage = fictional_id("Real Member"), "Hollis Brandt"

    verdict = try_(early, "respondent_named", by=triage, on="2026-01-14", person=member, how_known="By the roll.")
    assert verdict.lawful
    assert "E-INTEREST" in codes(
        try_(early, "respondent_named", by=triage, on="2026-01-14", person=fictional_id("Maeve Tollard"))
    )
    late = case_before("G01", "respond")
    assert "E-TOO-LATE" in codes(try_(late, "respondent_named", by="Ines Calloway", on="2026-01-21", person=member))


def test_whoever_is_named_is_the_respondent_from_then_on() -> None:
    told = case_before("G01", "triage")
    member = fictional_id("Real Member")
    verdict = try_(told, "respondent_named", by="Hollis Brandt", on="2026-01-14", person=member)
    assert verdict.draft is not None

    worked.enter(told, verdict.draft, told.entries[-1].recorded)

    assert told.case is not None
    assert told.case.people_in("respondent") == (member,)


def test_where_the_rules_have_become_milder_since_the_milder_sanction_applies() -> None:
    told = case_before("G01", "sanction")
    said = {"proportionality": "x", "reasons": "x", "no_lesser": "x", "time_served": "none"}
    asked: dict[str, object] = {**said, "sanctions": ["expulsion"], "rejoin_from": "2031-06-20"}
    panel = PANEL
    assert try_(told, "sanction", by=panel, on="2026-05-15", result="expulsion", **asked).lawful

    first, second = told.rulebook.editions
    milder = {clause: replace(offence, sanctions=("advice", "warning")) for clause, offence in second.offences.items()}
    changed = replace(second, in_force_from=date(2026, 3, 1), offences=milder)
    told.rulebook = replace(told.rulebook, editions=(first, changed))

    verdict = try_(told, "sanction", by=panel, on="2026-05-15", result="expulsion", **asked)
    assert "E-POWER" in codes(verdict)
    light = {**asked, "sanctions": ["warning"], "lasts": "12 months"}
    assert "E-POWER" not in codes(try_(told, "sanction", by=panel, on="2026-05-15", result="warning", **light))


def test_a_side_is_spoken_for_by_somebody_who_stands_outside() -> None:
    told = case_before("G01", "respond")

    def naming(name: str, by: str = "Corwin Bale") -> set[str]:
        return codes(try_(told, "representative_named", by=by, on="2026-02-02", person=fictional_id(name)))

    assert naming("Ada Pryce") == set()
    assert naming("Ines Calloway") == {"E-INTEREST"}, "the investigator"
    assert naming("Callum Drey") == {"E-INTEREST"}, "a lay member of the pool"
    assert naming("Maeve Tollard") == {"E-INTEREST"}, "the other side"
    assert naming("Ada Pryce", by="Maeve Tollard") == set()


def opening(verdict: Verdict, code: str) -> str:
    """What a refusal begins with."""
    return next(one.sentence.partition(":")[0] for one in verdict.refusals if one.code == code)


def test_what_is_done_already_is_not_answered_not_yet() -> None:
    told = case_before("G01", "triage")

    verdict = try_(told, "acknowledge", by="Wren Oduya", on="2026-01-14")

    assert opening(verdict, "E-DONE") == "Already done"


def test_what_came_too_late_and_what_is_over_say_so() -> None:
    late = try_(case_before("G01", "open_hearing"), "challenge", by="Corwin Bale", on="2026-05-13", member="p-x")
    people, names = league_people()
    whole = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / "G01.yaml", names), league(), people)
    over = try_(whole, "triage", by="Hollis Brandt", on="2026-12-01", result="investigate", reasons="x")

    assert opening(late, "E-TOO-LATE") == "Too late"
    assert opening(over, "E-STAGE") == "Not now"
    assert opening(over, "E-DONE") == "Already done"


def test_a_charge_that_is_not_there_has_a_sentence_of_its_own() -> None:
    told = case_before("G01", "decide_charge")

    verdict = try_(told, "decide_charge", by=PANEL, on="2026-05-14", result="proved", charge=7, reasons="x")

    (found,) = [one for one in verdict.refusals if one.code == "E-DONE"]
    assert found.sentence == "Not possible: there is no charge 7 in this case. It has 1 and 2."


def test_a_result_that_no_rule_knows_is_not_promised_for_later() -> None:
    told = case_before("G01", "triage")

    unknown = try_(told, "triage", by="Hollis Brandt", on="2026-01-19", result="burn_it", reasons="x")
    unnamed = try_(told, "triage", by="Hollis Brandt", on="2026-01-19", reasons="x")

    assert opening(unknown, "E-TRIAGE-OUTCOME") == "Not possible"
    assert opening(unnamed, "E-TRIAGE-OUTCOME") == "Not yet"


def test_a_complaint_is_not_acknowledged_before_rights_are_told_and_adjustments_asked() -> None:
    told = case_before("G01", "acknowledge")

    nothing = try_(told, "acknowledge", by="Wren Oduya", on="2026-01-13")
    untrue = try_(told, "acknowledge", by="Wren Oduya", on="2026-01-13", rights_told=True, adjustments_asked=False)
    both = try_(told, "acknowledge", by="Wren Oduya", on="2026-01-13", rights_told=True, adjustments_asked=True)

    assert [one.code for one in nothing.refusals] == ["E-FIELD", "E-FIELD"]
    assert [one.sentence for one in untrue.refusals] == [
        "Not yet: the answer to “Was the person asked what adjustments they need?” must be yes."
    ]
    assert both.lawful


def test_the_books_own_conflicts_hold_for_the_steps_of_the_groups_they_name() -> None:
    told = case_before("G01", "examine")

    verdict = try_(told, "examine", by="Hollis Brandt", on="2026-03-30", result="case_to_answer", reasons="None.")

    assert "13.1" in {refusal.clause for refusal in verdict.refusals}, "whoever triaged does not examine"
    fresh = try_(told, "examine", by="Faye Lindqvist", on="2026-03-30", result="case_to_answer", reasons="None.")
    assert "13.1" not in {refusal.clause for refusal in fresh.refusals}


def test_a_right_of_each_party_is_counted_for_each() -> None:
    told = case_before("G03", "rule_on_challenge")

    again = try_(told, "challenge", by="Tamsin Roake", on="2026-05-22", member="Callum Drey", reason="Again.")
    other = try_(told, "challenge", by="Marguerite Sol", on="2026-05-22", member="Callum Drey", reason="Another.")

    assert "E-DONE" in codes(again)
    assert "E-DONE" not in codes(other)


def test_what_may_happen_now_knows_of_linked_cases_as_the_door_does() -> None:
    told = case_before("G01", "publish")
    assert told.case is not None
    undecided = Beyond(linked=(Linked(case="another", acted={}, decided=False),))

    def shut(**known: Beyond) -> set[str]:
        assert told.case is not None
        steps = possible(told.rulebook, told.people, told.case, date(2026, 6, 29), **known)
        (publish,) = [one for one in steps if one.step.name == "publish"]
        return {refusal.code for refusal in publish.refusals}

    assert shut() == set()
    assert shut(beyond=undecided) == {"E-PUB-LINKED"}


def test_a_refusal_that_turns_on_a_day_says_part_by_part_how_it_was_counted() -> None:
    told = case_before("G01", "give_notice")
    panel = [fictional_id(person) for person in PANEL]

    verdict = try_(
        told, "give_notice", by="Dev Ashgrove", on="2026-03-30", channel="email", hearing_on="2026-04-20",
        hearing_time="10:00", place="x", panel=panel,
    )  # fmt: skip

    counted = [one.counted for one in verdict.refusals if one.counted is not None]
    assert counted
    for one in counted:
        told_of = one.as_data("7.1")
        assert one.day > one.start
        assert told_of["sentence"] == one.sentence
        assert told_of["clause"] == "7.1"
        assert {"day", "start", "length", "skipped", "pauses"} <= told_of.keys()


def test_a_declaration_is_asked_for_in_the_words_of_the_rules() -> None:
    told = case_before("G01", "declaration_filed")
    assert told.case is not None
    panel = told.case.people_in("hearing_panel")
    names = [name for person, name in told.story.names.items() if person in panel]

    undeclared = try_(told, "open_hearing", by=names, on="2026-05-14", recording="R", openness="private")
    assert "rule 13.9 asks for a signed declaration before the first act" in sentence(undeclared, "E-DECLARATION")
    told.case.declared = {person: ("relationship",) for person in panel}
    interested = try_(told, "open_hearing", by=names, on="2026-05-14", recording="R", openness="private")
    assert "rule 13.9 says “stand aside; acts before stand unless challenged”" in sentence(interested, "E-INTEREST")


def sentence(verdict: Verdict, code: str) -> str:
    return next(one.sentence for one in verdict.refusals if one.code == code)
