"""A follower: sends what is written, and reports it as an entry.

A letter is taken before it is sent and marked afterwards. Cut off in between, it stays taken: it is not sent again
blindly, but shows on the list of letters until somebody knows. One letter is one effect: its Message-ID is drawn from
entry, kind and recipient, so that a mail program shows a second copy as the same message.
"""

from __future__ import annotations

import hashlib
import smtplib
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage

from alteram.errors import AlteramError
from alteram.procedure import Wish
from alteram_web.casework import commands, directory, letters
from alteram_web.casework.bodies import Body
from alteram_web.casework.record import Post

ON_THIS_SITE = "portal"
BY_MAIL = "email"


def send_written(body: Body, *, now: datetime) -> int:
    """Send every letter that is written; how many went out, were laid down on the site, or failed."""
    return sum(_send(body, post, now) for post in letters.standing_in(body, "written"))


def _send(body: Body, post: Post, now: datetime) -> bool:
    to = directory.email(body.id, post.recipient) if _by_mail(body, post) else ""
    why = _cannot_go(post, to)
    if why:
        return letters.move(body, post, come_from="written", to="held", why=why, now=now)
    if not letters.move(body, post, come_from="written", to="taken", now=now):
        return False  # another process has it
    note = ""
    try:
        if to:
            message(body, post, to).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        note = f"The mail server refused it ({_code(refused)})."
        if post.channel == BY_MAIL:
            return _failed(body, post, now, note)
        note = f"It lies on the site. {note}"
    except (OSError, smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected):
        if post.channel == BY_MAIL:
            return False  # whether the server had it nobody knows: it stays taken, to be looked at
        note = "It lies on the site. Whether it went out by mail as well is not known."
    return _sent(body, post, now, note)


def _sent(body: Body, post: Post, now: datetime, note: str) -> bool:
    problem = _report(body, post, now, act="service_recorded")
    if problem:
        # It went out and the record does not say so: it stays on the list of letters, where nothing counts from it.
        why = f"{letters.NOT_ENTERED} ({problem}). Enter it by hand."
        return letters.move(body, post, come_from="taken", to="failed", why=why, now=now)
    letters.move(body, post, come_from="taken", to="sent", now=now, why=note)
    return True


def _by_mail(body: Body, post: Post) -> bool:
    """Whether it goes to an address: where mail was chosen, and, besides the site, where nobody chose a way.

    Whoever complained and gave an address hears of each letter there; a choice of the site alone is kept.
    """
    if post.channel != ON_THIS_SITE:
        return post.channel == BY_MAIL
    return not letters.way_chosen(body, post)


def _cannot_go(post: Post, to: str) -> str:
    """Why a letter cannot go out by itself; empty if it can."""
    if not post.page:
        return "Its text was erased."
    if post.channel not in (ON_THIS_SITE, BY_MAIL):
        return "It goes by post or by hand: print it, send it, and enter that it was sent."
    if post.channel == BY_MAIL and not to:
        return "No e-mail address is known: send it another way, and enter that it was sent."
    return ""


def _failed(body: Body, post: Post, now: datetime, why: str) -> bool:
    letters.move(body, post, come_from="taken", to="failed", why=why, now=now)
    _report(body, post, now, act="service_failed", why=why)
    return True


def _code(refused: smtplib.SMTPException) -> str:
    """The number the server answered with; never what it said, which may name somebody."""
    recipients = getattr(refused, "recipients", None) or {}
    codes = {str(code) for code, _said in recipients.values()} or {str(getattr(refused, "smtp_code", "no number"))}
    return ", ".join(sorted(codes))


def _report(body: Body, post: Post, now: datetime, *, act: str, why: str = "") -> str:
    """The deed as an entry of its own; the code of the refusal if it could not be entered, else nothing.

    A letter to somebody outside the record has no service to count from.
    """
    if not post.recipient.startswith("p-"):
        return ""
    fields: dict[str, object] = {"letter": post.letter, "to": post.recipient, "channel": post.channel}
    if why:
        fields["why"] = why
    wish = Wish(
        case=str(post.chain), act=act, at=now.astimezone(ZoneInfo(settings.TIME_ZONE)).date(), recorded=now,
        by=("clock",), fields=fields, request=f"{act} {effect(post)}",
    )  # fmt: skip
    try:
        commands.act(wish, body=body.id)
    except AlteramError as problem:
        return problem.code
    return ""


def effect(post: Post) -> str:
    """One effect outside, once: the same for the same letter, and it tells nothing."""
    return hashlib.sha256(f"alteram letter 1\n{post.key}".encode()).hexdigest()[:32]


def message(body: Body, post: Post, to: str) -> EmailMessage:
    """The mail: the letter as text, and as a page. The subject says no more than who writes."""
    subject = f"{body.name}: a letter to you"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    mail = EmailMessage(subject=subject, body=post.plain, to=[to], headers={"Message-ID": f"<{effect(post)}@{domain}>"})
    mail.attach("letter.pdf", post.page, "application/pdf")
    return mail
