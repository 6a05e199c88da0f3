"""My cases, the most urgent first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram.acts import ACTS
from alteram_web.casework import bodies, counting, editions, record, selectors
from alteram_web.casework.signed_in import for_people


@for_people
def desk(request: HttpRequest) -> HttpResponse:
    viewer: selectors.Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    status = "closed" if request.GET.get("status") == "closed" else "open"
    wanted = request.GET.get("find", "")
    page = selectors.my_cases(viewer, status=status, after=request.GET.get("after"))
    found: tuple[selectors.Listed, ...] = selectors.search(viewer, wanted) if wanted else ()
    shown = found if wanted else page.cases
    context: dict[str, Any] = {
        "today": viewer.day,
        "slug": here.slug,
        "status": status,
        "wanted": wanted,
        "cases": shown,
        "next_days": counting.next_days(viewer, [one.chain for one in shown]),
        "next": None if wanted else page.next,
        "duties": [] if wanted or status == "closed" else _duties(viewer, here),
        "letters_wait": len(selectors.letters_waiting(viewer)),
        "counts": selectors.count(viewer, status=status),
    }
    return render(request, "staff/desk.html", context, using="jinja2")


def _duties(viewer: selectors.Viewer, here: bodies.Body) -> list[dict[str, Any]]:
    """What is due in the viewer's cases, by day; what the viewer's own pools owe is marked."""
    edition = editions.rulebook(here.slug).on(viewer.day)
    with record.transaction(here.id):
        people = record.people()
    pools = {one.pool for one in people.by_person.get(viewer.person, ()) if one.holds_on(viewer.day)}
    mine = {role.name for role in edition.roles.values() if role.pool in pools}
    found = []
    for one in selectors.due(viewer):
        step = edition.steps.get(one.step)
        title = step.title if step is not None else ACTS[one.step].title
        found.append(
            {
                "what": f"{title[:1].upper()}{title[1:]}, {one.reference}",
                "by": one.due,
                "who": " or ".join(role.replace("_", " ") for role in one.who),
                "mine": bool(mine & set(one.who)),
                "counted": one.counted,
                "clause": one.clause,
                "href": reverse("staff:case", args=[here.slug, one.chain]),
                "state": "overdue" if one.due < viewer.day else "due",
            }
        )
    return found
