"""Floors of interim measures: a ground, a scope, and nothing that outlives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from alteram import duties
from alteram.calendar.lengths import Length
from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal

LONGEST = {"review_by": Length(number=6, unit="months"), "expiry": Length(number=18, unit="months")}
A_DAY = timedelta(days=1)
RESTRICTION_ONLY = frozenset({"to", "not_entitled_to", "until", "channel", "person"})


def interim_ground(s: Situation) -> Iterator[Refusal]:
    """ISU-01: a stated risk, why nothing less will do, an application."""
    if s.is_act("interim_applied") and not s.probing:
        blank = [name for name in ("risk", "measures", "lesser") if not s.given(name)]
        if blank:
            yield refuse(
                "E-INTERIM-GROUND",
                "ISU-01",
                f"Not yet: the application says nothing about {wording.listed(blank, 'and')}.",
                "State risk, measures and why lesser ones will not do.",
            )
    unasked = s.meaning == "granted" and deed(s.case, "interim_applied") is None
    if s.is_act("interim_decided") and unasked and not s.is_act("interim_applied") and not s.given("urgent"):
        yield refuse(
            "E-INTERIM-GROUND",
            "ISU-01",
            "Not yet: nobody has applied for a measure in writing.",
            "Apply first, with risk and lesser measures.",
        )


def interim_scope(s: Situation) -> Iterator[Refusal]:
    """ISU-03, ISU-05: an order says what it forbids, is reviewed within six months and ends within eighteen."""
    if s.probing or not s.is_act("interim_decided") or s.meaning != "granted":
        return
    if not s.given("scope"):
        yield refuse("E-INTERIM-SCOPE", "ISU-03", "Not yet: the order does not say what it covers.", "Name the scope.")
    if not s.given("review_by") and not _review_owed(s):
        yield refuse(
            "E-INTERIM-SCOPE",
            "ISU-03",
            "Not yet: the order does not say when it is reviewed, and no rule says so either.",
            "Name the day of the review.",
        )
    first = day_in(s, "first_day") or s.day
    for name, longest in LONGEST.items():
        day, last = day_in(s, name), s.edition.calendar.term(first, longest).day
        if day is not None and day > last:
            yield refuse(
                "E-INTERIM-SCOPE",
                "ISU-03",
                f"Refused: the {wording.plain(name)} lies after {wording.day(last)}, and {longest} is the most.",
                f"Choose {wording.day(last)} or a day before it.",
            )


def _review_owed(s: Situation) -> bool:
    return s.step is not None and any(
        s.edition.steps[rule.step].is_act("interim_reviewed") and (not rule.results or s.result in rule.results)
        for rule in s.step.then
    )


def nothing_outlives(s: Situation) -> Iterator[Refusal]:
    """ISU-07: no warning, note or restriction outlives an interim measure that ends without a finding."""
    until = day_in(s, "note_until") or (day_in(s, "until") if s.is_act("restriction_notified") else None)
    ends, why = _ends(s)
    if until is None or ends is None or until <= ends:
        return
    yield refuse(
        "E-OUTLIVES",
        "ISU-07",
        f"Refused: {why} {wording.day(ends)}, and nothing that came with it stays on file longer.",
        f"Choose {wording.day(ends)} or a day before it.",
    )


def _ends(s: Situation) -> tuple[date | None, str]:
    """The last day of what limits the respondent here; None if no end is known."""
    sanction = s.case.sanction
    if sanction is not None and sanction.first is not None:
        return sanction.last, "the sanction ends on"
    if s.is_act("interim_reviewed") and s.meaning not in ("continued", "varied"):
        return s.day, "the measure ends on"
    if s.case.measure is None:
        past = [measure.ended for measure in s.case.measures if measure.ended is not None]
        return (max(past) - A_DAY, "the measure ended on") if past else (None, "")
    days = [duty.due.day for duty in duties.owed(s.case) if duty.due is not None and _lapses(s, duty)]
    return max(days, default=None), "the measure ends at the latest on"


def _lapses(s: Situation, duty: duties.Duty) -> bool:
    name, _result = duties.deemed_step(s.case, duty.live)
    return bool(name) and s.edition.steps[name].is_act("interim_reviewed")


def ballot_weighed(s: Situation) -> Iterator[Refusal]:
    """ISU-06: a ballot or selection at stake is weighed."""
    applied = deed(s.case, "interim_applied")
    ballots = str(applied.data.get("ballots", "none")) if applied else "none"
    if not s.probing and s.meaning == "granted" and ballots not in ("none", "") and not s.given("ballots_weighed"):
        yield refuse(
            "E-BALLOT-WEIGH",
            "ISU-06",
            "Not yet: a ballot or selection is at stake and was not weighed.",
            "Say how it was weighed.",
        )


def restriction_only(s: Situation) -> Iterator[Refusal]:
    """ISU-08: a branch learns the restriction and its last day, nothing else."""
    more = [name for name in s.fields if name not in RESTRICTION_ONLY]
    if more and not s.probing:
        yield refuse(
            "E-RESTRICTION-ONLY",
            "ISU-08",
            f"Refused: a restriction notice cannot carry {wording.listed(more)}.",
            "Leave it out: name, restriction and dates are all a branch needs.",
        )
