"""The case page: the river of entries, and beside it what may happen, what is owed, and whether it was fair."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alteram_web.casework import bodies, entitled, hearing_room, matters, pages, selectors
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.documents import serving


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    """For those who handle the case; a party, and who decides, have pages of their own."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)
    portal = pages.portal_of(opened)
    if portal != "staff":
        return redirect(f"{portal}:case", here.slug, chain)
    context = {
        **matters.shared(opened, viewer, here.slug),
        "in_the_room": hearing_room.may_enter(opened) and hearing_room.to_come(opened),
        "asks_about_bars": entitled.asks_about_bars(viewer),
        "parties": [
            {"key": capacity.capitalize(), "value": ", ".join(opened.names.get(p, "name withheld") for p in people)}
            for capacity, people in opened.case.parties.items()
            if people and (capacity == "respondent" or "identity" in opened.page.classes)
        ],
    }
    return render(request, "staff/case.html", context, using="jinja2")


@for_people
def letter(request: HttpRequest, chain: UUID, index: int, kind: str, recipient: str) -> HttpResponse:
    """A letter as it went out, for its recipient and for whoever handles the case."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = selectors.letter_page(viewer, chain, index, kind, recipient)
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer["Content-Disposition"] = f'inline; filename="{kind}-{index}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_people
def paper(request: HttpRequest, chain: UUID, digest: str) -> HttpResponse:
    """A paper, for whoever sees the entry that names it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return serving.paper(viewer, chain, digest)
