"""Floors of interim measures: a ground, a scope, and nothing that outlives them."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal

RESTRICTION_ONLY = frozenset({"to", "not_entitled_to", "until", "channel", "person"})


def interim_ground(s: Situation) -> Iterator[Refusal]:
    """ISU-01: a stated risk, why nothing less will do, an application."""
    if s.is_act("interim_applied") and not s.probing:
        blank = [name for name in ("risk", "measures", "lesser") if not s.given(name)]
        if blank:
            yield refuse(
                "E-INTERIM-GROUND",
                "ISU-01",
                f"Not yet: the application says nothing about {wording.listed(blank, 'and')}.",
                "State risk, measures and why lesser ones will not do.",
            )
    unasked = s.meaning == "granted" and deed(s.case, "interim_applied") is None
    if s.is_act("interim_decided") and unasked and not s.is_act("interim_applied") and not s.given("urgent"):
        yield refuse(
            "E-INTERIM-GROUND",
            "ISU-01",
            "Not yet: nobody has applied for a measure in writing.",
            "Apply first, with risk and lesser measures.",
        )


def interim_scope(s: Situation) -> Iterator[Refusal]:
    """ISU-03: an order says what it forbids."""
    if not s.probing and s.is_act("interim_decided") and s.meaning == "granted" and not s.given("scope"):
        yield refuse("E-INTERIM-SCOPE", "ISU-03", "Not yet: the order does not say what it covers.", "Name the scope.")


def ballot_weighed(s: Situation) -> Iterator[Refusal]:
    """ISU-06: a ballot or selection at stake is weighed."""
    applied = deed(s.case, "interim_applied")
    ballots = str(applied.data.get("ballots", "none")) if applied else "none"
    if not s.probing and s.meaning == "granted" and ballots not in ("none", "") and not s.given("ballots_weighed"):
        yield refuse(
            "E-BALLOT-WEIGH",
            "ISU-06",
            "Not yet: a ballot or selection is at stake and was not weighed.",
            "Say how it was weighed.",
        )


def restriction_only(s: Situation) -> Iterator[Refusal]:
    """ISU-08: a branch learns the restriction and its last day, nothing else."""
    more = [name for name in s.fields if name not in RESTRICTION_ONLY]
    if more and not s.probing:
        yield refuse(
            "E-RESTRICTION-ONLY",
            "ISU-08",
            f"Refused: a restriction notice cannot carry {wording.listed(more)}.",
            "Leave it out: name, restriction and dates are all a branch needs.",
        )
