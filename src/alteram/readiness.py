"""Whether a hearing is ready to open: each thing that must be there, done or open, and whether it blocks.

    checklist(case, people, step, beyond)

What blocks is asked of the judge itself: the opening is tried, on its day, by those who sit, with every answer that a
form of that day would give. Each refusal stands under one item, so the list and the guards cannot differ; an item that
no refusal names blocks nothing, however open it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from alteram import availability
from alteram.case import Case
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import ALONE, Beyond, Refusal, Wish, decide
from alteram.rulebook.model import Step

CODES = {
    "notice": ("E-NOTICE-SHORT", "E-TOO-EARLY", "E-TOO-LATE"),
    "service": ("E-NOT-SERVED", "E-CHANNEL"),
    "bundle": ("E-DISCLOSURE",),
    "panel": (
        "E-QUORUM", "E-DECLARATION", "E-INTEREST", "E-TERM-EXPIRED", "E-TRAINING", "E-ROLE", "E-ROLE-EXEC",
        "E-CHALLENGE-OPEN", "E-SOD-COMPLAINANT", "E-SOD-WITNESS", "E-SOD-INVESTIGATOR", "E-SOD-EXAMINER",
        "E-SOD-PRESENTER", "E-SOD-INTERIM", "E-SOD-HEARING", "E-SOD-APPEAL", "E-SOD-LINKED",
    ),
    "approaches": ("E-CONTACT-OPEN", "E-CONTACT-RULE"),
    "guardian": ("E-GUARDIAN",),
}  # fmt: skip
"""Under which item a refusal stands; all others stand under ``rules``."""
ITEMS = (
    "notice", "service", "bundle", "panel", "approaches", "guardian", "rules", "adjustments", "measures", "place",
    "recording", "availability",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing on the list. An item that is not needed is neither done nor open."""

    name: str
    refusals: tuple[Refusal, ...] = ()  # why it blocks
    open: bool = False
    needed: bool = True
    entry: int | None = None  # the entry that shows that it is done
    do: str = ""  # the step or act that does it

    @property
    def blocks(self) -> bool:
        return bool(self.refusals)


def refusals(case: Case, people: People, step: Step, *, on: date, beyond: Beyond = ALONE) -> tuple[Refusal, ...]:
    """What stands against opening the hearing on a day, with every question of the form answered."""
    roles = [case.edition.roles[name] for name in step.by if name in case.edition.roles]
    by = tuple(dict.fromkeys(person for role in roles for person in case.people_in(role.name)))
    wish = Wish(
        case=case.name, step=step.name, at=on,
        recorded=datetime.combine(on, time(12), ZoneInfo(case.calendar.zone)).astimezone(UTC), by=by,
        fields={
            "recording": "as the notice says", "openness": "private",
            "present": dict.fromkeys(by, "hearing_panel"),
        },
    )  # fmt: skip
    return decide(case.rulebook, people, case, wish, beyond=beyond).refusals


def checklist(case: Case, people: People, step: Step, *, on: date, beyond: Beyond = ALONE) -> tuple[Item, ...]:
    """Every item for the hearing that a step of the book opens, as it stands for its day.

    The day is the one that was told, or ``on`` where none was; nothing is tried on a day before the last entry.
    """
    day = max(case.announced.get(step.name, on), case.entries[-1].at)
    found = refusals(case, people, step, on=day, beyond=beyond)
    placed = {code: name for name, codes in CODES.items() for code in codes}
    under = {name: tuple(one for one in found if placed.get(one.code, "rules") == name) for name in ITEMS}
    return tuple(_item(case, step, name, under[name]) for name in ITEMS)


def _item(case: Case, step: Step, name: str, blocking: tuple[Refusal, ...]) -> Item:
    known = STATES[name](case, step) if name in STATES else Item(name=name)
    return Item(
        name=name, refusals=blocking, open=bool(blocking) or known.open, needed=known.needed or bool(blocking),
        entry=None if blocking else known.entry, do=known.do,
    )  # fmt: skip


def _notice(case: Case, step: Step) -> Item:
    notice = _notice_of(case, step)
    names = [one.name for one in case.edition.steps_of("hearing_notice_served") if one.announces == step.name]
    return Item(
        name="notice", open=notice is None, entry=notice.index if notice else None, do=names[0] if names else ""
    )


def _service(case: Case, step: Step) -> Item:
    """Served on everybody whom the notice tells; a letter that came back is served on nobody."""
    notice = _notice_of(case, step)
    served = case.served(notice.step) if notice is not None and notice.step else None
    return Item(name="service", open=served is None, entry=notice.index if served and notice else None,
                do="service_recorded")  # fmt: skip


def _bundle(case: Case, step: Step) -> Item:
    """Served, and released to those who sit where the book has a step for that."""
    served, released = _last(case, "bundle_served"), _last(case, "bundle_released")
    waits = bool(case.edition.steps_of("bundle_released")) and released is None
    last = released or served
    return Item(name="bundle", open=served is None or waits, entry=last.index if last and not waits else None)


def _panel(case: Case, step: Step) -> Item:
    entry = _last(case, "panel_replaced") or _last(case, "panel_appointed")
    return Item(name="panel", open=entry is None, entry=entry.index if entry else None)


def _approaches(case: Case, step: Step) -> Item:
    entry = _last(case, "contact_ruled")
    return Item(name="approaches", needed=bool(case.contacts) or entry is not None,
                entry=entry.index if entry else None)  # fmt: skip


def _guardian(case: Case, step: Step) -> Item:
    flagged = [one for one in _all(case, "welfare_flagged") if one.result in ("child", "vulnerable")]
    return Item(name="guardian", needed=bool(flagged), entry=flagged[-1].index if flagged else None)


def _adjustments(case: Case, step: Step) -> Item:
    """Each request has a decision (EQW-01); one decision may answer several, so it must come after the last."""
    asked, decided = _all(case, "adjustment_requested"), _all(case, "adjustment_decided")
    waits = bool(asked) and (not decided or decided[-1].index < asked[-1].index)
    return Item(
        name="adjustments", needed=bool(asked), open=waits, entry=decided[-1].index if decided and not waits else None,
        do="adjustment_decided",
    )  # fmt: skip


def _measures(case: Case, step: Step) -> Item:
    """An application for special measures has been directed on."""
    asked = [one for one in _all(case, "application_made") if one.result == "special_measures"]
    directed = [one for one in _all(case, "direction_given") if one.data.get("on") == "special_measures"]
    waits = bool(asked) and (not directed or directed[-1].index < asked[-1].index)
    return Item(
        name="measures", needed=bool(asked or directed), open=waits,
        entry=directed[-1].index if directed and not waits else None, do="direction_given",
    )  # fmt: skip


def _place(case: Case, step: Step) -> Item:
    return _told(case, step, "place")


def _recording(case: Case, step: Step) -> Item:
    return _told(case, step, "recording")


def _told(case: Case, step: Step, name: str) -> Item:
    """What the notice tells; a direction may have given the link since."""
    notice = _notice_of(case, step)
    told = notice is not None and bool(notice.data.get(name) or (name == "place" and case.link))
    return Item(name=name, open=not told, entry=notice.index if told and notice else None)


def _availability(case: Case, step: Step) -> Item:
    asked = _last(case, "availability_asked") or _last(case, "availability_given")
    waits = bool(availability.not_asked(case))
    return Item(name="availability", open=waits, entry=asked.index if asked and not waits else None,
                do="availability_asked")  # fmt: skip


STATES = {
    "notice": _notice, "service": _service, "bundle": _bundle, "panel": _panel, "approaches": _approaches,
    "guardian": _guardian, "adjustments": _adjustments, "measures": _measures, "place": _place,
    "recording": _recording, "availability": _availability,
}  # fmt: skip


def _notice_of(case: Case, step: Step) -> Entry | None:
    """The notice that stands for this hearing: none once it was given up without a new day."""
    if case.announced.get(step.name) is None:
        return None
    found = [
        entry
        for name, one in case.announcing
        if one.announces == step.name and (entry := case.last.get(name)) is not None
    ]
    return max(found, key=lambda entry: entry.index, default=None)


def _all(case: Case, act: str) -> list[Entry]:
    return [entry for entry in _standing(case) if act in entry.acts]


def _last(case: Case, act: str) -> Entry | None:
    found = _all(case, act)
    return found[-1] if found else None


def _standing(case: Case) -> Iterator[Entry]:
    return (entry for entry in case.entries if entry.index not in case.overtaken)
