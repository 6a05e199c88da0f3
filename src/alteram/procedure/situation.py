"""What a judgement looks at: a case, a wish, and the step or incidental act that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alteram.acts import Act
from alteram.case import Case
from alteram.codec import Entry, Value
from alteram.people import People
from alteram.procedure.beyond import ALONE, Beyond
from alteram.rulebook.model import Edition, Rulebook, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One question of right: may this step be taken, so, by these people, on this day?

    ``probing`` asks whether the step is open at all, before anybody has filled a form: conditions on fields, people and
    reasons are then left out.
    """

    rulebook: Rulebook
    people: People
    case: Case
    step: Step | None
    acts: tuple[Act, ...]
    result: str | None
    day: date
    by: tuple[str, ...] = ()
    role: str | None = None
    typed_by: str | None = None
    channel: str | None = None
    fields: Mapping[str, Value]
    probing: bool = False
    by_rule: bool = False  # a consequence of the rules: only floors can stop it
    papers: bool = False  # a paper came with it
    beyond: Beyond = ALONE  # linked cases, and the register of bars

    @property
    def edition(self) -> Edition:
        return self.case.edition

    @property
    def meaning(self) -> str:
        """The result in the act's own words."""
        return (self.step.meaning(self.result) if self.step else self.result) or ""

    @property
    def clause(self) -> str:
        return self.step.clause if self.step else ""

    @property
    def sent_by(self) -> str:
        """The channel its letters go by: the one that was named, or else the usual one of these rules."""
        return self.channel or self.edition.calendar.usual_channel

    @property
    def by_clock(self) -> bool:
        return self.by == ("clock",)

    def is_act(self, name: str) -> bool:
        return any(act.name == name for act in self.acts)

    def words(self, name: str) -> tuple[str, ...]:
        """A field as a list of words; empty if absent."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return (value,) if value.strip() else ()
        if isinstance(value, Mapping):
            return tuple(str(key) for key in value)
        return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()

    def word(self, name: str) -> str:
        words = self.words(name)
        return words[0] if words else ""

    def given(self, name: str) -> bool:
        """True if the field holds something."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return bool(value.strip())
        if isinstance(value, (list, tuple, dict)):
            return bool(value)
        return value is not None

    def ticked(self, name: str) -> bool:
        """True if a yes-or-no question was answered with yes."""
        return self.fields.get(name) in (True, "true")

    def deed(self, act: str) -> Entry | None:
        """The last time an act was done as a step that has not been reopened since."""
        return deed(self.case, act)


def deed(case: Case, act: str) -> Entry | None:
    """The last entry of an act done as a step and not reopened; for an incidental act, the last entry of it."""
    found = [case.last[step.name] for step in case.edition.steps_of(act) if step.name in case.last]
    if not found and not case.edition.steps_of(act):
        found = [entry for entry in case.entries if act in entry.acts]
    return max(found, key=lambda entry: entry.index) if found else None
