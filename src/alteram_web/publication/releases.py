"""Released statistics: kept when they are made, and read by anybody."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from alteram.ledger import canonical
from alteram_web.casework import record
from alteram_web.casework.selectors import Viewer, reading
from alteram_web.publication.figures import Json, Period

_EVERY = (
    "SELECT release, first_day, last_day, edition, released, digest, tables, csv, metadata, chart, house_index"
    " FROM casework.statistics_release"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One edition of the figures of a period. ``digest`` is the SHA-256 of its tables, as the house chain holds it."""

    name: str
    period: Period
    edition: int
    released: datetime
    digest: str
    drawn: Json
    csv: str
    metadata: str
    chart: str
    entry: int  # its number in the house chain

    @property
    def day(self) -> date:
        """On which the tables were drawn."""
        return date.fromisoformat(str(self.drawn["drawn"]))

    @property
    def revisions(self) -> Sequence[Json]:
        return list(self.drawn.get("revisions", ()))

    @property
    def why(self) -> str:
        return str(self.drawn.get("why", ""))


def every(viewer: Viewer) -> tuple[Release, ...]:
    """The releases of a body, the newest first."""
    with reading(viewer) as cursor:
        cursor.execute(_EVERY + " ORDER BY released DESC, release DESC")
        return tuple(_release(row) for row in cursor.fetchall())


def named(viewer: Viewer, name: str) -> Release | None:
    with reading(viewer) as cursor:
        cursor.execute(_EVERY + " WHERE release = %s", (name,))
        row = cursor.fetchone()
    return _release(row) if row is not None else None


def prepare(
    body: UUID, *, name: str, period: Period, edition: int, now: datetime, tables: bytes, csv: str, metadata: str,
    chart: str,
) -> None:  # fmt: skip
    """Keep what is about to be released. Nobody can read it yet."""
    with record.transaction(body), connection.cursor() as cursor:
        cursor.execute(
            "SELECT casework.prepare_statistics(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (name, period.first, period.last, edition, now, hashlib.sha256(tables).hexdigest(), tables, csv, metadata,
             chart),
        )  # fmt: skip


def open_to_all(body: UUID, name: str, index: int) -> None:
    """Open it to everybody. The database refuses unless this entry of the house chain holds its digest."""
    with record.transaction(body), connection.cursor() as cursor:
        cursor.execute("SELECT casework.release_statistics(%s, %s)", (name, index))


def _release(row: Sequence[Any]) -> Release:
    name, first, last, edition, released, digest, tables, csv, metadata, chart, index = row
    drawn = canonical.decode(bytes(tables))
    assert isinstance(drawn, dict)  # noqa: S101  # what a release was made of
    return Release(
        name=str(name), period=Period(first=first, last=last), edition=int(edition), released=released,
        digest=str(digest), drawn=drawn, csv=str(csv), metadata=str(metadata), chart=str(chart), entry=int(index),
    )  # fmt: skip
