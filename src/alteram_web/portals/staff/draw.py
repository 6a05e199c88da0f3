"""The draw of a panel: who would be drawn, from which seed, who may not sit and why. Nothing is entered here."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram import draw
from alteram.codes import CODES
from alteram.errors import AlteramError
from alteram.procedure.substitutes import left
from alteram.procedure.wording import plain
from alteram.rulebook.model import Step
from alteram_web.casework import asking, bodies, drawing, pages
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.casework.signed_in import for_people


@for_people
def page(request: HttpRequest, chain: UUID, name: str) -> HttpResponse:
    """For whoever may name the panel; anybody else finds nothing."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)
    asked = asking.asked(opened, viewer, name)
    step = opened.case.edition.steps.get(name)
    if step is None or not asking.may_do(opened, name) or not any(step.is_act(act) for act in draw.ACTS):
        raise NotFound
    sits = _may_leave(opened, step, viewer.day) if step.is_act("panel_replaced") else ()
    out = [request.GET["out"]] if request.GET.get("out") in sits else list(sits[:1])
    sits_on = drawing.day_of(request.GET.get("sits_on"))
    problem: AlteramError | None = None
    made: draw.Draw | None = None
    try:
        made = drawing.today(opened, step, out, body=here, on=viewer.day, sits_on=sits_on)
    except (drawing.NotYet, draw.TooFew) as why_not:
        problem = why_not
    names = asked.names
    into = [("out", one) for one in out] + [
        ("in" if step.is_act("panel_replaced") else "panel", one) for one in (made.panel if made else ())
    ]
    if sits_on is not None:
        into.append(("hearing_on" if step.announces else "sits_on", sits_on.strftime("%d/%m/%Y")))
    context = {
        "slug": here.slug, "chain": chain, "reference": opened.page.case.reference, "name": name, "sits_on": sits_on,
        "title": step.title, "problem": problem, "draw": made,
        "sits": [(one, names.get(one, one)) for one in sits], "out": out[0] if out else "",
        "coming": [
            {
                "name": names.get(one.person, one.person), "category": plain(one.category), "turn": one.turn,
                "drawn": one.person in made.panel,
            }
            for one in draw.order(made.seed, made.free)
        ] if made else [],
        "not_free": [(names.get(who, who), CODES[code].title) for who, code in made.out.items()] if made else [],
        "use": f"{reverse('staff:step', args=[here.slug, chain, name])}?{urlencode(into)}",
    }  # fmt: skip
    return render(request, "staff/draw.html", context, using="jinja2")


def _may_leave(opened: pages.Open, step: Step, on: date) -> tuple[str, ...]:
    """In whose place somebody may be drawn: first those whose seat is empty, then those who sit."""
    empty = left(opened.case, opened.people, opened.case.edition.roles[step.appoints], on=on)
    return tuple(dict.fromkeys([*empty, *opened.case.people_in(step.appoints)]))
