"""Who may open a page for people at all: somebody signed in who is known in the body.

A form that comes without a session, or with one that cannot be made out, is not entered and not lost either: what it
says is held (:mod:`alteram_web.casework.held`) until its writer has come in again.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from alteram_web import failures
from alteram_web.casework import held
from alteram_web.casework.selectors import NotFound

View = Callable[..., HttpResponse]


def for_people(view: View) -> View:
    """Nobody signed in, and no return key: to the sign-in page, or to where the key is asked for.

    A case that is not theirs: "not found", whether it exists or not.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.person:  # type: ignore[attr-defined]  # set by casework.viewers.Here
            if not request.user.is_authenticated:
                return come_in(request)
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotFound as refused:
            raise Http404 from refused

    return guarded


def come_in(request: HttpRequest) -> HttpResponse:
    """To the page where somebody says who they are. What was typed comes back after it."""
    by = held.hold(request) if request.method == "POST" else ""
    if by:
        messages.info(request, _kept())
    if request.htmx and not by:  # type: ignore[attr-defined]  # a part of a page that stays, with what is typed in it
        return HttpResponse(status=401)
    if by == held.KEY:
        return redirect("public:follow", request.here.slug)  # type: ignore[attr-defined]
    to_login = redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(to_login.headers["Location"]) if request.htmx else to_login  # type: ignore[attr-defined]


def _kept() -> str:
    return _(
        "Nothing was entered, because you are not signed in any more. What you typed is kept for half an hour: "
        "come in again and it is there. Files have to be chosen again."
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose sender could not be made out: ``CSRF_FAILURE_VIEW``. One of ours is held; the page leads back."""
    told = failures.forged()
    by = "" if failures.is_api(request) else held.hold(request)
    if not by:
        return failures.answer(request, told)
    known = request.user.is_authenticated or by == held.ACCOUNT
    way = request.path if known else reverse("public:follow", args=[request.path.split("/")[1]])
    said = _(
        "What you typed is kept for half an hour. Open the form again, look it over, and send it. "
        "Files have to be chosen again."
    )
    return failures.answer(request, replace(told, on_page=said, way=way, way_text=_("Open the form again")))
