"""Whether the time was set while a process ran: the clock of the machine beside one that nobody sets.

Where the two part by more than :data:`JUMP` between two looks, no one can say which time is wrong. Nothing is entered
then until the time is back where it was, or until the process is started again, which is the administrator's word that
it is right now.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import structlog

from alteram.errors import AlteramError

JUMP = timedelta(minutes=10)  # no network time service sets a clock that far while a machine runs
APART = 0.5  # seconds between two looks at the steady clock, beyond which we were held up and look again
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the former also counts while a machine sleeps

log = structlog.stdlib.get_logger("alteram_web.steady")


class ClockJumped(AlteramError):
    """The server's clock was set while the site ran."""

    code = "E-CLOCK"


class Look(NamedTuple):
    """Both clocks at one moment, in seconds."""

    wall: float
    steady: float


def _look() -> Look:
    while True:
        before = time.clock_gettime(STEADY)
        wall = time.time()
        after = time.clock_gettime(STEADY)
        if after - before < APART:
            return Look(wall, after)


class Watched:
    """The wall clock, compared at every look with the last at which it was right. Small steps are followed."""

    def __init__(self, look: Callable[[], Look] = _look) -> None:
        self._look, self._lock = look, threading.Lock()
        self._last = look()

    def jumped(self) -> timedelta | None:
        """By how much the time is off (ahead: positive); None if it ran as it should."""
        with self._lock:
            now = self._look()
            off = timedelta(seconds=(now.wall - self._last.wall) - (now.steady - self._last.steady))
            if abs(off) > JUMP:
                return off
            self._last = now
            return None


_watched = Watched()


def check() -> None:
    """Raises :class:`ClockJumped` while the time is not where it should be."""
    off = _watched.jumped()
    if off is None:
        return
    minutes = round(off.total_seconds() / 60)
    log.error("clock jumped", minutes=minutes)
    where = "ahead of" if minutes > 0 else "behind"
    raise ClockJumped(
        f"The server's clock was set while the site ran: it is {abs(minutes)} minutes {where} where it should be."
        " Nothing is entered and no day is counted by it.",
        remedy="The administrator must set the clock right. If it is right now, the site must be started again.",
        evidence={"minutes": minutes},
    )
