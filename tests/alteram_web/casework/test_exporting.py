"""An export of the site is checked by the command that knows neither site nor database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alteram import cli
from alteram_web.casework import bodies, commands, exporting
from alteram_web.casework.receipts import Receipt

from .conftest import MONDAY, acknowledged, at


@pytest.fixture
def exported(body: bodies.Body, received: Receipt, tmp_path: Path) -> tuple[Path, str]:
    commands.act(acknowledged(received.chain), body=body.id)
    folder = tmp_path / "export"
    return folder, str(exporting.write(body, folder, now=at(MONDAY, 12)))


def test_what_the_site_writes_is_found_sound(exported: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, key = exported

    assert cli.main(["verify", str(folder), "--key", key]) == cli.FINE
    assert "No problem found" in capsys.readouterr().out
    texts = [json.loads(file.read_text()) for file in (folder / "texts").iterdir()]
    assert any(text["text"] == "He blocked the door and shouted." for text in texts)


def test_one_changed_letter_is_found(exported: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, key = exported
    entries = folder / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b"2025-12-06", b"2025-12-07"))

    assert cli.main(["verify", str(folder), "--key", key]) == cli.PROBLEMS
    assert "PROBLEM" in capsys.readouterr().out


def test_the_command_says_how_to_check(body: bodies.Body, received: Receipt, tmp_path: Path) -> None:
    call_command("export_record", body.slug, tmp_path / "record.zip", verbosity=0)

    assert cli.main(["verify", str(tmp_path / "record.zip")]) == cli.FINE
    with pytest.raises(CommandError, match="There is no body"):
        call_command("export_record", "nobody", tmp_path / "other")
