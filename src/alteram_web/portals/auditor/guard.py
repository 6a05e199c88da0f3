"""Who may open the audit: whoever sits in an auditors' pool today and holds no office. Nobody else finds it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from alteram_web.casework import oversight
from alteram_web.casework.signed_in import for_people

View = Callable[..., HttpResponse]


def for_auditors(view: View, *, posts: bool = False) -> View:
    """Anybody else signed in reads "not found", and the knock stands in the house's watch chain."""

    @for_people
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
        if not oversight.is_auditor(viewer):
            raise oversight.refused(viewer, None)
        if request.method not in ("GET", "HEAD") and not (posts and request.method == "POST"):
            return HttpResponseNotAllowed(["GET"])  # these pages read
        return view(request, *args, **kwargs)

    return guarded
