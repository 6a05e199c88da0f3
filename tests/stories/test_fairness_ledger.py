"""The fairness ledger whole: every floor and every rule of the book, for every worked case, as the replay has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from alteram import due_process, fairness_ledger, worked
from alteram.breaches import Breach, judge
from alteram.codes import FLOORS
from alteram.fairness_ledger import Ledger, Line
from alteram.people import People, fictional_id
from alteram.rulebook.editions import load_rulebook
from alteram.worked import Told
from tests.builders import RULEBOOKS, case_before

WORKED = sorted(RULEBOOKS.glob("*/*/worked/*.yaml"))


@cache
def told(path: Path) -> Told:
    people, names = worked.read_people(path.parents[1] / "people.yaml")
    return worked.run(worked.read_story(path, names), load_rulebook(path.parents[2]), people)


def of(story: Told, until: date | None = None) -> Ledger:
    end = until or max(entry.at for entry in story.entries)
    return fairness_ledger.ledger(story.rulebook, story.people, story.name, story.entries, until=end)


def replayed(story: Told) -> tuple[Breach, ...]:
    return judge(story.rulebook, story.people, story.name, story.entries).breaches


def line(found: Ledger, ident: str) -> Line:
    return next(one for one in found.lines if one.id == ident)


@pytest.mark.parametrize("path", WORKED, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_every_floor_and_every_step_is_there_and_each_breach_is_one_of_the_replay(path: Path) -> None:
    story = told(path)
    if not story.entries or story.case is None:
        return
    found, breaches = of(story), replayed(story)

    floors = [one.id for one in found.lines if one.floor and not one.sentence.startswith("Owed")]
    assert floors == sorted(floors, key=floors.index)
    assert sorted(floors) == sorted(FLOORS)
    clauses = {one.id for one in found.lines}
    assert {step.clause for step in story.case.edition.steps.values()} <= clauses
    shown = {breach.number for one in found.lines for breach in one.breaches}
    assert shown == {breach.number for breach in breaches}, "none is left out and none made up"
    assert all(one.state == "breached" for one in found.lines if one.breaches)
    stood_in = {one.id for one in found.lines if one.state == "breached" and not one.breaches}
    assert stood_in <= {"AUD-04"}, "but for what the rules stood in for, the replay alone says what is breached"
    unfair = {one.floor for one in due_process.ledger(story.case) if one.state == "breached"}
    assert unfair <= {one.id for one in found.lines if one.state == "breached"}, "as the page of the case has it"
    for one in found.lines:
        assert one.entry or one.note or one.state == "not known", f"{one.id} {one.sentence} says neither proof nor why"


def test_a_finished_case_proves_each_floor_by_entry_day_and_person() -> None:
    found = of(case_before("G01", "publish"))
    names = {fictional_id("Rosalind Achebe"): "Rosalind Achebe"}

    opened = line(found, "HRG-01")
    assert opened.state == "met"
    assert fairness_ledger.proof(opened, {}).startswith("Entry ")
    assert "hearing panel" in fairness_ledger.proof(opened, {}), "by role, where the name is not the reader's"
    assert "Rosalind Achebe" in fairness_ledger.proof(line(found, "FND-01"), names)


def test_what_did_not_come_up_says_why() -> None:
    found = of(case_before("G01", "publish"))

    appealed = line(found, "APP-03")
    assert appealed.state in ("not applicable", "not yet")
    assert appealed.note


def test_what_was_owed_and_never_done_is_breached_under_its_clause_and_the_line_says_what_was_done() -> None:
    unanswered = of(case_before("G01", "acknowledge"), date(2026, 2, 20))

    owed = [one for one in unanswered.lines if one.breaches and one.owed is not None]
    assert [(one.id, one.state) for one in owed] == [("4.1", "breached"), ("4.1", "breached")]
    assert all(one.note.endswith("It is still owed.") for one in owed)
    assert line(unanswered, "AUD-04").state == "breached"

    story = case_before("G01", "triage")
    late = replace(story.entries[-1], at=date(2026, 1, 19), recorded=story.entries[-1].recorded + timedelta(days=6))
    told_late = fairness_ledger.ledger(
        story.rulebook, story.people, story.name, (*story.entries[:-1], late), until=date(2026, 1, 20)
    )
    acknowledged = next(one for one in told_late.lines if one.owed and one.owed[0] == "acknowledge")
    assert acknowledged.state == "breached"
    assert "It was done with entry " in acknowledged.note


def test_a_reader_is_told_what_their_classes_open_and_nothing_of_whether_there_was_anything_else() -> None:
    quiet, approached = of(case_before("G02", "contact_reported")), of(case_before("G02", "contact_disclosed"))
    party = frozenset({"existence", "complaint_text", "progress", "charges"})
    seen = frozenset(range(15))

    both = [
        [
            (one.id, one.state, one.note)
            for one in fairness_ledger.cut(found, classes=party, seen=seen, owed=frozenset()).lines
            if one.section == "Influence" and not one.guaranteed and one.owed is None
        ]
        for found in (quiet, approached)
    ]

    assert both[0] == both[1]
    assert {state for _id, state, _note in both[0]} == {"not told"}
    whole = fairness_ledger.cut(approached, classes=party, seen=seen, owed=frozenset())
    assert all(one.entry is None or one.entry.index in seen for one in whole.lines)
    assert any(one.state == "met" and not one.floor for one in whole.lines), "what the party sees is told"


def test_the_page_holds_each_line_once_and_is_the_same_each_time() -> None:
    found = of(case_before("G02", "publish"))
    page = fairness_ledger.page(found, reference="2026-AAAA-AAAA", names={})

    assert page.kind == "D36"
    assert sum(block.kind == "item" for block in page.blocks) == len(found.lines)
    assert page == fairness_ledger.page(found, reference="2026-AAAA-AAAA", names={})


def test_whoever_holds_office_is_judged_as_the_record_says_where_no_roll_is_at_hand() -> None:
    story = case_before("G02", "publish")

    assert of(story).count("met") > 30
    assert isinstance(story.people, People)
