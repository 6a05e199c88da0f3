"""Declare first; then the papers, the hearing in order, findings and reasons."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.procedure.persons import DECLARES
from alteram_web.casework import matters, pages
from alteram_web.casework.pages import Open
from alteram_web.casework.signed_in import for_people

ORDER = (
    "appeal_sifted", "appeal_heard", "appeal_determined", "hearing_opened", "respondent_heard", "charge_decided",
    "mitigation_heard", "sanction_decided", "hearing_closed", "reasons_served",
)  # fmt: skip


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer, here = request.viewer, request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    opened = pages.open_as_of_now(viewer, chain)
    if pages.portal_of(opened) != "panel":
        raise Http404
    shared = matters.shared(opened, viewer, here.slug)
    if pages.must_declare(opened):
        context = {**shared, "parties": _parties(opened), "colleagues": _colleagues(opened, viewer.person)}
        return render(request, "panel/declare.html", context, using="jinja2")
    context = {**shared, "order": _order(opened, shared), "charges": matters.charges(opened),
               "contact": reverse("staff:step", args=[here.slug, chain, "contact_reported"]),
               "pressure": reverse("staff:step", args=[here.slug, chain, "pressure_logged"])}  # fmt: skip
    return render(request, "panel/case.html", context, using="jinja2")


PARTS = {
    "complainant": gettext_lazy("who complained"),
    "respondent": gettext_lazy("who is complained about"),
}


def _parties(opened: Open) -> list[dict[str, object]]:
    """Both sides, each by its part; a name that is withheld is said to be."""
    return [
        {"name": opened.names.get(person, _("Somebody whose name is withheld")), "part": PARTS[party]}
        for party in PARTS
        for person in opened.case.parties.get(party, ())
    ]


def _colleagues(opened: Open, person: str) -> list[str]:
    """Everybody who decides with the viewer, once, by name."""
    roles = sorted({holding.role for holding in opened.held if holding.capacity in DECLARES})
    sitting = dict.fromkeys(p for role in roles for p in opened.case.people_in(role) if p != person)
    return [opened.names.get(p, _("Somebody whose name is not shown")) for p in sitting]


def _order(opened: Open, shared: dict[str, object]) -> list[dict[str, object]]:
    """The hearing in its order: what is done, what may be done now, what comes later and why."""
    edition, case = opened.case.edition, opened.case
    steps = shared["steps"]
    assert isinstance(steps, dict)  # noqa: S101  # what pages.shared puts there
    by_title = {one["title"]: one for group in steps.values() for one in group}
    found: list[dict[str, object]] = []
    for act in ORDER:
        for step in edition.steps_of(act):
            if not opened.roles & set(step.by):
                continue
            title = step.title[:1].upper() + step.title[1:]
            shown = by_title.get(title)
            if case.done(step.name) and (step.each != "charge" or all(c.decided for c in case.charges)):
                found.append({"title": title, "status": "done", "kind": "done"})
            elif shown is not None and shown.get("together"):
                found.append({"title": title, "hint": shown["hint"], "status": _("the clerk enters it"), "kind": "may"})
            elif shown is not None and shown["href"]:
                found.append({"title": title, "href": shown["href"], "status": "may be done now", "kind": "may"})
            elif shown is not None:
                found.append({"title": title, "hint": shown["refusals"][0]["sentence"], "status": "later"})
    return found
