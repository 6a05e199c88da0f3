"""A ban counted in matches on the pages: the matches left stand where another sanction shows its last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client

from alteram import worked
from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, editions, rebuilding, viewers
from alteram_web.demonstration import members, seeding
from alteram_web.demonstration.cast import Cast
from alteram_web.identity.models import Holder, User
from alteram_web.register import roll
from alteram_web.register.standing_of import standing_of
from tests.portal_fixtures import master_key
from tests.register_fixtures import few, viewer

__all__ = ["master_key"]

HANDBALL = Cast(
    slug="northmoor-handball", name="Northmoor Handball Association", sentence="", parts=(), history=(), live=(),
    hands=("Fergus Drummore", "Mhairi Tulloch"), member="Keir Wallace",
)  # fmt: skip
SECRETARY, PLAYER = "Callum Rennick", "Keir Wallace"
HERE = "/northmoor-handball"

At = Callable[[str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """The day on which pages are read."""

    def on(day: str) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(12), UTC)
        monkeypatch.setattr(viewers, "moment", lambda: moment)

    on("2026-05-21")
    return on


@pytest.fixture
def banned(transactional_db: None, at: At) -> UUID:
    """Keir Wallace: three matches from 6 May 2026, published on the 8th, one missed on the 9th; the case is closed."""
    folder = Path(site.RULEBOOKS) / HANDBALL.slug
    people, names = worked.read_people(folder / "2026" / "people.yaml")
    body = seeding._body(people, names, cast=HANDBALL)
    roll.load(body.id, few([PLAYER, "Orla Finch"]), as_of=members.AS_OF, by=fictional_id(SECRETARY), now=members.LOADED)
    story = worked.read_story(folder / "2026" / "worked" / "N05.yaml", names)
    told = worked.run(story, editions.rulebook(HANDBALL.slug), people)
    assert told.failures == []
    seeding._enter(body, told, datetime(2026, 5, 20, 12, tzinfo=UTC))
    for name in (SECRETARY, PLAYER):
        user = User.objects.create_user(f"{fictional_id(name)}@demo.invalid", name=name)
        Holder.objects.create(user=user, body=body.id, person=fictional_id(name))
    return UUID(told.name)


def body() -> bodies.Body:
    return bodies.by_slug(HANDBALL.slug)


def page(address: str, *, by: str = "") -> str:
    client = Client()
    if by:
        client.force_login(Holder.objects.get(person=fictional_id(by)).user)
    answer = client.get(HERE + address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def number() -> str:
    (found,) = [one for one in roll.find(viewer(body(), SECRETARY), PLAYER) if one.name == PLAYER]
    return found.number


def notice() -> str:
    listed = page("/decisions/")
    return listed.split("/decisions/N-", 1)[1].split("/", 1)[0]


def enter(chain: UUID, on: str, played_on: str, match: str) -> None:
    day = date.fromisoformat(on)
    wish = Wish(
        case=str(chain), step="enter_match", act=None, at=day, recorded=datetime.combine(day, time(12), UTC),
        by=(fictional_id(SECRETARY),), fields={"played_on": played_on, "match": match},
    )  # fmt: skip
    commands.act(wish, body=body().id)


def served(chain: UUID) -> None:
    """The last two are missed on 16 and 23 May; the second of them is entered on the 26th."""
    enter(chain, "2026-05-21", "2026-05-16", "Ardle v Northmoor")
    enter(chain, "2026-05-26", "2026-05-23", "Northmoor v Dunlin")


def test_the_member_page_shows_the_matches_left_and_opens_to_how_they_are_counted(banned: UUID) -> None:
    shown = page(f"/members/{number()}/", by=SECRETARY)

    assert (
        "Not entitled to events from Wednesday 6 May 2026: 2 of 3 matches left. At the longest until the end" in shown
    )
    assert "Missed so far: Saturday 9 May 2026." in shown
    assert "It ends with the day of the last. At the longest: From Wednesday 6 May 2026" in shown
    assert "Wick" not in shown, "the register says what, and not which match"


def test_of_an_earlier_day_it_shows_the_matches_left_on_that_day(banned: UUID) -> None:
    assert "3 of 3 matches left" in page(f"/members/{number()}/?day=2026-05-08", by=SECRETARY)


def test_the_last_match_ends_it_and_what_was_known_then_stays(banned: UUID, at: At) -> None:
    served(banned)
    at("2026-05-27")

    today = page(f"/members/{number()}/", by=SECRETARY)
    then = page(f"/members/{number()}/?day=2026-05-25", by=SECRETARY)

    assert "Nothing limits this member." in today
    assert "As we know it now" in then
    assert "1 of 3 matches left" in then, "as it was known then"
    assert str(standing_of(body().id, fictional_id(PLAYER), on=date(2026, 5, 23))) == (
        "match_ban from 2026-05-06 to 2026-05-23"
    )


def test_the_decision_page_shows_the_matches_left_and_opens_to_rule_and_count(banned: UUID) -> None:
    shown = page(f"/decisions/N-{notice()}/")

    assert "Match ban, from Wednesday 6 May 2026: 2 of 3 matches left, and at the longest to" in shown
    assert ">rule 8.2<" in shown
    assert "Missed: Northmoor v Wick on Saturday 9 May 2026." in shown
    assert "12 months from Wednesday 6 May 2026, that day counted, end on Wednesday 5 May 2027" in shown
    assert "(entry" not in shown, "nobody of the public can open an entry"


def test_the_notice_comes_down_with_the_ban(banned: UUID, at: At) -> None:
    address = f"/decisions/N-{notice()}/"
    served(banned)

    at("2026-05-25")
    page(address)
    at("2026-05-26")
    assert Client().get(HERE + address).status_code == 404


def test_whether_somebody_was_barred_on_a_day_says_how_many_were_left(banned: UUID, at: At) -> None:
    shown = page(f"/members/barred/?member={number()}&on=2026-05-20", by=SECRETARY)
    assert "match ban from Wednesday 6 May 2026" in shown
    assert "2 of 3 matches left" in shown
    assert "Last day of the bar at the longest" in shown
    assert "Missed: Northmoor v Wick" in shown

    served(banned)
    at("2026-05-27")
    after = page(f"/members/barred/?member={number()}&on=2026-05-24", by=SECRETARY)
    assert "nothing had been published that barred this member" in after


def test_the_person_banned_reads_how_many_are_left(banned: UUID) -> None:
    shown = page(f"/my-answer/{banned}/", by=PLAYER)

    assert "Your standing today: match ban. 2 of 3 matches left. It ends with the last of them" in shown
    assert "Missed so far: Saturday 9 May 2026." in shown


def test_the_rows_follow_from_the_record(banned: UUID) -> None:
    served(banned)

    assert rebuilding.rebuild(body()) == []
