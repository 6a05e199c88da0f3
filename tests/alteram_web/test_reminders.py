"""Whoever owes something hears of its last day once, by a mail that says nothing about the case."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

from django.core import mail

from alteram import duties
from alteram.case import Case, replay
from alteram_web.casework import bodies, directory, editions, record
from alteram_web.notices import reminding
from tests.portal_fixtures import before_notice, league, master_key

__all__ = ["before_notice", "league", "master_key"]


def read(body: bodies.Body, chain: UUID) -> Case:
    with record.transaction(body.id):
        entries = record.load(body.id, chain).entries
    return replay(editions.rulebook(body.slug), str(chain), entries)


def test_whoever_owes_something_is_reminded_once_and_the_mail_tells_nothing(
    league: bodies.Body, before_notice: UUID
) -> None:
    case = read(league, before_notice)
    clerks = case.people_in("clerk")
    for person in clerks:
        directory.put(league.id, person, "Dev Ashgrove", email="dev@example.org")
    owed = [one for one in duties.owed(case) if one.due is not None and set(one.roles) & {"clerk"}]
    due = min(one.due.day for one in owed if one.due is not None)
    before = datetime.combine(due, time(9), UTC)

    assert reminding.remind(league, now=before) >= 1
    first = [one for one in mail.outbox if one.to == ["dev@example.org"]]
    assert len(first) >= 1
    reminders = [entry for entry in read(league, before_notice).entries if "reminder_sent" in entry.acts]
    assert any(due.isoformat() == entry.data["due"] for entry in reminders)
    for one in first:
        said = f"{one.subject} {one.body}"
        assert "LL-" not in said
        assert "Jory Penhale" not in said
        assert str(before_notice) not in said

    sent = len(mail.outbox)
    assert reminding.remind(league, now=before) == 0
    assert len(mail.outbox) == sent


def test_nobody_is_reminded_long_before_the_day(league: bodies.Body, before_notice: UUID) -> None:
    case = read(league, before_notice)
    days = [one.due.day for one in duties.owed(case) if one.due is not None]
    today = case.calendar.local_day(datetime.now(UTC))
    soon = case.calendar.next_working(case.calendar.next_working(today))

    reminding.remind(league, now=datetime.now(UTC))

    reminded = [e.data["due"] for e in read(league, before_notice).entries if "reminder_sent" in e.acts]
    assert set(reminded) <= {day.isoformat() for day in days if today <= day <= soon}
