"""The tutorial on rule books is typed along, block by block, and prints what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alteram import cli

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "a-rule-book.md"
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tutorial_runs_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = tmp_path / "marlpit" / "2026"
    monkeypatch.chdir(tmp_path)
    asked = 0

    for kind, file, words in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "console":
            command, _, printed = words.partition("\n")
            cli.main(command.removeprefix("$ alteram ").split())
            assert capsys.readouterr().out.splitlines() == printed.splitlines(), command
            asked += 1
        else:
            target = edition / file
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("a", encoding="utf-8") as page:
                page.write(words)

    assert asked == 6
    assert (edition / "calendar.json").exists()
