"""The audit: open to auditors alone. It reads over all cases, and enters nothing but that a file was read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import URLPattern

from alteram import worked
from alteram.codec import Actor
from alteram.codes import CODES
from alteram.people import fictional_id
from alteram_web.casework import bodies, clock, house, oversight, record, selectors, viewers
from alteram_web.casework.selectors import Viewer
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import LIVE
from alteram_web.portals.auditor import urls
from tests.portal_fixtures import Bundle, SignedIn

NOW = datetime.now(UTC)
MONITOR = "Anselm Reyne"
RESTS = [
    "", "overdue/", "fairness/", "hearings/", "attempts/", "influence/", "late/", "sample/", "verify/", "case/{chain}/",
]  # fmt: skip
SHORT_NOTICE = {
    "hearing_on": (NOW + timedelta(days=10)).strftime("%d/%m/%Y"), "hearing_time": "10:00", "place": "Lantern House",
    "files": Bundle(),
    "panel": [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")],
    "channel": "email",
}  # fmt: skip
CLERK = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)


def address(rest: str = "", chain: UUID | None = None) -> str:
    return "/lantern-league/audit/" + rest.format(chain=chain)


def monitor(body: bodies.Body, *, now: datetime = NOW, name: str = MONITOR) -> Viewer:
    return Viewer(body=body.id, person=fictional_id(name), now=now, day=now.date())


def tips(body: bodies.Body) -> dict[UUID, int]:
    """How long every chain is that an act could change."""
    with record.transaction(body.id):
        found = {name: record.load(body.id, name).tip for name in record.cases()}
        return found | {body.house: record.load(body.id, body.house, "house").tip}


def house_watch(body: bodies.Body) -> list[dict[str, object]]:
    with record.transaction(body.id):
        entries = record.load(body.id, record.watch_of(None), "house_watch").entries
    return [{"act": entry.acts[0], **entry.data} for entry in entries]


def enter(body: bodies.Body, act: str, day: date, **data: object) -> None:
    at = datetime.combine(day, NOW.time(), tzinfo=UTC)
    house.enter(body.id, house.Deed(act=act, at=day, by=CLERK, data=data), now=at)


@pytest.fixture
def approached(league: bodies.Body) -> UUID:
    """A case with an approach alleged and denied, and not yet ruled on."""
    live = next(one for one in LIVE if one.before == "contact_ruled")
    folder = Path(site.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    told = seeding._live(folder, live, names, people, NOW)
    seeding._enter(league, told, NOW)
    return UUID(told.name)


def test_every_address_of_the_portal_is_in_these_tests() -> None:
    known = {str(p.pattern) for p in urls.urlpatterns if isinstance(p, URLPattern)}

    assert known == {rest.replace("{chain}", "<uuid:chain>") for rest in RESTS}


@pytest.mark.parametrize(
    "name",
    ["Dev Ashgrove", "Wren Oduya", "Rosalind Achebe", "Tamar Hollin", "Jory Penhale", "Rufus Dane", "A Stranger"],
)
def test_nobody_but_an_auditor_finds_any_of_it_and_each_knock_is_on_record(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str
) -> None:
    client = signed_in(name)

    for rest in RESTS:
        assert client.get(address(rest, before_notice)).status_code == 404
        assert client.post(address(rest, before_notice), {"reason": "curious"}).status_code == 404

    knocks = [one for one in house_watch(league) if one["person"] == fictional_id(name)]
    assert knocks
    assert all(one["act"] == "access_refused" and one["asked"] == "audit" for one in knocks)


@pytest.mark.parametrize("rest", RESTS)
def test_nobody_signed_in_is_sent_to_sign_in(before_notice: UUID, rest: str) -> None:
    answer = Client().get(address(rest, before_notice))

    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


def test_no_page_changes_anything(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> None:
    before, client = tips(league), signed_in(MONITOR)

    for rest in RESTS:
        assert client.get(address(rest, before_notice)).status_code == 200
        for send in (client.put, client.delete, client.patch):
            assert send(address(rest, before_notice)).status_code == 405
        if "case" not in rest:
            assert client.post(address(rest), {"reason": "because"}).status_code == 405

    assert tips(league) == before


def test_a_step_by_the_auditor_is_refused(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> None:
    before = tips(league)
    far = (NOW + timedelta(days=60)).strftime("%d/%m/%Y")

    said = {key: value for key, value in SHORT_NOTICE.items() if key != "panel"} | {"hearing_on": far}
    answer = signed_in(MONITOR).post(f"/lantern-league/cases/case/{before_notice}/do/give_notice/", said)

    assert answer.status_code == 422
    assert tips(league) == before
    with record.transaction(league.id):
        attempts = record.load(league.id, record.watch_of(before_notice), "watch").entries
    assert any(one.data["person"] == fictional_id(MONITOR) and "E-ROLE" in str(one.data["codes"]) for one in attempts)


def test_a_file_opens_by_a_reason_which_is_an_entry_and_not_without_one(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before, client = tips(league), signed_in(MONITOR)
    closed = client.get(address("case/{chain}/", before_notice)).content.decode()
    assert "Lay the charges" not in closed
    assert "Tamar Hollin" not in closed
    assert "Jory Penhale" not in closed

    without = client.post(address("case/{chain}/", before_notice), {"reason": " "})
    assert without.status_code == 422
    assert "under which sample the file is read, or why" in without.content.decode()
    assert tips(league) == before

    sent = {"reason": "A member wrote that nothing happened for months.", "request": "one-and-the-same"}
    for _ in range(2):  # sent twice at once, it stands once
        assert client.post(address("case/{chain}/", before_notice), sent).status_code == 302
    opened = client.get(address("case/{chain}/", before_notice)).content.decode()

    assert tips(league) == before | {before_notice: before[before_notice] + 1}
    assert "Lay the charges" in opened
    assert "nothing happened for months" in opened
    assert "The file is read by somebody who stands outside the case" in opened


def test_the_file_closes_again_after_its_days(
    before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(MONITOR)
    client.post(address("case/{chain}/", before_notice), {"reason": "A complaint about the time it takes."})

    monkeypatch.setattr(viewers, "moment", lambda: NOW + timedelta(days=16))

    page = client.get(address("case/{chain}/", before_notice)).content.decode()
    assert "Lay the charges" not in page
    assert "This file is closed to you" in page


def test_what_is_overdue_by_a_later_day_stands_in_list_and_count(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(MONITOR)
    assert "Nothing is overdue" in client.get(address("overdue/")).content.decode()

    monkeypatch.setattr(viewers, "moment", lambda: NOW + timedelta(days=90))

    page = client.get(address("overdue/")).content.decode()
    assert str(before_notice) in page
    assert "overdue by" in page
    owed = oversight.overdue(monitor(league, now=NOW + timedelta(days=90)))
    assert owed
    assert all(one.title in page and one.due < NOW.date() + timedelta(days=90) for one in owed)
    front = client.get(address()).content.decode()
    assert "duty is overdue" in front or "duties are overdue" in front
    assert "0 duties are overdue" not in front


def test_a_refused_attempt_stands_with_what_the_person_was_told(before_notice: UUID, signed_in: SignedIn) -> None:
    signed_in("Dev Ashgrove").post(f"/lantern-league/cases/case/{before_notice}/do/give_notice/", SHORT_NOTICE)
    signed_in("Rufus Dane").get(f"/lantern-league/cases/case/{before_notice}/")
    signed_in("Jory Penhale").get(address())

    client = signed_in(MONITOR)
    page = client.get(address("attempts/")).content.decode()

    assert "Dev Ashgrove" in page
    assert "Give notice of the hearing" in page
    assert CODES["E-NOTICE-SHORT"].title in page
    assert "Rufus Dane" in page
    assert CODES["E-NOT-FOUND"].title in page
    assert "Jory Penhale" not in page  # a party is named in the file alone
    assert fictional_id("Jory Penhale") in page
    assert "Dev Ashgrove" in client.get(address("case/{chain}/", before_notice)).content.decode()


def test_influence_is_counted_without_what_was_said(
    league: bodies.Body, approached: UUID, before_notice: UUID, signed_in: SignedIn
) -> None:
    found = oversight.influence(monitor(league))
    (counted,) = oversight.by_case(found)
    assert counted.chain == approached
    made = [one.act for one in found if one.act not in oversight.ANSWERED]
    assert "contact_alleged" in made
    assert (counted.alleged, counted.denied, counted.ruled) == (len(made), 1, 0)
    assert "Convenor" in str(counted.offices)

    page = signed_in(MONITOR).get(address("influence/")).content.decode()
    with record.transaction(league.id):
        chain = record.load(league.id, approached)
        texts = [text for _salt, text in record.salted_texts(chain).values()]
    assert counted.reference in page
    assert not [text for text in texts if len(str(text)) > 20 and str(text) in page]


def test_late_entries_are_listed_without_their_reason(league: bodies.Body, before_notice: UUID) -> None:
    late = oversight.late_entries(monitor(league))

    with record.transaction(league.id):
        entries = record.load(league.id, before_notice).entries
    assert {one.index for one in late} == {one.index for one in entries if one.late}


def test_what_the_clock_entered_days_late_is_among_the_late_entries(league: bodies.Body, before_notice: UUID) -> None:
    known = {one.index for one in oversight.late_entries(monitor(league))}
    clock.catch_up(league.id, before_notice, until=NOW + timedelta(days=400))

    late = [one for one in oversight.late_entries(monitor(league)) if one.index not in known]

    with record.transaction(league.id):
        entries = record.load(league.id, before_notice).entries
    behind = {one.index for one in entries if one.deemed and (one.recorded.date() - one.at).days > 1}
    assert behind
    assert behind <= {one.index for one in late}


def test_a_channel_that_is_not_read_for_three_working_days_shows(league: bodies.Body, signed_in: SignedIn) -> None:
    enter(league, "channel_read", NOW.date() - timedelta(days=9), channel="complaints@lantern.example", unread=7)
    enter(league, "channel_read", NOW.date(), channel="The form on this site")

    first, second = oversight.channels(monitor(league))

    assert (first.name, first.unread, first.neglected(NOW.date())) == ("complaints@lantern.example", 7, True)
    assert not second.neglected(NOW.date())
    page = signed_in(MONITOR).get(address()).content.decode()
    assert "not read in time" in page


def test_what_became_of_a_hearing_is_counted_with_its_definition(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    assert "No hearing was listed." in signed_in(MONITOR).get(address("hearings/")).content.decode()
    day = (datetime.now(UTC) + timedelta(days=60)).strftime("%d/%m/%Y")
    sent = signed_in("Dev Ashgrove").post(
        f"/lantern-league/cases/case/{before_notice}/do/give_notice/",
        {**SHORT_NOTICE, "hearing_on": day},
    )
    assert sent.status_code == 302

    page = signed_in(MONITOR).get(address("hearings/")).content.decode()

    assert "not held yet" in page
    assert "Adjourned part-heard: it began and was broken" in page


def test_fairness_is_judged_from_the_record(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> None:
    (one,) = oversight.fairness(monitor(league), oversight.cases(monitor(league)))

    assert one.case.chain == before_notice
    assert {guarantee.state for guarantee in one.guarantees} <= {"met", "not yet", "breached", "not needed"}
    page = signed_in(MONITOR).get(address("fairness/")).content.decode()
    assert one.case.reference in page


def test_an_auditor_who_is_a_party_sees_that_case_in_no_list_and_no_count(
    league: bodies.Body, before_notice: UUID, approached: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(league, "pool_member_appointed", date(2025, 1, 6), person=fictional_id("Jory Penhale"), pool="monitors",
          since="2025-01-06")  # fmt: skip
    both = oversight.cases(monitor(league))
    assert {one.chain for one in both} == {before_notice, approached}

    client = signed_in("Jory Penhale")
    monkeypatch.setattr(viewers, "moment", lambda: NOW + timedelta(days=90))

    for rest in RESTS:
        page = client.get(address(rest, before_notice))
        assert str(before_notice) not in page.content.decode()
        assert page.status_code == (404 if "case" in rest else 200)
    assert {one.chain for one in oversight.cases(monitor(league, name="Jory Penhale"))} == {approached}


def test_the_sample_is_drawn_from_the_record_and_not_twice(
    league: bodies.Body, before_notice: UUID, approached: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOW + timedelta(days=40)
    viewer = monitor(league, now=later)
    drawn = oversight.sample(viewer)
    assert drawn is not None
    assert {one.chain for one in drawn.drawn} == {before_notice, approached}

    enter(league, "channel_read", later.date(), channel="letters")  # what happens in the month moves nothing
    assert oversight.sample(viewer) == drawn
    one = oversight.sample(viewer, size=1)
    assert one is not None
    assert one.drawn == drawn.drawn[:1]

    monkeypatch.setattr(viewers, "moment", lambda: later)
    client = signed_in(MONITOR)
    chain = drawn.drawn[0].chain
    assert client.post(address("case/{chain}/", chain), {"sample": "1"}).status_code == 302
    with record.transaction(league.id):
        entry = next(e for e in record.load(league.id, chain).entries if "file_inspected" in e.acts)
    assert entry.data["sample"] == drawn.name_of(chain)


def test_a_file_that_was_not_drawn_does_not_open_as_one(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oversight, "SAMPLE", 0)
    before = tips(league)

    answer = signed_in(MONITOR).post(address("case/{chain}/", before_notice), {"sample": "1"})

    assert answer.status_code == 422
    assert tips(league) == before


@pytest.mark.parametrize(
    ("name", "named", "is_one"),
    [
        (MONITOR, ["monitors"], True),
        (MONITOR, ["intake"], False),
        ("Wren Oduya", ["intake"], False),  # the site names a pool that is not the auditors'
        ("Wren Oduya", ["monitors"], False),
        ("Rufus Dane", ["monitors"], False),
        ("", ["monitors"], False),
    ],
)
def test_the_database_asks_for_itself(
    league: bodies.Body, before_notice: UUID, name: str, named: list[str], is_one: bool
) -> None:
    viewer = Viewer(body=league.id, person=fictional_id(name) if name else "", now=NOW, day=NOW.date())

    with selectors.reading(viewer) as cursor:
        cursor.execute("SELECT casework.auditor_today(%s)", (named,))
        assert cursor.fetchone() == (is_one,)
        cursor.execute("SELECT count(*) FROM casework.audit_cases(%s)", (named,))
        assert cursor.fetchone() == (1 if is_one else 0,)
        cursor.execute("SELECT count(*) FROM casework.audit_attempts(%s, NULL, NULL, 0, 50)", (named,))
        assert is_one or cursor.fetchone() == (0,)


def test_whoever_takes_an_office_or_leaves_the_pool_is_no_auditor_any_more(
    league: bodies.Body, before_notice: UUID
) -> None:
    assert oversight.is_auditor(monitor(league))
    enter(league, "office_held", NOW.date(), person=fictional_id(MONITOR), office="Convenor",
          since=NOW.date().isoformat())  # fmt: skip

    assert not oversight.is_auditor(monitor(league))
    assert oversight.cases(monitor(league)) == ()


def test_reading_for_the_audit_cannot_write(league: bodies.Body, before_notice: UUID) -> None:
    with pytest.raises(psycopg.Error), selectors.reading(monitor(league)) as cursor:
        cursor.execute("UPDATE casework.duty_row SET due = '2099-01-01'")
