"""Giving every entry its place in the tree of its body, and publishing checkpoints. Runs as the role ``alteram_log``.

    place    what waits gets the next positions, after its link was checked; full tiles are written with them
    publish  at the fixed times: random leaves fill the tree up, and its root is signed
    count    entries against places, once a night

What waits lies in a table whose row appears with the commit of its entry, so nothing that commits late is passed over.
Each batch is one transaction under a lock of the body: broken off, it has not happened; two placers take turns.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from alteram.ledger import chain as links
from alteram.ledger import checkpoint, tree
from alteram.ledger.tips import Tips
from alteram_web.casework import signing, tiles
from alteram_web.casework.bodies import Body
from alteram_web.casework.receipts import fixed_time
from alteram_web.casework.tiles import Published, Run

BATCH = 2048  # entries a transaction
FULL = tree.WIDTH * tree.HASH  # bytes of a full tile
Where = tuple[UUID, int]  # chain and number of an entry
BEFORE_ALL: Where = (UUID(int=0), -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What one run did. ``crooked`` entries do not give their link: they, and what follows them, have no place."""

    placed: int
    crooked: tuple[Where, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Entries against places. All is well if nothing is ``lost``, ``strange`` or ``untrue``."""

    entries: int
    places: int
    waiting: int
    lost: tuple[Where, ...]  # entries that have no place and do not wait for one
    strange: tuple[int, ...]  # positions whose entry is not there, or has another link
    untrue: tuple[int, ...]  # positions whose link is not the leaf in the tile

    @property
    def well(self) -> bool:
        return not (self.lost or self.strange or self.untrue)


@contextmanager
def alone(link: psycopg.Connection[Any], body: Body) -> Iterator[Run]:
    """A transaction for one body, in which no other placer of that body works."""
    with link.transaction(), psycopg.Cursor(link) as cursor:

        def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

        run("SELECT set_config('alteram.body', %s, true), set_config('alteram.viewer', '', true)", str(body.id))
        run("SELECT pg_advisory_xact_lock(hashtextextended('alteram placer ' || %s, 0))", str(body.id))
        yield run


def place(link: psycopg.Connection[Any], body: Body) -> Placed:
    """Place everything that waits, batch by batch."""
    placed, crooked, after = 0, [], BEFORE_ALL
    while True:
        with alone(link, body) as run:
            waiting = _waiting(run, after)
            good = _straight(waiting)
            _enter(run, good)
        placed += len(good)
        stand = {one.where for one in good}
        crooked += [one.where for one in waiting if one.where not in stand]
        if len(waiting) < BATCH:
            return Placed(placed=placed, crooked=tuple(crooked))
        after = waiting[-1].where


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    where: Where
    link: bytes
    raw: bytes
    before: bytes | None  # link of the entry before it; None: there is none
    before_placed: bool


def _waiting(run: Run, after: Where) -> list[_Waiting]:
    """The next ones, chain by chain: an order of their own, which tells nothing of when they were entered."""
    rows = run(
        "SELECT u.chain, u.index, e.link, e.bytes, b.link, p.position IS NOT NULL FROM casework.unplaced u"
        " JOIN casework.ledger_entry e ON e.chain = u.chain AND e.index = u.index"
        " LEFT JOIN casework.ledger_entry b ON b.chain = u.chain AND b.index = u.index - 1"
        " LEFT JOIN casework.place p ON p.chain = u.chain AND p.index = u.index - 1"
        " WHERE u.body = casework.current_body() AND (u.chain, u.index) > (%s, %s) ORDER BY u.chain, u.index LIMIT %s",
        *after, BATCH,
    )  # fmt: skip
    return [
        _Waiting(
            where=(chain, index), link=bytes(link), raw=bytes(raw), before=None if before is None else bytes(before),
            before_placed=placed,
        )
        for chain, index, link, raw, before, placed in rows
    ]  # fmt: skip


def _straight(waiting: Sequence[_Waiting]) -> list[_Waiting]:
    """Those whose link follows from their bytes and the link before, which must have a place itself.

    One leaf vouches for its whole chain so far, so a chain is placed up to the first entry that is not as it was made.
    """
    good: list[_Waiting] = []
    stand: set[Where] = set()
    for one in waiting:
        chain, index = one.where
        before = links.start(chain.bytes) if index == 0 else one.before
        founded = index == 0 or one.before_placed or (chain, index - 1) in stand
        if founded and before is not None and links.link(before, one.raw) == one.link:
            good.append(one)
            stand.add(one.where)
    return good


def _enter(run: Run, good: Sequence[_Waiting]) -> None:
    if not good:
        return
    size = _size(run)
    chains, indexes = [one.where[0] for one in good], [one.where[1] for one in good]
    _grow(run, size, b"".join(tree.leaf(one.link) for one in good))
    run(
        "INSERT INTO casework.place (body, position, link, chain, index) SELECT casework.current_body(), %s + n - 1,"
        " link, chain, index FROM unnest(%s::bytea[], %s::uuid[], %s::integer[]) WITH ORDINALITY"
        " AS given (link, chain, index, n)",
        size, [one.link for one in good], chains, indexes,
    )  # fmt: skip
    run(
        "DELETE FROM casework.unplaced u USING unnest(%s::uuid[], %s::integer[]) AS given (chain, index)"
        " WHERE u.chain = given.chain AND u.index = given.index",
        chains, indexes,
    )  # fmt: skip


def _size(run: Run) -> int:
    """How many leaves there are: those of the full tiles, and the entries after them. Random leaves have no row."""
    ((size,),) = run(
        "SELECT greatest("
        "(SELECT max(position) + 1 FROM casework.place WHERE body = casework.current_body()),"
        " (SELECT max(number) + 1 FROM casework.tile WHERE body = casework.current_body() AND level = 0) * %s, 0)",
        tree.WIDTH,
    )
    return int(size)


def _grow(run: Run, size: int, leaves: bytes) -> None:
    """Write the tiles that become full, on every level, when these leaf hashes follow the first ``size``."""
    level, number = 0, size // tree.WIDTH
    hashes = _edge(run, number * tree.WIDTH) + leaves
    while len(hashes) >= FULL:
        full = [hashes[at : at + FULL] for at in range(0, len(hashes) - FULL + 1, FULL)]
        above = [tree.Tree.of_leaves(one).root() for one in full]
        run(
            "INSERT INTO casework.tile (body, level, number, hashes, root)"
            " SELECT casework.current_body(), %s, %s + n - 1, hashes, root FROM unnest(%s::bytea[], %s::bytea[])"
            " WITH ORDINALITY AS given (hashes, root, n)",
            level, number, full, above,
        )  # fmt: skip
        first = number // tree.WIDTH * tree.WIDTH
        hashes = tiles.roots(run, level, first, number) + b"".join(above)
        level, number = level + 1, number // tree.WIDTH


def _edge(run: Run, first: int) -> bytes:
    """The leaves after the last full tile: entries all of them."""
    rows = run(
        "SELECT link FROM casework.place WHERE body = casework.current_body() AND position >= %s ORDER BY position",
        first,
    )
    return b"".join(tree.leaf(bytes(link)) for (link,) in rows)


def publish(link: psycopg.Connection[Any], body: Body, *, now: datetime) -> Published | None:
    """A checkpoint, if there is none since the last fixed time. Call it after :func:`place`.

    Random leaves fill the tree up to the next multiple of 256, and by a whole tile where nothing was entered: neither
    how many entries an hour had nor whether it had any can be read from the log. The last leaf of all says how long
    each chain is and how it ends.
    """
    with alone(link, body) as run:
        last = tiles.published(run)
        if last is not None and last.at >= fixed_time(now):
            return None
        held = _size(run)
        size = max((held // tree.WIDTH + 1) * tree.WIDTH, (last.size if last else 0) + tree.WIDTH)
        salt = secrets.token_bytes(tree.HASH)
        tips = Tips(tiles.tips(run, size), salt)
        _grow(run, held, secrets.token_bytes((size - held - 1) * tree.HASH) + tree.leaf(tips.link))
        key, *_ = [signing.key_of(body, purpose, run) for purpose in signing.PURPOSES]  # all are listed at once
        made = checkpoint.make(
            origin=signing.origin(body.slug), size=size, root=tree.root(tiles.nodes(run), size), keys=[key]
        )
        run(
            "INSERT INTO casework.checkpoint (body, size, published, note, salt)"
            " VALUES (casework.current_body(), %s, %s, %s, %s)",
            size, now, str(made), salt,
        )  # fmt: skip
        return Published(at=now, checkpoint=made, salt=salt)


def count(link: psycopg.Connection[Any], body: Body) -> Count:
    """Compare every entry with its place, and every place with its entry and its leaf."""
    with alone(link, body) as run:
        ((entries, places, waiting),) = run(
            "SELECT (SELECT count(*) FROM casework.ledger_entry WHERE body = casework.current_body()),"
            " (SELECT count(*) FROM casework.place WHERE body = casework.current_body()),"
            " (SELECT count(*) FROM casework.unplaced WHERE body = casework.current_body())"
        )
        lost = run(
            "SELECT e.chain, e.index FROM casework.ledger_entry e WHERE e.body = casework.current_body()"
            " AND NOT EXISTS (SELECT FROM casework.place p WHERE p.chain = e.chain AND p.index = e.index)"
            " AND NOT EXISTS (SELECT FROM casework.unplaced u WHERE u.chain = e.chain AND u.index = e.index)"
            " ORDER BY e.chain, e.index"
        )
        strange = run(
            "SELECT p.position FROM casework.place p WHERE p.body = casework.current_body() AND NOT EXISTS"
            " (SELECT FROM casework.ledger_entry e WHERE e.chain = p.chain AND e.index = p.index AND e.link = p.link)"
            " ORDER BY p.position"
        )
        untrue = run(
            "SELECT p.position FROM casework.place p JOIN casework.tile t ON t.body = p.body AND t.level = 0"
            " AND t.number = p.position / 256 WHERE p.body = casework.current_body()"
            " AND substr(t.hashes, mod(p.position, 256)::integer * 32 + 1, 32) <> sha256('\\x00'::bytea || p.link)"
            " ORDER BY p.position"
        )
    return Count(
        entries=entries, places=places, waiting=waiting, lost=tuple((chain, index) for chain, index in lost),
        strange=tuple(at for (at,) in strange), untrue=tuple(at for (at,) in untrue),
    )  # fmt: skip
