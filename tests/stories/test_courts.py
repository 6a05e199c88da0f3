"""A court's order, what is undone, and what a member lost meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial

from alteram import access, worked
from alteram.case import replay
from alteram.codec import Entry
from alteram.people import fictional_id
from alteram.procedure import Wish, consequence, floors
from alteram.procedure.situation import Situation
from alteram.published import notices
from alteram.standing import Lost, lost, standing
from alteram.worked import Told
from tests.builders import LEAGUE, case_before, codes, league, league_people, try_

SECOND = fictional_id("Wren Oduya")


def told(story: str) -> Told:
    people, names = league_people()
    return worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)


def did(story: Told, act: str, *, by: str, on: str, result: str | None = None, **fields: object) -> Entry:
    verdict = try_(story, act, by=by, on=on, result=result, **fields)
    assert verdict.draft is not None, verdict.refusals
    return worked.enter(story, verdict.draft, datetime.combine(date.fromisoformat(on), time(12), UTC))


ordered = partial(did, act="court_order_entered", by="Dev Ashgrove", paper="P1", forbids="as written")


def stands(story: Told, on: str) -> str:
    return str(standing(replay(league(), story.name, story.entries), on=date.fromisoformat(on)))


def appointed_for_good(story: Told) -> None:
    """Nobody's term runs out in the years of which the story tells."""
    lasting = tuple(replace(one, until=None) for one in story.people.memberships)
    story.people = replace(story.people, memberships=lasting)


def number(story: Told, step: str) -> int:
    return next(entry.index for entry in story.entries if entry.step == step)


def test_what_is_quashed_never_was_and_the_record_lists_what_was_lost() -> None:
    story = told("G03")  # suspended from 29 July 2026
    order = ordered(story, on="2026-10-01", result="quashed", checked_by=SECOND)

    assert stands(story, "2026-08-15") == "full"
    assert lost(league(), story.name, story.entries) == (
        Lost(
            name="suspension",
            scope=("rights of a member",),
            first=date(2026, 7, 29),
            last=date(2026, 9, 30),
            by=order.index,
        ),
    )
    assert lost(league(), story.name, story.entries)[0].days == 64


def test_standing_can_be_restored_from_a_day_and_what_went_before_stays() -> None:
    story = told("G03")
    ordered(story, on="2026-10-01", result="quashed", from_day="2026-09-01", checked_by=SECOND)

    assert stands(story, "2026-08-31") == "suspension from 2026-07-29 to 2026-08-31"
    assert stands(story, "2026-09-01") == "full"
    [gone] = lost(league(), story.name, story.entries)
    assert (gone.first, gone.last) == (date(2026, 9, 1), date(2026, 9, 30))


def test_a_quashed_decision_comes_off_the_public_register_and_was_there_before() -> None:
    story = told("G03")
    before = notices(replay(league(), story.name, story.entries))
    ordered(story, on="2026-10-01", result="quashed", checked_by=SECOND)

    [notice] = notices(replay(league(), story.name, story.entries))

    assert notice.until == date(2026, 9, 30)
    assert (notice.since, notice.clauses, notice.sanctions) == (before[0].since, ("3.9",), ("suspension",))


def test_undoing_a_sanction_gives_the_standing_back_and_takes_the_notice_down() -> None:
    story = told("G03")
    did(story, "act_undone", by="Imre Castell", on="2026-10-01", undoes=[number(story, "sanction")], why="No bundle.",
        restored_from="2026-10-05", checked_by=SECOND)  # fmt: skip

    assert stands(story, "2026-10-04") == "suspension from 2026-07-29 to 2026-10-04"
    assert stands(story, "2026-10-05") == "full"
    assert notices(replay(league(), story.name, story.entries))[0].until == date(2026, 10, 4)


def test_undoing_needs_a_second_person_and_somebody_who_decides() -> None:
    story = told("G03")
    undo = partial(try_, story, "act_undone", on="2026-10-01", undoes=[number(story, "sanction")], why="No bundle.")

    assert codes(undo(by="Imre Castell")) == {"E-FIELD"}
    assert codes(undo(by="Imre Castell", checked_by=fictional_id("Imre Castell"))) == {"E-FIELD"}
    assert codes(undo(by="Imre Castell", checked_by=fictional_id("Tamsin Roake"))) == {"E-FIELD"}
    assert "E-ROLE" in codes(undo(by="Dev Ashgrove", checked_by=SECOND))
    assert undo(by="Imre Castell", checked_by=SECOND).lawful


def test_an_interim_measure_that_is_undone_is_lost_time() -> None:
    story = case_before("G01", "respond")
    did(story, "act_undone", by="Imre Castell", on="2026-02-02", undoes=[number(story, "decide_interim")], why="None.",
        checked_by=SECOND)  # fmt: skip

    assert stands(story, "2026-01-30") == "full"
    [gone] = lost(league(), story.name, story.entries)
    assert (gone.name, gone.first, gone.last) == ("interim", date(2026, 1, 26), date(2026, 2, 1))
    assert gone.scope == ("meetings", "contact")


def test_nothing_becomes_final_while_a_stay_stops_the_time_to_appeal() -> None:
    story = case_before("G01", "become_final")
    ordered(story, on="2026-06-10", result="stay", checked_by=SECOND)
    assert story.case is not None
    step = story.edition.steps["become_final"]
    asked = Situation(
        rulebook=story.rulebook, people=story.people, case=story.case, step=step, acts=step.vocabulary, result=None,
        day=date(2026, 7, 30), fields={},
    )  # fmt: skip

    assert "E-APPEAL-PENDING" in {one.code for one in floors.failed(asked)}


def test_a_consent_order_or_a_declaration_moves_nothing_by_itself() -> None:
    for kind in ("consent", "declaration"):
        story = told("G03")
        ordered(story, on="2026-10-01", result=kind, checked_by=SECOND)
        assert stands(story, "2026-10-02").startswith("suspension")


def test_a_consent_order_that_names_what_falls_gives_the_standing_back() -> None:
    story = told("G03")
    ordered(story, on="2026-10-01", result="consent", quashes=[number(story, "sanction")], checked_by=SECOND)

    assert stands(story, "2026-09-01") == "full"


def silent(story: Told, until: str) -> None:
    while story.case and (
        draft := consequence(story.rulebook, story.people, story.case, until=date.fromisoformat(until))
    ):
        worked.enter(story, draft, datetime.combine(draft.at, time(0), UTC))


def test_a_stay_that_is_typed_late_overtakes_what_the_clock_made_of_silence() -> None:
    story = case_before("G01", "respond")
    silent(story, "2026-02-09")
    assert story.entries[-1].step == "respond", "the clock took silence for no answer on 5 February"

    order = ordered(story, on="2026-02-09", result="stay", from_day="2026-02-01", checked_by=SECOND)

    case = replay(league(), story.name, story.entries)
    assert order.overtakes == (order.index - 1,)
    assert "respond" in {duty.rule.step for duty in case.live}
    silent(story, "2026-06-01")
    assert not any(entry.deemed for entry in story.entries[order.index :]), "nothing is deemed while a stay binds"


def test_a_stay_that_begins_after_the_day_has_passed_overtakes_nothing() -> None:
    story = case_before("G01", "respond")
    silent(story, "2026-02-09")

    assert ordered(story, on="2026-02-09", result="stay", from_day="2026-02-05", checked_by=SECOND).overtakes == ()


def test_an_undertaking_is_given_by_the_respondent_and_checked_by_the_clerk() -> None:
    story = told("G03")
    given = did(story, "undertaking_given", by="Tamsin Roake", on="2026-08-20", terms="Not to use the list.")

    assert "E-ROLE" in codes(try_(story, "undertaking_given", by="Ottilie Frame", on="2026-08-20", terms="x"))
    checked = try_(story, "undertaking_checked", by="Dev Ashgrove", on="2026-09-20", result="met",
                   undertaking=[given.index])  # fmt: skip
    assert checked.lawful


def test_whoever_is_readmitted_stands_in_full_from_that_day() -> None:
    story = told("G01")  # the list lets nobody ask before five years are over
    appointed_for_good(story)
    assert stands(story, "2031-07-01") == "expulsion from 2026-06-20"

    did(story, "readmit", by="Imre Castell", on="2031-07-01", result="refused", reasons="Too soon.", conditions="none")
    assert stands(story, "2031-07-01") == "expulsion from 2026-06-20"
    did(story, "readmit", by="Imre Castell", on="2031-08-01", result="admitted", reasons="Enough.", conditions="none")

    assert stands(story, "2031-07-31") == "expulsion from 2026-06-20 to 2031-07-31"
    assert stands(story, "2031-08-01") == "full"


def test_a_court_quashes_years_later_and_the_clerk_still_enters_it() -> None:
    story = told("G03")  # suspended until 28 January 2027
    appointed_for_good(story)
    assert story.case is not None
    silent(story, "2026-09-30")  # the case closes by itself
    assert story.case.ended_on is not None
    clerk, panel = fictional_id("Dev Ashgrove"), fictional_id("Yusuf Tarn")
    late = date(2029, 3, 1)

    def knows(person: str, what: str) -> bool:
        assert story.case is not None
        return access.may_see(story.case, story.people, person, what, on=late)

    assert knows(clerk, "existence")
    assert not knows(clerk, "findings"), "and reads nothing more"
    assert not knows(panel, "existence")
    wish = Wish(case=story.name, act="court_order_entered", result="quashed", at=late, by=(clerk,), fields={},
                recorded=datetime.combine(late, time(12), UTC))  # fmt: skip
    assert access.stranger(story.case, story.people, wish) is None
    assert access.stranger(story.case, story.people, replace(wish, by=(panel,))) is not None
    order = ordered(story, on="2029-03-01", result="quashed", checked_by=SECOND)

    assert stands(story, "2026-08-15") == "full"
    [gone] = lost(league(), story.name, story.entries)
    assert (gone.first, gone.last, gone.by) == (date(2026, 7, 29), date(2027, 1, 28), order.index)
