"""Proofs and signatures of ours before judges that we did not write: pymerkle for the tree, openssl for signatures."""

from __future__ import annotations

import subprocess
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InvalidProof
from pymerkle.core import _consistency_path_layout, _inclusion_path_layout
from pymerkle.proof import ConsistencyProof, InclusionProof

from alteram.ledger import checkpoint, tree
from tests.alteram.ledger import exports

HOW = {"algorithm": "sha256", "security": True}


def grown(size: int) -> tree.Tree:
    return tree.Tree(number.to_bytes(4) for number in range(size))


def theirs_of_inclusion(place: int, size: int, hashed: bytes, proof: list[bytes]) -> InclusionProof:
    """Our proof in the words of pymerkle: the leaf first, and on which side each hash stands as it works that out."""
    rule, _ = _inclusion_path_layout(place + 1, size)
    return InclusionProof(**HOW, size=size, index=place + 1, rule=rule, path=[hashed, *proof])


def part(log: tree.Tree, low: int, high: int) -> bytes:
    """The hash over some of the leaves."""
    return tree.root(lambda level, index: log.node(level, index + (low >> level)), high - low)


def theirs_of_consistency(old: int, new: int, log: tree.Tree) -> ConsistencyProof:
    """The hashes of our tree that pymerkle asks for.

    RFC 6962 ends at the last full subtree of the old tree and gives what stands to its right as one hash; pymerkle
    takes that hash apart, down to its first leaf. Nothing else differs, as :func:`as_rfc_6962` shows.
    """
    rule, subset, ranges = _consistency_path_layout(old, new)
    path = [part(log, low, high) for low, high in ranges]
    return ConsistencyProof(**HOW, size=new, prior_size=old, rule=rule, subset=subset, path=path)


def as_rfc_6962(theirs: ConsistencyProof) -> list[bytes]:
    """The proof of pymerkle with its first hashes put together by its own hasher, and without what the verifier has."""
    first = theirs.subset.index(1)
    right = theirs.path[0]
    for beside in theirs.path[1:first]:
        right = theirs.hasher.hash_pair(right, beside)
    last, rest = theirs.path[first], theirs.path[first + 1 :]
    known = theirs.prior_size & (theirs.prior_size - 1) == 0  # the old root is a node of the new tree
    return [*([] if known else [last]), right, *rest]


@given(st.integers(1, 700), st.data())
def test_pymerkle_accepts_an_inclusion_proof_and_no_other(size: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, size - 1))
    log = grown(size)
    hashed, proof = log.node(0, place), log.inclusion(place)

    theirs_of_inclusion(place, size, hashed, proof).verify(hashed, log.root(), index=place + 1, size=size)
    with pytest.raises(InvalidProof):
        theirs_of_inclusion(place, size, hashed, proof).verify(hashed, bytes(32))


@given(st.integers(2, 700), st.data())
def test_pymerkle_accepts_a_consistency_proof_and_no_other(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    log = grown(new)
    theirs = theirs_of_consistency(old, new, log)

    assert as_rfc_6962(theirs) == log.consistency(old)
    theirs.verify(log.root(old), log.root(), prior_size=old, later_size=new)
    with pytest.raises(InvalidProof):
        theirs.verify(log.root(old), bytes(32))


def openssl_says(tmp_path: Path, raw_key: bytes, message: bytes, signature: bytes) -> bool:
    """What ``openssl pkeyutl -verify`` answers."""
    key = Ed25519PublicKey.from_public_bytes(raw_key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for name, content in (("key.pem", key), ("message", message), ("signature", signature)):
        (tmp_path / name).write_bytes(content)
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "message",
         "-sigfile", "signature"],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    return done.returncode == 0


def line_of(note: str, name: str) -> bytes:
    """The decoded signature under a note, read as the specification of signed notes says: hint first."""
    (line,) = [line for line in note.splitlines() if line.startswith(f"— {name} ")]
    return b64decode(line.rpartition(" ")[2])


def test_openssl_accepts_the_signature_of_a_checkpoint(tmp_path: Path) -> None:
    note = str(exports.contents().checkpoints[1])
    text = note.partition("\n\n")[0].encode() + b"\n"
    raw = line_of(note, exports.LOG.name)[4:]

    assert openssl_says(tmp_path, exports.LOG.public.raw, text, raw)
    assert not openssl_says(tmp_path, exports.LOG.public.raw, text.replace(b"307", b"306"), raw)


def test_openssl_accepts_a_cosignature(tmp_path: Path) -> None:
    note = str(exports.contents().checkpoints[1])
    text = note.partition("\n\n")[0].encode() + b"\n"
    line = line_of(note, exports.WITNESS.name)
    seconds = int.from_bytes(line[4:12], "big")
    signed = b"cosignature/v1\ntime %d\n%s" % (seconds, text)

    assert datetime.fromtimestamp(seconds, UTC) == datetime(2026, 1, 12, 11, 2, tzinfo=UTC)
    assert openssl_says(tmp_path, exports.WITNESS.public.raw, signed, line[12:])
    assert not openssl_says(tmp_path, exports.WITNESS.public.raw, text, line[12:])


def test_the_witness_of_the_specification_is_read() -> None:
    """The example of C2SP tlog-cosignature: its key is not given, so the form alone is compared."""
    note = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo"
        "+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nN"
        "o0xUe+mbIUBkBIfZ+qnA==\n"
    )
    read = checkpoint.read(note)

    assert str(read) == note
    assert [len(line.raw) for line in read.signatures] == [64, 72]
    assert int.from_bytes(read.signatures[1].raw[:8], "big") == 1679315147
