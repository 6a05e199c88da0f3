"""Replay of a 40-entry case: the compiled procedure with its guards on, against a bare transition table and the peers.

Goals (docs/reference/speed.md): at least 0.35 of the bare table, and 0.15 with the list of lawful steps after every
entry; 20 times django-fsm-2, 50 times transitions, 2,000 times SpiffWorkflow. Run by `make bench`.

All are given the same forty entries of the League's main line. The table is what anybody would write first: a dict from
state, step and result to state, with a count and a log, and without guards. The state machines get the stages as
states, the steps as transitions, and what the book asks of a step (needs, unless, how often, on which days) as
conditions, with the same count and log. SpiffWorkflow gets the same stages as choices and the same steps as tasks,
without conditions.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alteram import worked
from alteram.case import replay
from alteram.codec import Entry
from alteram.procedure.compiled import Automaton, automaton_of, walk
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Atom, Rulebook, Step

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
    days: dict[str, date] = field(default_factory=dict)
    log: list[tuple[str, str | None, date]] = field(default_factory=list)
    told: dict[str, date] = field(default_factory=dict)  # step -> day announced
    findings: list[str | None] = field(default_factory=list)  # of each charge
    ended: bool = False
    entry: Entry | None = None  # that is being taken

    def note(self, arrow: Arrow) -> None:
        """A step was taken: count it, and keep what conditions ask for, the day of deemed service among it."""
        entry, step = self.entry, arrow.step
        assert entry is not None
        name = step.name if step is not None else "incidental"
        self.seen[name] = self.seen.get(name, 0) + 1
        self.results[name] = arrow.result
        self.log.append((name, arrow.result, entry.at))
        if step is None:
            return
        channel = entry.data.get("channel") if step.tells else None
        self.days[name] = entry.at if channel is None else entry.at + SERVICE[channel]
        if step.announces and "hearing_on" in entry.data:
            self.told[step.announces] = date.fromisoformat(str(entry.data["hearing_on"]))
        if step.creates_charges:
            self.findings = [None for _ in entry.data["charges"]]  # type: ignore[attr-defined]
        elif step.each == "charge":
            self.findings[int(str(entry.data.get("charge", 1))) - 1] = arrow.result
        self.ended = self.ended or step.ends_case


SERVICE: dict[object, timedelta] = {"email": timedelta(days=1), "portal": timedelta(days=1), "hand": timedelta(0)}


@dataclass(frozen=True)
class Arrow:
    """A transition of the state machines: stages, a step with a result, stages."""

    name: str
    source: str
    target: str
    step: Step | None
    result: str | None


Condition = Callable[[Record], bool]


def holds(atom: Atom) -> Condition:
    if atom.kind == "result":
        return lambda record: record.results.get(atom.name) == atom.result
    if atom.kind == "done":
        return lambda record: atom.name in record.seen
    if atom.kind == "all charges decided":
        return lambda record: bool(record.findings) and None not in record.findings
    if atom.kind == "some charge proved":
        return lambda record: "proved" in record.findings
    if atom.kind == "no charge proved":
        return lambda record: "proved" not in record.findings
    return lambda record: True  # a stage: left to the state


def conditions(arrow: Arrow) -> list[Condition]:
    """What the book asks of a step and of its result; stages are left to the state."""
    step = arrow.step
    found: list[Condition] = [] if step is not None and step.starts_case else [lambda record: bool(record.log)]
    if step is None or not step.after_end:
        found.append(lambda record: not record.ended)
    if step is None:
        return found
    result = step.by_name.get(arrow.result or "")
    for need in (*step.needs, *(result.needs if result else ())):
        asked = [holds(atom) for atom in need]
        found.append(lambda record, asked=asked: any(one(record) for one in asked))  # type: ignore[misc]
    for atom in (one for one in step.unless if one.kind != "stage"):
        barred = holds(atom)
        found.append(lambda record, barred=barred: not barred(record))  # type: ignore[misc]
    if step.each == "charge":
        found.append(lambda record: None in record.findings)
    elif step.cap is not None and not step.each:
        found.append(lambda record: record.seen.get(step.name, 0) < step.cap)  # type: ignore[operator]
    return [*found, *conditions_on_days(step)]


def conditions_on_days(step: Step) -> list[Condition]:
    """Waits, windows and days that were told, counted in plain days from the day a thing happened."""
    found: list[Condition] = [lambda record: record.entry.at == record.told.get(step.name, record.entry.at)]
    for wait in step.waits:
        days = timedelta(days=wait.at_least.number)
        found.append(
            lambda record, wait=wait, days=days: record.entry.at >= record.days.get(wait.after, date.min) + days
        )  # type: ignore[misc]
    if step.window is not None:
        of, at_most = step.window.of, timedelta(days=step.window.at_most.number)
        found.append(
            lambda record: record.entry.at <= max(record.days[one] for one in of if one in record.days) + at_most
        )
    if step.before is not None and not step.before.of_sanction:
        before, sooner = step.before.step, timedelta(days=step.before.at_least.number)
        found.append(lambda record: before not in record.told or record.entry.at <= record.told[before] - sooner)
    return found


def arrows_of(automaton: Automaton, entries: Sequence[Entry]) -> tuple[list[Arrow], list[str]]:
    """The stages that the case comes past with every step open in them, and the names of its own transitions."""
    layout, found, names = automaton.layout, {}, []
    state = automaton.start.state

    def stages(of: int) -> str:
        return "+".join(name for name, bit in layout.stage.items() if of & bit) or "none"

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
        name = f"{entry.step or 'incidental'}_{entry.result or 'done'}"
        if found.get((name, here)) is not None and found[name, here].target != stages(state):
            name += "_at_last"  # the last charge: a state machine needs a step of its own for it
        found[name, here] = Arrow(name, here, stages(state), move.step, entry.result)
        names.append(name)
    return list(found.values()), names


def django_fsm(automaton: Automaton, entries: Sequence[Entry]) -> Run:
    """A model whose methods are the steps; nothing is stored."""
    import django
    from django.conf import settings
    from django.db import models
    from django_fsm import FSMField, transition

    settings.configure(USE_TZ=True)
    django.setup()
    arrows, names = arrows_of(automaton, entries)
    state = FSMField(default="none")
    methods: dict[str, Any] = {}
    for arrow in arrows:
        method = methods.get(arrow.name) or (lambda self, arrow=arrow: self.record.note(arrow))
        asked = [lambda self, one=one: one(self.record) for one in conditions(arrow)]  # type: ignore[misc]
        methods[arrow.name] = transition(field=state, source=arrow.source, target=arrow.target, conditions=asked)(
            method
        )
    meta = type("Meta", (), {"app_label": "bench"})
    model = type("Case", (models.Model,), {"__module__": __name__, "Meta": meta, "state": state, **methods})

    def run() -> object:
        case: Any = model()
        case.record = Record()
        for name, entry in zip(names, entries, strict=True):
            case.record.entry = entry
            getattr(case, name)()
        return case

    return run


def transitions(automaton: Automaton, entries: Sequence[Entry]) -> Run:
    """One machine, and a model of its own for each case."""
    from transitions import Machine

    arrows, names = arrows_of(automaton, entries)
    states = sorted({one for arrow in arrows for one in (arrow.source, arrow.target)})
    machine = Machine(model=None, states=states, initial="none", auto_transitions=False)
    for arrow in arrows:
        machine.add_transition(
            arrow.name,
            arrow.source,
            arrow.target,
            conditions=conditions(arrow),
            after=lambda record, arrow=arrow: record.note(arrow),
        )

    def run() -> object:
        record = Record()
        machine.add_model(record)
        trigger: Any = record.trigger  # type: ignore[attr-defined]
        for name, entry in zip(names, entries, strict=True):
            record.entry = entry
            assert trigger(name, record), name
        machine.remove_model(record)
        return record

    return run


def spiff(automaton: Automaton, entries: Sequence[Entry]) -> Run:
    """Each stage a choice among the steps open in it, each step a task, which leads to a choice."""
    from SpiffWorkflow import TaskState, Workflow
    from SpiffWorkflow.operators import Attrib, Equal
    from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

    arrows, names = arrows_of(automaton, entries)
    spec = WorkflowSpec(name="case", addstart=True)
    choices = {
        stages: ExclusiveChoice(spec, f"choose {stages}", manual=True)
        for stages in dict.fromkeys(one for arrow in arrows for one in (arrow.source, arrow.target))
    }
    for stages, choice in choices.items():
        nothing = Simple(spec, f"nothing {stages}")
        choice.connect(nothing)
    for arrow in arrows:
        task = Simple(spec, f"{arrow.source}: {arrow.name}")
        choices[arrow.source].connect_if(Equal(Attrib("chosen"), arrow.name), task)
        task.connect(choices[arrow.target])
    spec.start.connect(choices["none"])

    def run() -> object:
        case = Workflow(spec)
        case.run_all(halt_on_manual=True)
        for name in names:
            (ready,) = case.get_tasks(state=TaskState.READY)
            ready.set_data(chosen=name)
            case.run_task_from_id(ready.id)
            case.run_all(halt_on_manual=True)
        return case

    return run


PEERS: dict[str, tuple[str, Callable[[Automaton, Sequence[Entry]], Run]]] = {
    "django-fsm-2": ("django_fsm", django_fsm),
    "transitions": ("transitions", transitions),
    "SpiffWorkflow": ("SpiffWorkflow", spiff),
}
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
            runs[peer] = build(automaton, entries)
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
