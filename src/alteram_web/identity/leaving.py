"""Leaving the site: with an account, or after coming back with a return key."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpRequest, HttpResponseBase


class SignOut(LogoutView):  # type: ignore[misc]  # allauth brings no types
    """Ends whatever the session holds: the account, the opened case, a draft begun, a receipt just given.

    Somebody who came back with a key has no account to sign out of, and may sit at a computer of the other side.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        request.session.flush()
        return answer
