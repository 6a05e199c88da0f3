"""The pages of the reference that are drawn from the code: acts, codes, floors, letters, the procedure file.

``python -m alteram.reference docs/reference`` writes them; a test of the house fails if a page differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from alteram.acts import (
    ACTS,
    CHARGE_FIELDS,
    CONFLICTING,
    HOUSE_ACTS,
    SEPARATED,
    TOGETHER,
    Act,
    Field,
)
from alteram.codes import CODES, FLOORS, Floor
from alteram.letters import COMMON, LETTERS, Letter
from alteram.rulebook import page, schema

_DRAWN = "<!-- Drawn from the code: python -m alteram.reference docs/reference -->"
_WHEN = {
    "S": "as a step of the rule book",
    "A": "at any time",
    "A or S": "at any time, or as a step of the rule book",
    "C": "by the product alone",
}


def _plain(capacity: str) -> str:
    return "anyone in the case" if capacity == "anyone" else capacity.replace("_", " ")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _coded(words: Iterable[str]) -> str:
    return _listed(f"`{word}`" for word in words)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(heads: Sequence[str], rows: Iterable[str]) -> list[str]:
    return [_row(*heads), "|" + "---|" * len(heads), *rows]


def _page(title: str, *parts: str) -> str:
    return "\n".join([f"# {title}", "", _DRAWN, "", *parts]) + "\n"


def _who(act: Act) -> str:
    marked = [_plain(one) + (" ★" if one in act.own_hand_by else "") for one in act.who]
    more = " (by that person alone)" if act.strictly_own else ""
    return _listed(marked) + more + (f", {act.hands} people" if act.hands > 1 else "")


def _need(field: Field) -> str:
    if field.required:
        return "always"
    return f"with {_coded(field.required_on)}" if field.required_on else ""


def _field_row(field: Field) -> str:
    said = _listed(field.choices) if field.choices else field.hint
    kind = field.kind + (" ~" if field.forgettable else "")
    return _row(f"`{field.name}`", kind, field.question, said, _need(field))


def _effect(act: Act) -> str:
    if act.effect == "none":
        return act.effect_note
    if act.effect_if:
        return f"{act.effect}, with {_coded(act.effect_if)}"
    return f"{act.effect}, if `{act.effect_flag}`" if act.effect_flag else act.effect


def _clock(act: Act) -> str:
    if not act.clock:
        return ""
    return _coded(act.clock) + (", by the seeded draw" if act.drawn else "")


def _results(act: Act) -> str:
    return "the names in the book's list of sanctions" if act.outcomes_from else _coded(act.outcomes)


def _owes(act: Act) -> str:
    return "; ".join(
        f"`{one.act}` within {one.within}"
        + (f", with {_coded(one.on)}" if one.on else "")
        + (", by the clock at last" if one.ends_in == "deem" else "")
        for one in act.owes
    )


def _facts(act: Act) -> list[str]:
    pairs = (
        ("Who", _who(act)),
        ("When", _WHEN[act.when] + (", also after the end" if act.after_end else "")),
        ("Results", _results(act)),
        ("Effect", _effect(act)),
        ("Open to the clock", _clock(act)),
        ("Owes", _owes(act)),
        ("Letters", _listed(f"{kind} (written into)" if kind in act.fills_only else kind for kind in act.letters)),
        ("Floors", _listed(act.floors)),
        ("Class of record", act.record_class.replace("_", " ")),
    )
    return [f"- {name}: {value}" for name, value in pairs if value]


def _act(act: Act) -> list[str]:
    lines = [f"### `{act.name}`", "", f"{act.title}.", "", *_facts(act)]
    if act.fields:
        rows = map(_field_row, act.fields)
        lines += ["", *_table(("field", "kind", "question", "choices or hint", "needed"), rows)]
    return [*lines, ""]


def _sections(acts: Mapping[str, Act]) -> list[str]:
    lines: list[str] = []
    section = ""
    for act in acts.values():
        if act.section != section:
            section = act.section
            lines += [f"## {section}", ""]
        lines += _act(act)
    return lines


def acts_page() -> str:
    """Every act with who may do it, its fields, results, effect, floors and letters."""
    charge = _table(("field", "kind", "question", "choices or hint", "needed"), map(_field_row, CHARGE_FIELDS))
    pairs = _listed(f"{_plain(one)} and {'any other' if two == 'anyone' else _plain(two)}" for one, two in CONFLICTING)
    lines = [
        "An act is a kind of deed that the product understands. A step of a rule book is one of these, or several that",
        "travel together. ★ marks what comes from a person's own hand: entered by that person, or by clerk or intake",
        "with the person's paper. ~ marks a text that leaves the entry and may be forgotten. Every act also takes",
        "`reasons`.",
        "",
        *_sections(ACTS),
        *_sections(HOUSE_ACTS),
        "## What each charge says",
        "",
        *charge,
        "",
        "## What travels together",
        "",
        *(f"- {_coded(group)}" for group in TOGETHER),
        "",
        "## What one person may not be twice",
        "",
        f"In one case or in linked cases nobody holds two of: {_listed(map(_plain, SEPARATED))}.",
        f"Nor, in one case: {pairs}.",
    ]
    return _page("Acts", *lines)


def codes_page() -> str:
    """Every code of a refusal with its meaning, its floors and what would mend it."""
    rows = (_row(f"`{one.code}`", one.title, _listed(one.floors), one.remedy) for one in CODES.values())
    return _page(
        "Codes",
        "A refusal carries a code for machines, which never changes, and a sentence for people. What is said here in",
        "general the product says of the case at hand, with the first lawful day where there is one.",
        "",
        *_table(("code", "what is wrong", "floor", "what would mend it"), rows),
    )


def _guard(floor: Floor) -> str:
    parts = [_coded(floor.codes)] if floor.codes else []
    return "; ".join([*parts, floor.where] if floor.where else parts)


def floors_page() -> str:
    """Every floor with the codes that enforce it, or where else it is enforced."""
    by_floor = {
        ident: [act.name for act in (*ACTS.values(), *HOUSE_ACTS.values()) if ident in act.floors] for ident in FLOORS
    }
    rows = (
        _row(
            one.id,
            one.sentence,
            "every body" if one.level == "floor" else "values of the book",
            _guard(one),
            _coded(by_floor[one.id]),
        )
        for one in FLOORS.values()
    )
    return _page(
        "Floors",
        "No rule book and no switch turns these off. Where the third column says *values of the book*, the body sets",
        "the values and the product guards that they are kept.",
        "",
        *_table(("id", "what holds", "for", "enforced by", "acts"), rows),
    )


def _letter(one: Letter) -> list[str]:
    to = _listed(map(_plain, one.to)) or (f"whom the field `{one.to_from}` names" if one.to_from else "")
    facts = (
        ("To", "stays on the file" if one.internal else to),
        ("Common headings", "" if one.common else "none"),
        (
            "Never contains",
            "anything else" if one.nothing_else else _listed(name.replace("_", " ") for name in one.hides),
        ),
    )
    return [
        f"## {one.kind} {one.title}",
        "",
        *(f"- {name}: {value}" for name, value in facts if value),
        "",
        *_table(("heading", "what it says"), (_row(f"`{head.name}`", head.question) for head in one.contents)),
        "",
    ]


def letters_page() -> str:
    """Every kind of letter with the headings it may not leave empty."""
    return (
        _page(
            "Letters",
            "No letter goes out while one of its headings is empty. What does not apply is said in words.",
            "",
            "## Common headings",
            "",
            *_table(("heading", "what it says"), (_row(f"`{head.name}`", head.question) for head in COMMON)),
            "",
            *(line for one in LETTERS.values() for line in _letter(one)),
        ).rstrip("\n")
        + "\n"
    )


def pages() -> Mapping[str, str]:
    """File name of each drawn page and its text."""
    return {
        "acts.md": acts_page(),
        "codes.md": codes_page(),
        "floors.md": floors_page(),
        "letters.md": letters_page(),
        page.NAME: page.drawn(),
        schema.NAME: schema.drawn(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages into the directory named. Returns an exit status: 0 done, 2 called wrongly."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        sys.stderr.write("Name the directory to write to: python -m alteram.reference docs/reference\n")
        return 2
    directory = Path(given[0])
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (directory / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
