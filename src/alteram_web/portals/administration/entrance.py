"""Who may open these pages: whoever keeps the members. Everybody else finds nothing, and knocks on record."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from alteram_web.casework import watch
from alteram_web.casework.entitled import asks_about_bars, keeps_members
from alteram_web.casework.selectors import Viewer

View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """Nobody signed in: to the sign-in page. Anybody else who does not keep members: "not found"."""
    return _for(view, keeps_members, "members")


def for_askers(view: View) -> View:
    """The same for whoever may ask whether a member was barred on a day."""
    return _for(view, asks_about_bars, "bars")


def _for(view: View, may: Callable[[Viewer], bool], asked: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
        if not may(viewer):
            if viewer.person:
                watch.knock(
                    viewer.body, None, act="access_refused", person=viewer.person, tried=asked,
                    codes=["E-NOT-FOUND"], now=viewer.now,
                )  # fmt: skip
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
