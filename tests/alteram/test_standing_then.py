"""Standing over several cases, and twice over: as we know it now, and as it was known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from alteram import worked
from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.people import fictional_id
from alteram.standing import (
    Known,
    RollEvent,
    Spell,
    history,
    known_on,
    membership,
    narrowest,
    over,
    spells,
    standing,
    taken_on,
)
from alteram.worked import Told
from tests.builders import LEAGUE, case_before, league, league_people

CORWIN = fictional_id("Corwin Bale")


def told(story: str) -> Told:
    people, names = league_people()
    return worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)


def end_of(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T23:59:59+00:00")


def asked(one: Told, day: str, *, known: str = "") -> str:
    """The standing on a day, as known at the end of another; as known now if none is given."""
    at = end_of(known) if known else datetime.max.replace(tzinfo=UTC)
    return str(known_on(history(league(), one.name, one.entries), on=date.fromisoformat(day), at=at))


def spell(name: str, first: str, last: str | None = None) -> Spell:
    until = date.fromisoformat(last) if last else None
    takes = taken_on(league(), [name], date(2026, 7, 1))
    return Spell(name=name, first=date.fromisoformat(first), last=until, entry=1, scope=takes)


def test_the_narrowest_of_several_cases_wins() -> None:
    on = date(2026, 7, 1)
    found = [
        spell("removal_from_office", "2026-01-01", "2026-12-31"),
        spell("interim", "2026-06-01"),
        spell("suspension", "2026-06-01", "2026-08-31"),
        spell("suspension", "2026-05-01", "2026-10-31"),
        spell("warning", "2026-01-01", "2027-01-01"),
    ]

    assert str(narrowest(found, on=on)) == "suspension from 2026-05-01 to 2026-10-31"
    assert str(narrowest([*found, spell("expulsion", "2026-06-20")], on=on)) == "expulsion from 2026-06-20"
    assert str(narrowest(found[:2], on=on)) == "interim"
    assert str(narrowest(found[:1], on=on)) == "removal_from_office from 2026-01-01 to 2026-12-31"
    assert str(narrowest(found, on=date(2025, 1, 1))) == "full"


def test_two_cases_of_one_member_give_one_standing() -> None:
    first, second = told("G01"), told("G03")
    assert first.case is not None
    assert second.case is not None
    other = second.case
    other.parties["respondent"] = [CORWIN]

    assert str(over([first.case, other], CORWIN, on=date(2026, 3, 1))) == "interim until 2026-06-19"
    assert str(over([first.case, other], CORWIN, on=date(2026, 8, 1))) == "expulsion from 2026-06-20"
    assert str(over([other], CORWIN, on=date(2026, 8, 1))).startswith("suspension")
    assert str(over([first.case, other], "p-somebodyelse", on=date(2026, 8, 1))) == "full"


def suspended_at_once() -> Told:
    """G06 with an order that the suspension begins at once; the appeal then quashes it."""
    one = told("G06")
    place = next(i for i, entry in enumerate(one.entries) if "sanction_decided" in entry.acts)
    said = {"sanctions": ["suspension"], "lasts": "6 months", "immediate": True}
    one.entries[place] = replace(one.entries[place], data={**one.entries[place].data, **said})
    return one


def test_an_appeal_quashes_a_suspension_known_then_suspended_known_now_full() -> None:
    one = suspended_at_once()
    decided = next(entry.at for entry in one.entries if "sanction_decided" in entry.acts)
    quashed = next(entry.at for entry in one.entries if "appeal_determined" in entry.acts)
    assert decided < date(2026, 6, 15) < quashed

    assert asked(one, "2026-06-15", known="2026-06-15").startswith("suspension")
    assert asked(one, "2026-06-15", known=quashed.isoformat()) == "full"
    assert asked(one, "2026-06-15") == "full"


def test_what_was_not_entered_yet_was_not_known_then() -> None:
    one = told("G01")

    assert asked(one, "2026-01-26", known="2026-01-25") == "full"
    assert asked(one, "2026-01-26", known="2026-01-26") == "interim until 2026-07-25"
    assert asked(one, "2026-06-20", known="2026-06-19") == "interim until 2026-07-25"
    assert asked(one, "2026-06-20", known="2026-06-20") == "expulsion from 2026-06-20"


def test_now_is_what_the_case_says_itself_after_every_entry() -> None:
    for story in ("G01", "G03", "G05", "G06"):
        one = told(story)
        assert one.case is not None
        for number in range(len(one.entries)):
            entries = one.entries[: number + 1]
            case = replay(league(), one.name, entries)
            now = history(league(), one.name, entries)
            assert {known.spell for known in now if known.until is None} == set(spells(case))


def order(case: Case, result: str, at: str, **data: object) -> Entry:
    return Entry(
        case=case.name, index=case.tip + 1, at=date.fromisoformat(at), recorded=end_of(at),
        acts=("court_order_entered",), result=result, data=data,
    )  # fmt: skip


def test_a_late_entry_changes_what_is_known_now_and_not_what_was_known_then() -> None:
    one = case_before("G01", "respond")
    assert one.case is not None
    stay = order(one.case, "stay", "2026-01-26")
    one.entries.append(replace(stay, recorded=end_of("2026-02-10"), late={"why": "it came by post"}))

    assert asked(one, "2026-01-27", known="2026-01-27").startswith("interim")
    assert asked(one, "2026-01-27", known="2026-02-09").startswith("interim")
    assert asked(one, "2026-01-27", known="2026-02-11") == "full"
    assert asked(one, "2026-01-27") == "full"


def test_a_court_stays_a_sanction_and_quashes_it() -> None:
    one = told("G03")
    assert one.case is not None
    stay = order(one.case, "stay", "2026-09-01", until="2026-09-30")
    one.entries.append(stay)

    assert asked(one, "2026-08-31").startswith("suspension")
    assert asked(one, "2026-09-15") == "full"
    assert asked(one, "2026-10-01").startswith("suspension")

    quash = replace(order(one.case, "quashed", "2026-10-15"), index=len(one.entries))
    one.entries.append(quash)
    assert asked(one, "2026-08-31") == "full"
    assert asked(one, "2026-08-31", known="2026-08-31").startswith("suspension")
    assert str(standing(replay(league(), one.name, one.entries), on=date(2026, 8, 31))) == "full"


def test_what_is_undone_no_longer_counts() -> None:
    one = told("G03")
    number = next(entry.index for entry in one.entries if "sanction_decided" in entry.acts)
    undone = Entry(
        case=one.name, index=len(one.entries), at=date(2026, 10, 1), recorded=end_of("2026-10-01"),
        acts=("act_undone",), data={"undoes": [number], "restored_from": "2026-09-01"},
    )  # fmt: skip
    one.entries.append(undone)

    assert asked(one, "2026-08-31").startswith("suspension")
    assert asked(one, "2026-09-01") == "full"
    assert asked(one, "2026-09-01", known="2026-09-30").startswith("suspension")


def test_an_instant_belongs_to_what_was_entered_at_it() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = Known(spell=spell("interim", "2026-01-01"), since=at, until=at.replace(hour=1))

    assert known.at(at)
    assert not known.at(at.replace(hour=1))


EVENTS = [
    RollEvent(what="joined", on=date(2020, 3, 1), recorded=end_of("2020-03-01"), branch="Aldermoor"),
    RollEvent(what="moved branch", on=date(2022, 1, 1), recorded=end_of("2022-01-01"), branch="Dunfell"),
    RollEvent(what="left", on=date(2023, 5, 1), recorded=end_of("2023-06-01"), reason="subscription lapsed"),
    RollEvent(what="rejoined", on=date(2024, 1, 1), recorded=end_of("2024-01-01"), branch="Dunfell"),
]


@pytest.mark.parametrize(
    ("day", "member", "branch"),
    [
        ("2020-02-29", False, ""),
        ("2020-03-01", True, "Aldermoor"),
        ("2022-06-01", True, "Dunfell"),
        ("2023-04-30", True, "Dunfell"),
        ("2023-05-01", False, "Dunfell"),
        ("2024-01-01", True, "Dunfell"),
    ],
)
def test_the_roll_answers_for_a_day(day: str, member: bool, branch: str) -> None:
    found = membership(EVENTS, on=date.fromisoformat(day))

    assert (found.member, found.branch) == (member, branch)
