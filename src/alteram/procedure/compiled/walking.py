"""Entries taken through the automaton, in the order of the fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alteram.acts import ACTS
from alteram.case import Case, begin, in_order
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import conditions
from alteram.procedure.compiled.automaton import Automaton, Choices, Node, automaton_of
from alteram.procedure.compiled.guards import REFUSED, Memory
from alteram.procedure.compiled.layout import LEAVES, PUT_OFF
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Rulebook


@dataclass(slots=True)
class Walked:
    """A case after its entries, as far as order and time go."""

    node: Node
    unlawful: tuple[int, ...]  # numbers of the entries that c1 to c8 did not allow
    asked: int  # how often the engine was asked, since the node could not tell
    opened: tuple[tuple[str, ...], ...]  # the steps open after each entry, where they were asked for


def walk(rulebook: Rulebook, name: str, entries: Sequence[Entry], *, listing: bool = False) -> Walked:
    """Which entries c1 to c8 did not allow, each on its own day, given what had happened by then.

    What follows by itself (``deemed``) is applied and not judged, and so is what was entered against the rules. With
    ``listing`` the steps that c1 to c7 leave open after each entry, on its day, are listed as well. Raises
    ``ValueError`` without entries.
    """
    if not entries:
        raise ValueError("a case begins with its first entry")
    automaton = _automaton(rulebook, name, entries[0])
    return _straight(automaton, entries, listing) or _Walk(rulebook, name, entries, listing).walked()


def _straight(automaton: Automaton, entries: Sequence[Entry], listing: bool) -> Walked | None:
    """The walk where nothing is in doubt: entries in order, none overtaken, all lawful as far as the nodes can tell.

    None where something is; then each entry is taken with care. Everything here is local, which is a tenth of the time.
    """
    node: Node | None = automaton.start
    memory, today = automaton.guards.nothing(), date.min
    opened: list[tuple[str, ...]] = []
    for entry in entries:
        at = entry.at
        if at < today or entry.late or entry.overtakes:
            return None
        today = at
        try:
            node, act = node.edges[entry.step][entry.acts][entry.result]  # type: ignore[union-attr]
        except KeyError:
            node, act = node.edge(entry)  # type: ignore[union-attr]
        if act is not None:
            if node is None:
                node, act = act[act.read(entry)]  # type: ignore[index, union-attr]
            if node is None or (act is not None and act(at, memory, entry)):  # type: ignore[operator]
                return None
        if listing and not _listed(node, at, memory, opened):  # type: ignore[arg-type]
            return None
    return Walked(node, (), 0, tuple(opened))  # type: ignore[arg-type]


def _listed(node: Node, at: date, memory: Memory, opened: list[tuple[str, ...]]) -> bool:
    """Note the steps that people may take at a node; False where the node cannot tell."""
    names, unsure = node.open(at, memory)
    opened.append(names)
    return not unsure


def why(rulebook: Rulebook, name: str, entries: Sequence[Entry], walked: Walked) -> Iterator[tuple[Entry, Refusal]]:
    """What the engine says of each entry that a walk found unlawful, with the record taken as it stands."""
    going = _Walk(rulebook, name, entries, listing=False)
    for entry in going.entries:
        if entry.index in walked.unlawful:
            for refusal in going.refusals(entry):
                yield entry, refusal


class _Walk:
    """One walk with care: moves while it runs."""

    __slots__ = (
        "asked", "automaton", "by_engine", "case", "entries", "folded", "listing", "memory", "node", "opened",
        "unlawful",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook, name: str, entries: Sequence[Entry], listing: bool) -> None:
        self.automaton, self.listing = _automaton(rulebook, name, entries[0]), listing
        self.node = self.automaton.start
        self.memory = self.automaton.guards.nothing()
        self.unlawful: list[int] = []
        self.opened: list[tuple[str, ...]] = []
        self.asked = 0
        self.entries = list(in_order(entries))
        as_written = all(one is other for one, other in zip(entries, self.entries, strict=True))
        # which day was put off goes by the numbers of entries in the fold, and here by their order
        self.by_engine = not as_written and any(_puts_off(entry) for entry in entries)
        self.by_engine |= any("rules_changed" in entry.acts for entry in entries)  # the edition is another from there
        self.case = begin(rulebook, name, received=entries[0].at, digest=entries[0].edition)
        self.case.overtaken = {number for entry in entries for number in entry.overtakes}
        self.folded = 0  # how many entries the engine has folded

    def walked(self) -> Walked:
        """Take the entries by the day on which they happened, without what was overtaken."""
        for entry in self.entries:
            if self.by_engine:
                self._judged_by_engine(entry)
            else:
                self._taken(entry)
        return Walked(self.node, tuple(self.unlawful), self.asked, tuple(self.opened))

    def _taken(self, entry: Entry) -> None:
        if entry.index in self.case.overtaken:
            self.node = self.automaton.passed_over(self.node.state, entry.acts)
        else:
            after, act = self.node.edge(entry)
            if isinstance(act, Choices):
                after, act = act[act.read(entry)]
            if act is not None and (said := act(entry.at, self.memory, entry)):
                self._doubted(said, entry)
            self.node = self._settled(entry) if after is None else after
        if self.listing:
            names, unsure = self.node.open(entry.at, self.memory)
            self.opened.append((*names, *self._open_by_engine(unsure, entry)) if unsure else names)

    def _doubted(self, said: int, entry: Entry) -> None:
        if not entry.deemed and (said == REFUSED or self._refused_by_engine(entry)):
            self.unlawful.append(entry.index)

    # What the engine is asked

    def _refused_by_engine(self, entry: Entry) -> bool:
        self.asked += 1
        return any(True for _ in self.refusals(entry))

    def refusals(self, entry: Entry) -> Iterator[Refusal]:
        """What c1 to c8 say of an entry, on the case as the engine folds it."""
        yield from conditions.failed(_situation(self._case_before(entry), entry))

    def _settled(self, entry: Entry) -> Node:
        self.asked += 1
        case = self._case_after(entry)
        self.automaton = automaton_of(case.edition)
        return self.automaton.node(self.automaton.layout.of(case))

    def _judged_by_engine(self, entry: Entry) -> None:
        judged = not entry.deemed and entry.index not in self.case.overtaken
        if judged and self._refused_by_engine(entry):
            self.unlawful.append(entry.index)
        self.node = self._settled(entry)
        if self.listing:
            probes = self.automaton.probes
            self.opened.append(self._open_by_engine([step.name for step in probes], entry))

    def _open_by_engine(self, names: Sequence[str], entry: Entry) -> tuple[str, ...]:
        self.asked += 1
        case = self._case_after(entry)
        situations = [(name, _probe(case, name, entry.at)) for name in names]
        return tuple(name for name, one in situations if not any(True for _ in conditions.failed(one)))

    def _case_before(self, entry: Entry) -> Case:
        """The case as the engine folds it, up to an entry of this walk, which never goes back."""
        while self.entries[self.folded] is not entry:
            self.case.fold(self.entries[self.folded])
            self.folded += 1
        return self.case

    def _case_after(self, entry: Entry) -> Case:
        if not self.folded or self.entries[self.folded - 1] is not entry:
            self._case_before(entry).fold(entry)
            self.folded += 1
        return self.case


def _puts_off(entry: Entry) -> bool:
    return any(LEAVES.get(act, 0) & PUT_OFF for act in entry.acts)


def _automaton(rulebook: Rulebook, name: str, first: Entry) -> Automaton:
    for edition in rulebook.editions:
        if edition.digest == first.edition:
            return automaton_of(edition)
    return automaton_of(begin(rulebook, name, received=first.at, digest=first.edition).edition)


def _situation(case: Case, entry: Entry) -> Situation:
    step = case.edition.steps.get(entry.step or "")
    return Situation(
        rulebook=case.rulebook,
        people=People(),
        case=case,
        step=step,
        acts=step.vocabulary if step is not None else tuple(ACTS[act] for act in entry.acts if act in ACTS),
        result=entry.result,
        day=entry.at,
        by=tuple(actor.who for actor in entry.by),
        channel=str(entry.data.get("channel", "")) or None,
        fields=entry.data,
    )


def _probe(case: Case, name: str, day: date) -> Situation:
    step = case.edition.steps[name]
    return Situation(
        rulebook=case.rulebook, people=People(), case=case, step=step, acts=step.vocabulary, result=None, day=day,
        fields={}, probing=True,
    )  # fmt: skip
