"""How long, or for how many matches, a sanction may last at the most: of the editions that count, the lowest limit.

What one edition allows and the other does not is never used against a member, neither a sanction nor a length of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from alteram.calendar.lengths import Length
from alteram.case import Charge
from alteram.procedure.situation import Situation
from alteram.rulebook.editions import Days, Open, sanctioning, sanctions_open
from alteram.rulebook.model import Edition, Sanction


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most that a sanction may come to, and where it stands if not in the list of the edition that governs."""

    length: Length | None = None
    matches: int | None = None
    because: str = ""


def open_sanctions(s: Situation, charge: Charge) -> Open:
    """The sanctions that are open for a charge on the day of the decision."""
    conduct = charge.days or (s.case.edition.in_force_from,)
    return sanctions_open(s.rulebook, charge.clause, _days(s, *conduct))


def _days(s: Situation, *conduct: date) -> Days:
    received = s.case.entries[0].at if s.case.entries else s.day
    return Days(conduct=conduct, received=received, step=s.day, decided=s.day)


def length(s: Situation, name: str) -> Limit:
    """The longest that a sanction counted in days may last."""
    return _limit(s, name, lambda one: _reaches(s, one.lasts), lambda one: Limit(length=one.lasts))


def matches(s: Situation, name: str) -> Limit:
    """The most matches that a sanction counted in these may come to."""
    return _limit(s, name, lambda one: one.matches, lambda one: Limit(matches=one.matches))


def counted_otherwise(s: Situation, name: str) -> Edition | None:
    """An edition that counts and has the sanction in matches where the governing one has it in days, or the other way.

    Nobody can say which of the two is milder, since nobody knows how many matches there will be.
    """
    own = s.edition.sanctions.get(name)
    for editions in _counting(s, name) if own is not None else ():
        for edition in editions:
            other = edition.sanctions.get(name)
            if own is not None and other is not None and (own.matches is None) != (other.matches is None):
                return edition
    return None


def _reaches(s: Situation, one: Length | None) -> int | None:
    return s.edition.calendar.term(s.day, one).day.toordinal() if one is not None else None


def _limit(
    s: Situation, name: str, size: Callable[[Sanction], int | None], shown: Callable[[Sanction], Limit]
) -> Limit:
    """For each charge proved that leaves it open, the lowest of the editions that count; of several, the highest."""
    own = s.edition.sanctions.get(name)
    if own is None or size(own) is None:
        return Limit()
    lowest = [
        min(found, key=lambda pair: (pair[0], pair[1] is not s.edition))
        for editions in _counting(s, name)
        if (found := list(_sizes((s.edition, *editions), name, size)))
    ]
    most, edition = max(lowest, key=lambda pair: pair[0], default=(0, s.edition))
    if most == size(own) or not lowest:
        return shown(own)
    return replace(shown(edition.sanctions[name]), because=_because(s, edition))


def _sizes(
    editions: tuple[Edition, ...], name: str, size: Callable[[Sanction], int | None]
) -> Iterator[tuple[int, Edition]]:
    for edition in editions:
        found = size(edition.sanctions[name]) if name in edition.sanctions else None
        if found is not None:
            yield found, edition


def _counting(s: Situation, name: str) -> Iterator[tuple[Edition, ...]]:
    """The editions that count: for each charge proved that leaves the sanction open, or, where none was laid, once."""
    proved = [open_sanctions(s, charge) for charge in s.case.charges if charge.proved]
    for one in proved:
        if name in one.sanctions:
            yield one.editions
    if not proved:
        yield sanctioning(s.rulebook, _days(s, *(s.case.conduct or (s.edition.in_force_from,))))[0]


def _because(s: Situation, edition: Edition) -> str:
    """Why another edition than the governing one limits it."""
    _, clause = sanctioning(s.rulebook, _days(s, *(s.case.conduct or (s.edition.in_force_from,))))
    rule = f" (rule {clause})" if clause else ""
    return f"edition {edition.version} counts too and allows no more, and the lower limit binds{rule}"
