"""A body that nobody had in mind when the language was made: an allotment society, in words of its own.

It needed no change of code: its book loads, misses no floor, runs a case to its end, and says what a lost plot takes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from alteram import worked
from alteram.rulebook.drafts import missed
from alteram.rulebook.editions import load_rulebook
from alteram.standing import standing

SOCIETY = Path(__file__).parent / "hollin-bank-allotments"


def test_an_allotment_society_runs_a_case_under_a_book_that_misses_no_floor() -> None:
    book = load_rulebook(SOCIETY)
    people, names = worked.read_people(SOCIETY / "2026" / "people.yaml")
    story = worked.read_story(SOCIETY / "2026" / "worked" / "A01.yaml", names)

    told = worked.run(story, book, people)

    assert told.failures == []
    assert tuple(missed(book.editions[0])) == ()
    assert told.case is not None
    assert standing(told.case, on=date(2026, 8, 1)).scope == ("rights of a member",)
