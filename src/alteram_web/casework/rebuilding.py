"""Projections computed again from the entries alone, case by case, each in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alteram_web.casework import editions, house, projections, record
from alteram_web.casework.bodies import Body
from alteram_web.casework.projections import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that is not as the record says: ``missing`` from the table, or ``wrong`` in it."""

    chain: UUID
    how: str
    row: Row

    def __str__(self) -> str:
        key = ", ".join(str(part) for part in self.row.key)
        return f"{self.chain}: {self.how}: {key}"


def rebuild(body: Body, *, repair: bool = False) -> list[Difference]:
    """Every row of a body that differs. With ``repair`` it is put right; only the owner's role can."""
    rulebook = editions.rulebook(body.slug)
    with record.transaction(body.id):
        found = _compare(body.house, house.rows(record.load(body.id, body.house, "house").entries), repair=repair)
        cases = record.cases()
    for name in cases:
        with record.transaction(body.id):
            record.take_turn(name, alone=True)  # or an entry made in between would seem to be a difference
            entries = record.load(body.id, name).entries
            found += _compare(name, projections.all_rows(rulebook, record.people(), str(name), entries), repair=repair)
    return found


def _compare(name: UUID, due: frozenset[Row], *, repair: bool) -> list[Difference]:
    gone, come = projections.difference(record.stored_rows(name), due)
    if repair and (gone or come):
        record.repair(name, gone=gone, come=come)
    wrong = [Difference(chain=name, how="wrong", row=row) for row in gone]
    return sorted(wrong + [Difference(chain=name, how="missing", row=row) for row in come], key=str)
