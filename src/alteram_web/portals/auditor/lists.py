"""The front of the audit and the lists behind its numbers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alteram.statistics import hearings as counts
from alteram_web.casework import counting, oversight
from alteram_web.casework.selectors import Viewer
from alteram_web.portals.auditor.guard import for_auditors

WEEK = timedelta(days=7)


def shown(request: HttpRequest, page: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page of the audit, with what they all need."""
    around = {"slug": request.here.slug, "today": request.viewer.day}  # type: ignore[attr-defined]  # set by Here
    answer = render(request, f"auditor/{page}.html", {**around, **context}, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _viewer(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    return found


def _page(request: HttpRequest) -> int:
    wanted = request.GET.get("page", "1")
    return min(max(int(wanted), 1), 100_000) if wanted.isdecimal() and len(wanted) < 7 else 1


@for_auditors
def front(request: HttpRequest) -> HttpResponse:
    """What matters today."""
    viewer = _viewer(request)
    every = oversight.cases(viewer)
    channels = oversight.channels(viewer)
    context = {
        "open": sum(one.status == "open" for one in every),
        "closed": sum(one.status != "open" for one in every),
        "overdue": len(oversight.overdue(viewer)),
        "attempts": oversight.attempts(viewer, since=viewer.now - WEEK, size=1).total,
        "approaches": sum(one.open for one in oversight.by_case(oversight.influence(viewer))),
        "late": sum(viewer.now - one.recorded <= WEEK for one in oversight.late_entries(viewer)),
        "channels": channels,
        "neglected": sum(one.neglected(viewer.day) for one in channels),
        "ages": oversight.ages(every, viewer.day),
    }
    return shown(request, "front", context)


@for_auditors
def overdue(request: HttpRequest) -> HttpResponse:
    """What is owed and late, some at a time: how each day was counted is worked out from the entries."""
    viewer = _viewer(request)
    pages = Paginator(oversight.overdue(viewer), oversight.CASES)
    page = pages.get_page(_page(request))
    found = counting.of_late(viewer, page.object_list)
    return shown(request, "overdue", {"found": found, "page": page.number, "pages": pages.num_pages})


@for_auditors
def fairness(request: HttpRequest) -> HttpResponse:
    """Breached guarantees and what is held, some cases at a time: each is judged anew from its entries."""
    viewer = _viewer(request)
    pages = Paginator(oversight.cases(viewer), oversight.CASES)
    page = pages.get_page(_page(request))
    found = oversight.fairness(viewer, page.object_list)
    return shown(request, "fairness", {"found": found, "page": page.number, "pages": pages.num_pages})


@for_auditors
def hearings(request: HttpRequest) -> HttpResponse:
    """What became of each hearing that was listed, some cases at a time, with the causes (M12)."""
    viewer = _viewer(request)
    pages = Paginator(oversight.cases(viewer), oversight.CASES)
    page = pages.get_page(_page(request))
    read = oversight.hearings(viewer, page.object_list)
    found = [(one, counts.listings(case)) for one, case in read]
    context = {
        "found": [(one, listed) for one, listed in found if listed], "definition": counts.DEFINITION,
        "counted": counts.counted(case for _one, case in read), "page": page.number, "pages": pages.num_pages,
    }  # fmt: skip
    return shown(request, "hearings", context)


@for_auditors
def attempts(request: HttpRequest) -> HttpResponse:
    page = _page(request)
    found = oversight.attempts(_viewer(request), page=page)
    pages = -(-found.total // oversight.ATTEMPTS)
    return shown(request, "attempts", {"found": found.shown, "total": found.total, "page": page, "pages": pages})


@for_auditors
def influence(request: HttpRequest) -> HttpResponse:
    found = oversight.influence(_viewer(request))
    approaches = [one for one in found if one.act != "contact_disclosed"]
    return shown(request, "influence", {"cases": oversight.by_case(found), "found": approaches})


@for_auditors
def late(request: HttpRequest) -> HttpResponse:
    return shown(request, "late", {"found": oversight.late_entries(_viewer(request))})


@for_auditors
def sample(request: HttpRequest) -> HttpResponse:
    return shown(request, "sample", {"sample": oversight.sample(_viewer(request))})


@for_auditors
def verify(request: HttpRequest) -> HttpResponse:
    return shown(request, "verify", {"checkpoint": oversight.checkpoint(_viewer(request))})
