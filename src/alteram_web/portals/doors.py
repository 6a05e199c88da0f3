"""The first page of the house: its bodies. With one body alone, that body's own first page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alteram_web.casework import bodies


def doors(request: HttpRequest) -> HttpResponse:
    if settings.DEMO:
        return redirect("demonstration")
    every = bodies.every()
    if len(every) == 1:
        return redirect("public:front", every[0].slug)
    return render(request, "doors.html", {"bodies": every}, using="jinja2")
