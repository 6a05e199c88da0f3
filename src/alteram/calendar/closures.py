"""Days on which the body itself is closed, as rule books write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from alteram.errors import AlteramError

REASON: Final = "the body's closure"
_DAY: Final = r"(?:(\d{4})-)?(\d\d)-(\d\d)"
_WRITTEN: Final = re.compile(rf"{_DAY}(?:\.\.{_DAY})?")


class ClosureNotUnderstood(AlteramError):
    """A closure that names no days."""

    code = "E-CLOSURE"
    remedy = "Write 12-24 or 12-24..01-02 for every year, 2026-12-24 or 2026-12-24..2027-01-02 for one."


def closed_days(phrases: Iterable[str], first: date, last: date) -> dict[date, str]:
    """The days, within ``first`` to ``last``, on which the body is closed; each with the reason.

    A phrase is a day or ``day..day``, both ends closed, with the year or, for every year, without. A closure of every
    year may run over New Year. 29 February stands for itself in leap years only.
    """
    closed: dict[date, str] = {}
    for phrase in phrases:
        for begin, end in _spans(phrase, first, last):
            days = (begin + timedelta(days=number) for number in range((end - begin).days + 1))
            closed.update((day, REASON) for day in days if first <= day <= last)
    return dict(sorted(closed.items()))


def _spans(phrase: str, first: date, last: date) -> Iterable[tuple[date, date]]:
    found = _WRITTEN.fullmatch(phrase.strip())
    if found is None:
        raise ClosureNotUnderstood(f"“{phrase}” names no days of closure.")
    year, month, day, until_year, until_month, until_day = found.groups()
    if until_month is None:
        until_year, until_month, until_day = year, month, day
    if (year is None) != (until_year is None):
        raise ClosureNotUnderstood(f"“{phrase}” gives the year on one side only.")
    begin, end = (int(month), int(day)), (int(until_month), int(until_day))
    if year is not None:
        return [_span(phrase, (int(year), *begin), (int(until_year), *end))]
    _span(phrase, (2024, *begin), (2024 + (end < begin), *end))  # a leap year: is there such a day at all
    over = end < begin
    years = range(first.year - over, last.year + 1)
    return [(_not_past(one, *begin, up=True), _not_past(one + over, *end, up=False)) for one in years]


def _span(phrase: str, begin: tuple[int, int, int], end: tuple[int, int, int]) -> tuple[date, date]:
    try:
        span = date(*begin), date(*end)
    except ValueError as error:
        raise ClosureNotUnderstood(f"“{phrase}” names a day that does not exist.") from error
    if span[1] < span[0]:
        raise ClosureNotUnderstood(f"“{phrase}” ends before it begins.")
    return span


def _not_past(year: int, month: int, day: int, *, up: bool) -> date:
    """The day, or in a year without 29 February the day after it (as a beginning) or before it (as an end)."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1) if up else date(year, 2, 28)
