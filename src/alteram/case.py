"""The state of a case: a fold over its entries, one respondent's thread, one chain.

    case = replay(rulebook, name, entries)

A :class:`Case` moves while it is folded and is then only read. It holds what happened; what follows from it by counting
days (dues, first lawful days) is worked out when asked for, in ``duties`` and ``procedure``, from the frozen calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise

from alteram.acts import act as act_of
from alteram.calendar.days import Calendar, Counted
from alteram.calendar.lengths import Length, parse_length
from alteram.codec import Entry
from alteram.rulebook.model import Atom, DutyRule, Edition, Rulebook, Step, StepResult

PARTIES = ("complainant", "respondent")
PROVED = ("proved", "admitted")


@dataclass(slots=True, kw_only=True)
class Service:
    """One sending of a step's letters to one person."""

    person: str
    sent: date
    channel: str
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveDuty:
    """A duty that is owed: its rule and the entry that made it."""

    rule: DutyRule
    source: Entry
    incidental: bool = False  # owed by an incidental act itself: counted from the day it was recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledDuty:
    """A duty that is no longer owed."""

    duty: LiveDuty
    how: str  # "met", "lapsed", "replaced", "consequence"
    by: Entry


@dataclass(slots=True, kw_only=True)
class Charge:
    """One charge: a clause, the days of the conduct, and in the end one finding."""

    number: int
    clause: str
    days: tuple[date, ...]
    entry: int
    finding: str = ""  # proved, admitted, not_proved, withdrawn, no_finding

    @property
    def decided(self) -> bool:
        return bool(self.finding)

    @property
    def proved(self) -> bool:
        return self.finding in PROVED


@dataclass(slots=True, kw_only=True)
class Measure:
    """An interim measure: it lasts as long as the stage that its step began."""

    stage: str
    since: date
    entry: int
    scope: tuple[str, ...] = ()
    reviews: int = 0
    ended: date | None = None  # first day without it


@dataclass(slots=True, kw_only=True)
class SanctionDecided:
    """What the panel decided, and when it bites."""

    names: tuple[str, ...]
    entry: int
    immediate: bool = False
    lasts: Length | None = None
    first: date | None = None
    last: date | None = None
    quashed: bool = False


@dataclass(slots=True, kw_only=True)
class ContactMatter:
    """A contact reported, alleged or denied: disclosed to the parties, ruled on."""

    entry: int
    act: str
    disclosed: int | None = None
    ruled: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A notice as one entry left it: published, or changed, with the sanction as it stood on that day."""

    entry: int
    notice: int  # the entry that first published it
    since: date  # first day on which it could be read so
    until: date | None  # last day, where somebody gave one
    what: str  # as chosen; empty: as the rule book says
    named: bool  # False: the entry says that no name is given
    sanctions: tuple[str, ...]
    first: date | None  # of the sanction
    last: date | None
    changes: tuple[tuple[int, str, date], ...] = ()  # entry, updated or corrected, day


@dataclass(slots=True, kw_only=True)
class Pause:
    """Clocks stopped from a day to a day."""

    duties: tuple[str, ...]
    since: date
    until: date | None = None


@dataclass(slots=True)
class Case:
    """Where a case stands after its entries. Read it; only ``fold`` moves it."""

    rulebook: Rulebook
    edition: Edition
    name: str
    entries: list[Entry] = field(default_factory=list)  # in the order of the fold
    overtaken: set[int] = field(default_factory=set)
    last: dict[str, Entry] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    result_count: dict[tuple[str, str], int] = field(default_factory=dict)
    stages: dict[str, date] = field(default_factory=dict)
    live: list[LiveDuty] = field(default_factory=list)
    settled: list[SettledDuty] = field(default_factory=list)
    told: set[str] = field(default_factory=set)  # duties marked overdue, by key
    charges: list[Charge] = field(default_factory=list)
    parties: dict[str, list[str]] = field(default_factory=dict)
    representatives: dict[str, str] = field(default_factory=dict)  # person -> party represented
    appointed: dict[str, dict[str, int]] = field(default_factory=dict)  # capacity -> person -> entry
    chairs: set[str] = field(default_factory=set)
    acted: dict[str, set[str]] = field(default_factory=dict)  # capacity -> people who ever acted in it
    declared: dict[str, tuple[str, ...]] = field(default_factory=dict)  # person -> interests
    challenged: dict[str, int] = field(default_factory=dict)  # panel member -> entry
    excluded: dict[str, int] = field(default_factory=dict)  # person -> entry that excludes
    barred_from_rehearing: set[str] = field(default_factory=set)
    services: dict[str, list[Service]] = field(default_factory=dict)  # step -> sendings
    announced: dict[str, date] = field(default_factory=dict)  # step -> day
    waivers: dict[str, Length] = field(default_factory=dict)  # step whose wait is shortened -> to
    longer: dict[str, list[Length]] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    sanctions: list[SanctionDecided] = field(default_factory=list)
    contacts: list[ContactMatter] = field(default_factory=list)
    conduct: tuple[date, ...] = ()
    known_on: date | None = None
    late_admitted: bool | None = None
    triaged: tuple[str, ...] = ()  # clauses let through by triage
    advice_open: int | None = None
    bundle: str = ""
    unsealed: bool = False
    appeal_open: bool = False
    appealed_by: str = ""
    final_on: date | None = None
    published_on: date | None = None
    publications: list[Publication] = field(default_factory=list)
    taken_down: dict[int, date] = field(default_factory=dict)  # notice -> first day without it
    left_on: date | None = None
    ended_on: date | None = None
    bucket: str = ""
    stopped: bool = False  # somebody decided that it does not go on: it may close from any stage

    @property
    def started(self) -> bool:
        return bool(self.entries)

    @property
    def ended(self) -> bool:
        return self.ended_on is not None

    @property
    def calendar(self) -> Calendar:
        return self.edition.calendar

    @property
    def tip(self) -> int:
        """Number of the last entry; −1 before the first."""
        return max((entry.index for entry in self.entries), default=-1)

    @property
    def measure(self) -> Measure | None:
        """The interim measure that runs, if one does."""
        return next((m for m in reversed(self.measures) if m.ended is None), None)

    @property
    def sanction(self) -> SanctionDecided | None:
        """The sanction that stands, if one does."""
        return next((s for s in reversed(self.sanctions) if not s.quashed), None)

    @property
    def awaited(self) -> tuple[str, ...]:
        """The steps that were announced, for a day or for one still to be told, and not taken since."""
        told = [(step.announces, self.last[name]) for name, step in self.announcing if name in self.last]
        awaited = [name for name, by in told if name not in self.last or self.last[name].index < by.index]
        return tuple(dict.fromkeys(awaited))

    @property
    def announcing(self) -> tuple[tuple[str, Step], ...]:
        """The steps of the book that tell the day of another."""
        return tuple((name, step) for name, step in self.edition.steps.items() if step.announces)

    def done(self, step: str) -> bool:
        return self.count.get(step, 0) > 0

    def holds(self, atom: Atom) -> bool:
        """Whether an atom of the procedure language holds now."""
        kind = atom.kind
        if kind == "stage":
            return atom.name in self.stages
        if kind == "done":
            return self.done(atom.name)
        if kind == "result":
            return self.done(atom.name) and self.last[atom.name].result == atom.result
        if kind == "all charges decided":
            return bool(self.charges) and all(charge.decided for charge in self.charges)
        proved = any(charge.proved for charge in self.charges)
        return proved if kind == "some charge proved" else not proved

    def people_in(self, role: str) -> tuple[str, ...]:
        """Everybody who stands in a role of the book, or in a capacity, in this case."""
        found: list[str] = []
        known = self.edition.roles.get(role)
        for capacity in known.capacities if known else (role,):
            found += self.parties.get(capacity, [])
            found += list(self.appointed.get(capacity, {}))
        return tuple(dict.fromkeys(found))

    def deemed(self, service: Service) -> Counted:
        return self.calendar.deemed(service.sent, service.channel)

    def served(self, step: str, person: str | None = None) -> Counted | None:
        """Day of deemed service of a step's letters: on one person, or the latest of all; None if it never was."""
        found: dict[str, Service] = {}
        for service in self.services.get(step, ()):
            if person in (None, service.person):
                if service.failed:
                    found.pop(service.person, None)
                else:
                    found[service.person] = service
        told = {s.person for s in self.services.get(step, ()) if person in (None, s.person)}
        if not found or told - set(found):
            return None
        return max((self.deemed(service) for service in found.values()), key=lambda counted: counted.day)

    def start_of(self, entry: Entry, *, for_role: str = "") -> Counted | None:
        """``s(a)``: the day from which an entry counts for the person whose time it is; None while nobody is served."""
        step = entry.step or ""
        if step not in self.services or not self.edition.clocks_run_from_receipt:
            return Counted(day=entry.at, start=entry.at, length=None, skipped=(), sentence="")
        if self.last.get(step) is not entry:
            return self._start_of_earlier(entry, for_role)
        people = [p for p in self.people_in(for_role) if any(s.person == p for s in self.services[step])]
        if people:
            counted = [self.served(step, person) for person in people]
            return None if None in counted else max(filter(None, counted), key=lambda c: c.day)
        return self.served(step)

    def _start_of_earlier(self, entry: Entry, for_role: str) -> Counted:
        channel = str(entry.data.get("channel", ""))
        if not channel:
            return Counted(day=entry.at, start=entry.at, length=None, skipped=(), sentence="")
        return self.calendar.deemed(entry.at, channel)

    def remove(self, person: str, entry: int) -> None:
        """Somebody leaves every part in this case, and may not see it any more."""
        for members in self.appointed.values():
            members.pop(person, None)
        self.chairs.discard(person)
        self.excluded[person] = entry

    def step_of_letter(self, letter: str, person: str) -> str | None:
        """The step taken last whose letter this is, and that was sent to this person."""
        found = [
            name
            for name, services in self.services.items()
            if any(letter in act.letters for act in self.edition.steps[name].vocabulary)
            and any(service.person == person for service in services)
        ]
        return max(found, key=lambda name: self.last[name].index if name in self.last else -1, default=None)

    def start_sanction(self, first: date) -> None:
        """The sanction that stands bites from this day; its last day follows from its length."""
        sanction = self.sanction
        if sanction is None:
            return
        sanction.first = first
        if sanction.lasts is not None:
            sanction.last = self.calendar.term(first, sanction.lasts).day

    def fold(self, entry: Entry) -> None:
        """Take one more entry in. Never judges: what was written stands."""
        self.entries.append(entry)
        if entry.index in self.overtaken:
            return
        step = self.edition.steps.get(entry.step) if entry.step else None
        if step is not None:
            self._count(step, entry)
        self._people(entry)
        for act in entry.acts:
            effect = EFFECTS.get(act)
            if effect is not None:
                effect(self, step, entry)
        self._incidental(entry)
        if step is not None:
            self._discharge(step, entry)
            self._switch(step, entry)
            self._owe(step, entry)
            self._lapse(entry)
            if step.ends_case:
                self._end(entry)

    def _count(self, step: Step, entry: Entry) -> None:
        name = step.name
        self.last[name] = entry
        self.count[name] = self.count.get(name, 0) + 1
        if entry.result:
            key = (name, entry.result)
            self.result_count[key] = self.result_count.get(key, 0) + 1
        if step.tells and entry.data.get("channel"):
            self.services[name] = [
                Service(person=person, sent=entry.at, channel=str(entry.data["channel"]))
                for role in step.tells
                for person in self.people_in(role)
            ]
        if step.announces and "hearing_on" in entry.data:
            self.announced[step.announces] = date.fromisoformat(str(entry.data["hearing_on"]))
        if step.lengthens:
            self.longer.setdefault(step.lengthens[0], []).append(step.lengthens[1])

    def _people(self, entry: Entry) -> None:
        for actor in entry.by:
            self.acted.setdefault(actor.capacity, set()).add(actor.who)

    def _incidental(self, entry: Entry) -> None:
        """What an incidental act owes whether or not the book mentions it, and what discharges it."""
        if any(duty.incidental for duty in self.live):
            kept = []
            for duty in self.live:
                if duty.incidental and duty.rule.step in entry.acts and _meant(duty, entry):
                    how = "consequence" if entry.deemed else "met"
                    self.settled.append(SettledDuty(duty=duty, how=how, by=entry))
                else:
                    kept.append(duty)
            self.live = kept
        if entry.step is None:
            for act in entry.acts:
                self.live += [LiveDuty(rule=r, source=entry, incidental=True) for r in _owes(act, entry.result)]

    def _discharge(self, step: Step, entry: Entry) -> None:
        if not any(duty.rule.step == step.name for duty in self.live):
            return
        kept = []
        for duty in self.live:
            if duty.rule.step == step.name and not duty.incidental and self._discharges(step, entry):
                how = "consequence" if entry.deemed else "met"
                self.settled.append(SettledDuty(duty=duty, how=how, by=entry))
            else:
                kept.append(duty)
        self.live = kept

    def _discharges(self, step: Step, entry: Entry) -> bool:
        return step.each != "charge" or all(charge.decided for charge in self.charges)

    def _switch(self, step: Step, entry: Entry) -> None:
        for result, stage in self.edition.ended_by.get(step.name, ()):
            if result in ("", entry.result) and stage in self.stages and self._discharges(step, entry):
                del self.stages[stage]
                self._end_measure(stage, entry)
        for result, stage in self.edition.begun_by.get(step.name, ()):
            if result in ("", entry.result) and self._discharges(step, entry):
                self.stages[stage] = entry.at

    def _end_measure(self, stage: str, entry: Entry) -> None:
        for measure in self.measures:
            if measure.stage == stage and measure.ended is None:
                measure.ended = entry.at

    def _owe(self, step: Step, entry: Entry) -> None:
        for rule in step.then:
            if rule.results and entry.result not in rule.results:
                continue
            again = LiveDuty(rule=rule, source=entry)
            self._replace(rule, again, entry)
            for reopened in rule.reopens:
                self._reopen(reopened)

    def _replace(self, rule: DutyRule, again: LiveDuty, entry: Entry) -> None:
        for duty in self.live:
            if duty.rule is rule:
                self.settled.append(SettledDuty(duty=duty, how="replaced", by=entry))
        self.live = [duty for duty in self.live if duty.rule is not rule]
        self.live.append(again)

    def _reopen(self, name: str) -> None:
        step = self.edition.steps[name]
        self.count.pop(name, None)
        self.last.pop(name, None)
        self.services.pop(name, None)
        self.announced.pop(step.announces, None)
        for result in step.results:
            self.result_count.pop((name, result.name), None)
        if step.is_act("charge_decided"):
            for charge in self.charges:
                charge.finding = ""
        if step.creates_charges:
            self.charges.clear()
        if step.appoints:
            self._dissolve(step.appoints)

    def _dissolve(self, role: str) -> None:
        for capacity in self.edition.roles[role].capacities if role in self.edition.roles else (role,):
            gone = self.appointed.pop(capacity, {})
            self.barred_from_rehearing |= set(gone)
            self.chairs -= set(gone)

    def _lapse(self, entry: Entry) -> None:
        kept = []
        for duty in self.live:
            stages = () if duty.incidental else self.edition.steps[duty.rule.step].only_while
            if stages and not any(stage in self.stages for stage in stages):
                self.settled.append(SettledDuty(duty=duty, how="lapsed", by=entry))
            else:
                kept.append(duty)
        self.live = kept

    def _end(self, entry: Entry) -> None:
        self.settled += [SettledDuty(duty=duty, how="lapsed", by=entry) for duty in self.live]
        self.live = []
        for stage in list(self.stages):
            self._end_measure(stage, entry)
        self.stages.clear()
        self.ended_on = entry.at


def begin(rulebook: Rulebook, name: str, *, received: date, digest: str = "") -> Case:
    """An empty case under the edition in force when the complaint came in."""
    edition = rulebook.by_digest(digest) or rulebook.on(received)
    return Case(rulebook, edition, name)


def replay(rulebook: Rulebook, name: str, entries: Sequence[Entry]) -> Case:
    """The case after its entries, read in the order in which things happened (procedure language 2.5)."""
    if not entries:
        raise ValueError("a case begins with its first entry")
    first = entries[0]
    case = begin(rulebook, name, received=first.at, digest=first.edition)
    case.overtaken = {number for entry in entries for number in entry.overtakes}
    for entry in in_order(entries):
        case.fold(entry)
    return case


def in_order(entries: Sequence[Entry]) -> Iterable[Entry]:
    """By day happened, then time if both have one, then number."""
    days = [entry.at for entry in entries]
    if all(earlier <= later for earlier, later in pairwise(days)) and not any(e.late for e in entries):
        return entries
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.at, []).append(entry)
    return [entry for day in sorted(by_day) for entry in _within_day(by_day[day])]


def _within_day(entries: list[Entry]) -> list[Entry]:
    placed: list[Entry] = []
    for entry in entries:
        position = len(placed)
        while position and entry.time and (placed[position - 1].time or "") > entry.time:
            position -= 1
        placed.insert(position, entry)
    return placed


@cache
def _owes(act: str, result: str | None) -> tuple[DutyRule, ...]:
    return tuple(
        DutyRule(
            number=number,
            source=act,
            step=owed.act,
            within=parse_length(owed.within),
            tell=() if owed.ends_in == "deem" else ("auditor", "parties"),
            deem=StepResult(step=owed.act) if owed.ends_in == "deem" else None,
        )
        for number, owed in enumerate(act_of(act).owes)
        if not owed.on or result in owed.on
    )


def _meant(duty: LiveDuty, entry: Entry) -> bool:
    """Whether a deed answers this very duty: it names the entry, or none."""
    named = _numbers(entry.data.get("entries"))
    return not named or duty.source.index in named


# What each act does to the state, besides what its step does to stages and duties.

Fold = Callable[[Case, Step | None, Entry], None]


def _days(value: object) -> tuple[date, ...]:
    return tuple(date.fromisoformat(str(day)) for day in value) if isinstance(value, (list, tuple)) else ()


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(word) for word in value) if isinstance(value, (list, tuple)) else ()


def _numbers(value: object) -> tuple[int, ...]:
    if isinstance(value, (int, str)):
        return (int(value),) if str(value).isdigit() else ()
    return tuple(int(str(number)) for number in value) if isinstance(value, (list, tuple)) else ()


def _received(case: Case, step: Step | None, entry: Entry) -> None:
    data = entry.data
    complainants = _words(data.get("complainant")) or tuple(a.who for a in entry.by if a.capacity == "complainant")
    case.parties.setdefault("complainant", []).extend(complainants)
    case.parties.setdefault("respondent", []).extend(_words(data.get("respondents")))
    case.conduct = _days(data.get("conduct"))
    known = data.get("known_on")
    case.known_on = date.fromisoformat(str(known)) if known else None


def _respondent_named(case: Case, step: Step | None, entry: Entry) -> None:
    """Whoever was complained about by a name alone turns out to be this person: one thread has one respondent."""
    case.parties["respondent"] = list(_words(entry.data.get("person")))


def _appointed(case: Case, step: Step | None, entry: Entry) -> None:
    capacity = str(entry.data.get("capacity", ""))
    for person in _words(entry.data.get("person")):
        case.appointed.setdefault(capacity, {})[person] = entry.index


def _declared(case: Case, step: Step | None, entry: Entry) -> None:
    interests = _words(entry.data.get("interests"))
    for actor in entry.by:
        case.declared[actor.who] = tuple(interest for interest in interests if interest != "none")


def _stood_down(case: Case, step: Step | None, entry: Entry) -> None:
    for person in _words(entry.data.get("person")):
        case.remove(person, entry.index)


def _panel_appointed(case: Case, step: Step | None, entry: Entry) -> None:
    role = case.edition.roles.get(step.appoints) if step and step.appoints else None
    capacity = role.capacities[0] if role else "hearing_panel"
    members = _words(entry.data.get("panel"))
    case.appointed[capacity] = dict.fromkeys(members, entry.index)
    chair = str(entry.data.get("chair", "")) or (members[0] if members else "")
    case.chairs = (case.chairs - set(members)) | ({chair} if chair else set())


def _panel_replaced(case: Case, step: Step | None, entry: Entry) -> None:
    out = set(_words(entry.data.get("out")))
    for capacity, members in case.appointed.items():
        if capacity.endswith("_panel") and (out & set(members) or capacity == "hearing_panel"):
            for person in out:
                members.pop(person, None)
            for person in _words(entry.data.get("in")):
                members[person] = entry.index
            break


def _challenged(case: Case, step: Step | None, entry: Entry) -> None:
    for person in _words(entry.data.get("member")):
        case.challenged[person] = entry.index


def _challenge_ruled(case: Case, step: Step | None, entry: Entry) -> None:
    upheld = (step.meaning(entry.result) if step else entry.result) == "upheld"
    for person in list(case.challenged):
        if upheld:
            case.remove(person, entry.index)
    case.challenged.clear()


def _triaged(case: Case, step: Step | None, entry: Entry) -> None:
    case.triaged = _words(entry.data.get("clauses"))


def _late_admission(case: Case, step: Step | None, entry: Entry) -> None:
    case.late_admitted = (step.meaning(entry.result) if step else entry.result) == "admitted"


def _bundle(case: Case, step: Step | None, entry: Entry) -> None:
    case.bundle = str(entry.data.get("bundle", ""))


def _waived(case: Case, step: Step | None, entry: Entry) -> None:
    target = str(entry.data.get("wait", "")) or _waivable(case.edition)
    case.waivers[target] = parse_length(str(entry.data.get("down_to", "0 days")))


def _waivable(edition: Edition) -> str:
    return next((s.name for s in edition.steps.values() if any(w.waiver_by for w in s.waits)), "")


def _service_recorded(case: Case, step: Step | None, entry: Entry) -> None:
    channel = str(entry.data.get("channel", "email"))
    for person in _words(entry.data.get("to")):
        sent_step = case.step_of_letter(str(entry.data.get("letter", "")), person)
        if sent_step is not None:
            case.services[sent_step].append(Service(person=person, sent=entry.at, channel=channel))


def _service_failed(case: Case, step: Step | None, entry: Entry) -> None:
    for person in _words(entry.data.get("to")):
        sent_step = case.step_of_letter(str(entry.data.get("letter", "")), person)
        for service in case.services.get(sent_step or "", ()):
            if service.person == person:
                service.failed = True


def _charged(case: Case, step: Step | None, entry: Entry) -> None:
    given = entry.data.get("charges")
    for item in given if isinstance(given, (list, tuple)) else ():
        if isinstance(item, Mapping):
            number = len(case.charges) + 1
            days = _days(item.get("days"))
            case.charges.append(Charge(number=number, clause=str(item.get("clause")), days=days, entry=entry.index))


def _charge_decided(case: Case, step: Step | None, entry: Entry) -> None:
    finding = (step.meaning(entry.result) if step else entry.result) or ""
    numbers = _numbers(entry.data.get("charge"))
    for charge in case.charges:
        if not numbers or charge.number in numbers:
            charge.finding = finding


def _charge_withdrawn(case: Case, step: Step | None, entry: Entry) -> None:
    for charge in case.charges:
        if charge.number in _numbers(entry.data.get("charge")):
            charge.finding = "withdrawn"


def _interim_decided(case: Case, step: Step | None, entry: Entry) -> None:
    if step is None or step.meaning(entry.result) != "granted":
        return
    stage = next((s for r, s in case.edition.begun_by.get(step.name, ()) if r in ("", entry.result)), "")
    scope = _words(entry.data.get("scope"))
    case.measures.append(Measure(stage=stage, since=entry.at, entry=entry.index, scope=scope))


def _interim_reviewed(case: Case, step: Step | None, entry: Entry) -> None:
    measure = case.measure
    if measure is not None:
        measure.reviews += 1


def _sanctioned(case: Case, step: Step | None, entry: Entry) -> None:
    names = _words(entry.data.get("sanctions")) or ((entry.result,) if entry.result else ())
    lasts = entry.data.get("lasts")
    immediate = bool(entry.data.get("immediate"))
    decided = SanctionDecided(
        names=names, entry=entry.index, immediate=immediate, lasts=parse_length(str(lasts)) if lasts else None
    )
    case.sanctions.append(decided)
    if immediate:
        case.start_sanction(entry.at)


def _unsealed(case: Case, step: Step | None, entry: Entry) -> None:
    case.unsealed = True


def _deliberated(case: Case, step: Step | None, entry: Entry) -> None:
    advice = bool(entry.data.get("advice_given"))
    repeated = bool(entry.data.get("repeated_to_parties"))
    if advice and not repeated:
        case.advice_open = entry.index
    elif repeated:
        case.advice_open = None


def _contact(case: Case, step: Step | None, entry: Entry) -> None:
    case.contacts.append(ContactMatter(entry=entry.index, act=entry.acts[0]))


def _contact_named(case: Case, entry: Entry) -> list[ContactMatter]:
    numbers = _numbers(entry.data.get("entries"))
    return [matter for matter in case.contacts if not numbers or matter.entry in numbers]


def _contact_disclosed(case: Case, step: Step | None, entry: Entry) -> None:
    for matter in _contact_named(case, entry):
        matter.disclosed = entry.index


def _contact_ruled(case: Case, step: Step | None, entry: Entry) -> None:
    for matter in _contact_named(case, entry):
        matter.ruled = entry.index


def _appealed(case: Case, step: Step | None, entry: Entry) -> None:
    case.appeal_open = True
    case.appealed_by = entry.by[0].capacity if entry.by else ""


def _appeal_sifted(case: Case, step: Step | None, entry: Entry) -> None:
    if step is not None and step.meaning(entry.result) == "refused":
        case.appeal_open = False


def _appeal_determined(case: Case, step: Step | None, entry: Entry) -> None:
    meaning = step.meaning(entry.result) if step else entry.result
    case.appeal_open = False
    if meaning in ("allowed", "remitted") and case.sanction is not None:
        case.sanction.quashed = True
        _take_down(case, entry)
    if meaning == "varied" and entry.data.get("sanctions"):
        _varied(case, entry)


def _varied(case: Case, entry: Entry) -> None:
    """What the appeal put in the place of the sanction: from here on that is what begins, and nothing else."""
    before = case.sanction
    if before is not None:
        before.quashed = True
    lasts = entry.data.get("lasts")
    case.sanctions.append(
        SanctionDecided(
            names=_words(entry.data.get("sanctions")),
            entry=entry.index,
            lasts=parse_length(str(lasts)) if lasts else None,
        )
    )
    if before is not None and before.first is not None:
        case.start_sanction(before.first)  # it ran already by an immediate order: the time served counts


def _appeal_withdrawn(case: Case, step: Step | None, entry: Entry) -> None:
    case.appeal_open = False


def _final(case: Case, step: Step | None, entry: Entry) -> None:
    case.final_on = entry.at


def _sanction_started(case: Case, step: Step | None, entry: Entry) -> None:
    case.start_sanction(entry.at)


def _extended(case: Case, step: Step | None, entry: Entry) -> None:
    if case.sanction is None or step is None or step.meaning(entry.result) != "extended":
        return
    last = entry.data.get("last_day")
    case.sanction.last = date.fromisoformat(str(last)) if last else case.sanction.last


def _sanction_over(case: Case, step: Step | None, entry: Entry) -> None:
    if case.sanction is not None and (step is None or step.meaning(entry.result) in ("ended", "")):
        case.sanction.last = min(filter(None, (case.sanction.last, entry.at)))


def _published(case: Case, step: Step | None, entry: Entry) -> None:
    case.published_on = entry.at
    given = _day(entry, "from_day")
    since = max(given, entry.at) if given else entry.at
    case.publications.append(_publication(case, entry, entry.index, since, what=str(entry.data.get("what", ""))))


def _publication_updated(case: Case, step: Step | None, entry: Entry) -> None:
    meant = _numbers(entry.data.get("publication"))
    before = next((p for p in reversed(case.publications) if not meant or p.notice in meant or p.entry in meant), None)
    if before is None:
        return
    change = (step.meaning(entry.result) if step else entry.result) or "updated"
    made = _publication(case, entry, before.notice, max(entry.at, before.since), what=before.what)
    case.publications.append(
        replace(
            made,
            until=made.until or before.until,
            named=made.named and before.named,
            changes=(*before.changes, (entry.index, change, entry.at)),
        )
    )


def _publication(case: Case, entry: Entry, notice: int, since: date, *, what: str) -> Publication:
    sanction = case.sanction
    return Publication(
        entry=entry.index, notice=notice, since=since, until=_day(entry, "until"), what=what,
        named=entry.data.get("named") not in (False, "no"),
        sanctions=sanction.names if sanction else (), first=sanction.first if sanction else None,
        last=sanction.last if sanction else None,
    )  # fmt: skip


def _publication_ended(case: Case, step: Step | None, entry: Entry) -> None:
    _take_down(case, entry, _numbers(entry.data.get("publication")))


def _take_down(case: Case, entry: Entry, meant: tuple[int, ...] = ()) -> None:
    """From this day nobody reads the notices meant, or any of the case."""
    for one in case.publications:
        if not meant or one.notice in meant or one.entry in meant:
            case.taken_down.setdefault(one.notice, entry.at)


def _day(entry: Entry, name: str) -> date | None:
    given = entry.data.get(name)
    return date.fromisoformat(str(given)) if given else None


def _put_off(case: Case, step: Step | None, entry: Entry) -> None:
    """A hearing that is put off has the new day, or none until one is fixed."""
    new_day = _day(entry, "new_day") or _day(entry, "hearing_on")
    for name in (step.announces,) if step is not None and step.announces else case.awaited:
        if new_day is None:
            case.announced.pop(name, None)
        else:
            case.announced[name] = new_day


def _paused(case: Case, step: Step | None, entry: Entry) -> None:
    duties = step.pauses[0] if step and step.pauses else _words(entry.data.get("duties"))
    case.pauses.append(Pause(duties=duties, since=entry.at))


def _resumed(case: Case, step: Step | None, entry: Entry) -> None:
    for pause in case.pauses:
        if pause.until is None:
            pause.until = entry.at


def _resigned(case: Case, step: Step | None, entry: Entry) -> None:
    day = entry.data.get("ends_on")
    case.left_on = date.fromisoformat(str(day)) if day else entry.at


def _continuation(case: Case, step: Step | None, entry: Entry) -> None:
    if entry.result == "stop":
        case.bucket = str(entry.data.get("bucket", "")) or case.bucket
        case.stopped = True
    elif entry.result == "go_on":
        case.stopped = False


def _represented(case: Case, step: Step | None, entry: Entry) -> None:
    for person in _words(entry.data.get("person")):
        for actor in entry.by:
            case.representatives[person] = actor.who


EFFECTS: Mapping[str, Fold] = {
    "complaint_received": _received,
    "appointed": _appointed,
    "declaration_filed": _declared,
    "stood_down": _stood_down,
    "panel_appointed": _panel_appointed,
    "panel_replaced": _panel_replaced,
    "panel_challenged": _challenged,
    "challenge_ruled": _challenge_ruled,
    "triage_decided": _triaged,
    "late_admission_decided": _late_admission,
    "bundle_served": _bundle,
    "notice_waived": _waived,
    "service_recorded": _service_recorded,
    "service_failed": _service_failed,
    "charges_issued": _charged,
    "charge_decided": _charge_decided,
    "charge_withdrawn": _charge_withdrawn,
    "interim_decided": _interim_decided,
    "interim_reviewed": _interim_reviewed,
    "sanction_decided": _sanctioned,
    "mitigation_heard": _unsealed,
    "deliberation_noted": _deliberated,
    "respondent_named": _respondent_named,
    "contact_reported": _contact,
    "contact_alleged": _contact,
    "contact_denied": _contact,
    "contact_disclosed": _contact_disclosed,
    "contact_ruled": _contact_ruled,
    "appeal_lodged": _appealed,
    "appeal_sifted": _appeal_sifted,
    "appeal_determined": _appeal_determined,
    "appeal_withdrawn": _appeal_withdrawn,
    "became_final": _final,
    "sanction_started": _sanction_started,
    "extension_decided": _extended,
    "sanction_reviewed": _sanction_over,
    "sanction_ended": _sanction_over,
    "published": _published,
    "publication_updated": _publication_updated,
    "publication_ended": _publication_ended,
    "postponed": _put_off,
    "hearing_vacated": _put_off,
    "clock_paused": _paused,
    "clock_resumed": _resumed,
    "resignation_received": _resigned,
    "continuation_decided": _continuation,
    "representative_named": _represented,
}
