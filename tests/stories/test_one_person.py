"""Two records turn out to be one person: it closes doors and opens none, and nobody who is involved ever judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram import access, draw
from alteram.acts import SEPARATED
from alteram.people import Office, fictional_id
from alteram.procedure import ALONE, Beyond, Linked, substitutes
from alteram.procedure.one_person import overlaps
from alteram.procedure.separation import unfit
from alteram.worked import Told
from tests.builders import case_before, codes, did, refused, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
NOTICE: dict[str, Any] = {
    "hearing_on": "2026-05-14", "hearing_time": "10:00", "place": "Lantern House", "bundle": "B1",
    "openness": "private", "via": "email", "panel": [fictional_id(name) for name in PANEL],
}  # fmt: skip


def merged(told: Told, kept: str, other: str) -> Told:
    told.people = replace(told.people, same={**told.people.same, fictional_id(other): fictional_id(kept)})
    return told


def test_whoever_complained_under_another_record_is_not_put_on_the_panel() -> None:
    told = merged(case_before("G01", "give_notice"), "Maeve Tollard", "Callum Drey")

    refused(try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE), "E-SOD-COMPLAINANT", "IND-01")


def test_nor_is_whoever_investigated_whichever_of_the_two_records_is_kept() -> None:
    for kept, other in (("Ines Calloway", "Callum Drey"), ("Callum Drey", "Ines Calloway")):
        told = merged(case_before("G01", "give_notice"), kept, other)

        verdict = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE)

        refused(verdict, "E-SOD-INVESTIGATOR", "IND-01")


def test_one_person_takes_one_seat_of_a_panel() -> None:
    told = merged(case_before("G01", "give_notice"), "Samuel Okoro-Hart", "Callum Drey")

    assert "E-QUORUM" in codes(try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE))


def test_a_merge_gives_nobody_a_right_of_the_other_record() -> None:
    told = merged(case_before("G01", "give_notice"), "Dev Ashgrove", "Wilma Hext")

    assert "E-ROLE" in codes(try_(told, "give_notice", by="Wilma Hext", on="2026-04-10", **NOTICE))
    assert try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE).lawful


def test_what_one_record_did_in_a_linked_case_counts_for_the_other() -> None:
    told = merged(case_before("G01", "give_notice"), "Gus Farrow", "Callum Drey")
    linked = Linked(case="c", acted={"presenter": frozenset({fictional_id("Gus Farrow")})}, decided=False)

    verdict = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", beyond=Beyond(linked=(linked,)), **NOTICE)

    refused(verdict, "E-SOD-LINKED", "IND-01")


def test_an_office_that_is_held_under_another_record_shuts_the_door() -> None:
    told = merged(case_before("G01", "give_notice"), "Gus Farrow", "Dev Ashgrove")
    office = Office(person=fictional_id("Gus Farrow"), title="treasurer", since=date(2025, 1, 1))
    told.people = replace(told.people, offices=(*told.people.offices, office))

    verdict = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE)

    assert verdict.shown == "E-NOT-FOUND"
    assert codes(verdict) == {"E-ROLE-EXEC"}


def test_nobody_draws_a_person_who_has_a_part_under_another_record() -> None:
    told = merged(case_before("G01", "give_notice"), "Ines Calloway", "Callum Drey")
    assert told.case is not None
    step = told.edition.steps["give_notice"]

    free, out = draw.fit(told.case, told.people, step, on=date(2026, 4, 10), loads={})

    assert fictional_id("Callum Drey") not in {one.person for one in free}
    assert out[fictional_id("Callum Drey")] == substitutes.LINKED
    before = replace(told.people, same={})
    assert fictional_id("Callum Drey") in {
        one.person for one in draw.fit(told.case, before, step, on=date(2026, 4, 10), loads={})[0]
    }


def test_one_person_is_drawn_once() -> None:
    told = case_before("G01", "give_notice")
    assert told.case is not None
    step = told.edition.steps["give_notice"]
    free, _ = draw.fit(told.case, told.people, step, on=date(2026, 4, 10), loads={})
    one, other = free[0].person, free[1].person
    told.people = replace(told.people, same={other: one})

    again, _ = draw.fit(told.case, told.people, step, on=date(2026, 4, 10), loads={})

    assert len({one, other} & {free.person for free in again}) == 1
    assert len(again) == len(free) - 1


def test_no_form_offers_a_record_whose_person_has_a_part() -> None:
    told = merged(case_before("G01", "give_notice"), "Maeve Tollard", "Callum Drey")
    assert told.case is not None
    callum = fictional_id("Callum Drey")

    assert unfit(told.case, told.people, ("hearing_panel",), [callum]) == {callum}
    assert unfit(told.case, replace(told.people, same={}), ("hearing_panel",), [callum]) == frozenset()


def test_access_ends_for_both_records_where_their_parts_are_kept_apart() -> None:
    told = case_before("G01", "open_hearing")
    assert told.case is not None
    callum, ines = fictional_id("Callum Drey"), fictional_id("Ines Calloway")
    assert {callum, ines} <= {row.viewer for row in access.rows(told.case, told.people)}

    merged(told, "Ines Calloway", "Callum Drey")

    assert not {callum, ines} & {row.viewer for row in access.rows(told.case, told.people)}


def test_a_side_that_is_in_a_team_under_another_record_reads_as_a_side_alone() -> None:
    told = merged(case_before("G01", "give_notice"), "Maeve Tollard", "Dev Ashgrove")
    assert told.case is not None

    rows = access.rows(told.case, told.people)

    assert fictional_id("Dev Ashgrove") not in {row.viewer for row in rows}
    assert "pool:clerks" not in {row.viewer for row in rows}
    alone = access.rows(told.case, replace(told.people, same={}))
    mine = {row for row in alone if row.viewer == fictional_id("Maeve Tollard")}
    assert mine == {row for row in rows if row.viewer == fictional_id("Maeve Tollard")}


def test_the_overlap_is_found_with_what_was_done_in_either_part() -> None:
    told = case_before("G01", "sanction")
    assert told.case is not None
    assert overlaps(told.case, told.people) == ()

    merged(told, "Ines Calloway", "Callum Drey")
    (found,) = overlaps(told.case, told.people)

    assert {found.one, found.other} == {"investigator", "hearing_panel"}
    by = {
        actor.who for number in found.entries for entry in told.entries if entry.index == number for actor in entry.by
    }
    assert {fictional_id("Ines Calloway"), fictional_id("Callum Drey")} <= by


def test_two_seats_of_one_person_are_an_overlap_too() -> None:
    told = merged(case_before("G01", "sanction"), "Samuel Okoro-Hart", "Callum Drey")
    assert told.case is not None

    (found,) = overlaps(told.case, told.people)

    assert (found.one, found.other) == ("hearing_panel", "hearing_panel")


def test_an_overlap_with_a_linked_case_is_found() -> None:
    told = merged(case_before("G01", "give_notice"), "Gus Farrow", "Ines Calloway")
    assert told.case is not None
    linked = Linked(case="c", acted={"hearing_panel": frozenset({fictional_id("Gus Farrow")})}, decided=True)

    (found,) = overlaps(told.case, told.people, Beyond(linked=(linked,)))

    assert (found.one, found.other, found.linked) == ("investigator", "hearing_panel", "c")
    assert overlaps(told.case, told.people, ALONE) == ()


def test_whoever_stands_aside_for_an_overlap_acts_no_more() -> None:
    told = case_before("G01", "open_hearing")
    callum = fictional_id("Callum Drey")
    did(told, "overlap_found", by="clock", on="2026-05-13", people=[callum], what="w")

    assert told.case is not None
    assert callum in told.case.excluded
    assert callum not in told.case.people_in("hearing_panel")


@pytest.mark.parametrize("capacity", [one for one in SEPARATED if one not in ("complainant", "witness")])
def test_a_part_counts_from_the_day_somebody_is_named_to_it(capacity: str) -> None:
    """IND-01 at assignment: whoever was named and has done nothing yet has had the part all the same."""
    told = case_before("G01", "give_notice")
    assert told.case is not None
    callum = fictional_id("Callum Drey")
    told.case.appoint(capacity, callum, 1)

    verdict = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE)

    assert verdict.lawful == (capacity == "hearing_panel")
    assert callum in told.case.held(capacity)
    told.case.remove(callum, 1)
    assert callum in told.case.held(capacity)


def test_another_record_of_somebody_who_sits_is_not_seated_beside() -> None:
    told = merged(case_before("G03", "replace_member"), "Callum Drey", "Yusuf Tarn")
    out, in_ = fictional_id("Bettany Moss"), fictional_id("Yusuf Tarn")
    assert told.case is not None
    assert fictional_id("Callum Drey") not in told.case.people_in("hearing_panel")
    told.case.appoint("hearing_panel", fictional_id("Callum Drey"), 1)

    verdict = try_(told, "replace_member", by="Dev Ashgrove", on="2026-05-29", via="email", out=out, in_=in_)

    refused(verdict, "E-ONE-PERSON", "IND-01")


def test_whoever_is_named_as_a_witness_judges_nothing_in_the_case() -> None:
    told = case_before("G01", "give_notice")
    callum = fictional_id("Callum Drey")
    did(told, "witness_named", by="Marguerite Sol", on="2026-04-10", witness=callum)

    refused(try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **NOTICE), "E-SOD-WITNESS", "IND-01")


def test_nobody_loses_a_judge_by_naming_that_judge_as_a_witness() -> None:
    told = case_before("G01", "open_hearing")

    verdict = try_(told, "witness_named", by="Marguerite Sol", on="2026-05-01", witness=fictional_id("Callum Drey"))

    refused(verdict, "E-SOD-HEARING", "IND-01")


def test_an_investigator_who_is_named_as_a_witness_goes_on_investigating() -> None:
    told = case_before("G01", "give_notice")
    assert told.case is not None
    ines = fictional_id("Ines Calloway")
    did(told, "witness_named", by="Marguerite Sol", on="2026-04-10", witness=ines)

    assert ines not in told.case.held("witness")


def test_a_side_has_no_hand_in_the_case_and_may_give_evidence() -> None:
    told = case_before("G01", "give_notice")
    assert told.case is not None

    merged(told, "Maeve Tollard", "Wren Oduya")
    assert [{one.one, one.other} for one in overlaps(told.case, told.people)] == [{"complainant", "intake"}]

    told.people = replace(told.people, same={})
    did(told, "witness_named", by="Marguerite Sol", on="2026-04-10", witness=fictional_id("Gus Farrow"))
    merged(told, "Maeve Tollard", "Gus Farrow")
    assert told.case is not None
    assert overlaps(told.case, told.people) == ()
