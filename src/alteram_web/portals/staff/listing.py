"""Listing a hearing: ask people for their days, see which days are lawful and work, and go to the notice."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alteram import availability, draw
from alteram import listing as law
from alteram.errors import AlteramError
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, drawing, held, listing, pages
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.casework.signed_in import for_people

MOST_WEEKS, MOST_DAYS = 26, 10
TIME = "10:00"  # of a hearing, unless the clerk says otherwise


@for_people
def page(request: HttpRequest, chain: UUID) -> HttpResponse:
    """For whoever gives notice of hearings; anybody else finds nothing."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)
    if not listing.lists(opened):
        raise NotFound
    problem: AlteramError | None = None
    if request.method == "POST":
        try:
            receipt = commands.act(_asking(request, viewer, chain), body=here.id)
            return redirect("staff:done", here.slug, chain, receipt.index)
        except Refused as refused:
            problem = refused
    names = listing.names_of(opened, viewer)
    typed = request.POST if problem else held.back(request, viewer.person) or QueryDict()
    context = {
        "slug": here.slug, "chain": chain, "reference": opened.page.case.reference, "problem": problem,
        "people": listing.asked_for(opened, names, on=viewer.day),
        "ticked": _ticked(opened, typed.getlist("people")), "answer_by": typed.get("answer_by", ""),
        "mark": held.mark(request, viewer.person), "has_errors": bool(problem),
        **_days(request, opened, viewer, here, names),
    }  # fmt: skip
    return render(request, "staff/listing.html", context, status=422 if problem else 200, using="jinja2")


def _asking(request: HttpRequest, viewer: Viewer, chain: UUID) -> Wish:
    fields: dict[str, Any] = {"people": request.POST.getlist("people")}
    by = request.POST.get("answer_by", "")
    if by:
        fields["answer_by"] = by
    return Wish(
        case=str(chain), act="availability_asked", at=viewer.day, recorded=viewer.now, by=(viewer.person,),
        fields=fields,
    )  # fmt: skip


def _ticked(opened: pages.Open, sent: list[str]) -> set[str]:
    """Who is ticked to be asked: those of the form that was sent, or else whoever was not asked yet."""
    return set(sent) if sent else {one.person for one in availability.not_asked(opened.case)}


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    given = request.GET.get(name, "")
    return min(max(int(given), 1), most) if given.isascii() and given.isdecimal() and len(given) < 4 else usual


def _days(
    request: HttpRequest, opened: pages.Open, viewer: Viewer, here: bodies.Body, names: dict[str, str]
) -> dict[str, Any]:
    """The calendar, or why there is none."""
    notices = [one for one in law.notices(opened.case) if not opened.case.done(one.announces)]
    wanted = request.GET.get("for", "")
    notice = next((one for one in notices if one.name == wanted), notices[0] if notices else None)
    weeks, lasts = _number(request, "weeks", law.WEEKS, MOST_WEEKS), _number(request, "lasts", 1, MOST_DAYS)
    shown: dict[str, Any] = {
        "notices": [(one.name, one.title) for one in notices], "notice": notice, "lasts": lasts, "weeks_asked": weeks,
        "time": request.GET.get("time") or TIME, "found": None, "no_days": "",
    }  # fmt: skip
    if notice is None:
        return shown | {"no_days": _("No notice of a hearing can be given at this stage of the case.")}
    try:
        found = listing.weighed(opened, viewer, notice, weeks=weeks, lasts=lasts, names=names)
    except AlteramError as problem:
        return shown | {"no_days": f"{problem.sentence()} {problem.remedy}"}
    proposals = [_proposal(opened, viewer, here, notice, one, shown["time"], names) for one in found.works]
    nearest = law.fewest(found.days)
    return shown | {
        "found": found, "proposals": proposals, "counted": listing.counted(found), "nearest": nearest,
        "no_diary": listing.without_diary(opened, viewer, notice, names),
    }  # fmt: skip


def _proposal(
    opened: pages.Open, viewer: Viewer, here: bodies.Body, notice: Any, one: law.Day, time: str, names: dict[str, str]
) -> dict[str, Any]:
    """A day that works, with those whom the lot draws for it, and the notice filled in with both."""
    panel, problem = _drawn(opened, viewer, here, notice, one.day)
    said = [("hearing_on", one.day.strftime("%d/%m/%Y")), ("hearing_time", time)]
    said += [("panel", person) for person in panel]
    address = reverse("staff:step", args=[here.slug, opened.case.name, notice.name])
    return {
        "day": one.day, "last": one.last, "could": len(one.members), "panel": [names.get(who, who) for who in panel],
        "problem": problem, "href": f"{address}?{urlencode(said)}",
    }  # fmt: skip


def _drawn(
    opened: pages.Open, viewer: Viewer, here: bodies.Body, notice: Any, on: date
) -> tuple[tuple[str, ...], AlteramError | None]:
    """Whom the lot draws for a day; nobody where the notice names no panel or no lot can be drawn yet."""
    if not any(notice.is_act(act) for act in draw.ACTS):
        return (), None
    try:
        made = drawing.today(opened, notice, (), body=here, on=viewer.day, sits_on=on)
    except (drawing.NotYet, draw.TooFew) as why_not:
        return (), why_not
    return (made.panel, None) if made is not None else ((), None)
