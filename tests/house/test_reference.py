"""The pages of the reference that are drawn from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from alteram.reference import main, pages
from alteram.rulebook import document, grammar, loading, shapes

LEAGUE = Path(__file__).parents[2] / "rulebooks" / "lantern-league" / "2025"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", pages())
def test_the_page_is_as_drawn(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], (
        f"{name} differs from the code: run python -m alteram.reference docs/reference"
    )


def test_the_pages_are_written_where_told(tmp_path: Path) -> None:
    assert main([str(tmp_path / "new")]) == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(pages())


def test_no_directory_no_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "docs/reference" in capsys.readouterr().err


def documented() -> dict[str, dict[str, str]]:
    """Place of the procedure file -> key -> example, as a reader of the page finds them."""
    found: dict[str, dict[str, str]] = {}
    place = ""
    for line in (REFERENCE / "procedure.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            place = "" if line == "## Top of the file" else line.partition("`")[2].partition("`")[0]
        elif line.startswith("| `"):
            cells = line.strip("| ").split(" | ")
            found.setdefault(place, {})[cells[0].partition("`")[2].partition("`")[0]] = cells[-1].strip("` ")
    return found


def test_the_page_names_every_key_that_the_loader_knows_and_no_other() -> None:
    known = {place: {*keys.keys, *keys.bare} for place, keys in grammar.PLACES.items()}

    assert {place: set(keys) for place, keys in documented().items()} == known


def test_every_map_with_keys_of_its_own_has_its_place_on_the_page() -> None:
    named = set(map(id, grammar.PLACES.values()))
    seen: list[shapes.Keys] = []

    def walk(shape: object) -> None:
        if isinstance(shape, shapes.Keys):
            seen.append(shape)
            for key in shape.keys.values():
                walk(key.shape)
        for part in ("item", "word", "keyed", "marked", "plain", "value", "other"):
            walk(getattr(shape, part)) if hasattr(shape, part) else None

    walk(grammar.TOP)

    plain = {"any", "not"}  # said where they stand: {any: [...]} and sees: {not: [...]}
    assert [one.what for one in seen if id(one) not in named and set(one.keys) - plain] == []
    assert named <= set(map(id, seen))


@pytest.mark.parametrize("place", grammar.PLACES)
def test_every_example_of_the_page_can_be_read(place: str) -> None:
    root = document.read(LEAGUE / "procedure.yaml")
    keys = grammar.PLACES[place]
    for key, example in documented()[place].items():
        reader = loading.reader_of(root, "procedure.md")
        reader.names = {**reader.names, "pool": ("clerks", "investigators", "hearing_pool", "judges")}
        held = document.parse(example if example.startswith(key) else f"{key}: {example}", file="procedure.md")
        for known in held.map or {}:
            if known in keys.keys:
                keys.keys[known].shape.check(reader, (held.map or {})[known])

        assert [str(problem) for problem in reader.problems] == []
        assert key in keys.bare or list(held.map or {}) == [key]
