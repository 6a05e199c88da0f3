"""When a pool or an office changes: who sees which case is worked out anew, with that very entry of the house chain.

Without it a party who joins a pool later would find its own case among the pool's. So too when two records turn out to
be one person's.
"""

from __future__ import annotations

from uuid import UUID

from alteram_web.casework import bodies, editions, projections, record

ACTS = frozenset({"pool_member_appointed", "pool_member_left", "office_held", "office_left", "people_merged"})
ROWS = ("access_row", "listing_row")


def regroup(body: UUID, entry: int) -> int:
    """Bring the rows of access of every case to what they are now; how many cases moved.

    Inside the transaction that entered ``entry`` in the house chain.
    """
    cases = record.cases()
    if not cases:
        return 0
    rulebook, people = editions.rulebook(bodies.by_id(body).slug), record.people()
    moved = 0
    for name in cases:
        entries = record.load(body, name).entries
        due = projections.all_rows(rulebook, people, str(name), entries)
        stands = frozenset(row for row in record.stored_rows(name) if row.table in ROWS)
        gone, come = projections.difference(stands, frozenset(row for row in due if row.table in ROWS))
        if gone or come:
            record.access_follows(entry, name, gone=gone, come=come)
            moved += 1
    return moved
