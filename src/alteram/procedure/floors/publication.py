"""Floors of publication: a decision of its own, final, checked by a second person."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def final_before_publication(s: Situation) -> Iterator[Refusal]:
    """PUB-02: nothing is published before it is final."""
    if s.case.final_on is None:
        yield refuse(
            "E-PUB-NOT-FINAL",
            "PUB-02",
            "Not yet: the decision is not final.",
            "Wait until the time to appeal has passed or the appeal is decided.",
        )


def second_person(s: Situation) -> Iterator[Refusal]:
    """PUB-04: a second person checks what is published."""
    if s.probing:
        return
    if not s.given("checked_by") or set(s.words("checked_by")) & set(s.by):
        yield refuse(
            "E-PUB-CHECK",
            "PUB-04",
            "Not yet: a second person must have checked the notice.",
            "Name the person who checked it; not yourself.",
        )
