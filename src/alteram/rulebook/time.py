"""How the rule book counts: zone, weekend, holidays, closures, service, what a bare day means."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.calendar import freezing
from alteram.calendar.days import Calendar
from alteram.calendar.lengths import Length
from alteram.rulebook.document import Located
from alteram.rulebook.reader import Reader

KEYS = frozenset(
    [
        "unit",
        "calendar",
        "counting",
        "at_least",
        "service",
        "shorten",
        "clause",
        "ends_on_non_working_day",
        "clocks_run_from",
    ]
)
CHANNELS = ("email", "portal", "post", "first_class", "hand")
DAYS = {"Mon": 0, "Tue": 1, "Wed": 2, "Thu": 3, "Fri": 4, "Sat": 5, "Sun": 6}


def read_calendar(reader: Reader, at: Located, frozen: Mapping[str, object] | None) -> Calendar:
    """The calendar of an edition: its own frozen days if it carries them, else those of the division it names."""
    keys = reader.keys(at, KEYS, "time")
    calendar = _map(keys.get("calendar"))
    counting = _map(keys.get("counting"))
    ends = keys.get("ends_on_non_working_day") or counting.get("ends_on_non_working_day")
    means = keys.get("at_least")
    word = reader.text(means.map.get("means") if means is not None and means.map is not None else means)
    if frozen:
        return freezing.from_data(frozen)
    return freezing.calendar_of(
        reader.text(calendar.get("holidays"), "GB-ENG"),
        zone=reader.text(calendar.get("zone"), "Europe/London"),
        weekend=frozenset(DAYS[day] for day in reader.texts(calendar.get("weekend")) if day in DAYS)
        or frozenset({5, 6}),
        closed=reader.texts(calendar.get("closed")),
        service=_service(reader, keys.get("service")),
        ends_on_non_working_day=reader.text(ends) == "moves to next working day",
        plain_waits_are_clear=word == "clear days",
    )


def from_receipt(reader: Reader, at: Located) -> bool:
    """True if a person's time runs from deemed receipt, false if from sending."""
    keys = at.map or {}
    word = keys.get("clocks_run_from") or _map(keys.get("service")).get("clocks_run_from")
    return reader.text(word, "deemed receipt") != "sending"


def _service(reader: Reader, at: Located | None) -> dict[str, Length]:
    found = {}
    for channel, value in _map(at).items():
        if channel in ("clause", "clocks_run_from"):
            continue
        if channel not in CHANNELS:
            reader.problem(value, f"There is no channel “{channel}”.", "Known: " + ", ".join(CHANNELS) + ".")
            continue
        found[channel] = reader.length(value)
    return found


def _map(at: Located | None) -> Mapping[str, Located]:
    return (at.map or {}) if at is not None else {}
