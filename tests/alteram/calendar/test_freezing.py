"""A calendar as the data an edition carries."""

from __future__ import annotations

import json
from datetime import date

import pytest

from alteram.calendar.divisions import DIVISIONS, DivisionUnknown, division, snapshot
from alteram.calendar.freezing import CalendarNotUnderstood, calendar_of, from_data, to_data
from tests.alteram.calendar.golden_days import LEAGUE, on


def test_a_calendar_survives_json_and_counts_the_same() -> None:
    party = calendar_of("GB-SCT", closed=["12-24..01-02"], ends_on_non_working_day=True, plain_waits_are_clear=True)
    for calendar in (LEAGUE, party):
        assert from_data(json.loads(json.dumps(to_data(calendar)))) == calendar
    assert to_data(LEAGUE)["service"] == {
        "email": "1 working day", "first_class": "2 working days", "hand": "same day", "portal": "1 working day",
    }  # fmt: skip


def test_a_frozen_calendar_keeps_to_its_own_days() -> None:
    data = to_data(LEAGUE)
    data["holidays"] = {"2026-01-13": "Founders' Day"}
    own = from_data(data)
    assert own.why_not_working(on("01-13")) == "Founders' Day"
    assert own.is_working(on("04-03"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("calendar", 2), ("zone", "Europe/Nowhere"), ("zone", "../etc"), ("first", "2026-1-1"), ("last", 20361231),
        ("first", "20260101"), ("weekend", "Sat"), ("weekend", ["Saturday"]), ("at_least", "days"),
        ("ends_on_non_working_day", True), ("holidays", ["2026-04-03"]), ("holidays", {"2026-02-30": "No Day"}),
        ("closures", {"2026-04-03": None}), ("extra", "x"), ("service", {"email": 1}),
    ],
)  # fmt: skip
def test_a_file_that_is_not_understood_is_refused(key: str, value: object) -> None:
    with pytest.raises(CalendarNotUnderstood):
        from_data(to_data(LEAGUE) | {key: value})


def test_a_missing_part_is_named() -> None:
    data = to_data(LEAGUE)
    del data["closures"]
    with pytest.raises(CalendarNotUnderstood, match="missing: closures"):
        from_data(data)


def test_the_year_2026_in_england_and_wales() -> None:
    assert [day for day in division("GB-ENG") if day.year == 2026] == [
        on(day) for day in ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28")
    ]


def test_the_days_that_calendars_get_wrong() -> None:
    assert all(date(2023, 5, 8) in division(code) for code in DIVISIONS)
    assert [code for code in DIVISIONS if on("06-15") in division(code)] == ["GB-SCT"]
    assert all(date(2022, 9, 19) in division(code) for code in DIVISIONS)


@pytest.mark.parametrize("code", DIVISIONS)
def test_each_division_says_where_it_comes_from(code: str) -> None:
    taken = snapshot(code)
    assert taken.first == date(2012, 1, 1)
    assert taken.announced_to < taken.last
    assert "gov.uk" in taken.source
    assert {day.year for day in division(code)} == set(range(taken.first.year, taken.last.year + 1))
    assert list(division(code)) == sorted(division(code))
    assert all(day.weekday() < 5 for day in division(code))


def test_an_unknown_division_is_refused() -> None:
    with pytest.raises(DivisionUnknown, match="GB-WLS"):
        division("GB-WLS")
