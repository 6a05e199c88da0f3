"""Which files are taken in, how much of a large one is held, and what a virus scanner's answers lead to."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from alteram.people import fictional_id
from alteram_web.casework import bodies, record
from alteram_web.documents import scanning, writing
from alteram_web.documents.accepting import MOST, OPEN_TEXT, TAKEN, WORD, NotTaken, TooLarge, accept, renamed
from alteram_web.documents.receiving import Limited, dropped
from tests.alteram_web.portals.test_public import COMPLAIN, cases, send, told
from tests.portal_fixtures import SignedIn, before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "signed_in"]
MEGABYTE = 1024 * 1024


def zipped(**inside: bytes) -> bytes:
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w") as made:
        for name, content in inside.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return opened.getvalue()


def picture(kind: str) -> bytes:
    opened = io.BytesIO()
    Image.new("RGB", (2, 2)).save(opened, kind)
    return opened.getvalue()


def pdf() -> bytes:
    opened = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(opened)
    return opened.getvalue()


def locked() -> bytes:
    opened = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(opened, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return opened.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", pdf(), "application/pdf"),
        ("a.JPG", picture("JPEG"), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.txt", "Ünïcode, plain.".encode(), "text/plain"),
        ("a.csv", b"day,what\n1,2\n", "text/plain"),
        ("a.docx", zipped(word__document_dot_xml=b"<w/>"), WORD),
        ("a.odt", zipped(mimetype=OPEN_TEXT.encode()), OPEN_TEXT),
        ("a.mp3", b"ID3\x04" + b"\x00" * 40, "audio/mpeg"),
        ("called a picture.png", pdf(), "application/pdf"),
    ],
)
def test_what_people_have_is_taken_byte_for_byte_as_what_it_is(name: str, content: bytes, kind: str) -> None:
    taken = accept(name, content)

    assert (taken.media_type, taken.content) == (kind, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<html><script>alert(1)</script></html>"),
        ("a.txt", b"<!doctype html><p>"),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 64),
        ("a.txt", b"a\x00b"),
        ("a.pdf", b"%PDF-1.7 and no more"),
        ("a.pdf", locked()),
        ("a.pdf", pdf() + b"<script>alert(1)</script>"),
        ("a.pdf", pdf() + zipped(a=b"a")),
        ("a.png", picture("PNG") + zipped(a=b"a")),
        ("a.png", picture("PNG")[:30]),
        ("a.mp3", b"ID3\x04" + b"\x00" * 40 + zipped(a=b"a")),
        ("a.zip", zipped(a=b"a")),
        ("a.docx", zipped(word__document_dot_xml=b"<w/>", word__vbaProject_dot_bin=b"x")),
        ("a.docx", b"PK\x03\x04 no zip at all"),
        ("a.odt", zipped(mimetype=b"application/java-archive")),
        ("a.pdf", b""),
    ],
)
def test_what_is_something_else_is_refused_with_a_sentence_and_a_way_on(name: str, content: bytes) -> None:
    with pytest.raises(NotTaken) as refused:
        accept(name, content)

    assert refused.value.sentence().endswith(".")
    assert refused.value.remedy


def test_a_small_package_is_never_unpacked_whole() -> None:
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", b"\0" * 60_000_000)
    bomb = opened.getvalue()
    assert len(bomb) < 100_000
    tracemalloc.start()

    with pytest.raises(NotTaken):
        accept("a.odt", bomb)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.txt", "a.txt"),
        ("C:\\x\\a.txt", "a.txt"),
        ("a\u202etxt.txt", "atxt.txt"),
        ("", "file"),
        ("a\r\nb", "ab"),
    ],
)
def test_a_name_brings_no_folder_and_no_hidden_sign(name: str, shown: str) -> None:
    assert accept(name, b"words").name == shown


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("run.exe", b"words", "run.exe.txt"),
        ("run.JS", b"words", "run.JS.txt"),
        ("list.csv", b"a,b", "list.csv"),
        ("scan.png", pdf(), "scan.png.pdf"),
        ("SCAN.PDF", pdf(), "SCAN.PDF"),
        ("no ending", b"words", "no ending"),
    ],
)
def test_a_file_is_kept_under_a_name_that_says_what_it_is(name: str, content: bytes, kept: str) -> None:
    taken = accept(name, content)

    assert taken.name == kept
    told_so = renamed(name, taken)
    assert bool(told_so) == (name != kept)
    assert not told_so or (name in told_so and kept in told_so)


def test_the_form_lists_what_is_taken_before_one_chooses_and_says_when_a_name_is_changed(
    league: bodies.Body,
) -> None:
    client = Client()
    client.post(COMPLAIN)

    before = client.get(f"{COMPLAIN}papers/").content.decode()
    after = client.post(
        f"{COMPLAIN}papers/", {"add": "yes", "files": [SimpleUploadedFile("run.exe", b"plain words")]}, follow=True
    ).content.decode()

    assert f"We take {TAKEN}: up to 20 files and 100 MB in all, 25 MB each, and 64 MB at once." in before
    assert "“run.exe” is kept as “run.exe.txt”" in after
    assert "<li>run.exe.txt" in after


def test_a_file_larger_than_one_may_be_is_refused() -> None:
    with pytest.raises(TooLarge):
        accept("a.txt", b"a" * (MOST + 1))


def test_of_200_megabytes_no_more_than_the_limit_is_ever_held() -> None:
    made = Limited(cast(Any, SimpleNamespace()))
    made.new_file("files", "film.mp4", "video/mp4", 200 * MEGABYTE)
    held, stopped = 0, False
    for number in range(200):
        try:
            made.receive_data_chunk(b"a" * MEGABYTE, number * MEGABYTE)
        except SkipFile:
            stopped = True
            break
        held = max(held, made.parts.getbuffer().nbytes)

    assert stopped
    assert held <= MOST
    assert made.parts.getbuffer().nbytes == 0
    assert dropped(cast(Any, made.request))


class LoopbackClamd(socketserver.BaseRequestHandler):
    """Speaks clamd's INSTREAM on the loopback, for tests alone: it finds whatever contains the word BAD."""

    def handle(self) -> None:
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", line.read(4))[0]:
            content += line.read(length)
        self.request.sendall(b"stream: Test.BAD FOUND\0" if b"BAD" in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Settings) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), LoopbackClamd) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()
        thread.join()


def test_the_scanner_is_asked_over_its_socket(clamd: None) -> None:
    assert accept("a.txt", b"a" * 200_000).media_type == "text/plain"
    with pytest.raises(scanning.Infected):
        accept("a.txt", b"a" * 70_000 + b"BAD")


def test_while_the_scanner_is_silent_nothing_is_taken_in_unseen(settings: Settings) -> None:
    settings.CLAMD = "unix:/nowhere/clamd.ctl"
    with pytest.raises(scanning.NotScanned) as refused:
        accept("a.txt", b"words")
    assert "Try again" in refused.value.remedy


def upload(client: Client, *files: SimpleUploadedFile) -> Any:
    return client.post(f"{COMPLAIN}papers/", {"add": "yes", "files": list(files)})


def with_files(client: Client) -> Client:
    told(client)
    assert (
        upload(
            client, SimpleUploadedFile("note.txt", b"He wrote this."), SimpleUploadedFile("door.png", picture("PNG"))
        ).status_code
        == 302
    )
    return client


def test_files_travel_with_the_complaint_and_are_named_on_its_copy(league: bodies.Body) -> None:
    client = with_files(Client())
    summary = client.get(COMPLAIN + "check/").content.decode()
    page = client.get(send(client)).content.decode()

    assert "note.txt" in summary
    assert "note.txt, door.png" in page
    (chain,) = cases(league)
    with record.transaction(league.id):
        (entry,) = record.load(league.id, chain).entries
    assert len(entry.papers) == 2


def test_a_file_can_be_taken_out_again(league: bodies.Body) -> None:
    client = with_files(Client())

    client.post(f"{COMPLAIN}remove/1/")

    assert "note.txt" not in client.get(COMPLAIN + "check/").content.decode()
    assert "door.png" in client.get(COMPLAIN + "check/").content.decode()


def test_one_bad_file_is_told_and_the_good_one_beside_it_is_kept(league: bodies.Body) -> None:
    client = told(Client())

    answer = upload(client, SimpleUploadedFile("a.zip", zipped(a=b"a")), SimpleUploadedFile("good.txt", b"good"))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a.zip: That file is an archive" in page
    assert "good.txt" in page
    assert "good.txt" in client.get(COMPLAIN + "check/").content.decode()


def test_a_file_that_is_too_large_is_a_sentence_and_loses_nothing(league: bodies.Body) -> None:
    client = told(Client())

    answer = upload(client, SimpleUploadedFile("film.mp4", b"a" * (26 * MEGABYTE)))

    assert answer.status_code == 422
    assert "larger than 25 MB" in answer.content.decode()
    assert "She took the cash box home." in client.get(COMPLAIN + "check/").content.decode()


def test_twenty_files_are_enough(league: bodies.Body) -> None:
    client = told(Client())
    assert upload(client, *(SimpleUploadedFile(f"{n}.txt", b"x") for n in range(20))).status_code == 302

    answer = upload(client, SimpleUploadedFile("one more.txt", b"x"))

    assert answer.status_code == 422
    assert "up to 20 files" in answer.content.decode()


def test_a_paper_is_handed_out_as_a_download_to_whoever_sees_its_entry(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    send(with_files(Client()))
    (chain,) = cases(league)
    with record.transaction(league.id):
        digest = record.load(league.id, chain).entries[0].papers[0].digest
    address = f"/lantern-league/cases/case/{chain}/paper/{digest}/"

    answer = signed_in("Wren Oduya").get(address)

    assert answer.content == b"He wrote this."
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert f'href="{address}"' in signed_in("Wren Oduya").get(f"/lantern-league/cases/case/{chain}/").content.decode()
    for name in ("Rufus Dane", "A Stranger", "Ines Calloway", "Anselm Reyne"):
        assert signed_in(name).get(address).status_code == 404
    assert signed_in("Wren Oduya").get(address.replace(digest, "ab" * 32)).status_code == 404
    assert signed_in("Wren Oduya").get(address.replace(digest, "no-digest")).status_code == 404
    assert Client().get(address).status_code == 302


def test_somebody_in_a_case_adds_a_file_to_what_is_said(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    respondent = signed_in("Tamar Hollin")
    step = f"/lantern-league/cases/case/{before_notice}/do/representation_made/"
    assert 'name="files"' in respondent.get(step).content.decode()
    bad = respondent.post(step, {"text": "See this.", "files": [SimpleUploadedFile("a.zip", zipped(a=b"a"))]})
    assert bad.status_code == 422
    assert "a.zip: That file is an archive" in bad.content.decode()

    empty = respondent.post(step, {"text": "", "topic": "", "about": ""})
    assert empty.status_code == 422

    said = {"text": "See this.", "topic": "x", "about": "x", "files": [SimpleUploadedFile("a.txt", b"Words.")]}
    answer = respondent.post(step, said)

    assert answer.status_code == 302, answer.content.decode()[-3000:]
    with record.transaction(league.id):
        entry = record.load(league.id, before_notice).entries[-1]
    assert (entry.acts[0], len(entry.papers)) == ("representation_made", 1)


def test_the_bundle_that_travels_with_the_notice_is_shut_to_the_panel_until_it_is_released(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    panel = [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]
    far = (datetime.now(UTC) + timedelta(days=60)).strftime("%d/%m/%Y")
    said = {"hearing_on": far, "hearing_time": "10:00", "place": "Lantern House", "panel": panel}
    case = f"/lantern-league/cases/case/{before_notice}/"
    sent = signed_in("Dev Ashgrove").post(
        case + "do/give_notice/",
        {**said, "channel": "email", "files": [SimpleUploadedFile("bundle.txt", b"All of it.")]},
    )
    assert sent.status_code == 302
    with record.transaction(league.id):
        digest = record.load(league.id, before_notice).entries[-1].papers[0].digest
        notice = record.load(league.id, before_notice).entries[-1]
    assert notice.data["bundle"] == digest, "the file is the answer to the question for the bundle"
    chair = signed_in("Rosalind Achebe")
    letter = f"{case}letter/{notice.index}/D19/{fictional_id('Tamar Hollin')}/"
    writing.write_owed(league, now=datetime.now(UTC))

    assert signed_in("Dev Ashgrove").get(letter).status_code == 200
    assert chair.get(letter).status_code == 404, "the notice repeats the charges and names people"
    assert chair.get(f"{case}paper/{digest}/").status_code == 404, "not even declared"
    chair.post(case + "do/declaration_filed/", {"interests": "none"})
    assert chair.get(f"{case}paper/{digest}/").status_code == 404, "declared, and not yet released to all"
    assert signed_in("Tamar Hollin").get(f"{case}paper/{digest}/").content == b"All of it."
    assert signed_in("Jory Penhale").get(f"{case}paper/{digest}/").status_code == 404
