"""What a rule book bounds besides its steps: directions, cases heard together, late complaints, and time cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alteram import duties
from alteram.case import replay
from alteram.correspondence import Said, read_wording, write
from alteram.people import fictional_id
from alteram.procedure import Refusal, Verdict
from alteram.worked import Told, enter
from tests.builders import RULEBOOKS, case_before, codes, did, refused, rewrite, told_before, try_

CHAIR, EARLY = "Rosalind Achebe", "Imre Castell"


def directed(told: Told, topic: str, on: str, *, by: str = CHAIR, result: str = "granted", **fields: Any) -> Verdict:
    return try_(told, "direction_given", by=by, on=on, result=result, on_=topic, reasons="Both sides wrote.", **fields)


def bounds(told: Told, **changes: Any) -> None:
    """The story under a book whose bounds of directions differ in one place."""
    rewrite(told, directions=(replace(told.edition.directions[0], **changes),))


# Directions -----------------------------------------------------------------------------------------------------------


def test_a_direction_that_lengthens_moves_the_day_and_names_its_rule() -> None:
    told = case_before("G01", "respond")
    assert told.case is not None

    did(told, "direction_given", by=EARLY, on="2026-01-27", result="granted", on_="more_time",
        new_times={"respond": "2026-02-11"}, reasons="He was ill.")  # fmt: skip

    [answer] = [duty for duty in duties.owed(told.case) if duty.step == "respond"]
    assert answer.due is not None
    assert answer.due.day == date(2026, 2, 11)
    assert "A direction under rule 7.14" in answer.due.sentence
    assert "Wednesday 4 February 2026" in answer.due.sentence


def test_no_direction_cuts_the_time_of_the_respondent() -> None:
    told = case_before("G01", "respond")

    refusal = refused(
        directed(told, "more_time", "2026-01-27", by=EARLY, new_times={"respond": "2026-02-01"}), "E-DIRECTION", "7.14"
    )

    assert "Wednesday 4 February 2026" in refusal.sentence
    rewrite(told, directions=())
    again = directed(told, "more_time", "2026-01-27", by=EARLY, new_times={"respond": "2026-02-01"})
    refused(again, "E-DIRECTION", "NOT-04")


@pytest.mark.parametrize(
    ("topic", "fields", "power"),
    [
        ("more_time", {"new_times": {"close_hearing": "2026-06-30"}}, "lengthen any time"),
        ("named_document", {"document": "the minutes of the branch"}, "order a named document"),
        ("remote_hearing", {}, "sit remotely"),
        ("severance", {"cases": ["another"]}, "join or sever"),
    ],
)
def test_the_chair_directs_what_the_book_names_and_nothing_else(topic: str, fields: dict[str, Any], power: str) -> None:
    told = case_before("G01", "hear_respondent")
    within = codes(directed(told, topic, "2026-05-14", **fields))
    bounds(told, may=tuple(one for one in told.edition.directions[0].may if one != power))

    outside = directed(told, topic, "2026-05-14", **fields)

    assert "E-DIRECTION" not in within
    refusal = refused(outside, "E-DIRECTION", "7.14")
    assert f"does not let the chair {power}" in refusal.sentence


def test_the_chair_of_the_body_that_sits_directs_and_nobody_else() -> None:
    told = case_before("G01", "hear_respondent")

    refused(directed(told, "remote_hearing", "2026-05-14", by=EARLY), "E-ROLE", "7.14")
    assert directed(told, "remote_hearing", "2026-05-14").lawful


def test_a_direction_says_what_it_orders() -> None:
    told = case_before("G01", "hear_respondent")

    assert "E-FIELD" in codes(directed(told, "named_document", "2026-05-14"))
    assert "E-FIELD" in codes(directed(told, "more_time", "2026-05-14"))
    unknown = directed(told, "more_time", "2026-05-14", new_times={"give_reasons": "2026-06-30"})
    assert "no time runs for “" in refused(unknown, "E-FIELD", "CHG-04").sentence


# Several people -------------------------------------------------------------------------------------------------------


def test_people_whose_defences_conflict_are_heard_apart() -> None:
    told = case_before("C02a", "hear_respondent")
    day = told.entries[-1].at.isoformat()
    chair = "Gethin Vaughan"

    kept = directed(told, "severance", day, by=chair, result="refused", cases=["x"], defences_conflict=True)
    parted = directed(told, "severance", day, by=chair, cases=["x"], defences_conflict=True)

    assert "if defences conflict, and theirs do" in refused(kept, "E-DIRECTION", "7.13").sentence
    assert "E-DIRECTION" not in codes(parted)
    assert "E-DIRECTION" in codes(directed(told, "joinder", day, by=chair, cases=["x"], defences_conflict=True))


def test_the_body_that_the_book_names_joins_cases_once_it_sits() -> None:
    told = case_before("C02a", "hear_respondent")
    day = told.entries[-1].at.isoformat()

    refused(directed(told, "joinder", day, by=EARLY, cases=["x"]), "E-ROLE", "7.13")


# Late complaints ------------------------------------------------------------------------------------------------------


def too_late(known: date | None = None, unless: tuple[str, ...] = ()) -> Told:
    """A case whose complaint came in on 12 January 2026, of something long ago."""
    told = case_before("G01", "triage")
    assert told.case is not None
    told.case.conduct, told.case.known_on = (date(2024, 11, 4),), known
    if unless:
        limit = told.edition.limitation
        assert limit is not None
        rewrite(told, limitation=replace(limit, unless=unless))
    return told


def triage(told: Told) -> Refusal:
    verdict = try_(
        told, "triage", by="Hollis Brandt", on="2026-01-19", result="investigate", clauses=["3.4"], reasons="x"
    )
    return refused(verdict, "E-OUT-OF-TIME", "RUL-09")


def test_a_late_complaint_names_its_limit_how_it_was_counted_and_who_may_admit_it() -> None:
    by_conduct, by_knowledge = triage(too_late()), triage(too_late(known=date(2024, 12, 2)))

    assert "Monday 3 November 2025" in by_conduct.sentence
    assert by_conduct.counted is not None
    assert by_knowledge.counted is not None
    assert by_conduct.counted.sentence.startswith("12 months from conduct: ")
    assert "Monday 1 December 2025" in by_knowledge.sentence
    assert (
        "12 months from knowledge (conduct Monday 4 November 2024, known Monday 2 December 2024: the later counts)"
        in by_knowledge.counted.sentence
    )
    assert by_conduct.remedy == "The senior adjudicator alone may admit it late, with written reasons."


def admitted(told: Told, result: str = "admitted", by: str = EARLY, **fields: Any) -> Verdict:
    return try_(
        told, "admit_late", by=by, on="2026-01-19", result=result, **{"reasons": "She was in hospital."} | fields
    )


def test_a_late_complaint_is_admitted_by_whom_the_book_names_with_reasons() -> None:
    told = too_late()

    assert admitted(told).lawful
    assert "E-FIELD" in codes(admitted(told, reasons=""))
    refused(admitted(told, by="Hollis Brandt"), "E-ROLE", "4.5")
    limit = told.edition.limitation
    assert limit is not None
    rewrite(told, limitation=replace(limit, late_only_by="clerk"))  # whoever else the step may be open to
    assert "the clerk alone admits" in refused(admitted(told), "E-ROLE", "4.5").sentence


def test_an_exception_of_the_book_is_named_in_its_own_words() -> None:
    told = too_late(unless=("child protection", "criminal conviction"))

    assert "No limit runs for child protection or criminal conviction" in triage(told).remedy
    assert admitted(told, no_limit=["child protection"]).lawful
    assert "knows no exception “bad luck”" in refused(admitted(told, no_limit=["bad luck"]), "E-FIELD", "4.5").sentence
    turned = refused(admitted(told, "refused", no_limit=["child protection"]), "E-OUT-OF-TIME", "RUL-09")
    assert "no limit runs for child protection" in turned.sentence


# Time cut short -------------------------------------------------------------------------------------------------------


def test_a_wait_is_cut_by_the_written_consent_of_whom_it_protects_and_of_nobody_else() -> None:
    told = case_before("G01", "give_notice")
    did(told, "notice_waived", by="Corwin Bale", on="2026-04-10", down_to="14 clear days", advice_shown=True)
    panel = [fictional_id(name) for name in (CHAIR, "Samuel Okoro-Hart", "Callum Drey")]
    said: dict[str, Any] = {"panel": panel, "bundle": "B1", "hearing_on": "2026-05-01", "via": "email"}
    assert "E-NOTICE-SHORT" not in codes(try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **said))

    # The same record, as another system kept it: the clerk entered the consent.
    clerk = next(actor for entry in told.entries for actor in entry.by if actor.capacity == "clerk")
    told.entries[-1] = replace(told.entries[-1], by=(clerk,))
    told.case = replay(told.rulebook, told.name, told.entries)

    refusal = try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", **said)
    assert "E-NOTICE-SHORT" in codes(refusal)


# A document that is ordered, a hearing that is remote ----------------------------------------------------------------

ORDERED: dict[str, Any] = {"document": "the minutes of the branch", "document_from": "presenter"}
EXHIBIT: dict[str, Any] = {
    "exhibit": "ab" * 32, "source": "the branch", "captor": fictional_id("Marguerite Sol"),
    "captured_on": "2026-01-20T10:00", "context": "the whole minutes",
}  # fmt: skip
LINK = "https://rooms.example.invalid/hearing"


def ordered() -> Told:
    told = case_before("G01", "respond")
    did(
        told, "direction_given", by=EARLY, on="2026-01-27", result="granted", on_="named_document",
        document_by="2026-02-10", reasons="It was asked for.", **ORDERED,
    )  # fmt: skip
    return told


def brought(told: Told) -> list[duties.Duty]:
    assert told.case is not None
    return [duty for duty in duties.owed(told.case) if duty.live.source.acts == ("direction_given",)]


def test_a_document_that_is_ordered_is_owed_by_whom_it_binds_on_the_day_that_was_set() -> None:
    told = ordered()
    assert told.case is not None

    [duty] = brought(told)

    assert duty.roles == ("presenter",)
    assert duty.due is not None
    assert duty.due.day == date(2026, 2, 10)
    assert duty.clause == "7.14"
    assert "marked overdue" in duty.otherwise
    assert f"entry {told.case.tip}" in duties.title(told.case, duty)


def test_it_is_met_by_filing_it_and_by_no_other_paper() -> None:
    told = ordered()
    assert told.case is not None
    number = told.case.tip

    did(told, "evidence_added", by="Marguerite Sol", on="2026-02-03", **EXHIBIT)
    assert len(brought(told)) == 1
    did(told, "evidence_added", by="Marguerite Sol", on="2026-02-04", directed=[str(number)], **EXHIBIT)

    assert brought(told) == []
    [met] = [one for one in duties.past(told.case) if one.step == "evidence_added"]
    assert (met.how, met.clause) == ("met", "7.14")


@pytest.mark.parametrize("missing", ["document", "document_from", "document_by"])
def test_an_order_says_which_document_who_brings_it_and_by_when(missing: str) -> None:
    told = case_before("G01", "respond")
    said = {name: value for name, value in (ORDERED | {"document_by": "2026-02-10"}).items() if name != missing}

    assert "E-FIELD" in codes(directed(told, "named_document", "2026-01-27", by=EARLY, **said))
    gone_by = directed(told, "named_document", "2026-01-27", by=EARLY, **ORDERED, document_by="2026-01-27")
    assert "E-FIELD" in codes(gone_by)


def test_a_document_that_is_refused_is_owed_by_nobody() -> None:
    told = case_before("G01", "respond")
    did(told, "direction_given", by=EARLY, on="2026-01-27", result="refused", on_="named_document", **ORDERED)

    assert brought(told) == []


def notice(told: Told, place: str) -> Verdict:
    return try_(
        told, "give_notice", by="Dev Ashgrove", on="2026-04-10", via="email", hearing_on="2026-05-14",
        hearing_time="10:00", place=place, bundle="B1", openness="private",
        panel=[fictional_id(one) for one in (CHAIR, "Samuel Okoro-Hart", "Callum Drey")],
    )  # fmt: skip


def remote() -> Told:
    told = case_before("G01", "give_notice")
    did(told, "direction_given", by=EARLY, on="2026-04-09", result="granted", on_="remote_hearing", reasons="Far.")
    return told


def test_the_notice_of_a_hearing_that_is_remote_tells_a_link_and_no_room() -> None:
    told = remote()

    refusal = refused(notice(told, "Lantern House"), "E-FIELD", "NOT-01")

    assert "the notice tells no link" in refusal.sentence
    assert notice(told, LINK).lawful
    assert notice(case_before("G01", "give_notice"), "Lantern House").lawful


def test_the_letter_says_that_the_hearing_is_remote_and_by_which_link() -> None:
    told = remote()
    verdict = notice(told, LINK)
    assert verdict.draft is not None
    entry = enter(told, verdict.draft, datetime(2026, 4, 10, 12, tzinfo=UTC))
    assert told.case is not None
    said = Said(reference="2026-AAAA-BBBB", address="", names=told.story.names, texts=told.texts)
    folder = RULEBOOKS / "lantern-league" / "2025" / "letters"

    for kind, to in (("D19", "Corwin Bale"), ("D43", CHAIR)):
        letter = write(read_wording(folder), kind, told.case, entry, fictional_id(to), said)
        assert letter is not None
        assert (
            f"The hearing is remote (direction, entry {entry.index - 1}). You join by this link: {LINK}" in letter.plain
        )


def test_once_the_notice_is_out_the_direction_itself_tells_the_link() -> None:
    told = case_before("G01", "open_hearing")

    assert "E-FIELD" in codes(directed(told, "remote_hearing", "2026-05-04"))
    did(told, "direction_given", by=CHAIR, on="2026-05-04", result="granted", on_="remote_hearing", link=LINK)

    assert told.case is not None
    assert told.case.link == LINK


def test_a_direction_that_the_hearing_is_remote_does_not_bind_those_who_hear_the_appeal() -> None:
    folder = "federated-signal-workers/2026"
    told = told_before(folder, "FS01", "close_hearing")
    assert told.case is not None
    assert told.case.remote is not None

    told = told_before(folder, "FS01", "call_appeal")

    assert told.case is not None
    assert (told.case.remote, told.case.link) == (None, "")
