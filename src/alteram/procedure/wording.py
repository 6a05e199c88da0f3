"""The words refusals are assembled from. Nothing here is written by hand for one case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from alteram.rulebook.model import Atom, Edition, Step

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

LEADS: Mapping[str, str] = MappingProxyType(
    {
        "E-DONE": "Already done",
        "E-ENDED": "Not any more",
        "E-STAGE": "Not now",
        "E-BARRED": "Not possible",
        "E-TOO-LATE": "Too late",
        "E-APPEAL-LATE": "Too late",
        "E-EXT-LATE": "Too late",
        "E-LATE-EVIDENCE": "Too late",
    }
)
"""The first words of a refusal where "Not yet" would promise what does not come."""
OPENINGS = frozenset({"Not yet", "Refused", *LEADS.values()})
"""Everything that a refusal may begin with, before its colon."""


def lead(code: str) -> str:
    """What a refusal of the order of the book begins with."""
    return LEADS.get(code, "Not yet")


def day(value: date) -> str:
    """Thursday 6 August 2026."""
    return f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def title(step: Step) -> str:
    return f"“{step.title}”"


def plain(name: str) -> str:
    """A name of the book as words: hearing_panel → hearing panel."""
    return name.replace("_", " ")


def listed(names: tuple[str, ...] | list[str], last: str = "or") -> str:
    words = [plain(name) for name in names]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def atom(edition: Edition, value: Atom) -> str:
    """A condition in words, with its clause."""
    if value.kind == "stage":
        return f"the case to be at “{plain(value.name)}”"
    if value.kind in ("done", "result"):
        step = edition.steps[value.name]
        result = f" with the result “{plain(value.result)}”" if value.result else ""
        return f"{title(step)} to have been done{result} (rule {step.clause})"
    return {
        "all charges decided": "every charge to be decided",
        "some charge proved": "a charge to be proved",
        "no charge proved": "no charge to be proved",
    }[value.kind]
