"""The clock enters what follows by itself when a day has passed. Each consequence is a transaction of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alteram.case import replay
from alteram.procedure import ALONE, consequence
from alteram_web.casework import bodies, editions, record, threads
from alteram_web.casework.entering import enter

LIMIT = 1000  # consequences in a row; a proven rule book never comes near it


class Runaway(Exception):
    """A rule book whose consequences follow each other without end: the prover refuses such a book."""


def catch_up(body: UUID, name: UUID, *, until: datetime) -> int:
    """Enter every consequence that is overdue in a case by the local day of ``until``; how many there were.

    Another process may be doing the same: whoever loses the race reads the case again and goes on.
    """
    entered = 0
    for _ in range(LIMIT):
        try:
            if not _one(body, name, until):
                return entered
            entered += 1
        except record.Stale:
            continue
    raise Runaway(f"the clock of case {name} entered {LIMIT} consequences in a row")


def _one(body: UUID, name: UUID, until: datetime) -> bool:
    with record.transaction(body):
        record.take_turn(name, alone=False)
        chain = record.load(body, name)
        if not chain.entries:
            return False
        rulebook, people = editions.rulebook(bodies.by_id(body).slug), record.people()
        case = replay(rulebook, str(name), chain.entries)
        if case.kept_elsewhere:  # its days ran where it was kept
            return False
        around = threads.beyond(case, rulebook, body) if case.ended else ALONE  # what other cases keep its file for
        draft = consequence(rulebook, people, case, until=case.calendar.local_day(until), beyond=around)
        if draft is None:
            return False
        enter(chain, case, draft, rulebook=rulebook, people=people, now=until)
        return True
