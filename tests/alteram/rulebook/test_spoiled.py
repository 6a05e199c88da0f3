"""However a file is spoiled, the answer is a list of lines or an edition; never anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alteram.rulebook import document, loading
from alteram.rulebook.document import CannotBeRead, Located, Problem
from alteram.rulebook.drafts import missed
from alteram.rulebook.model import Edition
from alteram.rulebook.people_needed import people_needed
from tests.alteram.rulebook.books import FAULTY

Path = tuple[str | int, ...]
ROOTS = {name: document.read(FAULTY / f"{name}.yaml") for name in ("commonweal-party", "dockside-branch")}
INSTEAD = ("", "nothing known", "0", "true", "receive", "14 days", "close=nothing", "2026-02-30", "a .. b")


def paths(at: Located, so_far: Path = ()) -> Iterator[Path]:
    yield so_far
    if at.map is not None:
        for key, value in at.map.items():
            yield from paths(value, (*so_far, key))
    elif at.list is not None:
        for number, value in enumerate(at.list):
            yield from paths(value, (*so_far, number))


PLACES = {name: list(paths(root)) for name, root in ROOTS.items()}


def spoiled(at: Located, path: Path, instead: Located | None) -> Located | None:
    """The document with another value, or nothing, at one place."""
    if not path:
        return instead
    step, rest = path[0], path[1:]
    value: tuple[Located, ...] | Mapping[str, Located]
    if at.map is not None:
        new = {key: spoiled(one, rest, instead) if key == step else one for key, one in at.map.items()}
        value = {key: one for key, one in new.items() if one is not None}
    else:
        listed = [spoiled(one, rest, instead) if number == step else one for number, one in enumerate(at.list or ())]
        value = tuple(one for one in listed if one is not None)
    return Located(value, at.line)


values = st.sampled_from([*INSTEAD]).map(lambda text: Located(text, 1))
instead = st.one_of(
    st.none(),
    values,
    st.lists(values, max_size=2).map(lambda listed: Located(tuple(listed), 1)),
    st.dictionaries(st.sampled_from(["by", "act", "clause", "use", "x"]), values, max_size=2).map(
        lambda keys: Located(keys, 1)
    ),
)


@pytest.mark.parametrize("name", ROOTS)
@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_a_spoiled_file_is_answered_with_its_lines_or_read(name: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PLACES[name]))
    root = spoiled(ROOTS[name], path, data.draw(instead))

    answer = answered(root or Located({}, 1))

    if isinstance(answer, Edition):
        assert people_needed(answer).case.people >= 0
        assert all(one.floors and one.right for one in missed(answer))
    else:
        assert answer
        assert all(problem.wrong and problem.line >= 1 for problem in answer)


def answered(root: Located) -> Edition | tuple[Problem, ...]:
    try:
        return loading.read_edition(root, file="x.yaml", clauses={})
    except CannotBeRead as refused:
        return refused.problems
