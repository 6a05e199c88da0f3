"""Effects on the course of the case: clocks stopped, let run on, given more time; cases joined and severed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alteram.case.effects import aside
from alteram.case.marking import Marking
from alteram.case.reading import length_in, words
from alteram.case.values import Lengthening, Pause
from alteram.codec import Entry
from alteram.rulebook.model import Step


def _paused(case: Marking, step: Step | None, entry: Entry) -> None:
    by_book, at_most = step.pauses if step is not None and step.pauses else ((), None)
    chosen = tuple(name for name in words(entry.data.get("duties")) if not by_book or name in by_book)
    name, clause = (step.name, step.clause) if step is not None else ("", "")
    stopped = chosen or by_book
    if stopped:
        case.pauses.append(Pause(duties=stopped, since=entry.at, step=name, at_most=at_most, clause=clause))


def _resumed(case: Marking, step: Step | None, entry: Entry) -> None:
    again = words(entry.data.get("duties"))
    for pause in case.pauses:
        if pause.until is None and pause.duties and (not again or set(again) & set(pause.duties)):
            pause.until = entry.at


def _extended(case: Marking, step: Step | None, entry: Entry) -> None:
    """More time where the book leaves it to whoever decides; where the book says how much, the step says it."""
    if step is not None and step.lengthens:
        return
    more = Lengthening(entry=entry.index, by=length_in(entry, "by_how_much"))
    for name in words(entry.data.get("duty")):
        case.lengthen(name, more)


def _directed(case: Marking, step: Step | None, entry: Entry) -> None:
    """What a direction orders. New times lengthen: a day sooner than the one that runs moves nothing."""
    granted = (step.meaning(entry.result) if step else entry.result) == "granted"
    if entry.data.get("on") == "set_aside":
        aside.ruled(case, entry, falls=granted)
    if not granted:
        return
    if entry.data.get("on") == "remote_hearing":
        case.remote, case.link = entry.index, str(entry.data.get("link") or case.link)
    others = set(words(entry.data.get("cases")))
    if entry.data.get("on") == "joinder":
        case.joined |= others - {case.name}
        case.once_joined |= case.joined
    elif entry.data.get("on") == "severance":
        case.joined = set() if case.name in others or not others else case.joined - others
    times = entry.data.get("new_times")
    for name, day in times.items() if isinstance(times, Mapping) else ():
        case.lengthen(str(name), Lengthening(entry=entry.index, until=date.fromisoformat(str(day))))


def _parted(case: Marking, step: Step | None, entry: Entry) -> None:
    """Once the hearing is closed, or the case is out of it, each goes on alone; what was joined stays linked."""
    case.joined = set()


EFFECTS = {
    "hearing_closed": _parted,
    "struck_out": _parted,
    "clock_paused": _paused,
    "clock_resumed": _resumed,
    "time_extended": _extended,
    "direction_given": _directed,
}
