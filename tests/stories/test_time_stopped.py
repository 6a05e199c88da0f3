"""Clocks that are stopped, let run on, and given more time: the days are counted anew from the record (2.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from alteram import duties, worked
from alteram.calendar.lengths import parse_length
from alteram.case import Lengthening
from alteram.codec import Entry
from alteram.people import fictional_id
from alteram.procedure import Verdict, Wish, consequence, decide
from alteram.worked import Told
from tests.builders import case_before, codes, try_

SECOND = fictional_id("Wren Oduya")


def did(told: Told, step: str, *, by: str | list[str], on: str, result: str | None = None, **fields: object) -> Entry:
    """A lawful deed, entered."""
    verdict = try_(told, step, by=by, on=on, result=result, **fields)
    assert verdict.draft is not None, verdict.refusals
    return worked.enter(told, verdict.draft, datetime.combine(date.fromisoformat(on), time(12), UTC))


def due(told: Told, step: str) -> str | None:
    """The last day of a step that is owed; of several the sooner."""
    assert told.case is not None
    days = [one.due.day for one in duties.owed(told.case) if one.step == step and one.due is not None]
    return min(days).isoformat() if days else None


def deemed(told: Told, until: str) -> list[str]:
    """What the clock makes of silence up to a day, entered."""
    found = []
    while told.case and (draft := consequence(told.rulebook, told.people, told.case, until=date.fromisoformat(until))):
        worked.enter(told, draft, datetime.combine(draft.at, time(0), UTC))
        found.append(f"{draft.step}={draft.result}" if draft.result else str(draft.step))
    return found


def asked(on: str = "2026-01-14") -> Told:
    """G01 before triage, whose clock is stopped for more information."""
    told = case_before("G01", "triage")
    assert due(told, "triage") == "2026-01-26"
    did(told, "ask_complainant", by="Hollis Brandt", on=on, gaps="Which day?", answer_by="2026-01-30")
    return told


def test_while_a_clock_stands_still_its_day_is_the_last_that_the_limit_allows() -> None:
    told = asked()  # stopped on 14 January for 20 working days at most: up to and with 11 February

    assert due(told, "triage") == "2026-02-23"  # 26 January and 20 working days
    owed = next(one for one in duties.owed(told.case) if one.step == "triage")  # type: ignore[arg-type]
    assert owed.due is not None
    assert "at most" in owed.due.sentence
    assert "4.4" in owed.due.sentence


def test_a_time_in_working_days_moves_by_working_days() -> None:
    told = asked()
    did(told, "resume", by="Hollis Brandt", on="2026-01-19")

    assert due(told, "triage") == "2026-01-29"  # three working days: 15, 16 and 19 January


def test_a_pause_goes_on_no_longer_than_its_limit_though_nobody_lets_the_clock_run_on() -> None:
    told = asked()

    assert deemed(told, "2026-04-08") == []  # 40 working days from 12 January end on 9 March, and 20 more on 8 April
    assert deemed(told, "2026-04-09") == ["triage=investigate"]


def test_all_pauses_of_one_step_share_its_limit() -> None:
    told = asked()
    did(told, "resume", by="Hollis Brandt", on="2026-02-09")  # 18 working days are used
    assert due(told, "triage") == "2026-02-19"
    assert told.case is not None
    for name in ("ask_complainant", "resume"):  # the book allows each once; here the clock is stopped again
        told.case.count.pop(name)
    verdict = try_(told, "ask_complainant", by="Hollis Brandt", on="2026-02-10", gaps="Where?", answer_by="2026-02-20")
    assert verdict.draft is not None, verdict.refusals
    worked.enter(told, verdict.draft, datetime(2026, 2, 10, 12, tzinfo=UTC))
    assert told.case is not None
    told.case.count.pop("resume")
    did(told, "resume", by="Hollis Brandt", on="2026-02-18")  # six more, of which two are left

    assert due(told, "triage") == "2026-02-23"


def test_what_was_overdue_before_the_pause_stays_overdue() -> None:
    told = asked(on="2026-01-28")

    assert due(told, "triage") == "2026-01-26"


def test_a_clock_that_begins_while_all_stand_still_loses_only_the_days_that_are_left() -> None:
    told = case_before("G01", "put_allegations")
    did(told, "court_order_entered", by="Dev Ashgrove", on="2026-01-19", result="stay", paper="P1",
        forbids="all", checked_by=SECOND)  # fmt: skip
    did(told, "put_allegations", by="Ines Calloway", on="2026-01-20", via="email")
    assert due(told, "respond") is None

    did(told, "court_order_ended", by="Dev Ashgrove", on="2026-02-10", paper="P2", checked_by=SECOND,
        order=[entry.index for entry in told.entries if "court_order_entered" in entry.acts])  # fmt: skip

    assert due(told, "respond") == "2026-02-24"  # served on 21 January, 14 days: 4 February, and 20 days of the stay


def test_an_adjournment_lengthens_what_is_owed_and_not_what_is_owed_anew_later() -> None:
    told = case_before("G01", "close_hearing")
    assert told.case is not None
    [live] = [duty for duty in told.case.live if duty.rule.step == "close_hearing"]
    first = duties.due_day(told.case, live)

    told.case.lengthen("close_hearing", Lengthening(entry=99, by=parse_length("28 days")))

    [longer] = [duty for duty in told.case.live if duty.rule.step == "close_hearing"]
    second = duties.due_day(told.case, longer)
    assert first is not None
    assert second is not None
    assert (second.day - first.day).days == 28
    assert "Lengthened" in second.sentence
    assert duties.due_day(told.case, live) == first


def directed(told: Told, by: str, **fields: object) -> Verdict:
    wish = Wish(
        case=told.name, act="direction_given", result="granted", at=date(2026, 1, 20), by=(fictional_id(by),),
        recorded=datetime(2026, 1, 20, 12, tzinfo=UTC), fields={"on": "postponement", "reasons": "Ill.", **fields},
    )  # fmt: skip
    return decide(told.rulebook, told.people, told.case, wish)


@pytest.mark.parametrize(("day", "moved"), [("2026-05-20", "2026-05-20"), ("2026-03-01", "2026-03-20")])
def test_a_direction_gives_more_time_and_never_less(day: str, moved: str) -> None:
    told = case_before("G01", "put_allegations")
    assert due(told, "report") == "2026-03-20"

    verdict = directed(told, "Imre Castell", new_times={"report": day})

    assert verdict.draft is not None, verdict.refusals
    worked.enter(told, verdict.draft, datetime(2026, 1, 20, 12, tzinfo=UTC))
    assert due(told, "report") == moved


def test_nobody_else_gives_directions() -> None:
    told = case_before("G01", "put_allegations")

    assert "E-ROLE" in codes(directed(told, "Ines Calloway", new_times={"report": "2026-05-20"}))
