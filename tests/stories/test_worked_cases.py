"""Every worked case of every rule book comes out as written, to the day."""

from functools import cache
from pathlib import Path

import pytest

from alteram import worked
from alteram.correspondence import Wording, read_wording, unserved
from alteram.people import People
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Rulebook

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
FILES = sorted(RULEBOOKS.glob("*/*/worked/*.yaml"))
EDITIONS = sorted(file.parent for file in RULEBOOKS.glob("*/*/procedure.yaml"))


@cache
def book(body: str) -> Rulebook:
    return load_rulebook(RULEBOOKS / body)


@cache
def people(edition: Path) -> tuple[People, dict[str, str]]:
    return worked.read_people(edition / "people.yaml")


@cache
def wordings(body: str) -> dict[str, Wording]:
    """The wording of each edition, by its version: with it every letter of a worked case is written."""
    return {edition.name: read_wording(edition / "letters") for edition in EDITIONS if edition.parent.name == body}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_worked_case_comes_out_as_written(path: Path) -> None:
    known, names = people(path.parents[1])
    body = path.parents[2].name
    told = worked.run(worked.read_story(path, names), book(body), known, wordings(body))

    assert told.failures == []
    assert told.verdicts


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_letter_answers_every_heading_that_the_book_gives(edition: Path) -> None:
    known = next(one for one in book(edition.parent.name).editions if one.version == edition.name)

    assert [str(one) for one in unserved(wordings(edition.parent.name)[edition.name], known)] == []


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_body_tells_at_least_three_cases_of_its_own(edition: Path) -> None:
    assert len(list(edition.parent.glob("*/worked/*.yaml"))) >= 3
    assert "not legal advice" in (edition.parent / "README.md").read_text(encoding="utf-8").lower()


def test_the_golden_cases_are_there() -> None:
    assert {"G01", "G02", "G03", "G04", "G05", "G06", "R01", "R03", "S01"} <= {path.stem for path in FILES}
