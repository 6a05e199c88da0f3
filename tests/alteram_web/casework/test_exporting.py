"""An export of the site is checked by the command that knows neither site nor database."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alteram import cli
from alteram.ledger import canonical, checkpoint, export
from alteram.ledger.signing import PublicKey, SigningKey
from alteram_web.casework import bodies, commands, exporting, keys, placing
from alteram_web.casework.receipts import Receipt

from .conftest import MONDAY, Roles, acknowledged, at, complaint


@pytest.fixture
def exported(body: bodies.Body, received: Receipt, tmp_path: Path) -> tuple[Path, list[str]]:
    commands.act(acknowledged(received.chain), body=body.id)
    folder = tmp_path / "export"
    return folder, _words(exporting.write(body, folder, now=at(MONDAY, 12)))


def _words(keys: tuple[PublicKey, ...]) -> list[str]:
    return [word for key in keys for word in ("--key", str(key))]


@pytest.fixture
def grown(body: bodies.Body, received: Receipt, roles: Roles, tmp_path: Path) -> tuple[Path, list[str]]:
    """An export with two checkpoints, entries placed under them, one placed beyond them, and one that waits."""
    with roles.connect("alteram_log") as link:
        for hour in (12, 13):
            commands.act(complaint(recorded=at(MONDAY, hour - 1)), body=body.id)
            placing.place(link, body)
            placing.publish(link, body, now=at(MONDAY, hour))
        commands.act(acknowledged(received.chain), body=body.id)
        placing.place(link, body)
    commands.act(complaint(recorded=at(MONDAY, 14)), body=body.id)
    folder = tmp_path / "grown"
    return folder, _words(exporting.write(body, folder, now=at(MONDAY, 14)))


def test_an_export_with_places_checkpoints_and_entries_that_wait_is_sound(
    grown: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, trusted = grown

    assert cli.main(["verify", str(folder), *trusted]) == cli.FINE
    said = capsys.readouterr().out
    entries, placed = (int(n) for n in re.findall(r"(\d+) entries .*, (\d+) in the tree", said)[0])
    assert 0 < placed < entries
    assert "2 checkpoints" in said
    assert len([word for word in trusted if "/log+" in word]) == 1


def _replace(folder: Path, name: str, how: Callable[[bytes], bytes]) -> None:
    """Change a file and make the manifest agree with it again, as somebody with the exports key could."""
    file = folder / name
    file.write_bytes(how(file.read_bytes()))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for one in manifest["files"]:
        content = (folder / one["path"]).read_bytes()
        one |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    signer = SigningKey(
        name="lantern-league/exports", seed=keys.signing_seed(bodies.by_slug("lantern-league").id, "exports", 1)
    )
    manifest["signature"] = base64.b64encode(signer.sign(export.signed_part(manifest))).decode()
    (folder / "manifest.json").write_bytes(canonical.encode(manifest))


def _another_root(notes: bytes) -> bytes:
    """The last checkpoint with another root, under the signature it had."""
    first, last = checkpoint.read_all(notes.decode())
    return checkpoint.write_all([first, replace(last, root=bytes(32))]).encode()


def _shorter(chains: bytes) -> bytes:
    """The first chain without its last entry."""
    lines = chains.splitlines(keepends=True)
    about = json.loads(lines[0])
    return b"".join([canonical.encode(about | {"length": about["length"] - 1}) + b"\n", *lines[1:]])


def _swapped(places: bytes) -> bytes:
    """The places of two entries that have one, exchanged."""
    each = [places[at : at + 8] for at in range(0, len(places), 8)]
    first, second = [number for number, place in enumerate(each) if place != bytes(8) and place != b"\xff" * 8][:2]
    each[first], each[second] = each[second], each[first]
    return b"".join(each)


@pytest.mark.parametrize(
    ("file", "how", "says"),
    [
        ("entries.jsonl", lambda raw: raw.replace(b"2025-12-06", b"2025-12-07", 1), "do not give the link"),
        ("entries.jsonl", lambda raw: raw.split(b"\n", 1)[1], "entries.jsonl"),
        ("chains.jsonl", _shorter, "entries"),
        ("links", lambda raw: bytes(32) + raw[32:], "link"),
        ("checkpoints", _another_root, "no good signature of the log"),
        ("checkpoints", lambda raw: raw.replace(b"lantern-league/log\n", b"other-league/log\n", 1), "of another log"),
        ("tiles/0/000", lambda raw: bytes(32) + raw[32:], "is not that of the tree"),
        ("tiles/1/000.p/2", lambda raw: bytes(32) + raw[32:], "does not follow from the tiles below"),
        ("places", _swapped, "does not hold the entry's link"),
    ],
)
def test_whatever_is_changed_is_found_even_by_whoever_signs_the_export(
    grown: tuple[Path, list[str]],
    capsys: pytest.CaptureFixture[str],
    file: str,
    how: Callable[[bytes], bytes],
    says: str,
) -> None:
    folder, trusted = grown
    _replace(folder, file, how)

    assert cli.main(["verify", str(folder), *trusted]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert says in said
    assert "The file was altered" not in said  # the manifest agrees: the record itself tells


def test_a_dropped_entry_that_was_placed_is_missed_by_its_neighbours(
    grown: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The first entry of a chain of several is left out everywhere, bytes, link and place alike."""
    folder, trusted = grown
    abouts = [json.loads(line) for line in (folder / "chains.jsonl").read_bytes().splitlines()]
    at_chain = next(number for number, about in enumerate(abouts) if about["length"] > 1)
    before = sum(about["length"] for about in abouts[:at_chain])
    abouts[at_chain]["length"] -= 1
    _replace(folder, "links", lambda raw: raw[: before * 32] + raw[(before + 1) * 32 :])
    _replace(folder, "places", lambda raw: raw[: before * 8] + raw[(before + 1) * 8 :])
    _replace(folder, "entries.jsonl", lambda raw: _without(raw, before))
    _replace(folder, "chains.jsonl", lambda _raw: b"".join(canonical.encode(one) + b"\n" for one in abouts))

    assert cli.main(["verify", str(folder), *trusted]) == cli.PROBLEMS
    assert "do not give the link" in capsys.readouterr().out


def _without(raw: bytes, number: int) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join(lines[:number] + lines[number + 1 :])


def test_what_the_site_writes_is_found_sound(
    exported: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = exported

    assert cli.main(["verify", str(folder), *key]) == cli.FINE
    assert "No problem found" in capsys.readouterr().out
    texts = [json.loads(file.read_text()) for file in (folder / "texts").iterdir()]
    assert any(text["text"] == "He blocked the door and shouted." for text in texts)


def test_one_changed_letter_is_found(exported: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    folder, key = exported
    entries = folder / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b"2025-12-06", b"2025-12-07"))

    assert cli.main(["verify", str(folder), *key]) == cli.PROBLEMS
    assert "PROBLEM" in capsys.readouterr().out


def test_the_command_says_how_to_check(body: bodies.Body, received: Receipt, tmp_path: Path) -> None:
    call_command("export_record", body.slug, tmp_path / "record.zip", verbosity=0)

    assert cli.main(["verify", str(tmp_path / "record.zip")]) == cli.FINE
    with pytest.raises(CommandError, match="There is no body"):
        call_command("export_record", "nobody", tmp_path / "other")


def test_the_key_of_the_exports_rotates_and_old_exports_stay_good(
    body: bodies.Body, received: Receipt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _words(exporting.write(body, tmp_path / "first", now=at(MONDAY, 12)))
    call_command("rotate_key", body.slug, "exports", why="The yearly change.", verbosity=0)
    second = _words(exporting.write(body, tmp_path / "second", now=at(MONDAY, 13)))

    signed = [json.loads((tmp_path / name / "manifest.json").read_bytes())["key"] for name in ("first", "second")]
    assert len(set(signed)) == 2
    assert len([word for word in second if word.startswith("lantern-league/exports+")]) == 2
    for name in ("first", "second"):
        assert cli.main(["verify", str(tmp_path / name), *second]) == cli.FINE
    assert cli.main(["verify", str(tmp_path / "second"), *first]) == 1  # signed by a key not given
    assert signed[1] in capsys.readouterr().out
