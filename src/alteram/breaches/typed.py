"""A case told in a few dated steps by somebody who has no record: what was done, when, and with what result.

Nobody is asked for a name or for a text, so who acted and what was written is not judged: order and time are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from alteram import due_process
from alteram.breaches.judging import Breach
from alteram.breaches.repairing import judge
from alteram.breaches.replaying import Judged, least
from alteram.codec import Actor, Entry, Value
from alteram.due_process import Guarantee
from alteram.rulebook.model import Edition, Rulebook, Step

CASE = "a case told in steps"
IN_TIME = "AUD-04"
NOT_ASKED = ("IND-01", "IND-03")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step as it was told."""

    step: str  # of the book
    day: date
    result: str | None = None
    channel: str = ""  # how its letters went; empty: the first that the book knows
    announced: date | None = None  # the day that it fixed for another step


def steps_to_tell(edition: Edition) -> tuple[Step, ...]:
    """The steps of the book that people take, in its order."""
    return tuple(step for step in edition.steps.values() if not step.clock_only)


def results_to_tell(step: Step) -> tuple[str, ...]:
    """The results that a person can bring about."""
    return tuple(result.name for result in step.results if not result.only_by_clock)


def check(rulebook: Rulebook, told: Sequence[Told], *, until: date | None = None) -> Judged:
    """Judge a case told in steps, under the edition in force on the day of the first.

    Raises ``ValueError`` where nothing was told, and for a step or a result that the edition does not have.
    """
    if not told:
        raise ValueError("a case begins with its first step")
    in_order = sorted(told, key=lambda one: one.day)
    edition = rulebook.on(in_order[0].day)
    entries = [_entry(edition, number, one) for number, one in enumerate(in_order)]
    return judge(rulebook, None, CASE, entries, until=until, form=False)


def fairness(judged: Judged) -> tuple[Guarantee, ...]:
    """The guarantees that a case told in steps can answer: nobody was asked who acted, or who approached whom."""
    late = [breach for breach in judged.breaches if breach.code == "E-OVERDUE"]
    return tuple(
        _in_time(one, late) if one.floor == IN_TIME else one
        for one in due_process.ledger(judged.case)
        if one.floor not in NOT_ASKED
    )


def _in_time(guarantee: Guarantee, late: Sequence[Breach]) -> Guarantee:
    if not late:
        return guarantee
    note = f"{len(late)} late, by {max(breach.days for breach in late)} days at most"
    return replace(guarantee, state="breached", entry=late[0].entry, note=note)


def _entry(edition: Edition, number: int, told: Told) -> Entry:
    step = edition.steps.get(told.step)
    if step is None or step not in steps_to_tell(edition):
        raise ValueError(f"edition {edition.version} has no step “{told.step}”")
    known = results_to_tell(step)
    if told.result and told.result not in known:
        raise ValueError(f"“{step.title}” has no result “{told.result}”")
    return Entry(
        case=CASE,
        index=number,
        at=told.day,
        recorded=datetime(told.day.year, told.day.month, told.day.day, 12, tzinfo=UTC),
        step=step.name,
        acts=step.acts,
        result=told.result or (known[0] if len(known) == 1 else None),
        by=tuple(_actor(edition, name) for name in step.by[:1]),
        clauses=(step.clause,),
        edition=edition.digest,
        data=_data(edition, step, told),
        imported={"from": "told in steps"},
    )


def _actor(edition: Edition, role: str) -> Actor:
    known = edition.roles.get(role)
    return Actor(who=f"the {role}", role=role, capacity=known.capacities[0] if known else role)


def _data(edition: Edition, step: Step, told: Told) -> dict[str, Value]:
    """What the rules need to count and to follow the case; everything else was not asked."""
    data: dict[str, Value] = dict(least(edition, step, told.day))
    if step.tells:
        data["channel"] = told.channel or next(iter(edition.calendar.service), "portal")
    if step.announces and told.announced is not None:
        data["hearing_on"] = told.announced.isoformat()
    return data
