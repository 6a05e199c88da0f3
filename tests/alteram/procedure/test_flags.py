"""What the number of a marking remembers besides order, flag by flag: each record goes the other way without its flag.

The records are those of worked cases with one thing changed. The engine says first what is right; the compiled
procedure must say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from alteram import worked
from alteram.codec import Actor, Entry
from alteram.procedure.compiled import walk
from tests.alteram.procedure.test_compiled import RULEBOOKS, _beside, _numbered, _until, agree, told

G01 = RULEBOOKS / "lantern-league" / "2025" / "worked" / "G01.yaml"
A_DAY = timedelta(days=1)


def verdict(story: worked.Told, entries: Sequence[Entry]) -> bool:
    """Whether the last entry is lawful, by the engine and by the compiled procedure alike."""
    numbered = _numbered(entries)
    agree(story.rulebook, story.name, numbered)
    return numbered[-1].index not in walk(story.rulebook, story.name, numbered).unlawful


def _respondent(story: worked.Told) -> Actor:
    assert story.case is not None
    return Actor(who=story.case.parties["respondent"][0], role="respondent", capacity="respondent")


@pytest.mark.parametrize("waived", [True, False])
def test_a_notice_that_was_waived_may_be_shorter(waived: bool) -> None:
    """WAIVED, when the notice is given and when the hearing opens."""
    story = told(G01)
    before, notice = _until(story, "give_notice")
    on = notice.at + 21 * A_DAY
    accepted = [replace(_beside(notice, "notice_waived", down_to="14 clear days"), by=(_respondent(story),))]
    accepted = accepted if waived else []
    short = replace(notice, data={**notice.data, "hearing_on": on.isoformat()})

    assert verdict(story, [*before, *accepted, short]) == waived

    released = next(one for one in story.entries if one.step == "release_bundle")
    opening = next(one for one in story.entries if one.step == "open_hearing")
    assert verdict(story, [*before, *accepted, short, released, replace(opening, at=on)]) == waived


@pytest.mark.parametrize(("result", "on"), [("granted", "late_evidence"), ("refused", "late_evidence"), (None, "")])
def test_late_evidence_comes_in_by_leave_of_the_chair(result: str | None, on: str) -> None:
    """DIRECTED: without a direction the day has passed; with one the engine says whether it lets the paper in."""
    story = told(G01)
    before, opening = _until(story, "open_hearing")
    evidence = next(one for one in before if one.step == "file_evidence")
    late = replace(evidence, at=opening.at - A_DAY)
    kept = [one for one in before if one.step != "file_evidence" and one.at < late.at]
    given = [replace(_beside(late, "direction_given", on=on), result=result)] if result else []

    assert verdict(story, [*kept, *given, late]) == (result == "granted")


def test_an_extension_is_applied_for_before_the_sanction_ends() -> None:
    """SANCTIONED: the last day of a sanction is no day of the number, and the engine is asked for it."""
    story = told(G01.with_name("G05.yaml"))
    before, applied = _until(story, "apply_extension")

    assert verdict(story, [*before, applied])
    assert not verdict(story, [*before, replace(applied, at=applied.at + 60 * A_DAY)])


@pytest.mark.parametrize("stopped", [True, False])
def test_a_window_is_longer_where_its_clock_stood_still(stopped: bool) -> None:
    """PAUSED: a court's stay of ten days moves the last day of the time to appeal."""
    story = told(G01)
    before, given = _until(story, "give_reasons")
    at = given.at + 2 * A_DAY
    stay = replace(
        _beside(given, "court_order_entered", **{"from": at.isoformat(), "until": (at + 9 * A_DAY).isoformat()}),
        at=at,
        result="stay",
    )
    steps = story.rulebook.editions[0].steps
    appeal = replace(
        given, step="appeal", acts=steps["appeal"].acts, result=None, data={}, at=given.at + 27 * A_DAY,
        by=(Actor(who="p-answers", role="respondent", capacity="respondent"),),
    )  # fmt: skip

    assert verdict(story, [*before, given, *([stay] if stopped else []), appeal]) == stopped


@pytest.mark.parametrize("vacated", [True, False])
def test_a_day_given_up_stays_in_the_record_though_the_entry_was_overtaken(vacated: bool) -> None:
    """``passed_over``: a notice that told no day, and a hearing that was given up by an entry which counts no more."""
    story = told(G01)
    before, opening = _until(story, "open_hearing")
    untold = [
        replace(one, data={k: v for k, v in one.data.items() if k != "hearing_on"})
        if one.step == "give_notice"
        else one
        for one in before
    ]
    given_up = [_beside(untold[-1], "hearing_vacated")] if vacated else []
    number = len(untold)
    noted = replace(_beside(untold[-1], "progress_noted"), overtakes=(number,) if vacated else ())

    assert verdict(story, [*untold, *given_up, noted, opening]) != vacated


@pytest.mark.parametrize("first", ["p-answers", "p-speaks"])
def test_a_right_of_a_party_is_spent_by_whoever_speaks_for_it(first: str) -> None:
    """REPRESENTED: whose right a step is goes by the party, which no node knows."""
    story = told(G01)
    before, opening = _until(story, "open_hearing")
    at = next(one for one in before if one.step == "give_notice").at + A_DAY
    known = [one for one in before if one.at <= at]
    mine = _respondent(story)
    named = replace(_beside(known[-1], "representative_named", person="p-speaks"), at=at, by=(mine,))
    speaks = Actor(who="p-speaks", role="respondent", capacity="respondent")
    one, other = (mine, speaks) if first == "p-answers" else (speaks, mine)
    challenge = replace(_beside(known[-1], ""), step="challenge", acts=("panel_challenged",), at=at, by=(one,), data={})

    assert verdict(story, [*known, named, challenge])
    assert not verdict(story, [*known, named, challenge, replace(challenge, by=(other,))])
    assert opening.at > at
