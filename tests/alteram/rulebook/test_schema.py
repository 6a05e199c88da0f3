"""The schema for editors accepts every book that ships, as an editor types it and as the loader reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from alteram.rulebook import document, schema
from tests.alteram.rulebook.books import FAULTY, SMALL

ROOT = Path(__file__).parents[3]
BOOKS = [*sorted((ROOT / "rulebooks").glob("*/*/procedure.yaml")), *sorted(FAULTY.glob("*.yaml"))]
EDITOR = Draft202012Validator(schema.schema())


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_every_book_fits(book: Path) -> None:
    text = book.read_text(encoding="utf-8")

    assert [error.message for error in EDITOR.iter_errors(document.parse(text, file="x").plain())] == []
    assert [error.message for error in EDITOR.iter_errors(as_typed(text))] == []


def as_typed(text: str) -> object:
    """As an editor reads it: numbers and truth values are what they look like, days stay text."""
    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return reader.load(text)


def test_an_editor_reads_numbers_and_truth_values() -> None:
    typed = as_typed(SMALL)

    assert isinstance(typed, dict)
    assert typed["alteram"] == 1
    assert typed["steps"]["close"]["ends_case"] is True
    assert list(EDITOR.iter_errors(typed)) == []
    assert list(EDITOR.iter_errors({**typed, "alteram": 2})) != []
