"""Headings that a book gives a letter besides those of its kind: each is served by the page or by a standing phrase.

A book writes them in its own words (``gives: [evidence so far, which courts are open]``). ``headings.yaml`` says which
of them a kind of letter has anyway; any other needs a sentence of the same name in ``phrases.yaml``, which then stands
in the letter under that heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alteram.acts import act as act_of
from alteram.case import Case
from alteram.codec import Entry
from alteram.correspondence.wording import Part, Wording
from alteram.letters import LETTERS
from alteram.rulebook.document import Problem
from alteram.rulebook.model import Edition, Step


def place(heading: str) -> str:
    """The name of a heading's standing phrase: its words, joined."""
    return re.sub(r"[^a-z]+", "_", heading.lower()).strip("_")


def besides(wording: Wording, kind: str, case: Case, entry: Entry, *, plainly: bool = False) -> tuple[str, ...]:
    """The headings that this letter carries besides its own, in the book's order.

    A letter that is written plainly carries every one for which there is a phrase. Of letters that travel together only
    the first carries them.
    """
    step = case.edition.steps.get(entry.step or "")
    kinds = _kinds(step) if step is not None else ()
    if step is None or kind not in kinds[:1]:
        return ()
    asked = step.gives if plainly else tuple(_unlisted(wording, step, kinds))
    return tuple(one for one in asked if place(one) in wording.phrases)


def parts(headings: tuple[str, ...]) -> Iterator[Part]:
    """Each heading with the place of its phrase."""
    for one in headings:
        yield Part(kind="heading", text=f"{one[:1].upper()}{one[1:]}")
        yield Part(kind="paragraph", text=f"{{{{ {place(one)} }}}}")


def unserved(wording: Wording, edition: Edition) -> Iterator[Problem]:
    """Every heading that a step gives and that neither a kind of letter nor a phrase answers.

    Where there are no words at all, every letter says plainly what was entered, and nothing is asked.
    """
    if not wording.pages:
        return
    for step in edition.steps.values():
        for one in _unlisted(wording, step, _kinds(step)):
            if place(one) not in wording.phrases:
                yield Problem(
                    file="procedure.yaml",
                    line=step.line,
                    wrong=f"No letter of “{step.name}” says: {one}.",
                    right=f"Write {place(one)}: … in letters/phrases.yaml, or its heading in letters/headings.yaml.",
                )


def _kinds(step: Step) -> tuple[str, ...]:
    """The letters that a step sends to people, in the order of its acts; not those that stay on the file."""
    found = [kind for name in step.acts for kind in act_of(name).sends]
    return tuple(dict.fromkeys(kind for kind in found if not LETTERS[kind].internal))


def _unlisted(wording: Wording, step: Step, kinds: tuple[str, ...]) -> Iterator[str]:
    known = {heading.name for kind in kinds for heading in LETTERS[kind].headings}
    for one in step.gives:
        if wording.headings.get(one, place(one)) not in known:
            yield one
