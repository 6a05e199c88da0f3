"""Floors of intake: who complains, of whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal


def complains_for_oneself(s: Situation) -> Iterator[Refusal]:
    """INT-06: a complaint names whoever makes it; only intake enters one that came in another way."""
    if s.probing or s.by_rule or not s.given("complainant"):
        return
    intake = {role.pool for role in s.edition.roles_with("intake")}
    entered = any(s.people.in_pool(person, pool, on=s.day) for person in s.by for pool in intake)
    if not entered and not set(s.by) <= set(s.words("complainant")):
        yield refuse(
            "E-ROLE",
            "INT-06",
            "Refused: nobody complains in another's name.",
            "Complain yourself, or hand the complaint to intake.",
        )
    if set(s.words("complainant")) & set(s.words("respondents")):
        yield refuse(
            "E-FIELD",
            "INT-03",
            "Refused: the same person cannot complain and answer in one case.",
            "Name somebody else.",
        )


def named_before_told(s: Situation) -> Iterator[Refusal]:
    """INV-01, IND-01: once somebody has been told of a case against them, nobody else takes that place; and nobody who
    has a part in the case is put into it."""
    if any(deed(s.case, act) is not None for act in ("allegations_put", "charges_issued")):
        yield refuse(
            "E-TOO-LATE",
            "INV-01",
            "Refused: the respondent has been told already, so nobody else can be put in that place.",
            "Close this case with reasons, and begin another about whoever it is.",
        )
    person = s.word("person")
    busy = {who for people in (*s.case.acted.values(), *s.case.appointed.values()) for who in people}
    if person in busy or person in s.case.parties.get("complainant", ()):
        yield refuse(
            "E-INTEREST",
            "IND-01",
            "Refused: this person has a part in the case already, and cannot be its respondent as well.",
            "Let somebody else take that part first, from the beginning.",
        )


def triage_reasons(s: Situation) -> Iterator[Refusal]:
    """INT-05: an outcome of the closed list, with reasons."""
    if not s.probing and not s.by_clock and not s.given("reasons"):
        yield refuse(
            "E-TRIAGE-OUTCOME", "INT-05", "Not yet: every outcome of triage has reasons.", "Write the reasons."
        )
