"""The letter with an answer to a request for personal data (D35): in the body's words, or under its bare headings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alteram.correspondence import Incomplete, data_answer, read_wording
from alteram.correspondence.wording import PLAIN, Page, Part
from alteram.letters import LETTERS
from alteram.subject_access import REASONS

SHARED = read_wording(Path(__file__).parents[2] / "rulebooks" / "lantern-league" / "2025" / "letters")
TOLD = data_answer.Told(
    body="Lantern League", recipient="Tamar Hollin", request=31, received=date(2026, 2, 2), answered=date(2026, 2, 20),
    counted="1 month after 2 February 2026 is 2 March 2026.",
    cases=(data_answer.Searched(reference="AB-1", entries=1, letters=2),), entries=1, letters=2, looks=0,
    left_out={"reader": 3}, exemptions=("Schedule 2, paragraph 16",), grounds="Others spoke in confidence.",
)  # fmt: skip


@pytest.mark.parametrize("wording", [SHARED, PLAIN])
def test_it_answers_every_heading_of_its_kind_with_or_without_a_page(wording: object) -> None:
    letter = data_answer.answer(wording, TOLD)  # type: ignore[arg-type]

    headings = [block.text for block in letter.blocks if block.kind == "heading"]
    assert headings == [heading.question for heading in LETTERS["D35"].contents]
    for said in ("Case AB-1: 1 entry about you, 2 letters.", f"3 × reader: {REASONS['reader']}",
                 "Schedule 2, paragraph 16", "Others spoke in confidence."):  # fmt: skip
        assert said in letter.plain
    assert "{{" not in letter.plain


def test_an_answer_that_leaves_nothing_out_says_so() -> None:
    plain = data_answer.answer(SHARED, replace(TOLD, left_out={}, exemptions=(), grounds="", cases=())).plain

    assert data_answer.NOTHING in plain
    assert "None." in plain
    assert "No case was found" in plain


def test_a_page_of_a_body_that_leaves_a_heading_empty_goes_to_nobody() -> None:
    page = Page(parts=(Part(kind="title", text="Your data"), Part(kind="paragraph", text="Here it is.")))

    with pytest.raises(Incomplete) as refused:
        data_answer.answer(replace(PLAIN, pages={"D35": page}), TOLD)
    assert "Where was looked?" in refused.value.sentence()
