"""A follower: sends what is written, and reports it as an entry.

A letter is taken before it is sent and marked afterwards. Cut off in between, it stays taken: it is not sent again
blindly, but shows on the list of letters until somebody knows. Four letters a day go to one person one by one; more
wait for the evening of that day and go as one mail, and what lies on the site is not announced by a fifth mail. One
letter is one effect: its Message-ID is drawn from entry, kind and recipient (of letters in one mail, the first's), so
that a mail program shows a second copy as the same message.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections import Counter
from collections.abc import Sequence
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
OTHERS = "X-Alteram-Letters"  # the header that says which more letters a mail holds
A_DAY = 4  # letters to one person; a fifth of one day is held and merged with whatever follows (EQW-04, N23)
EVENING = 17  # the local hour from which what was held goes out, together


def send_written(body: Body, *, now: datetime) -> int:
    """Send every letter that is written; how many went out, were laid down on the site, or failed."""
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    gone = Counter(letters.gone_since(body, here.replace(hour=0, minute=0, second=0, microsecond=0)))
    held: dict[str, list[Post]] = {}
    done = 0
    for post in letters.standing_in(body, "written"):
        one_more = post.recipient.startswith("p-") and gone[post.recipient] >= A_DAY
        if one_more and post.channel == BY_MAIL:
            held.setdefault(post.recipient, []).append(post)
        elif _send(body, post, now, mailed=not one_more):
            gone[post.recipient] += 1
            done += 1
    if here.hour >= EVENING:
        done += sum(_send_together(body, posts, now) for posts in held.values())
    return done


def _send_together(body: Body, posts: list[Post], now: datetime) -> int:
    """What was held of a run of letters to one person, as one mail; on that day, so that no day of service moves."""
    to = directory.email(body.id, posts[0].recipient)
    going = [post for post in posts if not _cannot_go(post, to)]
    for post in posts:
        if post not in going:
            letters.move(body, post, come_from="written", to="held", why=_cannot_go(post, to), now=now)
    taken = [post for post in going if letters.move(body, post, come_from="written", to="taken", now=now)]
    if not taken:
        return 0
    try:
        together(body, taken, to).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        note = f"The mail server refused it ({_code(refused)})."
        return sum(_failed(body, post, now, note) for post in taken)
    except (OSError, smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected):
        return 0  # whether the server had it nobody knows: they stay taken, to be looked at
    return sum(_sent(body, post, now, f"One of {len(taken)} letters in one mail.") for post in taken)


def _send(body: Body, post: Post, now: datetime, *, mailed: bool) -> bool:
    to = directory.email(body.id, post.recipient) if mailed and _by_mail(body, post) else ""
    why = _cannot_go(post, to)
    if why:
        return letters.move(body, post, come_from="written", to="held", why=why, now=now)
    if not letters.move(body, post, come_from="written", to="taken", now=now):
        return False  # another process has it
    note = "" if mailed else "It lies on the site. No mail says so: enough went to this person today."
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


def together(body: Body, posts: Sequence[Post], to: str) -> EmailMessage:
    """Several letters as one mail: each as text, one after the other, and each as a page."""
    mail = message(body, posts[0], to)
    mail.body = f"\n\n{'-' * 40}\n\n".join(post.plain for post in posts)
    mail.extra_headers[OTHERS] = " ".join(effect(post) for post in posts[1:])
    for number, post in enumerate(posts[1:], 2):
        mail.attach(f"letter-{number}.pdf", post.page, "application/pdf")
    return mail


def message(body: Body, post: Post, to: str) -> EmailMessage:
    """The mail: the letter as text, and as a page. The subject says no more than who writes."""
    subject = f"{body.name}: a letter to you"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    mail = EmailMessage(subject=subject, body=post.plain, to=[to], headers={"Message-ID": f"<{effect(post)}@{domain}>"})
    mail.attach("letter.pdf", post.page, "application/pdf")
    return mail
