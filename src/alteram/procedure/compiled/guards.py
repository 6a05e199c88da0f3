"""What c5 to c7 ask of days and of who took a step, and what has to be remembered for it beside the number.

A guard says LAWFUL, REFUSED or UNSURE. Unsure is asked of the engine: a wait that was waived, a clock that stood still,
a letter that was sent again, the end of a sanction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from alteram.calendar.days import Calendar
from alteram.calendar.lengths import Length
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.procedure.compiled import layout as bits
from alteram.procedure.compiled.layout import Layout
from alteram.procedure.compiled.moves import Move
from alteram.rulebook.model import Step, Wait

LAWFUL, REFUSED, UNSURE = 0, 1, 2
Memory = list[Any]  # a day from which a step counts, a day that was told, or who took a step that each party may take
Guard = Callable[[date, Memory, Entry | None], int]
Write = Callable[[date, Memory, Entry], None]


class Days(dict[date | None, Any]):
    """A day counted from another, each counted once. What is not known, or lies beyond the calendar, is ``unknown``."""

    def __init__(self, count: Callable[[date], date], unknown: date | None) -> None:
        super().__init__()
        self.count, self.unknown = count, unknown

    def __missing__(self, start: date | None) -> date | None:
        found = self.unknown
        if start is not None:
            try:
                found = self.count(start)
            except AlteramError:
                found = self.unknown
        self[start] = found
        return found


class Written(dict[str, date]):
    """The day that a text such as ``2026-05-14`` says, each read once. Raises ``ValueError`` for any other."""

    def __missing__(self, text: str) -> date:
        found = self[text] = date.fromisoformat(text)
        return found


_day = Written()


class Served(dict[object, Days]):
    """The day of deemed service by each channel; unknown where the rules do not name the channel."""

    def __init__(self, calendar: Calendar) -> None:
        super().__init__()
        self.calendar = calendar

    def __missing__(self, channel: object) -> Days:
        days = Days(lambda sent: self.calendar.deemed(sent, str(channel)).day, None)
        self[channel] = days
        return days


class Guards:
    """The guards of one edition, and the slots of what they remember."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.edition = layout, layout.edition
        steps = self.edition.steps.values()
        sources = {wait.after for step in steps for wait in step.waits}
        sources |= {name for step in steps if step.window for name in step.window.of}
        self.started = {name: place for place, name in enumerate(sorted(sources))}
        told = sorted({step.announces for step in steps if step.announces})
        self.told = {name: len(self.started) + place for place, name in enumerate(told)}
        by_party = sorted(step.name for step in steps if step.each == "party")
        taken = len(self.started) + len(self.told)
        self.taken = {name: taken + place for place, name in enumerate(by_party)}
        self._days: dict[tuple[str, Length], Days] = {}
        self._served = Served(self.edition.calendar)
        self._nothing: Memory = [*[None] * (len(self.started) + len(self.told)), *[()] * len(self.taken)]

    def nothing(self) -> Memory:
        """What is remembered before the first entry."""
        return self._nothing.copy()

    def _table(self, kind: str, length: Length, count: Callable[[date], date], unknown: date) -> Days:
        return self._days.setdefault((kind, length), Days(count, unknown))

    def _first_day(self, length: Length) -> Days:
        calendar = self.edition.calendar
        return self._table("at least", length, lambda start: calendar.at_least(start, length).day, date.max)

    def _last_day(self, length: Length) -> Days:
        calendar = self.edition.calendar
        return self._table("within", length, lambda start: calendar.within(start, length).day, date.min)

    def _day_before(self, length: Length) -> Days:
        calendar = self.edition.calendar
        return self._table("before", length, lambda event: calendar.before(event, length).day, date.min)

    # Guards

    def of(self, state: int, step: Step, *, probing: bool = False) -> Iterator[Guard]:
        """What c5 to c7 ask at this number; ``probing`` before anybody has filled a form."""
        if step.each == "party" and step.cap is not None and not probing:
            alone = not state & bits.REPRESENTED
            yield _party_has_left(self.taken[step.name], step.cap) if alone else _unsure
        for wait in self._waits(state, step):
            yield self._waited(state, step, wait)
        if step.announces and not probing:
            yield self._looking_ahead(state, step)
        yield from self._on_the_day_told(state, step, probing=probing)
        yield from self._in_window(state, step)
        yield from self._before(state, step)

    def _waits(self, state: int, step: Step, source: str = "") -> Iterator[Wait]:
        """The waits that bind: none that is given up, none whose step has not been done (``source`` is being done)."""
        for wait in step.waits:
            done = wait.after == source or self.layout.done(state, wait.after)
            if done and not self.layout.need(wait.unless).holds(state):
                yield wait

    def _day_unsure(self, state: int, name: str) -> bool:
        return bool(state & bits.SENT_AGAIN and self.edition.steps[name].tells)

    def _waited(self, state: int, step: Step, wait: Wait) -> Guard:
        if (state & bits.WAIVED and wait.waiver_by) or self._day_unsure(state, wait.after):
            return _unsure
        return _not_before(self.started[wait.after], self._first_day(wait.at_least))

    def _on_the_day_told(self, state: int, step: Step, *, probing: bool) -> Iterator[Guard]:
        sources = [one.name for one in self.edition.steps.values() if one.announces == step.name]
        if any(self.layout.done(state, name) for name in sources):
            untold = REFUSED if state & bits.PUT_OFF else LAWFUL
            after = LAWFUL if probing else UNSURE if step.results else REFUSED
            yield _on_the_day(self.told[step.name], untold, after)

    def _in_window(self, state: int, step: Step) -> Iterator[Guard]:
        if step.window is None:
            return
        done = [name for name in step.window.of if self.layout.done(state, name)]
        if not done:
            return
        if state & bits.PAUSED or any(self._day_unsure(state, name) for name in done):
            yield _unsure
        else:
            yield _not_after(tuple(self.started[name] for name in done), self._last_day(step.window.at_most))

    def _before(self, state: int, step: Step) -> Iterator[Guard]:
        before = step.before
        if before is None:
            return
        if before.of_sanction:
            yield from (_unsure,) if state & bits.SANCTIONED else ()
        elif before.step in self.told:
            let_in = state & bits.DIRECTED and step.is_act("evidence_added")  # perhaps, by the chair
            late = UNSURE if let_in else REFUSED
            yield _before_the_day(self.told[before.step], self._day_before(before.at_least), late)

    def _looking_ahead(self, state: int, step: Step) -> Guard:
        """A step that announces a day is judged as if the announced step were taken on that day (2.4)."""
        announced = self.edition.steps[step.announces]
        calendar = self.edition.calendar
        waits = list(self._waits(state, announced, step.name))
        unsure = any(
            (state & bits.WAIVED and wait.waiver_by)
            or (wait.after != step.name and self._day_unsure(state, wait.after))
            for wait in waits
        )

        asked = [
            (None if wait.after == step.name else self.started[wait.after], self._first_day(wait.at_least))
            for wait in waits
        ]
        return _ahead(asked, self._served, calendar.usual_channel, calendar.last, unsure=unsure)

    # What is remembered

    def writes(self, state: int, move: Move) -> Iterator[Write]:
        """What has to be remembered after a move, in the order of the fold."""
        step = move.step
        if step is not None:
            if step.name in self.started:
                told = step.tells and self.edition.clocks_run_from_receipt
                yield self._service(state, step) if told else _happened(self.started[step.name])
            if step.announces:
                yield _tells_day(self.told[step.announces])
            if step.name in self.taken:
                yield _taken_by(self.taken[step.name])
        if {"postponed", "hearing_vacated"} & set(move.acts):
            yield _put_off(self._awaited(move.counted(state), step))
        forgotten = tuple(slot for one in move.reopened() for slot in self._slots_of(one))
        if forgotten:
            yield _forgets(forgotten, self.nothing())

    def _service(self, state: int, step: Step) -> Write:
        """From the day of deemed service, if it is known that somebody was there to be told and by which way."""
        slot = self.started[step.name]
        again = self.layout.done(state, step.name)
        there = self._somebody_told(state, step)
        served = self._served

        def write(at: date, memory: Memory, entry: Entry) -> None:
            channel = entry.data.get("channel")
            if channel:
                memory[slot] = served[channel][at] if there else None
            else:
                memory[slot] = None if again else at

        return write

    def _somebody_told(self, state: int, step: Step) -> bool:
        roles = self.edition.roles
        capacities = {one for name in step.tells for one in (roles[name].capacities if name in roles else (name,))}
        return bool(
            (state & bits.COMPLAINANT and "complainant" in capacities)
            or (state & bits.RESPONDENT and "respondent" in capacities)
        )

    def _awaited(self, state: int, step: Step | None) -> tuple[int, ...]:
        if step is not None and step.announces:
            return (self.told[step.announces],)
        sources = [name for name, bit in self.layout.awaiting.items() if state & bit]
        return tuple({self.told[self.edition.steps[name].announces] for name in sources})

    def _slots_of(self, step: Step) -> Iterator[int]:
        """What a step that is reopened gave to remember."""
        places = ((self.started, step.name), (self.told, step.announces), (self.taken, step.name))
        yield from (slots[name] for slots, name in places if name in slots)


def refused(at: date, memory: Memory, entry: Entry | None) -> int:
    """Whatever the day."""
    return REFUSED


def _unsure(at: date, memory: Memory, entry: Entry | None) -> int:
    return UNSURE


def _not_before(slot: int, first_day: Days) -> Guard:
    def guard(at: date, memory: Memory, entry: Entry | None) -> int:
        first = first_day[memory[slot]]
        if at >= first:
            return LAWFUL
        return UNSURE if first == date.max else REFUSED

    return guard


def _not_after(slots: tuple[int, ...], last_day: Days) -> Guard:
    only = slots[0]
    more = slots[1:]

    def guard(at: date, memory: Memory, entry: Entry | None) -> int:
        start = memory[only]
        if more:
            starts = [memory[slot] for slot in slots]
            start = None if None in starts else max(starts)
        last = last_day[start]
        if at <= last:
            return LAWFUL
        return UNSURE if last == date.min else REFUSED

    return guard


def _on_the_day(slot: int, untold: int, after: int) -> Guard:
    def guard(at: date, memory: Memory, entry: Entry | None) -> int:
        told = memory[slot]
        if told is None:
            return untold
        return LAWFUL if at == told else REFUSED if at < told else after

    return guard


def _before_the_day(slot: int, day_before: Days, late: int) -> Guard:
    def guard(at: date, memory: Memory, entry: Entry | None) -> int:
        told = memory[slot]
        if told is None or at <= (last := day_before[told]):
            return LAWFUL
        return UNSURE if last == date.min else late

    return guard


def _ahead(asked: list[tuple[int | None, Days]], served: Served, usual: str, ends: date, *, unsure: bool) -> Guard:
    """Each wait by its slot, or none where it runs from the very step that tells the day, and its first days."""

    def guard(at: date, memory: Memory, entry: Entry | None) -> int:
        on = entry.data.get("hearing_on") if entry is not None else None
        if not on or entry is None:
            return LAWFUL
        if unsure or not isinstance(on, str):
            return UNSURE
        day = _day[on]
        if day > ends:
            return REFUSED
        for slot, first_day in asked:
            start = served[entry.data.get("channel") or usual][at] if slot is None else memory[slot]
            first = first_day[start]
            if day < first:
                return UNSURE if first == date.max else REFUSED
        return LAWFUL

    return guard


def _party_has_left(slot: int, cap: int) -> Guard:
    def guard(at: date, memory: Memory, entry: Entry | None) -> int:
        people = {actor.who for actor in entry.by} if entry is not None else set()
        used = [sum(person in taken for taken in memory[slot]) for person in people]
        return REFUSED if any(times >= cap for times in used) else LAWFUL

    return guard


def by_the_clock(at: date, memory: Memory, entry: Entry | None) -> int:
    """A result that only the clock gives."""
    return LAWFUL if entry is not None and [actor.who for actor in entry.by] == ["clock"] else REFUSED


def _happened(slot: int) -> Write:
    def write(at: date, memory: Memory, entry: Entry) -> None:
        memory[slot] = at

    return write


def _tells_day(slot: int) -> Write:
    def write(at: date, memory: Memory, entry: Entry) -> None:
        if "hearing_on" in entry.data:
            memory[slot] = _day[str(entry.data["hearing_on"])]

    return write


def _taken_by(slot: int) -> Write:
    def write(at: date, memory: Memory, entry: Entry) -> None:
        memory[slot] = (*memory[slot], *[frozenset(actor.who for actor in entry.by)])

    return write


def _put_off(slots: tuple[int, ...]) -> Write:
    def write(at: date, memory: Memory, entry: Entry) -> None:
        given = entry.data.get("new_day") or entry.data.get("hearing_on")
        for slot in slots:
            memory[slot] = date.fromisoformat(str(given)) if given else None

    return write


def _forgets(slots: tuple[int, ...], nothing: Memory) -> Write:
    def write(at: date, memory: Memory, entry: Entry) -> None:
        for slot in slots:
            memory[slot] = nothing[slot]

    return write
