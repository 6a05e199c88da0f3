"""The data of an entry as values: words, numbers, days. What is absent is empty."""

from __future__ import annotations

from datetime import date

from alteram.calendar.lengths import Length, LengthNotUnderstood, parse_length
from alteram.codec import Entry


def days(value: object) -> tuple[date, ...]:
    return tuple(date.fromisoformat(str(day)) for day in value) if isinstance(value, (list, tuple)) else ()


def words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(word) for word in value) if isinstance(value, (list, tuple)) else ()


def numbers(value: object) -> tuple[int, ...]:
    if isinstance(value, (int, str)):
        return (int(value),) if str(value).isdigit() else ()
    return tuple(int(str(number)) for number in value) if isinstance(value, (list, tuple)) else ()


def concerned(entry: Entry) -> tuple[int, ...]:
    """The entries that a disclosure, a ruling or a direction names; none: it is about all that are open."""
    names = ("concerning", "entries", "application")
    return next((found for name in names if (found := numbers(entry.data.get(name)))), ())


def day_in(entry: Entry, name: str) -> date | None:
    given = entry.data.get(name)
    return date.fromisoformat(str(given)) if given else None


def length_in(entry: Entry, name: str) -> Length | None:
    """A length of time; None where nothing is written, or no such length."""
    try:
        return parse_length(str(entry.data.get(name, "")))
    except LengthNotUnderstood:
        return None
