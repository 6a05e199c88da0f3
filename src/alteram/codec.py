"""An entry's canonical bytes and its values. Old spellings are read here and nowhere else.

The table of keys stands in docs/reference/entry.md. What may have to be forgotten is not in an entry: ``texts`` and
``papers`` hold salted digests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Value = object  # JSON without null and fractions: str, int, bool, list, dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it: a pseudonymous id (wire ``who``), the role in the book (``as``), the capacity (``is``)."""

    who: str
    role: str
    capacity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document: its kind (letter id such as ``D07``, or ``exhibit``) and the salted digest of its bytes (hex)."""

    kind: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a chain, as written. See architecture 4."""

    case: str  # name of the chain: a UUID in text form
    index: int
    at: date  # local day it happened
    time: str | None = None  # local time with offset, "HH:MM+HH:MM", where order within a day matters
    recorded: datetime  # UTC, milliseconds
    step: str | None = None  # step of the book; absent for incidental entries
    acts: tuple[str, ...] = ()
    result: str | None = None
    by: tuple[Actor, ...] = ()
    typed_by: Actor | None = None
    clauses: tuple[str, ...] = ()
    edition: str = ""  # SHA-256 of the canonical procedure, hex
    data: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)  # field -> salted digest, hex
    papers: tuple[Paper, ...] = ()
    late: Mapping[str, Value] = field(default_factory=dict)
    overtakes: tuple[int, ...] = ()
    deemed: str | None = None  # the duty that fired
    joint: str | None = None
    imported: Mapping[str, Value] = field(default_factory=dict)
    request: str | None = None
