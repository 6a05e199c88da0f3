"""What the pages of a case say to whoever comes new to it: who, when, what was said, and what to do next."""

from __future__ import annotations

import html
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client

from alteram import due_process, worked
from alteram.case import replay
from alteram.people import fictional_id
from alteram_web.casework import bodies, editions, record
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import LIVE, Live
from alteram_web.identity.models import Holder, User
from tests.alteram_web.portals.test_public import cases, send, told
from tests.alteram_web.portals.test_staff import ACKNOWLEDGED, address, notice, watch
from tests.portal_fixtures import SignedIn

FAR = datetime.now(UTC) + timedelta(days=60)
TRIAGED = {"result": "investigate", "reasons": "It may break rule 3.4.", "clauses": ["3.4"]}


def live_case(league: bodies.Body, before: str, *names: str, story: str = "") -> tuple[UUID, Live]:
    """A case of today right before a step, with accounts for its sides and for whoever is named."""
    live = next(one for one in LIVE if one.before == before and one.story.startswith(story))
    people, known = worked.read_people(Path(site.RULEBOOKS) / "lantern-league" / "2025" / "people.yaml")
    told_case = seeding._live(Path(site.RULEBOOKS) / "lantern-league", live, known, people, datetime.now(UTC))
    seeding._enter(league, told_case, datetime.now(UTC))
    for name in (live.respondent, live.complainant, *names):
        user = User.objects.create_user(f"{fictional_id(name)}@demo.invalid", name=name)
        Holder.objects.create(user=user, body=league.id, person=fictional_id(name))
    return UUID(told_case.name), live


def page(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return html.unescape(answer.content.decode())


def noticed(client: Client, chain: UUID, **said: Any) -> None:
    sent = client.post(address(chain, "do/give_notice/"), {**notice(FAR.strftime("%d/%m/%Y")), **said})
    assert sent.status_code == 302, sent.content.decode()[-2500:]


def test_what_somebody_says_when_complaining_reaches_intake_and_triage(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    danger = {"safe": {"safe": "a child or vulnerable person"}, "needs": {"needs": "I am deaf: an interpreter."}}
    send(told(Client(), **danger))
    (chain,) = cases(league)

    for name in ("Wren Oduya", "Hollis Brandt"):
        seen = page(signed_in(name), address(chain))
        assert "Somebody is at risk" in seen
        assert "a child or vulnerable person" in seen
        assert "I am deaf: an interpreter." in seen
        assert "It happened to" in seen
        assert "others: it was seen or heard of" in seen
        assert "When it happened" in seen


def test_a_respondent_reads_the_complaint_and_not_what_was_said_of_risk(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    chain, live = live_case(league, "give_reasons")

    seen = page(signed_in(live.respondent), f"/lantern-league/my-answer/{chain}/")

    assert "A complaint is received" in seen or "complaint" in seen
    assert "Is anyone at risk now?" not in seen
    assert "Did it happen to you, or do you" not in seen


def test_after_triage_it_says_who_is_missing_and_leads_to_the_form_with_the_role_filled_in(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    send(told(Client()))
    (chain,) = cases(league)
    hollis = signed_in("Hollis Brandt")
    assert signed_in("Wren Oduya").post(address(chain, "do/acknowledge/"), ACKNOWLEDGED).status_code == 302
    sent = hollis.post(address(chain, "do/triage/"), TRIAGED)
    assert sent.status_code == 302, sent.content.decode()[-2500:]

    seen = page(hollis, address(chain))
    assert "Appoint a person as investigator" in seen
    assert "investigator (nobody is appointed yet)" in seen
    form = page(hollis, address(chain, "do/appointed/?capacity=investigator"))
    assert re.search(r'<option value="investigator" selected', form)

    ines = {"person": fictional_id("Ines Calloway"), "capacity": "investigator"}
    assert hollis.post(address(chain, "do/appointed/"), ines).status_code == 302
    assert "Appoint a person as investigator" not in page(hollis, address(chain))

    waits = page(signed_in("Ines Calloway"), address(chain))
    assert "Your declaration of interests has not been filed" in waits
    assert "do/put_allegations/" not in waits
    assert "File your declaration</a>" in waits
    refused = signed_in("Ines Calloway").post(address(chain, "do/put_allegations/"), {"channel": "email"})
    assert "do/declaration_filed/" in refused.content.decode()


def test_the_hearing_stands_on_the_page_of_everybody_in_the_case(before_notice: UUID, signed_in: SignedIn) -> None:
    noticed(signed_in("Dev Ashgrove"), before_notice)
    day = f"{FAR:%A} {FAR.day} {FAR:%B %Y}"
    pages = {
        "Dev Ashgrove": address(before_notice),
        "Tamar Hollin": f"/lantern-league/my-answer/{before_notice}/",
        "Jory Penhale": f"/lantern-league/my-complaint/{before_notice}/",
        "Rosalind Achebe": f"/lantern-league/panel/{before_notice}/",
    }
    for name, where in pages.items():
        (card,) = re.findall(r'<section class="al-hearing".*?</section>', page(signed_in(name), where), re.S)
        assert day in card, name
        assert "10:00" in card
        assert "Lantern House" in card
        assert "Callum Drey" in card
        assert ("Last day to challenge a member" in card) is (name != "Jory Penhale")
        api = signed_in(name).get(f"/lantern-league/api/cases/{before_notice}").json()
        assert [one["day"] for one in api["hearings"]] == [FAR.date().isoformat()], name


def test_declare_first_names_both_sides_and_each_colleague_once(before_notice: UUID, signed_in: SignedIn) -> None:
    noticed(signed_in("Dev Ashgrove"), before_notice)

    seen = page(signed_in("Rosalind Achebe"), f"/lantern-league/panel/{before_notice}/")
    who = seen[seen.index("Who is in it") : seen.index("</ul>", seen.index("Who is in it"))]

    for name in (
        "Jory Penhale, who complained",
        "Tamar Hollin, who is complained about",
        "Samuel Okoro-Hart",
        "Callum",
    ):
        assert who.count(name) == 1, (name, who)


def test_whoever_declares_a_link_gets_a_receipt_leaves_the_case_and_is_to_be_replaced(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    dev, rosalind = signed_in("Dev Ashgrove"), signed_in("Rosalind Achebe")
    noticed(dev, before_notice)

    linked = {"interests": "relationship", "detail": "My sister."}
    answer = rosalind.post(address(before_notice, "do/declaration_filed/"), linked)
    assert answer.status_code == 302
    before = len(watch(league, before_notice))
    receipt = page(rosalind, answer.headers["Location"])

    assert "You stand down from this case" in receipt
    assert "it is closed to you from now on" in receipt
    assert address(before_notice) + '"' not in receipt, "no way back into the case"
    assert len(watch(league, before_notice)) == before, "reading one's own receipt is no knock"
    assert rosalind.get(address(before_notice)).status_code == 404
    for name in ("Callum Drey", "Rufus Dane", "A Stranger"):
        if Holder.objects.filter(person=fictional_id(name)).exists():
            assert signed_in(name).get(answer.headers["Location"]).status_code in (200, 404)
    assert signed_in("A Stranger").get(answer.headers["Location"]).status_code == 404

    clerk = page(dev, address(before_notice))
    assert "Find somebody in place of Rosalind Achebe" in clerk
    assert f"do/replace_member/?out={fictional_id('Rosalind Achebe')}" in clerk
    assert "relationship" in page(signed_in("Tamar Hollin"), f"/lantern-league/my-answer/{before_notice}/")


def test_a_decision_of_several_leads_no_member_into_a_form_that_refuses_and_the_clerk_types_it_by_name(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    chain, _live = live_case(league, "open_hearing", "Callum Drey")
    callum, dev = signed_in("Callum Drey"), signed_in("Dev Ashgrove")

    seen = page(callum, f"/lantern-league/panel/{chain}/")
    assert "do/open_hearing/" not in seen
    assert "the clerk enters it" in seen
    assert "Yours to do" in seen

    assert "do/open_hearing/" in page(dev, address(chain))
    told_ = {"by": _sitting(league, chain), "recording": "R1", "openness": "private"}
    refused = callum.post(address(chain, "do/open_hearing/"), told_)
    assert refused.status_code == 422
    assert "have the clerk enter what was decided together" in html.unescape(refused.content.decode())
    assert watch(league, chain)[-1]["person"] == fictional_id("Callum Drey"), "who tried is who typed"

    sent = dev.post(address(chain, "do/open_hearing/"), told_)
    assert sent.status_code == 302, sent.content.decode()[-2500:]
    assert "Typed by Dev Ashgrove" in page(dev, address(chain))


def _sitting(league: bodies.Body, chain: UUID) -> list[str]:
    with record.transaction(league.id):
        entries = record.load(league.id, chain).entries
    named = next(entry for entry in entries if "panel_appointed" in entry.acts)
    people = named.data["panel"]
    assert isinstance(people, (list, tuple))
    return [str(person) for person in people]


def test_the_river_tells_which_charge_and_sets_each_text_under_its_question(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    chain, _live = live_case(league, "sanction", "Callum Drey")

    seen = page(signed_in("Dev Ashgrove"), address(chain))

    assert "<dt>Who is appointed?</dt><dd>Ines Calloway</dd>" in seen
    assert "<dt>In which role?</dt><dd>investigator</dd>" in seen
    assert "<dt>Which charge?</dt><dd>1</dd>" in seen
    assert "<dt>Who sits on the panel?</dt>" in seen


def test_a_finding_is_not_denied_to_the_respondent(league: bodies.Body, signed_in: SignedIn) -> None:
    chain, live = live_case(league, "sanction")

    seen = page(signed_in(live.respondent), f"/lantern-league/my-answer/{chain}/")

    assert "Nothing counts against you until a panel has" not in seen
    assert "A panel has heard your case and found a charge proved." in seen


def test_the_bundle_opens_for_the_clerk_and_the_respondent_and_not_for_a_panel_before_its_release(
    before_notice: UUID, signed_in: SignedIn
) -> None:
    dev = signed_in("Dev Ashgrove")
    noticed(dev, before_notice)
    (paper,) = set(re.findall(rf"{address(before_notice)}paper/[0-9a-f]{{64}}/", page(dev, address(before_notice))))

    tamar = signed_in("Tamar Hollin")
    assert paper in page(tamar, f"/lantern-league/my-answer/{before_notice}/")
    assert tamar.get(paper).content == b"The bundle of the hearing."
    rosalind = signed_in("Rosalind Achebe")
    rosalind.post(address(before_notice, "do/declaration_filed/"), {"interests": "none"})
    assert "is not shown to you now" in page(rosalind, f"/lantern-league/panel/{before_notice}/")
    assert rosalind.get(paper).status_code == 404


@pytest.mark.parametrize("name", ["Dev Ashgrove"])
def test_the_jumps_come_before_the_record(before_notice: UUID, signed_in: SignedIn, name: str) -> None:
    seen = page(signed_in(name), address(before_notice))
    assert seen.index('href="#may-happen-now"') < seen.index("What has happened")


def test_the_clock_of_the_demonstration_ran_on_its_own_days(league: bodies.Body) -> None:
    chain, _live = live_case(league, "publish")
    with record.transaction(league.id):
        entries = record.load(league.id, chain).entries
    case = replay(editions.rulebook("lantern-league"), str(chain), entries)

    assert any(entry.deemed for entry in entries)
    assert {one.floor: one.state for one in due_process.ledger(case)}["AUD-04"] == "met"


def test_whoever_was_present_is_shown_by_name_and_each_reason_with_its_charge(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    chain, _live = live_case(league, "publish")

    seen = page(signed_in("Dev Ashgrove"), address(chain))

    assert "Dev Ashgrove: clerk" in seen
    assert "p-" not in re.sub(r"<[^>]*>", " ", seen[seen.index("Who is present?") :][:400])
    assert "Reasons.1" not in seen


def test_when_a_member_stands_down_the_next_substitute_is_proposed_and_moves_up_by_a_deed(
    tmp_path: Path, settings: Any, request: pytest.FixtureRequest
) -> None:
    """Under a League whose pool keeps one in reserve."""
    shutil.copytree(settings.RULEBOOKS, tmp_path / "rulebooks")
    for edition in ("2025", "2026"):
        book = tmp_path / "rulebooks" / "lantern-league" / edition / "procedure.yaml"
        text = book.read_text(encoding="utf-8")
        book.write_text(text.replace("lay_member: 3, spare: 0", "lay_member: 3, spare: 1"), encoding="utf-8")
    settings.RULEBOOKS = str(tmp_path / "rulebooks")
    request.getfixturevalue("league")
    chain, sign_in = request.getfixturevalue("before_notice"), request.getfixturevalue("signed_in")
    dev = sign_in("Dev Ashgrove")
    noticed(dev, chain, substitutes=[fictional_id("Gethin Vaughan")])

    linked = {"interests": "relationship", "detail": "My sister."}
    assert sign_in("Rosalind Achebe").post(address(chain, "do/declaration_filed/"), linked).status_code == 302

    clerk = page(dev, address(chain))
    assert "Find somebody in place of Rosalind Achebe" in clerk
    assert "Gethin Vaughan stands ready as the next substitute, declares first, and may be challenged" in clerk
    way = f"do/replace_member/?out={fictional_id('Rosalind Achebe')}&in={fictional_id('Gethin Vaughan')}"
    assert way in clerk
    form = page(dev, address(chain, way))
    assert f'value="{fictional_id("Gethin Vaughan")}" selected' in form


@pytest.fixture
def remote(league: bodies.Body, before_notice: UUID, signed_in: SignedIn) -> UUID:
    """A case in which an adjudicator has directed, as was asked, that the hearing is remote; there is no notice yet."""
    asked = {"result": "remote_hearing", "text": "I live on an island, and ask for a hearing by link."}
    sent = signed_in("Tamar Hollin").post(address(before_notice, "do/application_made/"), asked)
    assert sent.status_code == 302, sent.content.decode()[-2500:]
    person = fictional_id("Imre Castell")
    user, _new = User.objects.get_or_create(email=f"{person}@demo.invalid", defaults={"name": "Imre Castell"})
    Holder.objects.get_or_create(user=user, body=league.id, person=person)
    said = {"on": "remote_hearing", "result": "granted", "reasons": "Two people live on an island."}
    sent = signed_in("Imre Castell").post(address(before_notice, "do/direction_given/"), said)
    assert sent.status_code == 302, sent.content.decode()[-2500:]
    return before_notice


def test_a_remote_hearing_is_joined_by_the_link_of_its_notice_from_every_page(
    remote: UUID, signed_in: SignedIn
) -> None:
    dev, link = signed_in("Dev Ashgrove"), "https://rooms.example.invalid/hearing?room=4&key=7"
    in_a_room = dev.post(address(remote, "do/give_notice/"), notice(FAR.strftime("%d/%m/%Y")))
    assert "the notice tells no link" in html.unescape(in_a_room.content.decode())

    noticed(dev, remote, place=link)

    pages = {
        "Dev Ashgrove": address(remote), "Tamar Hollin": f"/lantern-league/my-answer/{remote}/",
        "Jory Penhale": f"/lantern-league/my-complaint/{remote}/",
        "Rosalind Achebe": f"/lantern-league/panel/{remote}/",
    }  # fmt: skip
    for name, where in pages.items():
        (card,) = re.findall(r'<section class="al-hearing".*?</section>', page(signed_in(name), where), re.S)
        assert "The hearing is remote" in card, name
        assert f'<a href="{link}" rel="noreferrer">{link}</a>' in card, name
        assert "ask the clerk for another way" in card, name
        api = signed_in(name).get(f"/lantern-league/api/cases/{remote}").json()
        assert [one["place"] for one in api["hearings"]] == [link], name


def test_what_is_no_address_of_a_page_never_becomes_a_link(remote: UUID, signed_in: SignedIn) -> None:
    noticed(signed_in("Dev Ashgrove"), remote, place="javascript://rooms.example.invalid/%0aalert(1)")

    seen = page(signed_in("Tamar Hollin"), f"/lantern-league/my-answer/{remote}/")

    assert "javascript://rooms.example.invalid" in seen
    assert 'href="javascript:' not in seen
