"""The whole record of a body as files that anyone can check: ``alteram verify``, with neither site nor database.

Only the administrator makes one, on the machine; no page does. Entries that no checkpoint speaks for yet are carried
as not placed.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from alteram import codec
from alteram.ledger import chain, export
from alteram.ledger.export import Chain, Contents, PaperFile, Text
from alteram.ledger.signing import PublicKey, SigningKey
from alteram.ledger.tips import Tip, Tips
from alteram_web.casework import record, signing, tiles
from alteram_web.casework.bodies import Body


def key_of(body: Body) -> SigningKey:
    """The key under which a body signs its exports now. Inside a transaction that may write."""
    return signing.key_of(body, "exports", record.run)


def write(body: Body, path: Path, *, now: datetime) -> tuple[PublicKey, ...]:
    """Write the record of a body to a folder (or a file ending in .zip); the public keys to check it with."""
    with record.transaction(body.id):
        key = key_of(body)
        contents = _contents(body, now)
        export.write(contents, path, key)  # tiles are read as they are written
    return contents.keys


def _contents(body: Body, now: datetime) -> Contents:
    chains, texts, cases = [], [], []
    places = record.places()
    for name in record.cases():
        chains.append(_chain(name, places))
        case = record.load(body.id, name)
        cases.append(case)
        texts += [Text(salt=salt, text=text) for salt, text in record.salted_texts(case).values()]
        chains.append(_chain(record.watch_of(name), places, "watch"))
    chains.append(_chain(body.house, places, "house"))
    chains.append(_chain(record.watch_of(None), places, "house_watch"))
    published = tiles.every(record.run)
    whole = tuple(one for one in chains if one.bodies)
    return Contents(
        origin=signing.origin(body.slug),
        made=moment(now),
        chains=whole,
        checkpoints=tuple(one.checkpoint for one in published),
        published=tuple(moment(one.at) for one in published),
        nodes=tiles.nodes(record.run),
        keys=signing.listed(body, record.run),
        texts=tuple(texts),
        papers=_papers(cases),
        tips=_tips(whole, published[-1]) if published else None,
        timestamps=tiles.timestamps(record.run),
    )


def moment(at: datetime) -> str:
    """A moment as the record writes it."""
    return codec.milliseconds(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _papers(cases: Iterable[record.Chain]) -> Iterator[PaperFile]:
    """Every paper that an entry names and that was not erased, one after the other."""
    for case in cases:
        yield from paper_files(case, (paper.digest for entry in case.entries for paper in entry.papers))


def paper_files(case: record.Chain, digests: Iterable[str]) -> Iterator[PaperFile]:
    """Those of the papers of a case that were not erased, each once."""
    for digest in dict.fromkeys(digests):
        found = record.opened_paper(case, digest)
        if found is not None:
            _, media_type, plain = found
            ending = mimetypes.guess_extension(media_type) or ".bin"
            yield PaperFile(salt=plain[: chain.SALT], content=plain[chain.SALT :], ending=ending)


def _tips(chains: Iterable[Chain], last: tiles.Published) -> Tips | None:
    """What the last checkpoint says of each chain, made again from the places."""
    if last.salt is None:
        return None
    placed = ((one, sum(place is not None and place < last.size for place in one.places)) for one in chains)
    found = (Tip(chain=one.name, length=length, link=one.links[length - 1]) for one, length in placed if length)
    return Tips(found, last.salt)


def _chain(name: UUID, places: Mapping[tuple[UUID, int], int], *kinds: str) -> Chain:
    stored = record.stored(name, *kinds)
    return Chain(
        name=str(name),
        bodies=tuple(raw for _link, raw in stored),
        links=tuple(link for link, _raw in stored),
        places=tuple(places.get((name, index)) for index in range(len(stored))),
    )
