"""Several respondents: linked cases share the history of who did what, and joined ones are heard in one deed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from alteram import worked
from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram.worked import Told
from alteram_web.casework import bodies, commands, papers, projections, rebuilding, record
from alteram_web.casework.receipts import Receipt
from alteram_web.demonstration.seeding import with_papers
from tests.builders import LEAGUE, league, league_people

from .conftest import CORWIN, HOLLIS, MAEVE, MONDAY, WREN, at, at_once, complaint
from .test_golden_cases import whole_league

__all__ = ["whole_league"]

CLERK, INES = fictional_id("Dev Ashgrove"), fictional_id("Ines Calloway")
ONE_DEED = {"give_notice", "open_hearing", "close_hearing", "adjourn", "direction_given"}


@cache
def told(story: str, weeks: int = 0) -> Told:
    """A worked case as written, or so many weeks later."""
    people, names = league_people()
    written = worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names)
    return worked.run(worked.moved(written, timedelta(weeks=weeks)) if weeks else written, league(), people)


def until(last: str, weeks: int = 0) -> Iterator[tuple[Told, worked.Line]]:
    """The lines of the two stories side by side, up to and with the first of that name; what is one deed comes once."""
    first, second = told("C02a", weeks), told("C02b", weeks)
    for one, other in zip(first.story.lines, second.story.lines, strict=False):
        if one.attempt:
            continue
        yield first, one
        if one.name not in ONE_DEED:
            yield second, other
        if one.name == last:
            return


def tell(body: bodies.Body, last: str, weeks: int = 0) -> datetime:
    """Both cases through the door; the instant of the last deed."""
    latest = at(date(2026, 3, 3))
    for story, line in until(last, weeks):
        latest = max(latest, line.recorded("Europe/London"))
        commands.act(with_papers(body.id, story, replace(worked.wish_of(story, line), recorded=latest)), body=body.id)
        if line.name == "receive":
            for cast in worked.cast_wishes(story, line):
                commands.act(cast, body=body.id)
    return latest


def read(body: bodies.Body, story: str) -> Case:
    with record.transaction(body.id):
        chain = record.load(body.id, UUID(told(story).name))
    return replay(league(), told(story).name, chain.entries)


def deeds(case: Case, name: str) -> list[Entry]:
    return [entry for entry in case.entries if name in (entry.step, *entry.acts)]


def test_a_hearing_of_joined_cases_is_one_entry_in_each(whole_league: bodies.Body) -> None:
    tell(whole_league, "hear_respondent")
    first, second = read(whole_league, "C02a"), read(whole_league, "C02b")

    for name in ("direction_given", "give_notice", "open_hearing"):
        [one], [other] = deeds(first, name), deeds(second, name)
        assert one.joint is not None
        assert one.joint == other.joint
        assert (one.at, one.by) == (other.at, other.by)
        assert one.joint not in (first.name, second.name), "the name of a joint deed tells nobody of a case"
    bundles = {str(deeds(case, "give_notice")[0].data["bundle"]) for case in (first, second)}
    assert len(bundles) == 2, "the bundle is sealed in each case under a key of its own"
    assert first.joined == {second.name}
    assert second.joined == {first.name}
    for case in (first, second):
        assert {entry.joint for entry in deeds(case, "hear_respondent")} == {None}, (
            "each is heard in a thread of its own"
        )
    assert rebuilding.rebuild(whole_league) == []


def test_after_severance_each_goes_alone(whole_league: bodies.Body) -> None:
    latest = tell(whole_league, "decide_charge")
    first, second = read(whole_league, "C02a"), read(whole_league, "C02b")

    assert first.joined == second.joined == set()
    assert [charge.finding for charge in first.charges] == ["not_proved"]
    assert [entry.joint for entry in deeds(first, "decide_charge")] == [None]
    note = Wish(case=first.name, act="hearing_noted", result="break", at=latest.date(), recorded=latest, by=(CLERK,))
    commands.act(note, body=whole_league.id)
    assert deeds(read(whole_league, "C02a"), "hearing_noted")
    assert not deeds(read(whole_league, "C02b"), "hearing_noted")


def test_what_one_of_them_may_not_do_none_does(whole_league: bodies.Body) -> None:
    tell(whole_league, "direction_given")
    before = read(whole_league, "C02a").tip, read(whole_league, "C02b").tip
    line = next(line for line in told("C02a").story.lines if line.name == "give_notice")
    wish = with_papers(whole_league.id, told("C02a"), worked.wish_of(told("C02a"), line))
    stood_down = Wish(
        case=told("C02b").name, act="stood_down", result="recused", at=date(2026, 5, 20), recorded=wish.recorded,
        by=(fictional_id("Yusuf Tarn"),), fields={"person": fictional_id("Yusuf Tarn")},
    )  # fmt: skip
    with pytest.raises(Refused):
        commands.act(stood_down, body=whole_league.id)  # who is in no part yet has none to leave
    interest = Wish(
        case=told("C02b").name, act="appointed", at=date(2026, 5, 20), recorded=wish.recorded, by=(CLERK,),
        fields={"person": fictional_id("Yusuf Tarn"), "capacity": "hearing_panel"},
    )  # fmt: skip
    commands.act(interest, body=whole_league.id)
    commands.act(replace(stood_down, role="hearing_panel"), body=whole_league.id)

    with pytest.raises(Refused) as refused:
        commands.act(wish, body=whole_league.id)

    assert "E-INTEREST" in {one.code for one in refused.value.verdict.refusals}
    assert all("heard together" in one.sentence for one in refused.value.verdict.refusals)
    assert read(whole_league, "C02a").tip == before[0]
    assert not deeds(read(whole_league, "C02b"), "give_notice")


def test_of_two_who_act_in_joined_cases_at_once_one_stands_in_both(
    whole_league: bodies.Body, request: pytest.FixtureRequest
) -> None:
    latest = tell(whole_league, "open_hearing")
    said = {"cause": "illness", "new_day": "2026-07-07", "reasons": "Ill."}
    notes = [
        Wish(
            case=told(story).name, step="adjourn", at=latest.date(), recorded=latest, fields=said,
            seen=read(whole_league, story).tip, by=(fictional_id("Gethin Vaughan"),),
        )
        for story in ("C02a", "C02b")
    ]  # fmt: skip

    request.getfixturevalue("together")  # from here on each of two waits until the other has decided
    outcomes = at_once(whole_league, *notes)

    assert sorted(type(one).__name__ for one in outcomes) == ["Receipt", "Stale"]
    [one], [other] = (deeds(read(whole_league, story), "adjourn") for story in ("C02a", "C02b"))
    assert one.joint == other.joint


def test_a_receipt_names_the_entry_in_each_case_and_the_same_request_gives_it_again(whole_league: bodies.Body) -> None:
    latest = tell(whole_league, "open_hearing")
    note = Wish(
        case=told("C02b").name, act="hearing_noted", result="break", at=latest.date(), recorded=latest, by=(CLERK,),
        request="n-1",
    )  # fmt: skip

    receipt = commands.act(note, body=whole_league.id)

    assert receipt.chain == told("C02b").name
    assert [one.chain for one in receipt.others] == [told("C02a").name]
    assert commands.act(note, body=whole_league.id) == receipt


def test_a_case_that_has_ended_is_passed_over_and_holds_nobody_up(whole_league: bodies.Body) -> None:
    latest = tell(whole_league, "open_hearing")
    chair = (fictional_id("Gethin Vaughan"),)
    second: dict[str, Any] = {"case": told("C02b").name, "at": latest.date(), "recorded": latest}
    stop = Wish(
        **second, act="continuation_decided", result="stop", by=chair, fields={"bucket": "died", "reasons": "He died."}
    )
    commands.act(stop, body=whole_league.id)
    commands.act(Wish(**second, step="close", by=(CLERK,)), body=whole_league.id)

    said = {"cause": "illness", "new_day": "2026-07-07", "reasons": "Ill."}
    adjourned = Wish(case=told("C02a").name, step="adjourn", at=latest.date(), recorded=latest, by=chair, fields=said)
    receipt = commands.act(adjourned, body=whole_league.id)

    assert receipt.others == ()
    assert [entry.joint for entry in deeds(read(whole_league, "C02a"), "adjourn")] == [None]
    assert deeds(read(whole_league, "C02b"), "adjourn") == []


# A complaint about two people ---------------------------------------------------------------------------------------


def about_two(body: bodies.Body) -> Receipt:
    fields = {**complaint().fields, "respondents": [CORWIN, "p-second22"]}
    wish = complaint(fields=fields, request="r-two")
    upload = papers.Upload(name="a.txt", media_type="text/plain", content=b"What I wrote down.")
    return commands.act(papers.with_papers(wish, [upload], body=body.id), body=body.id)


def about_a_third() -> Wish:
    return complaint(by=(CORWIN,), fields={**complaint().fields, "respondents": ["p-third333"]})


def first_of(body: bodies.Body, chain: str) -> Entry:
    with record.transaction(body.id):
        return record.load(body.id, UUID(chain)).entries[0]


def test_the_first_entries_carry_one_complaint_and_one_respondent_each(body: bodies.Body) -> None:
    receipt = about_two(body)
    one, other = first_of(body, receipt.chain), first_of(body, receipt.others[0].chain)

    assert one.data["complaint"] == other.data["complaint"]
    assert one.data["incident"] == other.data["incident"]
    assert (one.data["respondents"], other.data["respondents"]) == ([CORWIN], ["p-second22"])
    assert receipt.chain not in str(other.data), "nobody reads of the other's case by its name"


def test_each_case_keeps_the_papers_under_its_own_key(body: bodies.Body) -> None:
    receipt = about_two(body)
    entries = [first_of(body, chain) for chain in (receipt.chain, receipt.others[0].chain)]

    digests = [entry.papers[0].digest for entry in entries]
    assert digests[0] != digests[1]
    with record.transaction(body.id):
        for entry, digest in zip(entries, digests, strict=True):
            found = record.run("SELECT kind FROM casework.read_paper(%s, %s)", entry.case, bytes.fromhex(digest))
            assert found == [("evidence",)]


def appointed(case: str, person: str, capacity: str) -> Wish:
    return Wish(case=case, act="appointed", at=MONDAY, recorded=at(MONDAY, 11), by=(HOLLIS,),
                fields={"person": person, "capacity": capacity})  # fmt: skip


def test_whoever_acted_in_a_linked_case_counts_as_if_it_were_here(body: bodies.Body) -> None:
    receipt = about_two(body)

    with pytest.raises(Refused) as refused:
        commands.act(appointed(receipt.others[0].chain, MAEVE, "case_examiner"), body=body.id)

    assert "E-SOD-LINKED" in {one.code for one in refused.value.verdict.refusals}


def test_a_case_that_is_linked_with_none_hears_nothing_of_others(body: bodies.Body) -> None:
    about_two(body)
    alone = commands.act(
        complaint(by=(CORWIN,), fields={**complaint().fields, "respondents": ["p-third333"]}), body=body.id
    )

    with pytest.raises(Refused) as refused:
        commands.act(appointed(alone.chain, MAEVE, "case_examiner"), body=body.id)

    assert "E-SOD-LINKED" not in {one.code for one in refused.value.verdict.refusals}


def linked(case: str, reference: str, result: str = "incident") -> Wish:
    return Wish(case=case, act="complaint_linked", result=result, at=MONDAY, recorded=at(MONDAY, 11), by=(WREN,),
                fields={"complaint": reference})  # fmt: skip


def test_a_later_complaint_joins_by_the_number_of_the_case(body: bodies.Body) -> None:
    receipt = about_two(body)
    later = commands.act(
        complaint(by=(CORWIN,), fields={**complaint().fields, "respondents": ["p-third333"]}), body=body.id
    )
    reference = projections.reference(receipt.chain, MONDAY)

    commands.act(linked(later.chain, reference), body=body.id)

    with pytest.raises(Refused) as refused:
        commands.act(appointed(later.chain, MAEVE, "case_examiner"), body=body.id)
    assert "E-SOD-LINKED" in {one.code for one in refused.value.verdict.refusals}
    with pytest.raises(Refused) as refused:
        commands.act(appointed(receipt.others[0].chain, CORWIN, "case_examiner"), body=body.id)
    assert "E-SOD-LINKED" in {one.code for one in refused.value.verdict.refusals}, "both ways, and through a third"


def test_related_is_less_than_linked_and_an_unknown_number_is_refused(body: bodies.Body) -> None:
    receipt = about_two(body)
    later = commands.act(
        complaint(by=(CORWIN,), fields={**complaint().fields, "respondents": ["p-third333"]}), body=body.id
    )
    commands.act(linked(later.chain, projections.reference(receipt.chain, MONDAY), "related"), body=body.id)

    with pytest.raises(Refused) as refused:
        commands.act(appointed(later.chain, MAEVE, "case_examiner"), body=body.id)
    assert "E-SOD-LINKED" not in {one.code for one in refused.value.verdict.refusals}
    for number in ("2026-AAAA-AAAA", "no number at all"):
        with pytest.raises(Refused) as refused:
            commands.act(linked(later.chain, number), body=body.id)
        assert refused.value.code == "E-FIELD"


def test_a_stranger_learns_of_no_case_by_naming_another(body: bodies.Body) -> None:
    receipt = about_two(body)

    with pytest.raises(Refused) as refused:
        commands.act(replace(linked(receipt.chain, "2026-AAAA-AAAA"), by=("p-stranger",)), body=body.id)

    assert refused.value.code == "E-NOT-FOUND"


# What the threads share -----------------------------------------------------------------------------------------------


def exhibit(body: bodies.Body, case: str, when: datetime, by: str = INES, **fields: Any) -> Wish:
    said = {
        "source": "the branch", "captor": INES, "captured_on": f"{when.date()}T10:00", "context": "the whole page",
        "exhibit": "", **fields,
    }  # fmt: skip
    wish = Wish(case=case, act="evidence_added", at=when.date(), recorded=when, by=(by,), fields=said)
    upload = papers.Upload(name="list.txt", media_type="text/plain", content=b"Who was there.")
    told_of = papers.with_papers(wish, [upload], body=body.id)
    return replace(told_of, fields={**said, "exhibit": told_of.papers[0].digest})


def test_evidence_in_joined_cases_is_entered_once_and_stands_in_each(whole_league: bodies.Body) -> None:
    latest = tell(whole_league, "give_notice")
    presenter = fictional_id("Marguerite Sol")

    receipt = commands.act(exhibit(whole_league, told("C02a").name, latest, by=presenter), body=whole_league.id)

    assert [one.chain for one in receipt.others] == [told("C02b").name]
    [one], [other] = (deeds(read(whole_league, story), "evidence_added")[-1:] for story in ("C02a", "C02b"))
    assert one.joint is not None
    assert one.joint == other.joint
    assert one.data["exhibit"] != other.data["exhibit"], "the paper is sealed in each case under a key of its own"
    assert rebuilding.rebuild(whole_league) == []


def test_what_a_party_brings_in_stays_in_its_own_case(whole_league: bodies.Body) -> None:
    latest = tell(whole_league, "give_notice")
    first = read(whole_league, "C02a")
    before = len(deeds(read(whole_league, "C02b"), "evidence_added"))
    [respondent] = first.parties["respondent"]

    receipt = commands.act(
        exhibit(whole_league, first.name, latest, by=respondent, captor=respondent), body=whole_league.id
    )

    assert receipt.others == ()
    assert len(deeds(read(whole_league, "C02b"), "evidence_added")) == before


def test_evidence_goes_into_a_case_that_is_named_if_it_is_about_the_same_facts(body: bodies.Body) -> None:
    receipt = about_two(body)
    alone = commands.act(about_a_third(), body=body.id)
    other, strange = (projections.reference(chain, MONDAY) for chain in (receipt.others[0].chain, alone.chain))

    found = commands.act(
        exhibit(body, receipt.chain, at(MONDAY, 12), by=WREN, captor=WREN, cases=[other]), body=body.id
    )

    assert [one.chain for one in found.others] == [receipt.others[0].chain]
    with pytest.raises(Refused) as refused:
        commands.act(exhibit(body, receipt.chain, at(MONDAY, 13), by=WREN, captor=WREN, cases=[strange]), body=body.id)
    assert refused.value.code == "E-NOT-SHARED"
