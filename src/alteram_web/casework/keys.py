"""Keys: one per case, wrapped by the key of its body, which is drawn from the master key of the installation.

Sealing is AES-256-GCM with a fresh nonce of 12 bytes before the ciphertext. What a thing belongs to (chain, number,
field) is authenticated with it, so no ciphertext can be moved to another place and still open.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from alteram.errors import AlteramError

KEY = 32  # bytes
NONCE = 12  # bytes


class KeyProblem(AlteramError):
    """There is no master key, or it is not the one under which this was sealed."""

    code = "E-MASTER-KEY"


def seal(key: bytes, plain: bytes, *, of: str) -> bytes:
    """Nonce and ciphertext; ``of`` says what it belongs to and must be said again to open it."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, of.encode())


def unseal(key: bytes, sealed: bytes, *, of: str) -> bytes:
    """What :func:`seal` was given. Raises :class:`KeyProblem` if the key or the place is another."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], of.encode())
    except InvalidTag as problem:
        raise KeyProblem(
            "This cannot be opened: it was sealed under another key, or for another place in the record.",
            remedy="Check that the site runs with the master key of this installation.",
        ) from problem


def new_case_key(body: UUID, chain: UUID) -> bytes:
    """A fresh key for a case, wrapped. The key itself is never stored."""
    return seal(body_key(body), secrets.token_bytes(KEY), of=f"case {chain}")


def case_key(body: UUID, chain: UUID, wrapped: bytes) -> bytes:
    """The key of a case from its wrapped form."""
    return unseal(body_key(body), wrapped, of=f"case {chain}")


def body_key(body: UUID) -> bytes:
    """The master key of one body: drawn from the installation's, so that no body's key opens another's."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=b"alteram body 1\n" + body.bytes).derive(
        _master()
    )


def export_seed(body: UUID) -> bytes:
    """The 32 secret bytes under which a body signs its exports, drawn from the master key as well."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=b"alteram export 1\n" + body.bytes).derive(
        _master()
    )


def signing_seed(body: UUID, purpose: str, generation: int) -> bytes:
    """The 32 secret bytes of a signing key: each purpose and each generation has its own."""
    about = f"alteram {purpose} {generation}\n".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=about + body.bytes).derive(_master())


def _master() -> bytes:
    return _read(str(settings.MASTER_KEY_FILE))


@lru_cache(maxsize=4)
def _read(file: str) -> bytes:
    try:
        found = Path(file).read_bytes() if file else b""
    except OSError as problem:
        raise KeyProblem(f"The master key cannot be read: {problem.strerror}.", remedy=_REMEDY) from problem
    if len(found) != KEY:
        raise KeyProblem(f"The master key must be {KEY} bytes long, not {len(found)}.", remedy=_REMEDY)
    return found


_REMEDY = "Set ALTERAM_MASTER_KEY_FILE to a file of 32 random bytes that the site alone can read."
