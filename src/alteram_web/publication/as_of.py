"""What was so at the end of an earlier day, counted from the entries: for an edition whose last day is over.

    counted(body, last)   every case as it stood on that day, the people in open ones, and the roll loaded by then

The rows of a case say only how it stands now. An edition counts what was so on its own last day, so each case is taken
up to there again; what happened by that day and was entered later is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from alteram.case import Case, replay
from alteram.statistics.cells import OPEN, cell
from alteram_web.casework import bodies, editions, record

BANDS = (28, 90, 180, 365)  # days; whatever lasted longer is in the last band
LEAST_FOR_A_MEDIAN = 8


@dataclass(slots=True, kw_only=True)
class Counted:
    """The cases of a body as they stood on a day."""

    outcome: Counter[tuple[str, str]] = field(default_factory=Counter)  # year of the complaint, cell
    closed: Counter[tuple[str, str]] = field(default_factory=Counter)  # year of closing, cell
    open_days: list[int] = field(default_factory=list)
    spans: list[tuple[date, int]] = field(default_factory=list)  # of closed cases: the day of closing, and how long
    people: set[str] = field(default_factory=set)  # in an open case
    roll: tuple[date, int] | None = None  # the day of the roll loaded last, and its members

    def ages(self, first: date, last: date) -> tuple[dict[str, list[int]], dict[str, int]]:
        """Open cases by age, and cases closed in a stretch of time by how long they took; the middle value of each."""
        days = {"open": self.open_days, "closed": [span for closed, span in self.spans if first <= closed <= last]}
        return (
            {kind: _banded(some) for kind, some in days.items() if some},
            {kind: _middle(some) for kind, some in days.items() if len(some) >= LEAST_FOR_A_MEDIAN},
        )


def _banded(days: Sequence[int]) -> list[int]:
    bands = Counter(sum(one > limit for limit in BANDS) for one in days)
    return [bands[place] for place in range(len(BANDS) + 1)]


def _middle(days: Sequence[int]) -> int:
    return sorted(days)[(len(days) - 1) // 2]


def counted(body: bodies.Body, last: date) -> Counted:
    """Every case of a body that had begun by the end of a day, as it stood then."""
    rulebook = editions.rulebook(body.slug)
    found = Counted(roll=_roll(body, last))
    with record.transaction(body.id):
        cases = record.cases()
    for name in cases:
        with record.transaction(body.id):
            entries = [entry for entry in record.load(body.id, name).entries if entry.at <= last]
        if entries:
            _count(found, replay(rulebook, str(name), entries), last)
    return found


def _count(found: Counted, case: Case, last: date) -> None:
    opened, where = case.entries[0].at, cell(case)
    found.outcome[str(opened.year), where] += 1
    if case.ended_on is not None:
        found.closed[str(case.ended_on.year), where] += 1
        found.spans.append((case.ended_on, (case.ended_on - opened).days))
    if where == OPEN:
        found.open_days.append((last - opened).days)
        found.people.update(case.parties.get("respondent", ()))


def _roll(body: bodies.Body, last: date) -> tuple[date, int] | None:
    with record.transaction(body.id):
        house = record.load(body.id, body.house, "house").entries
    for entry in reversed(house):
        if "roll_loaded" in entry.acts and date.fromisoformat(str(entry.data["as_of"])) <= last:
            return date.fromisoformat(str(entry.data["as_of"])), int(str(entry.data["members"]))
    return None
