"""What stands in an export in place of an entry that its reader may not see.

Its link would tell too much: with it one finds its leaf in the public log, and so the hour in which it was entered, and
the receipt page says even more. So its digest stands there, which is neither a leaf nor a short code. No content can
be guessed from it either, since each entry begins with a salt of its own.

The entry after it builds on that link, which is not here. In its place stands the state of SHA-256 after the first
block of 64 bytes: the words of the chain, the link before and the first 16 bytes of the entry, which are the key of the
salt and the beginning of the salt. From the state and the bytes anybody makes the link of the entry, and the tree
vouches for it. Whoever wanted to show other bytes would have to find a state from which they lead to the same link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from math import isqrt

from alteram.errors import AlteramError
from alteram.ledger import chain

WITHHELD = b"alteram withheld 1\n"
BLOCK = 64  # bytes that SHA-256 takes at a time
HEAD = BLOCK - len(chain.ENTRY) - 32  # bytes of an entry that lie in the first block, beside the link before it
SALTED = b'{"_salt":"'
"""How an entry begins; what follows up to ``HEAD`` are the first digits of its salt."""

_MASK = 0xFFFFFFFF


class Unsalted(AlteramError):
    """An entry from before entries were salted: what stands in for its neighbour could be guessed from."""

    code = "E-UNSALTED"
    remedy = "Ask the auditor: the whole record is checked there."


def digest(link: bytes) -> bytes:
    """What stands for the link of a withheld entry."""
    return sha256(WITHHELD + link).digest()


def state(before: bytes, body: bytes) -> bytes:
    """What stands for the link before an entry that is shown. Raises :class:`Unsalted`."""
    if not salted(body):
        raise Unsalted("This entry has no salt, so nothing may stand for the link before it.")
    return _bytes(_compress(_START, chain.ENTRY + before + body[:HEAD]))


def salted(body: bytes) -> bool:
    """Whether an entry begins with a salt."""
    return body.startswith(SALTED) and len(body) > HEAD


def link_of(given: bytes, body: bytes) -> bytes:
    """The link of an entry from the state that stands for the link before it, and its bytes."""
    now = tuple(int.from_bytes(given[at : at + 4]) for at in range(0, 32, 4))
    length = len(chain.ENTRY) + 32 + len(body)
    rest = body[HEAD:]
    padded = rest + b"\x80" + bytes(-(length + 9) % BLOCK) + (length * 8).to_bytes(8)
    for at in range(0, len(padded), BLOCK):
        now = _compress(now, padded[at : at + BLOCK])
    return _bytes(now)


def broken(
    name: bytes, bodies: Sequence[bytes | None], stated: Sequence[bytes], states: Mapping[int, bytes]
) -> Iterator[int]:
    """The numbers of shown entries whose stated link does not follow: from the link before, or, where that one is
    withheld, from the state that stands for it. ``None`` stands for bytes that are withheld."""
    if None not in bodies:
        yield from chain.broken(name, bodies, stated)
        return
    before: bytes | None = chain.start(name)
    for index, (body, now) in enumerate(zip(bodies, stated, strict=True)):
        if body is not None and _made(before, states.get(index), body) != now:
            yield index
        before = None if body is None else now


def _made(before: bytes | None, given: bytes | None, body: bytes) -> bytes | None:
    if before is not None:
        return chain.link(before, body)
    if given is None or len(given) != 32 or not salted(body):
        return None
    return link_of(given, body)


# SHA-256 itself (FIPS 180-4), since no library of Python gives its state or goes on from one --------------------

_State = tuple[int, ...]  # eight words of 32 bits


def _primes(count: int) -> list[int]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return found


def _cube_root(number: int) -> int:
    """The whole part of the cube root."""
    root = 1 << -(-number.bit_length() // 3)
    while (better := (2 * root + number // (root * root)) // 3) < root:
        root = better
    return root


_START: _State = tuple(isqrt(prime << 64) & _MASK for prime in _primes(8))
_ROUNDS = tuple(_cube_root(prime << 96) & _MASK for prime in _primes(64))


def _turned(word: int, bits: int) -> int:
    return (word >> bits | word << 32 - bits) & _MASK


def _compress(given: _State, block: bytes) -> _State:
    words = [int.from_bytes(block[at : at + 4]) for at in range(0, BLOCK, 4)]
    for at in range(16, 64):
        early, late = words[at - 15], words[at - 2]
        small = _turned(early, 7) ^ _turned(early, 18) ^ early >> 3
        large = _turned(late, 17) ^ _turned(late, 19) ^ late >> 10
        words.append((words[at - 16] + small + words[at - 7] + large) & _MASK)
    a, b, c, d, e, f, g, h = given
    for constant, word in zip(_ROUNDS, words, strict=True):
        mixed = (_turned(e, 6) ^ _turned(e, 11) ^ _turned(e, 25)) + (e & f ^ ~e & g)
        first = (h + mixed + constant + word) & _MASK
        second = (_turned(a, 2) ^ _turned(a, 13) ^ _turned(a, 22)) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (first + second) & _MASK, a, b, c, (d + first) & _MASK, e, f, g
    return tuple(old + new & _MASK for old, new in zip(given, (a, b, c, d, e, f, g, h), strict=True))


def _bytes(words: _State) -> bytes:
    return b"".join(word.to_bytes(4) for word in words)
