"""The days of the Lantern League's worked cases that follow from counting alone."""

from __future__ import annotations

from datetime import date

from alteram.calendar.days import Calendar
from alteram.calendar.freezing import calendar_of
from alteram.calendar.lengths import parse_length

LEAGUE: Calendar = calendar_of(
    "GB-ENG",
    service={
        "email": parse_length("1 working day"),
        "portal": parse_length("1 working day"),
        "first_class": parse_length("2 working days"),
        "hand": parse_length("same day"),
    },
)


def on(text: str) -> date:
    """A day of 2026 as ``01-31``, or any day in full."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


# case · from · time · last day
WITHIN = """
G01 01-12 3 working days: 01-15
G01 01-12 10 working days: 01-26
G01 01-19 5 working days: 01-26
G01 01-19 60 days: 03-20
G01 01-19 28 days: 02-16
G01 01-21 14 days: 02-04
G01 01-26 28 days: 02-23
G01 01-26 6 months: 07-25
G01 02-20 56 days: 04-17
G01 03-18 10 working days: 04-01
G01 03-27 10 working days: 04-14
G01 04-13 7 days: 04-20
G01 05-15 10 working days: 06-01
G01 05-29 21 days: 06-19
G01 06-20 10 working days: 07-03
G02 02-12 14 days: 02-26
G02 03-27 10 working days: 04-14
G02 04-10 10 working days: 04-24
G02 06-09 21 days: 06-30
G03 03-17 14 days: 03-31
G03 05-19 7 days: 05-26
G03 06-01 7 days: 06-08
G03 06-23 10 working days: 07-07
G03 07-07 21 days: 07-28
G03 07-29 10 working days: 08-12
G04 04-29 14 days: 05-13
G05 04-16 10 working days: 04-30
G05 04-27 21 days: 05-18
G05 05-19 10 working days: 06-03
G06 02-02 14 days: 02-16
G06 05-18 10 working days: 06-02
G06 06-02 21 days: 06-23
G06 06-19 10 working days: 07-03
G06 07-28 10 working days: 08-11
G06 08-10 7 days: 08-17
G06 09-15 10 working days: 09-29
G06 09-28 21 days: 10-19
G06 10-20 10 working days: 11-03
"""
# case · from · wait · first day on which it is over
AT_LEAST = """
G01 01-21 3 clear days: 01-25
G01 04-13 28 clear days: 05-12
G01 06-20 5 years: 2031-06-20
G02 04-20 28 clear days: 05-19
G03 05-19 28 clear days: 06-17
G04 06-30 28 clear days: 07-29
G05 03-24 14 clear days: 04-08
G06 04-14 28 clear days: 05-13
G06 07-02 14 clear days: 07-17
G06 08-10 28 clear days: 09-08
R03 07-13 28 clear days: 08-11
R03 07-14 28 clear days: 08-12
R03 07-16 28 clear days: 08-14
R03 07-13 14 clear days: 07-28
"""
# case · event · time before it · last day
BEFORE = """
G01 05-14 10 clear days: 05-03
G05 04-30 28 days: 04-02
"""
# case · first day · term · last day
TERM = """
G01 01-26 6 months: 07-25
G03 07-29 6 months: 2027-01-28
G03 2027-01-29 12 months: 2028-01-28
G05 2025-05-01 12 months: 2026-04-30
G05 05-01 12 months: 2027-04-30
G06 10-20 3 months: 2027-01-19
"""
# case · sent · channel · served
DEEMED = """
G01 01-20 email: 01-21
G01 04-10 email: 04-13
G01 05-28 email: 05-29
G02 04-17 email: 04-20
G02 06-08 email: 06-09
G03 03-16 email: 03-17
G03 07-06 email: 07-07
G04 06-29 email: 06-30
G05 03-23 email: 03-24
G05 04-24 email: 04-27
G06 01-30 email: 02-02
G06 08-07 email: 08-10
G06 09-25 email: 09-28
R03 07-10 email: 07-13
R03 07-10 first_class: 07-14
R03 07-15 email: 07-16
"""
# case · served · hearing · clear days
CLEAR = """
G01 01-21 01-26: 4
G01 04-13 05-14: 30
G02 04-20 05-26: 35
G03 05-19 06-23: 34
G03 06-01 06-23: 21
G05 03-24 04-16: 22
G06 04-14 05-18: 33
G06 07-02 07-28: 25
G06 08-10 09-15: 35
R03 07-13 08-06: 23
R03 07-13 08-10: 27
R03 07-13 08-11: 28
"""


def rows(table: str) -> list[tuple[str, str, str, str]]:
    """Case, day, middle, result of each line."""
    lines = [line.rsplit(": ", 1) for line in table.strip().splitlines()]
    return [(*_three(left), right) for left, right in lines]


def _three(left: str) -> tuple[str, str, str]:
    case, day, middle = left.split(" ", 2)
    return case, day, middle
