"""The influence log: who may answer before it is disclosed, who rules, and who reads what until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram import access
from alteram.people import People, fictional_id
from alteram.worked import Told
from tests.builders import codes, did, refused, told_before, try_

LEAGUE = "lantern-league/2025"
CHAIR, MEMBER, CLERK, PRESENTER = "Gethin Vaughan", "Callum Drey", "Dev Ashgrove", "Marguerite Sol"
DANE, FINCH, AUDIT = fictional_id("Rufus Dane"), "Orla Finch", "Brackwater audit group"
ALLEGED: dict[str, Any] = {"statement": "Somebody rang.", "dated": "undated", "source": "named"}
RULED: dict[str, Any] = {"test": "an informed observer", "effect": "none", "reasons": "Nothing came of it."}


def before_the_hearing() -> Told:
    """Both sides have the papers, the panel has declared, and nobody has been approached."""
    return told_before(LEAGUE, "G02", "contact_reported")


def people(told: Told) -> People:
    assert told.case is not None
    return told.people


def sees(told: Told, person: str, index: int, on: str) -> bool:
    assert told.case is not None
    entry = next(one for one in told.entries if one.index == index)
    return access.may_see(
        told.case, people(told), fictional_id(person), access.class_of(entry), on=date.fromisoformat(on)
    )


# --- what a statement says


def test_what_is_said_at_second_hand_says_who_told_whom() -> None:
    told = before_the_hearing()

    waits = try_(told, "contact_alleged", by=FINCH, on="2026-05-19", **{**ALLEGED, "source": "second-hand"})
    assert "who told whom" in refused(waits, "E-FIELD", "IND-04").sentence

    chain = "A steward told her brother.\nHe told her."
    entry = did(
        told, "contact_alleged", by=FINCH, on="2026-05-19", **{**ALLEGED, "source": "second-hand", "chain": chain}
    )
    assert "chain" in entry.texts, "names of people: it can be forgotten"


def test_a_time_that_is_known_is_said() -> None:
    waits = try_(before_the_hearing(), "contact_alleged", by=FINCH, on="2026-05-19", **{**ALLEGED, "dated": "dated"})

    assert "Say when" in refused(waits, "E-FIELD", "IND-04").remedy


def test_a_leak_is_alleged_like_an_approach_and_owes_its_disclosure() -> None:
    told = before_the_hearing()

    entry = did(told, "contact_alleged", by=FINCH, on="2026-05-19", leak=True, **ALLEGED)

    assert told.case is not None
    assert entry.data["leak"] is True
    assert [one.entry for one in told.case.contacts] == [entry.index]


def test_whoever_answers_for_an_office_says_so_and_what_was_checked() -> None:
    told = before_the_hearing()
    alleged = did(told, "contact_alleged", by=FINCH, on="2026-05-19", named=DANE, **ALLEGED)
    said: dict[str, Any] = {"alleged": [alleged.index], "statement": "No."}

    another = try_(told, "contact_denied", by="Somebody Of The Office", on="2026-05-19", **said)
    assert "for which office" in refused(another, "E-FIELD", "IND-04").sentence
    unchecked = try_(
        told, "contact_denied", by="Rufus Dane", on="2026-05-19", answers_for="Office of the Convenor", **said
    )
    assert "what was checked" in refused(unchecked, "E-FIELD", "IND-04").sentence

    assert try_(told, "contact_denied", by="Rufus Dane", on="2026-05-19", **said).lawful, (
        "the one named may just say no"
    )


# --- an answer before it is disclosed


def put(told: Told, index: int, until: str, on: str = "2026-05-19") -> Any:
    said: dict[str, Any] = {"concerning": [index], "person": DANE, "put": "You are said to have rung.", "until": until}
    return try_(told, "contact_put", by=CLERK, on=on, **said), said


def test_the_time_to_answer_lies_within_the_time_for_disclosure() -> None:
    told = before_the_hearing()
    alleged = did(told, "contact_alleged", by=FINCH, on="2026-05-19", named=DANE, **ALLEGED)  # due by Thursday 21 May

    verdict, _said = put(told, alleged.index, "2026-05-21")
    assert "Thursday 21 May" in refused(verdict, "E-CONTACT-PUT", "IND-03").sentence
    assert put(told, alleged.index, "2026-05-20")[0].lawful


def test_it_is_disclosed_when_the_answer_is_there_or_the_time_is_over() -> None:
    told = before_the_hearing()
    alleged = did(told, "contact_alleged", by=FINCH, on="2026-05-19", named=DANE, **ALLEGED)
    did(told, "contact_put", by=CLERK, on="2026-05-19", **put(told, alleged.index, "2026-05-20")[1])
    disclose: dict[str, Any] = {"concerning": [alleged.index]}

    waits = refused(try_(told, "contact_disclosed", by=CLERK, on="2026-05-20", **disclose), "E-CONTACT-PUT", "IND-04")
    assert waits.lawful_from == date(2026, 5, 21)
    assert try_(told, "contact_disclosed", by=CLERK, on="2026-05-21", **disclose).lawful, "the time is over"

    did(told, "contact_denied", by="Rufus Dane", on="2026-05-20", alleged=[alleged.index], statement="No.")
    assert try_(told, "contact_disclosed", by=CLERK, on="2026-05-20", **disclose).lawful, "the answer is there"


def test_whoever_is_asked_reads_what_is_put_to_them_and_nothing_else_of_the_case() -> None:
    told = before_the_hearing()
    alleged = did(told, "contact_alleged", by=FINCH, on="2026-05-19", named=DANE, **ALLEGED)
    asked = did(told, "contact_put", by=CLERK, on="2026-05-19", **put(told, alleged.index, "2026-05-20")[1])
    assert told.case is not None

    theirs = {row.record_class for row in access.rows(told.case, people(told)) if row.viewer == DANE}

    assert theirs == {access.class_of(asked)}
    assert sees(told, CLERK, asked.index, "2026-05-19")


# --- who rules


@pytest.mark.parametrize("how", ["reports", "named", "made to"])
def test_nobody_rules_on_an_approach_that_they_are_part_of(how: str) -> None:
    told = before_the_hearing()
    chair = fictional_id(CHAIR)
    if how == "reports":
        entry = did(told, "contact_reported", by=CHAIR, on="2026-05-19", approached_by=DANE, gist="When is it over?")
    else:
        field = {"named": chair} if how == "named" else {"made_to": chair}
        entry = did(told, "contact_alleged", by=FINCH, on="2026-05-19", **field, **ALLEGED)
    did(told, "contact_disclosed", by=CLERK, on="2026-05-20", concerning=[entry.index])

    own = try_(told, "contact_ruled", by=CHAIR, on="2026-05-20", concerning=[entry.index], **RULED)
    assert "Another rules" in refused(own, "E-CONTACT-OWN", "IND-04").remedy
    assert "E-CONTACT-OWN" in codes(try_(told, "contact_ruled", by=CHAIR, on="2026-05-20", **RULED)), (
        "all that are open"
    )
    assert try_(told, "contact_ruled", by="Imre Castell", on="2026-05-20", concerning=[entry.index], **RULED).lawful
    assert sees(told, "Imre Castell", entry.index, "2026-05-20"), "or nobody could rule on it"


def test_the_chair_rules_on_an_approach_to_somebody_else_and_names_the_test() -> None:
    told = before_the_hearing()
    entry = did(told, "contact_reported", by=MEMBER, on="2026-05-19", approached_by=DANE, gist="When is it over?")
    untested = {name: said for name, said in RULED.items() if name != "test"}

    assert "E-FIELD" in codes(
        try_(told, "contact_ruled", by=CHAIR, on="2026-05-20", concerning=[entry.index], **untested)
    )
    assert try_(told, "contact_ruled", by=CHAIR, on="2026-05-20", concerning=[entry.index], **RULED).lawful


# --- who reads it before it is disclosed


def test_one_disclosure_opens_one_statement_to_the_parties_and_no_other() -> None:
    told = before_the_hearing()
    first = did(told, "contact_reported", by=MEMBER, on="2026-05-19", approached_by=DANE, gist="When is it over?")
    did(told, "contact_disclosed", by=CLERK, on="2026-05-20", concerning=[first.index])
    second = did(told, "contact_reported", by=MEMBER, on="2026-05-21", approached_by=DANE, gist="Well?")

    assert [sees(told, who, first.index, "2026-05-21") for who in (FINCH, AUDIT)] == [True, True]
    assert [sees(told, who, second.index, "2026-05-21") for who in (FINCH, AUDIT)] == [False, False]
    assert sees(told, CLERK, second.index, "2026-05-21")


@pytest.mark.parametrize("accused", [CLERK, MEMBER, PRESENTER])
def test_whoever_is_said_to_have_made_an_approach_does_not_read_it_before_it_is_disclosed(accused: str) -> None:
    told = before_the_hearing()
    entry = did(told, "contact_alleged", by=FINCH, on="2026-05-19", named=fictional_id(accused), **ALLEGED)
    others = [who for who in (CLERK, MEMBER, PRESENTER) if who != accused]

    assert not sees(told, accused, entry.index, "2026-05-20")
    assert all(sees(told, who, entry.index, "2026-05-20") for who in others)

    did(told, "contact_ruled", by=CHAIR, on="2026-05-20", concerning=[entry.index], **RULED)
    assert sees(told, accused, entry.index, "2026-05-20")
    assert sees(told, FINCH, entry.index, "2026-05-20")


def test_nor_under_another_record_of_the_same_person() -> None:
    told = before_the_hearing()
    entry = did(told, "contact_alleged", by=FINCH, on="2026-05-19", named=DANE, **ALLEGED)
    assert sees(told, PRESENTER, entry.index, "2026-05-20")

    told.people = replace(told.people, same={fictional_id(PRESENTER): DANE})

    assert not sees(told, PRESENTER, entry.index, "2026-05-20")


def test_it_is_ruled_on_after_the_verdict_as_well() -> None:
    told = told_before(LEAGUE, "G02", "publish")
    entry = did(told, "contact_alleged", by=FINCH, on="2026-07-02", **ALLEGED)

    assert try_(told, "contact_ruled", by="Imre Castell", on="2026-07-03", concerning=[entry.index], **RULED).lawful
