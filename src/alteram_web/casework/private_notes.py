"""What somebody who sits writes for themselves about a case or an exhibit. Nobody else sees it, and it is no record.

    keep(viewer, chain, about, text)   keep it, or let it go if it says nothing
    notes(viewer, chain)               what the viewer has written, by what it is about ("" is the case)

A note is sealed under a key that is drawn from the key of the case and the name of its writer; the database gives it to
its writer alone. It is no entry, so no chain, no export, no search and no letter has it, and erasing the file takes the
key and the note. See docs/adr/0057.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from alteram.errors import AlteramError
from alteram_web.casework import keys
from alteram_web.casework.selectors import NotFound, Viewer, reading

MOST = 20_000  # characters


class TooLong(AlteramError):
    """More than one note can hold."""

    code = "E-FIELD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands in a note, and when it was last changed."""

    text: str
    moved: datetime


def keep(viewer: Viewer, chain: UUID, about: str, text: str) -> None:
    """Raises :class:`TooLong`, and :class:`~.selectors.NotFound` where the viewer may not read the case's key."""
    if len(text) > MOST:
        raise TooLong(
            f"A note holds {MOST:,} characters, and this has {len(text):,}.", remedy="Shorten it, or use another note."
        )
    with reading(viewer) as cursor:
        sealed = (
            keys.seal(_key(cursor, viewer, chain), text.encode(), of=_place(chain, about)) if text.strip() else None
        )
        cursor.execute("SELECT casework.private_note_kept(%s, %s, %s, %s)", (chain, about, sealed, viewer.now))


def notes(viewer: Viewer, chain: UUID) -> Mapping[str, Note]:
    """Empty where nothing was written; and where the file was erased, which took the notes along."""
    with reading(viewer) as cursor:
        cursor.execute("SELECT about, sealed, moved FROM casework.private_notes(%s)", (chain,))
        rows = cursor.fetchall()
        key = _key(cursor, viewer, chain) if rows else b""
    return {
        str(about): Note(text=keys.unseal(key, bytes(sealed), of=_place(chain, str(about))).decode(), moved=moved)
        for about, sealed, moved in rows
    }


def _key(cursor: psycopg.Cursor[tuple[Any, ...]], viewer: Viewer, chain: UUID) -> bytes:
    """The key of one writer in one case."""
    cursor.execute("SELECT wrapped FROM casework.case_key WHERE chain = %s", (chain,))
    row = cursor.fetchone()
    if row is None:
        raise NotFound
    case = keys.case_key(viewer.body, chain, bytes(row[0]))
    return hmac.digest(case, f"private note of {viewer.person}".encode(), hashlib.sha256)


def _place(chain: UUID, about: str) -> str:
    return f"private note {chain} {about}"
