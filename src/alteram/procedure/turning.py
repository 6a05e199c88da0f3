"""When a running case goes on under another edition, and what a transitional rule then makes it owe.

The clock enters it, on the day from which it holds: so everybody reads in the record under which rules each step was
taken, and what became of what was open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alteram.case import Case
from alteram.case.effects.editions import losses, transition
from alteram.codec import Actor
from alteram.procedure import wording
from alteram.procedure.wishes import Draft
from alteram.rulebook.editions import Days, Governing, OwedInstead, running
from alteram.rulebook.model import Edition

CLOCK = Actor(who="clock", role="clock", capacity="clock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A day on which the rules of a case change."""

    day: date
    in_force: Edition  # what comes into force
    governs: Governing  # and what the case goes on under


def due(case: Case, *, until: date) -> Turn | None:
    """The next change of the rules that is not in the record by a day; None where the case goes on as it is."""
    if len(case.rulebook.editions) < 2 or not case.entries or case.ended:
        return None
    if all(edition.digest != case.edition.digest for edition in case.rulebook.editions):
        return None  # begun under a draft: nothing takes its place
    return next((turn for day in _days(case, until) if (turn := _on(case, day)) is not None), None)


def _days(case: Case, until: date) -> list[date]:
    """Days since the complaint on which another edition comes into force, or the step is taken up to which one was
    kept."""
    since = max(case.entries[0].at, case.looked_at)
    first = {edition.in_force_from for edition in case.rulebook.editions}
    up_to = {rule.until for edition in case.rulebook.editions for rule in edition.transitional if rule.until}
    taken = {case.last[name].at for name in up_to if name in case.last}
    return sorted({day for day in first if since < day <= until} | {day for day in taken if since <= day <= until})


def _on(case: Case, day: date) -> Turn | None:
    done = {name: entry.at for name, entry in case.last.items() if entry.at <= day}
    now = case.rulebook.on(day)
    governs = governing(case, day, done)
    begun = governing(case, case.entries[0].at, {})
    turns = governs.edition.digest not in (case.edition.digest, begun.edition.digest)
    comes = now.in_force_from == day and case.entries[-1].at < day
    if not turns and not (comes and _instead(case, now)):
        return None
    # A record that went on under the older edition stays as it was taken: it turns after its last entry, never before.
    return Turn(day=max(day, case.entries[-1].at), in_force=now, governs=governs)


def _instead(case: Case, now: Edition) -> tuple[OwedInstead, ...]:
    """The transitional rules of an edition that change what the case owes."""
    if case.looked_at >= now.in_force_from:
        return ()  # they held when it came into force
    return transition(case, now, case.entries[-1])[1]


def governing(case: Case, day: date, done: Mapping[str, date]) -> Governing:
    """The edition that governs the steps of a day, with ``done`` taken before it."""
    days = Days(conduct=case.conduct, received=case.entries[0].at, step=day)
    return running(case.rulebook, done, days)


def draft(case: Case, turn: Turn) -> Draft:
    """What the clock enters."""
    rule = turn.governs
    told = [rule.sentence]
    ends = list(losses(case, rule.edition)) if rule.edition.digest != case.edition.digest else []
    if ends:
        told.append(f"It has no more, and so there end: {wording.listed(ends, 'and')}.")
    instead = _instead(case, turn.in_force)
    told += [f"Rule {one.clause} of edition {turn.in_force.version} says what is owed meanwhile." for one in instead]
    clauses = tuple(dict.fromkeys(one for one in (rule.clause, *(one.clause for one in instead)) if one))
    return Draft(
        step=None, acts=("rules_changed",), result=None, at=turn.day, time=None, by=(CLOCK,), typed_by=None,
        clauses=clauses, texts={}, edition=rule.edition.digest,
        data={"in_force": turn.in_force.version, "governs": rule.edition.version, "why": " ".join(told)},
    )  # fmt: skip
