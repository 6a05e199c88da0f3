"""The case page: the river of entries, and beside it what may happen, what is owed, and whether it was fair."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram_web.casework import bodies, clock, pages
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people


def step_address(slug: str, chain: UUID, name: str) -> str:
    return reverse("staff:step", args=[slug, chain, name])


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    clock.catch_up(here.id, chain, until=viewer.now)
    opened = pages.open_case(viewer, chain)
    address = partial(step_address, here.slug, chain)
    context = {
        "today": viewer.day,
        "slug": here.slug,
        "chain": chain,
        "page": opened.page,
        "stages": ", ".join(stage.replace("_", " ") for stage in opened.page.stages),
        "parties": [
            {"key": capacity.capitalize(), "value": ", ".join(opened.names.get(p, "name withheld") for p in people)}
            for capacity, people in opened.case.parties.items()
            if people and (capacity == "respondent" or "identity" in opened.page.classes)
        ],
        "entries": pages.river(opened),
        "steps": pages.may_happen(opened, viewer, address),
        "owed": pages.owed(opened, viewer, address),
        "fair": pages.fairness(opened),
        "any_time": pages.any_time(opened, viewer, address),
    }
    return render(request, "staff/case.html", context, using="jinja2")
