"""Floors between the charge and the hearing: notice, service, the bundle, a shorter time."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.calendar.lengths import Length, parse_length
from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal


def bundle_travels(s: Situation) -> Iterator[Refusal]:
    """DIS-01: the bundle is served with the notice, or before it."""
    with_bundle = s.is_act("bundle_served") or s.edition.steps_of("bundle_served") == ()
    if s.probing:
        return
    if (with_bundle and not s.given("bundle")) or (not with_bundle and deed(s.case, "bundle_served") is None):
        yield refuse(
            "E-DISCLOSURE",
            "DIS-01",
            "Not yet: the bundle must travel with the notice, so that nothing reaches "
            "the panel that the respondent has not had as long.",
            "Serve the whole bundle with the notice.",
        )


def served_before_opening(s: Situation) -> Iterator[Refusal]:
    """NOT-02: the hearing opens only on a valid service."""
    for step in s.edition.steps_of("hearing_notice_served"):
        ours = step.name in s.case.last and step.announces == (s.step.name if s.step else "")
        if ours and step.tells and s.case.served(step.name) is None:
            yield refuse(
                "E-NOT-SERVED",
                "NOT-02",
                "Not yet: the notice of hearing has not been validly served.",
                "Send it again by a second channel.",
            )


def waiver_is_theirs(s: Situation) -> Iterator[Refusal]:
    """NOT-04: a shorter notice only by the respondent's own hand, after advice, never below the floor."""
    if s.probing:
        return
    if s.typed_by or not set(s.by) <= set(s.case.parties.get("respondent", ())):
        yield refuse(
            "E-WAIVER-NOT-RESPONDENT",
            "NOT-04",
            "Refused: only the respondent, by their own hand, may accept a shorter notice.",
            "Ask the respondent; show the advice first.",
        )
    if s.fields.get("advice_shown") not in (True, "true"):
        yield refuse("E-FIELD", "NOT-04", "Refused: the advice about giving up notice has not been shown.")
    lowest = _waiver_floor(s)
    down_to = s.word("down_to")
    if lowest is not None and down_to and parse_length(down_to).number < lowest.number:
        yield refuse(
            "E-WAIVER-FLOOR",
            "NOT-04",
            f"Refused: notice can be shortened to {lowest}, not below.",
            f"Offer {lowest} or more.",
        )


def _waiver_floor(s: Situation) -> Length | None:
    waits = [wait for step in s.edition.steps.values() for wait in step.waits if wait.waiver_by]
    return waits[0].not_below if waits else None
