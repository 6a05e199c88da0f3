"""The roll of members: taken in as a whole, changed one by one, searched by number or name.

    load(body, rows, as_of=…, by=…, now=…)   a whole roll, and the house's entry that it was loaded
    find(viewer, text)                       members by number or name
    member(viewer, number)                   one member, with what the roll ever said of it

A roll says who is a member and where. It never says anything about conduct; `standing_of` does, from the record.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram.standing import RollEvent, refuse_roll_change
from alteram_web.casework import bodies, directory, house, keys, record, watch
from alteram_web.casework.selectors import Viewer, reading
from alteram_web.register.names import Marks

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
LONGEST = 200  # letters of a name or a branch
TOLD = 10  # problems of a file that are shown
FOUND = 50  # members of a search


class RollProblem(AlteramError):
    """A file of members cannot be taken in; nothing of it was."""

    code = "E-ROLL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One member as a roll says it."""

    number: str
    name: str
    branch: str
    joined: date
    left: date | None = None  # first day on which no member
    reason: str = ""  # why left; never conduct
    person: str = ""  # the id, where the person is known in the body already


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading did."""

    members: int
    digest: str
    changes: int  # 0 and not ``entered``: the same roll was there already
    entered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member in a list."""

    number: str
    person: str
    name: str  # empty: forgotten
    branch: str
    events: tuple[RollEvent, ...] = ()


def read_csv(text: str) -> list[Mapping[str, str]]:
    """The rows of a CSV file: headings number, name, branch, joined and, if wanted, left, reason, person."""
    return list(csv.DictReader(text.splitlines()))


def load(body: UUID, rows: Iterable[Mapping[str, str]], *, as_of: date, by: str, now: datetime) -> Loaded:
    """Take a whole roll in, with the house's entry. The same again does nothing.

    Raises :class:`RollProblem` with the numbers of the lines (the first row is line 2, under the headings).
    """
    parsed = _parsed(body, list(rows), as_of=as_of, by=by, now=now)
    digest = digest_of(parsed)
    members = sum(row.left is None or row.left > as_of for row in parsed)  # whoever has left is on the roll, no member
    data = {"as_of": as_of.isoformat(), "members": members, "digest": digest}
    with record.transaction(body):
        before = record.load(body, bodies.by_id(body).house, "house").entries
        last = next((dict(entry.data) for entry in reversed(before) if "roll_loaded" in entry.acts), None)
        if last == data:
            return Loaded(members=members, digest=digest, changes=0, entered=False)
        deed = house.Deed(
            act="roll_loaded", at=now.date(), by=(Actor(who=by, role="clerk", capacity="clerk"),), data=data
        )
        written = house.enter_within(body, deed, now=now)
        changes = record.load_roll(_columns(body, parsed), as_of=as_of, by=by, now=written.entry.recorded)
    return Loaded(members=members, digest=digest, changes=changes, entered=True)


def digest_of(rows: Sequence[Row]) -> str:
    """SHA-256 over the rows in canonical form, by number: the same roll has the same digest in any order."""
    lines = []
    for row in sorted(rows, key=lambda one: one.number):
        said = {
            "number": row.number, "name": row.name, "branch": row.branch, "joined": row.joined.isoformat(),
            "left": row.left.isoformat() if row.left else "", "reason": row.reason,
        }  # fmt: skip
        lines.append(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    return hashlib.sha256(b"alteram roll 1\n" + "\n".join(lines).encode()).hexdigest()


def _parsed(body: UUID, rows: Sequence[Mapping[str, str]], *, as_of: date, by: str, now: datetime) -> list[Row]:
    found: list[Row] = []
    problems: list[str] = []
    numbers: set[str] = set()
    conduct = False
    for line, given in enumerate(rows, 2):
        said = {key: unicodedata.normalize("NFC", " ".join((given.get(key) or "").split())) for key in Row.__slots__}
        wrong = list(_wrong(said, numbers, as_of))
        conduct = conduct or bool(said["reason"] and refuse_roll_change(reason=said["reason"]))
        if wrong:
            problems.append(f"line {line}: {'; '.join(wrong)}")
            continue
        numbers.add(said["number"])
        found.append(_row(said))
    if conduct:
        watch.knock(body, None, act="act_refused", person=by, tried="load_roll", codes=["E-STATUS-DISCIPLINE"], now=now)
    if problems or not found:
        raise RollProblem(_told(problems), remedy="Mend these lines and load the whole file again.")
    return found


def _told(problems: Sequence[str]) -> str:
    if not problems:
        return "The roll has no member, so nothing was loaded."
    more = f", and {len(problems) - TOLD} more" if len(problems) > TOLD else ""
    return f"Nothing was loaded: {', '.join(problems[:TOLD])}{more}."


def _wrong(said: Mapping[str, str], numbers: set[str], as_of: date) -> Iterator[str]:
    if not NUMBER.fullmatch(said["number"]):
        yield "the number must be capital letters, digits and dashes, at most 20"
    elif said["number"] in numbers:
        yield "the number stands in an earlier line"
    if not 0 < len(said["name"]) <= LONGEST:
        yield "the name is missing or too long"
    if len(said["branch"]) > LONGEST:
        yield "the branch is too long"
    yield from _wrong_days(said, as_of)
    if said["reason"] and (refused := refuse_roll_change(reason=said["reason"])):
        yield f"the reason is conduct ({refused.code}: only the record of a case sets standing for conduct)"


def _wrong_days(said: Mapping[str, str], as_of: date) -> Iterator[str]:
    joined, left = _day(said["joined"]), _day(said["left"])
    if joined is None or joined > as_of:
        yield "the day of joining must be a day such as 2024-03-01, and not after the day of the roll"
    if said["left"] and (left is None or (joined is not None and left < joined)):
        yield "the day of leaving must be a day such as 2026-03-01, and not before joining"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(said: Mapping[str, str]) -> Row:
    left = _day(said["left"])
    return Row(
        number=said["number"], name=said["name"], branch=said["branch"], joined=date.fromisoformat(said["joined"]),
        left=left, reason=(said["reason"].lower() or "resigned") if left else "", person=said["person"],
    )  # fmt: skip


def _columns(body: UUID, rows: Sequence[Row]) -> record.RollColumns:
    key, marks = keys.body_key(body), Marks(body)
    people = [row.person or person_of(body, row.number, key=key) for row in rows]
    names = directory.sealed_again(body, {person: row.name for person, row in zip(people, rows, strict=True)})
    if len(names) < len(rows):
        raise RollProblem(
            "Nothing was loaded: two lines are the same person.", remedy="Give each person one line and one number."
        )
    return record.RollColumns(
        numbers=[row.number for row in rows],
        people=people,
        names=list(names.values()),
        marks=[" ".join(mark.hex() for mark in marks.of_name(row.name)) for row in rows],
        branches=[row.branch for row in rows],
        joined=[row.joined for row in rows],
        left=[row.left for row in rows],
        reasons=[row.reason for row in rows],
    )


def person_of(body: UUID, number: str, *, key: bytes | None = None) -> str:
    """The id of a member whom no case knows yet: nobody can work it out without the body's key."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    drawn = hmac.digest(key or keys.body_key(body), f"alteram member 1\n{number}".encode(), "sha256")
    return "p-" + "".join(letters[byte % len(letters)] for byte in drawn[:10])


def find(viewer: Viewer, text: str) -> tuple[Member, ...]:
    """Members whose number begins so, or whose name has words that begin so. Ask `entitled` first."""
    wanted = text.strip()
    marks = Marks(viewer.body).of_search(wanted)
    if not wanted:
        return ()
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT number, person, branch FROM casework.roll_member WHERE body = casework.current_body()"
            " AND ((number >= %s AND number < %s) OR (cardinality(%s::bytea[]) > 0 AND marks @> %s::bytea[]))"
            " ORDER BY number LIMIT %s",
            (wanted.upper(), wanted.upper() + "\U0010ffff", marks, marks, FOUND),
        )
        found = cursor.fetchall()
    names = directory.names(viewer, [str(person) for _number, person, _branch in found])
    return tuple(
        Member(number=str(n), person=str(p), name=names.get(str(p), ""), branch=str(branch)) for n, p, branch in found
    )


def member(viewer: Viewer, number: str) -> Member | None:
    """One member and what the roll ever said; None if there is none."""
    with reading(viewer) as cursor:
        cursor.execute("SELECT person, branch FROM casework.roll_member WHERE number = %s", (number,))
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            "INSERT INTO casework.view_log (body, seen_at, viewer, chain, what) VALUES (%s, %s, %s, NULL, %s)",
            (viewer.body, viewer.now, viewer.person, f"member {number}"),
        )
        cursor.execute(
            "SELECT what, happened, recorded, branch, reason FROM casework.roll_change WHERE number = %s"
            " ORDER BY happened, recorded",
            (number,),
        )
        events = tuple(
            RollEvent(what=str(w), on=on, recorded=recorded, branch=str(b), reason=str(r))
            for w, on, recorded, b, r in cursor.fetchall()
        )
    person = str(row[0])
    name = directory.names(viewer, [person]).get(person, "")
    return Member(number=number, person=person, name=name, branch=str(row[1]), events=events)


def by_number(viewer: Viewer) -> Callable[[str], str | None]:
    """Who has a number, for whoever asks by one: an id, or None if no member has it."""

    def person(number: str) -> str | None:
        found = member(viewer, number)
        return found.person if found is not None else None

    return person


def count(viewer: Viewer) -> int:
    """How many the roll knows, those who left among them."""
    with reading(viewer) as cursor:
        cursor.execute("SELECT count(*) FROM casework.roll_member WHERE body = casework.current_body()")
        ((number,),) = cursor.fetchall()
    return int(str(number))
