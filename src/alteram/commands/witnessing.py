"""``alteram witness``: somebody who is not the body keeps its checkpoints and cosigns those that grew.

A witness is a folder: ``key`` (its secret half), ``log`` (the keys of the log it watches, from elsewhere than its
site), ``checkpoints`` (all it has cosigned, oldest first) and, if it ever came to that, ``evidence-SIZE``. Nothing
else is kept anywhere. This is the one command that may ask over a network, and only where it is given an address.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from alteram.commands import FINE, PROBLEMS, Subparsers
from alteram.errors import AlteramError
from alteram.ledger import checkpoint, signing, witness
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.signing import COSIGNATURE, PublicKey, SigningKey
from alteram.ledger.witness import NotGrown, SplitView

KEY, LOG, CHECKPOINTS = "key", "log", "checkpoints"
PATIENCE = 30  # seconds that a site may take to answer
LARGEST = 1 << 20  # bytes of an answer; a proof and a checkpoint are a few thousand


class CannotWitness(AlteramError):
    """The folder of a witness is not one, or the log cannot be reached."""

    code = "E-WITNESS-FOLDER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness as its folder holds it."""

    folder: Path
    key: SigningKey
    log: tuple[PublicKey, ...]
    kept: tuple[Checkpoint, ...]

    @property
    def last(self) -> Checkpoint | None:
        return self.kept[-1] if self.kept else None


def add_witness(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram witness init|key|last|cosign FOLDER``."""
    parser = subparsers.add_parser("witness", help="keep the checkpoints of a log and cosign those that grew")
    deeds = parser.add_subparsers(required=True, metavar="DEED")
    init = deeds.add_parser("init", help="make the key of a witness in a new folder, and print its public half")
    init.add_argument("folder", type=Path)
    init.add_argument("--name", required=True, help="who the witness is, such as regulator.example/witness")
    init.add_argument(
        "--key", action="append", required=True, metavar="NAME+HINT+KEY",
        help="a public key of the log, from elsewhere than its site; once for each key",
    )  # fmt: skip
    init.set_defaults(run=_init)
    shown = deeds.add_parser("key", help="print the public half of its key")
    shown.add_argument("folder", type=Path)
    shown.set_defaults(run=_key)
    last = deeds.add_parser("last", help="print the size that it cosigned last: what the log has to prove growth from")
    last.add_argument("folder", type=Path)
    last.set_defaults(run=_last)
    cosign = deeds.add_parser("cosign", help="cosign the newest checkpoint, if it grew from the one kept")
    cosign.add_argument("folder", type=Path)
    cosign.add_argument(
        "source", help="address of the log (https://…/BODY/log), or a file with what it handed over, or -"
    )
    cosign.add_argument("--send", action="store_true", help="hand the cosignature to the site, which publishes it")
    cosign.set_defaults(run=_cosign)


def _init(chosen: argparse.Namespace) -> int:
    folder: Path = chosen.folder
    log = tuple(signing.read_key(text) for text in chosen.key)
    key = SigningKey(name=chosen.name, seed=secrets.token_bytes(32), kind=COSIGNATURE)
    public = key.public  # refuses a name that cannot stand in a note
    try:
        folder.mkdir(mode=0o700, parents=True)
        file = os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        raise CannotWitness(f"{folder} cannot be made: {problem.strerror}.", remedy="Name a new folder.") from problem
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(f"{key.name} {key.seed.hex()}\n")
    (folder / LOG).write_text("".join(f"{one}\n" for one in log), encoding="utf-8")
    (folder / CHECKPOINTS).write_text("", encoding="utf-8")
    print(public)
    return FINE


def _key(chosen: argparse.Namespace) -> int:
    print(_read(chosen.folder).key.public)
    return FINE


def _last(chosen: argparse.Namespace) -> int:
    last = _read(chosen.folder).last
    print(last.size if last else 0)
    return FINE


def _cosign(chosen: argparse.Namespace) -> int:
    with _alone(chosen.folder):
        own = _read(chosen.folder)
        asked = witness.read(_asked(chosen.source, own.last))
        try:
            witness.judge(own.last, asked, own.log)
        except SplitView as split:
            file = chosen.folder / f"evidence-{asked.checkpoint.size}"
            file.write_text(f"{split.evidence['kept']}\n{split.evidence['shown']}", encoding="utf-8")
            print(f"{split.code}: {split.sentence()} Both are in {file}. {split.remedy}", file=sys.stderr)
            return PROBLEMS
        except NotGrown as refused:
            print(f"{refused.code}: {refused.sentence()} {refused.remedy}", file=sys.stderr)
            return PROBLEMS
        now = datetime.now(UTC)  # noqa: TID251  # a command is an edge
        line = checkpoint.cosign(asked.checkpoint, own.key, at=now)
        cosigned = replace(asked.checkpoint.own, signatures=(*asked.checkpoint.own.signatures, line))
        _keep(own, cosigned)  # before anybody sees the cosignature
    print(cosigned, end="")
    if chosen.send:
        _ask(f"{chosen.source.rstrip('/')}/cosignatures", str(cosigned).encode())
    return FINE


def _asked(source: str, last: Checkpoint | None) -> str:
    """What the log hands over: out of a file, from the standard input, or over the network."""
    if source.startswith(("https://", "http://")):
        return _ask(f"{source.rstrip('/')}/growth/{last.size if last else 0}")
    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotWitness(f"{source} cannot be read.", remedy="Give an address, a file, or - .") from problem


def _ask(address: str, content: bytes | None = None) -> str:
    headers = {"Content-Type": "text/plain; charset=utf-8"} if content else {}
    request = urllib.request.Request(address, data=content, headers=headers)  # noqa: S310  # http and https alone
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  # nosec B310
            return str(answer.read(LARGEST).decode())
    except (URLError, TimeoutError, OSError, UnicodeDecodeError) as problem:
        remedy = "Try again later. That a log does not answer a witness is worth asking about."
        raise CannotWitness(f"{address} gave no answer: {problem}.", remedy=remedy) from problem


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One witness at a time: two at once could cosign two histories."""
    import fcntl  # here, since the other commands run where there is none

    try:
        with (folder / KEY).open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
    except FileNotFoundError as problem:
        raise _no_folder(folder) from problem


def _read(folder: Path) -> Witness:
    try:
        name, seed = (folder / KEY).read_text(encoding="utf-8").split()
        key = SigningKey(name=name, seed=bytes.fromhex(seed), kind=COSIGNATURE)
        log = tuple(signing.read_key(line) for line in (folder / LOG).read_text(encoding="utf-8").splitlines())
        kept = checkpoint.read_all((folder / CHECKPOINTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _no_folder(folder) from problem
    return Witness(folder=folder, key=key, log=log, kept=tuple(kept))


def _no_folder(folder: Path) -> CannotWitness:
    return CannotWitness(f"{folder} is not the folder of a witness.", remedy="Make one with alteram witness init.")


def _keep(own: Witness, cosigned: Checkpoint) -> None:
    """Put the file in place whole, so that a witness that is broken off has kept either one or the other."""
    kept: Sequence[Checkpoint] = own.kept
    if own.last is not None and own.last.size == cosigned.size:
        kept = own.kept[:-1]
    file = own.folder / f"{CHECKPOINTS}.new"
    with file.open("w", encoding="utf-8") as opened:
        opened.write(checkpoint.write_all((*kept, cosigned)))
        opened.flush()
        os.fsync(opened.fileno())
    file.replace(own.folder / CHECKPOINTS)
