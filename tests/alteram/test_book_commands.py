"""``alteram check``, ``canonical`` and ``schema`` as a person runs them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from alteram import cli
from alteram.rulebook import document, loading, schema
from tests.alteram.rulebook.books import FAULTY, SMALL

ROOT = Path(__file__).parents[2]
LEAGUE = ROOT / "rulebooks" / "lantern-league" / "2025"


def test_a_sound_book_is_told_with_its_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(LEAGUE)]) == cli.FINE

    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("Lantern League, Conduct and Discipline, edition 2025: ")
    assert printed[1] == f"Digest {loading.load(LEAGUE).digest}"
    assert printed[3].startswith("People who had no part before: a case needs 9 (")
    assert printed[4].startswith("  with an appeal 12 (")
    assert printed[5].startswith("  with a second hearing 15 (")
    assert printed[-1] == "It misses no floor and can be adopted."


def test_a_draft_is_told_with_what_it_misses(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(FAULTY / "dockside-branch.yaml")]) == cli.PROBLEMS

    printed = capsys.readouterr().out.splitlines()
    assert len([line for line in printed if line.startswith("MISSES ")]) == 5
    assert printed[-1].startswith("A draft: it misses APP-01, FND-01, HRG-09, IND-01, INV-01, SAN-01. ")
    assert "No text lies beside it: whether its clauses exist was not looked at." in printed


def test_a_pool_that_is_too_small_is_a_note_and_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (LEAGUE / "procedure.yaml").read_text(encoding="utf-8")
    file = tmp_path / "small.yaml"
    file.write_text(text.replace("hearing_pool: {size: 7, ", "hearing_pool: {size: 5, "), encoding="utf-8")

    assert cli.main(["check", str(file)]) == cli.FINE
    assert "Note: Pool hearing pool holds 5; a case that goes all the way needs 6." in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "canonical"])
def test_what_cannot_be_read_is_told_line_by_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "club.yaml"
    file.write_text(SMALL.replace("while: new", "while: newer"), encoding="utf-8")

    assert cli.main([command, str(file)]) == cli.UNREADABLE
    assert capsys.readouterr().out.startswith("club.yaml, line 18: There is no stage “newer”. Did you mean “new”?")


def test_the_canonical_form_is_json_and_its_digest_is_the_edition_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["canonical", str(LEAGUE)]) == cli.FINE
    printed = capsys.readouterr().out
    assert cli.main(["canonical", str(LEAGUE), "--digest"]) == cli.FINE

    assert capsys.readouterr().out == hashlib.sha256(printed.encode("utf-8")).hexdigest() + "\n"
    assert json.loads(printed)["procedure"]["version"] == "2025"
    assert set(json.loads(printed)) == {"procedure", "text", "calendar"}


def test_the_schema_that_is_printed_is_the_one_that_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema"]) == cli.FINE
    assert capsys.readouterr().out == (ROOT / "docs" / "reference" / schema.NAME).read_text(encoding="utf-8")


def test_the_file_and_its_folder_are_the_same_edition() -> None:
    assert loading.load(LEAGUE / "procedure.yaml") is loading.load(LEAGUE)


def test_a_lone_file_counts_by_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "club.yaml"
    file.write_text(SMALL, encoding="utf-8")

    assert (
        loading.load(file).digest
        == loading.read_edition(document.parse(SMALL, file="club.yaml"), file="club.yaml", clauses={}).digest
    )
