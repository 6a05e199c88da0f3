"""Every key of the grammar has something that may not stand after it, and is told with its line and a remedy.

The keys are drawn from the grammar, so a new one that takes whatever is written is found here. What a whole sound file
with one slip is told is in ``test_malformed``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from alteram.rulebook import document, grammar, loading, shapes

LEAGUE = Path(__file__).parents[3] / "rulebooks" / "lantern-league" / "2025"
ROOT = document.read(LEAGUE / "procedure.yaml")
SPOILED: dict[type[shapes.Shape], tuple[str, str]] = {
    shapes.Word: ("[one, two]", "One word"),
    shapes.Flag: ("yes", "neither true nor"),
    shapes.Day: ("next week", "is not a day"),
    shapes.Span: ("six weeks", "is not a length"),
    shapes.Number: ("eight", "not a whole number"),
    shapes.Count: ("eight", "not a whole number"),
    shapes.Closure: ("Christmas", "names no days"),
    shapes.Closed: ("nothing of the kind", "cannot stand here"),
    shapes.Name: ("nobody_of_the_kind", "“nobody_of_the_kind”"),
    shapes.Atom: ("never_heard_of", "neither a step nor a stage"),
    shapes.StepWithResult: ("never_heard_of=done", "no step"),
    shapes.Many: ("[]", "list is empty"),
    shapes.Keys: ("words", "must be a map"),
    shapes.Marked: ("words", "must be a map"),
    shapes.Table: ("words", "A map of names"),
}
"""What may not stand where a shape is asked for, and words of what is told. Of two shapes the one for a word."""
KEYS = [(place, key) for place, keys in grammar.PLACES.items() for key in keys.keys]
PHRASES = [(place, key) for place, keys in grammar.PLACES.items() for key in keys.bare]


def told(place: str, text: str) -> list[document.Problem]:
    """What the grammar says of a map that stands in a place and has this on its second line."""
    reader = loading.reader_of(ROOT, "spoiled.md")
    grammar.PLACES[place].check(reader, document.parse(f"# spoiled\n{text}\n", file="spoiled.md"))
    return [problem for problem in reader.problems if problem.line == 2]


def shape_of(place: str, key: str) -> shapes.Shape:
    shape = grammar.PLACES[place].keys[key].shape
    while isinstance(shape, shapes.Either):
        shape = shape.word
    return shape


@pytest.mark.parametrize(("place", "key"), KEYS, ids=[f"{place or 'top'}-{key}" for place, key in KEYS])
def test_what_may_not_stand_after_a_key_is_told(place: str, key: str) -> None:
    spoiled, words = SPOILED[type(shape_of(place, key))]

    found = [one for one in told(place, f"{key}: {spoiled}") if words in one.wrong]

    assert len(found) == 1, [str(one) for one in told(place, f"{key}: {spoiled}")]
    assert found[0].right


@pytest.mark.parametrize(("place", "key"), PHRASES, ids=[f"{place}-{key}" for place, key in PHRASES])
def test_nothing_may_stand_after_a_phrase(place: str, key: str) -> None:
    assert any("Nothing may stand after" in one.wrong for one in told(place, f"{key}: something"))


CLOSED = [place for place, keys in grammar.PLACES.items() if keys.other is None]


@pytest.mark.parametrize("place", CLOSED)
def test_a_key_that_a_place_does_not_have_is_told(place: str) -> None:
    assert any("no key “never_heard_of”" in one.wrong for one in told(place, "never_heard_of: x"))
