"""The log of views and downloads, sealed once a day: its digest stands in the house chain, so a view cannot be unsaid.

The digest is SHA-256 over one line for each view, ``instant TAB viewer TAB case TAB what LF``, in the order of instant,
viewer, case, what; the instant in UTC with microseconds.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import house, record
from alteram_web.casework.bodies import Body

CLOCK = Actor(who="clock", role="clock", capacity="clock")


class DayNotOver(AlteramError):
    """Views may still be added to that day."""

    code = "E-DAY"


def digest(body: Body, day: date) -> str:
    """The digest of the views of one day in UTC, as hex."""
    begins = datetime.combine(day, time.min, tzinfo=UTC)
    sealed = hashlib.sha256()
    with record.transaction(body.id):
        for view in record.views(begins, begins + timedelta(days=1)):
            sealed.update(("\t".join(view) + "\n").encode())
    return sealed.hexdigest()


def seal(body: Body, day: date, *, now: datetime) -> record.Written:
    """Enter the digest of a day that is over in the house chain. The same day twice gives the first entry."""
    if day >= now.astimezone(UTC).date():
        raise DayNotOver("That day is not over yet.", remedy="Seal it on the day after.")
    request = f"views {day.isoformat()}"
    with record.transaction(body.id):
        known = record.earlier(request)
    if known:
        return known[0].written
    data = {"day": day.isoformat(), "digest": digest(body, day)}
    deed = house.Deed(act="day_sealed", at=now.astimezone(UTC).date(), by=(CLOCK,), data=data, request=request)
    return house.enter(body.id, deed, now=now)
