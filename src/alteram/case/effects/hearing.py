"""Effects from the charges to the hearing: bundle, service, waiver, findings, what was sealed."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.case.marking import Marking
from alteram.case.reading import day_in, days, length_in, numbers, words
from alteram.case.values import Charge, Service
from alteram.codec import Entry
from alteram.rulebook.model import Edition, Step


def _bundle(case: Marking, step: Step | None, entry: Entry) -> None:
    case.bundle = str(entry.data.get("bundle", ""))


def _waived(case: Marking, step: Step | None, entry: Entry) -> None:
    """Shorter notice, down to what is said; where that is not a length, nothing is shortened."""
    down_to = length_in(entry, "down_to")
    if down_to is not None:
        case.waivers[str(entry.data.get("wait", "")) or _waivable(case.edition)] = down_to


def _waivable(edition: Edition) -> str:
    return next((s.name for s in edition.steps.values() if any(w.waiver_by for w in s.waits)), "")


def _service_recorded(case: Marking, step: Step | None, entry: Entry) -> None:
    channel = str(entry.data.get("channel") or "")
    if not channel:
        return  # nobody can say when it counts as served
    for person in words(entry.data.get("to")):
        sent_step = case.step_of_letter(str(entry.data.get("letter", "")), person)
        if sent_step is not None:
            case.services[sent_step].append(Service(person=person, sent=entry.at, channel=channel))


def _service_failed(case: Marking, step: Step | None, entry: Entry) -> None:
    for person in words(entry.data.get("to")):
        sent_step = case.step_of_letter(str(entry.data.get("letter", "")), person)
        for service in case.services.get(sent_step or "", ()):
            if service.person == person:
                service.failed = True


def _charged(case: Marking, step: Step | None, entry: Entry) -> None:
    given = entry.data.get("charges")
    for item in given if isinstance(given, (list, tuple)) else ():
        if isinstance(item, Mapping):
            number = len(case.charges) + 1
            of = days(item.get("days"))
            case.charges.append(Charge(number=number, clause=str(item.get("clause")), days=of, entry=entry.index))


def _charge_decided(case: Marking, step: Step | None, entry: Entry) -> None:
    finding = (step.meaning(entry.result) if step else entry.result) or ""
    named = numbers(entry.data.get("charge"))
    for charge in case.charges:
        if not named or charge.number in named:
            charge.finding, charge.decided_by = finding, entry.index


def _charge_withdrawn(case: Marking, step: Step | None, entry: Entry) -> None:
    for charge in case.charges:
        if charge.number in numbers(entry.data.get("charge")):
            charge.finding = "withdrawn"


def _unsealed(case: Marking, step: Step | None, entry: Entry) -> None:
    case.unsealed = True


def _deliberated(case: Marking, step: Step | None, entry: Entry) -> None:
    advice = bool(entry.data.get("advice_given"))
    repeated = bool(entry.data.get("repeated_to_parties"))
    if advice and not repeated:
        case.advice_open = entry.index
    elif repeated:
        case.advice_open = None


def _noticed(case: Marking, step: Step | None, entry: Entry) -> None:
    """The notice tells the link of a hearing that is remote."""
    if case.remote is not None and entry.data.get("place"):
        case.link = str(entry.data["place"])


def _heard(case: Marking, step: Step | None, entry: Entry) -> None:
    """A direction that a hearing is remote holds for that hearing, and for none of another body."""
    case.remote, case.link = None, ""


def _put_off(case: Marking, step: Step | None, entry: Entry) -> None:
    """A hearing that is put off has the new day, or none until one is told."""
    new_day = day_in(entry, "new_day") or day_in(entry, "hearing_on")
    for name in (step.announces,) if step is not None and step.announces else case.awaited:
        if new_day is None:
            case.announced.pop(name, None)
        else:
            case.announced[name] = new_day


EFFECTS = {
    "postponed": _put_off,
    "hearing_vacated": _put_off,
    "hearing_closed": _heard,
    "appeal_heard": _heard,
    "bundle_served": _bundle,
    "hearing_notice_served": _noticed,
    "notice_waived": _waived,
    "service_recorded": _service_recorded,
    "service_failed": _service_failed,
    "charges_issued": _charged,
    "charge_decided": _charge_decided,
    "charge_withdrawn": _charge_withdrawn,
    "mitigation_heard": _unsealed,
    "deliberation_noted": _deliberated,
}
