"""The days on which members of the pools cannot sit, as they said themselves: entries of the house of a body.

    given(body)           what each of them said; the last counts
    give(viewer, cannot)  say it
    away(body, case, on)  who cannot come to the hearing of a case on a day

Inside a transaction of the body's, save ``give``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from alteram import availability
from alteram.acts import HOUSE_ACTS
from alteram.availability import Said
from alteram.case import Case
from alteram.codec import Actor
from alteram_web.casework import bodies, editions, house, record
from alteram_web.casework.selectors import Viewer

WEEKS = 26  # that one diary tells


def given(body: UUID) -> dict[str, Said]:
    return availability.diaries(record.load(body, bodies.by_id(body).house, "house").entries)


def away(body: UUID, case: Case, on: date | None) -> frozenset[str]:
    """Who cannot come on a day: by what they said in the case, or else by their diary."""
    if on is None:
        return frozenset()
    known = {**given(body), **availability.given(case)}
    return frozenset(person for person, said in known.items() if not said.free(on))


def sits(viewer: Viewer) -> str:
    """As what somebody may be drawn for panels on the day; empty for whoever may not."""
    edition = editions.rulebook(bodies.by_id(viewer.body).slug).on(viewer.day)
    with record.transaction(viewer.body):
        people = record.people()
    for role in edition.roles.values():
        if role.pool and people.in_pool(viewer.person, role.pool, on=viewer.day) is not None:
            for capacity in role.capacities:
                if capacity in HOUSE_ACTS["diary_given"].who:
                    return capacity
    return ""


def mine(viewer: Viewer) -> Said | None:
    with record.transaction(viewer.body):
        return given(viewer.body).get(viewer.person)


def give(viewer: Viewer, cannot: Iterable[date], *, capacity: str) -> record.Written:
    """Enter on which days the viewer cannot sit; every other day of the half year suits."""
    actor = Actor(who=viewer.person, role=capacity, capacity=capacity)
    data = {
        "person": viewer.person, "cannot": [day.isoformat() for day in sorted(set(cannot))],
        "until": (viewer.day + timedelta(weeks=WEEKS)).isoformat(),
    }  # fmt: skip
    return house.enter(
        viewer.body, house.Deed(act="diary_given", at=viewer.day, by=(actor,), data=data), now=viewer.now
    )
