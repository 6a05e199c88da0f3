"""The sentences that explain a computed day: assembled here, never written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from alteram.calendar.lengths import Length

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKEND_REASONS: Final = tuple(f"a {name}" for name in WEEKDAYS)
_BY_CHANNEL: Final = {
    "email": "by e-mail",
    "portal": "through the portal",
    "post": "by post",
    "first_class": "by first-class post",
    "hand": "by hand",
}


def in_full(day: date) -> str:
    """``Wednesday 4 February 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def in_short(day: date, beside: date) -> str:
    """``3 April``, with the year where it is not that of the day it stands beside."""
    return f"{day.day} {MONTHS[day.month - 1]}" + ("" if day.year == beside.year else f" {day.year}")


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def counted_as(number: int, unit: str) -> str:
    """``1 working day``, ``4 working days``."""
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def by_channel(channel: str) -> str:
    """How a letter went: ``by e-mail``."""
    return _BY_CHANNEL.get(channel, "by " + channel.replace("_", " "))


def verb(length: Length, plural: str = "end", singular: str = "ends") -> str:
    """The verb that goes with a length."""
    return singular if length.number <= 1 else plural


def not_counted(skipped: Iterable[tuple[date, str]], beside: date) -> str:
    """``; not counted: 6 days at weekends, Good Friday (3 April)``, or nothing."""
    weekends = 0
    runs: list[tuple[str, list[date]]] = []
    for day, why in skipped:
        if why in WEEKEND_REASONS:
            weekends += 1
        elif runs and runs[-1][0] == why:
            runs[-1][1].append(day)
        else:
            runs.append((why, [day]))
    parts = [f"{counted_as(weekends, 'days')} at weekends"] if weekends else []
    parts += [f"{why} ({_span(days, beside)})" for why, days in runs]
    return f"; not counted: {', '.join(parts)}" if parts else ""


def _span(days: list[date], beside: date) -> str:
    """Days that share one reason: ``3 April``, ``29 to 31 December``; weekends may lie between them."""
    first, last = days[0], days[-1]
    if first == last:
        return in_short(first, beside)
    begin = str(first.day) if (first.year, first.month) == (last.year, last.month) else in_short(first, beside)
    return f"{begin} to {in_short(last, beside)}"
