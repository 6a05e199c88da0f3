"""The whole record of a body as files that anyone can check: ``alteram verify``, with neither site nor database.

Only the administrator makes one, on the machine; no page does. Entries that no checkpoint speaks for yet are carried
as not placed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from alteram import codec
from alteram.ledger import export
from alteram.ledger.export import Chain, Contents, Text
from alteram.ledger.signing import PublicKey, SigningKey
from alteram_web.casework import keys, record, signing, tiles
from alteram_web.casework.bodies import Body


def key_of(body: Body) -> SigningKey:
    """The key under which a body signs its exports."""
    return SigningKey(name=f"{body.slug}/exports", seed=keys.export_seed(body.id))


def write(body: Body, path: Path, *, now: datetime) -> tuple[PublicKey, ...]:
    """Write the record of a body to a folder (or a file ending in .zip); the public keys to check it with."""
    key = key_of(body)
    with record.transaction(body.id):
        contents = _contents(body, now)
        export.write(contents, path, key)  # tiles are read as they are written
    return contents.keys


def _contents(body: Body, now: datetime) -> Contents:
    chains, texts = [], []
    places = record.places()
    for name in record.cases():
        chains.append(_chain(name, places))
        case = record.load(body.id, name)
        texts += [Text(salt=salt, text=text) for salt, text in record.salted_texts(case).values()]
        chains.append(_chain(record.watch_of(name), places, "watch"))
    chains.append(_chain(body.house, places, "house"))
    chains.append(_chain(record.watch_of(None), places, "house_watch"))
    return Contents(
        origin=signing.origin(body.slug),
        made=codec.milliseconds(now).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        chains=tuple(one for one in chains if one.bodies),
        checkpoints=tuple(one.checkpoint for one in tiles.every(record.run)),
        nodes=tiles.nodes(record.run),
        keys=signing.listed(body, record.run),
        texts=tuple(texts),
    )


def _chain(name: UUID, places: Mapping[tuple[UUID, int], int], *kinds: str) -> Chain:
    stored = record.stored(name, *kinds)
    return Chain(
        name=str(name),
        bodies=tuple(raw for _link, raw in stored),
        links=tuple(link for link, _raw in stored),
        places=tuple(places.get((name, index)) for index in range(len(stored))),
    )
