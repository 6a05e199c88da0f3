"""Listing a hearing: days are asked for and told, those that work are found, the lot draws among who can come."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from alteram.codec import Entry
from alteram.people import fictional_id
from alteram_web.casework import bodies, placing, record
from bootstrap import postgres
from tests.alteram_web.portals.test_staff import notice
from tests.portal_fixtures import Bundle, SignedIn

NOW = datetime.now(UTC)
CLERK, RESPONDENT, MEMBER = "Dev Ashgrove", "Tamar Hollin", "Rosalind Achebe"


def at(case: UUID, what: str) -> str:
    return f"/lantern-league/cases/case/{case}/{what}"


def respondents(case: UUID) -> str:
    return f"/lantern-league/my-answer/{case}/"


def read(signed_in: SignedIn, name: str, address: str) -> str:
    answer = signed_in(name).get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def last(league: bodies.Body, case: UUID) -> Entry:
    with record.transaction(league.id):
        return record.load(league.id, case).entries[-1]


def shown_days(page: str) -> list[str]:
    return re.findall(r'name="day" value="([0-9-]+)"', page)


@pytest.fixture
def published(league: bodies.Body, before_notice: UUID, database_server: postgres.Server) -> None:
    with psycopg.connect(database_server.url("alteram_log"), autocommit=True) as link:
        placing.place(link, league)
        placing.publish(link, league, now=NOW)


def test_whoever_is_asked_answers_and_the_last_answer_counts(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    listing, days = at(before_notice, "listing/"), at(before_notice, "days/")
    assert "Not asked yet" in read(signed_in, CLERK, listing)
    assert "You are asked" not in read(signed_in, RESPONDENT, respondents(before_notice))
    respondent = fictional_id(RESPONDENT)

    sent = signed_in(CLERK).post(listing, {"people": [respondent], "answer_by": "2030-01-31"})

    assert sent.status_code == 302, sent.content.decode()
    assert last(league, before_notice).data["people"] == [respondent]
    assert "Asked on" in read(signed_in, CLERK, listing)
    case_page = read(signed_in, RESPONDENT, respondents(before_notice))
    assert "You are asked on which days you can come" in case_page
    assert days in case_page
    offered = shown_days(read(signed_in, RESPONDENT, days))
    assert len(offered) > 40
    assert signed_in(RESPONDENT).post(days, {"how": "days", "day": offered[:3]}).status_code == 302
    assert "Can come on 3 days" in read(signed_in, CLERK, listing)
    assert signed_in(RESPONDENT).post(days, {"how": "cannot", "day": offered[:2]}).status_code == 302
    assert "Every day but 2" in read(signed_in, CLERK, listing)
    assert last(league, before_notice).data["cannot"] == offered[:2]
    again = read(signed_in, RESPONDENT, days)
    assert again.count(" checked") == 3, "the answer and the two days"
    assert "You are asked on" not in read(signed_in, RESPONDENT, respondents(before_notice))


def test_an_answer_says_one_thing_and_nothing_that_was_ticked_is_lost(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    days = at(before_notice, "days/")
    before = last(league, before_notice).index
    offered = shown_days(read(signed_in, RESPONDENT, days))

    for sent in ({"day": offered[:2]}, {"how": "days"}):
        answer = signed_in(RESPONDENT).post(days, sent)
        assert answer.status_code == 422
        assert "Nothing is entered yet" in answer.content.decode()
        assert answer.content.decode().count(" checked") == len(sent.get("day", ["the answer"]))

    assert last(league, before_notice).index == before


def test_where_no_day_works_it_says_why_and_by_how_many(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    listing, days = at(before_notice, "listing/"), at(before_notice, "days/")
    assert "Give notice for this day" in read(signed_in, CLERK, listing)
    first = shown_days(read(signed_in, RESPONDENT, days))[0]
    signed_in(RESPONDENT).post(days, {"how": "days", "day": [first]})

    page = read(signed_in, CLERK, listing)

    assert "No day of these 12 weeks works" in page
    assert "Tamar Hollin (respondent) can come on none of these days." in page
    assert "it fails by 1 person: Tamar Hollin (respondent) cannot come." in page
    assert "Give notice for this day" not in page


def test_the_lot_draws_only_who_can_come_and_the_notice_is_filled_in(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn
) -> None:
    listing = at(before_notice, "listing/")
    diary = "/lantern-league/cases/diary/"
    assert "The days on which you cannot sit" in read(signed_in, MEMBER, "/lantern-league/cases/")
    offered = shown_days(read(signed_in, MEMBER, diary))
    assert signed_in(MEMBER).post(diary, {"day": [*offered, "no day"]}).status_code == 302
    assert read(signed_in, MEMBER, diary).count(" checked") == len(offered)

    page = read(signed_in, CLERK, listing)

    drawn = re.findall(r"The lot draws ([^.]+)\.", page)
    assert drawn
    assert all(MEMBER not in names for names in drawn)
    href = re.search(r'href="([^"]+give_notice/\?[^"]+)"', page)
    assert href is not None
    address = href[1].replace("&amp;", "&")
    form = read(signed_in, CLERK, address)
    panel = re.findall(r'name="panel" value="(p-[^"]+)"[^>]*checked', form)
    day = re.search(r'name="hearing_on" value="([^"]+)"', form)
    assert len(panel) == 3
    assert day is not None
    assert "Not everybody was asked" in form
    sent = signed_in(CLERK).post(
        at(before_notice, "do/give_notice/"), {**notice(day[1]), "panel": panel, "files": Bundle()}
    )
    assert sent.status_code == 302, sent.content.decode()
    entry = last(league, before_notice)
    lot = entry.data["draw"]
    assert isinstance(lot, dict)
    assert lot["not_free"] == {fictional_id(MEMBER): "E-NOT-FREE"}
    assert "Ready for the hearing?" in read(signed_in, CLERK, at(before_notice, ""))


def test_the_earliest_day_is_the_one_that_the_notice_itself_is_held_to(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    page = read(signed_in, CLERK, at(before_notice, "listing/"))
    told = re.search(r"earliest lawful day, if notice is given today, is .*?<time[^>]*>([^<]+)</time>", page)
    assert told is not None
    earliest = datetime.strptime(told[1], "%A %d %B %Y").date()  # noqa: DTZ007  # a day alone
    assert "28 clear days" in page

    panel = [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]
    for day, status in ((earliest - timedelta(days=1), 422), (earliest, 302)):
        sent = signed_in(CLERK).post(
            at(before_notice, "do/give_notice/"),
            {**notice(day.strftime("%d/%m/%Y")), "panel": panel, "files": Bundle()},
        )
        assert sent.status_code == status, (day, sent.content.decode())


@pytest.mark.parametrize("name", [RESPONDENT, "Jory Penhale", "Rufus Dane", "A Stranger", MEMBER])
def test_listing_is_shown_to_whoever_gives_notice_alone(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str
) -> None:
    assert signed_in(name).get(at(before_notice, "listing/")).status_code == 404
    assert signed_in(name).post(at(before_notice, "listing/"), {"people": ["p-x"]}).status_code == 404


@pytest.mark.parametrize("name", ["A Stranger", RESPONDENT, "Rufus Dane"])
def test_a_diary_is_for_whoever_may_be_drawn(league: bodies.Body, signed_in: SignedIn, name: str) -> None:
    assert signed_in(name).get("/lantern-league/cases/diary/").status_code == 404


def test_days_that_somebody_wrote_are_entered_by_the_clerk_with_the_paper(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    form = at(before_notice, "do/availability_given/")
    days = {"of": fictional_id(RESPONDENT), "cannot": "24/11/2030, 25/11/2030", "seen": "", "request": ""}

    without = signed_in(CLERK).post(form, days)
    assert without.status_code == 422
    assert "with the paper" in without.content.decode()

    assert signed_in(CLERK).post(form, {**days, "files": Bundle()}).status_code == 302
    assert last(league, before_notice).data["of"] == fictional_id(RESPONDENT)
    assert "Every day but 2" in read(signed_in, CLERK, at(before_notice, "listing/"))
    assert last(league, before_notice).data["cannot"] == ["2030-11-24", "2030-11-25"], "as an entry holds days"
    assert "24 November 2030" in read(signed_in, CLERK, at(before_notice, ""))
    for wrong in ({**days, "cannot": "soon"}, {"people": "x", "answer_by": "soon"}):
        address = form if "cannot" in wrong else at(before_notice, "listing/")
        assert signed_in(CLERK).post(address, {**wrong, "files": Bundle()}).status_code == 422
