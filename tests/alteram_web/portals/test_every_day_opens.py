"""No page shows a counted day bare: wherever one stands, it opens to its clause and to how it was counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site
from django.template import engines
from django.test import Client

from alteram import duties, worked
from alteram.case import replay
from alteram_web.casework import bodies, editions, receipts, record, slips, viewers
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import LIVE
from alteram_web.ui import environment
from tests.alteram_web.portals.test_staff import notice
from tests.portal_fixtures import SignedIn
from tests.register_fixtures import Enter

WRITTEN = (environment.day, environment.day_in_year, environment.short_day)
PAGES = {
    "Dev Ashgrove": ["cases/", "cases/case/{chain}/", "cases/letters/"],
    "Faye Lindqvist": ["cases/", "cases/case/{chain}/"],
    "Tamar Hollin": ["cases/", "my-answer/{chain}/"],
    "Jory Penhale": ["cases/", "my-complaint/{chain}/"],
    "Anselm Reyne": ["audit/", "audit/overdue/", "audit/case/{chain}/", "audit/fairness/"],
}
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Bare(HTMLParser):
    """The text of a page that does not lie in anything that opens, or in a list of duties each of which opens."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.text: list[str] = []
        self.opening = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        self.opening += "al-counted" in classes
        if tag not in VOID:
            self.open.append("al-counted" in classes or "al-owed__day" in classes)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.text.append(data)


@pytest.fixture
def overdue(league: bodies.Body) -> UUID:
    """A case in which somebody should have decided a fortnight ago whether there is a case to answer."""
    live = next(one for one in LIVE if one.before == "examine")
    folder = Path(site.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    then = datetime.now(UTC) - timedelta(days=26)
    known = replace(live, respondent="Tamar Hollin", complainant="Jory Penhale")
    told = seeding._live(folder, known, names, people, then)
    seeding._enter(league, told, then)
    return UUID(told.name)


def due_days(league: bodies.Body, chain: UUID) -> set[date]:
    with record.transaction(league.id):
        entries = record.load(league.id, chain).entries
    case = replay(editions.rulebook(league.slug), str(chain), entries)
    happened = {entry.at for entry in entries}
    return {duty.due.day for duty in duties.owed(case) if duty.due is not None} - happened


def test_no_page_shows_a_day_that_was_counted_without_how(
    league: bodies.Body, overdue: UUID, signed_in: SignedIn
) -> None:
    bare, opening = [], {}
    for who, paths in PAGES.items():
        client = signed_in(who)
        for path in paths:
            answer = client.get(f"/{league.slug}/{path.format(chain=overdue)}")
            assert answer.status_code == 200, (who, path)
            page = Bare()
            page.feed(answer.content.decode())
            opening[who, path] = page.opening
            text = " ".join(" ".join(page.text).split())
            for day in due_days(league, overdue):
                bare += [f"{who} {path}: {said}" for said in {write(day) for write in WRITTEN} if said in text]

    assert bare == []
    assert opening["Dev Ashgrove", "cases/"] > 1
    assert opening["Anselm Reyne", "audit/overdue/"] == 1
    assert opening["Tamar Hollin", "my-answer/{chain}/"] > 0


def test_every_duty_in_a_list_opens(league: bodies.Body, overdue: UUID, signed_in: SignedIn) -> None:
    page = signed_in("Dev Ashgrove").get(f"/{league.slug}/cases/case/{overdue}/").content.decode()

    assert page.count("al-owed__duty") > 0
    listed = page.split('class="al-owed"')[1].split("</ol>\n")[0]
    assert listed.count('class="al-owed__duty"') <= listed.count('class="al-counted"')


def test_the_overdue_list_says_clause_and_start(league: bodies.Body, overdue: UUID, signed_in: SignedIn) -> None:
    page = signed_in("Anselm Reyne").get(f"/{league.slug}/audit/overdue/").content.decode()

    assert "10 working days after" in page
    assert "rule 5.6" in page


WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
ANY_DAY = re.compile(rf"\b(?:{WEEKDAY} )?(\d{{1,2}}) {MONTH}(?: (\d{{4}}))?\b")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Anywhere(Bare):
    """The same for every day; a step that is shut, a refusal and a receipt's promise open below their sentence."""

    OPENING = ("al-counted", "al-owed__day", "al-steps__step", "al-refusal", "al-receipt__promise")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag not in VOID:
            self.open.append(any(one in classes for one in self.OPENING) or tag in ("title", "script", "style"))


def days_to_come(text: str, today: date) -> set[str]:
    """Every day in a text that lies ahead, as it is written there. Without a year it is this one, or the next."""
    found = set()
    for said in ANY_DAY.finditer(text):
        month = MONTHS.index(said[2]) + 1
        year = int(said[3]) if said[3] else today.year
        if date(year, month, min(int(said[1]), 28)) > today:
            found.add(said[0])
    return found


def bare_days(client: Client, path: str, today: date, allowed: set[str]) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = Anywhere()
    page.feed(answer.content.decode())
    return [f"{path}: {said}" for said in days_to_come(" ".join(page.text), today) if said not in allowed]


def test_no_day_to_come_stands_bare_on_any_page_of_a_case(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    clerk, today = signed_in("Dev Ashgrove"), viewers.moment().date()
    hearing = today + timedelta(days=60)
    where = f"/{league.slug}/cases/case/{before_notice}/"
    sent = clerk.post(f"{where}do/give_notice/", notice(hearing.strftime("%d/%m/%Y")))
    assert sent.status_code == 302, sent.content.decode()
    told = {environment.day(hearing), environment.short_day(hearing)}  # people fixed it, and say so
    bare = bare_days(clerk, sent.headers["Location"], today, told)
    for who, paths in PAGES.items():
        for path in paths:
            bare += bare_days(signed_in(who), f"/{league.slug}/{path.format(chain=before_notice)}", today, told)
    clerk.post(f"/{league.slug}/cases/tokens/", {"name": "A reader", "days": "90"})
    bare += bare_days(clerk, f"/{league.slug}/cases/tokens/", today, told)

    assert bare == []


def test_a_receipt_given_late_in_the_evening_opens_the_day_after() -> None:
    recorded = datetime(2026, 11, 24, 22, 40, tzinfo=UTC)
    promised = slips.Answer(state="promised", recorded=recorded, place_by=receipts.place_by(recorded))
    drawn = engines["jinja2"].from_string(
        '{% from "ui/kit.html" import receipt %}{{ receipt(slip) }}'
    ).render({"slip": {**slips.drawn(promised), "code": "K2H4-9QRT"}})  # fmt: skip

    assert "25 November 2026" in drawn.split('class="al-receipt__promise"')[1].split("<details")[0]
    assert '<details class="al-counted">' in drawn.split('class="al-receipt__promise"')[1].split("</div>")[0]


def test_no_day_to_come_stands_bare_on_a_public_page_or_on_the_roll(
    league: bodies.Body, expelled: UUID, entered: Enter, signed_in: SignedIn
) -> None:
    entered("G02", now=viewers.moment().date().isoformat())
    today, anybody, clerk = viewers.moment().date(), Client(), signed_in("Dev Ashgrove")
    list_ = anybody.get(f"/{league.slug}/decisions/").content.decode()
    numbers = sorted(set(re.findall(r"/decisions/(N-[A-Z2-7-]+)/", list_)))
    bare = bare_days(anybody, f"/{league.slug}/decisions/", today, set())
    for number in numbers:
        bare += bare_days(anybody, f"/{league.slug}/decisions/{number}/", today, set())
    members = re.findall(r"/members/(LL-[0-9]+)/", clerk.get(f"/{league.slug}/members/?find=Bale").content.decode())
    for member in members:
        bare += bare_days(clerk, f"/{league.slug}/members/{member}/", today, set())
        asked = f"/{league.slug}/members/barred/?member={member}&on={today:%d/%m/%Y}"
        bare += bare_days(clerk, asked, today, set())

    assert numbers
    assert members
    assert bare == []
