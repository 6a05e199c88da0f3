"""Hearings in people's own calendars: what they tell, how they change, and whom they open to."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from icalendar import Calendar, Component

from alteram.people import fictional_id
from alteram_web.casework import bodies, calendars
from alteram_web.identity import tokens
from alteram_web.identity.models import Token
from tests.alteram_web.portals.test_listing import CLERK, NOW, RESPONDENT, at
from tests.alteram_web.portals.test_staff import PANEL, notice
from tests.builders import case_before
from tests.portal_fixtures import Bundle, SignedIn

ADDRESS = "/lantern-league/cases/calendar/"


def parsed(content: bytes) -> list[Component]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return list(calendar.walk("VEVENT"))


def words(content: bytes) -> list[bytes]:
    """What a page says, without what is new with every answer."""
    return re.sub(rb"<script.*?</script>|<[^>]+>", b" ", content, flags=re.DOTALL).split()


def subscribed(signed_in: SignedIn, name: str) -> str:
    page = signed_in(name).post(ADDRESS).content.decode()
    found = re.search(r'id="address">http://[^/]+([^<]+)<', page)
    assert found is not None
    return found[1]


@pytest.fixture
def listed(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> UUID:
    day = (NOW + timedelta(days=60)).strftime("%d/%m/%Y")
    sent = signed_in(CLERK).post(
        at(before_notice, "do/give_notice/"), {**notice(day), "panel": PANEL, "files": Bundle()}
    )
    assert sent.status_code == 302, sent.content.decode()
    return before_notice


def test_a_hearing_as_a_file_names_the_case_and_nobody(listed: UUID, signed_in: SignedIn) -> None:
    page = signed_in(RESPONDENT).get(f"/lantern-league/my-answer/{listed}/").content.decode()
    assert at(listed, "hearing.ics") in page

    content = signed_in(RESPONDENT).get(at(listed, "hearing.ics")).content

    (event,) = parsed(content)
    assert re.fullmatch(r"Hearing, \d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", str(event["SUMMARY"]))
    assert event["UID"] == f"{listed}-open_hearing@lantern-league"
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    begins: Any = event.decoded("DTSTART")
    assert begins.tzinfo is not None
    assert begins.date() == (NOW + timedelta(days=60)).date()
    assert b"BEGIN:VTIMEZONE" in content
    assert b"TZID:Europe/London" in content
    assert b"\r\n" in content
    for word in (b"Penhale", b"Hollin", b"Achebe", b"blocked", b"charge"):
        assert word not in content


def test_the_feed_is_read_by_its_address_alone_until_it_is_ended(
    league: bodies.Body, listed: UUID, signed_in: SignedIn
) -> None:
    nobody = signed_in("A Stranger")
    nobody.logout()
    address = subscribed(signed_in, RESPONDENT)
    (event,) = parsed(nobody.get(address).content)
    assert event["UID"] == f"{listed}-open_hearing@lantern-league"
    page = signed_in(RESPONDENT).get(ADDRESS).content.decode()
    assert address not in page, "it is shown once"
    (token,) = Token.objects.filter(opens=tokens.CALENDAR)
    assert token.last_used == datetime.now(UTC).date()

    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    api = nobody.get("/lantern-league/api/me", headers={"Authorization": f"Bearer {secret}"})
    assert api.status_code == 401, "it opens the feed and nothing else"

    ended = signed_in(RESPONDENT).post(f"/lantern-league/cases/tokens/{token.pk}/end/")
    assert ended.status_code == 302
    gone, never = nobody.get(address), nobody.get(ADDRESS + "alteram_nothing.ics")
    assert gone.status_code == never.status_code == 404
    assert words(gone.content) == words(never.content)


@pytest.mark.parametrize("name", ["A Stranger", "Rufus Dane"])
def test_the_feed_of_whoever_has_no_part_is_empty(listed: UUID, signed_in: SignedIn, name: str) -> None:
    assert parsed(signed_in(name).get(subscribed(signed_in, name)).content) == []
    assert signed_in(name).get(at(listed, "hearing.ics")).status_code == 404


def test_a_token_for_programs_opens_no_feed(league: bodies.Body, listed: UUID, signed_in: SignedIn) -> None:
    page = signed_in(RESPONDENT).post("/lantern-league/cases/tokens/", {"name": "x", "days": 30}).content.decode()
    secret = re.search(r'id="secret">([^<]+)<', page)
    assert secret is not None
    assert signed_in(RESPONDENT).get(f"{ADDRESS}{secret[1]}.ics").status_code == 404


def test_a_hearing_given_up_is_cancelled_under_the_same_uid(listed: UUID, signed_in: SignedIn) -> None:
    address = subscribed(signed_in, RESPONDENT)
    (before,) = parsed(signed_in(RESPONDENT).get(address).content)
    sent = signed_in(CLERK).post(
        at(listed, "do/vacate/"), {"cause": "illness", "reasons": "The chair is ill.", "seen": "", "request": ""}
    )
    assert sent.status_code == 302, sent.content.decode()

    (after,) = parsed(signed_in(RESPONDENT).get(address).content)

    assert after["UID"] == before["UID"]
    assert after["STATUS"] == "CANCELLED"
    assert after.decoded("SEQUENCE") == before.decoded("SEQUENCE") + 1
    assert fictional_id(RESPONDENT) not in str(after)


def test_the_zone_that_stands_in_the_file_is_read_alike_by_another_reader() -> None:
    """By python-dateutil, which knows nothing of the library that writes it."""
    told = case_before("G01", "open_hearing").case
    assert told is not None
    (event,) = calendars.events(told, "2026-AAAA-BBBB", "lantern-league")
    content = calendars._calendar([event]).decode()
    zone = content[content.index("BEGIN:VTIMEZONE") : content.index("END:VTIMEZONE")] + "END:VTIMEZONE\r\n"
    london = tzical(io.StringIO(zone.replace("\r\n", "\n"))).get()
    assert london is not None
    begins: Any = event.decoded("DTSTART")
    assert begins.replace(tzinfo=london).utcoffset() == begins.utcoffset() == timedelta(hours=1), "14 May is in summer"
    winter = begins.replace(month=1, tzinfo=london)
    assert winter.utcoffset() == timedelta(0)
