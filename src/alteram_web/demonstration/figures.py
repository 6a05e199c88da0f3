"""The published figures of the demonstration: one edition, of everything up to the end of last month."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alteram.people import fictional_id
from alteram_web.casework.bodies import Body
from alteram_web.publication import releasing
from alteram_web.publication.figures import Period

FIRST = date(2025, 1, 1)
HANDS = ("Ivo Marsh", "Dev Ashgrove")


def release(body: Body, now: datetime) -> None:
    """Release them, signed by two. Begun again after a break, it is taken up where it was."""
    last = now.date().replace(day=1) - timedelta(days=1)
    releasing.release(body, Period(first=FIRST, last=last), by=[fictional_id(name) for name in HANDS], now=now)
