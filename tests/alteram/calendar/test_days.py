"""Counting days: what holds for one calendar or another."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from alteram.calendar.closures import closed_days
from alteram.calendar.days import Calendar, CalendarNotCovered, ChannelUnknown, Skipped
from alteram.calendar.freezing import calendar_of
from alteram.calendar.lengths import LengthNotUnderstood, parse_length
from alteram.calendar.pauses import Pause, PauseImpossible
from tests.alteram.calendar.golden_days import LEAGUE, on

PARTY = calendar_of(
    "GB-ENG", closed=["12-24..01-02"], ends_on_non_working_day=True, plain_waits_are_clear=True,
    service={"post": parse_length("3 working days")},
)  # fmt: skip


def test_working_days_name_each_day_they_skip() -> None:
    counted = LEAGUE.within(on("03-27"), parse_length("10 working days"))
    assert Skipped(day=on("04-03"), why="Good Friday") in counted.skipped
    assert [one.why for one in counted.skipped].count("a Saturday") == 3
    assert counted.sentence == (
        "10 working days after Friday 27 March 2026 end on Tuesday 14 April 2026; "
        "not counted: 6 days at weekends, Good Friday (3 April), Easter Monday (6 April)."
    )


def test_days_say_that_the_first_is_not_counted() -> None:
    assert LEAGUE.within(on("01-21"), parse_length("14 days")).sentence == (
        "14 days after Wednesday 21 January 2026, which is not counted, end on Wednesday 4 February 2026."
    )


def test_a_last_day_stands_or_moves_as_the_rules_say() -> None:
    saturday = on("02-07")
    assert LEAGUE.within(on("01-24"), parse_length("2 weeks")).day == saturday
    moved = PARTY.within(on("01-24"), parse_length("2 weeks"))
    assert moved.day == on("02-09")
    assert [one.why for one in moved.skipped] == ["a Saturday", "a Sunday"]


def test_a_closure_over_new_year_is_passed_over_and_named() -> None:
    counted = PARTY.within(on("12-23"), parse_length("1 working day"))
    assert counted.day == date(2027, 1, 4)
    assert "the body's closure (29 to 31 December 2026)" in counted.sentence
    assert PARTY.why_not_working(on("12-25")) == "Christmas Day"
    assert PARTY.why_not_working(on("12-26")) == "a Saturday"
    assert PARTY.why_not_working(on("12-29")) == "the body's closure"
    assert LEAGUE.is_working(on("12-29"))


@pytest.mark.parametrize(
    ("length", "plain", "clear"),
    [
        ("1 day", "03-28", "03-29"),
        ("14 days", "04-10", "04-11"),
        ("2 weeks", "04-10", "04-11"),
        ("5 working days", "04-07", "04-08"),  # the fifth is Tuesday after Easter
        ("14 clear days", "04-11", "04-11"),
        ("1 month", "04-27", "04-28"),
        ("1 year", "2027-03-27", "2027-03-28"),
        ("same day", "03-27", "03-27"),
    ],
)
def test_a_clear_wait_is_one_day_longer_in_every_unit(length: str, plain: str, clear: str) -> None:
    assert LEAGUE.at_least(on("03-27"), parse_length(length)).day == on(plain)
    assert PARTY.at_least(on("03-27"), parse_length(length)).day == on(clear)


@pytest.mark.parametrize(
    ("first", "length", "last"),
    [
        ("2025-08-31", "6 months", "02-28"),  # that month has no 31st: its last day
        ("2023-08-31", "6 months", "2024-02-29"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-28"),
        ("01-01", "12 months", "12-31"),
        ("01-31", "1 month", "02-28"),
        ("03-02", "14 days", "03-15"),
        ("03-02", "2 weeks", "03-15"),
        ("03-27", "2 working days", "03-30"),
        ("03-27", "same day", "03-27"),
    ],
)
def test_a_term_counts_its_first_day(first: str, length: str, last: str) -> None:
    assert LEAGUE.term(on(first), parse_length(length)).day == on(last)
    assert PARTY.term(on(first), parse_length(length)).day == on(last), "a term stands where it falls"


def test_a_term_of_clear_days_is_refused() -> None:
    with pytest.raises(LengthNotUnderstood):
        LEAGUE.term(on("03-02"), parse_length("3 clear days"))


@pytest.mark.parametrize(
    ("event", "length", "last"),
    [
        ("05-14", "5 working days", "05-07"),
        ("05-11", "1 working day", "05-10"),  # from Sunday on, one working day lies up to Monday
        ("03-31", "1 month", "02-28"),
        ("04-30", "2 weeks", "04-16"),
        ("04-30", "same day", "04-30"),
    ],
)
def test_so_long_before_an_event(event: str, length: str, last: str) -> None:
    assert LEAGUE.before(on(event), parse_length(length)).day == on(last)


def test_service_says_how_it_was_counted_and_refuses_a_channel_the_rules_do_not_name() -> None:
    served = LEAGUE.deemed(on("04-02"), "email")
    assert served.day == on("04-07")
    assert served.sentence == (
        "Sent by e-mail on Thursday 2 April 2026, it counts as served 1 working day later, on Tuesday 7 April 2026; "
        "not counted: 2 days at weekends, Good Friday (3 April), Easter Monday (6 April)."
    )
    with pytest.raises(ChannelUnknown, match="sent by pigeon counts as served; they speak of: by post") as refused:
        PARTY.deemed(on("04-02"), "pigeon")
    assert refused.value.code == "E-CHANNEL"


def test_a_letter_handed_over_on_a_saturday_is_served_that_saturday() -> None:
    served = LEAGUE.deemed(on("07-11"), "hand")
    assert served.day == on("07-11")
    assert "by hand on Saturday 11 July 2026, it counts as served on the same day" in served.sentence


def test_an_hour_before_midnight_in_summer_is_the_next_local_day() -> None:
    assert LEAGUE.local_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == on("07-02")
    assert LEAGUE.local_day(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == on("01-01")
    with pytest.raises(ValueError, match="offset"):
        LEAGUE.local_day(datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001 - the naive instant is what is refused


@pytest.mark.parametrize(("day", "hours"), [("03-29", 23), ("10-25", 25), ("06-01", 24)])
def test_a_day_ends_at_local_midnight_whatever_its_length(day: str, hours: int) -> None:
    begins, ends = LEAGUE.day_ends(on(day) - timedelta(days=1)), LEAGUE.day_ends(on(day))
    assert ends - begins == timedelta(hours=hours)
    assert LEAGUE.local_day(ends - timedelta(microseconds=1)) == on(day)
    assert LEAGUE.local_day(ends) == on(day) + timedelta(days=1)


def test_pauses_move_a_due_day_by_the_days_the_clock_stood_still() -> None:
    one = Pause(paused=on("01-20"), resumed=on("01-25"))
    assert LEAGUE.moved(on("02-04"), [one]).day == on("02-09")
    assert LEAGUE.moved(on("02-04"), [one], in_working_days=True).day == on("02-09")  # three: 21, 22 and 23 January
    assert "up to and with Sunday 25 January 2026, so Wednesday 4 February 2026 moves by 5 days" in (
        LEAGUE.moved(on("02-04"), [one]).sentence
    )


def test_pauses_that_overlap_count_once_and_late_ones_not_at_all() -> None:
    first, second = Pause(paused=on("01-20"), resumed=on("01-25")), Pause(paused=on("01-23"), resumed=on("01-27"))
    assert LEAGUE.moved(on("02-04"), [second, first]).day == on("02-11")
    late = Pause(paused=on("02-05"), resumed=on("02-15"))
    assert LEAGUE.moved(on("02-04"), [late]).day == on("02-04")
    assert LEAGUE.moved(on("02-04"), [first, late]).day == on("02-19"), "not late any more once the day has moved"


@pytest.mark.parametrize(
    ("cap", "in_working_days", "day"),
    [("8 days", False, "02-12"), ("20 days", False, "02-14"), ("1 week", False, "02-11"),
     ("4 working days", True, "02-10"), ("3 working days", True, "02-09"), ("4 working days", False, "02-10")],
)  # fmt: skip
def test_pauses_are_capped_all_together(cap: str, in_working_days: bool, day: str) -> None:
    pauses = [Pause(paused=on("01-20"), resumed=on("01-25")), Pause(paused=on("01-25"), resumed=on("01-30"))]
    moved = LEAGUE.moved(on("02-04"), pauses, in_working_days=in_working_days, at_most=parse_length(cap))
    assert moved.day == on(day)
    cut = cap not in ("20 days",)
    assert (f"no longer, for all pauses together last at most {cap}" in moved.sentence) is cut


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(PauseImpossible):
        Pause(paused=on("01-20"), resumed=on("01-19"))


def test_a_moved_day_that_is_no_working_day_moves_on_where_the_rules_say_so() -> None:
    pause = Pause(paused=on("01-20"), resumed=on("01-23"))
    assert PARTY.moved(on("02-04"), [pause]).day == on("02-09")
    assert LEAGUE.moved(on("02-04"), [pause]).day == on("02-07")


@pytest.mark.parametrize("length", ["1 day", "1 working day", "1 month", "9999 years", "9999 months", "1 clear day"])
def test_a_day_beyond_the_years_covered_is_not_computed(length: str) -> None:
    for count in (LEAGUE.within, LEAGUE.at_least, LEAGUE.term):
        if (count, length) in ((LEAGUE.term, "1 clear day"), (LEAGUE.term, "1 day")):
            continue
        with pytest.raises(CalendarNotCovered, match="is not computed") as refused:
            count(date(2036, 12, 31) if length != "1 working day" else date(2037, 1, 1), parse_length(length))
        assert refused.value.code == "E-CALENDAR"
    with pytest.raises(CalendarNotCovered):
        LEAGUE.before(date(2012, 1, 1), parse_length(length))


def test_years_not_announced_yet_are_said_to_be_so() -> None:
    announced = LEAGUE.within(date(2028, 3, 1), parse_length("3 working days")).sentence
    later = LEAGUE.within(date(2030, 3, 1), parse_length("3 working days")).sentence
    assert "announced" not in announced
    assert later.endswith("The holidays after Sunday 31 December 2028 are not announced yet and follow the usual rule.")


def test_a_body_may_rest_on_other_days() -> None:
    body = Calendar(zone="Europe/London", first=on("01-01"), last=on("12-31"), weekend=frozenset({4}))
    assert body.next_working(on("01-01")) == on("01-03")
    assert body.why_not_working(on("01-02")) == "a Friday"


def test_calendars_are_values() -> None:
    again = calendar_of("GB-ENG", service=dict(LEAGUE.service))
    assert again == LEAGUE
    assert hash(again) == hash(LEAGUE)
    assert pickle.loads(pickle.dumps(LEAGUE)).within(on("01-12"), parse_length("3 working days")).day == on("01-15")  # noqa: S301 - our own bytes


def test_closures_of_one_year_and_of_every_year() -> None:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    assert list(closed_days(["2026-08-14"], first, last)) == [date(2026, 8, 14)]
    assert len(closed_days(["12-24..01-02"], first, last)) == 2 + 10 + 8
    assert list(closed_days(["02-29"], first, last)) == []
