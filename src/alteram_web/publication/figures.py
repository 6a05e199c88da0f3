"""The figures of a body as they may be printed, drawn from the record and never typed.

    draw(viewer, period)   tables as plain JSON: ``{v, drawn, counted, period, tables, share, medians}``

A table is ``{id, title, unit, definition, columns, rows, foot}``; a row is its name and its figures, each a whole
number or "[x]" where it is hidden. The same shape stands in a release and on the live page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from alteram.statistics.cells import CELLS, OPEN
from alteram.statistics.counts import Count
from alteram.statistics.disclosure import HIDDEN_TO, Figure, Protected, Table, protect, protect_together
from alteram.statistics.shares import Share
from alteram_web.casework import bodies
from alteram_web.casework.selectors import Viewer, reading
from alteram_web.publication import as_of

Json = dict[str, Any]
HIDDEN = "[x]"
TOTAL = "Total"
BANDS = ("up to 28 days", "29 to 90 days", "91 to 180 days", "181 to 365 days", "more than 365 days")

OUTCOME = (
    "Cases by the year in which the complaint came in. One case is one member's; it counts once, in the cell where the "
    "record has it on the day counted. “Expelled” and “left before outcome” are separate and never added together."
)
CLOSED = "Cases by the year in which they closed, however they ended: by a panel, by staff, or with a member leaving."
AGES = (
    "Open cases by their age on the day counted, beside the time from complaint to close of the cases that closed "
    "in the period. Closing old cases makes the second column look worse, so the two stand together."
)
SHARE = "Members with an open case, each counted once, divided by the members of the roll that was loaded last."


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time, both days included."""

    first: date
    last: date

    @property
    def years(self) -> tuple[str, ...]:
        return tuple(str(year) for year in range(self.first.year, self.last.year + 1))


def draw(viewer: Viewer, period: Period | None = None) -> Json:
    """Every figure of a body on the viewer's day. Without a period: of all years in which there was a case.

    Of a period that is over: on its last day, from what had happened by then.
    """
    if period is not None and period.last < viewer.day:
        then = as_of.counted(bodies.by_id(viewer.body), period.last)
        ages, medians = then.ages(period.first, period.last)
        share = _share(then.roll, len(then.people))
        return _drawn(viewer.day, period.last, period, then.outcome, then.closed, (ages, medians), share)
    with reading(viewer) as cursor:
        outcome = _totals(cursor, "outcome")
        years = sorted({year for year, _cell in outcome}) or [str(viewer.day.year)]
        period = period or Period(first=date(int(years[0]), 1, 1), last=viewer.day)
        closed = _totals(cursor, "closed")
        measured = _ages(cursor, viewer.day, period)
        share = _share_now(cursor)
    return _drawn(viewer.day, viewer.day, period, outcome, closed, measured, share)


def _drawn(
    day: date,
    as_it_was: date,
    period: Period,
    outcome: Mapping[tuple[str, str], int],
    closed: Mapping[tuple[str, str], int],
    measured: tuple[dict[str, list[int]], dict[str, int]],
    share: Json,
) -> Json:
    ages, medians = measured
    by_age = _by_age(ages)
    came, over, bands = _protected(_by_year(outcome, period, CELLS), _by_year(closed, period, CELLS[:-1]), by_age)
    tables = [
        _year_table("outcome", "Outcomes, by year of complaint", OUTCOME, came, period, CELLS),
        _year_table("closed", "Outcomes, by year of closing", CLOSED, over, period, CELLS[:-1]),
        _ages_table(bands, "Open now" if day == as_it_was else "Open on the last day"),
    ]
    return {
        "v": 1, "drawn": day.isoformat(), "counted": as_it_was.isoformat(),
        "period": [period.first.isoformat(), period.last.isoformat()],
        "tables": tables, "share": share, "medians": medians,
    }  # fmt: skip


def _totals(cursor: psycopg.Cursor[tuple[Any, ...]], measure: str) -> dict[tuple[str, str], int]:
    cursor.execute("SELECT period, bucket, amount FROM casework.totals(%s)", (measure,))
    return {(str(period), str(bucket)): int(amount) for period, bucket, amount in cursor.fetchall()}


def _by_year(found: Mapping[tuple[str, str], int], period: Period, cells: Sequence[str]) -> Table:
    return [[found.get((year, cell), 0) for year in period.years] for cell in cells]


def _by_age(ages: Mapping[str, list[int]]) -> Table:
    none = [0] * len(BANDS)
    return list(zip(ages.get("open", none), ages.get("closed", none), strict=True))


def _protected(came: Table, closed: Table, by_age: Table) -> tuple[Protected, Protected, Protected]:
    """What may be printed of the three. Over the whole time they are of the same cases, and must not tell on each
    other; in a shorter period one has cases that another has not."""
    together = protect_together(came, closed, by_age)
    if together is not None:
        return together
    aged = [at for at, cell in enumerate(CELLS) if cell == OPEN]  # the ages of open cases are counted beside it
    return protect(came, known_rows=aged), protect(closed), protect(by_age, with_row_totals=False)


def _year_table(
    name: str, title: str, definition: str, safe: Protected, period: Period, cells: Sequence[str]
) -> Json:  # fmt: skip
    rows = [[cell, *_shown(safe.cells[at]), *_shown([safe.row_totals[at]])] for at, cell in enumerate(cells)]
    return {
        "id": name, "title": title, "unit": "cases", "definition": definition, "columns": [*period.years, TOTAL],
        "rows": rows, "foot": [TOTAL, *_shown(safe.column_totals), *_shown([safe.total])],
    }  # fmt: skip


def _shown(figures: Sequence[Figure]) -> list[int | str]:
    return [HIDDEN if one.value is None else one.value for one in figures]


def _ages(
    cursor: psycopg.Cursor[tuple[Any, ...]], day: date, period: Period
) -> tuple[dict[str, list[int]], dict[str, int]]:
    cursor.execute("SELECT * FROM casework.ages(%s, %s, %s)", (day, period.first, period.last))
    found = cursor.fetchall()
    return (
        {str(kind): [int(number) for number in bands] for kind, *bands, _median in found},
        {str(row[0]): int(row[-1]) for row in found if row[-1] is not None},
    )


def _ages_table(safe: Protected, open_cases: str) -> Json:
    return {
        "id": "ages", "title": "How old open cases are, and how long closed ones took", "unit": "cases",
        "definition": AGES, "columns": [open_cases, "Closed in the period"],
        "rows": [[band, *_shown(safe.cells[at])] for at, band in enumerate(BANDS)],
        "foot": [TOTAL, *_shown(safe.column_totals)],
    }  # fmt: skip


def _share_now(cursor: psycopg.Cursor[tuple[Any, ...]]) -> Json:
    cursor.execute("SELECT as_of, members, casework.people_in_open_cases() FROM casework.latest_roll()")
    row = cursor.fetchone()
    return _share((row[0], int(row[1])) if row is not None else None, int(row[2]) if row is not None else 0)


def _share(roll: tuple[date, int] | None, people: int) -> Json:
    """The share of the membership with both numbers, the day and the rounding; or why there is none."""
    if roll is None:
        return {"sentence": "No roll of members has been loaded, so no share of the membership is given."}
    counted_on, members = roll
    base = {"members": members, "as_of": counted_on.isoformat()}
    if 0 < people <= HIDDEN_TO:
        day = f"{counted_on.day} {counted_on:%B %Y}"
        return {**base, "sentence": f"Fewer than five of {members:,} members on {day}. So small a number is hidden."}
    if members < max(people, 1):
        return {**base, "sentence": "The roll that was loaded last has fewer members than there are in open cases."}
    share = Share(
        part=Count(number=people, unit="members"), whole=Count(number=members, unit="members"), as_of=counted_on
    )
    return {
        **base, "people": people, "exact": share.exact(), "rounded": share.rounded(), "rounding": share.rounding,
        "sentence": share.sentence(),
    }  # fmt: skip
