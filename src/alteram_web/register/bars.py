"""Was a member barred on a day? The answer a charge may rest on: from what had been published on that day, no more.

A charge that somebody worked with a barred person stands only if the bar could be read when it happened. So the answer
comes from the notices that named the member and could be read on the day, whether or not they have come down since,
and never from what the record knew besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alteram.standing import CHANGES_STANDING, rank
from alteram_web.casework.selectors import Viewer, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar, with the notice that published it."""

    notice: str
    standing: str
    first: date
    last: date | None
    published: date  # first and last day on which it could be read so
    until: date
    clauses: tuple[str, ...]


def barred(viewer: Viewer, person: str, *, on: date) -> Bar | None:
    """The bar that had been published by that day and held on it; None: nothing had been published."""
    with reading(viewer) as cursor:
        cursor.execute(
            "SELECT notice, sanctions, since, last, published, until, clauses FROM casework.published_on(%s, %s)",
            (person, on),
        )
        found = [
            Bar(
                notice=str(notice), standing=min(sanctions, key=rank), first=since, last=last, published=published,
                until=until, clauses=tuple(clauses),
            )
            for notice, sanctions, since, last, published, until, clauses in cursor.fetchall()
            if set(sanctions) & set(CHANGES_STANDING) and since is not None and since <= on <= (last or date.max)
        ]  # fmt: skip
    return min(found, key=lambda bar: rank(bar.standing), default=None)
