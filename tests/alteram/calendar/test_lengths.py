"""Lengths of time as rule books write them."""

from __future__ import annotations

import pytest

from alteram.calendar.closures import ClosureNotUnderstood, closed_days
from alteram.calendar.lengths import Length, LengthNotUnderstood, parse_length
from tests.alteram.calendar.golden_days import on


@pytest.mark.parametrize(
    "phrase",
    [
        "14 days",
        "1 day",
        "10 working days",
        "1 working day",
        "28 clear days",
        "2 weeks",
        "6 months",
        "1 year",
        "same day",
    ],
)
def test_a_length_reads_back_as_it_was_written(phrase: str) -> None:
    assert str(parse_length(phrase)) == phrase


@pytest.mark.parametrize(
    "phrase",
    ["", "14", "days", "0 days", "-3 days", "014 days", "1.5 days", "fourteen days", "14 Days", "10000 days",
     "14 hours", "3 working weeks", "14 days of service", "٣ days", "14days"],
)  # fmt: skip
def test_anything_else_is_refused_with_the_list(phrase: str) -> None:
    with pytest.raises(LengthNotUnderstood) as refused:
        parse_length(phrase)
    assert "N working days" in refused.value.sentence()


def test_a_length_that_cannot_be_is_refused() -> None:
    with pytest.raises(LengthNotUnderstood):
        Length(number=0, unit="days")
    with pytest.raises(LengthNotUnderstood):
        Length(number=1, unit="same day")


@pytest.mark.parametrize(
    "phrase", ["Christmas", "13-01", "02-30", "2026-12-24..01-02", "2026-12-24..2026-12-01", "2026-02-29"]
)
def test_a_closure_that_names_no_days_is_refused(phrase: str) -> None:
    with pytest.raises(ClosureNotUnderstood):
        closed_days([phrase], on("01-01"), on("12-31"))
