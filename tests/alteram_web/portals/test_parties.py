"""The pages of the two sides and of the panel: each its own, and nobody else's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client

from alteram import worked
from alteram.people import fictional_id
from alteram.standing import Standing, way_back_counted
from alteram_web.casework import bodies, letters
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import LIVE
from alteram_web.documents import writing
from alteram_web.identity.models import Holder, User
from tests.portal_fixtures import Bundle, SignedIn

PAGES = ("my-complaint", "my-answer", "panel")
NOW = datetime.now(UTC)


def address(portal: str, chain: UUID) -> str:
    return f"/lantern-league/{portal}/{chain}/"


@pytest.fixture
def at_the_hearing(league: bodies.Body) -> UUID:
    """A case on the day of its hearing, and accounts for two of its panel."""
    live = next(one for one in LIVE if one.before == "open_hearing")
    folder = Path(site.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    told = seeding._live(folder, live, names, people, NOW)
    seeding._enter(league, told, NOW)
    for name in (live.respondent, live.complainant, "Callum Drey", "Gethin Vaughan"):
        user = User.objects.create_user(f"{fictional_id(name)}@demo.invalid", name=name)
        Holder.objects.create(user=user, body=league.id, person=fictional_id(name))
    return UUID(told.name)


@pytest.mark.parametrize("portal", PAGES)
@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Rosalind Achebe", "Dev Ashgrove", "Anselm Reyne"])
def test_a_party_s_page_is_nobody_else_s(before_notice: UUID, signed_in: SignedIn, portal: str, name: str) -> None:
    answer = signed_in(name).get(address(portal, before_notice))

    assert answer.status_code == 404
    assert b"VFBS" not in answer.content


@pytest.mark.parametrize("portal", PAGES)
def test_nobody_signed_in_is_sent_to_sign_in(before_notice: UUID, portal: str) -> None:
    assert Client().get(address(portal, before_notice)).status_code == 302


@pytest.mark.parametrize(
    ("name", "own"), [("Jory Penhale", "my-complaint"), ("Tamar Hollin", "my-answer")]
)  # fmt: skip
def test_each_side_has_its_own_page_and_not_the_other_s(
    before_notice: UUID, signed_in: SignedIn, name: str, own: str
) -> None:
    client = signed_in(name)

    assert client.get(address(own, before_notice)).status_code == 200
    for other in set(PAGES) - {own}:
        assert client.get(address(other, before_notice)).status_code == 404


def test_a_complainant_reads_where_it_stands_what_comes_and_what_stays_closed(
    before_notice: UUID, signed_in: SignedIn
) -> None:
    page = signed_in("Jory Penhale").get(address("my-complaint", before_notice)).content.decode()

    assert "Where it stands" in page
    assert "A panel hears both sides" in page
    assert "What happens next, and by when" in page
    assert "What you cannot see here, and why" in page
    assert "Shouted at" not in page  # the exact charges


def test_a_respondent_reads_each_charge_its_clause_and_what_can_be_done(
    before_notice: UUID, signed_in: SignedIn
) -> None:
    page = signed_in("Tamar Hollin").get(address("my-answer", before_notice)).content.decode()

    assert "What you are charged with" in page
    assert "What rule 3.4 says" in page
    assert "Answer the charges" in page
    assert "Ask for something done differently" in page or "adjust" in page.lower()


def test_letters_are_read_by_whom_they_are_for_and_by_who_handles_the_case(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    writing.write_owed(league, now=NOW)
    post = next(p for p in letters.standing_in(league, "written") if p.letter == "D07")
    page = f"/lantern-league/cases/case/{before_notice}/letter/{post.index}/D07/{post.recipient}/"
    respondent, complainant, clerk = (signed_in(n) for n in ("Tamar Hollin", "Jory Penhale", "Dev Ashgrove"))

    assert respondent.get(page).status_code == 404, "it is not sent yet"
    assert clerk.get(page).status_code == 200
    letters.move(league, post, come_from="written", to="taken", now=NOW)
    letters.move(league, post, come_from="taken", to="sent", now=NOW)

    read = respondent.get(page)
    assert read.status_code == 200
    assert read["Content-Type"] == "application/pdf"
    assert read.content.startswith(b"%PDF")
    assert complainant.get(page).status_code == 404
    assert (
        "A complaint has been made about you"
        not in complainant.get(address("my-complaint", before_notice)).content.decode()
    )
    assert "Notice of investigation" in respondent.get(address("my-answer", before_notice)).content.decode()


def test_a_panel_member_declares_first_and_sees_no_paper_before(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    far = (NOW + timedelta(days=60)).strftime("%d/%m/%Y")
    panel = [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]
    told = {"hearing_on": far, "hearing_time": "10:00", "place": "Lantern House", "files": Bundle(), "panel": panel}
    sent = signed_in("Dev Ashgrove").post(
        f"/lantern-league/cases/case/{before_notice}/do/give_notice/", {**told, "channel": "email"}
    )
    assert sent.status_code == 302
    chair = signed_in("Rosalind Achebe")

    first = chair.get(address("panel", before_notice)).content.decode()
    assert "Declare first" in first
    assert "Tamar Hollin" in first
    assert "Shouted" not in first

    chair.post(f"/lantern-league/cases/case/{before_notice}/do/declaration_filed/", {"interests": "none"})
    after = chair.get(address("panel", before_notice)).content.decode()
    assert "The hearing, in its order" in after
    assert "once they are released to the whole panel" in after


def test_the_panel_has_charges_order_and_two_taps_once_the_bundle_is_out(
    at_the_hearing: UUID, signed_in: SignedIn
) -> None:
    page = signed_in("Callum Drey").get(address("panel", at_the_hearing)).content.decode()

    assert "The hearing, in its order" in page
    assert "I am being leaned on" in page
    assert "Shouted at" in page
    assert page.index("Open the hearing") < page.index("Decide a charge") < page.index("Decide the sanction")
    assert "He shouted and blocked the door" not in page, "the complaint reaches it through the bundle alone"


def test_somebody_of_the_pool_who_does_not_sit_finds_nothing(at_the_hearing: UUID, signed_in: SignedIn) -> None:
    assert signed_in("Gethin Vaughan").get(address("panel", at_the_hearing)).status_code == 404


def stations(page: str) -> dict[str, str]:
    """The way on a party's page: each station with its state."""
    found = re.findall(r'al-way__stage--(\w+)".*?</span>([^<]+)</h2>', page, re.S)
    return {title.strip(): state for state, title in found}


def test_the_way_tells_nobody_of_a_step_whose_entry_is_not_theirs(at_the_hearing: UUID, signed_in: SignedIn) -> None:
    live = next(one for one in LIVE if one.before == "open_hearing")
    report = "Somebody looks for what speaks for and against"

    complainant = signed_in(live.complainant).get(address("my-complaint", at_the_hearing)).content.decode()
    respondent = signed_in(live.respondent).get(address("my-answer", at_the_hearing)).content.decode()

    assert stations(respondent)["The complaint came in"] == stations(complainant)["Your complaint came in"] == "done"
    assert stations(respondent)[report] == "done"  # the report is for the respondent to read
    assert stations(complainant)[report] == "skipped"  # and not for the complainant
    assert "the case may be further on than this shows" in complainant
    assert stations(complainant)["A panel hears both sides"] == "now"


def test_a_step_that_only_the_case_knows_looks_as_if_it_had_not_been_taken(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    live = next(one for one in LIVE if one.before == "examine")  # the report is in, and nothing after it
    folder = Path(site.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    told = seeding._live(folder, live, names, people, NOW)
    seeding._enter(league, told, NOW)
    user = User.objects.create_user("ada@demo.invalid", name=live.complainant)
    Holder.objects.create(user=user, body=league.id, person=fictional_id(live.complainant))

    page = signed_in(live.complainant).get(address("my-complaint", UUID(told.name))).content.decode()

    assert any("report_submitted" in entry.acts for entry in told.entries)
    assert stations(page)["Somebody looks for what speaks for and against"] == "now"
    assert stations(page)["Somebody else decides whether there is a case to answer"] == "next"


def test_a_party_reads_whom_it_may_speak_with_and_what_it_may_bring(before_notice: UUID, signed_in: SignedIn) -> None:
    page = signed_in("Jory Penhale").get(f"/lantern-league/cases/case/{before_notice}/", follow=True).content.decode()

    assert "Whom you may speak with" in page
    assert "the police" in page
    assert "only through the clerk" in page
    assert "What you may bring or ask for" in page


def test_an_expelled_member_reads_from_when_one_may_ask_to_come_back() -> None:
    expelled = Standing(name="expulsion", first=date(2026, 6, 20), rejoin_from=date(2031, 6, 20))

    how = way_back_counted(expelled.first, expelled.rejoin_from)
    assert "From Saturday 20 June 2026 to Thursday 19 June 2031 are 5 years" in how
    assert "from the day after" in how
    assert way_back_counted(expelled.first, None) == ""
