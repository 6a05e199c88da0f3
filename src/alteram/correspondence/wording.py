"""The wording of a body's letters: one page of plain text for each kind, a frame around all, and standing phrases.

A page is a small part of Markdown: ``# title``, ``## heading``, paragraphs, ``> boxed``, ``- item``, ``---`` and
``**strong**``. ``{{ name }}`` is filled from the case. ``{#name}`` at the end of a heading or paragraph says which
mandatory heading of ``alteram.letters`` is answered there: a page that leaves one out does not load. Between two lines
of ``---`` at the top stand the sentences of the box that every letter begins with (``summary``, ``to_do``).

Every body shares one set (``rulebooks/letters/``). What a body (``rulebooks/BODY/letters/``) or one of its editions
(``rulebooks/BODY/EDITION/letters/``) writes itself stands before it: page by page, phrase by phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from alteram.codec import Entry
from alteram.dispatch import CORRECTION
from alteram.letters import COMMON, LETTERS, Letter
from alteram.rulebook.document import CannotBeRead, Problem

PLACE = re.compile(r"\{\{ *([a-z_]+) *\}\}")
SAYS = re.compile(r" *\{((?:#[a-z_]+ ?)+)\}$")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FRAME = "frame"
PHRASES = "phrases"
HEADINGS = "headings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading, paragraph or item of a page as it was written, with the mandatory headings it answers."""

    kind: str  # title, heading, paragraph, box, item, rule
    text: str = ""
    says: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The wording of one kind of letter, or of the frame."""

    parts: tuple[Part, ...]
    box: Mapping[str, str] = field(default_factory=dict)  # summary, to_do, counted

    @property
    def title(self) -> str:
        return next((part.text for part in self.parts if part.kind == "title"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a body writes: a page for each kind of letter it has words for."""

    frame: Page
    pages: Mapping[str, Page]  # "D26", or "D26-cleared" for one result, step or occasion
    phrases: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)  # what a book calls a heading → the heading of a kind

    def page(self, kind: str, entry: Entry, *, occasion: str = "", meant: str = "") -> Page | None:
        """The page of a letter that an entry owes: that for its step, the occasion or its result if there is one.

        What puts other letters right has a page of its own (``D42-correction``), or the built-in words.
        """
        if entry.overtakes and kind == CORRECTION:
            return self.pages.get(f"{kind}-correction")
        own = (self.pages.get(f"{kind}-{word}") for word in (entry.step, occasion, entry.result, meant) if word)
        return next((page for page in own if page is not None), None) or self.pages.get(kind)


PLAIN = Wording(frame=Page(parts=(Part(kind="paragraph", text="{{ letter }}"),)), pages={}, phrases={})
"""The wording of a body that has written none yet: its letters say plainly what was entered, with nothing around."""


def read_wording(folder: Path) -> Wording:
    """The wording of the edition whose letters lie in a folder, before the body's and what all share.

    :data:`PLAIN` where there is none at all.

    Raises :class:`~alteram.rulebook.document.CannotBeRead` with every problem.
    """
    layers = [layer for layer in (_shared(folder, 3), _shared(folder, 2), folder) if layer and layer.is_dir()]
    if not layers:
        return PLAIN
    problems: list[Problem] = []
    pages: dict[str, Page] = {}
    phrases: dict[str, str] = {}
    headings: dict[str, str] = {}
    for layer in layers:
        for file in sorted(layer.glob("*.md")):
            page = _page(file.read_text(encoding="utf-8"))
            problems += _problems(file, page)
            pages[file.stem] = page
        phrases |= _sentences(layer / f"{PHRASES}.yaml")
        headings |= _sentences(layer / f"{HEADINGS}.yaml")
    if FRAME not in pages:
        problems.append(
            _problem(folder / f"{FRAME}.md", 1, "This body has no frame for its letters.", "Write frame.md.")
        )
    if problems:
        raise CannotBeRead(tuple(problems))
    frame = pages.pop(FRAME)
    return Wording(frame=frame, pages=pages, phrases=phrases, headings=headings)


def _shared(folder: Path, up: int) -> Path | None:
    """The folder of letters so many folders further up; of the body, or of all bodies."""
    above = folder.resolve().parents
    return above[up - 1] / folder.name if len(above) >= up else None


def _problem(file: Path, line: int, wrong: str, right: str) -> Problem:
    return Problem(file=f"{file.parent.name}/{file.name}", line=line, wrong=wrong, right=right)


def _sentences(file: Path) -> Mapping[str, str]:
    if not file.is_file():
        return {}
    found = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")) or {}
    return {str(key): str(value).strip() for key, value in found.items()}


def _problems(file: Path, page: Page) -> Iterator[Problem]:
    kind = file.stem.partition("-")[0]
    wanted = COMMON if file.stem == FRAME else LETTERS[kind].contents if kind in LETTERS else None
    if wanted is None:
        yield _problem(file, 1, f"There is no letter of the kind {kind}.", "Name the file after a kind: D07.md.")
        return
    said = {name for part in page.parts for name in part.says}
    for heading in wanted:
        if heading.name not in said:
            yield _problem(file, 1, f"The letter does not say: {heading.question}",
                           f"Add a part that says it and end it with {{#{heading.name}}}.")  # fmt: skip
    known = {heading.name for heading in (*COMMON, *(LETTERS[kind].contents if kind in LETTERS else ()))}
    for part in page.parts:
        for name in part.says:
            if name not in known:
                yield _problem(file, part.line, f"“{name}” is no heading of this letter.", "Look it up in letters.md.")


def covers(letter: Letter, page: Page) -> frozenset[str]:
    """The mandatory headings that a page answers."""
    said = {name for part in page.parts for name in part.says}
    return frozenset(heading.name for heading in letter.contents if heading.name in said)


def _page(text: str) -> Page:
    lines = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text).split("\n")
    box: dict[str, str] = {}
    start = 0
    if lines and lines[0].strip() == "---":
        end = lines.index("---", 1)
        loaded = YAML(typ="safe", pure=True).load("\n".join(lines[1:end])) or {}
        box = {str(key): str(value).strip() for key, value in loaded.items()}
        start = end + 1
    return Page(parts=tuple(_parts(lines, start)), box=box)


_MARKS = (("# ", "title"), ("## ", "heading"), ("- ", "item"))


def _parts(lines: list[str], start: int) -> Iterator[Part]:
    gathered: list[str] = []
    began, kind = start, "paragraph"
    for number, line in enumerate([*lines[start:], ""], start + 1):
        whole = _whole(line, number)
        boxed = line.startswith(">")
        if gathered and (whole or not line.strip() or line.strip() == ">" or boxed != (kind == "box")):
            yield _part(kind, " ".join(gathered), began)
            gathered = []
        if whole:
            yield whole
        elif line.strip(" >"):
            if not gathered:
                began, kind = number, "box" if boxed else "paragraph"
            gathered.append(line.lstrip("> ").strip())


def _whole(line: str, number: int) -> Part | None:
    """A part that is one line by itself."""
    if line.strip() == "---":
        return Part(kind="rule", line=number)
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return _part(kind, line.removeprefix(mark).strip(), number)
    return None


def _part(kind: str, text: str, line: int) -> Part:
    found = SAYS.search(text)
    if found is None:
        return Part(kind=kind, text=text, line=line)
    says = tuple(word.removeprefix("#") for word in found.group(1).split())
    return Part(kind=kind, text=text[: found.start()], says=says, line=line)
