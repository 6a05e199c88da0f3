"""Where a case stood on a day, and why: what is owed and how each day was counted, what is open, what is shut and why.

Nothing here judges anew: it puts into sentences what the record, the rules and the calendar give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alteram import duties
from alteram.breaches import Judged, as_data, judge
from alteram.breaches import sentences as told_breaches
from alteram.codec import Entry
from alteram.duties import Duty
from alteram.people import People
from alteram.procedure import Possible, possible, wording
from alteram.rulebook.model import Rulebook
from alteram.standing import explained as how_counted
from alteram.standing import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A case on one day."""

    day: date
    judged: Judged
    owed: tuple[Duty, ...]
    steps: tuple[Possible, ...]
    standing: str  # of the respondent, as the record has it
    counted: tuple[str, ...] = ()  # how its days were counted, and from when one may come back

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(sorted(self.judged.case.stages))


def explain(rulebook: Rulebook, people: People | None, name: str, entries: Sequence[Entry], *, on: date) -> Explained:
    """The case as it stood at the end of a day. Raises ``ValueError`` if it had not begun."""
    judged = judge(rulebook, people, name, entries, until=on)
    return Explained(
        day=on,
        judged=judged,
        owed=duties.owed(judged.case),
        steps=possible(rulebook, people or People(), judged.case, on),
        standing=str(standing(judged.case, on=on)),
        counted=how_counted(judged.case),
    )


def sentences(explained: Explained) -> Iterator[str]:
    """For people, from where the case is to what was wrong on the way."""
    case = explained.judged.case
    yield f"On {wording.day(explained.day)}, under edition {case.edition.version} of {case.edition.body}."
    ended = f"The case ended on {wording.day(case.ended_on)}." if case.ended_on else ""
    yield ended or f"Stages: {', '.join(wording.plain(stage) for stage in explained.stages) or 'none'}."
    yield f"Standing of the respondent: {explained.standing}."
    yield from (f"  {line}" for line in explained.counted)
    yield "Owed:" if explained.owed else "Nothing is owed."
    for duty in explained.owed:
        yield from _owed(explained, duty)
    yield "Steps:"
    for one in explained.steps:
        yield from _step(one)
    yield "Breaches:" if explained.judged.breaches else "No breach was found."
    yield from (f"  {line}" for line in told_breaches(explained.judged))


def _owed(explained: Explained, duty: Duty) -> Iterator[str]:
    case = explained.judged.case
    verb = "may" if duty.right else "must"
    who = wording.listed(duty.roles)
    by = f"by {wording.day(duty.due.day)}" if duty.due else "from the day of service on, or once its clock runs again"
    late = ", and is overdue" if duty.overdue(explained.day) and not duty.right else ""
    yield f"  “{duties.title(case, duty)}” {verb} be done {by}{late} (rule {duty.clause}; {who})."
    if duty.due is not None:
        yield f"    {duty.due.sentence}"
    yield f"    Otherwise {duty.otherwise}."


def _step(one: Possible) -> Iterator[str]:
    name = f"  “{one.step.title}” (rule {one.step.clause}; {wording.listed(one.roles)})"
    if one.open:
        yield f"{name}: open."
        return
    yield f"{name}: shut."
    for refusal in one.refusals:
        yield f"    [{refusal.code}] {refusal.sentence}"
        if refusal.counted:
            yield f"    {refusal.counted.sentence}"


def data(explained: Explained) -> dict[str, object]:
    """The same as plain data."""
    case = explained.judged.case
    return {
        "day": explained.day.isoformat(),
        "ended_on": case.ended_on.isoformat() if case.ended_on else None,
        "stages": list(explained.stages),
        "standing": explained.standing,
        "counted": list(explained.counted),
        "owed": [
            {
                "step": duty.step,
                "title": duties.title(case, duty),
                "right": duty.right,
                "roles": list(duty.roles),
                "overdue": duty.overdue(explained.day),
                "otherwise": duty.otherwise,
                "due": duty.due.as_data(duty.clause) if duty.due else None,
            }
            for duty in explained.owed
        ],
        "steps": [
            {
                "step": one.step.name,
                "title": one.step.title,
                "clause": one.step.clause,
                "roles": list(one.roles),
                "open": one.open,
                "refusals": [
                    {
                        "code": refusal.code,
                        "clause": refusal.clause,
                        "sentence": refusal.sentence,
                        "lawful_from": refusal.lawful_from.isoformat() if refusal.lawful_from else None,
                        "counted": refusal.counted.as_data(refusal.clause) if refusal.counted else None,
                    }
                    for refusal in one.refusals
                ],
            }
            for one in explained.steps
        ],
    } | as_data(explained.judged)
