"""Floors from the complaint to the end of the inquiry: each refused with its code, and the lawful way beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram.people import fictional_id
from alteram.procedure import ALONE, Bar, Beyond, Verdict
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, try_

CHARGE: dict[str, Any] = {
    "clause": "3.4", "edition": "2025", "days": ["2025-12-06"], "place": "the hall", "deed": "Shouted.",
    "mind": "knowingly", "exhibits": ["E1"],
}  # fmt: skip


def put(told: Told, **fields: Any) -> set[str]:
    return codes(try_(told, "put_allegations", by="Ines Calloway", on="2026-01-20", via="email", **fields))


def charged(told: Told, beyond: Beyond = ALONE, **more: Any) -> Verdict:
    return try_(
        told, "charge", by="Marguerite Sol", on="2026-04-09", via="email", beyond=beyond, charges=[{**CHARGE, **more}]
    )


# Risk ----------------------------------------------------------------------------------------------------------------


def test_a_flagged_risk_is_referred_before_the_respondent_is_told() -> None:
    told = case_before("G01", "put_allegations")
    did(
        told, "welfare_flagged", by="Ines Calloway", on="2026-01-19", result="risk_to_life",
        person=fictional_id("Maeve Tollard"),
    )  # fmt: skip

    verdict = try_(told, "put_allegations", by="Ines Calloway", on="2026-01-20", via="email")
    assert "has not been referred" in refused(verdict, "E-SAFEGUARD-FIRST", "INT-10").sentence

    did(
        told, "referred_outside", by="Ines Calloway", on="2026-01-20", to="the police", what="the threats",
        basis="vital interests",
    )  # fmt: skip
    assert put(told) == set()


def test_what_is_flagged_about_the_respondents_own_health_warns_nobody() -> None:
    told = case_before("G01", "put_allegations")
    did(
        told, "welfare_flagged", by="Ines Calloway", on="2026-01-19", result="risk_to_life",
        person=fictional_id("Corwin Bale"),
    )  # fmt: skip

    assert put(told) == set()


def test_a_risk_told_with_the_complaint_counts_from_the_first_day() -> None:
    told = case_before("G01", "put_allegations")
    assert told.case is not None
    first = told.case.entries[0]
    told.case.entries[0] = replace(first, data={**first.data, "risk": "risk of harm"})

    assert put(told) == {"E-SAFEGUARD-FIRST"}


def test_a_withdrawn_complaint_stops_only_once_somebody_has_asked_about_pressure() -> None:
    told = case_before("G04", "resignation_received")
    did(told, "complaint_withdrawn", by="Ismay Carrow", on="2026-07-06")
    stop: dict[str, Any] = {"bucket": "withdrawn", "reasons": "Nobody wishes to go on."}

    verdict = try_(told, "continuation_decided", by="Hollis Brandt", on="2026-07-07", result="stop", **stop)
    assert "under pressure" in refused(verdict, "E-NEEDS", "INT-12").sentence
    assert try_(told, "continuation_decided", by="Hollis Brandt", on="2026-07-07", result="go_on", **stop).lawful

    did(
        told, "withdrawal_checked", by="Wren Oduya", on="2026-07-07", how_reached="by telephone",
        pressure="She was asked and said no.",
    )  # fmt: skip
    assert try_(told, "continuation_decided", by="Hollis Brandt", on="2026-07-08", result="stop", **stop).lawful


def test_a_case_with_a_safeguarding_marker_goes_on_unless_the_lead_agrees() -> None:
    told = case_before("G04", "resignation_received")
    person = fictional_id("Ismay Carrow")
    did(told, "welfare_flagged", by="Ines Calloway", on="2026-07-02", result="vulnerable", person=person)
    did(told, "complaint_withdrawn", by="Ismay Carrow", on="2026-07-06")
    did(told, "withdrawal_checked", by="Wren Oduya", on="2026-07-07", how_reached="in person", pressure="None.")
    stop: dict[str, Any] = {"bucket": "withdrawn", "reasons": "Nobody wishes to go on."}

    verdict = try_(told, "continuation_decided", by="Hollis Brandt", on="2026-07-08", result="stop", **stop)
    refused(verdict, "E-WD-SAFEGUARD", "INT-12")

    agreed = {**stop, "safeguarding_agrees": fictional_id("Celia Wray")}
    assert try_(told, "continuation_decided", by="Hollis Brandt", on="2026-07-08", result="stop", **agreed).lawful


# Informal resolution -------------------------------------------------------------------------------------------------


def informal() -> Told:
    told = case_before("G01", "triage")
    did(told, "triage", by="Hollis Brandt", on="2026-01-19", result="informal", reasons="They have to work together.")
    return told


@pytest.mark.parametrize("about", ["violence", "sexual misconduct"])
def test_an_informal_way_is_never_offered_for_some_matters(about: str) -> None:
    verdict = try_(informal(), "offer_informal", by="Hollis Brandt", on="2026-01-20", about=about, terms="An apology.")

    refused(verdict, "E-CONSENT", "INT-07")


def test_an_informal_way_needs_a_yes_from_both_sides() -> None:
    told = informal()
    did(told, "offer_informal", by="Hollis Brandt", on="2026-01-20", about="none of these", terms="An apology.")
    did(told, "answer_informal", by="Maeve Tollard", on="2026-01-21", result="agreed")

    alone = try_(told, "end_informal", by="Hollis Brandt", on="2026-01-22", result="settled", reasons="Settled.")
    assert "the respondent has not agreed" in refused(alone, "E-CONSENT", "INT-07").sentence

    did(told, "answer_informal", by="Corwin Bale", on="2026-01-22", result="agreed")
    both = try_(told, "end_informal", by="Hollis Brandt", on="2026-01-23", result="settled", reasons="Settled.")
    assert both.lawful


def test_after_a_no_nothing_informal_is_offered_again() -> None:
    told = informal()
    did(told, "offer_informal", by="Hollis Brandt", on="2026-01-20", about="none of these", terms="An apology.")
    did(told, "answer_informal", by="Maeve Tollard", on="2026-01-21", result="refused")

    again = try_(told, "offer_informal", by="Hollis Brandt", on="2026-01-22", about="none of these", terms="Two.")

    refused(again, "E-CONSENT", "INT-07")


# The allegations -----------------------------------------------------------------------------------------------------


def test_the_name_of_whoever_complains_is_withheld_only_by_a_ruling() -> None:
    told = case_before("G01", "put_allegations")
    verdict = try_(
        told, "put_allegations", by="Ines Calloway", on="2026-01-20", via="email", withheld_because="she asked"
    )
    refused(verdict, "E-IDENTITY-UNDECIDED", "INT-08")

    did(told, "identity_ruled", by="Imre Castell", on="2026-01-20", result="withheld", test="a real risk to her")
    assert put(told, withheld_because="the ruling of today") == set()


def test_a_ruling_that_discloses_withholds_nothing() -> None:
    told = case_before("G01", "put_allegations")
    did(told, "identity_ruled", by="Imre Castell", on="2026-01-20", result="disclosed", test="no risk was shown")

    assert put(told, withheld_because="she asked") == {"E-IDENTITY-UNDECIDED"}


def test_nobody_is_told_of_a_clause_that_was_in_force_on_no_day_of_the_conduct() -> None:
    told = case_before("G01", "put_allegations")

    verdict = try_(told, "put_allegations", by="Ines Calloway", on="2026-01-20", via="email", clauses=["3.4", "3.15"])

    assert "3.15" in refused(verdict, "E-RULE-NOT-IN-FORCE", "RUL-02").sentence
    assert put(told, clauses=["3.4"]) == set()


# Evidence ------------------------------------------------------------------------------------------------------------

EXHIBIT: dict[str, Any] = {
    "exhibit": "E9",
    "source": "a post",
    "captor": "p-x",
    "captured_on": "2026-02-01T10:00",
    "context": "whole",
}


@pytest.mark.parametrize("blank", ["source", "captor", "captured_on", "context"])
def test_an_exhibit_says_where_it_comes_from_and_what_surrounds_it(blank: str) -> None:
    told = case_before("G01", "report")

    verdict = try_(told, "evidence_added", by="Ines Calloway", on="2026-03-16", **{**EXHIBIT, blank: ""})

    assert blank.replace("_", " ") in refused(verdict, "E-EXHIBIT", "INV-05").sentence
    assert try_(told, "evidence_added", by="Ines Calloway", on="2026-03-16", **EXHIBIT).lawful


# The clause and the code ---------------------------------------------------------------------------------------------


def test_a_charge_leans_on_no_code_that_members_could_not_read() -> None:
    told = case_before("G01", "charge")

    refused(charged(told, code="Guidance on meetings"), "E-RULE-UNPUBLISHED", "RUL-04")
    refused(charged(told, code="Guidance on meetings", code_published="2026-05-01"), "E-RULE-UNPUBLISHED", "RUL-04")
    assert charged(told, code="Guidance on meetings", code_published="2025-11-01").lawful


def test_a_code_newer_than_the_conduct_may_only_narrow_it() -> None:
    told = case_before("G01", "charge")
    newer: dict[str, Any] = {"code": "Guidance on meetings", "code_published": "2026-02-01"}

    refused(charged(told, **newer), "E-RULE-UNPUBLISHED", "RUL-04")
    assert charged(told, **newer, code_narrows=True).lawful


def test_a_clause_that_turns_on_an_opinion_needs_that_opinion_first() -> None:
    told = case_before("G01", "charge")
    opinion: dict[str, Any] = {
        "opinion_of": "executive committee",
        "opinion": "minute 7",
        "opinion_voters": ["nine members"],
    }

    refused(charged(told, opinion_of="executive committee"), "E-OPINION-MISSING", "RUL-06")
    refused(charged(told, **opinion, opinion_on="2026-04-20"), "E-OPINION-MISSING", "RUL-06")
    assert charged(told, **opinion, opinion_on="2026-04-01").lawful


def test_nobody_answers_for_a_bar_that_could_not_be_read_on_the_day() -> None:
    told = case_before("G01", "charge")
    barred = fictional_id("Ansel Groves")
    later = Beyond(bars=(Bar(person=barred, since=date(2025, 12, 7)),))
    gone = Beyond(bars=(Bar(person=barred, since=date(2025, 1, 1), until=date(2025, 12, 5)),))
    then = Beyond(bars=(Bar(person=barred, since=date(2025, 12, 6)),))

    for beyond in (Beyond(), later, gone):
        refused(charged(told, beyond, barred_person=barred), "E-BAR-UNPUBLISHED", "RUL-08")
    assert charged(told, then, barred_person=barred).lawful


def test_a_late_complaint_counts_from_the_later_of_conduct_and_knowledge() -> None:
    told = case_before("G01", "triage")
    asked: dict[str, Any] = {"clauses": ["3.4"], "reasons": "x"}

    def triage(conduct: date, known: date | None, *, admitted: bool = False) -> Verdict:
        assert told.case is not None
        told.case.conduct, told.case.known_on, told.case.late_admitted = (conduct,), known, admitted
        return try_(told, "triage", by="Hollis Brandt", on="2026-01-19", result="investigate", **asked)

    long_ago, lately = date(2024, 12, 1), date(2025, 2, 1)
    assert refused(triage(long_ago, None), "E-OUT-OF-TIME", "RUL-09").counted
    assert triage(long_ago, lately).lawful
    assert triage(lately, long_ago).lawful
    assert triage(long_ago, None, admitted=True).lawful


# Interim measures ----------------------------------------------------------------------------------------------------

PANEL = ["Helen Strake", "Aron Bright"]


@pytest.mark.parametrize(("field", "late", "lawful"), [
    ("review_by", "2026-07-26", "2026-07-25"),
    ("expiry", "2027-07-26", "2027-07-25"),
])  # fmt: skip
def test_a_measure_is_reviewed_within_six_months_and_ends_within_eighteen(field: str, late: str, lawful: str) -> None:
    told = case_before("G01", "decide_interim")
    said: dict[str, Any] = {"scope": ["meetings"], "reasons": "A real risk."}

    verdict = try_(told, "decide_interim", by=PANEL, on="2026-01-26", result="granted", **said, **{field: late})
    refused(verdict, "E-INTERIM-SCOPE", "ISU-03")
    assert try_(told, "decide_interim", by=PANEL, on="2026-01-26", result="granted", **said, **{field: lawful}).lawful


def test_nothing_that_came_with_a_measure_outlives_it() -> None:
    told = case_before("G01", "report")
    ends: dict[str, Any] = {"change": "The risk is gone.", "reasons": "It is over."}

    note = try_(told, "review_interim", by=PANEL, on="2026-03-16", result="revoked", note_until="2026-12-31", **ends)
    refused(note, "E-OUTLIVES", "ISU-07")
    assert try_(told, "review_interim", by=PANEL, on="2026-03-16", result="revoked", **ends).lawful

    def restricted(until: str) -> Verdict:
        return try_(told, "restriction_notified", by="Dev Ashgrove", on="2026-03-16", to="the secretary", until=until)

    refused(restricted("2026-07-26"), "E-OUTLIVES", "ISU-07")
    assert restricted("2026-07-25").lawful

    did(told, "review_interim", by=PANEL, on="2026-03-16", result="revoked", **ends)
    after = try_(told, "restriction_notified", by="Dev Ashgrove", on="2026-03-17", to="secretary", until="2026-04-30")
    refused(after, "E-OUTLIVES", "ISU-07")
