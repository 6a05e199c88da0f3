"""Your data: ask for it, see by when it is answered, and take the answer."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alteram.correspondence import Letter
from alteram.data_requests import DataRequest
from alteram_web.casework import bodies, data_rights, disclosing
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.documents.rendering import pdf
from alteram_web.portals.data.asked import ASKS, line


class Asking(forms.Form):
    """What somebody asks for."""

    asks_for = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=list(ASKS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask for."), "invalid_choice": _("Choose one of these.")},
    )


@for_people
def mine(request: HttpRequest) -> HttpResponse:
    """One's own requests, and a new one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    form = Asking(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data_rights.receive(here, viewer, form.cleaned_data["asks_for"])
        messages.success(request, _("Your request is on record. You read here by when it is answered."))
        return redirect("data:mine", here.slug)
    own = [one for one in data_rights.requests(here, viewer.day) if one.person == viewer.person]
    context = {
        "slug": here.slug, "body": here, "today": viewer.day, "form": form, "has_errors": bool(form.errors),
        "requests": [line(one, {}) for one in reversed(own)],
    }  # fmt: skip
    status = 422 if form.errors else 200
    answer = render(request, "data/mine.html", context, status=status, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_people
def pack(request: HttpRequest, asked: int) -> HttpResponse:
    """The answer itself, for whoever asked."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    found = next((one for one in data_rights.requests(here, viewer.day) if one.number == asked), None)
    if found is None:
        raise NotFound
    return HttpResponse(
        disclosing.pack(here, viewer, found, lambda letter: _page(here, found, letter)),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="your-data-{asked}.zip"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _page(here: bodies.Body, found: DataRequest, letter: Letter) -> bytes:
    done = found.answered
    on = done.at if done is not None else found.received
    return pdf(letter, sender=here.name, reference=gettext("Request %(number)s") % {"number": found.number}, on=on)
