"""A complaint on its way: what somebody has typed and added so far. Sealed, found by the return key, gone when sent.

No wish yet and no part of the record: it exists so that nothing is lost when somebody stops, reloads or is cut off.
The files of a step that was refused are kept in the same way (``portals.staff.files``).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alteram.errors import AlteramError
from alteram_web.casework import keys, record, return_keys

KEPT = timedelta(days=14)


class NoRoom(AlteramError):
    """More or larger files than one complaint may carry."""

    code = "E-UPLOAD-MANY"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a draft."""

    number: int
    name: str
    media_type: str
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been said so far. ``answers`` are by question, as they were typed."""

    id: UUID
    key: str  # the return key: kept here until it is sent, since the person may ask to see it again
    answers: Mapping[str, str]


def begin(body: UUID, *, now: datetime) -> Draft:
    """A fresh draft with a return key of its own."""
    draft = Draft(id=uuid.uuid4(), key=return_keys.draw(), answers={})
    keep(body, draft, now=now)
    return draft


def open_at(body: UUID, place: UUID, *, now: datetime) -> None:
    """Room for files at a place that its writer knows by another way than a key, if there is none yet."""
    if read(body, place) is None:
        keep(body, Draft(id=place, key=return_keys.draw(), answers={}), now=now)


def keep(body: UUID, draft: Draft, *, now: datetime) -> None:
    """Keep a draft as it stands."""
    told = json.dumps({"key": draft.key, "answers": dict(draft.answers)})
    sealed = keys.seal(keys.body_key(body), told.encode(), of=f"draft {draft.id}")
    with record.transaction(body):
        record.run(
            "SELECT casework.draft_kept(%s, %s, %s, %s)", draft.id, sealed, return_keys.lookup(body, draft.key), now
        )


def read(body: UUID, draft: UUID) -> Draft | None:
    """The draft; None if it was sent or has lain too long."""
    with record.transaction(body):
        ((sealed,),) = record.run("SELECT casework.draft_read(%s)", draft)
    if sealed is None:
        return None
    told = json.loads(keys.unseal(keys.body_key(body), bytes(sealed), of=f"draft {draft}"))
    return Draft(id=draft, key=told["key"], answers=told["answers"])


def found(body: UUID, key: str) -> UUID | None:
    """The draft that a return key opens."""
    with record.transaction(body):
        ((draft,),) = record.run("SELECT casework.draft_found(%s)", return_keys.lookup(body, key))
    return UUID(str(draft)) if draft else None


def add_file(body: UUID, draft: UUID, *, name: str, media_type: str, content: bytes) -> int:
    """Add a file; its number. Raises :class:`NoRoom`."""
    about = json.dumps({"name": name, "media_type": media_type}).encode()
    place = f"draft file {draft} {uuid.uuid4()}"
    key = keys.body_key(body)
    sealed_about = place.encode() + b"\n" + keys.seal(key, about, of=place + " about")
    with record.transaction(body):
        ((number,),) = record.run(
            "SELECT casework.draft_file_added(%s, %s, %s, %s)",
            draft, sealed_about, keys.seal(key, content, of=place), len(content),
        )  # fmt: skip
    if number is None:
        raise NoRoom(
            "There is no room for this file: 20 files and 100 MB in all can be kept at once.",
            remedy="Send what you have; more files can be added afterwards.",
        )
    return int(str(number))


def files(body: UUID, draft: UUID) -> list[File]:
    """The files of a draft, in the order in which they were added."""
    return [one for one, _place in _files(body, draft)]


def _files(body: UUID, draft: UUID) -> list[tuple[File, str]]:
    with record.transaction(body):
        rows = record.run("SELECT number, about, size FROM casework.draft_files(%s)", draft)
    opened = []
    for number, about, size in rows:
        place, _line, sealed = bytes(about).partition(b"\n")
        told = json.loads(keys.unseal(keys.body_key(body), sealed, of=place.decode() + " about"))
        one = File(number=int(str(number)), name=told["name"], media_type=told["media_type"], size=int(str(size)))
        opened.append((one, place.decode()))
    return opened


def contents(body: UUID, draft: UUID) -> list[tuple[File, bytes]]:
    """The files with their bytes."""
    opened = []
    for one, place in _files(body, draft):
        with record.transaction(body):
            ((sealed,),) = record.run("SELECT casework.draft_file(%s, %s)", draft, one.number)
        opened.append((one, keys.unseal(keys.body_key(body), bytes(sealed), of=place)))
    return opened


def remove_file(body: UUID, draft: UUID, number: int) -> None:
    with record.transaction(body):
        record.run("SELECT casework.draft_file_gone(%s, %s)", draft, number)


def discard(body: UUID, draft: UUID) -> None:
    """Remove a draft: it was sent, or the person wants it gone."""
    with record.transaction(body):
        record.run("SELECT casework.draft_gone(%s)", draft)


def discard_old(body: UUID, *, now: datetime) -> int:
    """Remove the drafts that nobody has touched for two weeks; how many."""
    with record.transaction(body):
        ((gone,),) = record.run("SELECT casework.drafts_over(%s)", now - KEPT)
    return int(str(gone))
