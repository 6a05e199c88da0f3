"""Filling the demonstration: everything goes through the one door, on the days on which it happened.

Begun again after a break, it finds what is there: each wish has a name of its own, and does nothing the second time.

History is told once. Live cases are told in *rounds*, each named after its day: when the newest round is a week old,
the next start tells a new one, with everything at its old stage again. The older ones are left to the clock, as real
cases are: what nobody did in time has its consequence there, and stays to be looked at.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from alteram import worked
from alteram.acts import ACTS
from alteram.case import replay
from alteram.codec import Actor
from alteram.people import People, fictional_id
from alteram.procedure import Refused, Wish, consequence
from alteram.worked import Line, Story, Told
from alteram_web.casework import bodies, clock, commands, directory, editions, house, papers, record
from alteram_web.demonstration import figures, members, post
from alteram_web.demonstration.cast import CASTS, LEAGUE, Cast, Live
from alteram_web.identity.models import Holder, User

APPOINTER = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
WEEK = timedelta(days=7)
HEARD = frozenset({"open_hearing", "decide_appeal", "hear_appeal"})
EARLY = time(5)
EARLIER = 6  # weeks a live case may be moved back until its story is lawful on the days it then has


def seed(now: datetime) -> list[str]:
    """Fill every body, or find it full; a line for each person one can become."""
    for cast in CASTS:
        _fill(cast, now)
    return [f"{part.name}, {part.role} ({cast.name})" for cast in CASTS for part in cast.parts]


def _fill(cast: Cast, now: datetime) -> None:
    folder = Path(settings.RULEBOOKS) / cast.slug
    people, names = worked.read_people(next(iter(sorted(folder.glob("*/people.yaml")))))
    body = _body(people, names, cast=cast)
    whole = Holder.objects.filter(body=body.id).count() >= len(cast.parts)  # accounts come last: with them it is whole
    if not whole:
        for one in cast.history:
            _enter(body, worked.run(_story(folder, one, names), editions.rulebook(cast.slug), people), now)
    begun = _round(body, cast, now, lambda live, day: _live(folder, live, names, people, now, begun=day))
    for live in cast.live if begun else ():
        _enter(body, _live(folder, live, names, people, now, begun=begun), now)
    if begun or not whole:
        post.lay(body, now)
    if not whole:
        if cast is LEAGUE:
            members.fill(body)  # the roll
            figures.release(body, now)
        _accounts(body, cast)


def _round(body: bodies.Body, cast: Cast, now: datetime, tell: Callable[[Live, date], Told]) -> date | None:
    """The day of the round to be told: today, or when one began that was cut off. None: there is a fresh one."""
    today = now.date()
    for day in (today - timedelta(days=back) for back in range(WEEK.days)):
        entered = [_entries(body, cast, live, day) for live in cast.live]
        if any(entered):
            last = len(tell(cast.live[-1], day).entries)
            return None if all(entered) and entered[-1] >= last else day
    return today


def _entries(body: bodies.Body, cast: Cast, live: Live, day: date) -> int:
    name = UUID(worked.name_of(cast.slug, _round_id(live, day)))
    with record.transaction(body.id):
        return len(record.load(body.id, name).entries)


def _round_id(live: Live, day: date) -> str:
    return f"{live.id} {day.isoformat()}"


def _file(folder: Path, name: str) -> Path:
    return next(folder.glob(f"*/worked/{name}.yaml"))


def _story(folder: Path, name: str, names: Mapping[str, str]) -> Story:
    return worked.read_story(_file(folder, name), names)


def _body(people: People, names: Mapping[str, str], *, cast: Cast = LEAGUE) -> bodies.Body:
    found = [one for one in bodies.every() if one.slug == cast.slug]
    body = found[0] if found else bodies.found(cast.slug, cast.name)
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
        for topic, day in member.topics.items():
            said = {"person": member.person, "pool": member.pool, "about": topic, "trained_on": day.isoformat()}
            deed = house.Deed(act="training_recorded", at=begin.date(), by=APPOINTER, data=said)
            house.enter(body.id, deed, now=begin)
    for office in people.offices:
        if any(held.person == office.person for held in known.offices):
            continue
        data = {"person": office.person, "office": office.title, "since": office.since.isoformat()}
        house.enter(body.id, house.Deed(act="office_held", at=begin.date(), by=APPOINTER, data=data), now=begin)
    for person, name in names.items():
        directory.put(body.id, person, name, email=post.address(name))
    return body


def _live(
    folder: Path, live: Live, names: Mapping[str, str], people: People, now: datetime, *, begun: date | None = None
) -> Told:
    """A worked case told of other people, so many whole weeks later that its last day is this week or just before.

    ``begun`` is the day of its round, so that a round that was cut off goes on as it began.
    """
    first = _story(folder, live.story, names)
    renamed = {first.names_in("respondent")[0]: live.respondent, first.names_in("complainant")[0]: live.complainant}
    day = begun or now.date()
    told_anew = replace(
        worked.read_story(_file(folder, live.story), names, renamed=renamed), id=_round_id(live, day), end={}
    )
    rulebook = editions.rulebook(folder.name)
    place = next(n for n, line in enumerate(told_anew.lines) if line.name == live.before and not line.attempt)
    clocked = {name for edition in rulebook.editions for name in edition.steps}
    lines = tuple(one for one in told_anew.lines[:place] if one.by != ("clock",) or one.name not in clocked)
    # What the clock does may fall on another day among other holidays, so it need not be written out.
    stopped = replace(told_anew, lines=lines, quiet=tuple(sorted(clocked)))
    weeks = (day - timedelta(days=1) - told_anew.lines[place - 1].day) // WEEK  # nothing was recorded later today
    for back in range(EARLIER):
        told = worked.run(_called_for(day, worked.moved(stopped, WEEK * (weeks - back)), live.before), rulebook, people)
        if not told.failures:
            return told
    raise RuntimeError(f"{live.id}: {told.failures}")


def _called_for(day: date, story: Story, before: str) -> Story:
    """The story with what comes next called for that very day, if it is a hearing: it opens on no other."""
    if before not in HEARD:
        return story
    told = [n for n, line in enumerate(story.lines) if "hearing_on" in line.fields and not line.attempt]
    last = max(told, default=None)
    lines = tuple(
        replace(line, fields={**line.fields, "hearing_on": day.isoformat()}) if n == last else line
        for n, line in enumerate(story.lines)
    )
    return replace(story, lines=lines)


def _enter(body: bodies.Body, told: Told, now: datetime) -> None:
    """Every deed of a story, through the door."""
    for name in told.story.people:
        directory.put(body.id, fictional_id(name), name, email=post.address(name))
    latest, chain, days = told.entries[0].recorded, UUID(told.name), _days_of_the_clock(told, now)
    for place, line in enumerate(told.story.lines):
        if line.by == ("clock",) and line.name in told.edition.steps:
            continue  # the clock makes its own entries
        wish = worked.wish_of(told, line)
        if place:
            _let_the_clock_go(body, chain, days, since=latest, until=wish.recorded)
        latest = max(latest, wish.recorded)
        named = str(uuid.uuid5(UUID(told.name), f"line {place}"))
        wish = replace(wish, recorded=latest, request=named)
        try:
            commands.act(wish if line.attempt else with_papers(body.id, told, wish), body=body.id)
        except (Refused, record.ClockBehind):  # the latter: an attempt told again after a broken start
            if not line.attempt:
                raise
        if place == 0:
            _cast(body, told, line, latest)
    _let_the_clock_go(body, chain, days, since=latest, until=now)
    clock.catch_up(body.id, chain, until=now)


def _cast(body: bodies.Body, told: Told, line: Line, latest: datetime) -> None:
    """Whoever is appointed to the case from its first day, with a declaration."""
    for number, cast in enumerate(worked.cast_wishes(told, line)):
        request = str(uuid.uuid5(UUID(told.name), f"cast {number}"))
        commands.act(replace(cast, recorded=latest, request=request), body=body.id)


def _days_of_the_clock(told: Told, now: datetime) -> tuple[date, ...]:
    """The days on which something follows by itself, up to now."""
    case = replay(told.rulebook, told.name, told.entries)
    while (draft := consequence(told.rulebook, told.people, case, until=now.date())) is not None:
        digests = dict.fromkeys(draft.texts, "")
        case.fold(draft.entry(case=told.name, index=case.tip + 1, recorded=now, edition="", digests=digests))
    return tuple(sorted({entry.at for entry in case.entries if entry.deemed}))


def _let_the_clock_go(
    body: bodies.Body, name: UUID, days: tuple[date, ...], *, since: datetime, until: datetime
) -> None:
    """What follows by itself is entered early on its own day, as a clock that runs would have done."""
    for day in days:
        moment = max(since, datetime.combine(day, EARLY, UTC))
        if since.date() <= day and moment <= until:
            try:
                clock.catch_up(body.id, name, until=moment)
            except record.ClockBehind:  # told again after a broken start: it is there already
                return


def with_papers(body: UUID, told: Told, wish: Wish) -> Wish:
    """A worked case calls its papers by a name; here a file stands in for each, and is named by its digest."""
    step = told.edition.steps.get(wish.step or "")
    acts = step.vocabulary if step is not None else (ACTS[wish.act or ""],)
    named = {
        field.name for act in acts for field in act.fields if field.kind == "paper" and wish.fields.get(field.name)
    }
    for name in sorted(named):
        text = f"{wish.fields[name]}. In a real case the paper itself stands here.\n"
        file = papers.Upload(name="paper.txt", media_type="text/plain", content=text.encode())
        wish = papers.with_papers(wish, [file], body=body, answers=[name])
    return wish


@transaction.atomic
def _accounts(body: bodies.Body, cast: Cast) -> None:
    for part in cast.parts:
        address = post.address(part.name)
        user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=part.name)
        Holder.objects.get_or_create(user=user, body=body.id, defaults={"person": fictional_id(part.name)})
