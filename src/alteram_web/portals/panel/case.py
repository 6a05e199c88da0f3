"""Declare first; then the papers, the hearing in order, findings and reasons."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram.procedure.persons import DECLARES
from alteram_web.casework import matters, pages
from alteram_web.casework.pages import Open
from alteram_web.casework.signed_in import for_people

ORDER = (
    "hearing_opened", "respondent_heard", "charge_decided", "mitigation_heard", "sanction_decided", "hearing_closed",
    "reasons_served",
)  # fmt: skip


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer, here = request.viewer, request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    opened = pages.open_as_of_now(viewer, chain)
    if pages.portal_of(opened) != "panel":
        raise Http404
    shared = matters.shared(opened, viewer, here.slug)
    if _must_declare(opened, viewer.person):
        parties = [opened.names[p] for people in opened.case.parties.values() for p in people if p in opened.names]
        context = {**shared, "parties": parties, "colleagues": _colleagues(opened, viewer.person)}
        return render(request, "panel/declare.html", context, using="jinja2")
    context = {**shared, "order": _order(opened, shared), "charges": matters.charges(opened),
               "contact": reverse("staff:step", args=[here.slug, chain, "contact_reported"]),
               "pressure": reverse("staff:step", args=[here.slug, chain, "pressure_logged"])}  # fmt: skip
    return render(request, "panel/case.html", context, using="jinja2")


def _must_declare(opened: Open, person: str) -> bool:
    return any(h.capacity in DECLARES for h in opened.held) and person not in opened.case.declared


def _colleagues(opened: Open, person: str) -> list[str]:
    roles = {holding.role for holding in opened.held}
    return [opened.names.get(p, p) for role in roles for p in opened.case.people_in(role) if p != person]


def _order(opened: Open, shared: dict[str, object]) -> list[dict[str, object]]:
    """The hearing in its order: what is done, what may be done now, what comes later and why."""
    edition, case = opened.case.edition, opened.case
    steps = shared["steps"]
    assert isinstance(steps, dict)  # noqa: S101  # what pages.shared puts there
    by_title = {one["title"]: one for group in steps.values() for one in group}
    found: list[dict[str, object]] = []
    for act in ORDER:
        for step in edition.steps_of(act):
            title = step.title[:1].upper() + step.title[1:]
            shown = by_title.get(title)
            if case.done(step.name) and (step.each != "charge" or all(c.decided for c in case.charges)):
                found.append({"title": title, "status": "done", "kind": "done"})
            elif shown is not None and shown["href"]:
                found.append({"title": title, "href": shown["href"], "status": "may be done now", "kind": "may"})
            elif shown is not None:
                found.append({"title": title, "hint": shown["refusals"][0]["sentence"], "status": "later"})
    return found
