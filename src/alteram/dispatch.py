"""Which letters an entry sends, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alteram.acts import act as act_of
from alteram.case import Case
from alteram.codec import Entry
from alteram.letters import LETTERS

CORRECTION = "D42"
"""The kind of letter that tells people that an earlier one no longer holds."""


TELLING = (
    "allegations_put",
    "interim_applied",
    "interim_decided",
    "interim_served",
    "charges_issued",
    "hearing_notice_served",
)
"""Acts by which the respondent learns that there is a case."""
ONLY_ONCE_TOLD = ("D13", CORRECTION)
"""Letters to both sides that may follow at any time: none of them is how a respondent learns of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One letter owed to one recipient: a person's id, or the words for an outside recipient."""

    letter: str  # D07
    to: str
    channel: str
    entry: int

    @property
    def key(self) -> str:
        """One effect outside, once: entry, person, letter."""
        return f"{self.entry}:{self.letter}:{self.to}"


def sendings(case: Case, entry: Entry) -> tuple[Sending, ...]:
    """Every letter that follows from an entry. ``case`` stands right after it."""
    channel = str(entry.data.get("channel", case.calendar.usual_channel))
    step = case.edition.steps.get(entry.step) if entry.step else None
    outcome = (step.meaning(entry.result) if step is not None else "") or entry.result or ""
    found = [
        Sending(letter=letter, to=person, channel=channel, entry=entry.index)
        for act in entry.acts
        for letter in act_of(act).letters_for(outcome)
        for person in _recipients(case, entry, letter)
    ]
    return tuple(dict.fromkeys((*found, *_corrections(case, entry))))


def _corrections(case: Case, entry: Entry) -> Iterator[Sending]:
    """A letter that has gone out for something of the clock that this entry overtakes is followed by another (2.5)."""
    for overtaken in case.entries if entry.overtakes else ():
        if overtaken.index in entry.overtakes:
            for sent in sendings(case, overtaken):
                yield Sending(letter=CORRECTION, to=sent.to, channel=sent.channel, entry=entry.index)


def _recipients(case: Case, entry: Entry, letter: str) -> Iterator[str]:
    step = case.edition.steps.get(entry.step) if entry.step else None
    known = LETTERS.get(letter)
    if known is None or known.internal:
        return
    if known.to_those_who_sit:
        yield from _those_who_sit(case, entry)
        return
    named = entry.data.get("to")
    if known.to == () and named:
        yield from [named] if isinstance(named, str) else [str(name) for name in named]  # type: ignore[attr-defined]
        return
    roles = step.tells if step is not None and step.tells else known.to
    fits = [role for role in roles if step is None or not step.tells or _is_for(case, role, known.to)] or list(roles)
    for role in fits:
        if letter in ONLY_ONCE_TOLD and _not_told_yet(case, role):
            continue
        yield from (
            one for one in case.people_in(role) if not known.to_those_told or _has_had_a_letter(case, entry, one)
        )


def _has_had_a_letter(case: Case, entry: Entry, person: str) -> bool:
    """Whether somebody was written to in this case before an entry."""
    return any(
        one.to == person
        for earlier in case.entries
        if earlier.index < entry.index and earlier.acts != entry.acts
        for one in sendings(case, earlier)
    )


def _not_told_yet(case: Case, role: str) -> bool:
    """Whether these are respondents whom nothing has told of the case so far."""
    known = case.edition.roles.get(role)
    charged = "respondent" in (known.capacities if known else (role,))
    return charged and not any(set(TELLING) & set(entry.acts) for entry in case.entries)


def _those_who_sit(case: Case, entry: Entry) -> Iterator[str]:
    """The members of the body whose day is told; and of a hearing of the charges, whoever complained.

    An appeal or a longer sanction is no matter of the complainant's until it is decided.
    """
    step = case.edition.steps.get(entry.step) if entry.step else None
    told = case.edition.steps.get(step.announces) if step is not None else None
    sitting = [case.edition.roles[name] for name in told.by if name in case.edition.roles] if told is not None else []
    for role in sitting:
        if role.body is not None:
            yield from case.people_in(role.name)
    if any("hearing_panel" in role.capacities for role in sitting):
        yield from case.people_in("complainant")


def _is_for(case: Case, role: str, to: tuple[str, ...]) -> bool:
    known = case.edition.roles.get(role)
    return not to or bool(set(known.capacities if known else (role,)) & set(to))
