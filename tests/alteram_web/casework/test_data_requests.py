"""Data protection keeps the requests for personal data by a command: on record, with their days and their answers."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from alteram.codec import Actor
from alteram_web.casework import bodies, house

from .conftest import CORWIN, MONDAY, WREN, at

TODAY = datetime.now(UTC).date()
CELIA = "p-celia-of-data"


@pytest.fixture
def guarded(body: bodies.Body) -> bodies.Body:
    """The body with somebody of data protection."""
    appointer = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    data = {"person": CELIA, "pool": "data_protection_team", "since": "2024-01-01", "until": "2099-12-31"}
    deed = house.Deed(act="pool_member_appointed", at=MONDAY, by=appointer, data=data)
    house.enter(body.id, deed, now=at(MONDAY, 9))
    return body


def run(*words: str) -> str:
    said = io.StringIO()
    call_command("data_request", "lantern-league", *words, stdout=said)
    return said.getvalue()


def test_a_request_waits_is_extended_and_answered(guarded: bodies.Body) -> None:
    arrived = (TODAY - timedelta(days=3)).isoformat()
    listed = run("--received", CORWIN, "--asks-for", "erasure", "--on", arrived, "--by", CELIA)
    number = listed.partition(":")[0]
    assert f"erasure for {CORWIN}" in listed
    assert "1 month after" in listed

    with pytest.raises(CommandError, match="told why"):
        run("--answers", number, "--answer", "refused", "--by", CELIA)
    later = run("--answers", number, "--answer", "extended", "--reasons", "It concerns six cases.", "--by", CELIA)
    assert "3 months after" in later
    done = run(
        "--answers", number, "--answer", "refused", "--exemption", "17(3)(e)", "--reasons", "A claim runs.",
        "--by", CELIA,
    )  # fmt: skip
    assert done == ""


def test_a_request_that_waits_too_long_is_said_to_be_overdue(guarded: bodies.Body) -> None:
    arrived = (TODAY - timedelta(days=50)).isoformat()

    assert "OVERDUE" in run("--received", CORWIN, "--on", arrived, "--by", CELIA)


def test_nobody_else_enters_one(guarded: bodies.Body) -> None:
    with pytest.raises(CommandError, match="data protection"):
        run("--received", CORWIN, "--by", WREN)
    assert run() == ""
