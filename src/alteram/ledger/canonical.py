"""One value, one spelling: RFC 8785 made so small that it cannot go wrong.

Keys are ASCII and sorted, strings are in NFC, numbers are whole and within ±(2^53 - 1); there are true and false, lists
and objects. There is no fraction and no null: what is absent is left out. The bytes are hashed as they are, so whatever
could be spelt in two ways is refused instead of repaired.
"""

from __future__ import annotations

import json
import unicodedata
from typing import NoReturn

from alteram.errors import AlteramError

LARGEST = 2**53 - 1
DEEPEST = 32  # far beyond any entry; keeps a hostile file from exhausting the stack

_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class NotCanonical(AlteramError):
    """A value that has no canonical form, or bytes that are not in it."""

    code = "E-CANONICAL"
    remedy = "Leave absent things out, write numbers whole and text in Unicode NFC."


def encode(value: object) -> bytes:
    """The canonical bytes of a value made of dict, list, str, int and bool. Raises :class:`NotCanonical`."""
    _check(value, "the value", 0)
    return _write(value).encode()


def decode(raw: bytes) -> object:
    """The value of canonical bytes. Raises :class:`NotCanonical` if there is any other spelling in them."""
    try:
        text = raw.decode()
        value: object = _read(text)
    except (ValueError, RecursionError) as problem:
        raise NotCanonical(f"These bytes cannot be read as JSON: {problem}.") from problem
    _check(value, "the value", 0)
    if _write(value) != text:
        raise NotCanonical("These bytes are JSON, but not in the one canonical spelling.")
    return value


def _fraction(text: str) -> NoReturn:
    raise NotCanonical(f"{text} is not a whole number.")


_read = json.JSONDecoder(parse_float=_fraction, parse_constant=_fraction).decode


def _check(value: object, where: str, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, int):  # true and false are whole numbers to Python
        _check_number(value, where)
    elif depth >= DEEPEST:
        raise NotCanonical(f"The value is nested more than {DEEPEST} levels deep.")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _check(item, f"{where}[{place}]", depth + 1)
    elif isinstance(value, dict):
        _check_object(value, where, depth)
    else:
        raise NotCanonical(f"There is {type(value).__name__} at {where}, which has no canonical form.")


def _check_text(value: str, where: str) -> None:
    if value.isascii():
        return
    if not unicodedata.is_normalized("NFC", value):
        raise NotCanonical(f"The text at {where} is not in Unicode NFC.")
    try:
        value.encode()
    except UnicodeEncodeError as problem:
        raise NotCanonical(f"The text at {where} holds half of a character.") from problem


def _check_number(value: int, where: str) -> None:
    if abs(value) > LARGEST:
        raise NotCanonical(f"The number at {where} is too large to be exact everywhere.")


def _check_object(value: dict[object, object], where: str, depth: int) -> None:
    for key, item in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise NotCanonical(f"The key {key!r} at {where} is not ASCII text.")
        _check(item, f"{where}.{key}", depth + 1)
