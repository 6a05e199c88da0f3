"""What the rule book gives a side of a case: whom one may speak with, and what one may bring or ask for."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.case import PARTIES
from alteram.procedure.contact import FREELY, told_to
from alteram.procedure.wording import plain
from alteram_web.casework.pages import Open

ASKED_WITH = {
    "representative": "representative_named",
    "interpreter": "adjustment_requested",
    "adjustments": "adjustment_requested",
    "companion": "representation_made",
}
"""The act by which a party uses a right; a companion is brought along, and saying so opens the door."""
RIGHTS = {
    "companion": gettext_lazy("Bring a companion with you. Say who comes, so that the door is open."),
    "representative": gettext_lazy(
        "Have somebody speak for you: whoever you choose, a lawyer or not, who stands outside."
    ),
    "interpreter": gettext_lazy("Have an interpreter. Say which language."),
    "adjustments": gettext_lazy("Have things done differently: more time, another room, large print, breaks."),
}


def standing_of_a_party(opened: Open, person: str, slug: str) -> dict[str, Any]:
    """For the page of a side: whom it may speak with, as the rules that hold today say, and its rights."""
    return {
        "freely": FREELY,
        "contact_rules": told_to(opened.case, person),
        "rights": rights(opened, person, slug),
    }


def rights(opened: Open, person: str, slug: str) -> list[dict[str, str]]:
    """What the book says that this side may bring or ask for, each with the way to do it. No form is prescribed."""
    case = opened.case
    party = case.representatives.get(person, person)
    held = {capacity for capacity in PARTIES if party in case.parties.get(capacity, ())}
    named = [
        word
        for role in case.edition.roles.values()
        if role.party and held & set(role.capacities)
        for word in role.rights
    ]
    return [
        {
            "text": str(RIGHTS.get(word) or _("%(right)s.") % {"right": plain(word).capitalize()}),
            "href": reverse("staff:step", args=[slug, case.name, ASKED_WITH.get(word, "representation_made")]),
        }
        for word in dict.fromkeys(named)
    ]
