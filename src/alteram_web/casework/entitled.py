"""Who keeps the members, and who answers requests for data: the one place that says so.

Somebody who holds, on the day, a place in a pool that the rule book gives to the intake or to the clerks (to data
protection, for requests), and no office of the executive. Everybody else reads "not found".
"""

from __future__ import annotations

from alteram_web.casework import bodies, editions, record
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


def _sits_for(viewer: Viewer, capacities: frozenset[str]) -> bool:
    if not viewer.person:
        return False
    edition = editions.rulebook(bodies.by_id(viewer.body).slug).on(viewer.day)
    pools = [role.pool for role in edition.roles.values() if role.pool and capacities & set(role.capacities)]
    with record.transaction(viewer.body):
        people = record.people()
    if people.office_of(viewer.person, on=viewer.day) is not None:
        return False
    return any(people.in_pool(viewer.person, pool, on=viewer.day) is not None for pool in pools)
