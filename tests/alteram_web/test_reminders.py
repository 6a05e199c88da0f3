"""Whoever owes something hears of its last day once, by a mail that says nothing about the case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.core import mail

from alteram import due_process, duties
from alteram.case import Case, replay
from alteram.case.reading import words
from alteram.people import fictional_id
from alteram_web.casework import bodies, clock, directory, editions, record
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

    entered = [e.data for e in read(league, before_notice).entries if "reminder_sent" in e.acts]
    reminded = [data["due"] for data in entered if not data.get("ahead")]
    assert set(reminded) <= {day.isoformat() for day in days if today <= day <= soon}


def test_two_people_are_warned_three_times_and_a_missed_review_lapses_the_measure_and_raises_the_alarm(
    league: bodies.Body, before_notice: UUID
) -> None:
    case = read(league, before_notice)
    (review,) = [one for one in duties.owed(case) if one.step == "review_interim"]
    assert review.due is not None
    due = review.due.day
    panel, clerk, monitor = (fictional_id(name) for name in ("Helen Strake", "Dev Ashgrove", "Anselm Reyne"))
    for person, address in ((panel, "panel"), (clerk, "clerk"), (monitor, "monitor")):
        directory.put(league.id, person, address, email=f"{address}@example.org")

    for left in range(16, -1, -1):
        clock.catch_up(league.id, before_notice, until=at(due, -left))
        reminding.remind(league, now=at(due, -left))

    warned = [
        (entry.data["ahead"], (due - entry.at).days, set(words(entry.data["to"])))
        for entry in read(league, before_notice).entries
        if "reminder_sent" in entry.acts and entry.data["step"] == "review_interim"
    ]
    assert [(ahead, left) for ahead, left, _to in warned] == [(14, 14), (7, 7), (2, 2)]
    assert all({panel, clerk} <= to for _ahead, _left, to in warned)
    assert read(league, before_notice).measure is not None, "it runs to the end of the day"

    mail.outbox.clear()
    clock.catch_up(league.id, before_notice, until=at(due, 1))
    reminding.remind(league, now=at(due, 1))
    reminding.remind(league, now=at(due, 1))

    after = read(league, before_notice)
    assert after.measure is None
    assert after.measures[-1].ended == due + timedelta(days=1)
    told = [one.to[0] for one in mail.outbox if "lapsed" in one.subject]
    assert len(told) == len(set(told)), "once to each"
    assert {"clerk@example.org", "monitor@example.org", "panel@example.org"} <= set(told)
    assert all("Jory" not in one.body and str(before_notice) not in one.body for one in mail.outbox)
    unfair = {one.floor: one.state for one in due_process.ledger(after)}
    assert unfair["AUD-04"] == "breached", "on the auditor's list"


def at(day: date, days: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(9), UTC)
