"""Every worked case of every rule book comes out as written, to the day."""

from functools import cache
from pathlib import Path

import pytest

from alteram import worked
from alteram.correspondence import Wording, read_wording
from alteram.people import People
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Rulebook

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
FILES = sorted(RULEBOOKS.glob("*/*/worked/*.yaml"))


@cache
def book(body: str) -> Rulebook:
    return load_rulebook(RULEBOOKS / body)


@cache
def people(edition: Path) -> tuple[People, dict[str, str]]:
    return worked.read_people(edition / "people.yaml")


@cache
def wordings(body: str) -> dict[str, Wording]:
    """The wording of each edition, by its version: with it every letter of a worked case is written."""
    return {one.parent.name: read_wording(one) for one in sorted((RULEBOOKS / body).glob("*/letters"))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_worked_case_comes_out_as_written(path: Path) -> None:
    known, names = people(path.parents[1])
    body = path.parents[2].name
    told = worked.run(worked.read_story(path, names), book(body), known, wordings(body))

    assert told.failures == []
    assert told.verdicts


def test_the_golden_cases_are_there() -> None:
    assert {"G01", "G02", "G03", "G04", "G05", "G06", "R01", "R03", "S01"} <= {path.stem for path in FILES}
