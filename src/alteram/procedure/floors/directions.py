"""Floors of directions: both sides are heard first, and leave for late evidence gives the other side time."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import entries_of, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

AFTER_REPRESENTATIONS = ("joinder", "severance", "set_aside")
SIDES = (("respondent",), ("complainant", "presenter"))


def heard_first(s: Situation) -> Iterator[Refusal]:
    """CHG-04: joining, severing and setting aside are ruled on after both sides were heard, or asked, with reasons."""
    topic = s.word("on")
    if s.probing or topic not in AFTER_REPRESENTATIONS:
        return
    missing = [sides[-1] for sides in SIDES if not _heard(s, sides, topic)]
    if missing:
        yield refuse(
            "E-NOT-HEARD-FIRST",
            "CHG-04",
            f"Not yet: the {wording.listed(missing, 'and the')} has not been heard on the {wording.plain(topic)}.",
            "Take their representations first, or say whom you asked.",
        )
    if not s.given("reasons"):
        yield refuse("E-FIELD", "CHG-04", f"Not yet: a ruling on {wording.plain(topic)} has reasons.", "Write them.")


def _heard(s: Situation, sides: tuple[str, ...], topic: str) -> bool:
    """Whether somebody of this side has applied, made representations, or is named as heard or asked."""
    people = {person for side in sides for person in s.case.people_in(side)}
    people |= {one for one, party in s.case.representatives.items() if party in people}
    if not people or people & set(s.words("heard")):
        return True
    applied = [entry for entry in entries_of(s.case, "application_made") if entry.result == topic]
    made = [
        entry
        for entry in entries_of(s.case, "representation_made")
        if wording.plain(topic) in wording.plain(str(entry.data.get("question", "")))
    ]
    return any(actor.who in people for entry in (*applied, *made) for actor in entry.by)


def leave_gives_time(s: Situation) -> Iterator[Refusal]:
    """DIS-05: leave for late evidence has reasons, and gives the other side time."""
    if s.probing or s.word("on") != "late_evidence" or s.meaning != "granted":
        return
    blank = [name for name in ("reasons", "new_times") if not s.given(name)]
    if blank:
        yield refuse(
            "E-LATE-EVIDENCE",
            "DIS-05",
            f"Not yet: leave for late evidence says nothing about {wording.listed(blank, 'and')}.",
            "Give the reasons, and the day until which the other side may answer.",
        )
