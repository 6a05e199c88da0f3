"""What was found, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.breaches.judging import Breach
from alteram.breaches.replaying import Fired, Judged
from alteram.procedure import wording


def sentences(judged: Judged) -> Iterator[str]:
    """Each breach with its number, the day, the sentence, and what it follows from; then what happened by itself."""
    if judged.case.gaps:
        yield f"This record has gaps, so nothing in it is called a breach: {'; '.join(judged.case.gaps)}."
    for breach in judged.breaches:
        yield f"{breach.number}. {breach.day.isoformat()}  {breach.title}  [{breach.code}]{clause_of(breach)}"
        yield f"   {breach.sentence}"
        if breach.counted:
            yield f"   {breach.counted}"
        if breach.follows is not None:
            yield f"   Follows from breach {breach.follows}."
    for fired in judged.fired:
        yield f"By itself on {fired.day.isoformat()}: {_fired(fired)}"


def clause_of(breach: Breach) -> str:
    """Clause and days, as they stand behind the code."""
    clause = f" rule {breach.clause}" if breach.clause else ""
    days = f", {breach.days} {'day' if breach.days == 1 else 'days'}" if breach.days else ""
    return clause + days


def _fired(fired: Fired) -> str:
    result = f" ({wording.plain(fired.result)})" if fired.result else ""
    return f"“{fired.title}”{result}. {fired.why}"


def as_data(judged: Judged) -> dict[str, object]:
    """The same as plain data."""
    return {
        "edition": judged.case.edition.version,
        "until": judged.until.isoformat(),
        "gaps": list(judged.case.gaps),
        "breaches": [_breach(breach) for breach in judged.breaches],
        "by_itself": [
            {
                "day": fired.day.isoformat(),
                "step": fired.step,
                "title": fired.title,
                "result": fired.result,
                "why": fired.why,
            }
            for fired in judged.fired
        ],
    }


def _breach(breach: Breach) -> dict[str, object]:
    return {
        "number": breach.number,
        "day": breach.day.isoformat(),
        "entry": breach.entry,
        "step": breach.step,
        "title": breach.title,
        "condition": breach.condition,
        "code": breach.code,
        "clause": breach.clause,
        "sentence": breach.sentence,
        "days": breach.days,
        "counted": breach.counted,
        "follows_from": breach.follows,
    }
