"""Effects on what the public may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from alteram.case import terms
from alteram.case.marking import Marking
from alteram.case.reading import day_in, numbers
from alteram.case.values import Publication, SanctionDecided
from alteram.codec import Entry
from alteram.rulebook.model import Step

A_DAY = timedelta(days=1)


def _published(case: Marking, step: Step | None, entry: Entry) -> None:
    case.published_on = entry.at
    given = day_in(entry, "from_day")
    since = max(given, entry.at) if given else entry.at
    case.publications.append(_publication(case, entry, entry.index, since, what=str(entry.data.get("what", ""))))


def _publication_updated(case: Marking, step: Step | None, entry: Entry) -> None:
    meant = numbers(entry.data.get("publication"))
    before = next((p for p in reversed(case.publications) if not meant or p.notice in meant or p.entry in meant), None)
    if before is None:
        return
    change = (step.meaning(entry.result) if step else entry.result) or "updated"
    made = _publication(case, entry, before.notice, max(entry.at, before.since), what=before.what)
    case.publications.append(
        replace(
            made,
            until=made.until or before.until,
            named=made.named and before.named,
            changes=(*before.changes, (entry.index, change, entry.at)),
        )
    )


def _publication(case: Marking, entry: Entry, notice: int, since: date, *, what: str) -> Publication:
    sanction = case.sanction
    return Publication(
        entry=entry.index, notice=notice, since=since, until=day_in(entry, "until"), what=what,
        named=entry.data.get("named") not in (False, "no"),
        sanctions=sanction.names if sanction else (), first=sanction.first if sanction else None,
        last=sanction.last if sanction else None,
        **(_of_the_ban(case, sanction) if sanction else {}),
        clauses=tuple(sorted({charge.clause for charge in case.charges if charge.proved})),
    )  # fmt: skip


def _of_the_ban(case: Marking, sanction: SanctionDecided) -> dict[str, Any]:
    """How a sanction is counted, as its notice says it."""
    decided = next((one for one in case.entries if one.index == sanction.entry), None)
    return {
        "how": terms.publicly(sanction), "rule": next(iter(decided.clauses), "") if decided is not None else "",
        "rejoin_from": sanction.rejoin_from, "matches": sanction.matches, "missed_on": missed_on(sanction),
    }  # fmt: skip


def missed_on(sanction: SanctionDecided) -> tuple[date, ...]:
    """The days of the matches that count, in order."""
    return tuple(one.day for one in sanction.missed)


def match_moves_notice(case: Marking, sanction: SanctionDecided, on: date) -> None:
    """A ban counted in matches ends with the last of them, so what its notices say of it moves with each entry."""
    for place, one in enumerate(case.publications):
        if one.sanctions == sanction.names and one.first == sanction.first:
            case.publications[place] = replace(
                one, last=sanction.last, free=sanction.free, read_until=on - A_DAY, **_of_the_ban(case, sanction)
            )


def _publication_ended(case: Marking, step: Step | None, entry: Entry) -> None:
    take_down(case, entry.at, numbers(entry.data.get("publication")))


def take_down(case: Marking, first: date, meant: tuple[int, ...] = ()) -> None:
    """From this day nobody reads the notices meant, or any of the case."""
    for one in case.publications:
        if not meant or one.notice in meant or one.entry in meant:
            case.taken_down[one.notice] = min(first, case.taken_down.get(one.notice, first))


EFFECTS = {
    "published": _published,
    "publication_updated": _publication_updated,
    "publication_ended": _publication_ended,
}
