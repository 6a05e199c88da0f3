"""Who may see what follows from the case and its people, and exclusion wins over every grant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from alteram import access, worked
from alteram.case import Case
from alteram.codec import Actor
from alteram.people import Membership, Office, fictional_id
from alteram.procedure import Wish
from tests.builders import LEAGUE, case_before, league, try_
from tests.builders import league_people as people_of_the_league

PEOPLE = people_of_the_league()[0]
RESPONDENT, COMPLAINANT = fictional_id("Corwin Bale"), fictional_id("Maeve Tollard")


def sees(story: str, before: str, person: str, record_class: str, on: str, *, time_: int = 1) -> bool:
    told = case_before(story, before, time_=time_)
    assert told.case is not None
    return access.may_see(told.case, PEOPLE, person, record_class, on=date.fromisoformat(on))


def test_the_respondent_learns_of_the_case_when_told_and_not_before() -> None:
    assert not sees("G01", "put_allegations", RESPONDENT, "existence", "2026-01-20")
    assert sees("G01", "apply_interim", RESPONDENT, "existence", "2026-01-20")
    assert not sees("G01", "apply_interim", RESPONDENT, "charges", "2026-01-20")


def test_the_complainant_knows_from_the_first_day_and_sees_no_evidence_log() -> None:
    assert sees("G01", "acknowledge", COMPLAINANT, "existence", "2026-01-12")
    assert not sees("G01", "publish", COMPLAINANT, "evidence", "2026-06-29")
    assert not sees("G01", "publish", COMPLAINANT, "deliberation", "2026-06-29")


def test_a_party_sees_what_it_put_in_itself_and_the_other_side_does_not() -> None:
    assert sees("G01", "report", RESPONDENT, "evidence of respondent", "2026-03-18")
    assert not sees("G01", "report", COMPLAINANT, "evidence of respondent", "2026-03-18")
    assert sees("G01", "report", fictional_id("Ines Calloway"), "evidence of respondent", "2026-03-18")


def test_a_panel_member_sees_names_before_the_declaration_and_papers_after_the_release() -> None:
    moss, drey = fictional_id("Bettany Moss"), fictional_id("Callum Drey")
    assert sees("G03", "declaration_filed", moss, "panel", "2026-05-20", time_=3)
    assert not sees("G03", "declaration_filed", moss, "bundle", "2026-05-20", time_=3)
    assert not sees("G01", "release_bundle", drey, "bundle", "2026-04-21")
    assert sees("G01", "open_hearing", drey, "bundle", "2026-05-14")


def test_whoever_was_challenged_with_success_cannot_learn_that_the_case_goes_on() -> None:
    moss = fictional_id("Bettany Moss")
    assert not sees("G03", "replace_member", moss, "existence", "2026-05-29")


def test_earlier_sanctions_stay_sealed_until_the_sanction_stage() -> None:
    drey = fictional_id("Callum Drey")
    assert not sees("G01", "decide_charge", drey, "earlier_sanctions", "2026-05-14")
    assert sees("G01", "sanction", drey, "earlier_sanctions", "2026-05-15")


def test_the_executive_sees_nothing_even_as_a_member_of_a_team() -> None:
    told = case_before("G01", "report")
    assert told.case is not None
    dane = fictional_id("Rufus Dane")
    both = replace(
        PEOPLE, memberships=(*PEOPLE.memberships, Membership(person=dane, pool="intake_team", since=date(2024, 1, 1)))
    )

    rows = access.rows(told.case, both)

    assert not access.may_see(told.case, both, dane, "existence", on=date(2026, 3, 1))
    assert {row.viewer for row in rows} & {dane, "pool:intake_team"} == set()
    assert access.may_see(told.case, both, fictional_id("Wren Oduya"), "existence", on=date(2026, 3, 1))


def test_an_office_holder_who_is_the_respondent_has_a_partys_rows_and_no_others() -> None:
    told = case_before("G01", "report")
    assert told.case is not None
    office = Office(person=RESPONDENT, title="Treasurer", since=date(2024, 1, 1))
    member = Membership(person=RESPONDENT, pool="monitors", since=date(2024, 1, 1))
    both = replace(PEOPLE, offices=(*PEOPLE.offices, office), memberships=(*PEOPLE.memberships, member))

    mine = {row.record_class for row in access.rows(told.case, both) if row.viewer == RESPONDENT}

    assert mine
    assert mine <= {*access.SEES["respondent"], "evidence of respondent", f"letters to {RESPONDENT}"}


def test_the_auditor_knows_every_case_and_reads_a_file_only_by_an_entry() -> None:
    reyne = fictional_id("Anselm Reyne")
    assert sees("G01", "acknowledge", reyne, "existence", "2026-01-12")
    assert not sees("G01", "publish", reyne, "findings", "2026-06-29")


def test_an_auditor_whose_term_ends_reads_no_file_any_more() -> None:
    told, reyne = case_before("G01", "report"), fictional_id("Anselm Reyne")
    assert told.case is not None
    actor = Actor(who=reyne, role="auditor", capacity="auditor")
    told.case.fold(
        replace(
            told.entries[-1], index=told.case.tip + 1, acts=("file_inspected",), step=None, by=(actor,),
            at=date(2026, 3, 17), data={"reason": "A complaint about delay."}, papers=(),
        )
    )  # fmt: skip
    left = tuple(
        replace(one, until=date(2026, 3, 20)) if one.person == reyne else one for one in PEOPLE.memberships
    )  # fmt: skip

    for people, on, sees in ((PEOPLE, 20, True), (PEOPLE, 21, True), (replace(PEOPLE, memberships=left), 20, True),
                             (replace(PEOPLE, memberships=left), 21, False)):  # fmt: skip
        assert access.may_see(told.case, people, reyne, "report", on=date(2026, 3, on)) is sees
        assert access.may_see(told.case, people, reyne, "existence", on=date(2026, 3, on)) is sees


def test_whoever_answers_a_request_for_data_reads_a_file_they_opened_as_far_as_the_table_of_roles_goes() -> None:
    told, celia = case_before("G02", "report"), fictional_id("Celia Wray")
    assert told.case is not None
    day = date(2026, 3, 17)
    assert not access.may_see(told.case, PEOPLE, celia, "complaint_text", on=day)
    actor = Actor(who=celia, role="data_protection", capacity="data_protection")
    told.case.fold(
        replace(
            told.entries[-1], index=told.case.tip + 1, acts=("file_inspected",), step=None, by=(actor,), at=day,
            data={"reason": "Request 14."}, papers=(),
        )
    )  # fmt: skip

    for record_class in ("complaint_text", "evidence", "findings", "welfare"):
        assert access.may_see(told.case, PEOPLE, celia, record_class, on=day)
        assert not access.may_see(told.case, PEOPLE, celia, record_class, on=day + timedelta(days=15))
    for record_class in ("panel", "challenge", "standing", "deliberation", "advice", "concern"):
        assert not access.may_see(told.case, PEOPLE, celia, record_class, on=day)


def test_whoever_speaks_for_a_side_knows_of_the_case_until_the_day_that_the_side_gave() -> None:
    told, speaker = case_before("G02", "report"), fictional_id("Petra Lyle")
    assert told.case is not None
    named = next(entry for entry in told.case.entries if "representative_named" in entry.acts)
    assert access.may_see(told.case, PEOPLE, speaker, "existence", on=date(2026, 3, 27))
    told.case.fold(
        replace(
            named, index=told.case.tip + 1, at=date(2026, 3, 1), data={"person": speaker, "until": "2026-03-10"}
        )
    )  # fmt: skip

    assert access.may_see(told.case, PEOPLE, speaker, "complaint_text", on=date(2026, 3, 10))
    for record_class in ("existence", "complaint_text", access.LETTERS_TO + fictional_id("Orla Finch")):
        assert not access.may_see(told.case, PEOPLE, speaker, record_class, on=date(2026, 3, 11))
    assert access.may_see(told.case, PEOPLE, fictional_id("Orla Finch"), "existence", on=date(2026, 3, 11))


def test_no_row_goes_beyond_the_table_of_roles() -> None:
    ceiling = {name for classes in access.SEES.values() for name in classes} | {"earlier_sanctions", "welfare"}
    for story in ("G01", "G02", "G03", "G06"):
        told = case_before(story, "publish")
        assert told.case is not None
        for row in access.rows(told.case, PEOPLE):
            named = row.record_class.split(access.OWN)[0].split(access.ABOUT)[0]
            own = {row.viewer, told.case.representatives.get(row.viewer)}
            assert named in ceiling | {"evidence"} | {f"letters to {person}" for person in own}
            assert not row.record_class.startswith("deliberation")


def test_whoever_may_not_know_of_a_case_reads_not_found_when_acting_in_it() -> None:
    told = case_before("G03", "replace_member")
    assert told.case is not None
    for name, answer in (("Bettany Moss", "E-NOT-FOUND"), ("A Stranger", "E-NOT-FOUND"), ("Dev Ashgrove", "")):
        wish = Wish(
            case=told.name, act="pressure_logged", at=date(2026, 5, 29), recorded=told.entries[-1].recorded,
            by=(fictional_id(name),),
        )  # fmt: skip
        verdict = access.stranger(told.case, PEOPLE, wish)
        assert (name, verdict.shown if verdict else "") == (name, answer)


def test_a_side_and_who_speaks_for_it_reads_the_letters_to_that_side_alone() -> None:
    told = case_before("G01", "report")
    assert told.case is not None
    speaker, clerk = fictional_id("Ada Pryce"), fictional_id("Dev Ashgrove")
    told.case.representatives[speaker] = RESPONDENT

    def letters(person: str) -> set[str]:
        assert told.case is not None
        rows = access.rows(told.case, PEOPLE)
        return {row.record_class for row in rows if row.viewer == person and row.record_class.startswith("letters")}

    assert letters(RESPONDENT) == {f"letters to {RESPONDENT}"}
    assert letters(COMPLAINANT) == {f"letters to {COMPLAINANT}"}
    assert letters(speaker) == {f"letters to {RESPONDENT}", f"letters to {speaker}"}
    assert letters(clerk) | letters("pool:clerks") >= {"letters"}
    assert not letters(fictional_id("Callum Drey")), "a panel decides on the bundle"


def test_whoever_speaks_for_a_side_keeps_nothing_that_a_team_sees() -> None:
    told = case_before("G01", "report")
    assert told.case is not None
    speaker = fictional_id("Wren Oduya")
    assert access.may_see(told.case, PEOPLE, speaker, "triage", on=date(2026, 3, 1))

    told.case.representatives[speaker] = RESPONDENT

    assert not access.may_see(told.case, PEOPLE, speaker, "triage", on=date(2026, 3, 1))
    assert access.may_see(told.case, PEOPLE, speaker, "report", on=date(2026, 3, 1)), "what the respondent sees"


def test_whoever_must_answer_a_court_or_readmit_knows_of_a_case_while_an_expulsion_runs() -> None:
    people, names = people_of_the_league()
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / "G01.yaml", names), league(), people)
    assert told.case is not None
    assert told.case.sanction is not None
    assert told.case.sanction.last is None
    closed = replace(told.case, ended_on=date(2026, 7, 20))

    def knows(name: str, on: date) -> bool:
        return access.may_see(closed, people, fictional_id(name), "existence", on=on)

    long_after = date(2027, 11, 1)
    assert knows("Dev Ashgrove", long_after)
    assert knows("Imre Castell", long_after)
    for name in ("Rosalind Achebe", "Ines Calloway", "Marguerite Sol", "Hollis Brandt"):
        assert knows(name, date(2026, 8, 1))
        assert not knows(name, long_after)


def test_an_adjudicator_learns_of_a_case_once_a_party_applies() -> None:
    told = case_before("G01", "give_notice")
    assert told.case is not None
    imre = fictional_id("Imre Castell")
    assert not access.may_see(told.case, told.people, imre, "existence", on=date(2026, 4, 20))
    verdict = try_(told, "application_made", by="Corwin Bale", on="2026-04-20", result="postponement", text="Ill.")
    assert verdict.draft is not None, verdict.refusals
    worked.enter(told, verdict.draft, datetime(2026, 4, 20, 12, tzinfo=UTC))

    assert access.may_see(told.case, told.people, imre, "existence", on=date(2026, 4, 20))


def with_ruling(story: str, before: str, result: str) -> Case:
    """A case in which it was ruled, on its last day, whether the complainant's name is told."""
    told = case_before(story, before)
    assert told.case is not None
    last = told.case.entries[-1]
    ruled = replace(
        last, index=told.case.tip + 1, step=None, acts=("identity_ruled",), result=result, data={}, texts={}, papers=(),
        by=(Actor(who=fictional_id("Ruth Kessler"), role="senior_adjudicator", capacity="adjudicator"),),
    )  # fmt: skip
    told.case.fold(ruled)
    return told.case


def test_a_panel_knows_before_it_declares_who_complained_and_reads_no_word_of_the_complaint() -> None:
    told = case_before("G03", "declaration_filed", time_=3)
    assert told.case is not None
    moss, day = fictional_id("Bettany Moss"), date(2026, 5, 20)
    assert access.may_see(told.case, PEOPLE, moss, "identity", on=day)
    assert not access.may_see(told.case, PEOPLE, moss, "complaint_text", on=day)


def test_a_name_that_is_withheld_by_a_ruling_is_told_to_neither_the_respondent_nor_those_who_decide() -> None:
    drey, day = fictional_id("Callum Drey"), date(2026, 12, 1)
    for result, told in (("withheld", False), ("disclosed", True)):
        case = with_ruling("G01", "open_hearing", result)
        assert access.may_see(case, PEOPLE, RESPONDENT, "identity", on=day) is told
        assert access.may_see(case, PEOPLE, drey, "identity", on=day) is told
        assert access.may_see(case, PEOPLE, fictional_id("Dev Ashgrove"), "identity", on=day), (
            "the clerk writes to both"
        )


def test_intake_and_triage_read_what_the_complainant_adds_until_triage_is_decided_and_nothing_of_the_other_side() -> (
    None
):
    wren, hollis = fictional_id("Wren Oduya"), fictional_id("Hollis Brandt")
    for name in ("evidence of complainant", "welfare of complainant", "interim of complainant"):
        for person in (wren, hollis):
            assert sees("G01", "triage", person, name, "2026-01-13")
            assert not sees("G01", "report", person, name, "2026-03-18")
    for name in ("evidence", "welfare", "evidence of respondent", "welfare of respondent"):
        assert not sees("G01", "triage", hollis, name, "2026-01-13")
