"""How long a stretch of days lasts, for a page that knows its two ends and nothing else."""

from __future__ import annotations

from datetime import date

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.calendar.months import last_of_term
from alteram.calendar.sentences import in_full

MONTHS = 12 * 100  # the longest term that is told in months or years


def stretch(first: date, last: date) -> Counted:
    """From a day to a day, both counted. In years or months where it is a whole number of them, else in days.

    ``last`` is not before ``first``. Weekends and holidays count: a term stands where it falls.
    """
    length = _whole(first, last) or Length(number=(last - first).days + 1, unit="days")
    told = f"From {in_full(first)} to {in_full(last)} are {length}, both days, weekends and holidays counted."
    return Counted(day=last, start=first, length=length, skipped=(), sentence=told.replace(" are 1 ", " is 1 "))


def _whole(first: date, last: date) -> Length | None:
    months = (last.year - first.year) * 12 + last.month - first.month
    for number in (months, months + 1):
        if 0 < number <= MONTHS and last_of_term(first, number) == last:
            years, left = divmod(number, 12)
            return Length(number=number, unit="months") if left else Length(number=years, unit="years")
    return None
