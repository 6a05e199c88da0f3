"""Effects on who has a part in the case: appointments, declarations, panels, challenges."""

from __future__ import annotations

from alteram.acts import SEPARATED
from alteram.case.effects import aside
from alteram.case.marking import PARTIES, Marking
from alteram.case.reading import words
from alteram.codec import Entry
from alteram.rulebook.model import Step


def _appointed(case: Marking, step: Step | None, entry: Entry) -> None:
    capacity = str(entry.data.get("capacity", ""))
    for person in words(entry.data.get("person")):
        case.appoint(capacity, person, entry.index)


def _declared(case: Marking, step: Step | None, entry: Entry) -> None:
    interests = words(entry.data.get("interests"))
    for actor in entry.by:
        case.declared[actor.who] = tuple(interest for interest in interests if interest != "none")
        case.waived.pop(actor.who, None)  # what is declared anew is ruled on anew
        if case.declared[actor.who]:
            aside.found(case, actor.who, entry)


def _interest_ruled(case: Marking, step: Step | None, entry: Entry) -> None:
    for person in words(entry.data.get("person")):
        if entry.result == "does_not_bar":
            case.waived[person] = entry.index
        else:
            case.waived.pop(person, None)
            case.remove(person, entry.index)


def _stood_down(case: Marking, step: Step | None, entry: Entry) -> None:
    for person in words(entry.data.get("person")) or tuple(actor.who for actor in entry.by):
        if entry.result == "recused":
            aside.found(case, person, entry)
        aside.told(case, person, entry)
        case.remove(person, entry.index)


def _overlap(case: Marking, step: Step | None, entry: Entry) -> None:
    """One person under two records had two parts: whoever has a hand in the case stands aside, a side stays one."""
    for person in words(entry.data.get("people")):
        aside.found(case, person, entry)
        aside.told(case, person, entry)
        case.remove(person, entry.index)


def _heard(case: Marking, step: Step | None, entry: Entry) -> None:
    """Whoever is named as a witness, or interviewed, is one from then on (IND-01).

    A side, or somebody who has a part in the case just then, keeps that part.
    """
    for person in (*words(entry.data.get("witness")), *words(entry.data.get("person"))):
        if not any(person in case.people_in(part) for part in (*SEPARATED, *PARTIES)):
            case.named.setdefault("witness", set()).add(person)


def _panel_appointed(case: Marking, step: Step | None, entry: Entry) -> None:
    members = words(entry.data.get("panel"))
    capacity = _capacity(case, step)
    case.appointed[capacity] = {}
    for person in members:
        case.appoint(capacity, person, entry.index)
    chair = str(entry.data.get("chair", "")) or (members[0] if members else "")
    case.chairs = (case.chairs - set(members)) | ({chair} if chair else set())


def _panel_replaced(case: Marking, step: Step | None, entry: Entry) -> None:
    out = words(entry.data.get("out"))
    members = case.appointed.setdefault(_capacity(case, step), {})
    for person in out:
        aside.told(case, person, entry)
        members.pop(person, None)
    for person in words(entry.data.get("in")):
        case.appoint(_capacity(case, step), person, entry.index)
    case.chairs -= set(out)
    chair = str(entry.data.get("chair", ""))
    if chair:
        case.chairs = (case.chairs - set(members)) | {chair}


def _capacity(case: Marking, step: Step | None) -> str:
    """The capacity that a step puts people into."""
    role = case.edition.roles.get(step.appoints) if step and step.appoints else None
    return role.capacities[0] if role else "hearing_panel"


def _challenged(case: Marking, step: Step | None, entry: Entry) -> None:
    for person in words(entry.data.get("member")):
        case.challenged[person] = entry.index


def _challenge_ruled(case: Marking, step: Step | None, entry: Entry) -> None:
    upheld = (step.meaning(entry.result) if step else entry.result) == "upheld"
    for person in list(case.challenged):
        if upheld:
            aside.found(case, person, entry)
            aside.told(case, person, entry)
            case.remove(person, entry.index)
    case.challenged.clear()


EFFECTS = {
    "appointed": _appointed,
    "declaration_filed": _declared,
    "stood_down": _stood_down,
    "interest_ruled": _interest_ruled,
    "interview_held": _heard,
    "overlap_found": _overlap,
    "panel_appointed": _panel_appointed,
    "panel_replaced": _panel_replaced,
    "panel_challenged": _challenged,
    "challenge_ruled": _challenge_ruled,
    "witness_named": _heard,
}
