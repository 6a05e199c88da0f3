"""Reading located text as lengths, days, numbers, names and atoms; every problem is kept with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import get_args

from alteram.acts import Capacity
from alteram.calendar.closures import closed_days
from alteram.calendar.lengths import Length, parse_length
from alteram.errors import AlteramError
from alteram.rulebook.document import Located, Problem
from alteram.rulebook.model import Atom, Need, StepResult
from alteram.rulebook.phrases import CHARGE_WORDS, Phrases

STAND_IN = Length(number=1, unit="days")  # where a length could not be read: the problem is on the list, nothing loads
CAPACITIES: tuple[str, ...] = get_args(Capacity)
WHOLE, DAY = re.compile("[0-9]{1,6}"), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_A_YEAR = (date(2024, 1, 1), date(2025, 12, 31))  # long enough for every day that a closure may name


@dataclass(kw_only=True)
class Reader:
    """Collects problems while it reads, so that a secretary sees them all at once."""

    file: str
    names: Mapping[str, Collection[str]] = field(default_factory=dict)  # "role", "stage" … -> names the book defines
    steps: Mapping[str, Collection[str]] = field(default_factory=dict)  # step -> its results
    problems: list[Problem] = field(default_factory=list)

    def problem(self, at: Located, wrong: str, right: str = "") -> None:
        found = Problem(file=self.file, line=at.line, wrong=wrong, right=right)
        if found not in self.problems:
            self.problems.append(found)

    def known(self, kind: str, name: str, at: Located, also: Iterable[str] = ()) -> bool:
        """Whether the book defines this name; if not, that is a problem which says what it does define."""
        names = [*self.steps] if kind == "step" else [*self.names.get(kind, ())]
        if name in names:
            return True
        self.problem(at, f"There is no {kind.split()[0]} “{name}”.", self._nearest(name, [*names, *also]))
        return False

    def no_such_key(self, at: Located, what: str, key: str, allowed: Collection[str], meant: str = "") -> None:
        close = [meant] if meant else get_close_matches(key, allowed, n=1)
        ask = f"Did you mean `{close[0]}`? " if close else ""
        self.problem(at, f"{what} has no key “{key}”.", f"{ask}Known here: {', '.join(sorted(allowed))}.")

    @staticmethod
    def keys(at: Located | None) -> Mapping[str, Located]:
        """The map that stands here; what may stand in it, the grammar has said already."""
        return (at.map or {}) if at is not None else {}

    def text(self, at: Located | None, default: str = "") -> str:
        if at is None:
            return default
        if at.text is None:
            self.problem(at, "One word or phrase must stand here.", "Not a list and not a map.")
            return default
        return at.text

    def words(self, at: Located) -> str:
        """Text that is not empty."""
        text = self.text(at)
        if at.text == "":
            self.problem(at, "Nothing stands here.", "Write the value, or leave the key out.")
        return text

    def texts(self, at: Located | None) -> tuple[str, ...]:
        if at is None:
            return ()
        if at.map is not None and "any" in at.map:
            at = at.map["any"]
        return tuple(self.text(item) for item in at.each())

    def phrase(self, at: Located | None, phrases: Phrases) -> tuple[str, tuple[str, ...]]:
        """Which phrase of a closed list stands here, and what stands for its words in capitals."""
        return phrases.read(self.text(at))

    def number(self, at: Located | None, default: int, *, least: int = 0) -> int:
        if at is None:
            return default
        word = self.words(at)
        if not word or not WHOLE.fullmatch(word):
            self.problem(at, f"“{word}” is not a whole number.", "For example: 3.")
            return default
        if int(word) < least:
            self.problem(at, f"{word} is too few here.", f"At least {least}.")
        return int(word)

    def flag(self, at: Located | None) -> bool:
        word = self.text(at)
        if at is not None and word not in ("true", "false"):
            self.problem(at, f"“{word}” is neither true nor false.", "Write true or false.")
        return word == "true"

    def day(self, at: Located, default: date = date.min) -> date:
        word = self.text(at)
        try:
            return date.fromisoformat(word if DAY.fullmatch(word) else "")
        except ValueError:
            self.problem(at, f"“{at.text}” is not a day.", "Write it as 2026-03-14.")
            return default

    def length(self, at: Located) -> Length:
        try:
            return parse_length(self.text(at))
        except AlteramError as error:
            self.problem(at, error.sentence(), error.remedy)
            return STAND_IN

    def closure(self, at: Located) -> None:
        try:
            closed_days([self.text(at)], *_A_YEAR)
        except AlteramError as error:
            self.problem(at, error.sentence(), error.remedy)

    def step(self, at: Located) -> str:
        name = self.text(at)
        self.known("step", name, at)
        return name

    def step_result(self, at: Located) -> StepResult:
        step, _, result = self.text(at).partition("=")
        if self.known("step", step, at) and result and result not in self.steps[step]:
            self.problem(at, f"Step “{step}” has no result “{result}”.", self._nearest(result, self.steps[step]))
        return StepResult(step=step, result=result)

    def atom(self, at: Located) -> Atom:
        word = self.text(at)
        if CHARGE_WORDS.find(word):
            return Atom(kind=word)  # type: ignore[arg-type]  # the three words are kinds
        if word in self.names.get("stage", ()):
            return Atom(kind="stage", name=word)
        if "=" not in word and word not in self.steps:
            self.problem(
                at,
                f"There is neither a step nor a stage “{word}”.",
                self._nearest(word, [*self.steps, *self.names.get("stage", ()), *map(str, CHARGE_WORDS.all)]),
            )
            return Atom(kind="done", name=word)
        found = self.step_result(at)
        return Atom(kind="result" if found.result else "done", name=found.step, result=found.result)

    def atoms(self, at: Located | None) -> tuple[Atom, ...]:
        """A list of which any holds."""
        if at is None:
            return ()
        if at.map is not None:
            at = at.map.get("any", Located((), at.line))
        return tuple(self.atom(item) for item in at.each())

    def needs(self, at: Located | None) -> tuple[Need, ...]:
        """A list of which all must hold; `{any: [...]}` stands for one of several."""
        return () if at is None else tuple(self.atoms(item) for item in at.each())

    @staticmethod
    def _nearest(word: str, known: Collection[str]) -> str:
        close = get_close_matches(word, list(known), n=1)
        if close:
            return f"Did you mean “{close[0]}”?"
        return "Known: " + ", ".join(sorted(known)) + "." if known else "The book defines none."
