"""How the rule book counts: zone, weekend, holidays, closures, service, what a bare day means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from alteram.calendar import freezing
from alteram.calendar.days import Calendar
from alteram.calendar.lengths import Length
from alteram.errors import AlteramError
from alteram.rulebook import phrases
from alteram.rulebook.document import Located
from alteram.rulebook.grammar import CHANNELS
from alteram.rulebook.reader import Reader

FALLBACK = freezing.calendar_of("GB-ENG")


def read_calendar(reader: Reader, at: Located, frozen: Mapping[str, object] | None) -> Calendar:
    """The calendar of an edition: its own frozen days if it carries them, else those of the division it names."""
    written = _written(reader, at)
    if not frozen:
        return written
    carried = freezing.from_data(frozen)
    for what in _differing(written, carried):
        wrong = f"calendar.json counts otherwise than this table: {what}."
        reader.problem(at, wrong, "Freeze the calendar anew, or write here what it counts by.")
    return carried


def _written(reader: Reader, at: Located) -> Calendar:
    keys = reader.keys(at)
    calendar, counting = reader.keys(keys.get("calendar")), reader.keys(keys.get("counting"))
    ends = _once(reader, keys.get("ends_on_non_working_day"), counting.get("ends_on_non_working_day"))
    means = keys.get("at_least")
    word = reader.text(reader.keys(means).get("means") if means is not None and means.map is not None else means)
    try:
        return freezing.calendar_of(
            reader.text(calendar.get("holidays"), "GB-ENG"),
            zone=reader.text(calendar.get("zone"), "Europe/London"),
            weekend=_weekend(reader, calendar.get("weekend")),
            closed=reader.texts(calendar.get("closed")),
            service=_service(reader, keys.get("service")),
            ends_on_non_working_day=reader.text(ends) == "moves to next working day",
            plain_waits_are_clear=word == "clear days",
        )
    except AlteramError as error:
        reader.problem(keys.get("calendar", at), error.sentence(), error.remedy)
        return FALLBACK


def _differing(written: Calendar, carried: Calendar) -> Iterator[str]:
    for what, one, other in (
        ("zone", written.zone, carried.zone),
        ("weekend", written.weekend, carried.weekend),
        ("service", dict(written.service), dict(carried.service)),
        ("ends_on_non_working_day", written.ends_on_non_working_day, carried.ends_on_non_working_day),
        ("at_least", written.plain_waits_are_clear, carried.plain_waits_are_clear),
        ("closed", _closures(written, carried), _closures(carried, written)),
    ):
        if one != other:
            yield what


def _closures(calendar: Calendar, other: Calendar) -> set[date]:
    """The closures on days that both calendars cover."""
    first, last = max(calendar.first, other.first), min(calendar.last, other.last)
    return {day for day in calendar.closures if first <= day <= last}


def _weekend(reader: Reader, at: Located | None) -> frozenset[int]:
    days = reader.texts(at) or ("Sat", "Sun")
    return frozenset(freezing.WEEKDAYS.index(day) for day in days if day in freezing.WEEKDAYS)


def _once(reader: Reader, one: Located | None, other: Located | None) -> Located | None:
    """The value of a key that may stand in either of two places, but not in both with different words."""
    if one is not None and other is not None and one.text != other.text:
        wrong = f"“{one.text}” here and “{other.text}” elsewhere in this table."
        reader.problem(one, wrong, "Keep one of the two.")
    return one or other


def from_receipt(reader: Reader, at: Located) -> bool:
    """True if a person's time runs from deemed receipt, false if from sending."""
    keys = reader.keys(at)
    word = _once(reader, keys.get("clocks_run_from"), reader.keys(keys.get("service")).get("clocks_run_from"))
    return reader.text(word, "deemed receipt") != "sending"


def shortened_only_with(reader: Reader, at: Located) -> str:
    """The role whose written consent alone cuts a wait; empty if the table does not say."""
    _, found = reader.phrase(reader.keys(reader.keys(at).get("shorten")).get("only_with"), phrases.ONLY_WITH)
    return found[0] if found else ""


def _service(reader: Reader, at: Located | None) -> dict[str, Length]:
    return {channel: reader.length(value) for channel, value in reader.keys(at).items() if channel in CHANNELS}
