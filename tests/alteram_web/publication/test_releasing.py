"""Statistics are drawn from the record, signed by two, entered in the house chain, and open to all and for good."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from alteram.procedure import Refused
from alteram_web.casework import bodies, record
from alteram_web.casework.selectors import Viewer
from alteram_web.publication import figures, releases
from alteram_web.publication.figures import Period
from alteram_web.publication.releasing import DiffersByOne, ReasonMissing, release
from tests.alteram_web.casework.conftest import HOLLIS, MONDAY, SECRETARY, WREN, Roles, begin_body
from tests.alteram_web.publication.conftest import IVO, Crowd, load_roll

PERIOD = Period(first=date(2025, 1, 1), last=date(2026, 12, 31))
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CLOSED = {("2025", "expelled"): 12, ("2025", "left before outcome"): 3, ("2025", "warning"): 7, ("2026", "expelled"): 6}
MANY = {("2025", "expelled"): 12, ("2025", "warning"): 7, ("2026", "expelled"): 6}
PAGE = "/lantern-league/statistics/"


def viewer(body: bodies.Body) -> Viewer:
    return Viewer(body=body.id, person="", now=NOW, day=NOW.date())


def row(drawn: figures.Json, table: str, name: str) -> list[int | str]:
    tables = {one["id"]: one for one in drawn["tables"]}
    return next(list(shown) for called, *shown in [*tables[table]["rows"], tables[table]["foot"]] if called == name)


def test_a_release_holds_what_the_record_holds_and_hides_what_is_small(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=6, closed=CLOSED)
    load_roll(team, 500_000, "2026-10-01")

    made = release(team, PERIOD, by=(IVO, WREN), now=NOW)

    assert made.drawn["share"]["sentence"].startswith("6 of 500,000 members on 1 October 2026: 0.0012 %")
    assert row(made.drawn, "outcome", "left before outcome") == ["[x]", 0, "[x]"]
    assert row(made.drawn, "outcome", "warning")[1] == 0
    assert row(made.drawn, "outcome", "open")[1] == 6
    assert row(made.drawn, "ages", "181 to 365 days")[0] == 6
    assert "<style" not in made.chart
    assert "style=" not in made.chart
    assert "<script" not in made.chart
    with record.transaction(team.id):
        entry = record.load(team.id, team.house, "house").entries[made.entry]
    assert entry.acts == ("statistics_released",)
    assert entry.data["digest"] == made.digest


def test_an_edition_counts_what_was_so_on_its_last_day(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=6)  # received on that Monday
    load_roll(team, 400_000, "2025-01-01")
    load_roll(team, 500_000, MONDAY.isoformat())
    before = Period(first=PERIOD.first, last=MONDAY - timedelta(days=1))

    ended = figures.draw(viewer(team), before)
    same_day = figures.draw(viewer(team), replace(before, last=MONDAY))
    now = figures.draw(viewer(team))

    assert (row(ended, "outcome", "open")[-1], row(same_day, "outcome", "open")[-1]) == (0, 5)
    assert row(same_day, "ages", "up to 28 days")[0] == 6
    assert row(now, "ages", "up to 28 days")[0] == 0
    assert (ended["drawn"], ended["counted"]) == (NOW.date().isoformat(), before.last.isoformat())
    assert ended["share"]["sentence"].startswith("0 of 400,000 members on 1 January 2025")
    assert same_day["share"]["sentence"].startswith("6 of 500,000 members")


def test_a_period_that_is_over_holds_what_the_rows_hold_while_nothing_happens(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=6)
    yesterday = NOW.date() - timedelta(days=1)

    over = figures.draw(viewer(team), replace(PERIOD, last=yesterday))
    rows = figures.draw(replace(viewer(team), day=yesterday), replace(PERIOD, last=yesterday))

    assert [one["rows"] for one in over["tables"]] == [one["rows"] for one in rows["tables"]]
    assert over["share"] == rows["share"]


def test_with_no_roll_there_is_no_share(team: bodies.Body) -> None:
    assert figures.draw(viewer(team))["share"] == {
        "sentence": "No roll of members has been loaded, so no share of the membership is given."
    }


def test_fewer_than_five_people_are_hidden_in_the_share_too(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=3)
    load_roll(team, 500_000, "2026-10-01")

    share = figures.draw(viewer(team))["share"]

    assert "people" not in share
    assert "exact" not in share
    assert share["sentence"].startswith("Fewer than five of 500,000 members")


@pytest.mark.parametrize(
    ("by", "code"),
    [((IVO,), "E-HANDS"), ((IVO, IVO), "E-HANDS"), ((WREN, HOLLIS), "E-ROLE"), ((IVO, "p-stranger"), "E-ROLE"),
     ((IVO, SECRETARY), "E-ROLE-EXEC")],
)  # fmt: skip
def test_two_people_sign_and_nobody_in_executive_office(team: bodies.Body, by: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        release(team, PERIOD, by=by, now=NOW)

    assert code in {one.code for one in refused.value.verdict.refusals}
    assert releases.every(viewer(team)) == ()


def test_a_figure_that_changes_shows_old_new_and_why(team: bodies.Body, crowd: Crowd) -> None:
    crowd(closed=MANY)
    release(team, PERIOD, by=(IVO, WREN), now=NOW)
    crowd(closed={("2026", "expelled"): 5})

    with pytest.raises(ReasonMissing):
        release(team, PERIOD, by=(IVO, WREN), now=NOW)
    made = release(team, PERIOD, by=(IVO, WREN), now=NOW, why="Five decisions of a branch had come in late.")

    assert made.edition == 2
    changed = {
        (one["row"], one["column"]): (one["old"], one["new"]) for one in made.revisions if one["table"] == "closed"
    }
    assert changed["expelled", "2026"] == ("6", "11")
    page = Client().get(PAGE).content.decode()
    assert "Five decisions of a branch had come in late." in page
    assert "edition 2" in page


def test_figures_that_differ_by_one_case_are_not_released(team: bodies.Body, crowd: Crowd) -> None:
    crowd(closed=MANY)
    release(team, PERIOD, by=(IVO, WREN), now=NOW)
    crowd(closed={("2026", "expelled"): 1})

    with pytest.raises(DiffersByOne):
        release(team, PERIOD, by=(IVO, WREN), now=NOW, why="One more.")


def test_anybody_reads_a_release(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=6, closed=CLOSED)
    load_roll(team, 500_000, "2026-10-01")
    name = release(team, PERIOD, by=(IVO, WREN), now=NOW).name

    live, page = (Client().get(PAGE + path).content.decode() for path in ("", f"{name}/"))
    picture, data, told = (Client().get(f"{PAGE}{name}{end}") for end in (".svg", ".csv", ".csv-metadata.json"))

    assert "6 of 500,000 members on 1 October 2026" in live
    assert "Half of the open cases" not in live  # six are too few for a middle value
    assert f'src="{PAGE}{name}.svg"' in page
    assert "[x] hidden" in page
    assert picture["Content-Type"] == "image/svg+xml"
    assert data["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(data.content.decode())))
    assert {"period": "2025", "measure": "outcome", "dimension": "left before outcome", "value": "", "rounded_to": "1",
            "flag": "[x]"} in lines  # fmt: skip
    schema = json.loads(told.content)["tableSchema"]["columns"]
    assert [one["name"] for one in schema] == list(lines[0])


@pytest.mark.parametrize("path", ["20250101-20261231-1/", "20250101-20261231-1.csv", "x.svg", "x.csv-metadata.json"])
def test_what_was_not_released_is_not_found(team: bodies.Body, path: str) -> None:
    assert Client().get(PAGE + path).status_code == 404


def test_no_page_names_a_case_or_a_person(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=1)
    with record.transaction(team.id):
        (chain,) = record.cases()

    page = Client().get(PAGE).content.decode()

    assert str(chain) not in page
    assert "p-respondent" not in page
    assert '<td class="govuk-table__cell al-number">1</td>' not in page


def test_the_database_opens_only_what_the_house_chain_says(team: bodies.Body, roles: Roles) -> None:
    releases.prepare(
        team.id, name="20250101-20251231-1", period=Period(first=date(2025, 1, 1), last=date(2025, 12, 31)), edition=1,
        now=NOW, tables=b"{}", csv="", metadata="", chart="",
    )  # fmt: skip

    assert releases.every(viewer(team)) == ()
    with pytest.raises(Exception, match="the house chain does not say"):
        releases.open_to_all(team.id, "20250101-20251231-1", 0)
    table = "casework.statistics_release"
    for deed in (f"INSERT INTO {table} (body) VALUES (NULL)", f"UPDATE {table} SET csv = ''", f"DELETE FROM {table}"):
        with roles.connect("alteram_app") as asked, pytest.raises(psycopg.errors.InsufficientPrivilege):
            asked.execute(deed)


def test_another_body_sees_nothing_of_it(team: bodies.Body, crowd: Crowd) -> None:
    crowd(closed=CLOSED)
    release(team, PERIOD, by=(IVO, WREN), now=NOW)
    other = begin_body("other-league")

    assert releases.every(viewer(other)) == ()
    assert row(figures.draw(viewer(other), PERIOD), "outcome", "expelled") == [0, 0, 0]


def test_the_command_releases_or_says_why_not(team: bodies.Body, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="2 people must have signed"):
        call_command("release_statistics", "lantern-league", "2025-01-01", "2025-12-31", "--by", IVO, IVO)
    call_command("release_statistics", "lantern-league", "2025-01-01", "2025-12-31", "--by", IVO, WREN)

    assert "20250101-20251231-1 released" in capsys.readouterr().out


def test_everybody_sees_the_same_figures_whatever_they_know_of_the_cases(team: bodies.Body, crowd: Crowd) -> None:
    crowd(opened=6, closed=CLOSED)
    nobody = viewer(team)

    for person in (WREN, SECRETARY, "p-respondent0", "p-stranger"):
        assert figures.draw(replace(nobody, person=person)) == figures.draw(nobody)


def test_a_release_that_broke_off_is_taken_up_again(
    team: bodies.Body, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(closed=MANY)

    def broken(*_args: object) -> None:
        raise ConnectionError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(releases, "open_to_all", broken)
        with pytest.raises(ConnectionError):
            release(team, PERIOD, by=(IVO, WREN), now=NOW)
    assert releases.every(viewer(team)) == ()

    made = release(team, PERIOD, by=(IVO, WREN), now=NOW)

    assert made.edition == 1
    with record.transaction(team.id):
        entries = record.load(team.id, team.house, "house").entries
    assert [one.index for one in entries if one.acts == ("statistics_released",)] == [made.entry]
