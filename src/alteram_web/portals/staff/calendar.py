"""One's hearings in one's own calendar: a file of one case, and a private address to subscribe to."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram_web.casework import bodies, calendars, held, pages
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.identity import tokens
from alteram_web.portals.staff.tokens import holder_here

HOLDS = 3650  # days; one ends an address when one wants it to end


@for_people
def hearing(request: HttpRequest, chain: UUID) -> HttpResponse:
    """The hearings of a case that the viewer may know of, as a file."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    written = calendars.of_case(pages.open_case(viewer, chain), here.slug)
    if written is None:
        raise NotFound
    answer = _calendar(written)
    answer["Content-Disposition"] = f'attachment; filename="hearing-{str(chain)[:8]}.ics"'
    return answer


@for_people
def mine(request: HttpRequest) -> HttpResponse:
    """The addresses of one's feed. One is shown in the answer to the form that makes it, and never again."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    holder, address = holder_here(request), ""
    if request.method == "POST":
        secret, _made = tokens.issue(holder, name="calendar", now=viewer.now, days=HOLDS, opens=tokens.CALENDAR)
        address = request.build_absolute_uri(reverse("staff:feed", args=[here.slug, secret]))
    context = {
        "slug": here.slug, "address": address, "mark": held.mark(request, viewer.person),
        "tokens": tokens.of(holder, opens=tokens.CALENDAR).filter(revoked=None),
    }  # fmt: skip
    answer = render(request, "staff/calendar.html", context, using="jinja2")
    answer["Cache-Control"] = "no-store"
    return answer


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed, for whatever program has its address. One that opens nothing is not found, whatever the reason."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    asks: Viewer = request.viewer  # type: ignore[attr-defined]
    holder = tokens.holder_of(secret, now=asks.now, opens=tokens.CALENDAR)
    if holder is None or holder.body != here.id:
        raise Http404
    viewer = Viewer(body=here.id, person=holder.person, now=asks.now, day=asks.day)
    return _calendar(calendars.feed(viewer, here.slug))


def _calendar(written: bytes) -> HttpResponse:
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer
