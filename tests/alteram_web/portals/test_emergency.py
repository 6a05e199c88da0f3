"""The page on which two key holders let somebody into a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alteram.people import fictional_id
from alteram_web.casework import bodies, projections, record, shares
from alteram_web.identity.models import Holder, User
from tests.portal_fixtures import SignedIn, before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "signed_in"]

PAGE = "/lantern-league/cases/emergency/"
HOLDERS = tuple(fictional_id(name) for name in ("Edda Voss", "Pell Amberly", "Orrin Tace"))
LET_IN = "Anselm Reyne"  # the League's auditor
NOW = datetime.now(UTC)


@pytest.fixture
def drawn(league: bodies.Body, before_notice: UUID) -> tuple[str, ...]:
    return shares.share_out(league.id, HOLDERS, by="p-appoints", why="The first shares.", now=datetime.now(UTC))


@pytest.fixture
def holder(league: bodies.Body, drawn: tuple[str, ...]) -> Client:
    user = User.objects.create_user("edda@demo.invalid", name="Edda Voss")
    Holder.objects.create(user=user, body=league.id, person=HOLDERS[0])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def filled(league: bodies.Body, before_notice: UUID, drawn: tuple[str, ...]) -> dict[str, Any]:
    with record.transaction(league.id):
        opened = record.load(league.id, before_notice).entries[0].at
    return {
        "case": projections.reference(str(before_notice), opened), "person": fictional_id(LET_IN),
        "why": "The clerk is gone.", "until": f"{NOW + timedelta(days=3):%d/%m/%Y}", "share_1": drawn[0],
        "share_2": drawn[2], "request": "glass-1",
    }  # fmt: skip


def broken(league: bodies.Body, case: UUID) -> list[tuple[str, ...]]:
    with record.transaction(league.id):
        entries = record.load(league.id, case).entries
    return [tuple(actor.who for actor in one.by) for one in entries if "glass_broken" in one.acts]


def test_two_holders_at_one_screen_let_somebody_in_and_the_parties_read_it(
    league: bodies.Body, before_notice: UUID, holder: Client, filled: dict[str, Any], signed_in: SignedIn
) -> None:
    assert holder.get(PAGE).status_code == 200
    assert PAGE in holder.get("/lantern-league/cases/").content.decode()

    answer = holder.post(PAGE, filled)

    assert answer.status_code == 200, answer.content.decode()
    assert LET_IN in answer.content.decode()
    assert broken(league, before_notice) == [tuple(sorted((HOLDERS[0], HOLDERS[2])))]
    holder.post(PAGE, filled)
    assert len(broken(league, before_notice)) == 1, "the same form sent twice is one entry"
    seen = signed_in("Wren Oduya").get(f"/lantern-league/cases/case/{before_notice}/")
    assert "Somebody is let in, in an emergency" in seen.content.decode()


@pytest.mark.parametrize(("change", "says"), [
    ({"share_2": "wrong words"}, "do not join into a key"),
    ({"share_1": ""}, "Type the words of your share."),
    ({"case": "2026-AAAA-AAAA"}, "There is no case of that number."),
    ({"until": "someday"}, "Enter a day, such as"),
    ({"person": "p-nobody"}, "Select a valid choice"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(
    league: bodies.Body, before_notice: UUID, holder: Client, filled: dict[str, Any], change: dict[str, str], says: str
) -> None:
    answer = holder.post(PAGE, {**filled, **change})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "The clerk is gone." in answer.content.decode(), "what was typed is still there"
    assert broken(league, before_notice) == []


def test_the_shares_of_two_others_do_not_do(
    league: bodies.Body, before_notice: UUID, holder: Client, filled: dict[str, Any], drawn: tuple[str, ...]
) -> None:
    answer = holder.post(PAGE, {**filled, "share_1": drawn[1]})

    assert answer.status_code == 422
    assert "Neither share is yours." in answer.content.decode()
    assert broken(league, before_notice) == []


@pytest.mark.parametrize("change", [{"share_2": "wrong words"}, {"share_1": "another's"}])
def test_shares_that_do_not_join_stand_on_record_as_an_attempt(
    league: bodies.Body, holder: Client, filled: dict[str, Any], drawn: tuple[str, ...], change: dict[str, str]
) -> None:
    holder.post(PAGE, {**filled, **change, **({"share_1": drawn[1]} if "share_1" in change else {})})

    with record.transaction(league.id):
        last = record.load(league.id, record.watch_of(None), "house_watch").entries[-1]
    assert (last.acts, last.data["person"], last.data["tried"]) == (("act_refused",), HOLDERS[0], "glass_broken")
    assert last.data["codes"] == ["E-SHARES"]
    assert drawn[0].split()[9] not in str(last.data)


@pytest.mark.parametrize("name", ["Wren Oduya", "A Stranger"])
def test_nobody_else_finds_the_page(drawn: tuple[str, ...], signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).get(PAGE).status_code == 404
    assert PAGE not in signed_in(name).get("/lantern-league/cases/").content.decode()
    assert signed_in(name).post(PAGE, {"share_1": drawn[0], "share_2": drawn[1]}).status_code == 404
