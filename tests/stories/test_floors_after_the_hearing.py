"""Floors of the decision and of what follows it: each refused with its code, and the lawful way beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram.codec import Entry
from alteram.people import fictional_id
from alteram.procedure import Beyond, Linked, Verdict
from alteram.rulebook.model import Sanction
from alteram.standing import history, lost, standing
from alteram.statistics.cells import cell
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, rewrite, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
REVIEWERS = ["Corin Staveley", "Wilma Hext", "Odile Marr"]
REASONS: dict[str, Any] = {"1": "He stood in the door.", "2": "The messages threaten."}


# The sanction --------------------------------------------------------------------------------------------------------


def sanctioned(told: Told, result: str = "expulsion", **fields: Any) -> Verdict:
    said: dict[str, Any] = {
        "sanctions": [result], "proportionality": "x", "time_served": "x", "no_lesser": "x", "reasons": "x", **fields,
    }  # fmt: skip
    return try_(told, "sanction", by=PANEL, on="2026-05-15", result=result, **said)


def test_a_sanction_bites_at_once_only_for_a_reason_of_its_own() -> None:
    told = case_before("G01", "sanction")

    refused(sanctioned(told, immediate=True), "E-APPEAL-PENDING", "SAN-06")
    assert sanctioned(told, immediate=True, immediate_why="She is in danger.").lawful


def test_a_sanction_carries_as_many_votes_as_its_line_in_the_list_asks() -> None:
    told = case_before("G01", "sanction")
    rewrite(told, sanctions={**told.edition.sanctions, "expulsion": replace(_expulsion(told), vote="3 of 3")})

    refused(sanctioned(told, votes={"for": 2, "against": 1}), "E-QUORUM", "8.5")
    assert sanctioned(told, votes={"for": 3, "against": 0}).lawful


def _expulsion(told: Told) -> Sanction:
    return told.edition.sanctions["expulsion"]


@pytest.mark.parametrize("name", ["strike_off", "erasure", "exclusion", "ban"])
def test_a_heavy_sanction_is_heavy_under_every_name(name: str) -> None:
    told = case_before("G01", "sanction")
    heavy = replace(_expulsion(told), name=name, rejoin="")
    step = told.edition.steps["sanction"]
    results = (*step.results, replace(step.results[-1], name=name, means=name))
    offences = {c: replace(o, sanctions=(*o.sanctions, name)) for c, o in told.edition.offences.items()}
    rewrite(
        told, sanctions={**told.edition.sanctions, name: heavy}, offences=offences,
        steps={**told.edition.steps, "sanction": replace(step, results=results)},
    )  # fmt: skip

    refused(sanctioned(told, name, proportionality=""), "E-PROPORTION", "SAN-03")


# Reasons and appeal --------------------------------------------------------------------------------------------------


def reasons(told: Told, **fields: Any) -> Verdict:
    return try_(
        told, "give_reasons", by="Dev Ashgrove", on="2026-05-28", via="email", result="sanctioned", reasons=REASONS,
        **fields,
    )  # fmt: skip


def test_reasons_say_how_to_appeal() -> None:
    told = case_before("G01", "give_reasons")
    assert reasons(told).lawful
    step = told.edition.steps["give_reasons"]
    rewrite(told, steps={**told.edition.steps, "give_reasons": replace(step, then=())})
    text: dict[str, Any] = {
        "appeal_body": "the council", "appeal_grounds": ["unfair procedure"], "appeal_by": "2026-06-19",
        "appeal_effect": "the sanction waits",
    }  # fmt: skip

    refused(reasons(told), "E-APPEAL-TEXT", "APP-01")
    assert reasons(told, **text).lawful


def test_no_letter_gives_less_time_to_appeal_than_the_rules() -> None:
    told = case_before("G01", "give_reasons")

    assert "19 June" in refused(reasons(told, appeal_by="2026-06-18"), "E-APPEAL-TEXT", "APP-01").sentence
    assert reasons(told, appeal_by="2026-06-19").lawful


def test_no_reasons_while_a_stranger_was_at_the_deliberation() -> None:
    told = case_before("G01", "give_reasons")
    there = {fictional_id("Rosalind Achebe"): "14:00", fictional_id("Marguerite Sol"): "14:30"}
    did(told, "deliberation_noted", by="Rosalind Achebe", on="2026-05-15", present=there)
    refused(reasons(told), "E-ADVICE-UNDISCLOSED", "IND-08")

    did(
        told, "deliberation_noted", by="Rosalind Achebe", on="2026-05-18",
        present={fictional_id("Rosalind Achebe"): "10:00"},
    )  # fmt: skip
    assert reasons(told).lawful


def test_a_late_appeal_says_why_it_is_late() -> None:
    told = case_before("G01", "publish")
    said: dict[str, Any] = {"grounds": ["unfair procedure"], "text": "I was ill."}

    refused(try_(told, "appeal_late", by="Corwin Bale", on="2026-06-25", **said), "E-APPEAL-LATE", "APP-02")
    assert try_(told, "appeal_late", by="Corwin Bale", on="2026-06-25", why_late="In hospital.", **said).lawful


# A caution -----------------------------------------------------------------------------------------------------------


def test_what_needs_a_hearing_is_not_accepted_in_a_letter() -> None:
    told = case_before("G01", "report")
    respond = told.edition.steps["respond"]
    answer = replace(
        respond, name="answer_offer", acts=("caution_answered",), needs=(), cap=None, only_while=(), then=(),
        results=tuple(
            replace(respond.results[0], name=name, means=name, limit=None, only_by_clock=False)
            for name in ("accepted", "refused")
        ),
    )  # fmt: skip
    rewrite(
        told, steps={**told.edition.steps, "answer_offer": answer},
        sanctions={
            **told.edition.sanctions, "warning": replace(told.edition.sanctions["warning"], hearing_required=False),
        },
    )  # fmt: skip

    def accepted(name: str) -> Verdict:
        return try_(told, "answer_offer", by="Corwin Bale", on="2026-03-16", result="accepted", sanction=[name])

    refused(accepted("expulsion"), "E-SANCTION-NO-FINDING", "HRG-01")
    refused(accepted("a word"), "E-POWER", "SAN-01")
    assert accepted("warning").lawful


# Publication ---------------------------------------------------------------------------------------------------------

NOTICE: dict[str, Any] = {
    "what": "name and clause", "where": "the website", "basis": "legitimate interest of members",
    "told_first": [fictional_id("Corwin Bale")], "checked_by": fictional_id("Dev Ashgrove"),
}  # fmt: skip


def published(told: Told, on: str = "2026-06-29", **fields: Any) -> Verdict:
    return try_(told, "publish", by="Ivo Marsh", on=on, **{**NOTICE, **fields})


def test_a_linked_case_is_decided_first_or_an_urgent_reason_recorded() -> None:
    told = case_before("G01", "publish")
    open_ = Beyond(linked=(Linked(case="c", acted={}, decided=False),))
    shut = Beyond(linked=(Linked(case="c", acted={}, decided=True),))

    refused(published(told, beyond=open_), "E-PUB-LINKED", "PUB-02")
    assert published(told, beyond=open_, urgent_why="Children are at risk.").lawful
    assert published(told, beyond=shut).lawful


def test_an_urgent_reason_is_the_only_way_to_publish_before_it_is_final() -> None:
    told = case_before("G01", "become_final")

    assert "E-PUB-NOT-FINAL" in codes(published(told, "2026-06-10"))
    assert "E-PUB-NOT-FINAL" not in codes(published(told, "2026-06-10", urgent_why="Children are at risk."))


@pytest.mark.parametrize("heading", ["where", "basis", "told_first"])
def test_publishing_is_a_decision_of_its_own(heading: str) -> None:
    told = case_before("G01", "publish")

    refused(published(told, **{heading: ""}), "E-FIELD", "PUB-01")
    assert published(told).lawful


@pytest.mark.parametrize("basis", ["the not-for-profit condition", "Article 9(2)(d)"])
def test_nothing_leaves_the_body_on_the_not_for_profit_condition(basis: str) -> None:
    told = case_before("G01", "publish")

    refused(published(told, basis=basis), "E-BASIS", "DPR-02")
    outside: dict[str, Any] = {"what": "the decision", "to": "a newspaper"}
    refused(try_(told, "disclosed", by="Dev Ashgrove", on="2026-06-25", basis=basis, **outside), "E-BASIS", "DPR-02")
    assert try_(told, "disclosed", by="Dev Ashgrove", on="2026-06-25", basis="legal obligation", **outside).lawful


# Extension -----------------------------------------------------------------------------------------------------------


def extended(told: Told, last_day: str, **fields: Any) -> Verdict:
    return try_(
        told, "decide_extension", by=REVIEWERS, on="2026-04-16", result="extended", grounds={"breach": "proved"},
        last_day=last_day, reasons="Two breaches.", **fields,
    )  # fmt: skip


def test_a_longer_term_has_a_cap_for_each_step_and_one_in_all() -> None:
    told = case_before("G05", "decide_extension")

    assert "30 April 2027" in refused(extended(told, "2027-05-01"), "E-EXT-CAP", "SAN-05").sentence
    refused(extended(told, "2026-04-30"), "E-EXT-CAP", "SAN-05")
    assert extended(told, "2027-04-30").lawful


def test_three_years_are_the_most_in_all() -> None:
    told = case_before("G05", "decide_extension")
    assert told.case is not None
    assert told.case.sanction is not None
    told.case.sanction.last = date(2027, 10, 31)  # after a first extension

    refused(extended(told, "2028-10-31"), "E-EXT-CAP", "SAN-05")
    assert extended(told, "2028-04-30").lawful


def test_no_book_lets_an_extension_be_asked_for_on_the_last_days() -> None:
    told = case_before("G05", "apply_extension")
    step = told.edition.steps["apply_extension"]
    rewrite(told, steps={**told.edition.steps, "apply_extension": replace(step, before=None)})

    def applied(on: str) -> Verdict:
        return try_(
            told, "apply_extension", by="Marguerite Sol", on=on, via="email", result="breach", grounds=["breach"],
            reasons="x",
        )  # fmt: skip

    assert refused(applied("2026-04-17"), "E-EXT-LATE", "SAN-05").counted
    assert applied("2026-04-16").lawful


def test_the_hearing_of_an_extension_keeps_the_least_notice() -> None:
    told = case_before("G05", "notify_extension")
    step = told.edition.steps["hear_extension"]
    rewrite(told, steps={**told.edition.steps, "hear_extension": replace(step, waits=())})

    def notified(hearing: str) -> Verdict:
        return try_(
            told, "notify_extension", by="Dev Ashgrove", on="2026-03-23", via="email", hearing_on=hearing, bundle="B2",
            panel=[fictional_id(name) for name in REVIEWERS],
        )  # fmt: skip

    refused(notified("2026-03-30"), "E-NOTICE-SHORT", "NOT-01")
    assert notified("2026-03-31").lawful


# Reopening -----------------------------------------------------------------------------------------------------------


def reopening(by: list[str] = REVIEWERS) -> Told:
    told = case_before("G01", "publish")
    for person in by:
        did(told, "appointed", by="Dev Ashgrove", on="2026-06-25", person=fictional_id(person), capacity="reviewer")
        did(told, "declaration_filed", by=person, on="2026-06-25", interests=["none"])
    return told


def reopened(told: Told, result: str = "new_evidence", by: list[str] = REVIEWERS, **fields: Any) -> Verdict:
    said: dict[str, Any] = {"heard": [fictional_id("Corwin Bale")], "reasons": "A film has turned up.", **fields}
    return try_(told, "reopen", by=by, on="2026-06-26", via="email", result=result, **said)


def test_a_decided_case_is_reopened_on_a_listed_ground_after_hearing_the_respondent() -> None:
    told = reopening()

    refused(reopened(told, "outcry"), "E-REOPEN-GROUND", "APP-06")
    refused(reopened(told, reasons=""), "E-REOPEN-GROUND", "APP-06")
    refused(reopened(told, heard=[]), "E-NOT-HEARD-FIRST", "APP-06")
    assert reopened(told).lawful


# Automatic ending ----------------------------------------------------------------------------------------------------


def ending() -> Told:
    """A book with an automatic ending: proposed by the presenter, checked by the reviewers."""
    told = reopening()
    add_ending(told)
    return told


def add_ending(told: Told) -> None:
    charge, reopen = told.edition.steps["charge"], told.edition.steps["reopen"]
    propose = replace(
        charge, name="propose_end", acts=("termination_proposed",), only_while=(), needs=(), then=(), cap=None,
        creates_charges=False,
    )  # fmt: skip
    confirm = replace(
        reopen, name="confirm_end", acts=("termination_confirmed",), cap=None, results=tuple(
            replace(reopen.results[0], name=name, means=name) for name in ("confirmed", "mistaken")
        ),
    )  # fmt: skip
    rewrite(told, steps={**told.edition.steps, "propose_end": propose, "confirm_end": confirm})


PROPOSED: dict[str, Any] = {"clause": "3.4", "event": "stood for another society", "evidence": ["E1"]}


def proposed(told: Told, **fields: Any) -> Verdict:
    said = {**PROPOSED, **fields}
    return try_(told, "propose_end", by="Marguerite Sol", on="2026-06-26", via="email", **said)


def confirmed(told: Told, on: str, result: str = "confirmed") -> Verdict:
    return try_(
        told, "confirm_end", by=REVIEWERS, on=on, via="email", result=result, reasons="The list bears his name."
    )


def test_an_automatic_ending_is_told_with_its_evidence_and_time_to_answer() -> None:
    told = ending()

    refused(proposed(told, evidence=[]), "E-AUTO-NOTICE", "RUL-10")
    refused(proposed(told, answer_by="2026-07-12"), "E-AUTO-NOTICE", "RUL-10")
    assert proposed(told, answer_by="2026-07-13").lawful


def test_and_is_confirmed_after_a_fortnight_by_somebody_independent() -> None:
    told = ending()
    refused(confirmed(told, "2026-06-27"), "E-AUTO-NOTICE", "RUL-10")
    did(told, "propose_end", by="Marguerite Sol", on="2026-06-26", via="email", **PROPOSED)

    early = refused(confirmed(told, "2026-07-13"), "E-AUTO-NOTICE", "RUL-10")  # served on Monday the 29th of June
    assert early.lawful_from == date(2026, 7, 14)
    assert confirmed(told, "2026-07-14").lawful
    assert confirmed(told, "2026-07-01", "mistaken").lawful, "a mistake may be found at any time"

    assert told.case is not None
    told.case.acted["presenter"].add(fictional_id("Wilma Hext"))
    assert "does not check it" in refused(confirmed(told, "2026-07-14"), "E-AUTO-NOTICE", "RUL-10").sentence


def stood_for_another() -> Told:
    """A case in which nothing but an automatic ending can limit the member."""
    told = case_before("G03", "report")
    on = told.entries[-1].at.isoformat()
    for person in REVIEWERS:
        did(told, "appointed", by="Dev Ashgrove", on=on, person=fictional_id(person), capacity="reviewer")
        did(told, "declaration_filed", by=person, on=on, interests=["none"])
    add_ending(told)
    did(told, "propose_end", by="Marguerite Sol", on="2026-06-26", via="email", **PROPOSED)
    return told


def checked(told: Told, result: str) -> Entry:
    return did(told, "confirm_end", by=REVIEWERS, on="2026-07-14", via="email", result=result, reasons="The list.")


def stands(told: Told, on: date) -> str:
    assert told.case is not None
    return str(standing(told.case, on=on))


def test_a_confirmed_ending_ends_the_membership_and_counts_in_a_cell_of_its_own() -> None:
    told = stood_for_another()
    checked(told, "confirmed")
    assert told.case is not None

    assert stands(told, date(2026, 7, 13)) == "full"
    assert stands(told, date(2026, 7, 14)) == "membership ended 2026-07-14"
    assert [one.spell.name for one in history(told.rulebook, told.name, told.entries)] == ["membership_ended"]
    assert cell(told.case) == "membership ended by rule"


def test_an_ending_that_was_a_mistake_changes_nothing() -> None:
    told = stood_for_another()
    checked(told, "mistaken")
    assert told.case is not None

    assert stands(told, date(2026, 7, 14)) == "full"
    assert cell(told.case) == "open"


def test_an_ending_that_a_court_quashes_never_was() -> None:
    told = stood_for_another()
    entry = checked(told, "confirmed")
    did(told, "court_order_entered", by="Dev Ashgrove", on="2026-07-20", result="quashed", paper="P1", forbids="x",
        quashes=[entry.index], checked_by=fictional_id("Wren Oduya"))  # fmt: skip

    assert stands(told, date(2026, 7, 15)) == "full"
    [gone] = lost(told.rulebook, told.name, told.entries)
    assert (gone.name, gone.first, gone.last) == ("membership_ended", date(2026, 7, 14), date(2026, 7, 19))


# The record ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["result", "by", "step", "person"])
def test_what_was_done_and_by_whom_is_never_corrected(field: str) -> None:
    told = case_before("G01", "report")

    verdict = try_(told, "corrected", by="Ines Calloway", on="2026-03-16", entry=[0], field=field, right="x", why="x")

    refused(verdict, "E-APPEND-ONLY", "AUD-01")
    right: dict[str, Any] = {"entry": [0], "field": "place", "right": "the small hall", "why": "A slip."}
    assert try_(told, "corrected", by="Ines Calloway", on="2026-03-16", **right).lawful
    missing = try_(told, "corrected", by="Ines Calloway", on="2026-03-16", **{**right, "entry": [999]})
    refused(missing, "E-FIELD", "AUD-01")


def erased(told: Told, *digests: str) -> Verdict:
    return try_(told, "text_erased", by="clock", on="2026-06-26", digests=list(digests), rule="12.12")


def test_nothing_is_erased_under_a_hold() -> None:
    told = case_before("G01", "publish")
    assert erased(told, "a1").lawful
    hold = did(told, "hold_placed", by="Celia Wray", on="2026-06-25", why="A claim is coming.", digests=["a1"])

    refused(erased(told, "a1"), "E-HOLD", "DPR-05")
    assert erased(told, "b2").lawful
    did(told, "hold_lifted", by="Celia Wray", on="2026-06-26", why="It never came.", hold=[hold.index])
    assert erased(told, "a1").lawful


def test_nor_while_an_appeal_or_an_order_of_a_court_runs() -> None:
    appealed = case_before("G06", "sift_appeal")
    verdict = try_(appealed, "text_erased", by="clock", on="2026-06-22", digests=["a1"], rule="12.12")
    refused(verdict, "E-HOLD", "DPR-05")

    told = case_before("G01", "publish")
    did(
        told, "court_order_entered", by="Dev Ashgrove", on="2026-06-25", result="injunction", paper="P1",
        forbids="to publish", checked_by=fictional_id("Wren Oduya"),
    )  # fmt: skip
    refused(erased(told, "a1"), "E-HOLD", "DPR-05")
