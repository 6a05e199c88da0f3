"""A timestamp of an outside authority (RFC 3161), read and checked with nothing but ``cryptography``.

It says that some bytes were there at a moment, in the word of somebody who does not know what they are. What is read
here are the parts that matter: the moment, the digest, and the signature over both with its certificate. An answer that
is built otherwise than the authorities in use build it is refused, never half believed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256, sha384, sha512

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import ExtendedKeyUsageOID

from alteram.errors import AlteramError

SEQUENCE, SET, INTEGER, OCTETS, OID, MOMENT = 0x30, 0x31, 0x02, 0x04, 0x06, 0x18  # tags of DER
FIRST, SECOND = 0xA0, 0xA1  # [0] and [1] of what surrounds them
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
CERTIFICATE_NAMED = (bytes.fromhex("2a864886f70d010910022f"), bytes.fromhex("2a864886f70d010910020c"))
HASHES: dict[bytes, hashes.HashAlgorithm] = {
    bytes.fromhex("608648016503040201"): hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
}
UNREADABLE = (
    ValueError, TypeError, IndexError, StopIteration, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion,
    x509.DuplicateExtension, x509.ExtensionNotFound, x509.UnsupportedGeneralNameType,
)  # fmt: skip
"""What ``cryptography`` raises for a certificate that was tampered with: when it is loaded, or when a part is asked."""
LONGEST = 6  # certificates from that of the authority to a root


class BadTimestamp(AlteramError):
    """Bytes that are not the answer of a timestamp authority, or one that was refused."""

    code = "E-TIMESTAMP"
    remedy = "Ask openssl what it says: openssl ts -reply -text -in FILE."


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """What was stamped and when. ``digest`` is over the stamped bytes, made with ``algorithm``."""

    at: datetime  # UTC
    digest: bytes
    algorithm: hashes.HashAlgorithm
    certificates: tuple[x509.Certificate, ...]  # that came along
    signers: tuple[x509.Certificate, ...]  # those that fit the name the signature gives: one of them must have made it
    signed: bytes  # what the signature is over
    signature: bytes
    signed_with: hashes.HashAlgorithm
    named: bytes  # the attribute in which the signature names its own certificate

    def over(self, content: bytes) -> bool:
        """True if these bytes were stamped."""
        digest = hashes.Hash(self.algorithm)
        digest.update(content)
        return digest.finalize() == self.digest

    def signer(self) -> x509.Certificate | None:
        """The certificate whose key signed it and which is for timestamps, if there is one."""
        try:
            return next((one for one in self.signers if self._made_by(one)), None)
        except UNREADABLE:
            return None

    def _made_by(self, certificate: x509.Certificate) -> bool:
        der = certificate.public_bytes(Encoding.DER)
        named = any(digest(der).digest() in self.named for digest in (sha256, sha384, sha512, sha1))
        return named and _for_stamping(certificate) and _verifies(certificate, self)

    def trusted(self, roots: Sequence[x509.Certificate]) -> bool:
        """True if the signer's certificate leads to one of the roots, each certificate in force when it was stamped."""
        at, seen = self.signer(), 0
        while at is not None and seen < LONGEST and _in_force(at, self.at):
            if at in roots:
                return True
            issued = at
            at = next((one for one in (*roots, *self.certificates) if one != issued and _issued(issued, one)), None)
            seen += 1
        return False


def read_roots(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file. Raises :class:`BadTimestamp`."""
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError as problem:
        raise BadTimestamp(f"There is no certificate in the file: {problem}.", remedy="Give a PEM file.") from problem


def read(raw: bytes) -> Timestamp:
    """The timestamp in an answer (``.tsr``). Its signature is read here and checked by the methods of what is given."""
    try:
        with warnings.catch_warnings():  # of certificates that are out of the rules; what counts is checked below
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            return _read(raw)
    except UNREADABLE as problem:
        raise BadTimestamp(f"This is not the answer of a timestamp authority: {problem}.") from problem


def _read(raw: bytes) -> Timestamp:
    status, token = _parts(_one(raw, SEQUENCE), SEQUENCE, SEQUENCE)[:2]
    if int.from_bytes(_parts(status, INTEGER)[0]) not in (0, 1):
        raise ValueError("the authority refused to stamp")
    kind, wrapped = _parts(token, OID, FIRST)
    if kind != SIGNED_DATA:
        raise ValueError("it holds no signed data")
    fields = list(_each(_one(wrapped, SEQUENCE)))
    content_kind, content = _parts(next(value for tag, value in fields if tag == SEQUENCE), OID, FIRST)
    if content_kind != TST_INFO:
        raise ValueError("what is signed is no timestamp")
    info = _one(content, OCTETS)
    certificates = tuple(
        x509.load_der_x509_certificate(_whole(tag, value))
        for outer, held in fields
        if outer == FIRST
        for tag, value in _each(held)
        if tag == SEQUENCE
    )
    return _signed(info, certificates, _one(fields[-1][1], SEQUENCE))


def _signed(info: bytes, certificates: tuple[x509.Certificate, ...], about: bytes) -> Timestamp:
    fields = list(_each(about))
    (_, _), (how, signer), (_, digest_kind), (tag, attributes), (_, _), (_, signature) = fields[:6]
    if tag != FIRST or how != SEQUENCE:
        raise ValueError("the signature names nothing that it is over")
    algorithm = HASHES.get(_parts(digest_kind, OID)[0])
    named = dict(_attributes(attributes))
    if algorithm is None or MESSAGE_DIGEST not in named:
        raise ValueError("the signature is of a kind that this program does not know")
    made = hashes.Hash(algorithm)
    made.update(info)
    if _one(named[MESSAGE_DIGEST], OCTETS) != made.finalize():
        raise ValueError("the signature is over another timestamp")
    issuer, serial = list(_each(signer))
    number = int.from_bytes(serial[1])
    _, _, imprint, _, moment = list(_each(_one(info, SEQUENCE)))[:5]
    imprint_kind, digest = _parts(imprint[1], SEQUENCE, OCTETS)
    stamped = HASHES.get(_parts(imprint_kind, OID)[0])
    if stamped is None or moment[0] != MOMENT:
        raise ValueError("the digest in it is of a kind that this program does not know")
    return Timestamp(
        at=_moment(moment[1].decode("ascii")),
        digest=digest,
        algorithm=stamped,
        certificates=certificates,
        signers=tuple(
            one for one in certificates if one.serial_number == number and one.issuer.public_bytes() == _whole(*issuer)
        ),
        signed=_whole(SET, attributes),
        signature=signature,
        signed_with=algorithm,
        named=b"".join(named.get(kind, b"") for kind in CERTIFICATE_NAMED),
    )


def _moment(text: str) -> datetime:
    """GeneralizedTime in UTC, with or without a fraction of a second."""
    if not text.endswith("Z"):
        raise ValueError("its moment is not in UTC")
    seconds, _, _fraction = text[:-1].partition(".")
    return datetime.strptime(seconds, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _for_stamping(certificate: x509.Certificate) -> bool:
    try:
        use = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except UNREADABLE:
        return False
    return use.critical and list(use.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _verifies(certificate: x509.Certificate, stamp: Timestamp) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(stamp.signature, stamp.signed, padding.PKCS1v15(), stamp.signed_with)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(stamp.signature, stamp.signed, ec.ECDSA(stamp.signed_with))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(stamp.signature, stamp.signed)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _in_force(certificate: x509.Certificate, at: datetime) -> bool:
    try:
        return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    except UNREADABLE:
        return False


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except UNREADABLE:
        return False
    return True


def _attributes(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    for _, attribute in _each(raw):
        kind, values = _parts(attribute, OID, SET)
        yield kind, values


def _one(raw: bytes, tag: int) -> bytes:
    """The contents of the one value that the bytes are."""
    (found,) = _each(raw)
    if found[0] != tag:
        raise ValueError(f"a value of the kind {tag:#x} was expected, not {found[0]:#x}")
    return found[1]


def _parts(raw: bytes, *tags: int) -> list[bytes]:
    """The contents of the first values, which must be of these kinds."""
    found = list(_each(raw))[: len(tags)]
    if [tag for tag, _ in found] != list(tags):
        raise ValueError("its parts are not those of a timestamp")
    return [value for _, value in found]


def _each(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The values that stand one after the other: tag and contents."""
    at = 0
    while at < len(raw):
        tag, length, at = raw[at], raw[at + 1], at + 2
        if length & 0x80:
            wide = length & 0x7F
            if not 1 <= wide <= 4:
                raise ValueError("a length in it cannot be read")
            length, at = int.from_bytes(raw[at : at + wide]), at + wide
        if at + length > len(raw):
            raise ValueError("it breaks off")
        yield tag, raw[at : at + length]
        at += length


def _whole(tag: int, value: bytes) -> bytes:
    """A value with its tag and its length again, as DER writes it."""
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    length = size.to_bytes(-(-size.bit_length() // 8))
    return bytes([tag, 0x80 | len(length)]) + length + value
