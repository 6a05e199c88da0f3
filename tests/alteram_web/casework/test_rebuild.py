"""Every row can be computed again from the record, and is then as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from alteram_web.casework import bodies, commands, projections, rebuilding
from alteram_web.casework.receipts import Receipt

from .conftest import HOLLIS, Roles, acknowledged, at, rows


def _some_history(body: bodies.Body, received: Receipt) -> None:
    from alteram.procedure import Wish

    commands.act(acknowledged(received.chain), body=body.id)
    day = date(2026, 1, 19)
    commands.act(
        Wish(
            case=received.chain, step="triage", result="investigate", at=day, recorded=at(day), by=(HOLLIS,),
            fields={"clauses": ["3.4", "3.7"], "reasons": "Threshold met on both."},
        ),
        body=body.id,
    )  # fmt: skip


def test_rebuilding_changes_nothing(body: bodies.Body, received: Receipt) -> None:
    _some_history(body, received)

    assert rebuilding.rebuild(body) == []
    call_command("rebuild", verbosity=0)


def test_a_row_that_was_tampered_with_is_found_and_only_the_owner_puts_it_right(
    body: bodies.Body, received: Receipt, roles: Roles, as_owner: Callable[[], None]
) -> None:
    _some_history(body, received)
    with roles.connect("postgres") as asked:
        asked.execute("UPDATE casework.duty_row SET due = '2030-01-01' WHERE chain = %s", (received.chain,))
        asked.execute("DELETE FROM casework.access_row WHERE class = 'progress'")

    found = rebuilding.rebuild(body)

    assert {one.how for one in found} == {"wrong", "missing"}
    with pytest.raises(CommandError, match="differ from the record"):
        call_command("rebuild", verbosity=0)
    with pytest.raises(Exception, match="permission denied"):
        rebuilding.rebuild(body, repair=True)
    as_owner()
    call_command("rebuild", "--repair", verbosity=0)
    assert rebuilding.rebuild(body) == []
    assert rows(roles, "SELECT count(*) FROM casework.duty_row WHERE due = '2030-01-01'") == [(0,)]


def test_the_clock_runs_over_every_case(
    body: bodies.Body, received: Receipt, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("run_clock")  # the day is that of the machine, years after the complaint

    assert "lantern-league: 1 cases" in capsys.readouterr().out
    assert rebuilding.rebuild(body) == []


def test_what_is_entered_meanwhile_is_no_difference(
    body: bodies.Body, received: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered: list[object] = []

    def acts() -> None:
        entered.append(commands.act(acknowledged(received.chain), body=body.id))
        connection.close()

    worker, compute = threading.Thread(target=acts), projections.all_rows

    def meanwhile(*asked: Any) -> Any:
        monkeypatch.undo()
        worker.start()
        worker.join(timeout=1)  # it waits until the comparison is done
        return compute(*asked)

    monkeypatch.setattr(projections, "all_rows", meanwhile)

    assert rebuilding.rebuild(body) == []
    worker.join(timeout=20)
    assert len(entered) == 1
