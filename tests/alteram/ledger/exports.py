"""A small log of two cases, made by hand with fixed keys and salts: what exports are written from in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from alteram import codec
from alteram.codec import Actor, Entry, Paper
from alteram.ledger import chain, checkpoint, tree
from alteram.ledger.export import Chain, Contents, PaperFile, Text
from alteram.ledger.signing import COSIGNATURE, SigningKey
from alteram.ledger.tips import Tip, Tips
from tests.alteram.ledger.authority import Authority

LOG = SigningKey(name="lantern.example/log", seed=bytes([1]) * 32)
EXPORTS = SigningKey(name="lantern.example/exports", seed=bytes([2]) * 32)
WITNESS = SigningKey(name="regulator.example/witness", seed=bytes([4]) * 32, kind=COSIGNATURE)
AUTHORITY = Authority()
STRANGER = SigningKey(name="lantern.example/exports", seed=bytes([3]) * 32)
FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
ACCOUNT = Text(salt=bytes(range(32)), text="He blocked the door and shouted.")
NOTE = Text(salt=bytes([7]) * 32, text="The panel keeps this to itself.\nÀ bientôt.")
PHOTO = PaperFile(salt=bytes([9]) * 32, content=b"not really a photograph", ending=".png")


def entry(case: str, index: int, *texts: Text, papers: tuple[PaperFile, ...] = ()) -> bytes:
    return codec.encode(
        Entry(
            case=case,
            index=index,
            at=date(2026, 1, 12),
            recorded=datetime(2026, 1, 12, 9, index, tzinfo=UTC),
            acts=("complaint_received",) if index == 0 else ("note_kept",),
            by=(Actor(who="p-7h2k9q4m", role="complainant", capacity="complainant"),),
            texts={f"text_{number}": text.digest for number, text in enumerate(texts)},
            papers=tuple(Paper(kind="exhibit", digest=paper.digest) for paper in papers),
            salt=sha256(f"{case} {index}".encode()).hexdigest()[:32],
        )
    )


def contents(*, length: int = 5, filler: int = 300) -> Contents:
    """Two cases whose entries alternate in the tree, one not placed yet; two checkpoints; filling leaves at the end.

    The first checkpoint is stamped, and a witness cosigned the second.
    """
    bodies = {
        FIRST: [
            entry(FIRST, 0, ACCOUNT),
            entry(FIRST, 1, papers=(PHOTO,)),
            *(entry(FIRST, n) for n in range(2, length)),
        ],
        SECOND: [entry(SECOND, 0), entry(SECOND, 1, NOTE), entry(SECOND, 2)],
    }
    links = {name: list(chain.links(chain.name(name), these)) for name, these in bodies.items()}
    places: dict[str, list[int | None]] = {FIRST: [], SECOND: []}
    log = tree.Tree()
    for index in range(max(length, 3)):
        for name in (FIRST, SECOND):
            if index < len(links[name]) and (name, index) != (SECOND, 2):
                places[name].append(log.append(links[name][index]))
    places[SECOND].append(None)
    early = log.size - 2
    for number in range(filler - 1):
        log.append(sha256(number.to_bytes(4)).digest())
    placed = {name: sum(place is not None for place in these) for name, these in places.items()}
    tips = Tips(
        (Tip(chain=name, length=count, link=links[name][count - 1]) for name, count in placed.items()), bytes([5]) * 32
    )
    log.append(tips.link)
    first, second = (
        checkpoint.make(origin=LOG.name, size=size, root=log.root(size), keys=(LOG,)) for size in (early, log.size)
    )
    line = checkpoint.cosign(second, WITNESS, at=datetime(2026, 1, 12, 11, 2, tzinfo=UTC))
    checkpoints = (first, replace(second, signatures=(*second.signatures, line)))
    return Contents(
        origin=LOG.name,
        made="2026-01-13T10:00:00.000Z",
        chains=tuple(
            Chain(name=name, bodies=tuple(these), links=tuple(links[name]), places=tuple(places[name]))
            for name, these in bodies.items()
        ),
        checkpoints=checkpoints,
        published=("2026-01-12T10:00:00.000Z", "2026-01-12T11:00:00.000Z"),
        nodes=log.node,
        keys=(LOG.public, WITNESS.public),
        texts=(ACCOUNT, NOTE),
        papers=(PHOTO,),
        tips=tips,
        timestamps={early: AUTHORITY.stamp(str(first).encode(), datetime(2026, 1, 12, 10, 0, 5, tzinfo=UTC))},
    )
