"""How long a file is kept, by outcome, and what goes when: by the clock, unless something keeps it (DPR-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from alteram import retention, worked
from alteram.breaches import judge
from alteram.calendar.lengths import parse_length
from alteram.people import fictional_id
from alteram.procedure import Draft, consequence, erasing
from alteram.rulebook.provisions import Kept, Retention
from alteram.statistics.cells import cell
from alteram.worked import Told
from tests.builders import LEAGUE, did, league, league_people, refused, rewrite, try_

YEAR = Kept(length=parse_length("1 year"))


def told(story_id: str) -> Told:
    """A worked case from its first line to its last."""
    people, names = league_people()
    story = worked.read_story(LEAGUE / "2025" / "worked" / f"{story_id}.yaml", names)
    found = worked.run(story, league(), people)
    assert found.failures == []
    return found


def by_clock(one: Told, day: date) -> Draft | None:
    assert one.case is not None
    return consequence(one.rulebook, one.people, one.case, until=day)


def entered(one: Told, draft: Draft | None) -> None:
    assert draft is not None
    worked.enter(one, draft, datetime.combine(draft.at, time(12), UTC))


def kept(one: Told) -> retention.Keeping | None:
    assert one.case is not None
    return retention.keeping(one.case)


@pytest.mark.parametrize(
    ("story", "outcome", "last"),
    [
        ("C02a", "not_proved", date(2027, 7, 6)),  # closed on 6 July 2026, and a year
        ("R04", "suspension", date(2032, 12, 29)),  # suspended up to 29 December 2026, and six years
        ("G05", "suspension", date(2033, 4, 30)),
    ],
)
def test_the_book_says_how_long_by_outcome(story: str, outcome: str, last: date) -> None:
    found = kept(told(story))

    assert found is not None
    assert (found.outcome, found.clause, found.until.day) == (outcome, "12.12", last)


def test_of_several_sanctions_the_one_that_keeps_it_longest_counts() -> None:
    one = told("G05")
    assert one.case is not None
    assert one.case.sanction is not None
    for names in (("warning", "suspension"), ("suspension", "warning")):
        one.case.sanction.names = names
        found = kept(one)
        assert found is not None
        assert found.outcome == "suspension"


def test_the_day_says_how_it_was_counted() -> None:
    found = kept(told("C02a"))

    assert found is not None
    assert found.until.sentence == (
        "The file is kept for 1 year after Monday 6 July 2026, up to Tuesday 6 July 2027:"
        " the case ended on Monday 6 July 2026."
    )


def test_nobody_can_say_while_the_case_runs_nor_where_the_book_names_no_time() -> None:
    assert kept(told("G01")) is None  # expelled, and not closed
    ended_by_rule = told("G04")
    assert ended_by_rule.case is not None
    assert ended_by_rule.case.ended
    assert kept(ended_by_rule) is None
    silent = told("C02a")
    rewrite(silent, retention=None)
    assert kept(silent) is None
    assert by_clock(silent, date(2099, 1, 1)) is None


def test_a_book_that_does_not_say_erase_erases_nothing() -> None:
    one = told("C02a")
    rewrite(one, retention=Retention(clause="12.12", kept={"not_proved": YEAR}))

    assert by_clock(one, date(2099, 1, 1)) is None


def test_the_clock_erases_the_file_on_the_day_after_and_once() -> None:
    one = told("C02a")
    assert by_clock(one, date(2027, 7, 6)) is None

    draft = by_clock(one, date(2027, 9, 1))

    assert draft is not None
    assert (draft.acts, draft.at, draft.clauses) == (("text_erased",), date(2027, 7, 7), ("12.12",))
    assert draft.data["digests"] == ["key"]
    assert draft.data["rule"] == "12.12"
    assert "kept for 1 year" in str(draft.data["why"])
    before = cell(one.case) if one.case is not None else ""
    entered(one, draft)
    assert one.case is not None
    assert by_clock(one, date(2099, 1, 1)) is None
    assert kept(one) is None
    assert cell(one.case) == before  # it still counts where it counted


def test_a_hold_keeps_it_until_it_is_lifted() -> None:
    one = told("C02a")
    hold = did(one, "hold_placed", by="Celia Wray", on="2027-01-10", why="A claim was announced.")

    assert by_clock(one, date(2027, 8, 1)) is None
    assert one.case is not None
    assert [r.code for r in erasing.held(one.rulebook, one.people, one.case, until=date(2027, 8, 1))] == ["E-HOLD"]
    did(one, "hold_lifted", by="Celia Wray", on="2027-08-15", why="It never came.", hold=[hold.index])
    draft = by_clock(one, date(2027, 9, 1))
    assert draft is not None
    assert draft.at == date(2027, 8, 15)


def test_an_order_of_a_court_keeps_it() -> None:
    one = told("C02a")
    did(
        one, "court_order_entered", by="Dev Ashgrove", on="2027-01-10", result="injunction", paper="P1",
        forbids="to erase anything", checked_by=fictional_id("Wren Oduya"),
    )  # fmt: skip

    assert by_clock(one, date(2027, 8, 1)) is None


def test_a_sanction_that_runs_keeps_it_whatever_the_book_says() -> None:
    one = told("G05")
    book = one.edition.retention
    assert book is not None
    rewrite(one, retention=replace(book, kept={**book.kept, "suspension": YEAR}))
    found = kept(one)
    assert found is not None
    assert found.until.day == date(2026, 5, 20)

    assert by_clock(one, date(2027, 4, 30)) is None
    draft = by_clock(one, date(2027, 5, 1))
    assert draft is not None
    assert draft.at == date(2027, 5, 1)


def test_nobody_erases_a_whole_file_before_its_day() -> None:
    one = told("C02a")

    refusal = refused(
        try_(one, "text_erased", by="clock", on="2027-07-06", digests=["key"], rule="12.12"), "E-HOLD", "DPR-05"
    )

    assert refusal.lawful_from == date(2027, 7, 7)
    assert try_(one, "text_erased", by="clock", on="2027-07-07", digests=["key"], rule="12.12").lawful


def test_a_log_that_does_not_say_that_the_file_went_is_no_breach() -> None:
    one = told("C02a")
    assert one.case is not None
    found = judge(one.rulebook, one.people, one.name, one.entries, until=date(2028, 1, 1))

    assert [breach for breach in found.breaches if breach.day > date(2026, 7, 6)] == []


TESTED: dict[str, Any] = {
    "on_request": 14, "ground": "unlawfully_held", "rule": "UK GDPR 17(1)(d)",
    "no_exemption": "No claim is known, and nothing was decided on it.",
}  # fmt: skip


def with_account(story_id: str) -> tuple[Told, str]:
    """A worked case, and the digest of a text that its first entry names."""
    one, digest = told(story_id), "ab" * 32
    assert one.case is not None
    one.case.entries[0] = replace(one.case.entries[0], texts={"account": digest})
    return one, digest


def test_what_somebody_asks_to_have_erased_goes_with_its_test_on_record() -> None:
    one, digest = with_account("C02a")
    asked: dict[str, Any] = {"by": "Celia Wray", "on": "2026-08-01", "digests": [digest]}

    assert try_(one, "text_erased", **asked, **TESTED).lawful
    for left_out in ("on_request", "ground", "no_exemption"):
        said = {name: value for name, value in TESTED.items() if name != left_out}
        refused(try_(one, "text_erased", **asked, **said), "E-FIELD", "DPR-05")


@pytest.mark.parametrize(("day", "digest"), [("2026-08-01", "cd" * 32), ("2028-08-01", "key")])
def test_nobody_erases_by_request_what_is_not_there_nor_a_whole_file(day: str, digest: str) -> None:
    verdict = try_(told("C02a"), "text_erased", by="Celia Wray", on=day, digests=[digest], **TESTED)

    refused(verdict, "E-FIELD", "DPR-05")


def test_nobody_but_data_protection_erases_by_request() -> None:
    one, digest = with_account("C02a")

    assert not try_(one, "text_erased", by="Dev Ashgrove", on="2026-08-01", digests=[digest], **TESTED).lawful
