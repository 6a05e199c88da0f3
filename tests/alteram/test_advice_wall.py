"""Legal advice stands behind a wall of its own: no side, no panel, no auditor's sample, no bundle, no data request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from alteram import access, worked
from alteram.codec import Paper
from alteram.dispatch import sendings
from alteram.due_process import ledger
from alteram.people import fictional_id
from alteram.procedure import Wish, decide
from alteram.worked import Told
from tests.builders import case_before, codes

ADVICE = Paper(kind="evidence", digest="a" * 64)
DAY = date(2026, 5, 21)


def advised(told: Told, by: str = "Dev Ashgrove") -> Told:
    """Advice that the clerk took during the hearing, with counsel's paper."""
    wish = Wish(
        case=told.name, act="advice_taken", at=DAY, recorded=datetime(2026, 5, 21, 12, tzinfo=UTC),
        by=(fictional_id(by),), fields={"adviser": fictional_id("Noor Pemberton"), "on_what": "Whether to adjourn."},
        papers=(ADVICE,),
    )  # fmt: skip
    verdict = decide(told.rulebook, told.people, told.case, wish)
    assert verdict.draft is not None, verdict.refusals
    worked.enter(told, verdict.draft, wish.recorded)
    return told


def test_only_a_legal_adviser_sees_it() -> None:
    told = advised(case_before("G01", "decide_charge"))
    assert told.case is not None

    rows = access.rows(told.case, told.people)

    assert {row.viewer for row in rows if row.record_class == "advice"} <= {
        fictional_id("Noor Pemberton"), "pool:legal_advisers"
    }  # fmt: skip
    assert access.class_of(told.entries[-1]) == "advice"
    assert access.class_of_papers(told.entries[-1]) == "advice"
    assert [name for name, seen in access.SEES.items() if "advice" in seen] == ["legal_adviser"]
    assert "advice" not in access.INSPECTED, "an inspection opens it to no auditor"


def test_an_inspection_of_the_file_and_data_protection_do_not_open_it() -> None:
    told = advised(case_before("G01", "decide_charge"))
    wish = Wish(case=told.name, act="file_inspected", at=DAY, recorded=datetime(2026, 5, 21, 13, tzinfo=UTC),
                by=(fictional_id("Anselm Reyne"),), fields={"reason": "A sample."})  # fmt: skip
    verdict = decide(told.rulebook, told.people, told.case, wish)
    assert verdict.draft is not None, verdict.refusals
    worked.enter(told, verdict.draft, wish.recorded)
    assert told.case is not None

    for person in ("Anselm Reyne", "Celia Wray", "Corwin Bale", "Maeve Tollard", "Rosalind Achebe", "Dev Ashgrove"):
        assert not access.may_see(told.case, told.people, fictional_id(person), "advice", on=DAY)


def test_it_sends_no_letter_and_stands_in_no_list_of_fairness() -> None:
    told = case_before("G01", "decide_charge")
    assert told.case is not None
    before = [(one.floor, one.state, one.note) for one in ledger(told.case)]
    advised(told)
    assert told.case is not None

    assert sendings(told.case, told.entries[-1]) == ()
    assert [(one.floor, one.state, one.note) for one in ledger(told.case)] == before


@pytest.mark.parametrize(
    ("act", "by", "fields"),
    [
        ("disclosed", "Dev Ashgrove", {"what": "counsel's opinion", "to": [fictional_id("Corwin Bale")],
                                      "version": ADVICE.digest}),
        ("evidence_added", "Marguerite Sol", {"exhibit": "E9", "digest": ADVICE.digest}),
    ],
)  # fmt: skip
def test_no_other_deed_carries_its_paper(act: str, by: str, fields: dict[str, object]) -> None:
    told = advised(case_before("G01", "decide_charge"))
    wish = Wish(case=told.name, act=act, at=DAY, recorded=datetime(2026, 5, 21, 13, tzinfo=UTC),
                by=(fictional_id(by),), fields=fields)  # fmt: skip

    def walls(wish: Wish) -> bool:
        refusals = decide(told.rulebook, told.people, told.case, wish).refusals
        return any("legal advice is in no bundle" in one.sentence for one in refusals)

    assert walls(wish)
    other = {name: "b" * 64 if value == ADVICE.digest else value for name, value in fields.items()}
    assert walls(replace(wish, fields=other, papers=(ADVICE,)))
    assert not walls(replace(wish, fields=other))


def test_a_bundle_does_not_carry_it() -> None:
    told = advised(case_before("G01", "decide_charge"))
    wish = Wish(
        case=told.name, step="give_notice", at=DAY, recorded=datetime(2026, 5, 21, 13, tzinfo=UTC),
        by=(fictional_id("Dev Ashgrove"),), channel="email",
        fields={"bundle": ADVICE.digest, "hearing_on": "2026-07-30"},
    )  # fmt: skip

    refusals = decide(told.rulebook, told.people, told.case, wish).refusals

    assert any("legal advice is in no bundle" in one.sentence for one in refusals)


def test_no_party_takes_legal_advice_into_the_record() -> None:
    told = case_before("G01", "decide_charge")
    wish = Wish(case=told.name, act="advice_taken", at=DAY, recorded=datetime(2026, 5, 21, 12, tzinfo=UTC),
                by=(fictional_id("Corwin Bale"),), fields={"on_what": "x"})  # fmt: skip

    assert "E-ROLE" in codes(decide(told.rulebook, told.people, told.case, wish))
