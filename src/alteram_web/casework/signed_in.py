"""Who may open a page for people at all: somebody signed in who is known in the body."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from alteram_web.casework.selectors import NotFound

View = Callable[..., HttpResponse]


def for_people(view: View) -> View:
    """Nobody signed in, and no return key: to the sign-in page.

    A case that is not theirs: "not found", whether it exists or not.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.person:  # type: ignore[attr-defined]  # set by casework.viewers.Here
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotFound as refused:
            raise Http404 from refused

    return guarded
