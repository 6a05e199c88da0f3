"""What a floor holds back: nothing moves, why is said, and the clock tries again until it may (2.6)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from alteram.people import fictional_id
from alteram.procedure import consequence, held
from alteram.worked import Told, enter
from tests.builders import case_before, did

MARCH = date(2026, 3, 10)


def out_of_time() -> Told:
    """A complaint that came far too late, and that the clock would send to inquiry after forty working days."""
    told = case_before("G01", "triage")
    assert told.case is not None
    first = told.entries[0]
    object.__setattr__(first, "data", {**first.data, "conduct": ["2024-01-01"]})
    told.case.conduct = (date(2024, 1, 1),)
    return told


def test_no_time_runs_from_a_letter_that_never_arrived() -> None:
    told = case_before("G01", "become_final")
    did(
        told, "service_failed", by="Dev Ashgrove", on="2026-05-29", letter="D26", to=fictional_id("Corwin Bale"),
        channel="email", why="mailbox unknown",
    )  # fmt: skip
    assert told.case is not None

    drafts = [consequence(told.rulebook, told.people, told.case, until=day) for day in (date(2026, 7, 1), MARCH)]

    assert drafts == [None, None]


def test_a_consequence_that_a_floor_forbids_is_held_with_its_code() -> None:
    told = out_of_time()
    assert told.case is not None

    found = held(told.rulebook, told.people, told.case, until=MARCH)

    assert [(duty.step, [one.code for one in why]) for duty, why in found] == [("triage", ["E-OUT-OF-TIME"])]
    assert consequence(told.rulebook, told.people, told.case, until=MARCH) is None


def test_it_comes_on_the_day_on_which_nothing_holds_it_any_more() -> None:
    told = out_of_time()
    did(told, "admit_late", by="Imre Castell", on="2026-03-20", result="admitted", reasons="She was in hospital.")
    assert told.case is not None
    assert held(told.rulebook, told.people, told.case, until=date(2026, 3, 19)) != ()

    draft = consequence(told.rulebook, told.people, told.case, until=date(2026, 3, 23))

    assert draft is not None
    assert (draft.step, draft.result, draft.at) == ("triage", "investigate", date(2026, 3, 20))
    assert held(told.rulebook, told.people, told.case, until=date(2026, 3, 23)) == ()
    enter(told, draft, datetime(2026, 3, 23, tzinfo=UTC))
    assert "inquiry" in told.case.stages
