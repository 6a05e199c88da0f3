"""A record that was kept elsewhere: its lines, and the entries they become.

A file has one line for each thing that happened in a case, as JSON (``.jsonl``) or as a table (``.csv``); the format
is in docs/howto/import-a-historical-record.md. A line that cannot be taken in is refused with its number, and its case
with it: half a case would say of the rest that it never happened. Nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from alteram import codec
from alteram.acts import ACTS, Act, Field
from alteram.codec import Actor, Entry, Paper, Value
from alteram.errors import AlteramError
from alteram.rulebook.model import Edition, Rulebook, Step

COLUMNS = ("case", "at", "step", "act", "result", "who", "as", "fields", "note", "source", "gaps", "papers")
KEYS = frozenset({"case", "at", "step", "act", "result", "by", "fields", "note", "source", "gaps", "papers"})
TEXTS = ("case", "at", "step", "act", "result", "note", "source")
CHARGE = frozenset({"clause", "days"})  # what a charge may say here; place and deed are free words, for the note
NOTE = "note"  # the name under which free words of a line lie in the erasable store


class CannotTakeIn(AlteramError):
    """A line, a case or a whole file of a historical record that cannot be taken in."""

    code = "E-IMPORT"


class KeptElsewhere(AlteramError):
    """A step in a case that was only read in: it is history here."""

    code = "E-IMPORT"

    def __init__(self) -> None:
        super().__init__(
            "This case was kept elsewhere and is history here, so no step can be taken in it.",
            remedy="Receive what is still open as a new complaint, and link the two cases.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened. ``number`` is its line in the file, counted from 1."""

    number: int
    case: str  # the number under which the case was kept
    at: date
    step: str = ""  # of the rule book; or
    act: str = ""  # of the vocabulary, where the book has no step for it
    result: str = ""
    by: tuple[tuple[str, str], ...] = ()  # who (a name or an id) and in which role of the book
    fields: Mapping[str, Value] = field(default_factory=dict)
    note: str = ""  # free words
    source: str = ""  # where it was found
    gaps: tuple[str, ...] = ()  # what is known to be missing
    papers: tuple[str, ...] = ()  # files that came with it, by their names beside the record


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A line that was not taken in, and why. Lines of the same case that are sound are refused with it."""

    number: int
    case: str
    why: str

    def __str__(self) -> str:
        case = f" (case {self.case})" if self.case else ""
        return f"line {self.number}{case}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A line as an entry, before its texts and papers have salts: the entry has neither; they are here.

    ``named`` says which answer of the entry names which of the ``papers``, by file.
    """

    entry: Entry
    texts: Mapping[str, str]
    papers: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()

    def with_papers(self, digests: Mapping[str, str]) -> Entry:
        """The entry with its papers, and with their digests where an answer names a file."""
        data = {name: digests.get(str(value), value) if name in self.named else value
                for name, value in self.entry.data.items()}  # fmt: skip
        return replace(
            self.entry, data=data, papers=tuple(Paper(kind="evidence", digest=digests[name]) for name in self.papers)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricalCase:
    """One case, in the order in which things happened. ``name`` is that of its chain."""

    reference: str
    name: str
    lines: tuple[int, ...]
    deeds: tuple[Deed, ...]


Naming = Callable[[str], str]  # of a case: the UUID of its chain; of a person: the pseudonymous id


def read(text: str, *, table: bool, source: str = "") -> tuple[list[Line], list[RefusedLine]]:
    """The lines of a file and those that cannot be read. ``source`` stands where a line names none."""
    lines: list[Line] = []
    refused: list[RefusedLine] = []
    for number, told in _rows(text) if table else _objects(text):
        case = str(told.get("case", "")) if isinstance(told, Mapping) else ""
        try:
            lines.append(_line(number, told, source))
        except (CannotTakeIn, ValueError) as problem:
            refused.append(RefusedLine(number=number, case=case, why=str(problem)))
    return lines, refused


def _objects(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def _rows(text: str) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    unknown = sorted(set(reader.fieldnames or ()) - set(COLUMNS))
    if unknown or not {"case", "at"} <= set(reader.fieldnames or ()):
        raise CannotTakeIn(
            "The first line must name the columns."
            + (f" Unknown: {', '.join(unknown)}." if unknown else " There must be case and at."),
            remedy=f"Known columns are {', '.join(COLUMNS)}.",
        )
    for row in reader:
        told: dict[str, object] = {key: value for key, value in row.items() if key in TEXTS and value}
        if row.get("who"):
            told["by"] = [{"who": row["who"], "as": row.get("as") or ""}]
        if row.get("fields"):
            try:
                told["fields"] = json.loads(row["fields"])
            except ValueError:
                told["fields"] = None
        told["gaps"] = _divided(row.get("gaps"))
        told["papers"] = _divided(row.get("papers"))
        yield reader.line_num, told


def _divided(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _line(number: int, told: object, source: str) -> Line:
    if not isinstance(told, Mapping):
        raise CannotTakeIn("This is no JSON object.")
    unknown = sorted(set(told) - KEYS)
    if unknown:
        raise CannotTakeIn(f"Unknown: {', '.join(map(str, unknown))}.")
    said = {key: told.get(key) or "" for key in TEXTS}
    wrong = sorted(key for key, value in said.items() if not isinstance(value, str))
    fields, gaps, papers = told.get("fields", {}), told.get("gaps", []), told.get("papers", [])
    if wrong or not isinstance(fields, Mapping) or not (_all_text(gaps) and _all_text(papers)):
        raise CannotTakeIn(f"{', '.join(wrong) or 'fields, gaps or papers'}: not what the format says.")
    if len(set(papers)) < len(papers):
        raise CannotTakeIn("A paper is named twice.")
    if not said["case"] or bool(said["step"]) == bool(said["act"]):
        raise CannotTakeIn("A line names its case, and either a step of the rule book or an act.")
    if not (said["source"] or source):
        raise CannotTakeIn("Nothing says where this was found: name a source.")
    return Line(
        number=number, case=said["case"].strip(), at=_day(said["at"]), step=said["step"], act=said["act"],
        result=said["result"], by=_by(told.get("by", [])), fields=fields, note=said["note"],
        source=said["source"] or source, gaps=tuple(gaps), papers=tuple(papers),
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotTakeIn(f"{text!r} is no day such as 2019-03-28.") from None


def _all_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _by(told: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(told, list):
        raise CannotTakeIn("by is a list of who and as.")
    found = []
    for one in told:
        if not (isinstance(one, Mapping) and set(one) == {"who", "as"} and _all_text([*one.values()])):
            raise CannotTakeIn("by is a list of who and as.")
        found.append((str(one["who"]), str(one["as"])))
    return tuple(found)


def taken_in(
    lines: Sequence[Line], rulebook: Rulebook, *, now: datetime, chain: Naming, person: Naming
) -> tuple[list[HistoricalCase], list[RefusedLine]]:
    """The cases that can be taken in, and every line that keeps one out.

    ``now`` is when this is recorded (UTC, milliseconds); ``chain`` and ``person`` name cases and people.
    """
    cases: list[HistoricalCase] = []
    refused: list[RefusedLine] = []
    by_case: dict[str, list[Line]] = {}
    for line in lines:
        by_case.setdefault(line.case, []).append(line)
    for reference, told in by_case.items():
        ordered = sorted(told, key=lambda line: line.at)
        edition = rulebook.on(ordered[0].at)
        taking = _Taking(edition=edition, name=chain(reference), now=now, person=person)
        deeds: list[Deed] = []
        wrong: list[RefusedLine] = []
        for index, line in enumerate(ordered):
            try:
                deeds.append(taking.deed(index, line))
            except CannotTakeIn as problem:
                wrong.append(RefusedLine(number=line.number, case=reference, why=str(problem)))
        refused += wrong
        if not wrong:
            numbers = tuple(line.number for line in ordered)
            cases.append(HistoricalCase(reference=reference, name=taking.name, lines=numbers, deeds=tuple(deeds)))
    return cases, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taking:
    """Makes the entries of one case."""

    edition: Edition
    name: str
    now: datetime
    person: Naming

    def deed(self, index: int, line: Line) -> Deed:
        step = self._step(line) if line.step else None
        acts = step.vocabulary if step is not None else (self._act(line),)
        if index == 0 and not (step is not None and step.starts_case):
            raise CannotTakeIn(f"A case begins with {self._beginnings()}, on its first day.")
        if line.at > self.now.date():
            raise CannotTakeIn(f"{line.at.isoformat()} is still to come.")
        data, texts = self._said(acts, line)
        entry = Entry(
            case=self.name, index=index, at=line.at, recorded=self.now, step=step.name if step is not None else None,
            acts=tuple(act.name for act in acts), result=self._result(step, acts, line),
            by=tuple(self._actor(who, role) for who, role in line.by),
            clauses=(step.clause,) if step is not None else (), edition=self.edition.digest, data=data,
            imported={"source": line.source, "gaps": list(line.gaps)},
        )  # fmt: skip
        try:
            codec.encode(entry)
        except AlteramError as problem:
            raise CannotTakeIn(problem.sentence()) from problem
        return Deed(entry=entry, texts=texts, papers=line.papers, named=self._naming(acts, data, line))

    def _naming(self, acts: Sequence[Act], data: Mapping[str, Value], line: Line) -> frozenset[str]:
        """The answers that name a paper. Each must name one that came with this line."""
        asked = [one for act in acts for one in act.fields if one.kind == "paper" and data.get(one.name)]
        for one in asked:
            if data[one.name] not in line.papers:
                raise CannotTakeIn(f"{one.name}: must name one of the papers of this line.")
        return frozenset(one.name for one in asked)

    def _step(self, line: Line) -> Step:
        found = self.edition.steps.get(line.step)
        if found is None:
            raise CannotTakeIn(f"The edition in force on the first day has no step {line.step!r}.")
        return found

    def _act(self, line: Line) -> Act:
        found = ACTS.get(line.act)
        if found is None or not found.incidental:
            raise CannotTakeIn(f"There is no act {line.act!r} that needs no step.")
        if line.act == "text_erased":  # it would erase, which nothing that was done elsewhere can
            raise CannotTakeIn("What was erased elsewhere is a gap.")
        if line.act == "glass_broken":  # its access would be open here, and no share was joined for it
            raise CannotTakeIn("Whoever was let in elsewhere is a gap: it gives nobody access here.")
        return found

    def _beginnings(self) -> str:
        return " or ".join(step.name for step in self.edition.steps.values() if step.starts_case)

    def _result(self, step: Step | None, acts: Sequence[Act], line: Line) -> str | None:
        known = tuple(one.name for one in step.results) if step is not None else acts[0].outcomes
        if step is None and acts[0].outcomes_from:
            return line.result or None
        if known and line.result not in known:
            raise CannotTakeIn(f"The result must be one of {', '.join(known)}.")
        if line.result and not known:
            raise CannotTakeIn(f"There is no result here, and not {line.result!r}.")
        return line.result or None

    def _actor(self, who: str, role: str) -> Actor:
        known = self.edition.roles.get(role)
        if known is None:
            raise CannotTakeIn(f"The rule book has no role {role!r}.")
        return Actor(who=self.person(who), role=role, capacity=known.capacities[0])

    def _said(self, acts: Sequence[Act], line: Line) -> tuple[dict[str, Value], dict[str, str]]:
        """What stays in the entry, and the free text that leaves it."""
        known = {one.name: one for act in acts for one in act.fields}
        data: dict[str, Value] = {}
        texts = {NOTE: line.note} if line.note else {}
        for name, value in line.fields.items():
            one = known.get(name)
            if one is None:
                raise CannotTakeIn(f"Nobody is asked {name!r} here; asked are {', '.join(sorted(known))}.")
            if one.forgettable:
                texts[name] = _checked(one, value, str)
            else:
                data[name] = self._value(one, value)
        return data, texts

    def _value(self, one: Field, value: Value) -> Value:
        if one.kind == "person":
            return self.person(_checked(one, value, str))
        if one.kind == "people":
            return [self.person(name) for name in _texts_of(one, value)]
        if one.kind == "flag":
            return _checked(one, value, bool)
        if one.kind == "number":
            return _checked(one, value, int)
        if one.kind == "day":
            return _day(_checked(one, value, str)).isoformat()
        if one.kind == "days":
            return [_day(text).isoformat() for text in _texts_of(one, value)]
        return _closed(one, value)


def _closed(one: Field, value: Value) -> Value:
    if one.kind == "choice" and one.choices and value not in one.choices:
        raise CannotTakeIn(f"{one.name}: must be one of {', '.join(one.choices)}.")
    if one.kind in ("words", "choice", "time", "moment", "paper"):
        return _checked(one, value, str)
    if one.kind in ("phrases", "choices", "clauses", "steps", "papers", "sanctions"):
        return list(_texts_of(one, value))
    if one.kind == "charges":
        return [_charge(one, item) for item in _checked(one, value, list)]
    if one.kind == "entries":
        return [_checked(one, item, int) for item in _checked(one, value, list)]
    return {str(key): _checked(one, word, str) for key, word in _checked(one, value, dict).items()}


def _charge(one: Field, item: Value) -> Value:
    """A charge by clause and days. What it says of place and deed is free text and has no place in an entry."""
    if not (isinstance(item, Mapping) and set(item) == CHARGE):
        raise CannotTakeIn(f"{one.name}: each charge has its clause and its days, and the rest stands in the note.")
    days = [_day(text).isoformat() for text in _texts_of(one, item["days"])]
    return {"clause": _checked(one, item["clause"], str), "days": days}


Kind = TypeVar("Kind")


def _checked(one: Field, value: Value, kind: type[Kind]) -> Kind:
    if type(value) is not kind or value == "":
        raise CannotTakeIn(f"{one.name}: not what is asked ({one.kind}).")
    return value


def _texts_of(one: Field, value: Value) -> Sequence[str]:
    if not (isinstance(value, list) and _all_text(value)):
        raise CannotTakeIn(f"{one.name}: a list is asked ({one.kind}).")
    return [str(item) for item in value]
