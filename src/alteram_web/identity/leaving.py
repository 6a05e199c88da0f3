"""Leaving the site: with an account, or after coming back with a return key. Nothing of it stays in the browser."""

from collections.abc import Callable
from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class SignOut(LogoutView):  # type: ignore[misc]  # allauth brings no types
    """Ends whatever the session holds: the account, the opened case, a draft begun, a receipt just given.

    Somebody who came back with a key has no account to sign out of, and may sit at a computer of the other side.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        request.session.flush()
        return answer


class NothingKept:
    """Middleware: what somebody known was shown is kept nowhere on the way, so that nobody finds it by going back.

    Whoever has a session counts as known: a complaint that is being typed is as private as a case. Other answers may be
    kept and are asked for anew each time: a notice that has come down must not be read out of a cache. A view that says
    something else is believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if "Cache-Control" not in answer:
            known = not request.session.is_empty() or request.user.is_authenticated
            answer["Cache-Control"] = "private, no-store" if known else "no-cache"
        return answer
