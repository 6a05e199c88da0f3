"""The conditions c1 to c8 of the procedure language: order, stages, waits, windows, results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from alteram import duties
from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.case import Case
from alteram.procedure import wording
from alteram.procedure.floors.listing import leave_for_late_evidence
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Result, Step, Wait

NEVER = "Not possible"
NEW_DAY = "Put it off with notice: the chair postpones it, or the clerk gives the day up and names a new one."

Condition = Callable[[Situation, Step], Iterator[Refusal]]
ConditionName = Literal["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]


def failed(situation: Situation) -> Iterator[Refusal]:
    """Every failed condition of c1 to c8, in order."""
    step = situation.step
    if step is None:
        yield from _alive(situation, after_end=all(act.after_end for act in situation.acts), starts=False)
        return
    for condition in NAMED.values():
        yield from condition(situation, step)


def _refuse(
    situation: Situation,
    code: str,
    why: str,
    *,
    clause: str = "",
    remedy: str = "",
    lawful: date | None = None,
    counted: Counted | None = None,
    lead: str = "",
    days: int = 0,
) -> Refusal:
    step = situation.step
    name = wording.title(step) if step else "This"
    clause = clause or situation.clause
    sentence = f"Refused: {why}."
    if clause:
        sentence = f"{lead or wording.lead(code)}: {name} cannot be taken now under rule {clause}, because {why}."
    return Refusal(
        code=code,
        clause=clause,
        sentence=sentence,
        remedy=remedy,
        lawful_from=lawful,
        counted=counted,
        days=days,
        why=why,
    )


def _alive(situation: Situation, *, after_end: bool, starts: bool) -> Iterator[Refusal]:
    case = situation.case
    if not case.started and not starts:
        yield _refuse(
            situation,
            "E-NOT-STARTED",
            "no case has begun: there is no complaint on record",
            remedy="A complaint has to be received first.",
        )
    if case.ended and not after_end:
        day = wording.day(case.ended_on) if case.ended_on else ""
        yield _refuse(situation, "E-ENDED", f"the case ended on {day}", remedy="Late papers are still taken in.")


def c1(situation: Situation, step: Step) -> Iterator[Refusal]:
    yield from _alive(situation, after_end=step.after_end, starts=step.starts_case)


def c2(situation: Situation, step: Step) -> Iterator[Refusal]:
    if step.ends_case and situation.case.stopped:
        return  # somebody decided that the case does not go on
    if step.only_while and not any(stage in situation.case.stages for stage in step.only_while):
        stages = wording.listed(step.only_while)
        yield _refuse(situation, "E-STAGE", f"it belongs to the stage “{stages}”, and the case is not there")


def c3(situation: Situation, step: Step) -> Iterator[Refusal]:
    for need in step.needs:
        if not any(situation.case.holds(atom) for atom in need):
            asked = " or ".join(wording.atom(situation.edition, atom) for atom in need)
            yield _refuse(situation, "E-NEEDS", f"it needs {asked}", remedy=_who_may(situation, need[0].name))


def _who_may(situation: Situation, name: str) -> str:
    step = situation.edition.steps.get(name)
    if step is None:
        return ""
    return f"{wording.title(step)} comes first; {wording.listed(step.by)} may take it (rule {step.clause})."


def c4(situation: Situation, step: Step) -> Iterator[Refusal]:
    for atom in step.unless:
        if situation.case.holds(atom):
            what = wording.plain(str(atom))
            yield _refuse(situation, "E-BARRED", f"it is not open once “{what}” holds")


def c5(situation: Situation, step: Step) -> Iterator[Refusal]:
    case = situation.case
    if step.each == "charge":
        yield from _undecided_charge(situation)
    elif step.each == "party":
        if not situation.probing and _party_has_used(situation, step):
            yield _refuse(situation, "E-DONE", "this party has done it as often as it may")
    elif step.cap is not None and case.count.get(step.name, 0) >= step.cap:
        times = "it has been done already" if step.cap == 1 else f"it may be done {step.cap} times at most"
        yield _refuse(situation, "E-DONE", times)


def _undecided_charge(situation: Situation) -> Iterator[Refusal]:
    charges = situation.case.charges
    wanted = {int(word) for word in _numbers(situation.fields.get("charge"))}
    asked = [charge for charge in charges if not wanted or charge.number in wanted]
    if charges and asked and all(charge.decided for charge in asked):
        yield _refuse(situation, "E-DONE", "this charge is decided already")
    for number in sorted(wanted - {charge.number for charge in charges}):
        yield _no_such_charge(situation, number)


def _no_such_charge(situation: Situation, number: int) -> Refusal:
    known = wording.listed([str(charge.number) for charge in situation.case.charges], "and")
    return Refusal(
        code="E-DONE",
        clause=situation.clause,
        sentence=f"{NEVER}: there is no charge {number} in this case. It has {known or 'none'}.",
        remedy="Choose a charge of this case." if known else "Issue charges first.",
    )


def _numbers(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    return (str(value),) if value is not None else ()


def _party_has_used(situation: Situation, step: Step) -> bool:
    """Counted for each party, by whomever it acts, since the step was last reopened."""
    case = situation.case
    speaks = case.representatives
    done = [entry for entry in case.entries if entry.step == step.name and entry.index not in case.overtaken]
    alive = done[len(done) - case.count.get(step.name, 0) :]
    taken = [{speaks.get(actor.who, actor.who) for actor in entry.by} for entry in alive]
    used = [sum(speaks.get(person, person) in sides for sides in taken) for person in situation.by]
    return step.cap is not None and any(times >= step.cap for times in used)


def c6(situation: Situation, step: Step) -> Iterator[Refusal]:
    for wait in step.waits:
        if not any(situation.case.holds(atom) for atom in wait.unless):
            yield from _waited(situation, step, wait, on=situation.day, start=_start(situation, wait.after))
    yield from looking_ahead(situation, step)
    yield from _on_the_day_told(situation, step)


def _on_the_day_told(situation: Situation, step: Step) -> Iterator[Refusal]:
    """A step that was announced is taken on the day that was told, and on no other (2.4)."""
    case = situation.case
    sources = [one for name, one in case.announcing if one.announces == step.name and name in case.last]
    if not sources:
        return  # a need of the book, not a day
    told = case.announced.get(step.name)
    if told is None:
        if not any({"postponed", "hearing_vacated"} & set(entry.acts) for entry in case.entries):
            return  # a record that holds no day says nothing of another
        why = "it was put off, and no new day has been told"
        yield _refuse(situation, "E-TOO-EARLY", why, clause=sources[0].clause, remedy=NEW_DAY)
    elif situation.day < told:
        why = f"it was announced for {wording.day(told)}, and nobody need be there sooner"
        yield _refuse(
            situation, "E-TOO-EARLY", why, clause=sources[0].clause, remedy=f"Wait for the day, or: {NEW_DAY}",
            lawful=told,
        )  # fmt: skip
    elif situation.day > told and not (situation.probing or _goes_on(situation, step, told)):
        why = f"it was announced for {wording.day(told)}, and for no later day"
        yield _refuse(situation, "E-TOO-LATE", why, clause=sources[0].clause, remedy=NEW_DAY)


def _goes_on(situation: Situation, step: Step, told: date) -> bool:
    """Where hearing and deciding are one step: whether a note of the day shows that it began then, and it goes on."""
    notes = ("hearing_noted", "adjourned")
    return bool(step.results) and any(
        entry.at == told and set(notes) & set(entry.acts) for entry in situation.case.entries
    )


def _start(situation: Situation, name: str) -> Counted | str | None:
    """The day a step counts from; "not done" or None while nobody is served."""
    entry = situation.case.last.get(name)
    return "not done" if entry is None else situation.case.start_of(entry)


def looking_ahead(situation: Situation, step: Step) -> Iterator[Refusal]:
    """A step that announces a day is judged as if the announced step were taken on that day (2.4)."""
    day = situation.word("hearing_on")
    if not step.announces or not day:
        return
    announced = situation.edition.steps[step.announces]
    if date.fromisoformat(day) > situation.edition.calendar.last:
        years = situation.edition.calendar.last.year
        yield _refuse(
            situation, "E-FIELD", f"the calendar of this edition ends with {years}", remedy="Choose a nearer day."
        )
        return
    for wait in announced.waits:
        if any(situation.case.holds(atom) for atom in wait.unless):
            continue
        start: Counted | str | None = _start(situation, wait.after)
        if wait.after == step.name:
            start = situation.edition.calendar.deemed(situation.day, situation.sent_by)
        if start != "not done":
            yield from _waited(situation, announced, wait, on=date.fromisoformat(day), start=start)


def _waited(
    situation: Situation, step: Step, wait: Wait, *, on: date, start: Counted | str | None
) -> Iterator[Refusal]:
    source = situation.edition.steps[wait.after]
    if start == "not done" or isinstance(start, str):
        return  # a wait is no need: if the step must come first, the book says so
    hearing = step.is_act("hearing_opened")
    if start is None:
        code = "E-NOT-SERVED" if hearing else "E-TOO-EARLY"
        yield _refuse(situation, code, f"the letters of {wording.title(source)} have not been validly served")
        return
    asked = shortened(situation.case, step, wait)
    first = situation.edition.calendar.at_least(start.day, asked)
    if on < first.day:
        code = "E-TOO-EARLY"
        if hearing:
            code = "E-DISCLOSURE" if source.acts == ("bundle_served",) else "E-NOTICE-SHORT"
        clause = wait.clause or source.clause
        yield _too_early(
            situation, step, source, on=on, start=start, first=first, asked=asked, code=code, clause=clause
        )


def shortened(case: Case, step: Step, wait: Wait) -> Length:
    """The wait as it stands: a waiver by the party it protects shortens it, never below the floor of the book."""
    waived = case.waivers.get(step.name)
    if waived is None or not wait.waiver_by or not _consented(case):
        return wait.at_least
    lowest = wait.not_below or wait.at_least
    today = case.entries[-1].at
    return max(waived, lowest, key=lambda length: case.calendar.at_least(today, length).day)


def _consented(case: Case) -> bool:
    """Where the book says whose written consent alone cuts a wait: whether the last waiver on record is that role's."""
    role = case.edition.shortened_only_with
    given = [one for one in case.entries if "notice_waived" in one.acts and one.index not in case.overtaken]
    return not role or bool(given and {actor.who for actor in given[-1].by} & set(case.people_in(role)))


def _too_early(
    situation: Situation,
    step: Step,
    source: Step,
    *,
    on: date,
    start: Counted,
    first: Counted,
    asked: Length,
    code: str,
    clause: str,
) -> Refusal:
    calendar = situation.edition.calendar
    have = max(0, calendar.clear_days_between(start.day, on))
    served = f"Served on {wording.day(start.day)}. " if source.tells else ""
    if step.is_act("hearing_opened"):
        lead = f"Not yet: the hearing cannot open on {wording.day(on)}"
        notice = source.is_act("hearing_notice_served")
        what = "the notice gives" if notice else f"since {wording.title(source)} there are"
    else:
        lead = f"Not yet: {wording.title(step)} cannot be taken on {wording.day(on)}"
        what = f"{wording.title(source)} gives"
    sentence = (
        f"{lead}: {what} {have} clear days and rule {clause} asks for {asked.number}"
        f"{'' if 'clear' in str(asked) else ' ' + asked.unit}. The earliest lawful day is {wording.day(first.day)}."
    )
    return Refusal(
        code=code,
        clause=clause,
        sentence=sentence,
        lawful_from=first.day,
        remedy=f"Choose {wording.day(first.day)} or later.",
        counted=replace(first, sentence=f"{served}{first.sentence}"),
        days=(first.day - on).days,
    )


def c7(situation: Situation, step: Step) -> Iterator[Refusal]:
    yield from _window(situation, step)
    yield from _before(situation, step)


def _window(situation: Situation, step: Step) -> Iterator[Refusal]:
    if step.window is None:
        return
    starts = [_start(situation, name) for name in step.window.of]
    days = [start.day for start in starts if isinstance(start, Counted)]
    if not days:
        return
    last = duties.window_ends(situation.case, step, max(days))
    if last is not None and situation.day > last.day:
        code = "E-APPEAL-LATE" if step.is_act("appeal_lodged") else "E-TOO-LATE"
        why = f"the last day was {wording.day(last.day)}"
        late = (situation.day - last.day).days
        yield _refuse(situation, code, why, counted=last, remedy=_other_way(situation, step), days=late)


def _other_way(situation: Situation, step: Step) -> str:
    for other in situation.edition.steps.values():
        if other.name != step.name and set(other.acts) & set(step.acts):
            return f"{wording.title(other)} (rule {other.clause}) may still be open."
    return ""


def _before(situation: Situation, step: Step) -> Iterator[Refusal]:
    before = step.before
    if before is None:
        return
    sanction = situation.case.sanction
    event = (sanction.last if sanction else None) if before.of_sanction else situation.case.announced.get(before.step)
    if event is None:
        return
    last = situation.edition.calendar.before(event, before.at_least)
    if situation.day > last.day:
        if step.is_act("evidence_added") and leave_for_late_evidence(situation.case) is not None:
            return
        code = "E-TOO-LATE"
        if step.is_act("extension_applied"):
            code = "E-EXT-LATE"
        elif step.is_act("evidence_added"):
            code = "E-LATE-EVIDENCE"
        why = f"the last day was {wording.day(last.day)}, {before.at_least} before {wording.day(event)}"
        late = (situation.day - last.day).days
        yield _refuse(situation, code, why, counted=last, remedy=_other_way(situation, step), days=late)


def c8(situation: Situation, step: Step) -> Iterator[Refusal]:
    if not step.results or situation.probing:
        return
    result = step.by_name.get(situation.result or "")
    if result is None:
        yield _unknown_result(situation, step)
        return
    yield from _result(situation, step, result)


def _unknown_result(situation: Situation, step: Step) -> Refusal:
    code = "E-RESULT"
    if step.is_act("sanction_decided"):
        code = "E-POWER"
    elif step.is_act("triage_decided"):
        code = "E-TRIAGE-OUTCOME"
    elif step.is_act("reopened"):
        code = "E-REOPEN-GROUND"
    known = wording.listed([result.name for result in step.results if not result.only_by_clock])
    asked = f"“{wording.plain(situation.result)}” is not" if situation.result else "no result is named; it must be"
    return _refuse(
        situation, code, f"{asked} one of {known}", remedy=f"Choose {known}.", lead=NEVER if situation.result else ""
    )


def _result(situation: Situation, step: Step, result: Result) -> Iterator[Refusal]:
    case = situation.case
    for need in result.needs:
        if not any(case.holds(atom) for atom in need):
            asked = " or ".join(wording.atom(situation.edition, atom) for atom in need)
            yield _refuse(situation, "E-RESULT", f"“{wording.plain(result.name)}” needs {asked}")
    if result.limit is not None and case.result_count.get((step.name, result.name), 0) >= result.limit:
        times = f"“{wording.plain(result.name)}” may come {result.limit} times at most"
        yield _refuse(situation, "E-RESULT", times, lead=NEVER)
    if result.only_by_clock and not situation.by_clock:
        alone = f"“{wording.plain(result.name)}” follows from the rules alone"
        yield _refuse(situation, "E-RESULT", alone, lead=NEVER)


NAMED: Mapping[ConditionName, Condition] = {
    "c1": c1, "c2": c2, "c3": c3, "c4": c4, "c5": c5, "c6": c6, "c7": c7, "c8": c8,
}  # fmt: skip
