"""A decided case is reopened on a listed ground: where the book says how it goes on, it is a live case again."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime

import pytest

from alteram import worked
from alteram.case import Case, begin
from alteram.codec import Actor, Entry
from alteram.people import fictional_id
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Rulebook
from alteram.standing import standing
from tests.builders import LEAGUE, league, league_people

WRITTEN = "results: [fraud, new_evidence, unfair_procedure, plain_error], tells: [respondent, complainant]}"
GOES_ON = (
    "results: [fraud, new_evidence, unfair_procedure, plain_error], tells: [respondent, complainant],\n"
    "    then: [{must: open_hearing, within: 180 days, else: {deem: strike_out}, reopens: [give_notice, open_hearing, "
    "hear_respondent, decide_charge, mitigate, sanction, close_hearing, give_reasons, become_final]}]}"
)


@pytest.fixture(scope="module")
def goes_on(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The League's book, with a rule that a reopened case is heard again from the notice on."""
    folder = tmp_path_factory.mktemp("books") / "lantern-league"
    shutil.copytree(LEAGUE / "2025", folder / "2025")
    file = folder / "2025" / "procedure.yaml"
    text = file.read_text(encoding="utf-8")
    assert WRITTEN in text
    begins = "charged:        {begins: [charge, decide_appeal=remitted]"
    assert begins in text
    text = text.replace(WRITTEN, GOES_ON).replace(begins, begins.replace("remitted]", "remitted, reopen]"))
    file.write_text(text, encoding="utf-8")
    return load_rulebook(folder)


def after(book: Rulebook, story: str, day: date) -> Case:
    """A worked case as told, and then reopened."""
    people, names = league_people()
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)
    case = begin(book, told.name, received=told.entries[0].at)
    for entry in told.entries:
        case.fold(entry)
    case.fold(
        Entry(
            case=told.name, index=len(told.entries), at=day, step="reopen",
            recorded=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            acts=("reopened",), result="new_evidence",
            by=(Actor(who=fictional_id("Corin Staveley"), role="review_panel", capacity="reviewer"),),
        )
    )  # fmt: skip
    return case


def test_it_goes_on_from_the_steps_that_the_book_lists(goes_on: Rulebook) -> None:
    case = after(goes_on, "G05", date(2027, 6, 1))

    assert not case.ended
    assert case.final_on is None
    assert "charged" in case.stages
    assert [charge.decided for charge in case.charges] == [False]
    assert not case.done("open_hearing")
    assert case.done("charge"), "an unlisted step stays done"
    assert [duty.rule.step for duty in case.live] == ["open_hearing"]


def test_what_the_decision_gave_holds_to_the_day_before_and_no_longer(goes_on: Rulebook) -> None:
    case = after(goes_on, "G03", date(2026, 10, 1))

    assert str(standing(case, on=date(2026, 9, 30))) == "suspension from 2026-07-29 to 2026-09-30"
    assert str(standing(case, on=date(2026, 10, 1))) == "full"


def test_a_book_that_says_nothing_has_it_heard_as_a_new_case() -> None:
    case = after(league(), "G03", date(2026, 10, 1))

    assert str(standing(case, on=date(2026, 10, 1))).startswith("suspension")
    assert case.final_on is not None
