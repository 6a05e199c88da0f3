"""What of a case belongs into the answer to somebody who asks for the data kept about them (DPR-04).

    items(case, people, person, on)            every entry about the person, with what it is and why it is left out
    letters(case, people, person, sent, on)    the letters of such entries, alike
    log(cases, person, views, number)          who looked at what is kept about the person, with no reader's name
    decided(entries, number)                   what was decided, item by item, on a request

Whatever the person said as a side or a witness, or may read anyway, is theirs. What is about others and not about them
is left out. What is about both is left out too, until two people who answer such requests have each said that it is
given; where only one person can answer, until that one has entered why it may be.
A case that the person may not know of is in no answer, and nothing in an answer tells that there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from alteram.access import LETTERS_TO, class_of, name_withheld, rows
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
        "reader": "It is the name of somebody who looked at it in the course of their work.",
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
WHOLE = ("own data", "own log")
"""What the log of views says in two words; of everything else the first word is told, and no digest or number."""
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
class Sent:
    """A letter that has gone out; ``recipient`` is a person's id, or the words for somebody outside."""

    index: int  # of its entry
    letter: str  # D07
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """A letter about a person. ``reason`` is the code under which it is left out; empty for what is the person's.

    Nobody decides on a letter to somebody else: what it says of the person is in its entry, on which they decide.
    """

    sent: Sent
    kind: Kind
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A line of the log of views. ``case`` is empty for the roll."""

    day: date
    viewer: str
    case: str
    what: str  # as the log says it: case, paper DIGEST, letter D07 4, member NUMBER, …


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """That something was looked at, so often on a day; whoever it was is left out under ``reason``, but for the person.

    ``case`` is empty for the roll, and where the person looked at a case that is not about them.
    """

    day: date
    what: str  # case, paper, letter, member, own data, …
    case: str
    times: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was said of an item: who said that it is given since somebody last said no, and the reason of that no."""

    given_by: tuple[str, ...] = ()
    reason: str = ""
    test: str = ""  # why one person alone could say that it is given; entered only where nobody else can answer

    @property
    def given(self) -> bool:
        return bool(self.test) or len(self.given_by) >= TWO


def items(case: Case, people: People, person: str, *, on: date) -> tuple[Item, ...]:
    """Every entry about a person in a case that the person may know of, in the order of the record; else nothing."""
    classes = _classes(case, people, person, on)
    if "existence" not in classes:
        return ()
    theirs = classes if _speaks(case, person) else set()  # what an office opens is read there alone
    about = [entry for entry in case.entries if _is_side(case, person) or names(entry, person)]
    return tuple(_item(case, entry, person, theirs) for entry in about if class_of(entry) not in NEVER_LISTED)


def _classes(case: Case, people: People, person: str, on: date) -> set[str]:
    return {
        row.record_class
        for row in rows(case, people)
        if row.viewer == person and row.since <= on and (row.until is None or on <= row.until)
    }


def _is_side(case: Case, person: str) -> bool:
    return any(person in case.parties.get(party, ()) for party in PARTIES)


def _speaks(case: Case, person: str) -> bool:
    """Whether somebody is a side of the case or speaks for one."""
    return _is_side(case, person) or person in case.representatives


def letters(
    case: Case, people: People, person: str, sent: Iterable[Sent], *, on: date, about: Sequence[Item]
) -> tuple[LetterItem, ...]:
    """The letters that the entries ``about`` a person sent: theirs if it went to them or to whom they speak for."""
    classes = _classes(case, people, person, on) if about and _speaks(case, person) else set()
    listed = {item.index: item for item in about}
    return tuple(
        _letter(one, listed[one.index], theirs=one.recipient == person or f"{LETTERS_TO}{one.recipient}" in classes)
        for one in sent
        if one.index in listed
    )


def _letter(sent: Sent, item: Item, *, theirs: bool) -> LetterItem:
    if theirs:
        return LetterItem(sent=sent, kind="own")
    if item.kind == "third":
        return LetterItem(sent=sent, kind="third", reason=item.reason)
    return LetterItem(sent=sent, kind="mixed", reason=item.reason or "third_party")


def log(cases: Mapping[str, Case], person: str, views: Iterable[View], *, number: str) -> tuple[Look, ...]:
    """Who looked at what is kept about a person, by day: what they looked at themselves, and what others did for work.

    ``cases`` are those about the person that the person may know of, ``number`` theirs on the roll. What another side
    of a case looked at is about that side alone.
    """
    found = Counter(look for view in views if (look := _look(cases, person, view, number)) is not None)
    alike = [Look(day=day, what=what, case=case, times=times, reason=reason)
             for (day, what, case, reason), times in found.items()]  # fmt: skip
    return tuple(sorted(alike, key=lambda one: (one.day, one.case, one.what, one.reason)))


def _look(cases: Mapping[str, Case], person: str, view: View, number: str) -> tuple[date, str, str, str] | None:
    what = view.what.partition(" ")[0] if view.what not in WHOLE else view.what
    case = cases.get(view.case)
    side = case is not None and _is_side(case, person)
    if view.viewer == person:
        return view.day, what, view.case if case is not None else "", ""
    if not view.case:
        return (view.day, what, "", "reader") if view.what == f"member {number}" and number else None
    if case is None or not side or _took_a_side(case, view.viewer):
        return None
    return view.day, what, view.case, "reader"


def _took_a_side(case: Case, person: str) -> bool:
    """Whether somebody is a side, speaks for one, or was heard as one or as a witness."""
    heard = (actor.who == person and actor.capacity in SIDES for entry in case.entries for actor in entry.by)
    return _speaks(case, person) or any(heard)


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

    A no counts at once and undoes what was said before it. A yes counts once two people have said it, or one with the
    test that is entered where nobody else can answer.
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
        found[at] = Decided(given_by=given_by, reason=said.reason, test=str(entry.data.get("test") or said.test))
    return found


def left_out(item: Item, said: Decided | None) -> str:
    """The code under which an item is left out; empty if it is given."""
    if item.kind == "own" or (said is not None and said.given and not item.fixed):
        return ""
    return item.reason if item.fixed or said is None else said.reason or item.reason
