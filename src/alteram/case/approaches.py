"""Who is part of an approach, as its entry names them, and from which entry on it was disclosed."""

from __future__ import annotations

from alteram.case.folding import Case
from alteram.case.reading import concerned
from alteram.codec import Entry

STATEMENTS = ("contact_reported", "contact_alleged", "contact_denied", "pressure_logged")
"""Each stands for itself until it is disclosed: one disclosure opens no other."""
MADE_BY = ("approached_by", "named", "person")
MADE_TO = ("made_to", "spoken_to", "through")
ANSWERS = ("contact_disclosed", "contact_ruled")


def made_by(entry: Entry) -> frozenset[str]:
    """Whoever is said to have made the approach; nobody for a denial, which answers one."""
    return _named(entry, MADE_BY)


def concerned_by(entry: Entry) -> frozenset[str]:
    """Whoever is said to have made an approach, to whom it is said to have been made, and who reports or denies it."""
    found = made_by(entry) | _named(entry, MADE_TO)
    tells_of_oneself = {"contact_reported", "contact_denied", "contact_logged"} & set(entry.acts)
    return found | frozenset(actor.who for actor in entry.by if tells_of_oneself)


def _named(entry: Entry, fields: tuple[str, ...]) -> frozenset[str]:
    return frozenset(str(entry.data[name]) for name in fields if entry.data.get(name))


def told_with(case: Case, statement: Entry) -> Entry | None:
    """The first entry that disclosed a statement to the parties, or ruled on it; None while neither was done."""
    for entry in case.entries:
        about = concerned(entry)
        open_then = not about and entry.index > statement.index
        if set(ANSWERS) & set(entry.acts) and (statement.index in about or open_then):
            return entry
    return None


def put_to(case: Case, person: str) -> tuple[Entry, ...]:
    """What was put to somebody, so that they may answer before it is disclosed."""
    return tuple(
        entry
        for entry in case.entries
        if "contact_put" in entry.acts and entry.data.get("person") == person and entry.index not in case.overtaken
    )
