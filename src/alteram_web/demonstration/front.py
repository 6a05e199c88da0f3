"""The demonstration's first page: what this is, whom to become, and *end this member by letter*."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, editions, pages
from alteram_web.demonstration.cast import BODY, PARTS
from alteram_web.identity.models import Holder

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HANDS = (("Rufus Dane", "Office of the Convenor"), ("Dev Ashgrove", "the clerk"))


def front(request: HttpRequest) -> HttpResponse:
    """What this is, whom to become, and the letter."""
    _only_in_the_demo()
    return render(request, "demonstration/front.html", _context(), using="jinja2")


def _only_in_the_demo() -> None:
    """A second lock: these addresses are not even there without the setting."""
    if not settings.DEMO:
        raise Http404


def _context(**more: Any) -> dict[str, Any]:
    people = [{"id": p.name, "name": p.name, "role": p.role, "sentence": p.sentence} for p in PARTS]
    return {"people_to_become": people, "slug": BODY, "answers": None, "member": "Bryony Calder", **more}


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the fictional people. The demonstration alone has this page."""
    _only_in_the_demo()
    body = bodies.by_slug(BODY)
    holder = get_object_or_404(Holder, body=body.id, person=fictional_id(request.POST.get("person", "")))
    login(request, holder.user, backend=BACKEND)
    return redirect("staff:desk", BODY)


@require_POST
def letter(request: HttpRequest) -> HttpResponse:
    """Try to end a membership by letter, as the leader's office and as the clerk: through the real door."""
    _only_in_the_demo()
    member = request.POST.get("member", "")[:200] or "Bryony Calder"
    answers = [_tried(name, office, member) for name, office in HANDS]
    return render(request, "demonstration/front.html", _context(answers=answers, member=member), using="jinja2")


def _tried(name: str, office: str, member: str) -> dict[str, Any]:
    now = timezone.now()  # noqa: TID251  # the edge: from here on the time is an argument
    body = bodies.by_slug(BODY)
    edition = editions.rulebook(BODY).editions[-1]
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
        seen = {"lead": "Not found.", "sentence": "There is no such case.", "code": "E-NOT-FOUND"}
        return {
            "who": f"{name}, {office}",
            "refusal": seen if hidden else pages.refusal(verdict.refusals[0]),
            "auditor": [f"{one.code}: {one.sentence}" for one in verdict.refusals],
        }
    raise AssertionError("a membership was ended by letter")
