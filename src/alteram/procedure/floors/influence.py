"""Floors against influence: approaches, advice in deliberation, matter that would prejudice."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def contact_settled(s: Situation) -> Iterator[Refusal]:
    """IND-03, IND-04: a contact is disclosed or ruled on before the panel goes on; ruled on before reasons."""
    reasons = s.is_act("reasons_served")
    for matter in s.case.contacts:
        open_ = matter.ruled is None if reasons else matter.ruled is None and matter.disclosed is None
        if open_:
            what = "ruled on" if reasons else "disclosed to both sides or ruled on"
            yield refuse(
                "E-CONTACT-OPEN",
                "IND-03",
                f"Not yet: the contact in entry {matter.entry} has not been {what}.",
                "The clerk discloses it; the chair rules on its effect.",
            )


def advice_repeated(s: Situation) -> Iterator[Refusal]:
    """IND-08: advice given in deliberation is repeated to the parties before reasons go out."""
    if s.case.advice_open is not None:
        yield refuse(
            "E-ADVICE-UNDISCLOSED",
            "IND-08",
            f"Not yet: the advice in entry {s.case.advice_open} has not been repeated to the parties.",
            "Repeat it to both sides and let them comment.",
        )


def sealed_until_sanction(s: Situation) -> Iterator[Refusal]:
    """IND-09, HRG-09: earlier findings stay sealed until every charge is decided."""
    if s.word("sealed_matter") and not (s.case.charges and all(charge.decided for charge in s.case.charges)):
        yield refuse(
            "E-SEALED",
            "IND-09",
            "Refused: earlier findings are sealed until every charge is decided.",
            "Ask again at the sanction stage.",
        )
