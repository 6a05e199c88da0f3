"""Asking an outside authority for the time of a checkpoint (RFC 3161), where one is configured.

Nothing waits for it: the checkpoint is published, and the timestamp comes beside it. Only the latest is stamped. It
vouches for all before it, and ``verify`` says for which; one that was missed is not made truer by a later stamp.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.error import URLError

import psycopg
from cryptography.x509 import Certificate
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from alteram.errors import AlteramError
from alteram.ledger.checkpoint import Checkpoint
from alteram_web.casework import placing, tiles
from alteram_web.casework.bodies import Body

PATIENCE = 10  # seconds
LARGEST = 1 << 16  # bytes of an answer
QUERY = "application/timestamp-query"


class NotStamped(AlteramError):
    """The authority gave no timestamp, or none that leads to the roots it was configured with."""

    code = "E-NOT-STAMPED"
    remedy = "The checkpoint stands without; it is asked for again."


def stamp(
    link: psycopg.Connection[Any], body: Body, *, authority: str, roots: Sequence[Certificate]
) -> datetime | None:
    """Have the latest checkpoint stamped, unless it is; the moment in the authority's word. Raises :class:`NotStamped`.

    The answer is awaited outside any transaction.
    """
    with placing.alone(link, body) as run:
        last = tiles.published(run)
        if last is None or tiles.timestamps(run, last.size):
            return None
    at, answer = ask(last.checkpoint, authority=authority, roots=roots)
    with placing.alone(link, body) as run:
        run(
            "INSERT INTO casework.checkpoint_timestamp (body, size, stamped, answer)"
            " VALUES (casework.current_body(), %s, %s, %s) ON CONFLICT DO NOTHING",
            last.size, at, answer,
        )  # fmt: skip
    return at


def ask(checkpoint: Checkpoint, *, authority: str, roots: Sequence[Certificate]) -> tuple[datetime, bytes]:
    """The moment and the whole answer of the authority over the note as the log signed it."""
    note = str(checkpoint.own).encode()
    question = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).build()
    request = urllib.request.Request(  # noqa: S310  # the settings take http and https alone
        authority, data=question.as_bytes(), headers={"Content-Type": QUERY}
    )
    verifier = VerifierBuilder.from_request(question)
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as came:  # noqa: S310  # nosec B310
            answer: bytes = came.read(LARGEST)
        read = decode_timestamp_response(answer)
        verifier.build().verify_message(read, note)
    except (URLError, OSError, ValueError, VerificationError) as problem:
        raise NotStamped(f"The timestamp authority gave no timestamp that can be relied on: {problem}.") from problem
    return read.tst_info.gen_time, answer
