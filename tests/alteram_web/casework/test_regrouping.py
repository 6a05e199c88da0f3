"""Pools and offices change after a case began: who sees it follows at once, and nothing else can move those rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from alteram.codec import Actor
from alteram_web.casework import bodies, house, rebuilding, record, selectors
from alteram_web.casework.receipts import Receipt
from alteram_web.casework.selectors import Viewer

from .conftest import MAEVE, MONDAY, SECRETARY, WREN, Roles, at, rows

BY = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)


def sees(body: bodies.Body, person: str, chain: str) -> set[str]:
    """The classes of a case that somebody sees, whatever in."""
    viewer = Viewer(body=body.id, person=person, now=datetime.now(UTC), day=MONDAY)
    with selectors.reading(viewer) as cursor:
        cursor.execute("SELECT class FROM casework.access_row WHERE chain = %s", (UUID(chain),))
        return {str(name) for (name,) in cursor.fetchall()}


def joins(body: bodies.Body, person: str, pool: str, *, since: str = "2025-01-01", until: str = "2027-12-31") -> None:
    data = {"person": person, "pool": pool, "since": since, "until": until, "trained": "2020-02-05"}
    house.enter(body.id, house.Deed(act="pool_member_appointed", at=MONDAY, by=BY, data=data), now=at(MONDAY, 12))


def test_a_party_who_joins_a_pool_later_sees_its_own_case_as_a_party_and_no_more(
    body: bodies.Body, received: Receipt
) -> None:
    before = sees(body, MAEVE, received.chain)

    joins(body, MAEVE, "intake_team")

    assert sees(body, MAEVE, received.chain) == before
    assert "existence" in sees(body, WREN, received.chain), "the rest of the team still works on it"
    assert rebuilding.rebuild(body) == []


def test_a_team_that_is_taken_apart_lets_nobody_in_whose_term_is_over_or_has_not_begun(
    body: bodies.Body, received: Receipt
) -> None:
    joins(body, "p-was-here", "intake_team", since="2020-01-01", until="2020-12-31")
    joins(body, "p-to-come", "intake_team", since="2027-01-01")
    assert sees(body, "p-was-here", received.chain) == sees(body, "p-to-come", received.chain) == set()

    joins(body, MAEVE, "intake_team")  # a party: from now on the team's rows stand name by name

    assert "complaint_text" in sees(body, WREN, received.chain)
    assert sees(body, "p-was-here", received.chain) == sees(body, "p-to-come", received.chain) == set()
    assert rebuilding.rebuild(body) == []


def test_somebody_new_in_a_team_finds_the_cases_that_wait(body: bodies.Body, received: Receipt) -> None:
    joins(body, "p-newcomer", "intake_team")

    assert "complaint_text" in sees(body, "p-newcomer", received.chain)
    assert rebuilding.rebuild(body) == []


def test_whoever_takes_an_office_loses_what_a_pool_gave(body: bodies.Body, received: Receipt) -> None:
    joins(body, SECRETARY, "intake_team")
    assert sees(body, SECRETARY, received.chain) == set()
    data = {"person": WREN, "office": "general secretary", "since": "2026-01-01"}
    house.enter(body.id, house.Deed(act="office_held", at=MONDAY, by=BY, data=data), now=at(MONDAY, 13))

    assert sees(body, WREN, received.chain) == set()
    assert rebuilding.rebuild(body) == []


@pytest.mark.parametrize("entry", [0, 1, 99])
def test_the_site_moves_no_access_without_such_an_entry_in_the_same_transaction(
    body: bodies.Body, received: Receipt, roles: Roles, entry: int
) -> None:
    row = {"viewer": "p-spy", "class": "existence", "since": "2020-01-01", "until": None, "because": 0}
    with roles.connect("alteram_app") as site:
        site.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        with pytest.raises(psycopg.Error, match="made in this transaction"):
            site.execute(
                "SELECT casework.access_follows(%s, %s, '{}', %s)",
                (entry, received.chain, json.dumps({"access_row": [row]})),
            )

    assert rows(roles, "SELECT count(*) FROM casework.access_row WHERE viewer = 'p-spy'") == [(0,)]


def test_no_other_table_moves_with_it(body: bodies.Body, received: Receipt) -> None:
    with pytest.raises(psycopg.Error, match="only the rows of access"):
        _moves_a_standing(body, received)


def _moves_a_standing(body: bodies.Body, received: Receipt) -> None:
    data = {"person": "p-new", "pool": "intake_team", "since": "2025-01-01"}
    deed = house.Deed(act="pool_member_appointed", at=MONDAY, by=BY, data=data)
    with record.transaction(body.id):
        written = house.enter_within(body.id, deed, now=at(MONDAY, 12))
        record.run(
            "SELECT casework.access_follows(%s, %s, '{}', %s)",
            written.entry.index, UUID(received.chain), json.dumps({"standing_row": []}),
        )  # fmt: skip
