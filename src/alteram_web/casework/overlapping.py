"""Two records turn out to be one person's: every case that goes on, or whose effects do, is looked at again (IND-01).

Where that person then has two parts that never meet in one person, an entry of the case says so: whoever had a hand in
it stands aside, sees it no more, and both sides are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alteram import published
from alteram.case import Case, replay
from alteram.codec import Value
from alteram.people import People
from alteram.procedure import Refused, Wish, decide
from alteram.procedure.one_person import Overlap, overlaps
from alteram.rulebook.model import Rulebook
from alteram_web.casework import bodies, editions, record, threads
from alteram_web.casework.entering import enter

SHOWS_WHO = ("complainant", "witness")
WHAT = "One person had two parts in this matter that the rules keep apart, under two records, and nobody knew."
EFFECT = "That person stands aside and has no further part in the case."
CHALLENGE = "You may challenge what that person did before; somebody who had no part in it rules on that."
ASK = "Ask the chair, or whoever reviews a decision once it is final, what becomes of what that person did before."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case in which somebody stands aside."""

    case: UUID
    entry: int


def look_again(body: UUID, entry: int, *, on: date, now: datetime) -> Sequence[Found]:
    """Look at every case of a body after records were merged by an entry of the house; where somebody stands aside.

    Inside the transaction that entered it.
    """
    rulebook, people = editions.rulebook(bodies.by_id(body).slug), record.people()
    found = (_look_at(body, name, rulebook, people, entry, on=on, now=now) for name in record.cases())
    return [one for one in found if one is not None]


def _look_at(
    body: UUID, name: UUID, rulebook: Rulebook, people: People, merged: int, *, on: date, now: datetime
) -> Found | None:
    chain = record.load(body, name)
    case = replay(rulebook, str(name), chain.entries)
    if not lasts(case, on):
        return None
    beyond = threads.beyond(case, rulebook, body)
    found = overlaps(case, people, beyond)
    aside = sorted({one for overlap in found for one in _with_a_hand(case, people, overlap)})
    if not aside:
        return None
    wish = Wish(
        case=str(name), act="overlap_found", at=max(on, chain.entries[-1].at), recorded=now, by=("clock",),
        fields=_said(case, found, aside), request=request(merged, name),
    )  # fmt: skip
    verdict = decide(rulebook, people, case, wish, beyond=beyond)
    if verdict.draft is None:
        raise Refused(verdict)
    written = enter(chain, case, verdict.draft, rulebook=rulebook, people=people, now=now, who="clock")
    return Found(case=name, entry=written.entry.index)


def request(merged: int, case: UUID) -> str:
    """The name of the wish by which a case follows from an entry of the house that merged records."""
    return f"overlap {merged} {case}"


def lasts(case: Case, on: date) -> bool:
    """Whether a case goes on, or something that it decided does: a sanction, or a notice that the public reads."""
    if case.kept_elsewhere:
        return False
    if not case.ended:
        return True
    sanction = case.sanction
    runs = sanction is not None and sanction.first is not None and (sanction.last is None or on <= sanction.last)
    return runs or any(one.until is None or on <= one.until for one in published.notices(case))


def _with_a_hand(case: Case, people: People, overlap: Overlap) -> Sequence[str]:
    """The records under which that person has a hand in this case; a side of the case stays one."""
    sides = {person for group in case.parties.values() for person in group}
    holds = {person for members in case.appointed.values() for person in members} | {
        actor.who for entry in case.entries for actor in entry.by
    }
    return sorted((people.records_of(overlap.person) & holds) - sides - set(case.excluded))


def _said(case: Case, found: Sequence[Overlap], aside: Sequence[str]) -> Mapping[str, Value]:
    parts = sorted({part for one in found for part in (one.one, one.other)})
    shows = any(one.linked for one in found) or not set(SHOWS_WHO).isdisjoint(parts)
    did = [
        entry.index
        for entry in case.entries
        if entry.step is not None and any(actor.who in aside for actor in entry.by)
    ]
    rule = case.edition.declaring
    remedy = CHALLENGE if rule is not None and rule.unless_challenged else ASK
    said: dict[str, Value] = {"people": list(aside), "what": WHAT, "effect": EFFECT, "remedy": remedy}
    if did:
        said["concerning"] = did
    return said if shows else {**said, "parts": parts}
