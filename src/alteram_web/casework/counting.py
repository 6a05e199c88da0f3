"""How the days in a list were counted: a list names days only, and each of them can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from alteram import duties
from alteram.case import replay
from alteram_web.casework import bodies, editions, record
from alteram_web.casework.oversight import Late
from alteram_web.casework.selectors import Viewer, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDay:
    """The first day that is owed in a case, of what the viewer may know."""

    day: date
    clause: str
    sentence: str


def next_days(viewer: Viewer, chains: Iterable[UUID]) -> Mapping[UUID, NextDay]:
    """The next day of each of these cases. A case in which nothing is owed that the viewer may read has none."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (d.chain) d.chain, d.due, d.clause, d.counted FROM casework.duty_row d"
            " WHERE d.body = casework.current_body() AND d.chain = ANY(%s) ORDER BY d.chain, d.due, d.duty",
            (list(chains),),
        )
        return {
            UUID(str(chain)): NextDay(day=day, clause=str(clause), sentence=str(sentence))
            for chain, day, clause, sentence in cursor.fetchall()
        }


def of_late(viewer: Viewer, found: Iterable[Late]) -> tuple[Late, ...]:
    """The same with how each day was counted, each case replayed from its entries. Ask for a page of them, not for all.

    The auditor knows of these already: nothing is told here but how the day came about.
    """
    known: dict[UUID, dict[tuple[date, str], str]] = {}
    told = []
    for one in found:
        if one.chain not in known:
            known[one.chain] = _sentences(viewer, one.chain)
        told.append(replace(one, counted=known[one.chain].get((one.due, one.clause), "")))
    return tuple(told)


def _sentences(viewer: Viewer, chain: UUID) -> dict[tuple[date, str], str]:
    rulebook = editions.rulebook(bodies.by_id(viewer.body).slug)
    with record.transaction(viewer.body):
        entries = record.load(viewer.body, chain).entries
    owed = duties.owed(replay(rulebook, str(chain), entries))
    return {(duty.due.day, duty.clause): duty.due.sentence for duty in owed if duty.due is not None}
