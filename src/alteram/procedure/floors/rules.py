"""Floors about the rules themselves: in time, in force, and no power of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alteram.procedure import wording
from alteram.procedure.floors.floor import charges_written, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def in_time(s: Situation) -> Iterator[Refusal]:
    """RUL-09: a late complaint goes on only if somebody admitted it."""
    limit = s.edition.limitation
    if limit is None or s.meaning != "investigate" or s.case.late_admitted or not s.case.conduct or not s.case.entries:
        return
    received = s.case.entries[0].at
    start = s.case.known_on if limit.or_knowledge and s.case.known_on else max(s.case.conduct)
    last = s.edition.calendar.term(start, limit.within)
    if received > last.day:
        yield refuse(
            "E-OUT-OF-TIME",
            "RUL-09",
            f"Refused: the complaint came in after {wording.day(last.day)}, the last day under rule {limit.clause}.",
            "The adjudicator may admit it late, with reasons.",
        )


def in_force(s: Situation) -> Iterator[Refusal]:
    """RUL-02: conduct is judged by the offences in force on its day."""
    for number, charge in enumerate(charges_written(s), 1):
        days = charge.get("days")
        clause = str(charge.get("clause", ""))
        for day in days if isinstance(days, (list, tuple)) else ():
            if clause and s.rulebook.offence_on(clause, date.fromisoformat(str(day))) is None:
                yield refuse(
                    "E-RULE-NOT-IN-FORCE",
                    "RUL-02",
                    f"Refused: charge {number} rests on clause {clause}, which was no offence on "
                    f"{wording.day(date.fromisoformat(str(day)))}.",
                    "Charge under a clause that was in force on the day of the conduct.",
                )
                break


def no_power_of_its_own(s: Situation) -> Iterator[Refusal]:
    """RUL-10: automatic ending has its own notice, time to answer and independent check."""
    if s.probing:
        return
    if not (s.given("notice") and s.given("evidence")):
        yield refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            "Refused: automatic ending needs notice, 14 days to show a mistake, and an independent check.",
            "Give notice with the evidence first.",
        )
