"""No clerk closes a case over a complainant who may still ask for a second look, or who has asked and waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alteram.duties import owed
from alteram.people import fictional_id
from alteram.worked import Told
from tests.builders import codes, did, told_before, try_

A_DAY = timedelta(days=1)
BOOKS = [
    # the book and a case of it, the decision that turns away, who makes it and when, who closes, how one asks again
    ("commonweal-party/2026.1", "CP02", "triage=no_case", "Pauline Whitlow", "2026-06-03", "Noor Haddon",
     "ask_triage_review"),
    ("federated-signal-workers/2026", "FS02", "preliminary_review=no_action", "Sheena Abbot", "2026-06-08",
     "Dougal Rennie", "ask_review"),
    ("pennywater-rowing/2026", "P01", "first_read=no_action", "Idris Penrose", "2026-03-13", "Maud Ferrers",
     "ask_reread"),
]  # fmt: skip


def turned_away(row: tuple[str, ...]) -> tuple[Told, date]:
    """A complaint that was turned away, and the last day on which one may ask again."""
    book, story, decision, by, on, _, ask = row
    step, result = decision.split("=")
    told = told_before(book, story, step)
    did(told, step, by=by, on=on, result=result, clauses=["x"], threshold="x", reasons="x")
    assert told.case is not None
    last = next(duty.due.day for duty in owed(told.case) if duty.rule.step == ask and duty.due is not None)
    return told, last


@pytest.mark.parametrize("row", BOOKS, ids=[row[0] for row in BOOKS])
def test_nothing_is_closed_while_there_is_time_to_ask(row: tuple[str, ...]) -> None:
    told, last = turned_away(row)
    clerk = row[5]

    assert "E-TOO-EARLY" in codes(try_(told, "close", by=clerk, on=last.isoformat(), bucket="no action"))
    assert "E-TOO-EARLY" not in codes(try_(told, "close", by=clerk, on=f"{last + A_DAY}", bucket="no action"))


@pytest.mark.parametrize("row", BOOKS, ids=[row[0] for row in BOOKS])
def test_nothing_is_closed_while_nobody_has_answered_whoever_asked(row: tuple[str, ...]) -> None:
    told, last = turned_away(row)
    assert told.case is not None
    who = told.case.parties["complainant"][0]
    asker = next(name for name in told.story.names.values() if fictional_id(name) == who)

    did(told, row[6], by=asker, on=last.isoformat(), grounds="x")

    assert "E-BARRED" in codes(try_(told, "close", by=row[5], on=f"{last + A_DAY}", bucket="no action"))
