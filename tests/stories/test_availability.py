"""Days are asked for and told on the record, and a day is listed only where everybody and a panel can come (NOT-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alteram import availability, draw, listing
from alteram.case import Case
from alteram.people import fictional_id
from alteram.procedure import Verdict
from alteram.worked import Told
from tests.builders import case_before, league_people, try_

PEOPLE = league_people()[0]
TODAY = "2026-04-09"
BALE, TOLLARD, SOL = (fictional_id(name) for name in ("Corwin Bale", "Maeve Tollard", "Marguerite Sol"))


@pytest.fixture
def told() -> Told:
    return case_before("G01", "give_notice")


def case_of(told: Told) -> Case:
    assert told.case is not None
    return told.case


def enter(told: Told, verdict: Verdict) -> None:
    """Fold what a lawful wish writes."""
    case = case_of(told)
    assert verdict.draft is not None, verdict.refusals
    last = case.entries[-1]
    case.fold(verdict.draft.entry(case=case.name, index=case.tip + 1, recorded=last.recorded, edition="", digests={}))


def codes(verdict: Verdict) -> set[str]:
    return {one.code for one in verdict.refusals}


def test_everybody_who_must_come_is_asked_and_who_was_not_is_known(told: Told) -> None:
    case = case_of(told)
    assert [one.part for one in availability.to_ask(case)][:2] == ["respondent", "complainant"]
    assert {one.person for one in availability.not_asked(case)} >= {BALE, TOLLARD}

    enter(told, try_(told, "availability_asked", by="Dev Ashgrove", on=TODAY, people=[BALE], answer_by="2026-04-20"))

    assert set(availability.asked(case)) == {BALE}
    assert BALE not in {one.person for one in availability.not_asked(case)}
    assert codes(try_(told, "availability_asked", by="Corwin Bale", on=TODAY, people=[TOLLARD])) == {"E-ROLE"}
    assert codes(try_(told, "availability_asked", by="Dev Ashgrove", on=TODAY, people=[BALE], answer_by="soon")) == {
        "E-FIELD"
    }


def test_the_last_answer_counts_and_an_answer_says_one_thing(told: Told) -> None:
    case = case_of(told)
    enter(told, try_(told, "availability_given", by="Corwin Bale", on=TODAY, days=["2026-05-12"]))
    said = availability.given(case)[BALE]
    assert said.free(date(2026, 5, 12))
    assert not said.free(date(2026, 5, 13))

    enter(told, try_(told, "availability_given", by="Corwin Bale", on=TODAY, cannot=["2026-05-12"]))
    said = availability.given(case)[BALE]
    assert not said.free(date(2026, 5, 12))
    assert said.free(date(2026, 5, 13))

    for wrong in ({}, {"days": ["2026-05-12"], "cannot": ["2026-05-13"]}, {"any": True, "days": ["2026-05-12"]},
                  {"days": ["12 May"]}, {"any": True, "of": TOLLARD}):  # fmt: skip
        assert codes(try_(told, "availability_given", by="Corwin Bale", on=TODAY, **wrong)) == {"E-FIELD"}


def test_the_earliest_day_is_the_first_that_the_notice_itself_may_name(told: Told) -> None:
    case = case_of(told)
    notice = case.edition.steps["give_notice"]
    earliest = listing.earliest(case, PEOPLE, notice, on=date.fromisoformat(TODAY), channel="email")

    assert earliest.day == date(2026, 5, 9)
    assert any(one.counted is not None and "28 clear days" in one.counted.sentence for one in earliest.holds)
    for day, short in ((earliest.day - timedelta(days=1), True), (earliest.day, False)):
        tried = try_(told, "give_notice", by="Dev Ashgrove", on=TODAY, channel="email", hearing_on=day.isoformat())
        assert ("E-NOTICE-SHORT" in codes(tried)) == short


def test_a_day_is_put_forward_where_everybody_and_a_panel_can_come(told: Told) -> None:
    case = case_of(told)
    notice, on = case.edition.steps["give_notice"], date.fromisoformat(TODAY)
    first = date(2026, 5, 11)
    enter(told, try_(told, "availability_given", by="Corwin Bale", on=TODAY, cannot=["2026-05-11"]))
    chairs = [one.person for one in PEOPLE.pool("hearing_pool", on=first) if one.category == "legal_chair"]
    away = availability.Said(cannot=frozenset({date(2026, 5, 12), date(2026, 5, 14)}), until=date(2026, 12, 1))
    asked = listing.question(case, PEOPLE, notice, on=on, first=first, weeks=1, diaries=dict.fromkeys(chairs, away))

    days = {one.day.day: one for one in listing.weighed(asked)}

    assert [day for day, one in days.items() if one.works] == [13, 15]
    assert [one.person for one in days[11].missing] == [BALE]
    assert [(one.category, one.many) for one in days[12].missing] == [("legal_chair", 1)]
    two = listing.weighed(replace(asked, sittings={first: (first, date(2026, 5, 12))}))
    assert two[0].fails_by == 2, "a hearing of two days needs everybody on both"


def test_where_the_calendar_ends_there_is_no_day_and_nothing_breaks(told: Told) -> None:
    case = case_of(told)
    beyond = case.calendar.last + timedelta(days=1)
    asked = listing.question(
        case, PEOPLE, case.edition.steps["give_notice"], on=date.fromisoformat(TODAY), first=beyond, weeks=2
    )

    assert listing.weighed(asked) == ()
    assert listing.fewest(()) is None


def test_the_lot_leaves_out_whoever_cannot_come_and_says_by_which_code(told: Told) -> None:
    case = case_of(told)
    step, on = case.edition.steps["give_notice"], date.fromisoformat(TODAY)
    everybody, _ = draw.fit(case, PEOPLE, step, on=on, loads={})
    gone = everybody[0].person

    free, out = draw.fit(case, PEOPLE, step, on=on, loads={}, sits_on=date(2026, 5, 13), away={gone})

    assert gone not in {one.person for one in free}
    assert out[gone] == draw.AWAY == "E-NOT-FREE"
    assert {one.person for one in free} == {one.person for one in everybody} - {gone}
    _, later = draw.fit(case, PEOPLE, step, on=on, loads={}, sits_on=date(2099, 1, 4))
    assert "E-TERM-EXPIRED" in later.values(), "whoever sits must be in the pool on the day of the hearing too"
