"""When the file of an ended case goes by itself: on the day that the rule book gives, unless a floor keeps it.

The clock enters it. What a hold or a claim kept goes on the first day on which nothing keeps it any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from alteram import retention
from alteram.acts import act as act_of
from alteram.case import Case
from alteram.people import People
from alteram.procedure import floors
from alteram.procedure.beyond import ALONE, Beyond
from alteram.procedure.situation import Situation
from alteram.procedure.turning import CLOCK
from alteram.procedure.wishes import Draft, Refusal
from alteram.retention import Keeping
from alteram.rulebook.model import Rulebook

AsOf = Callable[[Case, date], Case]
"""A case as it stood at the end of a day."""


def due(
    rulebook: Rulebook, people: People, case: Case, *, until: date, as_of: AsOf, beyond: Beyond = ALONE
) -> Draft | None:
    """The entry that erases the file, if a day has come by ``until`` on which nothing keeps it."""
    kept = retention.keeping(case)
    if kept is None or kept.erase_on > until:
        return None
    happened = {entry.at for entry in case.entries if kept.erase_on < entry.at <= until}
    days = {kept.erase_on, until, *happened}
    for refusal in _refusals(rulebook, people, case, kept, kept.erase_on, beyond):
        days |= {refusal.lawful_from} if refusal.lawful_from is not None and refusal.lawful_from <= until else set()
    for day in sorted(days):
        state = as_of(case, day)
        then = retention.keeping(state)
        if then is not None and not any(True for _ in _refusals(rulebook, people, state, then, day, beyond)):
            return _draft(state, then, day)
    return None


def held(rulebook: Rulebook, people: People, case: Case, *, until: date, beyond: Beyond = ALONE) -> tuple[Refusal, ...]:
    """Why a file that is due to go is kept all the same; nothing where none is due, or nothing keeps it."""
    kept = retention.keeping(case)
    if kept is None or kept.erase_on > until:
        return ()
    return _refusals(rulebook, people, case, kept, until, beyond)


def _refusals(
    rulebook: Rulebook, people: People, case: Case, kept: Keeping, day: date, beyond: Beyond
) -> tuple[Refusal, ...]:
    situation = Situation(
        rulebook=rulebook, people=people, case=case, step=None, acts=(act_of("text_erased"),), result=None, day=day,
        by=(CLOCK.who,), fields=_fields(kept), by_rule=True, beyond=beyond,
    )  # fmt: skip
    return tuple(floors.failed(situation))


def _fields(kept: Keeping) -> dict[str, object]:
    return {"digests": [retention.KEY], "rule": kept.clause or "DPR-05"}


def _draft(case: Case, kept: Keeping, day: date) -> Draft:
    return Draft(
        step=None, acts=("text_erased",), result=None, at=day, time=None, by=(CLOCK,), typed_by=None,
        clauses=(kept.clause,) if kept.clause else (), texts={}, edition=case.edition.digest,
        data={**_fields(kept), "outcome": kept.outcome, "why": kept.until.sentence},
    )  # fmt: skip
