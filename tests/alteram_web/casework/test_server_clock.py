"""The clock of the machine: set while the site ran, or behind the record when it started. Nothing happens then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from alteram_web.casework import bodies, commands, placing, server_clock, steady
from alteram_web.casework.receipts import Receipt
from alteram_web.casework.steady import Look

from .conftest import MONDAY, Roles, acknowledged, at, complaint, rows

HOUR = 3600.0
Set = Callable[[float], None]


def test_a_clock_that_runs_is_right_and_small_steps_are_followed() -> None:
    looks = iter([Look(1000.0, 5.0), Look(1010.0, 15.0), Look(1310.0, 20.0), Look(1311.0, 21.0), Look(1606.0, 22.0)])
    watched = steady.Watched(lambda: next(looks))

    assert [watched.jumped() for _ in range(4)] == [None] * 4


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 601.0, -601.0])
def test_a_clock_that_was_set_is_wrong_until_it_is_back(jump: float) -> None:
    looks = iter([Look(1000.0, 5.0), Look(1001.0 + jump, 6.0), Look(1090.0 + jump, 95.0), Look(1095.0, 100.0)])
    watched = steady.Watched(lambda: next(looks))

    assert [watched.jumped() for _ in range(3)] == [timedelta(seconds=jump), timedelta(seconds=jump), None]


def test_the_second_clock_is_one_that_nobody_sets() -> None:
    first, second = steady._look(), steady._look()

    assert 0 <= second.steady - first.steady < 1
    assert abs(first.wall - datetime.now(UTC).timestamp()) < 1


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the clock of this process ahead by so many seconds, as it is seen against the steady one."""
    off = [0.0]

    def look() -> Look:
        right = steady._look()
        return Look(right.wall + off[0], right.steady)

    monkeypatch.setattr(steady, "_watched", steady.Watched(look))

    def ahead(seconds: float) -> None:
        off[0] = seconds

    return ahead


def test_no_page_by_a_wrong_clock(body: bodies.Body, set_clock: Set) -> None:
    addresses = ("/", f"/{body.slug}/", f"/{body.slug}/api/me", "/healthz")
    before = [Client().get(address).status_code for address in addresses]
    set_clock(26 * HOUR)
    pages = [Client(raise_request_exception=False).get(address) for address in addresses]
    set_clock(0)

    assert [page.status_code for page in pages] == [503] * 4
    assert "1560 minutes ahead" in pages[1].content.decode()
    assert pages[2].json()["code"] == "E-CLOCK"
    assert [Client().get(address).status_code for address in addresses] == before


def test_nothing_is_entered_by_a_wrong_clock(
    body: bodies.Body, received: Receipt, roles: Roles, set_clock: Set
) -> None:
    before = rows(roles, "SELECT count(*) FROM casework.ledger_entry")
    set_clock(HOUR)
    for deed in (acknowledged(received.chain, at=MONDAY, recorded=at(MONDAY, 11)), complaint()):
        with pytest.raises(steady.ClockJumped):
            commands.act(deed, body=body.id)
    assert rows(roles, "SELECT count(*) FROM casework.ledger_entry") == before

    set_clock(0)
    assert commands.act(acknowledged(received.chain, at=MONDAY, recorded=at(MONDAY, 11)), body=body.id).index == 1


def test_the_worker_does_nothing_by_a_wrong_clock(body: bodies.Body, set_clock: Set) -> None:
    set_clock(-HOUR)
    with pytest.raises(CommandError, match="60 minutes behind"):
        call_command("work")

    set_clock(0)
    call_command("work")


def publish(roles: Roles, body: bodies.Body, now: datetime) -> None:
    with roles.connect("alteram_log") as link:
        link.autocommit = True
        placing.place(link, body)
        placing.publish(link, body, now=now)


@pytest.fixture
def just_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_clock._Begun, "yet", False)


def test_a_start_with_a_clock_behind_the_record_shows_nothing(
    body: bodies.Body, received: Receipt, roles: Roles, just_started: None
) -> None:
    publish(roles, body, datetime.now(UTC) + timedelta(hours=3))

    page = Client(raise_request_exception=False).get(f"/{body.slug}/")

    assert page.status_code == 503
    assert "180 minutes behind the last checkpoint" in page.content.decode()


def test_a_start_with_the_right_clock_goes_on(
    body: bodies.Body, received: Receipt, roles: Roles, just_started: None
) -> None:
    publish(roles, body, datetime.now(UTC))

    assert Client().get(f"/{body.slug}/").status_code == 200
