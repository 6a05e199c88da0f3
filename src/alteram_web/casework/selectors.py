"""Reading for a page. Every function opens a transaction that says for whom, of which body and on which day it reads.

Lists go by the listing rows, which hold a case under the name of everybody (or every pool) who may know of it.
Row-level security asks again for what a page shows; it is never the filter. Whoever asks for a case that is not theirs
reads "not found", whether it exists or not, and the knock stands on the watch chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db import transaction as django_transaction

from alteram import codec
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.ledger import chain as links
from alteram_web.casework import keys, record, watch

PAGE = 50  # cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who reads: a person of a body, at an instant, on a local day."""

    body: UUID
    person: str
    now: datetime  # UTC; the page read the clock
    day: date  # the body's local day


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case in a list."""

    chain: UUID
    reference: str
    stage: str
    status: str
    opened: date
    due: date | None  # of the first duty that is owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some cases, and where the next page begins (None: this is the last)."""

    cases: tuple[Listed, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class River:
    """One entry on a case page, with the texts this viewer may read (None: erased)."""

    entry: Entry
    link: bytes
    overtaken: bool
    texts: dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty with its day and how the day was counted."""

    step: str
    who: str
    due: date
    clause: str
    counted: str
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """What one viewer sees of a case."""

    case: Listed
    stages: tuple[str, ...]
    tip: int
    entries: tuple[River, ...]
    owed: tuple[Owed, ...]
    classes: frozenset[str]  # of record, that this viewer sees today


class NotFound(AlteramError):
    """There is no such case for this viewer. The answer is the same whether there is none or it is not theirs."""

    code = "E-NOT-FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such case.", remedy="Check the address, or go to your cases.")


@contextmanager
def reading(viewer: Viewer) -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
    """A transaction that reads for one viewer and cannot write to the record."""
    with django_transaction.atomic(durable=True):
        connection.ensure_connection()
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(
                "SELECT set_config('alteram.body', %s, true), set_config('alteram.viewer', %s, true),"
                " set_config('alteram.day', %s, true)",
                (str(viewer.body), viewer.person, viewer.day.isoformat()),
                prepare=True,
            )
            yield cursor


_MINE = """
WITH mine AS MATERIALIZED (
    SELECT listed.chain, listed.due, listed.stage
    FROM unnest(casework.viewer_keys()) AS held (viewer) CROSS JOIN LATERAL (
        SELECT l.chain, l.due, l.stage FROM casework.listing_row l
        WHERE l.viewer = held.viewer AND l.status = %(status)s AND l.body = casework.current_body()
          AND l.since <= %(day)s AND (l.until IS NULL OR l.until >= %(day)s)
          AND (l.due, l.chain) > (%(due)s::date, %(chain)s::uuid) {stage}
        ORDER BY l.due, l.chain LIMIT %(limit)s) AS listed
), page AS (SELECT DISTINCT chain, due, stage FROM mine ORDER BY due, chain LIMIT %(limit)s)
"""
_PAGE = "".join(
    [
        _MINE,
        "SELECT p.chain, c.reference, p.stage, c.status, c.opened, CASE WHEN isfinite(p.due) THEN p.due END,"
        " p.due::text FROM page p JOIN casework.case_row c ON c.chain = p.chain ORDER BY p.due, p.chain",
    ]
)
_DUE = "".join(
    [
        _MINE,
        "SELECT d.chain, c.reference, d.step, d.who, d.due, d.clause, d.counted FROM page p"
        " JOIN casework.duty_row d ON d.chain = p.chain AND d.state = 'open'"
        " JOIN casework.case_row c ON c.chain = p.chain ORDER BY d.due, d.chain, d.duty LIMIT %(most)s",
    ]
)


def my_cases(
    viewer: Viewer, *, status: str = "open", stage: str = "", after: str | None = None, size: int = PAGE
) -> Page:
    """The cases this viewer may know of, the most urgent first. ``after`` is the ``next`` of the page before."""
    due, chain = _cursor(after)
    with reading(viewer) as cursor:
        cursor.execute(
            _PAGE.format(stage="AND l.stage = %(stage)s" if stage else ""),
            {"status": status, "stage": stage, "day": viewer.day, "due": due, "chain": chain, "limit": size + 1},
            prepare=True,
        )
        found = cursor.fetchall()
    if not found and after is None:
        _knock_of_office(viewer, "list")
    shown = found[:size]
    more = f"{shown[-1][6]}_{shown[-1][0]}" if len(found) > size else None
    return Page(cases=tuple(_listed(row) for row in shown), next=more)


def _cursor(after: str | None) -> tuple[str, UUID]:
    """Where a page begins. What somebody typed into the address is no cursor: the list then begins anew."""
    beginning = "-infinity", UUID(int=0)
    if after is None:
        return beginning
    due, _, chain = after.partition("_")
    try:
        if due != "infinity":
            date.fromisoformat(due)
        return due, UUID(chain)
    except ValueError:
        return beginning


def _listed(row: Sequence[Any]) -> Listed:
    chain, reference, stage, status, opened, due = row[:6]
    return Listed(
        chain=UUID(str(chain)), reference=str(reference), stage=str(stage), status=str(status), opened=opened, due=due
    )


def count(viewer: Viewer, *, status: str = "open") -> dict[str, int]:
    """How many cases this viewer may know of, by stage."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT stage, count(*) FROM (SELECT DISTINCT l.chain, l.stage FROM casework.listing_row l"
            " WHERE l.viewer = ANY (casework.viewer_keys()) AND l.status = %s AND l.body = casework.current_body()"
            " AND l.since <= %s AND (l.until IS NULL OR l.until >= %s)) AS mine GROUP BY stage ORDER BY stage",
            (status, viewer.day, viewer.day),
            prepare=True,
        )
        return {str(stage): int(str(number)) for stage, number in cursor.fetchall()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Something owed in one of the viewer's cases."""

    chain: UUID
    reference: str
    step: str
    who: tuple[str, ...]  # roles
    due: date
    clause: str
    counted: str


def due(viewer: Viewer, *, size: int = 12) -> tuple[DueRow, ...]:
    """What is owed in the cases of this viewer, by day, of that which the viewer may know. Rights are no duties."""
    with reading(viewer) as cursor:
        cursor.execute(
            _DUE.format(stage=""),
            {
                "status": "open",
                "day": viewer.day,
                "due": "-infinity",
                "chain": UUID(int=0),
                "limit": PAGE,
                "most": size,
            },
            prepare=True,
        )
        return tuple(
            DueRow(chain=UUID(str(n)), reference=r, step=s, who=tuple(w.split()), due=d, clause=c, counted=how)
            for n, r, s, w, d, c, how in cursor.fetchall()
        )


def search(viewer: Viewer, reference: str, *, size: int = PAGE) -> tuple[Listed, ...]:
    """The viewer's cases whose reference begins so, however it is spelt."""
    wanted = "".join(letter for letter in reference.upper() if letter.isalnum() or letter == "-")
    if not wanted:
        return ()
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT c.chain, c.reference, coalesce(c.stages[1], ''), c.status, c.opened, NULL FROM casework.case_row c"
            " WHERE c.body = casework.current_body() AND c.reference >= %s AND c.reference < %s"
            " ORDER BY c.reference LIMIT %s",
            (wanted, wanted + "\U0010ffff", size),
        )
        found = cursor.fetchall()
    if not found:
        _knock_of_office(viewer, "search", reference.strip().upper())
    return tuple(_listed(row) for row in found)


def _knock_of_office(viewer: Viewer, tried: str, reference: str = "") -> None:
    """Enter that somebody in executive office looked for cases and found none: in the case, if they named one that
    there is, else in the house. The answer is the same either way (IND-02)."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM casework.office_row WHERE person = %s AND since <= %s"
            " AND (until IS NULL OR until >= %s))",
            (viewer.person, viewer.day, viewer.day),
        )
        if cursor.fetchone() != (True,):
            return
    with record.transaction(viewer.body):
        chain = record.case_of_reference(reference) if reference else None
    watch.knock(
        viewer.body, chain, act="access_refused", person=viewer.person, tried=tried, codes=["E-NOT-FOUND"],
        now=viewer.now,
    )  # fmt: skip


def references(viewer: Viewer, chains: Iterable[str]) -> dict[str, str]:
    """The numbers of those of these cases that the viewer may know of; nothing of the others, and no knock."""
    wanted = [UUID(one) for one in chains]
    if not wanted:
        return {}
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT chain, reference FROM casework.case_row WHERE body = casework.current_body() AND chain = ANY (%s)"
            " ORDER BY reference",
            (wanted,),
        )
        return {str(chain): str(reference) for chain, reference in cursor.fetchall()}


def own_cases(viewer: Viewer) -> tuple[UUID, ...]:
    """The open cases that are listed under this person's own name, and not under a team's alone, that they may know."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT DISTINCT l.chain FROM casework.listing_row l JOIN casework.case_row c ON c.chain = l.chain"
            " WHERE l.viewer = %(person)s AND l.status = 'open' AND l.body = casework.current_body()"
            " AND l.since <= %(day)s AND (l.until IS NULL OR l.until >= %(day)s) ORDER BY l.chain",
            {"person": viewer.person, "day": viewer.day},
        )
        return tuple(chain for (chain,) in cursor.fetchall())


def may_know(viewer: Viewer, chain: UUID) -> bool:
    """Whether this viewer may know of the case now. It asks for itself, not for the viewer: no knock is entered."""
    with reading(viewer) as cursor:
        cursor.execute("SELECT FROM casework.case_row WHERE chain = %s", (chain,))
        return cursor.fetchone() is not None


def case_page(viewer: Viewer, chain: UUID) -> CasePage:
    """What this viewer sees of a case, and a line in the view log. Raises :class:`NotFound`, and enters the knock."""
    with reading(viewer) as cursor:
        found = _case_page(viewer, chain, cursor)
        if found is not None:
            _log(cursor, viewer, chain, "case")
    if found is None:
        raise _refused(viewer, chain, "case")
    return found


def may_move_clock(viewer: Viewer, chain: UUID) -> bool:
    """Whether asking for a case lets its clock go: for whoever may know of it, and for a team of the book, since some
    may know of a case only by what the clock enters. Nobody is refused here, and no knock is entered."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT cardinality(casework.viewer_keys()) > 1 OR EXISTS (SELECT FROM casework.case_row WHERE chain = %s)",
            (chain,),
        )
        return cursor.fetchone() == (True,)


def _case_page(viewer: Viewer, chain: UUID, cursor: psycopg.Cursor[tuple[Any, ...]]) -> CasePage | None:
    cursor.execute(
        "SELECT c.chain, c.reference, coalesce(c.stages[1], ''), c.status, c.opened, NULL, c.stages, c.tip"
        " FROM casework.case_row c WHERE c.chain = %s",
        (chain,),
    )
    row = cursor.fetchone()
    if row is None:
        return None
    cursor.execute("SELECT DISTINCT class FROM casework.access_row WHERE chain = %s", (chain,))
    classes = frozenset(str(name) for (name,) in cursor.fetchall())
    cursor.execute(
        "SELECT step, who, due, clause, counted, state = 'right' FROM casework.duty_row"
        " WHERE chain = %s ORDER BY due, duty",
        (chain,),
    )
    owed = tuple(Owed(step=s, who=w, due=d, clause=c, counted=n, right=r) for s, w, d, c, n, r in cursor.fetchall())
    return CasePage(
        case=_listed(row), stages=tuple(row[6]), tip=int(str(row[7])), entries=_river(viewer, chain, cursor), owed=owed,
        classes=classes,
    )  # fmt: skip


def _river(viewer: Viewer, chain: UUID, cursor: psycopg.Cursor[tuple[Any, ...]]) -> tuple[River, ...]:
    cursor.execute(
        "SELECT e.index, l.bytes, l.link, e.overtaken FROM casework.entry_row e"
        " JOIN casework.ledger_entry l ON l.chain = e.chain AND l.index = e.index WHERE e.chain = %s ORDER BY e.index",
        (chain,),
    )
    found = cursor.fetchall()
    cursor.execute("SELECT index, field, sealed FROM casework.sealed_text WHERE chain = %s", (chain,))
    sealed = {(index, field): bytes(value) for index, field, value in cursor.fetchall()}
    key = _key(viewer, chain, cursor) if sealed else None
    river = []
    for index, raw, link, overtaken in found:
        entry = codec.decode(bytes(raw))
        texts = {field: _text(key, sealed.get((index, field)), chain, entry.index, field) for field in entry.texts}
        river.append(River(entry=entry, link=bytes(link), overtaken=bool(overtaken), texts=texts))
    return tuple(river)


def _key(viewer: Viewer, chain: UUID, cursor: psycopg.Cursor[tuple[Any, ...]]) -> bytes | None:
    cursor.execute("SELECT wrapped FROM casework.case_key WHERE chain = %s", (chain,))
    row = cursor.fetchone()
    return keys.case_key(viewer.body, chain, bytes(row[0])) if row else None


def _text(key: bytes | None, sealed: bytes | None, chain: UUID, index: int, field: str) -> str | None:
    if key is None or sealed is None:
        return None
    return keys.unseal(key, sealed, of=record.place(chain, index, field))[links.SALT :].decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A paper as it was put in."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper of a case that this viewer sees, without its contents."""

    digest: str
    media_type: str
    size: int  # bytes


def papers(viewer: Viewer, chain: UUID) -> dict[str, PaperRow]:
    """The papers whose entries this viewer sees, by digest. One that was erased is missing."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT encode(p.digest, 'hex'), p.media_type, p.size FROM casework.paper p WHERE p.chain = %s", (chain,)
        )
        return {
            str(digest): PaperRow(digest=str(digest), media_type=str(kind), size=int(str(size)))
            for digest, kind, size in cursor.fetchall()
        }


def download(viewer: Viewer, chain: UUID, digest: str) -> Download:
    """A paper that an entry this viewer sees names, and a line in the view log. Raises :class:`NotFound`."""
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise _refused(viewer, chain, "paper")
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT p.media_type, p.sealed FROM casework.paper p WHERE p.chain = %s AND p.digest = decode(%s, 'hex')"
            " AND EXISTS (SELECT FROM casework.entry_row e JOIN casework.access_row a ON a.chain = e.chain"
            " WHERE e.chain = p.chain AND a.class || ':' || %s = ANY (e.papers))",
            (chain, digest, digest),
        )
        row = cursor.fetchone()
        key = _key(viewer, chain, cursor) if row is not None else None
        if row is None or key is None:
            found = None
        else:
            plain = keys.unseal(key, bytes(row[1]), of=f"paper {chain} {digest}")
            found = Download(media_type=str(row[0]), content=plain[links.SALT :])
            _log(cursor, viewer, chain, f"paper {digest}")
    if found is None:
        raise _refused(viewer, chain, "paper")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter that this viewer may read, without its contents."""

    chain: UUID
    index: int
    letter: str  # D07
    recipient: str
    channel: str
    state: str  # written, held, taken, sent, failed
    why: str
    moved: datetime
    readable: bool  # there is a page to read

    def post(self, chain: UUID) -> record.Post:
        """The letter as the followers know it."""
        return record.Post(
            chain=chain, index=self.index, letter=self.letter, recipient=self.recipient, channel=self.channel
        )


_LETTERS = (
    "SELECT chain, index, letter, recipient, channel, state, why, moved, sealed IS NOT NULL FROM casework.letter"
    " WHERE {which} ORDER BY {order}, index, letter, recipient"
)


def letters(viewer: Viewer, chain: UUID) -> tuple[LetterRow, ...]:
    """The letters of a case that this viewer reads: a side those sent to it, whoever handles the case what it sees."""
    with reading(viewer) as cursor:
        cursor.execute(_LETTERS.format(which="chain = %s", order="chain"), (chain,))
        return tuple(_letter(row) for row in cursor.fetchall())


def letters_waiting(viewer: Viewer) -> tuple[LetterRow, ...]:
    """The letters of this viewer's cases that could not go out by themselves, the longest waiting first."""
    with reading(viewer) as cursor:
        which = "state IN ('held', 'failed', 'taken')"
        cursor.execute(_LETTERS.format(which=which, order="moved"))
        return tuple(_letter(row) for row in cursor.fetchall())


def _letter(row: Sequence[Any]) -> LetterRow:
    chain, index, kind, to, channel, state, why, moved, readable = row
    return LetterRow(
        chain=UUID(str(chain)), index=index, letter=kind, recipient=to, channel=channel, state=state, why=why,
        moved=moved, readable=readable,
    )  # fmt: skip


def letter_page(viewer: Viewer, chain: UUID, index: int, kind: str, recipient: str) -> Download:
    """A letter as it went out, and a line in the view log. Raises :class:`NotFound`."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT sealed FROM casework.letter WHERE chain = %s AND index = %s AND letter = %s AND recipient = %s"
            " AND sealed IS NOT NULL",
            (chain, index, kind, recipient),
        )
        row = cursor.fetchone()
        key = _key(viewer, chain, cursor) if row is not None else None
        if row is None or key is None:
            found = None
        else:
            of = record.letter_place(chain, index, kind, recipient, "page")
            found = Download(media_type="application/pdf", content=keys.unseal(key, bytes(row[0]), of=of))
            _log(cursor, viewer, chain, f"letter {kind} {index}")
    if found is None:
        raise _refused(viewer, chain, "letter")
    return found


def note(viewer: Viewer, chain: UUID, what: str) -> None:
    """A line in the view log about something that was put together from a case and given to the viewer."""
    with reading(viewer) as cursor:
        _log(cursor, viewer, chain, what)


def _log(cursor: psycopg.Cursor[tuple[Any, ...]], viewer: Viewer, chain: UUID, what: str) -> None:
    cursor.execute(
        "INSERT INTO casework.view_log (body, seen_at, viewer, chain, what) VALUES (%s, %s, %s, %s, %s)",
        (viewer.body, viewer.now, viewer.person, chain, what),
    )


def _refused(viewer: Viewer, chain: UUID, asked: str) -> NotFound:
    watch.knock(
        viewer.body,
        chain,
        act="access_refused",
        person=viewer.person,
        tried=asked,
        codes=["E-NOT-FOUND"],
        now=viewer.now,
    )
    return NotFound()
