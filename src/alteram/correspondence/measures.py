"""The letter on a measure before a finding: what was decided, how far it reaches, until when; nothing is found."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.calendar.sentences import in_full
from alteram.codec import Entry
from alteram.correspondence.telling import Contents, Telling, Value, words
from alteram.standing import standing

NOTHING = "Nothing is restricted."


def order(telling: Telling) -> Mapping[str, Value]:
    """D10, to whom the measure would bind: when it is decided, and again when the order is served."""
    decided = telling.last("interim_decided")
    if decided is None:
        return {}
    reasons = telling.text(decided, "reasons")
    if not _granted(telling, decided):
        return {
            "decision": "The measure that was applied for is refused.", "reasons": reasons, "scope": NOTHING,
            "first_day": NOTHING, "expiry": NOTHING, "review_by": "There is nothing to review.",
            "early_review": "There is nothing to review.",
        }  # fmt: skip
    return {
        "decision": _decision(telling, decided),
        "reasons": reasons,
        "scope": _scope(decided),
        "first_day": words(decided.data.get("first_day")) or in_full(decided.at),
        "expiry": _expiry(telling, decided),
        "review_by": words(decided.data.get("review_by")) or _review(telling),
        "early_review": telling.phrase("early_review"),
    }


def _granted(telling: Telling, decided: Entry) -> bool:
    step = telling.case.edition.steps.get(decided.step or "")
    return step is not None and step.meaning(decided.result) == "granted"


def _decision(telling: Telling, decided: Entry) -> str:
    applied = telling.last("interim_applied")
    measures = words(decided.data.get("measures")) or (words(applied.data.get("measures")) if applied else "")
    return f"A measure is ordered: {measures}." if measures else "A measure is ordered."


def _scope(decided: Entry) -> str:
    reach = words(decided.data.get("scope"))
    still = words(decided.data.get("still_may"))
    return f"It reaches {reach}.{f' You may still {still}.' if still else ''}" if reach else ""


def _expiry(telling: Telling, decided: Entry) -> str:
    asked = words(decided.data.get("expiry"))
    last = standing(telling.case, on=telling.entry.at).last
    return asked or (f"{in_full(last)}, if nothing ends it sooner or a review lets it go on." if last else "")


def _review(telling: Telling) -> str:
    by_people = [step.name for step in telling.case.edition.steps_of("interim_reviewed") if not step.clock_only]
    due = telling.due(by_people) if by_people else None
    return f"{in_full(due.due.day)}. {due.due.sentence}" if due is not None and due.due is not None else ""


LETTERS: Mapping[str, Contents] = {"D10": order}
