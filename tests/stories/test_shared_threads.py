"""Several respondents: what the book has their cases share is entered once; everything else is each one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alteram.case import threads
from alteram.people import fictional_id
from alteram.procedure import Verdict
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, rewrite, try_

OTHER = "00000000-0000-4000-8000-000000000002"
EXHIBIT: dict[str, Any] = {
    "exhibit": "ab" * 32, "source": "the branch", "captor": fictional_id("Ines Calloway"),
    "captured_on": "2026-01-20T10:00", "context": "the whole page",
}  # fmt: skip


def added(told: Told, **fields: Any) -> Verdict:
    return try_(told, "evidence_added", by="Ines Calloway", on="2026-01-27", **EXHIBIT, **fields)


def sharing(told: Told, *what: str) -> None:
    """The story under a book whose threads share this."""
    several = told.edition.several
    assert several is not None
    assert several.respondents is not None
    rewrite(told, several=replace(several, respondents=replace(several.respondents, shared=what)))


def test_evidence_that_is_shared_may_stand_in_several_cases_at_once() -> None:
    told = case_before("G01", "respond")
    assert added(told, cases=[OTHER]).lawful

    entry = did(told, "evidence_added", by="Ines Calloway", on="2026-01-27", cases=[OTHER], **EXHIBIT)

    assert "cases" not in entry.data, "no entry names the case of another respondent"


def test_evidence_that_is_not_shared_is_entered_in_each_case_by_itself() -> None:
    told = case_before("G01", "respond")
    sharing(told, "complaint")

    refusal = refused(added(told, cases=[OTHER]), "E-NOT-SHARED", "7.13")

    assert "the cases share complaint (rule 7.13)" in refusal.sentence
    assert added(told).lawful


def test_a_book_that_says_nothing_of_several_people_has_their_cases_share_nothing() -> None:
    told = case_before("G01", "respond")
    rewrite(told, several=None)

    assert "the cases share nothing" in refused(added(told, cases=[OTHER]), "E-NOT-SHARED", "CHG-04").sentence


@pytest.mark.parametrize("step", ["decide_charge", "hear_respondent"])
def test_what_each_respondent_has_alone_is_never_entered_for_several(step: str) -> None:
    told = case_before("G01", step)
    wish = {"by": "Rosalind Achebe", "on": "2026-05-15", "result": "proved" if step == "decide_charge" else "heard"}

    assert "E-NOT-SHARED" in codes(try_(told, step, cases=[OTHER], **wish))
    assert "E-NOT-SHARED" not in codes(try_(told, step, **wish))


def test_in_joined_cases_what_is_shared_is_one_deed_unless_a_party_brings_it_in() -> None:
    told = case_before("G01", "respond")

    def joint(act: str, *, party: bool = False) -> bool:
        return threads.is_joint((act,), told.edition, from_a_party=party)

    assert joint("evidence_added")
    assert joint("complaint_linked")
    assert not joint("evidence_added", party=True)
    assert joint("hearing_opened", party=True)
    assert not joint("charge_decided")
    sharing(told, "complaint")
    assert not joint("evidence_added")
    assert joint("complaint_linked")
