"""The fairness ledger of one case, whole: every floor, and every rule of the body that applied, each with its proof.

    told = ledger(rulebook, people, name, entries, until=day)     # lines by stage, in the order of the record

It holds no law of its own: what is breached is what the replay of the record says is (``alteram.breaches``), which asks
the guards that guard each deed; what is late is what the duties say is. A line says met (entry, time, who), breached
(how, and what was done), not yet, or not applicable (why).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from alteram import due_process, duties
from alteram.acts import ACTS, Act, Section
from alteram.breaches import Breach, judge
from alteram.breaches.judging import Subject
from alteram.calendar.days import Counted
from alteram.calendar.sentences import in_full
from alteram.case import Case, LiveDuty, replay
from alteram.case.reading import concerned, numbers
from alteram.codec import Entry
from alteram.codes import CODES, FLOORS, Floor
from alteram.correspondence.letter import Block, Letter, Run
from alteram.people import People
from alteram.procedure import contact, wording
from alteram.rulebook.model import Rulebook, Step

State = Literal["met", "breached", "not yet", "not applicable", "not known", "not told"]
HOUSE: Section = "House"
SECTIONS: tuple[Section, ...] = get_args(Section)
STATES: Mapping[State, str] = {
    "met": "Met",
    "breached": "Breached",
    "not yet": "Not yet",
    "not applicable": "Not applicable",
    "not known": "Not known",
    "not told": "Not told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One floor or one rule, and what became of it in this case."""

    id: str  # of the floor, or the clause
    floor: bool  # a floor of the product; else a rule of the body
    section: Section
    sentence: str  # what is promised or asked
    state: State
    entry: Entry | None = None  # the proof
    note: str = ""  # how it was met, why it does not apply, or how it was breached and what was done
    breaches: tuple[Breach, ...] = ()  # of the replay
    classes: frozenset[str] = frozenset()  # of record that it speaks of; whoever sees none of them is not told
    owed: tuple[str, date] | None = None  # what, and its day
    guaranteed: bool = False  # one of the guarantees that both sides read on the page of the case


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger of one case as the record stood at the end of a day."""

    name: str
    edition: str
    until: date
    tip: int  # number of the last entry
    gaps: tuple[str, ...]
    lines: tuple[Line, ...]

    def of(self, section: Section) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section == section)

    def count(self, state: State) -> int:
        return sum(line.state == state for line in self.lines)


def ledger(rulebook: Rulebook, people: People | None, name: str, entries: Sequence[Entry], *, until: date) -> Ledger:
    """The ledger of a case that has begun, as its record stood at the end of a day."""
    judged = judge(rulebook, people, name, entries, until=until)
    written = [entry for entry in entries if entry.at <= until]  # without what the replay supposed
    known = _Known(replay(rulebook, name, written), judged.breaches, until)
    lines = (*_floors(known), *_steps(known), *_duties(known), *_contact(known))
    ordered = sorted(lines, key=lambda line: (SECTIONS.index(line.section), not line.floor))
    return Ledger(
        name=name, edition=known.case.edition.version, until=until, tip=known.case.tip, gaps=tuple(known.case.gaps),
        lines=tuple(ordered),
    )  # fmt: skip


class _Known:
    """The case, what the replay found in it, and where each act was done."""

    def __init__(self, case: Case, breaches: Sequence[Breach], until: date) -> None:
        self.case, self.breaches, self.until = case, breaches, until
        self.standing = [entry for entry in case.entries if entry.index not in case.overtaken and entry.at <= until]
        self.guarantees = {one.floor: one for one in due_process.ledger(case)}

    def entry(self, number: int | None) -> Entry | None:
        return next((entry for entry in self.case.entries if entry.index == number), None)

    def doing(self, acts: Iterable[str]) -> list[Entry]:
        wanted = set(acts)
        return [entry for entry in self.standing if wanted & set(entry.acts)]

    def state(self, state: State) -> State:
        """Of a record with gaps nothing is known to be met or breached."""
        return "not known" if self.case.gaps and state != "not applicable" else state

    def put_right(self, breach: Breach) -> str:
        """What was done about a breach, as the record tells it."""
        if breach.duty is not None:
            return self._of_duty(breach.duty)
        for entry in self.case.entries:
            if breach.entry is None or breach.entry not in (*concerned(entry), *numbers(entry.data.get("undoes"))):
                continue
            for act in ("act_undone", "breach_noted", "late_entry_ruled", "corrected"):
                if act in entry.acts:
                    return f"{ACTS[act].title}: entry {entry.index}, {in_full(entry.at)}."
        if breach.entry in self.case.overtaken:
            return "It was overtaken, and has no effect any more."
        return "Nothing that was done about it is on record."

    def _of_duty(self, subject: Subject) -> str:
        """How something that was late ended."""
        for settled in self.case.settled:
            if _subject(settled.duty) == subject:
                done = "It was done" if settled.how == "met" else "It ended"
                return f"{done} with entry {settled.by.index}, {in_full(settled.by.at)}."
        return "It is still owed."

    def told(self, breaches: Iterable[Breach]) -> str:
        """How something was breached and what was done, each in a sentence."""
        return " ".join(f"{in_full(one.day)}: {one.sentence} {self.put_right(one)}" for one in breaches)


# --- floors


def _floors(known: _Known) -> Iterator[Line]:
    for floor in FLOORS.values():
        acts = [act for act in ACTS.values() if floor.id in act.floors]
        yield _floor(known, floor, acts)


def _floor(known: _Known, floor: Floor, acts: Sequence[Act]) -> Line:
    against = tuple(one for one in known.breaches if floor.id in of_floors(one))
    section = acts[0].section if acts else HOUSE
    guarantee = known.guarantees.get(floor.id)
    state, entry, note = _became(known, floor, acts)
    if guarantee is not None and guarantee.state in ("met", "breached"):
        state, note = guarantee.state, f"{guarantee.note[:1].upper()}{guarantee.note[1:]}." if guarantee.note else note
        entry = known.entry(guarantee.entry) or entry
    if against:
        state, note, entry = "breached", known.told(against), known.entry(against[0].entry)
    return Line(
        id=floor.id, floor=True, section=section, sentence=floor.sentence, state=known.state(state), entry=entry,
        note=note, breaches=against, classes=frozenset(act.record_class for act in acts),
        guaranteed=guarantee is not None,
    )  # fmt: skip


def of_floors(breach: Breach) -> tuple[str, ...]:
    """The floors that a breach is one of: the one it names, or those that its code guards."""
    if breach.clause in FLOORS:
        return (breach.clause,)
    return CODES[breach.code].floors if breach.code in CODES else ()


def _became(known: _Known, floor: Floor, acts: Sequence[Act]) -> tuple[State, Entry | None, str]:
    """What became of a floor that nothing broke."""
    done = known.doing(act.name for act in acts)
    if done:
        kept = f"Kept by {floor.where}." if floor.where else ""
        return (
            "met",
            done[-1],
            kept or f"Asked at {len(done)} {'deed' if len(done) == 1 else 'deeds'}, and held at each.",
        )
    if not acts:
        return "not applicable", None, f"Kept over all cases: {floor.where}." if floor.where else "Kept over all cases."
    may_come = [act for act in acts if act.step_allowed and known.case.edition.steps_of(act.name)]
    titles = wording.listed([f"“{act.title}”" for act in acts[:3]], "or")
    if may_come and not known.case.ended:
        return "not yet", None, f"Asked when it comes to {titles}."
    return "not applicable", None, f"The record holds nothing of the kind: {titles}."


# --- rules of the body


def _steps(known: _Known) -> Iterator[Line]:
    """Each step of the book under its clause, with the waits that it must keep."""
    for step in known.case.edition.steps.values():
        done = [entry for entry in known.standing if entry.step == step.name]
        against = tuple(one for one in known.breaches if one.step == step.name and one.duty is None)
        yield _step(known, step, done, against)
        for wait in step.waits:
            broken = tuple(one for one in against if one.condition == "c6")
            asked = f"“{step.title}” comes no sooner than {wait.at_least} after “{_title(known, wait.after)}”."
            clause = wait.clause or _clause(known, wait.after) or step.clause
            yield _kept(known, step, clause, asked, done, broken)


def _title(known: _Known, name: str) -> str:
    step = known.case.edition.steps.get(name)
    return step.title if step is not None else name.replace("_", " ")


def _clause(known: _Known, name: str) -> str:
    step = known.case.edition.steps.get(name)
    return step.clause if step is not None else ""


def _step(known: _Known, step: Step, done: Sequence[Entry], against: tuple[Breach, ...]) -> Line:
    sentence = f"{step.title[:1].upper()}{step.title[1:]}: by whom, when and after what the rule says."
    return _kept(known, step, step.clause, sentence, done, against)


def _kept(
    known: _Known, step: Step, clause: str, sentence: str, done: Sequence[Entry], against: tuple[Breach, ...]
) -> Line:
    section = step.vocabulary[0].section
    entry = done[-1] if done else None
    state: State = "met" if done else "not applicable" if known.case.ended else "not yet"
    note = "" if done else "It did not come to it." if known.case.ended else "It has not come to it."
    if against:
        state, entry, note = "breached", known.entry(against[0].entry), known.told(against)
    return Line(
        id=clause, floor=False, section=section, sentence=sentence, state=known.state(state), entry=entry, note=note,
        breaches=against, classes=frozenset(act.record_class for act in step.vocabulary),
    )  # fmt: skip


def _duties(known: _Known) -> Iterator[Line]:
    """What was owed, and what is: done in time, late, left to what the rules say follows, or no longer owed."""
    case = known.case
    for settled, past in zip(case.settled, duties.past(case), strict=True):
        against = tuple(one for one in known.breaches if one.duty == _subject(settled.duty))
        state, note = _settled(past, right=settled.duty.rule.right)
        if against:
            state, note = "breached", known.told(against)
        yield _owed_line(known, past.step, past.clause, past.due, state, note, known.entry(past.entry), against)
    for duty in duties.owed(case):
        against = tuple(one for one in known.breaches if one.duty == _subject(duty.live))
        overdue = duty.overdue(known.until) and not duty.right
        note = (
            known.told(against) if against else f"Overdue: {duty.otherwise}." if overdue else "Its day has not passed."
        )
        state = "breached" if against else "not yet"
        yield _owed_line(known, duty.step, duty.clause, duty.due, state, note, None, against)


def _subject(live: LiveDuty) -> Subject:
    return (live.rule.id, live.source.index)


def _settled(past: duties.Past, *, right: bool) -> tuple[State, str]:
    if past.how in ("met", "late"):
        return "met", f"{past.days_late} days after its day." if past.days_late else "In time."
    if past.how == "consequence":
        return "met", "Its day passed, and what the rules say followed." if not right else "It was not used."
    return "not applicable", "It was replaced by another." if past.how == "replaced" else "It was no longer owed."


def _owed_line(
    known: _Known, step: str, clause: str, due: Counted | None, state: State, note: str, entry: Entry | None,
    against: tuple[Breach, ...],
) -> Line:  # fmt: skip
    of_book = known.case.edition.steps.get(step)
    act = of_book.vocabulary[0] if of_book is not None else ACTS[step]
    title = of_book.title if of_book is not None else act.title
    by = f" by {in_full(due.day)}" if due is not None else ", from the day on which the letter is served"
    return Line(
        id=clause, floor=clause in FLOORS, section=act.section, sentence=f"Owed{by}: {title}.",
        state=known.state(state), entry=entry, note=note, breaches=against, classes=frozenset({act.record_class}),
        owed=(step, due.day if due is not None else date.max),
    )  # fmt: skip


def _contact(known: _Known) -> Iterator[Line]:
    """Each rule of the book on who may speak with whom."""
    entered = known.doing(contact.JUDGED)
    for rule in known.case.edition.contact:
        against = tuple(one for one in known.breaches if one.code == "E-CONTACT-RULE" and one.clause == rule.clause)
        state: State = "breached" if against else "met" if entered else "not applicable"
        note = known.told(against) if against else "" if entered else "No contact is on record."
        yield Line(
            id=rule.clause, floor=False, section="Influence", sentence=contact.said(rule), state=known.state(state),
            entry=known.entry(against[0].entry) if against else entered[-1] if entered else None, note=note,
            breaches=against, classes=frozenset({"contact_log"}),
        )  # fmt: skip


# --- cut to a reader


def cut(told: Ledger, *, classes: frozenset[str], seen: frozenset[int], owed: frozenset[tuple[str, date]]) -> Ledger:
    """The ledger as somebody reads it who sees these classes of record, these entries and these duties.

    Whether a line is told hangs on its classes, so that "not told" says nothing of whether there was anything. The
    guarantees are told to everybody in the case, as its page does.
    """
    return replace(told, lines=tuple(_cut(line, classes, seen, owed) for line in told.lines))


def _cut(line: Line, classes: frozenset[str], seen: frozenset[int], owed: frozenset[tuple[str, date]]) -> Line:
    hidden = line.entry is not None and line.entry.index not in seen
    if line.guaranteed:
        return replace(line, entry=None, note="", breaches=()) if hidden else line
    open_duty = line.owed is not None and line.entry is None and line.owed not in owed
    if hidden or open_duty or not line.classes & classes:
        return replace(line, state="not told", entry=None, note="", breaches=())
    return line


# --- as a page


def page(told: Ledger, *, reference: str, names: Mapping[str, str]) -> Letter:
    """D36: the ledger as blocks of text. ``names`` by person; whoever is not in it stands there by role."""
    states: tuple[State, ...] = ("met", "breached", "not yet", "not applicable", "not known", "not told")
    counts = [f"{told.count(state)} {state}" for state in states if told.count(state)]
    summary = f"{', '.join(counts)}."
    stood = f"As the record stood on {in_full(told.until)}, up to entry {told.tip}, under the edition {told.edition}."
    blocks = [
        Block(kind="title", runs=(Run(f"Fairness ledger of case {reference}"),)),
        Block(kind="text", runs=(Run(f"{stood} {summary}"),)),
    ]
    if told.gaps:
        blocks.append(Block(kind="box", runs=(Run(f"This record has gaps: {'; '.join(told.gaps)}."),)))
    for section in SECTIONS:
        lines = told.of(section)
        if lines:
            blocks.append(Block(kind="heading", runs=(Run(section),)))
            blocks += [Block(kind="item", runs=_runs(line, names)) for line in lines]
    return Letter(
        kind="D36", title=f"Fairness ledger, {reference}", recipient="", summary=summary, blocks=tuple(blocks)
    )


def _runs(line: Line, names: Mapping[str, str]) -> tuple[Run, ...]:
    said = (f" ({rule(line)}). {line.sentence}", proof(line, names), line.note)
    return (Run(STATES[line.state], strong=True), Run(" ".join(filter(None, said))))


def rule(line: Line) -> str:
    """The floor or the clause of a line, as it is cited."""
    return line.id if line.floor else f"rule {line.id}"


def proof(line: Line, names: Mapping[str, str]) -> str:
    """The entry that proves a line, its time and who did it; by role, where the name is not the reader's to know."""
    entry = line.entry
    if entry is None:
        return ""
    called = dict.fromkeys(names.get(actor.who, actor.role.replace("_", " ")) for actor in entry.by)
    return f"Entry {entry.index}, {in_full(entry.at)}, {wording.listed(list(called), 'and')}."


def as_data(told: Ledger, names: Mapping[str, str]) -> dict[str, object]:
    """The same for machines."""
    return {
        "edition": told.edition,
        "until": told.until.isoformat(),
        "tip": told.tip,
        "gaps": list(told.gaps),
        "lines": [
            {
                "stage": line.section,
                "floor" if line.floor else "rule": line.id,
                "sentence": line.sentence,
                "state": line.state,
                "entry": line.entry.index if line.entry else None,
                "day": line.entry.at.isoformat() if line.entry else None,
                "by": [names.get(actor.who, actor.role) for actor in line.entry.by] if line.entry else [],
                "note": line.note,
                "codes": sorted({breach.code for breach in line.breaches}),
            }
            for line in told.lines
        ],
    }
