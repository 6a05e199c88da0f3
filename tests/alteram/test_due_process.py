"""The fairness ledger: each guarantee with its proof, or the gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from alteram import due_process, worked
from alteram.case import replay
from alteram.due_process import Guarantee
from alteram.people import fictional_id
from alteram.procedure import consequence
from alteram.worked import Told
from tests.builders import case_before


def ledger(story: str, before: str) -> dict[str, Guarantee]:
    told = case_before(story, before)
    assert told.case is not None
    return {guarantee.floor: guarantee for guarantee in due_process.ledger(told.case)}


def test_nothing_is_claimed_before_it_happened() -> None:
    early = ledger("G01", "acknowledge")

    assert early["HRG-01"].state == "not yet"
    assert early["NOT-01"].state == "not yet"
    assert early["IND-01"].state == "not yet"


def test_a_finished_case_proves_each_guarantee_by_an_entry() -> None:
    done = ledger("G01", "publish")

    missing = {floor for floor, g in done.items() if g.state not in ("met", "not needed")}
    assert missing == set()
    assert done["NOT-01"].note == "30 clear days; the rule asks for 28 clear days"
    told = case_before("G01", "publish")
    assert told.entries[done["INV-01"].entry or 0].step == "put_allegations"


def test_a_contact_is_open_until_it_is_disclosed_or_ruled_on() -> None:
    assert ledger("G02", "contact_disclosed")["IND-03"].state == "not yet"
    assert ledger("G02", "contact_alleged")["IND-03"].state == "met"


def test_a_hearing_without_its_notice_would_be_a_breach() -> None:
    told = case_before("G01", "hear_respondent")
    assert told.case is not None
    for service in told.case.services["give_notice"]:
        service.sent = service.sent.replace(month=5)

    found = {g.floor: g for g in due_process.ledger(told.case)}

    assert found["NOT-01"].state == "breached"


def test_a_risk_that_nobody_referred_shows_once_the_respondent_was_told() -> None:
    told = case_before("G01", "respond")
    assert told.case is not None
    assert {g.floor: g.state for g in due_process.ledger(told.case)}["INT-10"] == "not needed"
    first = told.case.entries[0]
    told.case.entries[0] = replace(first, data={**first.data, "risk": "risk of harm"})

    assert {g.floor: g.state for g in due_process.ledger(told.case)}["INT-10"] == "breached"


def test_whoever_acted_before_declaring_shows() -> None:
    told = case_before("G01", "publish")
    assert told.case is not None
    assert ledger("G01", "publish")["IND-05"].state == "met"
    investigator = fictional_id("Ines Calloway")
    told.case.entries = [
        e for e in told.case.entries if "declaration_filed" not in e.acts or e.by[0].who != investigator
    ]

    found = {g.floor: g for g in due_process.ledger(told.case)}

    assert found["IND-05"].state == "breached"
    assert told.entries[found["IND-05"].entry or 0].step == "put_allegations"


def test_a_hearing_without_a_recording_and_a_notice_before_its_time_show() -> None:
    told = case_before("G01", "publish")
    assert told.case is not None
    assert ledger("G01", "publish")["HRG-05"].state == "met"
    for place, entry in enumerate(told.case.entries):
        if "hearing_opened" in entry.acts:
            bare = replace(entry, data={"openness": "private"})
            told.case.entries[place] = bare
            told.case.last["open_hearing"] = bare
    early = replace(told.case.entries[-1], acts=("published",), texts={}, index=99)
    told.case.entries.append(early)
    told.case.final_on = None

    found = {g.floor: g.state for g in due_process.ledger(told.case)}

    assert found["HRG-05"] == "breached"
    assert found["PUB-02"] == "breached"


def in_time(told: Told) -> Guarantee:
    assert told.case is not None
    return next(one for one in due_process.ledger(told.case) if one.floor == "AUD-04")


def test_what_a_rule_had_to_stand_in_for_was_not_done_in_time() -> None:
    told = case_before("G01", "review_interim")
    assert told.case is not None
    assert in_time(told).state == "met"
    while (draft := consequence(told.rulebook, told.people, told.case, until=date(2026, 2, 28))) is not None:
        worked.enter(told, draft, datetime.combine(draft.at, time(9), UTC))

    found = in_time(told)

    assert found.state == "breached"
    assert found.note == "1 not done, so that the rules said what followed"
    assert told.case.entries[found.entry or 0].step == "review_interim"


def test_a_clock_that_ran_behind_is_late() -> None:
    told = case_before("G01", "publish")
    assert told.case is not None
    assert in_time(told).state == "met"
    entries = [
        replace(one, recorded=one.recorded + timedelta(days=22)) if one.deemed else one for one in told.case.entries
    ]
    late = replay(told.rulebook, told.name, entries)

    found = next(one for one in due_process.ledger(late) if one.floor == "AUD-04")

    assert found.state == "breached"
    assert "entered late, by 22 days at most" in found.note


def test_a_hearing_on_another_day_than_was_told_would_be_a_breach() -> None:
    told = case_before("G01", "hear_respondent")
    assert told.case is not None
    told.case.announced["open_hearing"] = date(2026, 5, 20)

    found = {one.floor: one for one in due_process.ledger(told.case)}["NOT-01"]

    assert found.state == "breached"
    assert found.note == "it was told for Wednesday 20 May 2026, and opened on Thursday 14 May 2026"
