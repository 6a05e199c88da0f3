"""Reading in a historical record: the owner alone, whole cases, chained, once, and to be verified like any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from alteram import cli, codec
from alteram.history import CannotTakeIn, KeptElsewhere
from alteram.procedure import Wish
from alteram_web.casework import bodies, clock, commands, directory, exporting, importing, rebuilding, record
from alteram_web.documents.accepting import accept

from .conftest import MONDAY, WREN, Roles, at, entries_of, rows

RECEIVED: dict[str, Any] = {
    "case": "2025/14", "at": "2025-02-03", "step": "receive", "by": [{"who": "Ada Fenn", "as": "complainant"}],
    "fields": {"channel": "post", "respondents": ["Bo Marl"], "conduct": ["2025-01-12"], "account": "He shouted."},
    "gaps": ["the answer of the respondent"],
}  # fmt: skip
TRIAGED: dict[str, Any] = {
    "case": "2025/14", "at": "2025-03-10", "step": "triage", "result": "investigate",
    "by": [{"who": WREN, "as": "triage"}],
}  # fmt: skip


@contextmanager
def as_owner() -> Iterator[None]:
    connection.close()
    connection.settings_dict["USER"] = "alteram_owner"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = "alteram_app"


def written(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def imported(body: bodies.Body, file: Path) -> importing.Imported:
    with as_owner():
        return importing.import_record(file, body, source="the box of 2025", accept=accept, now=at(MONDAY))


def test_a_record_is_read_in_chained_and_passes_every_check(
    body: bodies.Body, roles: Roles, tmp_path: Path, as_log: Callable[[], None]
) -> None:
    done = imported(body, written(tmp_path / "old.jsonl", RECEIVED, TRIAGED))

    chain = importing.chain_of(body, "2025/14")
    first, second = (codec.decode(raw) for raw in entries_of(roles, chain))
    assert (done.cases, done.entries, done.refused) == (1, 2, ())
    assert first.imported == {"source": "the box of 2025", "gaps": ["the answer of the respondent"]}
    assert second.by[0].who == WREN  # an id that was known stays
    assert directory.all_names(body.id, [first.by[0].who]) == {first.by[0].who: "Ada Fenn"}
    assert rebuilding.rebuild(body) == []
    with record.transaction(body.id):
        assert record.texts(record.load(body.id, chain)) == {(0, "account"): "He shouted."}
    key = [
        word
        for named in exporting.write(body, tmp_path / "export", now=at(MONDAY, 12))
        for word in ("--key", str(named))
    ]
    assert cli.main(["verify", str(tmp_path / "export"), *key]) == cli.FINE
    as_log()
    call_command("place")
    assert rows(roles, "SELECT count(*) FROM casework.place WHERE chain = %s", chain) == [(2,)]


def test_the_same_file_again_adds_nothing_and_other_words_are_refused(
    body: bodies.Body, roles: Roles, tmp_path: Path
) -> None:
    file = written(tmp_path / "old.jsonl", RECEIVED, TRIAGED)
    imported(body, file)
    before = rows(roles, "SELECT chain, index, link FROM casework.ledger_entry ORDER BY 1, 2")

    again = imported(body, file)
    other = imported(body, written(tmp_path / "other.jsonl", RECEIVED, TRIAGED, {**TRIAGED, "at": "2025-05-01"}))
    reworded = {**RECEIVED, "fields": {**RECEIVED["fields"], "account": "He whispered."}}
    words = imported(body, written(tmp_path / "words.jsonl", reworded, TRIAGED))

    assert (again.cases, again.known, again.refused) == (0, 1, ())
    for changed in (other, words):
        assert (changed.cases, changed.known) == (0, 0)
        assert "nothing is added to it" in str(changed.refused[0])
    assert rows(roles, "SELECT chain, index, link FROM casework.ledger_entry ORDER BY 1, 2") == before


EXHIBIT: dict[str, Any] = {
    "case": "2025/14", "at": "2025-03-01", "act": "evidence_added", "by": [{"who": "Ada Fenn", "as": "complainant"}],
    "fields": {"exhibit": "scans/note.txt", "source": "her purse"}, "papers": ["scans/note.txt"],
}  # fmt: skip


def test_papers_that_lie_beside_the_record_are_read_in_sealed_and_exported(
    body: bodies.Body, roles: Roles, tmp_path: Path
) -> None:
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "note.txt").write_text("Mind the gate.", encoding="utf-8")
    file = written(tmp_path / "old.jsonl", RECEIVED, EXHIBIT, TRIAGED)

    done, again = imported(body, file), imported(body, file)

    chain = importing.chain_of(body, "2025/14")
    entry = codec.decode(entries_of(roles, chain)[1])
    assert (done.cases, done.refused, again.cases, again.known) == (1, (), 0, 1)
    assert entry.data["exhibit"] == entry.papers[0].digest
    with record.transaction(body.id):
        opened = record.opened_paper(record.load(body.id, chain), entry.papers[0].digest)
    assert opened is not None
    assert (opened[1], opened[2][32:]) == ("text/plain", b"Mind the gate.")
    ((sealed,),) = rows(roles, "SELECT sealed FROM casework.paper WHERE chain = %s", chain)
    assert b"Mind the gate." not in bytes(sealed)
    exporting.write(body, tmp_path / "export", now=at(MONDAY, 12))
    assert cli.main(["verify", str(tmp_path / "export")]) == cli.FINE
    assert any(b"Mind the gate." in found.read_bytes() for found in (tmp_path / "export" / "papers").iterdir())

    (tmp_path / "scans" / "note.txt").write_text("Mind the gap.", encoding="utf-8")
    assert "nothing is added to it" in str(imported(body, file).refused[0])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gone.txt", "no such file"),
        ("../secret.txt", "in the folder of the record"),
        ("/etc/hostname", "in the folder of the record"),
        ("program.txt", "not taken|kinds"),
    ],
)
def test_a_paper_that_cannot_be_taken_in_keeps_its_case_out(
    body: bodies.Body, tmp_path: Path, name: str, why: str
) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("Not yours.", encoding="utf-8")
    (folder / "program.txt").write_bytes(b"\x7fELF\x02\x01\x01")
    paper = {**EXHIBIT, "fields": {**EXHIBIT["fields"], "exhibit": name}, "papers": [name]}

    done = imported(body, written(folder / "old.jsonl", RECEIVED, paper, TRIAGED))

    assert (done.cases, done.entries, [line.number for line in done.refused]) == (0, 0, [2])
    assert any(part in done.refused[0].why for part in why.split("|")), done.refused[0].why


def test_what_is_refused_is_named_with_its_line_and_the_rest_is_read_in(
    body: bodies.Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "old.jsonl", RECEIVED, {**RECEIVED, "case": "2025/15", "step": "guillotine"})
    file.write_text(file.read_text() + "this is no JSON\n")

    with as_owner(), pytest.raises(CommandError, match="Mend those lines"):
        call_command("import_record", body.slug, str(file), source="the box of 2025")

    said = capsys.readouterr().out
    assert "line 2 (case 2025/15): " in said
    assert "line 3: " in said
    assert "1 cases with 1 entries read in" in said


def test_the_site_has_no_way_to_add_history(body: bodies.Body, roles: Roles, tmp_path: Path) -> None:
    with pytest.raises(CannotTakeIn, match="owner"):
        importing.import_record(
            written(tmp_path / "old.jsonl", RECEIVED), body, source="the box", accept=accept, now=at(MONDAY)
        )
    for role in ("alteram_app", "alteram_log"):
        for statement in ("SELECT casework.stage_import()", "SELECT casework.import_staged()"):
            with roles.connect(role) as asked:
                asked.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    asked.execute(statement)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "no source": lambda raw: raw.replace(b'"source":"the box of 2025"', b'"source":""'),
    "no gaps": lambda raw: raw.replace(b'"gaps":["the answer of the respondent"],', b""),
    "another number": lambda raw: raw.replace(b'"index":0', b'"index":1'),
    "another chain": lambda raw: raw.replace(b'"case":"', b'"case":"0'),
    "erases": lambda raw: raw.replace(b'"complaint_received"', b'"text_erased"'),
}


@pytest.mark.parametrize("change", [*CHANGES, "another link", "rows of the house", "into a chain", "as it should be"])
def test_the_function_takes_nothing_that_does_not_hold_together(
    body: bodies.Body, roles: Roles, tmp_path: Path, change: str
) -> None:
    """The owner's own process may be wrong as well: the same rows without the change stand."""
    from alteram.ledger import chain as links

    imported(body, written(tmp_path / "old.jsonl", RECEIVED))
    chain = importing.chain_of(body, "2025/14")
    (raw,) = entries_of(roles, chain)
    new = chain if change == "into a chain" else uuid4()
    raw = raw.replace(str(chain).encode(), str(new).encode())
    raw = CHANGES[change](raw) if change in CHANGES else raw
    link = bytes(32) if change == "another link" else links.link(links.start(new.bytes), raw)
    come = '{"office_row": []}' if change == "rows of the house" else "{}"
    with roles.connect("alteram_owner") as asked:
        asked.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        asked.execute("SELECT casework.stage_import()")
        asked.execute("INSERT INTO pg_temp.staged_case VALUES (%s, %s, 'key', %s)", (new, uuid4(), come))
        asked.execute("INSERT INTO pg_temp.staged_entry VALUES (%s, 0, %s, %s)", (new, link, raw))
        if change == "as it should be":
            assert asked.execute("SELECT casework.import_staged()").fetchall() == [(1,)]
        else:
            with pytest.raises(psycopg.Error, match="E-RECORD"):
                asked.execute("SELECT casework.import_staged()")


def test_the_clock_leaves_history_alone_and_no_step_is_taken_in_it(body: bodies.Body, tmp_path: Path) -> None:
    imported(body, written(tmp_path / "old.jsonl", RECEIVED))
    chain = importing.chain_of(body, "2025/14")
    day = date(2026, 1, 13)

    assert clock.catch_up(body.id, chain, until=datetime(2027, 1, 1, tzinfo=UTC)) == 0
    said = {"rights_told": True, "adjustments_asked": True}
    with pytest.raises(KeptElsewhere):
        commands.act(
            Wish(case=str(chain), step="acknowledge", at=day, recorded=at(day), by=(WREN,), fields=said), body=body.id
        )
    with record.transaction(body.id):
        assert record.load(body.id, UUID(str(chain))).tip == 0
