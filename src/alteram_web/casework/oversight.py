"""What an auditor sees over all cases without opening one. It reads, and changes nothing.

The database asks for itself whether the viewer is an auditor today (``migrations/0006_oversight.sql``) and answers with
nothing to anybody else. Whether a case was fair is computed here from its entries, page by page, and kept nowhere: a
stored answer would have to be written anew for every case whenever the guarantees are judged better.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from psycopg import sql

from alteram import due_process, duties
from alteram.acts import ACTS, HOUSE_ACTS
from alteram.calendar.days import Counted
from alteram.calendar.lengths import parse_length
from alteram.case import Case, replay
from alteram.codes import CODES
from alteram.due_process import Guarantee
from alteram.procedure import held
from alteram.rulebook.model import Rulebook
from alteram_web.casework import bodies, directory, editions, record, selectors, watch
from alteram_web.casework.selectors import Viewer

CASES = 20  # cases replayed for one page of the fairness list
ATTEMPTS = 50  # refused attempts on one page
SAMPLE = 5  # files in a month's sample
CHANNEL = parse_length("2 working days")
ANSWERED = ("contact_denied", "contact_disclosed", "contact_ruled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """That a case exists, and how far it is."""

    chain: UUID
    reference: str
    edition: str
    stages: tuple[str, ...]
    status: str  # open, closed
    opened: date
    closed: date | None

    def days(self, today: date) -> int:
        """Its age so far, or at its end."""
        return ((self.closed or today) - self.opened).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A duty whose day has passed and that is still owed."""

    chain: UUID
    reference: str
    stages: tuple[str, ...]
    title: str
    who: str
    due: date
    clause: str
    counted: str = ""  # how the day was counted, where somebody asked: see ``counting``


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Something that was refused, or a knock on a closed door; ``chain`` None: it named no case."""

    chain: UUID | None
    reference: str
    at: datetime
    entered: bool  # an act was tried; else a page was asked for
    who: str
    tried: str
    codes: tuple[str, ...]
    sentences: tuple[str, ...]  # what each code says, in the words of the reference
    repeats: int  # further times within the minute that this entry sums up


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Some attempts, and how many there are in all."""

    shown: tuple[Attempt, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """One entry about influence, without what was said."""

    chain: UUID
    reference: str
    index: int
    act: str
    at: date
    who: str
    office: str
    effect: str  # of a ruling
    about: tuple[int, ...]  # the entries it answers; empty: all that were open


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInfluence:
    """How often a case was approached, and whether each approach was answered."""

    chain: UUID
    reference: str
    alleged: int
    denied: int
    ruled: int
    open: int  # alleged, reported or noted, and neither disclosed nor ruled on
    offices: tuple[str, ...]
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntry:
    """An entry about a day that was over when it was made: by somebody with a reason, or by a clock that ran behind."""

    chain: UUID
    reference: str
    index: int
    title: str
    at: date
    recorded: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel for complaints and when it was last read."""

    name: str
    read: datetime
    unread: int
    due: Counted  # the last day on which it must be read again

    def neglected(self, today: date) -> bool:
        return self.due.day < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A duty that does not move: a stopped clock, a letter not served, or a floor that forbids what would follow."""

    title: str
    clause: str
    paused: bool
    code: str = ""  # of the floor that forbids what the clock would do
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The guarantees of a case as they stand, and what in it is held."""

    case: Existing
    guarantees: tuple[Guarantee, ...]
    held: tuple[Held, ...]

    @property
    def breached(self) -> tuple[Guarantee, ...]:
        return tuple(one for one in self.guarantees if one.state == "breached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The files of a month, in the order drawn. Anybody with the record draws the same."""

    month: date  # its first day
    entry: int  # of the house chain
    seed: str  # the link of that entry, as hex
    drawn: tuple[Existing, ...]
    of: int  # files it was drawn from

    def name_of(self, chain: UUID) -> str | None:
        """What the entry that opens a drawn file says of the sample; None if it was not drawn."""
        for place, case in enumerate(self.drawn, 1):
            if case.chain == chain:
                return f"{self.month:%Y-%m}, place {place}, seed house entry {self.entry} {self.seed[:16]}"
        return None


def pools(rulebook: Rulebook) -> list[str]:
    """The pools that the rule book, in any edition, makes auditors."""
    return sorted({role.pool for edition in rulebook.editions for role in edition.roles_with("auditor") if role.pool})


def _rulebook(viewer: Viewer) -> Rulebook:
    return editions.rulebook(bodies.by_id(viewer.body).slug)


def _asked(viewer: Viewer, function: str, *more: object) -> list[tuple[Any, ...]]:
    """The rows of one of the auditor's functions; its first argument is always the pools."""
    holes = sql.SQL(", ").join([sql.Placeholder()] * (len(more) + 1))
    with selectors.reading(viewer) as cursor:
        cursor.execute(
            sql.SQL("SELECT * FROM {}({})").format(sql.Identifier("casework", function), holes),
            (pools(_rulebook(viewer)), *more),
        )
        return cursor.fetchall()


def is_auditor(viewer: Viewer) -> bool:
    """Whether the viewer sits in an auditors' pool today and holds no office; the database says so."""
    return bool(viewer.person) and bool(_asked(viewer, "auditor_today")[0][0])


def refused(viewer: Viewer, chain: UUID | None) -> selectors.NotFound:
    """Enter the knock; the answer to give. Without a case it stands in the house's watch chain."""
    watch.knock(
        viewer.body, chain, act="access_refused", person=viewer.person, tried="audit", codes=["E-NOT-FOUND"],
        now=viewer.now,
    )  # fmt: skip
    return selectors.NotFound()


def cases(viewer: Viewer) -> tuple[Existing, ...]:
    """Every case this auditor may know of as an auditor, by reference."""
    return tuple(
        Existing(
            chain=UUID(str(c)), reference=str(ref), edition=str(edition), stages=tuple(stages), status=str(status),
            opened=opened, closed=closed,
        )
        for c, ref, edition, stages, status, opened, closed in _asked(viewer, "audit_cases")
    )  # fmt: skip


def case(viewer: Viewer, chain: UUID) -> Existing:
    """One of them. Raises :class:`~alteram_web.casework.selectors.NotFound`, and enters the knock."""
    for one in cases(viewer):
        if one.chain == chain:
            return one
    raise refused(viewer, chain)


def overdue(viewer: Viewer, chain: UUID | None = None) -> tuple[Late, ...]:
    """Everything owed whose day has passed, the longest overdue first."""
    rulebook = _rulebook(viewer)
    return tuple(
        Late(
            chain=UUID(str(c)), reference=str(ref), stages=tuple(stages), title=_title(rulebook, edition, step),
            who=", ".join(role.replace("_", " ") for role in str(who).split()), due=due, clause=str(clause),
        )
        for c, ref, edition, stages, step, who, due, clause in _asked(viewer, "audit_duties", viewer.day)
        if chain is None or UUID(str(c)) == chain
    )  # fmt: skip


def _title(rulebook: Rulebook, digest: str, name: str) -> str:
    """What a step or act is called, in the edition of its case; what is no act (a page) as it was asked for."""
    edition = rulebook.by_digest(digest)
    step = edition.steps.get(name) if edition is not None else None
    if step is not None:
        return step.title[:1].upper() + step.title[1:]
    known = ACTS.get(name) or HOUSE_ACTS.get(name)
    return known.title if known is not None else name.replace("_", " ").capitalize()


def attempts(
    viewer: Viewer, *, page: int = 1, chain: UUID | None = None, since: datetime | None = None, size: int = ATTEMPTS
) -> Attempts:
    """Refused attempts and knocks, the newest first; of one case, or since an instant."""
    rulebook = _rulebook(viewer)
    rows = _asked(viewer, "audit_attempts", chain, since, (page - 1) * size, size)
    known = _names(viewer, (str(row[5]) for row in rows))
    shown = tuple(
        Attempt(
            chain=UUID(str(c)) if c else None, reference=str(ref or ""), at=at, entered=act == "act_refused",
            who=_who(str(person), known), tried=_tried(rulebook, str(edition), act, tried), codes=tuple(codes),
            sentences=tuple(CODES[code].title if code in CODES else code for code in codes), repeats=int(repeats),
        )
        for c, ref, edition, at, act, person, tried, codes, repeats, _all in rows
    )  # fmt: skip
    return Attempts(shown=shown, total=int(rows[0][9]) if rows else 0)


def _tried(rulebook: Rulebook, edition: str, act: str, tried: str) -> str:
    if act == "access_refused":
        pages = {
            "case": _("Open the case"),
            "audit": _("Open the audit"),
            "paper": _("Open a paper"),
            "list": _("List the cases"),
            "search": _("Search for a case"),
            "approach": _("Open what was put to somebody else"),
        }
        return pages.get(tried, _("Open: %(what)s") % {"what": tried})
    return _title(rulebook, edition, tried)


def _names(viewer: Viewer, people: Iterable[str]) -> dict[str, str]:
    """Names of those in a pool or an office. A party's name is read in the file, not in a list."""
    wanted = {person for several in people for person in several.split()}  # a body acts as several
    with record.transaction(viewer.body):
        known = record.people()
    official = {member.person for member in known.memberships} | {office.person for office in known.offices}
    return directory.names(viewer, wanted & official)


def _who(person: str, known: dict[str, str]) -> str:
    if not person:
        return ""
    return " and ".join(known.get(one, one) for one in person.split(" "))


def influence(viewer: Viewer) -> tuple[Approach, ...]:
    """Every entry about an approach, the newest first."""
    rows = _asked(viewer, "audit_influence")
    known = _names(viewer, (str(row[5]) for row in rows))
    return tuple(
        Approach(
            chain=UUID(str(c)), reference=str(ref), index=int(index), act=str(act), at=at,
            who=_who(str(person), known), office=str(office), effect=str(effect), about=tuple(about),
        )
        for c, ref, index, act, at, person, office, effect, about in rows
    )  # fmt: skip


def by_case(found: Sequence[Approach]) -> tuple[CaseInfluence, ...]:
    """The same, counted for each case; cases with an approach that nobody answered come first."""
    of: dict[UUID, list[Approach]] = {}
    for one in found:
        of.setdefault(one.chain, []).append(one)
    counted = [_counted(group) for group in of.values()]
    return tuple(sorted(counted, key=lambda case: (-case.open, case.reference)))


def _counted(group: Sequence[Approach]) -> CaseInfluence:
    made = [one for one in group if one.act not in ANSWERED]
    settled = [one for one in group if one.act in ("contact_disclosed", "contact_ruled")]
    open_ = [
        one for one in made
        if not any((not s.about or one.index in s.about) and s.index > one.index for s in settled)
    ]  # fmt: skip
    acts = [one.act for one in group]
    return CaseInfluence(
        chain=group[0].chain,
        reference=group[0].reference,
        alleged=len(made),
        denied=acts.count("contact_denied"),
        ruled=acts.count("contact_ruled"),
        open=len(open_),
        offices=tuple(sorted({one.office for one in made if one.office})),
        last=max(one.at for one in group),
    )


def late_entries(viewer: Viewer, chain: UUID | None = None) -> tuple[LateEntry, ...]:
    """Entries that were made after their day, the newest first."""
    rulebook = _rulebook(viewer)
    return tuple(
        LateEntry(
            chain=UUID(str(c)), reference=str(ref), index=int(index),
            title=_title(rulebook, str(edition), str(step or act)), at=at, recorded=recorded,
        )
        for c, ref, edition, index, step, act, at, recorded in _asked(viewer, "audit_late")
        if chain is None or UUID(str(c)) == chain
    )  # fmt: skip


def channels(viewer: Viewer) -> tuple[Channel, ...]:
    """The channels on record, the one that waits longest first. One that was never read is not on record."""
    calendar = _rulebook(viewer).on(viewer.day).calendar
    found = [
        Channel(
            name=str(name), read=read, unread=int(unread or 0),
            due=calendar.within(calendar.local_day(read), CHANNEL),
        )
        for name, read, unread in _asked(viewer, "audit_channels")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.due.day, one.name)))


def fairness(viewer: Viewer, some: Iterable[Existing]) -> tuple[Fairness, ...]:
    """The guarantees of these cases, each case replayed from its entries. Ask for a page of them, not for all."""
    rulebook = _rulebook(viewer)
    return tuple(_fairness(viewer, rulebook, one) for one in some)


def _fairness(viewer: Viewer, rulebook: Rulebook, one: Existing) -> Fairness:
    with record.transaction(viewer.body):
        entries, people = record.load(viewer.body, one.chain).entries, record.people()
    now = replay(rulebook, str(one.chain), entries)
    still = [duty for duty in duties.owed(now) if duty.due is None]
    forbidden = held(rulebook, people, now, until=viewer.day)
    return Fairness(
        case=one,
        guarantees=due_process.ledger(now),
        held=(
            *(Held(title=duties.title(now, d), clause=d.clause, paused=duties.paused(now, d.live)) for d in still),
            *(
                Held(title=duties.title(now, d), clause=d.clause, paused=False, code=why[0].code, why=why[0].sentence)
                for d, why in forbidden
            ),
        ),
    )  # fmt: skip


def hearings(viewer: Viewer, some: Iterable[Existing]) -> tuple[tuple[Existing, Case], ...]:
    """These cases, each replayed, so that it can be counted what became of their hearings. A page of them, not all."""
    rulebook = _rulebook(viewer)
    found = []
    for one in some:
        with record.transaction(viewer.body):
            entries = record.load(viewer.body, one.chain).entries
        found.append((one, replay(rulebook, str(one.chain), entries)))
    return tuple(found)


def sample(viewer: Viewer, *, size: int | None = None) -> Sample | None:
    """This month's sample; None if the record has no entry of the house from before the month.

    Its seed is the link of the last entry of the house chain before the month began: it stands in the record and nobody
    can choose it any more. Every case that had begun by then has the rank SHA-256(``alteram sample 1`` LF, seed, month,
    chain), and the lowest are the sample, so a larger one only continues a smaller one.
    """
    month = viewer.day.replace(day=1)
    rows = _asked(viewer, "audit_seed", datetime.combine(month, time.min, tzinfo=UTC))
    if not rows:
        return None
    seed = bytes(rows[0][1])
    existing = [one for one in cases(viewer) if one.opened < month]

    def rank(one: Existing) -> bytes:
        return hashlib.sha256(b"alteram sample 1\n" + seed + f"{month:%Y-%m}".encode() + one.chain.bytes).digest()

    drawn = tuple(sorted(existing, key=rank)[: SAMPLE if size is None else size])
    return Sample(month=month, entry=int(rows[0][0]), seed=seed.hex(), drawn=drawn, of=len(existing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """Open cases at one stage."""

    stage: str
    number: int
    median: int  # days since the complaint
    oldest: int


def ages(found: Iterable[Existing], today: date) -> tuple[Age, ...]:
    """How old the open cases are, by the stage at which each stands."""
    of: dict[str, list[int]] = {}
    for one in found:
        if one.status == "open":
            of.setdefault(", ".join(stage.replace("_", " ") for stage in one.stages), []).append(one.days(today))
    return tuple(
        Age(stage=stage, number=len(days), median=sorted(days)[(len(days) - 1) // 2], oldest=max(days))
        for stage, days in sorted(of.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The last signed state of the body's tree."""

    size: int
    published: datetime
    note: str


def checkpoint(viewer: Viewer) -> Checkpoint | None:
    """The latest checkpoint, if one was published."""
    with selectors.reading(viewer) as cursor:
        cursor.execute(
            "SELECT size, published, note FROM casework.checkpoint WHERE body = casework.current_body()"
            " ORDER BY published DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return Checkpoint(size=int(row[0]), published=row[1], note=str(row[2])) if row else None
