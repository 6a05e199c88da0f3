"""Two bodies in one house: whoever belongs to one finds nothing of the other, even with one account in both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client

from alteram import worked
from alteram.people import fictional_id
from alteram_web.casework import bodies, record, selectors
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import CLUB, LEAGUE, Cast
from alteram_web.identity.models import Holder, User

NOW = datetime.now(UTC)
CLERKS = {LEAGUE.slug: "Dev Ashgrove", CLUB.slug: "Maud Ferrers"}
WAYS = [(LEAGUE, CLUB), (CLUB, LEAGUE)]


@pytest.fixture
def cases(transactional_db: None) -> dict[str, UUID]:
    """Both bodies, each with one live case that waits for its notice of hearing."""
    return {cast.slug: one_case(cast) for cast in (LEAGUE, CLUB)}


def one_case(cast: Cast) -> UUID:
    folder = Path(site.RULEBOOKS) / cast.slug
    people, names = worked.read_people(next(iter(sorted(folder.glob("*/people.yaml")))))
    body = seeding._body(people, names, cast=cast)
    live = next(one for one in cast.live if one.before == "give_notice")
    told = seeding._live(folder, live, names, people, NOW)
    seeding._enter(body, told, NOW)
    name = CLERKS[cast.slug]
    user = User.objects.create_user(f"{fictional_id(name)}@demo.invalid", name=name)
    Holder.objects.create(user=user, body=body.id, person=fictional_id(name))
    return UUID(told.name)


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Holder.objects.get(person=fictional_id(name)).user)
    return client


def viewer(cast: Cast, name: str) -> Viewer:
    return Viewer(body=bodies.by_slug(cast.slug).id, person=fictional_id(name), now=NOW, day=NOW.date())


def addresses(cast: Cast, chain: UUID) -> list[str]:
    case = f"/{cast.slug}/cases/case/{chain}/"
    return [case, f"{case}do/give_notice/", f"{case}do/contact_reported/", f"{case}receipt/0/"]


@pytest.mark.parametrize(("own", "other"), WAYS, ids=lambda cast: cast.slug)
def test_a_clerk_finds_the_case_of_the_own_body_and_none_of_the_other(
    cases: dict[str, UUID], own: Cast, other: Cast
) -> None:
    client = signed_in(CLERKS[own.slug])
    mine, theirs = cases[own.slug], cases[other.slug]

    assert str(mine) in client.get(f"/{own.slug}/cases/").content.decode()
    assert client.get(addresses(own, mine)[0]).status_code == 200
    assert str(theirs) not in client.get(f"/{own.slug}/cases/").content.decode()
    for address in addresses(other, theirs) + addresses(own, theirs) + addresses(other, mine):
        assert client.get(address).status_code in (302, 403, 404), address
    assert client.get(addresses(own, theirs)[0]).status_code == 404
    posted = client.post(addresses(own, theirs)[1], {"seen": "1"})
    assert posted.status_code == 404


@pytest.mark.parametrize(("own", "other"), WAYS, ids=lambda cast: cast.slug)
def test_neither_list_nor_search_nor_count_nor_page_reaches_over(
    cases: dict[str, UUID], own: Cast, other: Cast
) -> None:
    clerk, theirs = viewer(own, CLERKS[own.slug]), cases[other.slug]
    reference = selectors.my_cases(viewer(other, CLERKS[other.slug])).cases[0].reference

    assert {one.chain for one in selectors.my_cases(clerk).cases} == {cases[own.slug]}
    assert sum(selectors.count(clerk).values()) == 1
    assert theirs not in {one.chain for one in selectors.search(clerk, reference)}
    with pytest.raises(NotFound):
        selectors.case_page(clerk, theirs)
    with record.transaction(clerk.body):
        assert record.load(clerk.body, theirs).entries == ()


@pytest.mark.parametrize(("own", "other"), WAYS, ids=lambda cast: cast.slug)
def test_one_account_with_a_place_in_both_is_two_people(cases: dict[str, UUID], own: Cast, other: Cast) -> None:
    client = signed_in(CLERKS[own.slug])
    charged = next(one.respondent for one in other.live if one.before == "give_notice")
    user = Holder.objects.get(person=fictional_id(CLERKS[own.slug])).user
    Holder.objects.create(user=user, body=bodies.by_slug(other.slug).id, person=fictional_id(charged))
    mine, theirs = cases[own.slug], cases[other.slug]

    page = client.get(f"/{own.slug}/cases/").content.decode()
    assert str(mine) in page
    assert str(theirs) not in page
    assert client.get(addresses(own, theirs)[0]).status_code == 404
    assert client.get(addresses(own, theirs)[1]).status_code == 404
    assert client.post(addresses(own, theirs)[1], {"seen": "1"}).status_code == 404
    assert client.get(addresses(other, theirs)[0], follow=True).status_code == 200
    assert client.get(addresses(other, mine)[0]).status_code == 404


def test_a_place_in_the_other_body_opens_nothing_here(cases: dict[str, UUID]) -> None:
    """A person of the club who holds a place in the League as somebody with no part in the case."""
    held = Holder.objects.get(person=fictional_id("Maud Ferrers"))
    Holder.objects.create(user=held.user, body=bodies.by_slug(LEAGUE.slug).id, person=fictional_id("A Stranger"))
    client = signed_in("Maud Ferrers")

    assert str(cases[LEAGUE.slug]) not in client.get(f"/{LEAGUE.slug}/cases/").content.decode()
    assert client.get(addresses(LEAGUE, cases[LEAGUE.slug])[0]).status_code == 404
    assert client.get(addresses(CLUB, cases[CLUB.slug])[0]).status_code == 200


@pytest.mark.parametrize("cast", [LEAGUE, CLUB], ids=lambda cast: cast.slug)
def test_one_becomes_somebody_of_either_body_and_the_front_page_says_what_waits(
    cases: dict[str, UUID], cast: Cast
) -> None:
    client = Client()
    page = client.get("/demonstration/").content.decode()
    answer = client.post("/demonstration/become/", {"person": CLERKS[cast.slug]})

    assert all(part.name in page for part in cast.parts)
    assert "One case waits for you." in page
    assert answer.status_code == 302
    assert answer["Location"] == f"/{cast.slug}/cases/"
    assert str(cases[cast.slug]) in client.get(answer["Location"]).content.decode()
    assert client.post("/demonstration/become/", {"person": "Nobody At All"}).status_code == 404


def test_the_letter_ends_no_membership_in_the_club_either(cases: dict[str, UUID]) -> None:
    page = Client().post("/demonstration/letter/", {"member": "Wystan Cole", "in": CLUB.slug}).content.decode()

    assert "Sent by Lionel Garth" in page
    assert "E-ROLE-EXEC" in page
    assert "E-SANCTION-NO-FINDING" in page


def test_no_name_belongs_to_two_bodies() -> None:
    names = [part.name for cast in (LEAGUE, CLUB) for part in cast.parts]

    assert len(names) == len(set(names))
