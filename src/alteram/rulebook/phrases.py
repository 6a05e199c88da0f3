"""The closed lists of phrases: what may stand where a rule book writes words that the product understands.

A phrase is written with capitals for what varies: ``up to LENGTH``, ``through ROLE``. The loader reads by it, the
schema for editors is drawn from it, and the reference prints it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_NUMBER = "[1-9][0-9]{0,3}"
_MOMENTS = "last day of conduct|date of conduct|date of receipt|date of step|date of decision"
PLACES: Mapping[str, str] = {
    "LENGTH": rf"(?:{_NUMBER} (?:(?:working |clear )?days?|weeks?|months?|years?)|same day)",
    "MOMENT": f"(?:{_MOMENTS})",
    "DAY": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "ROLE": r"[^\s,]+",
    "BODY": r"[^\s,]+",
    "STEP": r"[^\s,]+",
    "N": _NUMBER,
}
"""What each word in capitals stands for, as a pattern."""
_VARIES = re.compile(r"\b(" + "|".join(PLACES) + r")\b")
_SPECIAL = re.compile(r"[.^$*+?()\[\]{}|\\]")


def _literal(text: str) -> str:
    """The text as a pattern, with no escape that an engine of another language would refuse."""
    return _SPECIAL.sub(r"\\\g<0>", text)


@dataclass(frozen=True)
class Phrase:
    """One phrase of a closed list."""

    shown: str

    def __str__(self) -> str:
        return self.shown

    @cached_property
    def pattern(self) -> str:
        """As a regular expression that every engine reads the same."""
        return "".join(PLACES.get(part) or _literal(part) for part in _VARIES.split(self.shown))

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        parts = _VARIES.split(self.shown)
        return re.compile("".join(f"({PLACES[part]})" if part in PLACES else _literal(part) for part in parts))

    def found(self, text: str) -> tuple[str, ...] | None:
        """What stands for each word in capitals, or None if the text is not this phrase."""
        match = self._compiled.fullmatch(text)
        return None if match is None else tuple(match.groups())

    @property
    def varies(self) -> tuple[str, ...]:
        """The words in capitals, in order."""
        return tuple(_VARIES.findall(self.shown))


@dataclass(frozen=True)
class Phrases:
    """A closed list. ``joined`` is the word by which several may stand together, if they may."""

    all: tuple[Phrase, ...]
    joined: str = ""

    def parts(self, text: str) -> tuple[str, ...]:
        return tuple(text.split(self.joined)) if self.joined else (text,)

    def find(self, text: str) -> tuple[Phrase, tuple[str, ...]] | None:
        """The phrase that stands here, and what stands for its words in capitals."""
        for phrase in self.all:
            found = phrase.found(text)
            if found is not None:
                return phrase, found
        return None

    def read(self, text: str) -> tuple[str, tuple[str, ...]]:
        """As :meth:`find`, by its words; nothing at all for a text that was refused already."""
        found = self.find(text)
        return (found[0].shown, found[1]) if found is not None else ("", ())

    @property
    def listed(self) -> str:
        return ", ".join(f"`{phrase}`" for phrase in self.all)

    @property
    def pattern(self) -> str:
        either = "|".join(phrase.pattern for phrase in self.all)
        more = f"(?:{_literal(self.joined)}(?:{either}))*" if self.joined else ""
        return f"^(?:{either}){more}$"


def closed(*shown: str, joined: str = "") -> Phrases:
    """A closed list, as the specification writes it."""
    return Phrases(tuple(Phrase(one) for one in shown), joined)


def names(phrases: Phrases) -> tuple[str, ...]:
    """The phrases of a list in which nothing varies."""
    return tuple(phrase.shown for phrase in phrases.all)


MOMENT = closed(
    "date of conduct",
    "last day of conduct",
    "date of receipt",
    "date of step",
    "date of decision",
)
MILDER = closed(*names(MOMENT), "milder of MOMENT and MOMENT", "milder of the two")
TRANSITIONAL_IF = closed("STEP before DAY", "appeal window already open")
TRANSITIONAL_THEN = closed("STEP due by DAY", "the longer of the two windows")

UNIT = closed("calendar days", 'calendar days, unless "working days" is written')
DIVISION = closed("GB-ENG", "GB-SCT", "GB-NIR")
WEEKDAY = closed("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EVENT_DAY = closed("not counted")
ENDS = closed("moves to next working day", "stands")
AT_LEAST = closed("clear days", "plain days")
RUN_FROM = closed("deemed receipt", "sending")
ONLY_WITH = closed("written consent of ROLE")

HEARING = closed("required", "not needed if accepted in writing")
RELIES_ON = closed("a published bar")
ASKED = closed("at every decision")
LASTS = closed("LENGTH", "up to LENGTH", "for life")
MATCHES = closed("N", "up to N")
LONGEST = closed("LENGTH")
VOTE = closed("majority", "two thirds of those present", "N of N")
SANCTION_BY = closed("ROLE only")
CREDIT = closed("interim suspension served")
REJOIN = closed("application after LENGTH", "never")
TAKES = closed("membership", "rights of a member", "events", "an office", "nothing")  # what limits most comes first

WITHIN = closed("LENGTH of conduct", "LENGTH of conduct or knowledge")
STANDARD = closed("balance of probabilities", "comfortable satisfaction", "beyond reasonable doubt")
BURDEN = closed("member bringing the charge", "ROLE")
EACH_CHARGE = closed("decided separately")

THREAD = closed("own thread through every stage")
SHARED = closed("complaint", "evidence")
SEVERED = closed("defences conflict")
FINDING = closed("own finding")
ONE_SANCTION = closed("all charges proved together")
DIRECTED_BY = closed("chair of BODY")
MAY = closed("lengthen any time", "order a named document", "sit remotely", "join or sever")
MAY_NOT = closed("skip a step", "shorten the respondent's time without consent", "change proof or sanctions")

DECLARATION = closed("signed declaration")
FOUND_LATER = closed("stand aside; acts before stand", "stand aside; acts before stand unless challenged")
SPEAKERS = closed("witness", "anyone", "press")
ONLY = closed(
    "through ROLE",
    "through ROLE, copied to both sides",
    "copied to both sides",
    "in writing",
    "with companion offered",
    "agreed line from ROLE",
    joined=" or ",
)
LOG = closed("every contact")
ALWAYS = closed("allowed")
TOPIC = closed("discuss evidence")
UNTIL_END = closed("case not ended")

SHOWN = closed("name and clause", "anonymised summary", "nothing")
NEVER_SHOWN = closed("complainant", "respondent", "witness", "child", "special category data", "health")
KEPT = closed("LENGTH", "end of sanction", "life of ban + LENGTH")
HOLD = closed("appeal", "litigation", "limitation of a related complaint")
ERASE = closed("erase all but statistics")

WRITTEN = closed("written")
FORM = closed("in writing", "in writing and signed")
CREATES = closed("charge")
EACH = closed("charge", "party")
NEVER = closed("increase the sanction")
CHARGE_WORDS = closed("all charges decided", "some charge proved", "no charge proved")
TOLD = closed("auditor", "parties")
FORMAT = closed("1")
