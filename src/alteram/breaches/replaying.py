"""Replaying a log: what the rules do by themselves comes first, then each entry is asked, and applied anyway.

Nothing that was written is refused here. It is judged on its own day, given what had happened by then, so that what
comes after it is judged fairly (procedure language 2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from alteram import case as cases
from alteram import duties
from alteram.acts import ACTS
from alteram.breaches.judging import Breach, Failure, Subject, failures, situation_of
from alteram.case import Case
from alteram.codec import Entry
from alteram.duties import Duty
from alteram.people import People
from alteram.procedure import Draft, Refusal, consequence, wording
from alteram.rulebook.model import Atom, Edition, Rulebook, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A record to be judged."""

    rulebook: Rulebook
    people: People | None  # None: who held which role is taken as the record says
    name: str
    entries: Sequence[Entry]
    until: date  # what fell due by the end of this day is looked at
    form: bool = True  # False: nobody was asked who acted and what was written; order and time alone are judged

    @property
    def imported(self) -> bool:
        """Whether somebody else kept it: what the rules do by themselves was then not always written down."""
        return any(entry.imported for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """How a log would have to differ for one breach to be gone; entries keep their places and their numbers."""

    without: frozenset[int] = frozenset()
    moved: Mapping[int, date] = field(default_factory=dict)
    supposed: Mapping[int, tuple[Atom, ...]] = field(default_factory=dict)  # holds before the entry of that number
    met: frozenset[Subject] = frozenset()  # duties taken as met in time


NOTHING = Repair()
BY_THE_CLOCK = (("rules_changed",), ("text_erased",))  # acts of the clock that are no step of a book
BY_ITSELF = {"from": "the rules"}  # marks what the rules made and nobody wrote
LEAD = re.compile(r"^(Refused|Not yet|Not now|Not possible|Already done): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What the rules did by themselves though the log does not say so."""

    day: date
    step: str
    title: str
    result: str | None
    why: str
    right: bool  # a right lapsed, which is nobody's breach


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A log that has been replayed."""

    case: Case
    breaches: tuple[Breach, ...]
    fired: tuple[Fired, ...]
    until: date


def replayed(log: Log, repair: Repair = NOTHING) -> Judged:
    """The log as its rules see it, repaired as asked; no breach is yet marked with what it follows from."""
    replay = _Replay(log, repair)
    ordered = list(cases.in_order(log.entries))
    for place, entry in enumerate(ordered):
        replay.take(repair_of(entry, repair), ordered[place + 1 :])
    replay.catch_up(log.until, (), to_the_end=True)
    return Judged(
        case=replay.case,
        breaches=tuple(replace(b, number=n) for n, b in enumerate(replay.breaches(), 1)),
        fired=tuple(replay.fired),
        until=log.until,
    )


def repair_of(entry: Entry, repair: Repair) -> Entry:
    """The entry on the day to which a repair moves it."""
    return replace(entry, at=repair.moved[entry.index]) if entry.index in repair.moved else entry


class _Replay:
    """One fold of a log: moves while it runs."""

    def __init__(self, log: Log, repair: Repair) -> None:
        self.log, self.repair = log, repair
        first = log.entries[0]
        self.case = cases.begin(log.rulebook, log.name, received=first.at, digest=first.edition)
        self.case.overtaken = {number for entry in log.entries for number in entry.overtakes}
        self.found: list[Breach] = []
        self.late: dict[Subject, Duty] = {}
        self.late_at: dict[Subject, int] = {}  # where in ``found`` its breach belongs
        self.fired: list[Fired] = []
        self.made: set[int] = set()  # entries of the clock that have had their turn

    def take(self, entry: Entry, rest: Sequence[Entry]) -> None:
        """One more entry: what is overdue first, then the question, then the entry itself."""
        if entry.index in self.made or entry.index in self.repair.without:
            return
        if entry.index not in self.case.overtaken:
            if self.case.started:
                self.catch_up(entry.at, (entry, *rest))
            if entry.index in self.made:
                return
            suppose(self.case, self.repair.supposed.get(entry.index, ()), entry)
            self._judge(entry)
        self.case.fold(entry)

    def _judge(self, entry: Entry) -> None:
        if entry.deemed:
            self.found.append(_not_its_own(self.case, entry))
        situation = situation_of(self.log.rulebook, self.log.people, self.case, entry)
        for failure in dict.fromkeys(failures(situation, entry, form=self.log.form, roll=self.log.people is not None)):
            self.found.append(_refused(self.case, entry, failure))

    def catch_up(self, day: date, rest: Sequence[Entry], *, to_the_end: bool = False) -> None:
        """What falls due by the start of a day, or, at the end, by the end of the last."""
        self._forget_what_was_met()
        people = self.log.people or People()
        while (draft := consequence(self.log.rulebook, people, self.case, until=day)) is not None:
            self._note_late(draft.at)
            own = next((entry for entry in rest if _is(draft, entry)), None)
            if own is None and "text_erased" in draft.acts:
                break  # what is known of other cases may have kept the file; nothing else follows from it
            self._fire(draft, own)
            self._forget_what_was_met()
        self._note_late(day)

    def _fire(self, draft: Draft, own: Entry | None) -> None:
        if own is not None:
            self.made.add(own.index)
            self.case.fold(own)
            return
        if draft.step is None:  # another edition comes into force, or the file goes, whoever wrote it down
            self.case.fold(_supposed_entry(self.case, draft))
            return
        duty = _duty_of(self.case, draft)
        if not self.log.imported or _changes_something(duty):
            self.found.append(_missing(self.case, draft, duty))
        step = self.case.edition.steps[draft.step or ""]
        self.fired.append(
            Fired(
                day=draft.at, step=step.name, title=step.title, result=draft.result,
                why=str(draft.data.get("why", "")), right=duty.right,
            )
        )  # fmt: skip
        self.case.fold(_supposed_entry(self.case, draft))

    def _forget_what_was_met(self) -> None:
        if self.repair.met:
            self.case.live = [live for live in self.case.live if _subject(live) not in self.repair.met]

    def _note_late(self, day: date) -> None:
        for duty in duties.owed(self.case):
            subject = _subject(duty.live)
            if duty.right or duties.deemed_step(self.case, duty.live)[0] or not duty.overdue(day):
                continue
            if subject not in self.late:
                self.late[subject] = duty
                self.late_at[subject] = len(self.found)

    def breaches(self) -> Iterator[Breach]:
        """In the order in which they came about, the late ones with the days they came to in the end."""
        for place, breach in enumerate((*self.found, None)):
            for subject, duty in self.late.items():
                if self.late_at[subject] == place:
                    yield self._overdue(subject, duty)
            if breach is not None:
                yield breach

    def _overdue(self, subject: Subject, duty: Duty) -> Breach:
        settled = next((one for one in self.case.settled if _subject(one.duty) == subject), None)
        due = duty.due.day if duty.due else self.log.until
        end = settled.by.at if settled is not None else self.log.until
        days = (end - due).days
        how = "was done" if settled is not None and settled.how == "met" else "was owed until"
        title = duties.title(self.case, duty)
        return Breach(
            number=0,
            day=due,
            entry=settled.by.index if settled is not None and settled.how == "met" else None,
            step=duty.step,
            title=title,
            condition="clock",
            code="E-OVERDUE",
            clause=duty.clause,
            sentence=f"“{title}” was due by {wording.day(due)} under rule {duty.clause}; it {how} "
            f"{wording.day(end)}, {_many(days)} late.",
            days=days,
            counted=duty.due.sentence if duty.due else "",
            duty=subject,
        )


def _many(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _subject(live: cases.LiveDuty) -> Subject:
    """The same duty in a log that was repaired: what nobody wrote has no number, and is known by its day."""
    source = live.source
    return (live.rule.id, -source.at.toordinal() if source.imported == BY_ITSELF else source.index)


def _is(draft: Draft, entry: Entry) -> bool:
    made = bool(entry.deemed) or entry.acts in BY_THE_CLOCK
    same = (entry.step or entry.acts, entry.result, entry.at) == (draft.step or draft.acts, draft.result, draft.at)
    return made and same


def _duty_of(case: Case, draft: Draft) -> Duty:
    return next(duty for duty in duties.owed(case) if duty.rule.id == draft.deemed)


def _changes_something(duty: Duty) -> bool:
    """Whether silence made another thing happen than was owed: a right may lapse, a note goes out by itself."""
    return not duty.right and duty.rule.deem is not None and duty.rule.deem.step != duty.step


def _supposed_entry(case: Case, draft: Draft) -> Entry:
    """What the clock would have written. It takes the number of the entry it comes after."""
    made = draft.entry(
        case=case.name,
        index=max(case.tip, 0),
        recorded=datetime(draft.at.year, draft.at.month, draft.at.day, tzinfo=UTC),
        edition=case.edition.digest,
        digests={},
    )
    return replace(made, imported=BY_ITSELF)


def _title(case: Case, entry: Entry) -> str:
    step = case.edition.steps.get(entry.step or "")
    if step is not None:
        return step.title
    return next((ACTS[name].title for name in entry.acts if name in ACTS), entry.step or "")


def _refused(case: Case, entry: Entry, failure: Failure) -> Breach:
    refusal = failure.refusal
    return Breach(
        number=0,
        day=entry.at,
        entry=entry.index,
        step=entry.step or next(iter(entry.acts), ""),
        title=_title(case, entry),
        condition=failure.condition,
        code=refusal.code,
        clause=refusal.clause,
        sentence=afterwards(refusal),
        days=refusal.days,
        counted=refusal.counted.sentence if refusal.counted else "",
        remedy=refusal.remedy,
    )


def afterwards(refusal: Refusal) -> str:
    """The sentence of a refusal, said of something that was done all the same."""
    if refusal.why:
        rule = f"Against rule {refusal.clause}: " if refusal.clause else ""
        return f"{rule}{refusal.why}."
    told = LEAD.sub("", refusal.sentence)
    return told[:1].upper() + told[1:]


def _missing(case: Case, draft: Draft, duty: Duty) -> Breach:
    step = case.edition.steps[draft.step or ""]
    result = f" ({wording.plain(draft.result)})" if draft.result else ""
    return Breach(
        number=0,
        day=draft.at,
        entry=None,
        step=step.name,
        title=step.title,
        condition="clock",
        code="E-CONSEQUENCE",
        clause=duty.clause,
        sentence=f"{draft.data.get('why', '')} “{step.title}”{result} follows from {wording.day(draft.at)} on, "
        "and the record does not say so.",
        counted=duty.due.sentence if duty.due else "",
        duty=_subject(duty.live),
    )


def _not_its_own(case: Case, entry: Entry) -> Breach:
    title = _title(case, entry)
    return Breach(
        number=0,
        day=entry.at,
        entry=entry.index,
        step=entry.step or "",
        title=title,
        condition="clock",
        code="E-CONSEQUENCE",
        clause=next(iter(entry.clauses), ""),
        sentence=f"“{title}” is entered as what follows by itself on {wording.day(entry.at)}; under the rules it does "
        "not follow on that day.",
    )


def suppose(case: Case, atoms: Sequence[Atom], before: Entry) -> None:
    """Make what is named hold, so that it can be seen what would have followed."""
    for atom in atoms:
        if atom.kind == "stage":
            case.stages.setdefault(atom.name, before.at)
        elif atom.kind in ("done", "result"):
            case.fold(_supposed_step(case, atom, before))
        else:
            _suppose_findings(case, atom, before)


def _supposed_step(case: Case, atom: Atom, before: Entry) -> Entry:
    step = case.edition.steps[atom.name]
    results = [result.name for result in step.results if not result.only_by_clock]
    return Entry(
        case=case.name,
        index=max(case.tip, 0),
        at=before.at,
        recorded=before.recorded,
        step=step.name,
        acts=step.acts,
        result=atom.result or next(iter(results), None),
        edition=case.edition.digest,
        data=least(case.edition, step, before.at),
        imported=BY_ITSELF,
    )


def least(edition: Edition, step: Step, day: date) -> dict[str, object]:
    """The least that a step must say for the case to go on from it: parties, a charge, the shorter notice agreed."""
    data: dict[str, object] = {}
    if step.starts_case:
        data |= {"complainant": ["the complainant"], "respondents": ["the respondent"]}
        data["conduct"] = [(day - timedelta(days=1)).isoformat()]
    if step.creates_charges:
        clause = next(iter(edition.offences), "")
        said = dict.fromkeys(("place", "deed", "mind", "exhibits"), "not asked")
        data["charges"] = [{"clause": clause, "days": [day.isoformat()], **said}]
    if step.is_act("notice_waived"):
        lowest = [
            wait.not_below or wait.at_least for one in edition.steps.values() for wait in one.waits if wait.waiver_by
        ]
        data["down_to"] = str(next(iter(lowest), "1 day"))
    return data


def _suppose_findings(case: Case, atom: Atom, before: Entry) -> None:
    if atom.kind != "no charge proved" and not case.charges:
        case.charges.append(cases.Charge(number=1, clause="", days=(), entry=before.index))
    for charge in case.charges:
        if atom.kind == "no charge proved":
            charge.finding = "not_proved"
        elif atom.kind == "some charge proved" or not charge.decided:
            charge.finding = "proved"
