"""What others got: nobody can be made out, and nothing of the respondent's own past is told."""

from __future__ import annotations

from dataclasses import replace

from alteram.case import Case, replay
from alteram.statistics.comparable import comparable
from alteram.worked import read_people, read_story, run
from tests.builders import LEAGUE, league


def closed(who: str) -> Case:
    """G01 to its end, of which the respondent is somebody else."""
    people, names = read_people(LEAGUE / "2025" / "people.yaml")
    told = run(read_story(LEAGUE / "2025" / "worked" / "G01.yaml", names), league(), people)
    case = replay(league(), told.name, told.entries)
    case.parties["respondent"] = [who]
    case.ended_on = case.entries[-1].at
    return case


def test_a_handful_is_hidden_and_many_are_told() -> None:
    one = closed("p-0")
    assert one.ended
    assert one.sanction is not None

    few = comparable([one] * 4, ())
    many = comparable([one] * 9, ())

    assert {cell.cases.suppressed for row in few for cell in row.cells} == {True}
    assert {cell.cases.value for row in many for cell in row.cells} == {9}
    assert {row.clause for row in many} == {charge.clause for charge in one.charges if charge.proved}
    assert few[0].cells[0].aggravating is None
    assert many[0].cells[0].aggravating is not None


def test_cases_of_the_respondent_who_is_judged_are_left_out() -> None:
    one, own = closed("p-0"), closed("p-judged")

    assert comparable([one] * 9 + [own], ("p-judged",)) == comparable([one] * 9, ())


def test_an_open_case_and_a_quashed_sanction_are_no_outcome() -> None:
    one = closed("p-0")
    quashed = closed("p-1")
    quashed.sanctions = [replace(each, quashed=True) for each in quashed.sanctions]
    running = closed("p-2")
    running.ended_on = None

    assert comparable([quashed, running], ()) == ()
    assert comparable([one], ()) != ()
