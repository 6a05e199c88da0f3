"""A checkpoint: whose log, how long, which root, and who signed it (C2SP tlog-checkpoint in a C2SP signed note)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from alteram.errors import AlteramError
from alteram.ledger.signing import COSIGNATURE, PublicKey, SigningKey, from_base64

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
LATEST = 253_402_300_799  # seconds: the end of the year 9999, beyond which no calendar of ours goes
_SIGNATURE = re.compile(r"— ([^\s+]+) (\S+)")


class BadCheckpoint(AlteramError):
    """A text that is not a checkpoint."""

    code = "E-CHECKPOINT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A line under a note: the name of the key, its hint of 4 bytes, the signature of 64 bytes (other kinds differ)."""

    name: str
    hint: bytes
    raw: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.hint + self.raw).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """A witness' word: at ``at`` (UTC, whole seconds) this was the largest tree it had seen, grown from all before."""

    key: PublicKey
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log says of itself at one moment. Further lines of other makers are kept in ``more``."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def body(self) -> str:
        """The lines that are signed."""
        lines = [self.origin, str(self.size), b64encode(self.root).decode(), *self.more]
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        """The whole note."""
        return self.body + "\n" + "".join(f"{signature}\n" for signature in self.signatures)

    @property
    def own(self) -> Checkpoint:
        """The note as the log made it, without what witnesses added: an outside timestamp is over these bytes."""
        return replace(self, signatures=tuple(line for line in self.signatures if line.name == self.origin))

    def signed_by(self, keys: Iterable[PublicKey]) -> tuple[PublicKey, ...]:
        """Those of the keys that signed it as a log or another maker of notes does; witnesses cosign."""
        message = self.body.encode()
        return tuple(
            key
            for key in keys
            if any(
                (line.name, line.hint) == (key.name, key.hint) and key.signed(message, line.raw)
                for line in self.signatures
            )
        )

    def cosigned_by(self, keys: Iterable[PublicKey]) -> tuple[Cosignature, ...]:
        """The good cosignatures of these witnesses (C2SP tlog-cosignature, version 1), in the order of their lines."""
        known = {(key.name, key.hint): key for key in keys if key.kind == COSIGNATURE}
        found = []
        for line in self.signatures:
            key = known.get((line.name, line.hint))
            at = _cosigned(self.body, key, line.raw) if key else None
            if key is not None and at is not None:
                found.append(Cosignature(key=key, at=at))
        return tuple(found)


def cosign(shown: Checkpoint, key: SigningKey, *, at: datetime) -> Signature:
    """The line with which a witness cosigns. It vouches for growth: :mod:`alteram.ledger.witness` judges that first."""
    seconds = int(at.timestamp())
    signed = key.sign(_cosigned_words(shown.body, seconds))
    return Signature(name=key.name, hint=key.public.hint, raw=seconds.to_bytes(8) + signed)


def _cosigned_words(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def _cosigned(body: str, key: PublicKey, raw: bytes) -> datetime | None:
    """When the witness signed it, or None for a signature that is not good."""
    seconds = int.from_bytes(raw[:8])
    if len(raw) != 72 or seconds > LATEST or not key.signed(_cosigned_words(body, seconds), raw[8:]):
        return None
    return datetime.fromtimestamp(seconds, UTC)


def make(*, origin: str, size: int, root: bytes, keys: Sequence[SigningKey]) -> Checkpoint:
    """A checkpoint signed with the keys, the log's own first."""
    bare = Checkpoint(origin=origin, size=size, root=root)
    message = bare.body.encode()
    lines = tuple(Signature(name=key.name, hint=key.public.hint, raw=key.sign(message)) for key in keys)
    return Checkpoint(origin=origin, size=size, root=root, signatures=lines)


def read(note: str) -> Checkpoint:
    """A checkpoint from its text. Raises :class:`BadCheckpoint`; signatures are read here and checked elsewhere."""
    body, separator, under = note.partition("\n\n")
    lines = body.split("\n")
    if not separator or len(lines) < 3 or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise BadCheckpoint("A checkpoint begins with three lines: origin, size and root; then signatures.")
    root = from_base64(lines[2])
    if root is None or len(root) != 32:
        raise BadCheckpoint(f"The root of the checkpoint of size {lines[1]} is not 32 bytes in base64.")
    return Checkpoint(
        origin=lines[0], size=int(lines[1]), root=root, more=tuple(lines[3:]), signatures=_signatures(under)
    )


def read_all(notes: str) -> list[Checkpoint]:
    """The checkpoints of a file in which they stand one after the other, an empty line between two of them."""
    parts = notes.split("\n\n")
    if parts == [""]:
        return []
    if len(parts) % 2:
        raise BadCheckpoint("The file ends in the middle of a checkpoint.")
    return [read(f"{body}\n\n{under.rstrip(chr(10))}\n") for body, under in zip(parts[::2], parts[1::2], strict=True)]


def write_all(checkpoints: Iterable[Checkpoint]) -> str:
    """The file that :func:`read_all` reads."""
    return "\n".join(str(checkpoint) for checkpoint in checkpoints)


def _signatures(under: str) -> tuple[Signature, ...]:
    if not under.endswith("\n"):
        raise BadCheckpoint("The checkpoint breaks off before the end of its signatures.")
    lines = []
    for text in under[:-1].split("\n"):
        found = _SIGNATURE.fullmatch(text)
        raw = from_base64(found[2]) if found else None
        if found is None or raw is None or len(raw) < 5:
            raise BadCheckpoint(f"{text!r} is not a line with a signature.")
        lines.append(Signature(name=found[1], hint=raw[:4], raw=raw[4:]))
    return tuple(lines)
