"""Which bars could be read on the days of a charge: what a charge over somebody's bar may rest on (floor RUL-08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from alteram.procedure import Bar, Wish
from alteram.rulebook.model import Rulebook
from alteram.standing import taken_on
from alteram_web.casework import record


def bars(rulebook: Rulebook, wish: Wish) -> tuple[Bar, ...]:
    """The bars that the charges in a wish rely on, as far as the register showed them. Ask inside a transaction."""
    return tuple(bar for person, day in _relied_on(wish) for bar in _readable(rulebook, person, day))


def _relied_on(wish: Wish) -> Iterator[tuple[str, date]]:
    charges = wish.fields.get("charges")
    for charge in charges if isinstance(charges, (list, tuple)) else ():
        days = charge.get("days") if isinstance(charge, Mapping) else None
        if not isinstance(charge, Mapping) or not charge.get("barred_person") or not isinstance(days, (list, tuple)):
            continue
        yield from ((str(charge["barred_person"]), date.fromisoformat(str(day))) for day in days)


def _readable(rulebook: Rulebook, person: str, day: date) -> Iterator[Bar]:
    """Notices that could be read on that day and told of a bar that held on it."""
    asked = "SELECT sanctions, since, last, published, until FROM casework.published_on(%s, %s)"
    for sanctions, since, last, published, until in record.run(asked, person, day):
        held = since is not None and since <= day <= (last or date.max)
        if held and taken_on(rulebook, sanctions, since):
            yield Bar(person=person, since=published, until=until)
