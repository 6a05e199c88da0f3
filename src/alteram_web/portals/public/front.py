"""What this body's process is, and its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alteram.statistics.cells import CELLS
from alteram_web.casework import bodies, editions, selectors
from alteram_web.casework.selectors import Viewer


def front(request: HttpRequest) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    edition = editions.rulebook(here.slug).on(viewer.day)
    return render(request, "public/front.html", {"slug": here.slug, "body": here, "edition": edition}, using="jinja2")


def statistics(request: HttpRequest) -> HttpResponse:
    """Every case in exactly one cell, by the year in which the complaint came in. Small cells are hidden."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    totals = selectors.outcomes(viewer)
    years = sorted({year for year, _cell in totals})
    rows = [[name.capitalize(), *(cell(totals.get((year, name), 0)) for year in years)] for name in CELLS]
    context = {"slug": here.slug, "body": here, "years": years, "rows": rows, "day": viewer.day}
    return render(request, "public/statistics.html", context, using="jinja2")


def cell(number: int) -> int | dict[str, bool]:
    """A figure as it is shown: one to four people could be recognised, and are hidden."""
    return {"suppressed": True} if 0 < number < 5 else number
