"""The rows that follow from a case: for lists, queues, calendars, standing, the outbox and statistics.

    rows(case, people)   everything that follows from where the case stands now
    posted(case, entry)  the letters that follow from one entry, ``case`` standing right after it

Both are pure. ``act`` writes the difference between before and after; ``rebuild`` computes all again and must find
nothing.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from alteram import access, dispatch, duties, published, retention, standing
from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.people import People
from alteram.rulebook.model import Rulebook
from alteram.statistics import cells

Cell = str | int | bool | None | tuple[str, ...]

KEYS: Mapping[str, tuple[str, ...]] = {
    "case_row": (),
    "entry_row": ("index",),
    "access_row": ("viewer", "class", "since"),
    "listing_row": ("viewer",),
    "duty_row": ("duty",),
    "outbox_row": ("index", "kind", "letter", "recipient"),
    "standing_row": ("person", "because", "since", "known_from"),
    "notice_row": ("index", "published"),
    "cell_row": ("measure", "period", "bucket"),
    "membership_row": ("person", "pool", "since"),
    "office_row": ("person", "title", "since"),
    "edition_row": ("edition",),
}
"""Each projection and, beside its chain, what tells its rows apart."""

MOMENTS = ("recorded", "moved", "known_from", "known_until")
"""The columns that hold an instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a projection, without body and chain: those are the entry's, and the database puts them in."""

    table: str
    cells: tuple[tuple[str, Cell], ...]  # by name of the column, in alphabetical order

    @classmethod
    def of(cls, table: str, **cells: object) -> Row:
        return cls(table=table, cells=tuple(sorted((name, _cell(value)) for name, value in cells.items())))

    @classmethod
    def read(cls, table: str, value: Mapping[str, object]) -> Row:
        """A row as the database answers it, as JSON."""
        moments = {name: datetime.fromisoformat(str(value[name])) for name in MOMENTS if value.get(name)}
        return cls.of(table, **{**value, **moments})

    def values(self) -> dict[str, object]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in self.cells}

    @property
    def key(self) -> tuple[object, ...]:
        values = dict(self.cells)
        return (self.table, *(values[name] for name in KEYS[self.table]))


def _cell(value: object) -> Cell:
    """One spelling for each value, whether it was computed or read back as JSON."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"{value!r} cannot stand in a row")


def difference(before: frozenset[Row], after: frozenset[Row]) -> tuple[frozenset[Row], frozenset[Row]]:
    """What goes and what comes. A row that changes does both."""
    return before - after, after - before


def rows(case: Case, people: People) -> frozenset[Row]:
    """Every row that follows from where a case stands, its letters apart."""
    return frozenset(
        (
            *_case(case),
            *_entries(case),
            *_access(case, people),
            *_duties(case),
            *_kept(case),
            *_standing(case),
            *_notices(case),
            *_outcome(case),
        )
    )


def posted(case: Case, entry: Entry) -> frozenset[Row]:
    """The letters that an entry owes. Followers send them and report; the row says what was owed, and stays.

    What was done elsewhere was told elsewhere: history owes no letters.
    """
    if "source" in entry.imported:
        return frozenset()
    return frozenset(
        Row.of(
            "outbox_row",
            index=entry.index,
            kind="letter",
            letter=sending.letter,
            recipient=sending.to,
            channel=sending.channel,
        )
        for sending in dispatch.sendings(case, entry)
    )


def all_rows(rulebook: Rulebook, people: People, name: str, entries: Sequence[Entry]) -> frozenset[Row]:
    """Every row of a case, computed from its entries alone, as if each had just been written."""
    found: set[Row] = set()
    case: Case | None = None
    for count, entry in enumerate(entries, 1):
        case = after(rulebook, name, case, entries[: count - 1], entry)
        found |= posted(case, entry)
    return frozenset(found) | (rows(case, people) if case is not None else frozenset())


def after(rulebook: Rulebook, name: str, case: Case | None, entries: Sequence[Entry], entry: Entry) -> Case:
    """The case with one more entry. A late one, or one that overtakes, is read in the place where it happened."""
    late = bool(entry.late or entry.overtakes) or any(one.late or one.at > entry.at for one in entries)
    if case is None or late:
        return replay(rulebook, name, (*entries, entry))
    case.fold(entry)
    return case


def reference(name: str, opened: date) -> str:
    """The number people quote, e.g. ``2026-K7QF-3M2P``: the year, and 40 bits drawn from the chain's name.

    It says nothing about how many cases a body has, and needs no counter on which two writers would wait.
    """
    drawn = b32encode(hashlib.sha256(b"alteram reference 1\n" + UUID(name).bytes).digest()[:5]).decode()
    return f"{opened.year}-{drawn[:4]}-{drawn[4:]}"


def _case(case: Case) -> Iterator[Row]:
    first = _first(case)
    yield Row.of(
        "case_row",
        reference=reference(case.name, first.at),
        edition=case.edition.digest,
        stages=sorted(case.stages),
        status=_status(case),
        opened=first.at,
        closed=case.ended_on,
        tip=case.tip,
        moved=max(entry.recorded for entry in case.entries),
        incident=" ".join(sorted(case.incidents | case.once_joined)) or None,
    )


def _status(case: Case) -> str:
    return "closed" if case.ended or case.kept_elsewhere else "open"


def _owed(case: Case) -> Sequence[duties.Duty]:
    """What is owed here. In a case that was kept elsewhere nothing is: nobody here can have missed its days."""
    return () if case.kept_elsewhere else duties.owed(case)


def _entries(case: Case) -> Iterator[Row]:
    for entry in case.entries:
        yield Row.of(
            "entry_row",
            **{"class": access.class_of(entry)},
            index=entry.index,
            at=entry.at,
            time=entry.time,
            recorded=entry.recorded,
            step=entry.step,
            acts=entry.acts,
            result=entry.result,
            who=[actor.who for actor in entry.by],
            role=entry.by[0].role if entry.by else None,
            overtaken=entry.index in case.overtaken,
            papers=[f"{access.class_of_papers(entry)}:{paper.digest}" for paper in entry.papers],
        )


def _access(case: Case, people: People) -> Iterator[Row]:
    stage = min(case.stages, default="")
    due = min((duty.due.day for duty in _owed(case) if duty.due), default=None)
    known: dict[str, Row] = {}
    for row in access.rows(case, people):
        yield Row.of(
            "access_row",
            **{"class": row.record_class},
            viewer=row.viewer,
            since=row.since,
            until=row.until,
            because=row.because,
        )
        if row.record_class == "existence":
            listing = Row.of(
                "listing_row",
                viewer=row.viewer,
                since=row.since,
                until=row.until,
                due=due or "infinity",
                stage=stage,
                status=_status(case),
            )
            known[row.viewer] = max(known.get(row.viewer, listing), listing, key=_last_seen)
    yield from known.values()


def _last_seen(row: Row) -> tuple[str, str]:
    """Of several times in which somebody may know of a case, the list goes by the one that lasts longest."""
    cells = dict(row.cells)
    return (str(cells["until"] or "9999"), str(cells["since"]))


def _duties(case: Case) -> Iterator[Row]:
    for duty in _owed(case):
        if duty.due is not None:
            yield Row.of(
                "duty_row",
                duty=f"{duty.rule.source}.{duty.rule.number}"
                + (f".{duty.live.source.index}" if duty.live.incidental else "")
                + (f".{duty.rule.of}" if duty.rule.of else ""),
                step=duty.step,
                who=" ".join(duty.roles),
                due=duty.due.day,
                clause=duty.clause,
                counted=duty.due.sentence,
                state="right" if duty.right else "open",
                classes=sorted(
                    duties.record_class(case, name, incidental=duty.live.incidental)
                    for name in {duty.rule.source, duty.rule.step}
                ),
            )


def _kept(case: Case) -> Iterator[Row]:
    """The last day on which the file of an ended case is kept: the clock goes by it, and everybody may know it."""
    found = retention.keeping(case) if not case.kept_elsewhere else None
    if found is not None:
        yield Row.of(
            "duty_row", duty="retention", step="text_erased", who="clock", due=found.until.day, clause=found.clause,
            counted=found.until.sentence, state="kept", classes=("existence",),
        )  # fmt: skip


def _standing(case: Case) -> Iterator[Row]:
    """Each stretch of days with the time for which the record said so: what an appeal quashes stays as known then."""
    recorded = sorted(case.entries, key=lambda entry: entry.index)
    for known in standing.history(case.rulebook, case.name, recorded):
        spell = known.spell
        for person in case.parties.get("respondent", []):
            yield Row.of(
                "standing_row", person=person, standing=spell.name, since=spell.first, until=spell.last,
                because=spell.entry, scope=spell.scope, known_from=known.since, known_until=known.until,
                rejoin_from=spell.rejoin_from, matches=spell.matches, missed_on=spell.missed_on,
            )  # fmt: skip


def _notices(case: Case) -> Iterator[Row]:
    """What the public may read, and not a word more: no person where nobody is named.

    Of a case that was kept elsewhere nothing: here no step can correct such a notice or take it down.
    """
    if case.kept_elsewhere:
        return
    papers = {entry.index: entry.papers for entry in case.entries}
    for one in published.notices(case):
        found = papers[one.text] if one.text is not None else ()
        yield Row.of(
            "notice_row", index=one.entry, published=one.since, until=one.until, named=one.person is not None,
            digest=found[0].digest if found else None, notice=notice_number(case.name, one.notice),
            first_published=one.first_published, person=one.person, edition=case.edition.digest, clauses=one.clauses,
            sanctions=one.sanctions, since=one.first, last=one.last, counted=one.how, decided_under=one.rule,
            rejoin_from=one.rejoin_from, matches=one.matches, missed_on=one.missed_on,
            changes=[f"{number} {change} {day}" for number, change, day in one.changes],
        )  # fmt: skip


def notice_number(name: str, entry: int) -> str:
    """The number under which the public knows a notice, e.g. ``N-4K7Q-F3M2``. Nobody can trace it to the case's own."""
    drawn = b32encode(hashlib.sha256(b"alteram notice 1\n" + UUID(name).bytes + entry.to_bytes(4, "big")).digest()[:5])
    return f"N-{drawn[:4].decode()}-{drawn[4:].decode()}"


def _outcome(case: Case) -> Iterator[Row]:
    # Every case is in exactly one cell of the table of outcomes, by the year in which the complaint came in. A record
    # with gaps that does not say how the case came out is in none: it is not open, and nobody knows.
    if case.gaps and cells.cell(case) == cells.OPEN:
        return
    yield Row.of("cell_row", measure="outcome", period=str(_first(case).at.year), bucket=cells.cell(case), amount=1)
    if case.ended_on is not None:
        yield Row.of("cell_row", measure="closed", period=str(case.ended_on.year), bucket=cells.cell(case), amount=1)


def _first(case: Case) -> Entry:
    return min(case.entries, key=lambda entry: entry.index)
