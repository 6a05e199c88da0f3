"""Where each fact of a marking lies in the whole number that stands for it.

From the lowest bit up: flags, stages, how often each step was done (no further than anybody asks), its last result, how
often a limited result came, which announced steps are awaited; above all of them, two bits for each charge, under a
leading one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alteram.case import Case
from alteram.case.values import PROVED
from alteram.rulebook.model import Atom, Edition, Step

STARTED, ENDED, STOPPED, ALL_DECIDED, SOME_PROVED = 1, 2, 4, 8, 16
COMPLAINANT, RESPONDENT = 32, 64  # somebody is there to be told
PUT_OFF, WAIVED, PAUSED, SENT_AGAIN, SANCTIONED, DIRECTED = 128, 256, 512, 1024, 2048, 4096
REPRESENTED = 8192
FLAGS = 14
LEAVES: dict[str, int] = {
    "postponed": PUT_OFF,
    "hearing_vacated": PUT_OFF,
    "notice_waived": WAIVED,
    "clock_paused": PAUSED,
    "court_order_entered": PAUSED | SANCTIONED,
    "service_recorded": SENT_AGAIN,
    "service_failed": SENT_AGAIN,
    "sanction_decided": SANCTIONED,
    "caution_answered": SANCTIONED,
    "appeal_determined": SANCTIONED,
    "direction_given": DIRECTED,
    "representative_named": REPRESENTED,
}
"""Acts after which a day, or whose right it is, may be another than the node says: that is asked of the engine."""
UNDECIDED_CHARGE, PROVED_CHARGE, DISMISSED_CHARGE = 0, 1, 2
NO_CHARGES = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A number inside the number: it counts up to ``most`` and then stays."""

    shift: int
    most: int

    @property
    def mask(self) -> int:
        return ((1 << self.most.bit_length()) - 1) << self.shift

    def of(self, state: int) -> int:
        return (state & self.mask) >> self.shift

    def put(self, state: int, count: int) -> int:
        return (state & ~self.mask) | min(count, self.most) << self.shift


@dataclass(frozen=True, slots=True)
class Need:
    """Holds if a bit of ``any_of`` is set, or, where there is a ``none_of``, none of its bits is."""

    any_of: int
    none_of: int

    def holds(self, state: int) -> bool:
        return bool(state & self.any_of) or bool(self.none_of and not state & self.none_of)


class Layout:
    """The places of one edition's facts."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._next = FLAGS
        self.stage = {name: 1 << self._take(1) for name in edition.stages}
        self.count = {step.name: self._field(_asked_up_to(step)) for step in edition.steps.values()}
        self.result: dict[tuple[str, str], int] = {}
        self.limited: dict[tuple[str, str], Field] = {}
        for step in edition.steps.values():
            for one in step.results:
                self.result[step.name, one.name] = 1 << self._take(1)
                if one.limit is not None:
                    self.limited[step.name, one.name] = self._field(one.limit)
        self.awaiting = {step.name: 1 << self._take(1) for step in edition.steps.values() if step.announces}
        self.width = self._next
        self.start = NO_CHARGES << self.width

    def _take(self, bits: int) -> int:
        place = self._next
        self._next += bits
        return place

    def _field(self, most: int) -> Field:
        return Field(self._take(most.bit_length()), most)

    @property
    def every_stage(self) -> int:
        return sum(self.stage.values())

    def need_of_stages(self, names: Iterable[str]) -> int:
        return sum(self.stage[name] for name in set(names))

    def results_of(self, step: Step) -> int:
        return sum(self.result[step.name, one.name] for one in step.results)

    def need(self, atoms: Iterable[Atom]) -> Need:
        """A condition as masks: it holds if any of its atoms does."""
        any_of = none_of = 0
        for atom in atoms:
            if atom.kind == "no charge proved":
                none_of |= SOME_PROVED
            else:
                any_of |= self._bits(atom)
        return Need(any_of, none_of)

    def _bits(self, atom: Atom) -> int:
        if atom.kind == "stage":
            return self.stage[atom.name]
        if atom.kind == "done":
            return self.count[atom.name].mask
        if atom.kind == "result":
            return self.result.get((atom.name, atom.result), 0)
        return ALL_DECIDED if atom.kind == "all charges decided" else SOME_PROVED

    def done(self, state: int, step: str) -> bool:
        return bool(state & self.count[step].mask)

    def forgotten(self, step: Step) -> int:
        """Every bit that says that a step was done, and how."""
        bits = self.count[step.name].mask | self.awaiting.get(step.name, 0)
        for one in step.results:
            key = (step.name, one.name)
            bits |= self.result[key] | (self.limited[key].mask if key in self.limited else 0)
        return bits

    def charges(self, state: int) -> list[int]:
        code, found = state >> self.width, []
        while code > NO_CHARGES:
            found.append(code & 3)
            code >>= 2
        return found[::-1]

    def with_charges(self, state: int, charges: Iterable[int]) -> int:
        code, decided, proved = NO_CHARGES, True, False
        for charge in charges:
            code = code << 2 | charge
            decided, proved = decided and charge != UNDECIDED_CHARGE, proved or charge == PROVED_CHARGE
        flags = (ALL_DECIDED if decided and code > NO_CHARGES else 0) | (SOME_PROVED if proved else 0)
        rest = state & ((1 << self.width) - 1) & ~(ALL_DECIDED | SOME_PROVED)
        return code << self.width | rest | flags

    def of(self, case: Case) -> int:
        """The number of a marking that the fold has made."""
        state = self.with_charges(0, (finding(charge.finding) for charge in case.charges))
        state |= _flags(case)
        for name in case.stages:
            state |= self.stage[name]
        for name, count in case.count.items():
            state = self.count[name].put(state, count)
            state |= self.result.get((name, case.last[name].result or ""), 0)
        for key, limited in self.limited.items():
            state = limited.put(state, case.result_count.get(key, 0))
        for source, bit in self.awaiting.items():
            announced = case.last.get(self.edition.steps[source].announces)
            told = case.last.get(source)
            if told is not None and (announced is None or announced.index < told.index):
                state |= bit
        return state


def finding(word: str) -> int:
    """A finding as the two bits of its charge."""
    if not word:
        return UNDECIDED_CHARGE
    return PROVED_CHARGE if word in PROVED else DISMISSED_CHARGE


def left_by(acts: Iterable[str]) -> int:
    """The flags that acts leave behind."""
    bits = 0
    for act in acts:
        bits |= LEAVES.get(act, 0)
    return bits


def _flags(case: Case) -> int:
    bits = STARTED if case.entries else 0
    for entry in case.entries:
        left = left_by(entry.acts)
        bits |= left & PUT_OFF if entry.index in case.overtaken else left
    bits |= ENDED if case.ended else 0
    bits |= STOPPED if case.stopped else 0
    bits |= COMPLAINANT if case.parties.get("complainant") else 0
    return bits | (RESPONDENT if case.parties.get("respondent") else 0)


def _asked_up_to(step: Step) -> int:
    return step.cap if step.cap is not None and not step.each and step.cap > 0 else 1
