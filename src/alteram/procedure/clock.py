"""The clock: what follows by itself when a day has passed. It may move a case along or let go, nothing else (2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from alteram import duties
from alteram.case import Case, replay
from alteram.duties import Duty
from alteram.people import People
from alteram.procedure import erasing, floors, turning, wording
from alteram.procedure.beyond import ALONE, Beyond
from alteram.procedure.situation import Situation
from alteram.procedure.turning import CLOCK
from alteram.procedure.wishes import Draft, Refusal
from alteram.rulebook.model import Rulebook, Step


def consequence(rulebook: Rulebook, people: People, case: Case, *, until: date, beyond: Beyond = ALONE) -> Draft | None:
    """The next entry of the clock, of all that fall due by the start of the day ``until``; None if there is none.

    Ties go in the order of the clauses. Enter it, fold it, and ask again: each may change what is owed. What a floor
    held back comes on the first day on which nothing holds it any more. Where another edition comes into force, that is
    entered with the first moment of its first day, before anything that follows on that day. The file of an ended case
    goes last; ``beyond`` is what may keep it from other cases.
    """
    turn = turning.due(case, until=until)
    before = until if turn is None else turn.day - timedelta(days=1)
    for duty in _overdue(case, before):
        for situation in _tries(rulebook, people, case, duty, before):
            if not any(True for _ in floors.failed(situation)):
                return _draft(case, duty, situation)
    if turn is not None:
        return turning.draft(case, turn)
    return erasing.due(rulebook, people, case, until=until, as_of=_as_it_stood, beyond=beyond)


def held(
    rulebook: Rulebook, people: People, case: Case, *, until: date
) -> tuple[tuple[Duty, tuple[Refusal, ...]], ...]:
    """Consequences that a floor holds back, each with why: nothing moves, and the clock tries again each day."""
    found = []
    for duty in _overdue(case, until):
        refusals: tuple[Refusal, ...] = ()
        for situation in _tries(rulebook, people, case, duty, until):
            refusals = tuple(floors.failed(situation))
            if not refusals:
                break
        if refusals:
            found.append((duty, refusals))
    return tuple(found)


def _tries(rulebook: Rulebook, people: People, case: Case, duty: Duty, until: date) -> Iterator[Situation]:
    """The days on which the clock tries a consequence, each with the case as it stood then.

    The first is the day after the last one in time. What a floor holds back is tried again each day; only a day on
    which something happened, or until which a floor said to wait, can bring another answer.
    """
    first = _day(duty)
    situation = _situation(rulebook, people, _as_it_stood(case, first), duty, first)
    yield situation
    waited = {refusal.lawful_from for refusal in floors.failed(situation)}
    days = waited | {entry.at for entry in case.entries} | {until}
    for day in sorted(day for day in days if day is not None and first < day <= until):
        state = _as_it_stood(case, day)
        if any(live.rule is duty.rule for live in state.live):
            yield _situation(rulebook, people, state, duty, day)


def _as_it_stood(case: Case, day: date) -> Case:
    """The case at the end of a day: itself, where nothing has happened since."""
    if all(entry.at <= day for entry in case.entries):
        return case
    known = [entry for entry in case.entries if entry.at <= day]
    return replay(case.rulebook, case.name, sorted(known, key=lambda entry: entry.index))


def _overdue(case: Case, until: date) -> list[Duty]:
    found = [duty for duty in duties.owed(case) if duties.deemed_step(case, duty.live)[0] and duty.overdue(until)]
    return sorted(found, key=lambda d: (d.due.day if d.due else date.max, duties.clause_order(d.clause), d.rule.number))


def _day(duty: Duty) -> date:
    due = duty.due.day if duty.due else date.min
    return due + timedelta(days=1)


def _deemed_step(case: Case, duty: Duty) -> tuple[Step, str | None]:
    name, result = duties.deemed_step(case, duty.live)
    return case.edition.steps[name], result or None


def _situation(rulebook: Rulebook, people: People, case: Case, duty: Duty, day: date) -> Situation:
    step, result = _deemed_step(case, duty)
    return Situation(
        rulebook=rulebook,
        people=people,
        case=case,
        step=step,
        acts=step.vocabulary,
        result=result,
        day=day,
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
        edition=case.edition.digest,
    )
