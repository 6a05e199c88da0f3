"""Floors of publication: a decision of its own, final, checked by a second person."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

HEADINGS = ("where", "basis", "told_first")


def final_before_publication(s: Situation) -> Iterator[Refusal]:
    """PUB-02: nothing is published before it is final, unless an urgent protective reason is recorded."""
    if s.case.final_on is None and not s.given("urgent_why"):
        yield refuse(
            "E-PUB-NOT-FINAL",
            "PUB-02",
            "Not yet: the decision is not final.",
            "Wait until the time to appeal has passed or the appeal is decided; or record the urgent reason that "
            "protects somebody.",
        )


def linked_decided(s: Situation) -> Iterator[Refusal]:
    """PUB-02: nor before a linked case is decided."""
    waiting = [one for one in s.beyond.linked if not one.decided]
    if waiting and not s.given("urgent_why"):
        yield refuse(
            "E-PUB-LINKED",
            "PUB-02",
            f"Not yet: {len(waiting)} linked case{'s are' if len(waiting) > 1 else ' is'} still undecided.",
            "Wait until every linked case is decided; or record the urgent reason that protects somebody.",
        )


def decision_of_its_own(s: Situation) -> Iterator[Refusal]:
    """PUB-01: publishing says where, on which basis and who was told first."""
    blank = [name for name in HEADINGS if not s.given(name)]
    if blank and not s.probing and s.word("what") != "nothing":
        yield refuse(
            "E-FIELD",
            "PUB-01",
            f"Not yet: the publication says nothing about {wording.listed(blank, 'and')}.",
            "Publishing is a decision of its own: fill in what is named.",
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
