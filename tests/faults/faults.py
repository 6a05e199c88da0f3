"""What can go wrong with a machine, each as one thing done to a running house. Every fault leaves the house mended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.house import COMES_UP_WITHIN, HOUR, House, faketime

PAGE = 8192  # bytes of a page of the server's files
SECTOR = 512  # bytes that a disk writes whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Its name, what it needs of the machine, and how it is done; ``do`` returns a line for the report."""

    name: str
    do: Callable[[House, Random], str]
    needs: Callable[[House], str] = lambda _house: ""  # why it cannot be done here; empty: it can


def _killed(name: str) -> Callable[[House, Random], str]:
    def do(house: House, random: Random) -> str:
        pause = random.random()
        time.sleep(pause)
        house.kill(name)
        time.sleep(random.random())
        house.mend()
        house.await_answer()
        return f"{name} killed after {pause:.2f} s and started again"

    return do


def _backend_killed(house: House, random: Random) -> str:
    """One process of the server dies; the server then ends all others and recovers by itself."""
    time.sleep(random.random())
    found = house.server.sql(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename LIKE 'alteram%'"
    )
    pids = [int(pid) for pid in found.split()]
    pid = random.choice(pids) if pids else 0
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _recovered(house)
    return f"server process {'of a connection' if pid else '(none was connected)'} killed"


def _server_killed(house: House, random: Random) -> str:
    time.sleep(random.random())
    _crash(house)
    _recovered(house)
    return "server killed, all its processes at once, and recovered"


def _crash(house: House) -> None:
    """The postmaster and every process of it die in the same moment: nothing is written any more."""
    group = int((house.server.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    with contextlib.suppress(ProcessLookupError):
        os.kill(group, signal.SIGSTOP)  # so that it cannot tell the others to end in order
    for line in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            if int(line.read_text().rsplit(")", 1)[1].split()[1]) == group:
                os.kill(int(line.parent.name), signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(group, signal.SIGKILL)
    house.server.stop()  # it is dead: this forgets it


def _full_disk(house: House, random: Random) -> str:
    """The disk of the server fills up, stays full for a while, and has room again."""
    assert house.disk is not None  # see `needs`
    filler = house.disk / "filler"
    room = os.statvfs(house.disk)
    with filler.open("wb") as taken, contextlib.suppress(OSError):
        left = room.f_bavail * room.f_frsize
        os.posix_fallocate(taken.fileno(), 0, max(left - random.randrange(0, 4) * PAGE, 1))
        while True:  # to the last byte
            taken.seek(0, os.SEEK_END)
            taken.write(b"\0" * PAGE)
            taken.flush()
    time.sleep(3 + 2 * random.random())
    stayed = house.answers()
    filler.unlink()
    _recovered(house)
    return f"disk full to the last page; the site {'went on answering' if stayed else 'said that it could not'}"


def _torn_tile(house: House, random: Random) -> str:
    """The power goes while a page with the newest tile is written: only some of its sectors reach the disk.

    The server had written the page as a whole to its log before; from there it is whole again.
    """
    house.server.sql("CHECKPOINT")
    before, until = _tiles(house), time.monotonic() + COMES_UP_WITHIN
    house.found(f"body-{random.randrange(10**9)}")
    while _tiles(house) == before:  # its first checkpoint makes one
        assert time.monotonic() < until, "The placer published no checkpoint of a new body."
        time.sleep(0.1)
    file, at = house.server.sql(
        "SELECT pg_relation_filepath(reltoastrelid) || ' ' || pg_relation_size(reltoastrelid)"
        " FROM pg_class WHERE oid = 'casework.tile'::regclass",
        database="alteram",
    ).split()
    _crash(house)
    path = house.server.data / file
    last = (max(path.stat().st_size, int(at)) - 1) // PAGE * PAGE
    torn = random.randrange(1, PAGE // SECTOR) * SECTOR
    with path.open("r+b") as page:
        page.seek(last + torn)
        page.write(random.randbytes(PAGE - torn))
    _recovered(house)
    return f"page of the newest tile torn after {torn} of {PAGE} bytes"


def _tiles(house: House) -> int:
    return int(house.server.sql("SELECT count(*) FROM casework.tile", database="alteram"))


def _recovered(house: House) -> None:
    """The server recovers by itself, or is started by whoever watches over it; then the site answers again."""
    until = time.monotonic() + COMES_UP_WITHIN
    while not house.server.ready():
        assert time.monotonic() < until, "The server did not recover."
        if not house.server.runs():
            house.server.stop()
            house.server.start()
        time.sleep(0.1)
    house.await_answer()
    assert house.mend() == [], "Something ended because the database was away for a moment."


def _ahead(house: House, random: Random) -> str:
    """The clock of the machine jumps ahead by days, and is set right after a while."""
    seconds = random.choice((HOUR, 26 * HOUR, 40 * 24 * HOUR))
    house.shift(seconds)
    time.sleep(4)
    house.shift(0)
    time.sleep(1.5)
    house.mend()
    house.await_answer()
    return f"clock {seconds // HOUR} h ahead for four seconds"


def _behind(house: House, random: Random) -> str:
    seconds = random.choice((2, HOUR, 26 * HOUR, 40 * 24 * HOUR))
    house.shift(-seconds)
    time.sleep(4)
    house.shift(0)
    time.sleep(1.5)
    house.mend()
    house.await_answer()
    return f"clock {seconds} s behind for four seconds"


def _woken_behind(house: House, random: Random) -> str:
    """The machine starts with a clock that is far behind, and it is set right while it runs."""
    house.shift(-random.choice((3 * HOUR, 400 * 24 * HOUR)))
    house.restart()
    time.sleep(2)
    house.shift(0)
    house.restart()
    return "started with a clock far behind, started again with the right one"


def _an_hour_later(house: House, _random: Random) -> str:
    """No fault: the house was off for an hour, and the next checkpoint is due."""
    house.hours += 1
    house.shift(0)
    house.restart()
    return "off for an hour, then started"


def _without_faketime(_house: House) -> str:
    return "" if faketime() else "libfaketime is not installed"


def _without_disk(house: House) -> str:
    return "" if house.disk else "a small disk may not be made here (it needs root)"


FAULTS = (
    Fault(name="an hour later", do=_an_hour_later, needs=_without_faketime),
    Fault(name="site killed", do=_killed("site")),
    Fault(name="worker killed", do=_killed("worker")),
    Fault(name="placer killed", do=_killed("placer")),
    Fault(name="server killed", do=_server_killed),
    Fault(name="server process killed", do=_backend_killed),
    Fault(name="disk full", do=_full_disk, needs=_without_disk),
    Fault(name="tile torn", do=_torn_tile),
    Fault(name="clock ahead", do=_ahead, needs=_without_faketime),
    Fault(name="clock behind", do=_behind, needs=_without_faketime),
    Fault(name="clock behind at the start", do=_woken_behind, needs=_without_faketime),
)
