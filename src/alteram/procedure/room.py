"""The hearing room as the record leaves it: who sits, who is in, what was missed, and whether the public may be there.

room(case)          the hearing that was opened last; None before any is opened
rulings(edition)    the steps of a book that are a stage between the facts and the sanction, such as impairment
to_be_ruled(case)   the first of them that has not been taken
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alteram.case import Case
from alteram.codec import Entry
from alteram.procedure.situation import deed
from alteram.rulebook.model import Edition, Role, Step

CLOSES = frozenset({"hearing_closed", "reasons_served", "struck_out"})
RESTS = frozenset({"break"})
EVIDENCE = frozenset({"exhibit", "question_refused"})
"""Notes of what was said and shown: nothing of it goes on while the panel is short or the hearing rests."""
HEARD = frozenset({"respondent_heard", "mitigation_heard", "evidence_added"})


@dataclass(slots=True, kw_only=True)
class Room:
    """A hearing from its opening on. ``inside`` and ``outside`` are people with the entry since which it is so."""

    opened: Entry
    sits: tuple[str, ...]  # who opened it: the panel
    inside: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    missed: dict[str, list[int]] = field(default_factory=dict)  # evidence heard while somebody was out, by person
    openness: str = ""  # public, private, partly private, as the opening or the last note says
    since: int = 0  # the entry that made it so
    rests: Entry | None = None  # the break or the adjournment that goes on
    closed: Entry | None = None

    @property
    def open(self) -> bool:
        return self.closed is None


def room(case: Case) -> Room | None:
    """The hearing that was opened last and not begun again."""
    opened = deed(case, "hearing_opened")
    if opened is None:
        return None
    sits = tuple(actor.who for actor in opened.by)
    found = Room(opened=opened, sits=sits, openness=str(opened.data.get("openness") or ""), since=opened.index)
    present = opened.data.get("present")
    for person in (*sits, *(str(one) for one in (present if isinstance(present, Mapping) else ()))):
        found.inside.setdefault(person, opened.index)
    for entry in _after(case, opened):
        _told(found, entry)
    return found


def _after(case: Case, opened: Entry) -> Iterator[Entry]:
    """What happened since, in its order; what was overtaken or taken back does not count."""
    place = next((number for number, one in enumerate(case.entries) if one.index == opened.index), len(case.entries))
    return (one for one in case.entries[place + 1 :] if one.index not in case.overtaken)


def _told(found: Room, entry: Entry) -> None:
    acts = set(entry.acts)
    if found.closed is None and acts & CLOSES:
        found.closed = entry
    elif found.closed is not None:
        return
    elif "adjourned" in acts:
        found.rests = entry
    elif "hearing_noted" in acts and entry.step is None:
        _noted(found, entry)
    elif acts & HEARD:
        found.rests = None
        _heard(found, entry)
    elif entry.step is not None and any(actor.who in found.sits for actor in entry.by):
        found.rests = None  # the panel acts, so it goes on


def _noted(found: Room, entry: Entry) -> None:
    person = str(entry.data.get("person") or "")
    note = entry.result
    if note == "in":
        found.outside.pop(person, None)
        found.inside[person] = entry.index
    elif note == "out":
        found.inside.pop(person, None)
        found.outside[person] = entry.index
    elif note in ("private_part", "public_part"):
        found.openness, found.since = ("private" if note == "private_part" else "public"), entry.index
    elif note in RESTS:
        found.rests = entry
    elif note == "resumed":
        found.rests = None
    elif note in EVIDENCE:
        _heard(found, entry)


def _heard(found: Room, entry: Entry) -> None:
    for person in found.outside:
        found.missed.setdefault(person, []).append(entry.index)


def sitting(case: Case, here: Room) -> Role | None:
    """The body that opened the hearing."""
    step = case.edition.steps.get(here.opened.step or "")
    names = [actor.role for actor in here.opened.by] if step is None else [*step.by]
    roles = [case.edition.roles[name] for name in names if name in case.edition.roles]
    return next((role for role in roles if role.body is not None), None)


def rulings(edition: Edition) -> tuple[Step, ...]:
    """The steps by which a book rules on more than the facts before a sanction is thought of, in its order."""
    return tuple(step for step in edition.steps_of("hearing_noted") if step.results and not step.after_end)


def to_be_ruled(case: Case) -> Step | None:
    """The first ruling that the book puts between the facts and the sanction, and that is not made."""
    if not any(charge.proved for charge in case.charges):
        return None
    return next((step for step in rulings(case.edition) if not case.done(step.name)), None)
