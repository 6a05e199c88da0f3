"""The pages of the reference that are drawn from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from alteram.reference import main, pages
from alteram.rulebook import loading, steps

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


def test_every_key_of_a_step_and_of_a_rule_book_is_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "procedure.md").read_text(encoding="utf-8")

    missing = [key for key in sorted(loading.KEYS | steps.KEYS) if f"`{key}`" not in page]

    assert missing == []
