"""For whom a case of the demonstration waits: who would have to act next, counted once a case."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from alteram import duties
from alteram.case import Case, replay
from alteram.people import People
from alteram.procedure.persons import holdings
from alteram_web.casework import bodies, editions, record


def waiting(body: bodies.Body, people_of: tuple[str, ...], now: datetime) -> Counter[str]:
    """Person → in how many open cases something is owed by, or open to, a role that person holds."""
    rulebook = editions.rulebook(body.slug)
    found: Counter[str] = Counter()
    with record.transaction(body.id):
        known = record.people()
        chains = [(name, record.load(body.id, name).entries) for name in record.cases()]
    for name, entries in chains:
        case = replay(rulebook, str(name), entries)
        if not case.ended:
            found.update(person for person in people_of if _waits(known, case, person, now))
    return found


def _waits(known: People, case: Case, person: str, now: datetime) -> bool:
    day = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    if known.office_of(person, on=day) is not None:
        return False
    held = {name for one in holdings(case.edition, known, case, person, day) for name in (one.role, one.capacity)}
    return any(held & set(duty.roles) for duty in duties.owed(case))
