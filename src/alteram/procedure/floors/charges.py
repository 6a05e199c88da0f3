"""Floors of the charge sheet: let through by an examiner, whole, and changed only openly."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import charges_written, refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal

PARTICULARS = ("clause", "days", "place", "deed", "exhibits")


def examined_first(s: Situation) -> Iterator[Refusal]:
    """CHG-01: a charge that no case examiner let through."""
    examined = deed(s.case, "case_examined")
    step = s.edition.steps.get(examined.step or "") if examined else None
    through = step is not None and examined is not None and step.meaning(examined.result) == "case_to_answer"
    if not through and deed(s.case, "caution_answered") is None:
        yield refuse(
            "E-NO-CASE-TO-ANSWER",
            "CHG-01",
            "Not yet: no case examiner has found a case to answer.",
            "A case examiner, other than investigator and presenter, decides first.",
        )


def particulars(s: Situation) -> Iterator[Refusal]:
    """CHG-02: a charge says clause, days, place, deed and exhibits; a blank blocks it."""
    for number, charge in enumerate(charges_written(s), 1):
        blank = [name for name in PARTICULARS if not charge.get(name)]
        if blank:
            yield refuse(
                "E-PARTICULARS",
                "CHG-02",
                f"Not yet: charge {number} says nothing about {wording.listed(blank, 'and')}.",
                "Fill the blanks.",
            )
    if not s.probing and not charges_written(s):
        yield refuse("E-PARTICULARS", "CHG-02", "Not yet: no charge is written.", "Write at least one charge.")
