"""Lengths of time as rule books write them: ``14 days``, ``10 working days``, ``28 clear days``, ``same day``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from alteram.errors import AlteramError

Unit = Literal["days", "working days", "clear days", "weeks", "months", "years", "same day"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
_WRITTEN: Final = re.compile(r"([1-9][0-9]{0,3}) ((?:working |clear )?days?|weeks?|months?|years?)")
_ALLOWED: Final = "N days, N working days, N clear days, N weeks, N months, N years or same day"


class LengthNotUnderstood(AlteramError):
    """A phrase that is no length of time, or a length that makes no sense where it stands."""

    code = "E-LENGTH"
    remedy = f"Write one of: {_ALLOWED}, with N a whole number from 1 to 9999 in figures."


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """So many of one unit. ``same day`` has the number 0; every other unit has at least 1."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS or (self.number == 0) != (self.unit == "same day") or self.number < 0:
            raise LengthNotUnderstood(f"“{self.number} {self.unit}” is not a length of time.")

    def __str__(self) -> str:
        if self.unit == "same day":
            return "same day"
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"


def parse_length(phrase: str) -> Length:
    """Read a length of time; spaces around it do not matter, nothing else is forgiven.

    Raises :class:`LengthNotUnderstood`, which names what would be right.
    """
    text = " ".join(phrase.split())
    if text == "same day":
        return Length(number=0, unit="same day")
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise LengthNotUnderstood(f"“{phrase}” is not a length of time. It must be one of: {_ALLOWED}.")
    unit = found[2] if found[2].endswith("s") else found[2] + "s"
    return Length(number=int(found[1]), unit=cast(Unit, unit))
