"""The command as a person runs it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from alteram import cli, codec, worked
from alteram.codec import Entry
from alteram.codes import FLOORS
from alteram.ledger import export
from alteram.rulebook.editions import load_rulebook
from tests.alteram.ledger import exports
from tests.alteram.ledger.exports import EXPORTS, LOG

KEYS = ["--key", str(LOG.public), "--key", str(EXPORTS.public), "--key", str(exports.WITNESS.public)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    export.write(exports.contents(), tmp_path / "record", EXPORTS)
    return tmp_path / "record"


def test_a_whole_record_is_fine(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(path), *KEYS]) == cli.FINE

    last = capsys.readouterr().out.splitlines()[-1]
    assert last == (
        "No problem found. Checked of lantern.example/log: "
        "15 files, 8 entries (0 withheld, 7 in the tree), 2 checkpoints."
    )


def test_quick_looks_at_the_manifest_only(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "--quick", str(path), *KEYS]) == cli.FINE
    assert capsys.readouterr().out == "No problem found. Checked of lantern.example/log: 15 files.\n"


def test_an_altered_record_is_not(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path / "links").write_bytes(bytes(8 * 32))

    assert cli.main(["verify", str(path), *KEYS]) == cli.PROBLEMS
    printed = capsys.readouterr().out
    assert "PROBLEM links: The file was altered" in printed
    assert f"PROBLEM entries.jsonl, entry 0 of chain {exports.FIRST}:" in printed
    assert "Note: " in printed


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(tmp_path / "nowhere")]) == cli.UNREADABLE
    assert capsys.readouterr().err.startswith("E-UNREADABLE: ")
    assert cli.main(["verify", str(tmp_path), "--key", "mistyped"]) == cli.UNREADABLE
    assert capsys.readouterr().err.startswith("E-KEY: ")
    with pytest.raises(SystemExit) as stopped:
        cli.main(["conjure"])
    assert stopped.value.code == cli.UNREADABLE


def test_it_runs_without_site_and_database(path: Path) -> None:
    """Imports of anything the pure package does not bring are made to fail."""
    script = (
        "import sys\n"
        "for name in ('django', 'psycopg', 'sqlite3', 'alteram_web'):\n"
        "    sys.modules[name] = None\n"
        "from alteram import cli\n"
        f"sys.exit(cli.main(['verify', {str(path)!r}]))\n"
    )
    source = Path(cli.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(source)}, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "No problem found." in done.stdout


def test_an_adopted_calendar_is_not_frozen_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = tmp_path / "2026"
    shutil.copytree(Path(__file__).parents[2] / "rulebooks" / "pennywater-rowing" / "2026", edition)
    adopted = (edition / "calendar.json").read_bytes()

    assert cli.main(["freeze", str(edition)]) == cli.PROBLEMS
    assert "keeps it" in capsys.readouterr().out
    assert (edition / "calendar.json").read_bytes() == adopted

    assert cli.main(["freeze", "--again", str(edition)]) == cli.FINE
    assert (edition / "calendar.json").read_bytes() == adopted, "nothing has changed since"


RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
CASES = RULEBOOKS / "lantern-league" / "2025" / "worked"


def _export(tmp_path: Path, entries: Sequence[Entry]) -> Path:
    """An export that holds the entries as one chain, and another chain that is no case."""
    other = replace(entries[0], case=exports.SECOND, step=None, edition="")
    bodies = [tuple(map(codec.encode, entries)), (codec.encode(other),)]
    links = {entries[0].case: bodies[0], exports.SECOND: bodies[1]}
    lines = [{"chain": name, "length": len(one)} for name, one in links.items()]
    folder = tmp_path / "record"
    folder.mkdir()
    (folder / "chains.jsonl").write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))
    (folder / "entries.jsonl").write_bytes(b"".join(body + b"\n" for one in links.values() for body in one))
    return folder


def _told(story: str) -> list[Entry]:
    people, names = worked.read_people(CASES.parent / "people.yaml")
    told = worked.run(worked.read_story(CASES / f"{story}.yaml", names), load_rulebook(CASES.parents[1]), people)
    return told.entries


def test_replay_tells_a_worked_case_and_judges_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["replay", str(CASES / "R03.yaml")]) == cli.FINE
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "R03: Notice too short"
    assert printed[-2:] == ["18 entries, 7 attempts refused, 0 expectations missed.", "No breach was found."]

    assert cli.main(["replay", str(CASES / "R01.yaml")]) == cli.FINE
    assert capsys.readouterr().out.endswith("Nothing was entered, so nothing was against the rules.\n")


def test_replay_judges_an_export_and_says_it_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [entry for entry in _told("G01") if entry.step != "acknowledge"]
    numbered = [replace(entry, index=number) for number, entry in enumerate(entries)]
    path = _export(tmp_path, numbered)

    assert cli.main(["replay", str(path), "--rules", str(CASES.parents[1])]) == cli.PROBLEMS
    assert "Who held which role is taken as the record says." in capsys.readouterr().out

    assert cli.main(["replay", str(path), "--rules", str(CASES.parents[1]), "--json"]) == cli.PROBLEMS
    (case,) = json.loads(capsys.readouterr().out)
    first = case["breaches"][0]
    assert (first["step"], first["code"], first["clause"]) == ("acknowledge", "E-OVERDUE", "4.1")


def test_replay_can_look_at_order_and_time_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = ["--rules", str(CASES.parents[1]), "--order"]
    (tmp_path / "whole").mkdir()
    assert cli.main(["replay", str(_export(tmp_path / "whole", _told("G01"))), *rules]) == cli.FINE
    told_of = "Looked at: cases 1, entries 47. Cases with a step out of its place or its day: 0."
    assert capsys.readouterr().out.startswith(told_of)

    entries = [entry for entry in _told("G01") if entry.step != "charge"]
    path = _export(tmp_path, [replace(entry, index=number) for number, entry in enumerate(entries)])
    assert cli.main(["replay", str(path), *rules]) == cli.PROBLEMS
    printed = capsys.readouterr().out
    assert "entry 28, 2026-04-10  give_notice  [E-STAGE] Against rule 7.1: it belongs to the stage" in printed
    assert "the floors and what the clock owed were not looked at." in printed

    assert cli.main(["replay", str(path), *rules, "--json"]) == cli.PROBLEMS
    told = json.loads(capsys.readouterr().out)
    assert (told["cases"], told["entries"], told["asked_of_the_engine"]) == (1, 46, 0)
    assert told["out_of_order"][0]["step"] == "give_notice"

    assert cli.main(["replay", str(path), *rules, "--on", "2026-03-01"]) == cli.FINE


def test_explain_says_where_a_case_stood_and_how_each_day_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["explain", str(CASES / "G01.yaml"), "--on", "2026-02-20"]

    assert cli.main(wanted) == cli.FINE
    printed = capsys.readouterr().out
    assert "On Friday 20 February 2026, under edition 2025 of Lantern League." in printed
    assert "Stages: inquiry, suspended." in printed
    assert "60 days after Monday 19 January 2026, which is not counted, end on Friday 20 March 2026." in printed

    assert cli.main([*wanted, "--json"]) == cli.FINE
    told = json.loads(capsys.readouterr().out)
    report = next(owed for owed in told["owed"] if owed["step"] == "report")
    assert report["due"]["day"] == "2026-03-20"
    assert report["due"]["start"] == "2026-01-19"
    assert report["due"]["clause"] == "4.3"
    assert told["standing"] == "interim until 2026-07-25"


def test_fairness_prints_every_floor_of_a_worked_case_and_ends_with_one_where_something_was_breached(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["fairness", str(CASES / "G02.yaml")]) == cli.FINE
    printed = capsys.readouterr().out
    assert "Fairness ledger of case G02" in printed
    assert all(f"({floor})" in printed for floor in FLOORS)

    other = CASES.parents[2] / "commonweal-party" / "2026.1" / "worked" / "CP05.yaml"
    assert cli.main(["fairness", str(other), "--json"]) == cli.PROBLEMS
    (told,) = json.loads(capsys.readouterr().out)
    assert [one["codes"] for one in told["lines"] if one["codes"]] == [["E-CONTACT-RULE"]] * 3


def test_what_cannot_be_judged_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _export(tmp_path, _told("R03"))

    assert cli.main(["replay", str(path)]) == cli.UNREADABLE
    assert "--rules" in capsys.readouterr().err
    assert cli.main(["replay", str(path), "--rules", str(RULEBOOKS / "pennywater-rowing")]) == cli.UNREADABLE
    assert "holds no case" in capsys.readouterr().err
    assert cli.main(["explain", str(CASES / "G01.yaml"), "--on", "2020-01-01"]) == cli.UNREADABLE
    assert "Nothing had been entered" in capsys.readouterr().err
    assert cli.main(["explain", str(CASES / "G01.yaml"), "--case", "G02", "--on", "2026-02-20"]) == cli.UNREADABLE
    assert "There is no case G02 here." in capsys.readouterr().err
