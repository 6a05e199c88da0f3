"""The roll, a member's standing on any day, and whether a member was barred. Never a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.calendar.stretches import stretch
from alteram.standing import Membership, Standing, counted, left_in_words, way_back_counted
from alteram_web.casework import bodies
from alteram_web.casework.selectors import Viewer
from alteram_web.portals.administration.entrance import for_askers, for_keepers
from alteram_web.register import bars, roll, standing_of
from alteram_web.ui.environment import day as in_full

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
NOT_A_DAY = gettext_lazy("Enter a day, such as 24/03/2026.")

TITLES = {  # whatever is not here is shown by the body's own name for it
    "full": gettext_lazy("Full"),
    "interim": gettext_lazy("Interim measure"),
    "suspension": gettext_lazy("Suspended"),
    "expulsion": gettext_lazy("Expelled"),
    "removal_from_office": gettext_lazy("Removed from office"),
    "left": gettext_lazy("Left"),
    "membership_ended": gettext_lazy("Membership ended by rule"),
}
REACHES = {
    "meetings": gettext_lazy("meetings"),
    "contact": gettext_lazy("contact with those named to the member"),
    "office": gettext_lazy("an office"),
    "an office": gettext_lazy("an office"),
    "membership": gettext_lazy("membership"),
    "rights of a member": gettext_lazy("the rights of a member"),
    "ballot": gettext_lazy("a vote in ballots"),
    "candidacy": gettext_lazy("being a candidate"),
    "data access": gettext_lazy("members' data"),
    "events": gettext_lazy("events"),
    "premises": gettext_lazy("the premises"),
}
LOSES = {
    "left": gettext_lazy("the rights of a member"),
    "membership_ended": gettext_lazy("membership"),
}


class OnDay(forms.Form):
    """Of which day the page speaks."""

    day = forms.DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("Left empty: today."),
        required=False,
        input_formats=DAYS,
        error_messages={"invalid": NOT_A_DAY},
    )


class WasBarred(forms.Form):
    """Whose bar, and on which day."""

    member = forms.CharField(
        label=gettext_lazy("Number of the member"),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the member's number, such as LL-00451.")},
    )
    on = forms.DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("The day of the conduct, for example 24/03/2026."),
        input_formats=DAYS,
        error_messages={"required": gettext_lazy("Enter the day of the conduct."), "invalid": NOT_A_DAY},
    )


@for_keepers
def members(request: HttpRequest) -> HttpResponse:
    """Search the roll."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    wanted = request.GET.get("find", "").strip()
    context: dict[str, Any] = {
        "slug": here.slug, "wanted": wanted, "found": roll.find(viewer, wanted) if wanted else (), "most": roll.FOUND,
        "count": roll.count(viewer),
    }  # fmt: skip
    return render(request, "administration/members.html", context, using="jinja2")


@for_askers
def barred(request: HttpRequest) -> HttpResponse:
    """Whether a member was barred on a day, by what had been published then."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    asks = "on" in request.GET
    form = WasBarred(request.GET if asks else None, initial={"member": request.GET.get("member", "")})
    answer, wanted = None, request.GET.get("find", "").strip()
    if form.is_bound and form.is_valid():
        asked = roll.member(viewer, form.cleaned_data["member"].strip().upper())
        on = form.cleaned_data["on"]
        if asked is None:
            form.add_error("member", _("No member has this number."))
        elif on > viewer.day:
            form.add_error("on", _("That day has not come yet."))
        else:
            bar = bars.barred(viewer, asked.person, on=on)
            answer = {"member": asked, "on": on, "bar": bar, **_of_the_bar(bar)}
    wrong = form.is_bound and not form.is_valid()
    context = {
        "slug": here.slug, "form": form, "answer": answer, "has_errors": wrong, "wanted": wanted,
        "found": roll.find(viewer, wanted) if wanted else (), "most": roll.FOUND,
    }  # fmt: skip
    return render(request, "administration/barred.html", context, status=422 if wrong else 200, using="jinja2")


@for_keepers
def member(request: HttpRequest, number: str) -> HttpResponse:
    """One member: standing on a day, as we know it now and as it was known then."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    found = roll.member(viewer, number)
    if found is None:
        raise Http404
    form = OnDay(request.GET if "day" in request.GET else None)
    valid = not form.is_bound or form.is_valid()
    on = (form.cleaned_data["day"] if form.is_bound and valid else None) or viewer.day
    answers = standing_of.answers(viewer, found, on=on)
    context = {
        "slug": here.slug,
        "member": found,
        "form": form,
        "has_errors": not valid,
        "on": on,
        "today": viewer.day,
        "now": _shown(answers["now"]),
        "then": _shown(answers["then"]),
        "same": answers["now"] == answers["then"],
    }
    return render(request, "administration/member.html", context, status=200 if valid else 422, using="jinja2")


def _of_the_bar(bar: bars.Bar | None) -> dict[str, Any]:
    """How the days of a bar were counted, for each that the page opens."""
    if bar is None:
        return {}
    lasts = bar.counted or (stretch(bar.first, bar.last).sentence if bar.last is not None else "")
    return {
        "lasts": lasts,
        "left": left_in_words(bar.left, bar.matches),
        "rejoin_how": way_back_counted(bar.first, bar.rejoin_from),
    }


def _shown(answer: standing_of.Answer) -> dict[str, Any]:
    standing, roll_says = answer.standing, _roll(answer.membership)
    if standing.name == "full" and not answer.membership.member:  # nothing to be entitled to
        return {"standing": _("Not a member"), "kind": "quiet", "sentence": roll_says, "roll": ""}
    return {
        "standing": TITLES.get(standing.name, standing.name.replace("_", " ").capitalize()),
        "kind": "done" if standing.name == "full" else "due",
        "sentence": _conduct(standing),
        "last": standing.last,
        "counted": counted(standing.first, standing.last, standing.matches, standing.missed_on)
        if standing.first and standing.last
        else "",
        "rejoin": standing.rejoin_from,
        "rejoin_how": way_back_counted(standing.first, standing.rejoin_from),
        "roll": roll_says,
    }


def _conduct(standing: Standing) -> str:
    """Not entitled to what, since when: the restriction, and not a word of why. Its last day follows, and opens."""
    if standing.name == "full":
        return _("Nothing limits this member.")
    lost = [str(REACHES.get(one, one)) for one in standing.scope] or [str(LOSES.get(standing.name, ""))]
    if not any(lost):
        return _("Nothing is taken from this member.")
    what = _listed(lost)
    if standing.left and standing.last is not None:
        return _("Not entitled to %(what)s from %(first)s: %(left)s. At the longest until the end of") % {
            "what": what, "first": _day(standing.first),
            "left": left_in_words(standing.left, standing.matches),
        }  # fmt: skip
    if standing.last is None:
        return _("Not entitled to %(what)s since %(first)s, without an end.") % {
            "what": what, "first": _day(standing.first),
        }  # fmt: skip
    return _("Not entitled to %(what)s from %(first)s until the end of") % {
        "what": what, "first": _day(standing.first),
    }  # fmt: skip


def _listed(words: list[str]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _day(value: date | None) -> str:
    return in_full(value) if value else ""


def _roll(found: Membership) -> str:
    """What the roll said, which has nothing to do with conduct."""
    if found.since is None:
        return _("Not on the roll.")
    if not found.member:
        return _("Off the roll since %(day)s: %(why)s.") % {"day": _day(found.since), "why": found.reason}
    return _("On the roll since %(day)s, branch %(branch)s.") % {"day": _day(found.since), "branch": found.branch}
