"""The command as a person runs it: what it prints, and its exit codes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alteram import cli
from alteram.ledger import export
from tests.alteram.ledger import exports
from tests.alteram.ledger.exports import EXPORTS, LOG

KEYS = ["--key", str(LOG.public), "--key", str(EXPORTS.public)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    export.write(exports.contents(), tmp_path / "record", EXPORTS)
    return tmp_path / "record"


def test_a_whole_record_is_fine(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(path), *KEYS]) == cli.FINE

    last = capsys.readouterr().out.splitlines()[-1]
    assert last == (
        "No problem found. Checked of lantern.example/log: "
        "13 files, 8 entries (0 withheld, 7 in the tree), 2 checkpoints."
    )


def test_quick_looks_at_the_manifest_only(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "--quick", str(path), *KEYS]) == cli.FINE
    assert capsys.readouterr().out == "No problem found. Checked of lantern.example/log: 13 files.\n"


def test_an_altered_record_is_not(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path / "links").write_bytes(bytes(8 * 32))

    assert cli.main(["verify", str(path), *KEYS]) == cli.PROBLEMS
    printed = capsys.readouterr().out
    assert "PROBLEM links: The file was altered" in printed
    assert f"PROBLEM entries.jsonl, entry 0 of chain {exports.FIRST}:" in printed
    assert "Note: " in printed


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(tmp_path / "nowhere")]) == cli.UNREADABLE
    assert capsys.readouterr().err.startswith("E-UNREADABLE: ")
    assert cli.main(["verify", str(tmp_path), "--key", "mistyped"]) == cli.UNREADABLE
    assert capsys.readouterr().err.startswith("E-KEY: ")
    with pytest.raises(SystemExit) as stopped:
        cli.main(["conjure"])
    assert stopped.value.code == cli.UNREADABLE


def test_it_runs_without_site_and_database(path: Path) -> None:
    """Imports of anything the pure package does not bring are made to fail."""
    script = (
        "import sys\n"
        "for name in ('django', 'psycopg', 'sqlite3', 'alteram_web'):\n"
        "    sys.modules[name] = None\n"
        "from alteram import cli\n"
        f"sys.exit(cli.main(['verify', {str(path)!r}]))\n"
    )
    source = Path(cli.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(source)}, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "No problem found." in done.stdout


def test_an_adopted_calendar_is_not_frozen_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = tmp_path / "2026"
    shutil.copytree(Path(__file__).parents[2] / "rulebooks" / "pennywater-rowing" / "2026", edition)
    adopted = (edition / "calendar.json").read_bytes()

    assert cli.main(["freeze", str(edition)]) == cli.PROBLEMS
    assert "keeps it" in capsys.readouterr().out
    assert (edition / "calendar.json").read_bytes() == adopted

    assert cli.main(["freeze", "--again", str(edition)]) == cli.FINE
    assert (edition / "calendar.json").read_bytes() == adopted, "nothing has changed since"
