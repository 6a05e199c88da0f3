"""The page of the reference about ``procedure.yaml``, drawn from the grammar: each key, what may stand, an example."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.rulebook.grammar import PLACES
from alteram.rulebook.shapes import Keys

NAME = "procedure.md"
_BEFORE = """\
# The procedure file

`rulebooks/BODY/EDITION/procedure.yaml` says in which order, by whom, by when and under which clause. It is YAML 1.2;
every value is read as text. A key that stands twice, a key or a phrase that is not on this page, a name that nothing
defines: each is refused with its line and what would be right. `alteram check rulebooks/BODY/EDITION` lists them all at
once, and then which [floors](floors.md) the book misses: a book that misses one is a draft, and is never adopted.

Beside it lie `text.md` (the rules as members read them; a clause begins `**7.1** …`), `calendar.json` (the frozen
working days), `letters/` (their wording), `people.yaml` and `worked/` (cases that run as tests).

`alteram schema` prints this page as a JSON Schema (also [kept here](procedure.schema.json)); an editor that knows it
completes keys and phrases as you type. `alteram canonical rulebooks/BODY/EDITION` prints the one form whose SHA-256,
`--digest`, names the edition in the minutes.

A comment begins with `#`. A phrase in capitals varies: `up to LENGTH` may be written `up to 24 months`. A length of
time is `N days`, `N working days`, `N clear days`, `N weeks`, `N months`, `N years` or `same day`;
[how days are counted](../explanation/how-days-are-counted.md) explains each. In a map on one line a comma ends the
value, so that a phrase after it reads as a key of its own; where that is usual, it is allowed.
"""
_TITLES = {
    "": "Top of the file",
    "steps.NAME": "A step: `steps.NAME`",
    "steps.NAME.then": "A duty: `steps.NAME.then`",
}
_AFTER = {
    "steps.NAME": "[Acts](acts.md) lists what a step can be, its results and who may take it.",
    "steps.NAME.then": (
        "`must` is owed; `may` is a right that lapses. `else: {deem: …}` then happens by itself, `else: {tell: …}`\n"
        "leaves it owed and shows it as overdue. A duty without a consequence is refused."
    ),
    "pools.NAME": "A pool may also be a bare number. Every other key is a category, with how many of it there are.",
    "retention": "Every other key is a sanction of the list.",
    "which_version": "Each may be one phrase, or that phrase with its clause.",
}


def drawn() -> str:
    """The whole page."""
    return _BEFORE + "".join(f"\n{section}" for section in _sections())


def _sections() -> Iterator[str]:
    for place, keys in PLACES.items():
        title = _TITLES.get(place, f"`{place}`")
        after = _AFTER.get(place, "")
        yield f"## {title}\n\n{_table(keys)}" + (f"\n{after}\n" if after else "")


def _table(keys: Keys) -> str:
    rows = ["| key | says | what may stand there | example |", "|---|---|---|---|"]
    for key, known in keys.keys.items():
        name = f"`{key}`" + (" (needed)" if known.needed else "")
        rows.append(f"| {name} | {known.says} | {known.shape.shown()} | `{key}: {known.example}` |")
    rows += [f"| `{key}` | A phrase that stands alone. | nothing | `{key}` |" for key in keys.bare]
    return "\n".join(rows) + "\n"
