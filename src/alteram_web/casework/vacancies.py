"""Places in a case that nobody fills, and the way to fill them, for whoever may appoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from alteram import duties
from alteram.acts import ACTS
from alteram.procedure.persons import APPOINTED
from alteram.procedure.wording import plain
from alteram.rulebook.model import Role
from alteram_web.casework.pages import Open

Address = Callable[[str], str]


def vacancies(opened: Open, address: Address) -> list[dict[str, Any]]:
    """Whom the case waits for, and who has declared a link and must be replaced; nothing for who may not appoint."""
    if not {holding.capacity for holding in opened.held} & set(ACTS["appointed"].who):
        return []
    return [*_links(opened, address), *_nobody(opened, address)]


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
    """Those who have declared a link: each is out of the case, and the place is empty until somebody else takes it."""
    case = opened.case
    for capacity, members in case.appointed.items():
        for person in members:
            if case.barred_by(person):
                yield {
                    "title": _("Find somebody in place of %(name)s")
                    % {"name": opened.names.get(person, _("somebody"))},
                    "why": _("They have declared a link, stand down as %(role)s, and do not see the case any more.")
                    % {"role": plain(capacity)},
                    "href": _replacing(opened, address, capacity, person),
                }


def _replacing(opened: Open, address: Address, capacity: str, person: str) -> str:
    """The step that draws a new member of the panel; of anybody else, a new appointment."""
    edition = opened.case.edition
    for step in edition.steps_of("panel_replaced"):
        role = edition.roles.get(step.appoints)
        if role is not None and capacity in role.capacities:
            return f"{address(step.name)}?out={person}"
    return f"{address('appointed')}?capacity={capacity}"
