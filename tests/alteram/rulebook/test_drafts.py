"""A text that misses a floor is a draft: what it misses is listed with line and remedy, and nobody adopts it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from alteram.codes import FLOORS
from alteram.rulebook import document, drafts, editions, loading
from alteram.rulebook.drafts import Draft, Missed, missed
from alteram.rulebook.model import Edition, Rulebook
from tests.alteram.rulebook.books import FAULTY

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
SHIPPED = sorted(path.parent for path in RULEBOOKS.glob("*/*/procedure.yaml"))
LEAGUE = RULEBOOKS / "lantern-league" / "2025"
TEXT = (LEAGUE / "procedure.yaml").read_text(encoding="utf-8")

COMMONWEAL = {
    ("NOT-01",): ("10.1", "no step serves the day and place of the hearing"),
    ("IND-01", "CHG-01"): ("7.1", "“case_officer” (case examiner) and “presenter” (presenter) may be one person"),
    ("ISU-01",): ("5.1", "needs no application"),
    ("PUB-01",): ("10.1", "“publish”"),
    ("DPR-06",): ("4.11", "binds anyone"),
}
DOCKSIDE = {
    ("INV-01",): ("24.15", "nobody tells the member"),
    ("HRG-09",): ("24.15", "no word of the member in between"),
    ("SAN-01",): ("24.15", "nobody decides a sanction"),
    ("FND-01", "APP-01"): ("24.15", "no reasons are served"),
    ("IND-01",): ("", "burden lies on a party"),
}


@pytest.mark.parametrize(("name", "expected"), [("commonweal-party", COMMONWEAL), ("dockside-branch", DOCKSIDE)])
def test_the_examples_miss_these_floors_and_no_others(
    name: str, expected: dict[tuple[str, ...], tuple[str, str]]
) -> None:
    found = missed(loading.load(FAULTY / f"{name}.yaml"))

    assert {one.floors for one in found} == set(expected)
    assert len(found) == len(expected)
    lines = (FAULTY / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    for one in found:
        clause, words = expected[one.floors]
        assert one.clause == clause
        assert words in one.wrong
        assert one.right
        assert one.line <= len(lines)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_no_book_that_ships_misses_a_floor(folder: Path) -> None:
    assert [str(one) for one in missed(loading.load(folder))] == []


def edited(*edits: tuple[str, str]) -> Edition:
    """The League's procedure, without its text, after some edits."""
    text = TEXT
    for was, becomes in edits:
        assert was in text
        text = text.replace(was, becomes, 1)
    return loading.read_edition(document.parse(text, file="procedure.yaml"), file="procedure.yaml", clauses={})


def test_the_league_itself_is_sound_without_its_text() -> None:
    assert missed(edited()) == ()


EDITS = {
    # rule 1: who, and whom in one person
    "examiners present": (
        ("nobody_in: examining, also_in: [prosecuting, ", "nobody_in: examining, also_in: ["),
        "CHG-01",
        "“presenter”",
    ),
    "judges hear appeals": (
        ("nobody_in: judging, also_in: [appealing, reviewing]", "nobody_in: judging, also_in: [reviewing]"),
        "APP-03",
        "(appeal panel)",
    ),
    "a witness may act": (
        ("nobody_acts_who_is: [complainant, respondent, witness, ", "nobody_acts_who_is: [complainant, "),
        "IND-01",
        "witness",
    ),
    "the triage team decides on measures": (
        (
            "title: decide on the protective measure, by: interim_panel",
            "title: decide on the protective measure, by: triage",
        ),
        "ISU-01",
        "“triage”",
    ),
    "the clock opens the hearing": (
        ("title: open the hearing, by: hearing_panel", "title: open the hearing, by: [hearing_panel, clock]"),
        "NOT-01",
        "“clock”",
    ),
    "the complainant must prove": (("burden: presenter", "burden: complainant"), "IND-01", "burden"),
    # rules 2 and 3: what comes before
    "a measure without application": (
        (
            "title: order a measure at once, by: interim_panel, while: applied,",
            "title: order a measure at once, by: interim_panel,",
        ),
        "ISU-01",
        "no application",
    ),
    "a measure that nobody reviews": (
        ("{if: granted, must: review_interim, within: 28 days, else: {deem: review_interim=lapsed}},\n", "\n"),
        "ISU-04",
        "not reviewed",
    ),
    # rule 4: the clock
    "the clock refuses a challenge": (
        ("{deem: rule_on_challenge=upheld}", "{deem: rule_on_challenge=refused}"),
        "IND-05",
        "rule_on_challenge=refused",
    ),
    "the clock dismisses an appeal": (
        (
            "within: 120 days, else: {deem: decide_appeal=allowed}",
            "within: 120 days, else: {deem: decide_appeal=dismissed}",
        ),
        "APP-03",
        "dismissed",
    ),
    "the clock finds a case": (
        (
            "within: 40 working days, else: {deem: examine=no_case}",
            "within: 40 working days, else: {deem: examine=case_to_answer}",
        ),
        "CHG-01",
        "case_to_answer",
    ),
    "the clock publishes": (
        (
            "{must: publish, within: 60 working days, else: {deem: close}}",
            "{must: publish, within: 60 working days, else: {deem: publish}}",
        ),
        "PUB-01",
        "publish",
    ),
    "a right that lapses before its window": (
        ("may: appeal, within: 21 days", "may: appeal, within: 10 days"),
        "APP-02",
        "before its window",
    ),
    "a right that something else cuts short": (
        (
            "{if: cleared, must: close, within: 28 days, else: {deem: close}}]}\n  strike_out",
            "{must: publish, within: 1 day, else: {deem: become_final}}]}\n  strike_out",
        ),
        "APP-02",
        "before its window",
    ),
    "a notice of another day": (
        ("appoints: hearing_panel, announces: open_hearing", "appoints: hearing_panel, announces: close_hearing"),
        "NOT-01",
        "another step's day",
    ),
    # rule 5: speaking
    "respondents may not speak to the press": (
        ("who: presenter, with: press", "who: [presenter, respondent], with: press"),
        "DPR-06",
        "respondent",
    ),
    "nobody may be spoken with": (
        (
            "who: respondent, with: [complainant, witness], while: suspended",
            "who: respondent, with: anyone, while: suspended",
        ),
        "DPR-06",
        "anyone",
    ),
    "no word with the legal adviser": (
        (
            "who: respondent, with: [complainant, witness], while: suspended",
            "who: respondent, with: legal_adviser, while: suspended",
        ),
        "DPR-06",
        "legal_adviser",
    ),
    # rule 6: values
    "short notice": (
        (
            "{after: give_notice, at_least: 28 clear days, waiver: {by: respondent, not_below: 14 clear days}}",
            "{after: give_notice, at_least: 4 working days}",
        ),
        "NOT-01",
        "the notice",
    ),
    "no wait after the charges": (("{after: charge, at_least: 14 clear days}, ", ""), "NOT-01", "the charges"),
    "a wait that anything lifts": (
        ("{after: charge, at_least: 14 clear days}", "{after: charge, at_least: 14 clear days, unless: postpone}"),
        "NOT-01",
        "the charges",
    ),
    "a waiver down to nothing": (("not_below: 14 clear days", "not_below: 10 clear days"), "NOT-04", "10 clear days"),
    "no time to answer": (
        ("may: respond, within: 14 days", "may: respond, within: 4 days"),
        "INV-01",
        "too short to answer",
    ),
    "a short appeal": (
        ("window: {of: give_reasons, at_most: 21 days}", "window: {of: give_reasons, at_most: 6 days}"),
        "APP-02",
        "6 days",
    ),
    "reviews a year apart": (
        ("must: review_interim, within: 56 days", "must: review_interim, within: 7 months"),
        "ISU-04",
        "7 months",
    ),
    "an extension at the last moment": (
        ("{step: end of sanction, at_least: 28 days}", "{step: end of sanction, at_least: 13 days}"),
        "SAN-05",
        "shortly before",
    ),
    "an extension without notice": (
        (
            "wait: [{after: notify_extension, at_least: 14 clear days}]",
            "wait: [{after: notify_extension, at_least: 6 clear days}]",
        ),
        "SAN-05",
        "No notice",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_floor_is_missed_by_the_edit_that_takes_it_away(name: str) -> None:
    edit, floor, words = EDITS[name]

    found = missed(edited(edit))

    assert [one for one in found if floor in one.floors and words in one.wrong], [str(one) for one in found]
    assert {known for one in found for known in one.floors} <= set(FLOORS)
    assert all(one.right and one.line for one in found)


@pytest.mark.parametrize(
    "act", ["allegations_put", "charge_decided", "mitigation_heard", "sanction_decided", "reasons_served"]
)
def test_a_sanction_needs_every_step_on_the_way(act: str) -> None:
    edition = edited()
    steps = {name: step for name, step in edition.steps.items() if not step.is_act(act)}
    found = list(drafts._before_a_sanction(_with(edition, steps)))

    assert [one.floors for one in found] == [drafts.ON_THE_WAY[act]]


def _with(edition: Edition, steps: object) -> Edition:
    return replace(edition, steps=steps)  # type: ignore[arg-type]


def test_a_book_without_sanctions_need_not_have_the_way_to_one() -> None:
    edition = edited()
    steps = {name: step for name, step in edition.steps.items() if not step.is_act("sanction_started")}

    assert list(drafts._before_a_sanction(_with(edition, {"receive": steps["receive"]}))) == []


def test_a_measure_is_bounded_by_its_expiry_or_by_its_reviews() -> None:
    expiry = "           {if: granted, must: expire_interim, within: 6 months, else: {deem: expire_interim}}]}"
    long = (
        "{if: granted, must: expire_interim, within: 6 months",
        "{if: granted, must: expire_interim, within: 19 months",
    )
    many = ("interim_panel, while: suspended, at_most: 8,", "interim_panel, while: suspended, at_most: many,")

    assert expiry in TEXT
    assert missed(edited(long)) == ()  # eight reviews of 56 days end it sooner
    assert [one.floors for one in missed(edited(long, many))] == [("ISU-04",)]
    assert missed(edited(many)) == ()  # it expires after six months


def test_nobody_adopts_a_draft() -> None:
    with pytest.raises(Draft) as refused:
        drafts.refuse_draft(loading.load(FAULTY / "commonweal-party.yaml"))

    assert refused.value.code == "E-DRAFT"
    assert "NOT-01" in refused.value.sentence()
    assert refused.value.evidence["floors"] == ["CHG-01", "DPR-06", "IND-01", "ISU-01", "NOT-01", "PUB-01"]
    drafts.refuse_draft(loading.load(LEAGUE))


def test_a_draft_is_never_in_force_and_still_read_where_something_was_entered_under_it() -> None:
    sound, draft = loading.load(LEAGUE), loading.load(FAULTY / "dockside-branch.yaml")

    found = editions.adoptable(Rulebook(body="b", editions=(sound, draft)))

    assert found.editions == (sound,)
    assert found.on(draft.in_force_from) is sound
    assert found.by_digest(draft.digest) is draft
    with pytest.raises(Draft):
        editions.adoptable(Rulebook(body="b", editions=(draft,)))


def test_a_missed_floor_reads_as_a_sentence() -> None:
    one = Missed(floors=("NOT-01", "DIS-01"), clause="7.1", line=9, wrong="Too short.", right="No less than a week.")

    assert str(one) == "NOT-01, DIS-01 (line 9, rule 7.1): Too short. No less than a week."
