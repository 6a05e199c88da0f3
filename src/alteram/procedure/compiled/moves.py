"""How a step, or an act without one, reads the number of a marking (c1 to c5, c8) and what it makes of it (Apply, 2.2).

The fold of ``alteram.case`` is the truth; tests hold both to the same number after every entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alteram.acts import ACTS
from alteram.case.reading import numbers
from alteram.codec import Entry
from alteram.procedure.compiled import layout as bits
from alteram.procedure.compiled.layout import Layout
from alteram.rulebook.model import Step

Details = tuple[object, ...]
Read = Callable[[Entry], object]
UNSETTLING = frozenset({"court_order_entered", "act_undone", "rules_changed"})
"""Acts that may take findings back by the numbers of entries, or put another edition in the place of this one: after
them the engine says where the case stands."""


class Move:
    """One step with one result, or acts without a step."""

    def __init__(self, layout: Layout, step: Step | None, acts: tuple[str, ...], result: str | None) -> None:
        self.layout, self.step, self.acts, self.result = layout, step, acts, result
        reads = [READS[act] for act in acts if act in READS]
        if step is not None and step.each == "charge":
            reads.append(_charges_named)
        self.reads: tuple[Read, ...] = tuple(dict.fromkeys(reads))
        self.unsettles = bool(UNSETTLING & set(acts))
        self._known = step.by_name.get(result or "") if step is not None else None
        if step is not None:
            self._stages = layout.need_of_stages(step.only_while)
            self._needs = tuple(layout.need(need) for need in step.needs)
            self._unless = layout.need(step.unless)
            self._result_needs = tuple(layout.need(need) for need in self._known.needs) if self._known else ()
            self._ends = self._switched_by(layout.edition.ended_by)
            self._begins = self._switched_by(layout.edition.begun_by)
            self._answered = sum(bit for name, bit in layout.awaiting.items() if self._announced_by(name))

    def details(self, entry: Entry) -> Details:
        """What the entry says besides step and result, in the order of ``reads``."""
        return tuple(read(entry) for read in self.reads)

    def _switched_by(self, switches: Mapping[str, tuple[tuple[str, str], ...]]) -> int:
        mask = 0
        for result, stage in switches.get(self.step.name if self.step else "", ()):
            mask |= self.layout.stage[stage] if result in ("", self.result) else 0
        return mask

    def _announced_by(self, source: str) -> bool:
        return self.step is not None and self.layout.edition.steps[source].announces == self.step.name

    @property
    def only_by_clock(self) -> bool:
        return self._known is not None and self._known.only_by_clock

    # c1 to c5 and c8

    def lawful(self, state: int, details: Details) -> bool:
        """Whether what is asked of the number holds, for an entry with these details."""
        if not self.open(state):
            return False
        step = self.step
        if step is None:
            return True
        if step.each == "charge" and not self._charge_left(state, self._given(_charges_named, details)):
            return False
        return not step.results or self._result_allowed(state)

    def open(self, state: int) -> bool:
        """Whether the step is open before anybody has filled a form (c1 to c5)."""
        step = self.step
        if step is None:
            after_end = all(ACTS[act].after_end for act in self.acts if act in ACTS)
            return bool(state & bits.STARTED) and (after_end or not state & bits.ENDED)
        return self._alive(state, step) and self._in_order(state, step) and self._left(state, step)

    @staticmethod
    def _alive(state: int, step: Step) -> bool:
        if not state & bits.STARTED and not step.starts_case:
            return False
        return step.after_end or not state & bits.ENDED

    def _in_order(self, state: int, step: Step) -> bool:
        stopped = step.ends_case and state & bits.STOPPED
        if self._stages and not state & self._stages and not stopped:
            return False
        return all(need.holds(state) for need in self._needs) and not self._unless.holds(state)

    def _left(self, state: int, step: Step) -> bool:
        if step.each == "charge":
            return not state & bits.ALL_DECIDED
        if step.each == "party" or step.cap is None:
            return True
        return self.layout.count[step.name].of(state) < step.cap

    def _charge_left(self, state: int, named: object) -> bool:
        charges = self.layout.charges(state)
        wanted = {int(word) for word in _as_words(named)}
        if wanted - set(range(1, len(charges) + 1)):
            return False
        asked = [charge for number, charge in enumerate(charges, 1) if not wanted or number in wanted]
        return not asked or bits.UNDECIDED_CHARGE in asked

    def _result_allowed(self, state: int) -> bool:
        if self._known is None or self.step is None:
            return False
        limited = self.layout.limited.get((self.step.name, self._known.name))
        if limited is not None and limited.of(state) >= limited.most:
            return False
        return all(need.holds(state) for need in self._result_needs)

    # Apply

    def after(self, state: int, details: Details) -> int:
        """The number after the entry, whether or not it was lawful."""
        step = self.step
        state |= bits.STARTED | bits.left_by(self.acts)
        if step is not None:
            state = self.counted(state)
        for act in self.acts:
            effect = EFFECTS.get(act)
            if effect is not None:
                state = effect(self, state, self._given(READS[act], details) if act in READS else None)
        if step is None:
            return state
        state = self._reopened(self._switched(state))
        return state & ~self.layout.every_stage | bits.ENDED if step.ends_case else state

    def _given(self, read: Read, details: Details) -> object:
        return details[self.reads.index(read)] if read in self.reads and details else None

    def counted(self, state: int) -> int:
        """The number once the step counts as done, before anything follows from it."""
        step, layout = self.step, self.layout
        if step is None:
            return state
        count = layout.count[step.name]
        state = count.put(state, count.of(state) + 1) & ~layout.results_of(step)
        key = (step.name, self.result or "")
        state |= layout.result.get(key, 0)
        if key in layout.limited:
            limited = layout.limited[key]
            state = limited.put(state, limited.of(state) + 1)
        return (state | layout.awaiting.get(step.name, 0)) & ~self._answered

    def _switched(self, state: int) -> int:
        if self.step is not None and self.step.each == "charge" and not self._all_decided(state):
            return state
        return state & ~self._ends | self._begins

    def _all_decided(self, state: int) -> bool:
        return bool(state & bits.ALL_DECIDED) or state >> self.layout.width == bits.NO_CHARGES

    def reopened(self) -> tuple[Step, ...]:
        """The steps that count as not done again after this one, in order."""
        if self.step is None:
            return ()
        then = [rule for rule in self.step.then if not rule.results or self.result in rule.results]
        return tuple(self.layout.edition.steps[name] for rule in then for name in rule.reopens)

    def _reopened(self, state: int) -> int:
        for step in self.reopened():
            state &= ~self.layout.forgotten(step)
            for source, bit in self.layout.awaiting.items():
                if self.layout.edition.steps[source].announces == step.name and self.layout.done(state, source):
                    state |= bit
            charges = self.layout.charges(state)
            if step.is_act("charge_decided"):
                state = self.layout.with_charges(state, [bits.UNDECIDED_CHARGE] * len(charges))
            if step.creates_charges:
                state = self.layout.with_charges(state, ())
        return state


# What of an entry the number depends on besides step and result


def _as_words(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    return (str(value),) if value is not None else ()


def _charges_named(entry: Entry) -> object:
    named = entry.data.get("charge")
    return _as_words(named) if isinstance(named, (list, tuple)) else named


def _parties_there(entry: Entry) -> object:
    there = bits.RESPONDENT if _some(entry.data.get("respondents")) else 0
    if _some(entry.data.get("complainant")) or "complainant" in [one.capacity for one in entry.by]:
        there |= bits.COMPLAINANT
    return there


def _respondent_there(entry: Entry) -> object:
    return bits.RESPONDENT if _some(entry.data.get("person")) else 0


def _some(value: object) -> bool:
    """Whether there is a word in it, read as ``words`` reads it."""
    return isinstance(value, str) or (isinstance(value, (list, tuple)) and bool(value))


def _charges_given(entry: Entry) -> object:
    given = entry.data.get("charges")
    if not isinstance(given, (list, tuple)):
        return 0
    return len([item for item in given if isinstance(item, (dict, Mapping))])  # `dict` first: it is the quick answer


READS: Mapping[str, Read] = {
    "complaint_received": _parties_there,
    "respondent_named": _respondent_there,
    "charges_issued": _charges_given,
    "charge_decided": _charges_named,
    "charge_withdrawn": _charges_named,
}


# What acts change besides what their step does


def _received(move: Move, state: int, there: object) -> int:
    return state | (there if isinstance(there, int) else 0)


def _named(move: Move, state: int, there: object) -> int:
    return _received(move, state & ~bits.RESPONDENT, there)


def _issued(move: Move, state: int, given: object) -> int:
    more = given if isinstance(given, int) else 0
    return move.layout.with_charges(state, [*move.layout.charges(state), *[bits.UNDECIDED_CHARGE] * more])


def _decided(move: Move, state: int, named: object) -> int:
    word = (move.step.meaning(move.result) if move.step else move.result) or ""
    only = numbers(named)
    found = enumerate(move.layout.charges(state), 1)
    return move.layout.with_charges(
        state, [bits.finding(word) if not only or number in only else charge for number, charge in found]
    )


def _withdrawn(move: Move, state: int, named: object) -> int:
    only = numbers(named)
    found = enumerate(move.layout.charges(state), 1)
    return move.layout.with_charges(
        state, [bits.DISMISSED_CHARGE if number in only else charge for number, charge in found]
    )


def _continued(move: Move, state: int, _nothing: object) -> int:
    if move.result == "stop":
        return state | bits.STOPPED
    return state & ~bits.STOPPED if move.result == "go_on" else state


def _alive_again(move: Move, state: int, _nothing: object) -> int:
    step = move.step
    goes_on = step is not None and (step.then or move.layout.edition.begun_by.get(step.name))
    return state & ~(bits.ENDED | bits.STOPPED) if goes_on else state


EFFECTS: Mapping[str, Callable[[Move, int, object], int]] = {
    "complaint_received": _received,
    "respondent_named": _named,
    "charges_issued": _issued,
    "charge_decided": _decided,
    "charge_withdrawn": _withdrawn,
    "continuation_decided": _continued,
    "reopened": _alive_again,
}
