"""What somebody had typed when a form came without its session: sealed, kept for half an hour, and given back once.

    mark(request, writer)     a hidden field of the form: who writes it, signed by the house
    hold(request)             the form came and nobody is signed in: keep what it says; how its writer comes back
    waiting(request, writer)  the address of the form that is kept for somebody; empty: none
    writer(request)           whose form has come
    back(request, writer)     what it said, for the same person at the same address; then it is gone

It lies in a fresh session, so closing the browser loses it; under the key of the body, so the table of sessions does
not tell it; and it opens for the writer alone, so whoever signs in next at a shared machine is shown nothing of it.
Files are not kept.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, QueryDict

from alteram_web.casework import bodies, keys, viewers

MARK = "mark"  # the hidden field
SESSION = "held"
SALT = "alteram form 1"
HOLDS = timedelta(minutes=30)
WRITTEN = timedelta(hours=12)  # how old a form may be
NOT_SAID = ("csrfmiddlewaretoken", MARK)
ACCOUNT, KEY = "account", "key"


def mark(request: HttpRequest, writer: str, *, by_key: bool | None = None) -> str:
    """``writer`` is a person of this body, or a draft by :func:`of_draft`; nobody but the house can make this word."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    key = not request.user.is_authenticated if by_key is None else by_key
    return signing.dumps({"body": here.slug, "writer": writer, "by": KEY if key else ACCOUNT}, salt=SALT)


def of_draft(draft: object) -> str:
    """The writer of a complaint that is not sent yet: whoever holds its key."""
    return f"draft {draft}"


def hold(request: HttpRequest) -> str:
    """Keep what the form says. How its writer comes back: ``account`` or ``key``; empty: it is no form of ours."""
    known = _marked(request)
    if known is None:
        return ""
    said = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_SAID}
    place = _place(request.path, known["writer"])
    sealed = keys.seal(keys.body_key(bodies.by_slug(known["body"]).id), json.dumps(said).encode(), of=place)
    until = viewers.moment() + HOLDS
    request.session[SESSION] = {
        "body": known["body"], "path": request.path, "until": until.isoformat(),
        "sealed": base64.b64encode(sealed).decode(),
    }  # fmt: skip
    return str(known["by"])


def writer(request: HttpRequest) -> str:
    """Whose form this is; empty: it does not say."""
    return str((_marked(request) or {}).get("writer", ""))


def _marked(request: HttpRequest) -> dict[str, Any] | None:
    """What the mark of the form says; None if it has none, or one for another body."""
    try:
        known: dict[str, Any] = signing.loads(request.POST.get(MARK, ""), salt=SALT, max_age=WRITTEN)
    except signing.BadSignature:
        return None
    return known if request.path.split("/")[1:2] == [known["body"]] else None


def _place(path: str, writer: str) -> str:
    return f"held {path} {writer}"


def waiting(request: HttpRequest, writer: str) -> str:
    kept = request.session.get(SESSION)
    return str(kept["path"]) if kept and _said(request, kept, writer) is not None else ""


def back(request: HttpRequest, writer: str) -> QueryDict | None:
    """Whatever comes of it, it is kept no longer once somebody known has come to its address."""
    kept = request.session.get(SESSION)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION]
    return _said(request, kept, writer)


def _said(request: HttpRequest, kept: dict[str, Any], writer: str) -> QueryDict | None:
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    if kept["body"] != here.slug or viewers.moment() > datetime.fromisoformat(kept["until"]):
        return None
    try:
        sealed = base64.b64decode(kept["sealed"])
        told = json.loads(keys.unseal(keys.body_key(here.id), sealed, of=_place(kept["path"], writer)))
    except (keys.KeyProblem, binascii.Error):
        return None
    said = QueryDict(mutable=True)
    for name, values in told.items():
        said.setlist(name, values)
    return said
