"""A member's standing for conduct, as of any day.

Only the record sets it: a started sanction, an immediate order, a running interim measure, a court's order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alteram import duties
from alteram.case import Case
from alteram.procedure import Refusal

OTHER_REASONS = ("subscription lapsed", "resigned", "died", "joined", "rejoined", "moved branch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a member may not do for conduct, from a day to a day; ``full`` where nothing stands against it."""

    name: str  # full, interim, left, or the sanction
    first: date | None = None
    last: date | None = None
    entry: int | None = None  # the entry that gives it

    def __str__(self) -> str:
        if self.name == "full":
            return "full"
        if self.name == "interim":
            return f"interim until {self.last}" if self.last else "interim"
        if self.name == "left":
            return f"left {self.first}"
        until = f" to {self.last}" if self.last else ""
        return f"{self.name} from {self.first}{until}"


FULL = Standing(name="full")
CHANGES_STANDING = ("suspension", "expulsion", "removal_from_office")


def standing(case: Case, *, on: date) -> Standing:
    """The respondent's standing in this case on a day."""
    sanction = case.sanction
    if sanction is not None and sanction.first is not None and sanction.first <= on <= (sanction.last or date.max):
        return Standing(name=sanction.names[0], first=sanction.first, last=sanction.last, entry=sanction.entry)
    if case.left_on is not None and case.left_on <= on:
        return Standing(name="left", first=case.left_on)
    for measure in reversed(case.measures):
        if measure.since <= on and (measure.ended is None or on < measure.ended):
            return Standing(name="interim", first=measure.since, last=_last_day(case), entry=measure.entry)
    return FULL


def _last_day(case: Case) -> date | None:
    """The last day of the running measure, if nothing ends it sooner: its longest limit."""
    measure = case.measure
    if measure is None:
        return None
    days = [duty.due.day for duty in duties.owed(case) if duty.due is not None and _ends(case, measure.stage, duty)]
    return max(days, default=None)


def _ends(case: Case, stage: str, duty: duties.Duty) -> bool:
    name, result = duties.deemed_step(case, duty.live)
    if not name or not case.edition.steps[name].is_act("interim_reviewed"):
        return False
    return any(s == stage and r in ("", result) for r, s in case.edition.ended_by.get(name, ()))


def refuse_roll_change(*, reason: str) -> Refusal | None:
    """The answer to a membership system that wants to change a standing: None if the reason is not conduct."""
    if reason.strip().lower() in OTHER_REASONS:
        return None
    return Refusal(
        code="E-STATUS-DISCIPLINE",
        clause="HRG-01",
        sentence="Refused: only the record of a case sets standing for conduct; a roll, a letter or a system cannot.",
        remedy="For a lapsed subscription, a resignation or a death give that reason; for conduct, complain.",
    )
