"""Drawing a panel by lot: on the page, in the entry, and again from an export by anybody."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg
import pytest

from alteram import cli
from alteram.codec import Actor, Entry
from alteram.people import fictional_id
from alteram.procedure import ALONE, Wish
from alteram_web.casework import bodies, drawing, exporting, house, placing, record
from bootstrap import postgres
from tests.alteram_web.portals.test_staff import PANEL, notice
from tests.portal_fixtures import SignedIn

CLERK = "Dev Ashgrove"
NOW = datetime.now(UTC)


@pytest.fixture
def published(league: bodies.Body, before_notice: UUID, database_server: postgres.Server) -> None:
    with psycopg.connect(database_server.url("alteram_log"), autocommit=True) as link:
        placing.place(link, league)
        placing.publish(link, league, now=NOW)


def page_of(case: UUID) -> str:
    return f"/lantern-league/cases/case/{case}/do/give_notice/"


def last(league: bodies.Body, case: UUID) -> Entry:
    with record.transaction(league.id):
        return record.load(league.id, case).entries[-1]


def drawn(signed_in: SignedIn, case: UUID) -> dict[str, list[str]]:
    """What the link of the page fills into the form."""
    page = signed_in(CLERK).get(page_of(case) + "draw/").content.decode()
    found = re.search(rf'href="({re.escape(page_of(case))}\?[^"]+)"', page)
    assert found is not None, page
    return parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)


def form(panel: list[str]) -> dict[str, object]:
    return {**notice((NOW + timedelta(days=60)).strftime("%d/%m/%Y")), "panel": panel}


def test_those_who_are_drawn_are_entered_with_the_draw_and_anybody_draws_them_again(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    panel = drawn(signed_in, before_notice)["panel"]
    assert drawn(signed_in, before_notice)["panel"] == panel, "to ask again changes nothing"
    filled = signed_in(CLERK).get(page_of(before_notice), {"panel": panel}).content.decode()
    assert len(re.findall(r'name="panel"[^>]*checked', filled)) == len(panel)

    sent = signed_in(CLERK).post(page_of(before_notice), form(panel))

    assert sent.status_code == 302, sent.content.decode()
    entry = last(league, before_notice)
    lot = entry.data["draw"]
    assert isinstance(lot, dict)
    assert set(panel) <= set(lot["free"])
    assert len(lot["seed"]) == 64
    assert "Drawn by lot" in signed_in(CLERK).get(f"/lantern-league/cases/case/{before_notice}/").content.decode()
    exporting.write(league, tmp_path / "export", now=NOW)
    assert cli.main(["draw", str(tmp_path / "export")]) == cli.FINE
    assert "the same people come up" in capsys.readouterr().out
    forged = (tmp_path / "export" / "entries.jsonl").read_bytes().replace(lot["seed"].encode(), b"ab" * 32)
    (tmp_path / "export" / "entries.jsonl").write_bytes(forged)
    assert cli.main(["draw", str(tmp_path / "export")]) == cli.PROBLEMS


def test_who_was_chosen_is_not_called_drawn(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn
) -> None:
    lot = drawn(signed_in, before_notice)["panel"]
    chosen = PANEL if set(PANEL) != set(lot) else [*PANEL[:2], fictional_id("Yusuf Tarn")]

    sent = signed_in(CLERK).post(page_of(before_notice), form(chosen))

    assert sent.status_code == 302, sent.content.decode()
    assert "draw" not in last(league, before_notice).data


def test_nobody_can_claim_a_draw(league: bodies.Body, before_notice: UUID, published: None) -> None:
    with record.transaction(league.id):
        chain, people = record.load(league.id, before_notice), record.people()
    wish = Wish(
        case=str(before_notice), act="progress_noted", at=NOW.date(), recorded=NOW, by=("p-a",),
        fields={"draw": {"checkpoint": 256, "seed": "ab" * 32}, "stage": "x"},
    )  # fmt: skip

    entered = drawing.as_drawn(wish, chain, None, people, beyond=ALONE)

    assert entered.fields == {"stage": "x"}
    by_hand = replace(wish, fields={"draw": {"seed": "three slips of paper in a hat"}})
    assert drawing.as_drawn(by_hand, chain, None, people, beyond=ALONE) == by_hand


def left_by(signed_in: SignedIn, case: UUID, name: str) -> str:
    """The case page of the clerk once a member of the panel is ill."""
    fell_ill = {"result": "ill", "person": fictional_id(name), "why": "Influenza."}
    sent = signed_in(name).post(f"/lantern-league/cases/case/{case}/do/stood_down/", fell_ill)
    assert sent.status_code == 302, sent.content.decode()
    return html.unescape(signed_in(CLERK).get(f"/lantern-league/cases/case/{case}/").content.decode())


def test_in_place_of_who_falls_ill_the_lot_proposes_somebody_of_the_same_kind(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn, database_server: postgres.Server
) -> None:
    signed_in(CLERK).post(page_of(before_notice), form(PANEL))
    waiting = left_by(signed_in, before_notice, "Rosalind Achebe")
    assert "Find somebody in place of Rosalind Achebe" in waiting
    assert "They are ill and have stood down" in waiting
    assert "Nobody was named to stand ready. The seed of the draw" in waiting
    with psycopg.connect(database_server.url("alteram_log"), autocommit=True) as link:
        placing.place(link, league)
        placing.publish(link, league, now=NOW + timedelta(hours=1))

    page = html.unescape(signed_in(CLERK).get(f"/lantern-league/cases/case/{before_notice}/").content.decode())
    lot = re.search(r"The lot falls on (Gethin Vaughan), who declares first", page)
    assert lot is not None, page
    out, drawn_in = fictional_id("Rosalind Achebe"), fictional_id(lot[1])
    replace_page = page_of(before_notice).replace("give_notice", "replace_member")
    assert f'href="{replace_page}?out={out}&in={drawn_in}"' in page
    filled = signed_in(CLERK).get(replace_page, {"out": out, "in": drawn_in}).content.decode()
    assert f'value="{out}" selected' in filled
    assert f'value="{drawn_in}" selected' in filled
    shown = signed_in(CLERK).get(replace_page + "draw/").content.decode()
    assert f'<option value="{out}" selected>Rosalind Achebe' in shown, "whose seat is empty comes first"

    sent = signed_in(CLERK).post(replace_page, {"out": out, "in": drawn_in, "channel": "email"})

    assert sent.status_code == 302, sent.content.decode()
    entry = last(league, before_notice)
    assert isinstance(entry.data["draw"], dict)
    assert entry.data["draw"]["seats"] == 1
    after = signed_in(CLERK).get(f"/lantern-league/cases/case/{before_notice}/").content.decode()
    assert "Find somebody in place of" not in after


def leaves_the_pool(league: bodies.Body, name: str) -> None:
    appointer = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    data = {"person": fictional_id(name), "pool": "hearing_pool", "left_on": yesterday}
    deed = house.Deed(act="pool_member_left", at=NOW.date(), by=appointer, data=data)
    house.enter(league.id, deed, now=NOW)


def test_where_nobody_can_be_drawn_it_is_said_who_is_missing(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn, database_server: postgres.Server
) -> None:
    signed_in(CLERK).post(page_of(before_notice), form(PANEL))
    leaves_the_pool(league, "Gethin Vaughan")
    left_by(signed_in, before_notice, "Rosalind Achebe")
    with psycopg.connect(database_server.url("alteram_log"), autocommit=True) as link:
        placing.place(link, league)
        placing.publish(link, league, now=NOW + timedelta(hours=1))

    page = html.unescape(signed_in(CLERK).get(f"/lantern-league/cases/case/{before_notice}/").content.decode())

    assert "No panel can be drawn: 1 legal chair too few may sit." in page
    assert "Take more people into the pool" in page


def test_before_the_checkpoint_nobody_is_drawn(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> None:
    page = signed_in(CLERK).get(page_of(before_notice) + "draw/")

    assert page.status_code == 200
    assert "not published yet" in page.content.decode()
    assert "Fill the form in" not in page.content.decode()


@pytest.mark.parametrize("name", ["Marguerite Sol", "Tamar Hollin", "Rufus Dane", "A Stranger", "Rosalind Achebe"])
def test_the_draw_is_shown_to_whoever_names_the_panel_alone(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn, name: str
) -> None:
    assert signed_in(name).get(page_of(before_notice) + "draw/").status_code == 404
    assert signed_in(CLERK).get(page_of(before_notice).replace("give_notice", "charge") + "draw/").status_code == 404


def test_the_entry_tells_no_part_that_somebody_has_in_the_case(
    league: bodies.Body, before_notice: UUID, published: None, signed_in: SignedIn
) -> None:
    """The investigator of the case is in the pool as well: not free, and both sides do not read why."""
    appointer = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    data = {
        "person": fictional_id("Ines Calloway"), "pool": "hearing_pool", "category": "lay_member",
        "since": "2024-01-01", "until": "2099-12-31", "trained": NOW.date().isoformat(),
    }  # fmt: skip
    house.enter(league.id, house.Deed(act="pool_member_appointed", at=NOW.date(), by=appointer, data=data), now=NOW)

    signed_in(CLERK).post(page_of(before_notice), form(drawn(signed_in, before_notice)["panel"]))

    lot = last(league, before_notice).data["draw"]
    assert isinstance(lot, dict)
    assert lot["not_free"] == {fictional_id("Ines Calloway"): "E-INTEREST"}
    assert "E-SOD" not in json.dumps(lot)
