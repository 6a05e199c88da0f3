"""Checkpoints and keys in the forms of C2SP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alteram.ledger import checkpoint, signing
from alteram.ledger.checkpoint import BadCheckpoint
from alteram.ledger.signing import BadKey, PublicKey, SigningKey

LOG = SigningKey(name="lantern.example/log", seed=bytes([1]) * 32)
WITNESS = SigningKey(name="witness.example", seed=bytes([2]) * 32)
NOTE = checkpoint.make(origin=LOG.name, size=1000, root=bytes(range(32)), keys=(LOG, WITNESS))


def test_a_checkpoint_reads_as_it_was_written() -> None:
    lines = str(NOTE).split("\n")

    assert lines[:4] == ["lantern.example/log", "1000", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert [line.rpartition(" ")[0] for line in lines[4:]] == ["— lantern.example/log", "— witness.example", ""]
    assert checkpoint.read(str(NOTE)) == NOTE
    assert NOTE.signed_by((LOG.public, WITNESS.public)) == (LOG.public, WITNESS.public)


def test_a_signature_holds_for_the_signed_lines_only() -> None:
    for forged in (replace(NOTE, size=999), replace(NOTE, root=bytes(32)), replace(NOTE, more=("later",))):
        assert forged.signed_by((LOG.public, WITNESS.public)) == ()
    impostor = SigningKey(name=LOG.name, seed=bytes([9]) * 32)
    assert NOTE.signed_by((impostor.public,)) == ()


def test_lines_of_other_makers_are_kept() -> None:
    text = "log.example\n7\n" + "A" * 43 + "=\nextra\n\n— other.example AAAAAAAA\n"

    assert str(checkpoint.read(text)) == text
    assert checkpoint.read(text).more == ("extra",)


def test_many_checkpoints_stand_in_one_file() -> None:
    notes = [NOTE, replace(NOTE, more=("x",))]

    assert checkpoint.read_all(checkpoint.write_all(notes)) == notes
    assert checkpoint.read_all("") == []
    with pytest.raises(BadCheckpoint):
        checkpoint.read_all(NOTE.body + "\n" + str(NOTE) + "\n" + NOTE.body + "\n")


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE.body,
        str(NOTE)[:-1],
        str(NOTE).replace("1000", "0100"),
        str(NOTE).replace("1000", "-1"),
        str(NOTE).replace("AAEC", "A*EC"),
        str(NOTE).replace("AAECAwQF", "AwQF"),
        str(NOTE).replace("— ", "- "),
        NOTE.body + "\n",
        NOTE.body + "\n— log.example AAAA\n",
        NOTE.body + "\n— log.example A===\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoint.read(note)


def test_a_public_key_reads_as_it_was_written_and_a_mistyped_one_is_refused() -> None:
    text = str(LOG.public)

    assert signing.read_key(f" {text}\n") == LOG.public
    for wrong in ("", text[:-1], text.replace("log+", "lag+"), text.replace("+A", "+B", 1), "a+b+c", text + "A"):
        with pytest.raises(BadKey):
            signing.read_key(wrong)
    for name in ("", "two words", "a+b"):
        with pytest.raises(BadKey):
            PublicKey(name=name, raw=bytes(32))


def test_the_hint_of_a_key_is_the_one_go_computes() -> None:
    """The example key of Go's package note: golang.org/x/mod/sumdb/note."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

    assert str(signing.read_key(text)) == text


def test_a_secret_does_not_show() -> None:
    assert "\\x01\\x01" not in repr(LOG)
    assert not PublicKey(name="x", raw=b"\xff" * 32).signed(b"", bytes(64))
