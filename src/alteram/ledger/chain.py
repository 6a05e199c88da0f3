"""How entries hang together: each link is a digest of the link before it and the entry's bytes.

Altering, inserting, dropping or swapping an entry changes every link after it. A chain cannot defend its own last
entry; the checkpoint over the tree does that (see :mod:`alteram.ledger.tree`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from uuid import UUID

from alteram.errors import AlteramError

CHAIN = b"alteram chain 1\n"
ENTRY = b"alteram entry 1\n"
TEXT = b"alteram text 1\n"
SALT = 32  # bytes
_ENTRY_BEGUN = sha256(ENTRY)  # a copy of a digest begun is cheaper than to begin one


class BadChain(AlteramError):
    """Something that cannot be part of a chain: a name that is no UUID, a salt of the wrong length."""

    code = "E-CHAIN"


def name(text: str) -> bytes:
    """The 16 bytes that name a chain, from its UUID in the usual lower-case form. Raises :class:`BadChain`."""
    try:
        identity = UUID(text)
    except ValueError as problem:
        raise BadChain(f"{text!r} is not the name of a chain: a UUID was expected.") from problem
    if str(identity) != text:
        raise BadChain(f"{text!r} is not the usual spelling of a UUID.", remedy=f"Write {identity}.")
    return identity.bytes


def start(chain: bytes) -> bytes:
    """link(-1): what the first entry builds on. ``chain`` is the name, 16 bytes."""
    if len(chain) != 16:
        raise BadChain(f"The name of a chain is 16 bytes long, not {len(chain)}.")
    return sha256(CHAIN + chain).digest()


def link(previous: bytes, body: bytes) -> bytes:
    """link(i) from link(i-1) and bytes(i); 32 bytes."""
    digest = _ENTRY_BEGUN.copy()
    digest.update(previous)
    digest.update(body)
    return digest.digest()


def links(chain: bytes, bodies: Iterable[bytes]) -> Iterator[bytes]:
    """Every link of a chain, in order."""
    last = start(chain)
    for body in bodies:
        last = link(last, body)
        yield last


def broken(chain: bytes, bodies: Sequence[bytes | None], stated: Sequence[bytes]) -> Iterator[int]:
    """The numbers of entries whose stated link does not follow from the stated link before and their bytes.

    ``None`` stands for bytes that are withheld: their link cannot be made again here and is proved by inclusion in the
    tree. Each entry is judged against the *stated* link before it, so one altered entry is one number, not all after.
    """
    if len(bodies) != len(stated):
        raise BadChain(f"There are {len(bodies)} entries but {len(stated)} links.")
    before = start(chain)
    for index, (body, now) in enumerate(zip(bodies, stated, strict=True)):
        if body is not None:
            digest = _ENTRY_BEGUN.copy()  # as `link` does, without a call for each of a million entries
            digest.update(before)
            digest.update(body)
            if digest.digest() != now:
                yield index
        before = now


def text_digest(salt: bytes, text: str) -> str:
    """What an entry keeps of a text: the salted digest in hex. The text is taken in NFC, so one text has one digest."""
    return paper_digest(salt, unicodedata.normalize("NFC", text).encode())


def paper_digest(salt: bytes, content: bytes) -> str:
    """What an entry keeps of a paper: like a text, over its bytes. ``salt`` is 32 random bytes from the caller."""
    if len(salt) != SALT:
        raise BadChain(f"A salt is {SALT} bytes long, not {len(salt)}.")
    digest = sha256(TEXT + salt)
    digest.update(content)
    return digest.hexdigest()
