"""A complaint about two people, and a direction that joins their cases, as people meet them on the pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from alteram.case import Case, replay
from alteram.people import fictional_id
from alteram_web.casework import bodies, pages, projections, record, viewers
from alteram_web.casework.selectors import Viewer
from alteram_web.identity.models import Holder, User
from tests.alteram_web.casework.test_golden_cases import whole_league
from tests.alteram_web.casework.test_threads import tell
from tests.alteram_web.casework.test_threads import told as story
from tests.alteram_web.portals.test_public import cases, send, told
from tests.builders import league as the_book
from tests.portal_fixtures import SignedIn

__all__ = ["whole_league"]


@pytest.fixture
def charged(whole_league: bodies.Body) -> tuple[bodies.Body, UUID, UUID, Client]:
    """Two cases of lately, charged, with both sides heard on joinder; and the adjudicator signed in."""
    lately = (viewers.moment().date() - date(2026, 5, 18)).days // 7
    tell(whole_league, "representation_made", lately)
    user = User.objects.create_user("adjudicator@demo.invalid", name="Imre Castell")
    Holder.objects.create(user=user, body=whole_league.id, person=fictional_id("Imre Castell"))
    client = Client()
    client.force_login(user)
    return whole_league, UUID(story("C02a").name), UUID(story("C02b").name), client


@pytest.fixture
def two(league: bodies.Body) -> tuple[UUID, UUID]:
    """A complaint about two people, sent from the front door."""
    send(told(Client(), who={"respondent": "Somebody Else\nAnother Member"}, you={}))
    one, other = cases(league)
    return one, other


def address(chain: UUID, rest: str = "") -> str:
    return f"/lantern-league/cases/case/{chain}/{rest}"


def read(body: bodies.Body, chain: UUID) -> Case:
    with record.transaction(body.id):
        entries = record.load(body.id, chain).entries
    return replay(the_book(), str(chain), entries)


def reference(body: bodies.Body, chain: UUID) -> str:
    return projections.reference(str(chain), read(body, chain).entries[0].at)


def test_a_direction_names_the_other_case_by_its_number_and_joins_both(
    charged: tuple[bodies.Body, UUID, UUID, Client],
) -> None:
    body, one, other, client = charged

    answer = client.post(
        address(one, "do/direction_given/"),
        {"result": "granted", "on": "joinder", "cases": reference(body, other), "reasons": "One evening."},
    )

    assert answer.status_code == 302, answer.content.decode()
    assert read(body, one).joined == {str(other)}
    assert read(body, other).joined == {str(one)}
    page = client.get(address(one)).content.decode()
    assert f'Heard together with <a href="{address(other)}">{reference(body, other)}</a>' in page


def test_a_number_that_is_none_is_refused_on_the_form(charged: tuple[bodies.Body, UUID, UUID, Client]) -> None:
    body, one, _other, client = charged

    answer = client.post(
        address(one, "do/direction_given/"),
        {"result": "granted", "on": "joinder", "cases": "2026-AAAA-AAAA", "reasons": "One evening."},
    )

    assert answer.status_code == 422
    assert "no such case" in answer.content.decode()
    assert not read(body, one).joined


def test_intake_links_a_later_complaint_by_the_number_of_the_case(
    league: bodies.Body, two: tuple[UUID, UUID], signed_in: SignedIn
) -> None:
    send(told(Client(), who={"respondent": "A Third Member"}, you={}))
    later = next(chain for chain in cases(league) if chain not in two)

    answer = signed_in("Wren Oduya").post(
        address(later, "do/complaint_linked/"), {"result": "incident", "complaint": reference(league, two[0])}
    )

    assert answer.status_code == 302, answer.content.decode()
    assert read(league, later).incidents == read(league, two[0]).incidents


def test_whoever_may_not_know_of_the_other_case_reads_nothing_of_it(
    league: bodies.Body, two: tuple[UUID, UUID], signed_in: SignedIn
) -> None:
    assert signed_in("A Stranger").get(address(two[0])).status_code == 404
    assert fictional_id("A Stranger") not in read(league, two[0]).parties["respondent"]


def test_a_page_knows_the_linked_cases_as_the_door_does(
    league: bodies.Body, two: tuple[UUID, UUID], signed_in: SignedIn
) -> None:
    now = viewers.moment()
    viewer = Viewer(body=league.id, person=fictional_id("Hollis Brandt"), now=now, day=now.date())

    opened = pages.open_case(viewer, two[0])

    assert [one.case for one in opened.beyond.linked] == [str(two[1])]
