"""Training is recorded by topic, counts from its own day in each place, and is read back as it was written."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alteram.people import Membership, fictional_id
from alteram_web.casework import bodies, rebuilding, record
from tests.builders import LEAGUE

from .test_golden_cases import whole_league

__all__ = ["whole_league"]

ROSALIND = fictional_id("Rosalind Achebe")


def place(body: bodies.Body) -> Membership:
    with record.transaction(body.id):
        people = record.people()
    [found] = [one for one in people.memberships if (one.person, one.pool) == (ROSALIND, "hearing_pool")]
    return found


def train(topic: str, on: str) -> None:
    call_command(
        "record_training",
        "lantern-league",
        ROSALIND,
        about=topic,
        on=date.fromisoformat(on),
        by="p-appoints",
        verbosity=0,
    )


def test_each_topic_has_the_day_of_its_last_training(whole_league: bodies.Body) -> None:
    before = place(whole_league).trained

    train("fair hearings", "2026-02-01")
    train("Bias", "2026-03-01")
    train("bias", "2026-05-01")
    train("bias", "2026-04-01")

    found = place(whole_league)
    assert found.topics == {"fair hearings": date(2026, 2, 1), "bias": date(2026, 5, 1)}
    assert found.trained == before
    assert found.trained_in("Fair_Hearings") == date(2026, 2, 1)
    assert rebuilding.rebuild(whole_league) == []


def test_a_training_without_a_topic_counts_for_each(whole_league: bodies.Body) -> None:
    train("bias", "2026-02-01")
    train("", "2026-03-01")

    found = place(whole_league)
    assert (found.trained, found.trained_in("bias")) == (date(2026, 3, 1), date(2026, 3, 1))


def test_a_topic_that_no_rule_asks_for_is_refused(whole_league: bodies.Body, tmp_path: Path, settings: Any) -> None:
    shutil.copytree(LEAGUE, tmp_path / "lantern-league")
    book = tmp_path / "lantern-league" / "2026" / "procedure.yaml"
    text = book.read_text(encoding="utf-8")
    assert "  hearing_pool: {" in text
    changed = text.replace("  hearing_pool: {", "  hearing_pool: {training: {bias: 2 years}, ", 1)
    book.write_text(changed, encoding="utf-8")
    settings.RULEBOOKS = str(tmp_path)

    with pytest.raises(CommandError, match="ask for training in bias, not in first aid"):
        train("first aid", "2026-03-01")
    train("BIAS", "2026-03-01")

    assert place(whole_league).trained_in("bias") == date(2026, 3, 1)
