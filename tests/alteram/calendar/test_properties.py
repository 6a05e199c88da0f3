"""What holds for every start, every length and every calendar."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alteram.calendar.days import Calendar
from alteram.calendar.freezing import calendar_of
from alteram.calendar.lengths import Length, Unit
from alteram.calendar.pauses import Pause
from tests.alteram.calendar.golden_days import LEAGUE

MOVING = calendar_of("GB-SCT", closed=["12-24..01-02"], ends_on_non_working_day=True, plain_waits_are_clear=True)
REACH: dict[Unit, int] = {"days": 400, "working days": 250, "clear days": 400, "weeks": 60, "months": 30, "years": 3}

calendars = st.sampled_from([LEAGUE, MOVING])
starts = st.dates(date(2018, 1, 1), date(2031, 12, 31))
units = st.sampled_from(list(REACH))
lengths = units.flatmap(lambda unit: st.builds(Length, number=st.integers(1, REACH[unit]), unit=st.just(unit)))


@given(calendars, starts, lengths)
def test_a_longer_time_never_falls_due_earlier(calendar: Calendar, start: date, length: Length) -> None:
    longer = Length(number=length.number + 1, unit=length.unit)
    assert calendar.within(start, length).day <= calendar.within(start, longer).day
    assert calendar.at_least(start, length).day < calendar.at_least(start, longer).day
    assert calendar.before(start, length).day > calendar.before(start, longer).day


@given(calendars, starts, lengths)
def test_a_later_start_never_falls_due_earlier(calendar: Calendar, start: date, length: Length) -> None:
    later = start + timedelta(days=1)
    assert calendar.within(start, length).day <= calendar.within(later, length).day
    assert calendar.at_least(start, length).day <= calendar.at_least(later, length).day
    assert calendar.before(start, length).day <= calendar.before(later, length).day


@given(starts, st.integers(1, 400))
def test_a_wait_of_clear_days_is_over_exactly_when_so_many_lie_between(start: date, number: int) -> None:
    first = LEAGUE.at_least(start, Length(number=number, unit="clear days")).day
    assert LEAGUE.clear_days_between(start, first) == number
    assert LEAGUE.clear_days_between(start, first - timedelta(days=1)) == number - 1


@given(starts, st.integers(1, 250))
def test_working_days_within_and_between_agree(start: date, number: int) -> None:
    last = LEAGUE.within(start, Length(number=number, unit="working days"))
    assert LEAGUE.working_days_between(start, last.day) == number
    assert LEAGUE.is_working(last.day)
    assert (last.day - start).days == number + len(last.skipped)


@given(starts, lengths)
def test_before_is_the_last_day_from_which_the_wait_is_over_in_time(event: date, length: Length) -> None:
    day = LEAGUE.before(event, length).day
    assert LEAGUE.at_least(day, length).day <= event
    assert LEAGUE.at_least(day + timedelta(days=1), length).day > event


@given(calendars, starts, lengths)
def test_a_wait_is_over_no_sooner_than_a_time_of_that_length_ends(
    calendar: Calendar, start: date, length: Length
) -> None:
    assert LEAGUE.at_least(start, length).day >= LEAGUE.within(start, length).day
    assert MOVING.within(start, length).day >= start


@given(starts, lengths)
def test_a_moved_last_day_is_a_working_day_and_the_next_one(start: date, length: Length) -> None:
    assert MOVING.is_working(MOVING.within(start, length).day)


@given(calendars, starts, st.dates(date(2018, 1, 1), date(2031, 12, 31)), st.booleans())
def test_a_pause_of_zero_moves_nothing(calendar: Calendar, due: date, paused: date, in_working_days: bool) -> None:
    nothing = [Pause(paused=paused, resumed=paused)]
    assert calendar.moved(due, nothing, in_working_days=in_working_days).day == due
    assert calendar.moved(due, [], in_working_days=in_working_days).day == due


@given(calendars, starts, st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_a_longer_pause_never_makes_a_day_fall_due_earlier(
    calendar: Calendar, due: date, days: int, more: int, in_working_days: bool
) -> None:
    paused = due - timedelta(days=10)
    shorter = Pause(paused=paused, resumed=paused + timedelta(days=days))
    longer = Pause(paused=paused, resumed=paused + timedelta(days=days + more))
    assert due <= calendar.moved(due, [shorter], in_working_days=in_working_days).day
    assert (
        calendar.moved(due, [shorter], in_working_days=in_working_days).day
        <= calendar.moved(due, [longer], in_working_days=in_working_days).day
    )


@given(calendars, starts, lengths)
def test_every_sentence_names_its_day_and_ends(calendar: Calendar, start: date, length: Length) -> None:
    for counted in (calendar.within(start, length), calendar.at_least(start, length), calendar.before(start, length)):
        assert f"{counted.day.day} " in counted.sentence
        assert counted.sentence.endswith(".")
        assert counted.sentence[0].isupper() or counted.sentence[0].isdigit()
