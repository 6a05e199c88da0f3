"""``alteram draw``: every draw of an export made again, from its seed and from what the entry says of who was free."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from alteram import codec, draw
from alteram.codec import Entry, Value
from alteram.commands import FINE, PROBLEMS, Subparsers
from alteram.ledger import checkpoint, export


def add_draw(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram draw EXPORT``."""
    parser = subparsers.add_parser("draw", help="draw each panel of an export again")
    parser.add_argument("export", type=Path, help="the folder or zip file; check it first with alteram verify")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    source = export.open_source(chosen.export)
    notes = checkpoint.read_all(source.read(export.CHECKPOINTS).decode())
    roots = {one.size: one.root for one in notes}
    links, at, code, found = source.read(export.LINKS), 0, FINE, 0
    for name, bodies in export.chains_in(chosen.export):
        own = [links[n * 32 : n * 32 + 32] for n in range(at, at + len(bodies))]
        at += len(bodies)
        shown = {index: codec.decode(body) for index, body in enumerate(bodies) if body is not None}
        for entry, claim in _drawn(shown.values()):
            found += 1
            wrong = _again(entry, claim, roots, own, shown)
            code = PROBLEMS if wrong else code
            print(f"{name}, entry {entry.index}: {wrong or 'drawn again, and the same people come up.'}")
    print(f"{found} draws.")
    return code


def _drawn(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Mapping[str, Value]]]:
    for entry in entries:
        claim = entry.data.get("draw")
        if isinstance(claim, Mapping) and "checkpoint" in claim:
            yield entry, claim


def _again(
    entry: Entry, claim: Mapping[str, Value], roots: Mapping[int, bytes], links: list[bytes], shown: Mapping[int, Entry]
) -> str:
    """What is wrong with a draw; empty if it is as it says."""
    try:
        seed, size, after, number, seats, free = draw.read(claim)
    except ValueError as problem:
        return f"it cannot be drawn again: {problem}."
    if size not in roots:
        return f"the checkpoint of size {size} is not in this export, so its seed cannot be made."
    if after not in shown or after >= entry.index:
        return f"entry {after} is not shown here, so its seed cannot be made."
    if draw.seed(roots[size], links[after], number) != seed:
        return "the seed does not follow from the checkpoint and the entry that it names."
    try:
        came_up = set(draw.draw(seed, seats, free))
    except draw.TooFew as few:
        return few.sentence()
    named = entry.data.get("in") if "panel_replaced" in entry.acts else entry.data.get("panel")
    sit = {named} if isinstance(named, str) else set(named) if isinstance(named, (list, tuple)) else set()
    return "" if came_up == sit else f"{', '.join(sorted(came_up))} come up, and not those who are named."
