"""The desk, the case page, the steps: who sees them, what is refused, what stands afterwards."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern

from alteram.people import fictional_id
from alteram_web.casework import bodies, clock, record
from alteram_web.demonstration import members
from alteram_web.portals.staff import urls
from tests.alteram_web.portals.test_public import cases, send, told
from tests.portal_fixtures import Bundle, SignedIn
from tests.register_fixtures import number_of

ACKNOWLEDGED = {"channel": "portal", "rights_told": "on", "adjustments_asked": "on"}
PANEL = [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]


def address(chain: UUID, rest: str = "") -> str:
    return f"/lantern-league/cases/case/{chain}/{rest}"


def watch(body: bodies.Body, chain: UUID) -> list[dict[str, object]]:
    """What the watch chain of a case holds: act and codes."""
    with record.transaction(body.id):
        name = record.watch_of(chain)
        entries = record.load(body.id, name, "watch").entries
    return [{"act": entry.acts[0], **entry.data} for entry in entries]


def tip(body: bodies.Body, chain: UUID) -> int:
    with record.transaction(body.id):
        return record.load(body.id, chain).tip


def notice(day: str, **more: object) -> dict[str, object]:
    said = {"hearing_on": day, "hearing_time": "10:00", "place": "Lantern House", "files": Bundle(), "panel": PANEL}
    return {**said, "channel": "email", **more}


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Rosalind Achebe"])
@pytest.mark.parametrize("rest", ["", "do/give_notice/", "done/3/", "done/3/receipt.json", "letter/1/D01/p-nobody/"])
def test_whoever_may_not_know_of_the_case_finds_nothing_and_the_knock_is_on_record(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, name: str, rest: str
) -> None:
    answer = signed_in(name).get(address(before_notice, rest))

    assert answer.status_code == 404
    assert b"VFBS" not in answer.content
    assert any(knock["act"] == "access_refused" for knock in watch(league, before_notice))


def test_whoever_may_not_know_of_the_case_does_not_move_its_clock(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[object] = []
    monkeypatch.setattr(clock, "catch_up", lambda *a, **k: moved.append(a))
    pages = ("cases/case/{}/", "cases/case/{}/do/give_notice/", "my-complaint/{}/", "my-answer/{}/", "panel/{}/",
             "api/cases/{}")  # fmt: skip

    for page in pages:
        assert signed_in("Rufus Dane").get("/lantern-league/" + page.format(before_notice)).status_code == 404
    assert moved == []

    for page in pages:
        signed_in("Dev Ashgrove").get("/lantern-league/" + page.format(before_notice))
    assert len(moved) == len(pages), "each of them is a page that moves it"


def test_a_deed_of_the_executive_is_answered_not_found_as_well(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)

    answer = signed_in("Rufus Dane").post(address(before_notice, "do/give_notice/"), notice("01/01/2030"))

    assert answer.status_code == 404
    assert tip(league, before_notice) == before


def test_every_address_of_the_portal_is_in_these_tests() -> None:
    assert {str(p.pattern) for p in urls.urlpatterns if isinstance(p, URLPattern)} == {
        "", "case/<uuid:chain>/", "case/<uuid:chain>/do/<slug:name>/", "case/<uuid:chain>/done/<int:index>/",
        "case/<uuid:chain>/letter/<int:index>/<str:kind>/<str:recipient>/",
        "case/<uuid:chain>/done/<int:index>/receipt.json",  # in test_receipts.py as well
        "letters/", "letters/<uuid:chain>/<int:index>/<str:kind>/<str:recipient>/",  # in test_letters.py
        "case/<uuid:chain>/paper/<str:digest>/",  # in test_files.py
        "tokens/", "tokens/<int:token>/end/",  # in test_tokens.py
        "emergency/",  # in test_emergency.py
        "case/<uuid:chain>/do/<slug:name>/draw/",  # in test_draw.py
        "approach/", "approach/<uuid:chain>/", "approach/<uuid:chain>/<slug:kind>/<int:question>/",
        "approach/<uuid:chain>/put/<int:index>/",  # in test_approach.py
        "case/<uuid:chain>/fairness/", "case/<uuid:chain>/fairness.pdf",  # in test_fairness_ledger.py
        "case/<uuid:chain>/log/", "case/<uuid:chain>/log.zip",  # in test_own_log.py
        "case/<uuid:chain>/hearing/", "case/<uuid:chain>/hearing/now/", "case/<uuid:chain>/hearing/own/",
        "case/<uuid:chain>/hearing/outcomes/",  # in test_hearing_room.py
        "case/<uuid:chain>/listing/", "case/<uuid:chain>/days/", "diary/",  # in test_listing.py
        "calendar/", "calendar/<str:secret>.ics", "case/<uuid:chain>/hearing.ics",  # in test_calendar.py
    }  # fmt: skip


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "case/{chain}/",
        "case/{chain}/do/give_notice/",
        "case/{chain}/done/1/",
        "case/{chain}/done/1/receipt.json",
        "case/{chain}/letter/1/D01/p-x/",
        "case/{chain}/do/give_notice/draw/",
        "case/{chain}/log/",
        "case/{chain}/log.zip",
        "case/{chain}/hearing/",
        "case/{chain}/hearing/now/",
        "case/{chain}/hearing/own/",
        "case/{chain}/hearing/outcomes/",
        "case/{chain}/listing/",
        "case/{chain}/days/",
        "case/{chain}/hearing.ics",
        "diary/",
        "calendar/",
    ],
)
def test_nobody_signed_in_is_sent_to_sign_in(before_notice: UUID, rest: str) -> None:
    answer = Client().get("/lantern-league/cases/" + rest.format(chain=before_notice))

    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


def test_the_clerk_sees_what_may_happen_what_is_owed_and_whether_it_was_fair(
    before_notice: UUID, signed_in: SignedIn
) -> None:
    page = signed_in("Dev Ashgrove").get(address(before_notice)).content.decode()

    assert "Give notice of the hearing" in page
    assert "What is owed" in page
    assert "Was it fair" in page
    assert "Tamar Hollin" in page


def test_a_complainant_sees_neither_charges_nor_the_answer(before_notice: UUID, signed_in: SignedIn) -> None:
    page = signed_in("Jory Penhale").get(address(before_notice), follow=True).content.decode()

    assert "He shouted and blocked the door" in page
    assert "The second was a joke" not in page
    assert "Lay the charges" not in page


def test_a_short_notice_is_refused_with_the_first_lawful_day_and_counted(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    soon = (datetime.now(UTC) + timedelta(days=10)).strftime("%d/%m/%Y")

    answer = signed_in("Dev Ashgrove").post(address(before_notice, "do/give_notice/"), notice(soon))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "clear days and rule 7.1 asks for 28. The earliest lawful day is" in page
    assert "E-NOTICE-SHORT" in page
    assert "How this was counted" in page
    assert "List it for" in page
    offered = re.search(r'name="another_day" value="([^"]*)"', page)
    assert offered is not None
    again = signed_in("Dev Ashgrove").post(
        address(before_notice, "do/give_notice/"), notice(soon, another_day=offered[1])
    )
    assert "Nothing is entered yet. The first lawful day is filled in" in again.content.decode()
    assert tip(league, before_notice) == before
    assert any(one["act"] == "act_refused" and "E-NOTICE-SHORT" in str(one) for one in watch(league, before_notice))


def test_a_lawful_notice_stands_once_however_often_it_is_sent(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    far = (datetime.now(UTC) + timedelta(days=60)).strftime("%d/%m/%Y")
    client = signed_in("Dev Ashgrove")
    sent = notice(far, request="one-and-the-same", seen=before)

    first = client.post(address(before_notice, "do/give_notice/"), sent)
    second = client.post(address(before_notice, "do/give_notice/"), sent)

    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert tip(league, before_notice) == before + 1
    page = client.get(first.headers["Location"]).content.decode()
    assert "It stands in the record" in page


def test_a_form_that_has_not_seen_the_last_step_is_stale_and_keeps_its_answers(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    far = (datetime.now(UTC) + timedelta(days=60)).strftime("%d/%m/%Y")

    answer = signed_in("Dev Ashgrove").post(address(before_notice, "do/give_notice/"), notice(far, seen=3))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "E-STALE" in page
    assert far in page
    assert tip(league, before_notice) == before
    assert f'name="seen" value="{before}"' in page  # so that it can be sent again, knowing of it


def test_the_desk_lists_counts_and_finds_only_ones_own(before_notice: UUID, signed_in: SignedIn) -> None:
    clerk = signed_in("Dev Ashgrove").get("/lantern-league/cases/").content.decode()
    stranger = signed_in("A Stranger").get("/lantern-league/cases/?find=2").content.decode()

    assert str(before_notice) in clerk
    assert str(before_notice) not in stranger
    assert "There is no case here for you" in stranger


@pytest.mark.parametrize("step", ["contact_reported", "pressure_logged", "give_notice"])
def test_whoever_may_not_know_who_complained_finds_the_name_in_no_form(
    before_notice: UUID, signed_in: SignedIn, step: str
) -> None:
    monitor = signed_in("Anselm Reyne")

    assert "Jory Penhale" not in monitor.get(address(before_notice)).content.decode()
    assert "Jory Penhale" not in monitor.get(address(before_notice, f"do/{step}/")).content.decode()


@pytest.mark.parametrize("name", ["Jory Penhale", "Tamar Hollin", "Wren Oduya", "Anselm Reyne"])
@pytest.mark.parametrize("step", ["give_notice", "sanction", "open_hearing"])
def test_a_form_of_others_names_no_panel(before_notice: UUID, signed_in: SignedIn, name: str, step: str) -> None:
    page = signed_in(name).get(address(before_notice, f"do/{step}/")).content.decode()

    for member in ("Rosalind Achebe", "Samuel Okoro-Hart", "Gethin Vaughan", *PANEL):
        assert member not in page


@pytest.mark.parametrize("number", [999, 5])
def test_no_receipt_is_shown_for_an_entry_that_is_not_there_or_not_theirs(
    before_notice: UUID, signed_in: SignedIn, number: int
) -> None:
    seen = signed_in("Jory Penhale").get(address(before_notice), follow=True).content.decode()
    assert f'id="entry-{number}"' not in seen

    assert signed_in("Jory Penhale").get(address(before_notice, f"done/{number}/")).status_code == 404


def test_each_side_sees_the_page_cut_to_its_own(before_notice: UUID, signed_in: SignedIn) -> None:
    respondent = signed_in("Tamar Hollin").get(address(before_notice), follow=True).content.decode()

    assert "Lay the charges" in respondent
    assert "The second was a joke" in respondent  # its own answer
    assert "Decide what becomes of the complaint" not in respondent  # the triage decision is not for it


def test_a_form_tells_no_member_to_whoever_may_not_send_it(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    members.fill(league)
    number = number_of(league, "Corwin Bale")
    page = signed_in("Helen Strake").get(address(before_notice, f"do/respondent_named/?member={number}"))

    assert page.status_code == 200
    assert "Corwin Bale" not in page.content.decode()


def test_triage_finds_the_member_behind_a_name_and_the_member_then_has_the_case(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    members.fill(league)
    send(told(Client()))
    (chain,) = cases(league)
    wren, hollis = signed_in("Wren Oduya"), signed_in("Hollis Brandt")
    assert wren.post(address(chain, "do/acknowledge/"), ACKNOWLEDGED).status_code == 302
    number = number_of(league, "Tamar Hollin")
    step = address(chain, "do/respondent_named/") + f"?member={number.lower()}"

    assert "Tamar Hollin" in hollis.get(step).content.decode()
    answer = hollis.post(step, {"person": fictional_id("Tamar Hollin"), "how_known": "By the roll."})

    assert answer.status_code == 302, answer.content.decode()[-2500:]
    with record.transaction(league.id):
        entries = record.load(league.id, chain).entries
    assert entries[-1].acts == ("respondent_named",)
    assert entries[-1].data["person"] == fictional_id("Tamar Hollin")
