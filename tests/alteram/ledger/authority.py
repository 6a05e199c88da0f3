"""A timestamp authority in a few lines, with fixed keys, so that tests need no program beside Python.

`tests/oracles/test_timestamps.py` asks the real one, `openssl ts`, the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256 = "608648016503040201"
START, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
STAMPING = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])


def der(tag: int, *parts: bytes) -> bytes:
    value = b"".join(parts)
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + value


def oid(hexed: str) -> bytes:
    return der(0x06, bytes.fromhex(hexed))


def number(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(
    subject: str, key: Any, issuer: str, signer: Any, *, ca: bool = False, use: x509.ExtensionType | None = None
) -> x509.Certificate:
    built = x509.CertificateBuilder(
        issuer_name=named(issuer), subject_name=named(subject), public_key=key.public_key(), serial_number=7 + ca,
        not_valid_before=START, not_valid_after=END,
    ).add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)  # fmt: skip
    if use is not None:
        built = built.add_extension(use, critical=True)
    return built.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256())


@dataclass
class Authority:
    """Stamps what it is given with the time it is told. ``key`` is of any kind; ``use`` what its certificate is for."""

    key: Any = field(default_factory=lambda: ed25519.Ed25519PrivateKey.from_private_bytes(bytes([8]) * 32))
    use: x509.ExtensionType | None = STAMPING

    def __post_init__(self) -> None:
        root = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([6]) * 32)
        self.root = certificate("A root", root, "A root", root, ca=True)
        self.own = certificate("An authority", self.key, "A root", root, use=self.use)

    def stamp(self, content: bytes, at: datetime, *, status: int = 0) -> bytes:
        imprint = der(0x30, der(0x30, oid(SHA256), der(0x05)), der(0x04, sha256(content).digest()))
        moment = der(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())
        info = der(0x30, number(1), oid("2a0304"), imprint, number(1), moment)
        raw = self.own.public_bytes(Encoding.DER)
        attributes = b"".join([
            der(0x30, oid("2a864886f70d010903"), der(0x31, oid("2a864886f70d0109100104"))),
            der(0x30, oid("2a864886f70d010904"), der(0x31, der(0x04, sha256(info).digest()))),
            der(0x30, oid("2a864886f70d010910022f"),
                der(0x31, der(0x30, der(0x30, der(0x30, der(0x04, sha256(raw).digest())))))),
        ])  # fmt: skip
        who = der(0x30, self.own.issuer.public_bytes(), number(self.own.serial_number))
        algorithm = der(0x30, oid(SHA256))
        signer = der(
            0x30, number(1), who, algorithm, der(0xA0, attributes), der(0x30, oid("2b6570")),
            der(0x04, self._sign(der(0x31, attributes))),
        )  # fmt: skip
        content_info = der(0x30, oid("2a864886f70d0109100104"), der(0xA0, der(0x04, info)))
        signed = der(0x30, number(3), der(0x31, algorithm), content_info, der(0xA0, raw), der(0x31, signer))
        return der(0x30, der(0x30, number(status)), der(0x30, oid("2a864886f70d010702"), der(0xA0, signed)))

    def _sign(self, message: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(message, ec.ECDSA(hashes.SHA256()))
        assert isinstance(self.key, ed25519.Ed25519PrivateKey)
        return self.key.sign(message)
