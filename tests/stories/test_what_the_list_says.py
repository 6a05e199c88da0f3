"""What the list of sanctions says binds: votes, who imposes, what is open, time served, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram import worked
from alteram.case import replay, terms
from alteram.people import fictional_id
from alteram.procedure import Verdict
from alteram.rulebook.model import Sanction
from alteram.standing import explained, spells, standing
from alteram.worked import Told
from tests.builders import LEAGUE, case_before, codes, did, league, league_people, refused, rewrite, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
THREE = ["Gethin Vaughan", "Samuel Okoro-Hart", "Yusuf Tarn"]


def whole(story: str) -> Told:
    """A worked case told to its end, in a body where nobody's term runs out."""
    people, names = league_people()
    people = replace(people, memberships=tuple(replace(one, until=None) for one in people.memberships))
    return worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)


def listed(told: Told, name: str, **changes: Any) -> None:
    """The list of sanctions says something else of one of them."""
    sanctions: Mapping[str, Sanction] = told.edition.sanctions
    rewrite(told, sanctions={**sanctions, name: replace(sanctions[name], **changes)})


def sanctioned(told: Told, result: str = "expulsion", by: list[str] = PANEL, **fields: Any) -> Verdict:
    said: dict[str, Any] = {
        "sanctions": [result], "proportionality": "x", "time_served": "none", "no_lesser": "x", "reasons": "x",
        **fields,
    }  # fmt: skip
    on = "2026-06-23" if by == THREE else "2026-05-15"
    return try_(told, "sanction", by=by, on=on, result=result, **said)


# Votes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "votes", "needs"),
    [
        ("3 of 3", {"for": 2, "against": 1}, "needs 3"),
        ("two thirds of those present", {"for": 1, "against": 2}, "needs 2"),
    ],
)
def test_a_sanction_that_fewer_vote_for_than_the_list_asks_is_refused_with_the_arithmetic(
    rule: str, votes: dict[str, int], needs: str
) -> None:
    told = case_before("G01", "sanction")
    listed(told, "expulsion", vote=rule)

    short = [one for one in sanctioned(told, votes=votes).refusals if "expulsion" in one.sentence]

    assert [(one.code, one.clause) for one in short] == [("E-QUORUM", "8.5")]
    assert f"{votes['for']} of 3 agree" in short[0].sentence
    assert needs in short[0].sentence
    assert sanctioned(told, votes={"for": 3, "against": 0}).lawful


def test_where_the_list_asks_for_more_than_half_somebody_says_how_the_votes_were() -> None:
    told = case_before("G01", "sanction")
    assert sanctioned(told).lawful, "a majority of three who all sign"
    listed(told, "expulsion", vote="3 of 3")

    assert "nothing says how the votes were" in refused(sanctioned(told), "E-QUORUM", "8.5").sentence


def test_nobody_votes_twice() -> None:
    told = case_before("G01", "sanction")

    assert (
        "4 votes are counted, and 3 are here"
        in refused(sanctioned(told, votes={"for": 3, "against": 1}), "E-QUORUM", "8.5").sentence
    )


# Who alone may impose it ----------------------------------------------------------------------------------------------


def test_a_sanction_that_is_kept_to_one_body_is_imposed_by_no_other() -> None:
    told = case_before("G01", "sanction")
    listed(told, "expulsion", by="review_panel")

    no = refused(sanctioned(told), "E-POWER", "SAN-01")

    assert "by the review panel only, and here acts hearing panel" in no.sentence
    listed(told, "expulsion", by="hearing_panel")
    assert sanctioned(told).lawful


def test_a_list_may_name_the_capacity_where_the_role_has_another_name() -> None:
    told = case_before("G05", "decide_extension")
    listed(told, "extension", by="reviewer")  # the review panel is the reviewer

    verdict = try_(told, "decide_extension", by=["Corin Staveley", "Wilma Hext", "Odile Marr"], on="2026-04-16",
                   result="extended", grounds={"breach": "proved"}, last_day="2027-04-30", reasons="x")  # fmt: skip

    assert verdict.lawful


def test_an_extension_is_for_the_body_that_the_list_names() -> None:
    told = case_before("G05", "decide_extension")
    assert told.edition.sanctions["extension"].by == "review_panel"
    said: dict[str, Any] = {"grounds": {"breach": "proved"}, "last_day": "2027-04-30", "reasons": "Two breaches."}
    reviewers = ["Corin Staveley", "Wilma Hext", "Odile Marr"]

    assert try_(told, "decide_extension", by=reviewers, on="2026-04-16", result="extended", **said).lawful
    listed(told, "extension", by="hearing_panel")
    verdict = try_(told, "decide_extension", by=reviewers, on="2026-04-16", result="extended", **said)
    refused(verdict, "E-POWER", "SAN-01")


# Which are open for which finding -------------------------------------------------------------------------------------


def test_what_no_clause_found_proved_can_carry_is_refused_and_what_is_open_is_named() -> None:
    told = case_before("G01", "sanction")
    narrow = {clause: replace(one, sanctions=("advice", "warning")) for clause, one in told.edition.offences.items()}
    rewrite(told, offences=narrow)

    no = refused(sanctioned(told), "E-POWER", "SAN-01")

    assert "charge 1 (rule 3.4) carries advice and warning" in no.sentence
    assert no.remedy == "Choose advice or warning."
    assert "governs the sanction" in no.sentence


def test_an_appeal_varies_to_nothing_that_was_not_open() -> None:
    told = case_before("G06", "decide_appeal")
    assert told.case is not None
    last = told.case.entries[-1].at.isoformat()
    panel = [one for one in told.case.people_in("appeal_panel")]
    names = [name for name in told.story.names.values() if fictional_id(name) in panel]

    def varied(name: str) -> Verdict:
        return try_(told, "decide_appeal", by=names, on=last, via="email", result="varied", sanctions=[name],
                    reasons="Too hard.", grounds={"too harsh": "upheld"})  # fmt: skip

    assert "E-POWER" not in codes(varied("warning"))
    refused(varied("exile"), "E-POWER", "SAN-01")


def test_one_sanction_answers_all_charges_that_are_proved_together() -> None:
    told = case_before("G01", "sanction")
    step = told.edition.steps["sanction"]
    rewrite(told, steps={**told.edition.steps, "sanction": replace(step, cap=None)})
    entered = sanctioned(told)
    assert entered.draft is not None
    worked.enter(told, entered.draft, told.entries[-1].recorded)

    assert "rule 7.13" in refused(sanctioned(told, "warning"), "E-ORDER", "SAN-01").sentence


# Time served ----------------------------------------------------------------------------------------------------------


def suspended_after_a_measure(**changes: Any) -> Told:
    """G01 with a suspension of six months in place of the expulsion; the measure ran from 26 January 2026."""
    told = case_before("G01", "sanction")
    if changes:
        listed(told, "suspension", **changes)
    did(
        told, "sanction", by=PANEL, on="2026-05-15", result="suspension", sanctions=["suspension"], lasts="6 months",
        proportionality="x", time_served="counted by rule", no_lesser="x", reasons="x", immediate=True,
        immediate_why="She is in danger.",
    )  # fmt: skip
    return told


def test_days_under_an_interim_measure_are_taken_off_a_suspension_and_say_so() -> None:
    told = suspended_after_a_measure()
    assert told.case is not None
    sanction = told.case.sanction
    assert sanction is not None

    # Six months from 15 May run to 14 November; 26 January to 14 May are 109 days.
    assert sanction.last == date(2026, 7, 28)
    assert sanction.served.days == 109
    measure = next(one.index for one in told.entries if "interim_decided" in one.acts)
    assert f"109 days under an interim measure (entry {measure}) count towards it" in explained(told.case)[0]
    assert str(standing(told.case, on=date(2026, 7, 28))) == "suspension from 2026-05-15 to 2026-07-28"


def test_where_the_list_credits_nothing_nothing_is_taken_off() -> None:
    told = suspended_after_a_measure(credit_interim=False)
    assert told.case is not None
    assert told.case.sanction is not None

    assert told.case.sanction.last == date(2026, 11, 14)


def test_what_was_served_whole_before_ends_before_it_begins() -> None:
    told = case_before("G01", "sanction")
    did(
        told, "sanction", by=PANEL, on="2026-05-15", result="suspension", sanctions=["suspension"], lasts="3 months",
        proportionality="x", time_served="counted by rule", no_lesser="x", reasons="x", immediate=True,
        immediate_why="She is in danger.",
    )  # fmt: skip
    assert told.case is not None

    assert [one.name for one in spells(told.case)] == ["interim"]
    assert "served already" in explained(told.case)[0]


def test_a_last_day_that_leaves_the_time_served_out_is_not_typed() -> None:
    told = case_before("G01", "sanction")
    said: dict[str, Any] = {"lasts": "6 months", "immediate": True, "immediate_why": "x"}

    no = refused(sanctioned(told, "suspension", last_day="2026-11-14", **said), "E-TERM-DATES", "SAN-04")

    assert "28 July 2026" in no.sentence
    assert no.counted is not None
    assert "109 days" in no.counted.sentence
    assert sanctioned(told, "suspension", last_day="2026-07-28", **said).lawful


def test_a_measure_that_is_undone_later_counts_no_more() -> None:
    told = suspended_after_a_measure()
    measure = next(one.index for one in told.entries if "interim_decided" in one.acts)
    did(told, "act_undone", by="Imre Castell", on="2026-05-20", undoes=[measure], why="No risk.",
        checked_by=fictional_id("Wren Oduya"))  # fmt: skip
    assert told.case is not None
    assert told.case.sanction is not None

    assert told.case.sanction.last == date(2026, 11, 14)
    assert told.case.sanction.served.days == 0


def test_a_day_under_a_stayed_measure_was_not_served() -> None:
    told = case_before("G01", "respond")
    did(told, "court_order_entered", by="Dev Ashgrove", on="2026-02-01", result="injunction", paper="P1",
        forbids="the measure", until="2026-02-10", checked_by=fictional_id("Wren Oduya"))  # fmt: skip
    assert told.case is not None
    found = terms.served(told.case, ("suspension",), date(2026, 2, 20))

    assert found.days == 25 - 10  # 26 January to 19 February, less the ten days of the order


# The way back ---------------------------------------------------------------------------------------------------------


def readmitted(told: Told, on: str, result: str = "admitted", **fields: Any) -> Verdict:
    return try_(told, "readmit", by="Imre Castell", on=on, result=result, reasons="x", conditions="none", **fields)


def test_nobody_asks_to_come_back_before_the_day_the_list_sets() -> None:
    told = whole("G01")  # expelled from 20 June 2026; five years

    early = refused(readmitted(told, "2031-06-19"), "E-REJOIN", "SAN-07")

    assert early.lawful_from == date(2031, 6, 20)
    assert "20 June 2031" in early.sentence
    assert readmitted(told, "2031-06-20").lawful
    refused(readmitted(told, "2031-07-01", applied_on="2031-06-01"), "E-REJOIN", "SAN-07")
    assert told.case is not None
    assert standing(told.case, on=date(2027, 1, 1)).rejoin_from == date(2031, 6, 20)


def test_a_refusal_names_the_day_on_which_one_may_ask_again() -> None:
    told = whole("G01")
    did(told, "readmit", by="Imre Castell", on="2031-06-23", result="refused", reasons="x", conditions="none",
        again_from="2032-06-23")  # fmt: skip

    assert refused(readmitted(told, "2032-06-22"), "E-REJOIN", "SAN-07").lawful_from == date(2032, 6, 23)
    assert readmitted(told, "2032-06-23").lawful


def test_where_the_list_says_never_nobody_comes_back() -> None:
    told = whole("G01")
    listed(told, "expulsion", never_rejoin=True, rejoin="never", rejoin_after=None)

    assert "no way back" in refused(readmitted(told, "2035-01-02"), "E-REJOIN", "SAN-07").sentence


def test_no_decision_promises_another_day_than_the_list() -> None:
    told = case_before("G01", "sanction")

    assert "15 May 2031" in refused(sanctioned(told, rejoin_from="2030-06-20"), "E-REJOIN", "SAN-07").sentence
    refused(sanctioned(told, "warning", lasts="12 months", rejoin_from="2031-06-20"), "E-REJOIN", "SAN-07")
    assert sanctioned(told, rejoin_from="2031-06-20").lawful


# Findings -------------------------------------------------------------------------------------------------------------


def found(told: Told, result: str = "proved", **fields: Any) -> Verdict:
    return try_(told, "decide_charge", by=PANEL, on="2026-05-15", result=result, reasons="x", **fields)


def test_each_charge_has_a_finding_of_its_own_where_the_rules_ask_that() -> None:
    told = case_before("G01", "decide_charge")

    assert "charges 1 and 2 would be found on together" in refused(found(told), "E-CHARGES-LUMPED", "FND-01").sentence
    refused(found(told, charge=[1, 2]), "E-CHARGES-LUMPED", "FND-01")
    assert "E-CHARGES-LUMPED" not in codes(found(told, charge=1))
    assert told.edition.proof is not None
    assert told.edition.several is not None
    rewrite(told, proof=replace(told.edition.proof, each_charge_apart=False), several=None)
    assert "E-CHARGES-LUMPED" not in codes(found(told))


def test_a_finding_is_made_to_the_standard_that_the_rules_state() -> None:
    told = case_before("G01", "decide_charge")

    no = refused(found(told, charge=1, standard="beyond reasonable doubt"), "E-STANDARD", "FND-02")

    assert "balance of probabilities (rule 8.8)" in no.sentence
    assert "E-STANDARD" not in codes(found(told, charge=1, standard="balance of probabilities"))


def test_what_the_clause_leaves_out_is_neither_charged_nor_found_proved() -> None:
    told = case_before("G01", "charge")
    charge = {
        "clause": "3.7", "edition": "2025", "days": ["2026-01-10"], "place": "x", "deed": "x", "mind": "none needed",
        "exhibits": ["E1"],
    }  # fmt: skip
    criticism = "criticism of the League or of those who hold office in it"

    def charged(**more: Any) -> Verdict:
        day = told.entries[-1].at.isoformat()
        return try_(told, "charge", by="Marguerite Sol", on=day, via="email", charges=[{**charge, **more}])

    assert criticism in refused(charged(left_out=[criticism]), "E-LEFT-OUT", "RUL-02").sentence
    assert "E-LEFT-OUT" not in codes(charged(left_out=["none"]))

    later = case_before("G01", "decide_charge")
    refused(found(later, charge=2, left_out=[criticism]), "E-LEFT-OUT", "RUL-02")
    assert "E-LEFT-OUT" not in codes(found(later, "not_proved", charge=2, left_out=[criticism]))


# What is never shown --------------------------------------------------------------------------------------------------

NOTICE: dict[str, Any] = {
    "what": "name and clause", "where": "the website", "basis": "legitimate interest of members",
    "told_first": [fictional_id("Corwin Bale")], "checked_by": fictional_id("Dev Ashgrove"),
}  # fmt: skip


def test_a_notice_shows_nothing_that_the_rules_never_show() -> None:
    told = case_before("G01", "publish")

    def published(**fields: Any) -> Verdict:
        return try_(told, "publish", by="Ivo Marsh", on="2026-06-29", **{**NOTICE, **fields})

    no = refused(published(shows=["respondent", "complainant"]), "E-PUB-NEVER", "PUB-04")
    assert "show complainant" in no.sentence
    assert published(shows=["respondent"]).lawful
    assert published(shows=["none"]).lawful
    assert told.edition.publication is not None
    rewrite(told, publication=replace(told.edition.publication, never=("respondent",)))
    refused(published(), "E-PUB-NEVER", "PUB-04")
    assert published(what="anonymised summary").lawful


# A shorter notice without a length ------------------------------------------------------------------------------------


def test_a_shorter_notice_without_a_length_is_refused_and_read_safely() -> None:
    told = case_before("G01", "give_notice")
    on = told.entries[-1].at.isoformat()

    def waived(**fields: Any) -> Verdict:
        return try_(told, "notice_waived", by="Corwin Bale", on=on, advice_shown=True, **fields)

    assert codes(waived()) == {"E-FIELD"}
    assert codes(waived(down_to="two weeks")) == {"E-FIELD"}
    entered = waived(down_to="14 clear days")
    assert entered.draft is not None
    entry = worked.enter(told, entered.draft, told.entries[-1].recorded)
    for bad in ({}, {"down_to": "two weeks"}):
        data = {key: value for key, value in entry.data.items() if key != "down_to"} | bad
        assert replay(told.rulebook, told.name, [*told.entries[:-1], replace(entry, data=data)]).waivers == {}


def test_a_length_that_is_none_is_refused_and_nothing_breaks() -> None:
    told = case_before("G03", "sanction")

    assert codes(sanctioned(told, "suspension", by=THREE, lasts="half a year")) >= {"E-FIELD"}
