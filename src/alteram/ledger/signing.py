"""Ed25519 keys with a name, as C2SP signed notes know them.

A key is known by its name and four bytes of ``SHA-256(name ‖ "\\n" ‖ kind ‖ public key)``. The kind is 0x01 for a key
that signs what it says, and 0x04 for the key of a witness, which signs what a log says together with the time. Signing
needs no random numbers: the same key signs the same bytes in the same way.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from alteram.errors import AlteramError

ED25519 = b"\x01"
COSIGNATURE = b"\x04"  # C2SP tlog-cosignature, version 1
KINDS = (ED25519, COSIGNATURE)
_NAME = re.compile(r"[^\s+]+")


class BadKey(AlteramError):
    """A key or its name cannot be read."""

    code = "E-KEY"
    remedy = "A public key looks like name+1a2b3c4d+AbC…=; copy it whole."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key with which signatures are checked. ``raw`` is 32 bytes; ``kind`` is one of ``KINDS``."""

    name: str
    raw: bytes
    kind: bytes = ED25519

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.raw) != 32 or self.kind not in KINDS:
            raise BadKey(f"{self.name!r} is not the name of a key, or the key is not 32 bytes long.")

    @property
    def hint(self) -> bytes:
        """Four bytes that tell keys of one name apart; they prove nothing."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.raw).digest()[:4]

    @property
    def id(self) -> str:
        """``name+hint``: how receipts and manifests name the key."""
        return f"{self.name}+{self.hint.hex()}"

    def __str__(self) -> str:
        """The verifier key of C2SP: ``name+hint+base64``."""
        return f"{self.id}+{b64encode(self.kind + self.raw).decode()}"

    def signed(self, message: bytes, signature: bytes) -> bool:
        """True if this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):  # ValueError: 32 bytes that are no point of the curve
            return False
        return True


def read_key(text: str) -> PublicKey:
    """A public key from the line ``name+hint+base64``. Raises :class:`BadKey` for a line that was mistyped."""
    name, _, rest = text.strip().partition("+")
    _, _, encoded = rest.partition("+")
    raw = from_base64(encoded) or b""
    if raw[:1] in KINDS and len(raw) == 33 and _NAME.fullmatch(name):
        key = PublicKey(name=name, raw=raw[1:], kind=raw[:1])
        if str(key) == text.strip():
            return key
    raise BadKey(f"{text.strip()!r} is not a public key.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key that signs. ``seed`` is 32 secret bytes from the caller; it never shows in a repr."""

    name: str
    seed: bytes = field(repr=False)
    kind: bytes = ED25519

    @property
    def public(self) -> PublicKey:
        """The half that everyone may know."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return PublicKey(name=self.name, raw=private.public_key().public_bytes_raw(), kind=self.kind)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def from_base64(text: str) -> bytes | None:
    """The bytes of standard base64, or None for anything that is not the one spelling of them."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if b64encode(raw).decode() == text else None
