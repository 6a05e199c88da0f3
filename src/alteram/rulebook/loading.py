"""From ``procedure.yaml``, ``text.md`` and ``calendar.json`` to an :class:`~alteram.rulebook.model.Edition`.

Every error names file and line, says what is wrong and what would be right; all are listed at once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from alteram.errors import AlteramError
from alteram.rulebook import document, people_rules, steps, tables, time
from alteram.rulebook.document import CannotBeRead, Located, Problem
from alteram.rulebook.grammar import TOP
from alteram.rulebook.model import Edition, Stage
from alteram.rulebook.reader import Reader
from alteram.rulebook.whole import check_whole

CLAUSE = re.compile(r"^\*\*(\d+(?:\.\d+)*[a-z]?)\*\*\s*(.*)$")
_read: dict[str, Edition] = {}  # by the digest of the files as they lie there
_KEPT = 64


def load(place: Path) -> Edition:
    """The edition in a folder, or in a lone procedure file, or :class:`CannotBeRead` with every problem.

    What was read once is kept by the digest of its files: the same bytes are not read twice.
    """
    folder = place.parent if place.is_file() else place
    file = place if place.is_file() else folder / "procedure.yaml"
    lone = place.is_file() and place.name != "procedure.yaml"
    besides = () if lone else (folder / "text.md", folder / "calendar.json")
    key = _digest_of((file, *besides), folder.parent.name)
    edition = _read.get(key)
    if edition is None:
        edition = _load(file, folder.parent.name, lone=lone)
        if len(_read) >= _KEPT:
            _read.clear()
        _read[key] = edition
    return edition


def forget() -> None:
    """Read everything anew from now on, as a fresh process would."""
    _read.clear()


def _digest_of(files: tuple[Path, ...], body: str) -> str:
    found = hashlib.sha256(body.encode())
    for file in files:
        held = file.read_bytes() if file.is_file() else b""
        found.update(f"\0{file.name}\0{len(held)}\0".encode())
        found.update(held)
    return found.hexdigest()


def _load(file: Path, body: str, *, lone: bool) -> Edition:
    root = document.read(file)
    text, frozen = file.parent / "text.md", file.parent / "calendar.json"
    if lone:
        return read_edition(root, file=file.name, clauses={}, body="")
    return read_edition(
        root,
        file=file.name,
        clauses=clauses_of(text) if text.exists() else {},
        frozen_calendar=_calendar(frozen) if frozen.exists() else None,
        body=body,
    )


def _calendar(file: Path) -> Mapping[str, object]:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise CannotBeRead(
            (Problem(file=file.name, line=line, wrong="This is not valid JSON.", right="Freeze the calendar anew."),)
        ) from error
    if not isinstance(held, dict):
        wrong = "A calendar is a map of its days."
        raise CannotBeRead((Problem(file=file.name, line=1, wrong=wrong, right="Freeze the calendar anew."),))
    return held


def clauses_of(file: Path) -> dict[str, str]:
    """The clauses of a text, of which each number stands once."""
    text = file.read_text(encoding="utf-8")
    seen: dict[str, int] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        match = CLAUSE.match(line)
        if match and match[1] in seen:
            wrong = f"Clause {match[1]} stands here for the second time (first on line {seen[match[1]]})."
            problems.append(Problem(file=file.name, line=number, wrong=wrong, right="Give it a number of its own."))
        elif match:
            seen[match[1]] = number
    if problems:
        raise CannotBeRead(tuple(problems))
    return read_clauses(text)


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
    reader = reader_of(root, file)
    if root.map is None:
        TOP.check(reader, root)
    else:
        TOP.check_needed(reader, root, TOP.what)
    if reader.problems:  # names cannot be looked up in tables that are not there
        raise _refused(reader)
    TOP.check(reader, root)
    top = reader.keys(root)
    if any(top[key].map is None for key in ("time", "roles", "stages", "steps")):
        raise _refused(reader)
    canonical = canonical_form(root, clauses, frozen_calendar)
    try:
        edition = _edition(reader, top, clauses, body, frozen_calendar, canonical)
    except AlteramError as error:  # what cannot even be held together once the problems listed stand
        if not reader.problems:
            raise CannotBeRead((Problem(file=file, line=1, wrong=error.sentence(), right=error.remedy),)) from error
        raise _refused(reader) from error
    check_whole(reader, root, edition)
    if reader.problems:
        raise _refused(reader)
    return edition


def _refused(reader: Reader) -> CannotBeRead:
    return CannotBeRead(tuple(sorted(reader.problems, key=lambda problem: problem.line)))


def reader_of(root: Located, file: str) -> Reader:
    """A reader that knows every name the document defines, so that any place may refer to any other."""
    top = root.map or {}
    parts = {
        key: (at.map or {} if (at := top.get(key)) is not None else {})
        for key in ("roles", "pools", "groups", "stages", "sanctions", "offences", "steps")
    }
    return Reader(
        file=file,
        names={
            "role": tuple(parts["roles"]),
            "role or capacity": (*parts["roles"], *_capacities(parts["roles"])),
            "body": tuple(name for name, at in parts["roles"].items() if at.map is not None and "body" in at.map),
            "pool": tuple(parts["pools"]),
            "group": tuple(parts["groups"]),
            "stage": tuple(parts["stages"]),
            "sanction": tuple(parts["sanctions"]),
            "offence": tuple(parts["offences"]),
        },
        steps={name: steps.result_names(at) for name, at in parts["steps"].items()},
    )


def _capacities(roles: Mapping[str, Located]) -> set[str]:
    """The capacities that some role of the book is."""
    named = {name: Reader.keys(at).get("is") for name, at in roles.items()}
    return {word.text or "" for at in named.values() if at is not None for word in at.each()}


def _edition(
    reader: Reader,
    top: Mapping[str, Located],
    clauses: Mapping[str, str],
    body: str,
    frozen_calendar: Mapping[str, object] | None,
    canonical: bytes,
) -> Edition:
    sanctions = tables.read_sanctions(reader, top.get("sanctions"))
    pools = people_rules.read_pools(reader, top.get("pools"))
    return Edition(
        body=reader.text(top.get("body"), body),
        title=reader.text(top["procedure"]),
        version=reader.text(top["version"]),
        in_force_from=reader.day(top["in_force_from"]),
        replaces=reader.text(top.get("replaces")),
        adopted=tables.read_adoption(reader, top.get("adopted")),
        calendar=time.read_calendar(reader, top["time"], frozen_calendar),
        clocks_run_from_receipt=time.from_receipt(reader, top["time"]),
        shortened_only_with=time.shortened_only_with(reader, top["time"]),
        which_version=tables.read_choices(reader, top.get("which_version")),
        transitional=tables.read_transitions(reader, top.get("which_version")),
        offences=tables.read_offences(reader, top.get("offences"), tuple(sanctions)),
        never_an_offence=tables.read_protected(reader, top.get("offences")),
        limitation=tables.read_limitation(reader, top.get("limitation")),
        proof=tables.read_proof(reader, top.get("proof")),
        sanctions=sanctions,
        roles=people_rules.read_roles(reader, top["roles"], pools),
        pools=pools,
        several=tables.read_several(reader, top.get("several")),
        directions=tables.read_directions(reader, top.get("directions")),
        groups=people_rules.read_groups(reader, top.get("groups")),
        conflicts=people_rules.read_conflicts(reader, top.get("conflicts")),
        interests=people_rules.read_interests(reader, top.get("conflicts")),
        declaring=people_rules.read_declaring(reader, top.get("conflicts")),
        contact=tables.read_contact(reader, top.get("contact")),
        stages=dict(_stages(reader, top["stages"])),
        steps={
            name: steps.read_step(reader, name, at, tuple(sanctions)) for name, at in reader.keys(top["steps"]).items()
        },
        clauses=dict(clauses),
        explained={clause: reader.text(why) for clause, why in reader.keys(top.get("explained_by_text")).items()},
        publication=tables.read_publication(reader, top.get("publication")),
        retention=tables.read_retention(reader, top.get("retention")),
        canonical=canonical,
        digest=hashlib.sha256(canonical).hexdigest(),
    )


def canonical_form(root: Located, clauses: Mapping[str, str], calendar: Mapping[str, object] | None) -> bytes:
    """The bytes whose SHA-256 names the edition: procedure, text and frozen calendar, keys sorted, all scalars text."""
    whole = {"procedure": root.plain(), "text": dict(clauses), "calendar": calendar or {}}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _stages(reader: Reader, at: Located) -> Iterator[tuple[str, Stage]]:
    for name, value in reader.keys(at).items():
        keys = reader.keys(value)
        begins, ends = (
            tuple(reader.step_result(item) for item in keys[key].each()) if key in keys else ()
            for key in ("begins", "ends")
        )
        clause, title = reader.text(keys.get("clause")), reader.text(keys.get("title"))
        yield name, Stage(name=name, begins=begins, ends=ends, clause=clause, title=title)
