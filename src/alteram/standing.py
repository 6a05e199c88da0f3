"""A member's standing, as of any day: as we know it now, and as it was known then.

Only the record sets it for conduct: a started sanction, an immediate order, a running interim measure, a court's order.

    spells(case)                   the stretches of days for which one case limits a member, as the case stands now
    history(rulebook, name, …)     the same, each with the moments from which and until which it was known
    lost(rulebook, name, …)        what a member went without under a spell that was later taken back
    over(cases, person, on=day)    the standing over several cases: the narrowest wins
    counted(first, last, …)        how the end of it was counted, from a row of the register
    way_back_counted(first, day)   how the day was counted from which one may apply to rejoin
    explained(case)                how the days of what limits the member were counted, and when one may come back
    membership(events, on=day)     whether somebody was on the roll on a day, and in which branch
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from alteram import duties
from alteram.calendar.sentences import in_full, listed
from alteram.calendar.stretches import stretch
from alteram.case import Case, Ending, SanctionDecided, matches, replay, terms
from alteram.codec import Entry
from alteram.procedure import Refusal
from alteram.rulebook.model import Edition, Rulebook, Sanction

OTHER_REASONS = ("subscription lapsed", "resigned", "died", "joined", "rejoined", "moved branch")

ENDED = "membership_ended"
"""A membership that ended by a rule (RUL-10): no conduct was found, and the person is no member."""
NARROWEST_FIRST = ("membership", ENDED, "rights of a member", "left", "interim", "events", "an office")
"""A sanction stands here by what it takes, as the list of its edition says, and by no name of its own.

Whatever takes nothing (a warning, advice) narrows nothing, and comes after.
"""
BY_THEMSELVES = (ENDED, "left", "interim")
"""What limits a member and is no sanction."""

LIMITS = frozenset({"interim_decided", "sanction_decided", "caution_answered", "termination_confirmed"})
"""Without one of these acts a case limits nobody."""
TAKES_BACK = frozenset({"court_order_entered", "act_undone", "appeal_determined"})
"""Acts that can say of a spell that it should not have been."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a member may not do for conduct, from a day to a day; ``full`` where nothing stands against it."""

    name: str  # full, interim, left, membership_ended, or the sanction
    first: date | None = None
    last: date | None = None
    entry: int | None = None  # the entry that gives it
    scope: tuple[str, ...] = ()  # what it reaches or takes; nothing: a warning, or the end of a membership
    rejoin_from: date | None = None  # of an expulsion: first day on which readmission may be asked for
    matches: int | None = None  # of a ban counted in matches: how many in all,
    missed_on: tuple[date, ...] = ()  # the days of those missed up to the day asked about,
    left: int = 0  # and how many are left on that day

    def __str__(self) -> str:
        if self.name == "full":
            return "full"
        if self.left:
            return f"{self.name} from {self.first}, {left_in_words(self.left, self.matches)}"
        if self.name == "interim":
            return f"interim until {self.last}" if self.last else "interim"
        if self.name == "left":
            return f"left {self.first}"
        if self.name == ENDED:
            return f"membership ended {self.first}"
        until = f" to {self.last}" if self.last else ""
        return f"{self.name} from {self.first}{until}"


FULL = Standing(name="full")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of days for which an entry limits a member."""

    name: str  # interim, membership_ended, or the narrowest of the sanctions
    first: date
    last: date | None  # last day; None: no end is known
    entry: int
    scope: tuple[str, ...] = ()  # of an interim measure what it reaches, of a sanction what it takes
    rejoin_from: date | None = None
    matches: int | None = None  # of a ban counted in matches: how many in all,
    missed_on: tuple[date, ...] = ()  # and the days of those missed, as far as they are entered

    def left_on(self, day: date) -> int:
        """How many matches are left after a day; none where nothing is counted in matches."""
        return left_on(self.matches, self.missed_on, day)

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A spell, and the time for which the record said so: from an instant up to, but not at, another."""

    spell: Spell
    since: datetime
    until: datetime | None = None  # None: it still says so

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def standing(case: Case, *, on: date) -> Standing:
    """The respondent's standing in this case on a day."""
    return narrowest((*spells(case), *_left(case)), on=on)


def over(cases: Iterable[Case], person: str, *, on: date) -> Standing:
    """The standing of a member over all cases in which the member is the respondent."""
    mine = [case for case in cases if person in case.parties.get("respondent", ())]
    return narrowest([spell for case in mine for spell in (*spells(case), *_left(case))], on=on)


def narrowest(found: Iterable[Spell], *, on: date) -> Standing:
    """Of everything that limits a member on a day, what limits most; of two alike, what lasts longest."""
    held = [spell for spell in found if spell.holds_on(on)]
    if not held:
        return FULL
    worst = min(
        held, key=lambda spell: (rank(spell.name, spell.scope), -(spell.last or date.max).toordinal(), spell.first)
    )
    return Standing(
        name=worst.name, first=worst.first, last=worst.last, entry=worst.entry, scope=worst.scope,
        rejoin_from=worst.rejoin_from, matches=worst.matches, left=worst.left_on(on),
        missed_on=tuple(day for day in worst.missed_on if day <= on),
    )  # fmt: skip


def left_on(total: int | None, missed_on: Iterable[date], day: date) -> int:
    """How many matches of a ban are left after a day; none where it is not counted in matches."""
    return max((total or 0) - sum(one <= day for one in missed_on), 0)


def left_in_words(left: int, total: int | None) -> str:
    """``3 of 4 matches left``; empty where none is left, or nothing is counted in matches."""
    return f"{left} of {matches.so_many(total or 0)} left" if left else ""


def rank(name: str, scope: Iterable[str] = ()) -> int:
    """0 is the narrowest. ``scope`` of a sanction is what it takes."""
    found = [name] if name in BY_THEMSELVES else list(scope)
    places = [NARROWEST_FIRST.index(one) for one in found if one in NARROWEST_FIRST]
    return min(places, default=len(NARROWEST_FIRST))


def taken(sanctions: Iterable[Sanction]) -> tuple[str, ...]:
    """What these sanctions take from a member while they run, what limits most first; none if they limit nothing."""
    takes = dict.fromkeys(one.takes for one in sanctions)
    return tuple(sorted((one for one in takes if one in NARROWEST_FIRST), key=NARROWEST_FIRST.index))


def taken_on(rulebook: Rulebook, names: Iterable[str], day: date) -> tuple[str, ...]:
    """The same from their names alone, as the list in force on a day says."""
    found = (rulebook.sanction_on(name, day) for name in names)
    return taken(one for one in found if one is not None)


def heaviest(edition: Edition, names: Iterable[str]) -> str:
    """Of several sanctions, the one that limits most; of those alike, the later of the list. Empty without any."""

    def weight(name: str) -> tuple[int, int]:
        one = edition.sanctions.get(name)
        return (-rank(name, (one.takes,)), one.rank) if one is not None else (-len(NARROWEST_FIRST), -1)

    return max(names, key=weight, default="")


def spells(case: Case, *, limits: dict[tuple[int, ...], date | None] | None = None) -> tuple[Spell, ...]:
    """What the case limits, as it stands now. ``limits`` keeps what was counted, for whoever asks again and again."""
    found = [
        Spell(
            name=heaviest(case.edition, one.names),
            first=one.first,
            last=_until(one),
            entry=one.entry,
            scope=taken(case.edition.sanctions[name] for name in one.names if name in case.edition.sanctions),
            rejoin_from=one.rejoin_from,
            matches=one.matches,
            missed_on=tuple(match.day for match in one.missed),
        )
        for one in case.sanctions
        if one.first is not None and one.names and (not one.quashed or one.restored_from is not None)
    ]
    found += [
        Spell(name=ENDED, first=one.first, last=_restored(one), entry=one.entry)
        for one in case.endings
        if not one.quashed or one.restored_from is not None
    ]
    for measure in case.measures:
        last = measure.ended - A_DAY if measure.ended is not None else _limit(case, limits)
        found.append(Spell(name="interim", first=measure.since, last=last, entry=measure.entry, scope=measure.scope))
    return tuple(
        spell for one in found for spell in _under_orders(case, one) if spell.last is None or spell.first <= spell.last
    )


def _until(sanction: SanctionDecided) -> date | None:
    """The last day of a sanction; of one quashed or undone, the day before the standing was restored."""
    return min((day for day in (sanction.last, _restored(sanction)) if day is not None), default=None)


def _restored(one: SanctionDecided | Ending) -> date | None:
    """The last day of what was quashed or undone from a day on."""
    return one.restored_from - A_DAY if one.restored_from is not None else None


def explained(case: Case) -> tuple[str, ...]:
    """How the last day of the sanction was counted, and from when one may ask to come back; nothing if none runs."""
    sanction = case.sanction
    if sanction is None or sanction.first is None:
        return ()
    found = [sanction.counted.sentence] if sanction.counted is not None else []
    if sanction.rejoin_from is not None:
        found.append(f"An application to rejoin may be made from {in_full(sanction.rejoin_from)}.")
    if terms.never_rejoin(case, sanction.names):
        found.append("The rules know no way back from it.")
    return tuple(found)


def counted(first: date, last: date, total: int | None = None, missed_on: Sequence[date] = ()) -> str:
    """How the end of what limits a member was counted, from what a row of the register says."""
    lasts = stretch(first, last).sentence
    if total is None:
        return lasts
    missed = f"Missed so far: {listed([in_full(day) for day in missed_on])}." if missed_on else "None is missed so far."
    if len(missed_on) >= total:
        return (
            f"It ends with its last match: {matches.so_many(total)}, on {listed([in_full(one) for one in missed_on])}."
        )
    return f"{matches.so_many(total)}. {missed}\nIt ends with the day of the last. At the longest: {lasts}"


def way_back_counted(first: date | None, rejoin_from: date | None) -> str:
    """How the first day of an application to rejoin was counted, a line a step; empty where there is no such day."""
    if first is None or rejoin_from is None:
        return ""
    over = stretch(first, rejoin_from - A_DAY).sentence
    return f"It is counted from the first day of the sanction.\n{over}\nAn application may come from the day after."


def _left(case: Case) -> tuple[Spell, ...]:
    if case.left_on is None:
        return ()
    return (Spell(name="left", first=case.left_on, last=None, entry=-1),)


def _limit(case: Case, kept: dict[tuple[int, ...], date | None] | None) -> date | None:
    measure = case.measure
    if measure is None or kept is None:
        return _last_day(case)
    pauses = [pause.until.toordinal() if pause.until is not None else 0 for pause in case.pauses]
    longer = sum(len(duty.longer) for duty in case.live)
    asked = (measure.entry, measure.reviews, longer, *pauses)
    if asked not in kept:
        kept[asked] = _last_day(case)
    return kept[asked]


def _last_day(case: Case) -> date | None:
    """The last day of the running measure, if nothing ends it sooner: its longest limit."""
    measure = case.measure
    if measure is None:
        return None
    days = [duty.due.day for duty in duties.owed(case) if duty.due is not None and _ends(case, measure.stage, duty)]
    return max(days, default=None)


def _ends(case: Case, stage: str, duty: duties.Duty) -> bool:
    name, result = duties.deemed_step(case, duty.live)
    if not name or not case.edition.steps[name].is_act("interim_reviewed"):
        return False
    return any(s == stage and r in ("", result) for r, s in case.edition.ended_by.get(name, ()))


# Courts, and whoever may undo --------------------------------------------------------------------------------------


def _under_orders(case: Case, spell: Spell) -> tuple[Spell, ...]:
    """What is left of a spell while a court's later order keeps it from having effect, or while a match seemed to be
    its last and was not."""
    left: tuple[Spell, ...] = (spell,)
    for sanction in case.sanctions:
        for first, last in sanction.free if sanction.entry == spell.entry else ():
            left = tuple(piece for one in left for piece in _without(one, first, last))
    for order in case.orders:
        if order.lifts and order.entry > spell.entry:
            left = tuple(piece for one in left for piece in _without(one, order.first, order.last))
    return left


def _without(spell: Spell, first: date, last: date | None) -> Iterator[Spell]:
    if first > (spell.last or date.max) or (last is not None and last < spell.first):
        yield spell
        return
    if spell.first < first:
        yield replace(spell, last=first - A_DAY)
    if last is not None and last < (spell.last or date.max):
        yield replace(spell, first=last + A_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What a member went without under a spell that was later taken back: from a day to a day, on record as lost."""

    name: str  # interim, or the sanction
    scope: tuple[str, ...]
    first: date
    last: date  # the day before the record took it back, or the last day of the spell
    by: int  # the entry that took it back

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def lost(rulebook: Rulebook, name: str, entries: Sequence[Entry]) -> tuple[Lost, ...]:
    """Everything that courts, appeals and whoever may undo took back after the member had gone without it.

    ``entries`` in order of recording. What was given back before it began is nothing lost.
    """
    taken_back = {entry.recorded: entry for entry in entries if TAKES_BACK & set(entry.acts)}
    known = history(rulebook, name, entries) if taken_back else ()
    now = [one.spell for one in known if one.until is None]
    found: list[Lost] = []
    for one in known:
        by = taken_back.get(one.until) if one.until is not None else None
        if by is not None:
            found += [
                Lost(name=gone.name, scope=gone.scope, first=gone.first, last=gone.last or by.at, by=by.index)
                for gone in _gone(one.spell, by.at - A_DAY, now)
            ]
    return tuple(found)


def _gone(spell: Spell, until: date, now: Iterable[Spell]) -> tuple[Spell, ...]:
    """The days of a spell up to a day that the record does not give to its entry any more."""
    gone: tuple[Spell, ...] = ()
    if spell.first <= until:
        gone = (replace(spell, last=min(until, spell.last or date.max)),)
    for still in now:
        if still.entry == spell.entry:
            gone = tuple(piece for one in gone for piece in _without(one, still.first, still.last))
    return gone


# As it was known then ----------------------------------------------------------------------------------------------


def history(rulebook: Rulebook, name: str, entries: Sequence[Entry]) -> tuple[Known, ...]:
    """Every spell a case ever gave, with the time for which the record said so. ``entries`` in order of recording.

    What an appeal quashes, or a later entry corrects, ends in what is *known now*; what was *known then* stays.
    """
    if not any(LIMITS & set(entry.acts) for entry in entries):
        return ()
    case: Case | None = None
    limits: dict[tuple[int, ...], date | None] = {}
    said: dict[Spell, datetime] = {}
    found: list[Known] = []
    for count, entry in enumerate(entries, 1):
        if case is None or _reorders(entries[: count - 1], entry):
            case, limits = replay(rulebook, name, entries[:count]), {}
        else:
            case.fold(entry)
        now = spells(case, limits=limits)
        for gone in [spell for spell in said if spell not in now]:
            since = said.pop(gone)
            if since < entry.recorded:
                found.append(Known(spell=gone, since=since, until=entry.recorded))
        for spell in now:
            said.setdefault(spell, entry.recorded)
    return (*found, *(Known(spell=spell, since=since) for spell, since in said.items()))


def _reorders(before: Sequence[Entry], entry: Entry) -> bool:
    """Whether this entry is read in another place than after all others."""
    return bool(entry.late or entry.overtakes) or any(
        one.at > entry.at or (one.at == entry.at and bool(entry.time) and (one.time or "") > (entry.time or ""))
        for one in before
    )


def known_on(found: Iterable[Known], *, on: date, at: datetime) -> Standing:
    """The standing on a day from what the record said at an instant."""
    return narrowest([one.spell for one in found if one.at(at)], on=on)


# The roll ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEvent:
    """Something other than conduct that the roll says of a member."""

    what: str  # joined, left, rejoined, moved branch
    on: date
    recorded: datetime
    branch: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Whether somebody is a member on a day, and where."""

    member: bool
    since: date | None = None  # of being, or of not being, a member
    branch: str = ""
    reason: str = ""


def membership(events: Iterable[RollEvent], *, on: date) -> Membership:
    """What the roll says of a day. Whoever leaves is a member to the end of the day before."""
    found = Membership(member=False)
    for event in sorted(events, key=lambda one: (one.on, one.recorded)):
        if event.on > on:
            break
        if event.what == "moved branch":
            found = replace(found, branch=event.branch)
        else:
            is_member = event.what != "left"
            branch = event.branch or found.branch
            found = Membership(member=is_member, since=event.on, branch=branch, reason=event.reason)
    return found


ROLL_CHANGES: Mapping[str, str] = {
    "subscription lapsed": "left", "resigned": "left", "died": "left",
    "joined": "joined", "rejoined": "rejoined", "moved branch": "moved branch",
}  # fmt: skip
"""What each reason that is not conduct does to the roll."""


def refuse_roll_change(*, reason: str) -> Refusal | None:
    """The answer to a membership system that wants to change a standing: None if the reason is not conduct."""
    if reason.strip().lower() in OTHER_REASONS:
        return None
    return Refusal(
        code="E-STATUS-DISCIPLINE",
        clause="HRG-01",
        sentence="Refused: only the record of a case sets standing for conduct; a roll, a letter or a system cannot.",
        remedy="For a lapsed subscription, a resignation or a death give that reason; for conduct, complain.",
    )
