"""The golden cases go through the one door, and the record then holds what the stories say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from alteram import codec, worked
from alteram.case import replay
from alteram.codec import Actor
from alteram.ledger import chain as links
from alteram.procedure import Refused
from alteram.standing import standing
from alteram.statistics.cells import cell
from alteram_web.casework import bodies, clock, commands, house, rebuilding, record
from alteram_web.demonstration.seeding import with_papers
from tests.builders import LEAGUE, league, league_people

APPOINTER = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)


@pytest.fixture
def whole_league(transactional_db: None) -> bodies.Body:
    """The League with everybody who holds a role or an office."""
    body = bodies.found("lantern-league", "Lantern League")
    people, _ = league_people()
    start = worked.read_story(LEAGUE / "2025" / "worked" / "G05.yaml", {}).lines[0].recorded("Europe/London")
    now = start - timedelta(days=400)
    for one in people.memberships:
        data = {"person": one.person, "pool": one.pool, "category": one.category, "since": one.since.isoformat()}
        data |= {"until": one.until.isoformat()} if one.until else {}
        data |= {"trained": one.trained.isoformat()} if one.trained else {}
        deed = house.Deed(act="pool_member_appointed", at=now.date(), by=APPOINTER, data=data)
        house.enter(body.id, deed, now=now)
    for office in people.offices:
        data = {"person": office.person, "office": office.title, "since": office.since.isoformat()}
        house.enter(body.id, house.Deed(act="office_held", at=now.date(), by=APPOINTER, data=data), now=now)
    return body


def _tell(body: bodies.Body, told: worked.Told) -> list[str]:
    """Every line of a story through the door; what did not come out as in the pure telling."""
    wrong = []
    latest = told.entries[0].recorded
    for place, line in enumerate(told.story.lines):
        wish = worked.wish_of(told, line)
        latest = max(latest, wish.recorded)
        wish = replace(wish, recorded=latest)
        if line.by == ("clock",) and line.name in told.edition.steps:
            continue  # the clock's own line: the door makes it
        try:
            commands.act(wish if line.attempt else with_papers(body.id, told, wish), body=body.id)
            if line.attempt and line.expect.get("refused"):
                wrong.append(f"line {place}: {line.name} went through")
        except Refused as refused:
            if not line.attempt:
                wrong.append(f"line {place}: {line.name}: {refused.code} {refused.sentence()}")
        if place == 0:
            for cast in worked.cast_wishes(told, line):
                commands.act(cast, body=body.id)
    clock.catch_up(body.id, UUID(told.name), until=told.entries[-1].recorded + timedelta(hours=1))
    return wrong


@pytest.mark.parametrize("story", ["G01", "G02", "G06"])
def test_a_golden_case_goes_through_the_door(whole_league: bodies.Body, story: str) -> None:
    people, names = league_people()
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)

    assert _tell(whole_league, told) == []

    with record.transaction(whole_league.id):
        chain = record.load(whole_league.id, UUID(told.name))
    case = replay(league(), told.name, chain.entries)
    assert told.case is not None
    assert [(e.at, e.acts, e.result) for e in case.entries] == [(e.at, e.acts, e.result) for e in told.case.entries]
    assert cell(case) == cell(told.case)
    assert standing(case, on=told.entries[-1].at) == standing(told.case, on=told.entries[-1].at)
    assert chain_of_links_holds(chain)
    assert rebuilding.rebuild(whole_league) == []


def chain_of_links_holds(chain: record.Chain) -> bool:
    """Whether the link of the tip can be computed again from the bytes of every entry."""
    name = UUID(chain.entries[0].case).bytes
    computed = links.links(name, (codec.encode(entry) for entry in chain.entries))
    return list(computed)[-1] == chain.link
