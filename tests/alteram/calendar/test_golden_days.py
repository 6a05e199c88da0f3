"""The Lantern League's golden days."""

from __future__ import annotations

import pytest

from alteram.calendar.lengths import parse_length
from tests.alteram.calendar.golden_days import AT_LEAST, BEFORE, CLEAR, DEEMED, LEAGUE, TERM, WITHIN, on, rows


@pytest.mark.parametrize(("case", "start", "length", "last"), rows(WITHIN))
def test_a_time_ends(case: str, start: str, length: str, last: str) -> None:
    assert LEAGUE.within(on(start), parse_length(length)).day == on(last), case


@pytest.mark.parametrize(("case", "start", "length", "first"), rows(AT_LEAST))
def test_a_wait_is_over(case: str, start: str, length: str, first: str) -> None:
    assert LEAGUE.at_least(on(start), parse_length(length)).day == on(first), case


@pytest.mark.parametrize(("case", "event", "length", "last"), rows(BEFORE))
def test_so_long_before(case: str, event: str, length: str, last: str) -> None:
    assert LEAGUE.before(on(event), parse_length(length)).day == on(last), case


@pytest.mark.parametrize(("case", "first", "length", "last"), rows(TERM))
def test_a_term_ends(case: str, first: str, length: str, last: str) -> None:
    assert LEAGUE.term(on(first), parse_length(length)).day == on(last), case


@pytest.mark.parametrize(("case", "sent", "channel", "served"), rows(DEEMED))
def test_a_letter_is_served(case: str, sent: str, channel: str, served: str) -> None:
    assert LEAGUE.deemed(on(sent), channel).day == on(served), case


@pytest.mark.parametrize(("case", "served", "hearing", "clear"), rows(CLEAR))
def test_clear_days_lie_between(case: str, served: str, hearing: str, clear: str) -> None:
    assert LEAGUE.clear_days_between(on(served), on(hearing)) == int(clear), case


def test_n20_a_request_for_data_falls_due_on_the_corresponding_date_or_the_next_working_day() -> None:
    due = LEAGUE.corresponding(on("01-30"), 1)
    assert due.day == on("03-02")
    assert due.sentence == (
        "1 month after Friday 30 January 2026 ends on Saturday 28 February 2026 and, because that is no working day, "
        "on Monday 2 March 2026; not counted: 2 days at weekends."
    )
