"""A letter that puts another right: what followed by itself has no effect, since something had been done in time (2.5).

It goes to whoever was told, says which letters no longer hold, and not what it was that came in: that is told, where it
is to be told, by a letter of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from alteram.calendar.sentences import in_full
from alteram.codec import Entry
from alteram.correspondence.telling import Telling, Value
from alteram.correspondence.wording import Page, Part
from alteram.dispatch import CORRECTION, sendings
from alteram.letters import LETTERS as KINDS

BUILT_IN = Page(
    parts=(
        Part(kind="title", text="A letter that we sent you no longer holds"),
        Part(kind="paragraph", text="Dear {{ recipient }},"),
        Part(kind="heading", text="What went wrong", says=("what",)),
        Part(kind="paragraph", text="{{ what }}"),
        Part(kind="heading", text="What it did to the case", says=("effect",)),
        Part(kind="paragraph", text="{{ effect }}"),
        Part(kind="heading", text="What is put right", says=("remedy",)),
        Part(kind="paragraph", text="{{ remedy }}"),
    ),
    box={"summary": "An earlier letter to you no longer holds.", "to_do": "Put it aside. {{ due_now }}"},
)
"""What is sent where a body has written no page ``D42-correction``."""


def is_one(kind: str, entry: Entry) -> bool:
    """Whether this letter of the entry puts others right."""
    return kind == CORRECTION and bool(entry.overtakes)


def corrected(telling: Telling) -> Mapping[str, Value]:
    """What went wrong, what it did, and what is put right; of anything else that this kind tells of, as entered."""
    if not telling.entry.overtakes:
        return {
            "what": telling.own("what") or telling.own("why"),
            "effect": telling.own("effect") or telling.own("lost"),
            "remedy": telling.own("remedy"),
        }
    overtaken = [one for one in telling.case.entries if one.index in telling.entry.overtakes]
    return {
        "sender_role": "clerk",
        "what": (
            "Something in this case was done in time and entered only later. Before that, what the rules say of "
            "silence had been taken as done."
        ),
        "effect": f"These letters to you no longer hold: {'; '.join(_letters(telling, overtaken))}.",
        "remedy": (
            "What they told you has no effect any more. It stays in the record, struck through, so that everybody can "
            "see what happened. Nothing that you did or left undone because of it counts against you."
        ),
        "due_now": _due_now(telling),
    }


def _letters(telling: Telling, overtaken: list[Entry]) -> list[str]:
    found = []
    for entry in overtaken:
        kinds = dict.fromkeys(one.letter for one in sendings(telling.case, entry) if one.to == telling.to)
        found += [f"“{KINDS[kind].title}” of {in_full(entry.at)}" for kind in kinds]
    return found


def _due_now(telling: Telling) -> str:
    due = telling.due()
    mine = due is not None and any(telling.to in telling.case.people_in(role) for role in due.roles)
    if due is None or due.due is None or not mine:
        return "There is nothing else for you to do."
    step = telling.case.edition.steps.get(due.step)
    title = step.title if step is not None else due.step
    return f"What is open to you now: {title}, by {in_full(due.due.day)}."
