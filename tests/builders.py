"""Cases to begin a story from. They go through the real ``decide``, so no story can start from an unlawful case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from alteram import worked
from alteram.codec import Entry
from alteram.people import People, fictional_id
from alteram.procedure import ALONE, Beyond, Refusal, Verdict, Wish, decide
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Rulebook
from alteram.worked import Told

RULEBOOKS = Path(__file__).parents[1] / "rulebooks"
LEAGUE = RULEBOOKS / "lantern-league"


@cache
def league() -> Rulebook:
    """The rule book of the Lantern League."""
    return load_rulebook(LEAGUE)


@cache
def league_people() -> tuple[People, dict[str, str]]:
    return worked.read_people(LEAGUE / "2025" / "people.yaml")


def case_before(story_id: str, name: str, *, time_: int = 1) -> Told:
    """A worked case as it stood right before a step (or incidental act) was taken for the n-th time."""
    people, names = league_people()
    story = worked.read_story(LEAGUE / "2025" / "worked" / f"{story_id}.yaml", names)
    places = [place for place, line in enumerate(story.lines) if line.name == name and not line.attempt]
    lines = story.lines[: places[time_ - 1]]
    told = worked.run(replace(story, lines=lines, end={}), league(), people)
    assert told.failures == []
    return told


def told_before(edition: str, story_id: str, name: str) -> Told:
    """A worked case of any body (``dockside-branch/2026``) as it stood right before a step was first taken."""
    folder = RULEBOOKS / edition
    people, names = worked.read_people(folder / "people.yaml")
    story = worked.read_story(folder / "worked" / f"{story_id}.yaml", names)
    place = next(place for place, line in enumerate(story.lines) if line.name == name and not line.attempt)
    told = worked.run(replace(story, lines=story.lines[:place], end={}), load_rulebook(folder.parent), people)
    assert told.failures == []
    return told


def try_(
    told: Told,
    step: str,
    *,
    by: str | list[str],
    on: str,
    result: str | None = None,
    **fields: Any,
) -> Verdict:
    """What the case answers to a step tried on a day. A field called like an argument has an underscore behind it.

    ``beyond`` is what may be known of linked cases and of the register.
    """
    beyond: Beyond = fields.pop("beyond", ALONE)
    names = [by] if isinstance(by, str) else by
    day = date.fromisoformat(on)
    in_book = step in told.edition.steps
    wish = Wish(
        case=told.name,
        step=step if in_book else None,
        act=None if in_book else step,
        result=result,
        at=day,
        recorded=datetime.combine(day, time(12), UTC),
        by=tuple("clock" if name == "clock" else fictional_id(name) for name in names),
        typed_by=fictional_id(str(fields.pop("typed_by"))) if "typed_by" in fields else None,
        channel=str(fields.pop("via")) if "via" in fields else None,
        fields={name.rstrip("_"): value for name, value in fields.items()},
    )
    return decide(told.rulebook, told.people, told.case, wish, beyond=beyond)


def codes(verdict: Verdict) -> set[str]:
    return {refusal.code for refusal in verdict.refusals}


def did(told: Told, step: str, *, by: str | list[str], on: str, result: str | None = None, **fields: Any) -> Entry:
    """The same, lawful and entered."""
    verdict = try_(told, step, by=by, on=on, result=result, **fields)
    assert verdict.draft is not None, verdict.refusals
    return worked.enter(told, verdict.draft, datetime.combine(date.fromisoformat(on), time(12), UTC))


def refused(verdict: Verdict, code: str, floor: str) -> Refusal:
    """The refusal with this code, which rests on this floor and says what would make it lawful."""
    found = [one for one in verdict.refusals if (one.code, one.clause) == (code, floor)]
    assert found, verdict.refusals
    assert found[0].remedy
    return found[0]


def rewrite(told: Told, **changes: Any) -> None:
    """The story under a book that says something else in one place."""
    assert told.case is not None
    changed = replace(told.edition, **changes)
    editions = tuple(changed if one is told.edition else one for one in told.rulebook.editions)
    told.rulebook = replace(told.rulebook, editions=editions)
    told.case.rulebook, told.case.edition = told.rulebook, changed
