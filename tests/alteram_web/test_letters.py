"""From the deed to the letter box: written, sealed, sent by a real mail server, and on record."""

from __future__ import annotations

import html
import io
import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from alteram.correspondence import plainly
from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, directory, letters, record
from alteram_web.casework.record import Post
from alteram_web.documents import writing
from alteram_web.notices import sending
from tests.portal_fixtures import SignedIn, before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "signed_in"]
NOW = datetime.now(UTC) + timedelta(seconds=5)


class Box:
    """A mail server that keeps what it is given, or refuses an address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = ""

    async def handle_RCPT(  # the name the server calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == self.refuses:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest.fixture
def box(settings: Settings) -> Iterator[Box]:
    kept = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield kept
    server.stop()


def said(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def entries(body: bodies.Body, chain: UUID) -> list[str]:
    with record.transaction(body.id):
        return [entry.acts[0] for entry in record.load(body.id, chain).entries]


def state(body: bodies.Body, kind: str, name: str) -> list[Post]:
    return [post for post in letters.standing_in(body, name) if post.letter == kind]


def test_what_the_record_owes_is_written_as_a_tagged_page_and_kept_sealed(
    league: bodies.Body, before_notice: UUID
) -> None:
    assert writing.write_owed(league, now=NOW) > 0
    assert writing.write_owed(league, now=NOW) == 0, "once is enough"

    (post,) = state(league, "D01", "written")
    assert "you hear what becomes of it" in post.plain
    with pikepdf.open(io.BytesIO(post.page)) as page:
        assert page.Root.MarkInfo.Marked
        with page.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert str(page.Root.Lang) == "en"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alteram.body', %s, true)", [str(league.id)])
        cursor.execute(
            "SELECT octet_length(sealed), position('Dear'::bytea in plain) FROM casework.letters_in('written')"
        )
        assert all(size > 1000 and dear == 0 for size, dear in cursor.fetchall()), "nothing lies open"


def test_a_letter_without_words_in_the_book_is_written_plainly(league: bodies.Body, before_notice: UUID) -> None:
    writing.write_owed(league, now=NOW)

    (post,) = state(league, "D18", "written")
    assert "Charge 1, rule 3.4" in post.plain


def test_a_letter_to_somebody_outside_without_words_is_held_back_and_says_why(
    league: bodies.Body, before_notice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plainly, "page", lambda *_asked: None)
    writing.write_owed(league, now=NOW)

    (post,) = state(league, "D18", "held")
    assert "has no words for “Charge sheet” yet" in post.why
    assert post.page == b""


def test_a_letter_goes_out_once_and_the_record_says_so(league: bodies.Body, before_notice: UUID, box: Box) -> None:
    respondent = fictional_id("Tamar Hollin")
    directory.put(league.id, respondent, "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)
    owed = len(state(league, "D07", "written"))

    sending.send_written(league, now=NOW)
    sending.send_written(league, now=NOW)

    notices = [mail for mail in box.mails if "A complaint has been made about you" in said(mail)]
    assert owed == len(notices) == 1
    assert notices[0]["To"] == "tamar@example.invalid"
    assert notices[0]["Subject"] == "Lantern League: a letter to you"
    (page,) = notices[0].iter_attachments()
    assert page.get_content_type() == "application/pdf"
    assert entries(league, before_notice).count("service_recorded") >= 1
    assert state(league, "D07", "written") == state(league, "D07", "taken") == []


def complaining(body: bodies.Body, chain: UUID) -> str:
    with record.transaction(body.id):
        return record.load(body.id, chain).entries[0].by[0].who


def test_whoever_complained_and_gave_an_address_gets_the_decision_of_triage_there(
    league: bodies.Body, before_notice: UUID, box: Box
) -> None:
    person = complaining(league, before_notice)
    directory.put(league.id, person, "Somebody", email="complains@example.invalid")
    writing.write_owed(league, now=NOW)
    (post,) = state(league, "D03", "written")
    assert (post.recipient, post.channel) == (person, "portal")

    sending.send_written(league, now=NOW)
    sending.send_written(league, now=NOW)

    mailed = [said(mail).split() for mail in box.mails if mail["To"] == "complains@example.invalid"]
    assert mailed.count(post.plain.split()) == 1
    assert len(state(league, "D03", "sent")) == 1


def test_a_letter_on_the_site_lies_there_whatever_becomes_of_the_mail(
    league: bodies.Body, before_notice: UUID, box: Box, settings: Settings
) -> None:
    directory.put(league.id, complaining(league, before_notice), "Somebody", email="gone@example.invalid")
    box.refuses = "gone@example.invalid"
    writing.write_owed(league, now=NOW)

    sending.send_written(league, now=NOW)

    (post,) = state(league, "D03", "sent")
    assert post.why == "It lies on the site. The mail server refused it (550)."


def test_what_went_out_and_could_not_be_entered_stays_on_the_list(
    league: bodies.Body, before_notice: UUID, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)

    def refuses(*_: object, **__: object) -> None:
        raise record.Stale

    monkeypatch.setattr(commands, "act", refuses)
    sending.send_written(league, now=NOW)

    (post,) = state(league, "D07", "failed")
    assert "It went out" in post.why
    assert state(league, "D07", "sent") == []


def test_an_address_that_bounces_is_on_record_and_waits_for_a_second_channel(
    league: bodies.Body, before_notice: UUID, box: Box
) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="gone@example.invalid")
    box.refuses = "gone@example.invalid"
    writing.write_owed(league, now=NOW)

    sending.send_written(league, now=NOW)

    (post,) = state(league, "D07", "failed")
    assert post.why == "The mail server refused it (550)."
    assert "service_failed" in entries(league, before_notice)


@pytest.fixture
def any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many letters went out today, none waits for the evening: the hour of the test plays no part in it."""
    monkeypatch.setattr(sending, "A_DAY", 100)


def test_a_letter_cut_off_in_the_middle_is_not_sent_again_blindly(
    league: bodies.Body, before_notice: UUID, box: Box, settings: Settings, any_hour: None
) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1  # nobody listens there
    sending.send_written(league, now=NOW)
    settings.EMAIL_PORT = port

    sending.send_written(league, now=NOW)

    assert [mail for mail in box.mails if mail["To"] == "tamar@example.invalid"] == []
    assert len(state(league, "D07", "taken")) == 1
    assert letters.move(league, state(league, "D07", "taken")[0], come_from="taken", to="written", now=NOW)
    sending.send_written(league, now=NOW)
    assert [mail["To"] for mail in box.mails if mail["To"] == "tamar@example.invalid"]


def test_whoever_has_no_address_is_on_the_list(league: bodies.Body, before_notice: UUID) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin")
    writing.write_owed(league, now=NOW)
    sending.send_written(league, now=NOW)

    assert "No e-mail address is known" in state(league, "D07", "held")[0].why


def test_no_letter_is_written_that_the_record_does_not_owe(league: bodies.Body, before_notice: UUID) -> None:
    made_up = Post(chain=before_notice, index=0, letter="D26", recipient=fictional_id("Tamar Hollin"), channel="email")

    assert letters.hold(league, made_up, "", now=NOW) is False


def test_one_round_of_the_worker_does_all_of_it(
    league: bodies.Body, before_notice: UUID, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")

    call_command("work", stdout=io.StringIO())

    assert any("A complaint has been made about you" in file.read_text() for file in tmp_path.iterdir())
    assert "service_recorded" in entries(league, before_notice)


def test_the_list_of_letters_that_wait_is_for_those_who_handle_the_case(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin")
    writing.write_owed(league, now=NOW)
    sending.send_written(league, now=NOW)
    clerk = signed_in("Dev Ashgrove").get("/lantern-league/cases/letters/").content.decode()

    assert "No e-mail address is known" in clerk
    assert "I have sent it another way" in clerk
    for name in ("Tamar Hollin", "Jory Penhale", "Rufus Dane", "A Stranger", "Anselm Reyne", "Rosalind Achebe"):
        assert "No letter waits." in signed_in(name).get("/lantern-league/cases/letters/").content.decode()
    assert Client().get("/lantern-league/cases/letters/").status_code == 302


def test_whoever_comes_to_speak_for_a_side_reads_the_letters_to_that_side_and_none_besides(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, box: Box
) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)  # before anybody speaks for her
    (told,), (mine,) = state(league, "D07", "written"), state(league, "D01", "written")
    commands.act(
        Wish(
            case=str(before_notice), act="representative_named", by=(fictional_id("Tamar Hollin"),),
            at=NOW.date(), recorded=NOW, fields={"person": fictional_id("A Stranger")},
        ),
        body=league.id,
    )  # fmt: skip
    speaker = signed_in("A Stranger")

    def page(post: Post) -> int:
        return speaker.get(
            f"/lantern-league/cases/case/{before_notice}/letter/{post.index}/{post.letter}/{post.recipient}/"
        ).status_code

    assert page(told) == 404, "it has not gone out"
    assert "No letter waits." in speaker.get("/lantern-league/cases/letters/").content.decode()

    sending.send_written(league, now=NOW)
    assert (page(told), page(mine)) == (200, 404), "to her, and not to the other side"
    assert "No letter waits." in speaker.get("/lantern-league/cases/letters/").content.decode()
    shown = speaker.get(f"/lantern-league/my-answer/{before_notice}/").content.decode()
    assert "/D07/" in shown
    assert "/D01/" not in shown


def test_a_clerk_lets_a_letter_go_once_more_and_nobody_else_can(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)
    (post,) = state(league, "D07", "written")
    letters.move(league, post, come_from="written", to="taken", now=NOW)
    letters.move(league, post, come_from="taken", to="failed", why="It came back.", now=NOW)
    address = f"/lantern-league/cases/letters/{before_notice}/{post.index}/D07/{post.recipient}/"

    for name in ("Tamar Hollin", "Jory Penhale", "Rufus Dane", "A Stranger", "Anselm Reyne"):
        assert signed_in(name).post(address).status_code == 404
    assert len(state(league, "D07", "failed")) == 1
    assert signed_in("Dev Ashgrove").get(address).status_code == 405
    assert signed_in("Dev Ashgrove").post(address).status_code == 302
    assert len(state(league, "D07", "written")) == 1


def test_a_letter_that_went_out_is_entered_and_not_sent_again(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, box: Box, monkeypatch: pytest.MonkeyPatch,
    any_hour: None,
) -> None:  # fmt: skip
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_report", lambda *_words, **_named: "E-CLOCK")
        sending.send_written(league, now=NOW)
    (post,), sent = state(league, "D07", "failed"), len(box.mails)
    clerk, list_ = signed_in("Dev Ashgrove"), "/lantern-league/cases/letters/"

    page = clerk.get(list_).content.decode()
    clerk.post(f"{list_}{before_notice}/{post.index}/D07/{post.recipient}/")
    form = re.search(r'href="([^"]*service_recorded[^"]*D07[^"]*)"', page)
    assert form is not None
    entered = clerk.post(html.unescape(form[1]), {"letter": "D07", "to": post.recipient, "channel": "email"})

    assert "It went out" in page
    assert "Enter that it was sent" in page
    assert "Send it again" not in page.partition("Notice of investigation")[2].partition("</li>")[0]
    assert entered.status_code == 302, entered.content.decode()[-2000:]
    sending.send_written(league, now=NOW)
    assert "letter=D07" not in clerk.get(list_).content.decode()
    assert len(state(league, "D07", "sent")) == 1
    assert len(box.mails) == sent


def test_the_demonstration_shows_what_was_sent(
    league: bodies.Body, before_notice: UUID, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    directory.put(league.id, fictional_id("Tamar Hollin"), "Tamar Hollin", email="tamar@example.invalid")
    writing.write_owed(league, now=NOW)
    sending.send_written(league, now=NOW)

    page = Client().get("/demonstration/mail/").content.decode()
    assert "A complaint has been made about you" in page
    assert "tamar@example.invalid" in page
    assert "letter.pdf" in page
    settings.DEMO = False
    assert Client().get("/demonstration/mail/").status_code == 404


RUN = datetime(2027, 3, 9, 10, tzinfo=UTC)


def run_of_letters(body: bodies.Body, chain: UUID, number: int) -> list[Post]:
    """So many letters to the respondent by mail, written and waiting."""
    writing.write_owed(body, now=NOW)
    mine = [
        one for state in ("written", "held") for one in letters.standing_in(body, state)
        if one.recipient == fictional_id("Tamar Hollin") and one.channel == "email"
    ]  # fmt: skip
    assert len(mine) >= number
    return mine


def test_a_fifth_letter_of_a_day_waits_and_goes_in_one_mail_with_whatever_follows(
    league: bodies.Body, before_notice: UUID, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N23. The fewest that this case writes to her are taken for a run: two go alone, the rest together."""
    monkeypatch.setattr(sending, "A_DAY", 1)
    mine = [one for one in run_of_letters(league, before_notice, 3) if one.page]
    to = directory.email(league.id, fictional_id("Tamar Hollin"))

    sending.send_written(league, now=RUN)
    alone = [mail for mail in box.mails if to in str(mail["To"])]
    sending.send_written(league, now=RUN + timedelta(hours=1))
    still = [mail for mail in box.mails if to in str(mail["To"])]
    sending.send_written(league, now=RUN + timedelta(hours=8))
    every = [mail for mail in box.mails if to in str(mail["To"])]

    assert len(alone) == len(still) == 1, "the next of that day waits"
    assert len(every) == 2, "and goes with the others"
    assert len(list(every[-1].iter_attachments())) == len(mine) - 1
    assert [one for one in letters.standing_in(league, "written") if one.recipient == mine[0].recipient] == []


def test_a_run_of_letters_ends_with_its_day(
    league: bodies.Body, before_notice: UUID, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "A_DAY", 1)
    run_of_letters(league, before_notice, 2)
    to = directory.email(league.id, fictional_id("Tamar Hollin"))

    sending.send_written(league, now=RUN)
    sending.send_written(league, now=RUN + timedelta(days=1))

    assert len([mail for mail in box.mails if to in str(mail["To"])]) == 2
