"""On which days a hearing can be listed: the earliest lawful one, and those on which everybody and a panel can come.

    earliest(...)      the first day that the rules and the floors leave, with how it was counted
    question(...)      the case as a question: which days, whose presence, which seats, who could fill them
    weighed(question)  day by day what is missing, as little as can be; nothing: the hearing can be listed then

A day is weighed by a MaxSAT solver (RC2 of python-sat): whoever must come and cannot, and each seat that nobody can
fill, is one relaxation; the fewest are taken. The same question has the same answer. It finds days on which a lawful
panel exists; who sits is drawn (:mod:`alteram.draw`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, count

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from alteram import availability, draw
from alteram.availability import Said, ToAsk
from alteram.calendar.days import Calendar, CalendarNotCovered
from alteram.calendar.sentences import in_full, listed
from alteram.case import Case
from alteram.draw import Seats
from alteram.people import People
from alteram.procedure import ALONE, Beyond, Refusal
from alteram.procedure.conditions import looking_ahead
from alteram.procedure.floors.listing import least_notice
from alteram.procedure.situation import Situation
from alteram.procedure.wording import plain
from alteram.rulebook.model import Step

WEEKS = 12  # that are looked at from the earliest lawful day on, unless a clerk asks otherwise
BEYOND = 12  # weeks after these in which the next day that works is looked for
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earliest:
    """The first lawful day for a hearing of which notice is given today, and what holds an earlier one back."""

    day: date
    holds: tuple[Refusal, ...] = ()  # each with its clause, and how its day was counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Somebody without whom the hearing is not listed, and on which days they can come."""

    person: str
    part: str
    free: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the pool, and the days on which they may sit by the rules and can come by what they said."""

    person: str
    category: str
    free: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. ``sittings`` says for each first day on which days the hearing would sit."""

    sittings: Mapping[date, tuple[date, ...]]
    needed: tuple[Needed, ...] = ()
    seats: Seats | None = None  # None: the panel sits already, and is among those needed
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What stands against a day: somebody who cannot come, or so many more for the panel."""

    person: str = ""
    part: str = ""
    category: str = ""  # of those who are too few; empty: of any
    many: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A first day as it was weighed."""

    day: date
    last: date
    missing: tuple[Missing, ...]
    members: tuple[str, ...]  # who of the pool could sit

    @property
    def works(self) -> bool:
        return not self.missing

    @property
    def fails_by(self) -> int:
        """By how many people it fails."""
        return sum(one.many for one in self.missing)


def weighed(asked: Question) -> tuple[Day, ...]:
    """Every first day with the least that is missing on it."""
    return tuple(_weigh(asked, day, sitting) for day, sitting in sorted(asked.sittings.items()))


def _weigh(asked: Question, first: date, sitting: tuple[date, ...]) -> Day:
    absent = [one for one in asked.needed if not set(sitting) <= one.free]
    able = [one for one in asked.members if set(sitting) <= one.free]
    missing = tuple(Missing(person=one.person, part=one.part) for one in absent)
    if asked.seats is not None:
        missing += _short(asked.seats, able)
    return Day(day=first, last=sitting[-1], missing=missing, members=tuple(dict.fromkeys(one.person for one in able)))


def _short(seats: Seats, able: Sequence[Member]) -> tuple[Missing, ...]:
    """How few more people would fill the seats with the mix that the rules ask for, and of which categories.

    One variable for each person who could sit and each that might be added; what must hold is written as cardinality
    constraints, and each person added costs one. One of a category costs a trifle more than one of any, so that a
    category is asked for only where nothing else helps.
    """
    numbers = count(1)
    seated = {next(numbers): one for one in able}
    sits = {number: one.category for number, one in seated.items()}
    added = {next(numbers): name for name, many in seats.including.items() for _ in range(many)}
    added |= {next(numbers): "" for _ in range(seats.many)}
    formula = WCNF()
    everybody = list(sits | added)
    for one, other in combinations(seated, 2):  # whoever is in the pool under two categories fills one seat
        if seated[one].person == seated[other].person:
            formula.append([-one, -other])
    for name, many in seats.including.items():
        of = [number for number, category in (sits | added).items() if category == name]
        _at_least(formula, of, many, above=len(everybody))
    _at_least(formula, everybody, seats.many, above=len(everybody))
    person = len(added) + 1  # one person outweighs every trifle together
    for number, name in added.items():
        formula.append([-number], weight=person + (1 if name else 0))
    with RC2(formula) as solver:
        model = set(solver.compute() or ())
    taken = [name for number, name in added.items() if number in model]
    return tuple(Missing(category=name, many=taken.count(name)) for name in dict.fromkeys(taken))


def _at_least(formula: WCNF, numbers: list[int], many: int, *, above: int) -> None:
    """At least so many of these; what the encoding needs besides is numbered above all that stands for somebody."""
    if many > 0:
        top = max(formula.nv, above)
        for clause in CardEnc.atleast(lits=numbers, bound=many, top_id=top, encoding=EncType.seqcounter).clauses:
            formula.append(clause)


def earliest(case: Case, people: People, notice: Step, *, on: date, channel: str | None = None) -> Earliest:
    """The first day for which notice may be given on a day, by the waits of the book and by the floors.

    ``channel`` is the way the notice goes; None: the usual one. What holds an earlier day back is asked of the same
    conditions that judge the notice.
    """
    day, holds = on + ONE_DAY, tuple[Refusal, ...]()
    while True:
        asked = Situation(
            rulebook=case.rulebook, people=people, case=case, step=notice, acts=notice.vocabulary, result=None, day=on,
            channel=channel, fields={"hearing_on": day.isoformat()},
        )  # fmt: skip
        found = [*looking_ahead(asked, notice), *least_notice(asked)]
        later = [one for one in found if one.lawful_from is not None and one.lawful_from > day]
        if not later:
            return Earliest(day=day, holds=holds)
        holds = tuple({(one.clause, one.lawful_from): one for one in later}.values())
        day = max(one.lawful_from for one in later if one.lawful_from is not None)


def notices(case: Case) -> tuple[Step, ...]:
    """The steps of the book that give notice of a hearing and that the stage of the case leaves room for."""
    return tuple(
        step
        for step in case.edition.steps_of("hearing_notice_served")
        if step.announces and not step.gone and (not step.only_while or set(step.only_while) & set(case.stages))
    )


def naming(case: Case, notice: Step) -> Step | None:
    """The step that names the panel of the hearing, where nobody sits in it yet."""
    heard = case.edition.steps[notice.announces]
    for step in (notice, *case.edition.steps_of("panel_appointed")):
        if step.is_act("panel_appointed") and step.appoints in heard.by and not case.people_in(step.appoints):
            return step
    return None


def question(
    case: Case, people: People, notice: Step, *, on: date, first: date, weeks: int = WEEKS, lasts: int = 1,
    diaries: Mapping[str, Said] | None = None, loads: Mapping[str, int] | None = None, beyond: Beyond = ALONE,
) -> Question:  # fmt: skip
    """The case as a question: so many weeks of working days from the first on, for a hearing of so many days.

    ``on`` is the day on which a panel would be named; its members must be fit then and on the day of the hearing.
    ``diaries`` is what members of the pool said; ``loads`` in how many open cases each has a part.
    """
    sittings = _sittings(case.calendar, first, weeks, lasts)
    days = sorted({day for sitting in sittings.values() for day in sitting})
    said = availability.given(case)
    needed = tuple(
        Needed(person=one.person, part=one.part, free=_free(said.get(one.person), days))
        for one in availability.to_ask(case)
        if _comes(case, notice, one)
    )
    named = naming(case, notice)
    if named is None or not days:
        return Question(sittings=sittings, needed=needed)
    known = {**(diaries or {}), **said}
    may: dict[tuple[str, str], set[date]] = {}
    for day in days:
        free, _ = draw.fit(case, people, named, on=on, sits_on=day, loads=loads or {}, beyond=beyond)
        for one in free:
            may.setdefault((one.person, one.category), set()).add(day)
    members = tuple(
        Member(person=person, category=category, free=frozenset(on) & _free(known.get(person), days))
        for (person, category), on in sorted(may.items())
    )
    return Question(
        sittings=sittings, needed=needed, members=members, seats=draw.seats(case, people, named, on=days[0])
    )


def _comes(case: Case, notice: Step, one: ToAsk) -> bool:
    """Whether somebody is waited for at this hearing: of those who sit, the panel that hears it and no other."""
    if one.part not in availability.SITTING:
        return True
    roles = (case.edition.roles.get(name) for name in case.edition.steps[notice.announces].by)
    return any(role is not None and one.person in case.people_in(role.name) for role in roles)


def _sittings(calendar: Calendar, first: date, weeks: int, lasts: int) -> dict[date, tuple[date, ...]]:
    """For each working day of so many weeks, the days on which a hearing that begins then would sit."""
    found: dict[date, tuple[date, ...]] = {}
    for day in (first + timedelta(days=n) for n in range(7 * weeks)):
        try:
            if calendar.is_working(day):
                found[day] = _working(calendar, day, lasts)
        except CalendarNotCovered:
            break
    return found


def _working(calendar: Calendar, day: date, many: int) -> tuple[date, ...]:
    days = [day]
    while len(days) < many:
        days.append(calendar.next_working(days[-1]))
    return tuple(days)


def _free(said: Said | None, days: Iterable[date]) -> frozenset[date]:
    """Of these days, those on which somebody can come; whoever has said nothing keeps nobody from a day."""
    return frozenset(day for day in days if said is None or said.free(day))


def fewest(days: Sequence[Day]) -> Day | None:
    """The day that fails by fewest people; of several, the first."""
    return min(days, key=lambda one: (one.fails_by, one.day), default=None)


def why_none(asked: Question, days: Sequence[Day], called: Callable[[str], str]) -> tuple[str, ...]:
    """Why no day works, in sentences: who can come on none, which category has too few and until when."""
    told = [
        f"{called(one.person)} ({plain(one.part)}) can come on none of these days."
        for one in asked.needed
        if not any(set(sitting) <= one.free for sitting in asked.sittings.values())
    ]
    told += [sentence for name in _categories(asked) if (sentence := _too_few(asked, days, name))]
    nearest = fewest(days)
    if nearest is not None and not nearest.works:
        people = f"{nearest.fails_by} {'person' if nearest.fails_by == 1 else 'people'}"
        short = listed([in_words(one, called) for one in nearest.missing])
        told.append(f"{in_full(nearest.day)} comes nearest: it fails by {people}: {short}.")
    return tuple(told)


def in_words(one: Missing, called: Callable[[str], str]) -> str:
    """What is missing, in words: ``Corwin Bale (respondent) cannot come``, ``1 lay member more is needed``."""
    if one.person:
        return f"{called(one.person)} ({plain(one.part)}) cannot come"
    what = plain(one.category) if one.category else "member"
    return f"{one.many} {what} more {'is' if one.many == 1 else 'are'} needed"


def _categories(asked: Question) -> tuple[str, ...]:
    return tuple(asked.seats.including) if asked.seats is not None else ()


def _too_few(asked: Question, days: Sequence[Day], category: str) -> str:
    """That of a category too few can sit, up to which day; empty where the first day has enough."""
    enough = [day.day for day in days if not any(one.category == category for one in day.missing)]
    if enough and enough[0] == days[0].day:
        return ""
    until = f"before {in_full(enough[0])}" if enough else "on any of these days"
    known = [one for one in asked.members if one.category == category]
    few = "Nobody" if asked.seats is None or asked.seats.including[category] == 1 else "Too few"
    return f"{few} who could sit as {plain(category)} can come {until}; {len(known)} may sit at all."
