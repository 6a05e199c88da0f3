"""A record replayed under its rules: what was against them is named, with clause and days, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alteram import worked
from alteram.breaches import Breach, Judged, as_data, judge, sentences, typed
from alteram.breaches.typed import Told
from alteram.codec import Entry
from alteram.people import People, fictional_id
from alteram.rulebook.editions import load_rulebook
from tests.builders import league, league_people, try_

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
TOLD_OF = {"CP05": ("E-CONTACT-RULE",)}  # a worked case in which a party, not the body, breaks a rule of the book
FILES = sorted(RULEBOOKS.glob("*/*/worked/*.yaml"))


def tell(*lines: str) -> Judged:
    """``2026-07-10 give_notice email 2026-08-06``: day, step with its result, channel, day announced."""
    return typed.check(league(), [_told(line) for line in lines])


def _told(line: str) -> Told:
    day, deed, *more = line.split()
    step, _, result = deed.partition("=")
    return Told(
        day=date.fromisoformat(day),
        step=step,
        result=result or None,
        channel=more[0] if more else "",
        announced=date.fromisoformat(more[1]) if more[1:] else None,
    )


def named(judged: Judged) -> list[tuple[str, str, str, int, int | None]]:
    return [(b.step, b.code, b.clause, b.days, b.follows) for b in judged.breaches]


UP_TO_CHARGE = (
    "2026-04-13 receive",
    "2026-04-14 acknowledge",
    "2026-04-22 triage=investigate",
    "2026-04-24 put_allegations email",
    "2026-05-08 respond=given",
    "2026-06-15 report=filed",
    "2026-06-26 examine=case_to_answer",
    "2026-07-08 charge email",
)


# The letter of the source story: membership ends in a summary letter, with no case at all


def test_the_letter_that_ended_a_membership_is_named_for_what_it_is() -> None:
    judged = tell("2026-05-11 sanction=expulsion")

    assert [b.code for b in judged.breaches] == ["E-SANCTION-NO-FINDING", "E-NOT-STARTED", "E-STAGE", "E-NEEDS"]
    first = judged.breaches[0]
    assert (first.clause, first.entry) == ("HRG-01", 0)
    assert first.sentence.startswith("Nobody loses standing for conduct without being told, heard and found against.")
    assert "no charge was issued" in first.sentence
    assert judged.breaches[1].sentence == "Against rule 8.5: no case has begun: there is no complaint on record."


def test_what_is_built_on_the_letter_is_judged_as_if_the_letter_stood() -> None:
    judged = tell("2026-05-11 sanction=expulsion", "2026-05-20 publish")

    assert judged.case.done("sanction")
    assert [b.code for b in judged.breaches if b.step == "publish"] == ["E-PUB-NOT-FINAL", "E-STAGE"]


# R03: the notice is too short


def test_a_notice_too_short_is_a_breach_with_clause_and_days_and_the_hearing_follows_from_it() -> None:
    judged = tell(*UP_TO_CHARGE, "2026-07-10 give_notice email 2026-08-06", "2026-08-06 open_hearing")

    assert named(judged) == [
        ("give_notice", "E-NOTICE-SHORT", "7.1", 5, None),
        ("open_hearing", "E-NOTICE-SHORT", "7.1", 5, 1),
    ]
    assert judged.breaches[0].counted.startswith("Served on Monday 13 July 2026.")
    assert "the notice gives 23 clear days and rule 7.1 asks for 28" in judged.breaches[0].sentence


def test_the_lawful_day_of_the_same_story_is_no_breach() -> None:
    judged = tell(*UP_TO_CHARGE, "2026-07-10 give_notice email 2026-08-11", "2026-08-11 open_hearing")

    assert judged.breaches == ()


def test_the_same_notice_in_a_whole_record_is_the_same_breach() -> None:
    told = _r03()
    lawful = try_(
        told, "give_notice", by="Dev Ashgrove", on="2026-07-10", via="email", hearing_on="2026-08-11", bundle="B1",
        panel=_panel(),
    )  # fmt: skip
    assert lawful.draft is not None
    entry = lawful.draft.entry(
        case=told.name, index=len(told.entries), recorded=told.entries[-1].recorded, edition=told.edition.digest,
        digests={},
    )  # fmt: skip
    short = replace(entry, data={**entry.data, "hearing_on": "2026-08-06"})

    assert judge(league(), league_people()[0], told.name, [*told.entries, entry]).breaches == ()
    assert named(judge(league(), league_people()[0], told.name, [*told.entries, short])) == [
        ("give_notice", "E-NOTICE-SHORT", "7.1", 5, None)
    ]


def _r03() -> worked.Told:
    people, names = league_people()
    story = worked.read_story(RULEBOOKS / "lantern-league/2025/worked/R03.yaml", names)
    lines = tuple(line for line in story.lines if not line.attempt)
    return worked.run(replace(story, lines=lines, end={}), league(), people)


def _panel() -> list[str]:
    return [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]


# Every lawful record replays clean, and a record with a hole does not


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_record_that_was_kept_by_the_rules_has_no_breach(path: Path) -> None:
    told, people = _worked(path)
    if told.entries:
        found = judge(told.rulebook, people, told.name, told.entries).breaches
        assert tuple(one.code for one in found) == TOLD_OF.get(path.stem, ())


def _worked(path: Path) -> tuple[worked.Told, People]:
    people, names = worked.read_people(path.parents[1] / "people.yaml")
    return worked.run(worked.read_story(path, names), load_rulebook(path.parents[2]), people), people


def test_a_consequence_that_the_record_leaves_out_is_a_breach_and_is_applied_all_the_same() -> None:
    told, people = _worked(RULEBOOKS / "lantern-league/2025/worked/G01.yaml")
    gone = next(entry for entry in told.entries if entry.step == "become_final")
    left = [entry for entry in told.entries if entry is not gone]

    judged = judge(told.rulebook, people, told.name, left)

    assert named(judged) == [("become_final", "E-CONSEQUENCE", "9.1", 0, None)]
    assert judged.breaches[0].day == gone.at
    assert judged.fired[0].step == "become_final"
    assert judged.case.final_on == gone.at


def test_an_entry_of_the_clock_that_the_rules_do_not_make_is_a_breach() -> None:
    told, people = _worked(RULEBOOKS / "lantern-league/2025/worked/G01.yaml")
    early = [
        replace(entry, at=date(2026, 6, 1)) if entry.step == "become_final" else entry
        for entry in told.entries
        if entry.at <= date(2026, 6, 20) and entry.step not in ("publish", "close")
    ]

    codes = [breach.code for breach in judge(told.rulebook, people, told.name, early).breaches]

    assert "E-CONSEQUENCE" in codes


def test_somebody_who_decides_what_they_investigated_is_named_even_without_the_roll() -> None:
    told, _people = _worked(RULEBOOKS / "lantern-league/2025/worked/G01.yaml")
    investigator = next(entry for entry in told.entries if entry.step == "report").by[0]
    wrong = [_also_by(entry, investigator.who) if entry.step == "decide_charge" else entry for entry in told.entries]

    found = judge(told.rulebook, None, told.name, wrong).breaches

    assert "E-SOD-INVESTIGATOR" in {breach.code for breach in found}
    assert judge(told.rulebook, None, told.name, told.entries).breaches == ()


def _also_by(entry: Entry, person: str) -> Entry:
    return replace(entry, by=(replace(entry.by[0], who=person), *entry.by[1:]))


# Late, silent, and what follows


def test_what_was_owed_and_came_late_is_named_with_its_days() -> None:
    judged = tell("2026-04-13 receive", "2026-04-20 acknowledge", "2026-04-22 triage=no_action")

    assert named(judged) == [("acknowledge", "E-OVERDUE", "4.1", 4, None)]
    assert judged.breaches[0].sentence == (
        "“acknowledge the complaint” was due by Thursday 16 April 2026 under rule 4.1; it was done Monday 20 April "
        "2026, 4 days late."
    )


def test_what_comes_after_the_rules_struck_the_case_out_follows_from_the_silence() -> None:
    judged = tell(*UP_TO_CHARGE, "2027-07-10 give_notice email 2027-09-06", "2027-09-06 open_hearing")

    first, *later = judged.breaches
    assert (first.step, first.code, first.clause) == ("strike_out", "E-CONSEQUENCE", "7.2")
    assert later
    assert {breach.follows for breach in later} == {first.number}


def test_a_missing_notice_is_not_held_against_every_later_step() -> None:
    judged = tell(*UP_TO_CHARGE, "2026-08-06 open_hearing", "2026-08-06 hear_respondent=heard")

    assert [(b.step, b.code) for b in judged.breaches] == [("open_hearing", "E-NEEDS"), ("open_hearing", "E-NEEDS")]


def test_the_lapse_of_a_right_is_nobodys_breach_in_a_case_that_is_told() -> None:
    judged = tell(*UP_TO_CHARGE[:4], "2026-06-15 report=filed")

    assert judged.breaches == ()
    assert ("respond", "none", True) in {(fired.step, fired.result, fired.right) for fired in judged.fired}


def test_a_record_is_judged_up_to_a_day() -> None:
    told = [_told(line) for line in UP_TO_CHARGE]

    later = typed.check(league(), told, until=date(2027, 2, 1))

    assert [(b.step, b.code) for b in later.breaches] == [("strike_out", "E-CONSEQUENCE")]
    assert typed.check(league(), told).breaches == ()


# How it is told


def test_breaches_are_told_for_people_and_as_data() -> None:
    judged = tell(*UP_TO_CHARGE, "2026-07-10 give_notice email 2026-08-06", "2026-08-06 open_hearing")

    lines = list(sentences(judged))
    assert lines[0] == "1. 2026-07-10  give notice of the hearing  [E-NOTICE-SHORT] rule 7.1, 5 days"
    assert "   Follows from breach 1." in lines
    found = as_data(judged)["breaches"]
    assert isinstance(found, list)
    assert [(one["code"], one["clause"], one["days"], one["follows_from"]) for one in found] == [
        ("E-NOTICE-SHORT", "7.1", 5, None),
        ("E-NOTICE-SHORT", "7.1", 5, 1),
    ]


def test_nothing_and_the_unknown_are_refused() -> None:
    with pytest.raises(ValueError, match="begins with"):
        typed.check(league(), [])
    with pytest.raises(ValueError, match="no step"):
        tell("2026-05-11 conjure")
    with pytest.raises(ValueError, match="no result"):
        tell("2026-05-11 sanction=exile")
    with pytest.raises(ValueError, match="begins with"):
        judge(league(), None, "x", [])


def test_a_breach_keeps_its_place_in_the_log() -> None:
    judged = tell("2026-04-13 receive", "2026-05-20 triage=no_action")

    assert [b.number for b in judged.breaches] == list(range(1, len(judged.breaches) + 1))
    assert all(isinstance(b, Breach) and b.condition for b in judged.breaches)


EDITIONS = sorted(found.parent for found in RULEBOOKS.glob("*/*/procedure.yaml"))


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_told_is_judged_and_every_breach_has_a_sentence(folder: Path, data: st.DataObject) -> None:
    book = load_rulebook(folder.parent)
    edition = book.on(date(2026, 9, 1))
    names = [step.name for step in typed.steps_to_tell(edition)]
    days = st.integers(0, 500).map(lambda days: date(2026, 9, 1) + timedelta(days=days))
    told = []
    for _ in range(data.draw(st.integers(1, 15))):
        step = edition.steps[data.draw(st.sampled_from(names))]
        result = data.draw(st.sampled_from([*typed.results_to_tell(step), None]))
        told.append(Told(step=step.name, day=data.draw(days), result=result, announced=data.draw(days)))

    judged = typed.check(book, told)

    assert [breach.number for breach in judged.breaches] == list(range(1, len(judged.breaches) + 1))
    assert all(breach.sentence.endswith(".") and breach.code for breach in judged.breaches)
    assert all(breach.follows is None or breach.follows < breach.number for breach in judged.breaches)
    assert typed.fairness(judged)
