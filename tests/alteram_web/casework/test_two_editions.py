"""A case that runs when another edition comes into force, through the door and by the clock, in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alteram import worked
from alteram.case import Case, replay
from alteram.procedure import Refused
from alteram.worked import Told
from alteram_web.casework import bodies, clock, commands, editions, house, projections, rebuilding, record
from alteram_web.demonstration.seeding import with_papers
from tests.stories.test_two_editions import commonweal, people, told_across

from .test_golden_cases import APPOINTER


@pytest.fixture
def party(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[tuple[bodies.Body, Told]]:
    """The party with two editions, and the case of the story told up to before the newer one."""
    told = told_across(tmp_path, book=commonweal(tmp_path))
    assert told.failures == []
    settings.RULEBOOKS = tmp_path
    editions._loaded.cache_clear()
    body = bodies.found("commonweal-party", "Commonweal Party")
    known, _ = people()
    now = told.entries[0].recorded - timedelta(days=200)
    for one in known.memberships:
        data = {"person": one.person, "pool": one.pool, "category": one.category, "since": one.since.isoformat()}
        data |= {"trained": one.trained.isoformat()} if one.trained else {}
        deed = house.Deed(act="pool_member_appointed", at=now.date(), by=APPOINTER, data=data)
        house.enter(body.id, deed, now=now)
    for line in told.story.lines:
        wish = with_papers(body.id, told, worked.wish_of(told, line))
        commands.act(wish, body=body.id)
        if line.name == "receive":
            for cast in worked.cast_wishes(told, line):
                commands.act(replace(cast, recorded=wish.recorded), body=body.id)
    yield body, told
    editions._loaded.cache_clear()


def read(body: bodies.Body, told: Told) -> Case:
    with record.transaction(body.id):
        chain = record.load(body.id, UUID(told.name))
    return replay(editions.rulebook(body.slug), told.name, chain.entries)


def test_the_clock_enters_the_change_and_the_rows_follow(party: tuple[bodies.Body, Told]) -> None:
    body, told = party
    assert read(body, told).edition.version == "2023.2"

    assert clock.catch_up(body.id, UUID(told.name), until=datetime(2026, 3, 31, 12, tzinfo=UTC)) == 0
    assert clock.catch_up(body.id, UUID(told.name), until=datetime(2026, 4, 1, 12, tzinfo=UTC)) == 1

    case = read(body, told)
    last = case.entries[-1]
    assert (last.acts, last.edition) == (("rules_changed",), case.edition.digest)
    assert case.edition.version == "2026.1"
    with record.transaction(body.id):
        rows = projections.rows(case, record.people())
    duty_rows = [row.values() for row in rows if row.table == "duty_row"]
    owed = {str(row["step"]): str(row["due"]) for row in duty_rows if row["step"] != "case_decision"}
    assert (owed["report"], owed["review_suspension"]) == ("2026-04-28", "2026-04-29")
    assert "look_again" not in owed
    letters = [row.values() for row in projections.posted(case, last)]
    assert {str(row["recipient"]) for row in letters if row["letter"] == "D44"} == {
        told.person("Magnus Thorley"),
        told.person("Odette Farr"),
    }
    assert rebuilding.rebuild(body) == []  # every row is as the entries say


def test_a_step_that_is_no_more_is_refused_at_the_door(party: tuple[bodies.Body, Told]) -> None:
    body, told = party
    line = replace(told.story.lines[-1], name="lengthen_report", result=None)
    wish = replace(
        worked.wish_of(told, line), by=(told.person("Honor Trevanion"),), fields={"reasons": "x"},
        at=date(2026, 4, 2), recorded=datetime(2026, 4, 2, 12, tzinfo=UTC),
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        commands.act(wish, body=body.id)

    assert refused.value.code == "E-NO-POWER"
    assert "edition 2023.2" in refused.value.verdict.refusals[0].sentence
    assert read(body, told).entries[-1].acts == ("rules_changed",)  # the clock went first


def test_the_clock_looks_at_every_case_when_an_edition_has_come_into_force(
    party: tuple[bodies.Body, Told],
) -> None:
    body, _ = party

    assert not editions.changed_lately(body.slug, date(2026, 3, 31))
    assert editions.changed_lately(body.slug, date(2026, 4, 1))
    assert editions.changed_lately(body.slug, date(2026, 4, 7))
    assert not editions.changed_lately(body.slug, date(2026, 4, 8))
