"""Calendars made by others must agree with the frozen days; where they do not, the reason stands here."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]  # it carries no types

from alteram.calendar.divisions import DIVISIONS, division, snapshot
from alteram.calendar.freezing import calendar_of
from alteram.calendar.lengths import Length
from tests.oracles.seed_divisions import holidays_of

GOVUK_NAMES = {
    "GB-ENG": BankHolidays.ENGLAND_AND_WALES,
    "GB-SCT": BankHolidays.SCOTLAND,
    "GB-NIR": BankHolidays.NORTHERN_IRELAND,
}
# Proclaimed early in 2026, after the list that govuk-bank-holidays 0.19 carries was copied (February 2026).
NEWER_THAN_THEIR_COPY = {"GB-SCT": {date(2026, 6, 15)}}


@pytest.mark.parametrize("code", DIVISIONS)
def test_the_package_that_seeded_the_days_still_says_the_same(code: str) -> None:
    assert dict(division(code)) == holidays_of(code), "an upgrade changed its mind: read why before the data move"


@pytest.mark.parametrize("code", DIVISIONS)
def test_the_official_list_says_the_same_for_all_years_announced(code: str) -> None:
    theirs = {entry["date"] for entry in BankHolidays(use_cached_holidays=True).get_holidays(GOVUK_NAMES[code])}
    assert min(theirs).year == snapshot(code).first.year
    assert max(theirs).year == snapshot(code).announced_to.year, "more years are announced: freeze them"
    ours = {day for day in division(code) if day <= snapshot(code).announced_to}
    assert theirs - ours == set()
    assert ours - theirs <= NEWER_THAN_THEIR_COPY.get(code, set())


@pytest.mark.parametrize("code", DIVISIONS)
def test_numpy_counts_the_same_working_days(code: str) -> None:
    calendar = calendar_of(code)
    holidays = np.array(list(division(code)), dtype="datetime64[D]")
    chance = random.Random(20260113)  # noqa: S311 - a fixed sample, no secret
    span = (calendar.last - calendar.first).days - 1
    for _ in range(2000):
        a, b = sorted(calendar.first + timedelta(days=chance.randrange(span)) for _ in range(2))
        # busday_count takes the first day in and leaves the last out; ours is the other way round
        theirs = np.busday_count(a + timedelta(days=1), b + timedelta(days=1), holidays=holidays)
        assert calendar.working_days_between(a, b) == theirs, (a, b)


@pytest.mark.parametrize("code", DIVISIONS)
def test_numpy_finds_the_same_nth_working_day(code: str) -> None:
    calendar = calendar_of(code)
    holidays = np.array(list(division(code)), dtype="datetime64[D]")
    chance = random.Random(20260114)  # noqa: S311 - a fixed sample, no secret
    for _ in range(1000):
        start = date(2012, 1, 1) + timedelta(days=chance.randrange(8000))
        number = chance.randrange(1, 250)
        theirs = np.busday_offset(start, number, roll="backward", holidays=holidays)
        assert calendar.within(start, Length(number=number, unit="working days")).day == theirs.astype(date), start
