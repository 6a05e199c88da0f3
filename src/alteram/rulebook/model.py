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


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Not later than so long after a step; of several, after the latest."""

    of: tuple[str, ...]
    at_most: Length


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

    @property
    def id(self) -> str:
        return f"{self.source}/{self.number}"


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
    cap: int | None = 1  # None: as often as you like
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
    hidden: tuple[str, ...] = ()  # classes of record the book hides from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Nobody in one group of steps acts in another."""

    clause: str
    nobody_in: tuple[str, ...]
    also_in: tuple[str, ...]
    after: StepResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """Who never acts: each kind becomes a question of the declaration."""

    clause: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """A sanction of the closed list; ``rank`` 0 is the lightest."""

    name: str
    rank: int
    hearing_required: bool
    lasts: Length | None = None
    up_to: bool = False
    for_life: bool = False
    rejoin: str = ""
    vote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """A clause under which members can be charged, and the sanctions it can carry."""

    clause: str
    title: str
    sanctions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """How long after the conduct a complaint may come in."""

    clause: str
    within: Length
    or_knowledge: bool
    late_only_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of a body's procedure. ``digest`` is the SHA-256 of its canonical form, hex."""

    body: str
    title: str
    version: str
    in_force_from: date
    replaces: str = ""
    calendar: Calendar
    clocks_run_from_receipt: bool = True
    which_version: Mapping[str, str] = field(default_factory=dict)
    offences: Mapping[str, Offence]
    limitation: Limitation | None = None
    proof: Mapping[str, str] = field(default_factory=dict)
    sanctions: Mapping[str, Sanction]
    roles: Mapping[str, Role]
    pools: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    interests: tuple[Interests, ...] = ()
    stages: Mapping[str, Stage]
    steps: Mapping[str, Step]
    clauses: Mapping[str, str] = field(default_factory=dict)  # number -> text as members read it
    publication: Mapping[str, object] = field(default_factory=dict)
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

    def steps_of(self, act: str) -> tuple[Step, ...]:
        """The steps of the book that are this act."""
        return tuple(step for step in self.steps.values() if step.is_act(act))

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
    """All adopted editions of a body, oldest first. Adopted editions never change."""

    body: str
    editions: tuple[Edition, ...]

    def on(self, day: date) -> Edition:
        """The edition in force on a day; before the first, the first."""
        found = self.editions[0]
        for edition in self.editions:
            if edition.in_force_from <= day:
                found = edition
        return found

    def by_digest(self, digest: str) -> Edition | None:
        return next((edition for edition in self.editions if edition.digest == digest), None)

    def offence_on(self, clause: str, day: date) -> Offence | None:
        """The offence under this clause in the edition in force on the day of the conduct (floor RUL-02)."""
        edition = self.on(day)
        if day < self.editions[0].in_force_from:
            return None
        return edition.offences.get(clause)
