"""Who keeps the members, and who answers requests for data: the one place that says so.

Somebody who holds, on the day, a place in a pool that the rule book gives to the intake or to the clerks (to data
protection, for requests), and no office of the executive. Everybody else reads "not found".
"""

from __future__ import annotations

from datetime import date

from alteram_web.casework import bodies, editions, record
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import Viewer

CAPACITIES = frozenset({"intake", "clerk"})
ON_CHARGES = frozenset({"triage", "investigator", "case_examiner", "presenter", "adjudicator"})


def keeps_members(viewer: Viewer) -> bool:
    """Whether this viewer may open the roll and ask for standings today."""
    return _sits_for(viewer, CAPACITIES)


def asks_about_bars(viewer: Viewer) -> bool:
    """Whether this viewer may ask if a member was barred on a day: whoever keeps members, or works on charges."""
    return _sits_for(viewer, CAPACITIES | ON_CHARGES)


def answers_requests(viewer: Viewer) -> bool:
    """Whether this viewer may see and answer the requests for personal data today."""
    return _sits_for(viewer, frozenset({"data_protection"}))


def who_answers(body: Body, day: date) -> frozenset[str]:
    """Everybody who may on a day, inside a transaction of the body's."""
    people = record.people()
    pools = _pools(body.slug, day, frozenset({"data_protection"}))
    sitting = {one.person for one in people.memberships if one.pool in pools}
    return frozenset(
        person
        for person in sitting
        if people.office_of(person, on=day) is None
        and any(people.in_pool(person, pool, on=day) is not None for pool in pools)
    )


def _pools(slug: str, day: date, capacities: frozenset[str]) -> list[str]:
    edition = editions.rulebook(slug).on(day)
    return [role.pool for role in edition.roles.values() if role.pool and capacities & set(role.capacities)]


def _sits_for(viewer: Viewer, capacities: frozenset[str]) -> bool:
    if not viewer.person:
        return False
    pools = _pools(bodies.by_id(viewer.body).slug, viewer.day, capacities)
    with record.transaction(viewer.body):
        people = record.people()
    if people.office_of(viewer.person, on=viewer.day) is not None:
        return False
    return any(people.in_pool(viewer.person, pool, on=viewer.day) is not None for pool in pools)
