"""``alteram check``, ``canonical`` and ``schema``: what can be asked of a rule book before anybody adopts it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from alteram.commands import FINE, PROBLEMS, UNREADABLE, Subparsers
from alteram.correspondence import read_wording, unserved
from alteram.rulebook import loading, schema
from alteram.rulebook.document import CannotBeRead
from alteram.rulebook.drafts import Missed, missed
from alteram.rulebook.model import Edition
from alteram.rulebook.people_needed import people_needed

PLACE = "the folder of an edition, with procedure.yaml and text.md, or a procedure file alone"


def add_check(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("check", help="say what is wrong with a rule book, and which floors it misses")
    parser.add_argument("edition", type=Path, help=PLACE)
    parser.set_defaults(run=_check)


def add_canonical(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("canonical", help="print the one form of an edition that its digest is taken of")
    parser.add_argument("edition", type=Path, help=PLACE)
    parser.add_argument("--digest", action="store_true", help="only the SHA-256 of it, as it stands in the minutes")
    parser.set_defaults(run=_canonical)


def add_schema(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("schema", help="print the schema of procedure.yaml, for editors")
    parser.set_defaults(run=_schema)


def _check(chosen: argparse.Namespace) -> int:
    try:
        edition = loading.load(chosen.edition)
        floors = missed(edition)
        for line in _told(chosen.edition, edition):
            print(line)
    except CannotBeRead as unreadable:
        return _unreadable(unreadable)
    for one in floors:
        print(f"MISSES {one}")
    print(_verdict(floors))
    return PROBLEMS if floors else FINE


def _told(place: Path, edition: Edition) -> Iterator[str]:
    letters = read_wording(place / "letters") if place.is_dir() else None
    if letters is not None and (unsaid := tuple(unserved(letters, edition))):
        raise CannotBeRead(unsaid)
    yield f"{edition.title}, edition {edition.version}: {len(edition.steps)} steps, {len(edition.clauses)} clauses."
    yield f"Digest {edition.digest}"
    if letters is not None:
        own = sorted({page.partition("-")[0] for page in letters.pages})
        yield f"Letters in its own words: {', '.join(own) or 'none; all would say plainly what was entered'}."
    if not edition.clauses:
        yield "No text lies beside it: whether its clauses exist was not looked at."
    people = people_needed(edition)
    yield f"People who had no part before: a case needs {people.case};"
    yield f"  with an appeal {people.appeal};"
    yield f"  with a second hearing {people.remittal}." if people.remittal else "  the book knows no second hearing."
    for sentence in people.short:
        yield f"Note: {sentence}"


def _verdict(floors: tuple[Missed, ...]) -> str:
    if not floors:
        return "It misses no floor and can be adopted."
    named = sorted({floor for one in floors for floor in one.floors})
    return f"A draft: it misses {', '.join(named)}. It can be read, checked, compared and replayed, and not adopted."


def _canonical(chosen: argparse.Namespace) -> int:
    try:
        edition = loading.load(chosen.edition)
    except CannotBeRead as unreadable:
        return _unreadable(unreadable)
    if chosen.digest:
        print(edition.digest)
    else:  # byte for byte, so that whoever hashes what is printed finds the digest
        sys.stdout.write(edition.canonical.decode("utf-8"))
    return FINE


def _schema(_chosen: argparse.Namespace) -> int:
    sys.stdout.write(schema.drawn())
    return FINE


def _unreadable(error: CannotBeRead) -> int:
    for problem in error.problems:
        print(problem)
    return UNREADABLE
