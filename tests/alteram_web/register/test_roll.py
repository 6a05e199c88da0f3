"""The roll: loaded as a whole or not at all, once; searched by number and name; and never a word of conduct."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from alteram.people import fictional_id
from alteram_web.casework import bodies, directory, rebuilding, record
from alteram_web.casework.entitled import keeps_members
from alteram_web.demonstration import members
from alteram_web.register import roll
from alteram_web.register.names import Marks, words
from bootstrap import postgres
from tests.register_fixtures import few, viewer

NAMED = ["Corwin Bale", "Niamh Sorrel"]
DEV = fictional_id("Dev Ashgrove")
LATER = datetime(2025, 3, 1, 12, tzinfo=UTC)


def load(
    body: bodies.Body, rows: list[dict[str, str]], as_of: str = "2024-01-01", now: datetime = members.LOADED
) -> roll.Loaded:
    return roll.load(body.id, rows, as_of=date.fromisoformat(as_of), by=DEV, now=now)


def loadings(body: bodies.Body) -> list[dict[str, object]]:
    with record.transaction(body.id):
        entries = record.load(body.id, body.house, "house").entries
    return [dict(entry.data) for entry in entries if "roll_loaded" in entry.acts]


def knocks(body: bodies.Body) -> list[dict[str, object]]:
    with record.transaction(body.id):
        chain = record.load(body.id, record.watch_of(None), "house_watch")
    return [{"act": entry.acts[0], **entry.data} for entry in chain.entries]


def everyone(body: bodies.Body) -> int:
    return roll.count(viewer(body, "Dev Ashgrove"))


def test_a_roll_is_loaded_with_an_entry_that_says_how_many_and_which(league: bodies.Body) -> None:
    done = load(league, few(NAMED))

    assert done.entered
    assert everyone(league) == done.members == 60
    assert loadings(league) == [{"as_of": "2024-01-01", "members": 60, "digest": done.digest}]
    assert rebuilding.rebuild(league) == []


def test_the_same_roll_twice_does_nothing_in_whatever_order(league: bodies.Body) -> None:
    load(league, few(NAMED))
    again = load(league, list(reversed(few(NAMED))), now=LATER)

    assert not again.entered
    assert len(loadings(league)) == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("number", "", "line 7: the number must be"),
        ("number", "LL-00001", "line 7: the number stands in an earlier line"),
        ("name", "", "line 7: the name is missing"),
        ("joined", "yesterday", "line 7: the day of joining"),
        ("joined", "2024-05-01", "line 7: the day of joining"),
        ("left", "1980-01-01", "line 7: the day of leaving"),
        ("reason", "expelled", "line 7: the reason is conduct (E-STATUS-DISCIPLINE"),
    ],
)
def test_a_malformed_line_is_named_and_nothing_is_loaded(
    league: bodies.Body, field: str, value: str, says: str
) -> None:
    rows = few(NAMED)
    rows[5][field] = value

    with pytest.raises(roll.RollProblem, match=says.replace("(", r"\(")):
        load(league, rows)

    assert everyone(league) == 0
    assert loadings(league) == []
    assert any(one["codes"] == ["E-STATUS-DISCIPLINE"] for one in knocks(league)) == (field == "reason")


def test_what_goes_wrong_after_the_entry_takes_the_entry_with_it(league: bodies.Body) -> None:
    rows = few(NAMED)
    rows[3]["person"] = rows[4]["person"] = "p-oneandsame"

    with pytest.raises(roll.RollProblem, match="the same person"):
        load(league, rows)

    assert everyone(league) == 0
    assert loadings(league) == []


def test_a_roll_keeps_the_address_that_is_known(league: bodies.Body) -> None:
    corwin = fictional_id("Corwin Bale")
    directory.put(league.id, corwin, "C. Bale", email="corwin@demo.invalid")

    load(league, few(NAMED))

    assert directory.email(league.id, corwin) == "corwin@demo.invalid"
    assert directory.all_names(league.id, [corwin]) == {corwin: "Corwin Bale"}


def test_a_second_roll_changes_what_changed_and_keeps_what_was(league: bodies.Body) -> None:
    rows = few(NAMED)
    load(league, rows)
    second = [dict(row) for row in rows if row["number"] != "LL-00002"]
    second[0]["branch"] = "Elsewhere"
    second.append({"number": "LL-00099", "name": "Perwen Larkden", "branch": "Dunfell", "joined": "2024-09-01"})

    done = load(league, second, as_of="2025-03-01", now=LATER)

    clerk = viewer(league, "Dev Ashgrove")
    assert done.changes == 3
    gone, moved, new = (roll.member(clerk, number) for number in ("LL-00002", "LL-00001", "LL-00099"))
    assert gone is not None
    assert moved is not None
    assert new is not None
    assert [event.what for event in gone.events][-1] == "left"
    assert moved.branch == "Elsewhere"
    assert [(event.what, event.on) for event in new.events] == [("joined", date(2024, 9, 1))]
    assert len(loadings(league)) == 2


def test_members_are_found_by_number_and_by_the_beginnings_of_their_names(league: bodies.Body) -> None:
    rows = few(NAMED)
    rows[0]["name"] = "Zoë O’Varrick"
    load(league, rows)
    clerk = viewer(league, "Dev Ashgrove")

    for wanted in ("LL-00001", "ll-00001", "zoe", "Varr", "zoë varrick", "varrick zo"):
        assert "LL-00001" in {one.number for one in roll.find(clerk, wanted)}, wanted
    assert [one.name for one in roll.find(clerk, "corwin bale")] == ["Corwin Bale"]
    assert roll.find(clerk, "zoe bale") == ()
    assert roll.find(clerk, " ") == ()
    assert roll.find(clerk, "LL-000") != ()


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", ""])
def test_the_database_shows_the_roll_to_nobody_outside_a_pool(league: bodies.Body, name: str) -> None:
    load(league, few(NAMED))

    assert roll.find(viewer(league, name), "corwin") == ()
    assert roll.count(viewer(league, name)) == 0


@pytest.mark.parametrize(
    ("name", "keeps"),
    [
        ("Dev Ashgrove", True), ("Wren Oduya", True), ("Rufus Dane", False), ("Rosalind Achebe", False),
        ("Marguerite Sol", False), ("Anselm Reyne", False), ("A Stranger", False), ("", False),
    ],
)  # fmt: skip
def test_the_clerks_and_the_intake_keep_members_and_nobody_else(league: bodies.Body, name: str, keeps: bool) -> None:
    assert keeps_members(viewer(league, name)) is keeps
    assert not keeps_members(viewer(league, name, "2028-01-03"))  # the terms have ended


def test_the_site_cannot_write_the_roll_past_its_functions(league: bodies.Body) -> None:
    load(league, few(NAMED))
    for statement in (
        "UPDATE casework.roll_member SET branch = 'x'",
        "DELETE FROM casework.roll_change",
        "INSERT INTO casework.roll_change SELECT * FROM casework.roll_change",
    ):
        with pytest.raises(Exception, match="permission denied"), record.transaction(league.id):
            connection.cursor().execute(statement)


def test_bodies_do_not_see_each_others_members(league: bodies.Body) -> None:
    load(league, few(NAMED))
    other = bodies.found("other-body", "Other Body")

    assert everyone(other) == 0


def test_whoever_is_forgotten_cannot_be_found_by_name(league: bodies.Body, database_server: postgres.Server) -> None:
    load(league, few(NAMED))
    clerk = viewer(league, "Dev Ashgrove")
    (corwin,) = roll.find(clerk, "corwin bale")

    with psycopg.connect(database_server.url("alteram_owner"), connect_timeout=10) as owner:
        owner.execute("SELECT set_config('alteram.body', %s, true)", (str(league.id),))
        owner.execute("SELECT casework.forget_person(%s)", (corwin.person,))

    assert roll.find(clerk, "corwin bale") == ()
    known = roll.member(clerk, corwin.number)
    assert known is not None
    assert known.name == ""


def test_marks_are_of_one_body_and_tell_no_name(league: bodies.Body) -> None:
    other = bodies.found("other-body", "Other Body")

    ours, theirs = Marks(league.id).of_name("Corwin Bale"), Marks(other.id).of_name("Corwin Bale")

    assert not set(ours) & set(theirs)
    assert hashlib.sha256(b"corwin").digest()[:8] not in ours
    assert words("D’Arcy-Ånn  O.") == ["d", "arcy", "ann", "o"]


def test_a_file_is_loaded_by_command(league: bodies.Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "roll.csv"
    file.write_text("number,name,branch,joined\nLL-1,Fenwen Oatmere,Dunfell,2020-02-01\n", encoding="utf-8")

    call_command("load_roll", "lantern-league", str(file), "--as-of", "2024-01-01", "--by", DEV)

    assert "1 members" in capsys.readouterr().out
    assert everyone(league) == 1


def test_the_demonstration_has_the_same_invented_members_each_time() -> None:
    first, second = (list(members.rows(["Corwin Bale"])) for _ in range(2))

    assert first == second
    assert len(first) == members.MEMBERS == 12_480
    assert len({row["number"] for row in first}) == 12_480
    assert sum(bool(row["left"]) for row in first) > 100
    assert [row["name"] for row in first if row["person"]] == ["Corwin Bale"]
    assert len({row["name"] for row in first}) > 10_000


def test_whoever_has_left_by_the_day_of_the_roll_is_no_member_of_it(league: bodies.Body) -> None:
    people = [
        {"number": "LL-1", "name": "Ada Moss", "branch": "Aldermoor", "joined": "2020-01-01"},
        {"number": "LL-2", "name": "Bert Moss", "branch": "Aldermoor", "joined": "2020-01-01", "left": "2023-05-01"},
        {"number": "LL-3", "name": "Cleo Moss", "branch": "Aldermoor", "joined": "2020-01-01", "left": "2024-02-01"},
    ]

    done = load(league, people)

    assert done.members == 2
    assert loadings(league)[-1]["members"] == 2
