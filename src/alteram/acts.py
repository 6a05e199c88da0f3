"""The closed vocabulary of what may happen: the fields, the effect and the floors of each act.

Acts are code, order is data: a rule book names its own steps, and each step *is* one of these acts. The wire name is the
snake_case past tense and never changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Capacity = Literal[
    "complainant",
    "respondent",
    "representative",
    "witness",
    "intake",
    "triage",
    "adjudicator",
    "investigator",
    "case_examiner",
    "presenter",
    "interim_panel",
    "hearing_panel",
    "appeal_panel",
    "reviewer",
    "appointer",
    "clerk",
    "legal_adviser",
    "publications",
    "support",
    "auditor",
    "data_protection",
    "executive",
    "clock",
    "anyone",
]
Effect = Literal["none", "interim", "sanction", "publication", "end"]
Kind = Literal[
    "words",  # a short closed or open phrase, not personal: stays in the entry
    "text",  # free text: leaves the entry, may be forgotten
    "day",
    "days",  # list of days
    "moment",  # local day and time
    "number",
    "flag",
    "choice",  # one of `choices`
    "choices",  # several of `choices`
    "clauses",  # list of clause numbers of the book
    "person",
    "people",
    "steps",
    "entries",  # numbers of entries of this case
    "paper",  # id of a paper in the store
    "papers",
    "sanctions",
    "charges",  # list of maps, see `charge_fields`
    "answers",  # map charge or allegation number -> word
    "map",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing an act must or may say."""

    name: str
    kind: Kind
    question: str  # the label of the form: a plain question
    hint: str = ""
    required: bool = False  # an empty one is refused with E-FIELD
    choices: tuple[str, ...] = ()  # closed list, where there is one

    @property
    def forgettable(self) -> bool:
        """True if the value leaves the entry and stands in the erasable store."""
        return self.kind == "text"
