"""Was a member barred on a day? The answer a charge may rest on: from what had been published on that day, no more.

A charge that somebody worked with a barred person stands only if the bar could be read when it happened. So the answer
comes from the notices that named the member and could be read on the day, whether or not they have come down since,
and never from what the record knew besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alteram.standing import heaviest, left_on, rank, taken_on
from alteram_web.casework import bodies, editions
from alteram_web.casework.selectors import Viewer, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar, with the notice that published it."""

    notice: str
    standing: str  # the sanction by the body's own name for it
    takes: tuple[str, ...]  # from the member while it runs
    first: date
    last: date | None
    published: date  # first and last day on which it could be read so
    until: date
    clauses: tuple[str, ...]
    counted: str  # how the last day was counted, and the rule it was decided under
    decided_under: str
    rejoin_from: date | None = None  # first day on which the person may apply to rejoin
    matches: int | None = None  # of a ban counted in matches: how many in all,
    left: int = 0  # and how many were left on the day asked about


def barred(viewer: Viewer, person: str, *, on: date) -> Bar | None:
    """The bar that had been published by that day and held on it; None: nothing had been published."""
    rulebook = editions.rulebook(bodies.by_id(viewer.body).slug)
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT notice, sanctions, since, last, published, until, clauses, counted, decided_under, rejoin_from,"
            " matches, missed_on FROM casework.published_on(%s, %s)",
            (person, on),
        )
        found = [
            Bar(
                notice=str(notice), standing=heaviest(rulebook.on(since), sanctions), takes=takes, first=since,
                last=last, published=published, until=until, clauses=tuple(clauses),
                counted=counted, decided_under=decided_under, rejoin_from=rejoin_from, matches=matches,
                left=left_on(matches, missed_on, on),
            )
            for notice, sanctions, since, last, published, until, clauses, counted, decided_under, rejoin_from, matches,
                missed_on in cursor.fetchall()
            if since is not None and since <= on <= (last or date.max)
            and (takes := taken_on(rulebook, sanctions, since))
        ]  # fmt: skip
    return min(found, key=lambda bar: rank(bar.standing, bar.takes), default=None)
