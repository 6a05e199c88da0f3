"""The same words and papers sent a second time in one session, from a page somebody went back to: entered once.

A press too many on one page carries the same ``request`` and is known at the door. Whoever goes back gets a fresh page
with a fresh name; so a session remembers what it has entered, as digests under the key of the body.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from django.http import HttpRequest

from alteram_web.casework import bodies, held, keys
from alteram_web.casework.papers import Upload

SESSION = "entered"
REMEMBERED = 20  # forms of one session
NOT_CONTENT = (*held.NOT_SAID, "seen", "request", "kept")


def earlier(request: HttpRequest, uploads: Sequence[Upload]) -> int | None:
    """The number of the entry that this session made of the very same form; None: it has not."""
    found: dict[str, int] = request.session.get(SESSION, {})
    return found.get(_digest(request, uploads)) if found else None


def remember(request: HttpRequest, uploads: Sequence[Upload], index: int) -> None:
    known = list(request.session.get(SESSION, {}).items())[1 - REMEMBERED :]
    request.session[SESSION] = dict([*known, (_digest(request, uploads), index)])


def _digest(request: HttpRequest, uploads: Sequence[Upload]) -> str:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    said = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in NOT_CONTENT]
    about = hmac.new(keys.body_key(here.id), repr((request.path, said)).encode(), "sha256")
    for one in uploads:
        about.update(repr((one.name, len(one.content))).encode() + one.content)
    return about.hexdigest()
