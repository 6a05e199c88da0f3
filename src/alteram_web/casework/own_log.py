"""The log of one's own case, with proofs: for a side of it and whoever speaks for one, cut to what they may see.

It is an export like any other (:mod:`alteram.ledger.export`), of one chain. Three locks stand before an entry's bytes:
the rule of access, asked by the database; nothing in them that its page keeps from this reader, since bytes cannot be
shown by halves; and the ledger, which lets nothing stand for a withheld entry that says more than that it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alteram import codec
from alteram.acts import ACTS
from alteram.case import PARTIES
from alteram.codec import Entry
from alteram.ledger import export
from alteram.ledger.export import Chain, Contents, Text
from alteram.ledger.tips import Tip, Tips
from alteram_web.casework import exporting, pages, record, river, selectors, signing, tiles
from alteram_web.casework.bodies import Body
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import NotFound, Viewer

PERSON = re.compile(r"(?<![0-9A-Za-z])p-[0-9a-z]+", re.ASCII)
CASE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
TAKEN = "own log"
"""How the view log names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of the record of a case a log of it shows."""

    entries: int
    shown: int
    read_on_page_only: int  # of the withheld: the page shows them, and keeps something in them from this reader

    @property
    def withheld(self) -> int:
        return self.entries - self.shown


def open_own(viewer: Viewer, case: UUID) -> Open:
    """The case for one of its sides, or for whoever speaks for one.

    Raises :class:`~.selectors.NotFound` for anybody else, whatever they may see of it.
    """
    opened = pages.open_as_of_now(viewer, case)
    if pages.portal_of(opened) not in PARTIES:
        raise NotFound
    return opened


def extent(opened: Open, viewer: Viewer) -> Extent:
    """What the log would show now."""
    given = _given(opened, viewer)
    seen = len(opened.page.entries)
    return Extent(entries=opened.page.tip + 1, shown=len(given), read_on_page_only=seen - len(given))


def packed(opened: Open, viewer: Viewer, body: Body) -> bytes:
    """The log as a zip file that ``alteram verify`` checks; that it was taken is on record.

    Raises :class:`~alteram.ledger.withheld.Unsalted` for a case with withheld entries older than the salt of entries.
    """
    given = _given(opened, viewer)
    case = UUID(opened.case.name)
    open_to_me = set(selectors.papers(viewer, case))
    with record.transaction(body.id):
        key = exporting.key_of(body)
        contents, closed = _contents(body, case, given, open_to_me, viewer.now)
        made = export.packed(export.party(contents, lambda _name, index: index in given, closed=closed), key)
    selectors.note(viewer, case, TAKEN)
    return made


def _given(opened: Open, viewer: Viewer) -> frozenset[int]:
    """The numbers of the entries whose bytes this reader is given: of those on the page, the ones that hold no more."""
    named = {*opened.names, viewer.person, "clock"}
    respondent = pages.portal_of(opened) == "respondent"
    entries = [one.entry for one in opened.page.entries]
    others = {other for entry in entries for other in _other_cases(entry)}
    known = set(selectors.references(viewer, others))
    return frozenset(
        entry.index
        for entry in entries
        if _people(entry) <= named
        and set(_other_cases(entry)) <= known
        and not (respondent and river.FOR_THOSE_WHO_HANDLE_IT & entry.data.keys())
    )


def _people(entry: Entry) -> set[str]:
    """Whoever an entry names: those who acted, answers that are people, and whatever else is written like an id."""
    actors = {actor.who for actor in (*entry.by, *((entry.typed_by,) if entry.typed_by else ()))}
    fields = {field.name for act in entry.acts for field in ACTS[act].fields if field.kind in ("person", "people")}
    answers = [entry.data[name] for name in fields & entry.data.keys()]
    said = {str(one) for answer in answers for one in (answer if isinstance(answer, (list, tuple)) else (answer,))}
    return actors | said | set(PERSON.findall(codec.encode(entry).decode()))


def _other_cases(entry: Entry) -> Iterator[str]:
    """Whatever in an entry could be the name of another case."""
    bare = replace(entry, request=None, joint=None)  # a name that somebody drew, and one that names no case
    yield from (found for found in CASE.findall(codec.encode(bare).decode()) if found != entry.case)


def _contents(
    body: Body, case: UUID, given: frozenset[int], open_to_me: set[str], now: datetime
) -> tuple[Contents, frozenset[str]]:
    """What the log is cut from, with no text or paper of another entry in it; and the papers closed to its reader."""
    loaded, stored = record.load(body.id, case), record.stored(case)
    places = {int(index): int(position) for index, position in record.run("SELECT * FROM casework.places_of(%s)", case)}
    named = [p.digest for entry in loaded.entries if entry.index in given for p in entry.papers]
    papers = tuple(exporting.paper_files(loaded, (digest for digest in named if digest in open_to_me)))
    closed = {digest for digest in named if digest not in open_to_me and record.opened_paper(loaded, digest)}
    published = tiles.every(record.run)
    contents = Contents(
        origin=signing.origin(body.slug),
        made=exporting.moment(now),
        chains=(
            Chain(
                name=str(case),
                bodies=tuple(raw for _link, raw in stored),
                links=tuple(link for link, _raw in stored),
                places=tuple(places.get(index) for index in range(len(stored))),
            ),
        ),
        checkpoints=tuple(one.checkpoint for one in published),
        published=tuple(exporting.moment(one.at) for one in published),
        nodes=tiles.nodes(record.run),
        keys=signing.listed(body, record.run),
        texts=tuple(
            Text(salt=salt, text=text)
            for (index, _field), (salt, text) in record.salted_texts(loaded).items()
            if index in given
        ),
        papers=papers,
        tips=_tips(published[-1]) if published else None,
        timestamps=tiles.timestamps(record.run),
    )
    return contents, frozenset(closed)


def _tips(last: tiles.Published) -> Tips | None:
    """What the last checkpoint says of every chain, from which the proof for this one is made."""
    if last.salt is None:
        return None
    rows = record.run("SELECT * FROM casework.ends_under(%s)", last.size)
    return Tips((Tip(chain=str(name), length=length, link=bytes(link)) for name, length, link in rows), last.salt)
