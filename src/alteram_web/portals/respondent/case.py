"""What is alleged, under which clause, what I can do and by when."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alteram.case import PROVED
from alteram.standing import Standing, counted, left_in_words, standing, way_back_counted
from alteram_web.casework import matters, pages
from alteram_web.casework.sides import standing_of_a_party
from alteram_web.casework.signed_in import for_people


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer, here = request.viewer, request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    opened = pages.open_as_of_now(viewer, chain)
    if pages.portal_of(opened) != "respondent":
        raise Http404
    edition, charges = opened.case.edition, matters.charges(opened)
    context = {
        **matters.shared(opened, viewer, here.slug),
        **standing_of_a_party(opened, viewer.person, here.slug),
        "way": matters.way(opened, respondent=True),
        "charges": charges,
        "clauses": [(number, edition.clauses.get(number, "")) for number in opened.case.triaged],
        "conduct": opened.case.conduct,
        "standing": _standing(today := standing(opened.case, on=viewer.day)),
        "until": today.last if today.name != "full" else None,
        "until_how": counted(today.first, today.last, today.matches, today.missed_on)
        if today.first and today.last
        else "",
        "left": left_in_words(today.left, today.matches),
        "rejoin": today.rejoin_from,
        "rejoin_how": way_back_counted(today.first, today.rejoin_from),
        "found": _found(opened, charges),
    }
    return render(request, "respondent/case.html", context, using="jinja2")


def _found(opened: pages.Open, charges: list[dict[str, Any]]) -> str:
    """What a panel found, of which the member reads the finding, and where that stands; empty while nothing is."""
    against = [one for one in charges if one["finding"] in PROVED]
    if not against or opened.case.ended:
        return ""
    if opened.case.appeal_open:
        return _(
            "A panel has heard your case and found a charge proved. There is an appeal, and it is not decided yet."
        )
    return _("A panel has heard your case and found a charge proved.")


def _standing(one: Standing) -> str:
    """What stands against the member today, in words, without its last day; empty for nothing."""
    if one.name == "full":
        return ""
    if one.name == "interim":
        return _("a protective measure is in force. It is not a finding")
    return one.name.replace("_", " ")
