"""Filling the demonstration: everything goes through the one door, on the days on which it happened.

Begun again after a break, it finds what is there: each wish has a name of its own, and does nothing the second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from alteram import worked
from alteram.codec import Actor
from alteram.people import People, fictional_id
from alteram.procedure import Refused
from alteram.worked import Story, Told
from alteram_web.casework import bodies, clock, commands, directory, editions, house, record
from alteram_web.demonstration import members, post
from alteram_web.demonstration.cast import BODY, LIVE, NAME, PARTS, Live
from alteram_web.identity.models import Holder, User

APPOINTER = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
HISTORY = ("G01", "G02", "G03", "G04", "G05", "G06")
WEEK = timedelta(days=7)
EARLIER = 6  # weeks a live case may be moved back until its story is lawful on the days it then has


def seed(now: datetime) -> list[str]:
    """Fill it, or find it full; a line for each person one can become."""
    folder = Path(settings.RULEBOOKS) / BODY
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    body = _body(people, names)
    if Holder.objects.filter(body=body.id).count() < len(PARTS):  # accounts come last: with them it is whole
        for one in HISTORY:
            _enter(body, worked.run(_story(folder, one, names), editions.rulebook(BODY), people), now)
        for live in LIVE:
            _enter(body, _live(folder, live, names, people, now), now)
        post.lay(body, now)
        members.fill(body)  # the roll
        _accounts(body)
    return [f"{part.name}, {part.role}" for part in PARTS]


def _story(folder: Path, name: str, names: Mapping[str, str]) -> Story:
    return worked.read_story(folder / "2025" / "worked" / f"{name}.yaml", names)


def _body(people: People, names: Mapping[str, str]) -> bodies.Body:
    found = [one for one in bodies.every() if one.slug == BODY]
    body = found[0] if found else bodies.found(BODY, NAME)
    begin = datetime.fromisoformat("2024-01-02T09:00:00+00:00")
    with record.transaction(body.id):
        known = record.people()
    for member in people.memberships:
        if known.was_in_pool(member.person, member.pool):
            continue
        days = {"since": member.since, "until": member.until, "trained": member.trained}
        data: dict[str, object] = {"person": member.person, "pool": member.pool, "category": member.category}
        data |= {key: day.isoformat() for key, day in days.items() if day is not None}
        deed = house.Deed(act="pool_member_appointed", at=begin.date(), by=APPOINTER, data=data)
        house.enter(body.id, deed, now=begin)
    for office in people.offices:
        if any(held.person == office.person for held in known.offices):
            continue
        data = {"person": office.person, "office": office.title, "since": office.since.isoformat()}
        house.enter(body.id, house.Deed(act="office_held", at=begin.date(), by=APPOINTER, data=data), now=begin)
    for person, name in names.items():
        directory.put(body.id, person, name, email=post.address(name))
    return body


def _live(folder: Path, live: Live, names: Mapping[str, str], people: People, now: datetime) -> Told:
    """A worked case told of other people, so many whole weeks later that its last day is this week or just before."""
    first = _story(folder, live.story, names)
    renamed = {first.names_in("respondent")[0]: live.respondent, first.names_in("complainant")[0]: live.complainant}
    file = folder / "2025" / "worked" / f"{live.story}.yaml"
    told_anew = replace(worked.read_story(file, names, renamed=renamed), id=live.id)
    place = next(n for n, line in enumerate(told_anew.lines) if line.name == live.before and not line.attempt)
    stopped = replace(told_anew, lines=told_anew.lines[:place], quiet=(*told_anew.quiet, "note_progress"))
    weeks = (now.date() - timedelta(days=1) - stopped.lines[-1].day) // WEEK  # nothing was recorded later today
    for back in range(EARLIER):
        told = worked.run(worked.moved(stopped, WEEK * (weeks - back)), editions.rulebook(BODY), people)
        if not told.failures:
            return told
    raise RuntimeError(f"{live.id}: {told.failures}")


def _enter(body: bodies.Body, told: Told, now: datetime) -> None:
    """Every deed of a story, through the door."""
    for name in told.story.people:
        directory.put(body.id, fictional_id(name), name, email=post.address(name))
    latest = told.entries[0].recorded
    for place, line in enumerate(told.story.lines):
        if line.by == ("clock",) and line.name in told.edition.steps:
            continue  # the clock makes its own entries
        wish = worked.wish_of(told, line)
        latest = max(latest, wish.recorded)
        named = str(uuid.uuid5(UUID(told.name), f"line {place}"))
        try:
            commands.act(replace(wish, recorded=latest, request=named), body=body.id)
        except (Refused, record.ClockBehind):  # the latter: an attempt told again after a broken start
            if not line.attempt:
                raise
        if place == 0:
            for number, cast in enumerate(worked.cast_wishes(told, line)):
                request = str(uuid.uuid5(UUID(told.name), f"cast {number}"))
                commands.act(replace(cast, recorded=latest, request=request), body=body.id)
    clock.catch_up(body.id, UUID(told.name), until=now)


@transaction.atomic
def _accounts(body: bodies.Body) -> None:
    for part in PARTS:
        address = post.address(part.name)
        user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=part.name)
        Holder.objects.get_or_create(user=user, body=body.id, defaults={"person": fictional_id(part.name)})
