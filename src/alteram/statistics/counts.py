"""Numbers that say what they count. Complaints, incidents, cases and people are never added or divided together.

Count(number=300, unit="complaints")
Count(number=90, unit="cases").of_people("each case is against another member")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from alteram.errors import AlteramError

Unit = Literal["complaints", "incidents", "cases", "members"]
UNITS: tuple[str, ...] = get_args(Unit)

_DIFFER = (
    "One complaint may name several people, one person may meet several complaints, and one case has one respondent."
)


class UnitsDiffer(AlteramError):
    """Numbers of different things were to be added, compared or divided."""

    code = "E-FIGURES-UNIT"
    remedy = "Count both in the same unit, and say how you know."


class NotWhole(AlteramError):
    """A figure that is no whole number, or is below zero."""

    code = "E-FIGURES-WHOLE"
    remedy = "Give the whole number that was counted."


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A whole number of one kind of thing. Raises :class:`NotWhole`, :class:`UnitsDiffer`."""

    number: int
    unit: Unit
    because: str = ""  # why things of another kind could be counted as people

    def __post_init__(self) -> None:
        if isinstance(self.number, bool) or not isinstance(self.number, int) or self.number < 0:
            raise NotWhole("A count is a whole number, zero or more.")
        if self.unit not in UNITS:
            raise UnitsDiffer(f"Nothing is counted in “{self.unit}” here: {', '.join(UNITS)} are.")

    def __str__(self) -> str:
        return f"{self.number:,} {self.unit if self.number != 1 else _ONE[self.unit]}"

    def __add__(self, other: Count) -> Count:
        same(self, other, "added")
        return Count(number=self.number + other.number, unit=self.unit)

    def of_people(self, because: str) -> Count:
        """The same number as people, where somebody says how it is known that each is another person."""
        if not because.strip():
            raise UnitsDiffer(f"{self} are not {self.number:,} people unless somebody says how that is known.")
        return Count(number=self.number, unit="members", because=because)


_ONE = {"complaints": "complaint", "incidents": "incident", "cases": "case", "members": "member"}


def same(one: Count, other: Count, what: str) -> None:
    """Raises :class:`UnitsDiffer` unless both count the same kind of thing. ``what``: added, compared, divided."""
    if one.unit != other.unit:
        raise UnitsDiffer(
            f"Refused: {one} and {other} cannot be {what}, since they count different things. {_DIFFER}",
            evidence={"units": [one.unit, other.unit]},
        )
