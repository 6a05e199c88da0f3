"""The record in PostgreSQL: a chain read in one query, an entry written in one statement.

Every function here but :func:`transaction` must be called inside one, which sets the body for its time and no longer.
Nothing else in the site calls the functions of the database that touch the ledger.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db import transaction as django_transaction
from psycopg import sql

from alteram import codec
from alteram.codec import Entry, Paper, Value
from alteram.errors import AlteramError
from alteram.ledger import chain as links
from alteram.people import ONE_PERSON, Membership, Office, People
from alteram.procedure import Draft
from alteram_web.casework import keys, steady
from alteram_web.casework.projections import Row

TOLERANCE = timedelta(minutes=1)  # how far behind a moment may be: a slow request carries the one at which it began


class Stale(AlteramError):
    """Somebody acted on this case since the form was made."""

    code = "E-STALE"

    def __init__(self) -> None:
        super().__init__(
            "Something was entered in this case after you opened the form, so nothing was entered now.",
            remedy="Read what has happened since, and decide again.",
        )


class ClockBehind(AlteramError):
    """The server's clock is behind the record."""

    code = "E-CLOCK"


class Erased(AlteramError):
    """The file of this case was erased: its key is gone, and nothing with words can be added to it."""

    code = "E-ERASED"

    def __init__(self) -> None:
        super().__init__(
            "The file of this case was erased, so no text and no paper can be added to it.",
            remedy="What is new belongs into a new case.",
        )


class Repeated(Exception):
    """The same request was entered by another process while this one was deciding. News, not an error of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What a chain holds: its entries in the order of recording, and the link of the last one (32 bytes)."""

    body: UUID
    name: UUID
    entries: tuple[Entry, ...]
    link: bytes
    unread: int = 0  # entries before these, where only the last one was read

    @property
    def tip(self) -> int:
        """Number of the last entry; −1 before the first."""
        return self.unread + len(self.entries) - 1

    @property
    def last_recorded(self) -> datetime | None:
        return self.entries[-1].recorded if self.entries else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry that stands, once the transaction has been committed."""

    entry: Entry
    link: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An entry that an earlier wish with the same request made."""

    written: Written
    who: str


@contextmanager
def transaction(body: UUID) -> Iterator[None]:
    """A transaction of its own that may write to the record of one body. Never inside another one."""
    with django_transaction.atomic(durable=True):
        _run("SELECT set_config('alteram.body', %s, true), set_config('alteram.viewer', '', true)", str(body))
        yield


def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """One statement inside the transaction that is open, for the modules that read tree and keys."""
    return _run(statement, *values)


def _run(statement: str, *values: object, prepare: bool = False) -> list[tuple[Any, ...]]:
    """One statement on psycopg's own cursor: bound by the server, and prepared where it comes again and again."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=prepare or None)
        return cursor.fetchall() if cursor.description else []


def load(body: UUID, name: UUID, *kinds: str) -> Chain:
    """A chain in one query: a case, or a chain of the ``kinds`` named. The texts stay where they are.

    A chain that has no entry yet is empty, and so is one of another kind or another body: no wish about a case can
    reach the house chain by its name.
    """
    rows = _run("SELECT link, bytes FROM casework.read_chain(%s, %s)", name, list(kinds or ("case",)), prepare=True)
    entries = tuple(codec.decode(bytes(raw)) for _, raw in rows)
    link = bytes(rows[-1][0]) if rows else links.start(name.bytes)
    return Chain(body=body, name=name, entries=entries, link=link)


def load_tip(body: UUID, name: UUID, *kinds: str) -> Chain:
    """A chain to which only an entry is added: the last that it holds. It takes no longer for a long one."""
    rows = _run("SELECT index, link, bytes FROM casework.read_tip(%s, %s)", name, list(kinds), prepare=True)
    if not rows:
        return Chain(body=body, name=name, entries=(), link=links.start(name.bytes))
    ((index, link, raw),) = rows
    return Chain(body=body, name=name, entries=(codec.decode(bytes(raw)),), link=bytes(link), unread=int(index))


def people() -> People:
    """Everybody who holds a place in a pool or an office, from when to when."""
    rows = _run(
        "SELECT true, person, pool, category, since, until, trained, topics FROM casework.membership_row"
        " WHERE body = casework.current_body() UNION ALL"
        " SELECT false, person, title, '', since, until, NULL, '{}' FROM casework.office_row"
        " WHERE body = casework.current_body() ORDER BY 1, 2, 3, 5",
        prepare=True,
    )
    memberships, offices, same = [], [], {}
    for in_pool, person, of, category, since, until, trained, topics in rows:
        assert isinstance(since, date)  # noqa: S101  # a column that is never null
        term = {"since": since, "until": until}
        if of == ONE_PERSON:
            same[str(person)] = str(category)
        elif in_pool:
            memberships.append(
                Membership(
                    person=str(person),
                    pool=str(of),
                    category=str(category),
                    trained=trained,
                    topics=_topics(topics),
                    **term,
                )
            )
        else:
            offices.append(Office(person=str(person), title=str(of), **term))
    by_person: dict[str, tuple[Membership, ...]] = {}
    for membership in memberships:
        by_person[membership.person] = (*by_person.get(membership.person, ()), membership)
    return People(memberships=tuple(memberships), offices=tuple(offices), by_person=by_person, same=same)


def _topics(written: object) -> dict[str, date]:
    """Topic -> day, from the lines of a row of a place in a pool."""
    pairs = (str(line).rsplit(" ", 1) for line in (written if isinstance(written, list) else ()))
    return {topic: date.fromisoformat(day) for topic, day in pairs}


def take_turn(case: UUID, *, alone: bool) -> None:
    """Wait for whoever works alone in a case; ``alone``: wait for everybody, and keep others out till the end.

    Nothing rests on it: a number is given once, whoever asks. It lets nobody lose to others for ever. It must come
    first in a transaction, so that nobody waits in it who is waited for.
    """
    _run(_ALONE if alone else _WITH_OTHERS, str(case))


_PEOPLE = "hashtextextended('alteram people ' || casework.current_body()::text, 0)"
_ALONE = (
    f"SELECT pg_advisory_xact_lock_shared({_PEOPLE}), pg_advisory_xact_lock(hashtextextended('alteram case ' || %s, 0))"
)
_WITH_OTHERS = (
    f"SELECT pg_advisory_xact_lock_shared({_PEOPLE}), "
    "pg_advisory_xact_lock_shared(hashtextextended('alteram case ' || %s, 0))"
)


def wait_for_cases() -> None:
    """Wait for everybody who writes in a case of the body, and keep them out till the end of the transaction.

    For what changes who may see which case: those who write meanwhile would go by the people of before.
    """
    _run(f"SELECT pg_advisory_xact_lock({_PEOPLE})")


def open_case(body: UUID, name: UUID) -> None:
    """Make room for a case: its chain, its watch chain and its key. Again for the same name, it does nothing."""
    watch = UUID(bytes=secrets.token_bytes(16), version=4)
    _run("SELECT casework.open_case(%s, %s, %s)", name, watch, keys.new_case_key(body, name))


def earlier(request: str) -> tuple[Earlier, ...]:
    """What the same request has entered before, in its order; empty the first time."""
    rows = _run("SELECT who, link, bytes FROM casework.read_request(%s)", request, prepare=True)
    return tuple(
        Earlier(who=str(who), written=Written(entry=codec.decode(bytes(raw)), link=bytes(link)))
        for who, link, raw in rows
    )


def not_before(chain: Chain, now: datetime) -> datetime:
    """The moment to record: ``now``, or the last one again if the clock jumped back a little.

    Raises :class:`ClockBehind` if it jumped back further: a record whose times run backwards proves nothing. Raises
    :class:`~alteram_web.casework.steady.ClockJumped` if the clock was set while this process ran.
    """
    steady.check()
    now = codec.milliseconds(now)
    last = chain.last_recorded
    if last is None or now >= last:
        return now
    if last - now <= TOLERANCE:
        return last
    behind = int((last - now).total_seconds())
    raise ClockBehind(
        f"The server's clock is {behind} seconds behind the last entry of this case, so nothing can be entered.",
        remedy="The administrator must set the server's clock right; the auditor has been told.",
        evidence={"seconds": behind},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry, and its texts with their salts, sealed under the case's key, by field."""

    entry: Entry
    texts: Mapping[str, bytes]


def entry_of(chain: Chain, draft: Draft, *, recorded: datetime, edition: str) -> Sealed:
    """The next entry of a chain from what was decided. Texts leave it: salted, digested, sealed."""
    index = chain.tip + 1
    key = _case_key(chain) if draft.texts else b""
    digests, sealed = {}, {}
    for field, text in draft.texts.items():
        salt = secrets.token_bytes(links.SALT)
        digests[field] = links.text_digest(salt, text)
        sealed[field] = keys.seal(key, salt + text.encode(), of=place(chain.name, index, field))
    entry = Entry(
        case=str(chain.name), index=index, at=draft.at, time=draft.time, recorded=recorded, step=draft.step,
        acts=draft.acts, result=draft.result, by=draft.by, typed_by=draft.typed_by, clauses=draft.clauses,
        edition=draft.edition or edition, data=draft.data, texts=digests, papers=draft.papers, late=draft.late,
        overtakes=draft.overtakes, deemed=draft.deemed, joint=draft.joint, request=draft.request, salt=new_salt(),
    )  # fmt: skip
    return Sealed(entry=entry, texts=sealed)


def new_salt() -> str:
    """What makes the bytes of an entry impossible to guess, as the entry holds it: 16 random bytes in hex."""
    return secrets.token_hex(16)


def place(chain: UUID, index: int, field: str) -> str:
    """What a sealed text belongs to."""
    return f"text {chain} {index} {field}"


def _case_key(chain: Chain) -> bytes:
    ((wrapped,),) = _run("SELECT casework.read_key(%s)", chain.name)
    if wrapped is None:
        raise Erased
    return keys.case_key(chain.body, chain.name, bytes(wrapped))


def write(
    chain: Chain,
    sealed: Sealed,
    *,
    gone: frozenset[Row] = frozenset(),
    come: frozenset[Row] = frozenset(),
    ordinal: int = 0,
    who: str = "",
) -> tuple[Written, Chain]:
    """Append one entry and move what follows from it, in one statement. The chain as it then stands comes with it.

    Raises :class:`Stale` if somebody was quicker, :class:`Repeated` if the same request was.
    """
    entry = sealed.entry
    raw = codec.encode(entry)
    link = links.link(chain.link, raw)
    try:
        _run(
            "SELECT casework.append_entry(%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s, %s, %s)",
            chain.body, chain.name, entry.index, raw, link, _some(gone), _some(come),
            list(sealed.texts) or None, list(sealed.texts.values()) or None, entry.request, ordinal, who,
            prepare=True,
        )  # fmt: skip
    except psycopg.Error as problem:
        raise _meaning(problem) from problem
    written = Written(entry=entry, link=link)
    return written, replace(chain, entries=(*chain.entries, entry), link=link)


def _meaning(problem: psycopg.Error) -> Exception:
    """What an answer of the database means for the wish; anything unknown stays what it is."""
    if problem.sqlstate == "AL001" or problem.diag.constraint_name == "one_entry_per_number":
        return Stale()
    if problem.diag.constraint_name == "request_row_pkey":
        return Repeated()
    return problem


def copy(table: str, rows: Iterable[Sequence[object]]) -> None:
    """COPY rows into a table of the session. Only an import has one."""
    connection.ensure_connection()
    with (
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(*table.split(".")))) as into,
    ):
        for row in rows:
            into.write_row(row)


def _some(rows: frozenset[Row]) -> str | None:
    return rows_as_json(rows) if rows else None


def rows_as_json(rows: frozenset[Row]) -> str:
    """Rows as the functions of the database take them: by table."""
    tables: dict[str, list[Mapping[str, Value]]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(row.values())
    return json.dumps(tables)


def store_paper(chain: Chain, *, kind: str, media_type: str, content: bytes) -> Paper:
    """Seal a paper under the case's key and keep it; what an entry holds of it comes back."""
    return keep_paper(chain, salt=secrets.token_bytes(links.SALT), kind=kind, media_type=media_type, content=content)


def keep_paper(chain: Chain, *, salt: bytes, kind: str, media_type: str, content: bytes) -> Paper:
    """The same under a salt that was drawn before, since an entry names the paper already."""
    digest = links.paper_digest(salt, content)
    sealed = keys.seal(_case_key(chain), salt + content, of=f"paper {chain.name} {digest}")
    _run(
        "SELECT casework.store_paper(%s, %s, %s, %s, %s, %s, NULL)",
        chain.name, bytes.fromhex(digest), kind, media_type, len(content), sealed,
    )  # fmt: skip
    return Paper(kind=kind, digest=digest)


def copy_paper(of: Chain, to: Chain, digest: str) -> Paper | None:
    """A paper of one case sealed again under the key of another; None if the first has no such paper."""
    found = opened_paper(of, digest)
    if found is None:
        return None
    kind, media_type, plain = found
    return store_paper(to, kind=kind, media_type=media_type, content=plain[links.SALT :])


def opened_paper(chain: Chain, digest: str) -> tuple[str, str, bytes] | None:
    """Kind, media type, and salt with bytes of a paper; None if the case has no such paper (any more)."""
    found = _run("SELECT kind, media_type, sealed FROM casework.read_paper(%s, %s)", chain.name, bytes.fromhex(digest))
    if not found:
        return None
    kind, media_type, sealed = found[0]
    plain = keys.unseal(_case_key(chain), bytes(sealed), of=f"paper {chain.name} {digest}")
    return str(kind), str(media_type), plain


def cases_of_incidents(incidents: Sequence[str]) -> Sequence[UUID]:
    """The cases that stand under any of these keys, or are named by one."""
    return [UUID(str(name)) for (name,) in _run("SELECT chain FROM casework.cases_of_incidents(%s)", list(incidents))]


def case_of_reference(reference: str) -> UUID | None:
    """The case with this number, whoever asks: who may know of it is for the rule of access."""
    ((name,),) = _run("SELECT casework.case_of_reference(%s)", reference)
    return UUID(str(name)) if name is not None else None


def stored_rows(name: UUID) -> frozenset[Row]:
    """The rows of all projections that stand for a chain now."""
    found = _run("SELECT projection, row_value::text FROM casework.read_rows(%s)", name)
    return frozenset(Row.read(str(table), json.loads(str(value))) for table, value in found)


def repair(name: UUID, *, gone: frozenset[Row], come: frozenset[Row]) -> None:
    """Bring the rows of a chain to what the record says. Only the owner's role may."""
    _run("SELECT casework.repair_rows(%s, %s::jsonb, %s::jsonb)", name, rows_as_json(gone), rows_as_json(come))


def access_follows(entry: int, name: UUID, *, gone: frozenset[Row], come: frozenset[Row]) -> None:
    """Move the rows of access of a case with an entry about pools or offices, made in this transaction."""
    _run(
        "SELECT casework.access_follows(%s, %s, %s::jsonb, %s::jsonb)",
        entry,
        name,
        rows_as_json(gone),
        rows_as_json(come),
    )


def cases() -> Sequence[UUID]:
    """Every case of the body that has begun."""
    return [UUID(str(name)) for (name,) in _run("SELECT chain FROM casework.cases_of_body()")]


def cases_due(day: date) -> Sequence[UUID]:
    """The cases in which a duty's day has passed by the start of ``day``."""
    return [UUID(str(name)) for (name,) in _run("SELECT chain FROM casework.cases_due(%s)", day)]


def watch_of(name: UUID | None) -> UUID:
    """The watch chain beside a case; the body's own where there is no such case."""
    ((watch,),) = _run("SELECT casework.watch_chain(%s::uuid)", name)
    return UUID(str(watch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocks:
    """The same knock on the same door: how often since it was entered, from when to when, and what it said."""

    watch: UUID
    repeats: int
    since: datetime
    until: datetime
    told: Mapping[str, Value]


def knocked(watch: UUID, fingerprint: bytes, now: datetime, told: Mapping[str, Value]) -> Knocks | None:
    """Count one knock: None if it was counted with an earlier one, else the repeats of the minute before it."""
    rows = _run(
        "SELECT %s::uuid, repeats, since, until, entry::text FROM casework.knocked(%s, %s, %s, %s::jsonb)",
        watch, watch, fingerprint, now, json.dumps(told),
    )  # fmt: skip
    return _knocks(rows[0]) if rows else None


def knocks_over(now: datetime) -> list[Knocks]:
    """The knocks whose minute is over; their rows go with this transaction."""
    return [
        _knocks(row)
        for row in _run("SELECT chain, repeats, since, until, entry::text FROM casework.knocks_over(%s)", now)
    ]


def _knocks(row: tuple[Any, ...]) -> Knocks:
    watch, repeats, since, until, told = row
    assert isinstance(since, datetime)  # noqa: S101  # columns that are never null
    assert isinstance(until, datetime)  # noqa: S101
    return Knocks(
        watch=UUID(str(watch)), repeats=int(str(repeats)), since=since, until=until, told=json.loads(str(told))
    )  # fmt: skip


def found_body(body: UUID, slug: str, name: str, house: UUID, watch: UUID) -> None:
    """The row of a new body and its house chains."""
    _run("SELECT casework.found_body(%s, %s, %s, %s, %s)", body, slug, name, house, watch)


def bodies() -> list[tuple[UUID, str, str, UUID]]:
    """Identity, address, name and house chain of every body. Needs no transaction of a body's own."""
    return _run("SELECT body, slug, name, house FROM casework.body ORDER BY name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One letter that an entry owes to somebody: entry, kind and recipient tell it apart."""

    chain: UUID
    index: int
    letter: str  # D07
    recipient: str  # a person's id, or the words for an outside recipient
    channel: str
    why: str = ""  # of a letter held back or failed
    moved: datetime | None = None
    page: bytes = b""  # PDF, once it is written
    plain: str = ""

    @property
    def key(self) -> tuple[UUID, int, str, str]:
        return self.chain, self.index, self.letter, self.recipient


def letter_place(chain: UUID, index: int, letter: str, recipient: str, form: str) -> str:
    """What a sealed letter belongs to; ``form`` is "page" or "plain"."""
    return f"letter {chain} {index} {letter} {recipient} {form}"


def letters_erased() -> list[Post]:
    """The letters that went out and of which nothing is kept any more."""
    return [
        Post(chain=UUID(str(c)), index=int(str(i)), letter=str(kind), recipient=str(to), channel=str(channel))
        for c, i, kind, to, channel in _run("SELECT * FROM casework.erased_letters()")
    ]


def letters_owed(chain: UUID | None) -> list[Post]:
    """Every letter that is owed and not yet written, in the order of the record."""
    return [
        Post(chain=UUID(str(c)), index=int(str(i)), letter=str(kind), recipient=str(to), channel=str(channel))
        for c, i, kind, to, channel in _run("SELECT * FROM casework.letters_owed(%s::uuid)", chain)
    ]


def sealed_letter(chain: Chain, post: Post, page: bytes, plain: str) -> tuple[bytes, bytes]:
    """A letter's page and its plain text, sealed under the case's key."""
    key = _case_key(chain)
    return (
        keys.seal(key, page, of=letter_place(*post.key, "page")),
        keys.seal(key, plain.encode(), of=letter_place(*post.key, "plain")),
    )


def letter_written(
    post: Post, *, state: str, why: str, now: datetime, sealed: bytes | None = None, plain: bytes | None = None
) -> bool:  # fmt: skip
    """A letter was written, or is held back. False if it stands there already."""
    ((done,),) = _run(
        "SELECT casework.letter_written(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        *post.key, state, why, now, sealed, plain,
    )  # fmt: skip
    return bool(done)


def letter_moved(post: Post, *, come_from: str, to: str, why: str, now: datetime) -> bool:
    """A letter moves from one state to the next. True for the one process that moved it."""
    ((done,),) = _run(
        "SELECT casework.letter_moved(%s, %s, %s, %s, %s, %s, %s, %s)", *post.key, come_from, to, why, now
    )
    return bool(done)


def letter_anew(post: Post) -> bool:
    """A letter held back unwritten may be written again."""
    ((done,),) = _run("SELECT casework.letter_anew(%s, %s, %s, %s)", *post.key)
    return bool(done)


def letters_in(body: UUID, state: str) -> list[Post]:
    """The letters in a state, opened; those whose case's key is gone are empty."""
    found = []
    for chain, index, kind, to, channel, why, moved, sealed, plain in _run(
        "SELECT * FROM casework.letters_in(%s)", state
    ):
        name = UUID(str(chain))
        post = Post(
            chain=name, index=int(str(index)), letter=str(kind), recipient=str(to), channel=str(channel), why=str(why),
            moved=moved,
        )  # fmt: skip
        if sealed is not None:
            key = _case_key(Chain(body=body, name=name, entries=(), link=b""))
            page = keys.unseal(key, bytes(sealed), of=letter_place(*post.key, "page"))
            text = keys.unseal(key, bytes(plain), of=letter_place(*post.key, "plain")).decode()
            post = replace(post, page=page, plain=text)
        found.append(post)
    return found


def texts(chain: Chain) -> dict[tuple[int, str], str]:
    """The texts of a case that have not been erased, by number of the entry and field: for letters and bundles."""
    return {at: text for at, (_salt, text) in salted_texts(chain).items()}


def salted_texts(chain: Chain) -> dict[tuple[int, str], tuple[bytes, str]]:
    """The same with the salt of each (32 bytes), from which anyone can compute the digest that the entry holds."""
    found = _run("SELECT index, field, sealed FROM casework.read_texts(%s)", chain.name)
    key = _case_key(chain) if found else b""
    opened = {}
    for number, field, sealed in found:
        index, name = int(str(number)), str(field)
        plain = keys.unseal(key, bytes(sealed), of=place(chain.name, index, name))
        opened[index, name] = plain[: links.SALT], plain[links.SALT :].decode()
    return opened


def stored(name: UUID, *kinds: str) -> tuple[tuple[bytes, bytes], ...]:
    """Link and bytes of each entry of a chain, as they are stored: what an export carries is never made again."""
    rows = _run("SELECT link, bytes FROM casework.read_chain(%s, %s)", name, list(kinds or ("case",)))
    return tuple((bytes(link), bytes(raw)) for link, raw in rows)


def views(begins: datetime, ends: datetime) -> Iterator[tuple[str, str, str, str]]:
    """The views of a stretch of time: instant, viewer, case, what; in that order."""
    for seen_at, viewer, chain, what in _run("SELECT * FROM casework.views(%s, %s)", begins, ends):
        yield seen_at.astimezone(UTC).isoformat(timespec="microseconds"), viewer, str(chain or ""), what


def find_code(low: bytes, high: bytes) -> tuple[int | None, datetime] | None:
    """The entry whose link lies between two bounds that share a code: its position (None: it waits), when recorded."""
    rows = _run('SELECT "position", recorded FROM casework.find_code(%s, %s)', low, high)
    return (rows[0][0], rows[0][1]) if rows else None


def place_of(link: bytes) -> int | None:
    """The position of a link in the tree of the body, if it has one."""
    ((position,),) = _run("SELECT casework.place_of(%s)", link)
    return None if position is None else int(position)


def loads(people: Sequence[str], beside: UUID) -> dict[str, int]:
    """In how many open cases, beside one, each of these people has a part."""
    rows = _run("SELECT person, cases FROM casework.loads(%s, %s)", list(people), beside)
    return {str(person): int(cases) for person, cases in rows}


def places() -> dict[tuple[UUID, int], int]:
    """The position of every entry of the body that has one."""
    rows = _run('SELECT chain, index, "position" FROM casework.read_places()')
    return {(chain, index): position for chain, index, position in rows}


def put_person(person: str, sealed: bytes) -> None:
    """Keep a person's name, sealed under the key of the body. It stands outside the record and can be forgotten."""
    _run("SELECT casework.put_person(%s, %s)", person, sealed)


def people_sealed(people: Sequence[str]) -> list[tuple[str, bytes]]:
    """What is kept of these people, sealed. Known in the whole body, and sealed besides."""
    found = _run("SELECT person, sealed FROM casework.person WHERE person = ANY (%s)", list(people))
    return [(str(person), bytes(sealed)) for person, sealed in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollColumns:
    """A roll as the database takes it in: one list a column, all of one length."""

    numbers: Sequence[str]
    people: Sequence[str]
    names: Sequence[bytes]  # sealed
    marks: Sequence[str]  # of each member: the marks in hexadecimal, with blanks between
    branches: Sequence[str]
    joined: Sequence[date]
    left: Sequence[date | None]
    reasons: Sequence[str]


def load_roll(given: RollColumns, *, as_of: date, by: str, now: datetime) -> int:
    """Take a whole roll in, and enter what changed since the last one; how many changes that made."""
    ((made,),) = _run(
        "SELECT casework.load_roll(%s, %s, %s, %s, %s, %s::bytea[], %s, %s, %s::date[], %s::date[], %s)",
        as_of, by, now, list(given.numbers), list(given.people), list(given.names), list(given.marks),
        list(given.branches), list(given.joined), list(given.left), list(given.reasons),
    )  # fmt: skip
    return int(str(made))


def change_roll(number: str, *, what: str, on: date, branch: str, reason: str, by: str, now: datetime) -> bool:
    """Enter one change of the roll that is not conduct; False if there is no such member."""
    ((found,),) = _run(
        "SELECT casework.change_roll(%s, %s, %s, %s, %s, %s, %s)", number, what, on, branch, reason, by, now
    )
    return bool(found)


def standing_rows(person: str) -> list[tuple[Any, ...]]:
    """Everything the cases of the body ever said of a person's standing, for whoever writes or follows: see
    ``register.standing_of`` for what it means."""
    return _run(
        "SELECT standing, since, until, scope, known_from, known_until, rejoin_from, matches, missed_on"
        " FROM casework.standing_of(%s)",
        person,
    )
