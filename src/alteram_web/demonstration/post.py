"""The letters of the demonstration's cases: laid down as sent on their days, so that nothing goes out today."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import slugify

from alteram_web.casework import letters
from alteram_web.casework.bodies import Body
from alteram_web.documents import writing


def address(name: str) -> str:
    """Where somebody invented gets mail: nowhere outside, by the name of the domain."""
    return f"{slugify(name)}@demo.invalid"


def lay(body: Body, now: datetime) -> int:
    """Write every letter owed so far and mark it as sent; how many."""
    writing.write_owed(body, now=now)
    return sum(
        letters.move(body, one, come_from="written", to="sent", now=now) for one in letters.standing_in(body, "written")
    )
