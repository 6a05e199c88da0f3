"""Sealing: AES-256-GCM with a fresh nonce of 12 bytes before the ciphertext.

What a thing belongs to (chain, number, field) is authenticated with it, so no ciphertext can be moved to another place
and still open.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32  # bytes
NONCE = 12  # bytes


def seal(key: bytes, plain: bytes, *, of: str) -> bytes:
    """Nonce and ciphertext; ``of`` says what it belongs to and must be said again to open it."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, of.encode())


def open_sealed(key: bytes, sealed: bytes, *, of: str) -> bytes | None:
    """What :func:`seal` was given; None if the key or the place is another, or a byte was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], of.encode())
    except (InvalidTag, ValueError):
        return None
