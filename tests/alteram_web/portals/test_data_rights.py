"""Asking for one's data and answering: through the pages, with nothing in an answer that is not the person's."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.test import Client

from alteram import worked
from alteram.acts import ACTS
from alteram.case import replay
from alteram.codec import Actor
from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram.subject_access import REASONS, Item, decided, items
from alteram_web.casework import (
    bodies,
    commands,
    data_rights,
    disclosing,
    editions,
    entitled,
    house,
    letters,
    projections,
    record,
)
from alteram_web.casework.selectors import Viewer
from alteram_web.demonstration import seeding
from alteram_web.demonstration.cast import LIVE
from alteram_web.documents import writing
from alteram_web.identity.models import Holder, User
from alteram_web.register import roll
from tests.portal_fixtures import SignedIn

NOW = datetime.now(UTC)
MINE, LIST = "/lantern-league/data/", "/lantern-league/data/requests/"
UNSAID = (
    "Where it would tell something about others, or harm a process, to say that something is held, it is neither given"
)
CELIA, IVO, RESPONDENT, COMPLAINANT = "Celia Wray", "Ivo Marran", "Tamar Hollin", "Jory Penhale"


@pytest.fixture
def handlers(league: bodies.Body) -> None:
    """Celia Wray of the demonstration, and a second person of data protection."""
    appointer = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    data = {
        "person": fictional_id(IVO), "pool": "data_protection_team", "since": "2024-01-01", "until": "2099-12-31",
    }  # fmt: skip
    house.enter(league.id, house.Deed(act="pool_member_appointed", at=NOW.date(), by=appointer, data=data), now=NOW)
    user = User.objects.create_user(f"{fictional_id(IVO)}@demo.invalid", name=IVO)
    Holder.objects.create(user=user, body=league.id, person=fictional_id(IVO))


def ask(client: Client, what: str = "access") -> int:
    """The number of the request that somebody enters on the page."""
    assert client.post(MINE, {"asks_for": what}).status_code == 302
    found = re.search(r'id="request-(\d+)"', client.get(MINE).content.decode())
    assert found is not None
    return int(found[1])


def pack(client: Client, number: int) -> dict[str, str]:
    answer = client.get(f"{MINE}answer/{number}.zip")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def words(body: bodies.Body, chain: UUID) -> dict[tuple[int, str], str]:
    with record.transaction(body.id):
        return record.texts(record.load(body.id, chain))


def kinds(body: bodies.Body, chain: UUID, name: str) -> dict[int, str]:
    with record.transaction(body.id):
        people, entries = record.people(), record.load(body.id, chain).entries
    case = replay(editions.rulebook(body.slug), str(chain), entries)
    return {one.index: one.kind for one in items(case, people, fictional_id(name), on=NOW.date())}


def test_somebody_asks_reads_by_when_it_is_answered_and_asking_again_changes_nothing(
    league: bodies.Body, signed_in: SignedIn
) -> None:
    client = signed_in(RESPONDENT)
    number = ask(client)

    shown = client.get(MINE).content.decode()
    assert "An answer is owed by" in shown
    assert "1 month after" in shown
    assert ask(client) == number
    assert len(data_rights.waiting(league, NOW.date())) == 1
    assert client.post(MINE, {"asks_for": "everything"}).status_code == 422
    assert 'id="request-' not in signed_in("A Stranger").get(MINE).content.decode()


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", "Dev Ashgrove", "Anselm Reyne", COMPLAINANT, RESPONDENT])
def test_the_pages_of_handlers_are_nobody_else_s(
    league: bodies.Body, handlers: None, signed_in: SignedIn, name: str
) -> None:
    number = ask(signed_in(RESPONDENT))
    client = signed_in(name)

    for path in (LIST, f"{LIST}{number}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"do": "answer"}).status_code == 404
    assert Client().get(LIST).status_code == 302
    assert data_rights.waiting(league, NOW.date()), "nothing was answered"


def test_an_answer_is_there_for_whoever_asked_once_it_stands_and_for_nobody_else(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    client = signed_in(RESPONDENT)
    number, page = ask(client), f"{MINE}answer/"

    assert client.get(f"{page}{number}.zip").status_code == 404, "nothing is given before the answer stands"
    assert signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"}).status_code == 302
    assert client.get(f"{page}{number}.zip").status_code == 200
    for name in (COMPLAINANT, CELIA, "Rufus Dane", "A Stranger", "Dev Ashgrove"):
        assert signed_in(name).get(f"{page}{number}.zip").status_code == 404
    for other in (0, number + 1, 9999):
        assert client.get(f"{page}{other}.zip").status_code == 404


def test_whoever_answers_learns_of_no_case_that_is_shut_to_them(
    league: bodies.Body, handlers: None, signed_in: SignedIn
) -> None:
    """A complaint about somebody who answers such requests, of which that person may not know yet."""
    live = replace(next(one for one in LIVE if one.id == "L01"), respondent=CELIA, complainant=COMPLAINANT)
    folder = Path(site.RULEBOOKS) / "lantern-league"
    people, names = worked.read_people(folder / "2025" / "people.yaml")
    told = seeding._live(folder, live, names, people, NOW)
    seeding._enter(league, told, NOW)
    reference = projections.reference(told.name, told.entries[0].at)
    number = ask(signed_in(COMPLAINANT))

    theirs, others = (signed_in(name).get(f"{LIST}{number}/").content.decode() for name in (CELIA, IVO))

    assert reference in others
    assert reference not in theirs
    assert told.name not in theirs
    assert "may not know of" not in theirs


@pytest.mark.parametrize("name", [RESPONDENT, COMPLAINANT])
def test_an_answer_holds_what_is_theirs_and_no_word_of_the_rest(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn, name: str
) -> None:
    client = signed_in(name)
    number = ask(client)
    signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"})
    files = pack(client, number)
    everything, kind = "\n".join([*files, *files.values()]), kinds(league, before_notice, name)
    texts = words(league, before_notice)

    theirs = {at: text for at, text in texts.items() if kind.get(at[0]) == "own"}
    others = {at: text for at, text in texts.items() if kind.get(at[0]) != "own" and text not in theirs.values()}
    assert len(theirs) > 1
    assert others
    assert [at for at, text in theirs.items() if text not in everything] == []
    assert [at for at, text in others.items() if text in everything] == []
    assert not re.search(r"p-[a-z0-9]{8}", everything), "nobody's id is told"
    letter = files["answer.txt"]
    for said in ("Where was looked?", "What is given?", "What was left out, under which codes?",
                 "Which exemptions were relied on?", "How can you go to the regulator?", "1 month after",
                 UNSAID, REASONS["prejudice"]):  # fmt: skip
        assert said in letter
    confided = next(field.question for field in ACTS["complaint_received"].fields if field.name == "standing")
    assert (confided in everything) == (name == COMPLAINANT)
    (request,) = data_rights.requests(league, NOW.date())
    assert request.answered is not None
    assert request.answered.data["answer"] == "given_in_part"
    assert request.answered.data["redactions"]


def test_what_is_about_two_people_is_given_when_two_handlers_have_read_it_and_said_so(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    client = signed_in(RESPONDENT)
    number = ask(client)
    page = f"{LIST}{number}/"
    kind = kinds(league, before_notice, RESPONDENT)
    at, secret = next(
        (at, text) for at, text in words(league, before_notice).items() if kind.get(at[0]) == "mixed" and len(text) > 20
    )
    said = {"case": str(before_notice), "entry": str(at[0])}
    celia, ivo = signed_in(CELIA), signed_in(IVO)

    assert secret not in celia.get(page).content.decode(), "the file is closed to whoever answers, too"
    assert celia.post(page, {"do": "disclose", **said}).status_code == 404, "nobody decides on what they have not read"
    for handler in (celia, ivo):
        assert handler.post(page, {"do": "open", **said}).status_code == 302
        assert secret in handler.get(page).content.decode()
    assert celia.post(page, {"do": "disclose", **said}).status_code == 302
    assert celia.post(page, {"do": "disclose", **said}).status_code == 302
    assert f"{CELIA} said that it is given" in ivo.get(page).content.decode()
    assert _would_give(league, number, before_notice, at[0]) is False
    assert ivo.post(page, {"do": "disclose", **said}).status_code == 302
    assert _would_give(league, number, before_notice, at[0]) is True
    assert ivo.post(page, {"do": "answer"}).status_code == 302

    given = "\n".join(pack(client, number).values())
    assert secret in given
    assert client.get(f"/lantern-league/cases/case/{before_notice}/", follow=True).status_code == 200
    assert secret not in client.get(f"/lantern-league/my-answer/{before_notice}/").content.decode()
    assert celia.post(page, {"do": "withhold", "reason": "prejudice", **said}).status_code == 422, "it is answered"


def _would_give(body: bodies.Body, number: int, chain: UUID, index: int) -> bool:
    found = decided(data_rights.entries(body), number).get((str(chain), index))
    return found is not None and found.given


def test_nobody_decides_on_what_is_about_others_alone_or_on_an_entry_that_is_not_there(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    number = ask(signed_in(RESPONDENT))
    page, kind = f"{LIST}{number}/", kinds(league, before_notice, RESPONDENT)
    celia = signed_in(CELIA)
    celia.post(page, {"do": "open", "case": str(before_notice)})
    wrong = [index for index, one in kind.items() if one != "mixed"][:3]

    for entry in (*map(str, wrong), "9999", "x", ""):
        said = {"do": "disclose", "case": str(before_notice), "entry": entry}
        assert celia.post(page, said).status_code == 404
    shown = celia.get(page).content.decode()
    assert "Open this file for the request" not in shown
    mixed = next(index for index, one in kind.items() if one == "mixed" and f'name="entry" value="{index}"' in shown)
    unknown = {"do": "withhold", "case": str(before_notice), "entry": str(mixed), "reason": "because"}
    assert celia.post(page, unknown).status_code == 422
    assert celia.post(page, {"do": "disclose", "case": "no case", "entry": "1"}).status_code == 404
    assert celia.post(page, {"do": "disclose", "case": str(uuid4()), "entry": "1"}).status_code == 404


def test_an_answer_does_not_tell_of_a_case_that_the_person_may_not_know_of(
    league: bodies.Body, handlers: None, signed_in: SignedIn
) -> None:
    """A complaint that has come in and of which the respondent has not been told."""
    chain = uuid4()
    wish = Wish(
        case=str(chain), step="receive", at=NOW.date(), recorded=datetime.now(UTC),
        by=(fictional_id(COMPLAINANT),), channel="portal",
        fields={
            "channel": "portal", "standing": "victim", "respondents": [fictional_id("A Stranger")],
            "conduct": [(NOW.date() - timedelta(days=9)).isoformat()],
            "account": "They took the key of the boat house.",
        },
    )  # fmt: skip
    commands.act(wish, body=league.id)
    client, celia = signed_in("A Stranger"), signed_in(CELIA)
    number = ask(client)
    shown = celia.get(f"{LIST}{number}/").content.decode()
    celia.post(f"{LIST}{number}/", {"do": "answer"})
    files = pack(client, number)

    everything = "\n".join([*files, *files.values()])
    for trace in (str(chain), projections.reference(str(chain), NOW.date()), "boat house", COMPLAINANT):
        assert trace not in everything
    assert "In 1 case this person is named" in shown
    assert "boat house" not in shown
    assert UNSAID in files["answer.txt"]
    (request,) = data_rights.requests(league, NOW.date())
    assert request.answered is not None
    assert request.answered.data["answer"] == "given", "the answer of somebody of whom nothing is known looks the same"
    assert "redactions" not in request.answered.data


def test_an_answer_stands_as_it_was_given(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    """What came after it is not in it."""
    client = signed_in(RESPONDENT)
    number = ask(client)
    signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"})
    before = pack(client, number)
    wish = Wish(
        case=str(before_notice), act="representation_made", at=NOW.date(), recorded=datetime.now(UTC),
        by=(fictional_id(RESPONDENT),), fields={"text": "I have more to say about the gate."},
    )  # fmt: skip
    commands.act(wish, body=league.id)

    assert pack(client, number) == before


def test_more_time_and_a_refusal_say_why_and_the_person_reads_it(
    league: bodies.Body, handlers: None, signed_in: SignedIn
) -> None:
    client, celia = signed_in(RESPONDENT), signed_in(CELIA)
    number = ask(client)
    page = f"{LIST}{number}/"

    assert celia.post(page, {"do": "extended"}).status_code == 422
    assert celia.post(page, {"do": "extended", "grounds": "It concerns six cases."}).status_code == 302
    assert "3 months after" in celia.get(page).content.decode()
    assert "It concerns six cases." in client.get(MINE).content.decode()
    without = celia.post(page, {"do": "refused", "grounds": "It is the same again."})
    assert without.status_code == 422
    assert "It is the same again.</textarea>" in without.content.decode(), "what was typed comes back"
    refused = {"do": "refused", "grounds": "It is the same again.", "exemption": "12(5)"}
    assert celia.post(page, refused).status_code == 302
    assert "It is the same again." in client.get(MINE).content.decode()
    assert client.get(f"{MINE}answer/{number}.zip").status_code == 404


def test_nobody_answers_their_own_request(league: bodies.Body, handlers: None, signed_in: SignedIn) -> None:
    celia = signed_in(CELIA)
    number = ask(celia)

    assert "Somebody else answers it" in celia.get(f"{LIST}{number}/").content.decode()
    answer = celia.post(f"{LIST}{number}/", {"do": "answer"})
    assert answer.status_code == 422
    assert "Nobody answers their own request" in answer.content.decode()
    assert signed_in(IVO).post(f"{LIST}{number}/", {"do": "answer"}).status_code == 302


def test_the_command_and_the_pages_speak_of_the_same_requests(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    number = ask(signed_in(RESPONDENT), "erasure")
    said = io.StringIO()
    call_command("data_request", league.slug, stdout=said)

    assert f"{number}: erasure for {fictional_id(RESPONDENT)}" in said.getvalue()
    listed = signed_in(CELIA).get(LIST).content.decode()
    assert f"Request {number}" in listed
    assert RESPONDENT in listed


def test_what_is_erased_on_a_request_names_one_that_is_there(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    number = ask(signed_in(COMPLAINANT), "erasure")
    with record.transaction(league.id):
        digest = record.load(league.id, before_notice).entries[0].texts["account"]

    def erase(on_request: int) -> None:
        fields = {
            "digests": [digest], "rule": "UK GDPR 17(1)(d)", "on_request": on_request, "ground": "unlawfully_held",
            "no_exemption": "Nothing was decided on it.",
        }  # fmt: skip
        wish = Wish(
            case=str(before_notice), act="text_erased", at=NOW.date(), recorded=datetime.now(UTC),
            by=(fictional_id(CELIA),), fields=fields,
        )  # fmt: skip
        commands.act(wish, body=league.id)

    with pytest.raises(Refused) as refused:
        erase(number + 1)
    assert "no request to erase" in str(refused.value.verdict.refusals)
    assert (0, "account") in words(league, before_notice)
    erase(number)
    assert (0, "account") not in words(league, before_notice)


def test_who_answers_reads_no_more_than_the_request_opened(
    league: bodies.Body, before_notice: UUID, handlers: None
) -> None:
    viewer = Viewer(body=league.id, person=fictional_id(CELIA), now=datetime.now(UTC), day=NOW.date())
    found = disclosing.search(league, fictional_id(RESPONDENT), viewer.now, viewer)

    assert [one.chain for one in found] == [before_notice]


def test_how_much_there_is_about_others_alone_is_not_told(league: bodies.Body, before_notice: UUID) -> None:
    viewer = Viewer(body=league.id, person=fictional_id(CELIA), now=datetime.now(UTC), day=NOW.date())
    (found,) = disclosing.search(league, fictional_id(RESPONDENT), viewer.now, viewer)
    others = Item(index=0, kind="third", reason="other_person", fixed=True)
    only = replace(found, items=(others, Item(index=1, kind="own")))

    assert disclosing.outcome([only], {}) == disclosing.Outcome(given=1, left_out={})
    assert only.about == 1


# --- letters, the log of views, the roll, what limits them; and the letter that goes with it all


def sent(body: bodies.Body) -> list[tuple[str, bytes]]:
    """Every letter that the record owes goes out: recipient and page."""
    writing.write_owed(body, now=datetime.now(UTC))
    found = []
    for post in letters.standing_in(body, "written"):
        assert letters.move(body, post, come_from="written", to="taken", now=datetime.now(UTC))
        assert letters.move(body, post, come_from="taken", to="sent", now=datetime.now(UTC))
        found.append((post.recipient, post.page))
    return found


def raw(client: Client, number: int) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(client.get(f"{MINE}answer/{number}.zip").content)) as archive:
        return {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", [RESPONDENT, COMPLAINANT])
def test_an_answer_holds_the_letters_to_whoever_asked_and_counts_those_to_others(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn, name: str
) -> None:
    gone = sent(league)
    theirs = [page for to, page in gone if to == fictional_id(name)]
    others = [page for to, page in gone if to != fictional_id(name)]
    assert theirs
    assert others
    client = signed_in(name)
    number = ask(client)
    signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"})
    files = raw(client, number)

    given = list(files.values())
    assert [page for page in theirs if page not in given] == []
    assert [page for page in others if page in given] == []
    assert f"{len(theirs)} letter" in files["answer.txt"].decode()
    later = sent(league)
    assert raw(client, number).keys() == files.keys(), f"what went out later is in no answer: {len(later)}"


def test_an_answer_says_when_it_was_looked_at_and_who_did_only_of_the_person(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    client, complainant, clerk = signed_in(RESPONDENT), signed_in(COMPLAINANT), signed_in("Dev Ashgrove")
    for reader in (client, complainant, clerk, clerk):
        reader.get(f"/lantern-league/cases/case/{before_notice}/", follow=True)
    number = ask(client)
    signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"})

    looked = pack(client, number)["who-looked.txt"]
    assert re.search(r"case, you, [1-9]", looked)
    assert re.search(r"case, \[reader\], 2 ×", looked), "what the other side read is not counted with it"
    assert "Ashgrove" not in looked
    assert REASONS["reader"] in looked
    (request,) = data_rights.requests(league, NOW.date())
    assert request.answered is not None
    redactions = request.answered.data["redactions"]
    assert isinstance(redactions, dict)
    assert int(str(redactions["reader"])) == looked.count(", [reader], ")


def test_an_answer_says_what_the_roll_says_and_what_limits_the_member(
    league: bodies.Body, handlers: None, signed_in: SignedIn
) -> None:
    """A member on the roll, whom somebody looked up; and a case at whose end stands a suspension."""
    person = fictional_id(RESPONDENT)
    line = {"number": "LL-7", "name": RESPONDENT, "branch": "Harbour", "joined": "2020-03-01", "person": person}
    roll.load(league.id, [line], as_of=NOW.date(), by="p-clerk", now=NOW)
    clerk = Viewer(body=league.id, person=fictional_id("Dev Ashgrove"), now=datetime.now(UTC), day=NOW.date())
    assert roll.member(clerk, "LL-7") is not None
    client = signed_in(RESPONDENT)
    number = ask(client)
    signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"})
    files = pack(client, number)

    assert "Member LL-7: joined on 1 March 2020, branch Harbour, reason: joined" in files["about-you.txt"]
    assert "p-clerk" not in "".join(files.values())
    assert "member, [reader], 1 ×" in files["who-looked.txt"]
    stranger = signed_in("A Stranger")
    other = ask(stranger)
    signed_in(CELIA).post(f"{LIST}{other}/", {"do": "answer"})
    assert "LL-7" not in "".join(pack(stranger, other).values())


def test_the_letter_with_an_answer_is_a_page_that_a_screen_reader_reads(
    league: bodies.Body, before_notice: UUID, handlers: None, signed_in: SignedIn
) -> None:
    client = signed_in(RESPONDENT)
    number = ask(client)
    signed_in(CELIA).post(f"{LIST}{number}/", {"do": "answer"})
    files = raw(client, number)

    with pikepdf.open(io.BytesIO(files["answer.pdf"])) as page, page.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert str(about["dc:title"]) == "Answer to your request for personal data"
    assert f"To {RESPONDENT}" in files["answer.txt"].decode()
    assert raw(client, number)["answer.pdf"] == files["answer.pdf"], "it is the same letter each time"


# --- a body in which one person alone answers


@pytest.fixture
def alone(league: bodies.Body) -> None:
    """Celia Wray is the only one."""
    with record.transaction(league.id):
        assert entitled.who_answers(league, NOW.date()) == {fictional_id(CELIA)}


def test_one_alone_gives_what_is_about_two_with_a_test_on_record(
    league: bodies.Body, before_notice: UUID, alone: None, signed_in: SignedIn
) -> None:
    client, celia = signed_in(RESPONDENT), signed_in(CELIA)
    number = ask(client)
    page, kind = f"{LIST}{number}/", kinds(league, before_notice, RESPONDENT)
    at, secret = next(
        (at, text) for at, text in words(league, before_notice).items() if kind.get(at[0]) == "mixed" and len(text) > 20
    )
    said = {"case": str(before_notice), "entry": str(at[0])}
    assert celia.post(page, {"do": "open", **said}).status_code == 302
    assert "nobody else can answer this request" in celia.get(page).content.decode()
    without = celia.post(page, {"do": "disclose", **said})
    assert without.status_code == 422
    assert "says why it may be, on record" in without.content.decode()
    assert _would_give(league, number, before_notice, at[0]) is False

    why = "A day and a place, which both sides know; nobody spoke in confidence."
    assert celia.post(page, {"do": "disclose", "test": why, **said}).status_code == 302
    assert _would_give(league, number, before_notice, at[0]) is True
    assert any(entry.data.get("test") == why for entry in data_rights.entries(league))
    celia.post(page, {"do": "answer"})
    assert secret in "\n".join(pack(client, number).values())


def test_the_only_one_who_answers_reads_whom_to_ask_when_they_ask_themselves(
    league: bodies.Body, alone: None, signed_in: SignedIn
) -> None:
    celia = signed_in(CELIA)
    number = ask(celia)

    assert "Ask whoever makes appointments to appoint somebody" in celia.get(f"{LIST}{number}/").content.decode()
    assert celia.post(f"{LIST}{number}/", {"do": "answer"}).status_code == 422


def test_whoever_asked_for_a_correction_reads_what_was_done_as_whoever_answered_does(
    league: bodies.Body, alone: None, signed_in: SignedIn
) -> None:
    """Both pages tell the request in the same words."""
    client, celia = signed_in(RESPONDENT), signed_in(CELIA)
    number = ask(client, "rectification")
    page, done = f"{LIST}{number}/", "The name was misspelt on the roll, and was changed there."
    waits = re.compile(r"Asked on [^<]*. An answer is owed by")
    assert waits.search(client.get(MINE).content.decode())
    assert waits.search(celia.get(page).content.decode())

    without = celia.post(page, {"do": "answer", "answer": "given"})
    assert without.status_code == 422
    assert "is told what was looked at and what was done" in without.content.decode()
    assert celia.post(page, {"do": "answer", "answer": "given", "done": done}).status_code == 302
    for shown in (client.get(MINE), celia.get(page)):
        assert f"What was done: {done}" in shown.content.decode()
    assert done not in signed_in("A Stranger").get(MINE).content.decode()
