"""Two records that turned out to be one person: what the one did and is counts against the other as well (IND-01).

A case is then read twice: as its entries say, and with every record of a person taken for the one that was kept. Only
what is lawful in both readings is lawful. So merging two records closes doors and opens none: nobody acts, or reads,
under one record by a right that was given to the other.

    reading(case, people, beyond)   the second reading; None while no records were merged
    overlaps(case, people, beyond)  the parts that never meet in one person and do, now that they are known to
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from alteram.acts import SEPARATED, conflict, counts_as
from alteram.case import PARTIES, Case, replay
from alteram.codec import Actor, Entry, Value
from alteram.people import People
from alteram.procedure.beyond import ALONE, Beyond
from alteram.procedure.separation import SEATS
from alteram.procedure.wishes import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A case and all that is around it, each person under one record."""

    case: Case | None
    people: People
    beyond: Beyond
    merged: bool = False  # each person under the record that was kept

    def person(self, person: str) -> str:
        """The record under which this reading knows somebody."""
        return self.people.kept(person) if self.merged else person

    def wish(self, wish: Wish) -> Wish:
        """The same wish of the same person."""
        return replace(
            wish,
            by=tuple(dict.fromkeys(map(self.person, wish.by))),
            typed_by=self.person(wish.typed_by) if wish.typed_by else wish.typed_by,
            fields={name: _value(value, self.people) for name, value in wish.fields.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two parts that one person has had, under two records, in a case or in linked ones."""

    person: str  # the record that was kept
    one: str
    other: str
    entries: tuple[int, ...]  # of this case: what the person did in either part
    linked: str = ""  # the linked case in which the person has the other part


def reading(case: Case | None, people: People, beyond: Beyond = ALONE) -> Reading | None:
    """The case as it reads once everybody is one person; None where no records were merged."""
    if not people.same:
        return None
    return Reading(
        case=_case(case, people) if case is not None else None,
        people=_people(people),
        beyond=_beyond(beyond, people),
        merged=True,
    )


def overlaps(case: Case, people: People, beyond: Beyond = ALONE) -> tuple[Overlap, ...]:
    """Every overlap in a case of people whose records were merged, in a fixed order."""
    read = reading(case, people, beyond)
    if read is None or read.case is None:
        return ()
    merged = sorted({people.kept(one) for one in people.same})
    return tuple(found for person in merged for found in _of(person, case, read.case, read.beyond, people))


def _of(person: str, apart: Case, case: Case, beyond: Beyond, people: People) -> Iterator[Overlap]:
    parts = sorted(_parts(case, person))
    records = people.records_of(person)
    for place, one in enumerate(parts):
        for other in (*parts[place + 1 :], *([one] if one in SEATS else [])):
            if any({one, other} <= _parts(apart, record) for record in records) and one != other:
                continue  # known before: it stood under one record
            if _clash(one, other) if one != other else _twice(apart, one, records):
                yield Overlap(person=person, one=one, other=other, entries=_done(case, person, (one, other)))
    for linked in beyond.linked:
        for other in sorted(name for name, acted in linked.acted.items() if person in acted):
            for one in (one for one in parts if one in SEPARATED and one != other):
                yield Overlap(
                    person=person, one=one, other=other, entries=_done(case, person, (one,)), linked=linked.case
                )


def _clash(one: str, other: str) -> bool:
    """Whether two parts never meet: a side of the case may give evidence, and has no hand in the case besides."""
    sides = {one, other} & set(PARTIES)
    if sides:
        return len(sides) == 1 and "witness" not in (one, other)
    return conflict(one, other)  # type: ignore[arg-type]  # capacities of the vocabulary, as entries hold them


def _parts(case: Case, person: str) -> set[str]:
    """Every capacity that somebody has ever had in a case, a side of it included."""
    held = {name for name in (*case.acted, *case.named, *case.parties) if person in case.held(name)}
    return {counts_as(one) for one in held}  # type: ignore[arg-type]  # as above


def _twice(case: Case, capacity: str, records: frozenset[str]) -> bool:
    """Whether one person took two seats of a panel."""
    return len(records & case.held(capacity)) > 1


def _done(case: Case, person: str, capacities: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(
        sorted(
            entry.index
            for entry in case.entries
            if any(actor.who == person and counts_as(actor.capacity) in capacities for actor in entry.by)  # type: ignore[arg-type]
        )
    )


def _case(case: Case, people: People) -> Case:
    entries = [_entry(entry, people) for entry in sorted(case.entries, key=lambda entry: entry.index)]
    return replay(case.rulebook, case.name, entries) if entries else case


def _entry(entry: Entry, people: People) -> Entry:
    return replace(
        entry,
        by=tuple(_actor(actor, people) for actor in entry.by),
        typed_by=_actor(entry.typed_by, people) if entry.typed_by is not None else None,
        data={name: _value(value, people) for name, value in entry.data.items()},
    )


def _actor(actor: Actor, people: People) -> Actor:
    return replace(actor, who=people.kept(actor.who))


def _value(value: Value, people: People) -> Value:
    """A value with each person under one record. An id is like no other word, so it is known wherever it stands."""
    if isinstance(value, str):
        return people.kept(value)
    if isinstance(value, Mapping):
        return {people.kept(name): _value(one, people) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        known = [_value(one, people) for one in value]
        return list(dict.fromkeys(known)) if all(isinstance(one, str) for one in known) else known
    return value


def _people(people: People) -> People:
    memberships = tuple(replace(one, person=people.kept(one.person)) for one in people.memberships)
    offices = tuple(replace(one, person=people.kept(one.person)) for one in people.offices)
    by_person: dict[str, tuple[object, ...]] = {}
    for one in memberships:
        by_person[one.person] = (*by_person.get(one.person, ()), one)
    return People(memberships=memberships, offices=offices, by_person=by_person, same=people.same)  # type: ignore[arg-type]


def _together(loads: Mapping[str, int], people: People) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for person, cases in loads.items():
        found[people.kept(person)] = found.get(people.kept(person), 0) + cases
    return found


def _beyond(beyond: Beyond, people: People) -> Beyond:
    return replace(
        beyond,
        linked=tuple(
            replace(one, acted={name: frozenset(map(people.kept, acted)) for name, acted in one.acted.items()})
            for one in beyond.linked
        ),
        bars=tuple(replace(one, person=people.kept(one.person)) for one in beyond.bars),
        loads=_together(beyond.loads, people),
    )
