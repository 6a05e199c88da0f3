"""What the documentation shows of the record is so: the vector, the keys, the commands."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from alteram import cli, codec
from alteram.ledger import export
from tests.alteram import test_codec
from tests.alteram.ledger import exports, vector

DOCS = Path(__file__).parents[3] / "docs"


def test_the_reference_shows_the_vector() -> None:
    page = (DOCS / "reference/entry.md").read_text()

    for shown in (
        vector.CHAIN,
        vector.TEXT,
        vector.START,
        vector.DIGEST,
        vector.BYTES.decode(),
        vector.LINK,
        vector.LEAF,
    ):
        assert shown in page


def test_the_reference_has_a_line_for_every_key() -> None:
    keys = (DOCS / "reference/entry.md").read_text().partition("## Keys")[2].partition("\n## ")[0]

    assert set(re.findall(r"^\| `(\w+)` \|", keys, re.MULTILINE)) == set(json.loads(codec.encode(test_codec.FULL)))


def test_the_reference_has_a_line_for_every_file_of_an_export(tmp_path: Path) -> None:
    page = (DOCS / "reference/entry.md").read_text()
    made = exports.contents()
    export.write(made, tmp_path / "whole", exports.EXPORTS)
    export.write(export.party(made, lambda _name, _index: True), tmp_path / "party", exports.EXPORTS)
    for folder in ("whole", "party"):
        for found in (tmp_path / folder).iterdir():
            assert f"| `{found.name}{'/' if found.is_dir() else ''}` |" in page


def test_the_commands_of_the_how_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / "howto/verify-an-export.md").read_text()
    monkeypatch.chdir(tmp_path)
    export.write(exports.contents(), Path("record.zip"), exports.EXPORTS)
    commands = re.findall(r"^\$ alteram (.+)$", page, re.MULTILINE)

    assert len(commands) == 3
    for command in commands:
        assert cli.main(shlex.split(command)) == cli.FINE
        last = capsys.readouterr().out.splitlines()[-1]
        assert f"\n{last}\n" in page
