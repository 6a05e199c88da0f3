"""Receipts: the promise, the proof, and the code that can be typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram.errors import AlteramError
from alteram.ledger import canonical, checkpoint, receipt, tree
from alteram.ledger.receipt import CODE, LETTERS, BadReceipt, Mistyped, Placement, Receipt
from alteram.ledger.signing import SigningKey
from tests.alteram.ledger import vector

LOG = SigningKey(name="lantern.example/log", seed=bytes([1]) * 32)
KEY = SigningKey(name="lantern.example/receipts", seed=bytes([4]) * 32)
KEYS = (LOG.public, KEY.public)
PROMISE = receipt.sign(
    Receipt(
        origin=LOG.name,
        chain=vector.CHAIN,
        index=0,
        link=bytes.fromhex(vector.LINK),
        recorded="2026-01-12T09:31:07.482Z",
        place_by="2026-01-12T11:00:00.000Z",
    ),
    KEY,
)
GROWN = tree.Tree([bytes(32), PROMISE.link, bytes(32)])
NOTE = checkpoint.make(origin=LOG.name, size=3, root=GROWN.root(), keys=(LOG,))
PLACED = replace(PROMISE, placement=Placement(place=1, proof=tuple(GROWN.inclusion(1)), checkpoint=NOTE))


@pytest.mark.parametrize("held", [PROMISE, PLACED])
def test_a_receipt_comes_back_and_holds(held: Receipt) -> None:
    assert receipt.decode(receipt.encode(held)) == held
    assert receipt.problems(held, KEYS) == ()


def test_the_promise_has_the_keys_of_the_format() -> None:
    wire = canonical.decode(receipt.encode(PROMISE))

    assert isinstance(wire, dict)
    assert set(wire) == {"v", "origin", "chain", "index", "link", "recorded", "place_by", "key", "signature"}


def test_what_does_not_hold_is_said() -> None:
    placement = PLACED.placement
    assert placement is not None
    other = checkpoint.make(origin="other.example", size=3, root=GROWN.root(), keys=(LOG,))

    assert "signature" in receipt.problems(replace(PROMISE, place_by="2027-01-01T00:00:00.000Z"), KEYS)[0]
    assert "not among the keys" in receipt.problems(PROMISE, (LOG.public,))[0]
    assert receipt.problems(replace(PLACED, placement=replace(placement, place=2)), KEYS) == (
        "The proof does not show the link at place 2 of the checkpoint.",
    )
    assert receipt.problems(replace(PLACED, placement=replace(placement, checkpoint=other)), KEYS) == (
        "The checkpoint is of the log other.example, not of lantern.example/log.",
        "The checkpoint is not signed by the log.",
    )


@given(st.data())
def test_an_altered_receipt_does_not_hold(data: st.DataObject) -> None:
    raw = bytearray(receipt.encode(PLACED))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 127))

    try:
        read = receipt.decode(bytes(raw))
    except AlteramError:
        return
    assert receipt.problems(read, KEYS)


@pytest.mark.parametrize(
    "raw", [b"[]", b'{"v":1}', b'{"v":2}', receipt.encode(PROMISE).replace(b'"v":1', b'"v":1,"w":1')]
)
def test_what_is_no_receipt_is_refused(raw: bytes) -> None:
    with pytest.raises(BadReceipt):
        receipt.decode(raw)


links = st.binary(min_size=32, max_size=32)


@given(links)
def test_a_code_finds_its_link(link: bytes) -> None:
    code = receipt.short_code(link)
    low, high = receipt.bounds(code)

    assert low <= link <= high
    assert int.from_bytes(high) - int.from_bytes(low) == 2**156 - 1
    assert receipt.short_code(low) == code == receipt.short_code(high)
    assert receipt.read_code(f" {code.lower().replace('-', ' ').replace('o', '0')} ") == code


@given(links, st.integers(0, CODE), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_found(link: bytes, place: int, letter: str) -> None:
    letters = receipt.short_code(link).replace("-", "")
    mistyped = letters[:place] + letter + letters[place + 1 :]

    if mistyped == letters:
        assert receipt.read_code(mistyped)
    else:
        with pytest.raises(Mistyped, match="does not fit"):
            receipt.read_code(mistyped)


@given(links, st.integers(0, CODE), st.integers(0, CODE))
def test_two_swapped_letters_are_found(link: bytes, one: int, other: int) -> None:
    letters = list(receipt.short_code(link).replace("-", ""))
    same = letters[one] == letters[other]
    letters[one], letters[other] = letters[other], letters[one]

    if same:
        assert receipt.read_code("".join(letters))
    else:
        with pytest.raises(Mistyped, match="does not fit"):
            receipt.read_code("".join(letters))


def test_a_code_of_another_length_or_alphabet_is_refused() -> None:
    code = receipt.short_code(PROMISE.link)

    with pytest.raises(Mistyped, match="this has 20"):
        receipt.read_code(code[:-1])
    with pytest.raises(Mistyped, match="not 9"):
        receipt.read_code("9" + code[1:])
