"""Worked cases in the record, with the roll of those they are about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site

from alteram import worked
from alteram.people import fictional_id
from alteram_web.casework import bodies, editions
from alteram_web.casework.selectors import Viewer
from alteram_web.demonstration import members, seeding
from alteram_web.register import roll

Enter = Callable[..., UUID]


def viewer(body: bodies.Body, name: str, day: str = "2026-11-02") -> Viewer:
    on = date.fromisoformat(day)
    return Viewer(
        body=body.id, person=fictional_id(name) if name else "", now=datetime.combine(on, time(12), UTC), day=on
    )


def few(names: list[str]) -> list[dict[str, str]]:
    """A roll of sixty, those named among them."""
    return [dict(row) for row in members.rows(names, members=60)]


@pytest.fixture
def entered(league: bodies.Body) -> Enter:
    """Enters a worked case, up to a step if one is named, told of somebody else if a name is given."""

    def enter(story: str, *, respondent: str = "", now: str = "2026-11-02") -> UUID:
        folder = Path(site.RULEBOOKS) / "lantern-league"
        people, names = worked.read_people(folder / "2025" / "people.yaml")
        file = folder / "2025" / "worked" / f"{story}.yaml"
        read = worked.read_story(file, names)
        if respondent:
            read = worked.read_story(file, names, renamed={read.names_in("respondent")[0]: respondent})
        told = worked.run(read, editions.rulebook("lantern-league"), people)
        seeding._enter(league, told, datetime.fromisoformat(f"{now}T12:00:00+00:00"))
        return UUID(told.name)

    return enter


@pytest.fixture
def expelled(league: bodies.Body, entered: Enter) -> UUID:
    """Corwin Bale: suspended in the interim from 26 January 2026, expelled from 20 June, published on the 29th."""
    roll.load(
        league.id, few(["Corwin Bale", "Orla Finch", "Ansel Groves"]), as_of=members.AS_OF,
        by=fictional_id("Dev Ashgrove"), now=members.LOADED,
    )  # fmt: skip
    return entered("G01", now="2026-07-01")


def number_of(body: bodies.Body, name: str) -> str:
    """The number of a member, as the clerk finds it."""
    (found,) = [one for one in roll.find(viewer(body, "Dev Ashgrove"), name) if one.name == name]
    return found.number
