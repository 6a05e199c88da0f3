"""One value has one spelling; every other spelling is refused."""

from __future__ import annotations

import pytest
from hypothesis import given

from alteram.codec import Value
from alteram.ledger import canonical
from alteram.ledger.canonical import NotCanonical
from tests.alteram.ledger import strategies


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical.encode({"b": [1, True], "a": {"Z": "ö", "A": "\n\u007f"}}) == (
        b'{"a":{"A":"\\n\x7f","Z":"\xc3\xb6"},"b":[1,true]}'
    )


def test_control_characters_are_written_as_rfc_8785_says() -> None:
    assert canonical.encode('\u0001\b\f\n\r\t\u001f"\\/') == b'"\\u0001\\b\\f\\n\\r\\t\\u001f\\"\\\\/"'


@given(strategies.values)
def test_a_value_comes_back(value: Value) -> None:
    raw = canonical.encode(value)

    assert canonical.decode(raw) == value
    assert b"\n" not in raw


@pytest.mark.parametrize(
    "value",
    [None, 1.0, float("nan"), 2**53, -(2**53), {"ü": 1}, {1: 2}, "e\u0301", "\ud800", b"raw", (1,), {"a": {1}}],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(value)


@pytest.mark.parametrize(
    "raw",
    [
        b"null", b"1.0",
        b"1e3", b"-0", b"NaN", b"Infinity", b"01", b' "a"', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a": 1}',
        b'"\\u0041"', b'"\\/"', b'"\\u000A"', '"e\u0301"'.encode(), b'"\xff"', b'"\\ud800"', b"9007199254740992", b"",
        b"[" * 40 + b"]" * 40, b"[" * 100_000, b"\xef\xbb\xbf1", b"9" * 5000,
    ],
)  # fmt: skip
def test_every_other_spelling_is_refused(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(raw)
