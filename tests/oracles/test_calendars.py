"""Calendars made by others must agree with the frozen days; where they do not, the reason stands here."""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from pathlib import Path

import holidays
import numpy as np
import pytest
from dateutil import tz  # type: ignore[import-untyped]  # it carries no types
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]  # it carries no types

from alteram.calendar import divisions
from alteram.calendar.divisions import DIVISIONS, division, snapshot
from alteram.calendar.freezing import calendar_of
from alteram.calendar.lengths import Length
from alteram.rulebook.loading import load
from tests.oracles.seed_divisions import holidays_of

GOVUK_NAMES = {
    "GB-ENG": BankHolidays.ENGLAND_AND_WALES,
    "GB-SCT": BankHolidays.SCOTLAND,
    "GB-NIR": BankHolidays.NORTHERN_IRELAND,
}
# Proclaimed early in 2026, after the list that govuk-bank-holidays 0.19 carries was copied (February 2026).
SUBDIVISIONS = {"GB-ENG": "ENG", "GB-SCT": "SCT", "GB-NIR": "NIR"}
EDITIONS = sorted(found.parent for found in (Path(__file__).parents[2] / "rulebooks").glob("*/*/procedure.yaml"))
READ_ANEW: dict[str, tuple[divisions.Snapshot, dict[date, str]]] = {}
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


def random_days(code: str, seed: int, count: int) -> list[date]:
    """Days between the first and the last year that is officially announced."""
    first, last = snapshot(code).first, snapshot(code).announced_to
    chance = random.Random(seed)  # noqa: S311 - a fixed sample, no secret
    return [first + timedelta(days=chance.randrange((last - first).days)) for _ in range(count)]


@pytest.mark.parametrize("code", DIVISIONS)
def test_three_packages_say_of_random_days_whether_anybody_works(code: str) -> None:
    calendar = calendar_of(code)
    seeded = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[code], observed=True)
    official = BankHolidays(use_cached_holidays=True)
    numbers = np.array(list(division(code)), dtype="datetime64[D]")
    for day in random_days(code, 20260115, 1500):
        if day in NEWER_THAN_THEIR_COPY.get(code, set()):
            continue
        said = {
            "ours": calendar.is_working(day),
            "holidays": seeded.is_working_day(day),
            "govuk-bank-holidays": official.is_work_day(day, division=GOVUK_NAMES[code]),
            "numpy": bool(np.is_busday(day, holidays=numbers)),
        }
        assert len(set(said.values())) == 1, (day, said)


@pytest.mark.parametrize("code", DIVISIONS)
def test_two_packages_find_the_same_next_working_day(code: str) -> None:
    calendar = calendar_of(code)
    seeded = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[code], observed=True)
    numbers = np.array(list(division(code)), dtype="datetime64[D]")
    for day in random_days(code, 20260116, 500):
        ours = calendar.next_working(day)
        assert ours == seeded.get_nth_working_day(day + timedelta(days=1), 0), day
        assert ours == np.busday_offset(day + timedelta(days=1), 0, roll="forward", holidays=numbers).astype(date), day


@pytest.mark.parametrize("code", DIVISIONS)
def test_numpy_agrees_where_a_body_closes_and_a_last_day_moves(code: str) -> None:
    closed = ["12-24..01-02", "08-15"]
    calendar = calendar_of(code, closed=closed, ends_on_non_working_day=True)
    numbers = np.array([*calendar.holidays, *calendar.closures], dtype="datetime64[D]")
    chance = random.Random(20260117)  # noqa: S311 - a fixed sample, no secret
    for day in random_days(code, 20260117, 1000):
        length = chance.randrange(1, 120)
        moved = np.busday_offset(day + timedelta(days=length), 0, roll="forward", holidays=numbers).astype(date)
        assert calendar.within(day, Length(number=length, unit="days")).day == moved, (day, length)
        theirs = np.busday_offset(day, length, roll="backward", holidays=numbers).astype(date)
        assert calendar.within(day, Length(number=length, unit="working days")).day == theirs, (day, length)


def test_dateutil_finds_the_same_day_so_many_months_on() -> None:
    calendar = calendar_of("GB-ENG")
    chance = random.Random(20260118)  # noqa: S311 - a fixed sample, no secret
    for day in random_days("GB-ENG", 20260118, 2000):
        months = chance.randrange(1, 60)
        same = day + relativedelta(months=months)
        # a term counts its first day, so it ends the day before; where the month lacks the date, on its last day
        last = same if same.day != day.day else same - timedelta(days=1)
        assert calendar.term(day, Length(number=months, unit="months")).day == last, (day, months)
        assert calendar.at_least(day, Length(number=months, unit="months")).day == last + timedelta(days=1)


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Dublin", "America/New_York"])
def test_a_local_day_ends_where_the_next_begins_also_when_the_clocks_change(zone: str) -> None:
    calendar = calendar_of("GB-ENG", zone=zone)
    for number in range(2 * 366):
        day = date(2026, 1, 1) + timedelta(days=number)
        ends = calendar.day_ends(day)
        assert calendar.local_day(ends) == day + timedelta(days=1)
        assert calendar.local_day(ends - timedelta(seconds=1)) == day
        assert ends.astimezone(tz.gettz(zone)).time() == time(), "local midnight, by another package's zones"


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_an_upgrade_of_a_package_or_of_our_own_days_moves_no_date_of_an_edition(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load(folder).calendar
    for code in DIVISIONS:
        empty = {day: "invented" for day in (date(2026, 6, 2), date(2026, 6, 3))}
        read = divisions._read(code)
        monkeypatch.setitem(READ_ANEW, code, (read[0], empty))
    monkeypatch.setattr(divisions, "_read", READ_ANEW.__getitem__)
    monkeypatch.setattr(holidays, "country_holidays", None)

    after = load(folder).calendar

    assert dict(division("GB-ENG")) != dict(before.holidays), "or nothing would have been tried"
    assert (after.holidays, after.closures, after.first, after.last) == (
        before.holidays, before.closures, before.first, before.last,
    )  # fmt: skip
    for day in random_days("GB-ENG", 20260119, 50):
        length = Length(number=10, unit="working days")
        assert after.within(day, length) == before.within(day, length)
