"""Who spoke with whom, and how: the contact rules of a book, asked of each contact that is entered."""

from __future__ import annotations

from typing import Any

import pytest

from alteram import duties
from alteram.breaches import judge
from alteram.people import fictional_id
from alteram.procedure.contact import told_to
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, told_before, try_

PARTY = "commonweal-party/2026.1"
THORLEY, FARR = fictional_id("Magnus Thorley"), fictional_id("Odette Farr")
PANEL = ["Alistair Brome", "Graham Ollerton", "Hilda Svensson"]


def suspended() -> Told:
    """The respondent is suspended, and speaks with who complained through the complaints officer alone (rule 4.9)."""
    return told_before(PARTY, "CP01", "account")


def before_the_hearing() -> Told:
    return told_before(PARTY, "CP01", "open_hearing")


def breaks(told: Told, by: str, on: str, **said: Any) -> object:
    return did(told, "contact_logged", by=by, on=on, **said).data.get("breaks")


def test_a_contact_straight_from_a_suspended_member_breaks_the_rule_and_the_entry_names_its_clause() -> None:
    told = suspended()

    assert breaks(told, "Magnus Thorley", "2026-06-03", spoken_to=FARR, ways=["in writing"]) == ["4.9"]


def test_the_rule_holds_only_while_its_stage_is_on() -> None:
    told = told_before(PARTY, "CP01", "suspend")

    assert breaks(told, "Magnus Thorley", "2026-06-01", spoken_to=FARR) is None


def test_a_contact_through_whom_the_rule_names_keeps_it_and_through_somebody_else_does_not() -> None:
    officer = fictional_id("Jem Carrow")  # the clerk, who is no complaints officer
    told = suspended()

    assert breaks(told, "Magnus Thorley", "2026-06-03", spoken_to=FARR, ways=["through somebody"], through=officer) == [
        "4.9"
    ]
    right = fictional_id("Imogen Tarrant")
    assert (
        breaks(told, "Magnus Thorley", "2026-06-03", spoken_to=FARR, ways=["through somebody"], through=right) is None
    )


@pytest.mark.parametrize("ways", [["in writing"], ["with companion offered"], ["in writing", "copied to both sides"]])
def test_an_investigator_writes_or_offers_a_companion(ways: list[str]) -> None:
    assert breaks(suspended(), "Lorna Beddoes", "2026-06-03", spoken_to=THORLEY, ways=ways) is None


def test_an_investigator_who_rings_the_respondent_breaks_the_rule() -> None:
    assert breaks(suspended(), "Lorna Beddoes", "2026-06-03", spoken_to=THORLEY) == ["4.10"]


def test_nobody_who_decides_speaks_with_the_press_but_in_the_agreed_words() -> None:
    told = before_the_hearing()

    assert breaks(told, PANEL[0], "2026-08-06", outside="press") == ["4.11"]
    assert breaks(told, PANEL[0], "2026-08-06", outside="press", ways=["agreed line"]) is None


def test_a_party_may_always_speak_with_the_press() -> None:
    assert breaks(suspended(), "Magnus Thorley", "2026-06-03", outside="press") is None


def test_the_rule_binds_both_and_either_may_enter_it() -> None:
    told = before_the_hearing()

    assert breaks(told, "Magnus Thorley", "2026-08-06", spoken_to=fictional_id(PANEL[0])) == ["4.8"]
    assert breaks(told, PANEL[0], "2026-08-06", spoken_to=THORLEY) == ["4.8"]


def test_what_somebody_types_about_the_rules_does_not_count() -> None:
    told = suspended()

    assert breaks(told, "Magnus Thorley", "2026-06-03", outside="press", breaks=["4.9"]) is None
    assert breaks(told, "Magnus Thorley", "2026-06-03", spoken_to=FARR, breaks=[]) == ["4.9"]


def test_an_approach_that_is_reported_is_held_against_the_rules_as_well() -> None:
    told = before_the_hearing()

    entry = did(told, "contact_reported", by=PANEL[0], on="2026-08-06", approached_by=THORLEY, gist="Go easy on me.")

    assert entry.data["breaks"] == ["4.8"]


def test_a_breach_is_disclosed_within_two_working_days_and_the_hearing_waits_for_it() -> None:
    told = before_the_hearing()
    assert told.case is not None
    entry = did(told, "contact_logged", by=PANEL[0], on="2026-08-06", spoken_to=THORLEY)

    (owed,) = [one for one in duties.owed(told.case) if one.step == "contact_disclosed"]
    assert owed.due is not None
    assert owed.due.day.isoformat() == "2026-08-10"
    present = {THORLEY: "respondent"}
    opening: dict[str, Any] = {"present": present, "openness": "private", "recording": "R-1"}
    waits = try_(told, "open_hearing", by=PANEL, on="2026-08-13", **opening)
    assert "which breaks rule 4.8," in refused(waits, "E-CONTACT-OPEN", "IND-03").sentence

    did(told, "contact_disclosed", by="Jem Carrow", on="2026-08-07", concerning=[entry.index])

    assert [one for one in duties.owed(told.case) if one.step == "contact_disclosed"] == []
    assert try_(told, "open_hearing", by=PANEL, on="2026-08-13", **opening).lawful


def test_a_contact_that_keeps_the_rules_is_a_line_of_the_log_and_owes_nothing() -> None:
    told = before_the_hearing()
    assert told.case is not None
    clerk = fictional_id("Jem Carrow")

    did(
        told,
        "contact_logged",
        by=PANEL[0],
        on="2026-08-06",
        spoken_to=THORLEY,
        ways=["through somebody"],
        through=clerk,
    )

    assert [one for one in duties.owed(told.case) if one.step == "contact_disclosed"] == []
    assert told.case.contacts == []


def test_a_disclosure_of_one_contact_leaves_another_open() -> None:
    told = before_the_hearing()
    assert told.case is not None
    first = did(told, "contact_logged", by=PANEL[0], on="2026-08-06", spoken_to=THORLEY)
    second = did(told, "contact_logged", by=PANEL[1], on="2026-08-06", spoken_to=FARR)

    did(told, "contact_disclosed", by="Jem Carrow", on="2026-08-07", concerning=[first.index])

    assert [(one.entry, one.disclosed is not None) for one in told.case.contacts] == [
        (first.index, True),
        (second.index, False),
    ]


def test_an_entry_that_does_not_say_with_whom_is_refused() -> None:
    verdict = try_(suspended(), "contact_logged", by="Lorna Beddoes", on="2026-06-03", channel="call")

    assert codes(verdict) == {"E-FIELD"}
    assert refused(verdict, "E-FIELD", "IND-03").remedy


def test_whoever_replays_the_record_reads_the_breach_with_its_clause() -> None:
    told = suspended()
    did(told, "contact_logged", by="Magnus Thorley", on="2026-06-03", spoken_to=FARR)

    found = [one for one in judged(told) if one[0] == "E-CONTACT-RULE"]

    assert [clause for _code, clause, _sentence in found] == ["4.9"]
    assert (
        "speak with each other while the case is at the stage “suspended” only through the complaints officer"
        in (found[0][2])
    )


def judged(told: Told) -> list[tuple[str, str, str]]:
    found = judge(told.rulebook, told.people, told.name, told.entries, until=told.entries[-1].at)
    return [(one.code, one.clause, one.sentence) for one in found.breaches]


def test_a_party_reads_whom_it_may_speak_with_and_how() -> None:
    told = suspended()
    assert told.case is not None

    lines = told_to(told.case, THORLEY)

    assert "With the complainant and witness: only through the complaints officer while the case is at the stage" in (
        " ".join(lines)
    )
    assert "With the hearing panel: only through the clerk (rule 4.8)." in lines
    assert "With the welfare officer: always, but not about the evidence (rule 4.12)." in lines
    assert told_to(told.case, fictional_id("Lorna Beddoes")) == ()


def test_who_complained_reads_the_other_side_of_the_same_rule() -> None:
    told = suspended()
    assert told.case is not None

    assert any(
        line.startswith("With the respondent: only through the complaints officer") for line in told_to(told.case, FARR)
    )


def test_an_approach_from_outside_the_case_breaks_no_rule_of_the_book() -> None:
    told = case_before("G02", "contact_disclosed")
    assert told.case is not None

    (matter,) = told.case.contacts
    assert matter.breaks == ()
