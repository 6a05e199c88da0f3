"""Records to judge: a worked case beside its rule book, or the cases of an export with a rule book named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from alteram import codec, worked
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.ledger import export
from alteram.people import People
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Rulebook
from alteram.worked import Told


class CannotJudge(AlteramError):
    """A record that cannot be judged: rules or case are not named, or not there."""

    code = "E-UNREADABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The entries of one case, and by what they are judged."""

    name: str
    title: str
    rulebook: Rulebook
    people: People | None  # None: an export says who acted in which role, not who held it
    entries: Sequence[Entry]
    withheld: int = 0
    told: Told | None = None  # of a worked case


def in_file(file: Path) -> Record:
    """A worked case, told through the real procedure."""
    edition = file.resolve().parents[1]
    people, names = worked.read_people(edition / "people.yaml")
    told = worked.run(worked.read_story(file, names), load_rulebook(edition.parent), people)
    title = f"{told.story.id}: {told.story.title}"
    return Record(
        name=told.story.id, title=title, rulebook=told.rulebook, people=people, entries=told.entries, told=told
    )


def in_export(path: Path, rules: Path | None) -> Iterator[Record]:
    """Every case of an export that begins under one of the editions of the rule book."""
    if rules is None:
        raise CannotJudge(
            "An export names its edition by a digest and does not hold the rules.",
            remedy="Name the folder of the body's editions with --rules.",
        )
    rulebook = load_rulebook(rules)
    for name, bodies in export.chains_in(path):
        entries = [codec.decode(body) for body in bodies if body is not None]
        edition = rulebook.by_digest(entries[0].edition) if entries else None
        if edition is None or entries[0].step not in edition.steps:
            continue  # not of a case: the house, its watch
        yield Record(
            name=name, title=name, rulebook=rulebook, people=None, entries=entries, withheld=bodies.count(None)
        )


def at(path: Path, rules: Path | None) -> list[Record]:
    """The records at a path: the worked case of a file, or the cases of an export."""
    if path.suffix in (".yaml", ".yml"):
        return [in_file(path)]
    found = list(in_export(path, rules))
    if not found:
        raise CannotJudge(
            f"{path} holds no case under the rules in {rules}.", remedy="Name the rules it was kept under with --rules."
        )
    return found
