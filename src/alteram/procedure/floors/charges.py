"""Floors of the charge sheet: let through by an examiner, whole, and changed only openly."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import charges_written, day_in, entries_of, numbers_in, refuse
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


def no_charge_at_the_hearing(s: Situation) -> Iterator[Refusal]:
    """CHG-03: once the hearing has opened, a new charge needs full notice again: another hearing, or agreement."""
    opened = deed(s.case, "hearing_opened")
    if opened is None or s.probing or _agreed(s):
        return
    yield refuse(
        "E-CHARGE-NO-NOTICE",
        "CHG-03",
        "Refused: the hearing has opened, and nobody meets a new charge there without notice.",
        "Name the entry in which the respondent agrees; or charge it apart, with full notice.",
    )


def changed_openly(s: Situation) -> Iterator[Refusal]:
    """CHG-03: a charge is changed before its finding, with leave, and on notice or with the respondent's agreement."""
    if s.probing:
        return
    charge = next((one for one in s.case.charges if one.number in numbers_in(s, "charge")), None)
    if charge is not None and charge.decided:
        yield refuse(
            "E-CHARGE-NO-NOTICE", "CHG-03", f"Refused: charge {charge.number} is decided already.", "Nothing is open."
        )
    if not _leave_given(s):
        yield refuse(
            "E-CHARGE-NO-NOTICE",
            "CHG-03",
            "Not yet: the chair has given no leave to change the charge.",
            "Ask the chair; then name the entry with the direction or ruling that gives leave.",
        )
    told = day_in(s, "notice_given")
    if s.is_act("charge_amended") and not _agreed(s) and (told is None or told > s.day):
        yield refuse(
            "E-CHARGE-NO-NOTICE",
            "CHG-03",
            "Not yet: the respondent has had no notice of the change.",
            "Say on which day notice was given, or name the entry in which the respondent agrees.",
        )


def _leave_given(s: Situation) -> bool:
    """Whether an entry named is the chair's: a direction that grants, or a ruling noted in the hearing."""
    named = set(numbers_in(s, "leave"))
    granted = [entry for entry in entries_of(s.case, "direction_given") if entry.result == "granted"]
    ruled = [entry for entry in entries_of(s.case, "hearing_noted") if entry.result == "ruling"]
    return any(entry.index in named for entry in (*granted, *ruled))


def _agreed(s: Situation) -> bool:
    """Whether an entry named as agreement is the respondent's own, or their representative's."""
    named = set(numbers_in(s, "agreement"))
    theirs = set(s.case.people_in("respondent"))
    theirs |= {one for one, party in s.case.representatives.items() if party in theirs}
    return any(entry.index in named and {actor.who for actor in entry.by} & theirs for entry in s.case.entries)
