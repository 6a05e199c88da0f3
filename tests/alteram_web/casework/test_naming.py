"""Who is named in which case: every entry is read once, and none that came since is missed."""

from __future__ import annotations

from uuid import UUID

from alteram_web.casework import bodies, commands, record
from alteram_web.casework.receipts import Receipt

from .conftest import CORWIN, MAEVE, Roles, begin_body, complaint, rows
from .test_placing import place


def naming(body: bodies.Body, person: str) -> set[UUID]:
    with record.transaction(body.id):
        return {UUID(str(name)) for (name,) in record.run("SELECT chain FROM casework.cases_naming(%s)", person)}


def test_what_has_no_place_yet_is_read_and_what_has_one_is_looked_up(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    assert naming(body, MAEVE) == {UUID(received.chain)}
    assert rows(roles, "SELECT count(*) FROM casework.named") == [(0,)]
    place(roles, body)
    assert naming(body, CORWIN) == naming(body, MAEVE) == {UUID(received.chain)}
    assert rows(roles, "SELECT max(position) FROM casework.place") == rows(
        roles, "SELECT position FROM casework.named_until"
    )

    rows(roles, f"DELETE FROM casework.named WHERE person = '{MAEVE}' RETURNING 1")
    assert naming(body, MAEVE) == set(), "placed entries are not read a second time"
    assert naming(body, CORWIN) == {UUID(received.chain)}


def test_what_came_since_is_found_before_and_after_it_has_its_place(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    place(roles, body)
    naming(body, MAEVE)
    later = commands.act(complaint(), body=body.id)

    both = {UUID(received.chain), UUID(later.chain)}
    assert naming(body, MAEVE) == both
    place(roles, body)
    assert naming(body, MAEVE) == both
    assert naming(body, "p-nobody-at-all") == set()
    assert naming(body, MAEVE[:-1]) == set(), "half an id names nobody"


def test_no_body_learns_who_is_named_in_another(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    place(roles, body)
    naming(body, MAEVE)
    other = begin_body("commonweal-party")

    assert naming(other, MAEVE) == set()
    assert {chain for (chain,) in rows(roles, "SELECT DISTINCT chain FROM casework.named")} == {UUID(received.chain)}
