"""No sequence of appointments, replacements, merged records and remittals ever seats anybody who is involved (IND-01).

Everybody here stands in every pool, so that nothing but separation keeps people apart. Two cases are linked. What is
tried goes through the real ``decide``; what "involved" means is said again here, from the entries alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alteram import worked
from alteram.case import replay
from alteram.codec import Entry
from alteram.people import Membership, People, fictional_id
from alteram.procedure import Beyond, Linked, Wish, decide
from alteram.procedure.one_person import overlaps
from alteram.worked import Told
from tests.builders import case_before

NAMES = (
    "Rosalind Achebe", "Gethin Vaughan", "Samuel Okoro-Hart", "Lena Fairweather", "Callum Drey", "Bettany Moss",
    "Yusuf Tarn", "Judith Quill", "Marco Venn", "Asha Pell", "Helen Strake", "Aron Bright", "Ines Calloway",
    "Piotr Semple", "Tobias Rourke", "Marguerite Sol",
)  # fmt: skip
PEOPLE = tuple(fictional_id(name) for name in NAMES)
CATEGORIES = ("legal_chair", "independent", "lay_member")
SEATS = ("interim_panel", "hearing_panel", "appeal_panel")
PARTS = ("investigator", "case_examiner", "presenter", "interim_panel", "hearing_panel", "appeal_panel")
STARTS = {"G01": ("give_notice", 1), "G03": ("replace_member", 1), "G06": ("give_notice", 2)}
"""A worked case from which to begin: before the first panel, with a panel, and sent back for a fresh one."""


@cache
def begun(story: str) -> tuple[Told, People]:
    step, time_ = STARTS[story]
    told = case_before(story, step, time_=time_)
    day = date(2024, 1, 1)
    pools = sorted({one.pool for one in told.people.memberships})
    everywhere = tuple(
        Membership(person=one, pool=pool, category=CATEGORIES[place % 3], since=day, trained=date(2024, 2, 1))
        for place, one in enumerate(PEOPLE)
        for pool in pools
    )
    others = tuple(one for one in told.people.memberships if one.person not in PEOPLE)
    return told, replace(told.people, memberships=(*others, *everywhere))


@dataclass(kw_only=True)
class World:
    """Two linked cases, and who turned out to be whom."""

    cases: list[Told] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> People:
        return self.cases[0].people

    def beyond(self, which: int) -> Beyond:
        other = self.cases[1 - which].case
        assert other is not None
        return Beyond(linked=(Linked.of(other),))

    def try_(self, which: int, *, step: str | None = None, act: str | None = None, by: str, **fields: Any) -> bool:
        told = self.cases[which]
        assert told.case is not None
        day = max(entry.at for entry in told.entries)
        wish = Wish(
            case=told.name, step=step, act=act, result=fields.pop("result", None), at=day, channel="email",
            recorded=max(entry.recorded for entry in told.entries) + timedelta(seconds=1), by=(by,), fields=fields,
        )  # fmt: skip
        verdict = decide(told.rulebook, told.people, told.case, wish, beyond=self.beyond(which))
        if verdict.draft is None:
            return False
        worked.enter(told, verdict.draft, datetime.combine(day, datetime.min.time(), UTC).replace(hour=12))
        self.done[step or act or ""] += 1
        return True

    def merge(self, kept: str, other: str) -> None:
        """As the house enters it: whoever has two parts then stands aside, in either case."""
        if self.people.kept(kept) == self.people.kept(other):
            return
        same = {**self.people.same, self.people.kept(other): self.people.kept(kept)}
        for told in self.cases:
            told.people = replace(told.people, same=same)
        self.done["merged"] += 1
        for which, told in enumerate(self.cases):
            assert told.case is not None
            found = overlaps(told.case, told.people, self.beyond(which))
            sides = {person for group in told.case.parties.values() for person in group}
            aside = {record for one in found for record in told.people.records_of(one.person)} - sides
            if aside:
                assert self.try_(which, act="overlap_found", by="clock", people=sorted(aside), what="w")


def involved(told: Told, people: People) -> Mapping[str, set[str]]:
    """Everybody with a part in a case, by the part, from the entries alone; each person under one record."""
    found: dict[str, set[str]] = {}
    for entry in told.entries:
        for part, person in parts_in(told, entry):
            found.setdefault(part, set()).add(people.kept(person))
    return found


def parts_in(told: Told, entry: Entry) -> list[tuple[str, str]]:
    data: Mapping[str, Any] = entry.data
    found = [(actor.capacity, actor.who) for actor in entry.by if actor.capacity in (*PARTS, "complainant")]
    if "appointed" in entry.acts:
        found.append((str(data["capacity"]), str(data["person"])))
    if "panel_appointed" in entry.acts:
        assert entry.step is not None
        role = told.edition.roles[told.edition.steps[entry.step].appoints]
        found += [(role.capacities[0], str(one)) for one in data["panel"]]
    if "panel_replaced" in entry.acts:
        found.append(("hearing_panel", str(data["in"])))
    if "witness_named" in entry.acts:
        found.append(("witness", str(data["witness"])))
    return found


def seated(told: Told) -> list[tuple[str, str]]:
    assert told.case is not None
    return [(part, person) for part in SEATS for person in told.case.appointed.get(part, ())]


def check(world: World, before: list[list[tuple[str, str]]]) -> None:
    """Whoever takes a seat has no other part here or in the linked case; and whoever has two parts holds no seat."""
    for which, told in enumerate(world.cases):
        here, there = (involved(world.cases[one], world.people) for one in (which, 1 - which))
        assert told.case is not None
        barred = {world.people.kept(one) for one in told.case.barred_from_rehearing}
        for seat, person in set(seated(told)) - set(before[which]):
            stands = world.people.kept(person)
            parts = {part for known in (here, there) for part, people in known.items() if stands in people}
            assert parts - {seat} == set(), f"{person} took a seat of the {seat} and was {parts}"
            assert not (seat in ("hearing_panel", "appeal_panel") and stands in barred)
        sitting = [world.people.kept(person) for _seat, person in seated(told)]
        assert len(sitting) == len(set(sitting)), "one person sits twice"


PERSON = st.sampled_from(PEOPLE)
WHICH = st.integers(0, 1)
MOVES = st.one_of(
    st.tuples(st.just("appoint"), WHICH, PERSON, st.sampled_from(PARTS)),
    st.tuples(st.just("panel"), WHICH, st.tuples(*(st.sampled_from(PEOPLE[place::3]) for place in range(3)))),
    st.tuples(st.just("replace"), WHICH, PERSON),
    st.tuples(st.just("aside"), WHICH, PERSON),
    st.tuples(st.just("witness"), WHICH, PERSON),
    st.tuples(st.just("merge"), PERSON, PERSON),
)
CLERK, PRESENTER = fictional_id("Dev Ashgrove"), "presenter"


def move(world: World, what: str, rest: list[Any]) -> None:
    if what == "merge":
        world.merge(*rest)
        return
    which, given_ = int(rest[0]), rest[1]
    told = world.cases[which]
    assert told.case is not None
    if what == "appoint":
        by = fictional_id("Hollis Brandt") if rest[2] == "investigator" else CLERK
        world.try_(which, act="appointed", by=by, person=given_, capacity=rest[2])
    elif what == "panel":
        notice = {"hearing_on": "2026-12-15", "hearing_time": "10:00", "place": "Lantern House", "openness": "private"}
        world.try_(which, step="give_notice", by=CLERK, panel=list(given_), bundle="B9", **notice)
    elif what == "replace":
        sits = [person for part, person in seated(told) if part == "hearing_panel"]
        out = sits[0] if sits else given_
        world.try_(which, step="replace_member", by=CLERK, **{"out": out, "in": given_})
    elif what == "aside":
        world.try_(which, act="stood_down", by=given_, result="recused")
    else:
        by = next(iter(told.case.appointed.get(PRESENTER, ())), CLERK)
        world.try_(which, act="witness_named", by=by, witness=given_)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.tuples(*(st.sampled_from(sorted(STARTS)) for _ in range(2))), st.lists(MOVES, min_size=4, max_size=14))
def test_nobody_who_is_involved_is_ever_seated(stories: tuple[str, str], moves: list[tuple[Any, ...]]) -> None:
    world = World()
    for number, story in enumerate(stories):
        told, people = begun(story)
        name = f"{told.name[:-1]}{number}"
        entries = [replace(entry, case=name) for entry in told.entries]
        world.cases.append(
            replace(told, name=name, entries=entries, people=people, case=replay(told.rulebook, name, entries))
        )
    for what, *rest in moves:
        before = [seated(told) for told in world.cases]
        move(world, what, rest)
        check(world, before)
