"""The days of a sanction: its last day, what counts towards it, and from when one may ask to come back.

counted(case, names, length, first)    the last day of a term that begins on a day, with what is taken off
served(case, names, first)             the days under an interim measure that count towards it, and whose entries
rejoin_from(case, names, first)        the first day on which readmission may be asked for
never_rejoin(case, names)              whether the list says that it never may
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.calendar.months import last_of_term
from alteram.calendar.sentences import in_full
from alteram.case import matches
from alteram.case.values import Measure, SanctionDecided, Served
from alteram.rulebook.provisions import Sanction

if TYPE_CHECKING:
    from alteram.case.marking import Marking

A_DAY = timedelta(days=1)
IN_MONTHS = {"months": 1, "years": 12}
IN_DAYS = {"days": 1, "weeks": 7}


NOTHING = Served()


def _named(case: Marking, names: tuple[str, ...]) -> Iterator[Sanction]:
    return (case.edition.sanctions[name] for name in names if name in case.edition.sanctions)


def served(case: Marking, names: tuple[str, ...], first: date) -> Served:
    """What counts towards a sanction that begins on this day, where the list credits time under an interim measure.

    A day counts once, however many measures ran, and not if a court's order kept the measure from having effect.
    """
    if not any(one.credit_interim for one in _named(case, names)):
        return NOTHING
    found: set[int] = set()
    entries = []
    for measure in case.measures:
        days = _days_under(case, measure, first)
        if days - found:
            entries.append(measure.entry)
            found |= days
    return Served(days=len(found), entries=tuple(entries))


def _days_under(case: Marking, measure: Measure, first: date) -> set[int]:
    until = min(measure.ended or first, first)
    days = set(range(measure.since.toordinal(), until.toordinal()))
    for order in case.orders:
        if order.lifts and order.entry > measure.entry:
            last = order.last or first
            days -= set(range(order.first.toordinal(), last.toordinal() + 1))
    return days


def publicly(sanction: SanctionDecided) -> str:
    """How the last day was counted, for everybody: without the entries, and with no word of what ran before it."""
    if sanction.matches is not None:
        return matches.sentence(sanction, entries=False)
    if sanction.lengthened is not None and sanction.last is not None:
        return f"It was lengthened by a decision of its own, to {in_full(sanction.last)}."
    if sanction.whole is None or sanction.last is None:
        return ""
    told = [sanction.whole.sentence]
    if sanction.served.days:
        days = "1 day counts" if sanction.served.days == 1 else f"{sanction.served.days} days count"
        told.append(f"By the list of sanctions {days} towards it, so it ends on {in_full(sanction.last)}.")
    elif sanction.last < sanction.whole.day:
        told.append(f"It was ended sooner, with {in_full(sanction.last)}.")
    return " ".join(told)


def counted(case: Marking, names: tuple[str, ...], length: Length, first: date) -> tuple[Counted, Served]:
    """The last day of a term that begins on a day, and what was taken off; served whole, it ends before it begins."""
    whole = case.calendar.term(first, length)
    credit = served(case, names, first)
    return _less(whole, credit), credit


def _less(whole: Counted, credit: Served) -> Counted:
    if not credit.days:
        return whole
    last = max(whole.day - credit.days * A_DAY, whole.start - A_DAY)
    ends = f"so it ends on {in_full(last)}." if last >= whole.start else "so it is served already."
    return replace(whole, day=last, sentence=f"{whole.sentence} {credit.sentence.removesuffix('.')}, {ends}")


def begin(case: Marking, sanction: SanctionDecided, first: date) -> None:
    """The sanction bites from this day: its last day, and from when one may come back, follow from the list."""
    sanction.first = first
    sanction.rejoin_from = rejoin_from(case, sanction.names, first)
    if sanction.lasts is not None:
        sanction.counted, sanction.served = counted(case, sanction.names, sanction.lasts, first)
        sanction.last = sanction.counted.day
        sanction.whole = case.calendar.term(first, sanction.lasts)
    matches.begin(case, sanction)


def count_anew(case: Marking) -> None:
    """Time under a measure that was taken back counts no more: what it took off a sanction is served after all."""
    for one in case.sanctions:
        matches.recount(case, one)
        if one.first is not None and one.lasts is not None and one.served.days:
            whole, one.served = counted(case, one.names, one.lasts, one.first)
            if one.counted is not None:  # a term that was lengthened since has the day that was set then
                one.last = whole.day if one.last == one.counted.day else one.last
                one.counted = whole


def rejoin_from(case: Marking, names: tuple[str, ...], first: date) -> date | None:
    """The first day on which readmission may be asked for, of a sanction that begins on a day; None: no day is set.

    Five years from 20 June are over with 19 June; so many days or weeks likewise. The plain calendar counts: such a
    day may lie beyond the frozen one.
    """
    lengths = [one.rejoin_after for one in _named(case, names) if one.rejoin_after is not None]
    return max((_over(first, length) for length in lengths), default=None)


def _over(first: date, length: Length) -> date:
    if length.unit in IN_MONTHS:
        return last_of_term(first, length.number * IN_MONTHS[length.unit]) + A_DAY
    return first + length.number * IN_DAYS.get(length.unit, 1) * A_DAY


def never_rejoin(case: Marking, names: tuple[str, ...]) -> bool:
    """Whether the list says of one of these sanctions that nobody comes back from it."""
    return any(one.never_rejoin for one in _named(case, names))
