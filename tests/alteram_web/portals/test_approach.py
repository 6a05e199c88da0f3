"""Somebody approached me about a case: in two taps from any page, one question a page, and an answer from outside."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from alteram.people import fictional_id
from alteram_web.casework import bodies, projections, record
from tests.portal_fixtures import SignedIn

CASES = "/lantern-league/cases/"
APPROACH = f"{CASES}approach/"
LINK = "Somebody approached me about a case"


def entries(league: bodies.Body, chain: UUID, act: str) -> list[dict[str, object]]:
    with record.transaction(league.id):
        return [
            {"index": entry.index, "by": [actor.who for actor in entry.by], **entry.data}
            for entry in record.load(league.id, chain).entries
            if act in entry.acts
        ]


def tell(client: Client, chain: UUID, kind: str, answers: list[dict[str, str]]) -> str:
    """Answer one question after the other, look it over, enter it; the address of the receipt."""
    for number, answer in enumerate(answers, 1):
        where = f"{APPROACH}{chain}/{kind}/{number}/"
        page = client.get(where)
        assert page.status_code == 200
        assert next(iter(answer)) in page.content.decode()
        assert client.post(where, answer).headers["Location"] == f"{APPROACH}{chain}/{kind}/{number + 1}/"
    last = f"{APPROACH}{chain}/{kind}/{len(answers) + 1}/"
    looked = client.get(last).content.decode()
    assert all(value.splitlines()[0] in looked for answer in answers for value in answer.values() if " " in value)
    done = client.post(last)
    assert done.status_code == 302, done.content.decode()
    return done.headers["Location"]


@pytest.mark.parametrize(
    "name",
    ["Dev Ashgrove", "Marguerite Sol", "Jory Penhale", "Tamar Hollin", "Anselm Reyne", "Wren Oduya", "Rufus Dane"],
)
def test_the_link_stands_on_every_page_of_somebody_signed_in(
    before_notice: UUID, signed_in: SignedIn, name: str
) -> None:
    client = signed_in(name)

    for path in ("/lantern-league/", CASES, "/lantern-league/data/"):
        page = client.get(path, follow=True).content.decode()
        assert f'<a href="{APPROACH}">{LINK}</a>' in page, path
    assert client.get(APPROACH).status_code == 200


def test_nobody_signed_in_has_no_link(before_notice: UUID) -> None:
    assert LINK not in Client().get("/lantern-league/").content.decode()


def test_on_the_page_of_a_case_the_case_is_chosen_already(before_notice: UUID, signed_in: SignedIn) -> None:
    page = signed_in("Dev Ashgrove").get(f"{CASES}case/{before_notice}/").content.decode()

    assert f'<a href="{APPROACH}{before_notice}/">{LINK}</a>' in page


@pytest.mark.parametrize("name", ["Tamar Hollin", "Jory Penhale", "Dev Ashgrove"])
def test_each_side_and_the_clerk_tell_of_an_approach_in_two_taps_and_one_question_a_page(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str
) -> None:
    client = signed_in(name)
    assert f"{APPROACH}{before_notice}/" in client.get(APPROACH).content.decode()
    assert f"{APPROACH}{before_notice}/to-me/1/" in client.get(f"{APPROACH}{before_notice}/").content.decode()

    receipt = tell(
        client, before_notice, "to-me",
        [
            {"approached": "party"}, {"approached_by": fictional_id("Rufus Dane")},
            {"on_behalf_of": "Office of the Convenor"}, {"leaning": "against"}, {"dated": "undated"},
            {"channel": "a call"}, {"gist": "Let it go."}, {"reply": "I said no."},
        ],
    )  # fmt: skip

    (entered,) = entries(league, before_notice, "contact_reported")
    assert entered["by"] == [fictional_id(name)]
    assert entered["approached_by"] == fictional_id("Rufus Dane")
    assert entered["on_behalf_of"] == "Office of the Convenor"
    assert client.get(receipt).status_code == 200


def test_second_hand_asks_for_its_chain_and_does_not_go_on_without(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in("Jory Penhale")
    said = [
        {"statement": "Somebody rang the chair."}, {"approached": "decider"}, {"made_to": ""}, {"named": ""},
        {"on_behalf_of": ""}, {"leaning": ""}, {"dated": "dated"},
    ]  # fmt: skip
    for number, answer in enumerate(said, 1):
        assert client.post(f"{APPROACH}{before_notice}/heard/{number}/", answer).status_code == 302

    undated = client.post(f"{APPROACH}{before_notice}/heard/8/", {"at": ""})
    assert undated.status_code == 422, "the time is known, so it is asked"
    client.post(f"{APPROACH}{before_notice}/heard/8/", {"at": "2026-07-14T17:40"})
    client.post(f"{APPROACH}{before_notice}/heard/9/", {"source": "second-hand"})
    assert client.post(f"{APPROACH}{before_notice}/heard/10/", {"chain": ""}).status_code == 422
    client.post(f"{APPROACH}{before_notice}/heard/10/", {"chain": "A steward told my sister.\nShe told me."})
    assert "A steward told my sister." in client.get(f"{APPROACH}{before_notice}/heard/12/").content.decode()


def test_a_case_that_is_not_theirs_is_not_found_at_either_tap(before_notice: UUID, signed_in: SignedIn) -> None:
    for name in ("A Stranger", "Rufus Dane", "Rosalind Achebe"):
        client = signed_in(name)
        assert str(before_notice) not in client.get(APPROACH).content.decode()
        for rest in ("", "to-me/1/", "put/3/"):
            assert client.get(f"{APPROACH}{before_notice}/{rest}").status_code == 404
            assert client.post(f"{APPROACH}{before_notice}/{rest}").status_code == 404


def test_an_office_holder_who_is_named_answers_before_it_is_disclosed_and_reads_nothing_else(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    party, clerk, office = signed_in("Jory Penhale"), signed_in("Dev Ashgrove"), signed_in("Rufus Dane")
    heard = [{"statement": "His office rang the chair."}, {"approached": "decider"}, {"made_to": ""},
             {"named": fictional_id("Rufus Dane")}, {"on_behalf_of": "Office of the Convenor"}, {"leaning": "against"},
             {"dated": "undated"}, {"source": "named"}, {"checked": ""}]  # fmt: skip
    tell(party, before_notice, "heard", heard)
    (alleged,) = entries(league, before_notice, "contact_alleged")
    (due,) = [row for row in _owed(league, before_notice) if row[0] == "contact_disclosed"]
    put = {
        "concerning": str(alleged["index"]), "person": fictional_id("Rufus Dane"),
        "put": "It is said that your office rang the chair.", "until": due[1],
    }  # fmt: skip
    where = f"{CASES}case/{before_notice}/do/contact_put/"
    assert "E-CONTACT-PUT" in clerk.post(where, put).content.decode(), "there is no time left on the day of disclosure"
    assert clerk.post(where, {**put, "until": _today()}).status_code == 302
    (asked,) = entries(league, before_notice, "contact_put")

    page = office.get(APPROACH).content.decode()
    mine = f"{APPROACH}{before_notice}/put/{asked['index']}/"
    assert mine in page
    read = office.get(mine).content.decode()
    assert "It is said that your office rang the chair." in read
    assert "His office rang the chair." not in read, "what was put, and not the statement"
    for hidden in ("Jory Penhale", "blocked the door"):
        assert hidden not in read
    assert signed_in("A Stranger").get(mine).status_code == 404
    assert office.get(f"{CASES}case/{before_notice}/").status_code == 404
    early = clerk.post(f"{CASES}case/{before_notice}/do/contact_disclosed/", {"concerning": str(alleged["index"])})
    assert "E-CONTACT-PUT" in early.content.decode()

    said = {"statement": "There was no call.", "answers_for": "Office of the Convenor"}
    assert "what was checked" in office.post(mine, said).content.decode()
    assert office.post(mine, {**said, "checked": "the call list, by the secretary"}).status_code == 302
    assert "There was no call." in office.get(mine).content.decode()

    disclosed = clerk.post(f"{CASES}case/{before_notice}/do/contact_disclosed/", {"concerning": str(alleged["index"])})
    assert disclosed.status_code == 302
    for name in ("Jory Penhale", "Tamar Hollin"):
        told = signed_in(name).get(f"{CASES}case/{before_notice}/", follow=True).content.decode()
        assert "His office rang the chair." in told


def _today() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()


def _owed(league: bodies.Body, chain: UUID) -> list[tuple[str, str]]:
    from alteram import duties
    from alteram.case import replay
    from alteram_web.casework import editions

    with record.transaction(league.id):
        case = replay(editions.rulebook(league.slug), str(chain), record.load(league.id, chain).entries)
    return [(one.step, one.due.day.isoformat()) for one in duties.owed(case) if one.due is not None]


def _knocks(league: bodies.Body, case: UUID | None) -> list[object]:
    with record.transaction(league.id):
        kind = "house_watch" if case is None else "watch"
        entries = record.load(league.id, record.watch_of(case), kind).entries
    return [
        (entry.acts[0], entry.data.get("asked"))
        for entry in entries
        if entry.data["person"] == fictional_id("Rufus Dane")
    ]


def test_each_attempt_of_the_executive_to_list_search_or_fetch_is_on_record(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    with record.transaction(league.id):
        number = projections.reference(str(before_notice), record.load(league.id, before_notice).entries[0].at)
    office = signed_in("Rufus Dane")

    listed = office.get(CASES).content.decode()
    assert ("access_refused", "list") in _knocks(league, None)
    found = office.get(f"{CASES}?find={number}").content.decode()
    nothing = office.get(f"{CASES}?find=2026-AAAA-AAAA").content.decode()
    bare = [re.sub(r"CSRFToken[^}]*|csrfmiddlewaretoken[^>]*|nonce=[^>]*", "", page) for page in (found, nothing)]
    assert bare[0].replace(number, "") == bare[1].replace("2026-AAAA-AAAA", ""), "the same answer"
    assert ("access_refused", "search") in _knocks(league, before_notice), "in the case that was named"
    assert ("access_refused", "search") in _knocks(league, None)
    assert str(before_notice) not in listed + found
    assert office.get(f"/lantern-league/api/cases/{before_notice}").status_code == 404
    assert office.get("/lantern-league/api/cases").status_code == 200
    assert ("access_refused", "case") in _knocks(league, before_notice), "the API as well"
    assert signed_in("Dev Ashgrove").get(f"{CASES}?find=2026-AAAA-AAAA").status_code == 200
    monitor = signed_in("Anselm Reyne").get("/lantern-league/audit/attempts/").content.decode()
    assert "Search for a case" in monitor
    assert "List the cases" in monitor
