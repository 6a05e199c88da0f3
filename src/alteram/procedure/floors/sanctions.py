"""Floors of what a sanction says: what is decided, what is ticked and how long it lasts are one decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alteram.calendar.lengths import Length, parse_length
from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Sanction

TAKEN_AWAY = ("suspen", "expul", "exclu", "ban", "terminat", "erasure", "strik", "struck")  # as their names begin


def one_decision(s: Situation) -> Iterator[Refusal]:
    """SAN-01: the result is among what is ticked, and nothing else that is ticked takes membership away."""
    names = s.words("sanctions")
    if s.probing or not names:
        return
    result = s.result or ""
    if s.is_act("sanction_decided") and result in s.edition.sanctions and result not in names:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: the decision is “{wording.plain(result)}”, and what is ticked is "
            f"{wording.listed(names, 'and')}.",
            "Tick what is decided; or tick nothing.",
        )
    heavy = {name for name in names if takes_away(s.edition.sanctions.get(name), name)}
    if len(heavy) > 1 or (s.is_act("sanction_decided") and heavy - {result}):
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: {wording.listed(tuple(dict.fromkeys((*names, *([result] if result else [])))), 'and')} cannot "
            "stand together.",
            "Choose one of them.",
        )


def takes_away(sanction: Sanction | None, name: str) -> bool:
    """Whether it takes membership away, for a time or for good, under whichever name a body gives it."""
    lasting = sanction is not None and (sanction.for_life or bool(sanction.rejoin))
    return lasting or any(word.startswith(TAKEN_AWAY) for word in name.split("_"))


def lasts_as_the_list_says(s: Situation) -> Iterator[Refusal]:
    """SAN-04, SAN-01: only a sanction with a term has a length, and none is longer than the list allows."""
    asked = s.word("lasts")
    if s.probing or not asked:
        return
    named = s.words("sanctions") or ((s.result,) if s.result else ())
    terms = [one.lasts for name in named if (one := s.edition.sanctions.get(name)) is not None and one.lasts]
    if not terms:
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Refused: {wording.listed(named, 'and')} has no length, and {asked} is asked.",
            "Leave the length empty, or choose a sanction that has one.",
        )
        return
    yield from too_long(s, named, max(terms, key=lambda one: s.edition.calendar.term(s.day, one).day))


def too_long(s: Situation, named: tuple[str, ...], most: Length) -> Iterator[Refusal]:
    """SAN-01: no longer is asked than the list allows."""
    length = parse_length(s.word("lasts"))
    if s.edition.calendar.term(s.day, length).day > s.edition.calendar.term(s.day, most).day:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: {wording.listed(named, 'and')} can last {most} at most; {length} is asked.",
            f"Choose {most} or less.",
        )


def days_as_counted(s: Situation) -> Iterator[Refusal]:
    """SAN-04: a sanction begins when it is final, or at once by an order that says so; its last day is counted."""
    if s.probing:
        return
    at_once = s.is_act("sanction_started") or s.fields.get("immediate") in (True, "true", "yes")
    first, last = day_in(s, "first_day"), day_in(s, "last_day")
    if first is not None and (not at_once or first != s.day):
        begins = f"on {wording.day(s.day)}" if at_once else "when the decision is final"
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Refused: it begins {begins}, and not on {wording.day(first)}.",
            "Leave the first day empty: it is counted.",
        )
    counted = _last(s) if at_once else None
    if last is not None and last != counted:
        ends = f"on {wording.day(counted)}" if counted else "on a day that is counted once it begins"
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Refused: it ends {ends}, and not on {wording.day(last)}.",
            "Leave the last day empty: it is counted.",
        )


def _last(s: Situation) -> date | None:
    decided = s.case.sanction if s.is_act("sanction_started") else None
    length = decided.lasts if decided is not None else None
    if length is None and s.word("lasts"):
        length = parse_length(s.word("lasts"))
    return s.edition.calendar.term(s.day, length).day if length is not None else None
