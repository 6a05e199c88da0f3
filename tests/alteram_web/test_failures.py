"""What goes wrong on a page: one plain sentence, what to do, nothing entered, no trace."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from alteram.people import fictional_id
from alteram_web import failures
from alteram_web.casework import bodies, commands, record
from alteram_web.identity.models import Holder
from tests.alteram_web.casework.conftest import Roles, roles, rows
from tests.alteram_web.portals.test_staff import address, notice, tip
from tests.portal_fixtures import SignedIn, before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "roles", "signed_in"]
CLERK = "Dev Ashgrove"
FAR = "01/01/2030"


def test_a_form_whose_sender_cannot_be_made_out(league: bodies.Body, before_notice: UUID) -> None:
    before = tip(league, before_notice)
    client = Client(enforce_csrf_checks=True)
    client.force_login(Holder.objects.get(body=league.id, person=fictional_id(CLERK)).user)

    answer = client.post(address(before_notice, "do/give_notice/"), notice(FAR))

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "We could not tell that this came from you, so nothing was entered." in page
    assert "Open the page again and send it once more" in page
    assert "CSRF" not in page
    assert tip(league, before_notice) == before


def test_a_broken_session_is_nobody(league: bodies.Body, before_notice: UUID) -> None:
    client = Client()
    client.cookies["session"] = "broken" * 20

    answer = client.get(address(before_notice))

    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


def test_text_that_is_too_large(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> None:
    before = tip(league, before_notice)

    answer = signed_in(CLERK).post(
        address(before_notice, "do/give_notice/"), notice(FAR, place="x" * (2 * 1024 * 1024))
    )

    assert answer.status_code == 413
    assert "What was sent is too large" in answer.content.decode()
    assert tip(league, before_notice) == before


@pytest.mark.parametrize("length", [str(200 * 1024 * 1024), "9" * 50])
def test_an_upload_of_200_megabytes_is_refused_before_it_is_read(league: bodies.Body, length: str) -> None:
    answer = Client().post("/lantern-league/complain/", {}, CONTENT_LENGTH=length)

    assert answer.status_code == 413
    assert "64 megabytes" in answer.content.decode()


def test_a_database_that_goes_away_in_the_middle_of_a_page_and_the_form_sent_again(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, client = tip(league, before_notice), signed_in(CLERK)
    write = record.write

    def cut_off(*words: object, **named: object) -> object:
        done = write(*words, **named)  # type: ignore[arg-type]  # passed through
        rows(roles, "SELECT pg_terminate_backend(%s)", connection.connection.info.backend_pid)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(record, "write", cut_off)
        answer = client.post(address(before_notice, "do/give_notice/"), notice(FAR, request="p-503"))
    connection.close()

    assert answer.status_code == 503
    assert "cannot reach its database" in answer.content.decode()
    assert tip(league, before_notice) == before
    again = client.post(address(before_notice, "do/give_notice/"), notice(FAR, request="p-503"))
    assert again.status_code == 302


@pytest.mark.parametrize("kind", [OperationalError, psycopg.OperationalError])
@pytest.mark.parametrize("path", ["/lantern-league/", "/lantern-league/api/me"])
def test_a_database_that_is_gone_before_the_page_begins(
    league: bodies.Body, monkeypatch: pytest.MonkeyPatch, path: str, kind: type[Exception]
) -> None:
    def gone(_slug: str) -> bodies.Body:
        raise kind("no words of this leave")

    monkeypatch.setattr(bodies, "by_slug", gone)
    answer = Client(raise_request_exception=False).get(path)

    assert answer.status_code == 503
    assert "no words of this leave" not in answer.content.decode()


def test_what_nobody_expected_is_a_number_and_no_trace(
    before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(commands, "act", broken)
    client = signed_in(CLERK)
    client.raise_request_exception = False

    answer = client.post(address(before_notice, "do/give_notice/"), notice(FAR))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "tell the administrator the number" in page
    assert "secret" not in page
    assert "Traceback" not in page


def test_every_failure_has_a_sentence_and_what_to_do() -> None:
    for one in (failures.not_found(), failures.too_large(), failures.unreadable(), failures.forged()):
        assert one.sentence.endswith(".")
        assert one.remedy.endswith(".")
