"""Only the record changes standing for conduct, and every case is in exactly one cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alteram import worked
from alteram.case import replay
from alteram.standing import refuse_roll_change, standing
from alteram.statistics.cells import CELLS, cell
from tests.builders import LEAGUE, case_before, league, league_people


def stands(story: str, before: str, on: str) -> str:
    told = case_before(story, before)
    assert told.case is not None
    return str(standing(told.case, on=date.fromisoformat(on)))


def test_a_member_under_investigation_stands_in_full() -> None:
    assert stands("G01", "decide_interim", "2026-01-25") == "full"


def test_an_interim_measure_shows_its_last_day_and_ends_with_the_decision() -> None:
    assert stands("G01", "respond", "2026-01-27") == "interim until 2026-07-25"
    assert stands("G01", "publish", "2026-06-20") == "expulsion from 2026-06-20"


def test_a_suspension_has_an_exact_last_day() -> None:
    assert stands("G03", "publish", "2027-01-28") == "suspension from 2026-07-29 to 2027-01-28"
    assert stands("G03", "publish", "2027-01-29") == "full"


@pytest.mark.parametrize("reason", ["conduct", "Conduct ", "expelled", "", "brought the League into disrepute"])
def test_a_roll_cannot_end_a_standing_for_conduct(reason: str) -> None:
    refusal = refuse_roll_change(reason=reason)

    assert refusal is not None
    assert refusal.code == "E-STATUS-DISCIPLINE"


@pytest.mark.parametrize("reason", ["resigned", "Subscription lapsed", "died"])
def test_a_roll_may_say_that_somebody_left(reason: str) -> None:
    assert refuse_roll_change(reason=reason) is None


@pytest.mark.parametrize("story", sorted(path.stem for path in (LEAGUE / "2025" / "worked").glob("[GS]*.yaml")))
def test_a_case_is_in_one_known_cell_after_each_of_its_entries(story: str) -> None:
    people, names = league_people()
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)
    assert told.entries

    found = [cell(replay(league(), told.name, told.entries[: count + 1])) for count in range(len(told.entries))]

    assert set(found) <= set(CELLS)
    assert found[0] == "open"
    assert found[-1] != "open"


def test_what_the_clerk_types_at_closing_does_not_move_a_case_to_another_cell() -> None:
    told = case_before("G05", "apply_extension")
    closing = next(entry for entry in told.entries if entry.step == "close")
    told.entries[closing.index] = replace(closing, data={**closing.data, "bucket": "expelled"})

    assert cell(replay(league(), told.name, told.entries)) == "suspended"
