"""Places in a case that nobody fills, and the way to fill them, for whoever may appoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram import duties
from alteram.acts import ACTS
from alteram.codes import CODES
from alteram.draw import TooFew
from alteram.procedure.persons import APPOINTED
from alteram.procedure.substitutes import Ready, left, next_named
from alteram.procedure.wording import plain
from alteram.rulebook.model import Role, Step
from alteram_web.casework import bodies, drawing
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import Viewer

Address = Callable[[str], str]

WHY = {
    "ill": gettext_lazy("They are ill and have stood down as %(role)s."),
    "removed": gettext_lazy("They have been removed as %(role)s."),
    "recused": gettext_lazy("They have stood down as %(role)s for a link to the case."),
    "term": gettext_lazy("Their term as %(role)s is over."),
    "challenged": gettext_lazy("They were challenged as %(role)s, and the challenge was upheld."),
    "declared": gettext_lazy("They have declared a link, stand down as %(role)s, and do not see the case any more."),
    "left": gettext_lazy("They have stood down as %(role)s."),
}
"""Why somebody sits no more, by the reason that :func:`alteram.procedure.substitutes.left` gives."""
LAST = ("hearing_closed", "appeal_determined", "review_decided", "extension_decided")
"""The acts with which a body ends its work."""


def vacancies(opened: Open, viewer: Viewer, address: Address) -> list[dict[str, Any]]:
    """Whom the case waits for, and who sits no more and must be replaced; nothing for who may not appoint."""
    if not {holding.capacity for holding in opened.held} & set(ACTS["appointed"].who):
        return []
    return [*_panels(opened, viewer, address), *_links(opened, address), *_nobody(opened, address)]


def _nobody(opened: Open, address: Address) -> Iterator[dict[str, Any]]:
    """Roles that owe something, while nobody holds them in this case."""
    case = opened.case
    owing = [name for duty in duties.owed(case) for name in duty.roles]
    for name in dict.fromkeys([*owing, *_asked_of_the_clerk(opened)]):
        role = case.edition.roles.get(name)
        if role is not None and _is_appointed(role) and not case.people_in(name):
            yield {
                "title": _("Appoint a person as %(role)s") % {"role": plain(name)},
                "why": _("Something is owed, and nobody is there to do it."),
                "href": f"{address('appointed')}?capacity={_capacity(role)}",
            }


def _asked_of_the_clerk(opened: Open) -> list[str]:
    """Whoever asked for something done differently waits for a clerk, from the first day."""
    acts = {act for entry in opened.case.entries for act in entry.acts}
    waits = "adjustment_requested" in acts and "adjustment_decided" not in acts and not opened.case.ended
    return [role.name for role in opened.case.edition.roles_with("clerk")] if waits else []


def _is_appointed(role: Role) -> bool:
    """Filled by an appointment of one person; a panel is named by a step of its own."""
    return role.body is None and not role.chair_of and bool(set(role.capacities) & set(APPOINTED))


def _capacity(role: Role) -> str:
    """The capacity that an appointment to this role names."""
    return next(capacity for capacity in role.capacities if capacity in APPOINTED)


def _links(opened: Open, address: Address) -> Iterator[dict[str, Any]]:
    """Those outside a panel who have declared a link: the place is empty until somebody else is appointed to it."""
    case = opened.case
    seats = {one for _step, role in _named_together(opened) for one in role.capacities}
    for capacity, members in case.appointed.items():
        for person in members if capacity not in seats else ():
            if case.barred_by(person):
                yield {
                    "title": _in_place_of(opened, person),
                    "why": WHY["declared"] % {"role": plain(capacity)},
                    "href": f"{address('appointed')}?capacity={capacity}",
                }


def _in_place_of(opened: Open, person: str) -> str:
    return _("Find somebody in place of %(name)s") % {"name": opened.names.get(person, _("somebody"))}


def _named_together(opened: Open) -> list[tuple[Step, Role]]:
    """The bodies that a step names, each with the step that replaces one of them, or else with that one."""
    edition = opened.case.edition
    found: dict[str, Step] = {}
    for act in ("panel_replaced", "panel_appointed"):
        for step in edition.steps_of(act):
            found.setdefault(step.appoints, step)
    return [(step, edition.roles[name]) for name, step in found.items() if name in edition.roles]


def _panels(opened: Open, viewer: Viewer, address: Address) -> Iterator[dict[str, Any]]:
    """Each seat of a panel whose member sits no more, with who moves up, or why nobody does."""
    case = opened.case
    for step, role in _named_together(opened) if not case.ended else ():
        if _is_heard(opened, role):
            continue
        for person, why in left(case, opened.people, role, on=viewer.day).items():
            proposed = _proposed(opened, viewer, step, person)
            yield {
                "title": _in_place_of(opened, person),
                "why": f"{WHY[why] % {'role': plain(role.name)}} {proposed.said}",
                "passed": proposed.passed,
                "href": _form(step, role, person, proposed.person, address),
            }


def _form(step: Step, role: Role, out: str, into: str | None, address: Address) -> str:
    """The form filled in: the step that replaces a member, or an appointment where the book has no such step."""
    if step.is_act("panel_replaced"):
        return f"{address(step.name)}?{urlencode({'out': out} | ({'in': into} if into else {}))}"
    said = {"capacity": _capacity(role)} | ({"person": into} if into else {})
    return f"{address('appointed')}?{urlencode(said)}"


def _is_heard(opened: Open, role: Role) -> bool:
    """Whether this body has heard the case or decided it; a seat that is empty then is not filled again."""
    steps = [step for act in LAST for step in opened.case.edition.steps_of(act) if role.name in step.by]
    return any(opened.case.done(step.name) for step in steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposed:
    """Who moves up, in words and by id; and who was passed over, each with the reason."""

    said: str
    person: str | None
    passed: list[tuple[str, str]]


def _proposed(opened: Open, viewer: Viewer, step: Step, out: str) -> _Proposed:
    """The next of those named to stand ready; else whoever the lot falls on; else why nobody."""
    ready = next_named(opened.case, opened.people, step, out=out, on=viewer.day, beyond=opened.beyond)
    passed = [(opened.names.get(one, _("somebody")), CODES[code].title) for one, code in ready.passed.items()]
    said, person = _nobody_ready(ready), ready.person
    if person is not None:
        said = _("%(name)s stands ready as the next substitute, declares first, and may be challenged.")
    elif step.is_act("panel_replaced"):
        lot, person = _by_lot(opened, viewer, step, out)
        said = f"{said} {lot}"
    name = {"name": opened.names.get(person, _("somebody"))} if person is not None else {}
    return _Proposed(said=said % name if name else said, person=person, passed=passed)


def _nobody_ready(ready: Ready) -> str:
    return _("None of those named to stand ready may sit.") if ready.passed else _("Nobody was named to stand ready.")


def _by_lot(opened: Open, viewer: Viewer, step: Step, out: str) -> tuple[str, str | None]:
    """Whoever is drawn in somebody's place today, or why nobody is."""
    try:
        drawn = drawing.today(opened, step, [out], body=bodies.by_id(viewer.body), on=viewer.day)
    except (drawing.NotYet, TooFew) as why_not:
        return f"{why_not.sentence()} {why_not.remedy}", None
    person = next(iter(drawn.panel), None) if drawn is not None else None
    return (
        (_("The lot falls on %(name)s, who declares first, and may be challenged."), person) if person else ("", None)
    )
