"""The answer to somebody who asks for the data kept about them (D35): a letter of a body that belongs to no case.

answer(wording, told)    the letter, in the body's words or under its bare headings
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alteram.calendar.sentences import in_full
from alteram.correspondence.letter import Letter, Value, of_no_case
from alteram.correspondence.wording import Wording
from alteram.subject_access import REASONS

KIND = "D35"
NOTHING = "Nothing of what is listed above."
ANY_REGULATOR = "You may complain to the authority that watches over data protection where you live, or go to a court."
"""Where no wording names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A case in which something about the person stands, and how much of it is about them."""

    reference: str
    entries: int
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the letter tells. ``left_out`` counts by the codes of :data:`alteram.subject_access.REASONS`."""

    body: str  # its name
    recipient: str  # the person's name
    request: int  # its number
    received: date
    answered: date
    counted: str  # how the day was counted
    cases: tuple[Searched, ...]
    entries: int  # given
    letters: int
    looks: int  # lines of the log of views
    left_out: Mapping[str, int]
    exemptions: tuple[str, ...] = ()
    grounds: str = ""


def answer(wording: Wording, told: Told) -> Letter:
    """The letter. Raises :class:`~alteram.correspondence.letter.Incomplete` if the body's page leaves something out."""
    values: dict[str, Value] = {
        **wording.phrases,
        "body": told.body, "recipient": told.recipient or "whoever asked", "request": str(told.request),
        "received": in_full(told.received), "answered": in_full(told.answered), "counted": told.counted,
        "summary": "What is kept about you, and what is left out.",
        "search_log": tuple(_searched(one) for one in told.cases) or "No case was found in which you are named.",
        "disclosed": _given(told),
        "redactions": tuple(f"{count} × {code}: {REASONS[code]}" for code, count in told.left_out.items()) or NOTHING,
        "exemptions": (*told.exemptions, *((told.grounds,) if told.grounds else ())) or "None.",
        "regulator_route": wording.phrases.get("regulator_route", ANY_REGULATOR),
    }  # fmt: skip
    return of_no_case(wording, KIND, values)


def _searched(one: Searched) -> str:
    return f"Case {one.reference}: {_many(one.entries, 'entry', 'entries')} about you, {_letters(one.letters)}."


def _given(told: Told) -> tuple[str, ...]:
    return (
        f"{_many(told.entries, 'entry', 'entries')} of cases, and {_letters(told.letters)}: a folder for each case.",
        f"{_many(told.looks, 'line', 'lines')} of the log of views: who-looked.txt.",
        "What is kept of you outside any case: about-you.txt.",
    )


def _letters(number: int) -> str:
    return _many(number, "letter", "letters")


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
