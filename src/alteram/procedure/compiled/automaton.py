"""The automaton of an edition: numbers interned as nodes, each with the edges that records have asked for so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias, cast

from alteram.codec import Entry
from alteram.procedure.compiled import layout as bits
from alteram.procedure.compiled.guards import LAWFUL, UNSURE, Guard, Guards, Memory, Write, by_the_clock, refused
from alteram.procedure.compiled.layout import Layout
from alteram.procedure.compiled.moves import Details, Move, Read
from alteram.rulebook.model import Edition

MANY = 50_000
"""Nodes kept for an edition. Beyond them it begins afresh: a strange record may not fill the memory of a server."""
Key: TypeAlias = tuple[str | None, tuple[str, ...], str | None]  # step, acts, result


Act: TypeAlias = Callable[[date, Memory, Entry], "int | None"]
"""What an entry does at a node besides leading on: it is guarded, and days are remembered. Says what the guards say."""
Edge: TypeAlias = "tuple[Node | None, Act | Choices | None]"
"""Where an entry leads, and what it does there. Without a node: a choice by what the entry says besides step and result
or, within such a choice, an entry after which the engine says where the case stands."""


class Choices(dict[object, "tuple[Node | None, Act | None]"]):
    """The edges of one step and result at a node, by what else the entry says."""

    __slots__ = ("move", "node", "read")

    def __init__(self, node: Node, move: Move) -> None:
        super().__init__()
        self.node, self.move = node, move
        self.read: Read = move.reads[0] if len(move.reads) == 1 else move.details

    def __missing__(self, said: object) -> tuple[Node | None, Act | None]:
        details = (said,) if len(self.move.reads) == 1 else cast(Details, said)
        edge = self[said] = self.node.automaton.edge(self.node.state, self.move, details)
        return edge


class Node:
    """One number, and where each entry leads from it: ``edges[step][acts][result]``.

    These are plain maps by words that are hashed already: one key of all three would be put together and hashed anew
    for each entry. An edge is made the first time that somebody asks.
    """

    __slots__ = ("automaton", "edges", "free", "state", "timed")

    def __init__(self, automaton: Automaton, state: int) -> None:
        self.automaton, self.state = automaton, state
        self.edges: dict[str | None, dict[tuple[str, ...], dict[str | None, Edge]]] = {}
        self.free: tuple[str, ...] | None = None  # steps that people may take from here and that no day shuts
        self.timed: tuple[tuple[str, tuple[Guard, ...]], ...] = ()  # those that a day may shut

    def edge(self, entry: Entry) -> Edge:
        """Where an entry leads."""
        by_result = self.edges.setdefault(entry.step, {}).setdefault(entry.acts, {})
        found = by_result.get(entry.result)
        if found is None:
            move = self.automaton.move((entry.step, entry.acts, entry.result))
            choice = move.reads or move.unsettles
            found = (None, Choices(self, move)) if choice else self.automaton.edge(self.state, move, ())
            by_result[entry.result] = found
        return found

    def open(self, on: date, memory: Memory) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The steps that c1 to c7 leave open to people on a day, and those of which the engine must be asked."""
        if self.free is None:
            self.free, self.timed = self.automaton.opened(self.state)
        if not self.timed:
            return self.free, ()
        opened, unsure = list(self.free), []
        for name, guards in self.timed:
            said = LAWFUL
            for guard in guards:
                said = guard(on, memory, None)
                if said:
                    break
            if not said:
                opened.append(name)
            elif said == UNSURE:
                unsure.append(name)
        return tuple(opened), tuple(unsure)


class Automaton:
    """One edition, compiled."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.layout = Layout(edition)
        self.guards = Guards(self.layout)
        self._moves: dict[Key, Move] = {}
        self._nodes: dict[int, Node] = {}
        self.probes = tuple(step for step in edition.steps.values() if not step.clock_only)
        self.start = self.node(self.layout.start)

    def node(self, state: int) -> Node:
        found = self._nodes.get(state)
        if found is None:
            if len(self._nodes) >= MANY:
                self._nodes = {}
                self._moves = {}
            found = self._nodes[state] = Node(self, state)
        return found

    def move(self, key: Key) -> Move:
        found = self._moves.get(key)
        if found is None:
            name, acts, result = key
            step = self.edition.steps.get(name) if name else None
            found = self._moves[key] = Move(self.layout, step, acts, result)
        return found

    def edge(self, state: int, move: Move, details: Details) -> tuple[Node | None, Act | None]:
        after = None if move.unsettles else self.node(move.after(state, details))
        guards = tuple(self._guards(state, move)) if move.lawful(state, details) else (refused,)
        return after, _at_once(guards, tuple(self.guards.writes(state, move)))

    def _guards(self, state: int, move: Move) -> Iterator[Guard]:
        if move.only_by_clock:
            yield by_the_clock
        if move.step is not None:
            yield from self.guards.of(state, move.step)

    def passed_over(self, state: int, acts: tuple[str, ...]) -> Node:
        """After an entry that another one overtook: it moves nothing, and stands in the record."""
        return self.node(state | bits.STARTED | bits.left_by(acts) & bits.PUT_OFF)

    def opened(self, state: int) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[Guard, ...]], ...]]:
        """The steps that people may take: those that no day shuts, and those that a day may shut, with their guards."""
        free, timed = [], []
        for step in self.probes:
            if not self.move((step.name, step.acts, None)).open(state):
                continue
            guards = tuple(self.guards.of(state, step, probing=True))
            if guards:
                timed.append((step.name, guards))
            else:
                free.append(step.name)
        return tuple(free), tuple(timed)


def _at_once(guards: tuple[Guard, ...], writes: tuple[Write, ...]) -> Act | None:
    """Guards and writes as one call; the guards see what was remembered before."""
    if len(guards) + len(writes) == 1:
        return (*guards, *writes)[0]
    if not guards and not writes:
        return None

    def act(at: date, memory: Memory, entry: Entry) -> int:
        said = LAWFUL
        for guard in guards:
            said = guard(at, memory, entry)
            if said:
                break
        for write in writes:
            write(at, memory, entry)
        return said

    return act


_compiled: dict[str, Automaton] = {}


def automaton_of(edition: Edition) -> Automaton:
    """The automaton of an edition, compiled once."""
    found = _compiled.get(edition.digest)
    if found is None or found.edition is not edition:
        found = _compiled[edition.digest] = Automaton(edition)
    return found
