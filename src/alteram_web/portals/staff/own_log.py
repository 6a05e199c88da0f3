"""The log of one's own case: what it holds and proves, and the file itself. For either side and who speaks for it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alteram_web.casework import bodies, own_log
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people


@for_people
def page(request: HttpRequest, chain: UUID) -> HttpResponse:
    """What the file would hold now, what it proves and what it does not."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = own_log.open_own(viewer, chain)
    context = {
        "slug": here.slug,
        "chain": chain,
        "body": here,
        "reference": opened.page.case.reference,
        "extent": own_log.extent(opened, viewer),
        "file": f"log-{opened.page.case.reference}.zip",
    }
    return render(request, "staff/own_log.html", context, using="jinja2")


@for_people
def file(request: HttpRequest, chain: UUID) -> HttpResponse:
    """The file. That it was taken stands in the log of views."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = own_log.open_own(viewer, chain)
    name = f"log-{opened.page.case.reference}.zip"
    return HttpResponse(
        own_log.packed(opened, viewer, here),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
