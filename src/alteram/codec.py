"""An entry's canonical bytes and its values. Old spellings are read here and nowhere else.

The table of keys stands in docs/reference/entry.md. What may have to be forgotten is not in an entry: ``texts`` and
``papers`` hold salted digests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar, cast

from alteram.errors import AlteramError
from alteram.ledger import canonical, chain

VERSION = 1

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
    salt: str | None = None  # 16 random bytes in hex: without them nobody can guess an entry from its link


class BadEntry(AlteramError):
    """An entry that cannot be written, or bytes that are not an entry."""

    code = "E-ENTRY"


def milliseconds(moment: datetime) -> datetime:
    """The moment as the record keeps it: UTC, rounded down to whole milliseconds. The caller read the clock."""
    if moment.tzinfo is None:
        raise BadEntry("A moment without an offset could be anywhere.", remedy="Give the moment with its time zone.")
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def encode(entry: Entry) -> bytes:
    """The canonical bytes of an entry; what is absent or empty is left out.

    Raises :class:`BadEntry` for a value out of its range and :class:`~alteram.ledger.canonical.NotCanonical` for one
    that has no canonical form, such as a fraction or a text that is not in NFC.
    """
    _check(entry)
    wire: dict[str, object] = {
        "_salt": entry.salt,  # first in canonical order: see alteram.ledger.withheld
        "case": entry.case,
        "at": entry.at.isoformat() if entry.time is None else f"{entry.at.isoformat()}T{entry.time}",
        "recorded": _stamp(entry.recorded),
        "step": entry.step,
        "acts": entry.acts,
        "result": entry.result,
        "by": [_actor_out(actor) for actor in entry.by],
        "typed_by": entry.typed_by and _actor_out(entry.typed_by),
        "clauses": entry.clauses,
        "edition": entry.edition,
        "data": entry.data,
        "texts": entry.texts,
        "papers": [{"kind": paper.kind, "digest": paper.digest} for paper in entry.papers],
        "late": entry.late,
        "overtakes": entry.overtakes,
        "deemed": entry.deemed,
        "joint": entry.joint,
        "imported": entry.imported,
        "request": entry.request,
    }
    present = {key: _plain(value) for key, value in wire.items() if value}
    return canonical.encode({"v": VERSION, "index": entry.index} | present)


def decode(raw: bytes) -> Entry:
    """The entry of its canonical bytes: ``decode(encode(entry)) == entry``.

    Raises :class:`BadEntry` or :class:`~alteram.ledger.canonical.NotCanonical`: bytes that :func:`encode` would not
    have written are never read as an entry.
    """
    wire = canonical.decode(raw)
    if not isinstance(wire, dict):
        raise BadEntry("An entry is an object with keys.")
    if wire.get("v") != VERSION or wire["v"] is True:
        raise BadEntry(
            f"This entry is written in version {wire.get('v')!r}; this program reads version {VERSION}.",
            remedy="Use a newer release of the program.",
        )
    reader = _Reader(wire)
    at, time = _moment_in(reader.text("at"))
    entry = Entry(
        case=reader.text("case"),
        index=reader.number("index"),
        at=at,
        time=time,
        recorded=_recorded_in(reader.text("recorded")),
        step=reader.maybe("step"),
        acts=reader.words("acts"),
        result=reader.maybe("result"),
        by=reader.each("by", _actor_in),
        typed_by=_actor_in(wire["typed_by"]) if "typed_by" in wire else None,
        clauses=reader.words("clauses"),
        edition=reader.maybe("edition") or "",
        data=reader.mapping("data"),
        texts=reader.digests("texts"),
        papers=reader.each("papers", _paper_in),
        late=reader.mapping("late"),
        overtakes=reader.each("overtakes", _number_in),
        deemed=reader.maybe("deemed"),
        joint=reader.maybe("joint"),
        imported=reader.mapping("imported"),
        request=reader.maybe("request"),
        salt=reader.maybe("_salt"),
    )
    reader.finish()
    _check(entry)
    return entry


_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d[+-](0\d|1[0-4]):[0-5]\d", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def _check(entry: Entry) -> None:
    chain.name(entry.case)
    if entry.index < 0:
        raise BadEntry(f"An entry cannot have the number {entry.index}: numbers begin at 0.")
    if entry.time is not None and not _TIME.fullmatch(entry.time):
        raise BadEntry(f"{entry.time!r} is not a local time with offset, such as 14:30+01:00.")
    if entry.salt is not None and not _SALT.fullmatch(entry.salt):
        raise BadEntry(f"{entry.salt!r} is not a salt of 32 small hex digits.")
    digests = [entry.edition] if entry.edition else []
    for digest in (*digests, *entry.texts.values(), *(paper.digest for paper in entry.papers)):
        if not _DIGEST.fullmatch(digest):
            raise BadEntry(f"{digest!r} is not a SHA-256 digest of 64 small hex digits.")


def _stamp(moment: datetime) -> str:
    if moment != milliseconds(moment):
        raise BadEntry(
            f"The record keeps whole milliseconds; {moment.isoformat()} is finer.",
            remedy="Pass the moment through codec.milliseconds first.",
        )
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: object) -> object:
    """Read-only mappings and tuples as the dict and list that canonical bytes know."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _actor_out(actor: Actor) -> dict[str, str]:
    return {"who": actor.who, "as": actor.role, "is": actor.capacity}


def _actor_in(value: object) -> Actor:
    who, role, capacity = _strings(value, "who", "as", "is")
    return Actor(who=who, role=role, capacity=capacity)


def _paper_in(value: object) -> Paper:
    kind, digest = _strings(value, "kind", "digest")
    return Paper(kind=kind, digest=digest)


def _strings(value: object, *keys: str) -> list[str]:
    """The values of an object that has exactly these keys, all of them text."""
    if not (isinstance(value, dict) and value.keys() == set(keys)):
        raise BadEntry(f"An object with the keys {', '.join(keys)} was expected, not {value!r}.")
    return [_text_in(value[key]) for key in keys]


def _text_in(value: object) -> str:
    if not isinstance(value, str):
        raise BadEntry(f"Text was expected, not {value!r}.")
    return value


def _number_in(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadEntry(f"The number of an entry was expected, not {value!r}.")
    return value


def _moment_in(text: str) -> tuple[date, str | None]:
    day, separator, time = text.partition("T")
    return _day_in(day), time if separator else None


def _day_in(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the 30th of February: the same answer as any other text that is no day
    raise BadEntry(f"{text!r} is not a day such as 2026-01-12.")


def _recorded_in(text: str) -> datetime:
    try:
        if _STAMP.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # the 25th hour
    raise BadEntry(f"{text!r} is not a moment in UTC with milliseconds.")


Item = TypeVar("Item")


class _Reader:
    """Takes the keys of an object one by one, so that at the end a key nobody knows is found."""

    def __init__(self, wire: dict[str, object]) -> None:
        self._wire = wire
        self._known = {"v", "typed_by"}

    def _take(self, key: str) -> object:
        self._known.add(key)
        value = self._wire.get(key)
        if key in self._wire and value in ("", [], {}):
            raise BadEntry(f"The key {key!r} is empty; what is absent is left out.")
        return value

    def text(self, key: str) -> str:
        return _text_in(self._take(key))

    def maybe(self, key: str) -> str | None:
        return self.text(key) if key in self._wire else None

    def number(self, key: str) -> int:
        return _number_in(self._take(key))

    def each(self, key: str, read: Callable[[object], Item]) -> tuple[Item, ...]:
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise BadEntry(f"The key {key!r} holds a list, not {value!r}.")
        return tuple(read(item) for item in value)

    def words(self, key: str) -> tuple[str, ...]:
        return self.each(key, _text_in)

    def mapping(self, key: str) -> Mapping[str, Value]:
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise BadEntry(f"The key {key!r} holds an object, not {value!r}.")
        return cast("Mapping[str, Value]", value)  # JSON has no other keys than text

    def digests(self, key: str) -> Mapping[str, str]:
        return {name: _text_in(value) for name, value in self.mapping(key).items()}

    def finish(self) -> None:
        unknown = sorted(self._wire.keys() - self._known)
        if unknown:
            raise BadEntry(
                f"This entry has keys this program does not know: {', '.join(unknown)}.",
                remedy="Use a newer release of the program.",
            )
