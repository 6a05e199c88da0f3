"""The pages of the roll: for the clerks and the intake, and for nobody else; never a word of a case."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern

from alteram.people import fictional_id
from alteram.standing import Membership, Standing
from alteram_web.casework import bodies, projections, record, viewers
from alteram_web.portals.administration import urls
from alteram_web.portals.administration.members import _shown
from alteram_web.register.standing_of import Answer
from tests.portal_fixtures import SignedIn
from tests.register_fixtures import number_of

HERE = "/lantern-league/members/"


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewers, "moment", lambda: datetime(2026, 7, 1, 12, tzinfo=UTC))


def knocked(body: bodies.Body) -> list[str]:
    with record.transaction(body.id):
        chain = record.load(body.id, record.watch_of(None), "house_watch")
    return [str(entry.data.get("asked")) for entry in chain.entries if entry.acts == ("access_refused",)]


def test_every_address_of_the_portal_is_in_these_tests() -> None:
    assert {str(p.pattern) for p in urls.urlpatterns if isinstance(p, URLPattern)} == {
        "", "barred/", "<str:number>/",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Rufus Dane", "A Stranger", "Rosalind Achebe", "Marguerite Sol", "Anselm Reyne", "Helen Strake"]
)
@pytest.mark.parametrize("rest", ["", "?find=corwin", "{number}/", "LL-99999/", "?member={number}&on=2026-07-01"])
def test_whoever_does_not_keep_members_finds_nothing_and_knocks_on_record(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn, name: str, rest: str
) -> None:
    answer = signed_in(name).get(HERE + rest.format(number=number_of(league, "Corwin Bale")))

    assert answer.status_code == 404
    assert b"Corwin" not in answer.content
    assert knocked(league) == ["members"]


@pytest.mark.parametrize("rest", ["", "LL-00001/"])
def test_nobody_signed_in_is_sent_to_sign_in(league: bodies.Body, rest: str) -> None:
    answer = Client().get(HERE + rest)

    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


@pytest.mark.parametrize("name", ["Dev Ashgrove", "Wren Oduya"])
def test_keepers_find_a_member_and_the_standing_of_today(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn, name: str
) -> None:
    client, number = signed_in(name), number_of(league, "Corwin Bale")

    listed = client.get(HERE + "?find=corw").content.decode()
    page = client.get(f"{HERE}{number}/").content.decode()

    assert number in listed
    assert "Expelled" in page
    assert "Not entitled to membership since Saturday 20 June 2026" in page


def test_a_day_is_answered_twice_where_the_answers_differ(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn
) -> None:
    page = signed_in("Dev Ashgrove").get(f"{HERE}{number_of(league, 'Corwin Bale')}/?day=10/02/2026").content.decode()

    words = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "As it was known then" in page
    assert "from Monday 26 January 2026 until the end of Friday 19 June 2026" in words
    assert "from Monday 26 January 2026 until the end of Saturday 25 July 2026" in words
    assert "From Monday 26 January 2026 to Saturday 25 July 2026 are 6 months" in words
    assert "meetings or contact" in page


def test_a_page_says_the_restriction_and_not_the_case(league: bodies.Body, expelled: UUID, signed_in: SignedIn) -> None:
    with record.transaction(league.id):
        entries = record.load(league.id, expelled).entries
    reference = projections.reference(str(expelled), entries[0].at)
    for day in ("", "?day=2026-02-10", "?day=2026-07-01"):
        page = signed_in("Wren Oduya").get(f"{HERE}{number_of(league, 'Corwin Bale')}/{day}").content.decode()
        for secret in (str(expelled), reference, "3.4", "Maeve", "Bullying", "contact with complainant"):
            assert secret not in page


def test_looking_at_a_member_is_in_the_view_log(league: bodies.Body, expelled: UUID, signed_in: SignedIn) -> None:
    number = number_of(league, "Corwin Bale")
    with record.transaction(league.id):
        before = [
            what for *_rest, what in record.views(datetime(2020, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
        ]
    signed_in("Dev Ashgrove").get(f"{HERE}{number}/")
    with record.transaction(league.id):
        after = [
            what for *_rest, what in record.views(datetime(2020, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
        ]

    assert f"member {number}" in after[len(before) :]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("25/06/2026", "Nothing had been published about Corwin Bale"),
        ("29/06/2026", "Corwin Bale was barred"),
        ("10/02/2026", "Nothing had been published about Corwin Bale"),
    ],
)
def test_whether_a_member_was_barred_is_answered_from_what_was_published(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn, day: str, says: str
) -> None:
    page = signed_in("Dev Ashgrove").get(
        HERE + "barred/", {"member": number_of(league, "Corwin Bale").lower(), "on": day}
    ).content.decode()  # fmt: skip

    assert says in page
    assert ("Cite notice N-" in page) == ("was barred" in says)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"member": "", "on": "29/06/2026"}, "Enter the member"),
        ({"member": "LL-99999", "on": "29/06/2026"}, "No member has this number."),
        ({"member": "LL-00001", "on": "soon"}, "Enter a day, such as 24/03/2026."),
        ({"member": "LL-00001", "on": "02/07/2026"}, "That day has not come yet."),
    ],
)
def test_what_cannot_be_answered_is_said_at_the_field(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn, asked: dict[str, str], says: str
) -> None:
    answer = signed_in("Dev Ashgrove").get(HERE + "barred/", asked)

    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize("name", ["Marguerite Sol", "Ines Calloway", "Hollis Brandt", "Dev Ashgrove"])
def test_whoever_works_on_charges_may_ask_about_bars(league: bodies.Body, signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).get(HERE + "barred/").status_code == 200


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Rosalind Achebe", "Anselm Reyne", "Helen Strake"])
def test_nobody_else_may_ask_about_bars(league: bodies.Body, signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).get(HERE + "barred/").status_code == 404
    assert "bars" in knocked(league)
    assert Client().get(HERE + "barred/").status_code == 302


@pytest.mark.parametrize("rest", ["LL-99999/", "nobody/"])
def test_a_member_who_is_not_there_is_not_found(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn, rest: str
) -> None:
    assert signed_in("Dev Ashgrove").get(HERE + rest).status_code == 404


def test_a_day_that_is_none_is_said_and_today_is_shown(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn
) -> None:
    answer = signed_in("Dev Ashgrove").get(f"{HERE}{number_of(league, 'Corwin Bale')}/?day=whenever")

    assert answer.status_code == 422
    assert "Enter a day, such as 24/03/2026." in answer.content.decode()


def test_nothing_limits_a_member_without_a_case(league: bodies.Body, expelled: UUID, signed_in: SignedIn) -> None:
    page = signed_in("Dev Ashgrove").get(f"{HERE}{number_of(league, 'Ansel Groves')}/").content.decode()

    assert "Nothing limits this member." in page
    assert fictional_id("Ansel Groves") not in page


def test_a_member_is_found_by_name_where_a_bar_is_asked_for(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn
) -> None:
    client, number = signed_in("Dev Ashgrove"), number_of(league, "Corwin Bale")

    found = client.get(HERE + "barred/", {"find": "Corwin Bale"}).content.decode()
    filled = client.get(HERE + "barred/", {"member": number})
    member = client.get(HERE + number + "/").content.decode()

    assert f'<a href="?member={number}">Corwin Bale</a>' in found
    assert filled.status_code == 200
    assert f'value="{number}"' in filled.content.decode()
    assert f'href="{HERE}barred/?member={number}"' in member


@pytest.mark.parametrize(
    ("name", "takes", "title", "sentence"),
    [
        ("office_ban", "an office", "Office ban", "Not entitled to an office from"),
        ("ban", "events", "Ban", "Not entitled to events from"),
        ("end_of_membership", "membership", "End of membership", "Not entitled to membership from"),
        ("warning", "nothing", "Warning", "Nothing is taken from this member."),
    ],
)
def test_a_sanction_of_any_body_is_shown_by_its_own_name_with_what_it_takes(
    name: str, takes: str, title: str, sentence: str
) -> None:
    scope = (takes,) if takes != "nothing" else ()
    limited = Standing(name=name, first=date(2026, 5, 14), last=date(2027, 5, 13), scope=scope)

    shown = _shown(Answer(standing=limited, membership=Membership(member=True, since=date(2020, 1, 1))))

    assert shown["standing"] == title
    assert shown["sentence"].startswith(sentence)


def test_the_register_says_from_when_an_expelled_member_may_apply_again_and_how_it_was_counted(
    league: bodies.Body, expelled: UUID, signed_in: SignedIn
) -> None:
    client, number = signed_in("Dev Ashgrove"), number_of(league, "Corwin Bale")
    for address in (f"{number}/", f"barred/?member={number}&on=2026-06-30"):
        words = " ".join(re.sub("<[^>]+>", " ", client.get(HERE + address).content.decode()).split())

        assert "May apply to rejoin from Friday 20 June 2031" in words
        assert "From Saturday 20 June 2026 to Thursday 19 June 2031 are 5 years" in words
        assert "An application may come from the day after." in words
