"""Floors of leaving: a case that stops falls into one cell of the statistics."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def bucket_named(s: Situation) -> Iterator[Refusal]:
    """STA-02: a closed case is in exactly one cell of the statistics."""
    if s.probing or s.by_clock or s.by_rule:
        return
    if s.is_act("continuation_decided") and s.meaning == "stop" and not s.given("bucket"):
        yield refuse(
            "E-TRIAGE-OUTCOME",
            "STA-02",
            "Not yet: say in which cell of the statistics the case closes.",
            "Choose from the closed list.",
        )
