"""One entry of a log, asked again: which conditions did not hold when it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from alteram.acts import ACTS
from alteram.case import Case
from alteram.codec import Entry, Value
from alteram.people import People
from alteram.procedure import Refusal, answers, bodies, conditions, contact, floors, persons, separation
from alteram.procedure.situation import Situation
from alteram.rulebook.model import Rulebook

Condition = Literal["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c11", "c12", "clock"]
Subject = tuple[str, int]  # of a duty: its rule and the entry that made it


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One condition that did not hold, or one duty that was not met."""

    number: int
    day: date
    entry: int | None  # number in the log; None for something that is not there and should be
    step: str  # of the book, or an incidental act
    title: str
    condition: Condition
    code: str
    clause: str
    sentence: str
    days: int = 0  # short or late; 0 where no day would help
    counted: str = ""  # how the day was counted
    remedy: str = ""
    duty: Subject | None = None
    follows: int | None = None  # number of the breach without which there would be none

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same breach in a log that was repaired."""
        return (self.entry, self.code, self.clause, self.duty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A refusal with the condition that gave it."""

    condition: Condition
    refusal: Refusal


def situation_of(rulebook: Rulebook, people: People | None, case: Case, entry: Entry) -> Situation:
    """The question that an entry answers. Texts left the entry: that they were given is known, not what they say."""
    step = case.edition.steps.get(entry.step or "")
    return Situation(
        rulebook=rulebook,
        people=people or People(),
        case=case,
        step=step,
        acts=step.vocabulary if step else tuple(ACTS[name] for name in entry.acts if name in ACTS),
        result=entry.result,
        day=entry.at,
        by=tuple(actor.who for actor in entry.by),
        role=entry.by[0].role if entry.by else None,
        typed_by=entry.typed_by.who if entry.typed_by else None,
        channel=str(entry.data.get("channel", "")) or None,
        fields=_fields(entry),
        by_rule=bool(entry.deemed),
    )


def _fields(entry: Entry) -> Mapping[str, Value]:
    fields: dict[str, Value] = dict(entry.data)
    for name in entry.texts:
        field, _dot, part = name.partition(".")
        if field == "charge" and isinstance(fields.get("charges"), (list, tuple)):
            continue
        known = fields.setdefault(field, {} if part else "given")
        if part and isinstance(known, dict):
            known[part] = "given"
    fields["charges"] = _with_deeds(fields.get("charges"), entry)
    return {name: value for name, value in fields.items() if value is not None}


def _with_deeds(charges: Value, entry: Entry) -> Value:
    if not isinstance(charges, (list, tuple)):
        return charges
    return [
        {**item, "deed": "given"} if isinstance(item, Mapping) and f"charge.{number}" in entry.texts else item
        for number, item in enumerate(charges, 1)
    ]


def failures(situation: Situation, entry: Entry, *, form: bool, roll: bool) -> Iterator[Failure]:
    """Every failed condition of an entry that somebody made, in the order of the conditions.

    ``form`` is False where nobody was asked who acted and what was written, ``roll`` where nobody knows who held which
    role on which day: then the record's own word for it is taken.
    """
    judged = situation if form else replace(situation, probing=True)
    yield from (Failure(condition="c11", refusal=refusal) for refusal in floors.failed(judged))
    if situation.by_rule:
        return
    yield from _order(situation)
    if form:
        people = _people(situation) if roll else _as_recorded(situation, entry)
        yield from (Failure(condition="c9", refusal=refusal) for refusal in people)
        yield from (Failure(condition="c9", refusal=refusal) for refusal in contact.refusals(situation))
        yield from (Failure(condition="c12", refusal=refusal) for refusal in answers.failed(situation))


def _people(situation: Situation) -> Iterator[Refusal]:
    yield from persons.wall(situation)
    yield from persons.failed(situation)
    yield from bodies.failed(situation)
    yield from separation.failed(situation)


def _as_recorded(situation: Situation, entry: Entry) -> Iterator[Refusal]:
    """Separation over a person's whole history in the case: for that the record is enough."""
    if situation.step is not None:
        for actor in entry.by:
            yield from separation.clash(situation.case, actor.who, actor.capacity)


def _order(situation: Situation) -> Iterator[Failure]:
    if situation.step is None:
        yield from (Failure(condition="c1", refusal=refusal) for refusal in conditions.failed(situation))
        return
    for name, condition in conditions.NAMED.items():
        yield from (Failure(condition=name, refusal=refusal) for refusal in condition(situation, situation.step))
