"""Times during which a clock stood still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alteram.errors import AlteramError


class PauseImpossible(AlteramError):
    """A pause that ends before it begins."""

    code = "E-PAUSE"
    remedy = "Give a day of resuming that is not before the day of pausing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The clock stands still on the days after ``paused`` up to and with ``resumed``.

    A pause that still runs is given with the day asked about as ``resumed``.
    """

    paused: date
    resumed: date

    def __post_init__(self) -> None:
        if self.resumed < self.paused:
            raise PauseImpossible(f"A clock paused on {self.paused} cannot resume on {self.resumed}.")


def joined(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """In order, with pauses that overlap or touch made one, so that no day counts twice."""
    result: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: (pause.paused, pause.resumed)):
        if result and pause.paused <= result[-1].resumed:
            result[-1] = Pause(paused=result[-1].paused, resumed=max(result[-1].resumed, pause.resumed))
        else:
            result.append(pause)
    return tuple(result)
