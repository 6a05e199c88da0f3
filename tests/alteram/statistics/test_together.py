"""Three tables of the same cases give nothing away together: small ones are tried by brute force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from alteram.statistics.disclosure import Protected, protect, protect_together

Place = tuple[str, int, int]  # table, row, column
Line = frozenset[Place]
Shown = tuple[Protected, Protected, Protected]


@dataclass(frozen=True)
class Cases:
    """By outcome, year of complaint, year of closing and band: how many. Of open ones by year of complaint and band."""

    over: Mapping[tuple[int, int, int, int], int]
    still: Mapping[tuple[int, int], int]
    waiting: Mapping[tuple[int, int], int]  # decided and not closed, by outcome and year of complaint

    def tables(self) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
        two = range(2)
        came = [
            [
                sum(n for (o, y, *_), n in self.over.items() if (o, y) == (r, c)) + self.waiting.get((r, c), 0)
                for c in two
            ]
            for r in two
        ]
        came.append([sum(n for (y, _band), n in self.still.items() if y == c) for c in two])
        closed = [[sum(n for (o, _y, z, _b), n in self.over.items() if (o, z) == (r, c)) for c in two] for r in two]
        ages = [
            [sum(n for (_y, b), n in self.still.items() if b == band),
             sum(n for (*_, b), n in self.over.items() if b == band)]
            for band in two
        ]  # fmt: skip
        return came, closed, ages


def row(table: str, number: int) -> Line:
    return frozenset((table, number, c) for c in range(2))


def column(table: str, number: int, rows: int) -> Line:
    return frozenset((table, r, number) for r in range(rows))


def sums(shown: Shown, values: Mapping[Place, int]) -> Iterator[tuple[Line, int]]:
    """What a reader knows of sums of cells: the totals printed, to the last digit."""
    for name, table, rows in zip(("came", "closed", "ages"), shown, (3, 2, 2), strict=True):
        lines = [(row(name, r), figure) for r, figure in enumerate(table.row_totals)] if name != "ages" else []
        lines += [(column(name, c, rows), figure) for c, figure in enumerate(table.column_totals)]
        if name != "ages":
            lines.append((frozenset().union(*(row(name, r) for r in range(rows))), table.total))
        for line, figure in lines:
            if not figure.suppressed:
                yield line, sum(values[place] for place in line)


def same(values: Mapping[Place, int]) -> Iterator[tuple[Line, Line]]:
    """What a reader knows besides: which sums are one and the same, printed or not."""
    for r in range(2):
        if sum(values[place] for place in row("came", r)) == sum(values[place] for place in row("closed", r)):
            yield row("came", r), row("closed", r)
    yield row("came", 2), column("ages", 0, 2)
    yield row("closed", 0) | row("closed", 1), column("ages", 1, 2)


def numbered(tables: Sequence[Sequence[Sequence[int]]]) -> dict[Place, int]:
    return {
        (name, r, c): number
        for name, table in zip(("came", "closed", "ages"), tables, strict=True)
        for r, one in enumerate(table)
        for c, number in enumerate(one)
    }


def another(tables: Sequence[Sequence[Sequence[int]]], shown: Shown, at: Place) -> bool:
    """Whether other tables agree with all that is shown and have another figure at a place; none hidden is zero."""
    values = numbered(tables)
    hidden = {
        (name, r, c)
        for name, table in zip(("came", "closed", "ages"), shown, strict=True)
        for r, one in enumerate(table.cells)
        for c, figure in enumerate(one)
        if figure.suppressed
    }
    # An equation says which differences from the truth must add up to nothing.
    equations = [({place: 1 for place in line & hidden}) for line, _total in sums(shown, values)]
    for left, right in same(values):
        equations.append({**{p: 1 for p in left & hidden}, **{p: -1 for p in right & hidden}})
    free = [at, *sorted(hidden - {at})]
    return _go({}, free, values, [one for one in equations if one])


def _go(
    tried: dict[Place, int],
    free: Sequence[Place],
    values: Mapping[Place, int],
    equations: Sequence[Mapping[Place, int]],
) -> bool:
    for equation in equations:
        open_ = sum(place not in tried for place in equation)
        if abs(sum(sign * tried[place] for place, sign in equation.items() if place in tried)) > open_:
            return False
    if len(tried) == len(free):
        return True
    place = free[len(tried)]
    moves = (1, -1) if not tried else (0, 1, -1)
    return any(
        _go({**tried, place: move}, free, values, equations) for move in moves if values[place] + move >= 1
    )  # fmt: skip


NUMBERS = st.sampled_from([0, 0, 0, 1, 2, 3, 5, 6, 9])
ORDER = [(o, y, z, b) for o in range(2) for y in range(2) for z in range(y, 2) for b in range(2)]
CASES = st.builds(
    Cases,
    over=st.fixed_dictionaries(dict.fromkeys(ORDER, NUMBERS)),
    still=st.fixed_dictionaries({(y, b): NUMBERS for y in range(2) for b in range(2)}),
    waiting=st.dictionaries(st.tuples(st.integers(0, 1), st.integers(0, 1)), st.integers(1, 6), max_size=1),
)


def exposed(tables: Sequence[Sequence[Sequence[int]]], shown: Shown) -> list[Place]:
    values = numbered(tables)
    cells = {
        (name, r, c): figure
        for name, table in zip(("came", "closed", "ages"), shown, strict=True)
        for r, one in enumerate(table.cells)
        for c, figure in enumerate(one)
    }
    return [place for place in values if cells[place].suppressed and not another(tables, shown, place)]


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_no_hidden_cell_can_be_worked_out_from_the_three_together(cases: Cases) -> None:
    tables = cases.tables()
    shown = protect_together(*tables)

    assert shown is not None
    assert exposed(tables, shown) == []
    for values, table in zip(tables, shown, strict=True):
        for numbers, figures in zip(values, table.cells, strict=True):
            for number, figure in zip(numbers, figures, strict=True):
                assert figure.value in (None, number)
                assert figure.suppressed or number not in (1, 2, 3, 4)


def test_each_for_itself_they_would_give_it_away() -> None:
    """Sixteen came in and twelve are open, says one; that the other hides how many closed is of no use then."""
    tables = ([[3, 0], [1, 0], [12, 0]], [[2, 1], [0, 1]], [[12, 4], [0, 0]])
    apart = (
        protect(tables[0], known_rows=[2]), protect(tables[1]), protect(tables[2], with_row_totals=False),
    )  # fmt: skip
    together = protect_together(*tables)

    assert together is not None
    assert exposed(tables, apart) == [("ages", 0, 1)]
    assert exposed(tables, together) == []


def test_tables_of_other_cases_are_not_taken_for_the_same() -> None:
    assert protect_together([[5], [6]], [[7]], [[6, 5]]) is None  # more closed than came
    assert protect_together([[5], [6]], [[5]], [[9, 5]]) is None
    assert protect_together([[5], [6]], [[5]], [[6, 4]]) is None
    assert protect_together([[5], [6]], [[5]], [[6, 5]]) is not None
