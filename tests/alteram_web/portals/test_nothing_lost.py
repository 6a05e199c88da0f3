"""What somebody has typed comes back: after a lost session, too many files, a page gone back to; and to nobody else."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from alteram.people import fictional_id
from alteram_web.casework import bodies, drafts, held, oversight, record, selectors, viewers
from alteram_web.casework.selectors import Viewer
from alteram_web.identity.models import Holder
from alteram_web.portals.staff import files as step_files
from tests.alteram_web.portals.test_public import COMPLAIN, cases, key_on, send, told
from tests.alteram_web.portals.test_staff import PANEL, address, notice, tip
from tests.portal_fixtures import SignedIn

CLERK = "Dev Ashgrove"
FAR = (datetime.now(UTC) + timedelta(days=60)).strftime("%d/%m/%Y")
PLACE = "The upper room, Lantern House"
FOLLOW = "/lantern-league/follow/"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def typed(client: Client, where: str, **said: object) -> dict[str, object]:
    """A form as it was opened by this client, filled in."""
    page = client.get(where).content.decode()
    return {"mark": hidden(page, "mark"), **said}


def account(body: bodies.Body, client: Client, name: str) -> None:
    client.force_login(Holder.objects.get(body=body.id, person=fictional_id(name)).user)


def files(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.txt", b"words %d" % n) for n in range(count)]


def test_a_form_sent_without_a_session_comes_back_filled_after_signing_in(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where, before, client = address(before_notice, "do/give_notice/"), tip(league, before_notice), signed_in(CLERK)
    said = typed(client, where, **notice(FAR, place=PLACE))
    del client.cookies["session"]

    lost = client.post(where, said)
    sign_in = client.get(lost.headers["Location"]).content.decode()
    account(league, client, CLERK)
    page = client.get(where).content.decode()

    assert "What you typed is kept for half an hour" in sign_in
    assert tip(league, before_notice) == before, "nothing is entered by it"
    assert PLACE in page
    assert FAR in page
    assert len(re.findall(r'name="panel"[^>]*checked|checked[^>]*name="panel"', page)) == len(PANEL)
    assert "This is what you had typed." in page
    assert PLACE not in client.get(where).content.decode(), "it is given back once"


def test_what_is_kept_opens_for_its_writer_alone_and_stands_nowhere_in_clear(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where, client = address(before_notice, "do/give_notice/"), signed_in(CLERK)
    said = typed(client, where, **notice(FAR, place=PLACE))
    del client.cookies["session"]
    client.post(where, said)
    kept = str(Session.objects.get(pk=client.cookies["session"].value).get_decoded())

    account(league, client, "Tamar Hollin")
    other = client.get(where).content.decode()
    account(league, client, CLERK)

    assert PLACE not in kept
    assert fictional_id(CLERK) not in kept
    assert PLACE not in other
    assert PLACE not in client.get(where).content.decode(), "whoever came in between has made it go"


@pytest.mark.parametrize("mark", ["", "made up", "forged"])
def test_a_form_that_the_house_did_not_give_out_is_kept_for_nobody(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, mark: str
) -> None:
    where, client = address(before_notice, "do/give_notice/"), Client()
    right = typed(signed_in(CLERK), where)["mark"]
    sent = str(right)[:-2] + "xx" if mark == "forged" else mark

    client.post(where, {**notice(FAR, place=PLACE), "mark": sent})
    account(league, client, CLERK)

    assert PLACE not in client.get(where).content.decode()


def test_what_is_kept_is_gone_after_half_an_hour(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, client = address(before_notice, "do/give_notice/"), signed_in(CLERK)
    said = typed(client, where, **notice(FAR, place=PLACE))
    del client.cookies["session"]
    client.post(where, said)
    account(league, client, CLERK)
    later = datetime.now(UTC) + held.HOLDS + timedelta(seconds=5)
    monkeypatch.setattr(viewers, "moment", lambda: later)

    assert PLACE not in client.get(where).content.decode()


def test_with_every_cookie_gone_the_page_leads_back_to_the_form(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where = address(before_notice, "do/give_notice/")
    said = typed(signed_in(CLERK), where, **notice(FAR, place=PLACE))
    client = Client(enforce_csrf_checks=True)

    page = client.post(where, said)
    account(league, client, CLERK)

    assert page.status_code == 403
    assert f'<a href="{where}">Open the form again</a>' in page.content.decode()
    assert PLACE in client.get(where).content.decode()


def test_whoever_came_with_a_key_is_asked_for_the_key_and_finds_the_words_again(league: bodies.Body) -> None:
    client = told(Client())
    key = key_on(client.get(send(client)).content.decode())
    client.post(FOLLOW, {"key": key})
    where = address(cases(league)[0], "do/evidence_added/")
    said = typed(client, where, source="my own notes, kept since May")
    del client.cookies["session"]

    lost = client.post(where, said)
    asked = client.get(lost.headers["Location"]).content.decode()
    again = client.post(FOLLOW, {"key": key})

    assert lost.headers["Location"] == FOLLOW
    assert "What you typed is kept for half an hour" in asked
    assert again.headers["Location"] == where
    assert "my own notes, kept since May" in client.get(where).content.decode()


def test_an_answer_of_a_complaint_typed_without_a_session_comes_back_with_the_key(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)
    page = client.get(COMPLAIN + "account/").content.decode()
    said = {"mark": hidden(page, "mark"), "account": "She took the cash box home."}
    del client.cookies["session"]

    lost = client.post(COMPLAIN + "account/", said)
    again = client.post(FOLLOW, {"key": key_on(page)})

    assert lost.headers["Location"] == FOLLOW
    assert again.headers["Location"] == COMPLAIN + "account/"
    assert "She took the cash box home." in client.get(COMPLAIN + "account/").content.decode()


def test_a_complaint_sent_from_a_second_tab_says_that_it_was_sent(league: bodies.Body) -> None:
    client = told(Client())
    mark = hidden(client.get(COMPLAIN + "check/").content.decode(), "mark")
    sent = send(client)

    again = client.post(COMPLAIN + "check/", {"mark": mark})

    assert again.headers["Location"] == sent
    assert "This complaint was sent already." in client.get(sent).content.decode()
    assert len(cases(league)) == 1


def test_a_page_gone_back_to_and_sent_again_enters_nothing_twice(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where, client = address(before_notice, "do/evidence_added/"), signed_in("Tamar Hollin")
    words: dict[str, object] = {
        "source": "myself", "exhibit": "", "captor": fictional_id("Tamar Hollin"), "captured_on": "01/10/2026",
        "context": "The whole thread.",
    }  # fmt: skip
    first = client.post(where, typed(client, where, **words, request="one", files=files(1)))
    assert first.status_code == 302, re.sub(r"<[^>]+>", " ", first.content.decode())
    before = tip(league, before_notice)

    again = client.post(where, typed(client, where, **words, request="two", files=files(1)))
    page = client.get(again.headers["Location"]).content.decode()
    other = client.post(where, typed(client, where, **words, request="three", files=files(2)[1:]))

    assert again.headers["Location"] == first.headers["Location"]
    assert "it was not entered a second time" in page
    assert other.headers["Location"] != first.headers["Location"], "another file is another matter"
    assert tip(league, before_notice) == before + 1


def test_more_files_than_are_taken_are_named_and_the_text_stays(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before, client = tip(league, before_notice), signed_in(CLERK)

    answer = client.post(
        address(before_notice, "do/give_notice/"), notice(FAR, place=PLACE, files=files(site.UPLOAD_MAX_FILES + 1))
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "More than 20 files came at once, so none of them was taken in." in page
    assert PLACE in page
    assert "choose them again before you send" in page
    assert tip(league, before_notice) == before


def test_files_that_are_too_large_together_are_thrown_away_and_the_text_stays(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, settings: Settings
) -> None:
    settings.REQUEST_MAX, settings.REQUEST_READ = 10_000, 100_000
    large = SimpleUploadedFile("large.txt", b"x" * 20_000)

    answer = signed_in(CLERK).post(address(before_notice, "do/give_notice/"), notice(FAR, place=PLACE, files=large))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The files are together larger than" in page
    assert PLACE in page


def test_a_complaint_takes_none_of_too_many_files_and_keeps_those_it_has(league: bodies.Body) -> None:
    client = Client()
    client.post(COMPLAIN)
    client.post(COMPLAIN + "papers/", {"files": files(1), "add": "yes"})

    answer = client.post(COMPLAIN + "papers/", {"files": files(site.UPLOAD_MAX_FILES + 1), "add": "yes"})

    assert answer.status_code == 422
    assert "More than 20 files came at once" in answer.content.decode()
    assert len(drafts.files(league.id, UUID(client.session["draft"]))) == 1


def test_the_first_lawful_day_is_filled_in_without_an_address_that_tells_the_form(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where, client, before = address(before_notice, "do/give_notice/"), signed_in(CLERK), tip(league, before_notice)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%d/%m/%Y")
    page = client.post(where, notice(tomorrow, place=PLACE)).content.decode()
    buttons = re.findall(r'<button[^>]*form="deed"[^>]*name="another_day"[^>]*value="([^"]*)"', page)

    filled = client.post(where, notice(tomorrow, place=PLACE, another_day=buttons[0])).content.decode()

    assert len(buttons) == 1
    assert "?hearing_on" not in page
    assert buttons[0] in filled
    assert PLACE in filled
    assert tip(league, before_notice) == before


def test_a_key_given_by_somebody_signed_in_says_to_sign_out_first(league: bodies.Body, signed_in: SignedIn) -> None:
    client = told(Client())
    key = key_on(client.get(send(client)).content.decode())

    answer = signed_in(CLERK).post(FOLLOW, {"key": key})

    assert answer.status_code == 409
    assert "Sign out first" in answer.content.decode()


@pytest.mark.parametrize("name", ["Jory Penhale", "Tamar Hollin"])
def test_where_letters_lead_is_there_for_both_sides(before_notice: UUID, signed_in: SignedIn, name: str) -> None:
    client = signed_in(name)
    case = client.get(address(before_notice), follow=True).content.decode()
    follow = client.get(FOLLOW).content.decode()

    assert "Say something to those who decide" in case
    assert 'href="/lantern-league/cases/"' in follow
    assert f"You are known here as {name}." in follow


def test_the_sign_in_page_leads_those_without_an_account_to_where_they_come_in(league: bodies.Body) -> None:
    page = Client().get("/account/login/?next=/lantern-league/cases/").content.decode()
    closed = Client().get("/account/signup/").content.decode()

    assert f'<a href="{FOLLOW}">I have a return key</a>' in page
    assert "sign up" not in page.lower()
    assert "Accounts are made by the administration of your body" in closed
    assert "Choose whom to become" in page


def kept_files(page: str) -> list[str]:
    """The files that a form lists as added, each with its tick."""
    return re.findall(r'name="kept" value="\d+" checked>\s*<label[^>]*>([^<]*?) <span', page)


def test_a_file_need_not_be_chosen_again_after_a_refusal(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where, client = address(before_notice, "do/give_notice/"), signed_in(CLERK)
    soon = (datetime.now(UTC) + timedelta(days=3)).strftime("%d/%m/%Y")
    said = {name: value for name, value in notice(FAR, place=PLACE).items() if name != "files"}
    place = step_files.place(viewer_of(league, CLERK), before_notice, "give_notice")

    refused = client.post(where, notice(soon))
    page = refused.content.decode()
    again = client.post(where, {**said, "hearing_time": "", "kept": hidden(page, "kept")})
    another = signed_in("Ines Calloway").post(where, {**said, "kept": "1"})
    entered = client.post(where, {**said, "kept": hidden(again.content.decode(), "kept")})

    assert (refused.status_code, again.status_code, entered.status_code) == (422, 422, 302)
    assert kept_files(page) == kept_files(again.content.decode()) == ["bundle.txt"]
    assert kept_files(another.content.decode()) == [], "nobody else has it"
    assert tip_text(league, before_notice) == b"The bundle of the hearing."
    assert drafts.read(league.id, place) is None, "nothing is left of it"


def test_a_file_without_its_tick_does_not_go_along_and_is_not_kept(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    where, client = address(before_notice, "do/give_notice/"), signed_in(CLERK)
    place = step_files.place(viewer_of(league, CLERK), before_notice, "give_notice")
    client.post(where, notice("01/01/2020"))
    assert [one.name for one in drafts.files(league.id, place)] == ["bundle.txt"]

    answer = client.post(where, {name: value for name, value in notice(FAR).items() if name != "files"})

    assert answer.status_code == 422
    assert "E-DISCLOSURE" in answer.content.decode()
    assert drafts.files(league.id, place) == []


def viewer_of(body: bodies.Body, name: str) -> Viewer:
    now = viewers.moment()
    return Viewer(body=body.id, person=fictional_id(name), now=now, day=now.date())


def tip_text(body: bodies.Body, chain: UUID) -> bytes:
    """The paper that came with the last entry, as the clerk reads it."""
    with record.transaction(body.id):
        digest = str(record.load(body.id, chain).entries[-1].data["bundle"])
    return selectors.download(viewer_of(body, CLERK), chain, digest).content


def test_the_reason_of_an_auditor_and_the_name_of_a_token_come_back_after_a_lost_session(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oversight, "SAMPLE", 0)  # a file that was drawn asks for no reason
    for name, where, said in (
        ("Anselm Reyne", f"/lantern-league/audit/case/{before_notice}/", {"reason": "A concern was raised in May."}),
        (CLERK, "/lantern-league/cases/tokens/", {"name": "The reader in the office", "days": "90"}),
    ):
        client = signed_in(name)
        sent = typed(client, where, **said)
        del client.cookies["session"]

        lost = client.post(where, sent)
        sign_in = client.get(lost.headers["Location"]).content.decode()
        account(league, client, name)
        page = client.get(where).content.decode()

        assert "What you typed is kept for half an hour" in sign_in
        assert next(iter(said.values())) in page
        assert "It is still here" in page
        assert next(iter(said.values())) not in client.get(where).content.decode()
