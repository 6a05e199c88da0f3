"""A declared link bars, unless somebody who may rule on it says, with reasons, that it does not; some always bar."""

from __future__ import annotations

from typing import Any

import pytest

from alteram import access
from alteram.people import fictional_id
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, try_

CALLUM = fictional_id("Callum Drey")
PANEL = [fictional_id(name) for name in ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")]
RULED: dict[str, Any] = {
    "person": CALLUM, "test": "Would a fair-minded and informed observer see a real possibility of bias?",
    "reasons": "Both were at one public lecture of three hundred people.",
}  # fmt: skip
SAYS = {"by": "Imre Castell", "on": "2026-04-17"}


def declared(*interests: str) -> Told:
    told = case_before("G01", "open_hearing")
    did(told, "declaration_filed", by="Callum Drey", on="2026-04-16", interests=list(interests), detail="A lecture.")
    return told


def sees(told: Told) -> bool:
    assert told.case is not None
    return any(row.viewer == CALLUM for row in access.rows(told.case, told.people))


def test_a_link_bars_until_it_is_ruled_that_it_does_not() -> None:
    told = declared("organisation")
    opened: dict[str, Any] = {"by": ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"], "on": "2026-05-14"}
    said: dict[str, Any] = {"present": {"x": "clerk"}, "openness": "private", "recording": "R-1"}
    assert "E-INTEREST" in codes(try_(told, "open_hearing", **opened, **said))
    assert not sees(told)

    did(told, "interest_ruled", result="does_not_bar", **SAYS, **RULED)

    assert "E-INTEREST" not in codes(try_(told, "open_hearing", **opened, **said))
    assert sees(told)


def test_what_is_declared_anew_is_ruled_on_anew() -> None:
    told = declared("organisation")
    did(told, "interest_ruled", result="does_not_bar", **SAYS, **RULED)
    assert told.case is not None

    did(told, "declaration_filed", by="Callum Drey", on="2026-04-18", interests=["social media"], detail="A post.")

    assert told.case is not None
    assert told.case.barred_by(CALLUM) == ("social media",)


def test_whoever_is_barred_leaves_the_case() -> None:
    told = declared("other")

    did(told, "interest_ruled", result="bars", **SAYS, **RULED)

    assert told.case is not None
    assert CALLUM not in told.case.people_in("hearing_panel")
    assert not sees(told)


@pytest.mark.parametrize("interest", ["relationship", "gift"])
def test_some_links_no_ruling_waives(interest: str) -> None:
    told = declared(interest, "other")

    refused(try_(told, "interest_ruled", result="does_not_bar", **SAYS, **RULED), "E-INTEREST", "IND-05")
    assert try_(told, "interest_ruled", result="bars", **SAYS, **RULED).lawful


def test_a_ruling_has_reasons_and_is_about_something_that_was_declared() -> None:
    told = declared("other")

    assert "E-FIELD" in codes(try_(told, "interest_ruled", result="does_not_bar", **SAYS, **{**RULED, "reasons": ""}))
    other = {**RULED, "person": fictional_id("Samuel Okoro-Hart")}
    refused(try_(told, "interest_ruled", result="does_not_bar", **SAYS, **other), "E-FIELD", "IND-05")


def test_nobody_rules_on_a_link_of_their_own() -> None:
    told = case_before("G01", "open_hearing")
    chair = fictional_id("Rosalind Achebe")
    did(told, "declaration_filed", by="Rosalind Achebe", on="2026-04-16", interests=["other"], detail="A lecture.")

    verdict = try_(
        told,
        "interest_ruled",
        result="does_not_bar",
        by="Rosalind Achebe",
        on="2026-04-17",
        **{**RULED, "person": chair},
    )

    refused(verdict, "E-SOD-CHALLENGE", "IND-05")
