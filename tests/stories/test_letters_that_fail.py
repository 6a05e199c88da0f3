"""A letter that did not arrive never was: its time begins with the second channel, and what silence made of it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from alteram import duties, worked
from alteram.case import replay
from alteram.codec import Entry
from alteram.people import fictional_id
from alteram.procedure import consequence
from alteram.standing import standing
from alteram.worked import Told
from tests.builders import case_before, league, try_

CORWIN = fictional_id("Corwin Bale")


def did(told: Told, act: str, *, by: str, on: str, **fields: str) -> Entry:
    verdict = try_(told, act, by=by, on=on, **fields)
    assert verdict.draft is not None, verdict.refusals
    return worked.enter(told, verdict.draft, datetime.combine(date.fromisoformat(on), time(12), UTC))


def silent(told: Told, until: str) -> list[str]:
    made = []
    while told.case and (draft := consequence(told.rulebook, told.people, told.case, until=date.fromisoformat(until))):
        worked.enter(told, draft, datetime.combine(draft.at, time(0), UTC))
        made.append(str(draft.step))
    return made


def last_day(told: Told, step: str) -> str:
    assert told.case is not None
    return next((str(one.due.day) for one in duties.owed(told.case) if one.step == step and one.due), "none")


def failed(told: Told, letter: str, on: str) -> Entry:
    return did(told, "service_failed", by="Dev Ashgrove", on=on, letter=letter, to=CORWIN, channel="email",
               why="mailbox unknown")  # fmt: skip


def test_no_time_runs_from_a_letter_that_failed_until_it_goes_by_another_channel() -> None:
    told = case_before("G01", "respond")
    assert last_day(told, "respond") == "2026-02-04"

    failed(told, "D07", "2026-02-03")
    assert last_day(told, "respond") == "none"
    assert "respond" not in silent(told, "2026-02-10")
    did(told, "service_recorded", by="Dev Ashgrove", on="2026-02-10", letter="D07", to=CORWIN, channel="first_class")

    assert last_day(told, "respond") == "2026-02-26"  # by first-class post on 10 February: served on the 12th, 14 days


def test_a_failure_owes_a_second_channel() -> None:
    told = case_before("G01", "respond")
    failed(told, "D07", "2026-02-03")

    assert last_day(told, "service_recorded") == "2026-03-03"
    did(told, "service_recorded", by="Dev Ashgrove", on="2026-02-04", letter="D07", to=CORWIN, channel="first_class")
    assert last_day(told, "service_recorded") == "none"


def test_a_failure_that_is_known_late_undoes_what_silence_had_made() -> None:
    told = case_before("G01", "respond")
    assert "respond" in silent(told, "2026-02-09")
    silence = next(entry for entry in told.entries if entry.step == "respond")

    late = failed(told, "D07", "2026-02-09")

    assert late.overtakes == (silence.index,)
    did(told, "service_recorded", by="Dev Ashgrove", on="2026-02-10", letter="D07", to=CORWIN, channel="first_class")
    assert try_(told, "respond", by="Corwin Bale", on="2026-02-24", result="given", answers={"1": "denies"}).lawful


def test_a_decision_that_was_never_served_is_not_final_and_no_sanction_runs_from_it() -> None:
    told = case_before("G01", "become_final")
    assert silent(told, "2026-06-22") == ["become_final"]
    assert str(standing(replay(league(), told.name, told.entries), on=date(2026, 6, 21))).startswith("expulsion")

    failed(told, "D26", "2026-06-22")

    case = replay(league(), told.name, told.entries)
    assert case.final_on is None
    assert "full" in str(standing(case, on=date(2026, 6, 22))) or "interim" in str(standing(case, on=date(2026, 6, 22)))
    assert "appeal" in {duty.rule.step for duty in case.live}


def test_the_failure_of_a_letter_to_one_side_takes_nothing_from_what_the_body_owed() -> None:
    told = case_before("G01", "examine")
    made = silent(told, "2026-06-01")
    assert "examine" in made

    assert failed(told, "D07", "2026-06-01").overtakes == ()


@pytest.mark.parametrize(
    ("step", "by", "fields"),
    [
        ("put_allegations", "Ines Calloway", {"via": "pigeon"}),
        ("service_recorded", "Dev Ashgrove", {"letter": "D07", "to": CORWIN, "channel": "pigeon"}),
        ("service_recorded", "clock", {"letter": "D07", "to": CORWIN, "channel": "pigeon"}),
    ],
)
def test_a_channel_that_the_rules_do_not_know_is_refused_and_the_known_ones_are_named(
    step: str, by: str, fields: dict[str, str]
) -> None:
    told = case_before("G01", "put_allegations" if step == "put_allegations" else "respond")

    verdict = try_(told, step, by=by, on="2026-01-21", **fields)

    assert [one.code for one in verdict.refusals] == ["E-CHANNEL"]
    assert "sent by pigeon" in verdict.refusals[0].sentence
    assert "email, first class, hand or portal" in verdict.refusals[0].remedy


def test_a_hearing_announced_by_an_unknown_channel_is_refused_and_no_error() -> None:
    told = case_before("G01", "give_notice")

    verdict = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", via="pigeon", hearing_on="2026-05-14")

    assert [one.code for one in verdict.refusals] == ["E-CHANNEL"]


def test_a_new_day_told_by_an_unknown_channel_is_refused_and_no_error() -> None:
    told = case_before("G01", "open_hearing")

    verdict = try_(
        told, "hearing_vacated", by="Dev Ashgrove", on="2026-04-20", via="pigeon", cause="illness",
        new_day="2026-06-01",
    )  # fmt: skip

    assert [one.code for one in verdict.refusals] == ["E-CHANNEL"]


def test_whoever_enters_a_service_says_by_which_channel() -> None:
    told = case_before("G01", "respond")

    verdict = try_(told, "service_recorded", by="Dev Ashgrove", on="2026-01-21", letter="D07", to=CORWIN)

    assert [one.code for one in verdict.refusals] == ["E-FIELD"]
    assert "By which channel?" in verdict.refusals[0].sentence


def test_a_service_without_a_channel_in_an_old_record_counts_from_no_day() -> None:
    told = case_before("G01", "respond")
    assert told.case is not None
    did(told, "service_failed", by="Dev Ashgrove", on="2026-01-22", letter="D07", to=CORWIN, why="unknown")
    entry = did(told, "service_recorded", by="Dev Ashgrove", on="2026-01-23", letter="D07", to=CORWIN, channel="hand")
    assert told.case.served("put_allegations") is not None
    old = replace(entry, data={key: value for key, value in entry.data.items() if key != "channel"})

    case = replay(told.rulebook, told.name, [*told.entries[:-1], old])

    assert case.served("put_allegations") is None
