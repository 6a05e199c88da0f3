"""Personal access tokens: a person's own key for programs, for one body. It opens what its person may open, no more.

A token of the kind ``CALENDAR`` stands in the address of a feed of hearings, opens that feed and no other thing.

secret, token = issue(holder, name="Diary", now=now, days=90)    # the secret is shown once and kept nowhere
holder_of(secret, now=now)                                      # whose it is, or None
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from alteram_web.identity.models import Holder, Token

API, CALENDAR = "api", "calendar"
DAYS = (30, 90, 365)  # for which a token may be made
MARK = "alteram_"  # so that scanners for leaked secrets know one when they see it


def issue(holder: Holder, *, name: str, now: datetime, days: int, opens: str = API) -> tuple[str, Token]:
    """A new token and its secret. Only the digest of the secret is kept."""
    secret = MARK + secrets.token_urlsafe(32)
    made = Token.objects.create(
        holder=holder, name=name, digest=digest(secret), made=now, expires=now + timedelta(days=days),
        opens=opens,
    )  # fmt: skip
    return secret, made


def digest(secret: str) -> str:
    """SHA-256 in hex. The secret is 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def holder_of(secret: str, *, now: datetime, opens: str = API) -> Holder | None:
    """Whose token this is, while it holds and the account is open. Notes the day of use, not the moment."""
    found = (
        Token.objects.select_related("holder__user")
        .filter(digest=digest(secret), opens=opens, revoked=None, expires__gt=now, holder__user__is_active=True)
        .first()
    )
    if found is None:
        return None
    if found.last_used != now.date():
        Token.objects.filter(pk=found.pk).update(last_used=now.date())
    return found.holder


def of(holder: Holder, *, opens: str = API) -> QuerySet[Token]:
    """All tokens of a kind of a person in a body, the newest first."""
    return Token.objects.filter(holder=holder, opens=opens).order_by("-made", "-pk")


def revoke(holder: Holder, token: int, *, now: datetime) -> bool:
    """End one of one's own tokens. False: there is none such."""
    mine = Token.objects.filter(holder=holder, pk=token)
    mine.filter(revoked=None).update(revoked=now)
    return mine.exists()
