"""What somebody did whose interest came out later: it stands unless it is challenged, and nothing is built on it before
that is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alteram import duties
from alteram.correspondence import Said, read_wording, write
from alteram.dispatch import sendings
from alteram.people import fictional_id
from alteram.procedure import Verdict, consequence, held
from alteram.worked import Told, enter
from tests.builders import RULEBOOKS, case_before, codes, did, refused, rewrite, try_

INVESTIGATOR, CHAIR, RESPONDENT, COMPLAINANT = "Ines Calloway", "Rosalind Achebe", "Corwin Bale", "Maeve Tollard"
PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
HEARING = "2026-05-14"


def declared(told: Told, person: str = INVESTIGATOR, on: str = "2026-05-11") -> None:
    did(told, "declaration_filed", by=person, on=on, interests=["relationship"], detail="Her cousin, it turns out.")


def aside(on: str = "2026-05-11") -> Told:
    """The hearing is days off, and the investigator finds that the respondent's partner is a cousin."""
    told = case_before("G01", "open_hearing")
    declared(told, on=on)
    did(told, "stood_down", by=INVESTIGATOR, on=on, result="recused", person=fictional_id(INVESTIGATOR))
    return told


def opening(told: Told, on: str = HEARING) -> Verdict:
    return try_(told, "open_hearing", by=PANEL, on=on, recording="R", openness="private")


def challenge(told: Told, on: str, *, by: str = RESPONDENT, person: str = INVESTIGATOR) -> Verdict:
    return try_(
        told, "application_made", by=by, on=on, result="set_aside", text="She should never have written the report.",
        acts_of=fictional_id(person),
    )  # fmt: skip


def challenged(told: Told, on: str = "2026-05-12", person: str = INVESTIGATOR) -> None:
    did(
        told, "application_made", by=RESPONDENT, on=on, result="set_aside", text="Not by her.",
        acts_of=fictional_id(person),
    )  # fmt: skip


def ruled(told: Told, result: str, on: str = "2026-05-13", **fields: Any) -> None:
    heard = [fictional_id(one) for one in (COMPLAINANT, "Marguerite Sol")]
    did(
        told, "direction_given", by=CHAIR, on=on, result=result, on_="set_aside", heard=heard, reasons="As argued.",
        **fields,
    )  # fmt: skip


def test_nothing_is_built_on_what_may_still_be_challenged() -> None:
    refusal = refused(opening(aside()), "E-CHALLENGE-OPEN", "13.9")

    assert refusal.lawful_from == date(2026, 5, 19)
    assert refusal.counted is not None
    assert (refusal.counted.start, refusal.counted.day) == (date(2026, 5, 11), date(2026, 5, 18))
    assert "may be challenged up to Monday 18 May 2026" in refusal.sentence
    assert "from Tuesday 19 May 2026" in refusal.remedy


def test_once_the_time_has_passed_without_a_challenge_it_stands() -> None:
    told = aside()

    assert "E-CHALLENGE-OPEN" in codes(opening(told, "2026-05-18"))
    assert "E-CHALLENGE-OPEN" not in codes(opening(told, "2026-05-19"))


def test_no_time_runs_before_the_parties_are_told() -> None:
    told = case_before("G01", "open_hearing")
    declared(told)

    refusal = refused(opening(told, "2026-06-30"), "E-CHALLENGE-OPEN", "13.9")

    assert "the parties have not been told" in refusal.sentence
    assert "for 7 days" in refusal.remedy


def test_a_challenge_keeps_it_open_until_it_is_ruled_on() -> None:
    told = aside()
    challenged(told)
    assert told.case is not None

    refusal = refused(opening(told, "2026-05-19"), "E-CHALLENGE-OPEN", "13.9")

    assert f"entry {told.case.tip} challenges" in refusal.sentence
    [ruling] = [duty for duty in duties.owed(told.case) if duty.step == "direction_given"]
    assert ruling.due is not None
    assert (ruling.due.day, ruling.clause) == (date(2026, 6, 9), "IND-05")


def test_a_direction_on_something_else_is_no_ruling() -> None:
    told = aside()
    challenged(told)
    did(
        told,
        "direction_given",
        by=CHAIR,
        on="2026-05-12",
        result="granted",
        on_="remote_hearing",
        link="https://x.invalid/1",
        reasons="So asked.",
    )
    assert told.case is not None

    assert "E-CHALLENGE-OPEN" in codes(opening(told))
    assert [duty.step for duty in duties.owed(told.case)].count("direction_given") == 1


def test_what_was_challenged_in_vain_stands() -> None:
    told = aside()
    challenged(told)
    ruled(told, "refused")
    assert told.case is not None

    assert "E-CHALLENGE-OPEN" not in codes(opening(told))
    assert told.case.done("report")
    assert "direction_given" not in [duty.step for duty in duties.owed(told.case)]


def test_what_was_challenged_with_success_falls() -> None:
    """An interim measure that somebody granted who turned out to be linked limits nobody any more."""
    told = case_before("G01", "respond")
    assert told.case is not None
    assert "suspended" in told.case.stages
    declared(told, "Helen Strake", on="2026-01-28")
    did(told, "stood_down", by="Helen Strake", on="2026-01-28", result="recused", person=fictional_id("Helen Strake"))
    challenged(told, "2026-01-29", "Helen Strake")
    heard = [fictional_id(COMPLAINANT), fictional_id("Marguerite Sol")]

    did(
        told, "direction_given", by="Imre Castell", on="2026-01-30", result="granted", on_="set_aside", heard=heard,
        reasons="She was his aunt.",
    )  # fmt: skip

    assert told.case.measure is None
    assert "suspended" not in told.case.stages
    assert "review_interim" not in [duty.step for duty in duties.owed(told.case)]
    assert "respond" in [duty.step for duty in duties.owed(told.case)]


def test_findings_that_fall_are_made_anew() -> None:
    told = case_before("G01", "mitigate")
    assert told.case is not None
    assert all(charge.decided for charge in told.case.charges)
    declared(told, "Callum Drey", on="2026-05-16")
    did(told, "stood_down", by="Callum Drey", on="2026-05-16", result="recused", person=fictional_id("Callum Drey"))
    challenged(told, "2026-05-16", "Callum Drey")

    ruled(told, "granted", "2026-05-16", application=[str(told.case.tip)])

    assert not any(charge.decided for charge in told.case.charges)
    again = try_(told, "decide_charge", by=PANEL[:2], on="2026-05-16", result="proved", charge="1")
    assert not {"E-DONE", "E-CHALLENGE-OPEN"} & codes(again)


def test_a_step_whose_stage_is_over_is_set_aside_and_not_reopened() -> None:
    """The charges are laid, and the report by which they came is set aside (docs/adr/0053)."""
    told = aside()
    assert told.case is not None
    challenged(told)

    ruled(told, "granted", application=[str(told.case.tip)])

    assert told.case.done("report")
    assert "report" not in [duty.step for duty in duties.owed(told.case)]
    anew = try_(told, "report", by="Piotr Semple", on="2026-05-13", result="filed", analysis="Anew.")
    assert "E-STAGE" in codes(anew)
    assert "E-CHALLENGE-OPEN" not in codes(opening(told))


def test_a_challenge_that_comes_too_late_is_refused_with_its_day() -> None:
    told = aside()

    assert challenge(told, "2026-05-18").lawful
    refusal = refused(challenge(told, "2026-05-19"), "E-TOO-LATE", "13.9")

    assert refusal.counted is not None
    assert refusal.counted.day == date(2026, 5, 18)


def test_only_what_somebody_did_who_stood_aside_is_challenged_so() -> None:
    refused(challenge(aside(), "2026-05-12", person="Faye Lindqvist"), "E-FIELD", "IND-05")


def test_whoever_stands_down_for_another_reason_leaves_nothing_to_challenge() -> None:
    told = case_before("G01", "open_hearing")
    did(told, "stood_down", by=INVESTIGATOR, on="2026-05-11", result="ill", person=fictional_id(INVESTIGATOR))

    assert "E-CHALLENGE-OPEN" not in codes(opening(told))


def test_whoever_had_done_nothing_leaves_nothing_to_challenge() -> None:
    told = case_before("G01", "open_hearing")
    declared(told, "Callum Drey")

    assert "E-CHALLENGE-OPEN" not in codes(opening(told))


def test_a_book_that_lets_the_acts_stand_holds_nothing() -> None:
    told = case_before("G01", "open_hearing")
    assert told.edition.declaring is not None
    rewrite(told, declaring=replace(told.edition.declaring, unless_challenged=False))
    declared(told)

    assert "E-CHALLENGE-OPEN" not in codes(opening(told))


def test_the_time_is_that_of_the_book_or_a_week_where_it_gives_none() -> None:
    told = aside()
    steps = {
        name: replace(step, window=None) if step.is_act("panel_challenged") else step
        for name, step in told.edition.steps.items()
    }
    rewrite(told, steps=steps)

    assert refused(opening(told), "E-CHALLENGE-OPEN", "13.9").lawful_from == date(2026, 5, 19)


@pytest.mark.parametrize(("until", "final"), [("2026-06-24", None), ("2026-06-25", date(2026, 6, 25))])
def test_what_follows_by_itself_waits_and_comes_when_it_stands(until: str, final: date | None) -> None:
    told = case_before("G01", "become_final")
    declared(told, CHAIR, on="2026-06-17")
    did(told, "stood_down", by=CHAIR, on="2026-06-17", result="recused", person=fictional_id(CHAIR))
    assert told.case is not None
    due = date.fromisoformat(until)

    why = [one.code for duty, found in held(told.rulebook, told.people, told.case, until=due) for one in found]
    draft = consequence(told.rulebook, told.people, told.case, until=due)

    assert why == (["E-CHALLENGE-OPEN"] if final is None else [])
    assert (draft.at if draft is not None else None) == final
    if draft is not None:
        enter(told, draft, datetime(2026, 6, 25, tzinfo=UTC))
        assert told.case.final_on == final


def test_the_parties_are_told_until_when_they_may_challenge_it() -> None:
    told = aside()
    assert told.case is not None
    entry = told.case.entries[-1]
    said = Said(reference="2026-AAAA-BBBB", address="", names=told.story.names, texts=told.texts)

    letter = write(
        read_wording(RULEBOOKS / "lantern-league" / "2025" / "letters"), "D21", told.case, entry,
        fictional_id(RESPONDENT), said,
    )  # fmt: skip

    assert fictional_id(RESPONDENT) in {one.to for one in sendings(told.case, entry) if one.letter == "D21"}
    assert letter is not None
    assert "stands unless you challenge it" in letter.plain
    assert "up to Monday 18 May 2026" in letter.plain
    assert "(rule 13.9)" in letter.plain
