"""What is owed, by whom, by when, under which clause, and what happens otherwise. Every day explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from alteram.acts import act as act_of
from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length, parse_length
from alteram.calendar.pauses import Pause as CalendarPause
from alteram.calendar.sentences import in_full
from alteram.case import Aside, Case, Lengthening, LiveDuty, Pause
from alteram.rulebook.model import DutyRule, Edition, Step

CHALLENGE = parse_length("7 days")
"""How long a challenge may come where the book gives no time for one (requirement IND-06)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something owed in a case."""

    live: LiveDuty
    step: str  # what must (or may) happen
    roles: tuple[str, ...]  # who owes it, or whose right it is
    due: Counted | None  # last day on which it is in time; None while the letter it runs from is not served
    clause: str
    otherwise: str  # what happens when the day has passed, in words

    @property
    def rule(self) -> DutyRule:
        return self.live.rule

    @property
    def right(self) -> bool:
        return self.rule.right

    def overdue(self, on: date) -> bool:
        return self.due is not None and self.due.day < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A duty that is settled: met, late by so many days, lapsed, replaced or overtaken by its consequence."""

    step: str
    how: str  # met, late, lapsed, replaced, consequence
    days_late: int
    due: Counted | None
    entry: int  # the entry that settled it
    clause: str


def due_day(case: Case, live: LiveDuty) -> Counted | None:
    """The last day in time, counted anew from the record each time.

    None while the letter it runs from is not served, and while its clock stands still without a known end.
    """
    rule = live.rule
    if live.incidental:
        start = case.calendar.local_day(live.source.recorded)
    else:
        served = case.start_of(live.source, for_role=_role_whose_time(case, live))
        if served is None:
            return None
        start = served.day
    counted = _as_owed(case, live, start)
    for more in live.longer:
        counted = _lengthened(case, counted, more)
    within = live.carried.within if live.carried is not None else rule.within
    return _after_pauses(case, rule.step, start, counted, within, incidental=live.incidental)


def _as_owed(case: Case, live: LiveDuty, start: date) -> Counted:
    """The day by the rule that makes it owed; over a change of the rules by the older one, unless a transitional rule
    says otherwise."""
    carried = live.carried
    if carried is None:
        return case.calendar.within(start, live.rule.within)
    counted = case.calendar_on(live.source.at).within(start, carried.within)
    rule = f"Rule {carried.rule} of edition {carried.by}"
    if carried.due is not None:
        told = f"{rule} names the day for a case that was running then: {in_full(carried.due)}."
        return replace(counted, day=carried.due, start=carried.since, skipped=(), sentence=told)
    if carried.longer is None or not start < carried.since <= counted.day:
        kept = (
            f"{counted.sentence} Owed under rule {carried.clause} of edition {carried.version}, which still counts it."
        )
        return replace(counted, sentence=kept)
    newer = case.calendar.within(start, carried.longer)
    longer = max(counted, newer, key=lambda one: one.day)
    told = (
        f"{rule} gives the longer of two times, since the older one ran on {in_full(carried.since)}: "
        f"{carried.within} up to {in_full(counted.day)} (edition {carried.version}), "
        f"or {carried.longer} up to {in_full(newer.day)}."
    )
    return replace(longer, sentence=f"{longer.sentence} {told}")


def _lengthened(case: Case, counted: Counted, more: Lengthening) -> Counted:
    """With the time that was added; a new day that is no later adds none."""
    if more.by is not None:
        longer = case.calendar.within(counted.day, more.by)
        return replace(longer, sentence=f"Lengthened: {longer.sentence}").on_from(counted)
    if more.until is None or more.until <= counted.day:
        return counted
    rule = next((f" under rule {one.clause}" for one in case.edition.directions if one.clause), "")
    told = f"{counted.sentence} A direction{rule} (entry {more.entry}) sets {in_full(more.until)} instead."
    return replace(counted, day=more.until, sentence=told)


def _after_pauses(
    case: Case, step: str, start: date, counted: Counted, within: Length, *, incidental: bool = False
) -> Counted | None:
    """The day after everything that stopped this clock; None where it stands still and nobody knows until when."""
    if not case.pauses:
        return counted
    stopping = [one for one in case.pauses if one.stops(step) and (not incidental or not one.duties)]
    open_end = min((one.since for one in stopping if one.until is None and one.at_most is None), default=None)
    still = [one for one in _stood_still(case, stopping) if one.resumed > start]
    moved = counted
    if still:
        pauses = [replace(one, paused=max(one.paused, start)) for one in still]
        moved = case.calendar.moved(counted.day, pauses, in_working_days=within.unit == "working days")
        limits = dict.fromkeys(f" {_limit(one)}" for one in stopping if one.at_most is not None)
        moved = replace(moved, sentence=f"{moved.sentence}{''.join(limits)}").on_from(counted)
    return None if open_end is not None and open_end <= moved.day else moved


def _limit(pause: Pause) -> str:
    return f"All pauses under rule {pause.clause} together last {pause.at_most} at most."


def _stood_still(case: Case, stopping: Iterable[Pause]) -> Iterator[CalendarPause]:
    """The days on which a clock stood still, each step that stops it held to its limit. What runs still and has a
    limit lasts no longer than that, whether or not anybody lets the clock run on."""
    shared: dict[tuple[str, str], list[Pause]] = {}
    for one in stopping:
        shared.setdefault((one.step, str(one.at_most)), []).append(one)
    for pauses in shared.values():
        at_most = pauses[0].at_most
        known = [
            CalendarPause(paused=one.since, resumed=one.until or case.calendar.last)
            for one in pauses
            if one.until is not None or at_most is not None
        ]
        yield from case.calendar.capped(known, at_most)


def _role_whose_time(case: Case, live: LiveDuty) -> str:
    edition = case.edition
    told = edition.steps[live.source.step or ""].tells
    for role in edition.steps[live.rule.step].by:
        known = edition.roles.get(role)
        if known is not None and known.party and role in told:
            return role
    return ""


def paused(case: Case, live: LiveDuty) -> bool:
    """True while the clock of this duty stands still and nobody knows until when."""
    return any(
        one.until is None and one.at_most is None and one.stops(live.rule.step)
        for one in case.pauses
        if not live.incidental or not one.duties
    )


def owed(case: Case) -> tuple[Duty, ...]:
    """Everything owed now, the soonest first; what is not served yet comes last."""
    found = [_duty(case, live) for live in case.live]
    return tuple(sorted(found, key=_by_day))


def _by_day(duty: Duty) -> tuple[date, tuple[object, ...]]:
    return (duty.due.day if duty.due else date.max, clause_order(duty.clause))


def _duty(case: Case, live: LiveDuty) -> Duty:
    return Duty(
        live=live,
        step=_name(case, live),
        roles=_who_owes(case, live),
        due=due_day(case, live),
        clause=_clause(case, live),
        otherwise=otherwise(case, live),
    )


def _who_owes(case: Case, live: LiveDuty) -> tuple[str, ...]:
    """Whoever the step is for; an incidental act, whoever may do it; what a direction ordered, whom it binds."""
    if not live.incidental:
        return case.edition.steps[live.rule.step].by
    ordered = str(live.source.data.get("document_from") or "")
    if not ordered:
        return tuple(act_of(live.rule.step).who)
    return tuple(role.name for role in case.edition.roles_with(ordered)) or (ordered,)


def _name(case: Case, live: LiveDuty) -> str:
    """The step that is owed; for an incidental act the step of the book that is that act, or the act itself."""
    return (deemed_step(case, live)[0] if live.incidental else "") or live.rule.step


def _clause(case: Case, live: LiveDuty) -> str:
    """The clause that makes it owed; for an incidental act the floor."""
    if live.incidental and live.rule.source == "direction_given":
        return next((one.clause for one in case.edition.directions if one.clause), "CHG-04")
    if live.incidental:
        return next(iter(act_of(live.rule.source).floors), "AUD-04")
    if live.carried is not None:
        return live.carried.rule or live.carried.clause
    return live.rule.clause or case.edition.steps[live.rule.source].clause


def title(case: Case, duty: Duty) -> str:
    """What is owed, in words."""
    if duty.live.source.data.get("document_from"):
        return f"bring what the direction in entry {duty.live.source.index} orders"
    step = case.edition.steps.get(duty.step)
    return step.title if step is not None else act_of(duty.step).title


def record_class(case: Case, name: str, *, incidental: bool) -> str:
    """The class of record of what a duty is about."""
    return act_of(name).record_class if incidental else case.edition.steps[name].vocabulary[0].record_class


def deemed_step(case: Case, live: LiveDuty) -> tuple[str, str]:
    """The step and result that follow by themselves; empty if nothing does."""
    deem = live.rule.deem
    if deem is None:
        return "", ""
    if not live.incidental:
        return deem.step, deem.result
    step = next(iter(case.edition.steps_of(deem.step)), None)
    return (step.name, "") if step is not None else ("", "")


def otherwise(case: Case, live: LiveDuty) -> str:
    """What happens when the day has passed, in words."""
    rule = live.rule
    name, word = deemed_step(case, live)
    if name:
        result = f" ({word.replace('_', ' ')})" if word else ""
        return f"“{case.edition.steps[name].title}”{result} then follows by itself"
    told = " and ".join(name.replace("_", " ") for name in rule.tell)
    return f"it is marked overdue, stays owed, and is shown to {told}"


def past(case: Case) -> tuple[Past, ...]:
    """Every duty that is settled, in order."""
    found = []
    for settled in case.settled:
        due = due_day(case, settled.duty)
        late = max(0, (settled.by.at - due.day).days) if due is not None and settled.how == "met" else 0
        found.append(
            Past(
                step=_name(case, settled.duty),
                how="late" if late else settled.how,
                days_late=late,
                due=due,
                entry=settled.by.index,
                clause=_clause(case, settled.duty),
            )
        )
    return tuple(found)


def last_day(case: Case, name: str) -> Counted | None:
    """The last day of a step that no duty makes: the end of its window, or so long before the day announced."""
    step = case.edition.steps.get(name)
    if step is None:
        return None
    if step.window is not None:
        starts = [case.start_of(case.last[source]) for source in step.window.of if source in case.last]
        days = [start.day for start in starts if start is not None]
        return window_ends(case, step, max(days)) if days else None
    if step.before is not None:
        of_sanction = step.before.of_sanction and case.sanction
        event = case.sanction.last if of_sanction and case.sanction else case.announced.get(step.before.step)
        return case.calendar.before(event, step.before.at_least) if event else None
    return None


def window_ends(case: Case, step: Step, start: date) -> Counted | None:
    """The last day of a step's window that runs from a day; None while its clock stands still without a known end."""
    if step.window is None:
        return None
    within = step.window.at_most
    last = _after_pauses(case, step.name, start, case.calendar.within(start, within), within)
    for live in case.live:  # a right that was lengthened, or ran on when the rules changed, keeps its window open
        if (live.carried is not None or live.longer) and live.rule.right and live.rule.step == step.name:
            kept = due_day(case, live)
            last = max(last, kept, key=lambda one: one.day) if last is not None and kept is not None else None
    return last


def last_day_to_complain(case: Case) -> Counted | None:
    """The last day for a complaint, from the last day of the conduct or, where the book says so, the day on which it
    became known, whichever is later; None where no limit runs or no day is known."""
    limit = case.edition.limitation
    if limit is None or not case.conduct or not case.entries:
        return None
    conduct = max(case.conduct)
    known = case.known_on if limit.or_knowledge else None
    start = max(conduct, known or conduct)
    last = case.edition.calendar.term(start, limit.within)
    both = f" (conduct {in_full(conduct)}, known {in_full(known)}: the later counts)" if known else ""
    told = f"{limit.within} from {'knowledge' if known and start == known else 'conduct'}{both}: {last.sentence}"
    return replace(last, sentence=told)


def challengeable_until(case: Case, one: Aside) -> Counted | None:
    """The last day on which what somebody did before standing aside may be challenged; None while nobody was told."""
    return case.calendar.within(one.told, time_to_challenge(case.edition)) if one.told is not None else None


def time_to_challenge(edition: Edition) -> Length:
    """How long such a challenge may come: as long as the book gives for one to a member of the panel."""
    windows = [step.window.at_most for step in edition.steps_of("panel_challenged") if step.window is not None]
    return windows[0] if windows else CHALLENGE


def overdue(duties: Iterable[Duty], *, on: date) -> tuple[Duty, ...]:
    """Those whose day has passed."""
    return tuple(duty for duty in duties if duty.overdue(on))


def clause_order(clause: str) -> tuple[object, ...]:
    """Clauses in the order of the text: 4.4 before 4.4a before 4.10."""
    parts: list[object] = []
    for part in clause.split("."):
        digits = part.rstrip("abcdefghijklmnopqrstuvwxyz")
        parts.append((int(digits) if digits.isdigit() else 0, part[len(digits) :]))
    return tuple(parts)
