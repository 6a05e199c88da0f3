"""Replay of a 40-entry case: the compiled procedure with its guards on, against a bare transition table and the peers.

Goals (docs/reference/speed.md): at least 0.35 of the bare table, and 0.15 with the list of lawful steps after every
entry; 20 times django-fsm-2, 50 times transitions, 2,000 times SpiffWorkflow. Run by `make bench`.

All are given the same forty entries of the League's main line. The table is what anybody would write first: a dict from
state, step and result to state, with a count and a log, and without guards. The state machines get the stages as
states, the steps as transitions, and what the book asks of a step (needs, unless, how often, which results, on which
days by the same calendar) as conditions, with the same count and log; what stages alone answer is no condition, and no
database is touched. A record in which a step is left out, repeated or a day too soon is refused by them as it is here.
SpiffWorkflow gets the same stages as choices and the same steps as tasks, without conditions.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from alteram import worked
from alteram.case import replay
from alteram.codec import Entry
from alteram.procedure.compiled import Automaton, automaton_of, walk
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Atom, Before, Edition, Rulebook, Step, Wait, Window

LEAGUE = Path(__file__).parents[1] / "rulebooks" / "lantern-league"
RESULTS = Path(__file__).parent / "results"
ENTRIES, ROUNDS = 40, 9
ELSEWHERE = 0  # the state of whatever leaves the way of this case
GOALS = {"share": 0.35, "share_listing": 0.15, "django-fsm-2": 20, "transitions": 50, "SpiffWorkflow": 2000}
TIMES = {
    "bare": 300,
    "ours": 300,
    "listing": 150,
    "fold": 20,
    "django-fsm-2": 15,
    "transitions": 15,
    "SpiffWorkflow": 1,
}
Table = dict[tuple[int, str | None, str | None], int]
Run = Callable[[], object]
Replay = Callable[[Sequence[Entry]], object]


def table_of(automaton: Automaton, entries: Sequence[Entry]) -> Table:
    """The order of the case, and what else is open on its way, as plain states: one for each number it comes past."""
    states: dict[int, int] = {automaton.start.state: 1}
    table: Table = {}
    state = automaton.start.state
    for entry in entries:
        for step in automaton.probes:
            for result in [one.name for one in step.results] or [None]:
                if automaton.move((step.name, step.acts, result)).lawful(state, ()):
                    table.setdefault((states[state], step.name, result), ELSEWHERE)
        table.setdefault((states[state], None, None), states[state])  # what is no step moves no stage
        move = automaton.move((entry.step, entry.acts, entry.result))
        after = move.after(state, move.details(entry)) if entry.step else state
        table[states[state], entry.step, entry.result] = states.setdefault(after, len(states) + 1)
        state = after
    return table


def bare(table: Table, entries: Sequence[Entry]) -> dict[str, object]:
    """What anybody would write first."""
    state = 1
    seen: dict[str | None, int] = {}
    log: list[tuple[str | None, str | None, object]] = []
    for entry in entries:
        state = table[state, entry.step, entry.result]
        seen[entry.step] = seen.get(entry.step, 0) + 1
        log.append((entry.step, entry.result, entry.at))
    return {"state": state, "seen": seen, "log": log}


@dataclass
class Record:
    """What the conditions of a state machine read, and what its steps write down."""

    seen: dict[str, int] = field(default_factory=dict)
    results: dict[str, str | None] = field(default_factory=dict)
    limited: dict[tuple[str, str | None], int] = field(default_factory=dict)  # how often a limited result came
    taken: dict[str, list[str]] = field(default_factory=dict)  # step that each party has alone -> who took it
    days: dict[str, date] = field(default_factory=dict)
    log: list[tuple[str, str | None, date]] = field(default_factory=list)
    told: dict[str, date] = field(default_factory=dict)  # step -> day announced
    findings: list[str | None] = field(default_factory=list)  # of each charge
    ended: bool = False
    entry: Entry | None = None  # that is being taken


@dataclass(frozen=True)
class Arrow:
    """A transition of the state machines: stages, a step with a result, stages."""

    name: str
    source: frozenset[str]
    target: frozenset[str]
    step: Step | None
    result: str | None


Condition = Callable[[Record], bool]
Note = Callable[[Record], None]
Days = Callable[[date], date]


def state_of(stages: frozenset[str]) -> str:
    return "+".join(sorted(stages)) or "none"


class Conditions:
    """What c1 to c8 ask of a step, as functions of a record, and what its steps note.

    What a stage or the book alone can say is said once and not asked again, and a day is counted once: the state
    machines get what the compiled procedure has.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition, self.calendar = edition, edition.calendar
        self.served = cache(lambda sent, channel: self.calendar.deemed(sent, channel).day)

    def of(self, arrow: Arrow) -> list[Condition]:
        step = arrow.step
        found: list[Condition] = [] if step is not None and step.starts_case else [lambda record: bool(record.log)]
        if step is None or not step.after_end:
            found.append(lambda record: not record.ended)
        if step is None:
            return found
        result = step.by_name.get(arrow.result or "")
        for need in (*step.needs, *(result.needs if result else ())):
            found += asked(need, arrow.source)
        found += [barred(atom) for atom in step.unless if atom.kind != "stage"]
        return [*found, *self.of_count(step), *self.of_result(step, arrow.result), *self.of_days(step)]

    def of_count(self, step: Step) -> Iterator[Condition]:
        """How often, by each party alone and for each charge."""
        name, cap = step.name, step.cap
        if step.each == "charge":
            yield lambda record: None in record.findings
        elif cap is not None and step.each == "party":
            yield lambda record: record.taken.get(name, []).count(record.entry.by[0].who) < cap  # type: ignore[union-attr]
        elif cap is not None:
            yield lambda record: record.seen.get(name, 0) < cap

    def of_result(self, step: Step, result: str | None) -> Iterator[Condition]:
        """How often a result may come, and that some come from the clock alone."""
        known = step.by_name.get(result or "")
        if known is not None and known.limit is not None:
            limit = known.limit
            yield lambda record: record.limited.get((step.name, result), 0) < limit
        if known is not None and known.only_by_clock:
            yield lambda record: record.entry.by[0].who == "clock"  # type: ignore[union-attr]

    def of_days(self, step: Step) -> Iterator[Condition]:
        """Waits, windows and days that were told."""
        name = step.name
        if any(one.announces == name for one in self.edition.steps.values()):
            yield lambda record: record.entry.at == record.told.get(name, record.entry.at)  # type: ignore[union-attr]
        for wait in step.waits:
            yield self._waited(wait)
        if step.announces:
            yield from (self._ahead(step, wait) for wait in self.edition.steps[step.announces].waits)
        if step.window is not None:
            yield self._in_window(step.window)
        if step.before is not None and not step.before.of_sanction:
            yield self._before(step.before)

    def _first_day(self, wait: Wait) -> Days:
        return cache(lambda start: self.calendar.at_least(start, wait.at_least).day)

    def _waited(self, wait: Wait) -> Condition:
        after, first_day, given_up = wait.after, self._first_day(wait), [holds(atom) for atom in wait.unless]

        def waited(record: Record) -> bool:
            start = record.days.get(after)
            if start is None or record.entry.at >= first_day(start):  # type: ignore[union-attr]
                return True
            return any(one(record) for one in given_up)

        return waited

    def _ahead(self, step: Step, wait: Wait) -> Condition:
        """A step that announces a day is judged as if the announced step were taken on that day."""
        after, name, first_day, served = wait.after, step.name, self._first_day(wait), self.served
        usual = self.calendar.usual_channel

        def ahead(record: Record) -> bool:
            entry = record.entry
            assert entry is not None
            told = entry.data.get("hearing_on")
            start = served(entry.at, entry.data.get("channel") or usual) if after == name else record.days.get(after)
            return not told or start is None or date.fromisoformat(str(told)) >= first_day(start)

        return ahead

    def _in_window(self, window: Window) -> Condition:
        last_day: Days = cache(lambda start: self.calendar.within(start, window.at_most).day)
        only = window.of[0]
        if len(window.of) == 1:
            return lambda record: only not in record.days or record.entry.at <= last_day(record.days[only])  # type: ignore[union-attr]

        def in_window(record: Record) -> bool:
            starts = [record.days[one] for one in window.of if one in record.days]
            return not starts or record.entry.at <= last_day(max(starts))  # type: ignore[union-attr]

        return in_window

    def _before(self, before: Before) -> Condition:
        name, last_day = before.step, cache(lambda event: self.calendar.before(event, before.at_least).day)
        return lambda record: name not in record.told or record.entry.at <= last_day(record.told[name])  # type: ignore[union-attr]

    def note(self, arrow: Arrow) -> Note:
        """A step is taken: count it, and keep what conditions ask for, the day of deemed service among it."""
        step, result, served = arrow.step, arrow.result, self.served
        if step is None:
            return incidental
        name, known = step.name, step.by_name.get(result or "")
        limited, by_party = known is not None and known.limit is not None, step.each == "party"

        def note(record: Record) -> None:
            entry = record.entry
            assert entry is not None
            record.seen[name] = record.seen.get(name, 0) + 1
            record.results[name] = result
            record.log.append((name, result, entry.at))
            channel = entry.data.get("channel") if step.tells else None
            record.days[name] = served(entry.at, channel) if channel else entry.at
            if limited:
                record.limited[name, result] = record.limited.get((name, result), 0) + 1
            if by_party:
                record.taken.setdefault(name, []).append(entry.by[0].who)
            if step.announces and "hearing_on" in entry.data:
                record.told[step.announces] = date.fromisoformat(str(entry.data["hearing_on"]))
            if step.creates_charges or step.each == "charge":
                find(record, entry)
            record.ended = record.ended or step.ends_case

        return note


def find(record: Record, entry: Entry) -> None:
    """Charges are issued, or one of them is decided."""
    if "charges" in entry.data:
        record.findings = [None for _ in entry.data["charges"]]  # type: ignore[attr-defined]
    else:
        record.findings[int(str(entry.data.get("charge", 1))) - 1] = entry.result


def incidental(record: Record) -> None:
    assert record.entry is not None
    record.log.append(("incidental", None, record.entry.at))


def asked(need: Sequence[Atom], stages: frozenset[str]) -> list[Condition]:
    """One condition, or none where the state has answered it."""
    if any(atom.kind == "stage" and atom.name in stages for atom in need):
        return []
    found = [holds(atom) for atom in need if atom.kind != "stage"]
    return found if len(found) == 1 else [lambda record: any(one(record) for one in found)]


def barred(atom: Atom) -> Condition:
    bar = holds(atom)
    return lambda record: not bar(record)


def holds(atom: Atom) -> Condition:
    name, result = atom.name, atom.result
    if atom.kind == "result":
        return lambda record: record.results.get(name) == result
    if atom.kind == "done":
        return lambda record: name in record.seen
    if atom.kind == "all charges decided":
        return lambda record: bool(record.findings) and None not in record.findings
    if atom.kind == "some charge proved":
        return lambda record: "proved" in record.findings
    return lambda record: "proved" not in record.findings


Methods = dict[tuple[str | None, str | None], str]


def arrows_of(automaton: Automaton, entries: Sequence[Entry]) -> tuple[list[Arrow], Methods]:
    """The stages that the case comes past with every step open in them, and which transition an entry asks for."""
    layout, found, methods = automaton.layout, {}, {}
    state = automaton.start.state

    def stages(of: int) -> frozenset[str]:
        return frozenset(name for name, bit in layout.stage.items() if of & bit)

    for entry in entries:
        here = stages(state)
        for step in automaton.probes:
            for result in [one.name for one in step.results] or [None]:
                move = automaton.move((step.name, step.acts, result))
                if move.lawful(state, ()):
                    name = f"{step.name}_{result or 'done'}"
                    found.setdefault((name, here), Arrow(name, here, stages(move.after(state, ())), step, result))
        move = automaton.move((entry.step, entry.acts, entry.result))
        state = move.after(state, move.details(entry))
        name = methods[entry.step, entry.result] = f"{entry.step or 'incidental'}_{entry.result or 'done'}"
        arrow = Arrow(name, here, stages(state), move.step, entry.result)
        assert found.setdefault((name, here), arrow).target == arrow.target, "the way goes by more than the stages"
    return list(found.values()), methods


def django_fsm(automaton: Automaton, entries: Sequence[Entry]) -> Replay:
    """A model whose methods are the steps; nothing is stored."""
    import django
    from django.conf import settings
    from django.db import models
    from django_fsm import FSMField, transition

    settings.configure(USE_TZ=True)
    django.setup()
    arrows, asks = arrows_of(automaton, entries)
    conditions = Conditions(automaton.edition)
    state = FSMField(default="none")
    methods: dict[str, Any] = {}
    for arrow in arrows:
        taken = transition(
            field=state,
            source=state_of(arrow.source),
            target=state_of(arrow.target),
            conditions=conditions.of(arrow),
        )
        methods[arrow.name] = taken(methods.get(arrow.name) or conditions.note(arrow))
    meta = type("Meta", (), {"app_label": "bench"})
    model = type("Case", (models.Model, Record), {"__module__": __name__, "Meta": meta, "state": state, **methods})

    def run(entries: Sequence[Entry]) -> object:
        case: Any = model()
        Record.__init__(case)
        for entry in entries:
            case.entry = entry
            getattr(case, asks[entry.step, entry.result])()
        return case

    return run


def transitions(automaton: Automaton, entries: Sequence[Entry]) -> Replay:
    """One machine, and a model of its own for each case."""
    from transitions import Machine

    arrows, asks = arrows_of(automaton, entries)
    conditions = Conditions(automaton.edition)
    states = sorted({state_of(one) for arrow in arrows for one in (arrow.source, arrow.target)})
    machine = Machine(model=None, states=states, initial="none", auto_transitions=False)
    for arrow in arrows:
        machine.add_transition(
            arrow.name,
            state_of(arrow.source),
            state_of(arrow.target),
            conditions=conditions.of(arrow),
            after=conditions.note(arrow),
        )

    def run(entries: Sequence[Entry]) -> object:
        record = Record()
        machine.add_model(record)
        trigger: Any = record.trigger  # type: ignore[attr-defined]
        for entry in entries:
            record.entry = entry
            assert trigger(asks[entry.step, entry.result], record), entry
        machine.remove_model(record)
        return record

    return run


def spiff(automaton: Automaton, entries: Sequence[Entry]) -> Replay:
    """Each stage a choice among the steps open in it, each step a task, which leads to a choice."""
    from SpiffWorkflow import TaskState, Workflow
    from SpiffWorkflow.operators import Attrib, Equal
    from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

    arrows, asks = arrows_of(automaton, entries)
    spec = WorkflowSpec(name="case", addstart=True)
    choices = {
        stages: ExclusiveChoice(spec, f"choose {state_of(stages)}", manual=True)
        for stages in dict.fromkeys(one for arrow in arrows for one in (arrow.source, arrow.target))
    }
    for stages, choice in choices.items():
        nothing = Simple(spec, f"nothing {state_of(stages)}")
        choice.connect(nothing)
    for arrow in arrows:
        task = Simple(spec, f"{state_of(arrow.source)}: {arrow.name}")
        choices[arrow.source].connect_if(Equal(Attrib("chosen"), arrow.name), task)
        task.connect(choices[arrow.target])
    spec.start.connect(choices[frozenset()])

    def run(entries: Sequence[Entry]) -> object:
        case = Workflow(spec)
        case.run_all(halt_on_manual=True)
        for entry in entries:
            (ready,) = case.get_tasks(state=TaskState.READY)
            ready.set_data(chosen=asks[entry.step, entry.result])
            case.run_task_from_id(ready.id)
            case.run_all(halt_on_manual=True)
        return case

    return run


PEERS: dict[str, tuple[str, Callable[[Automaton, Sequence[Entry]], Replay]]] = {
    "django-fsm-2": ("django_fsm", django_fsm),
    "transitions": ("transitions", transitions),
    "SpiffWorkflow": ("SpiffWorkflow", spiff),
}
REFUSALS = ("TransitionNotAllowed", "MachineError", "AssertionError")  # what the peers say; the last is our `assert`
NEVER_RUN = {"python-statemachine": "statemachine"}  # named with the goals, and not locked among the peers


def case() -> tuple[Rulebook, str, list[Entry]]:
    people, names = worked.read_people(LEAGUE / "2025" / "people.yaml")
    rulebook = load_rulebook(LEAGUE)
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / "G01.yaml", names), rulebook, people)
    return rulebook, told.name, told.entries[:ENTRIES]


def check(rulebook: Rulebook, name: str, entries: list[Entry]) -> None:
    """The guards are on: the case is lawful, and is not once a step is left out or a hearing opens a day too soon."""
    walked = walk(rulebook, name, entries, listing=True)
    assert (walked.unlawful, walked.asked, len(walked.opened)) == ((), 0, ENTRIES)
    charge = next(entry for entry in entries if entry.step == "charge")
    assert walk(rulebook, name, [one for one in entries if one is not charge]).unlawful


def check_peer(replayed: Replay, entries: list[Entry]) -> None:
    """A peer has its guards on too: it takes the record, and refuses it with the same entry out of place or day."""
    replayed(entries)
    place = next(number for number, entry in enumerate(entries) if entry.step == "open_hearing")
    sooner = replace(entries[place], at=entries[place].at - timedelta(days=1))
    again = next(entry for entry in entries if entry.step == "triage")
    for spoiled in (
        [entry for entry in entries if entry.step != "charge"],
        [*entries[:place], sooner],
        [*entries, again],
    ):
        refused = False
        try:
            replayed(spoiled)
        except Exception as told:  # each peer has an error of its own
            refused = type(told).__name__ in REFUSALS
        assert refused, "the guards of a peer are off"


def timed(run: Run, times: int) -> float:
    """Seconds of processor time for one run."""
    start = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - start) / times


def main() -> int:
    rulebook, name, entries = case()
    check(rulebook, name, entries)
    edition = rulebook.by_digest(entries[0].edition)
    assert edition is not None
    automaton = automaton_of(edition)
    table = table_of(automaton, entries)
    runs: dict[str, Run] = {
        "bare": lambda: bare(table, entries),
        "ours": lambda: walk(rulebook, name, entries),
        "listing": lambda: walk(rulebook, name, entries, listing=True),
        "fold": lambda: replay(rulebook, name, entries),
    }
    absent = [peer for peer, module in NEVER_RUN.items() if importlib.util.find_spec(module) is None]
    for peer, (module, build) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            absent.append(peer)
        else:
            replayed = build(automaton, entries)
            if peer != "SpiffWorkflow":  # which has no conditions
                check_peer(replayed, entries)
            runs[peer] = partial(replayed, entries)
    rounds = [{what: timed(run, TIMES[what]) for what, run in runs.items()} for _ in range(ROUNDS)]  # A B A B
    return report(rounds, table, absent)


def report(rounds: list[dict[str, float]], table: Table, absent: list[str]) -> int:
    def median(ratio: Callable[[dict[str, float]], float]) -> float:
        return statistics.median(ratio(one) for one in rounds)

    found: dict[str, object] = {
        "entries": ENTRIES,
        "rounds": ROUNDS,
        "states": len({state for state, _step, _result in table}),
        "transitions": len(table),
        "microseconds": {what: round(median(lambda one, w=what: one[w]) * 1e6, 2) for what in rounds[0]},  # type: ignore[misc]
        "share": median(lambda one: one["bare"] / one["ours"]),
        "share_listing": median(lambda one: one["bare"] / one["listing"]),
        "share_fold": median(lambda one: one["bare"] / one["fold"]),
        "times": {peer: median(lambda one, p=peer: one[p] / one["ours"]) for peer in PEERS if peer in rounds[0]},  # type: ignore[misc]
        "not_measured": absent,
        "goals": GOALS,
    }
    print(f"replay of {ENTRIES} entries; the table has {found['states']} states and {len(table)} transitions")
    print(f"  {'with guards':34} {found['share']:>9.3f} of the bare table   (goal {GOALS['share']})")
    print(f"  {'and the lawful steps after each':34} {found['share_listing']:>9.3f} of the bare table   (goal 0.15)")
    print(f"  {'the whole fold, nothing judged':34} {found['share_fold']:>9.3f} of the bare table")
    met = found["share"] >= GOALS["share"] and found["share_listing"] >= GOALS["share_listing"]  # type: ignore[operator]
    for peer, times in found["times"].items():  # type: ignore[attr-defined]
        print(f"  {'guards, against ' + peer:34} {times:>9.0f} times as fast       (goal {GOALS[peer]})")
        met = met and times >= GOALS[peer]
    for peer in absent:
        print(f"  {peer:34} not measured: it is not installed")
    print(f"  microseconds for a case: {found['microseconds']}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "replay.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print("  every goal is met" if met else "  NOT every goal is met")
    return 0


if __name__ == "__main__":
    sys.exit(main())
