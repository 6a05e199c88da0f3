"""What somebody did who stood aside later stands unless challenged: nothing is built on it while it may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alteram import duties
from alteram.case import Aside
from alteram.procedure import wording
from alteram.procedure.floors.floor import against, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Edition


def stands_unless_challenged(s: Situation) -> Iterator[Refusal]:
    """IND-05: while what somebody did before may be challenged, or has been, nothing rests on it."""
    for one in s.case.aside:
        if one.ruled is None:
            yield from _open(s, one)


def _open(s: Situation, one: Aside) -> Iterator[Refusal]:
    clause = _clause(s.edition)
    if one.challenged is not None:
        yield against(
            "E-CHALLENGE-OPEN",
            clause,
            f"Not yet: entry {one.challenged} challenges what somebody did before standing aside, and nobody has ruled "
            f"on it (rule {clause}).",
            "The chair, or whoever adjudicates, rules on it: a direction on setting aside.",
        )
        return
    last = duties.challengeable_until(s.case, one)
    if last is None:
        yield against(
            "E-CHALLENGE-OPEN",
            clause,
            f"Not yet: by entry {one.found} somebody stands aside whose acts before stand unless challenged (rule "
            f"{clause}), and the parties have not been told.",
            "Enter that this person stands down; the parties may then challenge it for "
            f"{duties.time_to_challenge(s.edition)}.",
        )
    elif s.day <= last.day:
        first = date.fromordinal(last.day.toordinal() + 1)
        yield against(
            "E-CHALLENGE-OPEN",
            clause,
            f"Not yet: what somebody did before standing aside stands unless challenged (rule {clause}), and may be "
            f"challenged up to {wording.day(last.day)}.",
            f"It is open from {wording.day(first)}, or once a challenge is ruled on.",
            lawful=first,
            counted=last,
        )


def challenged_in_time(s: Situation) -> Iterator[Refusal]:
    """IND-05: a challenge to what somebody did names one who stood aside, and comes within the time for it."""
    for person in s.words("acts_of"):
        one = next((each for each in s.case.aside if each.person == person), None)
        if one is None or s.result != "set_aside":
            yield refuse(
                "E-FIELD",
                "IND-05",
                "Not yet: only what somebody did who has stood aside is challenged so, by asking that it be set aside.",
                "Ask that it be set aside, and name who stood aside; or leave this empty.",
            )
            continue
        last = duties.challengeable_until(s.case, one)
        if last is not None and s.day > last.day:
            clause = _clause(s.edition)
            yield against(
                "E-TOO-LATE",
                clause,
                f"Refused: what was done before could be challenged up to {wording.day(last.day)} (rule {clause}); it "
                "stands.",
                "Leave the name out to ask for a direction all the same, or use an appeal.",
                counted=last,
            )


def _clause(edition: Edition) -> str:
    return edition.declaring.clause if edition.declaring is not None else "IND-05"
