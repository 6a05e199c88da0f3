"""What a check finds, and how the files of an export are read while it trusts none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from alteram.errors import AlteramError
from alteram.ledger import canonical
from alteram.ledger.export import Source
from alteram.ledger.signing import PublicKey


class Malformed(AlteramError):
    """A file of the export that is not what its name says."""

    code = "E-EXPORT-FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the bytes of an entry say that a check can hold against the rest. Digests are hex."""

    chain: str
    index: int
    recorded: datetime
    texts: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()  # digests whose text is gone from here on, or "key": all of the chain's
    rule: str = ""  # under which they were erased


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, what, and where it can be said in a word what was expected and what was found.

    ``chain`` and ``index`` name the entry, where it is about one.
    """

    file: str
    what: str
    chain: str = ""
    index: int | None = None
    expected: str = ""
    found: str = ""

    @property
    def sentence(self) -> str:
        """File, entry, and what is wrong."""
        entry = "" if self.index is None else f", entry {self.index} of chain {self.chain}"
        return f"{self.file}{entry}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found, and how much it looked at. No problems means: as it was written, as far as ``shown`` says."""

    origin: str
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]  # what a reader has to know to judge the answer; no problems
    files: int
    entries: int = 0
    withheld: int = 0
    placed: int = 0
    checkpoints: int = 0
    shown: tuple[str, ...] = ()  # what the export proves; empty while there are problems
    not_shown: tuple[str, ...] = ()  # what it does not prove, and what would


@dataclass(slots=True, kw_only=True)
class Check:
    """The state of one check."""

    source: Source
    names: frozenset[str] = frozenset()
    origin: str = ""
    keys: tuple[PublicKey, ...] = ()
    own_keys: bool = True  # the keys are those that the export itself lists
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    not_shown: list[str] = field(default_factory=list)

    def wrong(
        self,
        file: str,
        what: str,
        chain: str = "",
        index: int | None = None,
        *,
        expected: object = "",
        found: object = "",
    ) -> None:
        self.problems.append(
            Problem(file=file, what=what, chain=chain, index=index, expected=_said(expected), found=_said(found))
        )

    def attempt(self, file: str, work: Callable[[], None]) -> None:
        """Do one part of the check; a file that cannot be read is a problem like any other."""
        try:
            work()
        except AlteramError as problem:
            self.wrong(file, problem.sentence())

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise Malformed("The file is missing.")
        return self.source.read(name)

    def under(self, folder: str) -> list[str]:
        return sorted(name for name in self.names if name.startswith(folder))


def _said(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def jsonl(raw: bytes) -> list[object]:
    """The values of a file with one on each line."""
    lines = raw.split(b"\n")
    if lines.pop():
        raise Malformed("The last line is not ended, so something after it may be cut off.")
    return [canonical.decode(line) for line in lines]


def value(line: object, key: str) -> object:
    if not isinstance(line, dict) or key not in line:
        raise Malformed(f"The key {key!r} is missing.")
    return cast("dict[str, object]", line)[key]


def text(given: object) -> str:
    if not isinstance(given, str):
        raise Malformed(f"Text was expected, not {given!r}.")
    return given


def number(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        raise Malformed(f"A number was expected, not {given!r}.")
    return given


def text_of(line: object, key: str) -> str:
    return text(value(line, key))


def number_of(line: object, key: str) -> int:
    return number(value(line, key))


def list_of(line: object, key: str) -> list[object]:
    found = value(line, key)
    if not isinstance(found, list):
        raise Malformed(f"A list was expected at {key!r}.")
    return found


def bytes_of(line: object, key: str) -> bytes:
    return _bytes(text_of(line, key))


def hashes_of(line: object, key: str) -> list[bytes]:
    return [_bytes(text(item)) for item in list_of(line, key)]


def _bytes(given: str) -> bytes:
    try:
        return bytes.fromhex(given)
    except ValueError as problem:
        raise Malformed(f"{given!r} is not written in hex.") from problem
