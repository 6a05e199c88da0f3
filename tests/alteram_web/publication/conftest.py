"""A body with a publications team, and cases enough to be counted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from alteram.codec import Actor
from alteram_web.casework import bodies, commands, house
from tests.alteram_web.casework.conftest import (
    MONDAY,
    Roles,
    at,
    body,
    complaint,
    master_key,
    own_connection,
    roles,
)
from tests.portal_fixtures import league, signed_in

__all__ = ["body", "league", "master_key", "own_connection", "roles", "signed_in"]

IVO = "p-publishes"
Crowd = Callable[..., None]


@pytest.fixture
def team(body: bodies.Body) -> bodies.Body:
    """The body, and somebody of the publications team."""
    data = {"person": IVO, "pool": "publications_team", "since": "2024-01-01", "until": "2027-12-31"}
    appointer = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    house.enter(body.id, house.Deed(act="pool_member_appointed", at=MONDAY, by=appointer, data=data), now=at(MONDAY, 8))
    return body


def load_roll(body: bodies.Body, members: int, as_of: str) -> None:
    clerk = (Actor(who="p-clerk", role="clerk", capacity="clerk"),)
    data = {"as_of": as_of, "members": members}
    house.enter(body.id, house.Deed(act="roll_loaded", at=MONDAY, by=clerk, data=data), now=at(MONDAY, 9))


@pytest.fixture
def crowd(team: bodies.Body, roles: Roles) -> Crowd:
    """Cases beside the record: open ones through the door, each about another member; closed ones as rows alone."""

    def made(*, opened: int = 0, closed: dict[tuple[str, str], int] | None = None) -> None:
        for number in range(opened):
            fields = {**complaint().fields, "respondents": [f"p-respondent{number}"]}
            commands.act(complaint(fields=fields), body=team.id)
        with roles.connect("postgres") as asked:
            for (year, bucket), amount in (closed or {}).items():
                for _ in range(amount):
                    for measure in ("outcome", "closed"):
                        asked.execute(
                            "INSERT INTO casework.cell_row VALUES (%s, %s, %s, %s, %s, 1)",
                            (team.id, uuid4(), measure, year, bucket),
                        )

    return made
