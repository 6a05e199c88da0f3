"""A letter, written: blocks of runs of text, ready to be set as a page, shown on a screen or read aloud.

What is filled in is never read as markup: it stands in a run of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from alteram.case import Case
from alteram.codec import Entry
from alteram.correspondence import correction, decision, given, plainly
from alteram.correspondence.contents import contents
from alteram.correspondence.telling import Said, Telling
from alteram.correspondence.wording import PLACE, Page, Part, Wording
from alteram.errors import AlteramError
from alteram.letters import LETTERS, missing, too_much

Value = str | tuple[str, ...]
STRONG = re.compile(r"\*\*(.+?)\*\*")
WHOLE = "letter"  # the place of the frame where the letter itself stands


class Incomplete(AlteramError):
    """A letter that leaves a mandatory heading empty, or says what it must not."""

    code = "E-LETTER-EMPTY"

    def __init__(self, kind: str, empty: tuple[str, ...], unsaid: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
        self.kind, self.empty, self.unsaid, self.forbidden = kind, empty, unsaid, forbidden
        questions = {one.name: one.question for one in LETTERS[kind].headings}
        asked = "; ".join(f"“{questions.get(name, name.replace('_', ' '))}”" for name in empty)
        title = LETTERS[kind].title
        told = ", ".join(name.replace("_", " ") for name in forbidden)
        fault = f"it does not answer {asked}" if empty else f"it would tell {told}"
        super().__init__(
            f"“{title}” cannot go out: {fault}.",
            remedy="Fill in what is missing in this step." if empty else "Take it out of the wording.",
            evidence={"letter": kind, "empty": ", ".join(empty), "unfilled": ", ".join(unsaid)},
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one weight."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A title, heading, paragraph, box, item or rule."""

    kind: str
    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one recipient."""

    kind: str
    title: str
    recipient: str
    summary: str
    blocks: tuple[Block, ...]

    @property
    def plain(self) -> str:
        """The letter as plain text, for a mail program that shows no pictures."""
        return "\n\n".join(_plain(block) for block in self.blocks if block.kind != "rule").strip() + "\n"


def _plain(block: Block) -> str:
    marks = {"title": "", "heading": "", "item": "- "}
    under = {"title": "=", "heading": "-"}.get(block.kind)
    text = marks.get(block.kind, "") + block.text
    return f"{text}\n{under * min(len(text), 72)}" if under else text


def write(wording: Wording, kind: str, case: Case, entry: Entry, to: str, said: Said) -> Letter | None:
    """The letter that ``entry`` owes to ``to``: in the body's words, else plainly; None if neither can be.

    ``case`` stands right after the entry. Raises :class:`Incomplete`.
    """
    telling = Telling(case=case, entry=entry, to=to, said=said, phrases=wording.phrases)
    page = _page(wording, kind, case, entry)
    own_words = page is not None
    page = page or (correction.BUILT_IN if correction.is_one(kind, entry) else plainly.page(kind, telling))
    if page is None:
        return None
    besides = given.besides(wording, kind, case, entry, plainly=not own_words)
    page = replace(page, parts=(*page.parts, *given.parts(besides)))
    values = contents(kind, telling) | {given.place(one): telling.phrase(given.place(one)) for one in besides}
    values |= {name: _filled(text, values) for name, text in page.box.items()}
    own = tuple(_blocks(page, values))
    known = LETTERS[kind]
    around = tuple(_blocks(wording.frame, {**values, WHOLE: ""})) if known.common else ()
    if own_words:
        _refuse(kind, page, wording, values)
    return Letter(
        kind=kind, title=_filled(page.title, values), recipient=str(values["recipient"]),
        summary=str(values.get("summary", "")), blocks=_framed(own, around) if known.common else own,
    )  # fmt: skip


def of_no_case(wording: Wording, kind: str, values: Mapping[str, Value]) -> Letter:
    """A letter of the house, from the words for its places: on the body's page, else under its bare headings.

    Raises :class:`Incomplete`.
    """
    page = wording.pages.get(kind) or _bare(kind)
    _refuse(kind, page, wording, values)
    return Letter(
        kind=kind, title=_filled(page.title, values), recipient=str(values["recipient"]),
        summary=str(values.get("summary", "")), blocks=tuple(_blocks(page, values)),
    )  # fmt: skip


def _bare(kind: str) -> Page:
    """A page of nothing but the headings of a kind and what is to be said under each."""
    known = LETTERS[kind]
    under = (
        part
        for one in known.contents
        for part in (
            Part(kind="heading", text=one.question, says=(one.name,)),
            Part(kind="paragraph", text=f"{{{{ {one.name} }}}}"),
        )
    )
    return Page(parts=(Part(kind="title", text=known.title), *under))


def _page(wording: Wording, kind: str, case: Case, entry: Entry) -> Page | None:
    """The body's page for this entry: a decision on appeal may have one of its own, and so may what a result means."""
    step = case.edition.steps.get(entry.step or "")
    meant = (step.meaning(entry.result) or "") if step is not None else ""
    return wording.page(kind, entry, occasion="appeal" if decision.on_appeal(case, entry) else "", meant=meant)


def _refuse(kind: str, page: Page, wording: Wording, values: Mapping[str, Value]) -> None:
    """Nothing goes out with an empty heading, nor with what this kind must never contain."""
    parts = [*page.parts, Part(kind="rule"), *(wording.frame.parts if LETTERS[kind].common else ())]
    filled = dict(_answers(parts, {**values, WHOLE: "the letter"}))
    forbidden = too_much(kind, {name: "said" for part in page.parts for name in _names(part.text)})
    empty = missing(kind, filled)
    if empty or (forbidden and not LETTERS[kind].nothing_else):
        unsaid = tuple(name for part in parts for name in _names(part.text) if name != WHOLE and not values.get(name))
        raise Incomplete(kind, empty, unsaid, forbidden)


def _answers(parts: list[Part], values: Mapping[str, Value]) -> Iterator[tuple[str, object]]:
    """What stands under each mandatory heading; empty as soon as one place in it stays empty."""
    sections: list[list[Part]] = []
    for part in parts:
        if part.kind in ("title", "heading", "rule") or not sections:
            sections.append([])
        sections[-1].append(part)
    for section in sections:
        head, *below = section
        of_heading = below if head.kind == "heading" else section
        for name in head.says if head.kind == "heading" else ():
            yield name, _text(of_heading, values)
        for part in section:
            if part.kind != "heading":
                for name in part.says:
                    yield name, _text([part], values)


def _text(parts: list[Part], values: Mapping[str, Value]) -> str:
    places = [name for part in parts for name in _names(part.text)]
    if any(not values.get(name) for name in places):
        return ""
    return " ".join(part.text for part in parts)


def _names(text: str) -> list[str]:
    return PLACE.findall(text)


def _filled(text: str, values: Mapping[str, Value]) -> str:
    def one(name: str) -> str:
        value = values.get(name, "")
        return value if isinstance(value, str) else "; ".join(value)

    return PLACE.sub(lambda found: one(found.group(1)), text).strip()


def _framed(own: tuple[Block, ...], around: tuple[Block, ...]) -> tuple[Block, ...]:
    """The letter inside its frame: its title first, then the frame's head, the rest, and the frame's foot."""
    place = next(number for number, block in enumerate(around) if block.kind == WHOLE)
    titles = tuple(block for block in own if block.kind == "title")
    rest = tuple(block for block in own if block.kind != "title")
    return (*titles, *around[:place], *rest, *around[place + 1 :])


def _blocks(page: Page, values: Mapping[str, Value]) -> Iterator[Block]:
    for part in page.parts:
        names = _names(part.text)
        if names == [WHOLE] and WHOLE in values:
            yield Block(kind=WHOLE)
        elif part.kind == "rule":
            yield Block(kind="rule")
        else:
            yield from _filled_part(part, values)


def _filled_part(part: Part, values: Mapping[str, Value]) -> Iterator[Block]:
    """One part; a place filled with several things becomes a list of items between what stands before and after."""
    runs: list[Run] = []
    for words, is_place, strong in _pieces(part.text):
        value = values.get(words, "") if is_place else words
        if isinstance(value, tuple):
            if _worth(runs):
                yield Block(kind=part.kind, runs=_trimmed(runs))
            for item in value:
                yield Block(kind="item", runs=(Run(item),))
            runs = []
        elif value:
            runs.append(Run(value, strong))
    if _worth(runs):
        yield Block(kind=part.kind, runs=_trimmed(runs))


def _pieces(text: str) -> Iterator[tuple[str, bool, bool]]:
    """The words and places of a text in order: the words or the place's name, whether a place, whether strong."""
    for nth, stretch in enumerate(STRONG.split(text)):
        for number, words in enumerate(PLACE.split(stretch)):
            yield words, bool(number % 2), bool(nth % 2)


def _worth(runs: list[Run]) -> bool:
    return any(run.text.strip() for run in runs)


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    kept = [run for run in runs if run.text]
    first, last = kept[0], kept[-1]
    kept[0] = Run(first.text.lstrip(), first.strong)
    kept[-1] = Run(kept[-1].text.rstrip(), last.strong)
    return tuple(kept)
