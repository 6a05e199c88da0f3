"""On which days people can come: who was asked, what they said, and whether somebody is free on a day (NOT-03).

    given(case)     what each person in the case said last
    asked(case)     who was asked, and in which entry last
    to_ask(case)    who is asked before a hearing is listed: both sides, who speaks for them, witnesses, who works on it

A diary is the same for a member of a pool who sits in no case yet: it stands in the house chain of the body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alteram.case import Case
from alteram.case.reading import day_in, days, words
from alteram.codec import Entry
from alteram.procedure.contact import witnesses

SIDES = ("respondent", "complainant")
WORKING = ("presenter", "legal_adviser")
SITTING = ("hearing_panel", "appeal_panel", "reviewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said. ``only`` and ``cannot`` exclude each other; neither: every day suits."""

    only: frozenset[date] | None = None
    cannot: frozenset[date] = frozenset()
    until: date | None = None  # a diary tells nothing of the days after it
    entry: int = 0  # number of the entry, in its chain
    on: date = date.min

    def free(self, day: date) -> bool:
        """Whether this person can come on a day, by what they said; of a day that they said nothing of, yes."""
        return day in self.only if self.only is not None else day not in self.cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """Somebody whose days are asked for, and as what they come."""

    person: str
    part: str  # representative, or a capacity


def given(case: Case) -> dict[str, Said]:
    """What each person said; the last answer counts."""
    found = {}
    for entry in _standing(case):
        if "availability_given" in entry.acts:
            of = entry.data.get("of")
            for person in (str(of),) if of else (actor.who for actor in entry.by):
                found[person] = _said(entry)
    return found


def diaries(entries: Iterable[Entry]) -> dict[str, Said]:
    """What members of pools said of the days on which they cannot sit, from the house chain; the last counts."""
    return {str(entry.data["person"]): _said(entry) for entry in entries if "diary_given" in entry.acts}


def _said(entry: Entry) -> Said:
    only = frozenset(days(entry.data.get("days"))) or None
    cannot = frozenset(days(entry.data.get("cannot")))
    return Said(only=only, cannot=cannot, until=day_in(entry, "until"), entry=entry.index, on=entry.at)


def asked(case: Case) -> dict[str, Entry]:
    """Who was asked, each with the entry in which they were asked last."""
    return {
        person: entry
        for entry in _standing(case)
        if "availability_asked" in entry.acts
        for person in words(entry.data.get("people"))
    }


def to_ask(case: Case) -> tuple[ToAsk, ...]:
    """Everybody whose days matter before a hearing is listed, each once, in the order in which a clerk asks."""
    parts: dict[str, str] = {}
    for side in SIDES:
        for person in case.parties.get(side, ()):
            parts.setdefault(person, side)
            for speaker, party in case.representatives.items():
                if party == person:
                    parts.setdefault(speaker, "representative")
    for person in sorted(witnesses(case)):
        parts.setdefault(person, "witness")
    for capacity in (*WORKING, *SITTING):
        for person in case.appointed.get(capacity, {}):
            parts.setdefault(person, capacity)
    return tuple(ToAsk(person=person, part=part) for person, part in parts.items() if person not in case.excluded)


def not_asked(case: Case) -> tuple[ToAsk, ...]:
    """Who was neither asked nor has said anything by themselves."""
    known = set(asked(case)) | set(given(case))
    return tuple(one for one in to_ask(case) if one.person not in known)


def _standing(case: Case) -> Iterable[Entry]:
    return (entry for entry in case.entries if entry.index not in case.overtaken)
