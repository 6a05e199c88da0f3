"""Timestamps of a real authority (`openssl ts`, over HTTP): what we read of them is what openssl says."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alteram.ledger import timestamp
from alteram_web.casework import stamping
from alteram_web.casework.stamping import NotStamped
from tests.alteram.ledger import exports
from tests.oracles import authority


@pytest.fixture(scope="module", params=[("rsa:2048",), ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("authority")
    authority.found(made, kind=request.param)
    return made


def openssl_accepts(folder: Path, note: bytes, answer: bytes, root: str = "root.pem") -> bool:
    (folder / "note").write_bytes(note)
    (folder / "answer.tsr").write_bytes(answer)
    words = ["openssl", "ts", "-verify", "-data", "note", "-in", "answer.tsr", "-CAfile", root]
    return subprocess.run(words, cwd=folder, capture_output=True, timeout=30, check=False).returncode == 0


def test_the_answer_of_an_authority_is_accepted_by_openssl_and_read_as_it_says(folder: Path) -> None:
    roots = timestamp.read_roots((folder / "root.pem").read_bytes())
    cosigned = exports.contents().checkpoints[1]
    with authority.serving(folder) as address:
        at, answer = stamping.ask(cosigned, authority=address, roots=roots)

    note = "".join(str(cosigned).splitlines(keepends=True)[:5]).encode()  # as the log signed it, without witnesses
    assert openssl_accepts(folder, note, answer)
    assert not openssl_accepts(folder, str(cosigned).encode(), answer)
    read = timestamp.read(answer)
    assert read.at == at
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)
    assert read.over(note)
    assert not read.over(note + b"\n")
    assert read.trusted(roots)
    assert not read.trusted((exports.AUTHORITY.root,))


def test_an_altered_answer_is_accepted_by_neither(folder: Path) -> None:
    roots = timestamp.read_roots((folder / "root.pem").read_bytes())
    one = exports.contents().checkpoints[0]
    with authority.serving(folder) as address:
        _, answer = stamping.ask(one, authority=address, roots=roots)
    read = timestamp.read(answer)
    where = answer.index(read.digest)
    at = answer.index(read.at.strftime("%Y%m%d%H%M%SZ").encode())
    for place in (where, where + 31, at + 3, answer.index(read.signature) + 5):
        altered = answer[:place] + bytes([answer[place] ^ 1]) + answer[place + 1 :]
        assert not openssl_accepts(folder, str(one).encode(), altered)
        try:
            now = timestamp.read(altered)
        except timestamp.BadTimestamp:
            continue
        assert not (now.over(str(one).encode()) and now.signer() is not None)


def test_an_authority_of_other_roots_and_one_that_is_away_are_not_believed(folder: Path) -> None:
    one = exports.contents().checkpoints[0]
    with authority.serving(folder) as address, pytest.raises(NotStamped):
        stamping.ask(one, authority=address, roots=(exports.AUTHORITY.root,))
    with pytest.raises(NotStamped):
        stamping.ask(one, authority=address, roots=(exports.AUTHORITY.root,))
