"""What this body's process is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alteram_web.casework import bodies, editions
from alteram_web.casework.selectors import Viewer


def front(request: HttpRequest) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    edition = editions.rulebook(here.slug).on(viewer.day)
    return render(request, "public/front.html", {"slug": here.slug, "body": here, "edition": edition}, using="jinja2")
