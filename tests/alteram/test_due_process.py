"""The fairness ledger: each guarantee with its proof, or the gap."""

from __future__ import annotations

from alteram import due_process
from alteram.due_process import Guarantee
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
