"""The demonstration's first page: what this is, whom to become, and *end this member by letter*."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, editions, pages, viewers
from alteram_web.demonstration.cast import CASTS, LEAGUE, Cast, Part
from alteram_web.demonstration.waiting import waiting
from alteram_web.identity.models import Holder

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GROUPS = (
    ("parties", "Those it is about"),
    ("handle", "Those who handle cases"),
    ("decide", "Those who decide"),
    ("watch", "Those who watch"),
    ("power", "Those in power"),
)


def front(request: HttpRequest) -> HttpResponse:
    """What this is, whom to become, and the letter."""
    _only_in_the_demo()
    return render(request, "demonstration/front.html", _context(LEAGUE), using="jinja2")


def _only_in_the_demo() -> None:
    """A second lock: these addresses are not even there without the setting."""
    if not settings.DEMO:
        raise Http404


def _context(written: Cast, **more: Any) -> dict[str, Any]:
    there = {one.slug: one for one in bodies.every()}
    casts = [cast for cast in CASTS if cast.slug in there]
    shown = [_company(cast, there[cast.slug]) for cast in casts]
    return {"companies": shown, "written": written, "answers": None, "member": written.member, **more}


def _company(cast: Cast, body: bodies.Body) -> dict[str, Any]:
    """A body with its people, group by group, and what waits for each of them."""
    ids = {part.name: fictional_id(part.name) for part in cast.parts}
    waits = waiting(body, tuple(ids.values()), viewers.moment())
    groups = [
        {"title": _(title), "people": [_card(p, waits[ids[p.name]]) for p in cast.parts if p.group == group]}
        for group, title in GROUPS
    ]
    return {"slug": cast.slug, "name": cast.name, "sentence": cast.sentence, "groups": groups}


def _card(part: Part, waits: int) -> dict[str, Any]:
    told = ngettext("One case waits for you.", "%(n)s cases wait for you.", waits) % {"n": waits} if waits else ""
    return {"id": part.name, "name": part.name, "role": part.role, "sentence": part.sentence, "waits": told}


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the fictional people. The demonstration alone has this page."""
    _only_in_the_demo()
    name = request.POST.get("person", "")
    cast = next((one for one in CASTS if any(part.name == name for part in one.parts)), None)
    if cast is None:
        raise Http404
    body = bodies.by_slug(cast.slug)
    holder = get_object_or_404(Holder, body=body.id, person=fictional_id(name))
    login(request, holder.user, backend=BACKEND)
    return redirect("staff:desk", cast.slug)


@require_POST
def letter(request: HttpRequest) -> HttpResponse:
    """Try to end a membership by letter, as the leader's office and as the clerk: through the real door."""
    _only_in_the_demo()
    cast = next((one for one in CASTS if one.slug == request.POST.get("in")), LEAGUE)
    member = request.POST.get("member", "")[:200] or cast.member
    roles = {part.name: part.role for part in cast.parts}
    answers = [_tried(cast, name, roles[name], member) for name in cast.hands]
    context = _context(cast, answers=answers, member=member)
    return render(request, "demonstration/front.html", context, using="jinja2")


def _tried(cast: Cast, name: str, office: str, member: str) -> dict[str, Any]:
    now = viewers.moment()
    body = bodies.by_slug(cast.slug)
    edition = editions.rulebook(cast.slug).editions[-1]
    step = edition.steps_of("sanction_decided")[0]
    wish = Wish(
        case=str(uuid.uuid4()),
        step=step.name,
        result="expulsion",
        at=now.astimezone(ZoneInfo(edition.calendar.zone)).date(),
        recorded=now,
        by=(fictional_id(name),),
        fields={"person": fictional_id(member), "sanctions": ["expulsion"], "reasons": "The membership is cancelled."},
    )
    try:
        commands.act(wish, body=body.id)
    except Refused as refused:
        verdict = refused.verdict
        hidden = verdict.shown == "E-NOT-FOUND"
        seen = {"lead": _("Not found."), "sentence": _("There is no such case."), "code": "E-NOT-FOUND"}
        return {
            "name": name,
            "role": office,
            "refusal": seen if hidden else pages.refusal(verdict.refusals[0]),
            "auditor": [{"code": one.code, "sentence": one.sentence} for one in verdict.refusals],
        }
    raise AssertionError("a membership was ended by letter")
