"""The fold: each entry moves the marking in the order of the procedure language (2.2, Apply).

Record; count; discharge what is owed; stages end, then begin; owe; reopen; let lapse; end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from alteram.acts import act as act_of
from alteram.calendar.lengths import parse_length
from alteram.case.effects import EFFECTS
from alteram.case.marking import Marking
from alteram.case.reading import concerned, numbers
from alteram.case.values import Lengthening, LiveDuty, Service, SettledDuty
from alteram.codec import Entry
from alteram.rulebook.editions import Days, running
from alteram.rulebook.model import DutyRule, Rulebook, Step, StepResult


@dataclass(slots=True)
class Case(Marking):
    """A case: its marking, and the one way it moves. Read it; only ``fold`` moves it."""

    @property
    def kept_elsewhere(self) -> bool:
        """Whether the case was read in as history: then nothing in it is owed here, and the clock leaves it alone."""
        return any("source" in entry.imported for entry in self.entries)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is known to be missing from a case that was kept elsewhere. What is not there may have been done."""
        said = (gap for entry in self.entries for gap in _listed(entry.imported.get("gaps")))
        return tuple(dict.fromkeys(said))

    def fold(self, entry: Entry) -> None:
        """Take one more entry in. Never judges: what was written stands."""
        self.entries.append(entry)
        if entry.index in self.overtaken:
            return
        step = self.edition.steps.get(entry.step) if entry.step else None
        if step is not None:
            self._count(step, entry)
        self._people(entry)
        on = len(self.stages)
        for act in entry.acts:
            effect = EFFECTS.get(act)
            if effect is not None:
                effect(self, step, entry)
        self._incidental(entry)
        if len(self.stages) < on:  # what was set aside had begun one
            self._lapse(entry)
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
            self.lengthen(step.lengthens[0], Lengthening(entry=entry.index, by=step.lengthens[1]))

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
                owed = [rule for rule in _owes(act, entry.result) if _asked_for(rule, entry)]
                self.live += [
                    LiveDuty(rule=rule, source=entry, incidental=True, longer=_by_the_day_set(entry)) for rule in owed
                ]

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
                self.reopen(reopened, entry)

    def _replace(self, rule: DutyRule, again: LiveDuty, entry: Entry) -> None:
        for duty in self.live:
            if duty.rule is rule:
                self.settled.append(SettledDuty(duty=duty, how="replaced", by=entry))
        self.live = [duty for duty in self.live if duty.rule is not rule]
        self.live.append(again)

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


def begin(rulebook: Rulebook, name: str, *, received: date, digest: str = "", conduct: tuple[date, ...] = ()) -> Case:
    """An empty case under the edition that its first entry names; without one, under the edition that governs the steps
    of a complaint that comes in on this day."""
    days = Days(conduct=conduct, received=received, step=received)
    edition = rulebook.by_digest(digest) or running(rulebook, {}, days).edition
    return Case(rulebook, edition, name)


def _listed(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


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


def _asked_for(rule: DutyRule, entry: Entry) -> bool:
    """Whether the entry says what a duty depends on: a contact is disclosed if it breaks a rule."""
    said = act_of(rule.source).owes[rule.number].if_said
    return not said or bool(entry.data.get(said))


def _by_the_day_set(entry: Entry) -> tuple[Lengthening, ...]:
    """A direction that orders a document sets the day by which it is brought."""
    day = entry.data.get("document_by")
    return (Lengthening(entry=entry.index, until=date.fromisoformat(str(day))),) if day else ()


def _meant(duty: LiveDuty, entry: Entry) -> bool:
    """Whether a deed answers this very duty: it names the entry, or none; a direction rules on what was asked for."""
    if "direction_given" in duty.source.acts:
        return duty.source.index in numbers(entry.data.get("directed"))  # what was ordered, and no other paper
    if "direction_given" in entry.acts and entry.data.get("on") != duty.source.result:
        return False
    named = concerned(entry)
    return not named or duty.source.index in named
