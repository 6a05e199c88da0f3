"""What a rule book says, as frozen values. ``loading`` makes them from a file; nothing here is written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from alteram.acts import Act
from alteram.acts import act as act_of
from alteram.calendar.days import Calendar
from alteram.calendar.lengths import Length
from alteram.rulebook.provisions import (
    Adoption,
    ContactRule,
    Declaring,
    Directions,
    EditionChoice,
    Limitation,
    Matter,
    Offence,
    Pool,
    Proof,
    Protected,
    PublicationRule,
    Retention,
    Sanction,
    Several,
    Transition,
)

__all__ = [
    "Atom", "AtomKind", "Before", "Composition", "Conflict", "DutyRule", "Edition", "Interests", "Limitation", "Need",
    "Offence", "Result", "Role", "Rulebook", "Sanction", "Stage", "Step", "StepResult", "Wait", "Window",
]  # fmt: skip

AtomKind = Literal["done", "result", "stage", "all charges decided", "some charge proved", "no charge proved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """The smallest condition: a step done, a step with a result, a stage on, or one of three words about charges."""

    kind: AtomKind
    name: str = ""
    result: str = ""

    def __str__(self) -> str:
        if self.kind == "result":
            return f"{self.name}={self.result}"
        return self.name or self.kind


Need = tuple[Atom, ...]  # holds if any of its atoms holds


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """A step, or a step with one of its results."""

    step: str
    result: str = ""  # empty: whatever the result

    def __str__(self) -> str:
        return f"{self.step}={self.result}" if self.result else self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Not sooner than so long after a step."""

    after: str
    at_least: Length
    unless: tuple[Atom, ...] = ()
    clause: str = ""  # where the text asks for it; empty: the clause of the step it runs from
    waiver_by: str = ""  # the role that may shorten it
    not_below: Length | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Not later than so long after a step; of several, after the latest."""

    of: tuple[str, ...]
    at_most: Length
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Not later than so long before the day announced for a step, or before the end of the sanction."""

    step: str
    at_least: Length

    @property
    def of_sanction(self) -> bool:
        return self.step == "end of sanction"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """What a step makes somebody owe, by when, and what happens otherwise."""

    number: int  # place in the step's `then`
    source: str
    results: tuple[str, ...] = ()  # results of the source that make it; empty: any
    step: str  # what must (or may) happen
    within: Length
    right: bool = False  # `may`: a right that lapses without being a breach
    deem: StepResult | None = None
    tell: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    clause: str = ""
    line: int = 0
    of: str = ""  # the edition whose rule it is, where the one that governs has no such rule

    @property
    def id(self) -> str:
        return f"{self.source}/{self.number}" + (f" of {self.of}" if self.of else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result of a step, and what it means in the words of the act."""

    name: str
    means: str
    needs: tuple[Need, ...] = ()
    limit: int | None = None
    only_by_clock: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the procedure. See docs/reference/procedure.md for each key."""

    name: str
    title: str
    acts: tuple[str, ...]
    clause: str
    by: tuple[str, ...] = ()
    only_while: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    unless: tuple[Atom, ...] = ()
    waits: tuple[Wait, ...] = ()
    window: Window | None = None
    before: Before | None = None
    results: tuple[Result, ...] = ()
    means: str = ""  # the act's outcome, for a step without results
    cap: int | None = 1  # None: as often as you like; with `each: party`, for each of them
    each: Literal["", "charge", "party"] = ""
    then: tuple[DutyRule, ...] = ()
    lengthens: tuple[str, Length] | None = None
    pauses: tuple[tuple[str, ...], Length | None] | None = None
    tells: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    announces: str = ""
    grounds: tuple[str, ...] = ()
    written_reasons: bool = False
    form: str = ""
    right: bool = False
    appoints: str = ""
    creates_charges: bool = False
    starts_case: bool = False
    ends_case: bool = False
    after_end: bool = False
    sanction_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    never: str = ""
    gone: str = (
        ""  # the edition that had it, where the one that governs has it no more: it was done, and never is again
    )
    line: int = 0

    @cached_property
    def vocabulary(self) -> tuple[Act, ...]:
        return tuple(act_of(name) for name in self.acts)

    @cached_property
    def by_name(self) -> Mapping[str, Result]:
        return {result.name: result for result in self.results}

    @property
    def clock_only(self) -> bool:
        return self.by == ("clock",)

    def is_act(self, name: str) -> bool:
        return name in self.acts

    def meaning(self, result: str | None) -> str:
        """What a result means in the act's own words; empty if the act has none."""
        if result and result in self.by_name:
            return self.by_name[result].means
        return self.means


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A named fact that steps switch on and off."""

    name: str
    begins: tuple[StepResult, ...]
    ends: tuple[StepResult, ...]
    clause: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """How a deciding body is made up."""

    size: int
    including: Mapping[str, int] = field(default_factory=dict)
    quorum: int
    vote: str = "majority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the book and what it is in the product's own capacities."""

    name: str
    capacities: tuple[str, ...]
    pool: str = ""
    party: bool = False
    body: Composition | None = None
    chair_of: str = ""
    title: str = ""
    rights: tuple[str, ...] = ()  # what a party may bring or ask for
    hidden: tuple[str, ...] = ()  # classes of record the book hides from it
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Nobody in one group of steps acts in another."""

    clause: str
    nobody_in: tuple[str, ...]
    also_in: tuple[str, ...]
    after: StepResult | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """Who never acts: each kind becomes a question of the declaration."""

    clause: str
    kinds: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of a body's procedure. ``digest`` is the SHA-256 of its canonical form, hex."""

    body: str
    title: str
    version: str
    in_force_from: date
    replaces: str = ""
    adopted: Adoption | None = None
    calendar: Calendar
    clocks_run_from_receipt: bool = True
    shortened_only_with: str = ""  # the role whose written consent alone cuts a wait
    which_version: Mapping[Matter, EditionChoice] = field(default_factory=dict)
    transitional: tuple[Transition, ...] = ()
    offences: Mapping[str, Offence]
    never_an_offence: tuple[Protected, ...] = ()
    limitation: Limitation | None = None
    proof: Proof | None = None
    sanctions: Mapping[str, Sanction]
    roles: Mapping[str, Role]
    pools: Mapping[str, Pool] = field(default_factory=dict)
    several: Several | None = None
    directions: tuple[Directions, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    interests: tuple[Interests, ...] = ()
    declaring: Declaring | None = None
    contact: tuple[ContactRule, ...] = ()
    stages: Mapping[str, Stage]
    steps: Mapping[str, Step]
    clauses: Mapping[str, str] = field(default_factory=dict)  # number -> text as members read it
    explained: Mapping[str, str] = field(default_factory=dict)  # clauses without a rule -> why
    publication: PublicationRule | None = None
    retention: Retention | None = None
    canonical: bytes = b""
    digest: str = ""

    @cached_property
    def first_step(self) -> Step:
        return next(step for step in self.steps.values() if step.starts_case)

    @cached_property
    def begun_by(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Step -> (result or "", stage) that it switches on."""
        return _switches((stage.begins, stage.name) for stage in self.stages.values())

    @cached_property
    def ended_by(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Step -> (result or "", stage) that it switches off."""
        return _switches((stage.ends, stage.name) for stage in self.stages.values())

    @cached_property
    def protected(self) -> Protected | None:
        """The reasons of which each decision says that none plays a part, if the book asks that."""
        return next((one for one in self.never_an_offence if one.asked), None)

    def steps_of(self, act: str) -> tuple[Step, ...]:
        """The steps of the book that are this act."""
        return tuple(step for step in self.steps.values() if step.is_act(act))

    def keeps_apart(self, ones: Iterable[Step], others: Iterable[Step]) -> bool:
        """Whether a conflict of the book says that nobody who takes one of these steps takes one of those."""
        first, second = {step.name for step in ones}, {step.name for step in others}
        for rule in self.conflicts:
            here = {step for group in rule.nobody_in for step in self.groups.get(group, ())}
            there = {step for group in rule.also_in for step in self.groups.get(group, ())}
            if rule.after is None and ((here & first and there & second) or (here & second and there & first)):
                return True
        return False

    def roles_with(self, capacity: str) -> tuple[Role, ...]:
        return tuple(role for role in self.roles.values() if capacity in role.capacities)


def _switches(pairs: Iterable[tuple[tuple[StepResult, ...], str]]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for atoms, stage in pairs:
        for atom in atoms:
            found.setdefault(atom.step, []).append((atom.result, stage))
    return {step: tuple(rows) for step, rows in found.items()}


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """All editions of a body, oldest first. Adopted editions never change.

    ``drafts`` holds those that were set apart since they miss a floor: none is in force on any day.
    """

    body: str
    editions: tuple[Edition, ...]
    drafts: tuple[Edition, ...] = ()

    def on(self, day: date) -> Edition:
        """The edition in force on a day; before the first, the first."""
        found = self.editions[0]
        for edition in self.editions:
            if edition.in_force_from <= day:
                found = edition
        return found

    def by_digest(self, digest: str) -> Edition | None:
        """The edition named by its digest, drafts included: what was entered under one is read under it."""
        return next((one for one in (*self.editions, *self.drafts) if one.digest == digest), None)

    def sanction_on(self, name: str, day: date) -> Sanction | None:
        """The sanction in the edition in force on a day; where that one has it not, in the newest that has."""
        lists = (self.on(day), *reversed(self.editions))
        return next((one.sanctions[name] for one in lists if name in one.sanctions), None)

    def offence_on(self, clause: str, day: date) -> Offence | None:
        """The offence under this clause in the edition in force on the day of the conduct (floor RUL-02)."""
        edition = self.on(day)
        if day < self.editions[0].in_force_from:
            return None
        return edition.offences.get(clause)
