"""What people ask of the data kept about them, and by when it is answered (requirements DPR-03, DPR-05).

    requests(entries, calendar)              every request of a body's house chain, with its day and its answer
    refusals(entries, data, on, calendar)    why an answer may not be entered as it is

One month from receipt, by the corresponding date; two months more if that is said within the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alteram.acts.house import CHOSEN_REASONS
from alteram.calendar.days import Calendar, Counted
from alteram.calendar.sentences import in_full
from alteram.codec import Entry, Value

EXTENDED = "extended"
WITH_REASONS = ("given_in_part", "refused")
DONE = ("given", "given_in_part")
MONTHS, EXTENDED_MONTHS = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """A request of somebody."""

    number: int  # of its entry
    person: str
    asks_for: str  # access, erasure, rectification, restriction, objection
    received: date
    first_month: Counted
    due: Counted  # the last day on which an answer is in time
    extended: Entry | None = None
    answered: Entry | None = None

    def late(self, on: date) -> bool:
        """Whether it waits, or was answered, beyond its day."""
        return (self.answered.at if self.answered is not None else on) > self.due.day


def requests(entries: Sequence[Entry], calendar: Calendar) -> tuple[DataRequest, ...]:
    """Every request, the first received first."""
    found = [_request(entry, entries, calendar) for entry in entries if "data_request_received" in entry.acts]
    return tuple(sorted(found, key=lambda one: (one.received, one.number)))


def _request(entry: Entry, entries: Sequence[Entry], calendar: Calendar) -> DataRequest:
    received = date.fromisoformat(str(entry.data.get("received_on") or entry.at))
    about = [one for one in entries if "data_request_answered" in one.acts and entry.index in _named(one.data)]
    extended = next((one for one in about if one.data.get("answer") == EXTENDED), None)
    first = calendar.corresponding(received, MONTHS)
    return DataRequest(
        number=entry.index, person=str(entry.data.get("person", "")),
        asks_for=str(entry.data.get("asks_for") or "access"),
        received=received, first_month=first, extended=extended,
        due=calendar.corresponding(received, EXTENDED_MONTHS) if extended is not None else first,
        answered=next((one for one in about if one.data.get("answer") != EXTENDED), None),
    )  # fmt: skip


def _named(data: Mapping[str, Value]) -> tuple[int, ...]:
    given = data.get("request")
    items = given if isinstance(given, (list, tuple)) else (given,)
    return tuple(int(str(one)) for one in items if str(one).isdigit())


def refusals(
    entries: Sequence[Entry], data: Mapping[str, Value], *, on: date, calendar: Calendar, by: Sequence[str] = ()
) -> Iterator[str]:
    """What is wrong with an answer of these people, each in a sentence."""
    known = {one.number: one for one in requests(entries, calendar)}
    for number in _named(data) or (-1,):
        yield from _waits(known.get(number), number, by)
        one = known.get(number)
        if one is not None and one.answered is None and data.get("answer") == EXTENDED:
            yield from _extension(one, on)
        if one is not None and one.answered is None:
            yield from _unsaid(one, data)
    told = data.get("grounds") and (data.get("exemptions") or data.get("answer") == EXTENDED)
    if data.get("answer") in (*WITH_REASONS, EXTENDED) and not told:
        yield "whoever gets less, or later, than was asked for is told why, and under which exemption less"


def _unsaid(one: DataRequest, data: Mapping[str, Value]) -> Iterator[str]:
    """An answer to anything but a request for data says what was looked at and done; the data speak for themselves."""
    if one.asks_for != "access" and data.get("answer") in DONE and not str(data.get("done") or "").strip():
        yield "whoever asks for something to be done is told what was looked at and what was done"


def undecidable(
    entries: Sequence[Entry], data: Mapping[str, Value], *, calendar: Calendar, by: Sequence[str], can: Collection[str]
) -> Iterator[str]:
    """What is wrong with deciding on an item of a request, each in a sentence. ``can`` are all who answer requests."""
    known = {one.number: one for one in requests(entries, calendar)}
    for number in _named(data) or (-1,):
        one = known.get(number)
        yield from _waits(one, number, by)
        if one is not None and one.asks_for != "access":
            yield f"request {number} does not ask for data"
    if data.get("decision") == "withhold" and data.get("reason") not in CHOSEN_REASONS:
        yield "whatever is left out is left out for a reason of the list"
    for number in _named(data):
        if number in known and data.get("decision") == "disclose":
            yield from _tested(data, others=set(can) - set(by) - {known[number].person}, alone=len(set(by)) == 1)


def _tested(data: Mapping[str, Value], *, others: set[str], alone: bool) -> Iterator[str]:
    """One person alone gives something only with the test of why, and only where nobody else could say so as well."""
    tested = bool(str(data.get("test") or "").strip())
    if not others and alone and not tested:
        yield "nobody else can answer this request, so whoever says that it is given says why it may be, on record"
    if others and tested:
        yield "somebody else can answer this request too, so it takes two, and no test of one alone"


def unasked(entries: Sequence[Entry], number: int, *, calendar: Calendar) -> str:
    """Why nothing is erased on the request of that number; empty if it is there, asks for it, and was not refused."""
    one = next((one for one in requests(entries, calendar) if one.number == number), None)
    if one is None or one.asks_for != "erasure":
        return f"there is no request to erase of the number {number}"
    if one.answered is not None and one.answered.data.get("answer") == "refused":
        return f"request {number} was refused on {in_full(one.answered.at)}"
    return ""


def _waits(one: DataRequest | None, number: int, by: Sequence[str]) -> Iterator[str]:
    if one is None:
        yield "there is no such request"
    elif one.answered is not None:
        yield f"request {number} was answered on {in_full(one.answered.at)}"
    elif one.person in by:
        yield "nobody answers their own request"


def _extension(one: DataRequest, on: date) -> Iterator[str]:
    if one.extended is not None:
        yield f"the time for request {one.number} was extended already, and it is extended once"
    if on > one.first_month.day:
        yield f"more time is taken within the first month, which ended: {one.first_month.sentence}"
