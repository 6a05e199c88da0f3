"""A slow second reading of the procedure language, section by section, from the same files and from nothing else.

It shares no code with the engine: it reads the YAML and the calendar by itself, keeps a list of what happened, and
works everything out from the beginning each time it is asked. Where it and the engine differ, one of them is wrong.

What it reads: the conditions c1 to c8, the book's own conflicts of c10, and what the clock does. The floors are not
here; what they hold back is told to it.
"""

from __future__ import annotations

import calendar as months
import json
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ONE = timedelta(days=1)
PROVED = ("proved", "admitted")


def listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list) else [value]


@dataclass
class Happened:
    """One thing that was done, as the reading needs it."""

    step: str
    result: str
    day: date
    who: tuple[str, ...] = ()
    channel: str = ""
    announced: date | None = None
    shorter: str = ""  # a shorter notice that was agreed
    clock: bool = False


@dataclass
class Owed:
    """A duty that is live."""

    source: Happened
    number: int
    rule: dict[str, Any]
    longer: list[str] = field(default_factory=list)  # times by which it was lengthened

    @property
    def name(self) -> str:
        return str(self.rule.get("must") or self.rule.get("may"))


@dataclass
class State:
    """Where the case stands after everything that happened."""

    alive: dict[str, list[Happened]] = field(default_factory=dict)  # what counts as done, step by step
    stages: set[str] = field(default_factory=set)
    owed: list[Owed] = field(default_factory=list)
    findings: list[str] | None = None  # of each charge; "" while undecided; None before there are charges
    announced: dict[str, date] = field(default_factory=dict)
    shorter: dict[str, str] = field(default_factory=dict)
    ended: bool = False


class Book:
    """One edition, as its two files say it."""

    def __init__(self, folder: Path) -> None:
        raw = YAML(typ="base", pure=True).load((folder / "procedure.yaml").read_text(encoding="utf-8"))  # strings only
        self.steps: dict[str, dict[str, Any]] = raw["steps"]
        self.stages: dict[str, dict[str, Any]] = raw["stages"]
        self.groups: dict[str, list[str]] = raw.get("groups", {})
        self.conflicts = [one for one in raw.get("conflicts", []) if "also_in" in one]
        self.parties = {name for name, role in raw["roles"].items() if role.get("party") == "true"}
        self.days = Days(json.loads((folder / "calendar.json").read_text(encoding="utf-8")))
        self.from_receipt = raw["time"]["service"].get("clocks_run_from", "deemed receipt") == "deemed receipt"
        self.first = next(name for name, step in self.steps.items() if step.get("starts_case") == "true")

    def acts(self, step: str) -> list[str]:
        return listed(self.steps[step]["act"])

    def results(self, step: str) -> dict[str, dict[str, Any]]:
        """Each result with what is said of it, wherever it is said."""
        said = self.steps[step].get("results", [])
        found = (
            {name: dict(more or {}) for name, more in said.items()} if isinstance(said, dict) else dict.fromkeys(said)
        )
        limits = self.steps[step].get("limit", {})
        clock = listed(self.steps[step].get("only_by_clock"))
        return {
            name: {**(more or {}), **({"limit": limits[name]} if name in limits else {}), "clock": name in clock}
            for name, more in found.items()
        }

    def meaning(self, step: str, result: str) -> str:
        means = self.steps[step].get("means", "")
        return str(means.get(result, result)) if isinstance(means, dict) else str(means or result)


class Days:
    """Counting, one day at a time (2.4)."""

    def __init__(self, said: dict[str, Any]) -> None:
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        self.weekend = {names.index(name) for name in said["weekend"]}
        self.free = {date.fromisoformat(day) for day in (*said["holidays"], *said["closures"])}
        self.moves = said["ends_on_non_working_day"] == "moves to next working day"
        self.clear = said["at_least"] == "clear days"
        self.service = said["service"]

    def works(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.free

    def later(self, day: date, length: str) -> date:
        """So long after a day that is not counted itself; months and years are terms whose first day is counted."""
        if length == "same day":
            return day
        number, unit = re.fullmatch(r"(\d+) (.+?)s?", length).groups()  # type: ignore[union-attr]
        left = int(number)
        if unit == "working day":
            while left:
                day += ONE
                left -= self.works(day)
            return day
        if unit in ("month", "year"):
            return self.term(day, left * (12 if unit == "year" else 1))
        return day + left * (7 if unit == "week" else 1) * ONE

    @staticmethod
    def term(first: date, count: int) -> date:
        year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
        last = months.monthrange(year, month + 1)[1]
        return date(year, month + 1, last) if first.day > last else date(year, month + 1, first.day) - ONE

    def due(self, start: date, length: str) -> date:
        end = self.later(start, length)
        while self.moves and not self.works(end):
            end += ONE
        return end

    def first_day(self, start: date, length: str) -> date:
        """The first day on which a wait is over."""
        reached = self.later(start, length)
        if "month" in length or "year" in length:
            reached += ONE
        return reached + ONE if "clear" in length or (self.clear and length != "same day") else reached

    def last_before(self, event: date, length: str) -> date:
        number, unit = re.fullmatch(r"(\d+) (.+?)s?", length).groups()  # type: ignore[union-attr]
        if unit == "working day":
            day = event
            while self.first_day(day, length) > event or not self.later(day, length) <= event:
                day -= ONE
            return day
        return event - int(number) * ONE - (ONE if unit == "clear day" else 0 * ONE)

    def served(self, sent: date, channel: str) -> date:
        return self.later(sent, self.service[channel])


class Reading:
    """A case, told from the beginning whenever something is asked of it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.happened: list[Happened] = []
        self.speaks: dict[str, str] = {}  # representative -> party
        self._known: tuple[int, State] = (-1, State())

    def add(self, one: Happened) -> None:
        self.happened.append(one)

    def state(self) -> State:
        if self._known[0] != len(self.happened):
            state = State()
            for one in self.happened:
                self._apply(state, one)
            self._known = (len(self.happened), state)
        return self._known[1]

    # Apply, in the order of 2.2: record; count; discharge; stages end, then begin; duties; reopens; lapse; end

    def _apply(self, state: State, one: Happened) -> None:
        step = self.book.steps[one.step]
        state.alive.setdefault(one.step, []).append(one)
        self._announced_and_agreed(state, one)
        self._findings(state, one)
        if step.get("each") != "charge" or self._decided(state):
            state.owed = [duty for duty in state.owed if duty.name != one.step]
            self._lengthened(state, one)
            self._switched(state, one)
        for number, rule in enumerate(listed(step.get("then"))):
            self._owe(state, one, number, rule)
        state.owed = [duty for duty in state.owed if self._stage_runs(state, duty.name)]
        if step.get("ends_case") == "true":
            state.ended, state.owed, state.stages = True, [], set()

    def _announced_and_agreed(self, state: State, one: Happened) -> None:
        announces = self.book.steps[one.step].get("announces")
        if announces and one.announced:
            state.announced[announces] = one.announced
        if "hearing_vacated" in self.book.acts(one.step) and not announces:
            for later in self._awaited(state):
                state.announced.pop(later, None)
        if one.shorter:
            waits = {name: listed(step.get("wait")) for name, step in self.book.steps.items()}
            protected = [name for name, held in waits.items() if any("waiver" in wait for wait in held)]
            state.shorter |= dict.fromkeys(protected, one.shorter)

    def _sources(self, state: State, later: str) -> list[Happened]:
        """What told the day of a step, the last time of each."""
        return [
            done[-1] for name, done in state.alive.items() if done and self.book.steps[name].get("announces") == later
        ]

    def _awaited(self, state: State) -> set[str]:
        """Steps whose day was told and that were not taken since."""
        place = {id(one): number for number, one in enumerate(self.happened)}
        found = set()
        for later in {step["announces"] for step in self.book.steps.values() if "announces" in step}:
            taken = max((place[id(one)] for one in state.alive.get(later, [])), default=-1)
            if any(place[id(one)] > taken for one in self._sources(state, later)):
                found.add(later)
        return found

    def _lengthened(self, state: State, one: Happened) -> None:
        longer = self.book.steps[one.step].get("lengthens")
        for duty in state.owed:
            if longer and duty.name == longer["duty"]:
                duty.longer.append(longer["by"])

    def _switched(self, state: State, one: Happened) -> None:
        stages = self.book.stages.items()
        state.stages -= {name for name, stage in stages if self._switches(stage.get("ends"), one)}
        state.stages |= {name for name, stage in stages if self._switches(stage.get("begins"), one)}

    def _findings(self, state: State, one: Happened) -> None:
        if self.book.steps[one.step].get("creates") == "charge":
            state.findings = [*(state.findings or []), ""]
        if "charge_decided" in self.book.acts(one.step) and state.findings:
            state.findings = [self.book.meaning(one.step, one.result)] * len(state.findings)

    @staticmethod
    def _decided(state: State) -> bool:
        return all(state.findings or [])

    @staticmethod
    def _switches(atoms: Any, one: Happened) -> bool:
        return any(atom in (one.step, f"{one.step}={one.result}") for atom in listed(atoms))

    def _owe(self, state: State, one: Happened, number: int, rule: dict[str, Any]) -> None:
        if "if" in rule and one.result not in listed(rule["if"]):
            return
        state.owed = [d for d in state.owed if not (d.source.step == one.step and d.number == number)]
        state.owed.append(Owed(source=one, number=number, rule=rule))
        for name in listed(rule.get("reopens")):
            state.alive.pop(name, None)
            state.announced.pop(self.book.steps[name].get("announces", ""), None)
            if "charge_decided" in self.book.acts(name) and state.findings:
                state.findings = [""] * len(state.findings)
            if self.book.steps[name].get("creates") == "charge":
                state.findings = None

    def _stages_of(self, name: str) -> list[str]:
        said = self.book.steps[name].get("while")
        return listed(said["any"] if isinstance(said, dict) else said)

    def _stage_runs(self, state: State, name: str) -> bool:
        stages = self._stages_of(name)
        return not stages or bool(state.stages & set(stages))

    # From when a step counts

    def _counts_from(self, one: Happened) -> date:
        told = listed(self.book.steps[one.step].get("tells"))
        if told and one.channel and self.book.from_receipt:
            return self.book.days.served(one.day, one.channel)
        return one.day

    def due(self, duty: Owed) -> date | None:
        """The last day in time; None while its clock stands still and no limit says until when."""
        start = self._counts_from(duty.source)
        day = self.book.days.due(start, duty.rule["within"])
        for more in duty.longer:
            day = self.book.days.due(day, more)
        stood = self._stood_still(duty.name, start)
        moved = day
        for paused, resumed in stood:
            if paused <= moved and resumed is None:
                return None
            if paused <= moved and resumed is not None:
                moved = self._moved(moved, paused, resumed, working="working" in duty.rule["within"])
        return self.book.days.due(moved, "same day") if moved == day else self._not_at_rest(moved)

    def _not_at_rest(self, day: date) -> date:
        while self.book.days.moves and not self.book.days.works(day):
            day += ONE
        return day

    def _moved(self, day: date, paused: date, resumed: date, *, working: bool) -> date:
        """On by every day (or working day) after the pausing up to and with the resuming."""
        still = [paused + n * ONE for n in range(1, (resumed - paused).days + 1)]
        if working:
            still = [one for one in still if self.book.days.works(one)]
            return self.book.days.later(day, f"{len(still)} working days") if still else day
        return day + len(still) * ONE

    def _stood_still(self, name: str, start: date) -> list[tuple[date, date | None]]:
        """The times in which the clock of a step stood still, each pausing step held to its limit in all."""
        found: list[tuple[date, date | None]] = []
        for step, said in self.book.steps.items():
            pauses = said.get("pauses")
            if not pauses or name not in listed(pauses["duties"]):
                continue
            left = pauses.get("at_most")
            for one in self.happened:
                if one.step != step:
                    continue
                place = self.happened.index(one)
                ends = [e.day for e in self.happened[place:] if "clock_resumed" in self.book.acts(e.step)]
                end: date | None = min(ends, default=None)
                if left is not None:
                    limit = self.book.days.later(one.day, left)
                    end = limit if end is None else min(end, limit)
                if end is None or end > start:
                    found.append((max(one.day, start), end))
        return sorted(found, key=lambda span: span[0])

    # The clock

    def overdue(self, until: date) -> list[tuple[str, str, date, str]]:
        """What follows by itself before a day, in the order in which it goes: step, result, its day, the duty."""
        found = []
        for duty in self.state().owed:
            due = self.due(duty)
            if "deem" in duty.rule["else"] and due is not None and due < until:
                step, _, result = duty.rule["else"]["deem"].partition("=")
                clause = duty.rule.get("clause") or self.book.steps[duty.source.step]["clause"]
                place = (due, clause_order(clause), duty.number)
                found.append((place, (step, result, due + ONE, f"{duty.source.step}/{duty.number}")))
        return [one for _place, one in sorted(found)]

    # The conditions

    def failed(
        self, step: str, result: str, day: date, who: tuple[str, ...], announced: date | None, channel: str
    ) -> set[str]:
        """The labels of every condition of c1 to c8 that does not hold."""
        tests = {
            "c1": self._c1(step), "c2": self._c2(step), "c3": self._all(self.book.steps[step].get("needs")),
            "c4": not any(self._holds(atom) for atom in listed(self.book.steps[step].get("unless"))),
            "c5": self._c5(step, who), "c6": self._c6(step, day, announced, channel), "c7": self._c7(step, day),
            "c8": self._c8(step, result),
        }  # fmt: skip
        return {label for label, holds in tests.items() if not holds}

    def _holds(self, atom: str) -> bool:
        state = self.state()
        findings = state.findings or []
        if atom == "all charges decided":
            return bool(findings) and all(findings)
        if atom in ("some charge proved", "no charge proved"):
            return any(one in PROVED for one in findings) == (atom == "some charge proved")
        if atom in self.book.stages:
            return atom in state.stages
        step, equals, result = atom.partition("=")
        done = state.alive.get(step, [])
        return bool(done) and (not equals or done[-1].result == result)

    def _all(self, needs: Any) -> bool:
        return all(
            any(self._holds(atom) for atom in listed(need["any"])) if isinstance(need, dict) else self._holds(need)
            for need in listed(needs)
        )

    def _c1(self, step: str) -> bool:
        said = self.book.steps[step]
        if self.state().ended and said.get("after_end") != "true":
            return False
        return bool(self.happened) or step == self.book.first

    def _c2(self, step: str) -> bool:
        stages = self._stages_of(step)
        return not stages or any(stage in self.state().stages for stage in stages)

    def _c5(self, step: str, who: tuple[str, ...]) -> bool:
        said, done = self.book.steps[step], self.state().alive.get(step, [])
        if said.get("each") == "charge":
            findings = self.state().findings
            return not findings or not all(findings)
        most = said.get("at_most", "1")
        if most == "many":
            return True
        if said.get("each") == "party":
            used = [[self._side(person) for person in one.who] for one in done]
            return all(sum(self._side(person) in sides for sides in used) < int(most) for person in who)
        return len(done) < int(most)

    def _side(self, person: str) -> str:
        """A right is the party's, whoever takes it up: a representative has none of their own."""
        return self.speaks.get(person, person)

    def beside(self, *, after_end: bool) -> set[str]:
        """What stands in the way of an act that is no step (2.8): it needs a case, and one that has not ended."""
        return set() if self.happened and (after_end or not self.state().ended) else {"c1"}

    def _c6(self, step: str, day: date, announced: date | None, channel: str) -> bool:
        own = self.book.steps[step]
        holds = all(self._waited(step, wait, day, {}) for wait in listed(own.get("wait")))
        if "announces" in own and announced:
            now = Happened(step=step, result="", day=day, channel=channel)
            later = own["announces"]
            ahead = listed(self.book.steps[later].get("wait"))
            holds = holds and all(self._waited(later, wait, announced, {step: now}) for wait in ahead)
        return holds and not self._before_its_day(step, day)

    def _before_its_day(self, step: str, day: date) -> bool:
        """Sooner than was told, or put off with no day told since."""
        told = self.state().announced.get(step)
        if not self._sources(self.state(), step):
            return False
        put_off = any({"postponed", "hearing_vacated"} & set(self.book.acts(one.step)) for one in self.happened)
        return put_off if told is None else day < told

    def _after_its_day(self, step: str, day: date) -> bool:
        """Later than was told; where hearing and deciding are one step, unless it was broken off on its day."""
        told = self.state().announced.get(step)
        if told is None or day <= told or not self._sources(self.state(), step):
            return False
        notes = {"adjourned", "hearing_noted"}
        began = any(one.day == told and notes & set(self.book.acts(one.step)) for one in self.happened)
        return not (began and self.book.results(step))

    def _waited(self, step: str, wait: dict[str, Any], day: date, with_this: dict[str, Happened]) -> bool:
        if any(self._holds(atom) for atom in listed(wait.get("unless"))):
            return True
        done = self.state().alive.get(wait["after"], [])
        start = with_this.get(wait["after"]) or (done[-1] if done else None)
        if start is None:
            return True
        asked = wait["at_least"]
        if "waiver" in wait and step in self.state().shorter:
            lowest = wait["waiver"].get("not_below", asked)
            asked = max(self.state().shorter[step], lowest, key=lambda length: int(length.split()[0]))
        return day >= self.book.days.first_day(self._counts_from(start), asked)

    def _c7(self, step: str, day: date) -> bool:
        if self._after_its_day(step, day):
            return False
        window, before = self.book.steps[step].get("window"), self.book.steps[step].get("before")
        if window:
            starts = [
                self._counts_from(self.state().alive[name][-1])
                for name in listed(window["of"])
                if self.state().alive.get(name)
            ]
            if starts and day > self.book.days.due(max(starts), window["at_most"]):
                return False
        if before and before["step"] in self.state().announced:
            return day <= self.book.days.last_before(self.state().announced[before["step"]], before["at_least"])
        return True

    def _c8(self, step: str, result: str) -> bool:
        results = self.book.results(step)
        if not results:
            return True
        if result not in results or results[result]["clock"]:
            return False
        limit = results[result].get("limit")
        so_far = sum(one.result == result for one in self.state().alive.get(step, []))
        return self._all(results[result].get("needs")) and (limit is None or so_far < int(limit))

    def conflicts(self, step: str, who: tuple[str, ...]) -> set[str]:
        """The clauses of the book's own conflicts (c10) that stand in the way of these people."""
        found = set()
        for conflict in self.book.conflicts:
            one = self._steps(conflict["nobody_in"])
            other = self._steps(conflict["also_in"])
            for here, there in ((one, other), (other, one)):
                acted = any(e.step in there - here and set(who) & set(e.who) for e in self.happened)
                if step in here and acted:
                    found.add(conflict["clause"])
        return found

    def _steps(self, groups: Any) -> set[str]:
        return {step for group in listed(groups) for step in self.book.groups[group]}


def clause_order(clause: str) -> list[tuple[int, str]]:
    """Numbers as numbers: 4.4 before 4.4a before 4.10."""
    return [(int(re.match(r"\d*", part)[0] or 0), re.sub(r"^\d*", "", part)) for part in clause.split(".")]  # type: ignore[index]
