"""Whether hearings were held as listed (measure M12): each listing of a hearing, with what became of it and why.

A hearing is listed anew with each notice that names a day and with each new day on which it is put. What became of a
listing is one of ``KINDS``. Putting off before the start and breaking off after it are two things and stay two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from alteram.case import Case
from alteram.case.reading import day_in
from alteram.codec import Entry

COMPLETED, POSTPONED, ADJOURNED, WAITING = (
    "completed as listed", "postponed before it began", "adjourned part-heard", "not held yet",
)  # fmt: skip
KINDS = (COMPLETED, POSTPONED, ADJOURNED, WAITING)
DEFINITION = (
    "Every day for which a hearing was listed, counted once. Completed as listed: it closed on that listing without "
    "being broken off. Postponed: put off, or given up, before it began. Adjourned part-heard: it began and was broken "
    "off to go on another day. Each postponement and each adjournment counts under the cause that the record gives, "
    "from a closed list."
)
NO_CAUSE = "no cause given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One day for which a hearing was listed."""

    day: date
    kind: str
    cause: str = ""  # of a postponement or an adjournment


def listings(case: Case) -> tuple[Listing, ...]:
    """Every listing of the hearings of a case, in the order in which they were made."""
    return tuple(_listings([one for one in case.entries if one.index not in case.overtaken]))


def _listings(entries: Iterable[Entry]) -> Iterator[Listing]:
    day: date | None = None  # of the listing that stands
    for entry in entries:
        acts = set(entry.acts)
        if acts & {"postponed", "hearing_vacated", "adjourned"} and day is not None:
            yield Listing(day=day, kind=ADJOURNED if "adjourned" in acts else POSTPONED, cause=_cause(entry))
            day = day_in(entry, "new_day")
        elif "hearing_notice_served" in acts:
            day = day_in(entry, "hearing_on") or day
        elif acts & {"hearing_closed", "appeal_determined"} and day is not None:
            yield Listing(day=day, kind=COMPLETED)
            day = None
    if day is not None:
        yield Listing(day=day, kind=WAITING)


def _cause(entry: Entry) -> str:
    return str(entry.data.get("cause") or NO_CAUSE)


def counted(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    """Listings of many cases: ``kinds`` with one number for each kind, ``causes`` with one for each cause given."""
    found = [one for case in cases for one in listings(case)]
    kinds = Counter(one.kind for one in found)
    causes = Counter(one.cause for one in found if one.cause)
    return {"kinds": {kind: kinds[kind] for kind in KINDS}, "causes": dict(sorted(causes.items()))}
