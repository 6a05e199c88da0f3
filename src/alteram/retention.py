"""How long the file of a case is kept, and what was erased of it (requirement DPR-05).

    keeping(case)   the last day on which the file is kept, by outcome, with how it was counted
    erased(case)    the entry that erased the whole file, if one did

Days are counted by the plain calendar, since they may lie beyond the frozen one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.calendar.months import corresponding_date
from alteram.calendar.sentences import in_full
from alteram.case import Case, SanctionDecided
from alteram.codec import Entry
from alteram.rulebook.provisions import Kept

KEY = "key"
"""In the place of digests: the key of the case goes, and with it every text, paper and letter."""
IN_MONTHS = {"months": 1, "years": 12}
IN_DAYS = {"weeks": 7}
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long the file of an ended case is kept. The texts are due to go on the day after ``until.day``."""

    outcome: str  # no_case, not_proved, others, or a sanction
    clause: str
    until: Counted

    @property
    def erase_on(self) -> date:
        """The first day on which nothing is kept any more."""
        return self.until.day + A_DAY


def keeping(case: Case) -> Keeping | None:
    """How long the file is kept. None while nobody can say: the case runs, the book names no time for such an
    outcome, the sanction has no end, or there is nothing left to keep."""
    book = case.edition.retention
    if book is None or not book.erase or case.ended_on is None or erased(case) is not None:
        return None
    found = []
    for outcome in outcomes(case):
        kept = book.for_outcome(outcome)
        until = _until(case, kept) if kept is not None else None
        if until is None:
            return None  # of several outcomes the longest counts, and this one has no end
        found.append(Keeping(outcome=outcome, clause=book.clause, until=until))
    return max(found, key=lambda one: one.until.day)


def outcomes(case: Case) -> tuple[str, ...]:
    """The words under which a rule book says how long the file of such a case is kept."""
    if case.sanction is not None:
        return case.sanction.names or ("others",)
    if case.ending is not None or any(charge.proved for charge in case.charges):
        return ("others",)
    if not case.charges:
        return ("no_case",)
    return ("not_proved",) if all(charge.decided for charge in case.charges) else ("others",)


def erased(case: Case) -> Entry | None:
    """The entry that erased the whole file."""
    return next((entry for entry in case.entries if "text_erased" in entry.acts and whole(entry)), None)


def whole(entry: Entry) -> bool:
    """Whether an entry of erasing means the whole file."""
    named = entry.data.get("digests")
    return KEY in (named if isinstance(named, (list, tuple)) else (named,))


def in_force(case: Case, *, on: date) -> SanctionDecided | None:
    """The sanction that still binds somebody on a day."""
    one = case.sanction
    if one is None or one.first is None or not one.first <= on:
        return None
    last = _last(one)
    if last is not None:
        return one if last >= on else None
    listed = [case.edition.sanctions[name] for name in one.names if name in case.edition.sanctions]
    return one if any(each.for_life or each.never_rejoin for each in listed) else None


def _last(one: SanctionDecided) -> date | None:
    """The last day of a ban: of one without a length, the day before one may ask to come back."""
    if one.last is not None:
        return one.last
    return one.rejoin_from - A_DAY if one.rejoin_from is not None else None


def _until(case: Case, kept: Kept) -> Counted | None:
    ended = case.ended_on or date.min
    if not kept.after:
        return _counted(ended, kept.length, f"the case ended on {in_full(ended)}")
    last = _last(case.sanction) if case.sanction is not None else None
    if last is None:
        return None
    return _counted(max(ended, last), kept.length, f"the sanction ends on {in_full(last)}")


def _counted(start: date, length: Length | None, why: str) -> Counted:
    if length is None:
        return Counted(day=start, start=start, length=None, skipped=(), sentence=f"The file is kept until {why}.")
    day = _on(start, length)
    told = f"The file is kept for {length} after {in_full(start)}, up to {in_full(day)}: {why}."
    return Counted(day=day, start=start, length=length, skipped=(), sentence=told)


def _on(start: date, length: Length) -> date:
    if length.unit in IN_MONTHS:
        return corresponding_date(start, length.number * IN_MONTHS[length.unit])
    return start + length.number * IN_DAYS.get(length.unit, 1) * A_DAY
