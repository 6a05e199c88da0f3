"""Requests for personal data as the site keeps them: in the house chain, with their days and their answers.

    receive(...)         somebody asks
    waiting(...)         those that have no answer yet
    decide(...)          whether one item that is about two people is given
    answer(...)          the answer; nothing is given before it stands

What belongs into an answer is decided in :mod:`alteram.subject_access`; :mod:`.disclosing` puts it together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from alteram import data_requests
from alteram.codec import Actor, Entry, Value
from alteram.data_requests import DataRequest
from alteram.procedure import Draft, Refusal, Refused, Verdict
from alteram_web.casework import bodies, editions, entitled, house, record
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import Viewer

CAPACITY = "data_protection"
BY_THEMSELVES = "anyone"


def entries(body: Body) -> tuple[Entry, ...]:
    """The house chain, in a transaction of its own."""
    with record.transaction(body.id):
        return record.load(body.id, body.house, "house").entries


def requests(body: Body, today: date) -> tuple[DataRequest, ...]:
    """Every request, the first received first."""
    calendar = editions.rulebook(body.slug).on(today).calendar
    return data_requests.requests(entries(body), calendar)


def waiting(body: Body, today: date) -> list[DataRequest]:
    """The requests that have no answer yet."""
    return [one for one in requests(body, today) if one.answered is None]


def receive(body: Body, viewer: Viewer, asks_for: str) -> DataRequest:
    """Somebody asks for themselves. While the same waits for an answer, asking again changes nothing."""
    for one in waiting(body, viewer.day):
        if (one.person, one.asks_for) == (viewer.person, asks_for):
            return one
    actor = Actor(who=viewer.person, role=BY_THEMSELVES, capacity=BY_THEMSELVES)
    data: dict[str, Value] = {
        "person": viewer.person, "asks_for": asks_for, "received_on": viewer.day.isoformat(),
    }  # fmt: skip
    written = house.enter(
        body.id, house.Deed(act="data_request_received", at=viewer.day, by=(actor,), data=data), now=viewer.now
    )
    return next(one for one in requests(body, viewer.day) if one.number == written.entry.index)


def others_who_answer(body: Body, viewer: Viewer, asked: DataRequest) -> bool:
    """Whether anybody else than this viewer and whoever asked may answer today."""
    with record.transaction(body.id):
        return bool(entitled.who_answers(body, viewer.day) - {viewer.person, asked.person})


def decide(
    body: Body, viewer: Viewer, number: int, *, case: UUID, entry: int, decision: str, reason: str, test: str = ""
) -> None:
    """Say whether an item is given; ``test`` is why, where nobody else can answer.

    Raises :class:`~alteram.procedure.Refused`.
    """
    data: dict[str, Value] = {"request": number, "case": str(case), "entry": entry, "decision": decision}
    why: dict[str, Value] = {"reason": reason} if decision == "withhold" else {"test": test} if test else {}
    _enter(body, viewer, "data_item_decided", data | why)


def answer(body: Body, viewer: Viewer, number: int, said: dict[str, Any]) -> None:
    """Enter an answer; what it leaves unsaid is left out. Raises :class:`~alteram.procedure.Refused`."""
    _enter(body, viewer, "data_request_answered", {"request": [number], **{k: v for k, v in said.items() if v}})


def _enter(body: Body, viewer: Viewer, act: str, data: dict[str, Value]) -> None:
    actor = Actor(who=viewer.person, role=CAPACITY, capacity=CAPACITY)
    house.enter(body.id, house.Deed(act=act, at=viewer.day, by=(actor,), data=data), now=viewer.now)


def refuse_unasked(draft: Draft, body: UUID) -> None:
    """Let nobody erase on a request that is not there. The clock erases on none.

    Inside the transaction that writes. Raises :class:`~alteram.procedure.Refused`.
    """
    if "text_erased" not in draft.acts or "on_request" not in draft.data:
        return
    here = bodies.by_id(body)
    calendar = editions.rulebook(here.slug).on(draft.at).calendar
    house_entries: Sequence[Entry] = record.load(body, here.house, "house").entries
    wrong = data_requests.unasked(house_entries, int(str(draft.data["on_request"])), calendar=calendar)
    if wrong:
        raise Refused(
            Verdict(
                refusals=(
                    Refusal(
                        code="E-FIELD", clause="DPR-05", sentence=f"Refused: {wrong}.",
                        remedy="Enter the request first, and name it by its number.",
                    ),
                )
            )
        )  # fmt: skip
