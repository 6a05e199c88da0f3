"""Nobody can work out a hidden figure: small tables are tried by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alteram.statistics.counts import NotWhole
from alteram.statistics.disclosure import Figure, Protected, protect, rounded

Values = Sequence[Sequence[int]]


def another(values: Values, shown: Protected, at: tuple[int, int]) -> bool:
    """Whether some other table agrees with all that is shown and has another figure at ``at``.

    The reader is given more than is printed: each printed total to the last digit, and that no hidden cell is zero.
    """
    rows, columns = len(values), len(values[0])
    totals = [(tuple((r, c) for c in range(columns)), shown.row_totals[r].suppressed) for r in range(rows)]
    totals += [(tuple((r, c) for r in range(rows)), shown.column_totals[c].suppressed) for c in range(columns)]
    totals.append((tuple((r, c) for r in range(rows) for c in range(columns)), shown.total.suppressed))
    known = [(places, sum(values[r][c] for r, c in places)) for places, hidden in totals if not hidden]
    free = [(r, c) for r in range(rows) for c in range(columns) if shown.cells[r][c].suppressed]
    return _go({}, free, values, known, at)


Known = Sequence[tuple[Sequence[tuple[int, int]], int]]


def _go(tried: dict[tuple[int, int], int], free: Sequence[tuple[int, int]], values: Values, known: Known,
        at: tuple[int, int]) -> bool:  # fmt: skip
    if not all(_fits(tried, free, values, places, total) for places, total in known):
        return False
    if len(tried) == len(free):
        return True
    r, c = place = free[len(tried)]
    true = values[r][c]
    # Another table, if there is one, is near: one more here, one less there, around a circle.
    near = [one for one in (true, true + 1, true - 1) if one >= 1 and (place != at or one != true)]
    return any(_go({**tried, place: one}, free, values, known, at) for one in near)


def _fits(tried: dict[tuple[int, int], int], free: Sequence[tuple[int, int]], values: Values,
          places: Sequence[tuple[int, int]], total: int) -> bool:  # fmt: skip
    if any(place in free and place not in tried for place in places):
        return True  # nothing to say yet
    return sum(tried.get((r, c), values[r][c]) for r, c in places) == total


TABLES = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 9]), min_size=columns, max_size=columns),
        min_size=1, max_size=3,
    )
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(TABLES, st.booleans())
def test_no_hidden_cell_can_be_worked_out(values: Values, with_rows: bool) -> None:
    shown = protect(values, with_row_totals=with_rows, known_rows=[len(values) - 1])

    for r, row in enumerate(shown.cells):
        for c, figure in enumerate(row):
            if figure.suppressed:
                assert another(values, shown, (r, c)), (values, shown, (r, c))


@given(TABLES)
def test_zero_stays_zero_and_small_figures_are_hidden(values: Values) -> None:
    shown = protect(values)

    for figures, numbers in zip(shown.cells, values, strict=True):
        for figure, number in zip(figures, numbers, strict=True):
            assert figure.suppressed or figure.value == number
            assert figure.suppressed or number not in (1, 2, 3, 4)
            assert number or figure.value == 0
    for total, numbers in zip(shown.row_totals, values, strict=True):
        assert total.suppressed or total.value == rounded(sum(numbers))
        assert total.suppressed or sum(numbers) not in (1, 2, 3, 4)


def test_a_table_without_small_figures_is_shown_whole_and_its_totals_in_fives() -> None:
    shown = protect([[10, 21], [7, 0]])

    assert [[str(one) for one in row] for row in shown.cells] == [["10", "21"], ["7", "0"]]
    assert [str(one) for one in shown.row_totals] == ["30", "5"]
    assert [str(one) for one in (*shown.column_totals, shown.total)] == ["15", "20", "40"]


def test_the_next_smallest_is_hidden_beside_a_small_one() -> None:
    shown = protect([[3, 40, 9], [50, 60, 70]])

    assert [[str(one) for one in row] for row in shown.cells] == [["[x]", "40", "[x]"], ["[x]", "60", "[x]"]]


def test_a_sparse_table_keeps_most_of_its_figures() -> None:
    shown = protect([[12, 23], [7, 9], [31, 28], [0, 2], [0, 9]], known_rows=[4])

    assert [[str(one) for one in row] for row in shown.cells] == [
        ["12", "23"],
        ["7", "[x]"],
        ["31", "28"],
        ["0", "[x]"],
        ["0", "9"],
    ]
    assert [str(one) for one in shown.row_totals] == ["35", "[x]", "60", "[x]", "10"]
    assert str(shown.total) == "120"


def test_the_check_itself_finds_what_could_be_worked_out() -> None:
    values = [[3, 40], [50, 60]]
    careful = protect(values)
    first = replace(careful.cells[0][0], value=None)
    bare = replace(careful, cells=((first, Figure(value=40)), (Figure(value=50), Figure(value=60))))

    assert another(values, careful, (0, 0))
    assert not another(values, bare, (0, 0))


def test_only_counts_stand_in_a_table_of_counts() -> None:
    with pytest.raises(NotWhole):
        protect([[1, -1]])
    assert protect([]).cells == ()
