"""The master key of the installation, which wraps the keys of the bodies and opens nothing else.

It comes from one of three places: a file of 32 bytes, a secret of the environment, or a key service, which is a program
that wraps and unwraps and never lets go of its key. What it wraps is small and changes only when a key is drawn anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.conf import settings

from alteram.errors import AlteramError
from alteram_web.casework.sealing import KEY, open_sealed, seal

PATIENCE = 20  # seconds that a key service may take
_REMEDY = (
    "Set one of ALTERAM_MASTER_KEY_FILE (a file of 32 random bytes that the site alone can read), ALTERAM_MASTER_KEY "
    "(the same in base64) and ALTERAM_KEY_SERVICE (a program that wraps and unwraps)."
)


class KeyProblem(AlteramError):
    """There is no master key, or it is not the one under which this was sealed."""

    code = "E-MASTER-KEY"


class MasterKey(Protocol):
    """What wraps. It names itself, so that what another one wrapped is told apart before it is tried."""

    @property
    def id(self) -> str:
        """A name without a secret in it, the same for the same key."""
        ...

    def wrap(self, plain: bytes, *, of: str) -> bytes:
        """``plain`` sealed; ``of`` says what it belongs to."""
        ...

    def unwrap(self, wrapped: bytes, *, of: str) -> bytes:
        """What was wrapped. Raises :class:`KeyProblem`."""
        ...


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key in the memory of this process: 32 bytes."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return hashlib.sha256(b"alteram master 1\n" + self.secret).hexdigest()[:16]

    def wrap(self, plain: bytes, *, of: str) -> bytes:
        return seal(self.secret, plain, of=of)

    def unwrap(self, wrapped: bytes, *, of: str) -> bytes:
        plain = open_sealed(self.secret, wrapped, of=of)
        if plain is None:
            raise KeyProblem(
                "The master key does not open this.", remedy="Bring back the master key it was wrapped by."
            )
        return plain


@dataclass(frozen=True, slots=True)
class KeyService:
    """A program of the administrator's in front of a key service.

    ``PROGRAM name`` prints the name of its key; ``PROGRAM wrap OF`` and ``PROGRAM unwrap OF`` read base64 on standard
    input and print base64. Any other exit status than 0 is a refusal.
    """

    program: str

    @property
    def id(self) -> str:
        return self._ask("name").decode("utf-8", "replace").strip()[:64]

    def wrap(self, plain: bytes, *, of: str) -> bytes:
        return self._turned("wrap", plain, of)

    def unwrap(self, wrapped: bytes, *, of: str) -> bytes:
        return self._turned("unwrap", wrapped, of)

    def _turned(self, word: str, given: bytes, of: str) -> bytes:
        said = self._ask(word, of, given=base64.b64encode(given))
        try:
            return base64.b64decode(said.strip(), validate=True)
        except binascii.Error as problem:
            raise self._problem("answered something that is not base64") from problem

    def _ask(self, *words: str, given: bytes = b"") -> bytes:
        try:
            done = subprocess.run(  # noqa: S603  # a program that the administrator names, and no shell
                [self.program, *words], input=given, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as problem:
            raise self._problem(f"did not answer within {PATIENCE} seconds") from problem
        except OSError as problem:
            raise self._problem(f"cannot be started: {problem.strerror}") from problem
        if done.returncode:
            raise self._problem(f"refused to {words[0]} (exit status {done.returncode})")
        return done.stdout

    def _problem(self, what: str) -> KeyProblem:
        return KeyProblem(
            f"The key service {what}.", remedy="See that it runs and that this site may use its key, then try again."
        )


def master() -> MasterKey:
    """The master key that this site was given. Raises :class:`KeyProblem`."""
    given = [name for name in ("MASTER_KEY_FILE", "MASTER_KEY", "KEY_SERVICE") if getattr(settings, name)]
    if len(given) != 1:
        what = "There is no master key" if not given else f"There are {len(given)} master keys"
        raise KeyProblem(f"{what}, and there must be one.", remedy=_REMEDY)
    if settings.KEY_SERVICE:
        return KeyService(str(settings.KEY_SERVICE))
    return in_file(str(settings.MASTER_KEY_FILE)) if settings.MASTER_KEY_FILE else _in_words(str(settings.MASTER_KEY))


def accepted() -> tuple[MasterKey, ...]:
    """Every master key that may open what is stored: the site's, and the next one while they change.

    Raises :class:`KeyProblem`.
    """
    following = str(settings.NEXT_MASTER_KEY_FILE)
    return (master(), *((in_file(following),) if following else ()))


def in_file(file: str) -> HeldKey:
    """The key in a file of 32 bytes."""
    try:
        return _held(Path(file).read_bytes())
    except OSError as problem:
        raise KeyProblem(f"The master key cannot be read: {problem.strerror}.", remedy=_REMEDY) from problem


def _in_words(said: str) -> HeldKey:
    try:
        return _held(base64.b64decode(said, validate=True))
    except binascii.Error as problem:
        raise KeyProblem("ALTERAM_MASTER_KEY is not base64.", remedy=_REMEDY) from problem


def _held(found: bytes) -> HeldKey:
    if len(found) != KEY:
        raise KeyProblem(f"The master key must be {KEY} bytes long, not {len(found)}.", remedy=_REMEDY)
    return HeldKey(found)
