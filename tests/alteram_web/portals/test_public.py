"""What anybody may open, and the demonstration."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from alteram_web.casework import bodies, directory, drafts, projections, record, viewers
from alteram_web.publication import releases
from tests.portal_fixtures import SignedIn

ANSWERS = {
    "about": {"about": "member"},
    "safe": {"safe": "none known"},
    "account": {"account": "She took the cash box home."},
    "when": {"conduct": "01/10/2026"},
    "who": {"respondent": "Somebody Else"},
    "standing": {"standing": "reporter"},
    "papers": {},
    "needs": {"needs": ""},
    "you": {"called": "A. Witness", "email": ""},
}
COMPLAIN = "/lantern-league/complain/"


def told(client: Client, **changes: dict[str, str]) -> Client:
    """Every question answered, page by page."""
    assert client.post(COMPLAIN).status_code == 302
    for name, answer in {**ANSWERS, **changes}.items():
        assert client.post(f"{COMPLAIN}{name}/", answer).status_code == 302, name
    return client


def send(client: Client) -> str:
    answer = client.post(COMPLAIN + "check/")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def key_on(page: str) -> str:
    found = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}", page)
    assert found is not None
    return found[0]


def cases(body: bodies.Body) -> tuple[UUID, ...]:
    with record.transaction(body.id):
        return tuple(record.cases())


@pytest.mark.parametrize(
    "page", ["", "complain/", "complain/elsewhere/", "follow/", "rules/", "rules/2025/", "statistics/"]
)
def test_a_public_page_opens_and_names_no_case(before_notice: UUID, page: str) -> None:
    answer = Client().get("/lantern-league/" + page)

    assert answer.status_code == 200
    assert str(before_notice).encode() not in answer.content
    assert b"Tamar Hollin" not in answer.content


def test_a_complaint_about_two_people_begins_two_cases_that_share_it(league: bodies.Body) -> None:
    client = told(Client(), who={"respondent": "Somebody Else\n  Another   Member \n\nSomebody Else"}, you={})
    sent = send(client)

    found = cases(league)
    with record.transaction(league.id):
        firsts = [record.load(league.id, name).entries[0] for name in found]
    assert len(firsts) == 2
    assert len({str(entry.data["complaint"]) for entry in firsts}) == 1
    people = {str(person) for entry in firsts for person in entry.data["respondents"]}  # type: ignore[attr-defined]
    assert set(directory.all_names(league.id, people).values()) == {"Somebody Else", "Another Member"}
    page = client.get(sent).content.decode()
    for entry in firsts:
        assert projections.reference(entry.case, entry.at) in page
    key = key_on(page)
    back = Client()
    assert back.post("/lantern-league/follow/", {"key": key}).status_code == 302
    desk = back.get("/lantern-league/cases/").content.decode()
    for entry in firsts:
        assert projections.reference(entry.case, entry.at) in desk, "one key opens both"


def test_too_many_people_or_no_names_are_asked_again(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)
    many = "\n".join(f"Member {number}" for number in range(10))
    for said in (many, "x" * 201, " \n "):
        assert client.post(f"{COMPLAIN}who/", {"respondent": said}).status_code == 422


@pytest.mark.parametrize(
    "page", ["/no-such-body/", "/lantern-league/rules/1999/", "/lantern-league/complain/sent/ABC/"]
)
def test_what_is_not_there_is_not_found(league: bodies.Body, page: str) -> None:
    assert Client().get(page).status_code == 404


def test_a_complaint_begins_one_case_and_its_copy_is_for_whoever_sent_it(league: bodies.Body) -> None:
    client = told(Client())
    sent = send(client)

    assert len(cases(league)) == 1
    page = client.get(sent).content.decode()
    assert "She took the cash box home." in page
    assert "Acknowledge the complaint: by" in page
    assert Client().get(sent).status_code == 404
    assert client.post(COMPLAIN + "check/").headers["Location"] == COMPLAIN, "the draft is gone"
    assert len(cases(league)) == 1


def test_two_tabs_that_send_at_once_make_one_case(league: bodies.Body, monkeypatch: pytest.MonkeyPatch) -> None:
    client = told(Client())
    monkeypatch.setattr(drafts, "discard", lambda *_args: None)  # the other tab still has it
    draft = client.session["draft"]
    first = send(client)
    kept = client.session
    kept["draft"] = draft
    kept.save()

    assert send(client) == first
    assert len(cases(league)) == 1


@pytest.mark.parametrize(
    ("question", "answer", "says"),
    [
        ("account", {"account": ""}, "Say what happened."),
        ("when", {"conduct": "yesterday"}, "Enter a day, such as 24/03/2026."),
        ("when", {"conduct": "31/02/2026"}, "The calendar has no 31/02/2026."),
        ("when", {"conduct": "01/10/2126"}, "That day has not come yet."),
        ("when", {"conduct": "\n".join(f"{day:02}/01/2026" for day in range(1, 25))}, "twenty at most"),
        ("you", {"called": "A. Witness", "email": "nowhere"}, "such as name@example.org"),
        ("standing", {}, "Say whether it happened to you."),
    ],
)
def test_a_question_with_a_gap_says_so_and_loses_nothing(
    league: bodies.Body, question: str, answer: dict[str, str], says: str
) -> None:
    client = told(Client())

    page = client.post(f"{COMPLAIN}{question}/", answer)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert "She took the cash box home." in client.get(COMPLAIN + "check/").content.decode()
    assert cases(league) == ()


def test_nothing_is_sent_while_a_question_is_open(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)
    client.post(COMPLAIN + "account/", ANSWERS["account"])

    page = client.post(COMPLAIN + "check/").content.decode()

    assert "Before it can be sent, please answer:" in page
    assert cases(league) == ()


def test_the_gate_sends_elsewhere_what_is_not_for_this_form(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)

    answer = client.post(COMPLAIN + "about/", {"about": "other"})

    assert answer.headers["Location"] == COMPLAIN + "elsewhere/"
    assert "the police" in client.get(COMPLAIN + "elsewhere/").content.decode()


def test_whoever_was_cut_off_comes_back_to_the_draft_with_the_key(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)
    client.post(COMPLAIN + "account/", ANSWERS["account"])
    key = key_on(client.get(COMPLAIN + "when/").content.decode())

    other = Client()
    answer = other.post("/lantern-league/follow/", {"key": key.lower().replace("-", " ")})

    assert answer.headers["Location"] == COMPLAIN + "check/"
    assert "She took the cash box home." in other.get(COMPLAIN + "check/").content.decode()
    assert "She took the cash box home." not in Client().get(COMPLAIN + "check/", follow=True).content.decode()


def test_whoever_came_back_with_a_key_and_signs_out_leaves_nothing_behind(
    league: bodies.Body, before_notice: UUID
) -> None:
    client = told(Client())
    key = key_on(client.get(send(client)).content.decode())
    other = Client()
    opened = other.post("/lantern-league/follow/", {"key": key}).headers["Location"]
    assert other.get(opened).status_code == 200

    other.post("/account/logout/")

    assert other.get(opened).status_code in (302, 404)
    assert not other.session.keys()


def test_a_return_key_opens_the_case_for_who_complained_and_nothing_else(
    league: bodies.Body, before_notice: UUID
) -> None:
    client = told(Client())
    key = key_on(client.get(send(client)).content.decode())
    chain = next(one for one in cases(league) if one != before_notice)

    other = Client()
    answer = other.post("/lantern-league/follow/", {"key": key}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/lantern-league/my-complaint/{chain}/"
    assert "She took the cash box home." in page
    assert "Withdraw the complaint" in page
    assert other.get(f"/lantern-league/my-complaint/{before_notice}/").status_code == 404
    assert other.get(f"/lantern-league/my-answer/{chain}/").status_code == 404
    withdrawn = other.post(f"/lantern-league/cases/case/{chain}/do/complaint_withdrawn/", {})
    assert withdrawn.status_code in (302, 422)


def test_a_return_key_rests_after_half_an_hour(league: bodies.Body, monkeypatch: pytest.MonkeyPatch) -> None:
    client = told(Client())
    key = key_on(client.get(send(client)).content.decode())
    other = Client()
    opened = other.post("/lantern-league/follow/", {"key": key}).headers["Location"]
    assert other.get(opened).status_code == 200
    later = datetime.now(UTC) + timedelta(minutes=31)
    monkeypatch.setattr(viewers, "moment", lambda: later)

    assert other.get(opened).status_code == 302


def test_a_wrong_key_is_one_sentence_and_is_slowed_down(league: bodies.Body) -> None:
    cache.clear()
    client = told(Client())
    key = key_on(client.get(send(client)).content.decode())
    follow = "/lantern-league/follow/"

    for _ in range(10):
        answer = Client(REMOTE_ADDR="192.0.2.7").post(follow, {"key": "AAAA-BBBB-CCCC-DDDD-EEEE"})
        assert answer.status_code == 422
        assert "This key opens nothing here." in answer.content.decode()
    tired = Client(REMOTE_ADDR="192.0.2.7").post(follow, {"key": "AAAA-BBBB-CCCC-DDDD-EEEE"})
    assert tired.status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post(follow, {"key": key}).status_code == 302, "a right key still opens"


def test_somebody_without_a_name_is_nobody_s_name(league: bodies.Body) -> None:
    client = told(Client(), you={"called": "", "email": ""})
    send(client)
    (chain,) = cases(league)
    with record.transaction(league.id):
        complainant = record.load(league.id, chain).entries[0].by[0].who

    assert directory.all_names(league.id, [complainant]) == {}


def test_what_somebody_needs_is_a_request_of_its_own(league: bodies.Body) -> None:
    send(told(Client(), needs={"needs": "Large print, please."}))
    (chain,) = cases(league)
    with record.transaction(league.id):
        acts = [entry.acts[0] for entry in record.load(league.id, chain).entries]

    assert acts == ["complaint_received", "adjustment_requested"]


def test_a_draft_that_nobody_touches_is_gone_after_two_weeks(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)

    assert drafts.discard_old(league.id, now=datetime.now(UTC) + timedelta(days=13)) == 0
    assert drafts.discard_old(league.id, now=datetime.now(UTC) + timedelta(days=15)) == 1
    assert client.get(COMPLAIN + "account/").headers["Location"] == COMPLAIN


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

    assert answer.status_code == 503
    assert "Nothing was left half done" in answer.content.decode()
    assert "closed the connection" not in answer.content.decode()


def test_what_is_no_key_is_called_what_it_is(league: bodies.Body) -> None:
    cache.clear()
    client = told(Client())
    sent = client.get(send(client)).content.decode()
    reference = re.search(r"Its reference is (\d{4}-[A-Z2-7]{4}-[A-Z2-7]{4})", sent)
    code = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}-[A-Z2-7]\b", sent)
    assert reference is not None
    assert code is not None

    for typed, sentence in ((reference[1].lower(), "the reference of a complaint"), (code[0], "the code of a receipt")):
        answer = Client().post("/lantern-league/follow/", {"key": f" {typed} "})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert Client().post("/lantern-league/follow/", {"key": key_on(sent)}).status_code == 302


def test_whoever_gave_no_name_is_you_to_themselves_and_whoever_complained_to_others(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    client = told(Client(), you={"called": "", "email": ""})
    key = key_on(client.get(send(client)).content.decode())
    (chain,) = cases(league)

    own = Client().post("/lantern-league/follow/", {"key": key}, follow=True)
    page = Client()
    page.post("/lantern-league/follow/", {"key": key})
    mine = page.get(f"/lantern-league/my-complaint/{chain}/").content.decode()
    theirs = signed_in("Wren Oduya").get(f"/lantern-league/cases/case/{chain}/").content.decode()

    assert own.status_code == 200
    assert "You, with your return key" in mine
    assert re.search(r">\s*you\b", mine)
    assert "whoever complained" in theirs
