"""The clock: what follows by itself when a day has passed. It may move a case along or let go, nothing else (2.6)."""

from __future__ import annotations

from datetime import date, timedelta

from alteram import duties
from alteram.case import Case
from alteram.codec import Actor
from alteram.duties import Duty
from alteram.people import People
from alteram.procedure import floors, wording
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Draft, Refusal
from alteram.rulebook.model import Rulebook, Step

CLOCK = Actor(who="clock", role="clock", capacity="clock")


def consequence(rulebook: Rulebook, people: People, case: Case, *, until: date) -> Draft | None:
    """The next entry of the clock, of all that fall due by the start of the day ``until``; None if there is none.

    Ties go in the order of the clauses. Enter it, fold it, and ask again: each may change what is owed.
    """
    for duty in _overdue(case, until):
        situation = _situation(rulebook, people, case, duty)
        if not any(True for _ in floors.failed(situation)):
            return _draft(case, duty, situation)
    return None


def held(
    rulebook: Rulebook, people: People, case: Case, *, until: date
) -> tuple[tuple[Duty, tuple[Refusal, ...]], ...]:
    """Consequences that a floor holds back, each with why: nothing moves, and the clock tries again each day."""
    found = []
    for duty in _overdue(case, until):
        refusals = tuple(floors.failed(_situation(rulebook, people, case, duty)))
        if refusals:
            found.append((duty, refusals))
    return tuple(found)


def _overdue(case: Case, until: date) -> list[Duty]:
    found = [duty for duty in duties.owed(case) if duties.deemed_step(case, duty.live)[0] and duty.overdue(until)]
    return sorted(found, key=lambda d: (d.due.day if d.due else date.max, duties.clause_order(d.clause), d.rule.number))


def _day(duty: Duty) -> date:
    due = duty.due.day if duty.due else date.min
    return due + timedelta(days=1)


def _deemed_step(case: Case, duty: Duty) -> tuple[Step, str | None]:
    name, result = duties.deemed_step(case, duty.live)
    return case.edition.steps[name], result or None


def _situation(rulebook: Rulebook, people: People, case: Case, duty: Duty) -> Situation:
    step, result = _deemed_step(case, duty)
    return Situation(
        rulebook=rulebook,
        people=people,
        case=case,
        step=step,
        acts=step.vocabulary,
        result=result,
        day=_day(duty),
        by=("clock",),
        fields={},
        by_rule=True,
    )


def _draft(case: Case, duty: Duty, situation: Situation) -> Draft:
    step, result = _deemed_step(case, duty)
    due = f"the end of {wording.day(duty.due.day)}" if duty.due else "the day set"
    why = f"By {due} nobody had taken “{duties.title(case, duty)}”; rule {duty.clause} then says what follows."
    data: dict[str, object] = {"why": why}
    if step.tells:
        data["channel"] = case.calendar.usual_channel
    clauses = tuple(dict.fromkeys((step.clause, duty.clause)))
    return Draft(
        step=step.name,
        acts=step.acts,
        result=result,
        at=situation.day,
        time=None,
        by=(CLOCK,),
        typed_by=None,
        clauses=clauses,
        data=data,
        texts={},
        deemed=duty.rule.id,
    )
