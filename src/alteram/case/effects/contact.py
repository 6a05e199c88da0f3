"""Effects of approaches: reported, disclosed, ruled on."""

from __future__ import annotations

from alteram.case.marking import Marking
from alteram.case.reading import concerned, numbers, words
from alteram.case.values import ContactMatter
from alteram.codec import Entry
from alteram.rulebook.model import Step


def _contact(case: Marking, step: Step | None, entry: Entry) -> None:
    case.contacts.append(ContactMatter(entry=entry.index, act=entry.acts[0], breaks=words(entry.data.get("breaks"))))


def _logged(case: Marking, step: Step | None, entry: Entry) -> None:
    """A contact that keeps to the rules is a line of the log; one that breaks them is a matter to disclose."""
    if entry.data.get("breaks"):
        _contact(case, step, entry)


def _contact_named(case: Marking, entry: Entry) -> list[ContactMatter]:
    named = concerned(entry)
    return [matter for matter in case.contacts if not named or matter.entry in named]


def _put(case: Marking, step: Step | None, entry: Entry) -> None:
    for matter in _contact_named(case, entry):
        matter.put = entry.index


def _denied(case: Marking, step: Step | None, entry: Entry) -> None:
    """A denial is a statement of its own; whatever it answers has its answer."""
    answered = numbers(entry.data.get("alleged"))
    for matter in case.contacts:
        if matter.entry in answered or not answered:
            matter.answered = entry.index
    _contact(case, step, entry)


def _contact_disclosed(case: Marking, step: Step | None, entry: Entry) -> None:
    for matter in _contact_named(case, entry):
        matter.disclosed = entry.index


def _contact_ruled(case: Marking, step: Step | None, entry: Entry) -> None:
    for matter in _contact_named(case, entry):
        matter.ruled = entry.index


EFFECTS = {
    "contact_logged": _logged,
    "contact_reported": _contact,
    "contact_alleged": _contact,
    "contact_denied": _denied,
    "contact_put": _put,
    "contact_disclosed": _contact_disclosed,
    "contact_ruled": _contact_ruled,
}
