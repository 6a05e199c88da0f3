"""A rule book with a fault is refused with the file, the line, what is wrong and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from alteram.rulebook import document, loading
from alteram.rulebook.document import CannotBeRead
from alteram.rulebook.model import Edition
from tests.alteram.rulebook.books import SMALL

ROOT = Path(__file__).parents[3]
LEAGUE = ROOT / "rulebooks" / "lantern-league" / "2025"


def read(text: str, **clauses: str) -> Edition:
    return loading.read_edition(document.parse(text, file="procedure.yaml"), file="procedure.yaml", clauses=clauses)


def test_the_small_book_itself_is_sound() -> None:
    edition = read(SMALL)

    assert edition.offences["1.1"].sanctions == ("warning", "expulsion")
    assert edition.steps["receive"].then[0].within.number == 14
    assert len(edition.digest) == 64


def test_a_clause_that_the_text_does_not_have_is_refused_and_so_is_one_without_a_rule() -> None:
    with pytest.raises(CannotBeRead, match=r"clause 2\.2, which the text does not have"):
        read(SMALL, **{"1.1": "Be kind.", "2.1": "Complain."})
    with pytest.raises(CannotBeRead, match=r"Clause 9\.9 of the text has neither a rule nor a stated reason"):
        read(SMALL, **{"1.1": "Be kind.", "2.1": "Complain.", "2.2": "Close.", "9.9": "Enjoy."})


def test_every_clause_of_the_league_has_its_place() -> None:
    edition = loading.load(LEAGUE)

    assert len(edition.clauses) > 100
    assert {step.clause for step in edition.steps.values()} <= set(edition.clauses)


def test_the_digest_follows_every_letter() -> None:
    assert read(SMALL).digest != read(SMALL.replace("14 days", "15 days")).digest
    assert read(SMALL).digest == read(SMALL + "# a remark changes nothing\n").digest


def test_the_protected_reasons_are_asked_at_every_decision_or_not_at_all() -> None:
    listed = 'protected: {clause: "1.0", never_an_offence: [a strike], asked: %s}, "1.1"'

    asked = read(SMALL.replace('{"1.1"', "{" + listed % "at every decision"))
    assert asked.protected is not None
    assert asked.protected.reasons == ("a strike",)
    assert read(SMALL).protected is None
    with pytest.raises(CannotBeRead, match="Write `asked: at every decision`"):
        read(SMALL.replace('{"1.1"', "{" + listed % "now and then"))
