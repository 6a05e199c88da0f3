"""One's own tokens: made, shown once, ended; nobody else's."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from alteram.people import fictional_id
from alteram_web.casework import bodies
from alteram_web.identity import tokens
from alteram_web.identity.models import Holder, Token
from tests.portal_fixtures import SignedIn

PAGE = "/lantern-league/cases/tokens/"


def a_token(league: bodies.Body, name: str) -> Token:
    holder = Holder.objects.get(body=league.id, person=fictional_id(name))
    return tokens.issue(holder, name="Diary", now=datetime.now(UTC), days=30)[1]


def test_a_token_is_shown_once_works_and_ends_at_once(league: bodies.Body, signed_in: SignedIn) -> None:
    client = signed_in("Dev Ashgrove")

    made = client.post(PAGE, {"name": "Diary", "days": "30"}).content.decode()
    found = re.search(r"alteram_[\w-]+", made)
    assert found is not None
    secret = {"Authorization": f"Bearer {found[0]}"}

    assert Client().get("/lantern-league/api/me", headers=secret).json()["name"] == "Dev Ashgrove"
    again = client.get(PAGE).content.decode()
    assert found[0] not in again
    assert "Diary" in again

    ended = client.post(f"{PAGE}{Token.objects.get().pk}/end/")
    assert ended.status_code == 302
    assert Client().get("/lantern-league/api/me", headers=secret).status_code == 401


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Jory Penhale"])
def test_nobody_sees_or_ends_the_token_of_another(league: bodies.Body, signed_in: SignedIn, name: str) -> None:
    theirs = a_token(league, "Dev Ashgrove")
    client = signed_in(name)

    assert "Diary" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{theirs.pk}/end/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked is None


def test_nobody_signed_in_is_sent_to_sign_in(league: bodies.Body) -> None:
    theirs = a_token(league, "Dev Ashgrove")

    for answer in (Client().get(PAGE), Client().post(PAGE), Client().post(f"{PAGE}{theirs.pk}/end/")):
        assert answer.status_code == 302
        assert "/account/login/" in answer.headers["Location"]
    assert Client().get(f"{PAGE}{theirs.pk}/end/").status_code == 405


@pytest.mark.parametrize("sent", [{}, {"name": "x", "days": "9999"}, {"name": "y" * 101, "days": "30"}])
def test_a_token_without_a_name_or_an_end_is_not_made(
    league: bodies.Body, signed_in: SignedIn, sent: dict[str, str]
) -> None:
    assert signed_in("Dev Ashgrove").post(PAGE, sent).status_code == 422
    assert not Token.objects.exists()
