"""For whom a page is: the body that its address names, and the person who is signed in there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from alteram_web.casework import bodies, directory, entitled, oversight, server_clock
from alteram_web.casework.selectors import Viewer
from alteram_web.identity import tokens
from alteram_web.identity.models import Holder

NOBODY = ""
RETURNED = "returned"
RESTS = timedelta(minutes=30)  # after that a return key must be entered again


class Here:
    """Middleware: reads ``body`` out of the address, and says who is asking and what stands around the page.

    A view behind it finds ``request.here`` (the body) and ``request.viewer`` (nobody signed in: a viewer without a
    person, who sees what is public), and does not take ``body`` itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        slug = kwargs.pop("body", None)
        if slug is None:
            return
        try:
            body = bodies.by_slug(slug)
        except bodies.NoSuchBody as unknown:
            raise Http404 from unknown
        viewer = viewer_of(request, body)
        request.here = body  # type: ignore[attr-defined]  # HttpRequest takes attributes of its own
        request.viewer = viewer  # type: ignore[attr-defined]
        if not _is_api(request):
            request.shell = shell(request, body, viewer)  # type: ignore[attr-defined]


def moment() -> datetime:
    """The edge: every page reads the clock here, once; from here on the time is an argument."""
    return server_clock.now()


def viewer_of(request: HttpRequest, body: bodies.Body) -> Viewer:
    """Who asks, now, on the body's local day."""
    now = moment()
    day = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    if carries_token(request):
        person = _by_token(request, body, now)
    elif request.user.is_authenticated:
        holder = Holder.objects.filter(user=request.user.pk, body=body.id).first()
        person = holder.person if holder else NOBODY
    else:
        person = _came_back(request, body, now)
    return Viewer(body=body.id, person=person, now=now, day=day)


def holder_of(viewer: Viewer) -> Holder | None:
    """The account's side of a viewer."""
    return Holder.objects.filter(body=viewer.body, person=viewer.person).first()


def carries_token(request: HttpRequest) -> bool:
    """Whether a program asks with a token. A token counts under the addresses of the API and nowhere else."""
    return _is_api(request) and request.headers.get("Authorization", "").lower().startswith("bearer")


def _is_api(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.namespaces[:1] == ["api"]


def _by_token(request: HttpRequest, body: bodies.Body, now: datetime) -> str:
    """Whoever sends a token is its person or nobody: a session that comes along counts for nothing."""
    holder = tokens.holder_of(request.headers["Authorization"][len("bearer") :].strip(), now=now)
    request.user = holder.user if holder is not None else AnonymousUser()
    return holder.person if holder is not None and holder.body == body.id else NOBODY


def come_back(request: HttpRequest, body: bodies.Body, person: str, *, now: datetime) -> None:
    """From now on this session is that of somebody who came back with a return key, until it rests too long."""
    request.session[RETURNED] = {"body": str(body.id), "person": person, "seen": now.isoformat()}


def _came_back(request: HttpRequest, body: bodies.Body, now: datetime) -> str:
    """The person whose return key opened this session, in this body and not too long ago."""
    known = request.session.get(RETURNED)
    if not known or known["body"] != str(body.id):
        return NOBODY
    if now - datetime.fromisoformat(known["seen"]) > RESTS:
        del request.session[RETURNED]
        return NOBODY
    request.session[RETURNED] = {**known, "seen": now.isoformat()}
    return str(known["person"])


def _approached(request: HttpRequest, body: bodies.Body) -> dict[str, object]:
    """The way to the influence log, from any page: of the case whose page this is, or to choose which."""
    chain = request.resolver_match.kwargs.get("chain") if request.resolver_match else None
    known = isinstance(chain, UUID) and request.resolver_match.namespaces[:1] != ["auditor"]  # type: ignore[union-attr]
    href = (
        reverse("staff:approach_kind", args=[body.slug, chain])
        if known
        else reverse("staff:approach", args=[body.slug])
    )
    return {"text": _("Somebody approached me about a case"), "href": href, "current": False}


def shell(request: HttpRequest, body: bodies.Body, viewer: Viewer) -> dict[str, object]:
    """What stands around a page of this body."""
    home = reverse("public:front", args=[body.slug])

    def way(text: str, name: str) -> dict[str, object]:
        href = reverse(name, args=[body.slug])
        return {"text": text, "href": href, "current": request.path == href}

    nav = [
        way(_("The process"), "public:front"),
        way(_("Make a complaint"), "public:complain"),
        way(_("Published decisions"), "public:decisions"),
        way(_("Figures"), "public:statistics"),
        way(_("The rules"), "public:rules"),
        way(_("Check a case"), "public:check"),
    ]
    foot = [way(_("Follow a complaint"), "public:follow"), way(_("Check a receipt"), "public:receipts"),
            way(_("Keys and public log"), "public:keys")]  # fmt: skip
    around: dict[str, object] = {"body": {"name": body.name, "url": home}}
    if viewer.person:
        nav.append(way(_("My cases"), "staff:desk"))
        if entitled.keeps_members(viewer):
            nav.append(way(_("Members"), "administration:members"))
        if oversight.is_auditor(viewer):
            nav.append(way(_("Audit"), "auditor:front"))
        if entitled.answers_requests(viewer):
            nav.append(way(_("Requests for data"), "data:requests"))
        foot.append(_approached(request, body))
        foot.append(way(_("Your data"), "data:mine"))
        if request.user.is_authenticated:
            foot.append(way(_("Tokens for programs"), "staff:tokens"))
        name = directory.names(viewer, [viewer.person]).get(viewer.person, "")
        around["viewer"] = {"name": name or _("You, with your return key"), "sign_out": reverse("account_logout")}
    else:
        around["sign_in"] = reverse("demonstration" if settings.DEMO else "account_login")
    if settings.DEMO:
        around["demo"] = {
            "text": _("A demonstration: every person and body here is invented."),
            "href": reverse("demonstration"),
            "action": _("Become somebody else"),
        }
    return {**around, "nav": nav, "foot": foot}
