"""A complaint about two people, and a direction that joins their cases, as people meet them on the pages."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from alteram.case import Case, replay
from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, projections, record, viewers
from alteram_web.identity.models import Holder, User
from tests.alteram_web.portals.test_public import cases, send, told
from tests.builders import league as the_book
from tests.portal_fixtures import SignedIn


@pytest.fixture
def two(league: bodies.Body) -> tuple[UUID, UUID]:
    """A complaint about two people, sent from the front door."""
    send(told(Client(), who={"respondent": "Somebody Else\nAnother Member"}, you={}))
    one, other = cases(league)
    user = User.objects.create_user("adjudicator@demo.invalid", name="Imre Castell")
    Holder.objects.create(user=user, body=league.id, person=fictional_id("Imre Castell"))
    return one, other


def address(chain: UUID, rest: str = "") -> str:
    return f"/lantern-league/cases/case/{chain}/{rest}"


def read(body: bodies.Body, chain: UUID) -> Case:
    with record.transaction(body.id):
        entries = record.load(body.id, chain).entries
    return replay(the_book(), str(chain), entries)


def reference(body: bodies.Body, chain: UUID) -> str:
    return projections.reference(str(chain), read(body, chain).entries[0].at)


def applied(body: bodies.Body, *chains: UUID) -> None:
    """The complainant applies for joinder in each, which calls the adjudicator in."""
    for chain in chains:
        case = read(body, chain)
        now = viewers.moment()
        wish = Wish(
            case=str(chain), act="application_made", result="joinder", at=case.calendar.local_day(now), recorded=now,
            by=(case.parties["complainant"][0],), fields={"text": "It was one evening."},
        )  # fmt: skip
        commands.act(wish, body=body.id)


def test_a_direction_names_the_other_case_by_its_number_and_joins_both(
    league: bodies.Body, two: tuple[UUID, UUID], signed_in: SignedIn
) -> None:
    one, other = two
    applied(league, one, other)
    everybody = [person for chain in two for people in read(league, chain).parties.values() for person in people]

    answer = signed_in("Imre Castell").post(
        address(one, "do/direction_given/"),
        {"result": "granted", "on": "joinder", "cases": reference(league, other), "reasons": "One evening.",
         "heard": everybody},
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    assert read(league, one).joined == {str(other)}
    assert read(league, other).joined == {str(one)}
    page = signed_in("Imre Castell").get(address(one)).content.decode()
    assert f'Heard together with <a href="{address(other)}">{reference(league, other)}</a>' in page


def test_a_number_that_is_none_is_refused_on_the_form(
    league: bodies.Body, two: tuple[UUID, UUID], signed_in: SignedIn
) -> None:
    one, other = two
    applied(league, one, other)

    answer = signed_in("Imre Castell").post(
        address(one, "do/direction_given/"),
        {"result": "granted", "on": "joinder", "cases": "2026-AAAA-AAAA", "reasons": "One evening."},
    )

    assert answer.status_code == 422
    assert "no such case" in answer.content.decode()
    assert not read(league, one).joined


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
