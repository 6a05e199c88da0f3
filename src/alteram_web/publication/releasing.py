"""Releasing statistics: drawn from the record, signed by two people, entered in the house chain, then open to all.

    release(body, period, by=(two people), now=now)

What is released never changes. Released again for the same period it is a further edition, which shows each figure
that changed: the old one, the new one and why (STA-06).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from alteram.codec import Actor, Value
from alteram.errors import AlteramError
from alteram.ledger import canonical
from alteram.people import People
from alteram.procedure import Refusal, Refused, Verdict
from alteram_web.casework import bodies, editions, house, record
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import Viewer
from alteram_web.publication import charts, figures, open_data, releases
from alteram_web.publication.figures import HIDDEN, TOTAL, Json, Period
from alteram_web.publication.releases import Release

CAPACITY = "publications"
RESTATED = ("outcome", "closed")  # a stock on a day, such as the age of open cases, is measured anew and not corrected


class ReasonMissing(AlteramError):
    """Figures that were released change, and nobody says why."""

    code = "E-FIGURES-WHY"


class DiffersByOne(AlteramError):
    """The tables differ from released ones by one case, so that the two together show what happened to a person."""

    code = "E-FIGURES-DIFFER"


def release(body: Body, period: Period, *, by: Sequence[str], now: datetime, why: str = "") -> Release:
    """Release the figures of a period. ``by``: two people of the publications team or another pool, one of them of it.

    Raises :class:`~alteram.procedure.Refused` if they may not, :class:`ReasonMissing`, :class:`DiffersByOne`.
    """
    day = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    with record.transaction(body.id):
        people = record.people()
    _may(body, people, by, day)
    viewer = Viewer(body=body.id, person="", now=now, day=day)
    drawn = figures.draw(viewer, period)
    earlier = _earlier(viewer, period)
    if earlier is not None:
        drawn |= _revised(earlier, drawn, why)
    edition = earlier.edition + 1 if earlier is not None else 1
    name = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}-{edition}"
    tables = canonical.encode(drawn)
    _prepare(body, name, period, edition, now, drawn, tables)
    index = _enter(body, name, period, by, day, now, hashlib.sha256(tables).hexdigest(), drawn)
    releases.open_to_all(body.id, name, index)
    released = releases.named(viewer, name)
    assert released is not None  # noqa: S101  # the line before opened it
    return released


def _may(body: Body, people: People, by: Sequence[str], day: date) -> None:
    role = next((one for one in editions.rulebook(body.slug).on(day).roles_with(CAPACITY)), None)
    pool = role.pool if role is not None else ""
    refusals = []
    if any(people.office_of(person, on=day) for person in by):
        sentence = "Refused: the holder of an executive office has no part in releasing statistics."
        refusals.append(Refusal(code="E-ROLE-EXEC", clause="IND-02", sentence=sentence))
    if not any(people.in_pool(person, pool, on=day) for person in by):
        sentence = "Not yet: nobody of the publications team has signed this."
        refusals.append(Refusal(code="E-ROLE", clause="STA-04", sentence=sentence, remedy="Have one of them sign."))
    if not all(any(one.holds_on(day) for one in people.by_person.get(person, ())) for person in by):
        sentence = "Not yet: somebody who signed holds no place in any pool on this day."
        refusals.append(Refusal(code="E-ROLE", clause="STA-04", sentence=sentence, remedy="Let another person sign."))
    if len(set(by)) < 2:
        sentence = f"Not yet: 2 people must have signed this, and {len(set(by))} did."
        refusals.append(
            Refusal(code="E-HANDS", clause="AUD-01", sentence=sentence, remedy="Have a second person sign.")
        )
    if refusals:
        raise Refused(Verdict(refusals=tuple(refusals)))


def _earlier(viewer: Viewer, period: Period) -> Release | None:
    same = [one for one in releases.every(viewer) if one.period == period]
    return max(same, key=lambda one: one.edition, default=None)


def _revised(earlier: Release, drawn: Json, why: str) -> Json:
    """What changed since the earlier edition, and why."""
    changes = list(_changes(earlier.drawn, drawn))
    if changes and not why.strip():
        raise ReasonMissing(
            f"Not yet: {len(changes)} figures differ from those released before, and nobody says why.",
            remedy="Say why they change; the old ones stay beside the new ones.",
        )
    if _by_one(changes):
        raise DiffersByOne(
            "Refused: the figures differ from released ones by a single case, and the two together would show it.",
            remedy="Release them with the next period, when more has changed.",
        )
    return {"revises": earlier.name, "revisions": changes, "why": why.strip()} if changes else {}


def _changes(before: Json, after: Json) -> Iterator[Json]:
    old = _by_place(before)
    for (table, row, column), new in _by_place(after).items():
        was = old.get((table, row, column))
        if was is not None and was != new:
            yield {"table": table, "row": row, "column": column, "old": str(was), "new": str(new)}


def _by_place(drawn: Json) -> dict[tuple[str, str, str], int | str]:
    return {
        (table["id"], name, column): figure
        for table in drawn["tables"]
        if table["id"] in RESTATED
        for name, *shown in [*table["rows"], table["foot"]]
        for column, figure in zip(table["columns"], shown, strict=True)
    }


def _by_one(changes: Sequence[Mapping[str, str]]) -> bool:
    """Whether all that can be seen to have moved in a table is one case: one more, one less, or to another cell."""
    for table in RESTATED:
        moved = [
            int(one["new"]) - int(one["old"])
            for one in changes
            if one["table"] == table and TOTAL not in (one["row"], one["column"]) and HIDDEN not in one.values()
        ]
        if moved and max(map(abs, moved)) == 1 and sum(map(abs, moved)) <= 2:
            return True
    return False


def _prepare(body: Body, name: str, period: Period, edition: int, now: datetime, drawn: Json, tables: bytes) -> None:
    releases.prepare(
        body.id, name=name, period=period, edition=edition, now=now, tables=tables, csv=open_data.as_csv(drawn),
        metadata=open_data.metadata(drawn, url=f"{name}.csv", body=body.name), chart=charts.outcomes(drawn),
    )  # fmt: skip


def _enter(
    body: Body, name: str, period: Period, by: Sequence[str], day: date, now: datetime, digest: str, drawn: Json
) -> int:
    """The number of the entry in the house chain. After a release that broke off, the entry that was made stands."""
    data: dict[str, Value] = {"period": [period.first.isoformat(), period.last.isoformat()], "digest": digest}
    if drawn.get("why"):
        data["revises"] = f"{drawn['revises']}: {drawn['why']}"
    hands = tuple(Actor(who=person, role=CAPACITY, capacity=CAPACITY) for person in by)
    request = f"statistics {name} {digest}"
    deed = house.Deed(act="statistics_released", at=day, by=hands, data=data, request=request)
    try:
        return house.enter(body.id, deed, now=now).entry.index
    except record.Repeated:
        with record.transaction(bodies.by_id(body.id).id):
            return record.earlier(request)[0].written.entry.index
