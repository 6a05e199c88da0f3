"""The whole record of a body as files that anyone can check: ``alteram verify``, with neither site nor database.

Only the administrator makes one, on the machine; no page does. Entries that have no place in the tree yet are carried
as such.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alteram import codec
from alteram.ledger import export, tree
from alteram.ledger.export import Chain, Contents, Text
from alteram.ledger.signing import PublicKey, SigningKey
from alteram_web.casework import keys, record
from alteram_web.casework.bodies import Body


def key_of(body: Body) -> SigningKey:
    """The key under which a body signs its exports."""
    return SigningKey(name=f"{body.slug}/exports", seed=keys.export_seed(body.id))


def write(body: Body, path: Path, *, now: datetime) -> PublicKey:
    """Write the record of a body to a folder (or a file ending in .zip); the public key to check it with."""
    chains, texts = [], []
    with record.transaction(body.id):
        for name in record.cases():
            chains.append(_chain(str(name), record.stored(name)))
            case = record.load(body.id, name)
            texts += [Text(salt=salt, text=text) for salt, text in record.salted_texts(case).values()]
            watch = record.watch_of(name)
            chains.append(_chain(str(watch), record.stored(watch, "watch")))
        chains.append(_chain(str(body.house), record.stored(body.house, "house")))
    contents = Contents(
        origin=body.slug,
        made=codec.milliseconds(now).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        chains=tuple(one for one in chains if one.bodies),
        checkpoints=(),
        nodes=tree.Tree().node,  # nothing is placed yet
        keys=(),
        texts=tuple(texts),
    )
    key = key_of(body)
    export.write(contents, path, key)
    return key.public


def _chain(name: str, stored: tuple[tuple[bytes, bytes], ...]) -> Chain:
    return Chain(
        name=name,
        bodies=tuple(raw for _link, raw in stored),
        links=tuple(link for link, _raw in stored),
        places=tuple(None for _ in stored),
    )
