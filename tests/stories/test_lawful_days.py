"""A day that was told binds; a day that is counted is not typed otherwise; and what cannot be so is not entered."""

from __future__ import annotations

from typing import Any

import pytest

from alteram.people import fictional_id
from alteram.procedure import Verdict
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
IDS = [fictional_id(name) for name in PANEL]
THREE = ["Gethin Vaughan", "Samuel Okoro-Hart", "Yusuf Tarn"]


def opened(told: Told, on: str) -> Verdict:
    return try_(told, "open_hearing", by=PANEL, on=on, recording="R", openness="private")


def postponed(told: Told, on: str, new_day: str | None) -> Verdict:
    fields: dict[str, Any] = {"cause": "illness", "reasons": "She is ill."}
    if new_day is not None:
        fields["new_day"] = new_day
    return try_(told, "postpone", by="Rosalind Achebe", on=on, via="email", **fields)


# The day of a hearing -------------------------------------------------------------------------------------------------


def test_a_hearing_opens_on_the_day_that_was_told_and_on_no_other() -> None:
    told = case_before("G01", "open_hearing")  # told for 14 May

    early = opened(told, "2026-05-13")
    late = opened(told, "2026-05-20")

    assert codes(early) == {"E-TOO-EARLY"}
    assert early.lawful_from is not None
    assert early.lawful_from.isoformat() == "2026-05-14"
    assert early.refusals[0].clause == "7.1"
    assert codes(late) == {"E-TOO-LATE"}
    assert "Put it off with notice" in late.refusals[0].remedy
    assert opened(told, "2026-05-14").lawful


def test_a_hearing_that_was_put_off_opens_on_the_new_day() -> None:
    told = case_before("G01", "open_hearing")
    did(told, "postpone", by="Rosalind Achebe", on="2026-05-13", via="email", cause="illness", new_day="2026-06-02",
        reasons="She is ill.")  # fmt: skip

    assert codes(opened(told, "2026-05-14")) == {"E-TOO-EARLY"}
    assert codes(opened(told, "2026-06-03")) == {"E-TOO-LATE"}
    assert opened(told, "2026-06-02").lawful


def test_a_hearing_without_a_new_day_waits_for_one() -> None:
    told = case_before("G01", "open_hearing")
    did(told, "hearing_vacated", by="Dev Ashgrove", on="2026-05-13", cause="illness")

    assert "no new day has been told" in opened(told, "2026-05-14").refusals[0].sentence
    did(told, "hearing_vacated", by="Dev Ashgrove", on="2026-05-14", cause="illness", new_day="2026-06-02")
    assert opened(told, "2026-06-02").lawful


def test_a_new_day_is_told_five_working_days_before_and_brings_nothing_forward() -> None:
    told = case_before("G01", "open_hearing")

    refused(postponed(told, "2026-05-13", "2026-05-15"), "E-NOTICE-SHORT", "NOT-01")
    assert postponed(told, "2026-05-13", "2026-05-21").lawful  # told on Thursday 14 May: 21 May is the first day

    earlier = case_before("G01", "file_evidence")
    refused(postponed(earlier, "2026-04-20", "2026-05-12"), "E-NOTICE-SHORT", "NOT-01")


def test_a_hearing_of_several_days_goes_on() -> None:
    told = case_before("G01", "hear_respondent")  # it opened on 14 May

    assert try_(told, "hear_respondent", by=PANEL, on="2026-05-18", result="heard").lawful


def test_an_appeal_and_an_extension_are_heard_on_their_day() -> None:
    appeal = case_before("G06", "hear_appeal")  # told for 28 July
    three = ["Judith Quill", "Marco Venn", "Asha Pell"]
    extension = case_before("G05", "hear_extension")  # told for 16 April
    review = ["Corin Staveley", "Wilma Hext", "Odile Marr"]

    assert "E-TOO-LATE" in codes(try_(appeal, "hear_appeal", by=three, on="2026-07-30"))
    assert "E-TOO-LATE" not in codes(try_(appeal, "hear_appeal", by=three, on="2026-07-28"))
    assert "E-TOO-EARLY" in codes(try_(extension, "hear_extension", by=review, on="2026-04-15"))


# Days that are counted ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["2026-01-01", "2026-12-16"])
def test_the_last_day_to_appeal_is_the_counted_one(typed: str) -> None:
    told = case_before("G01", "give_reasons")
    said: dict[str, Any] = {"result": "sanctioned", "via": "email", "reasons": {"1": "x", "2": "x", "3": "x"}}

    def reasons(**more: Any) -> Verdict:
        return try_(told, "give_reasons", by="Dev Ashgrove", on="2026-05-29", **said, **more)

    assert "22 June 2026" in refused(reasons(appeal_by=typed), "E-APPEAL-TEXT", "APP-01").sentence
    assert "E-APPEAL-TEXT" not in codes(reasons(appeal_by="2026-06-22"))
    assert "E-APPEAL-TEXT" not in codes(reasons())


def test_the_day_to_answer_is_the_counted_one_and_the_author_complained() -> None:
    told = case_before("G01", "put_allegations")

    def put(**more: Any) -> Verdict:
        return try_(told, "put_allegations", by="Ines Calloway", on="2026-01-20", via="email", **more)

    shorter = put(answer_by="2026-01-25")
    assert codes(shorter) == {"E-FIELD"}
    assert "Wednesday 4 February 2026" in shorter.refusals[0].sentence
    assert put(answer_by="2026-02-04").lawful
    refused(put(author=fictional_id("Wren Oduya")), "E-FIELD", "INT-08")
    assert put(author=fictional_id("Maeve Tollard")).lawful


def test_the_notice_tells_the_counted_days_and_a_time_of_day() -> None:
    told = case_before("G01", "give_notice")

    def notice(**more: Any) -> Verdict:
        said: dict[str, Any] = {"panel": IDS, "bundle": "B1", "hearing_on": "2026-05-14", **more}
        return try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", via="email", **said)

    assert codes(notice(evidence_by="2026-05-10")) == {"E-FIELD"}
    assert codes(notice(challenge_by="2026-04-14")) == {"E-FIELD"}
    assert codes(notice(hearing_time="ten")) == {"E-FIELD"}
    assert notice(evidence_by="2026-05-03", challenge_by="2026-04-20", hearing_time="10:00").lawful


@pytest.mark.parametrize("captured", ["2026-12-31T10:00", "31/12/2026", "31/12/2026 10:00", "soon"])
def test_nothing_was_captured_on_a_day_to_come(captured: str) -> None:
    told = case_before("G01", "file_evidence")
    said = {"exhibit": "E6", "source": "x", "captor": fictional_id("Corwin Bale"), "context": "x"}

    verdict = try_(told, "file_evidence", by="Corwin Bale", on="2026-05-01", captured_on=captured, **said)

    assert codes(verdict) == {"E-FIELD"}
    right = try_(told, "file_evidence", by="Corwin Bale", on="2026-05-01", captured_on="30/04/2026 18:00", **said)
    assert right.lawful


# Sanctions ------------------------------------------------------------------------------------------------------------


def sanctioned(told: Told, result: str, **fields: Any) -> Verdict:
    said = {"proportionality": "x", "reasons": "x", "no_lesser": "x", "time_served": "none", **fields}
    return try_(told, "sanction", by=THREE, on="2026-06-23", result=result, **said)


@pytest.mark.parametrize(
    ("result", "ticked"),
    [
        ("suspension", ["suspension", "expulsion"]),
        ("advice", ["suspension"]),
        ("warning", ["warning", "suspension"]),
    ],
)
def test_what_is_decided_and_what_is_ticked_agree(result: str, ticked: list[str]) -> None:
    told = case_before("G03", "sanction")

    refused(sanctioned(told, result, sanctions=ticked, lasts="6 months"), "E-POWER", "SAN-01")


def test_a_sanction_has_the_days_that_are_counted() -> None:
    told = case_before("G03", "sanction")
    suspended = {"sanctions": ["suspension"], "lasts": "6 months"}

    refused(sanctioned(told, "advice", lasts="6 months"), "E-TERM-DATES", "SAN-04")
    refused(sanctioned(told, "suspension", first_day="2020-01-01", **suspended), "E-TERM-DATES", "SAN-04")
    refused(sanctioned(told, "suspension", last_day="2020-01-02", **suspended), "E-TERM-DATES", "SAN-04")
    at_once = {"immediate": True, "immediate_why": "x", **suspended}
    assert sanctioned(told, "suspension", first_day="2026-06-23", last_day="2026-12-22", **at_once).lawful
    assert sanctioned(told, "suspension", **suspended).lawful


# People ---------------------------------------------------------------------------------------------------------------


def test_an_empty_declaration_opens_nothing() -> None:
    told = case_before("G01", "declaration_filed")

    def declared(**fields: Any) -> Verdict:
        return try_(told, "declaration_filed", by="Rosalind Achebe", on="2026-04-13", **fields)

    assert codes(declared()) == {"E-FIELD"}
    assert codes(declared(interests=["none", "relationship"])) == {"E-FIELD"}
    assert declared(interests=["none"]).lawful
    assert declared(interests=["relationship"], detail="We are cousins.").lawful


def test_only_a_member_of_the_panel_is_challenged() -> None:
    told = case_before("G03", "challenge")
    case = told.case
    assert case is not None
    day = case.entries[-1].at.isoformat()

    def challenge(member: str) -> Verdict:
        return try_(told, "challenge", by="Tamsin Roake", on=day, member=fictional_id(member), connection="A friend.")

    for nobody in ("Wren Oduya", "Tamsin Roake", "Dev Ashgrove"):
        refused(challenge(nobody), "E-FIELD", "IND-05")
    assert challenge("Bettany Moss").lawful


@pytest.mark.parametrize("checked_by", ["Corwin Bale", "Maeve Tollard", "A Stranger"])
def test_a_second_person_of_the_body_checks_what_is_published(checked_by: str) -> None:
    told = case_before("G01", "publish")
    verdict = published(told, checked_by=fictional_id(checked_by))

    refused(verdict, "E-PUB-CHECK", "PUB-04")
    assert published(told).lawful


def published(told: Told, **fields: Any) -> Verdict:
    said = {
        "what": "name and clause", "where": "the website", "basis": "legitimate interest of members",
        "told_first": [fictional_id("Corwin Bale")], "checked_by": fictional_id("Dev Ashgrove"), **fields,
    }  # fmt: skip
    return try_(told, "publish", by="Ivo Marsh", on="2026-06-29", **said)


def test_a_publication_stands_from_its_day_to_a_later_one() -> None:
    told = case_before("G01", "publish")

    refused(published(told, from_day="2020-01-01", until="2031-06-29"), "E-FIELD", "PUB-01")
    refused(published(told, until="2019-01-01"), "E-FIELD", "PUB-01")
    assert published(told, from_day="2026-06-29", until="2031-06-29").lawful


def test_somebody_is_appointed_to_a_role_of_the_list() -> None:
    told = case_before("G01", "put_allegations")

    def appoint(capacity: str) -> Verdict:
        person = fictional_id("Faye Lindqvist")
        return try_(told, "appointed", by="Dev Ashgrove", on="2026-01-20", person=person, capacity=capacity)

    for mistyped in ("investigater", "hearing panel", "case examiner"):
        assert "E-FIELD" in codes(appoint(mistyped))
    assert "E-FIELD" not in codes(appoint("case_examiner"))
