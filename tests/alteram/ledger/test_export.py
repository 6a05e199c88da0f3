"""An export that is whole verifies; one in which anything was altered does not, and the report says where."""

from __future__ import annotations

import json
import os
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alteram.commands.verifying import told as reader
from alteram.ledger import canonical, chain, checkpoint, export, tree, verify
from alteram.ledger.export import CannotExport, Contents, Unreadable
from alteram.ledger.signing import PublicKey
from tests.alteram.ledger import exports
from tests.alteram.ledger.exports import EXPORTS, FIRST, LOG, SECOND, STRANGER

KEYS = (LOG.public, EXPORTS.public, exports.WITNESS.public)


def complainant(name: str, index: int) -> bool:
    """Sees the first case without its third entry, and nothing of the second."""
    return name == FIRST and index != 2


def written(path: Path, contents: Contents | None = None) -> Path:
    export.write(contents or exports.contents(), path, EXPORTS)
    return path


def sentences(path: Path, trusted: tuple[PublicKey, ...] = KEYS) -> list[str]:
    return [problem.sentence for problem in verify.full(path, trusted=trusted, reader=reader).problems]


def resign(path: Path) -> None:
    """What someone with the export key could do: a manifest that fits the altered files."""
    manifest = json.loads((path / export.MANIFEST).read_bytes())
    names = sorted(found.relative_to(path).as_posix() for found in path.rglob("*") if found.is_file())
    manifest["files"] = [
        {"path": name, "size": len(raw), "sha256": sha256(raw).hexdigest()}
        for name in names
        if name != export.MANIFEST
        for raw in [(path / name).read_bytes()]
    ]
    del manifest["signature"]
    signature = b64encode(EXPORTS.sign(export.signed_part(manifest))).decode()
    (path / export.MANIFEST).write_bytes(canonical.encode(manifest | {"signature": signature}))


@pytest.mark.parametrize("name", ["folder", "deep/folder", "file.zip"])
def test_nobody_else_on_the_machine_can_open_an_export(tmp_path: Path, name: str) -> None:
    before = os.umask(0)
    try:
        path = written(tmp_path / name)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["folder", "file.zip"])
@pytest.mark.parametrize("made", [exports.contents(), export.party(exports.contents(), complainant)])
def test_an_untouched_export_verifies(tmp_path: Path, name: str, made: Contents) -> None:
    path = written(tmp_path / name, made)

    report = verify.full(path, trusted=KEYS, reader=reader)

    assert report.problems == ()
    assert (report.entries, report.checkpoints) == (8, 2)
    assert (report.placed, report.withheld) == ((7, 0) if made.whole else (4, 4))
    assert verify.quick(path, trusted=KEYS).problems == ()
    assert made.whole == any("1 of 8 entries are not in the tree yet" in note for note in report.notes)


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.zip"), written(tmp_path / "b.zip")

    assert first.read_bytes() == second.read_bytes()


def test_an_empty_record_can_be_exported(tmp_path: Path) -> None:
    nothing = replace(
        exports.contents(), chains=(), checkpoints=(), published=(), tips=None, timestamps=None, texts=(), papers=()
    )

    assert sentences(written(tmp_path / "whole", nothing)) == []


def test_a_party_gets_no_byte_it_may_not_see(tmp_path: Path) -> None:
    path = written(tmp_path / "party", export.party(exports.contents(), complainant))
    everything = b"".join(found.read_bytes() for found in path.rglob("*") if found.is_file())

    assert exports.ACCOUNT.text.encode() in everything
    assert b"keeps this to itself" not in everything
    assert exports.entry(SECOND, 0) not in everything
    assert exports.entry(FIRST, 2) not in everything
    assert exports.entry(FIRST, 3) in everything
    assert not (path / "tiles").exists()


# --- alterations by somebody who does not hold the export key


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = written(tmp_path_factory.mktemp("pristine") / "export")
    return {found.relative_to(path).as_posix(): found.read_bytes() for found in path.rglob("*") if found.is_file()}


def spread(path: Path, files: dict[str, bytes]) -> Path:
    for name, raw in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(raw)
    return path


class _Held:
    """A source in memory, so that many alterations cost no files."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self) -> list[str]:
        return sorted(self._files)

    def read(self, name: str) -> bytes:
        return self._files[name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_any_altered_byte_of_any_file_is_found(
    pristine: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(pristine)))
    raw = bytearray(pristine[name])
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    monkeypatch.setattr(export, "open_source", lambda _: _Held(pristine | {name: bytes(raw)}))

    assert verify.quick(Path("held"), trusted=KEYS).problems
    found = verify.full(Path("held"), trusted=KEYS, reader=reader).problems
    assert any(problem.file == name for problem in found)


def test_a_missing_and_a_foreign_file_are_found(tmp_path: Path, pristine: dict[str, bytes]) -> None:
    path = spread(tmp_path, pristine)
    (path / f"texts/{exports.NOTE.digest}.json").unlink()
    (path / "extra").write_bytes(b"")

    assert sentences(path) == [
        "extra: The manifest does not know this file.",
        f"texts/{exports.NOTE.digest}.json: The file is missing.",
        f"texts/, entry 1 of chain {SECOND}: Something that the entry names is not here, and no entry says that it was"
        " erased.",
    ]


def test_a_manifest_signed_by_a_stranger_is_found(tmp_path: Path) -> None:
    export.write(exports.contents(), tmp_path / "x", STRANGER)

    assert any("not among the keys given" in sentence for sentence in sentences(tmp_path / "x"))
    report = verify.full(tmp_path / "x")
    assert report.problems == ()
    assert any("taken from the export itself" in note for note in report.notes)


# --- alterations by somebody who holds the export key: chain, tree and log key still find them


def swap_entries(path: Path) -> None:
    lines = (path / export.ENTRIES).read_bytes().splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    (path / export.ENTRIES).write_bytes(b"".join(lines))


def reword(path: Path, index: int) -> None:
    lines = (path / export.ENTRIES).read_bytes().splitlines(keepends=True)
    lines[index] = lines[index].replace(b"p-7h2k9q4m", b"p-00000000")
    (path / export.ENTRIES).write_bytes(b"".join(lines))


def relink(path: Path, index: int) -> None:
    """Reword an entry and make every link of the first chain again."""
    reword(path, index)
    bodies = (path / export.ENTRIES).read_bytes().splitlines()[:5]
    links = (path / export.LINKS).read_bytes()
    made = b"".join(chain.links(chain.name(FIRST), bodies))
    (path / export.LINKS).write_bytes(made + links[5 * 32 :])


def retree(path: Path) -> None:
    """Reword, relink, and make the tree again as well: only the signature of the log stands in the way."""
    relink(path, 4)
    links = (path / export.LINKS).read_bytes()
    leaves = bytearray((path / "tiles/0/000").read_bytes())
    leaves[6 * 32 : 7 * 32] = tree.leaf(links[4 * 32 : 5 * 32])
    (path / "tiles/0/000").write_bytes(leaves)
    grown = tree.Tree.of_leaves(bytes(leaves) + (path / "tiles/0/001.p/51").read_bytes())
    (path / "tiles/1/000.p/1").write_bytes(grown.node(8, 0))
    notes = checkpoint.read_all((path / export.CHECKPOINTS).read_text())
    forged = [replace(note, root=grown.root(note.size)) for note in notes]
    (path / export.CHECKPOINTS).write_text(checkpoint.write_all(forged))


def drop_last_entry(path: Path) -> None:
    lines = (path / export.ENTRIES).read_bytes().splitlines(keepends=True)
    (path / export.ENTRIES).write_bytes(b"".join(lines[:-1]))


def same_place(path: Path) -> None:
    places = (path / export.PLACES).read_bytes()
    (path / export.PLACES).write_bytes(places[:8] * 2 + places[16:])


def huge_length(path: Path) -> None:
    (path / export.CHAINS).write_bytes(canonical.encode({"chain": FIRST, "length": 2**50}) + b"\n")


def huge_checkpoint(path: Path) -> None:
    note = checkpoint.make(origin=LOG.name, size=10**18, root=bytes(32), keys=(LOG,))
    (path / export.CHECKPOINTS).write_text(str(note))


def shrink(path: Path) -> None:
    notes = checkpoint.read_all((path / export.CHECKPOINTS).read_text())
    (path / export.CHECKPOINTS).write_text(checkpoint.write_all(notes[::-1]))


def other_time(path: Path) -> None:
    another = exports.AUTHORITY.stamp(b"something else", datetime(2026, 1, 12, 10, tzinfo=UTC))
    (path / "timestamps/5.tsr").write_bytes(another)


def other_text(path: Path) -> None:
    name = path / f"texts/{exports.NOTE.digest}.json"
    name.write_bytes(name.read_bytes().replace(b"itself", b"others"))


def other_paper(path: Path) -> None:
    (path / f"papers/{exports.PHOTO.digest}.png").write_bytes(b"another")


def strange_text(path: Path) -> None:
    text = export.Text(salt=bytes(32), text="Never part of it.")
    raw = canonical.encode({"salt": text.salt.hex(), "text": text.text}) + b"\n"
    (path / f"texts/{text.digest}.json").write_bytes(raw)


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        (swap_entries, f"entries.jsonl, entry 1 of chain {FIRST}: The bytes of the entry"),
        (lambda path: reword(path, 0), f"entries.jsonl, entry 0 of chain {FIRST}: The bytes"),
        (lambda path: relink(path, 0), f"places, entry 0 of chain {FIRST}: The tree does not hold"),
        (lambda path: relink(path, 4), f"places, entry 4 of chain {FIRST}: The tree does not hold"),
        (retree, "checkpoints: The checkpoint of size 307 has no good signature of the log."),
        (drop_last_entry, f"entries.jsonl, entry 2 of chain {SECOND}: The bytes"),
        (same_place, f"places, entry 1 of chain {FIRST}: Another entry has the same place 0"),
        (huge_length, "chains.jsonl: The file speaks of"),
        (huge_checkpoint, "tiles/: There are too few tiles"),
        (shrink, "checkpoints: The log shrank"),
        (other_time, "timestamps/5.tsr: The timestamp is not over"),
        (other_text, f"texts/{exports.NOTE.digest}.json: Salt and contents do not give"),
        (other_paper, f"papers/{exports.PHOTO.digest}.png: Salt and contents do not give"),
        (strange_text, "No entry shown in this export names this digest."),
    ],
)
def test_a_new_manifest_does_not_hide_it(
    tmp_path: Path, pristine: dict[str, bytes], alter: Callable[[Path], None], expected: str
) -> None:
    path = spread(tmp_path, pristine)
    alter(path)
    resign(path)

    assert verify.quick(path, trusted=KEYS).problems == ()
    assert any(expected in sentence for sentence in sentences(path))


@pytest.mark.parametrize("name", [export.PROOFS, export.GROWTH])
def test_a_party_finds_a_link_without_proof(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "party", export.party(exports.contents(), complainant))
    (path / name).write_bytes(b"".join((path / name).read_bytes().splitlines(keepends=True)[1:]))
    resign(path)

    assert any(sentence.startswith(name) and "No proof" in sentence for sentence in sentences(path))


def test_an_entry_under_another_number_is_found(tmp_path: Path) -> None:
    made = exports.contents()
    bodies = (made.chains[0].bodies[1], made.chains[0].bodies[0])
    links = tuple(chain.links(chain.name(FIRST), [body for body in bodies if body]))
    crooked = replace(made.chains[0], bodies=bodies, links=links, places=(None, None))
    bare = replace(made, checkpoints=(), published=(), tips=None, timestamps=None, texts=(), papers=())
    path = written(tmp_path / "x", replace(bare, chains=(crooked,)))

    assert sentences(path) == [
        f"entries.jsonl, entry 0 of chain {FIRST}: The entry says it is number 1 of chain {FIRST}.",
        f"entries.jsonl, entry 1 of chain {FIRST}: The entry says it is number 0 of chain {FIRST}.",
    ]


def test_a_name_twice_in_a_zip_file_is_found(tmp_path: Path) -> None:
    path = written(tmp_path / "x.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(export.LINKS, archive.read(export.LINKS))

    assert any("holds this name 2 times" in sentence for sentence in sentences(path))


def test_what_is_no_export_is_said_to_be_unreadable(tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("Dear all")
    for path in (tmp_path / "nowhere", tmp_path / "letter.zip", tmp_path):
        with pytest.raises(Unreadable):
            verify.full(path)


def test_a_crooked_record_is_not_exported(tmp_path: Path) -> None:
    made = exports.contents()
    links = made.chains[0].links
    for crooked in (
        replace(made.chains[0], links=(links[1], links[0], *links[2:])),
        replace(made.chains[0], places=()),
    ):
        with pytest.raises(CannotExport):
            export.write(replace(made, chains=(crooked,)), tmp_path / "x", EXPORTS)
    with pytest.raises(CannotExport, match="already"):
        export.write(made, tmp_path, EXPORTS)
    with pytest.raises(CannotExport, match="ending"):
        export.write(replace(made, papers=(replace(exports.PHOTO, ending="/../x"),)), tmp_path / "y", EXPORTS)


def test_the_answer_says_for_which_checkpoints_the_timestamps_vouch(tmp_path: Path) -> None:
    made = exports.contents()
    first, second = made.checkpoints
    late = exports.AUTHORITY.stamp(str(second.own).encode(), datetime(2026, 1, 12, 11, 0, 5, tzinfo=UTC))
    both = {**(made.timestamps or {}), second.size: late}

    def told(name: str, *, stamps: Mapping[int, bytes] | None) -> tuple[str, str]:
        path = written(tmp_path / name, replace(made, timestamps=stamps))
        report = verify.full(path, trusted=KEYS, reader=reader)
        assert report.problems == ()
        return " ".join(report.shown), " ".join(report.not_shown)

    shown, not_shown = told("early", stamps=made.timestamps)
    assert "Timestamps in all: 1, over 2 checkpoints" in shown
    assert "of their own" not in shown
    assert f"When the checkpoints after size {first.size} were there (1)" in not_shown

    shown, not_shown = told("late", stamps={second.size: late})
    assert "1 of them have no timestamp of their own" in shown
    assert f"for size {first.size} that of size {second.size}, of 2026-01-12T11:00:05Z" in shown
    assert "When the checkpoints after" not in not_shown

    shown, not_shown = told("both", stamps=both)
    assert "of their own" not in shown
    assert "When the checkpoints after" not in not_shown

    shown, not_shown = told("none", stamps=None)
    assert "stamped" not in shown
    assert "there is no timestamp" in not_shown
