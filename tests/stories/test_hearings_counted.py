"""Hearings held as listed, put off and broken off are counted apart, each with its cause."""

from __future__ import annotations

from alteram.case import Case
from alteram.statistics import hearings
from alteram.worked import Told
from tests.builders import case_before, try_


def case_of(told: Told) -> Case:
    assert told.case is not None
    return told.case


def test_a_hearing_that_waits_and_one_that_was_completed() -> None:
    waiting = case_of(case_before("G01", "open_hearing"))
    (one,) = hearings.listings(waiting)
    assert (one.day.isoformat(), one.kind, one.cause) == ("2026-05-14", hearings.WAITING, "")

    done = case_of(case_before("G01", "give_reasons"))
    assert [one.kind for one in hearings.listings(done)] == [hearings.COMPLETED]
    assert hearings.counted([waiting, done])["kinds"] == {
        hearings.COMPLETED: 1, hearings.POSTPONED: 0, hearings.ADJOURNED: 0, hearings.WAITING: 1,
    }  # fmt: skip


def test_putting_off_and_breaking_off_are_two_things_with_their_causes() -> None:
    told = case_before("G01", "open_hearing")
    put_off = try_(
        told, "postpone", by="Rosalind Achebe", on="2026-05-06", result=None, cause="illness", new_day="2026-06-04",
        reasons="The respondent is ill.",
    )  # fmt: skip
    assert put_off.draft is not None, put_off.refusals
    case = case_of(told)
    entry = put_off.draft.entry(
        case=case.name, index=case.tip + 1, recorded=case.entries[-1].recorded, edition="", digests={}
    )
    case.fold(entry)

    assert [(one.kind, one.cause) for one in hearings.listings(case)] == [
        (hearings.POSTPONED, "illness"), (hearings.WAITING, ""),
    ]  # fmt: skip
    assert hearings.listings(case)[1].day.isoformat() == "2026-06-04"
    assert hearings.counted([case])["causes"] == {"illness": 1}


def test_of_a_hearing_that_began_and_was_broken_off() -> None:
    told = case_before("G01", "close_hearing")
    broken = try_(
        told, "adjourn", by="Rosalind Achebe", on="2026-05-14", cause="ran out of time", new_day="2026-06-04",
        reasons="A witness was heard until the evening.",
    )  # fmt: skip
    case = case_of(told)
    assert broken.draft is not None, broken.refusals
    case.fold(
        broken.draft.entry(
            case=case.name, index=case.tip + 1, recorded=case.entries[-1].recorded, edition="", digests={}
        )
    )

    assert next((one.kind, one.cause) for one in hearings.listings(case)) == (hearings.ADJOURNED, "ran out of time")
