"""One's days: on which one can come to the hearing of a case, and, for members of pools, on which one cannot sit."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alteram import availability
from alteram.availability import Said
from alteram.procedure import Refused, Wish
from alteram_web.casework import asking, bodies, commands, diaries, editions, held, listing, pages
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.casework.signed_in import for_people

WEEKS = 16  # that are shown of a case
HOW = ("any", "days", "cannot")


@for_people
def case(request: HttpRequest, chain: UUID) -> HttpResponse:
    """The days on which the viewer can come in a case. The last answer counts."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)
    if not asking.may_do(opened, "availability_given"):
        raise NotFound
    problem, how, ticked = "", "", frozenset[date]()
    if request.method == "POST":
        how, ticked = _answer(request)
        try:
            receipt = commands.act(_wish(viewer, chain, how, ticked), body=here.id)
            return redirect("staff:done", here.slug, chain, receipt.index)
        except Refused as refused:
            problem = " ".join(one.sentence for one in refused.verdict.refusals)
    else:
        how, ticked = _before(request, viewer, availability.given(opened.case).get(viewer.person))
    first, last = _between(opened, viewer)
    context = {
        "slug": here.slug, "chain": chain, "reference": opened.page.case.reference, "how": how, "problem": problem,
        "invitation": listing.invitation(opened, viewer), "weeks": _weeks(viewer, here, first, last, ticked),
        "mark": held.mark(request, viewer.person), "has_errors": bool(problem),
    }  # fmt: skip
    return render(request, "staff/days.html", context, status=422 if problem else 200, using="jinja2")


@for_people
def diary(request: HttpRequest) -> HttpResponse:
    """The days on which a member of a pool cannot sit, for any case. Whoever sits in no pool finds nothing."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    capacity = diaries.sits(viewer)
    if not capacity:
        raise Http404
    if request.method == "POST":
        diaries.give(viewer, _days(request.POST.getlist("day")), capacity=capacity)
        messages.success(request, _("Your days are entered. You can change them whenever they change."))
        return redirect("staff:diary", here.slug)
    said = diaries.mine(viewer)
    ticked = _before(request, viewer, said)[1]
    last = viewer.day + timedelta(weeks=diaries.WEEKS)
    context = {
        "slug": here.slug, "said": said, "weeks": _weeks(viewer, here, viewer.day + timedelta(days=1), last, ticked),
        "mark": held.mark(request, viewer.person),
    }  # fmt: skip
    return render(request, "staff/diary.html", context, using="jinja2")


def _answer(request: HttpRequest) -> tuple[str, frozenset[date]]:
    how = request.POST.get("how", "")
    return how if how in HOW else "", frozenset(_days(request.POST.getlist("day")))


def _wish(viewer: Viewer, chain: UUID, how: str, ticked: frozenset[date]) -> Wish:
    """Their own deed; what was ticked is a day that suits or one that does not, as they say."""
    fields: dict[str, Any] = {"any": True} if how == "any" else {}
    if how in ("days", "cannot"):
        fields = {how: [day.isoformat() for day in sorted(ticked)]}
    return Wish(
        case=str(chain), act="availability_given", at=viewer.day, recorded=viewer.now, by=(viewer.person,),
        fields=fields,
    )  # fmt: skip


def _before(request: HttpRequest, viewer: Viewer, said: Said | None) -> tuple[str, frozenset[date]]:
    """What the form holds when it opens: what was typed before it was lost, or else what was said last."""
    kept = held.back(request, viewer.person)
    if kept is not None:
        how = kept.get("how", "")
        return how if how in HOW else "", frozenset(_days(kept.getlist("day")))
    if said is None:
        return "", frozenset()
    if said.only is not None:
        return "days", said.only
    return ("cannot" if said.cannot else "any"), said.cannot


def _days(words: Iterable[str]) -> list[date]:
    """The days among what was sent; anything else is none."""
    found = []
    for word in words:
        try:
            found.append(date.fromisoformat(word))
        except ValueError:
            continue
    return found


def _between(opened: pages.Open, viewer: Viewer) -> tuple[date, date]:
    """The days that were asked for; without any, from tomorrow on."""
    entry = availability.asked(opened.case).get(viewer.person)
    data = entry.data if entry is not None else {}
    tomorrow = viewer.day + timedelta(days=1)
    first = max(tomorrow, *_days([str(data.get("first"))]), tomorrow)
    last = max([first, *_days([str(data.get("last"))])])
    return first, last if last > first else first + timedelta(weeks=WEEKS)


def _weeks(viewer: Viewer, here: bodies.Body, first: date, last: date, ticked: frozenset[date]) -> list[dict[str, Any]]:
    """Working days from the first to the last, week by week; what lies outside or is no working day is None."""
    calendar = editions.rulebook(here.slug).on(viewer.day).calendar
    monday, found = first - timedelta(days=first.weekday()), []
    while monday <= min(last, calendar.last - timedelta(days=6)):
        days = [monday + timedelta(days=n) for n in range(5)]
        shown = [
            {"day": day, "ticked": day in ticked} if first <= day <= last and calendar.is_working(day) else None
            for day in days
        ]
        if any(shown):
            found.append({"week": monday, "days": shown})
        monday += timedelta(weeks=1)
    return found
