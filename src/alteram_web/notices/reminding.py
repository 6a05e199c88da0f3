"""A follower: reminds whoever owes something before its last day, once, and enters it in the case.

It is entered before it is sent: cut off in between, a reminder is missing and never comes twice. The mail says that
something waits and where to sign in. It names no case, no person and no day, for anybody may stand behind a letter box.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from alteram import duties
from alteram.access import may_see
from alteram.case import Case, replay
from alteram.errors import AlteramError
from alteram.people import People
from alteram.procedure import Wish
from alteram.procedure.persons import holdings
from alteram_web.casework import commands, directory, editions, letters, record
from alteram_web.casework.bodies import Body

AHEAD = timedelta(days=14)  # how far the rows are looked at; two working days are never further off


def remind(body: Body, *, now: datetime) -> int:
    """Remind everybody of what falls due within two working days; how many mails went out."""
    with record.transaction(body.id):
        chains = record.cases_due(now.date() + AHEAD)
    return sum(_in_case(body, chain, now) for chain in chains)


def _in_case(body: Body, chain: UUID, now: datetime) -> int:
    with record.transaction(body.id):
        entries, people = record.load(body.id, chain).entries, record.people()
    case = replay(editions.rulebook(body.slug), str(chain), entries)
    today = case.calendar.local_day(now)
    told = 0
    for duty in duties.owed(case):
        to = _to_remind(case, people, duty, today)
        if to and _entered(body, case, duty, to, now):
            told += sum(_send(body, person) for person in to)
    return told


def _to_remind(case: Case, people: People, duty: duties.Duty, today: date) -> tuple[str, ...]:
    """Who is reminded of it today: whoever holds the role that owes it, and may know of the case; nobody twice."""
    if duty.due is None or not _close(case, duty.due.day, today) or duty.live.source.at >= today:
        return ()
    if any(_same(entry.data, duty) for entry in case.entries if "reminder_sent" in entry.acts):
        return ()
    return tuple(dict.fromkeys(_owing(case, people, duty, today)))


def _close(case: Case, due: date, today: date) -> bool:
    """Whether the day is today or at most two working days off."""
    return today <= due <= case.calendar.next_working(case.calendar.next_working(today))


def _same(data: object, duty: duties.Duty) -> bool:
    said = data if isinstance(data, dict) else dict(data)  # type: ignore[call-overload]
    return duty.due is not None and (said.get("step"), said.get("due")) == (duty.step, duty.due.day.isoformat())


def _owing(case: Case, people: People, duty: duties.Duty, today: date) -> Iterator[str]:
    known = {person for role in duty.roles for person in case.people_in(role)}
    pools = {case.edition.roles[role].pool for role in duty.roles if role in case.edition.roles}
    known |= {place.person for place in people.memberships if place.pool in pools and place.holds_on(today)}
    for person in sorted(known):
        held = {one.role for one in holdings(case.edition, people, case, person, today)}
        if held & set(duty.roles) and may_see(case, people, person, "existence", on=today):
            yield person


def _entered(body: Body, case: Case, duty: duties.Duty, to: tuple[str, ...], now: datetime) -> bool:
    """Whether this process has entered it; another may have been quicker."""
    day = duty.due.day.isoformat() if duty.due is not None else ""
    wish = Wish(
        case=case.name, act="reminder_sent", at=case.calendar.local_day(now), recorded=now, by=("clock",),
        fields={"step": duty.step, "due": day, "to": list(to)}, request=f"reminder {case.name} {duty.step} {day}",
    )  # fmt: skip
    with record.transaction(body.id):
        if record.earlier(str(wish.request)):
            return False
    try:
        commands.act(wish, body=body.id)
    except AlteramError:
        return False
    return True


def _send(body: Body, person: str) -> bool:
    to = directory.email(body.id, person)
    if not to:
        return False
    text = _("Something waits for you, and its last day is near. Sign in to read what it is: %(address)s")
    mail = EmailMessage(
        subject=_("%(body)s: something waits for you") % {"body": body.name},
        body=text % {"address": letters.address(body.slug)},
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )
    try:
        return bool(mail.send())
    except (OSError, smtplib.SMTPException):
        return False  # it is on the desk all the same
