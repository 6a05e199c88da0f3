"""What somebody did whose interest came out later: it stands unless it is challenged, where the book says so.

Who declares a link after having acted, withdraws for one, or is challenged with success stands aside. Once the parties
have been told, they may challenge what that person did before; the chair or an adjudicator rules on it.
"""

from __future__ import annotations

from alteram.acts.investigation import MUST_DECLARE
from alteram.case.effects.courts import findings, without_effect
from alteram.case.marking import Marking
from alteram.case.reading import numbers, words
from alteram.case.values import Aside
from alteram.codec import Entry
from alteram.rulebook.model import Step

DECIDING = frozenset({"triage", *MUST_DECLARE})
"""Capacities in which somebody decides, investigates or advises."""


def found(case: Marking, person: str, entry: Entry) -> None:
    """Somebody stands aside; what they have done before is remembered, if they have done anything."""
    rule = case.edition.declaring
    if rule is None or not rule.unless_challenged or any(one.person == person for one in case.aside):
        return
    did = tuple(one.index for one in case.entries if one.index != entry.index and _acted(case, one, person))
    if did:
        case.aside.append(Aside(person=person, found=entry.index, did=did))


def told(case: Marking, person: str, entry: Entry) -> None:
    """The parties learn who has stood aside: from now on they may challenge what that person did."""
    for one in case.aside:
        if one.person == person and one.told is None:
            one.told = case.calendar.local_day(entry.recorded)


def _acted(case: Marking, entry: Entry, person: str) -> bool:
    """Whether this is a step of the case in which somebody had a part that decides, investigates or advises."""
    if entry.step is None or entry.index in case.overtaken:
        return False
    return any(actor.who == person and actor.capacity in DECIDING for actor in entry.by)


def _challenged(case: Marking, step: Step | None, entry: Entry) -> None:
    for one in case.aside:
        if one.person in words(entry.data.get("acts_of")) and one.ruled is None:
            one.challenged = one.challenged if one.challenged is not None else entry.index


def ruled(case: Marking, entry: Entry, *, falls: bool) -> None:
    """A ruling on what was challenged: it stands, or it falls and is done again where the case has not gone past it."""
    named = numbers(entry.data.get("application"))
    for one in case.aside:
        if one.challenged is None or one.ruled is not None or (named and one.challenged not in named):
            continue
        one.ruled = entry.index
        if falls:
            _fall(case, one, entry)


def _fall(case: Marking, one: Aside, entry: Entry) -> None:
    without_effect(case, one.did, None, entry.at)
    findings(case, one.did, "")
    for measure in case.measures:
        if measure.entry in one.did:
            case.stages.pop(measure.stage, None)  # the stage lasts as long as the measure, as the measure as the stage
    for name in [name for name, last in case.last.items() if last.index in one.did]:
        stages = case.edition.steps[name].only_while
        if not stages or any(stage in case.stages for stage in stages):
            case.reopen(name, entry)


EFFECTS = {"application_made": _challenged}
