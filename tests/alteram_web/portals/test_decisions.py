"""Published decisions: what can be read on a day, by anybody; what has come down is gone from page, list and count."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.test import Client

from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, papers, rebuilding, record, viewers
from tests.alteram_web.register.test_standing_of import max_published, write
from tests.portal_fixtures import SignedIn
from tests.register_fixtures import Enter

HERE = "/lantern-league/decisions/"


class Clock:
    """The day on which pages are read."""

    def __init__(self) -> None:
        self.day = date(2026, 7, 20)

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(viewers, "moment", made)
    return made


@pytest.fixture
def published(league: bodies.Body, expelled: UUID, entered: Enter, clock: Clock) -> UUID:
    """Corwin Bale named from 29 June 2026 to 29 June 2031; a warning without a name from 8 July to 30 June 2027."""
    entered("G02", now="2026-07-20")
    return expelled


def numbers(page: str) -> list[str]:
    return sorted(set(re.findall(r"/decisions/(N-[A-Z2-7]{4}-[A-Z2-7]{4})/", page)))


def listing(find: str = "") -> str:
    return Client().get(HERE, {"find": find}).content.decode()


def test_a_decision_says_who_what_under_which_rule_and_until_when(published: UUID) -> None:
    (number,) = numbers(listing("Corwin"))
    page = Client().get(f"{HERE}{number}/").content.decode()

    for said in ("Corwin Bale", "Expulsion", "3.4", "3.7", "Monday 29 June 2026", "Sunday 29 June 2031"):
        assert said in page
    assert "Maeve" not in page
    assert str(published) not in page


def test_who_is_not_named_is_named_nowhere(published: UUID) -> None:
    page = listing()
    assert "2 notices" in page
    assert "A member, not named" in page
    assert "Orla" not in page
    assert listing("Orla").count("/decisions/N-") == 0
    for number in numbers(page):
        assert "Finch" not in Client().get(f"{HERE}{number}/").content.decode()


def test_one_finds_by_name_rule_and_number(published: UUID) -> None:
    (number,) = numbers(listing("bale corw"))

    assert numbers(listing(number.lower())) == [number]
    assert number in numbers(listing("3.7"))
    assert "No notice that can be read today matches" in listing("Nobody")


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Dev Ashgrove"])
def test_everybody_reads_the_same(published: UUID, signed_in: SignedIn, name: str) -> None:
    assert numbers(signed_in(name).get(HERE).content.decode()) == numbers(listing())


def test_before_its_day_and_after_its_last_day_a_notice_is_nowhere(published: UUID, clock: Clock) -> None:
    (number,) = numbers(listing("Corwin"))
    for day, there in (
        (date(2026, 6, 28), False), (date(2026, 6, 29), True), (date(2031, 6, 29), True), (date(2031, 6, 30), False),
    ):  # fmt: skip
        clock.day = day
        assert (Client().get(f"{HERE}{number}/").status_code == 200) is there
        assert ("Corwin" in listing()) is there
        assert (number in numbers(listing(number))) is there


def test_no_day_shows_a_notice_outside_its_days(published: UUID, clock: Clock) -> None:
    """Over eight years, around every edge and on days between: page, list, search and count agree with the rows."""
    every = set(numbers(listing()))
    named = set(numbers(listing("Corwin")))
    last = {number: date(2031, 6, 29) if number in named else date(2027, 6, 30) for number in every}
    first = {number: date(2026, 6, 29) if number in named else date(2026, 7, 8) for number in every}
    edges = [edge + timedelta(days=off) for edge in (*last.values(), *first.values()) for off in (-1, 0, 1)]
    for day in sorted({*edges, *(date(2026, 5, 1) + timedelta(days=61 * n) for n in range(48))}):
        clock.day = day
        right = {number for number in every if first[number] <= day <= last[number]}
        page = listing()
        assert set(numbers(page)) == right
        assert (f"{len(right)} notice" in page) == bool(right)
        for number in every:
            assert Client().get(f"{HERE}{number}/").status_code == (200 if number in right else 404)
            assert Client().get(f"{HERE}{number}/text/").status_code == 404


def test_one_that_is_withdrawn_is_gone_from_that_day(published: UUID, league: bodies.Body, clock: Clock) -> None:
    (number,) = numbers(listing("Corwin"))
    write(
        league, published, "publication_ended", datetime(2026, 7, 20, 9, tzinfo=UTC),
        data={"publication": [max_published(league, published)]},
    )  # fmt: skip

    assert Client().get(f"{HERE}{number}/").status_code == 404
    assert number not in numbers(listing())
    assert "1 notice" in listing()


def test_a_notice_brought_up_to_date_keeps_its_number_and_says_so(
    league: bodies.Body, expelled: UUID, entered: Enter, clock: Clock
) -> None:
    entered("G05", now="2026-06-01")
    clock.day = date(2026, 5, 26)
    (number,) = numbers(listing("Ansel"))
    before = Client().get(f"{HERE}{number}/").content.decode()
    clock.day = date(2026, 5, 27)
    after = Client().get(f"{HERE}{number}/").content.decode()

    assert "30 April 2026" in before
    assert "Brought up to date" not in before
    assert "Brought up to date" in after
    assert "New last day" in after
    assert "30 April 2027" in after
    assert "the suspension was extended" not in after  # the reason is no part of the notice


def test_a_correction_stands_above_what_it_corrects(published: UUID, league: bodies.Body, clock: Clock) -> None:
    (number,) = numbers(listing("Corwin"))
    write(
        league, published, "publication_updated", datetime(2026, 7, 20, 9, tzinfo=UTC), result="corrected",
        data={"until": "2030-01-01"},
    )  # fmt: skip
    page = Client().get(f"{HERE}{number}/").content.decode()

    assert page.index("Corrected") < page.index("Rules broken")
    assert "[erased]" in page  # this one was entered without words
    assert "1 January 2030" in page
    assert "29 June 2031" not in page


def test_the_text_of_a_notice_is_the_paper_that_was_published(
    published: UUID, league: bodies.Body, clock: Clock
) -> None:
    with record.transaction(league.id):
        paper = record.store_paper(
            record.load(league.id, published), kind="document", media_type="text/html", content=b"<b>Expelled.</b>"
        )
        other = record.store_paper(
            record.load(league.id, published), kind="exhibit", media_type="text/plain", content=b"secret"
        )
    write(
        league, published, "published", datetime(2026, 7, 20, 9, tzinfo=UTC), papers=(paper,),
        data={"what": "name and clause", "until": "2026-12-31"},
    )  # fmt: skip
    found = {n: Client().get(f"{HERE}{n}/text/") for n in numbers(listing("Corwin"))}

    (answer,) = [one for one in found.values() if one.status_code == 200]
    assert answer.content == b"<b>Expelled.</b>"
    assert answer.headers["Content-Type"] == "application/octet-stream"  # never run as a page of ours
    assert "attachment" in answer.headers["Content-Disposition"]
    assert other.digest not in listing()
    clock.day = date(2027, 1, 1)
    assert all(Client().get(f"{HERE}{n}/text/").status_code == 404 for n in found)


@pytest.mark.parametrize("rest", ["N-AAAA-AAAA/", "N-AAAA-AAAA/text/", "x/"])
def test_what_was_never_published_is_not_found(published: UUID, rest: str) -> None:
    assert Client().get(HERE + rest).status_code == 404


def test_with_nothing_published_the_page_says_so(league: bodies.Body) -> None:
    assert "No notice can be read today." in listing()


def ordered(body: bodies.Body, chain: UUID, clock: Clock, act: str, result: str | None, **fields: object) -> int:
    now = clock()
    wish = Wish(
        case=str(chain), act=act, result=result, at=now.date(), recorded=now, by=(fictional_id("Dev Ashgrove"),),
        fields={**fields, "checked_by": fictional_id("Wren Oduya")},
    )  # fmt: skip
    order = papers.Upload(name="order.txt", media_type="text/plain", content=b"It is ordered.")
    wish = papers.with_papers(wish, [order], body=body.id)
    wish = replace(wish, fields={**wish.fields, "paper": wish.papers[0].digest})
    return commands.act(wish, body=body.id).index


def test_while_a_court_stays_it_a_notice_is_nowhere_and_nobody_was_barred_by_it(
    league: bodies.Body, published: UUID, clock: Clock, signed_in: SignedIn
) -> None:
    (number,) = numbers(listing("Corwin"))
    clock.day = date(2026, 8, 3)
    order = ordered(league, published, clock, "court_order_entered", "stay", forbids="effect to be given to it")

    assert numbers(listing("Corwin")) == []
    assert Client().get(f"{HERE}{number}/").status_code == 404
    assert bars_on(league, date(2026, 8, 2)) == [number]
    assert bars_on(league, date(2026, 8, 3)) == []

    clock.day = date(2026, 9, 14)
    ordered(league, published, clock, "court_order_ended", None, order=[order])

    assert numbers(listing("Corwin")) == [number]
    assert "Monday 29 June 2026" in Client().get(f"{HERE}{number}/").content.decode()
    assert bars_on(league, date(2026, 9, 13)) == []
    assert bars_on(league, date(2026, 9, 14)) == [number]
    assert rebuilding.rebuild(league) == []


def bars_on(body: bodies.Body, day: date) -> list[str]:
    with record.transaction(body.id):
        rows = record.run("SELECT notice FROM casework.published_on(%s, %s)", fictional_id("Corwin Bale"), day)
    return [str(notice) for (notice,) in rows]


def test_the_last_days_of_a_decision_open_to_how_they_were_counted(published: UUID) -> None:
    (number,) = numbers(listing("Corwin"))
    page = Client().get(f"{HERE}{number}/").content.decode()

    assert "It can be read for 5 years from" in page or "was decided that it comes down" in page
    assert page.count('class="al-counted') >= 1
    assert listing().count('class="al-counted') == 2


def test_the_last_day_of_a_sanction_opens_to_its_rule_and_to_how_it_was_counted(
    league: bodies.Body, entered: Enter, clock: Clock
) -> None:
    entered("G03", now="2026-08-06")
    clock.day = date(2026, 8, 6)
    (number,) = numbers(listing())
    page = " ".join(Client().get(f"{HERE}{number}/").content.decode().split())

    assert "6 months from Wednesday 29 July 2026, that day counted, end on Thursday 28 January 2027." in page
    assert page.index(">rule 8.5<") < page.index("6 months from Wednesday 29 July 2026")
