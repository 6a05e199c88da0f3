"""Requests for personal data: by when they are answered, and what an answer must say (DPR-03, DPR-05)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from alteram import data_requests
from alteram.codec import Actor, Entry
from tests.builders import league

CALENDAR = league().editions[-1].calendar
ASKED = date(2026, 1, 30)


def entry(index: int, act: str, at: date, **data: Any) -> Entry:
    return Entry(
        case="house", index=index, at=at, time=None, recorded=datetime(at.year, at.month, at.day, tzinfo=UTC),
        step=None,
        acts=(act,), result=None, by=(Actor(who="p-celia", role="data_protection", capacity="data_protection"),),
        typed_by=None, clauses=("DPR-03",), edition="", data=data, texts={}, papers=(),
    )  # fmt: skip


RECEIVED = entry(4, "data_request_received", ASKED, person="p-tamar", asks_for="erasure")


def refused(on: date, *before: Entry, **data: Any) -> list[str]:
    return list(data_requests.refusals((RECEIVED, *before), {"request": [4], **data}, on=on, calendar=CALENDAR))


def test_a_request_is_answered_within_a_month_by_the_corresponding_date() -> None:
    (one,) = data_requests.requests((RECEIVED,), CALENDAR)

    assert (one.number, one.asks_for, one.received) == (4, "erasure", ASKED)
    assert one.due.day == date(2026, 3, 2)  # no 30 February: the 28th, a Saturday, and so Monday
    assert not one.late(date(2026, 3, 2))
    assert one.late(date(2026, 3, 3))


def test_more_time_is_two_months_more_and_stands_on_record() -> None:
    more = entry(5, "data_request_answered", date(2026, 2, 20), request=[4], answer="extended", grounds="Six cases.")
    (one,) = data_requests.requests((RECEIVED, more), CALENDAR)

    assert one.due.day == date(2026, 4, 30)
    assert one.answered is None
    assert not one.late(date(2026, 4, 30))


def test_more_time_is_taken_once_with_reasons_and_within_the_first_month() -> None:
    said = {"answer": "extended", "grounds": "It concerns six cases."}
    assert refused(date(2026, 3, 2), **said) == []
    assert "within the first month" in refused(date(2026, 3, 3), **said)[0]
    assert "told why" in refused(date(2026, 3, 2), answer="extended")[0]
    more = entry(5, "data_request_answered", date(2026, 2, 20), request=[4], answer="extended", grounds="Six cases.")
    assert "extended already" in refused(date(2026, 2, 25), more, **said)[0]


def test_less_than_was_asked_for_needs_an_exemption_and_reasons() -> None:
    day = date(2026, 2, 10)
    assert refused(day, answer="given", done="The text was erased.") == []
    assert refused(day, answer="refused") != []
    assert refused(day, answer="refused", grounds="A claim runs.") != []
    assert refused(day, answer="given_in_part", exemptions=["17(3)(e)"]) != []
    assert refused(day, answer="refused", grounds="A claim runs.", exemptions=["17(3)(e)"]) == []


def test_a_request_is_answered_once_and_only_one_that_is_there() -> None:
    done = entry(5, "data_request_answered", date(2026, 2, 10), request=[4], answer="given")
    (one,) = data_requests.requests((RECEIVED, done), CALENDAR)
    assert one.answered is done
    assert "was answered" in refused(date(2026, 2, 11), done, answer="given")[0]
    assert refused(date(2026, 2, 11), request=[9], answer="given") == ["there is no such request"]
