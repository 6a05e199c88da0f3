"""The receipt as people see it: on the page after a deed, as a file, and as the public answer to its short code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from alteram.codec import Entry
from alteram.ledger import receipt as promises
from alteram.ledger import tree
from alteram_web.casework import receipts, record, signing, tiles
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import Viewer, reading

LATE = timedelta(minutes=10)  # after its fixed time a checkpoint may still be on its way


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What may be said about a code, to anybody who holds it: never what was recorded, nor in which case.

    ``state`` is placed (under a checkpoint), promised, breach (the promised time has passed) or absent.
    """

    state: str
    recorded: datetime | None = None
    place_by: datetime | None = None
    place: int | None = None
    checkpoint: tiles.Published | None = None


def answer(viewer: Viewer, code: str) -> Answer:
    """Raises :class:`~alteram.ledger.receipt.Mistyped` for a code that cannot be one."""
    low, high = promises.bounds(code)
    with reading(viewer):
        found = record.find_code(low, high)
        last = tiles.published(record.run)
    if found is None:
        return Answer(state="absent")
    position, recorded = found
    return _answer(position, recorded, last, viewer.now)


def _answer(position: int | None, recorded: datetime, last: tiles.Published | None, now: datetime) -> Answer:
    """A position that no checkpoint speaks for is not told: it would show when how much was entered."""
    promised = receipts.place_by(recorded)
    if last is not None and position is not None and position < last.size:
        return Answer(state="placed", recorded=recorded, place_by=promised, place=position, checkpoint=last)
    state = "breach" if now > promised + LATE else "promised"
    return Answer(state=state, recorded=recorded, place_by=promised)


def file(body: Body, entry: Entry, link: bytes) -> bytes:
    """The receipt of an entry as canonical JSON, signed now; with place, proof and checkpoint once there are some."""
    unsigned = receipts.receipt(signing.origin(body.slug), record.Written(entry=entry, link=link))
    with record.transaction(body.id):
        key = signing.key_of(body, "receipts", record.run)
        placement = _placement(link)
    return promises.encode(receipts.shown(unsigned, key, placement))


def download(body: Body, entry: Entry, link: bytes) -> HttpResponse:
    """The file as an answer. Its name is the code, which says nothing of the case."""
    name = f"receipt-{promises.short_code(link)}.json"
    return HttpResponse(
        file(body, entry, link),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _placement(link: bytes) -> promises.Placement | None:
    position, last = record.place_of(link), tiles.published(record.run)
    if position is None or last is None or position >= last.size:
        return None
    proof = tree.inclusion(tiles.nodes(record.run), position, last.size)
    return promises.Placement(place=position, proof=tuple(proof), checkpoint=last.checkpoint)


def slip(viewer: Viewer, body: Body, link: bytes, *, download: str = "") -> dict[str, Any]:
    """The receipt for the component that draws it, with a code that a camera reads."""
    code = promises.short_code(link)
    address = reverse("public:receipt", args=[body.slug, code])
    return {
        **drawn(answer(viewer, code)),
        "code": code, "link": link.hex(), "check": address, "download": download, "qr": qr(settings.SITE + address),
    }  # fmt: skip


def drawn(found: Answer) -> dict[str, Any]:
    """An answer in the words of the component."""
    return {
        "state": found.state, "recorded": found.recorded, "place_by": found.place_by, "place": found.place,
        "checkpoint": found.checkpoint.at if found.checkpoint else None,
        "counted": receipts.counted(found.recorded) if found.recorded and found.state != "placed" else "",
    }  # fmt: skip


def qr(address: str) -> str:
    """An address as a picture that needs no script: black on white, whatever the colours of the page."""
    return str(segno.make(address, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True))
