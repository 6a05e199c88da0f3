"""What of a case belongs into the answer to somebody who asks for the data kept about them (DPR-04).

    items(case, people, person, on)    every entry about the person, with what it is and why it is left out
    decided(entries, number)           what was decided, item by item, on a request

Whatever the person said as a side or a witness, or may read anyway, is theirs. What is about others and not about them
is left out. What is about both is left out too, until two people who answer such requests have each said that it is
given. A case that the person may not know of is in no answer, and nothing in an answer tells that there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from alteram.access import class_of, name_withheld, rows
from alteram.acts.house import CHOSEN_REASONS
from alteram.case import PARTIES, Case
from alteram.codec import Entry, Value
from alteram.people import People

Kind = Literal["own", "mixed", "third"]
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "third_party": "It is about somebody else as well, who has not agreed, and to give it all the same would not be"
        " reasonable.",
        "other_person": "It is about somebody else and not about you.",
        "protected_source": "It would show who spoke under protection.",
        "prejudice": "To give it now would harm a process that is under way.",
        "in_confidence": "It was said in confidence to those who handle the case.",
        "privilege": "It is legal advice.",
        "deliberation": "It is what a panel said among themselves before it decided.",
    }
)
"""Every reason for which something is left out, by its code."""
CHOSEN = CHOSEN_REASONS
"""Those that somebody may give; the others follow from what the entry is."""
FIXED: Mapping[str, str] = MappingProxyType({"deliberation": "deliberation"})
"""Classes of record of which nothing is given, whoever decides."""
NEVER_LISTED = ("advice", "concern", "access_log", "data_rights")
"""Classes of record that are in no answer and of which none tells: legal advice, what is the auditor's alone, and what
is about the keeping of the record."""
TWO = 2  # people who must say that something is given
SIDES = (*PARTIES, "representative", "witness")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry about a person. ``reason`` is the code under which it is left out; empty for what is the person's."""

    index: int
    kind: Kind
    reason: str = ""
    fixed: bool = False  # nobody may decide otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was said of an item: who said that it is given since somebody last said no, and the reason of that no."""

    given_by: tuple[str, ...] = ()
    reason: str = ""

    @property
    def given(self) -> bool:
        return len(self.given_by) >= TWO


def items(case: Case, people: People, person: str, *, on: date) -> tuple[Item, ...]:
    """Every entry about a person in a case that the person may know of, in the order of the record; else nothing."""
    classes = {
        row.record_class
        for row in rows(case, people)
        if row.viewer == person and row.since <= on and (row.until is None or on <= row.until)
    }
    if "existence" not in classes:
        return ()
    side = any(person in case.parties.get(party, ()) for party in PARTIES)
    theirs = classes if side or person in case.representatives else set()  # what an office opens is read there alone
    about = [entry for entry in case.entries if side or names(entry, person)]
    return tuple(_item(case, entry, person, theirs) for entry in about if class_of(entry) not in NEVER_LISTED)


def _item(case: Case, entry: Entry, person: str, classes: set[str]) -> Item:
    of = class_of(entry)
    base = of.partition(" of ")[0]
    if base in FIXED:
        return Item(index=entry.index, kind="mixed", reason=FIXED[base], fixed=True)
    if of in classes or any(actor.who == person and actor.capacity in SIDES for actor in entry.by):
        return Item(index=entry.index, kind="own")
    others = {actor.capacity for actor in entry.by if actor.who != person}
    if others & set(SIDES) and not names(entry, person):
        return Item(index=entry.index, kind="third", reason="other_person", fixed=True)
    return Item(index=entry.index, kind="mixed", reason=_unless_decided(case, entry, person))


def _unless_decided(case: Case, entry: Entry, person: str) -> str:
    """Under which code something mixed is left out as long as nobody decided."""
    complaining = set(case.parties.get("complainant", ()))
    if name_withheld(case) and person not in complaining and any(names(entry, one) for one in complaining):
        return "protected_source"
    return "third_party" if case.ended else "prejudice"


def made_by(entry: Entry, person: str) -> bool:
    """Whether somebody did or typed it."""
    return person in {actor.who for actor in (*entry.by, *((entry.typed_by,) if entry.typed_by else ()))}


def names(entry: Entry, person: str) -> bool:
    """Whether an entry says, anywhere but in its texts, who somebody is."""
    return made_by(entry, person) or _holds(entry.data, person)


def _holds(value: Value, person: str) -> bool:
    if isinstance(value, Mapping):
        return any(person == str(key) or _holds(one, person) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return any(_holds(one, person) for one in value)
    return value == person


def decided(entries: Sequence[Entry], number: int) -> Mapping[tuple[str, int], Decided]:
    """What the entries of a house chain say of each item of a request: by case and number of the entry.

    A no counts at once and undoes what was said before it. A yes counts once two people have said it.
    """
    found: dict[tuple[str, int], Decided] = {}
    for entry in entries:
        if "data_item_decided" not in entry.acts or str(entry.data.get("request")) != str(number):
            continue
        at = str(entry.data.get("case")), int(str(entry.data.get("entry")))
        if entry.data.get("decision") == "withhold":
            found[at] = Decided(reason=str(entry.data.get("reason") or "third_party"))
            continue
        said = found.get(at, Decided())
        given_by = tuple(dict.fromkeys((*said.given_by, *(actor.who for actor in entry.by))))
        found[at] = Decided(given_by=given_by, reason=said.reason)
    return found


def left_out(item: Item, said: Decided | None) -> str:
    """The code under which an item is left out; empty if it is given."""
    if item.kind == "own" or (said is not None and said.given and not item.fixed):
        return ""
    return item.reason if item.fixed or said is None else said.reason or item.reason
