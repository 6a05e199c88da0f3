"""Every address of the site, asked by those who may not know of a case: none of them tells that it exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from alteram.people import fictional_id
from alteram_web.casework import bodies, projections, record
from alteram_web.documents import writing
from alteram_web.identity.models import Holder, User
from tests.portal_fixtures import SignedIn, before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "signed_in"]

FILLED = {
    "index": 3, "name": "give_notice", "kind": "D07", "recipient": fictional_id("Tamar Hollin"), "digest": "ab" * 32,
    "code": "AAAA-AAAA-AAAA-AAAA-AAAA-A", "version": "2025", "number": "LL-00001", "release": "20250101-20251231-1",
    "size": 256, "level": 0, "token": 1, "old": 0, "asked": 0, "question": 1,
}  # fmt: skip
ELSEWHERE = ("account/", "language/", "demonstration/", "healthz")  # of the package, or of the demonstration alone


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address that names a body, as it is written in the patterns."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif isinstance(one, URLPattern) and path.startswith("<slug:body>"):
            yield path


def filled(path: str, chain: UUID) -> str:
    """An address with a real case in it."""
    parts = []
    for part in path.replace("<slug:body>", "lantern-league").split("/"):
        place = part[part.find("<") + 1 : part.find(">")] if "<" in part else ""
        name = place.partition(":")[2] or place
        value = str(chain) if name == "chain" else str(FILLED.get(name, "x"))
        parts.append(part.replace(f"<{place}>", value) if place else part)
    return "/" + "/".join(parts)


@pytest.fixture
def secrets_of(league: bodies.Body, before_notice: UUID) -> list[str]:
    """What would tell that the case exists: its reference, its name, and the names and words in it."""
    writing.write_owed(league, now=datetime.now(UTC))
    with record.transaction(league.id):
        opened = record.load(league.id, before_notice).entries[0].at
    return [projections.reference(str(before_notice), opened), "Jory Penhale", "blocked the door"]


def strangers(signed_in: SignedIn) -> dict[str, Client]:
    outsider = User.objects.create_user("nobody-here@demo.invalid", name="Nobody Here")
    nowhere = Client()
    nowhere.force_login(outsider)
    return {
        "the executive": signed_in("Rufus Dane"),
        "a stranger": signed_in("A Stranger"),
        "a panel member who is not named": signed_in("Rosalind Achebe"),
        "somebody signed in of no body": nowhere,
        "nobody": Client(),
    }


def test_no_address_tells_a_case_to_whoever_may_not_know_of_it(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, secrets_of: list[str]
) -> None:
    paths = [filled(path, before_notice) for path in addresses(get_resolver())]
    assert len(paths) > 50, "the site has many addresses"
    seen = signed_in("Dev Ashgrove").get(f"/lantern-league/cases/case/{before_notice}/").content.decode()
    assert all(secret in seen for secret in secrets_of), "or there would be nothing to find"
    told = []
    for who, client in strangers(signed_in).items():
        for path in paths:
            for ask in (client.get, client.post):
                answer = ask(path)
                if answer.status_code >= 500:
                    told.append(f"{who} {path}: {answer.status_code}")
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
                text = body.decode("utf-8", "replace")
                told += [f"{who} {path}: {secret}" for secret in secrets_of if secret in text]
                if str(before_notice) in text and str(before_notice) in path and answer.status_code == 200:
                    told.append(f"{who} {path}: answered")

    assert told == []


def test_a_case_that_is_there_and_one_that_is_not_are_answered_alike(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    nowhere = UUID("00000000-0000-4000-8000-000000000000")
    different = []
    for who, client in strangers(signed_in).items():
        for path in addresses(get_resolver()):
            if "<uuid:chain>" not in path:
                continue
            there, not_there = client.get(filled(path, before_notice)), client.get(filled(path, nowhere))
            if there.status_code != not_there.status_code:
                different.append(f"{who} {path}: {there.status_code} and {not_there.status_code}")

    assert different == []
    assert Holder.objects.filter(body=league.id).exists()


def test_what_somebody_known_was_shown_is_not_kept_by_the_browser(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    kept, shown = [], 0
    for name in ("Dev Ashgrove", "Jory Penhale", "Tamar Hollin", "Anselm Reyne"):
        client = signed_in(name)
        for path in (*(filled(path, before_notice) for path in addresses(get_resolver())), "/account/2fa/", "/"):
            answer = client.get(path)
            said = answer.headers.get("Cache-Control", "")
            shown += answer.status_code == 200
            if answer.status_code == 200 and "no-store" not in said and "public" not in said:
                kept.append(f"{name} {path}: {said}")
            if "public" in said and "/log" not in path and "/statistics/" not in path:
                kept.append(f"{name} {path}: {said}")

    assert shown > 60
    assert kept == []


def test_a_complaint_that_is_being_typed_is_not_kept_and_public_pages_are_asked_for_anew(league: bodies.Body) -> None:
    typing, reading = Client(), Client()
    begun = typing.post("/lantern-league/complain/", follow=True)

    assert begun.status_code == 200
    assert "no-store" in begun.headers["Cache-Control"]
    assert reading.get("/lantern-league/decisions/").headers["Cache-Control"] == "no-cache"
