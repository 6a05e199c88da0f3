"""Months and years by the calendar: the corresponding date, and the last day of a term."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def corresponding_date(received: date, months: int) -> date:
    """The same date so many months on (back, if negative); the last day of that month if it has no such date.

    30 January and one month give 28 February. Raises ``OverflowError`` beyond the years 1 to 9999.
    """
    year, month = divmod(received.year * 12 + received.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("no such year")
    return date(year, month + 1, min(received.day, monthrange(year, month + 1)[1]))


def last_of_term(first: date, months: int) -> date:
    """The last day of a term of so many months whose first day is counted.

    The day before the same date, or, if that month has no such date, its last day: six months from 26 January run to
    25 July, six months from 31 August to the last of February.
    """
    same = corresponding_date(first, months)
    return same if same.day != first.day else same - timedelta(days=1)
