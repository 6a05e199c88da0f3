"""Floors of the hearing: recorded, open or private on record, and in the order of its stages."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal


def recorded_and_open(s: Situation) -> Iterator[Refusal]:
    """HRG-05, HRG-08: a hearing is recorded, and is public or private on record."""
    if s.probing:
        return
    if not s.given("recording"):
        yield refuse("E-RECORDING", "HRG-05", "Not yet: say how the hearing is recorded.", "Name the recording.")
    if s.word("openness") not in ("public", "private", "partly private"):
        yield refuse("E-OPENNESS", "HRG-08", "Not yet: say whether the hearing is public or private.", "Choose one.")


def absence_checklist(s: Situation) -> Iterator[Refusal]:
    """HRG-06: going on without the respondent needs the checklist."""
    if s.meaning != "absent":
        return
    blank = [name for name in ("service_proved", "absence_reason", "prejudice", "seriousness") if not s.given(name)]
    if blank:
        yield refuse(
            "E-ABSENCE",
            "HRG-06",
            f"Not yet: going on without the respondent needs {wording.listed(blank, 'and')}.",
            "Fill the chair's checklist, or adjourn.",
        )


def order_of_stages(s: Situation) -> Iterator[Refusal]:
    """HRG-09: findings first, then a word on the sanction, then the sanction."""
    case = s.case
    if s.is_act("charge_decided") and case.sanction is not None and deed(case, "sanction_decided") is not None:
        yield refuse("E-ORDER", "HRG-09", "Refused: no finding is made after the sanction.")
    if s.is_act("sanction_decided") and case.started:
        if any(not charge.decided for charge in case.charges):
            yield refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: every charge is decided before the sanction.",
                "Decide the charges that are open.",
            )
        if deed(case, "mitigation_heard") is None:
            yield refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: the respondent is asked for a word on the sanction first.",
                "Hear mitigation, or record that it was declined.",
            )
