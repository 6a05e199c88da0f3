"""My cases, the most urgent first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alteram_web.casework import selectors
from alteram_web.casework.signed_in import for_people


@for_people
def desk(request: HttpRequest) -> HttpResponse:
    viewer: selectors.Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    status = "closed" if request.GET.get("status") == "closed" else "open"
    wanted = request.GET.get("find", "")
    page = selectors.my_cases(viewer, status=status, after=request.GET.get("after"))
    found: tuple[selectors.Listed, ...] = selectors.search(viewer, wanted) if wanted else ()
    context: dict[str, Any] = {
        "today": viewer.day,
        "slug": request.here.slug,  # type: ignore[attr-defined]
        "status": status,
        "wanted": wanted,
        "cases": found if wanted else page.cases,
        "next": None if wanted else page.next,
        "letters_wait": len(selectors.letters_waiting(viewer)),
        "counts": selectors.count(viewer, status=status),
    }
    return render(request, "staff/desk.html", context, using="jinja2")
