"""Effects on the clocks of the case."""

from __future__ import annotations

from alteram.case.marking import Marking
from alteram.case.reading import words
from alteram.case.values import Pause
from alteram.codec import Entry
from alteram.rulebook.model import Step


def _paused(case: Marking, step: Step | None, entry: Entry) -> None:
    duties = step.pauses[0] if step and step.pauses else words(entry.data.get("duties"))
    case.pauses.append(Pause(duties=duties, since=entry.at))


def _resumed(case: Marking, step: Step | None, entry: Entry) -> None:
    for pause in case.pauses:
        if pause.until is None:
            pause.until = entry.at


EFFECTS = {
    "clock_paused": _paused,
    "clock_resumed": _resumed,
}
