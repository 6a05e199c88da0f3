"""Hearings as iCalendar (RFC 5545): of one case as a file, and all of one's own as a feed to subscribe to.

    events(case, …)              each hearing that was told: one event with a lasting UID
    of_case(opened, …)           as a file
    feed(viewer, …)              of every open case in which the viewer has a part of their own

An event tells the reference, the day, the time and the room. It names nobody and nothing that is alleged, because it
lies on other people's servers: a link of a remote hearing is left out too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from alteram.case import Case, replay
from alteram.case.reading import day_in
from alteram.codec import Entry
from alteram_web.casework import bodies, editions, projections, record, selectors
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import Viewer

CLOSES = time(17)  # a hearing has no end before it has ended: it is shown up to here, or for an hour
ONE_HOUR = timedelta(hours=1)
CHANGES = frozenset({"hearing_notice_served", "postponed", "hearing_vacated", "adjourned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A hearing as it was last told. ``sequence`` counts the changes since it was told first."""

    step: str
    day: date
    at: time | None
    place: str
    sequence: int
    cancelled: bool
    changed: datetime


def told(case: Case) -> Iterator[Told]:
    """Every hearing of which notice was given, with the day it has now, or had when it was given up."""
    for target, step in case.edition.steps.items():
        notices = {name for name, one in case.announcing if one.announces == target}
        changes = [one for one in case.entries if _changes(one, notices)]
        first = next((n for n, one in enumerate(changes) if one.step in notices), None)
        if first is None or not step.acts:
            continue
        since = changes[first:]
        days = [day for one in since if (day := day_in(one, "new_day") or day_in(one, "hearing_on")) is not None]
        last_notice = next(one for one in reversed(since) if one.step in notices)
        if days:
            yield Told(
                step=target, day=days[-1], at=_time(last_notice), place=_room(case, last_notice),
                sequence=len(since) - 1, cancelled=_given_up(case, target), changed=since[-1].recorded,
            )  # fmt: skip


def _changes(entry: Entry, notices: set[str]) -> bool:
    """A notice of this hearing, or what put hearings off; one that was overtaken was told all the same."""
    acts = CHANGES & set(entry.acts)
    return bool(acts) and (entry.step in notices or "hearing_notice_served" not in acts)


def _given_up(case: Case, target: str) -> bool:
    return case.announced.get(target) is None and not case.done(target)


def _time(notice: Entry) -> time | None:
    try:
        return time.fromisoformat(str(notice.data.get("hearing_time", "")).strip().replace(".", ":").zfill(5))
    except ValueError:
        return None


def _room(case: Case, notice: Entry) -> str:
    place = str(notice.data.get("place") or "")
    return _("By link: see your case") if "://" in place or case.remote is not None else place


def events(case: Case, reference: str, slug: str) -> list[Event]:
    """One event for each hearing that was told, in the zone of the body."""
    zone = ZoneInfo(case.calendar.zone)
    return [_event(one, case.name, reference, slug, zone) for one in told(case)]


def _event(one: Told, chain: str, reference: str, slug: str, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{chain}-{one.step}@{slug}")
    event.add("dtstamp", one.changed)
    event.add("sequence", one.sequence)
    event.add("summary", _("Hearing, %(reference)s") % {"reference": reference})
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if one.place:
        event.add("location", one.place)
    if one.at is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
    else:
        begins = datetime.combine(one.day, one.at, zone)
        ends = max(datetime.combine(one.day, CLOSES, zone), begins + ONE_HOUR)
        event.add("dtstart", begins)
        event.add("dtend", ends)
    return event


def _calendar(found: list[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Alteram//Hearings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in found:
        calendar.add_component(one)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def of_case(opened: Open, slug: str) -> bytes | None:
    """The hearings of one case as a file; None where none was told."""
    found = events(opened.case, opened.page.case.reference, slug)
    return _calendar(found) if found else None


def feed(viewer: Viewer, slug: str) -> bytes:
    """All hearings of the open cases in which this person has a part and of which, by the rows, they may know."""
    rulebook = editions.rulebook(bodies.by_id(viewer.body).slug)
    found: list[Event] = []
    for chain in selectors.own_cases(viewer):
        with record.transaction(viewer.body):
            entries = record.load(viewer.body, chain).entries
        case = replay(rulebook, str(chain), entries)
        if _takes_part(case, viewer.person):
            found += events(case, projections.reference(str(chain), entries[0].at), slug)
    return _calendar(found)


def _takes_part(case: Case, person: str) -> bool:
    """A side, whoever speaks for it, or appointed to it and not gone; a team that may know of all cases is none."""
    sides = {who for people in case.parties.values() for who in people} | set(case.representatives)
    appointed = {who for people in case.appointed.values() for who in people} - set(case.excluded)
    return person in sides | appointed
