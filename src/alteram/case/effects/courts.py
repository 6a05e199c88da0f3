"""Effects of a court's order, of undoing what was entered, and of reopening: clocks, standing, findings, notices."""

from __future__ import annotations

from datetime import date, timedelta

from alteram.case import terms
from alteram.case.effects.publication import take_down
from alteram.case.marking import Marking
from alteram.case.reading import day_in, numbers
from alteram.case.values import Order, Pause
from alteram.codec import Entry
from alteram.rulebook.model import Step

A_DAY = timedelta(days=1)


def _ordered(case: Marking, step: Step | None, entry: Entry) -> None:
    kind = (step.meaning(entry.result) if step else entry.result) or "declaration"
    order = Order(
        entry=entry.index, kind=kind, first=day_in(entry, "from_day") or entry.at, last=day_in(entry, "until")
    )
    case.orders.append(order)
    if kind == "stay":
        resumed = order.last + A_DAY if order.last is not None else None
        case.pauses.append(Pause(duties=(), since=order.first, until=resumed, step=f"order {entry.index}"))
    given = numbers(entry.data.get("quashes"))
    if kind == "quashed" or given:  # by consent as well, where the order names what falls
        without_effect(case, given or tuple(one.index for one in case.entries), day_in(entry, "from_day"), entry.at)
        findings(case, given or None, "no_finding")


def _order_ended(case: Marking, step: Step | None, entry: Entry) -> None:
    """From this day the order binds nobody, and the clocks it stopped run on; the sooner of two ends counts."""
    for order in case.orders:
        if order.entry in numbers(entry.data.get("order")):
            order.last = min(order.last or date.max, entry.at - A_DAY)
            for pause in case.pauses:
                if pause.step == f"order {order.entry}":
                    pause.until = max(pause.since, min(pause.until or date.max, entry.at))


def _undone(case: Marking, step: Step | None, entry: Entry) -> None:
    undone = numbers(entry.data.get("undoes"))
    without_effect(case, undone, day_in(entry, "restored_from"), entry.at)
    findings(case, undone, "")


def without_effect(case: Marking, undone: tuple[int, ...], restored_from: date | None, on: date) -> None:
    """What these entries gave holds no longer from a day, or, where none is given, never did."""
    gone = [one for one in case.sanctions if one.entry in undone and not one.quashed]
    for sanction in gone:
        sanction.quashed, sanction.restored_from = True, restored_from
    for ending in case.endings:
        if ending.entry in undone and not ending.quashed:
            ending.quashed, ending.restored_from = True, restored_from
    for measure in case.measures:
        if measure.entry in undone:
            measure.ended = min(measure.ended or date.max, max(measure.since, restored_from or measure.since))
    terms.count_anew(case)
    public = tuple(one.entry for one in case.publications if one.entry in undone or one.notice in undone)
    if gone or public:
        take_down(case, max(on, restored_from or on), () if gone else public)


def findings(case: Marking, undone: tuple[int, ...] | None, instead: str) -> None:
    """What the charges of the case are, once a finding stands no more; None: all of them."""
    for charge in case.charges:
        if charge.finding and (undone is None or charge.decided_by in undone):
            charge.finding = instead


def _reopened(case: Marking, step: Step | None, entry: Entry) -> None:
    """Where the book says how it goes on, the case is a live one again, and its outcome is open; what it gave stands
    until the steps that the book lists are done anew. A book that says nothing has it heard as a new case."""
    if step is not None and (step.then or case.edition.begun_by.get(step.name)):
        case.ended_on, case.final_on, case.bucket, case.stopped = None, None, "", False


EFFECTS = {
    "reopened": _reopened,
    "court_order_entered": _ordered,
    "court_order_ended": _order_ended,
    "act_undone": _undone,
}
