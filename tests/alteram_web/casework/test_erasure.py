"""A file that is erased is nowhere any more, and everything that proves what happened still proves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.urls import reverse
from psycopg import sql
from pytest_django.fixtures import Settings

from alteram import cli, worked
from alteram.case import replay
from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram.worked import Told
from alteram_web.casework import (
    bodies,
    clock,
    commands,
    data_rights,
    exporting,
    letters,
    placing,
    rebuilding,
    record,
    selectors,
)
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import PARTS
from alteram_web.documents import writing
from alteram_web.identity.models import Holder, User
from alteram_web.notices import sending
from bootstrap import postgres
from tests.builders import LEAGUE, league_people
from tests.builders import league as rulebook
from tests.portal_fixtures import SignedIn, before_notice, league, signed_in

__all__ = ["before_notice", "league", "signed_in"]

CLOSED = datetime(2026, 10, 31, 18, tzinfo=UTC)
LAST = date(2033, 4, 30)  # suspended up to 30 April 2027, and six years
GONE = datetime(2033, 5, 1, 9, tzinfo=UTC)
PEOPLE = {part.name for part in PARTS}
EXHIBIT = b"A photograph of the door, taken from the yard."


@pytest.fixture
def told(league: bodies.Body, settings: Settings, tmp_path: Path) -> Told:
    """A case from complaint to close, with its papers, its letters written and its mails sent, as files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    people, names = league_people()
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / "G05.yaml", names), rulebook(), people)
    assert told.failures == []
    seeding._enter(league, told, CLOSED)
    with record.transaction(league.id):
        chain = record.load(league.id, UUID(told.name))
        record.store_paper(chain, kind="exhibit", media_type="text/plain", content=EXHIBIT)
    writing.write_owed(league, now=CLOSED)
    sending.send_written(league, now=CLOSED)
    return told


@pytest.fixture
def everything(database_server: postgres.Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(database_server.url("postgres"), connect_timeout=10, autocommit=True) as asked:
        yield asked


def database(asked: psycopg.Connection[tuple[object, ...]]) -> str:
    """Every row of every table as text, bytes in hex."""
    found = asked.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    told = []
    for schema, table in found:
        of = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(str(schema), str(table)))
        told += [str(row) for (row,) in asked.execute(of)]
    assert any(table == "sealed_text" for _schema, table in found)
    return "\n".join(told)


def files(folder: Path) -> str:
    """What lies in a folder of mails: as it lies there, and every part of each mail as its reader sees it."""
    found = []
    for file in sorted(folder.rglob("*.log")):
        raw = file.read_bytes()
        found.append(raw.decode(errors="replace"))
        for part in message_from_bytes(raw, policy=policy.default).walk():
            content = part.get_payload(decode=True)
            found.append(content.decode(errors="replace") if isinstance(content, bytes) else "")
    return "\n".join(found)


def words(body: bodies.Body, told: Told) -> dict[tuple[int, str], str]:
    with record.transaction(body.id):
        return record.texts(record.load(body.id, UUID(told.name)))


def sealed(asked: psycopg.Connection[tuple[object, ...]], chain: str) -> set[str]:
    """Everything that is kept sealed under the key of a case, and that key, each in hex."""
    found: set[str] = set()
    for statement in (
        "SELECT encode(sealed, 'hex') FROM casework.sealed_text WHERE chain = %s",
        "SELECT encode(sealed, 'hex') FROM casework.paper WHERE chain = %s",
        "SELECT encode(wrapped, 'hex') FROM casework.case_key WHERE chain = %s",
        "SELECT encode(sealed, 'hex') FROM casework.letter WHERE chain = %s AND sealed IS NOT NULL",
        "SELECT encode(plain, 'hex') FROM casework.letter WHERE chain = %s AND plain IS NOT NULL",
    ):
        rows = asked.execute(statement, [chain]).fetchall()
        assert rows, statement
        found |= {str(value) for (value,) in rows}
    return found


def totals(body: bodies.Body) -> list[tuple[object, ...]]:
    with record.transaction(body.id):
        return [
            *record.run("SELECT * FROM casework.totals('outcome')"),
            *record.run("SELECT * FROM casework.totals('closed')"),
        ]


def erase(body: bodies.Body, told: Told) -> None:
    clock.catch_up(body.id, UUID(told.name), until=GONE)


def test_what_was_erased_is_nowhere(
    league: bodies.Body, told: Told, everything: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    said, kept, mails = set(words(league, told).values()), sealed(everything, told.name), tmp_path / "mail"
    with record.transaction(league.id):
        posts = record.letters_in(league.id, "sent")
    assert len(said) > 5
    before = database(everything)
    assert all(one in before for one in kept)
    mailed = [post for post in posts if post.plain[:200] in files(mails)]
    assert len(mailed) > 3, "some letters went out as mails"
    figures = totals(league)

    clock.catch_up(league.id, UUID(told.name), until=GONE - timedelta(days=1))
    assert words(league, told), "on the last day everything is there"
    erase(league, told)
    call_command("send_letters")

    after = database(everything)
    assert not [one for one in kept if one in after]
    assert not [one for one in said if len(one) > 12 and one in after]
    left = files(mails)
    assert not [post for post in mailed if post.plain[:200] in left or sending.effect(post) in left]
    assert EXHIBIT.hex() not in after
    assert words(league, told) == {}
    assert totals(league) == figures
    assert rebuilding.rebuild(league) == []


def test_the_record_says_what_went_when_and_under_which_rule(league: bodies.Body, told: Told) -> None:
    erase(league, told)
    erase(league, told)

    with record.transaction(league.id):
        entries = record.load(league.id, UUID(told.name)).entries
    (entry,) = [one for one in entries if "text_erased" in one.acts]
    assert (entry.at, entry.clauses, entry.data["rule"]) == (LAST + timedelta(days=1), ("12.12",), "12.12")
    assert replay(rulebook(), told.name, entries).ended


def test_the_record_verifies_before_and_after(
    league: bodies.Body, told: Told, database_server: postgres.Server, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name, when in (("before", CLOSED), ("after", GONE)):
        if name == "after":
            erase(league, told)
        with psycopg.connect(database_server.url("alteram_log"), autocommit=False) as link:
            placing.place(link, league)
            placing.publish(link, league, now=when + timedelta(hours=1))
        trusted = exporting.write(league, tmp_path / name, now=when + timedelta(hours=2))
        given = [word for key in trusted for word in ("--key", str(key))]

        assert cli.main(["verify", str(tmp_path / name), *given]) == cli.FINE
        said = capsys.readouterr().out
        assert ("that are gone" in said) == (name == "after")
        texts = tmp_path / name / "texts"
        assert texts.is_dir() == (name == "before")


def test_nothing_with_words_can_be_added_any_more(league: bodies.Body, told: Told) -> None:
    erase(league, told)
    wish = Wish(
        case=told.name, act="hold_placed", at=GONE.date(), recorded=GONE + timedelta(hours=1),
        by=(fictional_id("Celia Wray"),), fields={"why": "Too late."},
    )  # fmt: skip

    with pytest.raises((record.Erased, Refused)):
        commands.act(wish, body=league.id)

    writing.write_owed(league, now=GONE)
    assert letters.owed(league) == []
    assert sending.send_written(league, now=GONE) == 0


def test_a_hold_keeps_everything(league: bodies.Body, told: Told) -> None:
    wish = Wish(
        case=told.name, act="hold_placed", at=date(2026, 11, 12), recorded=CLOSED + timedelta(days=12),
        by=(fictional_id("Celia Wray"),), fields={"why": "A claim was announced."},
    )  # fmt: skip
    commands.act(wish, body=league.id)

    erase(league, told)

    assert words(league, told)


def test_pages_of_an_erased_case_say_so(league: bodies.Body, told: Told, signed_in: SignedIn) -> None:
    erase(league, told)
    reader = selectors.Viewer(body=league.id, person=fictional_id("Dev Ashgrove"), now=GONE, day=GONE.date())

    page = selectors.case_page(reader, UUID(told.name))
    assert any("text_erased" in one.entry.acts for one in page.entries)
    assert all(text is None for one in page.entries for text in one.texts.values())
    for name in ("Dev Ashgrove", "Anselm Reyne", *told.story.people):
        if name not in PEOPLE:
            user = User.objects.create_user(f"{fictional_id(name)}@demo.invalid", name=name)
            Holder.objects.create(user=user, body=league.id, person=fictional_id(name))
        answer = signed_in(name).get(reverse("staff:case", args=[league.slug, told.name]), follow=True)
        assert answer.status_code == 200, name
        shown = answer.content.decode()
        assert "This file was erased" in shown, name
        assert "as rule 12.12 says" in shown


def test_the_page_of_an_ended_case_says_how_long_its_file_is_kept(
    league: bodies.Body, told: Told, signed_in: SignedIn
) -> None:
    page = reverse("staff:case", args=[league.slug, told.name])

    shown = signed_in("Dev Ashgrove").get(page).content.decode()

    assert "are kept until the end of" in shown
    assert "the sanction ends on" in shown
    assert 'datetime="2033-04-30"' in shown


def test_the_clock_finds_a_file_by_its_row(league: bodies.Body, told: Told) -> None:
    with record.transaction(league.id):
        assert record.cases_due(LAST) == []
        assert record.cases_due(GONE.date()) == [UUID(told.name)]
    erase(league, told)
    with record.transaction(league.id):
        assert record.cases_due(GONE.date()) == []


def test_data_protection_places_a_hold_on_a_page_erases_against_it_in_vain_and_lifts_it(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    client = signed_in("Celia Wray")
    with record.transaction(league.id):
        digest = record.load(league.id, before_notice).entries[0].texts["account"]
    asking = selectors.Viewer(
        body=league.id, person=fictional_id("Jory Penhale"), now=datetime.now(UTC), day=datetime.now(UTC).date()
    )
    asked = data_rights.receive(league, asking, "erasure")
    tested = {
        "digests": digest, "rule": "UK GDPR 17(1)(d)", "on_request": str(asked.number), "ground": "unlawfully_held",
        "no_exemption": "Nothing was decided on it.",
    }  # fmt: skip

    def send(name: str, **fields: str) -> tuple[int, str]:
        page = reverse("staff:step", args=[league.slug, before_notice, name])
        shown = client.get(page)
        assert shown.status_code == 200, name
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.content.decode()))
        answer = client.post(page, {**hidden, **fields})
        return answer.status_code, answer.content.decode()

    assert send("hold_placed", why="A claim was announced.")[0] == 302
    status, said = send("text_erased", **tested)
    assert status == 422
    assert "E-HOLD" in said, re.sub(r"<[^>]+>", " ", said)[:6000]
    assert send("hold_lifted", why="It never came.")[0] == 302
    assert send("text_erased", **tested)[0] == 302
    with record.transaction(league.id):
        assert (0, "account") not in record.texts(record.load(league.id, before_notice))
