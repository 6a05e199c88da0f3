"""What a page says first when something is refused."""

from __future__ import annotations

import pytest

from alteram.procedure import Refusal
from alteram_web.casework import pages


@pytest.mark.parametrize(
    ("code", "sentence", "lead", "rest"),
    [
        ("E-NOTICE-SHORT", "Not yet: the notice gives 23 days.", "Not yet.", "The notice gives 23 days."),
        ("E-DONE", "Already done: it has been done already.", "Already done.", "It has been done already."),
        ("E-TOO-LATE", "Too late: the last day was Friday.", "Too late.", "The last day was Friday."),
        ("E-ROLE", "Refused: this is for triage.", "Not by you.", "This is for triage."),
        ("E-SOD-INTERIM", "Refused: whoever acted cannot sit.", "No.", "Whoever acted cannot sit."),
        ("E-X", "A sentence: with a colon.", "Not yet.", "A sentence: with a colon."),
    ],
)
def test_the_first_words_fit_the_refusal(code: str, sentence: str, lead: str, rest: str) -> None:
    shown = pages.refusal(Refusal(code=code, clause="7.1", sentence=sentence))

    assert (shown["lead"], shown["sentence"]) == (lead, rest)
