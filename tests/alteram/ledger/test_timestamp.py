"""Timestamps of outside authorities: what is believed, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from alteram.ledger import timestamp
from alteram.ledger.timestamp import BadTimestamp
from tests.alteram.ledger import authority
from tests.alteram.ledger.authority import Authority

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
ONE = Authority()
ANSWER = ONE.stamp(b"a checkpoint", NOON)


@pytest.mark.parametrize(
    "key",
    [None, ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)],
    ids=["ed25519", "ecdsa", "rsa"],
)
def test_a_timestamp_says_what_was_stamped_when_and_by_whom(key: Any) -> None:
    one = Authority(key=key) if key else ONE
    read = timestamp.read(one.stamp(b"a checkpoint", NOON))

    assert read.at == NOON
    assert read.over(b"a checkpoint")
    assert not read.over(b"another")
    assert read.signer() == one.own
    assert read.trusted((one.root,))
    assert read.trusted((one.own,))  # the reader may know the authority itself
    assert not read.trusted(())


@pytest.mark.parametrize(
    "use", [None, x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.SERVER_AUTH])],
)  # fmt: skip
def test_a_certificate_that_is_for_something_else_stamps_nothing(use: x509.ExtensionType | None) -> None:
    one = Authority(use=use)

    assert timestamp.read(one.stamp(b"x", NOON)).signer() is None
    assert not timestamp.read(one.stamp(b"x", NOON)).trusted((one.root,))


def test_a_certificate_that_was_not_in_force_leads_nowhere() -> None:
    read = timestamp.read(ONE.stamp(b"x", datetime(2041, 1, 1, tzinfo=UTC)))

    assert read.signer() == ONE.own
    assert not read.trusted((ONE.root,))


def test_a_root_of_the_same_name_is_another() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    impostor = authority.certificate("A root", other, "A root", other, ca=True)

    assert not timestamp.read(ANSWER).trusted((impostor,))


def test_a_refusal_and_what_is_no_answer_are_not_read() -> None:
    for raw in (ONE.stamp(b"x", NOON, status=2), b"", b"\x30", b"\x30\x00", b"\x30\x84\xff\xff\xff\xff", ANSWER[:-1]):
        with pytest.raises(BadTimestamp):
            timestamp.read(raw)
    with pytest.raises(BadTimestamp):
        timestamp.read_roots(b"no certificate")
    assert timestamp.read_roots(ONE.root.public_bytes(Encoding.PEM)) == (ONE.root,)


def test_a_flipped_bit_never_gives_another_moment_or_another_digest_nor_breaks_the_program() -> None:
    for place in range(len(ANSWER)):
        for bit in (0, 3, 4, 7):
            altered = ANSWER[:place] + bytes([ANSWER[place] ^ 1 << bit]) + ANSWER[place + 1 :]
            try:
                read = timestamp.read(altered)
            except BadTimestamp:
                continue
            assert not read.trusted((ONE.root,)) or (read.at == NOON and read.over(b"a checkpoint"))
