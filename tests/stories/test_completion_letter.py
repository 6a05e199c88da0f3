"""A university's last letter says until when somebody outside can be asked, to the day (D37)."""

from pathlib import Path

import pytest

from alteram import worked
from alteram.correspondence import read_wording
from alteram.rulebook.editions import load_rulebook

UNIVERSITY = Path(__file__).parents[2] / "rulebooks" / "thornmere-university"


def last_letter(story: str) -> str:
    edition = UNIVERSITY / "2026"
    people, names = worked.read_people(edition / "people.yaml")
    told = worked.run(
        worked.read_story(edition / "worked" / f"{story}.yaml", names),
        load_rulebook(UNIVERSITY),
        people,
        {"2026": read_wording(edition / "letters")},
    )
    assert told.failures == []
    return " ".join(told.written("D37").split())


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("T01", ["rule 3.3: violence, threats or harassment", "Charge 1: proved.",
                 "Suspension, from Thursday 16 April 2026 to Thursday 15 October 2026.", "by Friday 7 May 2027"]),
        ("T03", ["rule 3.3: violence, threats or harassment", "The case ended without a finding.",
                 "by Wednesday 5 May 2027"]),
    ],
)  # fmt: skip
def test_the_letter_says_what_was_at_issue_how_it_ended_and_the_last_day_outside(story: str, said: list[str]) -> None:
    letter = last_letter(story)

    assert "the independent ombudsman for students" in letter
    assert [words for words in said if words not in letter] == []
