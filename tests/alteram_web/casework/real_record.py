"""A record of the site as files, and what somebody could make of a copy who holds every key of the body.

Nothing here asks the site: a forger has its files and its keys, and everything is made again from them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from alteram.ledger import chain, checkpoint, export, tree
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.export import Chain, Contents, PaperFile, Text
from alteram.ledger.signing import PublicKey, SigningKey, read_key
from alteram.ledger.tips import Tip, Tips


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A record that was read again, with the leaf hashes of its tree and the keys of the body."""

    contents: Contents
    leaves: bytes
    log: SigningKey
    exports: SigningKey

    def write(self, path: Path) -> Path:
        export.write(self.contents, path, self.exports)
        return path


def read(path: Path, log: SigningKey, exports: SigningKey) -> Copy:
    """The copy of an export in a folder."""
    manifest = json.loads((path / "manifest.json").read_bytes())
    lines = (path / "entries.jsonl").read_bytes().splitlines()
    links, places = (path / "links").read_bytes(), (path / "places").read_bytes()
    chains, at = [], 0
    for line in (path / "chains.jsonl").read_bytes().splitlines():
        about = json.loads(line)
        numbers = range(at, at + about["length"])
        found = [int.from_bytes(places[number * 8 : number * 8 + 8]) for number in numbers]
        chains.append(
            Chain(
                name=about["chain"],
                bodies=tuple(lines[number] for number in numbers),
                links=tuple(links[number * 32 : number * 32 + 32] for number in numbers),
                places=tuple(None if place == export.UNPLACED else place for place in found),
            )
        )
        at += about["length"]
    checkpoints = checkpoint.read_all((path / "checkpoints").read_text())
    leaves = b"".join(
        (path / "tiles" / name.path).read_bytes() for name in tree.tile_names(checkpoints[-1].size) if not name.level
    )
    first, *_ = (json.loads(line) for line in (path / "tips.jsonl").read_bytes().splitlines())
    grown = tree.Tree.of_leaves(leaves)
    contents = Contents(
        origin=manifest["origin"],
        made=manifest["made"],
        chains=tuple(chains),
        checkpoints=tuple(checkpoints),
        published=tuple(json.loads(line)["at"] for line in (path / "published.jsonl").read_bytes().splitlines()),
        nodes=grown.node,
        keys=tuple(read_key(key) for key in manifest["keys"]),
        texts=tuple(_text(file) for file in sorted((path / "texts").iterdir())),
        papers=tuple(_paper(file) for file in sorted((path / "papers").iterdir()) if file.suffix != ".salt"),
        tips=_tips(chains, checkpoints[-1].size, bytes.fromhex(first["salt"])),
        timestamps={int(file.stem): file.read_bytes() for file in (path / "timestamps").iterdir()},
    )
    return Copy(contents=contents, leaves=leaves, log=log, exports=exports)


def _text(file: Path) -> Text:
    held = json.loads(file.read_bytes())
    return Text(salt=bytes.fromhex(held["salt"]), text=held["text"])


def _paper(file: Path) -> PaperFile:
    salt = bytes.fromhex(file.with_suffix(".salt").read_text())
    return PaperFile(salt=salt, content=file.read_bytes(), ending=file.suffix)


def _tips(chains: list[Chain], size: int, salt: bytes) -> Tips:
    placed = ((one, sum(place is not None and place < size for place in one.places)) for one in chains)
    return Tips((Tip(chain=one.name, length=n, link=one.links[n - 1]) for one, n in placed if n), salt)


def rewritten(copy: Copy, number: int, how: Callable[[Chain], Chain]) -> Copy:
    """The record with another chain in place of one, and everything that follows made and signed again.

    The old cosignatures and timestamps are put beside the new checkpoints, since nobody but their makers can make new
    ones. What is sound in itself stays sound: only what others hold can contradict it.
    """
    contents = copy.contents
    chains = list(contents.chains)
    changed = how(chains[number])
    links = tuple(chain.links(chain.name(changed.name), [body for body in changed.bodies if body is not None]))
    chains[number] = replace(changed, links=links)
    leaves = bytearray(copy.leaves)
    for one in chains:
        for link, place in zip(one.links, one.places, strict=True):
            if place is not None and (place + 1) * 32 <= len(leaves):
                leaves[place * 32 : place * 32 + 32] = tree.leaf(link)
    assert contents.tips is not None
    tips = contents.tips
    for note in contents.checkpoints:  # the last leaf under each speaks of the chains
        before, now = (_tips(list(these), note.size, contents.tips.salt) for these in (contents.chains, chains))
        if before.rows != now.rows:
            tips = now
            leaves[(note.size - 1) * 32 : note.size * 32] = tree.leaf(now.link)
    grown = tree.Tree.of_leaves(bytes(leaves))
    made = tuple(_again(copy, one, grown) for one in contents.checkpoints)
    again = replace(contents, chains=tuple(chains), checkpoints=made, nodes=grown.node, tips=tips)
    return replace(copy, contents=again, leaves=bytes(leaves))


def _again(copy: Copy, old: Checkpoint, grown: tree.Tree) -> Checkpoint:
    """The checkpoint as it was if nothing under it changed; otherwise a new one, with the lines witnesses once gave."""
    root = grown.root(old.size)
    if root == old.root:
        return old
    new = checkpoint.make(origin=old.origin, size=old.size, root=root, keys=[copy.log])
    return replace(new, signatures=(*new.signatures, *(line for line in old.signatures if line.name != old.origin)))


def files(path: Path) -> Mapping[str, bytes]:
    return {found.relative_to(path).as_posix(): found.read_bytes() for found in path.rglob("*") if found.is_file()}


def words(keys: tuple[PublicKey, ...]) -> list[str]:
    return [word for key in keys for word in ("--key", str(key))]
