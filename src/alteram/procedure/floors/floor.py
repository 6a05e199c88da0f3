"""What a floor is: a question of one situation that gives a refusal for each thing that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length, LengthNotUnderstood, parse_length
from alteram.case import Case
from alteram.codec import Entry
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

Floor = Callable[[Situation], Iterator[Refusal]]


def refuse(
    code: str,
    floor: str,
    sentence: str,
    remedy: str = "",
    *,
    lawful: date | None = None,
    counted: Counted | None = None,
) -> Refusal:
    """A refusal that rests on a floor, where a clause of the book would stand."""
    return Refusal(code=code, clause=floor, sentence=sentence, remedy=remedy, lawful_from=lawful, counted=counted)


def against(
    code: str,
    clause: str,
    sentence: str,
    remedy: str,
    *,
    lawful: date | None = None,
    counted: Counted | None = None,
) -> Refusal:
    """A refusal that rests on a clause of the book, which bounds what a floor leaves open."""
    return Refusal(code=code, clause=clause, sentence=sentence, remedy=remedy, lawful_from=lawful, counted=counted)


def charges_written(s: Situation) -> list[Mapping[str, object]]:
    """The charges in the fields, as written."""
    given = s.fields.get("charges")
    return [item for item in given if isinstance(item, Mapping)] if isinstance(given, (list, tuple)) else []


def entries_of(case: Case, act: str) -> list[Entry]:
    """Every entry of an act that still counts, in the order in which things happened."""
    return [entry for entry in case.entries if act in entry.acts and entry.index not in case.overtaken]


def numbers_in(s: Situation, name: str) -> tuple[int, ...]:
    """The entries that a field names."""
    value = s.fields.get(name)
    items = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(int(str(item)) for item in items if str(item).isdigit())


def day_in(s: Situation, name: str) -> date | None:
    """The day that a field names."""
    word = s.word(name)
    return date.fromisoformat(word) if word else None


def length_in(s: Situation, name: str) -> Length | None:
    """The length of time that a field names; None if it names none (what is not one is refused with the answers)."""
    try:
        return parse_length(s.word(name))
    except LengthNotUnderstood:
        return None
