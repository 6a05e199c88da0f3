"""The closed vocabulary of what may happen: the fields, the effect and the floors of each act.

Acts are code, order is data: a rule book names its own steps, and each step *is* one of these acts. The wire name is
the snake_case past tense and never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from alteram.acts.appeal import APPEAL
from alteram.acts.charges import CHARGES
from alteram.acts.hearing import HEARING
from alteram.acts.house import HOUSE
from alteram.acts.intake import INTAKE, NO_LIMIT
from alteram.acts.interim import INTERIM
from alteram.acts.investigation import DECLARING, INVESTIGATION, MUST_DECLARE
from alteram.acts.leaving import LEAVING
from alteram.acts.model import (
    CHARGE_FIELDS,
    COMMON_FIELDS,
    PARTIES,
    REASONS,
    RESTS_ON,
    STAFF,
    Act,
    Capacity,
    Effect,
    Field,
    Kind,
    Owed,
    RecordClass,
    Section,
    When,
)
from alteram.acts.outside import COURTS, INFLUENCE
from alteram.acts.papers import PAPERS
from alteram.acts.separation import (
    CONFLICTING,
    SEPARATED,
    SEPARATION_CODES,
    TOGETHER,
    conflict,
    counts_as,
    may_travel,
)
from alteram.errors import AlteramError

__all__ = [
    "ACTS",
    "CHARGE_FIELDS",
    "COMMON_FIELDS",
    "CONFLICTING",
    "DECLARING",
    "HOUSE_ACTS",
    "MUST_DECLARE",
    "NO_LIMIT",
    "PARTIES",
    "REASONS",
    "RESTS_ON",
    "SEPARATED",
    "SEPARATION_CODES",
    "STAFF",
    "TOGETHER",
    "Act",
    "Capacity",
    "Effect",
    "Field",
    "Kind",
    "NoSuchAct",
    "Owed",
    "RecordClass",
    "Section",
    "When",
    "act",
    "conflict",
    "counts_as",
    "may_travel",
]

_CASE_SECTIONS = (
    INTAKE,
    INVESTIGATION,
    INTERIM,
    CHARGES,
    HEARING,
    APPEAL,
    LEAVING,
    COURTS,
    INFLUENCE,
    PAPERS,
)

ACTS: Mapping[str, Act] = MappingProxyType({one.name: one for section in _CASE_SECTIONS for one in section})
"""Every act of a case, by wire name, in the order of the vocabulary."""

HOUSE_ACTS: Mapping[str, Act] = MappingProxyType({one.name: one for one in HOUSE})
"""Every act of a body's house chain, by wire name."""


class NoSuchAct(AlteramError):
    """The vocabulary has no act of that name. ``evidence`` holds the name asked for."""

    code = "E-NO-SUCH-ACT"
    remedy = "Use a name from the list of acts in the reference."


def act(name: str) -> Act:
    """The act of that wire name, of a case or of the house. Raises :class:`NoSuchAct`."""
    found = ACTS.get(name) or HOUSE_ACTS.get(name)
    if found is None:
        raise NoSuchAct(f'There is no act called "{name}".', evidence={"act": name})
    return found
