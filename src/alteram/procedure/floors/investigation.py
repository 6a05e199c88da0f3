"""Floors of the investigation: nobody is judged, or sent for judgement, before being told."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import entries_of, refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal


def told_first(s: Situation) -> Iterator[Refusal]:
    """INV-01: nobody is sent for charges before being told what is alleged."""
    goes_on = s.is_act("charges_issued") or s.meaning == "case_to_answer"
    if goes_on and deed(s.case, "allegations_put") is None:
        yield refuse(
            "E-NOT-TOLD",
            "INV-01",
            "Not yet: the allegations have not been put to the respondent.",
            "Put the allegations first.",
        )


def author_named(s: Situation) -> Iterator[Refusal]:
    """INT-08: the respondent learns who complains, unless a ruling on record withholds the name."""
    if s.probing:
        return
    if s.given("author") and not set(s.words("author")) <= set(s.case.parties.get("complainant", ())):
        yield refuse(
            "E-FIELD",
            "INT-08",
            "Refused: the person named did not complain.",
            "Name whoever complained, or leave it empty: it is taken from the record.",
        )
    if not s.given("withheld_because"):
        return
    ruled = entries_of(s.case, "identity_ruled")
    if not ruled or ruled[-1].result != "withheld":
        yield refuse(
            "E-IDENTITY-UNDECIDED",
            "INT-08",
            "Not yet: the name of whoever complained would be withheld, and nobody has ruled on that.",
            "The adjudicator or the chair rules on it first; or name the complainant.",
        )
