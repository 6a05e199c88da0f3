"""From ``procedure.yaml``, ``text.md`` and ``calendar.json`` to an :class:`~alteram.rulebook.model.Edition`.

Every error names file and line, says what is wrong and what would be right; all are listed at once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from alteram import acts as vocabulary
from alteram.errors import AlteramError
from alteram.rulebook import document, people_rules, steps, time
from alteram.rulebook.document import CannotBeRead, Located, Problem
from alteram.rulebook.model import Edition, Limitation, Offence, Protected, Sanction, Stage, Step
from alteram.rulebook.reader import Reader

KEYS = frozenset(
    [
        "alteram",
        "body",
        "procedure",
        "version",
        "adopted",
        "in_force_from",
        "replaces",
        "which_version",
        "time",
        "offences",
        "limitation",
        "proof",
        "sanctions",
        "roles",
        "pools",
        "several",
        "directions",
        "groups",
        "conflicts",
        "contact",
        "stages",
        "steps",
        "publication",
        "retention",
        "explained_by_text",
    ]
)
ASKED = "at every decision"
CLAUSE = re.compile(r"^\*\*(\d+(?:\.\d+)*[a-z]?)\*\*\s*(.*)$")


def load(folder: Path) -> Edition:
    """The edition in a folder, or :class:`CannotBeRead` with every problem."""
    root = document.read(folder / "procedure.yaml")
    text = folder / "text.md"
    clauses = read_clauses(text.read_text(encoding="utf-8")) if text.exists() else {}
    frozen = folder / "calendar.json"
    calendar = json.loads(frozen.read_text(encoding="utf-8")) if frozen.exists() else None
    return read_edition(root, file="procedure.yaml", clauses=clauses, frozen_calendar=calendar, body=folder.parent.name)


def read_clauses(text: str) -> dict[str, str]:
    """Clause number -> words, from the rules as members read them (a clause begins `**7.1** …`)."""
    found: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        match = CLAUSE.match(line)
        if match:
            current = match[1]
            found[current] = match[2]
        elif line.startswith("#"):
            current = ""
        elif current and line.strip():
            found[current] += " " + line.strip()
    return found


def read_edition(
    root: Located,
    *,
    file: str,
    clauses: Mapping[str, str],
    body: str = "",
    frozen_calendar: Mapping[str, object] | None = None,
) -> Edition:
    """The edition in a document."""
    reader = Reader(file=file)
    top = reader.keys(root, KEYS, "The rule book")
    missing = [
        key for key in ("procedure", "version", "in_force_from", "time", "roles", "stages", "steps") if key not in top
    ]
    for key in missing:
        reader.problem(root, f"The rule book has no “{key}”.", f"Add `{key}:`.")
    if missing:
        raise CannotBeRead(tuple(reader.problems))
    step_maps = reader.keys(top["steps"], frozenset(top["steps"].map or {}), "steps")
    reader.stages = frozenset(top["stages"].map or {})
    reader.steps = {name: steps.result_names(at) for name, at in step_maps.items()}
    roles = people_rules.read_roles(reader, top["roles"])
    read_steps = {name: steps.read_step(reader, name, at, roles) for name, at in step_maps.items()}
    groups = people_rules.read_groups(reader, top.get("groups"))
    conflicts, interests = people_rules.read_conflicts(reader, top.get("conflicts"), groups)
    edition_sanctions = _sanctions(reader, top.get("sanctions"))
    canonical = canonical_form(root, clauses, frozen_calendar)
    edition = Edition(
        body=reader.text(top.get("body"), body),
        title=reader.text(top["procedure"]),
        version=reader.text(top["version"]),
        in_force_from=reader.day(top["in_force_from"]),
        replaces=reader.text(top.get("replaces")),
        calendar=time.read_calendar(reader, top["time"], frozen_calendar),
        clocks_run_from_receipt=time.from_receipt(reader, top["time"]),
        which_version=_versions(reader, top.get("which_version")),
        offences=_offences(reader, top.get("offences"), tuple(edition_sanctions)),
        protected=_protected(reader, top.get("offences")),
        limitation=_limitation(reader, top.get("limitation")),
        proof={key: reader.text(at) for key, at in _map(top.get("proof")).items()},
        sanctions=edition_sanctions,
        roles=roles,
        pools=people_rules.read_pools(reader, top.get("pools")),
        groups=groups,
        conflicts=conflicts,
        interests=interests,
        stages=_stages(reader, top["stages"]),
        steps=read_steps,
        clauses=dict(clauses),
        publication=_plain(top.get("publication")),
        canonical=canonical,
        digest=hashlib.sha256(canonical).hexdigest(),
    )
    _check_whole(reader, root, edition, top)
    if reader.problems:
        raise CannotBeRead(tuple(sorted(reader.problems, key=lambda problem: problem.line)))
    return edition


def canonical_form(root: Located, clauses: Mapping[str, str], calendar: Mapping[str, object] | None) -> bytes:
    """The bytes whose SHA-256 names the edition: procedure, text and frozen calendar, keys sorted, all scalars text."""
    whole = {"procedure": root.plain(), "text": dict(clauses), "calendar": calendar or {}}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _map(at: Located | None) -> Mapping[str, Located]:
    return (at.map or {}) if at is not None else {}


def _plain(at: Located | None) -> Mapping[str, object]:
    return {key: value.plain() for key, value in _map(at).items()}


def _versions(reader: Reader, at: Located | None) -> dict[str, str]:
    found = {}
    for key, value in _map(at).items():
        if key != "transitional":
            found[key] = reader.text(value.map.get("use") if value.map is not None else value)
    return found


def _range(words: Iterable[str], ladder: tuple[str, ...]) -> Iterable[str]:
    for word in words:
        lowest, dots, highest = word.partition(" .. ")
        if dots and lowest in ladder and highest in ladder:
            yield from ladder[ladder.index(lowest) : ladder.index(highest) + 1]
        else:
            yield word


def _offences(reader: Reader, at: Located | None, ladder: tuple[str, ...]) -> dict[str, Offence]:
    found = {}
    for key, value in _map(at).items():
        if "never_an_offence" in _map(value):
            continue
        keys = reader.keys(value, {"title", "sanctions", "not"}, f"Offence {key}")
        names = tuple(_range(reader.texts(keys.get("sanctions")), ladder))
        for name in names:
            if name not in ladder:
                reader.problem(value, f"There is no sanction “{name}”.", "Known: " + ", ".join(ladder) + ".")
        found[key] = Offence(clause=key, title=reader.text(keys.get("title")), sanctions=names)
    return found


def _protected(reader: Reader, at: Located | None) -> Protected | None:
    """What is never an offence, where each decision is asked about it."""
    for key, value in _map(at).items():
        if "never_an_offence" in _map(value):
            keys = reader.keys(value, {"clause", "never_an_offence", "asked"}, f"offences, {key}")
            asked = keys.get("asked")
            if asked is None:
                return None
            if reader.text(asked) != ASKED:
                reader.problem(asked, f"Nothing is asked “{reader.text(asked)}”.", f"Write `asked: {ASKED}`.")
            return Protected(clause=reader.text(keys.get("clause")), reasons=reader.texts(keys["never_an_offence"]))
    return None


def _sanctions(reader: Reader, at: Located | None) -> dict[str, Sanction]:
    found: dict[str, Sanction] = {}
    allowed = {"hearing", "lasts", "vote", "by", "credit", "rejoin"}
    for rank, (name, value) in enumerate(_map(at).items()):
        keys = reader.keys(value, allowed, f"Sanction {name}") if value.map is not None else {}
        lasts = reader.text(keys.get("lasts"))
        bare = lasts.removeprefix("up to ")
        length = None
        if lasts and lasts != "for life":
            length = reader.length(Located(bare, keys["lasts"].line))
        found[name] = Sanction(
            name=name,
            rank=rank,
            hearing_required=reader.text(keys.get("hearing")) == "required",
            lasts=length,
            up_to=bare != lasts,
            for_life=lasts == "for life",
            rejoin=reader.text(keys.get("rejoin")),
            vote=reader.text(keys.get("vote")),
        )
    return found


def _limitation(reader: Reader, at: Located | None) -> Limitation | None:
    if at is None:
        return None
    keys = reader.keys(at, {"clause", "complaint_within", "late_only_by", "unless"}, "limitation")
    if "complaint_within" not in keys:
        reader.problem(at, "limitation has no “complaint_within”.", "For example: 12 months of conduct.")
        return None
    phrase = keys["complaint_within"]
    length, _, start = reader.text(phrase).partition(" of ")
    if start not in ("conduct", "conduct or knowledge"):
        reader.problem(
            phrase, f"A time bar cannot run from “{start}”.", "Write `of conduct` or `of conduct or knowledge`."
        )
    return Limitation(
        clause=reader.text(keys.get("clause")),
        within=reader.length(Located(length, phrase.line)),
        or_knowledge=start.endswith("knowledge"),
        late_only_by=reader.text(keys.get("late_only_by")),
    )


def _stages(reader: Reader, at: Located) -> dict[str, Stage]:
    found = {}
    for name, value in _map(at).items():
        keys = reader.keys(value, {"begins", "ends", "clause", "title"}, f"Stage {name}")
        begins, ends = (
            tuple(reader.step_result(item) for item in keys[key].each()) if key in keys else ()
            for key in ("begins", "ends")
        )
        found[name] = Stage(name=name, begins=begins, ends=ends)
    return found


def _check_whole(reader: Reader, root: Located, edition: Edition, top: Mapping[str, Located]) -> None:
    starts = [step for step in edition.steps.values() if step.starts_case]
    ends = [step for step in edition.steps.values() if step.ends_case]
    if len(starts) != 1 or not starts[0].is_act("complaint_received"):
        reader.problem(root, "Exactly one step must start a case.", "One complaint_received with `starts_case: true`.")
    if len(ends) != 1 or not ends[0].is_act("case_closed"):
        reader.problem(root, "Exactly one step must end a case.", "One case_closed with `ends_case: true`.")
    if edition.clauses:
        for step in edition.steps.values():
            _check_clause(reader, step, edition)
        _check_text(reader, edition, top)


def _check_clause(reader: Reader, step: Step, edition: Edition) -> None:
    if step.clause not in edition.clauses:
        at = Located("", step.line)
        reader.problem(
            at,
            f"Step “{step.name}” rests on clause {step.clause}, which the text does not have.",
            "Cite a clause of text.md.",
        )


def _cited(at: Located, inside: str = "") -> Iterable[str]:
    if at.map is not None:
        for key, value in at.map.items():
            if key == "clause" and value.text:
                yield value.text
            if inside in ("offences", "explained_by_text"):
                yield key
            yield from _cited(value, key)
    elif at.list is not None:
        for item in at.list:
            yield from _cited(item)


def _check_text(reader: Reader, edition: Edition, top: Mapping[str, Located]) -> None:
    whole = Located(dict(top), 1)
    cited = set(_cited(whole))
    for clause in edition.clauses:
        if clause not in cited and not any(other.startswith(clause + ".") for other in edition.clauses):
            reader.problem(
                top.get("explained_by_text", whole),
                f"Clause {clause} of the text has neither a rule nor a stated reason for having none.",
                "Cite it in a rule, or add it to `explained_by_text`.",
            )


def parse_day(word: str) -> date:
    """A day as the record writes it, 2026-03-14."""
    return date.fromisoformat(word)


__all__ = ["AlteramError", "Problem", "load", "parse_day", "read_clauses", "read_edition", "vocabulary"]
