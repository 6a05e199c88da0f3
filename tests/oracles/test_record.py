"""The record as somebody else would write it, straight from its description: only hashlib and json, nothing of ours."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from alteram import codec
from alteram.codec import Entry
from alteram.ledger import chain, tree


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def last_link(name: str, bodies: list[bytes]) -> bytes:
    if not bodies:
        return sha(b"alteram chain 1\n", uuid.UUID(name).bytes)
    return sha(b"alteram entry 1\n", last_link(name, bodies[:-1]), bodies[-1])


def power_below(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1."""
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return sha(b"\x00", leaves[0])
    half = power_below(len(leaves))
    return sha(b"\x01", mth(leaves[:half]), mth(leaves[half:]))


def path(place: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    half = power_below(len(leaves))
    if place < half:
        return [*path(place, leaves[:half]), mth(leaves[half:])]
    return [*path(place - half, leaves[half:]), mth(leaves[:half])]


def subproof(old: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962, 2.1.2."""
    if old == len(leaves):
        return [] if whole else [mth(leaves)]
    half = power_below(len(leaves))
    if old <= half:
        return [*subproof(old, leaves[:half], whole), mth(leaves[half:])]
    return [*subproof(old - half, leaves[half:], False), mth(leaves[:half])]


@given(st.uuids().map(str), st.lists(st.binary(max_size=30), max_size=8))
def test_the_chain_agrees(name: str, bodies: list[bytes]) -> None:
    links = [chain.start(chain.name(name)), *chain.links(chain.name(name), bodies)]

    assert links == [last_link(name, bodies[:count]) for count in range(len(bodies) + 1)]


@given(st.integers(0, 300), st.data())
def test_the_tree_agrees(size: int, data: st.DataObject) -> None:
    leaves = [number.to_bytes(2) for number in range(size)]
    grown = tree.Tree(leaves)

    assert grown.root() == mth(leaves)
    if size:
        place = data.draw(st.integers(0, size - 1))
        old = data.draw(st.integers(1, size))
        assert grown.inclusion(place) == path(place, leaves)
        assert grown.consistency(old) == subproof(old, leaves, True)


def test_the_entry_agrees() -> None:
    name = "00000000-0000-4000-8000-000000000009"
    moment = datetime(2026, 5, 1, 9, 0, 0, 7000, tzinfo=UTC)
    entry = Entry(case=name, index=3, at=date(2026, 5, 1), recorded=moment, data={"b": [1, True], "a": "Zoë \"'\n"})
    wire = {
        "v": 1,
        "recorded": "2026-05-01T09:00:00.007Z",
        "index": 3,
        "data": {"b": [1, True], "a": "Zoë \"'\n"},
        "case": name,
        "at": "2026-05-01",
    }

    assert codec.encode(entry) == json.dumps(wire, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_the_text_digest_agrees() -> None:
    salt = bytes(range(32))

    assert chain.text_digest(salt, "Zoe\u0308").encode() == (
        hashlib.sha256(b"alteram text 1\n" + salt + "Zo\u00eb".encode()).hexdigest().encode()
    )
