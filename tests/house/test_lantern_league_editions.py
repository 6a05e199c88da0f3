"""The two editions of the Lantern League stand side by side: they differ in what was announced and nowhere else."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from alteram.correspondence import read_wording

LEAGUE = Path(__file__).parents[2] / "rulebooks" / "lantern-league"
ANNOUNCED = {
    "procedure.yaml": (
        "edition 202",
        "version:",
        "adopted:",
        "in_force_from:",
        "replaces:",
        "transitional:",
        '"1.7"',
        '"3.15"',
    ),
    "text.md": ("Edition 202", "New in it:", "**1.7**", "**3.15**"),
    "people.yaml": (),
    "calendar.json": (),
}


def changed_lines(name: str) -> list[str]:
    """Lines that only one of the two editions has, without the empty ones."""
    old, new = ((LEAGUE / edition / name).read_text(encoding="utf-8").splitlines() for edition in ("2025", "2026"))
    return [
        line[1:]
        for line in unified_diff(old, new, n=0, lineterm="")
        if line[:1] in "+-" and line[:3] not in ("+++", "---") and line[1:].strip()
    ]


@pytest.mark.parametrize("name", sorted(ANNOUNCED))
def test_nothing_changed_but_what_was_announced(name: str) -> None:
    unannounced = [line for line in changed_lines(name) if not any(mark in line for mark in ANNOUNCED[name])]

    assert unannounced == []


@pytest.mark.parametrize("mark", ["**1.7**", "**3.15**"])
def test_what_was_announced_is_there(mark: str) -> None:
    assert any(line.startswith(mark) for line in changed_lines("text.md"))


def test_the_letters_are_the_same() -> None:
    old, new = (read_wording(LEAGUE / edition / "letters") for edition in ("2025", "2026"))

    assert old == new
    assert {"D01", "D07", "D19", "D26", "D27"} <= set(old.pages)
    assert old.frame.parts
