"""The hearing room: who is in and who missed what, the order of the stages, and one vote for each who sits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alteram.people import fictional_id
from alteram.procedure import Verdict
from alteram.procedure.floors.votes import ballots
from alteram.procedure.room import room, rulings
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, rewrite, told_before, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
DREY = fictional_id("Callum Drey")
DAY = "2026-05-14"
COUNCIL = "land-measurers-council/2026"


def note(told: Told, result: str, *, by: str = "Dev Ashgrove", **said: Any) -> Verdict:
    return try_(told, "hearing_noted", by=by, on=DAY, result=result, **said)


def noted(told: Told, result: str, *, by: str = "Dev Ashgrove", **said: Any) -> int:
    return did(told, "hearing_noted", by=by, on=DAY, result=result, **said).index


def decided(told: Told, by: list[str] = PANEL, result: str = "proved", **said: Any) -> Verdict:
    return try_(told, "decide_charge", by=by, on=DAY, result=result, charge=1, reasons="Plain.", **said)


def vote(told: Told, who: str, way: str = "for", charge: int = 1) -> Verdict:
    return try_(told, "vote_recorded", by=who, on=DAY, result=way, charge=charge)


def voted(told: Told, who: str, way: str = "for") -> None:
    did(told, "vote_recorded", by=who, on=DAY, result=way, charge=1)


def of_two(told: Told) -> None:
    """A book whose panel of three may act as two."""
    role = told.edition.roles["hearing_panel"]
    assert role.body is not None
    smaller = replace(role, body=replace(role.body, quorum=2, including={}))
    rewrite(told, roles={**told.edition.roles, "hearing_panel": smaller})


# Who is in the room --------------------------------------------------------------------------------------------------


def test_nothing_is_noted_of_a_hearing_that_is_not_open() -> None:
    told = case_before("G01", "open_hearing")

    refused(note(told, "break"), "E-ORDER", "HRG-05")

    closed = case_before("G01", "give_reasons")
    refused(
        try_(closed, "hearing_noted", by="Dev Ashgrove", on="2026-05-18", result="break"), "E-ORDER", "HRG-05"
    )  # fmt: skip


def test_the_room_says_who_is_in_and_who_is_out() -> None:
    told = case_before("G01", "hear_respondent")
    assert told.case is not None
    here = room(told.case)
    assert here is not None
    assert here.open
    assert {fictional_id(name) for name in PANEL} <= set(here.inside)

    out = noted(told, "out", person=DREY)

    here = room(told.case)
    assert here is not None
    assert (here.outside, DREY in here.inside) == ({DREY: out}, False)
    assert "since entry" in refused(note(told, "in", person=fictional_id(PANEL[0])), "E-ORDER", "HRG-05").sentence
    refused(note(told, "out", person=DREY), "E-ORDER", "HRG-05")
    refused(note(told, "in"), "E-FIELD", "HRG-05")
    assert note(told, "in", person=DREY).lawful


def test_no_evidence_is_heard_while_the_panel_is_short_or_the_hearing_rests() -> None:
    told = case_before("G01", "decide_charge")
    assert note(told, "exhibit", text="E1").lawful

    noted(told, "out", person=DREY)
    assert "2 of the hearing panel" in refused(note(told, "exhibit", text="E1"), "E-QUORUM", "HRG-02").sentence

    noted(told, "in", person=DREY)
    rests = noted(told, "break")
    short = refused(note(told, "question_refused", text="Which? It was asked before."), "E-ORDER", "HRG-05")
    assert f"entry {rests}" in short.sentence
    noted(told, "resumed")
    assert note(told, "exhibit", text="E1").lawful
    refused(note(told, "resumed"), "E-ORDER", "HRG-05")


def test_a_refused_question_a_ruling_and_a_private_part_stand_with_their_words() -> None:
    told = case_before("G01", "decide_charge")

    refused(note(told, "question_refused"), "E-FIELD", "HRG-04")
    refused(note(told, "ruling"), "E-FIELD", "HRG-04")
    refused(note(told, "exhibit"), "E-FIELD", "HRG-05")
    noted(told, "public_part")
    refused(note(told, "private_part"), "E-OPENNESS", "HRG-08")
    private = noted(told, "private_part", text="Her health is spoken of.")
    assert told.case is not None
    here = room(told.case)
    assert here is not None
    assert (here.openness, here.since) == ("private", private)
    refused(note(told, "private_part", text="Again."), "E-ORDER", "HRG-08")


def test_whoever_missed_evidence_does_not_decide_on_it() -> None:
    told = case_before("G01", "decide_charge")
    of_two(told)
    noted(told, "out", person=DREY)
    gone = refused(decided(told), "E-NOT-PRESENT", "HRG-10")
    assert "has not come back" in gone.sentence
    missed = noted(told, "exhibit", text="E2, shown again")
    noted(told, "in", person=DREY)

    verdict = decided(told)

    assert f"entry {missed}" in refused(verdict, "E-NOT-PRESENT", "HRG-10").sentence
    assert "E-NOT-PRESENT" in codes(vote(told, "Callum Drey"))
    assert decided(told, PANEL[:2], votes={"for": 2, "against": 0}).lawful


def test_whoever_was_out_while_nothing_was_heard_decides() -> None:
    told = case_before("G01", "decide_charge")
    noted(told, "out", person=DREY)
    noted(told, "break")
    noted(told, "in", person=DREY)

    assert decided(told).lawful


# The order of the stages ---------------------------------------------------------------------------------------------


def test_no_finding_before_the_respondent_was_heard_or_asked() -> None:
    told = case_before("G01", "hear_respondent")

    refused(decided(told), "E-ORDER", "HRG-09")


def test_what_bears_on_the_sanction_is_sealed_until_the_findings_are_entered() -> None:
    told = case_before("G01", "decide_charge")

    early = try_(told, "mitigate", by="Corwin Bale", on=DAY, result="declined")

    assert "charges 1 and 2" in refused(early, "E-SEALED", "HRG-09").sentence


def test_a_book_with_impairment_rules_on_it_before_anything_of_the_sanction() -> None:
    told = told_before(COUNCIL, "M01", "rule_on_impairment")
    assert [step.name for step in rulings(told.edition)] == ["rule_on_impairment"]
    for name in ("hear_on_sanction", "decide_sanction"):  # a book that forgets to ask for it
        rewrite(told, steps={**told.edition.steps, name: replace(told.edition.steps[name], needs=())})
    panel = ["Constance Idowu", "Ulrika Penn", "Joyce Maddern"]
    day = "2026-07-14"

    heard = try_(told, "hear_on_sanction", by=panel, on=day, result="heard")
    sealed = try_(
        told, "evidence_added", by=panel[0], on=day, sealed_matter="a warning of 2019", kind="document", origin="file"
    )
    sanction = try_(told, "decide_sanction", by=panel, on=day, result="warning", reasons="So.")

    assert "rule 8.3" in refused(heard, "E-SEALED", "HRG-09").sentence
    assert "rule 8.3" in refused(sealed, "E-SEALED", "IND-09").sentence
    assert "rule 8.3" in refused(sanction, "E-ORDER", "HRG-09").sentence

    did(told, "rule_on_impairment", by=panel[0], on=day, result="impaired", reasons="It is.")
    assert "E-SEALED" not in codes(try_(told, "hear_on_sanction", by=panel, on=day, result="heard"))


# Votes ---------------------------------------------------------------------------------------------------------------


def test_nobody_who_sits_abstains() -> None:
    told = case_before("G01", "decide_charge")

    assert "2 votes are counted, and 3 are here" in refused(
        decided(told, votes={"for": 2, "against": 0}), "E-QUORUM", "8.3"
    ).sentence  # fmt: skip
    assert decided(told, votes={"for": 2, "against": 1}).lawful


def test_a_charge_is_not_found_unproved_against_the_votes() -> None:
    told = case_before("G01", "decide_charge")

    against = decided(told, result="not_proved", votes={"for": 2, "against": 1})

    assert "2 of 3 found it proved" in refused(against, "E-QUORUM", "8.3").sentence
    assert decided(told, result="not_proved", votes={"for": 1, "against": 2}).lawful


def test_only_those_who_sit_vote_and_on_a_charge_that_is_open() -> None:
    told = case_before("G01", "decide_charge")

    assert not vote(told, "Dev Ashgrove").lawful
    assert not vote(told, "Gethin Vaughan").lawful, "a panel member of the pool who does not sit here"
    refused(vote(told, PANEL[0], charge=9), "E-VOTE", "FND-03")
    assert vote(told, PANEL[0]).lawful
    early = case_before("G01", "hear_respondent")
    refused(vote(early, PANEL[0]), "E-VOTE", "FND-03")


def test_a_vote_is_the_voters_own_and_nobody_types_it() -> None:
    told = case_before("G01", "decide_charge")

    typed = try_(
        told, "vote_recorded", by=PANEL[0], typed_by="Dev Ashgrove", on=DAY, result="for", charge=1
    )  # fmt: skip

    assert not typed.lawful


def test_the_count_is_what_the_members_said() -> None:
    told = case_before("G01", "decide_charge")
    voted(told, PANEL[0])
    voted(told, PANEL[1], "against")
    counted = {"for": 2, "against": 1}

    assert "1 of the 3" in refused(decided(told, votes=counted), "E-VOTE", "FND-03").sentence

    voted(told, PANEL[1])  # a mind may change until the charge is decided
    voted(told, PANEL[2], "against")
    assert told.case is not None
    assert sorted(ballots(told.case, 1).values()) == ["against", "for", "for"]
    three = {"for": 3, "against": 0}
    assert "2 for and 1 against" in refused(decided(told, votes=three), "E-VOTE", "FND-03").sentence
    refused(decided(told), "E-VOTE", "FND-03")
    assert decided(told, votes=counted).lawful


def test_a_first_view_on_the_sanction_comes_after_the_respondents_word() -> None:
    early, told = case_before("G01", "mitigate"), case_before("G01", "sanction")
    said: dict[str, Any] = {"sanctions": ["warning"], "text": "A first thought."}

    refused(try_(early, "view_recorded", by=PANEL[0], on="2026-05-15", **said), "E-ORDER", "HRG-09")
    assert try_(told, "view_recorded", by=PANEL[0], on="2026-05-15", **said).lawful
    assert not try_(told, "view_recorded", by="Dev Ashgrove", on="2026-05-15", **said).lawful
    noted_out = did(told, "hearing_noted", by="Dev Ashgrove", on="2026-05-15", result="out", person=DREY)
    gone = refused(try_(told, "view_recorded", by=PANEL[2], on="2026-05-15", **said), "E-NOT-PRESENT", "HRG-10")
    assert f"entry {noted_out.index}" in gone.sentence


# The deliberation ----------------------------------------------------------------------------------------------------


def test_whoever_was_at_a_deliberation_is_somebody_the_record_knows() -> None:
    told = case_before("G01", "give_reasons")

    def there(who: str) -> Verdict:
        return try_(told, "deliberation_noted", by="Dev Ashgrove", on="2026-05-18", present={who: "10:00 to 11:15"})

    assert "“Marguerit Sol”" in refused(there("Marguerit Sol"), "E-FIELD", "IND-08").sentence
    assert there(fictional_id("Marguerite Sol")).lawful, "what happened is written down, and then stands in the way"
