"""Floors from the charge sheet to the end of the hearing: each refused with its code, and the lawful way beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram.calendar.lengths import Length
from alteram.people import fictional_id
from alteram.procedure import Beyond, Linked, Verdict
from alteram.procedure.bodies import needed
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, rewrite, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
IDS = [fictional_id(name) for name in PANEL]


def notice(told: Told, on: str = "2026-04-10", hearing: str = "2026-05-14", **fields: Any) -> Verdict:
    said: dict[str, Any] = {"panel": IDS, "bundle": "B1", **fields}
    return try_(told, "give_notice", by="Dev Ashgrove", on=on, via="email", hearing_on=hearing, **said)


def opened(told: Told, by: list[str] = PANEL, on: str = "2026-05-14") -> Verdict:
    return try_(told, "open_hearing", by=by, on=on, recording="R", openness="private")


# Charges that change -------------------------------------------------------------------------------------------------


def amending(told: Told) -> None:
    """A book that lets charges be changed."""
    step = replace(
        told.edition.steps["charge"], name="amend", acts=("charge_amended",), only_while=(), then=(), cap=None,
        creates_charges=False,
    )  # fmt: skip
    rewrite(told, steps={**told.edition.steps, "amend": step})


def test_a_charge_is_changed_with_leave_and_on_notice() -> None:
    told = case_before("G01", "hear_respondent")
    amending(told)

    def amend(**fields: Any) -> Verdict:
        said = {"charge": 1, "change": "The hall was that of Brackwater.", **fields}
        return try_(told, "amend", by="Marguerite Sol", on="2026-05-14", via="email", **said)

    refused(amend(), "E-CHARGE-NO-NOTICE", "CHG-03")
    leave = did(told, "hearing_noted", by="Rosalind Achebe", on="2026-05-14", result="ruling", text="Leave is given.")
    without_notice = refused(amend(leave=[leave.index]), "E-CHARGE-NO-NOTICE", "CHG-03")
    assert "no notice" in without_notice.sentence
    assert "E-CHARGE-NO-NOTICE" not in codes(amend(leave=[leave.index], notice_given="2026-05-14"))

    agreed = did(told, "representation_made", by="Corwin Bale", on="2026-05-14", question="the hall", text="I agree.")
    assert "E-CHARGE-NO-NOTICE" not in codes(amend(leave=[leave.index], agreement=[agreed.index]))
    theirs = codes(amend(leave=[leave.index], agreement=[leave.index]))
    assert "E-CHARGE-NO-NOTICE" in theirs, "the chair's entry is no agreement of the respondent"


def test_nobody_meets_a_new_charge_at_the_hearing() -> None:
    told = case_before("G01", "hear_respondent")
    charge: dict[str, Any] = {
        "clause": "3.4",
        "days": ["2025-12-06"],
        "place": "x",
        "deed": "x",
        "mind": "x",
        "exhibits": ["E1"],
    }

    verdict = try_(told, "charge", by="Marguerite Sol", on="2026-05-14", via="email", charges=[charge])

    refused(verdict, "E-CHARGE-NO-NOTICE", "CHG-03")


# Directions ----------------------------------------------------------------------------------------------------------


def directed(told: Told, topic: str, on: str, **fields: Any) -> Verdict:
    return try_(told, "direction_given", by="Rosalind Achebe", on=on, result="granted", on_=topic, **fields)


@pytest.mark.parametrize("topic", ["joinder", "severance", "set_aside"])
def test_both_sides_are_heard_before_a_ruling_that_changes_the_case(topic: str) -> None:
    told = case_before("G01", "file_evidence")
    one = "2026-04-30"
    did(told, "application_made", by="Marguerite Sol", on=one, result=topic, text="Hear them together.")

    one_side = refused(directed(told, topic, one, reasons="One incident."), "E-NOT-HEARD-FIRST", "CHG-04")
    assert "respondent" in one_side.sentence
    assert "presenter" not in one_side.sentence
    assert codes(directed(told, topic, one, heard=[fictional_id("Corwin Bale")])) == {"E-FIELD"}

    did(told, "representation_made", by="Corwin Bale", on=one, question=topic, text="Apart, please.")
    assert directed(told, topic, one, reasons="One incident.").lawful


# Notice --------------------------------------------------------------------------------------------------------------


def shorter(told: Told, length: Length) -> None:
    """A book that asks for less notice than any body may."""
    assert told.case is not None
    step = told.edition.steps["open_hearing"]
    waits = tuple(replace(wait, at_least=length, not_below=None) for wait in step.waits)
    rewrite(told, steps={**told.edition.steps, "open_hearing": replace(step, waits=waits)})


def test_five_working_days_are_the_least_whatever_the_book_says() -> None:
    told = case_before("G01", "give_notice")
    shorter(told, Length(number=1, unit="days"))

    verdict = notice(told, hearing="2026-04-17")
    short = refused(verdict, "E-NOTICE-SHORT", "NOT-01")
    assert short.lawful_from == date(2026, 4, 20)  # served on Monday the 13th: five working days are over on the 20th
    assert verdict.lawful_from == date(2026, 4, 20)
    assert notice(told, hearing="2026-04-20").lawful


def test_and_asked_again_when_the_hearing_opens() -> None:
    told = case_before("G01", "release_bundle")
    shorter(told, Length(number=1, unit="days"))

    assert "E-NOTICE-SHORT" in codes(opened(told, on="2026-04-17"))
    assert "E-NOTICE-SHORT" not in codes(opened(told, on="2026-04-21"))


@pytest.mark.parametrize(("down_to", "answer"), [
    ("13 clear days", {"E-WAIVER-FLOOR"}),
    ("14 clear days", set()),
    ("1 weeks", {"E-WAIVER-FLOOR"}),
    ("3 weeks", set()),
])  # fmt: skip
def test_a_waiver_is_measured_on_the_calendar_and_not_by_its_number(down_to: str, answer: set[str]) -> None:
    told = case_before("G01", "give_notice")

    verdict = try_(told, "notice_waived", by="Corwin Bale", on="2026-04-10", down_to=down_to, advice_shown=True)

    assert codes(verdict) == answer


def test_a_book_cannot_let_a_waiver_go_below_half_the_notice_nor_below_five_working_days() -> None:
    told = case_before("G01", "give_notice")
    shorter(told, Length(number=12, unit="clear days"))  # half of it is less than five working days

    def waived(down_to: str) -> set[str]:
        return codes(try_(told, "notice_waived", by="Corwin Bale", on="2026-04-10", down_to=down_to, advice_shown=True))

    assert waived("5 clear days") == {"E-WAIVER-FLOOR"}
    assert waived("5 working days") == set()


# Bundle and evidence -------------------------------------------------------------------------------------------------


def test_a_redaction_has_a_code_and_a_second_pair_of_eyes() -> None:
    told = case_before("G01", "give_notice")

    uncoded = notice(told, redactions={"page 3": ""}, checked_by=fictional_id("Marguerite Sol"))
    assert "no code" in refused(uncoded, "E-REDACTION", "DIS-04").sentence
    alone = notice(told, redactions={"page 3": "R2"}, checked_by=fictional_id("Dev Ashgrove"))
    refused(alone, "E-REDACTION", "DIS-04")
    assert notice(told, redactions={"page 3": "R2"}, checked_by=fictional_id("Marguerite Sol")).lawful


EXHIBIT: dict[str, Any] = {
    "exhibit": "E9",
    "source": "x",
    "captor": "p-x",
    "captured_on": "2026-05-01T10:00",
    "context": "whole",
}


def test_evidence_out_of_time_needs_leave_under_whichever_name() -> None:
    told = case_before("G01", "open_hearing")

    as_a_step = try_(told, "file_evidence", by="Corwin Bale", on="2026-05-06", **EXHIBIT)
    incidental = try_(told, "evidence_added", by="Corwin Bale", on="2026-05-06", **EXHIBIT)

    assert codes(as_a_step) == {"E-LATE-EVIDENCE"}
    assert refused(incidental, "E-LATE-EVIDENCE", "DIS-05").counted
    early = case_before("G01", "file_evidence")
    assert try_(early, "evidence_added", by="Corwin Bale", on="2026-05-01", **EXHIBIT).lawful


def test_leave_for_late_evidence_gives_the_other_side_time_and_then_lets_it_in() -> None:
    told = case_before("G01", "open_hearing")
    why: dict[str, Any] = {"reasons": "It turned up on Tuesday."}
    refused(directed(told, "late_evidence", "2026-05-07", **why), "E-LATE-EVIDENCE", "DIS-05")

    did(
        told, "direction_given", by="Rosalind Achebe", on="2026-05-07", result="granted", on_="late_evidence",
        new_times={"answer": "2026-05-12"}, **why,
    )  # fmt: skip

    assert try_(told, "file_evidence", by="Corwin Bale", on="2026-05-08", **EXHIBIT).lawful
    assert try_(told, "evidence_added", by="Marguerite Sol", on="2026-05-08", **EXHIBIT).lawful


# People at risk ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["child", "vulnerable"])
def test_no_hearing_for_a_child_or_a_vulnerable_party_who_stands_alone(kind: str) -> None:
    told = case_before("G01", "give_notice")
    bale = fictional_id("Corwin Bale")
    did(told, "welfare_flagged", by="Ines Calloway", on="2026-04-09", result=kind, person=bale)
    refused(notice(told), "E-GUARDIAN", "EQW-08")

    did(told, "representative_named", by="Corwin Bale", on="2026-04-09", person=fictional_id("An Aunt"))
    assert notice(told).lawful


def test_a_guardian_named_with_the_flag_will_do() -> None:
    told = case_before("G01", "give_notice")
    bale, aunt = fictional_id("Corwin Bale"), fictional_id("An Aunt")
    did(told, "welfare_flagged", by="Ines Calloway", on="2026-04-09", result="child", person=bale, contact=aunt)

    assert notice(told).lawful


# People --------------------------------------------------------------------------------------------------------------


def with_seat(told: Told, person: str, **changes: Any) -> None:
    """The same pools, but for the seat of one person."""
    seats = tuple(
        replace(one, **changes) if one.person == fictional_id(person) else one for one in told.people.memberships
    )
    told.people = replace(told.people, memberships=seats)


@pytest.mark.parametrize("trained", [None, date(2026, 4, 11)])
def test_nobody_sits_untrained(trained: date | None) -> None:
    told = case_before("G01", "give_notice")
    with_seat(told, "Callum Drey", trained=trained)

    refused(notice(told), "E-TRAINING", "INV-10")


def test_an_appointment_ends_with_its_term_also_in_a_case_that_runs() -> None:
    told = case_before("G01", "open_hearing")
    assert opened(told).lawful
    with_seat(told, "Callum Drey", until=date(2026, 5, 13))

    refused(opened(told), "E-TERM-EXPIRED", "RUL-11")


def test_an_appointment_to_the_case_ends_on_the_day_it_names() -> None:
    told = case_before("G01", "report")
    did(
        told, "appointed", by="Hollis Brandt", on="2026-03-16", person=fictional_id("Piotr Semple"),
        capacity="investigator", until="2026-03-17",
    )  # fmt: skip
    did(told, "declaration_filed", by="Piotr Semple", on="2026-03-16", interests=["none"])

    assert "E-TERM-EXPIRED" not in codes(try_(told, "report", by="Piotr Semple", on="2026-03-17", result="filed"))
    refused(try_(told, "report", by="Piotr Semple", on="2026-03-18", result="filed"), "E-TERM-EXPIRED", "RUL-11")


def test_whoever_investigated_a_linked_case_does_not_judge_this_one() -> None:
    told = case_before("G01", "give_notice")
    other = Linked(case="c", acted={"investigator": frozenset({fictional_id("Callum Drey")})}, decided=False)
    same = Linked(case="c", acted={"hearing_panel": frozenset({fictional_id("Callum Drey")})}, decided=False)
    said: dict[str, Any] = {"panel": IDS, "bundle": "B1", "hearing_on": "2026-05-14", "via": "email"}

    verdict = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", beyond=Beyond(linked=(other,)), **said)
    refused(verdict, "E-SOD-LINKED", "IND-01")
    assert try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", beyond=Beyond(linked=(same,)), **said).lawful


def test_what_may_be_known_of_a_linked_case_is_who_acted_there_and_whether_it_is_decided() -> None:
    begun, done = case_before("G01", "give_notice"), case_before("G01", "publish")
    assert begun.case is not None
    assert done.case is not None

    assert fictional_id("Ines Calloway") in Linked.of(begun.case).acted["investigator"]
    assert fictional_id("Maeve Tollard") in Linked.of(begun.case).acted["complainant"]
    assert (Linked.of(begun.case).decided, Linked.of(done.case).decided) == (False, True)


def test_the_mix_of_a_panel_holds_when_a_member_is_replaced() -> None:
    told = case_before("G03", "replace_member")
    out = fictional_id("Bettany Moss")

    def replaced(by: str) -> Verdict:
        return try_(
            told, "replace_member", by="Dev Ashgrove", on="2026-05-29", via="email", out=out, in_=fictional_id(by)
        )

    assert "1 lay member" in refused(replaced("Lena Fairweather"), "E-QUORUM", "7.8").sentence
    assert replaced("Yusuf Tarn").lawful


def test_a_charge_is_proved_by_the_votes_the_book_asks_for() -> None:
    told = case_before("G01", "decide_charge")

    def decided(votes: dict[str, int], result: str = "proved") -> Verdict:
        return try_(
            told, "decide_charge", by=PANEL, on="2026-05-15", result=result, charge=1, votes=votes, reasons="Plain."
        )

    assert "1 of 3 agree" in refused(decided({"for": 1, "against": 2}), "E-QUORUM", "8.3").sentence
    assert decided({"for": 2, "against": 1}).lawful
    assert decided({"for": 0, "against": 3}, "not_proved").lawful


@pytest.mark.parametrize(("rule", "here", "needed_"), [
    ("majority", 3, 2), ("majority", 4, 3), ("two thirds of those present", 5, 4), ("3 of 3", 3, 3), ("2 of 2", 2, 2),
])  # fmt: skip
def test_how_many_must_agree(rule: str, here: int, needed_: int) -> None:
    assert needed(rule, here) == needed_


# The hearing ---------------------------------------------------------------------------------------------------------


def test_a_panel_that_changed_begins_the_hearing_again() -> None:
    told = case_before("G01", "decide_charge")
    assert told.case is not None
    moss = fictional_id("Bettany Moss")
    told.case.appointed["hearing_panel"] = dict.fromkeys([IDS[0], IDS[1], moss], 1)
    told.case.declared[moss] = ()
    now = ["Rosalind Achebe", "Samuel Okoro-Hart", "Bettany Moss"]

    verdict = try_(told, "decide_charge", by=now, on="2026-05-15", result="proved", charge=1, reasons="Plain.")

    assert "begin" in refused(verdict, "E-PANEL-CHANGED", "HRG-10").remedy.lower()
    same = case_before("G01", "decide_charge")
    assert try_(same, "decide_charge", by=PANEL, on="2026-05-15", result="proved", charge=1, reasons="Plain.").lawful


def test_the_quorum_may_bear_a_change() -> None:
    told = case_before("G01", "decide_charge")
    assert told.case is not None
    role = told.edition.roles["hearing_panel"]
    assert role.body is not None
    two = replace(role, body=replace(role.body, quorum=2, including={}))
    rewrite(told, roles={**told.edition.roles, "hearing_panel": two})
    moss = fictional_id("Bettany Moss")
    told.case.appointed["hearing_panel"] = dict.fromkeys([IDS[0], IDS[1], moss], 1)
    told.case.declared[moss] = ()
    now = ["Rosalind Achebe", "Samuel Okoro-Hart", "Bettany Moss"]

    assert try_(told, "decide_charge", by=now, on="2026-05-15", result="proved", charge=1, reasons="Plain.").lawful
