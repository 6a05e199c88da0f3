"""Where my complaint stands, what happens next and by when, and what I can do."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alteram_web.casework import matters, pages
from alteram_web.casework.sides import standing_of_a_party
from alteram_web.casework.signed_in import for_people

# What a complainant does not see while it runs, and why; the rule book may tell more, never less.
NOT_SHOWN = (
    ("evidence", _("What the other side and witnesses say")),
    ("charges", _("The exact charges")),
    ("bundle", _("The papers of the hearing, your own statement apart")),
    ("findings", _("The full reasons")),
)


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer, here = request.viewer, request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    opened = pages.open_as_of_now(viewer, chain)
    if pages.portal_of(opened) != "complainant":
        raise Http404
    context = {
        **matters.shared(opened, viewer, here.slug),
        **standing_of_a_party(opened, viewer.person, here.slug),
        "way": matters.way(opened),
        "not_shown": [text for record_class, text in NOT_SHOWN if record_class not in opened.page.classes],
    }
    return render(request, "complainant/case.html", context, using="jinja2")
