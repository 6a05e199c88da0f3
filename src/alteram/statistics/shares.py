"""A share of the membership: both numbers, the day of the count, and the rounding (STA-04). No fractions of a machine.

share(90 members, 500,000 members, as of 1 March 2019)
    exact()    "0.018 %"
    rounded()  "about 0.02 %"
    rounding   "rounded to two decimal places, halves up"
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

from alteram.errors import AlteramError
from alteram.statistics.counts import Count, same

LEAST_BASE = 23  # below it no percentage is given (STA-03)
MOST_PLACES = 6  # decimal places of an exact percentage; a longer one is cut and says so
_WORDS = ("a whole number", "one decimal place", "two decimal places", "three decimal places", "four decimal places",
          "five decimal places", "six decimal places")  # fmt: skip


class NoBase(AlteramError):
    """A share of nobody, or of fewer than the share counts."""

    code = "E-FIGURES-BASE"
    remedy = "Give the number of members on a stated day."


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``part`` of ``whole``, both in people. ``as_of`` is the day on which the whole was counted."""

    part: Count
    whole: Count
    as_of: date

    def __post_init__(self) -> None:
        same(self.part, self.whole, "divided")
        if self.whole.number == 0:
            raise NoBase("There is no share of nobody: the number of members is zero.")
        if self.part.number > self.whole.number:
            raise NoBase(f"{self.part.number:,} cannot be a share of {self.whole.number:,}: it is more than all.")

    @property
    def told(self) -> bool:
        """Whether a percentage may be given at all."""
        return self.whole.number >= LEAST_BASE

    def exact(self) -> str:
        """The percentage with every digit it has, such as "0.018 %"; "" on a base under 23."""
        if not self.told:
            return ""
        places = _places(self._percent)
        if places is not None:
            return f"{_decimal(self._percent, places)} %"
        return f"{_decimal(self._percent, MOST_PLACES)}… %"

    def rounded(self) -> str:
        """The percentage to be said aloud, such as "about 0.02 %"; without "about" where nothing was rounded."""
        if not self.told:
            return ""
        said = _decimal(self._percent, self._said_to)
        return f"{said} %" if Fraction(said) == self._percent else f"about {said} %"

    @property
    def rounding(self) -> str:
        """What was done to come from the exact to the rounded percentage."""
        if not self.told or not self.rounded().startswith("about"):
            return "not rounded"
        return f"rounded to {_WORDS[self._said_to]}, halves up"

    def sentence(self) -> str:
        """Both numbers, the day, the percentage and the rounding, or why there is none."""
        both = f"{self.part.number:,} of {self.whole.number:,} members on {_day(self.as_of)}"
        if not self.told:
            return f"{both}. No percentage is given on fewer than {LEAST_BASE}."
        if self.rounding == "not rounded":
            return f"{both}: {self.exact()}, not rounded."
        return f"{both}: {self.exact()}, {self.rounded()} ({self.rounding})."

    @property
    def _percent(self) -> Fraction:
        return Fraction(self.part.number * 100, self.whole.number)

    @property
    def _said_to(self) -> int:
        """Decimal places of the rounded percentage: none from one per cent on, else to the first digit that counts."""
        percent = self._percent
        places = 0
        while 0 < percent < 1 and places < MOST_PLACES:
            percent *= 10
            places += 1
        return places


def _places(value: Fraction) -> int | None:
    """How many decimal places write a value in full; None if more than six."""
    return next((n for n in range(MOST_PLACES + 1) if (value * 10**n).denominator == 1), None)


def _decimal(value: Fraction, places: int) -> str:
    with localcontext(Context(prec=60, rounding=ROUND_HALF_UP)):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return f"{exact.quantize(Decimal(1).scaleb(-places)):f}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
