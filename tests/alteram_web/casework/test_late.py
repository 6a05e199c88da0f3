"""A late entry through the door: the clock's entry is overtaken, stays, and every row says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from alteram.codec import Paper
from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, clock, commands, rebuilding, record
from alteram_web.demonstration import seeding
from tests.builders import case_before
from tests.portal_fixtures import league, master_key

__all__ = ["league", "master_key"]


def test_an_answer_typed_two_days_late_overtakes_what_the_clock_made_of_silence(league: bodies.Body) -> None:
    told = case_before("G01", "respond")
    now = datetime(2026, 2, 6, 12, tzinfo=UTC)
    seeding._enter(league, told, told.entries[-1].recorded)
    chain = UUID(told.name)
    clock.catch_up(league.id, chain, until=now)
    with record.transaction(league.id):
        deemed = record.load(league.id, chain).entries[-1]
    assert (deemed.step, deemed.result) == ("respond", "none")

    commands.act(
        Wish(
            case=told.name, step="respond", result="given", at=date(2026, 2, 4), recorded=now,
            by=(fictional_id("Corwin Bale"),), typed_by=fictional_id("Dev Ashgrove"), late="It came by post.",
            fields={"answers": {"1": "denies"}, "account": "It was a joke."},
            papers=(Paper(kind="letter", digest="5e" * 32),),
        ),
        body=league.id,
    )  # fmt: skip

    with record.transaction(league.id):
        entry = record.load(league.id, chain).entries[-1]
        (overtaken,) = [
            dict(row.cells)["overtaken"]
            for row in record.stored_rows(chain)
            if row.table == "entry_row" and dict(row.cells)["index"] == deemed.index
        ]
    assert entry.overtakes == (deemed.index,)
    assert overtaken is True
    assert rebuilding.rebuild(league) == []
