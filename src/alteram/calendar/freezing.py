"""A calendar as plain data and back, so that an edition carries its own (``rulebooks/BODY/EDITION/calendar.json``).

An adopted edition counts by the file beside it, whatever the product's own holiday data say later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alteram.calendar.closures import closed_days
from alteram.calendar.days import Calendar
from alteram.calendar.divisions import division, snapshot
from alteram.calendar.lengths import Length, parse_length
from alteram.errors import AlteramError

FORMAT: Final = 1
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOVES: Final = {"moves to next working day": True, "stands": False}
WAITS: Final = {"clear days": True, "plain days": False}
_NEEDED: Final = {
    "calendar", "zone", "first", "last", "weekend", "holidays", "closures", "service",
    "ends_on_non_working_day", "at_least",
}  # fmt: skip
_ALLOWED: Final = _NEEDED | {"announced", "source"}


class CalendarNotUnderstood(AlteramError):
    """A frozen calendar that is not what ``to_data`` writes."""

    code = "E-CALENDAR-FILE"
    remedy = "Restore the calendar of the edition as it was adopted, or freeze it anew in a draft."


def calendar_of(
    code: str,
    *,
    zone: str = "Europe/London",
    weekend: frozenset[int] = frozenset({5, 6}),
    closed: Iterable[str] = (),
    service: Mapping[str, Length] | None = None,
    ends_on_non_working_day: bool = False,
    plain_waits_are_clear: bool = False,
) -> Calendar:
    """A calendar over one division's holidays (``GB-ENG`` …) and the body's closures, as ``closed_days`` reads them."""
    taken = snapshot(code)
    return Calendar(
        zone=_zone(zone),
        first=taken.first,
        last=taken.last,
        announced=taken.announced_to,
        weekend=weekend,
        holidays=division(code),
        closures=closed_days(closed, taken.first, taken.last),
        service=service or {},
        ends_on_non_working_day=ends_on_non_working_day,
        plain_waits_are_clear=plain_waits_are_clear,
    )


def to_data(calendar: Calendar) -> dict[str, object]:
    """Text, numbers, lists and maps only, in a fixed order: ready for JSON, canonical or not."""
    data: dict[str, object] = {
        "calendar": FORMAT,
        "zone": calendar.zone,
        "first": calendar.first.isoformat(),
        "last": calendar.last.isoformat(),
    }
    if calendar.announced is not None:
        data["announced"] = calendar.announced.isoformat()
    return data | {
        "weekend": [WEEKDAYS[day] for day in sorted(calendar.weekend)],
        "ends_on_non_working_day": _word(MOVES, calendar.ends_on_non_working_day),
        "at_least": _word(WAITS, calendar.plain_waits_are_clear),
        "service": {channel: str(length) for channel, length in sorted(calendar.service.items())},
        "holidays": {day.isoformat(): name for day, name in sorted(calendar.holidays.items())},
        "closures": {day.isoformat(): why for day, why in sorted(calendar.closures.items())},
    }


def from_data(data: Mapping[str, object]) -> Calendar:
    """Read what :func:`to_data` wrote. Anything unknown, missing or unreadable is refused, never guessed.

    A ``source`` may stand beside it in words and is not read. Raises :class:`CalendarNotUnderstood`.
    """
    missing, unknown = _NEEDED - data.keys(), data.keys() - _ALLOWED
    if missing or unknown:
        raise CalendarNotUnderstood(
            f"A calendar file must have {', '.join(sorted(_NEEDED))}; "
            f"missing: {', '.join(sorted(missing)) or 'nothing'}; unknown: {', '.join(sorted(unknown)) or 'nothing'}."
        )
    if data["calendar"] != FORMAT:
        raise CalendarNotUnderstood(f"The calendar's format is “{data['calendar']}”, not {FORMAT}.")
    return Calendar(
        zone=_zone(data["zone"]),
        first=_day(data["first"]),
        last=_day(data["last"]),
        announced=_day(data["announced"]) if "announced" in data else None,
        weekend=_weekend(data["weekend"]),
        ends_on_non_working_day=_meaning(MOVES, data["ends_on_non_working_day"]),
        plain_waits_are_clear=_meaning(WAITS, data["at_least"]),
        service={channel: parse_length(length) for channel, length in _texts(data["service"]).items()},
        holidays={_day(day): name for day, name in _texts(data["holidays"]).items()},
        closures={_day(day): why for day, why in _texts(data["closures"]).items()},
    )


def _word(words: Mapping[str, bool], meaning: bool) -> str:
    return next(word for word, means in words.items() if means is meaning)


def _meaning(words: Mapping[str, bool], word: object) -> bool:
    if not isinstance(word, str) or word not in words:
        raise CalendarNotUnderstood(f"“{word}” must be {' or '.join(words)}.")
    return words[word]


def _zone(name: object) -> str:
    try:
        return ZoneInfo(str(name)).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarNotUnderstood(f"“{name}” is no time zone; one is Europe/London.") from error


def _day(text: object) -> date:
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise CalendarNotUnderstood(f"“{text}” is no day; one is 2026-04-03.")
    return day


def _weekend(names: object) -> frozenset[int]:
    if not isinstance(names, list | tuple) or any(name not in WEEKDAYS for name in names) or len(set(names)) > 6:
        raise CalendarNotUnderstood(f"The weekend must be a list of at most six of {', '.join(WEEKDAYS)}.")
    return frozenset(WEEKDAYS.index(name) for name in names)


def _texts(mapping: object) -> dict[str, str]:
    if not isinstance(mapping, Mapping) or not all(isinstance(part, str) for pair in mapping.items() for part in pair):
        raise CalendarNotUnderstood("Holidays, closures and service must each be a map from text to text.")
    return dict(mapping)
