"""The tree of a body as the database holds it: full tiles with their roots, and checkpoints.

A tile that is not full yet is not stored: above the leaves it is the roots of the tiles below. Under a checkpoint all
tiles of level 0 are full, since random leaves fill the tree up before one is published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from alteram.ledger import checkpoint, tree
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.tips import Tip

Run = Callable[..., list[tuple[Any, ...]]]  # one statement and its values, inside a transaction of the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A checkpoint, and when it was published: soon after a fixed time, unless the placer was away."""

    at: datetime
    checkpoint: Checkpoint  # with what witnesses added
    salt: bytes | None = None  # of what it says of each chain; None: it is from before checkpoints said so

    @property
    def size(self) -> int:
        return self.checkpoint.size


def nodes(run: Run) -> tree.Nodes:
    """The nodes of the tree; each tile is read once."""
    return tree.tiled(cache(lambda level, number: read(run, level, number)))


def read(run: Run, level: int, number: int) -> bytes:
    """The hashes of a tile, as far as it has grown; empty if it has none (or is an unfinished one of level 0)."""
    found = run(
        "SELECT hashes FROM casework.tile WHERE body = casework.current_body() AND level = %s AND number = %s",
        level, number,
    )  # fmt: skip
    if found:
        return bytes(found[0][0])
    return roots(run, level - 1, number * tree.WIDTH, (number + 1) * tree.WIDTH) if level else b""


def roots(run: Run, level: int, first: int, until: int) -> bytes:
    """The roots of the full tiles of a level from number ``first`` up to ``until``: hashes of the level above."""
    found = run(
        "SELECT root FROM casework.tile WHERE body = casework.current_body() AND level = %s AND number >= %s"
        " AND number < %s ORDER BY number",
        level, first, until,
    )  # fmt: skip
    return b"".join(bytes(root) for (root,) in found)


def within(run: Run, size: int, level: int, number: int, width: int | None) -> bytes | None:
    """A tile of the tree of ``size`` leaves, or the first ``width`` hashes of it; None if that tree has none such."""
    full, rest = divmod(size >> (tree.HEIGHT * level), tree.WIDTH)
    grown = tree.WIDTH if number < full else rest if number == full else 0
    wanted = tree.WIDTH if width is None else width
    if not 0 < wanted <= grown:
        return None
    return read(run, level, number)[: wanted * tree.HASH]


def tips(run: Run, size: int) -> list[Tip]:
    """How long each chain is among the first ``size`` leaves, and how it ends. For the role that places."""
    rows = run(
        "SELECT DISTINCT ON (chain) chain, index, link FROM casework.place WHERE body = casework.current_body()"
        " AND chain IS NOT NULL AND position < %s ORDER BY chain, index DESC",
        size,
    )
    return [Tip(chain=str(chain), length=index + 1, link=bytes(link)) for chain, index, link in rows]


def published(run: Run, size: int | None = None) -> Published | None:
    """The latest checkpoint, or the one of a size."""
    if size is not None and size >= 2**63:
        return None  # larger than any number of the database
    found = run(
        _PUBLISHED + " AND (%s::bigint IS NULL OR c.size = %s) ORDER BY c.published DESC LIMIT 1",
        size, size,
    )  # fmt: skip
    return _published(found[0]) if found else None


def first_over(run: Run, position: int) -> Published | None:
    """The first checkpoint that has the leaf at a position; None if there is none yet."""
    found = run(_PUBLISHED + " AND c.size > %s ORDER BY c.size LIMIT 1", position)
    return _published(found[0]) if found else None


def every(run: Run) -> list[Published]:
    """All checkpoints, oldest first."""
    return [_published(row) for row in run(_PUBLISHED + " ORDER BY c.published")]


def timestamps(run: Run, size: int | None = None) -> dict[int, bytes]:
    """What outside authorities answered, by the size of the checkpoint: all of it, or about one size."""
    rows = run(
        "SELECT size, answer FROM casework.checkpoint_timestamp WHERE body = casework.current_body()"
        " AND (%s::bigint IS NULL OR size = %s) ORDER BY size",
        size, size,
    )  # fmt: skip
    return {int(at): bytes(answer) for at, answer in rows}


_PUBLISHED = (
    "SELECT c.published, c.note, c.salt, ARRAY(SELECT s.line FROM casework.cosignature s WHERE s.body = c.body"
    " AND s.size = c.size ORDER BY s.witness) FROM casework.checkpoint c WHERE c.body = casework.current_body()"
)


def _published(row: tuple[Any, ...]) -> Published:
    at, note, salt, lines = row
    cosigned = str(note) + "".join(f"{line}\n" for line in lines)
    return Published(at=at, checkpoint=checkpoint.read(cosigned), salt=None if salt is None else bytes(salt))
