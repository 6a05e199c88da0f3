"""Reading located text as lengths, days, numbers, names and atoms; every problem is kept with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from alteram.calendar.lengths import Length, parse_length
from alteram.errors import AlteramError
from alteram.rulebook.document import Located, Problem
from alteram.rulebook.model import Atom, Need, StepResult

STAND_IN = Length(number=1, unit="days")  # where a length could not be read: the problem is on the list, nothing loads
CHARGE_WORDS = ("all charges decided", "some charge proved", "no charge proved")


@dataclass(kw_only=True)
class Reader:
    """Collects problems while it reads, so that a secretary sees them all at once."""

    file: str
    stages: Collection[str] = ()
    steps: Mapping[str, Collection[str]] = field(default_factory=dict)  # step -> its results
    problems: list[Problem] = field(default_factory=list)

    def problem(self, at: Located, wrong: str, right: str = "") -> None:
        self.problems.append(Problem(file=self.file, line=at.line, wrong=wrong, right=right))

    def keys(self, at: Located, allowed: Collection[str], what: str) -> Mapping[str, Located]:
        """The map that stands here; an unknown key is a problem that lists the known ones."""
        if at.map is None:
            self.problem(at, f"{what} must be a map of keys.", "Write `key: value` pairs.")
            return {}
        for key, value in at.map.items():
            if key not in allowed:
                known = ", ".join(sorted(allowed))
                self.problem(value, f"{what} has no key “{key}”.", f"Known here: {known}.")
        return at.map

    def text(self, at: Located | None, default: str = "") -> str:
        if at is None:
            return default
        if at.text is None:
            self.problem(at, "One word or phrase must stand here.", "Not a list and not a map.")
            return default
        return at.text

    def texts(self, at: Located | None) -> tuple[str, ...]:
        if at is None:
            return ()
        if at.map is not None and "any" in at.map:
            at = at.map["any"]
        return tuple(self.text(item) for item in at.each())

    def number(self, at: Located | None, default: int) -> int:
        word = self.text(at)
        if not word:
            return default
        if not word.isdigit():
            self.problem(at or Located("", 1), f"“{word}” is not a whole number.", "For example: 3.")
            return default
        return int(word)

    def flag(self, at: Located | None) -> bool:
        word = self.text(at)
        if word not in ("", "true", "false"):
            self.problem(at or Located("", 1), f"“{word}” is neither true nor false.", "Write true or false.")
        return word == "true"

    def day(self, at: Located, default: date = date.min) -> date:
        try:
            return date.fromisoformat(self.text(at))
        except ValueError:
            self.problem(at, f"“{at.text}” is not a day.", "Write it as 2026-03-14.")
            return default

    def length(self, at: Located) -> Length:
        try:
            return parse_length(self.text(at))
        except AlteramError as error:
            self.problem(at, error.sentence(), error.remedy)
            return STAND_IN

    def step(self, at: Located) -> str:
        name = self.text(at)
        if name not in self.steps:
            self.problem(at, f"There is no step “{name}”.", self._nearest(name, self.steps))
        return name

    def step_result(self, at: Located) -> StepResult:
        step, _, result = self.text(at).partition("=")
        if step not in self.steps:
            self.problem(at, f"There is no step “{step}”.", self._nearest(step, self.steps))
        elif result and result not in self.steps[step]:
            self.problem(at, f"Step “{step}” has no result “{result}”.", self._nearest(result, self.steps[step]))
        return StepResult(step=step, result=result)

    def atom(self, at: Located) -> Atom:
        word = self.text(at)
        if word in CHARGE_WORDS:
            return Atom(kind=word)  # type: ignore[arg-type]  # the three words are kinds
        if word in self.stages:
            return Atom(kind="stage", name=word)
        found = self.step_result(at)
        return Atom(kind="result" if found.result else "done", name=found.step, result=found.result)

    def atoms(self, at: Located | None) -> tuple[Atom, ...]:
        """A list of which any holds."""
        if at is None:
            return ()
        if at.map is not None and "any" in at.map:
            at = at.map["any"]
        return tuple(self.atom(item) for item in at.each())

    def needs(self, at: Located | None) -> tuple[Need, ...]:
        """A list of which all must hold; `{any: [...]}` stands for one of several."""
        return () if at is None else tuple(self.atoms(item) for item in at.each())

    @staticmethod
    def _nearest(word: str, known: Collection[str]) -> str:
        from difflib import get_close_matches

        close = get_close_matches(word, list(known), n=1)
        return f"Did you mean “{close[0]}”?" if close else "Known: " + ", ".join(sorted(known)) + "."
