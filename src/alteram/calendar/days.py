"""Working days, deadlines, waits, terms and service; every computed day explains itself.

All days are local days of the body's time zone. The day a time starts from is never counted, save in a term.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from alteram.calendar import sentences
from alteram.calendar.lengths import Length, LengthNotUnderstood
from alteram.calendar.months import corresponding_date, last_of_term
from alteram.calendar.pauses import Pause, joined
from alteram.calendar.sentences import in_full, verb
from alteram.errors import AlteramError

ONE_DAY: Final = timedelta(days=1)
_IN_DAYS: Final = {"same day": 0, "days": 1, "clear days": 1, "weeks": 7}
_IN_MONTHS: Final = {"months": 1, "years": 12}


class CalendarNotCovered(AlteramError):
    """A day beyond the years that the calendar covers. It is not guessed."""

    code = "E-CALENDAR"
    remedy = "Adopt an edition whose calendar covers more years."


BY_ITSELF = ("portal", "email", "first_class", "post", "hand")


class ChannelUnknown(AlteramError):
    """A way of sending for which the rules name no day of service."""

    code = "E-CHANNEL"
    remedy = "Send it by a channel that the rules name, or name this one in them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A day that was passed over, and why: ``Good Friday``, ``a Saturday``, ``the body's closure``."""

    day: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A computed day with the sentence that explains it."""

    day: date
    start: date
    length: Length | None
    skipped: tuple[Skipped, ...]
    sentence: str
    pauses: tuple[Pause, ...] = ()  # for which its clock stood still

    def on_from(self, earlier: Counted) -> Counted:
        """This day as counted on from an earlier one: from where that began, with all that was passed over."""
        return Counted(
            day=self.day,
            start=earlier.start,
            length=earlier.length,
            skipped=(*earlier.skipped, *self.skipped),
            sentence=f"{earlier.sentence} {self.sentence}",
            pauses=(*earlier.pauses, *self.pauses),
        )

    def as_data(self, clause: str = "") -> dict[str, object]:
        """The day with what it was counted from, as plain data: what an answer for programs carries."""
        return {
            "day": self.day.isoformat(),
            "clause": clause,
            "start": self.start.isoformat(),
            "length": str(self.length) if self.length else "",
            "skipped": [{"day": one.day.isoformat(), "why": one.why} for one in self.skipped],
            "pauses": [{"paused": one.paused.isoformat(), "resumed": one.resumed.isoformat()} for one in self.pauses],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The calendar of one edition, frozen: which days are working days, and how the edition counts.

    ``weekend`` holds weekdays with Monday as 0. ``first`` and ``last`` are the first and last day covered;
    ``announced`` is the last day up to which the holidays had been officially announced (``None``: all of them).
    ``service`` says for each channel how long after sending a letter counts as served.
    """

    zone: str
    first: date
    last: date
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: Mapping[date, str] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    service: Mapping[str, Length] = field(default_factory=dict)
    ends_on_non_working_day: bool = False
    plain_waits_are_clear: bool = False
    announced: date | None = None
    _working: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _resting: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarNotCovered(f"A calendar from {self.first} to {self.last} covers no day.")
        for name in ("holidays", "closures", "service"):
            object.__setattr__(self, name, dict(getattr(self, name)))
        free = {day.toordinal() for day in (*self.holidays, *self.closures)}
        # A proleptic ordinal of 1 is a Monday, so weekday = (ordinal + 6) % 7.
        weekend = frozenset((day + 1) % 7 for day in self.weekend)
        covered = range(self.first.toordinal(), self.last.toordinal() + 1)
        working = tuple(day for day in covered if day % 7 not in weekend and day not in free)
        object.__setattr__(self, "_working", working)
        object.__setattr__(self, "_resting", tuple(sorted(set(covered).difference(working))))

    def __hash__(self) -> int:
        return hash((self.zone, self.first, self.last, self.weekend, len(self.holidays), len(self.closures)))

    # Days

    def is_working(self, day: date) -> bool:
        """Whether the body works on this day."""
        return self.why_not_working(day) is None

    def why_not_working(self, day: date) -> str | None:
        """``a Saturday``, the holiday's name or the closure's; nothing for a working day."""
        self._must_cover(day)
        if day.weekday() in self.weekend:
            return sentences.WEEKEND_REASONS[day.weekday()]
        return self.holidays.get(day) or self.closures.get(day)

    def next_working(self, day: date) -> date:
        """The first working day after this one."""
        return self._nth_working(day, 1)

    def clear_days_between(self, a: date, b: date) -> int:
        """Whole days between two days, neither of them counted; none if the second is not later."""
        return max(0, (self._must_cover(b) - self._must_cover(a)).days - 1)

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after the first day up to and with the second; none if the second is not later."""
        until = bisect_right(self._working, self._must_cover(b).toordinal())
        return max(0, until - bisect_right(self._working, self._must_cover(a).toordinal()))

    def local_day(self, instant: datetime) -> date:
        """The day it was in the body's time zone. Late on a summer evening in UTC it may be the day after."""
        if instant.tzinfo is None:
            raise ValueError("an instant carries its offset")
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def day_ends(self, day: date) -> datetime:
        """The first instant, in UTC, that is no longer part of the day: local midnight, after 23, 24 or 25 hours."""
        return datetime.combine(day + ONE_DAY, time(), ZoneInfo(self.zone)).astimezone(UTC)

    # Times

    def within(self, start: date, length: Length) -> Counted:
        """The last day in time. N working days: the N-th after the start; a last day moves if the rules say so.

        Months and years are terms whose first day is the start (six months from 26 January: to 25 July).
        """
        end = self._end(start, length)
        if length.unit in _IN_MONTHS:
            told = f"{length} from {in_full(start)}, that day counted, {verb(length)}"
        elif length.unit == "same day":
            told = f"The same day as {in_full(start)} ends"
        elif length.unit == "working days":
            told = f"{length} after {in_full(start)} {verb(length)}"
        else:
            told = f"{length} after {in_full(start)}, which is not counted, {verb(length)}"
        if self.ends_on_non_working_day and not self.is_working(end):
            return self._onward(start, length, end, told)
        skipped = self._skipped(start, end) if length.unit == "working days" else ()
        return self._counted(end, start, length, skipped, f"{told} on {in_full(end)}")

    def at_least(self, start: date, length: Length) -> Counted:
        """The first day on which a wait is over.

        A plain wait of N days, weeks, working days, months or years is over on the N-th of them after the start
        (months and years: on the corresponding date). A clear one is over the day after, for then neither end counts;
        where the edition says that waits are clear, that holds for every unit, not for bare days alone.
        """
        reached = self._reached(start, length)
        clear = length.unit == "clear days" or (self.plain_waits_are_clear and length.unit != "same day")
        day = self._shifted(reached, 1) if clear else reached
        ends = "neither of the two days counted" if clear else "the first of them not counted"
        told = f"The first day that lies {length} after {in_full(start)}, {ends}, is {in_full(day)}"
        if length.unit == "same day":
            told = f"Nothing need be waited for after {in_full(start)}"
        skipped = self._skipped(start, reached) if length.unit == "working days" else ()
        return self._counted(day, start, length, skipped, told)

    def before(self, event: date, length: Length) -> Counted:
        """The last day that is not later than so long before an event.

        It is the last day from which a plain wait of that length is over by the event; clear days leave one more.
        """
        day = self._back(event, length)
        ends = ", neither of the two days counted," if length.unit == "clear days" else ""
        told = f"At least {length} before {in_full(event)}{ends} means by {in_full(day)}"
        if length.unit == "same day":
            told = f"Not later than {in_full(event)} means by that day"
        skipped = self._skipped(day, event) if length.unit == "working days" else ()
        return self._counted(day, event, length, skipped, told)

    @property
    def usual_channel(self) -> str:
        """The channel of a letter that goes out by itself: of those that the rules know, the one that needs no hand."""
        return next((name for name in BY_ITSELF if name in self.service), BY_ITSELF[0])

    def deemed(self, sent: date, channel: str) -> Counted:
        """The day on which a letter counts as served. Raises :class:`ChannelUnknown`."""
        length = self.service.get(channel)
        if length is None:
            known = sentences.listed([sentences.by_channel(name) for name in sorted(self.service)]) or "nothing else"
            raise ChannelUnknown(
                f"The rules do not say when a letter sent {sentences.by_channel(channel)} counts as served; "
                f"they speak of: {known}.",
                evidence={"channel": channel, "known": sorted(self.service)},
            )
        day = self._end(sent, length)
        how = "on the same day" if length.unit == "same day" else f"{length} later"
        told = f"Sent {sentences.by_channel(channel)} on {in_full(sent)}, it counts as served {how}, on {in_full(day)}"
        skipped = self._skipped(sent, day) if length.unit == "working days" else ()
        return self._counted(day, sent, length, skipped, told)

    def term(self, first: date, length: Length) -> Counted:
        """The last day of a term whose first day is counted. It stands where it falls.

        Raises :class:`LengthNotUnderstood` for clear days, which measure a distance and not a term.
        """
        if length.unit == "clear days":
            raise LengthNotUnderstood(f"A term cannot last {length}: clear days lie between two days.")
        counts_from = first if length.unit in (*_IN_MONTHS, "same day") else self._shifted(first, -1)
        last = self._end(counts_from, length)
        skipped = self._skipped(counts_from, last) if length.unit == "working days" else ()
        told = f"{length} from {in_full(first)}, that day counted, {verb(length)} on {in_full(last)}"
        if length.unit == "same day":
            told = f"It begins and ends on {in_full(first)}"
        return self._counted(last, first, length, skipped, told)

    def corresponding(self, received: date, months: int) -> Counted:
        """By the corresponding date so many months on, or the next working day if that is none."""
        same = self._cover_or_refuse(received, lambda: corresponding_date(received, months))
        length = Length(number=months, unit="months")
        told = f"{length} after {in_full(received)} {verb(length)}"
        if not self.is_working(same):
            return self._onward(received, length, same, told)
        return self._counted(same, received, length, (), f"{told} on {in_full(same)}")

    def moved(
        self,
        day: date,
        pauses: Iterable[Pause],
        *,
        in_working_days: bool = False,
        at_most: Length | None = None,
    ) -> Counted:
        """A due day after the pauses of its clock.

        It moves by the days (``in_working_days``: the working days) after each pausing up to and with the resuming. A
        pause that begins after the day has come, as moved so far, moves nothing, nor does one without a day in it.
        ``at_most`` caps all pauses together, in days, weeks or working days.
        """
        due, stood = day, []
        asked = joined(pauses)
        counted = self.capped(asked, at_most)
        for pause in counted:
            if pause.paused > due:
                break
            still = self._days_of(pause, in_working_days)
            if still:
                due = self._nth_working(due, still) if in_working_days else self._shifted(due, still)
                stood.append((pause, still))
        limit = at_most if counted != asked else None
        return self._after_pauses(day, due, stood, "working days" if in_working_days else "days", limit)

    def capped(self, pauses: Iterable[Pause], at_most: Length | None) -> tuple[Pause, ...]:
        """The pauses, joined, cut off where all together have lasted as long as they may."""
        pauses = joined(pauses)
        if at_most is None:
            return pauses
        if at_most.unit in _IN_MONTHS:
            raise LengthNotUnderstood(f"Pauses may last at most so many days, weeks or working days, not {at_most}.")
        in_working_days = at_most.unit == "working days"
        left = at_most.number * (1 if in_working_days else _IN_DAYS[at_most.unit])
        kept: list[Pause] = []
        for pause in pauses:
            used = self._days_of(pause, in_working_days)
            if used > left:
                cut = self._nth_working(pause.paused, left) if in_working_days and left else None
                end = cut or self._shifted(pause.paused, 0 if in_working_days else left)
                return (*kept, Pause(paused=pause.paused, resumed=end))
            left -= used
            kept.append(pause)
        return tuple(kept)

    # How it is done

    def _after_pauses(
        self, day: date, due: date, stood: list[tuple[Pause, int]], unit: str, limit: Length | None
    ) -> Counted:
        if not stood:
            return self._counted(day, day, None, (), f"{in_full(day)} stands: no pause moved it")
        spans = sentences.listed(
            [f"after {in_full(pause.paused)} up to and with {in_full(pause.resumed)}" for pause, _ in stood]
        )
        total = sentences.counted_as(sum(still for _, still in stood), unit)
        spans += f" (no longer, for all pauses together last at most {limit})" if limit else ""
        told = f"The clock stood still {spans}, so {in_full(day)} moves by {total}"
        if self.ends_on_non_working_day and not self.is_working(due):
            counted = self._onward(day, None, due, told, "to")
        else:
            skipped = self._skipped(day, due) if unit == "working days" else ()
            counted = self._counted(due, day, None, skipped, f"{told} to {in_full(due)}")
        return replace(counted, pauses=tuple(pause for pause, _ in stood))

    def _days_of(self, pause: Pause, in_working_days: bool) -> int:
        if in_working_days:
            return self.working_days_between(pause.paused, pause.resumed)
        return (self._must_cover(pause.resumed) - self._must_cover(pause.paused)).days

    def _end(self, start: date, length: Length) -> date:
        """The last day of a time, before any moving."""
        if length.unit == "working days":
            return self._nth_working(start, length.number)
        if length.unit in _IN_MONTHS:
            return self._cover_or_refuse(start, lambda: last_of_term(start, length.number * _IN_MONTHS[length.unit]))
        return self._shifted(start, length.number * _IN_DAYS[length.unit])

    def _reached(self, start: date, length: Length) -> date:
        """The day on which a plain wait is over: the last day of a time, or the day after a term."""
        end = self._end(start, length)
        return self._shifted(end, 1) if length.unit in _IN_MONTHS else end

    def _back(self, event: date, length: Length) -> date:
        if length.unit == "working days":
            return self._before_working(event, length.number)
        if length.unit in _IN_MONTHS:
            return self._cover_or_refuse(
                event, lambda: corresponding_date(event, -length.number * _IN_MONTHS[length.unit])
            )
        return self._shifted(event, -length.number * _IN_DAYS[length.unit] - (length.unit == "clear days"))

    def _nth_working(self, day: date, number: int) -> date:
        """The N-th working day after a day."""
        place = bisect_right(self._working, self._must_cover(day).toordinal()) + number - 1
        if place >= len(self._working):
            raise self._not_covered(day)
        return date.fromordinal(self._working[place])

    def _before_working(self, event: date, number: int) -> date:
        """The last day after which N working days lie up to and with the event."""
        place = bisect_right(self._working, self._must_cover(event).toordinal()) - number
        if place < 0:
            raise self._not_covered(event)
        return self._shifted(date.fromordinal(self._working[place]), -1)

    def _skipped(self, after: date, until: date) -> tuple[Skipped, ...]:
        """The days between that were no working days."""
        begin = bisect_right(self._resting, after.toordinal())
        days = map(date.fromordinal, self._resting[begin : bisect_left(self._resting, until.toordinal() + 1)])
        return tuple(Skipped(day=day, why=self.why_not_working(day) or "") for day in days)

    def _onward(self, start: date, length: Length | None, end: date, told: str, preposition: str = "on") -> Counted:
        """A last day that is no working day moves to the next."""
        day = self.next_working(end)
        skipped = self._skipped(end - ONE_DAY, day)
        told = f"{told} {preposition} {in_full(end)} and, because that is no working day, {preposition} {in_full(day)}"
        return self._counted(day, start, length, skipped, told)

    def _counted(
        self, day: date, start: date, length: Length | None, skipped: tuple[Skipped, ...], told: str
    ) -> Counted:
        told += sentences.not_counted(((one.day, one.why) for one in skipped), max(start, day)) + "."
        depends = bool(skipped) or (length is not None and length.unit == "working days")
        if depends and self.announced is not None and max(start, day) > self.announced:
            told += f" The holidays after {in_full(self.announced)} are not announced yet and follow the usual rule."
        return Counted(day=day, start=start, length=length, skipped=skipped, sentence=told)

    def _shifted(self, day: date, days: int) -> date:
        return self._cover_or_refuse(day, lambda: day + timedelta(days=days))

    def _cover_or_refuse(self, start: date, compute: Callable[[], date]) -> date:
        try:
            result = compute()
        except OverflowError as error:
            raise self._not_covered(start) from error
        self._must_cover(start)
        return self._must_cover(result)

    def _must_cover(self, day: date) -> date:
        if not self.first <= day <= self.last:
            raise self._not_covered(day)
        return day

    def _not_covered(self, day: date) -> CalendarNotCovered:
        return CalendarNotCovered(
            f"The calendar of these rules covers {in_full(self.first)} to {in_full(self.last)}; "
            f"a day counted from or to {in_full(day)} lies beyond it and is not computed.",
            evidence={"day": day.isoformat(), "first": self.first.isoformat(), "last": self.last.isoformat()},
        )
