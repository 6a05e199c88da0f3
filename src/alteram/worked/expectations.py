"""What must hold after a line of a worked case: one function for each key of ``expect``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from alteram import duties
from alteram.calendar.days import Counted
from alteram.case import Case
from alteram.codec import Entry
from alteram.dispatch import Sending, sendings
from alteram.letters import LETTERS
from alteram.people import fictional_id
from alteram.procedure import Verdict, possible
from alteram.procedure.conditions import shortened
from alteram.procedure.separation import closed_capacities
from alteram.standing import standing
from alteram.statistics.cells import cell

if TYPE_CHECKING:
    from alteram.worked.story import Line
    from alteram.worked.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the story, what was answered, and what stands on record after it."""

    told: Told
    line: Line | None
    verdict: Verdict | None
    entry: Entry | None

    @property
    def case(self) -> Case:
        assert self.told.case is not None, "only asked of a case that has begun"  # noqa: S101
        return self.told.case

    @property
    def day(self) -> date:
        return self.line.day if self.line else self.told.entries[-1].at


Check = Callable[[Moment, object], object]  # gives what was found, or None if it is as expected


def check(told: Told, line: Line, verdict: Verdict, *, entry: Entry | None) -> None:
    """Compare a line's expectations with what came of it."""
    _compare(Moment(told=told, line=line, verdict=verdict, entry=entry), line.expect)


def check_end(told: Told) -> None:
    """Compare the expectations after the last line."""
    _compare(Moment(told=told, line=None, verdict=None, entry=None), told.story.end)


def _compare(moment: Moment, expect: Mapping[str, object]) -> None:
    for key, wanted in expect.items():
        found = CHECKS[key](moment, wanted)
        if found is not None:
            moment.told.fail(moment.line, f"expected {key}: {wanted}; found {found}")


def _each(wanted: object, found: Callable[[str], object]) -> object:
    """For a map: the keys whose value is another, with what was found."""
    wrong = {}
    for key, value in wanted.items() if isinstance(wanted, Mapping) else ():
        have = found(key)
        if str(have) != str(value):
            wrong[key] = str(have)
    return wrong or None


def _words(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def due(moment: Moment, wanted: object) -> object:
    return _each(wanted, lambda step: _due(moment.case, step))


def _due(case: Case, step: str) -> date | None:
    owed = [duty.due.day for duty in duties.owed(case) if duty.step == step and duty.due is not None]
    if owed:
        return min(owed)
    last = duties.last_day(case, step)
    return last.day if last else None


def served(moment: Moment, wanted: object) -> object:
    def found(name: str) -> object:
        counted = _served(moment, fictional_id(name))
        return counted.day if counted else None

    return _each(wanted, found)


def _served(moment: Moment, person: str | None = None) -> Counted | None:
    """Deemed service of the line's own letters; of a line that sends none, of those its step must wait for."""
    line, case = moment.line, moment.case
    if line is None:
        return None
    step = case.edition.steps.get(line.name)
    if line.attempt and step is not None and step.tells:
        return case.calendar.deemed(line.day, line.channel or case.calendar.usual_channel)
    if step is not None and step.tells and moment.entry is not None:
        return case.served(step.name, person)
    waited = [wait.after for wait in (step.waits if step else ()) if case.services.get(wait.after)]
    if waited:
        return case.served(waited[0], person)
    sent = [name for name, services in case.services.items() if services]
    return case.served(max(sent, key=lambda name: case.services[name][-1].sent), person) if sent else None


def earliest(moment: Moment, wanted: object) -> object:
    return _each(wanted, lambda step: _earliest(moment.case, step))


def _earliest(case: Case, name: str) -> date | None:
    step = case.edition.steps[name]
    days = []
    for wait in step.waits:
        start = case.start_of(case.last[wait.after]) if wait.after in case.last else None
        if start is not None:
            days.append(case.calendar.at_least(start.day, shortened(case, step, wait)).day)
    return max(days, default=None)


def _past(moment: Moment, how: str) -> dict[str, int]:
    since = moment.entry.index if moment.entry else 0
    return {past.step: past.days_late for past in duties.past(moment.case) if past.how == how and past.entry >= since}


def met(moment: Moment, wanted: object) -> object:
    missing = [step for step in _words(wanted) if step not in _past(moment, "met")]
    return f"not met in time: {missing}" if missing else None


def late(moment: Moment, wanted: object) -> object:
    return _each(wanted, lambda step: _past(moment, "late").get(step))


def lapsed(moment: Moment, wanted: object) -> object:
    gone = {past.step for past in duties.past(moment.case) if past.how in ("lapsed", "replaced")}
    still = {duty.step for duty in duties.owed(moment.case)}
    missing = [step for step in _words(wanted) if step not in gone or step in still]
    return f"not lapsed: {missing}" if missing else None


def counted(moment: Moment, wanted: object) -> object:
    wrong = [
        f"{sentence} (found {have})" for sentence in _words(wanted) if (have := _counted(moment, sentence)) is not None
    ]
    return wrong or None


def _counted(moment: Moment, sentence: str) -> object:
    span, _, length = sentence.partition(" is ")
    first, _, second = span.partition(" to ")
    number, _, unit = length.partition(" ")
    start, end = _point(moment, first, second), _point(moment, second, "")
    if start is None or end is None:
        return f"{first}: {start}, {second}: {end}"
    calendar = moment.case.calendar
    have = {
        "days": (end - start).days,
        "clear days": calendar.clear_days_between(start, end),
        "working days": calendar.working_days_between(start, end),
    }[unit]
    return None if have == int(number) else have


def _point(moment: Moment, name: str, towards: str) -> date | None:
    if name == "service":
        found = _served(moment)
        step = moment.case.edition.steps.get(towards)
        if step is not None and step.waits and moment.entry is not None:
            found = moment.case.served(step.waits[0].after)
        return found.day if found else None
    if name == "hearing":
        if moment.line is not None and moment.line.name in moment.case.announced:
            return moment.line.day
        day = moment.line.fields.get("hearing_on") if moment.line else None
        return date.fromisoformat(str(day)) if day else moment.case.announced.get("open_hearing")
    if name == towards:  # from the last time to this time
        earlier = [e for e in moment.case.entries if name in (e.step, *e.acts) and e is not moment.entry]
        return earlier[-1].at if earlier else None
    if moment.line is not None and moment.line.name == name:
        return moment.line.day
    entry = moment.case.last.get(name)
    if entry is None:
        found_entries = [e for e in moment.case.entries if name in e.acts]
        entry = found_entries[-1] if found_entries else None
    return entry.at if entry is not None else None


def on(moment: Moment, wanted: object) -> object:
    missing = [stage for stage in _words(wanted) if stage not in moment.case.stages]
    return f"{sorted(moment.case.stages)}" if missing else None


def off(moment: Moment, wanted: object) -> object:
    still = [stage for stage in _words(wanted) if stage in moment.case.stages]
    return f"{sorted(moment.case.stages)}" if still else None


def standings(moment: Moment, wanted: object) -> object:
    def found(name: str) -> object:
        case = moment.told.case
        if case is None or fictional_id(name) not in case.parties.get("respondent", ()):
            return "full"
        return standing(case, on=moment.day)

    return _each(wanted, found)


def barred(moment: Moment, wanted: object) -> object:
    wrong = {}
    for name, capacities in wanted.items() if isinstance(wanted, Mapping) else ():
        closed = closed_capacities(moment.case, fictional_id(name))
        if not set(_words(capacities)) <= set(closed):
            wrong[name] = closed
    return wrong or None


def opens(moment: Moment, wanted: object) -> object:
    told = moment.told
    now = {p.step.name: p for p in possible(told.rulebook, told.people, moment.case, moment.day)}
    wrong = {}
    for step, who in wanted.items() if isinstance(wanted, Mapping) else ():
        one = now.get(step)
        if one is None or not one.open or not set(_words(who)) & set(_holders(moment, one.roles)):
            wrong[step] = [r.code for r in one.refusals] if one else "no such step"
    return wrong or None


def _holders(moment: Moment, roles: tuple[str, ...]) -> list[str]:
    people = [moment.told.named(person) for role in roles for person in moment.case.people_in(role)]
    return [*roles, *people]


def closed(moment: Moment, wanted: object) -> object:
    told = moment.told
    now = {p.step.name: p for p in possible(told.rulebook, told.people, moment.case, moment.day)}
    wrong = {}
    for step, codes in wanted.items() if isinstance(wanted, Mapping) else ():
        have = {r.code for r in now[step].refusals}
        if not set(_words(codes)) <= have:
            wrong[step] = sorted(have)
    return wrong or None


def letters_of(case: Case, entry: Entry) -> tuple[Sending, ...]:
    return sendings(case, entry)


def letters(moment: Moment, wanted: object) -> object:
    told = moment.told
    sent: dict[str, set[str]] = {}
    for sending in letters_of(moment.case, moment.entry) if moment.entry else ():
        sent.setdefault(sending.letter, set()).add(told.named(sending.to))
    if moment.line is None:
        for letter, to in told.letters:
            sent.setdefault(letter, set()).add(to)
    wrong = {}
    for letter, to in wanted.items() if isinstance(wanted, Mapping) else ():
        expected = set() if to == "nobody" else set(_words(to))
        if sent.get(letter, set()) != expected:
            wrong[letter] = sorted(sent.get(letter, set()))
    return wrong or None


def hides(moment: Moment, wanted: object) -> object:
    """What a letter must not contain: a heading by its name, or a name that stands nowhere in the letter as written."""
    wrong = {}
    for letter, words in wanted.items() if isinstance(wanted, Mapping) else ():
        headings = {heading.name for heading in LETTERS[letter].headings}
        written = moment.told.written(letter)
        shown = [word for word in _words(words) if {word, word.rstrip("s")} & headings or word in written]
        if shown:
            wrong[letter] = shown
    return wrong or None


def refused(moment: Moment, wanted: object) -> object:
    have = {r.code for r in moment.verdict.refusals} if moment.verdict else set()
    return None if set(_words(wanted)) <= have else sorted(have) or "lawful"


def lawful(moment: Moment, wanted: object) -> object:
    if moment.verdict is not None and moment.verdict.lawful:
        return None
    return [f"[{r.code}] {r.sentence}" for r in (moment.verdict.refusals if moment.verdict else ())]


def shown(moment: Moment, wanted: object) -> object:
    verdict = moment.verdict
    have = (verdict.shown or (verdict.refusals[0].code if verdict.refusals else "")) if verdict else ""
    return None if have == wanted else have


def lawful_from(moment: Moment, wanted: object) -> object:
    have = moment.verdict.lawful_from if moment.verdict else None
    return None if str(have) == str(wanted) else have


def says(moment: Moment, wanted: object) -> object:
    sentence = " ".join(r.sentence for r in moment.verdict.refusals) if moment.verdict else ""
    return None if all(words in sentence for words in _words(wanted)) else sentence


def watch(moment: Moment, wanted: object) -> object:
    return None if moment.told.watch == int(str(wanted)) else moment.told.watch


def breach(moment: Moment, wanted: object) -> object:
    overdue = [duty.step for duty in duties.owed(moment.case) if duty.overdue(moment.day)]
    have = ["E-OVERDUE" for _ in overdue]
    return None if sorted(have) == sorted(_words(wanted) if wanted else []) else f"{have} {overdue}"


def in_cell(moment: Moment, wanted: object) -> object:
    have = cell(moment.case)
    return None if have == wanted else have


CHECKS: Mapping[str, Check] = {
    "due": due,
    "served": served,
    "earliest": earliest,
    "met": met,
    "late": late,
    "lapsed": lapsed,
    "counted": counted,
    "on": on,
    "off": off,
    "standing": standings,
    "barred": barred,
    "open": opens,
    "closed": closed,
    "letters": letters,
    "hides": hides,
    "refused": refused,
    "lawful": lawful,
    "shown": shown,
    "from": lawful_from,
    "says": says,
    "watch": watch,
    "breach": breach,
    "cell": in_cell,
}
