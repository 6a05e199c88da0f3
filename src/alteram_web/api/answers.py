"""What the API sends and takes, as types: the description of the API is made from them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue


class FieldProblem(Schema):
    """What is wrong with one field, and so what to do."""

    field: str
    sentence: str


class Skipped(Schema):
    """A day that was passed over, and why."""

    day: date
    why: str


class Stood(Schema):
    """A time in which a clock stood still: the days after the one up to and with the other."""

    paused: date
    resumed: date


class Counted(Schema):
    """A day that was counted: from where, under which clause, what was passed over, and the same in a sentence."""

    day: date
    clause: str
    start: date
    length: str
    skipped: list[Skipped]
    pauses: list[Stood]
    sentence: str


class Refused(Schema):
    """One condition of the rules that does not hold: the words of the page.

    ``counted`` is the sentence of how a day came about, empty where the condition turns on none; ``day`` says the same
    part by part.
    """

    code: str
    clause: str
    sentence: str
    counted: str
    day: Counted | None
    lawful_from: date | None
    remedy: str


class Problem(Schema):
    """Why nothing was done, and what to do now."""

    code: str
    sentence: str
    remedy: str
    evidence: dict[str, JsonValue] = Field(default={})
    refusals: list[Refused] = Field(default=[])
    fields: list[FieldProblem] = Field(default=[])


class Body(Schema):
    slug: str
    name: str


class Me(Schema):
    """Who asks, in this body, on its local day."""

    person: str
    name: str
    body: Body
    day: date
    csrf: str | None = Field(description="For the header X-CSRFToken of a session; none for a token.")


class NextDay(Schema):
    """The first day that is owed in a case, of what you may know, and how it was counted."""

    day: date
    clause: str
    sentence: str


class Listed(Schema):
    """A case in a list; ``due`` is the day of the first duty that is owed, ``next`` the same explained."""

    chain: UUID
    reference: str
    stage: str
    status: str
    opened: date
    due: date | None
    next: NextDay | None = None


class Cases(Schema):
    """The most urgent first. ``next``, sent as ``after``, brings the next page."""

    cases: list[Listed]
    next: str | None


class Entry(Schema):
    """An entry of the case as its page shows it; ``link`` is its digest in the chain, in hex."""

    index: int
    what: str
    result: str
    at: date
    recorded: datetime
    who: str
    role: str
    clause: str
    text: str
    overtaken: bool
    link: str


class StepThere(Schema):
    """A step, and why it may not be taken, if it may not."""

    name: str
    title: str
    clause: str
    refusals: list[Refused]


class Steps(Schema):
    """What may happen now; what is close, and why not yet; and what belongs elsewhere."""

    now: list[StepThere]
    not_yet: list[StepThere]
    elsewhere: list[StepThere]


class AnyTime(Schema):
    name: str
    title: str


class Owed(Schema):
    what: str
    by: date
    due: Counted
    who: str
    mine: bool
    counted: str
    otherwise: str
    clause: str
    state: str


class Guarantee(Schema):
    """A guarantee of fairness: ``met``, ``not_yet`` or ``breached``; the entry that proves it, if one may see it."""

    title: str
    state: str
    sentence: str
    entry: str | None
    clause: str


class FairnessLine(Schema):
    """One floor of the product, or one rule of the body: ``met``, ``breached``, ``not yet``, ``not applicable``, ``not
    known`` (the record has gaps) or ``not told`` (about a part of the file that is not the reader's)."""

    stage: str
    floor: str | None = None
    rule: str | None = None  # clause of the book
    sentence: str
    state: str
    entry: int | None
    day: date | None
    by: list[str]
    note: str
    codes: list[str]  # of the breaches, as the replay names them


class FairnessLedger(Schema):
    """The fairness ledger of a case as the record stands today."""

    edition: str
    until: date
    tip: int
    gaps: list[str]
    lines: list[FairnessLine]


class Hearing(Schema):
    """A hearing that is listed. The last days are given to those who may know the notice."""

    title: str
    day: date
    time: str
    place: str
    panel: list[str]
    challenge_by: date | None
    evidence_by: date | None
    challenge: Counted | None = Field(default=None, description="How the last day to challenge was counted.")
    evidence: Counted | None = Field(default=None, description="How the last day for evidence was counted.")


class CaseSeen(Schema):
    """A case, cut to the viewer exactly as the page. ``tip`` is the number to send as ``seen``."""

    chain: UUID
    reference: str
    status: str
    stages: list[str]
    opened: date
    tip: int
    river: list[Entry]
    steps: Steps
    any_time: list[AnyTime]
    owed: list[Owed]
    fairness: list[Guarantee]
    hearings: list[Hearing]


class Choice(Schema):
    value: str
    text: str


class Question(Schema):
    """A field of a step. Of kind ``choice`` or ``choices``, only the values listed are taken."""

    name: str
    question: str
    hint: str
    kind: str
    choices: list[Choice]
    required: bool


class Questions(Schema):
    """What a step asks; ``seen`` and ``request`` are what a fresh form holds."""

    name: str
    title: str
    clause: str
    seen: int
    request: str
    fields: list[Question]


class File(Schema):
    """A file that comes with a deed. The whole body of a request holds 2 megabytes; larger ones go through the page."""

    name: str = Field(max_length=200)
    content: str = Field(description="Its bytes in base64.")


class Deed(Schema):
    """What somebody wants to enter."""

    model_config = ConfigDict(extra="forbid")

    fields: dict[str, JsonValue] = Field(default={}, description="Answers, by the names that the step's form lists.")
    result: str | None = None
    at: str | None = Field(default=None, description="The day it happened, YYYY-MM-DD. Left out: today.")
    by: list[str] | None = Field(default=None, description="Who took part, where several decide.")
    channel: str | None = None
    files: list[File] = Field(default=[], max_length=20, description="Papers that belong to it, where it takes some.")
    late: str | None = Field(default=None, description="Why it is entered late.")
    seen: int | None = Field(default=None, description="The number of the last entry you have seen.")
    request: str | None = Field(
        default=None, max_length=100, description="A random name of your own: the same twice is entered once."
    )


class Receipt(Schema):
    """Proof that the entry stands; its place in the public tree follows by ``place_by``."""

    code: str
    link: str
    chain: UUID
    index: int
    recorded: datetime
    place_by: datetime
    place_by_counted: str = Field(description="How the time by which it stands in the public tree came about.")
