"""A witness keeps what it saw and cosigns what grew from it: as a rule, and as the command in a folder."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alteram import cli
from alteram.ledger import checkpoint, signing, tree, witness
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.signing import COSIGNATURE, SigningKey
from alteram.ledger.witness import NotGrown, Request, SplitView

LOG = SigningKey(name="lantern.example/log", seed=bytes([1]) * 32)
OTHER = SigningKey(name="lantern.example/log", seed=bytes([2]) * 32)
WITNESS = SigningKey(name="regulator.example/witness", seed=bytes([3]) * 32, kind=COSIGNATURE)
MOMENT = datetime(2026, 1, 12, 12, tzinfo=UTC)
GROWN = tree.Tree(number.to_bytes(4) for number in range(768))


def note(size: int, *, log: tree.Tree = GROWN, key: SigningKey = LOG) -> Checkpoint:
    return checkpoint.make(origin=key.name, size=size, root=log.root(size), keys=(key,))


def asked(old: int, new: int, *, log: tree.Tree = GROWN) -> Request:
    return Request(old=old, proof=tuple(log.consistency(old, new)), checkpoint=note(new, log=log))


REWRITTEN = tree.Tree(number.to_bytes(4) for number in (*range(100), 9999, *range(101, 768)))


@pytest.mark.parametrize(("old", "new"), [(256, 512), (256, 768), (512, 512)])
def test_what_grew_is_cosigned(old: int, new: int) -> None:
    request = asked(old, new)

    witness.judge(note(old), request, (LOG.public,))
    assert witness.read(str(request)) == request


def test_the_first_checkpoint_is_taken_as_it_is() -> None:
    witness.judge(None, asked(0, 256), (LOG.public,))
    with pytest.raises(NotGrown, match="kept no checkpoint"):
        witness.judge(None, asked(256, 512), (LOG.public,))


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (asked(256, 512, log=REWRITTEN), "No proof shows"),
        (Request(old=256, proof=(), checkpoint=note(512)), "No proof shows"),
        (Request(old=256, proof=(), checkpoint=note(256, log=REWRITTEN)), "different roots"),
        (Request(old=256, proof=(), checkpoint=note(200)), "shrank"),
    ],
)
def test_what_contradicts_the_kept_one_is_refused_with_both_notes(request_: Request, says: str) -> None:
    kept = note(256)

    with pytest.raises(SplitView, match=says) as split:
        witness.judge(kept, request_, (LOG.public,))
    assert split.value.evidence == {"kept": str(kept), "shown": str(request_.checkpoint)}


def test_another_key_another_log_and_another_start_are_refused_and_are_no_split() -> None:
    for request, says in (
        (Request(old=256, proof=(), checkpoint=note(256, key=OTHER)), "not signed with a key"),
        (Request(old=256, proof=(), checkpoint=replace(note(256), origin="other/log")), "not signed with a key"),
        (asked(0, 512), "The proof is from size 0; the last checkpoint kept here has size 256"),
    ):
        with pytest.raises(NotGrown, match=says) as refused:
            witness.judge(note(256), request, (LOG.public,))
        assert not isinstance(refused.value, SplitView)


@pytest.mark.parametrize("text", ["", "old 1\n", "old 01\n\n", "new 1\n\nx", "old 1\nnothing\n\nx", "old 1\nAAAA\n\nx"])
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(NotGrown):
        witness.read(text)


def test_a_cosignature_holds_for_its_moment_its_key_and_its_words() -> None:
    one = note(256)
    line = checkpoint.cosign(one, WITNESS, at=MOMENT)
    cosigned = replace(one, signatures=(*one.signatures, line))

    (found,) = cosigned.cosigned_by((WITNESS.public, LOG.public))
    assert (found.key, found.at) == (WITNESS.public, MOMENT)
    assert checkpoint.read(str(cosigned)) == cosigned
    assert cosigned.own == one
    later = replace(line, raw=(int(MOMENT.timestamp()) + 1).to_bytes(8) + line.raw[8:])
    for wrong in (
        replace(cosigned, size=255),
        replace(cosigned, signatures=(later,)),
        replace(cosigned, signatures=(replace(line, raw=line.raw[:-1]),)),
        replace(cosigned, signatures=(replace(line, raw=b"\xff" * 8 + line.raw[8:]),)),
    ):
        assert wrong.cosigned_by((WITNESS.public,)) == ()
    assert cosigned.signed_by((WITNESS.public,)) == ()


def test_the_key_of_a_witness_is_told_apart_from_the_same_key_of_a_log() -> None:
    same = SigningKey(name=WITNESS.name, seed=WITNESS.seed)

    assert same.public.hint != WITNESS.public.hint
    assert signing.read_key(str(WITNESS.public)) == WITNESS.public


# --- the command


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    words = ["witness", "init", str(tmp_path / "w"), "--name", WITNESS.name, "--key", str(LOG.public)]
    assert cli.main(words) == cli.FINE
    assert capsys.readouterr().out.startswith(f"{WITNESS.name}+")
    return tmp_path / "w"


def cosign(folder: Path, request: Request, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(str(request)))
    return cli.main(["witness", "cosign", str(folder), "-"])


def test_the_command_cosigns_what_grew_and_keeps_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["witness", "key", str(folder)]) == cli.FINE
    key = signing.read_key(capsys.readouterr().out)
    for old, new in ((0, 256), (256, 768), (768, 768)):
        assert cli.main(["witness", "last", str(folder)]) == cli.FINE
        assert capsys.readouterr().out == f"{old}\n"
        assert cosign(folder, asked(old, new), monkeypatch) == cli.FINE
        said = checkpoint.read(capsys.readouterr().out)
        assert [one.key for one in said.cosigned_by((key,))] == [key]

    kept = checkpoint.read_all((folder / "checkpoints").read_text())
    assert [one.size for one in kept] == [256, 768]
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_command_refuses_a_split_view_and_leaves_the_evidence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cosign(folder, asked(0, 256), monkeypatch) == cli.FINE
    assert cosign(folder, asked(256, 768, log=REWRITTEN), monkeypatch) == cli.PROBLEMS
    said = capsys.readouterr()

    assert said.err.startswith("E-SPLIT-VIEW: ")
    evidence = checkpoint.read_all((folder / "evidence-768").read_text())
    assert [one.size for one in evidence] == [256, 768]
    assert all(one.signed_by((LOG.public,)) for one in evidence)
    assert [one.size for one in checkpoint.read_all((folder / "checkpoints").read_text())] == [256]
    assert cosign(folder, asked(0, 768), monkeypatch) == cli.PROBLEMS
    assert capsys.readouterr().err.startswith("E-WITNESS: ")


def test_what_is_no_folder_and_no_log_is_said_in_a_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ["cosign", str(tmp_path / "nowhere"), "-"],
        ["key", str(tmp_path)],
        ["init", str(folder), "--name", WITNESS.name, "--key", str(LOG.public)],
        ["cosign", str(folder), str(tmp_path / "nothing")],
        ["cosign", str(folder), "http://127.0.0.1:9/lantern-league/log"],
    ):
        assert cli.main(["witness", *words]) == cli.UNREADABLE
        assert capsys.readouterr().err.startswith("E-WITNESS-FOLDER: ")
    assert cli.main(["witness", "init", str(tmp_path / "x"), "--name", "two words", "--key", str(LOG.public)]) == 2
    assert not (tmp_path / "x").exists()
