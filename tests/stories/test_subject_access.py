"""What of a case belongs into the answer to somebody who asks for the data kept about them (DPR-04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alteram import data_requests, subject_access
from alteram.access import class_of, may_see
from alteram.acts import HOUSE_ACTS
from alteram.codec import Actor, Entry
from alteram.people import fictional_id
from alteram.subject_access import CHOSEN, REASONS, Decided, Item, Sent, View, decided, items, left_out
from alteram.worked import Told
from tests.builders import league

from .test_retention import told

CELIA, IVO, LATER = "p-celia", "p-ivo", date(2028, 1, 1)
CALENDAR = league().editions[-1].calendar


def of(one: Told, name: str, on: date = LATER) -> dict[int, Item]:
    assert one.case is not None
    return {item.index: item for item in items(one.case, one.people, fictional_id(name), on=on)}


def sides(one: Told) -> tuple[str, str]:
    """The names of complainant and respondent."""
    assert one.case is not None
    names = {fictional_id(name): name for name in one.story.people}
    return tuple(names[next(iter(one.case.parties[party]))] for party in ("complainant", "respondent"))  # type: ignore[return-value]


@pytest.mark.parametrize("story", ["G01", "G02", "G05"])
@pytest.mark.parametrize("side", [0, 1])
def test_nothing_is_theirs_that_they_neither_said_nor_may_read(story: str, side: int) -> None:
    one = told(story)
    assert one.case is not None
    name = sides(one)[side]
    person, found = fictional_id(name), of(one, name)
    own = [entry for entry in one.case.entries if entry.index in found and found[entry.index].kind == "own"]

    assert len(own) > 3
    for entry in own:
        said = any(actor.who == person for actor in entry.by)
        assert said or may_see(one.case, one.people, person, class_of(entry), on=LATER)


@pytest.mark.parametrize("story", ["G01", "G02", "G05"])
def test_whatever_is_not_theirs_is_left_out_under_a_code_that_has_a_sentence(story: str) -> None:
    one = told(story)
    for name in sides(one):
        for item in of(one, name).values():
            code = left_out(item, None)
            assert (code == "") == (item.kind == "own")
            assert code in ("", *REASONS)


def test_what_only_the_other_side_said_is_about_others() -> None:
    one = told("G02")
    complainant, respondent = sides(one)
    assert one.case is not None
    answers = [e.index for e in one.case.entries if "response_received" in e.acts]
    assert answers

    for index in answers:
        item = of(one, complainant)[index]
        assert item.kind == "own" or (item.kind, item.fixed) == ("third", True)
        assert of(one, respondent)[index].kind == "own"


def test_a_case_that_somebody_may_not_know_of_is_in_no_answer() -> None:
    """The respondent before anything was told, and somebody who is merely named in a complaint."""
    one = told("G02")
    _complainant, respondent = sides(one)
    assert one.case is not None
    first = one.case.entries[0]
    assert of(one, respondent, on=first.at) == {}
    one.case.entries[0] = replace(first, data={**first.data, "seen_by": [fictional_id("A Neighbour")]})
    assert subject_access.names(one.case.entries[0], fictional_id("A Neighbour"))
    assert of(one, "A Neighbour") == {}


def test_what_an_office_opens_is_not_taken_home_as_data_about_whoever_holds_it() -> None:
    """The investigator reads the whole file and wrote much of it; none of it is theirs."""
    one = told("G02")
    assert one.case is not None
    (who,) = {actor.who for entry in one.case.entries for actor in entry.by if actor.capacity == "investigator"}
    assert may_see(one.case, one.people, who, "report", on=one.case.entries[-1].at)
    found = {item.index: item for item in items(one.case, one.people, who, on=one.case.entries[-1].at)}

    assert len(found) > 1
    assert {item.kind for item in found.values()} == {"mixed"}
    assert set(found) == {entry.index for entry in one.case.entries if subject_access.names(entry, who)}


def test_an_office_holder_who_is_no_side_is_told_of_no_case() -> None:
    assert of(told("G02"), "Rufus Dane") == {}


@pytest.mark.parametrize("act", ["advice_taken", "file_inspected", "hold_placed"])
def test_advice_and_the_keeping_of_the_record_are_not_even_listed(act: str) -> None:
    one = told("G02")
    assert one.case is not None
    _complainant, respondent = sides(one)
    last = one.case.entries[-1]
    about = replace(last, index=last.index + 1, acts=(act,), data={"person": fictional_id(respondent)}, result=None)
    one.case.entries.append(about)

    assert about.index not in of(one, respondent)


def test_what_a_panel_said_among_themselves_is_never_given_whoever_decides() -> None:
    one = told("G02")
    assert one.case is not None
    _complainant, respondent = sides(one)
    last = one.case.entries[-1]
    noted = replace(last, index=last.index + 1, acts=("deliberation_noted",), data={}, result=None)
    one.case.entries.append(noted)

    item = of(one, respondent)[noted.index]
    assert (item.kind, item.reason, item.fixed) == ("mixed", "deliberation", True)
    assert left_out(item, Decided(given_by=(CELIA, IVO))) == "deliberation"


def test_what_would_show_a_protected_complainant_is_left_out_for_that() -> None:
    one = told("G02")
    assert one.case is not None
    complainant, respondent = sides(one)
    last = one.case.entries[-1]
    ruled = replace(last, index=last.index + 1, acts=("identity_ruled",), result="withheld", data={})
    asked = replace(
        last, index=last.index + 2, acts=("search_authorised",), result=None,
        data={"person": fictional_id(complainant)},
        by=(Actor(who="p-x", role="investigator", capacity="investigator"),),
    )  # fmt: skip
    one.case.entries += [ruled, asked]

    assert of(one, respondent)[asked.index].reason == "protected_source"


# --- letters, and who looked


def test_a_letter_is_theirs_if_it_went_to_them_and_one_to_somebody_else_is_left_out_under_a_code() -> None:
    one = told("G02")
    assert one.case is not None
    complainant, respondent = (fictional_id(name) for name in sides(one))
    about = items(one.case, one.people, respondent, on=LATER)
    kinds = {item.index: item.kind for item in about}
    both = next(index for index, kind in kinds.items() if kind != "third")
    alone = next((index for index, kind in kinds.items() if kind == "third"), None)
    unlisted = max(kinds) + 1
    sent = [
        Sent(index=both, letter="D07", recipient=respondent), Sent(index=both, letter="D01", recipient=complainant),
        Sent(index=unlisted, letter="D01", recipient=complainant),
        *([Sent(index=alone, letter="D01", recipient=complainant)] if alone is not None else []),
    ]  # fmt: skip

    found = subject_access.letters(one.case, one.people, respondent, sent, on=LATER, about=about)
    assert [(one.sent.recipient, one.kind) for one in found[:2]] == [(respondent, "own"), (complainant, "mixed")]
    assert (found[0].reason, found[1].reason in REASONS) == ("", True)
    assert unlisted not in {one.sent.index for one in found}
    assert {one.kind for one in found[2:]} <= {"third"}
    assert subject_access.letters(one.case, one.people, "p-x", sent, on=LATER, about=()) == ()


def test_who_looked_is_told_by_day_and_no_reader_is_named_nor_what_the_other_side_read() -> None:
    one = told("G02")
    assert one.case is not None
    complainant, respondent = (fictional_id(name) for name in sides(one))
    (worker,) = {actor.who for entry in one.case.entries for actor in entry.by if actor.capacity == "investigator"}
    day, cases = date(2026, 3, 2), {"c": one.case}

    def view(who: str, what: str = "case", case: str = "c") -> View:
        return View(day=day, viewer=who, case=case, what=what)

    views = [
        view(respondent), view(worker), view(worker), view(worker, "paper " + 64 * "a"), view(complainant),
        view(worker, case="another"), view(respondent, case="another"),
        view(worker, "member 12", ""), view(worker, "member 121", ""),
    ]  # fmt: skip
    looks = subject_access.log(cases, respondent, views, number="12")

    assert sorted((one.what, one.case, one.times, one.reason) for one in looks) == [
        ("case", "", 1, ""),
        ("case", "c", 1, ""),
        ("case", "c", 2, "reader"),
        ("member", "", 1, "reader"),
        ("paper", "c", 1, "reader"),
    ]
    assert not any(worker in str(one) or "aaaa" in str(one) for one in looks)
    assert subject_access.log(cases, "p-a-witness", [view(worker)], number="") == (), "it is not about them"


# --- deciding


def house(index: int, act: str, by: str = CELIA, **data: Any) -> Entry:
    day = date(2026, 2, 2)
    return Entry(
        case="00000000-0000-4000-8000-000000000009", index=index, at=day,
        recorded=datetime(day.year, day.month, day.day, tzinfo=UTC), acts=(act,),
        by=(Actor(who=by, role="data_protection", capacity="data_protection"),), data=data,
    )  # fmt: skip


ASKED = house(4, "data_request_received", by="p-tamar", person="p-tamar", asks_for="access")
MIXED = Item(index=7, kind="mixed", reason="third_party")


def say(index: int, decision: str, by: str, **data: Any) -> Entry:
    return house(index, "data_item_decided", by, request=4, case="c", entry=7, decision=decision, **data)


NO = say(6, "withhold", IVO, reason="prejudice")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([], "third_party"),
        ([say(5, "disclose", CELIA)], "third_party"),
        ([say(5, "disclose", CELIA), say(6, "disclose", CELIA)], "third_party"),
        ([say(5, "disclose", CELIA), say(6, "disclose", IVO)], ""),
        ([say(5, "disclose", CELIA), NO], "prejudice"),
        ([NO, say(6, "disclose", CELIA)], "prejudice"),
        ([say(5, "disclose", CELIA), NO, say(7, "disclose", IVO)], "prejudice"),
        ([say(5, "disclose", CELIA), say(6, "disclose", IVO), NO], "prejudice"),
    ],
)  # fmt: skip
def test_it_takes_two_to_give_and_one_to_keep_back(said: list[Entry], code: str) -> None:
    assert left_out(MIXED, decided(said, 4).get(("c", 7))) == code


def test_what_was_said_of_another_request_or_item_counts_for_nothing() -> None:
    both = [say(5, "disclose", CELIA), say(6, "disclose", IVO)]

    assert decided(both, 9) == {}
    assert ("c", 8) not in decided(both, 4)


def test_what_is_about_others_alone_is_not_given_by_any_decision() -> None:
    others = Item(index=7, kind="third", reason="other_person", fixed=True)

    assert left_out(others, Decided(given_by=(CELIA, IVO))) == "other_person"


def undecidable(*before: Entry, by: str = CELIA, **data: Any) -> list[str]:
    said = {"request": 4, "decision": "disclose", **data}
    return list(data_requests.undecidable((ASKED, *before), said, calendar=CALENDAR, by=(by,), can=(CELIA, IVO)))


def test_nobody_decides_on_their_own_request_nor_on_one_that_is_answered_or_asks_for_something_else() -> None:
    assert undecidable() == []
    assert undecidable(by="p-tamar") == ["nobody answers their own request"]
    assert undecidable(request=5) == ["there is no such request"]
    done = house(6, "data_request_answered", request=[4], answer="given")
    assert "was answered" in undecidable(done)[0]
    erase = house(6, "data_request_received", person="p-tamar", asks_for="erasure")
    assert undecidable(erase, request=6) == ["request 6 does not ask for data"]
    assert undecidable(decision="withhold") == ["whatever is left out is left out for a reason of the list"]
    assert undecidable(decision="withhold", reason="no such reason") != []
    assert undecidable(decision="withhold", reason="prejudice") == []


def test_whoever_answers_alone_gives_something_only_with_a_test_on_record() -> None:
    """Who asked does not count as somebody else, nor does anybody give with a test where two can look."""

    def wrong(*can: str, **data: str) -> list[str]:
        said = {"request": 4, "decision": "disclose", **data}
        return list(data_requests.undecidable((ASKED,), said, calendar=CALENDAR, by=(CELIA,), can=can))

    assert "says why it may be" in wrong(CELIA)[0]
    assert "says why it may be" in wrong(CELIA, "p-tamar")[0]
    assert "says why it may be" in wrong(CELIA, test="  ")[0]
    assert wrong(CELIA, test="Only a place and a day, which both know.") == []
    assert "it takes two" in wrong(CELIA, IVO, test="I think so.")[0]
    assert wrong(CELIA, IVO) == []
    assert wrong(CELIA, decision="withhold", reason="prejudice") == []


def test_a_yes_of_one_alone_counts_with_its_test_until_somebody_says_no() -> None:
    tested = say(5, "disclose", CELIA, test="Only a place and a day.")

    assert left_out(MIXED, decided([tested], 4).get(("c", 7))) == ""
    assert left_out(MIXED, decided([tested, NO], 4).get(("c", 7))) == "prejudice"
    assert left_out(MIXED, decided([tested, NO, say(7, "disclose", CELIA)], 4).get(("c", 7))) == "prejudice"


def test_nobody_answers_their_own_request() -> None:
    day = date(2026, 2, 3)
    said = {"request": [4], "answer": "given"}

    assert list(data_requests.refusals((ASKED,), said, on=day, calendar=CALENDAR, by=(CELIA,))) == []
    own = list(data_requests.refusals((ASKED,), said, on=day, calendar=CALENDAR, by=("p-tamar",)))
    assert own == ["nobody answers their own request"]


@pytest.mark.parametrize("asks_for", ["erasure", "rectification", "restriction", "objection"])
def test_whoever_asks_for_something_to_be_done_is_told_what_was_looked_at_and_done(asks_for: str) -> None:
    asked = house(6, "data_request_received", person="p-tamar", asks_for=asks_for)

    def wrong(**said: Any) -> list[str]:
        answer = {"request": [6], "answer": "given", **said}
        return list(data_requests.refusals((asked,), answer, on=date(2026, 2, 3), calendar=CALENDAR, by=(CELIA,)))

    assert wrong() == ["whoever asks for something to be done is told what was looked at and what was done"]
    assert wrong(done=" ") != []
    assert wrong(done="The name was misspelt on the roll, and was changed there.") == []
    assert wrong(answer="refused", grounds="A claim.", exemptions=["17(3)(e)"]) == []
    assert wrong(answer="extended", grounds="It concerns six cases.") == []


def test_nothing_is_erased_on_a_request_that_is_not_there_or_was_refused() -> None:
    erase = house(6, "data_request_received", person="p-tamar", asks_for="erasure")
    no = house(7, "data_request_answered", request=[6], answer="refused", grounds="A claim.", exemptions=["17(3)(e)"])

    assert data_requests.unasked((ASKED, erase), 6, calendar=CALENDAR) == ""
    assert "no request to erase" in data_requests.unasked((ASKED, erase), 4, calendar=CALENDAR)
    assert "no request to erase" in data_requests.unasked((ASKED, erase), 9, calendar=CALENDAR)
    assert "was refused" in data_requests.unasked((ASKED, erase, no), 6, calendar=CALENDAR)


def test_the_reasons_to_choose_from_are_those_of_the_act() -> None:
    field = next(one for one in HOUSE_ACTS["data_item_decided"].fields if one.name == "reason")

    assert field.choices == CHOSEN
    assert set(CHOSEN) <= set(REASONS)
