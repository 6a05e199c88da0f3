"""The marking: where a case stands after its entries, and the questions that can be asked of it.

It holds what happened. What follows by counting days (dues, first lawful days) is worked out when asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from alteram.calendar.days import Calendar, Counted
from alteram.calendar.lengths import Length
from alteram.case import terms
from alteram.case.values import (
    Aside,
    Charge,
    ContactMatter,
    Ending,
    Lengthening,
    LiveDuty,
    Measure,
    Order,
    Pause,
    Publication,
    SanctionDecided,
    Service,
    SettledDuty,
)
from alteram.codec import Entry
from alteram.rulebook.model import Atom, Edition, Rulebook, Step

PARTIES = ("complainant", "respondent")
UNTIMED = frozenset({"D43"})
"""Letters that tell a day to those who sit and to who complained: nobody's time runs from them."""


@dataclass(slots=True)
class Marking:
    """Where a case stands after its entries: what was done, what is on, what is owed, who is in it."""

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
    named: dict[str, set[str]] = field(default_factory=dict)  # capacity -> people who were ever appointed to it
    declared: dict[str, tuple[str, ...]] = field(default_factory=dict)  # person -> interests
    waived: dict[str, int] = field(default_factory=dict)  # person -> entry that rules that the link does not bar
    challenged: dict[str, int] = field(default_factory=dict)  # panel member -> entry
    excluded: dict[str, int] = field(default_factory=dict)  # person -> entry that excludes
    barred_from_rehearing: set[str] = field(default_factory=set)
    aside: list[Aside] = field(default_factory=list)  # whose acts before stand unless challenged
    services: dict[str, list[Service]] = field(default_factory=dict)  # step -> sendings
    announced: dict[str, date] = field(default_factory=dict)  # step -> day
    waivers: dict[str, Length] = field(default_factory=dict)  # step whose wait is shortened -> to
    pauses: list[Pause] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)  # of a court
    measures: list[Measure] = field(default_factory=list)
    sanctions: list[SanctionDecided] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)  # of the membership, by a rule and not for conduct
    contacts: list[ContactMatter] = field(default_factory=list)
    incidents: set[str] = field(default_factory=set)  # under which linked cases know each other, see `threads`
    remote: int | None = None  # the direction by which the hearing is remote
    link: str = ""  # by which people join it
    joined: set[str] = field(default_factory=set)  # names of the cases heard together with this one
    once_joined: set[str] = field(default_factory=set)  # those that ever were
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
    looked_at: date = date.min  # up to this day it is settled which edition governs
    earlier: list[tuple[date, Calendar]] = field(default_factory=list)  # calendars that counted up to before a day
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

    def calendar_on(self, day: date) -> Calendar:
        """The calendar that counts what began on a day: that of the edition under which the case then stood."""
        return next((calendar for first, calendar in self.earlier if day < first), self.calendar)

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
    def ending(self) -> Ending | None:
        """The automatic ending of the membership that stands, if one does."""
        return next((one for one in reversed(self.endings) if not one.quashed), None)

    @property
    def stay(self) -> Order | None:
        """The stay that binds without a known end, if one does."""
        return next((order for order in self.orders if order.kind == "stay" and order.last is None), None)

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
        return self.calendar_on(service.sent).deemed(service.sent, service.channel)

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
        return self.calendar_on(entry.at).deemed(entry.at, channel)

    def lengthen(self, step: str, more: Lengthening) -> None:
        """Whoever owes this step now has more time. What is owed anew later is counted from the book again."""
        self.live = [
            replace(duty, longer=(*duty.longer, more)) if duty.rule.step == step and not duty.incidental else duty
            for duty in self.live
        ]

    def barred_by(self, person: str) -> tuple[str, ...]:
        """The links that somebody has declared and that bar; none once it is ruled that they do not."""
        return () if person in self.waived else self.declared.get(person, ())

    def held(self, capacity: str) -> frozenset[str]:
        """Everybody who has ever had a part in the case: named to it, acting in it, or a side of the case."""
        parts = (self.acted, self.named, self.parties)
        return frozenset(person for part in parts for person in part.get(capacity, ()))

    def appoint(self, capacity: str, person: str, entry: int) -> None:
        """Somebody has a part from now on, and has had one for ever."""
        self.appointed.setdefault(capacity, {})[person] = entry
        self.named.setdefault(capacity, set()).add(person)

    def remove(self, person: str, entry: int) -> None:
        """Somebody leaves every part in this case, and may not see it any more."""
        for members in self.appointed.values():
            members.pop(person, None)
        self.chairs.discard(person)
        self.excluded[person] = entry

    def reopen(self, name: str, entry: Entry) -> None:
        """A step counts as not done again, and what it gave holds until this day (2.2)."""
        step = self.edition.steps[name]
        self.count.pop(name, None)
        self.last.pop(name, None)
        self.services.pop(name, None)
        self.announced.pop(step.announces, None)
        for result in step.results:
            self.result_count.pop((name, result.name), None)
        self._give_back(step, entry)
        if step.appoints:
            self._dissolve(step.appoints)

    def _give_back(self, step: Step, entry: Entry) -> None:
        """What a step gave that counts as not done: findings, charges, the sanction from this day."""
        if step.is_act("charge_decided"):
            for charge in self.charges:
                charge.finding = ""
        if step.creates_charges:
            self.charges.clear()
        for sanction in self.sanctions if step.is_act("sanction_decided") else ():
            if not sanction.quashed:
                sanction.quashed, sanction.restored_from = True, entry.at

    def _dissolve(self, role: str) -> None:
        for capacity in self.edition.roles[role].capacities if role in self.edition.roles else (role,):
            gone = self.appointed.pop(capacity, {})
            self.barred_from_rehearing |= set(gone)
            self.chairs -= set(gone)

    def step_of_letter(self, letter: str, person: str) -> str | None:
        """The step taken last whose letter this is, and that was sent to this person."""
        if letter in UNTIMED:
            return None
        found = [
            name
            for name, services in self.services.items()
            if any(letter in act.letters for act in self.edition.steps[name].vocabulary)
            and any(service.person == person for service in services)
        ]
        return max(found, key=lambda name: self.last[name].index if name in self.last else -1, default=None)

    def start_sanction(self, first: date) -> None:
        """The sanction that stands bites from this day; its last day follows from its length."""
        if self.sanction is not None:
            terms.begin(self, self.sanction, first)
