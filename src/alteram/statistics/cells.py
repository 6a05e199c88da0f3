"""Every case is in exactly one cell of the table of outcomes (measure M07)."""

from __future__ import annotations

from alteram.case import Case
from alteram.procedure.situation import deed
from alteram.rulebook.model import Edition

OPEN = "open"
ENDED_BY_RULE = "membership ended by rule"  # automatic, checked and confirmed: no conduct was found (RUL-10)
BY_SANCTION = {
    "expulsion": "expelled",
    "suspension": "suspended",
    "extension": "extended",
    "removal_from_office": "removed from office",
    "warning": "warning",
    "training": "training",
    "advice": "advice",
}
BY_WHAT_IT_TAKES = {
    "membership": "expelled",
    "rights of a member": "suspended",
    "events": "suspended",
    "an office": "removed from office",
}
CELLS = (
    "expelled",
    "suspended",
    "extended",
    "removed from office",
    "warning",
    "training",
    "advice",
    ENDED_BY_RULE,
    "no sanction though proved",
    "not proved",
    "no case",
    "no action",
    "informal",
    "withdrawn",
    "left before outcome",
    "died",
    "out of time",
    "no jurisdiction",
    "duplicate",
    "referred",
    "struck out",
    OPEN,
)


def cell(case: Case) -> str:
    """The cell in which a case counts now. A case without an outcome is open; nobody is counted twice."""
    if case.bucket:
        return case.bucket
    if case.ending is not None and case.sanction is None:
        return ENDED_BY_RULE
    if case.final_on is not None:
        return _final(case)
    if case.ended or "struck_out" in {act for entry in case.entries[-3:] for act in entry.acts}:
        return _ended(case)
    return OPEN


def _final(case: Case) -> str:
    sanction = case.sanction
    if sanction is not None:
        return _by_sanction(case.edition, sanction.names[0])
    return "no sanction though proved" if any(charge.proved for charge in case.charges) else "not proved"


def _by_sanction(edition: Edition, name: str) -> str:
    """By its name where bodies share it, or else by what it takes from the member."""
    for key, cell_name in BY_SANCTION.items():
        if name.startswith(key):
            return cell_name
    listed = edition.sanctions.get(name)
    return BY_WHAT_IT_TAKES.get(listed.takes if listed is not None else "nothing", "warning")


def _ended(case: Case) -> str:
    for act in ("case_examined", "triage_decided", "struck_out"):
        entry = deed(case, act)
        if entry is None:
            continue
        step = case.edition.steps[entry.step or ""]
        found = {
            "no_case": "no case",
            "no_action": "no action",
            "no_jurisdiction": "no jurisdiction",
            "out_of_time": "out of time",
            "duplicate": "duplicate",
            "referred": "referred",
            "informal": "informal",
        }.get(step.meaning(entry.result))
        if found:
            return found
        if act == "struck_out":
            return "struck out"
    return "struck out" if deed(case, "struck_out") else "no action"
