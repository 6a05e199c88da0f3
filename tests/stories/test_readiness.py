"""The checklist before a hearing, and the guards of its opening: what blocks on the one is what the other refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from alteram import readiness, worked
from alteram.case import Case
from alteram.people import fictional_id
from alteram.procedure import Wish, decide
from tests.builders import LEAGUE, case_before, league, league_people

PEOPLE = league_people()[0]
PANEL = tuple(fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"))


def opening(case: Case) -> set[tuple[str, str]]:
    """What the judge says to those who would open it on the day told, with everything typed in."""
    day = max(case.announced.get("open_hearing", date(2026, 5, 14)), case.entries[-1].at)
    by = case.people_in("hearing_panel")
    wish = Wish(
        case=case.name, step="open_hearing", at=day, recorded=datetime.combine(day, time(11), UTC), by=by,
        fields={"recording": "R-1", "openness": "public", "present": dict.fromkeys(by, "panel")},
    )  # fmt: skip
    return {(one.code, one.sentence) for one in decide(league(), PEOPLE, case, wish).refusals}


def blocking(case: Case) -> dict[str, set[tuple[str, str]]]:
    step = case.edition.steps["open_hearing"]
    items = readiness.checklist(case, PEOPLE, step, on=date(2026, 5, 14))
    assert tuple(one.name for one in items) == readiness.ITEMS
    return {one.name: {(r.code, r.sentence) for r in one.refusals} for one in items if one.blocks}


LINES = ("give_notice", "release_bundle", "declaration_filed", "open_hearing")
FOLDER = LEAGUE / "2025" / "worked"


def told_in(story: str) -> set[str]:
    return {line.name for line in worked.read_story(FOLDER / f"{story}.yaml", {}).lines if not line.attempt}


@pytest.mark.parametrize(
    ("story", "before"),
    [(story, line) for story in ("G01", "G02", "G05") for line in LINES if line in told_in(story)],
)
def test_what_blocks_is_what_the_opening_is_refused_for(story: str, before: str) -> None:
    told = case_before(story, before)
    assert told.case is not None

    found = blocking(told.case)

    assert set().union(*found.values()) == opening(told.case)
    assert sum(len(one) for one in found.values()) == len(opening(told.case)), "each under one item"


def test_before_the_notice_much_is_open_and_before_the_opening_nothing_blocks() -> None:
    before, ready = case_before("G01", "give_notice").case, case_before("G01", "open_hearing").case
    assert before is not None
    assert ready is not None

    assert {"panel", "rules"} <= set(blocking(before))
    assert blocking(ready) == {}
    step = ready.edition.steps["open_hearing"]
    done = {one.name: one for one in readiness.checklist(ready, PEOPLE, step, on=date(2026, 5, 14))}
    assert not done["notice"].open
    assert done["bundle"].entry is not None
    assert not done["guardian"].needed
    assert done["availability"].open, "nobody was asked, and that keeps nothing closed"
    assert not done["availability"].blocks
