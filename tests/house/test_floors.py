"""Codes, floors and guards agree: what is listed is enforced, and what is enforced is listed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alteram.acts import ACTS, SEPARATION_CODES
from alteram.codes import CODES, FLOORS
from alteram.procedure.floors import GUARDS

SOURCE = Path(__file__).parents[2] / "src"
ROOM = SOURCE / "alteram" / "procedure" / "floors"
LISTED_ONLY = {SOURCE / "alteram" / "codes.py", SOURCE / "alteram" / "acts" / "separation.py"}
OF_ANY_FLOOR = {"E-FIELD", "E-NEEDS", "E-TOO-LATE", "E-ROLE", "E-INTEREST"}
PAIRS = [(act, floor) for act, floors in GUARDS.items() for floor in floors]


def words_of(file: Path) -> set[str]:
    """Every text written in a module."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


RAISED = {word for file in SOURCE.rglob("*.py") if file not in LISTED_ONLY for word in words_of(file)}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_raised_somewhere(code: str) -> None:
    """A separation code is raised from the table of separated capacities."""
    assert code in RAISED or code in SEPARATION_CODES.values()


@pytest.mark.parametrize(("act", "floor"), PAIRS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_a_guard_names_floors_that_the_act_lists(act: str, floor: object) -> None:
    named = re.findall(r"[A-Z]{3}-[0-9]{2}", (floor.__doc__ or "").partition(":")[0])

    assert named
    assert [ident for ident in named if ident not in FLOORS] == []
    assert [ident for ident in named if ident not in ACTS[act].floors] == []


def refusals(file: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """Every refusal that a room of floors writes: its code, its floor, and the call itself."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
            code, floor = node.args[:2]
            assert isinstance(code, ast.Constant)
            assert isinstance(floor, ast.Constant)
            yield str(code.value), str(floor.value), node


@pytest.mark.parametrize("file", sorted(ROOM.glob("*.py")), ids=lambda file: file.stem)
def test_a_refusal_of_a_floor_is_on_the_page_of_floors(file: Path) -> None:
    for code, floor, _call in refusals(file):
        assert floor in FLOORS
        assert code in OF_ANY_FLOOR or floor in CODES[code].floors, f"{code} is not listed under {floor}"


@pytest.mark.parametrize("file", sorted(ROOM.glob("*.py")), ids=lambda file: file.stem)
def test_a_refusal_of_a_floor_says_what_would_make_it_lawful(file: Path) -> None:
    silent = [code for code, _floor, call in refusals(file) if len(call.args) < 4]

    assert silent == []


def test_every_guarded_floor_is_enforced_by_a_code_or_says_where() -> None:
    guarded = {ident for _act, floor in PAIRS for ident in re.findall(r"[A-Z]{3}-[0-9]{2}", floor.__doc__ or "")}

    assert [ident for ident in sorted(guarded) if not (FLOORS[ident].codes or FLOORS[ident].where)] == []
