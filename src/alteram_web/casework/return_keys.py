"""Return keys: whoever complained without an account comes back with one, and with nothing else.

A key is 100 random bits in five groups of four letters. The house keeps an argon2 hash of it, and a digest under the
body's own key to find it by; neither opens anything.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from alteram.ledger.receipt import LETTERS
from alteram_web.casework import keys, record

LENGTH = 20  # letters
LOOKS_ALIKE = str.maketrans("018", "OIB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """What a key opens: one case, as one person."""

    chain: UUID
    person: str


def draw() -> str:
    """A fresh key, e.g. ``K7QF-3M2P-…``."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(drawn[place : place + 4] for place in range(0, LENGTH, 4))


def plain(key: str) -> str:
    """A key as it was meant: without spaces and dashes, in capitals, and with the letters that 0, 1 and 8 stand for."""
    return "".join(letter for letter in key.upper().translate(LOOKS_ALIKE) if letter in LETTERS)


def lookup(body: UUID, key: str) -> bytes:
    """32 bytes by which a key is found; nobody can work them out without the body's key."""
    return hmac.digest(keys.body_key(body), f"alteram return key 1\n{plain(key)}".encode(), "sha256")


def keep(body: UUID, key: str, opens: Opens) -> None:
    """Let a key open a case as the person who complained there."""
    with record.transaction(body):
        record.run(
            "SELECT casework.return_key_kept(%s, %s, %s, %s)",
            lookup(body, key), make_password(plain(key)), opens.chain, opens.person,
        )  # fmt: skip


def opened(body: UUID, key: str) -> Opens | None:
    """What a key opens; None if it opens nothing. That one is found faster tells nothing: it holds 100 random bits."""
    with record.transaction(body):
        rows = record.run("SELECT hashed, chain, person FROM casework.return_key_found(%s)", lookup(body, key))
    if not rows:
        return None
    hashed, chain, person = rows[0]
    if not check_password(plain(key), str(hashed)):
        return None
    return Opens(chain=UUID(str(chain)), person=str(person))
