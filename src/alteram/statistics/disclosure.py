"""Disclosure control (STA-03): no published table lets anybody work out a figure of one to four.

    protect(values)   which cells and totals of a table of counts may be printed, and how

A count of 1 to 4 is hidden; zero stays zero. Then further cells are hidden, the smallest first, and at last totals,
until every hidden figure could also be another one. That is asked of the table as a network: rows and columns are
nodes, cells and totals are what flows between them, and a hidden figure can be worked out exactly if no circle of
hidden figures runs through it. The reader is taken to know every printed total to the last digit and that no hidden
cell is zero, which is more than we print: totals are rounded to five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from alteram.statistics.counts import NotWhole

HIDDEN_TO = 4  # counts from 1 to this are hidden
ROUND_TO = 5

Edge = tuple[str, str]
_ALL, _SUM = "all", "sum"  # the node from which row totals flow, and the one into which column totals flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as it may be printed. ``value`` is None where it is hidden, and nothing else tells of it."""

    value: int | None

    @property
    def suppressed(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return "[x]" if self.value is None else f"{self.value:,}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A table as it may be printed; totals are rounded to five. Where no row totals are shown they are all hidden."""

    cells: tuple[tuple[Figure, ...], ...]
    row_totals: tuple[Figure, ...]
    column_totals: tuple[Figure, ...]
    total: Figure


def protect(
    values: Sequence[Sequence[int]], *, with_row_totals: bool = True, known_rows: Collection[int] = ()
) -> Protected:
    """A table of counts, row by row. Raises :class:`~.counts.NotWhole`.

    Without row totals (rows that are not added up, such as "open" beside "closed") only columns are summed. The totals
    of ``known_rows`` stand in another table as well, so hiding them here would be of little use.
    """
    net = _Network(values, with_row_totals=with_row_totals, known_rows=known_rows)
    net.hide_until_safe()
    rows, columns = range(len(values)), range(len(values[0]) if values else 0)
    return Protected(
        cells=tuple(tuple(net.figure((_row(r), _column(c))) for c in columns) for r in rows),
        row_totals=tuple(net.figure((_ALL, _row(r)), total=True) for r in rows),
        column_totals=tuple(net.figure((_column(c), _SUM), total=True) for c in columns),
        total=net.figure((_SUM, _ALL), total=True),
    )


def rounded(number: int) -> int:
    """To the nearest five."""
    return (number + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def _row(number: int) -> str:
    return f"r{number}"


def _column(number: int) -> str:
    return f"c{number}"


def _small(number: int) -> bool:
    return 0 < number <= HIDDEN_TO


class _Network:
    """The table as flows: all → row → column → sum → all. What is hidden may flow otherwise; the rest is known."""

    def __init__(self, values: Sequence[Sequence[int]], *, with_row_totals: bool, known_rows: Collection[int]) -> None:
        self.known = {_row(number) for number in known_rows}
        self.flow: dict[Edge, int] = {}
        self.cells: set[Edge] = set()
        for r, row in enumerate(values):
            for c, number in enumerate(row):
                if isinstance(number, bool) or not isinstance(number, int) or number < 0:
                    raise NotWhole("A table of counts holds whole numbers, zero or more.")
                self.cells.add((_row(r), _column(c)))
                for edge in ((_ALL, _row(r)), (_row(r), _column(c)), (_column(c), _SUM), (_SUM, _ALL)):
                    self.flow[edge] = self.flow.get(edge, 0) + number
        self.hidden = {edge for edge, number in self.flow.items() if _small(number)}
        if not with_row_totals:
            self.hidden |= {edge for edge in self.flow if edge[0] == _ALL}
            self.hidden.add((_SUM, _ALL))

    def figure(self, edge: Edge, *, total: bool = False) -> Figure:
        if edge in self.hidden:
            return Figure(value=None)
        number = self.flow.get(edge, 0)
        return Figure(value=rounded(number) if total else number)

    def hide_until_safe(self) -> None:
        first = set(self.hidden)
        while (found := next(self._exposed(), None)) is not None:
            self.hidden.add(self._next_to_hide(found))
        for edge in sorted(self.hidden - first, key=lambda one: (-self.flow[one], one)):
            self.hidden.remove(edge)  # hidden on the way, and not needed in the end
            if next(self._exposed(), None) is not None:
                self.hidden.add(edge)

    def _exposed(self) -> Iterator[Edge]:
        """Hidden cells, and small totals, that can be worked out."""
        for edge in sorted(self.hidden, key=lambda one: (self.flow[one], one)):
            if (edge in self.cells or _small(self.flow[edge])) and not self._could_be_another(edge):
                yield edge

    def _could_be_another(self, edge: Edge) -> bool:
        start, end = edge
        return self._reaches(end, start, without=edge) or (
            self.flow[edge] > self._least(edge) and self._reaches(start, end, without=edge)
        )

    def _least(self, edge: Edge) -> int:
        return 1 if edge in self.cells else 0

    def _reaches(self, start: str, goal: str, *, without: Edge) -> bool:
        """Whether something may flow from one node to another through hidden figures alone, ``without`` one of them."""
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            for node in self._neighbours(here, without):
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return False

    def _neighbours(self, here: str, without: Edge) -> Iterator[str]:
        for edge in self.hidden:
            if edge == without:
                continue
            start, end = edge
            if start == here:
                yield end
            elif end == here and self.flow[edge] > self._least(edge):
                yield start

    def _next_to_hide(self, exposed: Edge) -> Edge:
        """The figure that mends most: of those in the lines whose one hidden figure stands bare, the smallest.

        Cells go before totals. The grand total comes last, and with it the totals of the rows that another table shows
        as well, such as the open cases, whose ages are counted.
        """
        shown = [edge for edge in self.flow if edge not in self.hidden and self.flow[edge] > 0]
        lone = self._lone_lines()
        return min(
            shown,
            key=lambda one: (
                self._given_away(one), -len(set(one) & lone), one not in self.cells, -len(set(one) & set(exposed)),
                self.flow[one], one,
            ),
        )  # fmt: skip

    def _given_away(self, edge: Edge) -> bool:
        """Whether hiding it helps nothing or hurts most: known elsewhere, all that a known row has, or everything."""
        start, end = edge
        if start == _ALL or edge == (_SUM, _ALL):
            return end in self.known or edge == (_SUM, _ALL)
        return start in self.known and self.flow[_ALL, start] == self.flow[edge]

    def _lone_lines(self) -> set[str]:
        """Where one figure alone is hidden, so that a subtraction gives it."""
        touched = Counter(node for edge in self.hidden for node in edge)
        return {node for node, times in touched.items() if times == 1}
