"""The hearing room: whose it is, what stands in it, and that a note stands once however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from alteram import worked
from alteram.people import fictional_id
from alteram_web.casework import bodies, private_notes, record, selectors
from alteram_web.casework.selectors import Viewer
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import Live
from alteram_web.identity.models import Holder, User
from tests.alteram_web.portals.test_nothing_lost import account
from tests.alteram_web.portals.test_staff import tip
from tests.alteram_web.test_every_address import addresses, filled
from tests.portal_fixtures import SignedIn

CLERK, CHAIR, SITS = "Dev Ashgrove", "Rosalind Achebe", "Callum Drey"
AJAX = {"HX-Request": "true"}
SITTING = [fictional_id(name) for name in (CHAIR, "Samuel Okoro-Hart", SITS)]


def seeded(body: bodies.Body, before: str, story: str = "G01") -> UUID:
    """A case of today that waits for a step, in the hands of the people of its story."""
    folder = Path(site.RULEBOOKS) / "lantern-league"
    _people, names = worked.read_people(folder / "2025" / "people.yaml")
    now = datetime.now(UTC)
    live = Live(id=f"H-{before}", story=story, before=before, respondent="Una Farrow", complainant="Piers Lock")
    told = seeding._live(folder, live, names, _people, now)
    seeding._enter(body, told, now)
    return UUID(told.name)


@pytest.fixture
def at_the_facts(league: bodies.Body) -> UUID:
    return seeded(league, "decide_charge")


@pytest.fixture
def signed_in(league: bodies.Body) -> SignedIn:
    """Everybody of the story, with an account."""

    def sign_in(name: str) -> Client:
        client = Client()
        has_account(league, name)
        account(league, client, name)
        return client

    return sign_in


def has_account(body: bodies.Body, name: str) -> None:
    if not Holder.objects.filter(body=body.id, person=fictional_id(name)).exists():
        user = User.objects.create_user(f"{fictional_id(name)}@demo.invalid", name=name)
        Holder.objects.create(user=user, body=body.id, person=fictional_id(name))


def where(chain: UUID, rest: str = "") -> str:
    return f"/lantern-league/cases/case/{chain}/hearing/{rest}"


def page(client: Client, chain: UUID) -> str:
    answer = client.get(where(chain))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_room_is_for_those_who_sit_their_clerk_and_their_adviser(at_the_facts: UUID, signed_in: SignedIn) -> None:
    for name in (CLERK, CHAIR, SITS):
        assert "The hearing room" in page(signed_in(name), at_the_facts)
    for name in ("Corwin Bale", "Marguerite Sol", "Una Farrow", "Rufus Dane", "A Stranger", "Anselm Reyne"):
        for rest in ("", "now/"):
            assert signed_in(name).get(where(at_the_facts, rest)).status_code == 404, (name, rest)
        assert signed_in(name).post(where(at_the_facts), {"result": "break"}).status_code == 404, name


def test_whoever_has_not_declared_is_led_to_the_declaration(league: bodies.Body, signed_in: SignedIn) -> None:
    chain = seeded(league, "declaration_filed")
    for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"):
        assert signed_in(name).get(where(chain)).status_code != 200


def test_the_room_shows_who_sits_the_order_and_why_not_yet(at_the_facts: UUID, signed_in: SignedIn) -> None:
    shown = page(signed_in(CLERK), at_the_facts)

    assert "chairs the panel" in shown
    assert re.search(r'al-stages__stage--now".{0,80}aria-current="step".{0,200}The facts', shown, re.S)
    assert "every charge is decided before the sanction" in shown or "is sealed" in shown
    assert "3 of 3 must be there" in shown
    assert "Private. The public is not in the room." in shown


def test_one_tap_notes_who_goes_and_who_comes(league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn) -> None:
    clerk, drey = signed_in(CLERK), fictional_id(SITS)
    before = tip(league, at_the_facts)

    out = clerk.post(where(at_the_facts), {"result": "out", "person": drey, "request": "tap-1"}, headers=AJAX)
    again = clerk.post(where(at_the_facts), {"result": "out", "person": drey, "request": "tap-1"}, headers=AJAX)
    exhibit = clerk.post(where(at_the_facts), {"result": "exhibit", "text": "E2", "request": "tap-2"}, headers=AJAX)

    assert out.status_code == again.status_code == 200
    assert tip(league, at_the_facts) == before + 1
    assert "Out since" in out.content.decode()
    assert "2 of the hearing panel are in the room" in exhibit.content.decode()
    assert "E2" in exhibit.content.decode(), "what was typed stays"
    assert tip(league, at_the_facts) == before + 1
    clerk.post(where(at_the_facts), {"result": "in", "person": drey, "request": "tap-3"}, headers=AJAX)
    assert "Out since" not in page(clerk, at_the_facts)


def test_a_panel_member_reads_and_does_not_write_notes(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, at_the_facts)
    member = signed_in(SITS)

    assert "Goes out" not in page(member, at_the_facts)
    assert "Write into the record" not in page(member, at_the_facts)
    member.post(where(at_the_facts), {"result": "ruling", "text": "I rule."}, headers=AJAX)
    assert tip(league, at_the_facts) == before
    assert "Write into the record" in page(signed_in(CHAIR), at_the_facts)


def test_what_was_changed_after_it_was_sent_is_not_lost(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    clerk, before = signed_in(CLERK), tip(league, at_the_facts)
    first = {"result": "ruling", "text": "The door is not spoken of.", "request": "r-1"}
    clerk.post(where(at_the_facts), first, headers=AJAX)

    same = clerk.post(where(at_the_facts), first, headers=AJAX).content.decode()
    changed = clerk.post(
        where(at_the_facts), {**first, "text": "The door is spoken of."}, headers=AJAX
    ).content.decode()

    assert "It stands in the record as entry" in same
    assert "Sent before." in changed
    assert "The door is spoken of." in changed
    assert 'value="r-1"' not in changed, "it can be entered as a note of its own"
    assert tip(league, at_the_facts) == before + 1


def test_the_part_that_is_read_again_is_sent_only_when_somebody_acted(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    chair, now = signed_in(CHAIR), tip(league, at_the_facts)

    assert chair.get(where(at_the_facts, f"now/?tip={now}"), headers=AJAX).status_code == 204
    signed_in(CLERK).post(where(at_the_facts), {"result": "break", "request": "b-1"}, headers=AJAX)
    read = chair.get(where(at_the_facts, f"now/?tip={now}"), headers=AJAX)
    assert read.status_code == 200
    assert "It rests since" in read.content.decode()
    assert "<html" not in read.content.decode()


def test_without_a_session_what_is_on_the_screen_stays_and_what_is_sent_comes_back(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    clerk, before = signed_in(CLERK), tip(league, at_the_facts)
    mark = re.search(r'name="mark" value="([^"]+)"', page(clerk, at_the_facts))
    assert mark is not None
    said = {"result": "question_refused", "text": "Was it raining? It was asked before.", "mark": mark[1]}
    del clerk.cookies["session"]

    polled = clerk.get(where(at_the_facts, "now/"), headers=AJAX)
    sent = clerk.post(where(at_the_facts), said, headers=AJAX)

    assert polled.status_code == 401
    assert "/account/login/" in sent.headers["HX-Redirect"]
    account(league, clerk, CLERK)
    back = page(clerk, at_the_facts)
    assert "It is still here" in back
    assert "Was it raining?" in back
    assert tip(league, at_the_facts) == before


def test_a_note_without_a_script_goes_the_plain_way(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    clerk, before = signed_in(CLERK), tip(league, at_the_facts)

    refused = clerk.post(where(at_the_facts), {"result": "ruling", "text": ""})
    entered = clerk.post(where(at_the_facts), {"result": "ruling", "text": "So be it.", "request": "p-1"})

    assert refused.status_code == 422
    assert "Nothing says what was ruled" in refused.content.decode()
    assert (entered.status_code, entered.headers["Location"]) == (302, where(at_the_facts))
    assert tip(league, at_the_facts) == before + 1
    assert "So be it." in page(clerk, at_the_facts)


# Notes of one's own ---------------------------------------------------------------------------------------------------


def test_a_private_note_is_read_by_its_writer_alone(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    before, words = tip(league, at_the_facts), "I do not believe the second witness."
    kept = signed_in(SITS).post(where(at_the_facts, "own/"), {"about": "", "text": words}, headers=AJAX)
    assert "Only you can read it" in kept.content.decode()
    assert words in page(signed_in(SITS), at_the_facts)

    found = []
    for name in (CHAIR, CLERK, "Samuel Okoro-Hart", "Anselm Reyne", "Corwin Bale", "Marguerite Sol", "Hollis Brandt"):
        client = signed_in(name)
        for path in (filled(one, at_the_facts) for one in addresses(get_resolver())):
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            found += [(name, path)] if words.encode() in body else []
    assert found == []
    assert tip(league, at_the_facts) == before, "it is no entry"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_policy WHERE polrelid = 'casework.private_note'::regclass")
        assert cursor.fetchone() == (1,)


def test_the_database_gives_a_private_note_to_its_writer_alone(league: bodies.Body, at_the_facts: UUID) -> None:
    now = datetime.now(UTC)

    def viewer(name: str) -> Viewer:
        return Viewer(body=league.id, person=fictional_id(name), now=now, day=now.date())

    private_notes.keep(viewer(SITS), at_the_facts, "", "Mine.")
    private_notes.keep(viewer(CHAIR), at_the_facts, "", "Hers.")

    assert private_notes.notes(viewer(SITS), at_the_facts)[""].text == "Mine."
    assert private_notes.notes(viewer(CHAIR), at_the_facts)[""].text == "Hers."
    assert private_notes.notes(viewer(CLERK), at_the_facts) == {}
    with selectors.reading(viewer(CLERK)) as cursor:
        cursor.execute("SELECT count(*) FROM casework.private_notes(%s)", (at_the_facts,))
        assert cursor.fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute("SELECT * FROM casework.private_note")


def test_a_private_note_goes_when_it_is_emptied_and_with_the_key_of_the_case(
    league: bodies.Body, at_the_facts: UUID, as_owner: Callable[[], None]
) -> None:
    now = datetime.now(UTC)
    member = Viewer(body=league.id, person=fictional_id(SITS), now=now, day=now.date())
    private_notes.keep(member, at_the_facts, "", "Mine.")
    private_notes.keep(member, at_the_facts, "", " ")
    assert private_notes.notes(member, at_the_facts) == {}

    private_notes.keep(member, at_the_facts, "", "Mine again.")
    as_owner()
    with record.transaction(league.id):
        record.run("DELETE FROM casework.case_key WHERE chain = %s", at_the_facts)
        assert record.run("SELECT 1 FROM casework.case_key WHERE chain = %s", at_the_facts) == []

    assert private_notes.notes(member, at_the_facts) == {}


def test_whoever_does_not_sit_keeps_no_private_note(at_the_facts: UUID, signed_in: SignedIn) -> None:
    clerk = signed_in(CLERK)

    assert "Your own notes" not in page(clerk, at_the_facts)
    assert clerk.post(where(at_the_facts, "own/"), {"about": "", "text": "x"}).status_code == 404
    assert signed_in(SITS).post(where(at_the_facts, "own/"), {"about": "ab" * 32, "text": "x"}).status_code == 404


# What others got ------------------------------------------------------------------------------------------------------


def test_what_others_got_is_shown_once_ones_own_view_is_on_record(league: bodies.Body, signed_in: SignedIn) -> None:
    chain = seeded(league, "sanction")
    chair, member = signed_in(CHAIR), signed_in(SITS)

    early = chair.get(where(chain, "outcomes/"))
    assert early.status_code == 422
    assert "once your own view on the sanction is on record" in early.content.decode()
    assert signed_in(CLERK).get(where(chain, "outcomes/")).status_code == 404

    step = f"/lantern-league/cases/case/{chain}/do/view_recorded/"
    words = "A first thought of mine."
    sent = chair.post(step, {"sanctions": ["warning"], "text": words, "request": "v-1"})
    assert sent.status_code == 302, sent.content.decode()[-3000:]

    after = chair.get(where(chain, "outcomes/"))
    assert after.status_code == 200
    assert "They bind nobody" in after.content.decode()
    assert member.get(where(chain, "outcomes/")).status_code == 422, "each forms a view of their own"
    for name in (SITS, CLERK, "Marguerite Sol", "Una Farrow"):
        client = signed_in(name)
        for path in (filled(one, chain) for one in addresses(get_resolver())):
            assert words not in client.get(path).content.decode("utf-8", "replace") if "zip" not in path else True


def test_a_vote_is_cast_from_the_room_and_told_to_nobody(
    league: bodies.Body, at_the_facts: UUID, signed_in: SignedIn
) -> None:
    sits = signed_in(SITS)
    assert "do/vote_recorded/?charge=1" in page(sits, at_the_facts)
    step = f"/lantern-league/cases/case/{at_the_facts}/do/vote_recorded/"
    form = sits.get(step + "?charge=1").content.decode()
    assert 'value="against"' in form

    sent = sits.post(step, {"charge": "1", "result": "against", "dissent": "I doubt it.", "request": "w-1"})

    assert sent.status_code == 302
    assert "You voted against." in page(sits, at_the_facts)
    for name in (CHAIR, CLERK):
        told = page(signed_in(name), at_the_facts)
        assert "1 of 3 have voted" in told
        assert "voted against" not in told
    for name in (CHAIR, CLERK, "Una Farrow", "Marguerite Sol"):
        case = signed_in(name).get(f"/lantern-league/cases/case/{at_the_facts}/", follow=True).content.decode()
        assert "I doubt it." not in case


# The deliberation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["advice", "presenter"])
def test_advice_not_repeated_and_a_stranger_at_the_deliberation_stop_the_reasons(
    league: bodies.Body, signed_in: SignedIn, wrong: str
) -> None:
    chain, clerk = seeded(league, "give_reasons"), signed_in(CLERK)
    case = f"/lantern-league/cases/case/{chain}/do/"
    there = f"{CHAIR}: 10:00 to 11:15\n{SITS}: 10:00 to 11:15\n"
    said = {"present": there + ("Marguerite Sol: 10:30" if wrong == "presenter" else "")}

    noted = clerk.post(case + "deliberation_noted/", said | ({"advice_given": "on"} if wrong == "advice" else {}))
    reasons = {"channel": "email", "result": "sanctioned", "reasons": "1: So.\n2: So.", "by": SITTING}
    stopped = clerk.post(case + "give_reasons/", reasons).content.decode()

    assert noted.status_code == 302, noted.content.decode()[-2000:]
    assert "E-ADVICE-UNDISCLOSED" in stopped, re.findall(r"E-[A-Z-]+|error-message.{80}", stopped)
    clerk.post(case + "deliberation_noted/", {"present": there, "repeated_to_parties": "on"})
    assert "E-ADVICE-UNDISCLOSED" not in clerk.post(case + "give_reasons/", reasons).content.decode()
