"""A follower: reminds whoever owes something before its last day, once, and enters it in the case.

The review of an interim measure is more than that: missed, the measure lapses. So those who review it and the clerk are
warned three times, fourteen, seven and two days before.

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
from django.utils.translation import gettext_lazy

from alteram import duties
from alteram.access import may_see
from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.people import People
from alteram.procedure import Wish
from alteram.procedure.persons import holdings
from alteram_web.casework import commands, directory, editions, letters, record
from alteram_web.casework.bodies import Body

AHEAD = timedelta(days=15)  # how far the rows are looked at: the first of three warnings comes fourteen days before
WARNED = (14, 7, 2)  # days before the review of an interim measure is missed


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
            told += sum(_send(body, person, _NEAR) for person in to)
    return told + sum(_alarmed(body, case, people, entry, now) for entry in _lapsed(case, today))


def _lapsed(case: Case, today: date) -> list[Entry]:
    """Whenever, in the last two weeks, an interim measure lapsed because nobody reviewed it."""
    return [
        entry
        for entry in case.entries
        if "interim_reviewed" in entry.acts
        and entry.deemed
        and not case.edition.steps[entry.step or ""].clock_only
        and today - AHEAD <= entry.at <= today
    ]


def _alarmed(body: Body, case: Case, people: People, entry: Entry, now: datetime) -> int:
    """Tell those who were warned, and the auditor, that the measure has lapsed; how many mails went out."""
    today = case.calendar.local_day(now)
    roles = set(case.edition.steps[entry.step or ""].by)
    roles |= {role.name for capacity in ("clerk", "auditor") for role in case.edition.roles_with(capacity)}
    to = tuple(dict.fromkeys(_owing(case, people, roles, today)))
    day = entry.at.isoformat()
    wish = Wish(
        case=case.name, act="reminder_sent", at=today, recorded=now, by=("clock",),
        fields={"step": entry.step, "due": day, "to": list(to), "missed": True},
        request=f"lapsed {case.name} {entry.step} {day}",
    )  # fmt: skip
    return sum(_send(body, person, _LAPSED) for person in to) if to and _is_entered(body, wish) else 0


def _to_remind(case: Case, people: People, duty: duties.Duty, today: date) -> tuple[str, ...]:
    """Who is reminded of it today: whoever holds the role that owes it, and may know of the case; nobody twice."""
    ahead = _ahead(case, duty, today)
    if ahead is None or duty.live.source.at >= today:
        return ()
    if any(_same(entry.data, duty, ahead) for entry in case.entries if "reminder_sent" in entry.acts):
        return ()
    roles = set(duty.roles)
    if _would_lapse(case, duty):
        roles |= {role.name for role in case.edition.roles_with("clerk")}
    return tuple(dict.fromkeys(_owing(case, people, roles, today)))


def _ahead(case: Case, duty: duties.Duty, today: date) -> int | None:
    """Which reminder is due today, by how many days it comes before the last day; 0 for what is reminded of once."""
    if duty.due is None or today > duty.due.day:
        return None
    if _would_lapse(case, duty):
        left = (duty.due.day - today).days
        return min((days for days in WARNED if left <= days), default=None)
    return 0 if _close(case, duty.due.day, today) else None


def _would_lapse(case: Case, duty: duties.Duty) -> bool:
    """Whether an interim measure lapses if nobody does this: its review, and not the end that it has anyhow."""
    step = case.edition.steps.get(duty.step)
    name, _result = duties.deemed_step(case, duty.live)
    return step is not None and step.is_act("interim_reviewed") and not step.clock_only and name == step.name


def _close(case: Case, due: date, today: date) -> bool:
    """Whether the day is today or at most two working days off."""
    return today <= due <= case.calendar.next_working(case.calendar.next_working(today))


def _same(data: object, duty: duties.Duty, ahead: int) -> bool:
    """Whether this reminder went out already, or one that came nearer to the day."""
    said = data if isinstance(data, dict) else dict(data)  # type: ignore[call-overload]
    named = duty.due is not None and (said.get("step"), said.get("due")) == (duty.step, duty.due.day.isoformat())
    return named and int(said.get("ahead", 0)) <= ahead


def _owing(case: Case, people: People, roles: set[str], today: date) -> Iterator[str]:
    known = {person for role in roles for person in case.people_in(role)}
    pools = {case.edition.roles[role].pool for role in roles if role in case.edition.roles}
    known |= {place.person for place in people.memberships if place.pool in pools and place.holds_on(today)}
    for person in sorted(known):
        held = {one.role for one in holdings(case.edition, people, case, person, today)}
        if held & roles and may_see(case, people, person, "existence", on=today):
            yield person


def _entered(body: Body, case: Case, duty: duties.Duty, to: tuple[str, ...], now: datetime) -> bool:
    """Whether this process has entered it; another may have been quicker."""
    day = duty.due.day.isoformat() if duty.due is not None else ""
    ahead = _ahead(case, duty, case.calendar.local_day(now)) or 0
    often = {"ahead": ahead} if ahead else {}
    wish = Wish(
        case=case.name, act="reminder_sent", at=case.calendar.local_day(now), recorded=now, by=("clock",),
        fields={"step": duty.step, "due": day, "to": list(to), **often},
        request=" ".join(("reminder", case.name, duty.step, day, *(str(one) for one in often.values()))),
    )  # fmt: skip
    return _is_entered(body, wish)


def _is_entered(body: Body, wish: Wish) -> bool:
    with record.transaction(body.id):
        if record.earlier(str(wish.request)):
            return False
    try:
        commands.act(wish, body=body.id)
    except AlteramError:
        return False
    return True


_NEAR = (
    gettext_lazy("%(body)s: something waits for you"),
    gettext_lazy("Something waits for you, and its last day is near. Sign in to read what it is: %(address)s"),
)
_LAPSED = (
    gettext_lazy("%(body)s: a protective measure has lapsed"),
    gettext_lazy(
        "A protective measure has lapsed, because nobody reviewed it in time. Sign in to read which. A fresh one "
        "can be applied for today: %(address)s"
    ),
)


def _send(body: Body, person: str, words: tuple[object, object]) -> bool:
    to = directory.email(body.id, person)
    if not to:
        return False
    subject, text = (str(one) for one in words)
    mail = EmailMessage(
        subject=subject % {"body": body.name},
        body=text % {"address": letters.address(body.slug)},
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )
    try:
        return bool(mail.send())
    except (OSError, smtplib.SMTPException):
        return False  # it is on the desk all the same
