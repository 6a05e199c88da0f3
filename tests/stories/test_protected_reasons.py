"""In a union no charge, suspension, sanction or confirmation rests on what the law protects, and somebody says so."""

from __future__ import annotations

import pytest

from alteram.procedure import Verdict
from tests.builders import codes, told_before, try_

COUNCIL = ["Agnes Bolt", "Bertie Lomax", "Clodagh Rees", "Elma Sturrock"]


def confirm(result: str, **said: object) -> Verdict:
    told = told_before("dockside-branch/2026", "DB01", "confirm_expulsion")
    return try_(
        told, "confirm_expulsion", by=COUNCIL, on="2026-04-20", result=result, via="post", reasons="So found.", **said
    )


def test_a_confirmation_says_whether_a_protected_reason_plays_a_part() -> None:
    verdict = confirm("confirmed")

    assert codes(verdict) == {"E-S65-REASON"}
    assert "rule 24.3" in verdict.refusals[0].sentence


@pytest.mark.parametrize("reason", ["refusing check-off", "complaining that the union broke the law"])
def test_what_rests_on_a_protected_reason_is_refused(reason: str) -> None:
    verdict = confirm("confirmed", rests_on=["none", reason])

    assert codes(verdict) == {"E-S65-REASON"}
    assert reason in verdict.refusals[0].sentence


def test_what_goes_against_nobody_is_not_asked() -> None:
    assert confirm("refused").lawful
    assert confirm("confirmed", rests_on=["none"]).lawful


def test_a_body_whose_book_does_not_ask_is_not_asked() -> None:
    told = told_before("commonweal-party/2026.1", "CP01", "serve_charges")
    assert told.edition.protected is None
    charge = {
        "clause": "2.1.4",
        "edition": "2026.1",
        "days": ["2026-05-02"],
        "place": "x",
        "deed": "x",
        "exhibits": ["E1"],
    }

    verdict = try_(told, "serve_charges", by="Laurence Fenby", on="2026-07-08", via="email", charges=[charge])

    assert verdict.lawful


def test_what_is_said_to_rest_on_a_protected_reason_is_refused_where_nobody_asks_too() -> None:
    told = told_before("commonweal-party/2026.1", "CP01", "serve_charges")
    charge = {
        "clause": "2.1.4", "edition": "2026.1", "days": ["2026-05-02"], "place": "x", "deed": "x", "mind": "x",
        "exhibits": ["E1"],
    }  # fmt: skip

    verdict = try_(told, "serve_charges", by="Laurence Fenby", on="2026-07-08", via="email", charges=[charge],
                   rests_on=["a complaint made in good faith"])  # fmt: skip

    assert codes(verdict) == {"E-S65-REASON"}
    assert "rule 2.4" in verdict.refusals[0].sentence
