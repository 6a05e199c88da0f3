"""Floors of what comes after a decision is final: a longer term."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

EXTENSION_GROUNDS = ("breach", "risk", "undertaking")


def extension_ground(s: Situation) -> Iterator[Refusal]:
    """SAN-05: an extension needs a new ground, and stays within the caps."""
    if s.probing or (s.is_act("extension_decided") and s.meaning != "extended"):
        return
    if not set(s.words("grounds")) & set(EXTENSION_GROUNDS):
        yield refuse(
            "E-EXT-GROUND",
            "SAN-05",
            "Refused: an extension needs a new ground: a breach, a continuing risk or an "
            "undertaking not met. The same facts are not punished twice.",
            "Name the new ground.",
        )
