"""The forms that are built from the acts: what they offer, what they do not ask, and how they say what is wrong."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, papers, record
from tests.alteram_web.portals.test_public import cases, send, told
from tests.alteram_web.portals.test_staff import PANEL, address, notice, tip
from tests.portal_fixtures import Bundle, SignedIn

NOW = datetime.now(UTC)
CLERK = "Dev Ashgrove"
FAR = (NOW + timedelta(days=60)).strftime("%d/%m/%Y")


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def options(page: str, name: str) -> dict[str, str]:
    """What a select offers, by value."""
    inside = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    assert inside is not None, name
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>\s*([^<]*?)\s*</option>', inside[0]))


def given(body: bodies.Body, chain: UUID) -> str:
    """The digest of a bundle that was served with a notice."""
    with record.transaction(body.id):
        return str(record.load(body.id, chain).entries[-1].data["bundle"])


def in_class(body: bodies.Body, chain: UUID) -> str:
    """The digest of a paper in the respondent's own evidence."""
    person = fictional_id("Tamar Hollin")
    wish = Wish(
        case=str(chain),
        act="evidence_added",
        at=NOW.date(),
        recorded=NOW,
        by=(person,),
        fields={"source": "myself", "captor": person, "captured_on": "2026-01-10", "context": "on my telephone"},
    )
    upload = papers.Upload(name="photo.txt", media_type="text/plain", content=b"a photograph, as it were")
    stored = papers.with_papers(wish, [upload], body=body.id, answers=["exhibit", "digest"])
    commands.act(stored, body=body.id)
    return str(stored.fields["exhibit"])


def test_a_bundle_is_chosen_or_added_and_never_only_named(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before, clerk = tip(league, before_notice), signed_in(CLERK)
    said = {key: value for key, value in notice(FAR).items() if key != "files"}

    page = clerk.get(address(before_notice, "do/give_notice/")).content.decode()
    invented = clerk.post(address(before_notice, "do/give_notice/"), {**said, "bundle": "ab" * 32})
    nothing = clerk.post(address(before_notice, "do/give_notice/"), said)

    assert options(page, "bundle") == {"": "The file I add below"}
    assert invented.status_code == nothing.status_code == 422
    assert "Choose one of the answers listed under “Which bundle?”." in text(invented.content.decode())
    assert "E-DISCLOSURE" in nothing.content.decode()
    assert tip(league, before_notice) == before


def test_a_bundle_that_is_added_is_stored_and_offered_from_then_on(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    clerk = signed_in(CLERK)

    sent = clerk.post(address(before_notice, "do/give_notice/"), notice(FAR))
    digest = given(league, before_notice)
    offered = options(clerk.get(address(before_notice, "do/evidence_disputed/")).content.decode(), "exhibit")

    assert sent.status_code == 302
    assert len(digest) == 64
    assert "Give notice of the hearing" in offered[digest]
    assert "text, 26" in offered[digest]
    read = signed_in("Tamar Hollin").get(address(before_notice, f"paper/{digest}/"))
    assert read.getvalue() == b"The bundle of the hearing."


def test_the_door_refuses_a_paper_that_is_not_stored_whoever_knocks(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = tip(league, before_notice)
    wish = Wish(
        case=str(before_notice), step="give_notice", at=NOW.date(), recorded=NOW, by=(fictional_id(CLERK),),
        channel="email",
        fields={
            "hearing_on": (NOW + timedelta(days=60)).date().isoformat(), "hearing_time": "10:00",
            "place": "Lantern House", "panel": PANEL, "bundle": "cd" * 32,
        },
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        commands.act(wish, body=league.id)
    upload = papers.Upload(name="bundle.txt", media_type="text/plain", content=b"the bundle")
    stored = papers.with_papers(replace(wish, fields={**wish.fields, "bundle": ""}), [upload], body=league.id,
                                answers=["bundle"])  # fmt: skip
    commands.act(stored, body=league.id)

    assert refused.value.code == "E-DISCLOSURE"
    assert refused.value.verdict.refusals[0].sentence == (
        "Not yet: the answer to “Which bundle?” is no paper that is stored in this case."
    )
    assert tip(league, before_notice) == before + 1


def test_an_unknown_paper_over_the_api_is_a_field_that_cannot_be_taken(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    said = {key: value for key, value in notice(FAR).items() if key not in ("files", "channel")}
    answer = signed_in(CLERK).post(
        f"/lantern-league/api/cases/{before_notice}/do/give_notice",
        {"fields": {**said, "bundle": "ef" * 32}, "channel": "email"}, content_type="application/json",
    )  # fmt: skip

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["bundle"]


def test_what_a_form_finds_wrong_names_the_question_and_leads_to_it(before_notice: UUID, signed_in: SignedIn) -> None:
    answer = signed_in(CLERK).post(
        address(before_notice, "do/give_notice/"), {"hearing_on": "soon", "panel": PANEL, "channel": "email"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    summary = re.search(r'<div class="govuk-error-summary".*?</div>', page, re.S)
    assert summary is not None
    assert 'tabindex="-1" autofocus' in summary[0]
    assert (
        '<a href="#id_hearing_on">Answer “On which day is the hearing?” with a day, such as 24/03/2026.</a>'
        in (summary[0])
    )
    assert 'id="id_hearing_on"' in page
    assert "This field" not in page
    assert "Enter a valid" not in page


def test_every_field_of_every_form_names_its_question(before_notice: UUID, signed_in: SignedIn) -> None:
    clerk = signed_in(CLERK)
    for step in ("appointed", "service_recorded", "hearing_vacated", "progress_noted", "paper_received"):
        page = clerk.post(address(before_notice, f"do/{step}/"), {"at": "x", "next_day": "y"}).content.decode()
        assert "“On what day did it happen?”" in page
        assert "This field" not in page
        assert "Enter a valid" not in page


def test_a_file_that_is_not_taken_stands_in_the_summary_as_well(before_notice: UUID, signed_in: SignedIn) -> None:
    page = signed_in(CLERK).post(
        address(before_notice, "do/give_notice/"), {**notice(FAR), "files": Bundle(b"MZ\x00\x01 program")}
    )

    summary = re.search(r'<div class="govuk-error-summary".*?</div>', page.content.decode(), re.S)
    assert summary is not None
    assert 'href="#id_files"' in summary[0]


def test_a_refusal_takes_the_focus(before_notice: UUID, signed_in: SignedIn) -> None:
    soon = (NOW + timedelta(days=10)).strftime("%d/%m/%Y")

    page = signed_in(CLERK).post(address(before_notice, "do/give_notice/"), notice(soon)).content.decode()

    assert '<div class="al-refusal" role="group" tabindex="-1" autofocus' in page


def test_a_party_is_not_asked_for_a_digest_and_is_the_one_who_captured_it(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    respondent = signed_in("Tamar Hollin")

    page = respondent.get(address(before_notice, "do/evidence_added/")).content.decode()

    assert "digest" not in text(page).lower()
    offered = options(page, "captor")
    assert offered[fictional_id("Tamar Hollin")] == "Tamar Hollin (you)"
    assert f'<option value="{fictional_id("Tamar Hollin")}" selected>' in page
    assert "Gethin Vaughan" not in offered.values()  # of a pool, and not in this case
    assert len(offered) < 12


def test_evidence_keeps_the_digest_of_the_file_that_came_with_it(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    sent = signed_in("Tamar Hollin").post(
        address(before_notice, "do/evidence_added/"),
        {
            "files": Bundle(b"a letter"),
            "source": "my own letters",
            "captor": fictional_id("Tamar Hollin"),
            "captured_on": "10/01/2026",
            "context": "the whole exchange",
        },
    )

    assert sent.status_code == 302
    with record.transaction(league.id):
        entry = record.load(league.id, before_notice).entries[-1]
    assert entry.data["exhibit"] == entry.data["digest"] == entry.papers[0].digest


def test_evidence_without_a_file_is_asked_for_by_name(before_notice: UUID, signed_in: SignedIn) -> None:
    answer = signed_in("Tamar Hollin").post(address(before_notice, "do/evidence_added/"), {"source": "nowhere"})

    assert answer.status_code == 422
    assert "“Which paper is it?” has no answer." in text(answer.content.decode())


def test_nobody_is_offered_a_paper_that_they_may_not_read(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    digest = in_class(league, before_notice)

    own = options(signed_in("Tamar Hollin").get(address(before_notice, "do/evidence_disputed/")).content.decode(),
                  "exhibit")  # fmt: skip
    other = signed_in("Jory Penhale").get(address(before_notice, "do/evidence_disputed/")).content.decode()

    assert digest in own
    assert digest not in other


def test_an_acknowledgement_with_nothing_ticked_says_what_must_be_yes(
    league: bodies.Body, signed_in: SignedIn, to_acknowledge: UUID
) -> None:
    wren = signed_in("Wren Oduya")

    nothing = wren.post(address(to_acknowledge, "do/acknowledge/"), {"channel": "portal"})
    ticked = {"channel": "portal", "rights_told": "on", "adjustments_asked": "on"}

    assert nothing.status_code == 422
    said = text(nothing.content.decode())
    assert "The answer to “Were standing and rights explained to the person?” must be yes." in said
    assert "The answer to “Was the person asked what adjustments they need?” must be yes." in said
    assert wren.post(address(to_acknowledge, "do/acknowledge/"), ticked).status_code == 302


@pytest.fixture
def to_acknowledge(league: bodies.Body) -> UUID:
    """A complaint that came in through the public form today."""
    send(told(Client()))
    (chain,) = cases(league)
    return chain


def test_whom_one_appoints_to_what_is_chosen_from_the_roles_of_the_book(
    before_notice: UUID, signed_in: SignedIn
) -> None:
    offered = options(signed_in(CLERK).get(address(before_notice, "do/appointed/")).content.decode(), "capacity")

    assert offered["case_examiner"] == "Case examiner"
    assert "respondent" not in offered


def test_a_clerk_puts_evidence_into_a_bundle_without_reading_it_before(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    digest, clerk = in_class(league, before_notice), signed_in(CLERK)
    paper = address(before_notice, f"paper/{digest}/")
    said = {key: value for key, value in notice(FAR).items() if key != "files"}
    page = clerk.get(address(before_notice, "do/give_notice/")).content.decode()
    unread = clerk.get(paper).status_code

    sent = clerk.post(address(before_notice, "do/give_notice/"), {**said, "from_evidence": [digest]})

    assert re.search(rf"Evidence, entry \d+: paper 1, digest {digest[:12]}…", text(page))
    assert "photo" not in page
    assert "myself" not in page
    assert unread == 404
    assert sent.status_code == 302, text(sent.content.decode())
    assert given(league, before_notice) == digest
    assert clerk.get(paper).status_code == 200, "it is the bundle's now, and both sides were served with it"
    assert signed_in("Tamar Hollin").get(paper).status_code == 200
    assert "from_evidence" not in clerk.get(address(before_notice, "do/evidence_disputed/")).content.decode()
