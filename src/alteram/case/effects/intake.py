"""Effects of what comes in and of who goes: complaint, triage, lateness, representation, resignation."""

from __future__ import annotations

from datetime import date

from alteram.case.marking import Marking
from alteram.case.reading import days, words
from alteram.case.threads import key
from alteram.codec import Entry
from alteram.rulebook.model import Step


def _received(case: Marking, step: Step | None, entry: Entry) -> None:
    data = entry.data
    complainants = words(data.get("complainant")) or tuple(a.who for a in entry.by if a.capacity == "complainant")
    case.parties.setdefault("complainant", []).extend(complainants)
    case.parties.setdefault("respondent", []).extend(words(data.get("respondents")))
    case.incidents |= {key(incident) for incident in words(data.get("incident"))}
    case.conduct = days(data.get("conduct"))
    known = data.get("known_on")
    case.known_on = date.fromisoformat(str(known)) if known else None


def _linked(case: Marking, step: Step | None, entry: Entry) -> None:
    """A further complaint about the same facts: from now on its cases are linked with this one. Related is less."""
    if (step.meaning(entry.result) if step else entry.result) in ("incident", "duplicate"):
        known = words(entry.data.get("incident")) or words(entry.data.get("complaint"))
        case.incidents |= {key(incident) for incident in known}


def _respondent_named(case: Marking, step: Step | None, entry: Entry) -> None:
    """Whoever was complained about by a name alone turns out to be this person: one thread has one respondent."""
    case.parties["respondent"] = list(words(entry.data.get("person")))


def _triaged(case: Marking, step: Step | None, entry: Entry) -> None:
    case.triaged = words(entry.data.get("clauses"))


def _late_admission(case: Marking, step: Step | None, entry: Entry) -> None:
    case.late_admitted = (step.meaning(entry.result) if step else entry.result) == "admitted"


def _represented(case: Marking, step: Step | None, entry: Entry) -> None:
    for person in words(entry.data.get("person")):
        for actor in entry.by:
            case.representatives[person] = actor.who


def _resigned(case: Marking, step: Step | None, entry: Entry) -> None:
    day = entry.data.get("ends_on")
    case.left_on = date.fromisoformat(str(day)) if day else entry.at


def _continuation(case: Marking, step: Step | None, entry: Entry) -> None:
    if entry.result == "stop":
        case.bucket = str(entry.data.get("bucket", "")) or case.bucket
        case.stopped = True
    elif entry.result == "go_on":
        case.stopped = False


EFFECTS = {
    "complaint_linked": _linked,
    "complaint_received": _received,
    "triage_decided": _triaged,
    "late_admission_decided": _late_admission,
    "respondent_named": _respondent_named,
    "resignation_received": _resigned,
    "continuation_decided": _continuation,
    "representative_named": _represented,
}
