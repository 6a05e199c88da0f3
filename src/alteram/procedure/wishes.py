"""Which steps are lawful now, and if not why; deciding a wish; the clock.

verdict = decide(rulebook, people, case, wish)     # lawful, or the list of failed conditions
draft = consequence(case, until=day)               # the clock's next entry, if something is overdue
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from alteram.calendar.days import Counted
from alteram.codec import Actor, Entry, Paper, Value
from alteram.errors import AlteramError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to enter. Texts are plain here; the shell salts, digests and stores them."""

    case: str  # name of the chain
    step: str | None = None  # step of the book, or None with `act` for an incidental one
    act: str | None = None
    result: str | None = None
    at: date  # local day it happened
    time: str | None = None  # "HH:MM", local
    recorded: datetime  # UTC
    by: tuple[str, ...]  # ids of people; ("clock",) for the clock
    role: str | None = None  # the role acted in, where a person holds several
    typed_by: str | None = None
    channel: str | None = None  # how its letters go: email, portal, post, first_class, hand
    fields: Mapping[str, Value] = field(default_factory=dict)  # texts included, by field name
    papers: tuple[Paper, ...] = ()
    late: str | None = None  # reason for a late entry
    seen: int | None = None  # number of the last entry the form had seen
    request: str | None = None  # random id; the same twice does nothing the second time


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One failed condition."""

    code: str  # "E-NOTICE-SHORT"
    clause: str  # of the rule book, or the floor's id
    sentence: str  # assembled, never written by hand
    lawful_from: date | None = None  # first day on which this condition would hold
    remedy: str = ""  # the missing step and who may take it, or another open step
    counted: Counted | None = None  # the day that it turns on, and how that was counted
    days: int = 0  # too early or too late by so many; 0 where no day would help
    why: str = ""  # the reason alone, without what led up to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would be written: an entry without index, instant and digests."""

    step: str | None
    acts: tuple[str, ...]
    result: str | None
    at: date
    time: str | None
    by: tuple[Actor, ...]
    typed_by: Actor | None
    clauses: tuple[str, ...]
    data: Mapping[str, Value]
    texts: Mapping[str, str]  # field -> plain text, to be salted and digested by the shell
    papers: tuple[Paper, ...] = ()
    late: Mapping[str, Value] = field(default_factory=dict)
    overtakes: tuple[int, ...] = ()
    deemed: str | None = None
    joint: str | None = None  # the same in each chain of a joint deed
    request: str | None = None
    edition: str = ""  # digest of the edition under which it was judged

    def entry(self, *, case: str, index: int, recorded: datetime, edition: str, digests: Mapping[str, str]) -> Entry:
        """The entry as it is written: with its number, the instant, and for each text its salted digest (hex)."""
        return Entry(
            case=case,
            index=index,
            at=self.at,
            time=self.time,
            recorded=recorded,
            step=self.step,
            acts=self.acts,
            result=self.result,
            by=self.by,
            typed_by=self.typed_by,
            clauses=self.clauses,
            edition=self.edition or edition,
            data=self.data,
            texts=digests,
            papers=self.papers,
            late=self.late,
            overtakes=self.overtakes,
            deemed=self.deemed,
            joint=self.joint,
            request=self.request,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to a wish."""

    refusals: tuple[Refusal, ...] = ()
    draft: Draft | None = None  # there if lawful
    shown: str = ""  # the code the asker is shown, where it is not the first of the refusals (E-NOT-FOUND)

    @property
    def lawful(self) -> bool:
        return not self.refusals

    @property
    def lawful_from(self) -> date | None:
        """The first day on which every refusal that a day can cure would be cured; None if no day would help."""
        days = [refusal.lawful_from for refusal in self.refusals if refusal.lawful_from]
        return max(days, default=None)


class Refused(AlteramError):
    """A wish that is not lawful. Carries the whole verdict."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(" ".join(refusal.sentence for refusal in verdict.refusals))
        self.code = verdict.shown or (verdict.refusals[0].code if verdict.refusals else "E-ALTERAM")
