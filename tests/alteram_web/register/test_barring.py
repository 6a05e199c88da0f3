"""A charge over somebody's bar goes through the door only if the register showed that bar on the day (RUL-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as site

from alteram import worked
from alteram.people import fictional_id
from alteram.procedure import Refused
from alteram_web.casework import bodies, commands, editions
from alteram_web.demonstration import seeding

FOLDER = Path(site.RULEBOOKS) / "lantern-league"
CHARGE = {
    "clause": "3.14", "edition": "2025", "place": "the hall at Caldmouth", "deed": "Held a League quiz with him.",
    "mind": "knowingly", "exhibits": ["E1"], "barred_person": fictional_id("Corwin Bale"),
}  # fmt: skip


@pytest.fixture
def to_charge(league: bodies.Body) -> worked.Told:
    """A case that waits for its charges, about the end of June and the beginning of July."""
    people, names = worked.read_people(FOLDER / "2025" / "people.yaml")
    story = worked.read_story(FOLDER / "2026" / "worked" / "V01.yaml", names)
    lines = [line for line in story.lines if line.name != "charge"]
    told = worked.run(replace(story, lines=tuple(lines), end={}), editions.rulebook("lantern-league"), people)
    assert told.failures == []
    seeding._enter(league, told, datetime(2026, 9, 18, 12, tzinfo=UTC))
    return told


@pytest.mark.parametrize(("day", "known"), [("2026-06-28", False), ("2026-06-29", True)])
def test_a_bar_counts_from_the_day_on_which_its_notice_could_be_read(
    league: bodies.Body, expelled: UUID, to_charge: worked.Told, day: str, known: bool
) -> None:
    now = datetime(2026, 9, 21, 12, tzinfo=UTC)
    wish = worked.wish_of(to_charge, to_charge.story.lines[-1])
    wish = replace(
        wish, step="charge", result=None, at=now.date(), recorded=now, by=(fictional_id("Marguerite Sol"),),
        channel="email", fields={"charges": [{**CHARGE, "days": [day]}]},
    )  # fmt: skip

    if known:
        assert commands.act(wish, body=league.id)
        return
    with pytest.raises(Refused) as refused:
        commands.act(wish, body=league.id)
    assert [one.code for one in refused.value.verdict.refusals] == ["E-BAR-UNPUBLISHED"]
