"""A measure that lapsed for want of a review can be applied for anew the same day."""

from __future__ import annotations

from typing import Any

from tests.builders import codes, did, told_before, try_

UNION = "federated-signal-workers/2026"
APPLICATION: dict[str, Any] = {
    "risk": "risk to money or property",
    "measures": ["no office"],
    "lesser": "Another could sign with him.",
    "ballots": "none",
}


def test_a_fresh_application_is_lawful_on_the_day_on_which_a_measure_lapsed_and_not_before() -> None:
    running = told_before(UNION, "FS03", "respond")
    waits = try_(running, "apply_suspension", by="Hugh Sangster", on="2026-09-20", channel="email", **APPLICATION)
    assert codes(waits) == {"E-BARRED"}

    lapsed = told_before(UNION, "FS03", "report")
    assert lapsed.case is not None
    assert lapsed.case.measures[-1].ended is not None
    assert lapsed.case.measures[-1].ended.isoformat() == "2026-10-01"

    did(lapsed, "apply_suspension", by="Hugh Sangster", on="2026-10-01", channel="email", **APPLICATION)
    assert "asked" in lapsed.case.stages
