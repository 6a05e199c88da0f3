"""The rules as members read them, every edition of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alteram.duties import clause_order
from alteram.rulebook.model import Edition
from alteram_web.casework import bodies, editions


def current(request: HttpRequest) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    return _page(request, here, editions.rulebook(here.slug).on(request.viewer.day))  # type: ignore[attr-defined]


def edition(request: HttpRequest, version: str) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    found = [one for one in editions.rulebook(here.slug).editions if one.version == version]
    if not found:
        raise Http404
    return _page(request, here, found[0])


def _page(request: HttpRequest, here: bodies.Body, shown: Edition) -> HttpResponse:
    every = editions.rulebook(here.slug).editions
    clauses = sorted(shown.clauses.items(), key=lambda pair: clause_order(pair[0]))
    context = {"slug": here.slug, "body": here, "edition": shown, "every": every, "clauses": clauses}
    return render(request, "public/rules.html", context, using="jinja2")
