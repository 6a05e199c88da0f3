"""How many uninvolved people a book needs, and which pools are too small for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from alteram.rulebook import document, loading
from alteram.rulebook.people_needed import People, people_needed
from tests.alteram.rulebook.books import FAULTY

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"


def of(name: str, *edits: tuple[str, str]) -> People:
    text = (FAULTY / f"{name}.yaml").read_text(encoding="utf-8")
    for was, becomes in edits:
        assert was in text
        text = text.replace(was, becomes, 1)
    return people_needed(loading.read_edition(document.parse(text, file="x.yaml"), file="x.yaml", clauses={}))


def test_a_branch_needs_one_to_inquire_three_to_judge_and_five_to_hear_an_appeal() -> None:
    found = of("dockside-branch")

    assert found.case.roles == {"inquiry_officer": 1, "branch_panel": 3}
    assert (found.case.people, found.appeal.people, found.remittal) == (4, 9, None)
    assert found.short == ()


def test_a_remitted_case_is_heard_and_appealed_by_others() -> None:
    found = of("commonweal-party")

    assert found.remittal is not None
    assert found.remittal.people - found.appeal.people == 6
    assert found.remittal.roles["hearing_panel again"] == 3
    assert found.remittal.roles["appeal_panel again"] == 3


def test_pools_that_are_too_small_are_named_with_the_category() -> None:
    found = of(
        "commonweal-party",
        ("{size: 14, legally_qualified: 4}", "{size: 11, legally_qualified: 3}"),
        ("investigators: 5", "investigators: 0"),
    )

    assert [sentence.partition(";")[0] for sentence in found.short] == [
        "Pool investigators holds 0",
        "Pool independent list holds 11",
        "Pool independent list holds 3 “legally_qualified”",
    ]


def test_what_a_pool_keeps_to_spare_is_asked_for_too() -> None:
    spare = ("{size: 14, legally_qualified: 4}", "{size: 14, legally_qualified: 4, spare: 1}")

    (sentence,) = of("commonweal-party", spare).short

    assert sentence == (
        "Pool independent list holds 4 “legally_qualified”; a case that goes all the way needs 4, and 1 to spare."
    )


def test_whoever_rules_on_a_challenge_is_not_the_one_challenged() -> None:
    by_a_judge = ('challenge_ruled, clause: "7.4", by: deputy_convenor', 'challenge_ruled, clause: "7.4", by: convenor')

    assert of("commonweal-party").case.roles["deputy_convenor"] == 1
    assert "deputy_convenor" not in of("commonweal-party", by_a_judge).case.roles


@pytest.mark.parametrize(
    "folder", sorted(RULEBOOKS.glob("*/*/procedure.yaml")), ids=lambda path: path.parent.parent.name
)
def test_each_book_that_ships_has_people_enough(folder: Path) -> None:
    found = people_needed(loading.load(folder.parent))

    assert found.short == ()
    assert 4 <= found.case.people <= found.appeal.people
