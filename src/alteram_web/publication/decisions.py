"""What is published today: the notices that have begun and not come down, and nothing else.

    current(viewer)            every notice that can be read today, the newest first
    one(viewer, number)        one of them; None if it has come down, was withdrawn, or never was
    paper(viewer, number)      its text, where it has one

The rows hold nothing that the public may not read, and row-level security shows no notice outside its days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from alteram.ledger import chain as links
from alteram.standing import left_on
from alteram_web.casework import directory, keys, record
from alteram_web.casework.selectors import Download, Viewer, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed in a notice since it first appeared."""

    kind: str  # updated, corrected
    on: date
    text: str  # empty: erased


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A notice as it can be read today."""

    number: str
    name: str | None  # None: nobody is named; empty: the name was erased
    edition: str  # its digest
    clauses: tuple[str, ...]
    sanctions: tuple[str, ...]
    first: date | None
    last: date | None
    published: date  # the day on which the notice first appeared
    until: date
    changes: tuple[Change, ...]
    has_paper: bool
    counted: str  # how the last day of the sanction was counted
    decided_under: str  # the rule under which it was decided
    rejoin_from: date | None  # first day on which the person may apply to rejoin
    matches: int | None  # of a ban counted in matches: how many in all, and how many are left today
    left: int


_CURRENT = """
SELECT DISTINCT ON (n.notice) n.notice, n.person, n.edition, n.clauses, n.sanctions, n.since, n.last, n.first_published,
       n.until, n.changes, n.digest IS NOT NULL, n.chain, n.counted, n.decided_under, n.rejoin_from,
       n.matches, n.missed_on
FROM casework.notice_row n
WHERE n.body = casework.current_body() AND n.published <= %(day)s AND n.until >= %(day)s {one}
ORDER BY n.notice, n.published DESC, n.index DESC
"""


def current(viewer: Viewer) -> tuple[Decision, ...]:
    """Every notice that can be read today, the newest first."""
    found = _read(viewer, _CURRENT.format(one=""), {"day": viewer.day})
    return tuple(sorted(found, key=lambda one: (-one.published.toordinal(), one.number)))


def one(viewer: Viewer, number: str) -> Decision | None:
    """One notice that can be read today."""
    found = _read(viewer, _CURRENT.format(one="AND n.notice = %(number)s"), {"day": viewer.day, "number": number})
    return found[0] if found else None


def _read(viewer: Viewer, statement: str, values: dict[str, object]) -> list[Decision]:
    with reading(viewer) as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    names = directory.names(viewer, [str(row[1]) for row in rows if row[1] is not None])
    return [_decision(viewer, row, names) for row in rows]


def _decision(viewer: Viewer, row: Sequence[Any], names: dict[str, str]) -> Decision:
    number, person, edition, clauses, sanctions, first, last, published, until, changes, has_paper, chain, *how = row
    counted, decided_under, rejoin_from, matches, missed_on = how
    return Decision(
        number=str(number), name=names.get(str(person), "") if person is not None else None, edition=str(edition),
        clauses=tuple(clauses), sanctions=tuple(sanctions), first=first, last=last, published=published, until=until,
        changes=_changes(viewer.body, UUID(str(chain)), changes), has_paper=bool(has_paper),
        counted=str(counted), decided_under=str(decided_under), rejoin_from=rejoin_from, matches=matches,
        left=left_on(matches, missed_on, viewer.day),
    )  # fmt: skip


def _changes(body: UUID, chain: UUID, said: Sequence[str]) -> tuple[Change, ...]:
    """What changed, in the words that a second person checked for the public: the field `what`, and no other text."""
    if not said:
        return ()
    with record.transaction(body):
        texts = record.texts(record.load(body, chain))
    parts = [one.split() for one in said]
    return tuple(
        Change(kind=kind, on=date.fromisoformat(day), text=texts.get((int(number), "what"), ""))
        for number, kind, day in parts
    )


def paper(viewer: Viewer, number: str) -> Download | None:
    """The text of a notice that can be read today, as it was put in."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT chain, digest, media_type, sealed, wrapped FROM casework.notice_paper(%s) LIMIT 1", (number,)
        )
        row = cursor.fetchone()
    if row is None:
        return None
    chain, digest, media_type, sealed, wrapped = row
    key = keys.case_key(viewer.body, UUID(str(chain)), bytes(wrapped))
    plain = keys.unseal(key, bytes(sealed), of=f"paper {chain} {digest}")
    return Download(media_type=str(media_type), content=plain[links.SALT :])
