"""Who moves up when a member of a panel leaves it: the next of those named to stand ready, who is still fit to sit.

    left(...)       who was named for a body and cannot act any more, and why
    against(...)    by which code somebody may not be put into a body by a step
    next_named(...) the first of those named to stand ready who may, and why those before may not

Nobody moves up without a deed. Whoever names the panel replaces the member by the step of the book, so that the
newcomer declares first and may be challenged like anybody. Where nobody stands ready, the lot decides: see
:mod:`alteram.draw`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from alteram.case import Case
from alteram.case.reading import words
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import one_person, separation
from alteram.procedure.beyond import ALONE, Beyond
from alteram.procedure.bodies import fillable, missing
from alteram.procedure.persons import fit_to_sit
from alteram.procedure.situation import Situation
from alteram.rulebook.model import Role, Step

WHY_OUT = {"interest_ruled": "declared", "overlap_found": "removed"}
LINKED = "E-INTEREST"
"""What is said of everybody who has a part in the case or a link to it: not which, since both sides read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Who moves up; and those named to stand ready before them who may not, each with the code that says why."""

    person: str | None = None
    passed: Mapping[str, str] = field(default_factory=dict)


def left(case: Case, people: People, role: Role, *, on: date) -> dict[str, str]:
    """The members named for a body who cannot act on a day and whom nobody has replaced, each with the reason.

    The reason is the result by which somebody stood down (``ill``, ``removed``, ``recused``, ``term``; ``left`` if none
    was said), ``challenged``, ``declared`` for a link that bars them, or ``term`` for a place in the pool that is over.
    """
    named = _naming(case, role)
    if named is None:
        return {}
    came, went = list(words(named.data.get("panel"))), set(fit_to_sit(case, people, role, on=on))
    for entry in _replacements(case, role, named):
        came += words(entry.data.get("in"))
        went |= set(words(entry.data.get("out")))
    return {one: _why(case, one) for one in dict.fromkeys(came) if one not in went}


def against(case: Case, people: People, step: Step, person: str, *, on: date, beyond: Beyond = ALONE) -> str:
    """By which code somebody may not be put into a body by this step on that day; empty if nothing stands against it.

    The rules are those of an appointment: separation, links, offices, the place in the pool and the training.
    """
    office = people.office_of(person, on=on)
    if office is not None:
        return "E-ROLE-EXEC"
    apart = one_person.Reading(case=case, people=people, beyond=beyond)
    readings = (apart, one_person.reading(case, people, beyond))
    asked = (_asked(read, step, person, on) for read in readings if read is not None)
    refusal = next((found for situation in asked for found in separation.assigned(situation)), None)
    if refusal is None:
        return ""
    return LINKED if refusal.code.startswith("E-SOD") else refusal.code


def _asked(read: one_person.Reading, step: Step, person: str, on: date) -> Situation:
    """The step that would put somebody into a body, in one reading of the case."""
    assert read.case is not None  # noqa: S101  # there is a case in every reading of a case
    asks = "in" if step.is_act("panel_replaced") else "panel"
    return Situation(
        rulebook=read.case.rulebook, people=read.people, case=read.case, step=step, acts=step.vocabulary, result=None,
        day=on, fields={asks: [read.person(person)]}, beyond=read.beyond,
    )  # fmt: skip


def next_named(case: Case, people: People, step: Step, *, out: str, on: date, beyond: Beyond = ALONE) -> Ready:
    """The first of those named to stand ready who may take the place of ``out`` by this step on that day."""
    role = case.edition.roles[step.appoints]
    passed: dict[str, str] = {}
    for one in _standing_ready(case, role):
        code = against(case, people, step, one, on=on, beyond=beyond) or _mix(case, people, role, one, out, on)
        if not code:
            return Ready(person=one, passed=passed)
        passed[one] = code
    return Ready(passed=passed)


def _standing_ready(case: Case, role: Role) -> Iterable[str]:
    """Those named to stand ready with the panel, who have not come in since."""
    named = _naming(case, role)
    if named is None:
        return ()
    came = {one for entry in _replacements(case, role, named) for one in words(entry.data.get("in"))}
    return [one for one in words(named.data.get("substitutes")) if one not in came]


def _mix(case: Case, people: People, role: Role, person: str, out: str, on: date) -> str:
    """The code for a body that would not have the mix that the book asks for, were this person to come in."""
    stay = {one for one in fit_to_sit(case, people, role, on=on) if one != out}
    members = tuple(stay | {person})
    return "" if fillable(role, members, missing(case.edition, people, role, members, on=on)) else "E-QUORUM"


def _naming(case: Case, role: Role) -> Entry | None:
    """The entry by which this body was named last."""
    steps = [step for step in case.edition.steps_of("panel_appointed") if step.appoints == role.name]
    found = [case.last[step.name] for step in steps if step.name in case.last]
    return max(found, key=lambda entry: entry.index, default=None)


def _replacements(case: Case, role: Role, named: Entry) -> list[Entry]:
    """The entries by which members of this body were replaced since it was named."""
    steps = {step.name for step in case.edition.steps_of("panel_replaced") if step.appoints == role.name}
    return [
        entry
        for entry in case.entries
        if entry.step in steps and entry.index > named.index and entry.index not in case.overtaken
    ]


def _why(case: Case, person: str) -> str:
    number = case.excluded.get(person)
    entry = next((one for one in case.entries if one.index == number), None)
    if entry is None:
        return "declared" if case.barred_by(person) else "term"
    if "stood_down" in entry.acts:
        return entry.result or "left"
    return WHY_OUT.get(entry.acts[0], "challenged")
