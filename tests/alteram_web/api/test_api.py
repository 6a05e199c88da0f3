"""The API: the same answers as the pages, to the same people, and one plain sentence for whatever goes wrong."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alteram.people import fictional_id
from alteram_web.casework import bodies, commands, pages, record, river, selectors
from alteram_web.identity import tokens
from alteram_web.identity.models import Holder, Token, User
from tests.alteram_web.casework.conftest import Roles, rows
from tests.alteram_web.portals.test_staff import PANEL, notice, tip, watch
from tests.portal_fixtures import SignedIn

API = "/lantern-league/api/"
CLERK = "Dev Ashgrove"


def far(days: int = 60) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


def deed(day: str, **more: object) -> dict[str, Any]:
    return {
        "fields": {name: value for name, value in notice(day).items() if name not in ("channel", "files")},
        "files": [{"name": "bundle.txt", "content": base64.b64encode(b"The bundle of the hearing.").decode()}],
        "channel": "email",
        **more,
    }


def post(client: Client, chain: UUID, body: object, name: str = "give_notice", **headers: str) -> Any:
    return client.post(f"{API}cases/{chain}/do/{name}", body, content_type="application/json", headers=headers)


def token(league: bodies.Body, name: str, **more: Any) -> str:
    holder = Holder.objects.get(body=league.id, person=fictional_id(name))
    return tokens.issue(holder, **{"name": "Diary", "now": datetime.now(UTC), "days": 30, **more})[0]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def asks_for(client: Client, route: str, chain: UUID, method: str) -> Any:
    if method == "post":
        return post(client, chain, deed(far()))
    return client.get(API + route.format(chain=chain))


ROUTES = [
    ("cases/{chain}", "get"),
    ("cases/{chain}/fairness", "get"),
    ("cases/{chain}/do/give_notice", "get"),
    ("cases/{chain}/do/give_notice", "post"),
]


@pytest.mark.parametrize(("route", "method"), ROUTES)
@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Rosalind Achebe"])
def test_whoever_may_not_know_of_the_case_finds_nothing_and_the_knock_is_on_record(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str, route: str, method: str
) -> None:
    before = tip(league, before_notice)

    answer = asks_for(signed_in(name), route, before_notice, method)
    nothing = asks_for(signed_in(name), route, uuid4(), method)

    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content  # the same, whether it exists or not
    assert json.loads(answer.content)["code"] == "E-NOT-FOUND"
    assert any(knock["act"] == "access_refused" for knock in watch(league, before_notice))
    assert tip(league, before_notice) == before


@pytest.mark.parametrize(("route", "method"), ROUTES)
def test_somebody_of_another_body_finds_nothing(
    league: bodies.Body, before_notice: UUID, route: str, method: str
) -> None:
    other = bodies.found("elsewhere", "Elsewhere")
    user = User.objects.create_user("one@elsewhere.invalid")
    holder = Holder.objects.create(user=user, body=other.id, person=fictional_id(CLERK))
    secret, _ = tokens.issue(holder, name="Diary", now=datetime.now(UTC), days=30)
    client = Client()
    client.force_login(user)

    by_session = asks_for(client, route, before_notice, method)
    by_token = asks_for(Client(headers=bearer(secret)), route, before_notice, method)
    under_its_own = client.get(f"/elsewhere/api/cases/{before_notice}")

    assert [by_session.status_code, by_token.status_code, under_its_own.status_code] == [404, 404, 404]
    assert rows_of_house_watch(other) == ["access_refused"]


def rows_of_house_watch(body: bodies.Body) -> list[str]:
    with record.transaction(body.id):
        return [e.acts[0] for e in record.load(body.id, record.watch_of(None), "house_watch").entries]


@pytest.mark.parametrize(("route", "method"), [("me", "get"), ("cases", "get"), *ROUTES])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer alteram_wrong"}, {"Authorization": "Bearer"}])
def test_nobody_is_asked_to_sign_in(before_notice: UUID, route: str, method: str, headers: dict[str, str]) -> None:
    answer = asks_for(Client(headers=headers), route, before_notice, method)

    assert answer.status_code == 401
    assert json.loads(answer.content)["code"] == "E-SIGN-IN"


def test_every_route_of_the_api_is_in_these_tests(league: bodies.Body) -> None:
    described = Client().get(API + "openapi.json").json()

    assert {(path, way) for path, ways in described["paths"].items() for way in ways} == {
        (API + "me", "get"),
        (API + "cases", "get"),
        (API + "cases/{chain}", "get"),
        (API + "cases/{chain}/fairness", "get"),
        (API + "cases/{chain}/do/{name}", "get"),
        (API + "cases/{chain}/do/{name}", "post"),
    }


def test_the_page_of_the_reference_names_every_path_and_every_field_of_a_deed(league: bodies.Body) -> None:
    described = Client().get(API + "openapi.json").json()
    page = (Path(__file__).parents[3] / "docs" / "reference" / "api.md").read_text()

    for path, ways in described["paths"].items():
        for way in ways:
            assert f"`{way.upper()} {path.removeprefix(API)}`" in page
    for name in described["components"]["schemas"]["Deed"]["properties"]:
        assert f"`{name}`" in page


def test_who_am_i_here(league: bodies.Body, signed_in: SignedIn) -> None:
    me = signed_in(CLERK).get(API + "me").json()

    assert (me["name"], me["person"], me["body"]["slug"]) == (CLERK, fictional_id(CLERK), "lantern-league")
    assert me["csrf"]


def test_the_clerk_lists_reads_and_asks(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in(CLERK)

    listed = client.get(API + "cases").json()
    seen = client.get(f"{API}cases/{before_notice}").json()
    asked = client.get(f"{API}cases/{before_notice}/do/give_notice").json()

    assert str(before_notice) in [one["chain"] for one in listed["cases"]]
    assert "give_notice" in [one["name"] for one in seen["steps"]["now"]]
    assert seen["owed"]
    assert seen["fairness"]
    assert asked["seen"] == seen["tip"] >= seen["river"][-1]["index"]
    names = {one["name"]: one for one in asked["fields"]}
    assert names["hearing_on"]["kind"] == "day"
    assert fictional_id("Rosalind Achebe") in [one["value"] for one in names["panel"]["choices"]]
    assert client.get(API + "cases?status=closed").json()["cases"] == []


def test_a_day_that_was_counted_is_an_object_with_how(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in(CLERK)

    owed = client.get(f"{API}cases/{before_notice}").json()["owed"]
    listed = client.get(f"{API}cases").json()["cases"]

    assert owed
    for one in owed:
        due = one["due"]
        assert due["day"] == one["by"]
        assert due["clause"] == one["clause"]
        assert due["sentence"] == one["counted"]
        assert due["start"] < due["day"]
        assert due["length"]
        assert all(skipped["why"] for skipped in due["skipped"])
    assert listed[0]["next"]["day"] == listed[0]["due"]
    assert listed[0]["next"]["sentence"] in {one["counted"] for one in owed}


@pytest.mark.parametrize("name", ["Jory Penhale", "Tamar Hollin", "Anselm Reyne", CLERK])
def test_each_sees_on_the_api_what_the_case_page_lets_them_see(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str
) -> None:
    now = datetime.now(UTC)
    viewer = selectors.Viewer(body=league.id, person=fictional_id(name), now=now, day=now.date())
    expected = river.river(pages.open_case(viewer, before_notice))

    seen = signed_in(name).get(f"{API}cases/{before_notice}").json()

    assert [(e["index"], e["text"], e["who"]) for e in seen["river"]] == [
        (e["index"], e["text"], e["who"]) for e in expected
    ]
    if name == "Anselm Reyne":
        assert "Jory Penhale" not in json.dumps(seen)


def test_a_form_of_others_names_no_panel(before_notice: UUID, signed_in: SignedIn) -> None:
    asked = signed_in("Tamar Hollin").get(f"{API}cases/{before_notice}/do/give_notice").json()

    assert "Rosalind Achebe" not in json.dumps(asked)


def test_a_refusal_says_the_sentence_of_the_page(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in(CLERK)
    soon = datetime.now(UTC) + timedelta(days=10)

    answer = post(client, before_notice, deed(soon.strftime("%Y-%m-%d")))
    page = client.post(
        f"/lantern-league/cases/case/{before_notice}/do/give_notice/", notice(soon.strftime("%d/%m/%Y"))
    ).content.decode()

    told = answer.json()
    assert answer.status_code == 422
    assert {one["code"] for one in told["refusals"]} == {"E-NOTICE-SHORT"}
    words = " ".join(re.sub("<[^>]+>", " ", html.unescape(page)).split())
    for one in told["refusals"]:
        assert one["sentence"] in words
        assert one["clause"] in words
    assert any(one["lawful_from"] for one in told["refusals"])
    for one in told["refusals"]:
        day = one["day"]
        assert day["sentence"] == one["counted"]
        assert day["clause"] == one["clause"]
        assert day["start"] < day["day"]
        assert day["length"]
        assert all(skipped["why"] for skipped in day["skipped"])
        assert day["pauses"] == []


def test_a_lawful_step_stands_once_however_often_it_is_sent(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    client, sent = signed_in(CLERK), deed(far(), request="one-and-the-same", seen=tip(league, before_notice))

    first, second = post(client, before_notice, sent), post(client, before_notice, sent)

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first.json()["index"] == before + 1 == tip(league, before_notice)


def test_a_request_that_somebody_else_used_is_a_conflict(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    first = post(signed_in(CLERK), before_notice, deed(far(), request="taken"))
    asked = signed_in("Marguerite Sol").get(f"{API}cases/{before_notice}/do/pressure_logged").json()
    needed = {one["name"]: one for one in asked["fields"] if one["required"] and one["name"] not in ("by",)}
    fields = {name: one["choices"][0]["value"] if one["choices"] else far(-1) for name, one in needed.items()}
    said = {"fields": fields, "request": "taken"}
    second = post(signed_in("Marguerite Sol"), before_notice, said, name="pressure_logged")

    assert first.status_code == 201
    assert (second.status_code, second.json().get("code")) == (409, "E-REQUEST"), second.json()


def test_of_two_who_act_at_once_one_is_told_that_the_other_was_first(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    clients = [signed_in(CLERK), signed_in(CLERK)]
    found: list[tuple[int, str]] = []

    def act(client: Client, name: str) -> None:
        answer = post(client, before_notice, deed(far(), request=name, seen=before))
        found.append((answer.status_code, answer.json().get("code", "")[:7]))
        connection.close()

    threads = [threading.Thread(target=act, args=(c, f"r{n}")) for n, c in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(status for status, _ in found) == [201, 409]
    assert (409, "E-STALE") in found
    assert tip(league, before_notice) == before + 1


def test_a_database_that_goes_away_in_the_middle_is_said_and_the_same_request_then_succeeds(
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
        answer = post(client, before_notice, deed(far(), request="r-503"))
    connection.close()

    assert (answer.status_code, answer.json()["code"]) == (503, "E-DATABASE")
    assert "request" in answer.json()["remedy"]
    assert tip(league, before_notice) == before
    assert post(client, before_notice, deed(far(), request="r-503")).status_code == 201


def test_a_token_does_what_its_person_may_do_and_no_more(league: bodies.Body, before_notice: UUID) -> None:
    clerk, executive = token(league, CLERK), token(league, "Rufus Dane")

    assert Client(headers=bearer(clerk)).get(f"{API}cases/{before_notice}").status_code == 200
    assert Client(headers=bearer(executive)).get(f"{API}cases/{before_notice}").status_code == 404
    strict = Client(enforce_csrf_checks=True, headers=bearer(clerk))
    assert post(strict, before_notice, deed(far())).status_code == 201
    assert Token.objects.get(digest=tokens.digest(clerk)).last_used == datetime.now(UTC).date()
    assert not Token.objects.filter(digest__contains=clerk).exists()


@pytest.mark.parametrize("how", ["disabled", "revoked", "expired"])
def test_a_token_that_does_not_hold_any_more_opens_nothing_even_beside_a_session(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, how: str
) -> None:
    now = datetime.now(UTC)
    secret = token(league, CLERK, now=now - timedelta(days=31) if how == "expired" else now)
    holder = Holder.objects.get(body=league.id, person=fictional_id(CLERK))
    client = signed_in("Marguerite Sol")
    if how == "disabled":
        User.objects.filter(pk=holder.user.pk).update(is_active=False)
    if how == "revoked":
        tokens.revoke(holder, Token.objects.get().pk, now=now)

    assert client.get(f"{API}cases/{before_notice}", headers=bearer(secret)).status_code == 401


def test_a_token_opens_no_page(league: bodies.Body, before_notice: UUID) -> None:
    client = Client(headers=bearer(token(league, CLERK)))

    assert client.get(f"/lantern-league/cases/case/{before_notice}/").status_code == 302
    assert client.get("/lantern-league/cases/tokens/").status_code == 302


def test_a_session_needs_the_word_against_forgery(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    client = Client(enforce_csrf_checks=True)
    client.force_login(Holder.objects.get(body=league.id, person=fictional_id(CLERK)).user)

    without = post(client, before_notice, deed(far()))
    unchanged = tip(league, before_notice)
    word = client.get(API + "me").json()["csrf"]
    along = post(client, before_notice, deed(far()), **{"X-CSRFToken": word})

    assert (without.status_code, without.json()["code"]) == (403, "E-CSRF")
    assert unchanged == before
    assert along.status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "E-JSON"),
        (b"\xff\xfe", 400, "E-JSON"),
        ("[1]", 422, "E-FORM"),
        ('"x"', 422, "E-FORM"),
        ("{}", 422, "E-FORM"),
        ({"fields": {"panel": {"a": {"b": 1}}}}, 422, "E-FORM"),
        ({"fields": {"no_such": "x"}}, 422, "E-FORM"),
        ({"unknown": 1}, 422, "E-FORM"),
        ({"fields": {}, "request": "x" * 101}, 422, "E-FORM"),
        ({"fields": {"bundle": "\ud800"}}, 422, "E-FORM"),
        ("[" * 100_000, 400, "E-JSON"),
        (" " * (2 * 1024 * 1024 + 1), 413, "E-TOO-LARGE"),
    ],
)
def test_bad_input_gets_a_sentence_and_what_to_do(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, body: object, status: int, code: str
) -> None:
    before = tip(league, before_notice)

    answer = post(signed_in(CLERK), before_notice, body)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), told
    assert told["sentence"].endswith(".")
    assert told["remedy"].endswith(".")
    assert tip(league, before_notice) == before


def test_an_empty_form_names_each_field_that_is_missing(before_notice: UUID, signed_in: SignedIn) -> None:
    told = post(signed_in(CLERK), before_notice, {"fields": {"hearing_on": "soon"}}).json()

    assert {"hearing_on", "channel"} <= {one["field"] for one in told["fields"]}
    assert all(one["sentence"] for one in told["fields"])


@pytest.mark.parametrize(
    "address",
    ["nothing", "cases/not-a-case", "cases?stage=%00", "cases?status=all", "cases?after=%00", "docs/none", ""],
)
def test_an_address_that_is_none_is_answered_as_json(league: bodies.Body, signed_in: SignedIn, address: str) -> None:
    answer = signed_in(CLERK).get(API + address)

    assert answer.status_code in (200, 404, 422)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert Client().get("/no-such-body/api/me").json()["code"] == "E-NOT-FOUND"


def test_a_step_that_is_none_is_not_found(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in(CLERK)

    assert client.get(f"{API}cases/{before_notice}/do/no_such_step").status_code == 404
    assert post(client, before_notice, {}, name="no_such_step").status_code == 404


def test_what_nobody_expected_is_a_number_and_no_trace(
    before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(commands, "act", broken)
    answer = post(signed_in(CLERK), before_notice, deed(far()))

    told = answer.json()
    assert (answer.status_code, told["code"]) == (500, "E-FAILED")
    assert told["evidence"]["reference"] in told["remedy"]
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


WORDS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([far(), *PANEL]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["hearing_on", "bundle", "panel", "chair", "time", "place", "by", "at"]) | st.text(max_size=8)
DEEDS = st.fixed_dictionaries(
    {},
    optional={
        "fields": st.dictionaries(NAMES, WORDS, max_size=6) | WORDS, "channel": WORDS, "at": WORDS, "by": WORDS,
        "seen": WORDS, "request": WORDS, "late": WORDS, "result": WORDS,
    },
)  # fmt: skip


def test_no_body_of_json_ever_breaks_it(before_notice: UUID, signed_in: SignedIn) -> None:
    client = signed_in(CLERK)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(DEEDS | WORDS)
    def send(body: object) -> None:
        answer = post(client, before_notice, json.dumps(body))
        assert answer.status_code in (201, 400, 409, 422), answer.content
        assert answer.headers["Content-Type"].startswith("application/json")

    send()


@pytest.mark.parametrize(
    "address",
    ["/lantern-league/api/", "/lantern-league/api", "/lantern-league/api/docs", "/lantern-league/api/docs/"],
)
def test_the_api_says_where_it_begins(league: bodies.Body, address: str) -> None:
    answer = Client().get(address, follow=True)

    told = answer.json()
    assert answer.status_code == 200
    assert told["description"] == API + "openapi.json"
    assert {"method": "GET", "address": API + "me", "what": "Who am I here?"} in told["addresses"]
    assert Client().get(told["description"]).status_code == 200


@pytest.mark.parametrize("address", ["/api/", "/api", "/api/docs", "/api/docs/"])
def test_the_api_of_the_house_leads_to_that_of_each_body(league: bodies.Body, address: str) -> None:
    answer = Client().get(address, follow=True)

    assert answer.status_code == 200
    assert answer.json()["bodies"] == [{"name": "Lantern League", "api": API}]


def test_papers_come_along_in_base64_or_are_asked_for_again(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    client, before = signed_in(CLERK), tip(league, before_notice)

    unread = post(client, before_notice, deed(far(), files=[{"name": "bundle.txt", "content": "no base64!"}]))
    program = base64.b64encode(b"MZ\x00\x01").decode()
    refused = post(client, before_notice, deed(far(), files=[{"name": "bundle.exe", "content": program}]))
    untaken = post(
        client, before_notice, {"files": [{"name": "a.txt", "content": ""}]}, name="hearing_vacated"
    )  # fmt: skip

    assert (unread.status_code, unread.json()["fields"][0]["field"]) == (422, "files")
    assert (refused.status_code, refused.json()["code"]) == (422, "E-UPLOAD-TYPE")
    assert (untaken.status_code, untaken.json()["fields"][0]["sentence"]) == (
        422, "This step takes no files. Leave them out.",
    )  # fmt: skip
    assert tip(league, before_notice) == before


@pytest.mark.parametrize("method", ["delete", "put", "patch"])
def test_a_method_that_an_address_does_not_have_is_told_as_everything_else(
    league: bodies.Body, signed_in: SignedIn, method: str
) -> None:
    answer = getattr(signed_in(CLERK), method)(API + "me")

    assert (answer.status_code, answer.json()["code"]) == (405, "E-METHOD")
    assert answer.json()["sentence"] == f"This address does not take {method.upper()}."
    assert answer.json()["evidence"] == {"allow": "GET"}
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"unknown": 1}, "This is not asked for. Leave it out."),
        ({"fields": {}, "request": "x" * 101}, "This is too long."),
        ({"fields": [1]}, "Send an object."),
        ({"seen": "many", "fields": {}}, "Send a whole number that the description of the API allows."),
    ],
)
def test_what_the_reader_of_a_body_finds_is_said_in_our_words(
    before_notice: UUID, signed_in: SignedIn, body: object, sentence: str
) -> None:
    told = post(signed_in(CLERK), before_notice, body).json()

    assert sentence in [one["sentence"] for one in told["fields"]], told


def test_a_day_before_the_case_is_refused_for_what_it_is(before_notice: UUID, signed_in: SignedIn) -> None:
    answer = post(signed_in(CLERK), before_notice, {**deed(far()), "at": "2020-01-02"})

    assert answer.status_code == 422
    assert "There is no such case" not in answer.content.decode()
    assert answer.json()["refusals"]
