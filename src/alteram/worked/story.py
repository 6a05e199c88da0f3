"""The file of a worked case as values (procedure language 8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

from alteram.people import Membership, Office, People, fictional_id
from alteram.rulebook import document
from alteram.rulebook.document import CannotBeRead, Located, Problem

KEYS = frozenset({"worked", "id", "case", "title", "rulebook", "people", "cast", "quiet", "lines", "end"})
LINE_KEYS = frozenset(
    ["day", "time", "typed", "did", "try", "by", "as", "via", "with", "supplied", "expect", "suppose"]
)
EXPECT_KEYS = frozenset(
    [
        "due",
        "served",
        "earliest",
        "met",
        "late",
        "lapsed",
        "counted",
        "on",
        "off",
        "standing",
        "barred",
        "open",
        "closed",
        "letters",
        "hides",
        "refused",
        "lawful",
        "shown",
        "from",
        "says",
        "watch",
        "breach",
        "cell",
    ]
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WHEN = clock_time(12, 0)  # the hour at which a line without a time was recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: something that was done, or tried."""

    at_line: int  # in the file
    day: date
    time: str | None
    typed: date | None
    name: str  # a step of the book or an incidental act
    result: str | None
    attempt: bool
    by: tuple[str, ...]  # names; ("clock",)
    role: str | None
    channel: str | None
    fields: Mapping[str, object]  # names of people already turned into ids
    expect: Mapping[str, object]
    supposed: tuple[Line, ...] = ()

    def recorded(self, zone: str) -> datetime:
        """The instant at which it was recorded, in UTC."""
        day = self.typed or self.day
        hour = clock_time.fromisoformat(self.time) if self.time and not self.typed else WHEN
        return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A whole worked case."""

    id: str
    reference: str  # "none" where no case exists
    title: str
    body: str
    edition: str
    people: Mapping[str, str]  # name -> capacity
    cast: Mapping[str, tuple[str, ...]]  # capacity -> names
    quiet: tuple[str, ...]
    lines: tuple[Line, ...]
    end: Mapping[str, object] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # id -> name

    def names_in(self, capacity: str) -> tuple[str, ...]:
        return tuple(name for name, known in self.people.items() if known == capacity)


def read_people(path: Path) -> tuple[People, dict[str, str]]:
    """The fictional people of a body: pools and offices, and their names by id."""
    top = document.read(path).map or {}
    names: dict[str, str] = {}
    memberships = []
    for pool, members in _map(top.get("pools")).items():
        for name, at in _map(members).items():
            memberships.append(_membership(name, pool, at, names))
    offices = tuple(_office(name, at, names) for name, at in _map(top.get("executive")).items())
    return People(memberships=tuple(memberships), offices=offices), names


def _map(at: Located | None) -> Mapping[str, Located]:
    return (at.map or {}) if at is not None else {}


def _known(name: str, names: dict[str, str]) -> str:
    person = fictional_id(name)
    names[person] = name
    return person


def _day(at: Located | None) -> date | None:
    return date.fromisoformat(at.text) if at is not None and at.text else None


def _membership(name: str, pool: str, at: Located, names: dict[str, str]) -> Membership:
    keys = _map(at)
    category = keys.get("category")
    return Membership(
        person=_known(name, names),
        pool=pool,
        category=(category.text or "") if category else "",
        since=_day(keys.get("from")) or date.min,
        until=_day(keys.get("until")),
        trained=_day(keys["trained"]) if "trained" in keys and keys["trained"].map is None else None,
        topics={topic: date.fromisoformat(at.text or "") for topic, at in _map(keys.get("trained")).items()},
    )


def _office(name: str, at: Located, names: dict[str, str]) -> Office:
    keys = _map(at)
    title = keys.get("office")
    return Office(
        person=_known(name, names),
        title=(title.text or "") if title else "the executive",
        since=_day(keys.get("from")) or date.min,
        until=_day(keys.get("until")),
    )


def read_story(path: Path, names: Mapping[str, str], *, renamed: Mapping[str, str] | None = None) -> Story:
    """The worked case in a file. ``names`` are those of the body's people; the case adds its own.

    ``renamed`` tells the same story of other people: name in the file → name to use.
    """
    root = document.parse(_renamed(path, renamed), file=path.name) if renamed else document.read(path)
    problems: list[Problem] = []
    top = _checked(root, KEYS, path.name, problems)
    people = {name: _capacity(at) for name, at in _map(top.get("people")).items()}
    known = dict(names) | {fictional_id(name): name for name in people}
    ids = {name: person for person, name in known.items()}
    body, _, edition = (top["rulebook"].text or "").partition("/")
    lines = tuple(_line(at, path.name, ids, problems) for at in (top["lines"].list or ()))
    end = _checked(top["end"], EXPECT_KEYS, path.name, problems) if "end" in top else {}
    if problems:
        raise CannotBeRead(tuple(problems))
    return Story(
        id=top["id"].text or path.stem,
        reference=top["case"].text or "",
        title=top["title"].text or "",
        body=body,
        edition=edition,
        people=people,
        cast={capacity: tuple(item.text or "" for item in at.each()) for capacity, at in _map(top.get("cast")).items()},
        quiet=tuple(item.text or "" for item in top["quiet"].each()) if "quiet" in top else (),
        lines=lines,
        end={key: at.plain() for key, at in end.items()},
        names=known,
    )


def _renamed(path: Path, renamed: Mapping[str, str]) -> str:
    text = path.read_text(encoding="utf-8")
    for name, other in renamed.items():
        text = text.replace(name, other)
    return text


def moved(story: Story, by: timedelta) -> Story:
    """The same story so much later: every day in it moves, in its fields as well; expectations fall away."""
    lines = tuple(_moved(line, by) for line in story.lines)
    return replace(story, lines=lines, end={})


def _moved(line: Line, by: timedelta) -> Line:
    return replace(
        line,
        day=line.day + by,
        typed=line.typed + by if line.typed else None,
        fields={key: _days_moved(value, by) for key, value in line.fields.items()},
        expect={},
        supposed=tuple(_moved(one, by) for one in line.supposed),
    )


def _days_moved(value: object, by: timedelta) -> object:
    if isinstance(value, str):
        return (date.fromisoformat(value) + by).isoformat() if DAY.fullmatch(value) else value
    if isinstance(value, list):
        return [_days_moved(item, by) for item in value]
    if isinstance(value, dict):
        return {key: _days_moved(item, by) for key, item in value.items()}
    return value


def _checked(at: Located, keys: frozenset[str], file: str, problems: list[Problem]) -> Mapping[str, Located]:
    for key, value in _map(at).items():
        if key not in keys:
            right = "Known here: " + ", ".join(sorted(keys)) + "."
            problems.append(Problem(file=file, line=value.line, wrong=f"There is no key “{key}”.", right=right))
    return _map(at)


def _capacity(at: Located) -> str:
    if at.map is not None:
        return at.map["is"].text or ""
    return at.text or ""


def _line(at: Located, file: str, ids: Mapping[str, str], problems: list[Problem]) -> Line:
    keys = _checked(at, LINE_KEYS, file, problems)
    deed = keys.get("did") or keys.get("try")
    if deed is None or "day" not in keys:
        problems.append(Problem(file=file, line=at.line, wrong="A line says neither did nor try.", right="Add one."))
        return Line(
            at_line=at.line,
            day=date.min,
            time=None,
            typed=None,
            name="",
            result=None,
            attempt=True,
            by=(),
            role=None,
            channel=None,
            fields={},
            expect={},
        )
    name, _, result = (deed.text or "").partition("=")
    expect = _checked(keys["expect"], EXPECT_KEYS, file, problems) if "expect" in keys else {}
    time, role, via = keys.get("time"), keys.get("as"), keys.get("via")
    return Line(
        at_line=at.line,
        day=_day(keys["day"]) or date.min,
        time=time.text if time else None,
        typed=_day(keys.get("typed")),
        name=name,
        result=result or None,
        attempt="try" in keys,
        by=tuple(item.text or "" for item in keys["by"].each()) if "by" in keys else (),
        role=role.text if role else None,
        channel=via.text if via else None,
        fields={key: as_ids(value.plain(), ids) for key, value in _map(keys.get("with")).items()},
        expect={key: value.plain() for key, value in expect.items()},
        supposed=tuple(_line(item, file, ids, problems) for item in keys["suppose"].each())
        if "suppose" in keys
        else (),
    )


def as_ids(value: object, ids: Mapping[str, str]) -> object:
    """Names of known people become their ids, wherever they stand as a whole value or key."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [as_ids(item, ids) for item in value]
    if isinstance(value, dict):
        return {ids.get(key, key): as_ids(item, ids) for key, item in value.items()}
    return value
