"""The hearing room for a page: who sits and who is in, where the hearing stands, what was noted, and what comes next.

    may_enter(opened)             whoever sits, their clerk and their adviser; nobody else, and nobody before declaring
    now(opened, viewer, address)  the room as it stands, for the part of the page that is read again and again

Everything is cut to the entries that the viewer sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.acts import ACTS
from alteram.procedure import possible, wording
from alteram.procedure.floors.votes import ballots
from alteram.procedure.room import Room, room, rulings, sitting
from alteram.procedure.situation import deed
from alteram.rulebook.model import Step
from alteram_web.casework import asking, pages
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import River, Viewer

ROOM = ("hearing_panel", "clerk", "legal_adviser")
Address = Callable[[str], str]
STAGES = (
    (gettext_lazy("Before anything is heard"), ("hearing_opened",)),
    (gettext_lazy("The facts"), ("respondent_heard", "charge_decided")),
    (gettext_lazy("What the facts mean"), ("hearing_noted",)),
    (gettext_lazy("The sanction"), ("mitigation_heard", "sanction_decided")),
    (gettext_lazy("The end"), ("hearing_closed", "reasons_served")),
)
CAPACITIES = {
    "hearing_panel": gettext_lazy("sits on the panel"),
    "clerk": gettext_lazy("clerk"),
    "legal_adviser": gettext_lazy("legal adviser"),
    "presenter": gettext_lazy("presents the case"),
    "respondent": gettext_lazy("respondent"),
    "complainant": gettext_lazy("complained"),
}
OPENNESS = {
    "public": gettext_lazy("Public. Anybody may be in the room."),
    "private": gettext_lazy("Private. The public is not in the room."),
    "partly private": gettext_lazy("Public, but for the parts that are noted as private."),
}
CHECKLIST = ("service_proved", "absence_reason", "prejudice", "seriousness")


def may_enter(opened: Open) -> bool:
    held = {holding.capacity for holding in opened.held}
    return bool(held & set(ROOM)) and not pages.must_declare(opened) and "recording" in opened.page.classes


def to_come(opened: Open) -> bool:
    """Whether a hearing of the panel is listed, goes on or was held."""
    steps = {step.name for step in _steps(opened, ("hearing_opened",))}
    return room(opened.case) is not None or bool(steps & set(opened.case.announced))


def sits(opened: Open) -> bool:
    """Whether the viewer is of the panel of this hearing."""
    here = room(opened.case)
    return here is not None and opened.viewer in here.sits


def now(opened: Open, viewer: Viewer, address: Address) -> dict[str, Any]:
    """The room as it stands. Before the hearing opens, only its order."""
    here = room(opened.case)
    owed = pages.owed(opened, viewer, address)
    found = {"order": order(opened, viewer, address), "owed": owed[:3], "read": _clock(viewer.now), "here": None}
    if here is None:
        return found
    noted = _noted(opened, here)
    return {
        **found,
        "here": here,
        "openness": OPENNESS.get(here.openness, here.openness),
        "is_private": here.openness == "private",
        "since": _since(opened, here.since),
        "rests": _rests(here),
        "closed": here.closed is not None,
        "people": list(_people(opened, here)),
        "may_note": here.open and asking.may_do(opened, "hearing_noted"),
        "absence": _absence(opened, here, address),
        "votes": _votes(opened, here),
        "noted": noted,
    }


# The order -----------------------------------------------------------------------------------------------------------


def order(opened: Open, viewer: Viewer, address: Address) -> list[dict[str, Any]]:
    """The stages as the book has them, what stands of each, and of whatever is later why not yet."""
    shut = {
        one.step.name: one.refusals
        for one in possible(opened.rulebook, opened.people, opened.case, viewer.day, beyond=opened.beyond)
    }
    mine = {one["name"]: one for group in pages.may_happen(opened, viewer, address).values() for one in group}
    stages: list[dict[str, Any]] = []
    for title, acts in STAGES:
        steps = [_step(opened, step, shut, mine) for step in _steps(opened, acts)]
        if steps:
            stages.append({"title": title, "steps": steps, "done": all(one["done"] for one in steps)})
    current = next((one for one in stages if not one["done"]), None)
    for one in stages:
        one["state"] = "done" if one["done"] else "now" if one is current else "later"
    return stages


def _steps(opened: Open, acts: tuple[str, ...]) -> Iterator[Step]:
    """The steps that belong to this hearing: those of the panel, of its chair, or of its clerk for it."""
    edition = opened.case.edition
    panels = {name for name, role in edition.roles.items() if "hearing_panel" in role.capacities}
    between = {step.name for step in rulings(edition)}
    for act in acts:
        for step in edition.steps_of(act):
            theirs = panels & set(step.by) and not step.after_end
            if theirs and (act != "hearing_noted" or step.name in between):
                yield step


def _step(opened: Open, step: Step, shut: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any]:
    case = opened.case
    title = step.title[:1].upper() + step.title[1:]
    done = case.done(step.name) and (step.each != "charge" or all(charge.decided for charge in case.charges))
    found = {"title": title, "clause": step.clause, "done": done, "href": None, "why": "", "when": "", "result": ""}
    if done:
        last = case.last.get(step.name)
        many = step.each == "charge"
        return found | {
            "when": _clock(last.recorded) if last is not None else "",
            "result": "" if last is None or many else wording.plain(last.result or ""),
        }
    refusals = shut.get(step.name, ())
    if refusals:
        return found | {"why": refusals[0].sentence}
    known = mine.get(step.name, {})
    return found | {"href": known.get("href"), "why": known.get("hint", "")}


# Who is in the room ---------------------------------------------------------------------------------------------------


def _people(opened: Open, here: Room) -> Iterator[dict[str, Any]]:
    """Those who sit first, then the clerk and the adviser, then both sides and whoever else was noted."""
    case = opened.case
    beside = [p for one in ("clerk", "legal_adviser", "presenter") for p in case.appointed.get(one, {})]
    sides = [p for one in ("respondent", "complainant") for p in case.parties.get(one, ())]
    everybody = [*here.sits, *beside, *sides, *case.representatives, *here.inside, *here.outside]
    for person in dict.fromkeys(everybody):
        name = opened.names.get(person)
        if name is None and person in case.parties.get("complainant", ()):
            continue  # whose name is withheld is not in the room under it
        entry = here.inside.get(person, here.outside.get(person))
        missed = here.missed.get(person, []) if person in here.sits else []
        yield {
            "person": person,
            "name": name or _("Somebody whose name is not shown"),
            "capacity": _capacity(opened, here, person),
            "inside": person in here.inside,
            "since": _since(opened, entry) if entry is not None else "",
            "missed": ", ".join(str(one) for one in missed),
        }


def _capacity(opened: Open, here: Room, person: str) -> str:
    case = opened.case
    if person in here.sits:
        return _("chairs the panel") if person in case.chairs else str(CAPACITIES["hearing_panel"])
    if person in case.representatives:
        return _("speaks for a side")
    for capacity, label in CAPACITIES.items():
        if person in case.appointed.get(capacity, {}) or person in case.parties.get(capacity, ()):
            return str(label)
    present = here.opened.data.get("present")
    return wording.plain(str(present.get(person, ""))) if isinstance(present, Mapping) else ""


def _absence(opened: Open, here: Room, address: Address) -> dict[str, Any] | None:
    """The checklist for going on without the respondent, while nobody of that side is in the room."""
    case = opened.case
    side = set(case.parties.get("respondent", ()))
    side |= {person for person, party in case.representatives.items() if party in side}
    if deed(case, "respondent_heard") is not None or side & set(here.inside) or not here.open:
        return None
    step = next(iter(_steps(opened, ("respondent_heard",))), None)
    questions = [field.question for name in CHECKLIST if (field := ACTS["respondent_heard"].field(name)) is not None]
    may = step is not None and asking.may_do(opened, step.name) and opened.types
    return {"questions": questions, "href": f"{address(step.name)}?result=absent" if step is not None and may else None}


# What was noted -------------------------------------------------------------------------------------------------------

NOTES = {
    "exhibit": gettext_lazy("Exhibits that were referred to"),
    "question_refused": gettext_lazy("Questions that were refused, and why"),
    "ruling": gettext_lazy("Rulings"),
    "private_part": gettext_lazy("Public and private"),
    "break": gettext_lazy("Breaks"),
}
SHOWN_WITH = {"public_part": "private_part", "resumed": "break"}


def _noted(opened: Open, here: Room) -> list[dict[str, Any]]:
    """The notes of this hearing that the viewer sees, by what they are, each in the order in which it was made."""
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in NOTES}
    for one in opened.page.entries:
        entry = one.entry
        if entry.index <= here.opened.index or "hearing_noted" not in entry.acts or one.overtaken or entry.step:
            continue
        kind = SHOWN_WITH.get(entry.result or "", entry.result or "")
        if kind in found:
            found[kind].append(_note(opened, one))
    return [{"title": NOTES[kind], "kind": kind, "notes": notes} for kind, notes in found.items() if notes]


WORDS = {
    "public_part": gettext_lazy("Public from here on."),
    "private_part": gettext_lazy("Private from here on."),
    "break": gettext_lazy("The hearing rests."),
    "resumed": gettext_lazy("It goes on."),
}


def _note(opened: Open, one: River) -> dict[str, Any]:
    entry = one.entry
    said = one.texts.get("text") if "text" in entry.texts else ""
    person = str(entry.data.get("person") or "")
    text = _("[erased]") if said is None else said
    return {
        "entry": entry.index,
        "time": str(entry.data.get("at_time") or "") or _clock(entry.recorded),
        "text": " ".join(filter(None, (str(WORDS.get(entry.result or "", "")), text))),
        "person": opened.names.get(person, "") if person else "",
        "paper": str(entry.data.get("exhibit") or "")[:12],
    }


def _votes(opened: Open, here: Room) -> list[dict[str, Any]]:
    """For whoever sits and for the clerk who enters it: how many have voted, and, once all have, how many for it."""
    if not (opened.viewer in here.sits or opened.types):
        return []
    found = []
    for charge in opened.case.charges:
        cast = ballots(opened.case, charge.number)
        if charge.decided:
            continue
        ways = list(cast.values())
        all_in = set(here.sits) <= set(cast)
        found.append(
            {
                "charge": charge.number,
                "clause": charge.clause,
                "cast": len(cast),
                "of": len(here.sits),
                "mine": cast.get(opened.viewer, ""),
                "may": opened.viewer in here.sits and here.open,
                "count": {"for": ways.count("for"), "against": ways.count("against")} if all_in else None,
            }
        )
    return found


def _rests(here: Room) -> str:
    if here.rests is None:
        return ""
    words = _("It was adjourned at %(time)s.") if "adjourned" in here.rests.acts else _("It rests since %(time)s.")
    return words % {"time": _clock(here.rests.recorded)}


def _since(opened: Open, index: int | None) -> str:
    entry = next((one for one in opened.case.entries if one.index == index), None)
    if entry is None:
        return ""
    return str(entry.data.get("at_time") or "") or _clock(entry.recorded)


def _clock(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def quorum(opened: Open) -> str:
    """How many of those who sit must be there, as the book has it."""
    here = room(opened.case)
    role = sitting(opened.case, here) if here is not None else None
    if role is None or role.body is None:
        return ""
    return _("%(quorum)s of %(size)s must be there; “%(vote)s” decides.") % {
        "quorum": role.body.quorum,
        "size": role.body.size,
        "vote": role.body.vote or "majority",
    }
