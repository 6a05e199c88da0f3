"""The fairness ledger of a case, cut to who reads it: for the page, the PDF and the API alike."""

from __future__ import annotations

from typing import Any

from alteram import fairness_ledger
from alteram.correspondence import Letter
from alteram.fairness_ledger import SECTIONS, STATES, Ledger
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import Viewer

WIDE = frozenset({"auditor"})  # reads the fairness of every case whole, and of the contents what an inspection opens
DRAWN = {
    "met": "met", "breached": "breached", "not yet": "not_yet", "not applicable": "not_told",
    "not known": "not_told", "not told": "not_told",
}  # fmt: skip


def told(opened: Open, viewer: Viewer) -> Ledger:
    """The ledger as the record stands today, cut to this viewer."""
    case = opened.case
    entries = sorted(case.entries, key=lambda entry: entry.index)
    whole = fairness_ledger.ledger(opened.rulebook, opened.people, case.name, entries, until=viewer.day)
    if WIDE & {holding.capacity for holding in opened.held}:
        return whole
    classes = frozenset(name.partition(" ")[0] for name in opened.page.classes)
    return fairness_ledger.cut(
        whole, classes=classes, seen=frozenset(one.entry.index for one in opened.page.entries),
        owed=frozenset((row.step, row.due) for row in opened.page.owed),
    )  # fmt: skip


def letter(opened: Open, viewer: Viewer) -> Letter:
    """D36, to hand to a court or a regulator."""
    return fairness_ledger.page(told(opened, viewer), reference=opened.page.case.reference, names=opened.names)


def shown(opened: Open, found: Ledger) -> list[dict[str, Any]]:
    """The ledger for the page: by stage, each line with its proof."""
    seen = {one.entry.index for one in opened.page.entries}
    return [
        {
            "title": section,
            "lines": [
                {
                    "rule": fairness_ledger.rule(line), "title": line.sentence, "state": DRAWN[line.state],
                    "word": STATES[line.state], "note": line.note, "proof": fairness_ledger.proof(line, opened.names),
                    "entry": line.entry.index if line.entry is not None and line.entry.index in seen else None,
                }
                for line in found.of(section)
            ],
        }
        for section in SECTIONS
        if found.of(section)
    ]  # fmt: skip


def as_data(opened: Open, viewer: Viewer) -> dict[str, object]:
    return fairness_ledger.as_data(told(opened, viewer), opened.names)
