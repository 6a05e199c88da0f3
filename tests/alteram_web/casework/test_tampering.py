"""A record of the site, stamped and witnessed, and what is made of copies of it: each of them is found, and by what.

The forger holds every key of the body. So what is sound in itself must be found by what others hold.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from alteram import cli, codec
from alteram.commands import verifier, verifying
from alteram.ledger import checkpoint, export, signing, verify, witness
from alteram.ledger.export import Chain
from alteram.ledger.signing import COSIGNATURE, PublicKey, SigningKey
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, exporting, keys, papers, placing, tiles
from alteram_web.casework import signing as site_keys
from bootstrap import postgres
from tests import conftest
from tests.alteram.ledger.authority import Authority

from . import real_record
from .conftest import MONDAY, acknowledged, at, begin_body, complaint
from .real_record import Copy

REGULATOR = SigningKey(name="regulator.example/witness", seed=bytes([41]) * 32, kind=COSIGNATURE)
AUTHORITY = Authority()
FIRST_HOUR, SECOND_HOUR = at(MONDAY, 12), at(MONDAY, 13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """The export of the site, its copy, and what others hold: the first and the last checkpoint, keys, a root."""

    path: Path
    copy: Copy
    first: Path
    last: Path
    root: Path
    keys: list[str]  # of the body, as words of the command

    @property
    def everything(self) -> list[str]:
        """All that somebody can hold against the record."""
        held = ["--since", str(self.first), "--since", str(self.last), "--tsa-root", str(self.root)]
        return [*self.keys, "--key", str(REGULATOR.public), *held]


@pytest.fixture(scope="module")
def real(
    database_server: postgres.Server,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Real]:
    folder = tmp_path_factory.mktemp("real")
    (folder / "master.key").write_bytes(bytes(range(32)))
    with django_db_blocker.unblock(), override_settings(MASTER_KEY_FILE=str(folder / "master.key")):
        try:
            yield _made(folder, database_server)
        finally:
            conftest._empty(database_server)


def _made(folder: Path, server: postgres.Server) -> Real:
    body = begin_body("lantern-league")
    photo = papers.Upload(name="photo.txt", media_type="text/plain", content=b"What the camera saw.")
    wish = papers.with_papers(complaint(recorded=at(MONDAY, 11)), [photo], body=body.id)
    received = commands.act(wish, body=body.id)
    notes = []
    with psycopg.connect(server.url("alteram_log")) as link:
        for hour in (FIRST_HOUR, SECOND_HOUR):
            commands.act(complaint(recorded=hour - timedelta(minutes=5)), body=body.id)
            placing.place(link, body)
            made = placing.publish(link, body, now=hour)
            assert made is not None
            notes.append(made.checkpoint)
            _stamp(link, body, made, hour)
            commands.act(_again(received.chain, hour), body=body.id)
    site_keys.name_witness(body, REGULATOR.public, why="The regulator.", now=at(MONDAY, 14))
    for note, hour in zip(notes, (FIRST_HOUR, SECOND_HOUR), strict=True):
        line = checkpoint.cosign(note, REGULATOR, at=hour + timedelta(seconds=30))
        cosigned = replace(note, signatures=(*note.signatures, line))
        assert site_keys.cosigned(body, str(cosigned)) == (REGULATOR.name,)
    public = exporting.write(body, folder / "record", now=at(MONDAY, 14))
    log = SigningKey(name="lantern-league/log", seed=keys.signing_seed(body.id, "log", 1))
    exports = SigningKey(name="lantern-league/exports", seed=keys.signing_seed(body.id, "exports", 1))
    (folder / "first").write_text(str(notes[0]))
    (folder / "last").write_text(str(notes[1]))
    (folder / "root.pem").write_bytes(AUTHORITY.root.public_bytes(Encoding.PEM))
    return Real(
        path=folder / "record",
        copy=real_record.read(folder / "record", log, exports),
        first=folder / "first",
        last=folder / "last",
        root=folder / "root.pem",
        keys=real_record.words(tuple(key for key in public if key.kind != COSIGNATURE)),
    )


def _again(case: str, hour: datetime) -> Wish:
    """A further entry in the case, a little after the hour."""
    day = date(2026, 1, 12)
    if hour == FIRST_HOUR:
        return acknowledged(case, at=day, recorded=hour + timedelta(minutes=10))
    return complaint(recorded=hour + timedelta(minutes=10))


def _stamp(
    link: psycopg.Connection[tuple[object, ...]], body: bodies.Body, made: tiles.Published, hour: datetime
) -> None:
    moment = hour + timedelta(seconds=10)
    answer = AUTHORITY.stamp(str(made.checkpoint.own).encode(), moment)
    with placing.alone(link, body) as run:
        run(
            "INSERT INTO casework.checkpoint_timestamp VALUES (casework.current_body(), %s, %s, %s)",
            made.size, moment, answer,
        )  # fmt: skip


def check(path: Path, *held: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.main(["verify", str(path), *held])
    return code, capsys.readouterr().out


def test_the_record_of_the_site_is_sound_and_the_answer_says_what_that_shows(
    real: Real, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = check(real.path, *real.everything, capsys=capsys)

    assert (code, "PROBLEM" in said) == (cli.FINE, False)
    assert "vouches for the length and the last link of every chain" in said
    assert "It begins with the checkpoint of size 256 that you kept" in said
    assert "regulator.example/witness cosigned the checkpoint of size 512 on 2026-01-12T13:00:30Z" in said
    assert "stamped the checkpoint of size 512 on 2026-01-12T13:00:10Z" in said
    assert "2 of 2 of these moments were seen outside, the slowest 0:00:10 later" in said
    assert "Not shown: Of what came after the last checkpoint" in said
    assert len(list((real.path / "papers").iterdir())) == 2


def test_without_anything_from_elsewhere_the_answer_says_what_is_not_shown(
    real: Real, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = check(real.path, *real.keys, capsys=capsys)

    assert "Not shown: What regulator.example/witness signed: its key was not given." in said
    assert "Not shown: That CN=An authority is an authority" in said


# --- forgeries that are sound in themselves


def _longest(copy: Copy) -> int:
    """The case that was acknowledged: it has an entry under each checkpoint."""
    return next(
        number for number, one in enumerate(copy.contents.chains)
        if b"acknowledge" in (one.bodies[-1] or b"") and len(one.bodies) == 2
    )  # fmt: skip


def _reworded(one: Chain, index: int, old: bytes, new: bytes) -> Chain:
    bodies = list(one.bodies)
    before = bodies[index]
    assert before is not None
    assert old in before
    bodies[index] = before.replace(old, new)
    return replace(one, bodies=tuple(bodies))


def another_past(copy: Copy) -> Copy:
    """A split view: the log shown here never had what the first checkpoint vouched for."""
    return real_record.rewritten(copy, _longest(copy), lambda one: _reworded(one, 0, b"2025-12-06", b"2025-12-07"))


def another_tail(copy: Copy) -> Copy:
    """The last entry under the second checkpoint is another; the first checkpoint is as it was."""
    return real_record.rewritten(
        copy, _longest(copy), lambda one: _reworded(one, 1, b'"rights_told":true', b'"rights_told":false')
    )


def without_its_last_entry(copy: Copy) -> Copy:
    """The acknowledgement was never made, and its leaf is a random one."""
    return real_record.rewritten(
        copy, _longest(copy),
        lambda one: replace(one, bodies=one.bodies[:-1], places=one.places[:-1]),
    )  # fmt: skip


def two_swapped(copy: Copy) -> Copy:
    """Two entries of different cases stand in each other's place."""
    first, second = [
        number
        for number, one in enumerate(copy.contents.chains)
        if one.places[0] is not None and one.places[0] < 256 and b'"step":"receive"' in (one.bodies[0] or b"")
    ]
    places = copy.contents.chains[second].places
    mine = copy.contents.chains[first].places
    chains = list(copy.contents.chains)
    chains[second] = replace(chains[second], places=(mine[0], *places[1:]))
    swapped = replace(copy, contents=replace(copy.contents, chains=tuple(chains)))
    return real_record.rewritten(swapped, first, lambda one: replace(one, places=(places[0], *one.places[1:])))


@pytest.mark.parametrize(
    ("forge", "kept_first", "kept_last"),
    [
        (another_past, True, True),
        (another_tail, False, True),
        (without_its_last_entry, False, True),
        (two_swapped, True, True),
    ],
)
def test_a_record_made_again_with_all_keys_is_found_by_what_others_hold(
    real: Real,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    forge: object,
    kept_first: bool,
    kept_last: bool,
) -> None:
    assert callable(forge)
    forged = forge(real.copy)
    bare = replace(
        forged,
        contents=replace(
            forged.contents, checkpoints=tuple(one.own for one in forged.contents.checkpoints), timestamps=None
        ),
    )
    alone = bare.write(tmp_path / "alone")
    given = forged.write(tmp_path / "given")

    # In itself it is sound: whoever has nothing but the body's own keys cannot tell.
    assert check(alone, *real.keys, capsys=capsys)[0] == cli.FINE
    # Whoever kept a checkpoint can.
    for kept, found in ((real.first, kept_first), (real.last, kept_last)):
        code, said = check(alone, *real.keys, "--since", str(kept), capsys=capsys)
        assert ("Split view" in said, code) == (found, cli.PROBLEMS if found else cli.FINE)
        assert ("expected: " in said) == found
    # Whoever knows a witness can, and whoever knows a timestamp authority.
    code, said = check(given, *real.keys, "--key", str(REGULATOR.public), capsys=capsys)
    assert code == cli.PROBLEMS
    assert "The cosignature of regulator.example/witness on size 512 is not good" in said
    assert "timestamps/512.tsr: The timestamp is not over the checkpoint that its name says." in said
    # And the witness itself, when it is asked to cosign what is shown now.
    old = checkpoint.read(real.last.read_text())
    new = forged.contents.checkpoints[-1]
    with pytest.raises(witness.SplitView) as split:
        witness.judge(old, witness.Request(old=512, proof=(), checkpoint=new), _log(real))
    assert checkpoint.read(str(split.value.evidence["shown"])).signed_by(_log(real))
    assert checkpoint.read(str(split.value.evidence["kept"])).signed_by(_log(real))


def _log(real: Real) -> tuple[PublicKey, ...]:
    return (real.copy.log.public,)


def test_an_entry_dated_back_is_found_by_the_moments_of_the_checkpoints(
    real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under the second checkpoint stands an entry that says it was recorded days before the first."""

    def earlier(one: Chain) -> Chain:
        entry = codec.decode(one.bodies[0] or b"")
        back = codec.encode(replace(entry, recorded=entry.recorded - timedelta(days=3)))
        return replace(one, bodies=(back, *one.bodies[1:]))

    number = next(
        n for n, one in enumerate(real.copy.contents.chains)
        if len(one.bodies) == 1 and one.places[0] is not None and one.places[0] >= 256
    )  # fmt: skip
    forged = real_record.rewritten(real.copy, number, earlier).write(tmp_path / "forged")

    code, said = check(forged, *real.keys, capsys=capsys)
    assert code == cli.PROBLEMS
    assert "The entry is back-dated, or the promise of its receipt was broken" in said
    assert "expected: recorded after 2026-01-12T10:00:00Z" in said
    assert "found:    2026-01-09T" in said


def test_a_moment_of_a_checkpoint_that_is_moved_to_fit_contradicts_the_outside(
    real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = replace(real.copy.contents, published=("2026-01-12T12:30:00.000Z", "2026-01-12T13:30:00.000Z"))
    forged = replace(real.copy, contents=contents).write(tmp_path / "forged")

    code, said = check(forged, *real.everything, capsys=capsys)
    assert code == cli.PROBLEMS
    assert "was seen outside before it was published" in said


# --- what an exporter leaves out who does not hold the key of the log


@pytest.mark.parametrize("whole_chain", [False, True])
def test_an_exporter_cannot_leave_out_the_end_of_a_chain_nor_a_chain(
    real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str], whole_chain: bool
) -> None:
    number = _longest(real.copy)
    chains = list(real.copy.contents.chains)
    cut = chains.pop(number)
    if not whole_chain:
        shorter = replace(cut, bodies=cut.bodies[:-1], links=cut.links[:-1], places=cut.places[:-1])
        chains.insert(number, shorter)
    forged = replace(real.copy, contents=replace(real.copy.contents, chains=tuple(chains)))

    code, said = check(forged.write(tmp_path / "cut"), *real.keys, capsys=capsys)
    assert code == cli.PROBLEMS
    assert f"entry 1 of chain {cut.name}: The checkpoint vouches for another end of this chain" in said
    assert f"expected: 2 entries, the last with link {cut.links[-1].hex()}" in said

    listed = export.party(replace(real.copy.contents, chains=tuple(chains)), lambda _name, _index: True)
    code, said = check(replace(forged, contents=listed).write(tmp_path / "party"), *real.keys, capsys=capsys)
    assert (code == cli.FINE) == whole_chain  # a party is shown its own chains, each of them whole


def test_a_text_that_is_gone_without_a_rule_is_found(
    real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = replace(real.copy, contents=replace(real.copy.contents, texts=real.copy.contents.texts[1:]))

    code, said = check(forged.write(tmp_path / "gone"), *real.keys, capsys=capsys)
    assert code == cli.PROBLEMS
    assert "Something that the entry names is not here, and no entry says that it was erased." in said


# --- the single file, the witness, every byte


def test_the_single_file_gives_the_same_answer(real: Real, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "verify.py").write_text(verifier.single_file(), encoding="utf-8")
    code, said = check(real.path, *real.everything, capsys=capsys)

    done = subprocess.run(
        [sys.executable, "-I", "verify.py", str(real.path), *real.everything],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stderr, done.returncode, done.stdout) == ("", code, said)


class Held:
    """A source in memory."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self) -> list[str]:
        return sorted(self._files)

    def read(self, name: str) -> bytes:
        return self._files[name]


def flips(real: Real, places: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Those of the bytes whose flip is not found."""
    trusted = tuple(signing.read_key(word) for word in real.keys if word != "--key")
    files = dict(real_record.files(real.path))
    missed = []
    for name, at_byte in places:
        raw = bytearray(files[name])
        raw[at_byte] ^= 1 << at_byte % 8
        held = Held({**files, name: bytes(raw)})
        monkeypatch.setattr(export, "open_source", lambda _path, held=held: held)
        full = verify.full(real.path, trusted=trusted, reader=verifying.told)
        if len(full.problems) < (2 if name in OF_ITSELF else 1):
            missed.append((name, at_byte))
    return missed


PARTS = 32
OF_ITSELF = ("entries.jsonl", "links", "places", "tiles/0/000", "tiles/0/001", "tiles/1/000.p/2")
"""Files in which each flip is found by the record itself as well as by the manifest: two problems at least."""


def every_place(real: Real) -> list[tuple[str, int]]:
    found = real_record.files(real.path)
    return [(name, number) for name in sorted(found) for number in range(len(found[name]))]


def test_a_flipped_byte_is_found_wherever_it_is(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of each file; all of them with `pytest -m every_byte`."""
    chosen = random.Random(20260112)  # noqa: S311  # the same sample each time
    by_file: dict[str, list[tuple[str, int]]] = {}
    for place in every_place(real):
        by_file.setdefault(place[0], []).append(place)
    sample = [place for places in by_file.values() for place in chosen.sample(places, min(8, len(places)))]

    assert flips(real, sample, monkeypatch) == []


@pytest.mark.every_byte
@pytest.mark.parametrize("part", range(PARTS))
def test_every_flipped_byte_is_found(real: Real, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    """In parts, so that several processes share them: `pytest -m every_byte -n auto`."""
    assert flips(real, every_place(real)[part::PARTS], monkeypatch) == []


def zip_flips(real: Real, folder: Path, places: list[int]) -> list[int]:
    """Those bytes of the export as a zip file whose flip changes what is in it and is not found.

    A zip file has bytes that say nothing of the record, such as when a file was packed. A flip there harms nobody, as
    long as every name and every content is read as it was.
    """
    trusted = tuple(signing.read_key(word) for word in real.keys if word != "--key")
    real.copy.write(folder / "whole.zip")
    whole = (folder / "whole.zip").read_bytes()
    before = contents(folder / "whole.zip")
    missed, flipped = [], folder / "flipped.zip"
    for place in places:
        raw = bytearray(whole)
        raw[place % len(whole)] ^= 1 << place % 8
        flipped.write_bytes(raw)
        try:
            found = verify.full(flipped, trusted=trusted, reader=verifying.told).problems
        except export.Unreadable:
            continue
        if not found and contents(flipped) != before:
            missed.append(place)
    return missed


def contents(path: Path) -> list[tuple[str, bytes]]:
    source = export.open_source(path)
    return [(name, source.read(name)) for name in source.names()]


def test_a_flipped_byte_of_a_zip_file_is_found_or_changes_nothing(real: Real, tmp_path: Path) -> None:
    """A sample, and all of its directory, which says where each file is; all with `pytest -m every_byte`."""
    real.copy.write(tmp_path / "size.zip")
    size = (tmp_path / "size.zip").stat().st_size
    chosen = random.Random(20260112)  # noqa: S311  # the same sample each time

    assert zip_flips(real, tmp_path, [*chosen.sample(range(size), 60), *range(size - 160, size)]) == []


@pytest.mark.every_byte
@pytest.mark.parametrize("part", range(PARTS))
def test_every_flipped_byte_of_a_zip_file_is_found_or_changes_nothing(real: Real, tmp_path: Path, part: int) -> None:
    real.copy.write(tmp_path / "size.zip")
    assert zip_flips(real, tmp_path, list(range(part, (tmp_path / "size.zip").stat().st_size, PARTS))) == []
