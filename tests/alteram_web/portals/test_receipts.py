"""What a person takes home, the public answer about it, and the public log: who may, and what it gives away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from alteram.ledger import checkpoint, tree
from alteram.ledger import receipt as promises
from alteram.ledger.signing import PublicKey, read_key
from alteram_web.casework import bodies, placing, record, slips, viewers
from bootstrap import postgres
from tests.alteram_web.portals.test_public import send, told
from tests.portal_fixtures import SignedIn

HOUR = timedelta(hours=1)
Look = Callable[..., None]
STRANGE = "AAAA-AAAA-AAAA-AAAA-AAAA-A"  # well typed, of nothing


@pytest.fixture
def place(database_server: postgres.Server, league: bodies.Body) -> Look:
    """Called, it places what waits and publishes the checkpoint of an hour, as the placer does."""

    def look(now: datetime | None = None) -> None:
        with psycopg.connect(database_server.url("alteram_log")) as link:
            placing.place(link, league)
            placing.publish(link, league, now=now or datetime.now(UTC))

    return look


def code_of(body: bodies.Body, chain: UUID, index: int) -> str:
    with record.transaction(body.id):
        return promises.short_code(record.stored(chain)[index][0])


def page_of(code: str, slug: str = "lantern-league") -> str:
    answer = Client().get(f"/{slug}/receipt/{code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def known_keys() -> tuple[PublicKey, ...]:
    lines = Client().get("/lantern-league/log/keys?format=text").content.decode().splitlines()
    return tuple(read_key(line) for line in lines)


def test_a_code_is_promised_then_in_the_record_and_a_strange_one_is_not(
    league: bodies.Body, before_notice: UUID, place: Look
) -> None:
    client = Client()
    sent = send(told(client))
    code = sent.rstrip("/").rpartition("/")[2]

    assert "promised a place, and not yet placed" in page_of(code)
    place()
    placed = page_of(code)

    assert "It is in the record" in placed
    assert "In the record since" in placed
    assert "Proved by the checkpoint of" in placed
    assert "It is not in this record" in page_of(STRANGE)
    assert "It is in the record" in page_of(code.replace("-", "").lower())


def test_the_answer_gives_nothing_of_the_contents_away(league: bodies.Body, before_notice: UUID, place: Look) -> None:
    place()
    code = code_of(league, before_notice, 0)
    with record.transaction(league.id):
        entry = record.load(league.id, before_notice).entries[0]
        link = record.stored(before_notice)[0][0].hex()

    page = page_of(code)

    for secret in (
        str(before_notice),
        link,
        entry.by[0].who,
        "Tamar Hollin",
        "Jory Penhale",
        "receive",
        "complaint_rec",
    ):
        assert secret not in page


def test_an_entry_beyond_the_last_checkpoint_is_only_promised(
    league: bodies.Body, before_notice: UUID, place: Look, database_server: postgres.Server
) -> None:
    place()
    code = send(told(Client())).rstrip("/").rpartition("/")[2]
    with psycopg.connect(database_server.url("alteram_log")) as link:
        placing.place(link, league)

    assert "not yet placed" in page_of(code)
    place(datetime.now(UTC) + HOUR)
    assert "It is in the record" in page_of(code)


def test_a_promise_that_was_not_kept_is_told(league: bodies.Body, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = send(told(Client()))
    code = sent.rstrip("/").rpartition("/")[2]
    later = viewers.moment() + 3 * HOUR
    monkeypatch.setattr(viewers, "moment", lambda: later)

    page = page_of(code)

    assert "It was promised a place and has none" in page
    assert "it proves that a promise was broken" in page


@pytest.mark.parametrize("typed", ["ABC", "AAAA-AAAA-AAAA-AAAA-AAAA-B", "<script>", "A" * 200])
def test_a_mistyped_code_is_told_in_a_sentence(league: bodies.Body, typed: str) -> None:
    client = Client()
    for answer in (
        client.get(f"/lantern-league/receipt/{typed}/"),
        client.post("/lantern-league/receipt/", {"code": typed}),
    ):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "E-CODE" in page or "too long" in page
        assert "What is the code?" in page
        assert "<script>/" not in page


def test_the_form_leads_to_the_answer(league: bodies.Body) -> None:
    answer = Client().post("/lantern-league/receipt/", {"code": STRANGE.lower().replace("-", " ")})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/lantern-league/receipt/{STRANGE}/"
    assert Client().get("/lantern-league/receipt/").status_code == 200


def test_a_code_of_one_body_is_not_in_the_record_of_another(
    league: bodies.Body, before_notice: UUID, place: Look
) -> None:
    bodies.found("other-league", "Other League")
    place()

    assert "It is not in this record" in page_of(code_of(league, before_notice, 0), "other-league")


@pytest.mark.parametrize(
    ("name", "status"),
    [("Dev Ashgrove", 200), ("Jory Penhale", 200), ("Rufus Dane", 404), ("A Stranger", 404), ("Rosalind Achebe", 404)],
)
def test_the_receipt_is_for_whoever_may_see_the_entry(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str, status: int
) -> None:
    client = signed_in(name)
    for rest in ("", "receipt.json"):
        found = client.get(f"/lantern-league/cases/case/{before_notice}/done/0/{rest}")
        assert (rest, found.status_code) == (rest, status)


def test_a_party_gets_no_receipt_of_an_entry_they_do_not_see(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    clerk, party = signed_in("Dev Ashgrove"), signed_in("Jory Penhale")
    with record.transaction(league.id):
        length = len(record.stored(before_notice))
    answers = {}
    for index in range(length):
        address = f"/lantern-league/cases/case/{before_notice}/done/{index}/receipt.json"
        answers[index] = (clerk.get(address).status_code, party.get(address).status_code)

    assert (200, 404) in answers.values()
    assert answers[0] == (200, 200)
    assert answers[length - 1][1] == 404  # the charges


def test_the_file_is_a_signed_promise_and_later_its_proof(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, place: Look
) -> None:
    clerk = signed_in("Dev Ashgrove")
    address = f"/lantern-league/cases/case/{before_notice}/done/0/receipt.json"

    first = promises.decode(clerk.get(address).content)
    place()
    answer = clerk.get(address)
    second = promises.decode(answer.content)

    assert first.placement is None
    assert second.placement is not None
    assert (first.link, first.signature, first.place_by) == (second.link, second.signature, second.place_by)
    assert promises.problems(first, known_keys()) == promises.problems(second, known_keys()) == ()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_whoever_complained_saves_the_receipt_in_this_session_and_nobody_else(league: bodies.Body) -> None:
    client = Client()
    sent = send(told(client))

    saved = client.get(f"{sent}receipt.json")

    assert promises.problems(promises.decode(saved.content), known_keys()) == ()
    assert promises.decode(saved.content).code in sent
    assert Client().get(f"{sent}receipt.json").status_code == 404
    assert client.get(f"/lantern-league/complain/sent/{STRANGE}/receipt.json").status_code == 404


def test_the_pages_after_a_deed_carry_a_code_for_a_camera(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, settings: Settings
) -> None:
    settings.SITE = "https://complaints.example"
    client = Client()
    sent = client.get(send(told(client))).content.decode()
    done = signed_in("Dev Ashgrove").get(f"/lantern-league/cases/case/{before_notice}/done/0/").content.decode()
    code = code_of(league, before_notice, 0)

    drawn = slips.qr(f"https://complaints.example/lantern-league/receipt/{code}/")
    assert drawn in done
    for page in (sent, done):
        assert re.search(r'role="img"[^>]*><svg[^>]*>(?:(?!script|style=).)*</svg>', page)
        assert "Save the receipt" in page
        assert "/lantern-league/receipt/" in page


def test_the_public_log_is_the_tree_and_nothing_beyond_the_checkpoint(
    league: bodies.Body, before_notice: UUID, place: Look, database_server: postgres.Server
) -> None:
    client = Client()
    assert client.get("/lantern-league/log/checkpoint").status_code == 404
    place()
    place(datetime.now(UTC) + HOUR)
    latest = checkpoint.read(client.get("/lantern-league/log/checkpoint").content.decode())
    first = client.get("/lantern-league/log/checkpoint/256")

    grown = tree.Tree()
    for name in tree.tile_names(latest.size):
        answer = client.get(f"/lantern-league/log/tile/{name.path}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        if name.level:
            assert answer.content == tree.tile(grown.node, name)
        else:
            grown = tree.Tree.of_leaves(grown.leaves + answer.content)
    assert grown.root() == latest.root
    assert latest.signed_by(known_keys())
    assert grown.root(256) == checkpoint.read(first.content.decode()).root
    assert "immutable" not in first.headers["Cache-Control"]  # a witness may still cosign it
    with psycopg.connect(database_server.url("alteram_log")) as link, placing.alone(link, league) as run:
        placing._grow(run, latest.size, bytes(32 * 256))  # a full tile that no checkpoint speaks for yet
    for unknown in (
        "0/002",
        "0/002.p/4",
        "1/000.p/3",
        "1/000",
        "2/000",
        "0/0",
        "0/x000",
        "entries/000",
        "9/000",
        "0/000.p/0",
    ):
        assert client.get(f"/lantern-league/log/tile/{unknown}").status_code == 404, unknown
    assert client.get("/lantern-league/log/checkpoint/257").status_code == 404
    assert client.get("/lantern-league/log/tile/1/000.p/1").status_code == 200  # as it was under the first


def test_the_log_holds_no_link_that_could_be_asked_for(league: bodies.Body, before_notice: UUID, place: Look) -> None:
    place()
    tile = Client().get("/lantern-league/log/tile/0/000").content
    with record.transaction(league.id):
        links = [link for link, _raw in record.stored(before_notice)]

    assert all(link not in tile for link in links)
    assert all(tree.leaf(link) in tile for link in links)


def test_the_keys_are_a_page_for_people(league: bodies.Body, place: Look) -> None:
    place()
    page = Client().get("/lantern-league/log/keys").content.decode()

    for name in ("log", "receipts", "exports"):
        assert f"lantern-league/{name}+" in page
    assert "over 256 leaves" in page
