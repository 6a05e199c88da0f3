"""Several respondents: a case is one respondent's thread, and threads about the same facts are linked (2.7).

Linked are cases about the same complaint or incident, and those that a direction has ever joined. While cases are
joined, hearing steps are entered in each of them at once; findings and sanctions never are.
"""

from __future__ import annotations

from collections.abc import Iterable

from alteram.case.marking import Marking

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


def key(incident: str) -> str:
    """An incident as it is compared: without blanks, so that several can stand in one line."""
    return "_".join(incident.split()).casefold()


def keys(case: Marking) -> frozenset[str]:
    """Under which a linked case can be found: its name, its incidents, and the cases it was ever joined with."""
    return frozenset({case.name, *case.incidents, *case.once_joined})


def is_joint(acts: Iterable[str]) -> bool:
    """Whether a deed that is these acts is entered in every joined case at once."""
    named = set(acts)
    return bool(named & JOINT) and not named & NEVER_JOINT
