"""The administrator's commands: a body from nothing to somebody who can work on a case."""

from __future__ import annotations

import io

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client

from alteram_web.casework import bodies, commands, selectors
from alteram_web.casework.selectors import Viewer
from alteram_web.identity.models import Holder, User

from .conftest import MONDAY, at, complaint


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("transactional_db")
def test_a_body_is_begun_and_somebody_works_in_it() -> None:
    run("found_body", "lantern-league", "Lantern League")
    told = run("add_person", "lantern-league", "Wren Oduya", "Wren@Example.org")
    person = told.partition(":")[0]
    run(
        "appoint",
        "lantern-league",
        person,
        "intake_team",
        "--since",
        "2024-01-01",
        "--trained",
        "2024-02-01",
        "--by",
        "p-board",
    )
    body = bodies.by_slug("lantern-league")
    received = commands.act(complaint(), body=body.id)

    user = User.objects.get(email="wren@example.org")
    assert Holder.objects.get(user=user).person == person
    viewer = Viewer(body=body.id, person=person, now=at(MONDAY), day=MONDAY)
    assert [str(one.chain) for one in selectors.my_cases(viewer).cases] == [received.chain]
    client = Client()
    client.force_login(user)
    assert client.get("/lantern-league/cases/").status_code == 200


@pytest.mark.usefixtures("transactional_db")
def test_the_same_person_twice_is_one_person_and_one_account() -> None:
    run("found_body", "lantern-league", "Lantern League")

    first = run("add_person", "lantern-league", "Wren Oduya", "wren@example.org")
    second = run("add_person", "lantern-league", "Wren Oduya", "wren@example.org")

    assert first == second
    assert User.objects.count() == 1


@pytest.mark.usefixtures("transactional_db")
def test_whoever_takes_an_office_finds_nothing() -> None:
    run("found_body", "lantern-league", "Lantern League")
    person = run("add_person", "lantern-league", "Rufus Dane", "rufus@example.org").partition(":")[0]
    run("appoint", "lantern-league", person, "intake_team", "--since", "2024-01-01", "--by", "p-board")
    run("appoint", "lantern-league", person, "Convenor", "--office", "--since", "2024-06-01", "--by", "p-board")
    body = bodies.by_slug("lantern-league")
    commands.act(complaint(), body=body.id)

    viewer = Viewer(body=body.id, person=person, now=at(MONDAY), day=MONDAY)
    assert selectors.my_cases(viewer).cases == ()


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("appoint", "lantern-league", "p-a", "no_pool", "--since", "2024-01-01", "--by", "p-b"),
            "has no pool “no_pool”",
        ),
        (("add_person", "no-body", "A", "a@example.org"), "There is no body"),
    ],
)
def test_what_is_wrong_is_one_sentence(words: tuple[str, ...], says: str) -> None:
    run("found_body", "lantern-league", "Lantern League")

    with pytest.raises(CommandError, match=says):
        run(*words)


@pytest.mark.usefixtures("transactional_db")
def test_whoever_was_added_sets_a_first_password_by_mail(mailoutbox: list[EmailMessage]) -> None:
    run("found_body", "lantern-league", "Lantern League")
    run("add_person", "lantern-league", "Wren Oduya", "wren@example.org")

    answer = Client().post("/account/password/reset/", {"email": "wren@example.org"})

    assert answer.status_code == 302
    (mail,) = mailoutbox
    assert mail.to == ["wren@example.org"]
    assert "/account/password/reset/key/" in str(mail.body)
