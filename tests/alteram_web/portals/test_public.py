"""What anybody may open, and the demonstration."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from alteram_web.casework import bodies, directory, record
from alteram_web.casework.selectors import Viewer
from alteram_web.publication import releases

COMPLAINT = {
    "account": "She took the cash box home.",
    "conduct": "01/10/2026",
    "respondent": "Somebody Else",
    "standing": "reporter",
    "name": "A. Witness",
    "safe": "on",
    "request": "7f0c4a52-6f4a-4a60-9d57-000000000001",
}


def cases(body: bodies.Body) -> tuple[UUID, ...]:
    with record.transaction(body.id):
        return tuple(record.cases())


@pytest.mark.parametrize("page", ["", "complain/", "rules/", "rules/2025/", "statistics/"])
def test_a_public_page_opens_and_names_no_case(before_notice: UUID, page: str) -> None:
    answer = Client().get("/lantern-league/" + page)

    assert answer.status_code == 200
    assert str(before_notice).encode() not in answer.content
    assert b"Tamar Hollin" not in answer.content


@pytest.mark.parametrize(
    "page", ["/no-such-body/", "/lantern-league/rules/1999/", "/lantern-league/complain/sent/ABC/"]
)
def test_what_is_not_there_is_not_found(league: bodies.Body, page: str) -> None:
    assert Client().get(page).status_code == 404


def test_a_complaint_begins_one_case_however_often_it_is_sent(league: bodies.Body) -> None:
    client = Client()

    first = client.post("/lantern-league/complain/", COMPLAINT)
    second = client.post("/lantern-league/complain/", COMPLAINT)

    assert first.status_code == second.status_code == 302
    assert len(cases(league)) == 1
    copy = client.get(first.headers["Location"]).content.decode()
    assert "She took the cash box home." in copy
    assert Client().get(first.headers["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"account": ""}, "Say what happened."),
        ({"conduct": "yesterday"}, "Enter a day, such as 24/03/2026."),
        ({"conduct": "01/10/2126"}, "That day has not come yet."),
        ({"safe": ""}, "call the police now"),
    ],
)
def test_a_form_with_a_gap_says_so_and_loses_nothing(league: bodies.Body, change: dict[str, str], says: str) -> None:
    answer = Client().post("/lantern-league/complain/", {**COMPLAINT, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "A. Witness" in page
    assert cases(league) == ()


def test_a_letter_ends_no_membership_and_the_auditor_reads_why(league: bodies.Body) -> None:
    page = Client().post("/demonstration/letter/", {"member": "Bryony Calder"}).content.decode()

    assert "Not found." in page
    assert "E-ROLE-EXEC" in page
    assert "E-SANCTION-NO-FINDING" in page
    with record.transaction(league.id):
        name = record.watch_of(None)
        tried = [str(entry.data) for entry in record.load(league.id, name, "house_watch").entries]
    assert any("E-ROLE-EXEC" in one for one in tried)
    assert any("E-SANCTION-NO-FINDING" in one for one in tried)


def test_nobody_becomes_anybody_outside_the_demonstration(league: bodies.Body, settings: Settings) -> None:
    settings.DEMO = False

    assert Client().get("/demonstration/").status_code == 404
    assert Client().post("/demonstration/become/", {"person": "Dev Ashgrove"}).status_code == 404
    assert Client().post("/demonstration/letter/").status_code == 404


def test_a_form_sent_again_with_another_name_changes_nobodys_name(league: bodies.Body) -> None:
    client = Client()
    client.post("/lantern-league/complain/", COMPLAINT)
    client.post("/lantern-league/complain/", {**COMPLAINT, "respondent": "Quite Another"})

    viewer = Viewer(body=league.id, person="", now=datetime.now(UTC), day=datetime.now(UTC).date())
    (chain,) = cases(league)
    with record.transaction(league.id):
        respondent = str(record.load(league.id, chain).entries[0].data["respondents"][0])  # type: ignore[index]

    assert directory.names(viewer, [respondent]) == {respondent: "Somebody Else"}


def test_what_is_not_found_is_a_plain_page(league: bodies.Body) -> None:
    page = Client().get("/lantern-league/nothing/").content.decode()

    assert "There is nothing at this address for you." in page
    assert "<h1>Not found</h1>" in page


def test_a_failure_is_one_plain_sentence_and_shows_nothing_of_the_inside(
    league: bodies.Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_more: object) -> None:
        raise OperationalError("the server closed the connection at /some/where")

    monkeypatch.setattr(releases, "every", gone)

    answer = Client(raise_request_exception=False).get("/lantern-league/statistics/")

    assert answer.status_code == 500
    assert "Nothing was half entered" in answer.content.decode()
    assert "closed the connection" not in answer.content.decode()


def test_the_exact_copy_is_what_the_record_holds_and_not_what_was_typed_later(league: bodies.Body) -> None:
    client = Client()
    first = client.post("/lantern-league/complain/", COMPLAINT)
    assert "You had sent this form before" not in client.get(first.headers["Location"]).content.decode()

    again = client.post("/lantern-league/complain/", {**COMPLAINT, "account": "She took nothing at all."})

    page = client.get(again.headers["Location"]).content.decode()
    assert "She took the cash box home." in page
    assert "She took nothing at all." not in page
    assert "You had sent this form before" in page
