"""Disclosure control (STA-03): no published table lets anybody work out a figure of one to four.

    protect(values)   which cells and totals of a table of counts may be printed, and how

A count of 1 to 4 is hidden; zero stays zero. Then further cells are hidden, the smallest first, and at last totals,
until every hidden figure could also be another one. That is asked of the table as a network: rows and columns are
nodes, cells and totals are what flows between them, and a hidden figure can be worked out exactly if no circle of
hidden figures runs through it. The reader is taken to know every printed total to the last digit and that no hidden
cell is zero, which is more than we print: totals are rounded to five.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from alteram.statistics.counts import NotWhole

HIDDEN_TO = 4  # counts from 1 to this are hidden
ROUND_TO = 5

Edge = tuple[str, str]
Table = Sequence[Sequence[int]]
_OPEN, _OVER = ("open", "still open"), ("over", "closed")  # the totals of open and of closed cases, each in two tables
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


def protect(values: Table, *, with_row_totals: bool = True, known_rows: Collection[int] = ()) -> Protected:
    """A table of counts, row by row. Raises :class:`~.counts.NotWhole`.

    Without row totals (rows that are not added up, such as "open" beside "closed") only columns are summed. The totals
    of ``known_rows`` stand in another table as well, so hiding them here would be of little use.
    """
    net = _Network(known={(_ALL, _row(number)) for number in known_rows})
    rows, columns = range(len(values)), range(len(values[0]) if values else 0)
    for r, row in enumerate(values):
        for c, number in enumerate(row):
            net.count(number, (_ALL, _row(r)), (_row(r), _column(c)), (_column(c), _SUM), (_SUM, _ALL))
            net.cells.add((_row(r), _column(c)))
    if not with_row_totals:
        net.unprinted |= {edge for edge in net.flow if edge[0] == _ALL or edge == (_SUM, _ALL)}
    net.last.add((_SUM, _ALL))
    net.hide_until_safe()
    return Protected(
        cells=tuple(tuple(net.figure((_row(r), _column(c))) for c in columns) for r in rows),
        row_totals=tuple(net.figure((_ALL, _row(r)), total=True) for r in rows),
        column_totals=tuple(net.figure((_column(c), _SUM), total=True) for c in columns),
        total=net.figure((_SUM, _ALL), total=True),
    )


def protect_together(came: Table, closed: Table, ages: Table) -> tuple[Protected, Protected, Protected] | None:
    """Three tables of the same cases, so that none gives away what another hides. None if they are not of the same.

    ``came``: each outcome by the year in which the complaint came in, the open cases last; ``closed``: each outcome but
    open, by the year of closing; ``ages``: bands of days, open cases beside closed ones. A total that two of them share
    is one figure. What was decided and is not yet closed stands in the first alone and is printed nowhere.
    """
    if not _of_the_same_cases(came, closed, ages):
        return None
    net = _Network(known={_OPEN})
    net.last |= {(_SUM, _ALL), _OVER}
    _count_ages(net, ages)
    _count_closed(net, closed)
    totals = [*((f"decided {r}", _row(r)) for r in range(len(closed))), _OPEN]
    for total, row in zip(totals, came, strict=True):
        for c, number in enumerate(row):
            net.count(number, total, (total[1], _column(c)), (_column(c), _SUM), (_SUM, _ALL))
            net.cells.add((total[1], _column(c)))
    for r, row in enumerate(closed):
        if waiting := sum(came[r]) - sum(row):
            net.count(waiting, (_ALL, f"decided {r}"))
            net.unprinted.add((_ALL, f"decided {r}"))
    net.hide_until_safe()
    years, ending = range(len(came[0])), range(len(closed[0]))
    return (
        net.table([[(total[1], _column(c)) for c in years] for total in totals], totals,
                  [(_column(c), _SUM) for c in years], (_SUM, _ALL)),
        net.table([[(f"d{c}", f"end {r}") for c in ending] for r in range(len(closed))],
                  [(f"end {r}", f"decided {r}") for r in range(len(closed))], [(_OVER[1], f"d{c}") for c in ending],
                  _OVER),
        net.table([[(f"open {n}", _OPEN[0]), (f"over {n}", _OVER[0])] for n in range(len(ages))], [], [_OPEN, _OVER],
                  (_SUM, _ALL)),
    )  # fmt: skip


def _of_the_same_cases(came: Table, closed: Table, ages: Table) -> bool:
    if len(came) != len(closed) + 1 or any(sum(end) > sum(row) for end, row in zip(closed, came, strict=False)):
        return False
    return [sum(band[side] for band in ages) for side in (0, 1)] == [sum(came[-1]), sum(map(sum, closed))]


def _count_ages(net: _Network, ages: Table) -> None:
    """The bands of which a total is the sum. The total itself is counted where the cases are."""
    for n, band in enumerate(ages):
        for name, number, total in zip((f"open {n}", f"over {n}"), band, (_OPEN, _OVER), strict=True):
            net.count(number, (_ALL, name), (name, total[0]))
            net.cells.add((name, total[0]))
            net.unprinted.add((_ALL, name))


def _count_closed(net: _Network, closed: Table) -> None:
    for r, row in enumerate(closed):
        for c, number in enumerate(row):
            net.count(number, _OVER, (_OVER[1], f"d{c}"), (f"d{c}", f"end {r}"), (f"end {r}", f"decided {r}"))
            net.cells.add((f"d{c}", f"end {r}"))


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
    """Tables as flows that come from all and return to it. What is hidden may flow otherwise; the rest is known."""

    def __init__(self, *, known: Collection[Edge] = ()) -> None:
        self.known = set(known)  # totals that stand somewhere else as well
        self.last: set[Edge] = set()  # the totals to hide last
        self.flow: dict[Edge, int] = {}
        self.cells: set[Edge] = set()
        self.unprinted: set[Edge] = set()  # printed nowhere, whatever they hold
        self.hidden: set[Edge] = set()
        self._circle: dict[Edge, set[Edge]] = {}
        self._at: defaultdict[str, set[Edge]] = defaultdict(set)  # the hidden ones, by both their ends

    def count(self, number: int, *way: Edge) -> None:
        """Let so many cases flow along a way."""
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise NotWhole("A table of counts holds whole numbers, zero or more.")
        for edge in way:
            self.flow[edge] = self.flow.get(edge, 0) + number

    def table(self, cells: Sequence[Sequence[Edge]], rows: Sequence[Edge], columns: Sequence[Edge], total: Edge
              ) -> Protected:  # fmt: skip
        """Some of the figures, as the table in which they are printed."""
        return Protected(
            cells=tuple(tuple(map(self.figure, row)) for row in cells),
            row_totals=tuple(self.figure(edge, total=True) for edge in rows),
            column_totals=tuple(self.figure(edge, total=True) for edge in columns),
            total=self.figure(total, total=True),
        )

    def figure(self, edge: Edge, *, total: bool = False) -> Figure:
        if edge in self.hidden:
            return Figure(value=None)
        number = self.flow.get(edge, 0)
        return Figure(value=rounded(number) if total else number)

    def hide_until_safe(self) -> None:
        first = self.unprinted | {edge for edge, number in self.flow.items() if _small(number)}
        for edge in first:
            self._hide(edge)
        while (found := next(self._exposed(), None)) is not None:
            self._hide(self._next_to_hide(found))
        for edge in sorted(self.hidden - first, key=lambda one: (-self.flow[one], one)):
            self._show(edge)  # hidden on the way, and not needed in the end
            if next(self._exposed(), None) is not None:
                self._hide(edge)

    def _hide(self, edge: Edge) -> None:
        self.hidden.add(edge)
        for node in edge:
            self._at[node].add(edge)

    def _show(self, edge: Edge) -> None:
        self.hidden.remove(edge)
        for node in edge:
            self._at[node].remove(edge)

    def _exposed(self) -> Iterator[Edge]:
        """Hidden cells, and small totals, that can be worked out."""
        for edge in sorted(self.hidden - self.unprinted, key=lambda one: (self.flow[one], one)):
            if (edge in self.cells or _small(self.flow[edge])) and not self._could_be_another(edge):
                yield edge

    def _could_be_another(self, edge: Edge) -> bool:
        """Whether a circle of hidden figures runs through it. The one that was found is kept: it holds while all its
        figures stay hidden."""
        known = self._circle.get(edge)
        if known is not None and known <= self.hidden:
            return True
        start, end = edge
        found = self._way(end, start, without=edge)
        if found is None and self.flow[edge] > self._least(edge):
            found = self._way(start, end, without=edge)
        if found is not None:
            self._circle[edge] = found
        return found is not None

    def _least(self, edge: Edge) -> int:
        return 1 if edge in self.cells else 0

    def _way(self, start: str, goal: str, *, without: Edge) -> set[Edge] | None:
        """The hidden figures through which something may flow from one node to another, ``without`` one of them."""
        came: dict[str, tuple[str, Edge]] = {start: (start, without)}
        waiting = deque([start])
        while waiting and goal not in came:
            here = waiting.popleft()
            for node, edge in self._neighbours(here, without):
                if node not in came:
                    came[node] = (here, edge)
                    waiting.append(node)
        if goal not in came:
            return None
        found, here = set(), goal
        while here != start:
            here, edge = came[here]
            found.add(edge)
        return found

    def _neighbours(self, here: str, without: Edge) -> Iterator[tuple[str, Edge]]:
        for edge in self._at[here]:
            start, end = edge
            if edge == without:
                continue
            if start == here:
                yield end, edge
            elif self.flow[edge] > self._least(edge):
                yield start, edge

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
        """Whether hiding it helps nothing or hurts most: known elsewhere, all that a known total has, or everything."""
        if edge not in self.cells:
            return edge in self.known | self.last
        return any(
            set(edge) & set(total) and self.flow[total] == self.flow[edge] for total in self.known & set(self.flow)
        )

    def _lone_lines(self) -> set[str]:
        """Where one figure alone is hidden, so that a subtraction gives it."""
        touched = Counter(node for edge in self.hidden for node in edge)
        return {node for node, times in touched.items() if times == 1}
