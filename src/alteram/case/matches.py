"""Bans counted in matches: which matches count, how many are left, and the last day that follows from them.

asked(case, names, written)       how many a decision sets: what it says, or the fixed number of the list
begin(case, sanction)             the ban bites: it runs to its last match, and at the longest to a day
until(total, left, last)          its end in words, as long as matches are left
record(case, sanction, match)     one more match is entered
strike(case, sanction, …)         one was entered by mistake
recount(case, sanction)           the last day anew, from what is recorded and what counts
reached(case, sanction, day)      the interim measure under which a match of this day was missed, if the list credits it
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from alteram.calendar.days import Counted
from alteram.calendar.sentences import in_full, listed
from alteram.case.values import Match, Measure, SanctionDecided
from alteram.rulebook.provisions import Sanction

if TYPE_CHECKING:
    from alteram.case.marking import Marking

A_DAY = timedelta(days=1)
KEPT_AWAY = "events"
"""What an interim measure must reach for a match to be missed under it."""


def in_matches(case: Marking, names: tuple[str, ...]) -> tuple[Sanction, ...]:
    """Those of these sanctions that the list counts in matches."""
    known = (case.edition.sanctions.get(name) for name in names)
    return tuple(one for one in known if one is not None and one.matches is not None)


def asked(case: Marking, names: tuple[str, ...], written: object) -> int | None:
    """How many matches a decision sets; None of a sanction that is counted in days."""
    found = in_matches(case, names)
    if not found:
        return None
    if str(written or "").isdigit():
        return int(str(written))
    return max((one.matches or 0 for one in found if not one.matches_up_to), default=None)


def longest(case: Marking, names: tuple[str, ...], first: date) -> Counted | None:
    """The last day of a ban that begins on a day, however few matches are played; by the shortest time of the list."""
    lengths = [one.no_later_than for one in in_matches(case, names) if one.no_later_than is not None]
    return min((case.calendar.term(first, one) for one in lengths), key=lambda one: one.day, default=None)


def begin(case: Marking, sanction: SanctionDecided) -> None:
    """The ban bites from its first day. ``sanction.first`` is set."""
    if sanction.matches is not None and sanction.first is not None:
        sanction.longest = longest(case, sanction.names, sanction.first)
        recount(case, sanction)


def record(case: Marking, sanction: SanctionDecided, match: Match) -> None:
    """One more match that was missed."""
    sanction.recorded = (*sanction.recorded, match)
    recount(case, sanction)


def strike(case: Marking, sanction: SanctionDecided, entries: tuple[int, ...], by: int, on: date) -> None:
    """Matches that were entered by mistake count no more. A ban that was over by them runs on from this day: whoever
    played in between was free to."""
    was_over = sanction.left == 0
    before = sanction.last
    sanction.recorded = tuple(
        replace(one, struck=by) if one.entry in entries and one.struck is None else one for one in sanction.recorded
    )
    recount(case, sanction)
    if was_over and sanction.left and before is not None and before + A_DAY < on:
        sanction.free = (*sanction.free, (before + A_DAY, on - A_DAY))


def recount(case: Marking, sanction: SanctionDecided) -> None:
    """The last day: that of the last match or, until it is played, the longest day there is."""
    if sanction.matches is None or sanction.first is None:
        return
    counted = [one for one in sanction.recorded if one.struck is None and _counts(case, sanction, one)]
    sanction.missed = tuple(sorted(counted, key=lambda one: (one.day, one.entry)))[: sanction.matches]
    last = sanction.longest.day if sanction.longest is not None else None
    if not sanction.left:
        played = sanction.missed[-1].day if sanction.missed else sanction.first - A_DAY
        last = max(played, sanction.first - A_DAY)
    days = [day for day in (last, sanction.cut) if day is not None]
    sanction.last = min(days, default=None)
    if sanction.longest is not None:
        sanction.counted = replace(
            sanction.longest, day=sanction.last or sanction.longest.day, sentence=sentence(sanction)
        )


def _counts(case: Marking, sanction: SanctionDecided, match: Match) -> bool:
    """A match under the ban itself, or under an interim measure that the list credits."""
    if sanction.first is None or match.day >= sanction.first:
        return True
    return reached(case, sanction, match.day) is not None


def reached(case: Marking, sanction: SanctionDecided, day: date) -> Measure | None:
    """The interim measure that kept the person from a match on a day before the ban, where the list credits that."""
    if not any(one.credit_interim for one in in_matches(case, sanction.names)):
        return None
    for measure in case.measures:
        ran = measure.since <= day and (measure.ended is None or day < measure.ended)
        if ran and KEPT_AWAY in measure.scope and not stayed(case, measure.entry, day):
            return measure
    return None


def stayed(case: Marking, entry: int, day: date) -> int | None:
    """The order of a court that kept from having effect, on a day, what an entry gave; None if there is none."""
    for order in case.orders:
        if order.lifts and order.entry > entry and order.first <= day <= (order.last or date.max):
            return order.entry
    return None


def sentence(sanction: SanctionDecided, *, entries: bool = True) -> str:
    """How it is counted, for whoever asks: which matches, by which entries (for those who may open them), and the
    longest day."""
    if sanction.matches is None or sanction.longest is None:
        return ""
    told = [f"{so_many(sanction.matches)}."]
    if sanction.missed:
        missed = [
            f"{one.name} on {in_full(one.day)}{f' (entry {one.entry})' if entries else ''}" for one in sanction.missed
        ]
        told.append(f"Missed: {listed(missed)}.")
    if sanction.left:
        told.append(f"{sanction.left} of {so_many(sanction.matches)} left. It ends with the day of the last of them.")
    elif sanction.last is not None:
        told.append(f"The last is missed, so it ends with {in_full(sanction.last)}.")
    told.append(f"At the longest: {sanction.longest.sentence}")
    return " ".join(told)


def until(total: int, left: int, last: date | None) -> str:
    """The end of a ban that is not served yet, in place of a last day."""
    longest = f", and at the longest to {in_full(last)}" if last is not None else ""
    return f"{left} of {so_many(total)} left{longest}"


def so_many(number: int) -> str:
    """``1 match``, ``4 matches``."""
    return f"{number} match" if number == 1 else f"{number} matches"
