"""Floors about papers and the record itself."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def inspected_for_a_reason(s: Situation) -> Iterator[Refusal]:
    """AUD-05: the auditor reads a file's contents by sample or with a reason."""
    if not s.probing and not (s.given("sample") or s.given("reason")):
        yield refuse(
            "E-FIELD",
            "AUD-05",
            "Not yet: say under which sample the file is read, or why.",
            "Name the sample or the reason.",
        )
