"""The log of one's own case: whole and sound for its sides, and with nothing in it that they may not see."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from alteram import cli, codec
from alteram.case import PARTIES
from alteram.codec import Entry
from alteram.commands import verifier
from alteram.ledger import export, receipt, tree
from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, own_log, placing, record, selectors
from bootstrap import postgres
from tests.portal_fixtures import SignedIn

NOW = datetime.now(UTC)
COMPLAINANT, RESPONDENT, SPEAKER = "Jory Penhale", "Tamar Hollin", "A Stranger"


def page(chain: UUID, name: str = "log/") -> str:
    return f"/lantern-league/cases/case/{chain}/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A log that was downloaded: where it lies, and all that is in it, each file by itself."""

    path: Path
    files: dict[str, bytes]

    @property
    def everything(self) -> bytes:
        return b"\n".join(self.files.values())

    def shows(self, entry: bytes) -> bool:
        return entry in self.files["entries.jsonl"].splitlines()


Take = Callable[[str], Taken]


@pytest.fixture
def case(league: bodies.Body, before_notice: UUID, database_server: postgres.Server) -> UUID:
    """A case with words of both sides, of those who handle it and of the other side alone; placed under checkpoints."""
    say: list[tuple[str, str, dict[str, object]]] = [
        ("contact_reported", "Dev Ashgrove", {"gist": "Somebody rang the clerk about the case.", "channel": "phone"}),
        ("adjustment_requested", COMPLAINANT, {"what": "A room without a window to the yard."}),
        ("representative_named", RESPONDENT, {"person": fictional_id(SPEAKER)}),
        ("hold_placed", "Celia Wray", {"why": "A claim was announced.", "digests": [_secret(league, before_notice)]}),
    ]  # fmt: skip
    for act, who, fields in say:
        wish = Wish(
            case=str(before_notice), act=act, at=NOW.date(), recorded=datetime.now(UTC),
            by=(fictional_id(who),), fields=fields,
        )  # fmt: skip
        commands.act(wish, body=league.id)
    with psycopg.connect(database_server.url("alteram_log"), autocommit=False) as link:
        placing.place(link, league)
        placing.publish(link, league, now=datetime.now(UTC))
    return before_notice


def _secret(body: bodies.Body, chain: UUID) -> str:
    """The digest of a text that neither side reads."""
    with record.transaction(body.id):
        entries = record.load(body.id, chain).entries
    return next(d for one in entries if "triage_decided" in one.acts for d in one.texts.values())


@pytest.fixture
def take(case: UUID, signed_in: SignedIn, tmp_path: Path) -> Take:
    def of(name: str) -> Taken:
        answer = signed_in(name).get(page(case, "log.zip"))
        assert answer.status_code == 200
        path = tmp_path / f"{name}.zip"
        path.write_bytes(answer.content)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return Taken(path=path, files={one: archive.read(one) for one in archive.namelist()})

    return of


def seen_by(body: bodies.Body, chain: UUID, name: str) -> dict[int, selectors.River]:
    viewer = selectors.Viewer(body=body.id, person=fictional_id(name), now=NOW, day=NOW.date())
    return {one.entry.index: one for one in selectors.case_page(viewer, chain).entries}


def stored(body: bodies.Body, chain: UUID) -> list[tuple[bytes, bytes, Entry]]:
    with record.transaction(body.id):
        return [(link, raw, codec.decode(raw)) for link, raw in record.stored(chain)]


def words(body: bodies.Body, chain: UUID) -> dict[tuple[int, str], str]:
    with record.transaction(body.id):
        return record.texts(record.load(body.id, chain))


@pytest.mark.parametrize("name", [COMPLAINANT, RESPONDENT, SPEAKER])
def test_each_side_and_who_speaks_for_it_takes_a_log_that_is_sound(
    league: bodies.Body, case: UUID, take: Take, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = take(name)

    assert cli.main(["verify", str(taken.path)]) == cli.FINE
    said = capsys.readouterr().out
    shown = len(taken.files["entries.jsonl"].splitlines())
    every = stored(league, case)
    assert f"{len(every)} entries ({len(every) - shown} withheld" in said
    assert 0 < shown < len(every)
    assert "What the withheld entries say" in said
    assert "1 checkpoints" in said
    (taken.path.parent / "verify.py").write_text(verifier.single_file(), encoding="utf-8")
    alone = subprocess.run(
        [sys.executable, "-I", "verify.py", taken.path.name],
        cwd=taken.path.parent, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (alone.returncode, alone.stdout) == (cli.FINE, said)


@pytest.mark.parametrize("name", [COMPLAINANT, RESPONDENT, SPEAKER])
def test_nothing_of_what_is_withheld_is_anywhere_in_its_bytes(
    league: bodies.Body, case: UUID, take: Take, name: str
) -> None:
    taken, seen, texts = take(name), seen_by(league, case, name), words(league, case)
    whole, every = taken.everything + taken.path.read_bytes(), stored(league, case)
    hidden = [one for one in every if not taken.shows(one[1])]

    assert {entry.index for _link, _raw, entry in every if taken.shows(_raw)} <= seen.keys()
    assert len(hidden) > 5
    times = {entry.recorded for _link, raw, entry in every if taken.shows(raw)}
    for link, raw, entry in hidden:
        assert raw not in whole
        assert str(entry.salt).encode() not in whole
        if entry.recorded not in times:  # a story tells of several deeds at the same minute
            assert entry.recorded.isoformat(timespec="milliseconds")[:23].encode() not in whole
        for trace in (link, link.hex().encode(), receipt.short_code(link).encode(), tree.leaf(link)):
            assert trace not in whole, "with any of them the hour is found in the public log"
    closed = {at: text for at, text in texts.items() if not taken.shows(every[at[0]][1])}
    assert len(closed) > 3
    assert not [at for at, text in closed.items() if text.encode() in whole]
    opened = [text for at, text in texts.items() if taken.shows(every[at[0]][1])]
    assert opened
    assert len([one for one in taken.files if one.startswith("texts/")]) == len(opened)


def test_an_entry_that_names_the_text_of_another_does_not_bring_it_along(league: bodies.Body, case: UUID) -> None:
    """A hold names what may not be erased. Whoever saw the hold would not read the text."""
    hold = next(entry for _link, _raw, entry in stored(league, case) if "hold_placed" in entry.acts)
    assert _secret(league, case) in str(hold.data)

    with record.transaction(league.id):
        contents, _closed = own_log._contents(league, case, frozenset({hold.index}), set(), NOW)
    cut = export.party(contents, lambda _name, index: index == hold.index)
    assert [one.text for one in cut.texts] == [text for at, text in words(league, case).items() if at[0] == hold.index]


def test_what_a_page_keeps_from_a_reader_is_not_given_with_the_bytes(
    league: bodies.Body, case: UUID, take: Take
) -> None:
    """The respondent reads the complaint, and not who said to be at risk: its bytes say both, so they are withheld."""
    complaint = stored(league, case)[0]
    assert "standing" in complaint[2].data

    assert 0 in seen_by(league, case, RESPONDENT)
    assert not take(RESPONDENT).shows(complaint[1])
    assert take(COMPLAINANT).shows(complaint[1])


def test_a_complainant_whose_name_is_withheld_is_not_found_in_the_bytes_by_any_name(
    league: bodies.Body, case: UUID, take: Take
) -> None:
    who = fictional_id(COMPLAINANT).encode()
    asked = Wish(
        case=str(case), act="application_made", at=NOW.date(), recorded=datetime.now(UTC), result="special_measures",
        by=(fictional_id(COMPLAINANT),), fields={"text": "Keep my name from them."},
    )  # fmt: skip
    commands.act(asked, body=league.id)  # which calls in whoever rules
    wish = Wish(
        case=str(case), act="identity_ruled", at=NOW.date(), recorded=datetime.now(UTC), result="withheld",
        by=(fictional_id("Imre Castell"),), fields={"reasons": "There was a threat.", "test": "a real risk"},
    )  # fmt: skip
    commands.act(wish, body=league.id)

    for name in (RESPONDENT, SPEAKER):
        assert who not in take(name).everything
    assert who in take(COMPLAINANT).everything


@pytest.mark.parametrize("name", ["Rufus Dane", "Rosalind Achebe", "Dev Ashgrove", "Anselm Reyne", "Wren Oduya"])
def test_it_is_nobody_else_s(case: UUID, signed_in: SignedIn, name: str) -> None:
    """The executive, a panel member who is not named, and those who handle the case, whatever they see of it."""
    client = signed_in(name)

    for address in ("log/", "log.zip"):
        assert client.get(page(case, address)).status_code == 404
    assert Client().get(page(case, "log.zip")).status_code == 302


def test_that_it_was_taken_is_on_record_as_a_download_is(
    league: bodies.Body, case: UUID, take: Take, database_server: postgres.Server
) -> None:
    take(RESPONDENT)

    with psycopg.connect(database_server.url("postgres"), connect_timeout=10) as asked:
        found = asked.execute(
            "SELECT viewer FROM casework.view_log WHERE chain = %s AND what = %s", [case, own_log.TAKEN]
        ).fetchall()
    assert found == [(fictional_id(RESPONDENT),)]


def test_the_pages_of_both_sides_lead_to_it_and_it_says_what_it_proves(case: UUID, signed_in: SignedIn) -> None:
    for name, portal in ((COMPLAINANT, "my-complaint"), (RESPONDENT, "my-answer"), (SPEAKER, "my-answer")):
        client = signed_in(name)
        own = client.get(f"/lantern-league/{portal}/{case}/").content.decode()
        assert f'href="{page(case)}"' in own
        said = client.get(page(case)).content.decode()
        assert f'href="{page(case, "log.zip")}"' in said
        for heading in ("What it proves", "What it does not prove", "How to check it", "Withheld"):
            assert heading in said


def test_a_log_of_a_case_with_entries_older_than_their_salt_is_refused_and_says_what_to_do(
    case: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could be guessed is not given: as it is with a database from before."""
    old = record.stored

    def unsalted(name: UUID, *kinds: str) -> tuple[tuple[bytes, bytes], ...]:
        bodies_ = [codec.encode(replace(codec.decode(raw), salt=None)) for _link, raw in old(name, *kinds)]
        return tuple((bytes(32), raw) for raw in bodies_)

    monkeypatch.setattr(record, "stored", unsalted)
    answer = signed_in(RESPONDENT).get(page(case, "log.zip"))

    assert answer.status_code == 422
    assert "Ask the auditor" in answer.content.decode()
    assert set(PARTIES) == {"complainant", "respondent"}
