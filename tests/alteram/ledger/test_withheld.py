"""A party's export: what stands for an entry that its reader may not see tells that it is there, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alteram import codec
from alteram.commands.verifying import told
from alteram.ledger import canonical, chain, checkpoint, export, receipt, tree, verify, withheld
from alteram.ledger.export import Contents
from alteram.ledger.signing import SigningKey
from tests.alteram.ledger import exports
from tests.alteram.ledger.exports import FIRST, SECOND
from tests.alteram.ledger.test_export import KEYS, resign, written

HIDDEN = (1, 2)  # of the first case
links = st.binary(min_size=32, max_size=32)


def respondent(name: str, index: int) -> bool:
    return name == FIRST and index not in HIDDEN


def own(made: Contents | None = None, sees: Callable[[str, int], bool] = respondent) -> Contents:
    """The log of the first case for somebody who does not see two of its entries."""
    made = made or exports.contents()
    return export.party(replace(made, chains=made.chains[:1]), sees)


def problems(path: Path) -> list[str]:
    return [one.sentence for one in verify.full(path, trusted=KEYS, reader=told).problems]


def everything(path: Path) -> bytes:
    return b"".join(found.read_bytes() for found in path.rglob("*") if found.is_file())


# --- SHA-256 that goes on from its state


@settings(deadline=None)
@given(links, st.binary(min_size=7, max_size=400))
def test_from_the_state_and_the_bytes_follows_the_link_that_hashlib_makes(before: bytes, rest: bytes) -> None:
    body = withheld.SALTED + rest

    assert withheld.link_of(withheld.state(before, body), body) == chain.link(before, body)


@settings(deadline=None)
@given(links, st.binary(min_size=7, max_size=100), st.data())
def test_any_other_byte_that_the_state_does_not_hold_gives_another_link(
    before: bytes, rest: bytes, data: st.DataObject
) -> None:
    body = bytearray(withheld.SALTED + rest)
    state = withheld.state(before, bytes(body))
    body[data.draw(st.integers(withheld.HEAD, len(body) - 1))] ^= data.draw(st.integers(1, 255))

    assert withheld.link_of(state, bytes(body)) != chain.link(before, withheld.SALTED + rest)


def test_what_the_state_holds_of_an_entry_is_the_beginning_of_its_salt_and_nothing_else() -> None:
    body = exports.entry(FIRST, 3)

    assert body[: withheld.HEAD].decode() == f'{{"_salt":"{str(codec.decode(body).salt)[:6]}'


# --- what it tells


def test_nothing_that_leads_to_a_withheld_entry_is_in_it(tmp_path: Path) -> None:
    made = exports.contents()
    first, second = made.chains
    files = everything(written(tmp_path / "own", own(made)))

    for one, index in [(first, n) for n in HIDDEN] + [(second, n) for n in range(3)]:
        link, body = one.links[index], one.bodies[index]
        assert body is not None
        entry = codec.decode(body)
        assert body not in files
        assert str(entry.salt).encode() not in files
        if one.name == FIRST:  # the other case was entered in the same minutes
            assert entry.recorded.strftime("%Y-%m-%dT%H:%M:%S.").encode() not in files
        for trace in (link, tree.leaf(link), sha256(link).digest()):
            assert trace not in files
        assert link.hex().encode() not in files, "its leaf may be a neighbour in a proof; its link is nowhere"
        assert receipt.short_code(link).encode() not in files
        assert one.name != SECOND or SECOND.encode() not in files
    assert exports.NOTE.text.encode() not in files


def test_the_places_of_withheld_entries_are_not_told_and_so_no_hour(tmp_path: Path) -> None:
    path = written(tmp_path / "own", own())
    places = (path / "places").read_bytes()
    proved = [json.loads(line)["index"] for line in (path / "proofs.jsonl").read_bytes().splitlines()]

    assert [places[n * 8 : n * 8 + 8] == b"\xff" * 8 for n in range(5)] == [False, True, True, False, False]
    assert proved == [0, 3, 4]


def test_its_answer_says_how_much_is_shown_and_how_much_is_withheld(tmp_path: Path) -> None:
    report = verify.full(written(tmp_path / "own", own()), trusted=KEYS, reader=told)

    assert report.problems == ()
    assert (report.entries, report.withheld, report.placed) == (5, 2, 3)
    assert any("What the withheld entries say (2), who made them and when" in said for said in report.not_shown)
    assert any("vouches for the length and the last link" in said for said in report.shown)


def test_where_the_last_entries_are_withheld_the_answer_says_that_the_end_is_open(tmp_path: Path) -> None:
    made = exports.contents()
    path = written(tmp_path / "own", own(made, lambda _name, index: index < 4))
    report = verify.full(path, trusted=KEYS, reader=told)

    assert report.problems == ()
    assert any("nothing is left out at the end of chain" in said for said in report.not_shown)
    assert not any("vouches for the length" in said for said in report.shown)
    assert made.chains[0].links[4].hex().encode() not in (path / "tips.jsonl").read_bytes()


def test_only_checkpoints_that_speak_of_what_is_shown_are_in_it() -> None:
    made = exports.contents()
    keys = (exports.LOG,)
    between = [
        checkpoint.make(origin=exports.LOG.name, size=size, root=bytes(32), keys=keys) for size in (20, 40, 60, 80)
    ]
    first, last = made.checkpoints
    hours = tuple(f"2026-01-12T{hour}:00:00.000Z" for hour in (10, 11, 12, 13, 14, 15))
    cut = own(replace(made, checkpoints=(first, *between, last), published=hours))

    assert [one.size for one in cut.checkpoints] == [first.size, 20, last.size]
    assert cut.published == (hours[0], hours[1], hours[5])


def test_an_entry_without_a_salt_can_be_guessed_so_nothing_stands_for_it() -> None:
    made = exports.contents()
    first = made.chains[0]
    bodies = [codec.encode(replace(codec.decode(body or b""), salt=None)) for body in first.bodies]
    bare = replace(
        first, bodies=tuple(bodies), links=tuple(chain.links(chain.name(FIRST), bodies)), places=(None,) * len(bodies)
    )

    with pytest.raises(withheld.Unsalted):
        own(replace(made, chains=(bare,)))
    assert own(replace(made, chains=(bare,)), lambda _name, _index: True).whole is False


def test_a_paper_that_an_entry_names_and_that_is_closed_to_the_reader_is_told_as_such(tmp_path: Path) -> None:
    made = exports.contents()
    first = replace(made, chains=made.chains[:1], papers=())
    path = written(
        tmp_path / "closed", export.party(first, lambda _n, _i: True, closed=frozenset({exports.PHOTO.digest}))
    )
    report = verify.full(path, trusted=KEYS, reader=told)

    assert report.problems == ()
    assert any("withheld papers hold (1)" in said for said in report.not_shown)
    assert exports.PHOTO.content not in everything(path)
    silent = written(tmp_path / "silent", export.party(first, lambda _n, _i: True))
    assert any("is not here, and no entry says" in said for said in problems(silent))


# --- what is found, though whoever changes it signs the export again


def _lines(path: Path, name: str) -> list[bytes]:
    return (path / name).read_bytes().splitlines(keepends=True)


def _about(path: Path, **changes: object) -> None:
    about = json.loads((path / "chains.jsonl").read_bytes())
    (path / "chains.jsonl").write_bytes(canonical.encode(about | changes) + b"\n")


def _drop(path: Path, number: int) -> None:
    """Take one number out of links and places."""
    for name, width in (("links", 32), ("places", 8)):
        raw = (path / name).read_bytes()
        (path / name).write_bytes(raw[: number * width] + raw[(number + 1) * width :])


def _dropped_at_the_end(path: Path) -> None:
    _drop(path, 4)
    (path / "entries.jsonl").write_bytes(b"".join(_lines(path, "entries.jsonl")[:-1]))
    _about(path, length=4)


def _dropped_in_the_middle(path: Path) -> None:
    _drop(path, 3)
    entries = _lines(path, "entries.jsonl")
    (path / "entries.jsonl").write_bytes(entries[0] + entries[2])
    _about(path, length=4)


def _changed(path: Path) -> None:
    raw = (path / "entries.jsonl").read_bytes()
    at = raw.index(b"2026-01-12", raw.index(b'"index":3'))
    (path / "entries.jsonl").write_bytes(raw[:at] + b"2026-01-13" + raw[at + 10 :])


def _changed_with_its_link(path: Path) -> None:
    """Whoever changes the bytes after a withheld entry can make a link that fits a state: the tree does not have it."""
    _changed(path)
    body = _lines(path, "entries.jsonl")[1].rstrip(b"\n")
    state = bytes.fromhex(json.loads((path / "states.jsonl").read_bytes())["state"])
    raw = (path / "links").read_bytes()
    (path / "links").write_bytes(raw[: 3 * 32] + withheld.link_of(state, body) + raw[4 * 32 :])


def _reordered(path: Path) -> None:
    first, second, third = _lines(path, "entries.jsonl")
    (path / "entries.jsonl").write_bytes(first + third + second)


def _withheld_as_if_it_were_not_there(path: Path) -> None:
    _drop(path, 2)
    _about(path, length=4, withheld=[1])


def _swapped_proofs(path: Path) -> None:
    first, second, *rest = (json.loads(line) for line in _lines(path, "proofs.jsonl"))
    first["proof"], second["proof"] = second["proof"], first["proof"]
    (path / "proofs.jsonl").write_bytes(b"".join(canonical.encode(one) + b"\n" for one in (first, second, *rest)))


def _foreign_checkpoint(path: Path) -> None:
    first, last = checkpoint.read_all((path / "checkpoints").read_text())
    stranger = SigningKey(name="other.example/log", seed=bytes([77]) * 32)
    other = checkpoint.make(origin=stranger.name, size=last.size, root=last.root, keys=[stranger])
    (path / "checkpoints").write_text(checkpoint.write_all([first, other]))


def _told_place(path: Path) -> None:
    raw = (path / "places").read_bytes()
    (path / "places").write_bytes(raw[:8] + (2).to_bytes(8) + raw[16:])


def _no_state(path: Path) -> None:
    (path / "states.jsonl").write_bytes(b"")


def _state_of_another(path: Path) -> None:
    line = json.loads((path / "states.jsonl").read_bytes())
    (path / "states.jsonl").write_bytes(canonical.encode(line | {"state": "00" * 32}) + b"\n")


def _no_row_for_the_end(path: Path) -> None:
    (path / "tips.jsonl").write_bytes(_lines(path, "tips.jsonl")[0])


@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (_dropped_at_the_end, "vouches for another end of this chain"),
        (_dropped_in_the_middle, "The entry says it is number 4"),
        (_changed, "do not give the link"),
        (_changed_with_its_link, "No proof shows the entry's link"),
        (_reordered, "The entry says it is number 4"),
        (_withheld_as_if_it_were_not_there, "The entry says it is number 3"),
        (_swapped_proofs, "No proof shows the entry's link"),
        (_foreign_checkpoint, "is of another log"),
        (_told_place, "The place of a withheld entry is told"),
        (_no_state, "do not give the link"),
        (_state_of_another, "do not give the link"),
        (_no_row_for_the_end, "does not vouch for this chain"),
    ],
)
def test_what_is_done_to_a_copy_is_found(tmp_path: Path, forge: Callable[[Path], None], says: str) -> None:
    path = written(tmp_path / "own", own())
    assert problems(path) == []

    forge(path)
    resign(path)

    assert verify.quick(path, trusted=KEYS).problems == ()
    assert any(says in sentence for sentence in problems(path)), problems(path)
