"""Several respondents: a case is one respondent's thread, and threads about the same facts are linked (2.7).

Linked are cases about the same complaint or incident, and those that a direction has ever joined. While cases are
joined, hearing steps are entered in each of them at once; findings and sanctions never are.
"""

from __future__ import annotations

from collections.abc import Iterable

from alteram.case.marking import Marking
from alteram.rulebook.model import Edition

JOINT = frozenset(
    {
        "panel_appointed",
        "panel_replaced",
        "hearing_notice_served",
        "postponed",
        "adjourned",
        "hearing_vacated",
        "hearing_opened",
        "hearing_noted",
        "hearing_closed",
    }
)
"""What is one deed in all joined cases: one panel, one notice, one hearing."""
NEVER_JOINT = frozenset(
    {"respondent_heard", "charge_decided", "mitigation_heard", "sanction_decided", "reasons_served", "panel_challenged"}
)
"""What each respondent has alone, in whatever company the act travels."""
JOINING = ("joinder", "severance")
SHARED = {"complaint": "complaint_linked", "evidence": "evidence_added"}
"""What a book may let the threads share, and the act by which each comes in."""


def key(incident: str) -> str:
    """An incident as it is compared: without blanks, so that several can stand in one line."""
    return "_".join(incident.split()).casefold()


def keys(case: Marking) -> frozenset[str]:
    """Under which a linked case can be found: its name, its incidents, and the cases it was ever joined with."""
    return frozenset({case.name, *case.incidents, *case.once_joined})


def shared(edition: Edition) -> frozenset[str]:
    """The acts that are entered once and stand in every thread, since this book has the threads share what they bring.

    A complaint that names several people is always one; this is about what comes later.
    """
    respondents = edition.several.respondents if edition.several is not None else None
    return frozenset(SHARED[what] for what in respondents.shared) if respondents is not None else frozenset()


def is_joint(acts: Iterable[str], edition: Edition, *, from_a_party: bool) -> bool:
    """Whether a deed that is these acts is entered in every joined case at once.

    What a party brings in stays in its own thread: another respondent's case is nothing it may know of.
    """
    named = set(acts)
    joint = JOINT if from_a_party else JOINT | shared(edition)
    return bool(named & joint) and not named & NEVER_JOINT
