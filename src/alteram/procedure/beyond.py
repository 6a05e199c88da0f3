"""What a case may know beyond itself: who acted in linked cases, whether they are decided, which bars were published.

Linked are cases about the same complaint or incident, and joined ones. Nothing else of another thread is ever read, and
what is read is handed to ``decide`` as a value (procedure language 2.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alteram import duties
from alteram.acts import SEPARATED
from alteram.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One linked case, as far as a guard may know it."""

    case: str
    acted: Mapping[str, frozenset[str]]  # separated capacity -> everybody who ever held it there
    decided: bool
    complaint_until: date | None = None  # the last day on which the rules let anybody complain about the same facts

    @classmethod
    def of(cls, case: Case) -> Linked:
        """What the cases linked with this one may know of it."""
        last = duties.last_day_to_complain(case)
        return cls(
            case=case.name,
            acted={capacity: case.held(capacity) for capacity in SEPARATED},
            decided=case.final_on is not None or case.ended,
            complaint_until=last.day if last is not None else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """That somebody was barred, as the register of published notices showed it from a day to a day."""

    person: str
    since: date
    until: date | None = None

    def readable_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """Everything a guard may know beyond the case at hand."""

    linked: tuple[Linked, ...] = ()
    bars: tuple[Bar, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)  # person -> other open cases in which they have a part


ALONE = Beyond()
"""A case that is linked with no other, and a register without a notice."""
