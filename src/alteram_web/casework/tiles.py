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

Run = Callable[..., list[tuple[Any, ...]]]  # one statement and its values, inside a transaction of the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A checkpoint, and when it was published: soon after a fixed time, unless the placer was away."""

    at: datetime
    checkpoint: Checkpoint

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


def published(run: Run, size: int | None = None) -> Published | None:
    """The latest checkpoint, or the one of a size."""
    found = run(
        "SELECT published, note FROM casework.checkpoint WHERE body = casework.current_body()"
        " AND (%s::bigint IS NULL OR size = %s) ORDER BY published DESC LIMIT 1",
        size, size,
    )  # fmt: skip
    return _published(found[0]) if found else None


def every(run: Run) -> list[Published]:
    """All checkpoints, oldest first."""
    rows = run(
        "SELECT published, note FROM casework.checkpoint WHERE body = casework.current_body() ORDER BY published"
    )
    return [_published(row) for row in rows]


def _published(row: tuple[Any, ...]) -> Published:
    at, note = row
    return Published(at=at, checkpoint=checkpoint.read(note))
