"""The site answers, with the headers it owes, as the role that may do little."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_says_ok() -> None:
    answer = Client().get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_site_is_not_the_owner_of_what_it_reads() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        who = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        owned = cursor.fetchone()

    assert who == ("alteram_app", False, False)
    assert owned == (0,)


@pytest.mark.parametrize("address", ["/demonstration/", "/account/login/"])
def test_pages_carry_a_strict_policy(address: str) -> None:
    answer = Client().get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_nobody_signs_up_alone() -> None:
    answer = Client().get("/account/signup/")

    assert b"<form" not in answer.content or b"password1" not in answer.content
