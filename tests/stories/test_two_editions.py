"""A case that runs when another edition comes into force: what governs, what goes on, what ends, and which day counts.

The Commonweal Party goes by the edition in force on the day of each step. Its edition of 2023 is not shipped; here it
is told as the rules of 2026 were before they changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from alteram import duties, worked
from alteram.breaches import judge
from alteram.calendar.days import Counted
from alteram.case import replay
from alteram.correspondence import Said, read_wording, write
from alteram.dispatch import sendings
from alteram.people import People, fictional_id
from alteram.procedure import Wish, consequence, decide, possible
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.model import Rulebook
from alteram.worked import Told
from tests.builders import RULEBOOKS, codes, did, try_

MONTH = timedelta(days=31)
NOW = RULEBOOKS / "commonweal-party" / "2026.1"
OLDER = (
    ('version: "2026.1"', 'version: "2023.2"'),
    ("in_force_from: 2026-04-01", "in_force_from: 2023-01-01"),
    ("date: 2026-03-14", "date: 2022-12-10"),
    ('replaces: "2023.2"', ""),
    ("must: report, within: 60 days", "must: report, within: 50 days"),
    ("may: appeal, within: 14 days", "may: appeal, within: 21 days"),
    ("window: {of: issue_decision, at_most: 14 days}", "window: {of: issue_decision, at_most: 21 days}"),
    ("  extend: ", "  lengthen_report: "),
    ("  inquiry:  ", "  watched: {begins: [triage=investigate], ends: [close], title: being watched}\n  inquiry:  "),
    (
        "           {if: investigate, must: case_decision, within: 180 days",
        "           {if: investigate, must: look_again, within: 90 days, else: {tell: [auditor]}},\n"
        "           {if: investigate, must: case_decision, within: 180 days",
    ),
    (
        "  admit_late: ",
        '  look_again: {act: progress_noted, clause: "3.3", title: look at it again, by: clerk,'
        " while: watched}\n  admit_late: ",
    ),
)


def _without_transition(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if "transitional:" not in line and 'clause: "13.' not in line)


def commonweal(
    folder: Path, *, newer: tuple[tuple[str, str], ...] = (), older: tuple[tuple[str, str], ...] = ()
) -> Rulebook:
    """The party's two editions, each changed in a few words."""
    text = (NOW / "procedure.yaml").read_text(encoding="utf-8")
    for version, told, changes in (
        ("2023.2", _without_transition(text), (*OLDER, *older)),
        ("2026.1", text, newer),
    ):
        for old, new in changes:
            assert old in told, old
            told = told.replace(old, new)
        edition = folder / "commonweal-party" / version
        edition.mkdir(parents=True)
        (edition / "procedure.yaml").write_text(told, encoding="utf-8")
        (edition / "calendar.json").write_bytes((NOW / "calendar.json").read_bytes())
    return load_rulebook(folder / "commonweal-party")


BEFORE = """
worked: 1
id: T01
case: CP-2026-T01
title: The rules change in the middle of an inquiry
rulebook: commonweal-party/2023.2
people: {Magnus Thorley: respondent, Odette Farr: complainant}
cast: {case_examiner: Adaeze Holt, presenter: Laurence Fenby, clerk: Jem Carrow, interim_panel: Cecily Marr,
       reviewer: Nadine Purcell}
quiet: [note_progress]
lines:
- {day: 2026-03-02, did: receive, by: Odette Farr, via: portal,
   with: {standing: victim, conduct: [2026-02-20], account: He mocked me.}}
- {day: 2026-03-03, did: acknowledge, by: Imogen Tarrant, via: email,
   with: {rights_told: true, adjustments_asked: true}}
- {day: 2026-03-06, did: triage=investigate, by: Imogen Tarrant,
   with: {clauses: ["2.1.4"], reasons: Harassment if true.},
   expect: {on: [inquiry, watched], due: {look_again: 2026-06-04}}}
- {day: 2026-03-09, did: appoint_investigator, by: Desmond Okafor-Lee,
   with: {person: Lorna Beddoes, capacity: investigator},
   expect: {due: {report: 2026-04-28}}}
- {day: 2026-03-09, did: declaration_filed, by: Lorna Beddoes, with: {interests: [none]}}
- {day: 2026-03-11, did: tell_respondent, by: Lorna Beddoes, via: email, expect: {due: {account: 2026-03-26}}}
- {day: 2026-03-12, did: apply_suspension, by: Lorna Beddoes, via: email,
   with: {risk: contact with complainant, measures: [no contact], lesser: He was asked., ballots: none}}
- {day: 2026-03-20, did: suspend=granted, by: Cecily Marr, with: {scope: [contact], reasons: He wrote again.},
   expect: {due: {review_suspension: 2026-04-17}}}
- {day: 2026-03-21, did: tell_suspended, by: Rashid Emery, via: email}
- {day: 2026-03-24, did: account=given, by: Magnus Thorley, with: {answers: {1: denies}, account: It was banter.}}
"""


def told_upto(folder: Path, text: str) -> Told:
    """The same case, told in other words, until the rules change."""
    file = folder / "T01.yaml"
    file.write_text(text, encoding="utf-8")
    known, names = people()
    told = worked.run(worked.read_story(file, names), commonweal(folder), known)
    draft = consequence(told.rulebook, known, told.case, until=date(2026, 4, 1)) if told.case is not None else None
    assert draft is not None
    assert draft.acts == ("rules_changed",)
    worked.enter(told, draft, datetime.combine(draft.at, time(), UTC))
    return told


def people() -> tuple[People, dict[str, str]]:
    """The party's people, in office and trained since before the story."""
    known, names = worked.read_people(NOW / "people.yaml")
    early = date(2025, 6, 2)
    return replace(known, memberships=tuple(replace(m, since=early, trained=early) for m in known.memberships)), names


def told_across(folder: Path, more: str = "", book: Rulebook | None = None) -> Told:
    file = folder / "T01.yaml"
    file.write_text(BEFORE + more, encoding="utf-8")
    known, names = people()
    return worked.run(worked.read_story(file, names), book or commonweal(folder), known)


def whole(weeks: int, book: Rulebook) -> Told:
    """The party's first worked case so many weeks earlier, until the sanction takes effect by itself."""
    known, names = people()
    story = worked.moved(worked.read_story(NOW / "worked" / "CP01.yaml", names), -timedelta(weeks=weeks))
    quiet = ("release_bundle", "take_effect", "rules_changed", "note_progress")
    lines = tuple(line for line in story.lines if line.name not in (*quiet, "publish", "close"))
    told = worked.run(replace(story, lines=lines, end={}, quiet=quiet), book, known)
    assert told.failures == []
    while told.case is not None and (draft := consequence(book, known, told.case, until=told.entries[-1].at + MONTH)):
        worked.enter(told, draft, datetime.combine(draft.at, time(), UTC))
        if draft.step == "take_effect":
            break
    return told


def due(told: Told, step: str) -> Counted:
    assert told.case is not None
    found = next(duty.due for duty in duties.owed(told.case) if duty.step == step)
    assert found is not None
    return found


TURNED = """- {day: 2026-04-01, did: rules_changed, by: clock,
   expect: {on: [inquiry, suspended], off: [watched], lapsed: [look_again],
            letters: {D44: [Odette Farr, Magnus Thorley]},
            due: {report: 2026-04-28, review_suspension: 2026-04-29}}}
"""


def test_an_open_case_goes_on_under_the_edition_of_the_day_of_each_step(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)

    assert told.failures == []
    assert told.edition.version == "2026.1"
    first, last = told.entries[0], told.entries[-1]
    assert told.rulebook.by_digest(first.edition).version == "2023.2"  # type: ignore[union-attr]
    assert told.rulebook.by_digest(last.edition).version == "2026.1"  # type: ignore[union-attr]
    assert last.clauses == ("1.5", "13.2")
    assert "rule 1.5: date of step, Wednesday 1 April 2026" in str(last.data["why"])


def test_what_the_newer_edition_has_no_more_is_said(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)
    assert told.case is not None

    gone = try_(told, "lengthen_report", by="Honor Trevanion", on="2026-04-02", reasons="Two witnesses are away.")
    instead = try_(told, "extend", by="Honor Trevanion", on="2026-04-02", via="email", duty="report",
                   by_how_much="28 days", reasons="Two are away.")  # fmt: skip

    why = str(told.entries[-1].data["why"])
    assert "the stage “being watched” and what was owed: “look at it again”" in why
    assert codes(gone) == {"E-NO-POWER"}
    assert "was a step of edition 2023.2" in gone.refusals[0].sentence
    assert "lengthen_report" not in {
        one.step.name for one in possible(told.rulebook, told.people, told.case, date(2026, 4, 2))
    }
    assert instead.lawful


def test_what_was_owed_already_keeps_its_day_and_says_by_which_rule(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)

    report, review = due(told, "report"), due(told, "review_suspension")

    assert (report.day, review.day) == (date(2026, 4, 28), date(2026, 4, 29))
    assert "Owed under rule 6.1 of edition 2023.2" in report.sentence
    assert review.sentence == (
        "Rule 13.2 of edition 2026.1 names the day for a case that was running then: Wednesday 29 April 2026."
    )


def test_a_step_of_the_newer_edition_is_not_open_before_its_first_day(tmp_path: Path) -> None:
    told = told_across(tmp_path)

    assert codes(try_(told, "extend", by="Honor Trevanion", on="2026-03-31", via="email", reasons="x")) >= {
        "E-NO-POWER"
    }


def test_what_is_owed_over_the_change_is_met_after_it(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)

    did(told, "report", by="Lorna Beddoes", on="2026-04-20", result="filed", speaks_for={"1": ["E1"]},
        speaks_against={"1": ["E3"]}, gaps={"1": "none"}, analysis="Two heard it.",
        recommendation={"1": "case_to_answer"})  # fmt: skip

    assert told.case is not None
    assert [(one.step, one.how) for one in duties.past(told.case) if one.step == "report"] == [("report", "met")]
    assert "report" not in {duty.step for duty in duties.owed(told.case)}


def test_a_case_whose_charges_were_served_before_keeps_the_older_edition_until_the_decision(tmp_path: Path) -> None:
    told = whole(16, commonweal(tmp_path))  # charges on 24 March, decision on 5 May

    turned = [entry for entry in told.entries if "rules_changed" in entry.acts]
    assert [entry.at for entry in turned] == [date(2026, 5, 5)]
    before = told.entries[turned[0].index - 1]
    assert (before.step, told.rulebook.by_digest(before.edition).version) == ("issue_decision", "2023.2")  # type: ignore[union-attr]
    assert told.rulebook.by_digest(told.entries[-1].edition).version == "2026.1"  # type: ignore[union-attr]


def test_a_time_to_appeal_that_began_under_the_older_edition_is_not_cut_by_a_shorter_window(tmp_path: Path) -> None:
    book = commonweal(tmp_path)
    told = whole(16, book)
    decided = next(entry for entry in told.entries if entry.step == "issue_decision")

    assert decided.at == date(2026, 5, 5)
    effect = next(entry for entry in told.entries if entry.step == "take_effect")
    assert effect.at == date(2026, 5, 28)  # served on 6 May, 21 days up to 27 May


@pytest.mark.parametrize(
    ("older", "newer", "day", "says"),
    [
        ("21", "14", date(2026, 4, 8), "21 days up to Wednesday 8 April 2026 (edition 2023.2)"),
        ("21", "28", date(2026, 4, 15), "or 28 days up to Wednesday 15 April 2026"),
    ],
)
def test_of_two_times_to_appeal_the_longer_counts_and_shows_both(
    tmp_path: Path, older: str, newer: str, day: date, says: str
) -> None:
    book = commonweal(
        tmp_path,
        newer=(
            ("may: appeal, within: 14 days", f"may: appeal, within: {newer} days"),
            (
                "window: {of: issue_decision, at_most: 14 days}",
                f"window: {{of: issue_decision, at_most: {newer} days}}",
            ),
        ),
    )
    told = whole(23, book)  # decided on 17 March, served on the 18th
    effect = next(entry for entry in told.entries if entry.step == "take_effect")

    assert effect.at == day + timedelta(days=1)
    told.entries = [entry for entry in told.entries if entry.index < effect.index]
    told.case = replay(book, told.name, told.entries)
    counted = due(told, "appeal")
    assert counted.day == day
    assert "Rule 13.3 of edition 2026.1 gives the longer of two times" in counted.sentence
    assert says in counted.sentence
    late = try_(told, "appeal", by="Magnus Thorley", on=day.isoformat(), grounds=["sanction too severe"], text="x")
    assert "E-APPEAL-LATE" not in codes(late)
    assert "E-APPEAL-LATE" in codes(
        try_(told, "appeal", by="Magnus Thorley", on="2026-04-16", grounds=["sanction too severe"], text="x")
    )


def test_a_record_is_judged_under_the_edition_of_each_step(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)
    did(told, "extend", by="Honor Trevanion", on="2026-04-02", via="email", duty="report", by_how_much="28 days",
        reasons="Two are away.")  # fmt: skip
    last = told.entries[-1]
    unwritten = [*told.entries[:-2], replace(last, index=last.index - 1)]  # nobody wrote down that the rules changed

    for entries in (told.entries, unwritten):
        judged = judge(told.rulebook, told.people, told.name, entries, until=date(2026, 4, 3))
        assert [str(one.sentence) for one in judged.breaches] == []
        assert judged.case.edition.version == "2026.1"


def test_a_deed_done_before_the_change_and_typed_after_it_is_judged_by_the_older_edition(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)
    assert told.case is not None
    wish = Wish(
        case=told.name, step="lengthen_report", at=date(2026, 3, 31), recorded=datetime(2026, 4, 1, 12, tzinfo=UTC),
        by=(fictional_id("Honor Trevanion"),), channel="email",
        fields={"duty": "report", "by_how_much": "28 days", "reasons": "Two witnesses are away."},
    )  # fmt: skip

    verdict = decide(told.rulebook, told.people, told.case, wish)

    assert verdict.draft is not None, verdict.refusals
    assert told.rulebook.by_digest(verdict.draft.edition).version == "2023.2"  # type: ignore[union-attr]
    worked.enter(told, verdict.draft, wish.recorded)
    assert due(told, "report").day == date(2026, 5, 26)


# Other days to choose an edition by -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("use", "conduct", "version"),
    [
        ("date of conduct", ["2026-03-20", "2026-04-03"], "2023.2"),
        ("last day of conduct", ["2026-03-20", "2026-04-03"], "2026.1"),
        ("date of receipt", ["2026-03-20"], "2026.1"),
        ("date of decision", ["2026-03-20"], "2026.1"),
        ("date of conduct", [], "2026.1"),  # nobody knows the day: that of receipt
    ],
)
def test_a_case_begins_under_the_edition_of_the_day_that_the_rules_name(
    tmp_path: Path, use: str, conduct: list[str], version: str
) -> None:
    book = commonweal(tmp_path, newer=(("{use: date of step, clause", f"{{use: {use}, clause"),))
    known, _ = people()
    wish = Wish(
        case="c", step="receive", at=date(2026, 4, 8), recorded=datetime(2026, 4, 8, 12, tzinfo=UTC), channel="portal",
        by=(fictional_id("Odette Farr"),),
        fields={"standing": "victim", "conduct": conduct, "account": "x",
                "respondents": [fictional_id("Magnus Thorley")]},
    )  # fmt: skip

    verdict = decide(book, known, None, wish)

    assert verdict.draft is not None, verdict.refusals
    assert book.by_digest(verdict.draft.edition).version == version  # type: ignore[union-attr]


# The letter that tells of it


def written(told: Told, name: str) -> str:
    assert told.case is not None
    said = Said(reference="CP-T01", address="https://example.org/cp/", names=told.story.names, texts={})
    letter = write(read_wording(NOW / "letters"), "D44", told.case, told.entries[-1], fictional_id(name), said)
    assert letter is not None
    return letter.plain


def test_both_sides_are_told_which_rules_hold_from_which_day_and_by_which_clauses(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)

    for name in ("Magnus Thorley", "Odette Farr"):
        letter = written(told, name)
        day = "Wednesday 1 April 2026"
        assert f"From {day} your case goes on under edition 2026.1. Before, it was under edition 2023.2." in letter
        assert f"Edition 2026.1 governs the steps (rule 1.5: date of step, {day})." in letter
        assert "Rule 13.2 of edition 2026.1 says what is owed meanwhile." in letter
        assert "https://example.org/cp/rules/" in letter


def test_only_who_answers_reads_under_each_clause_what_the_milder_edition_leaves_open(tmp_path: Path) -> None:
    told = told_across(tmp_path, TURNED)

    answers, complains = written(told, "Magnus Thorley"), written(told, "Odette Farr")

    assert "Rule 2.1.4: expulsion. Edition 2023.2 governs the sanction (rule 1.6" in answers
    assert "the milder of 2023.2 and 2026.1" in answers
    assert "2.1.4" not in complains
    assert "the milder counts (rule 1.6)" in complains


def test_a_running_time_of_the_reader_stands_there_with_its_day(tmp_path: Path) -> None:
    """Told a fortnight later, so that the time for an account still runs when the rules change."""
    late = BEFORE[: BEFORE.index("- {day: 2026-03-11")]
    line = "- {day: 2026-03-25, did: tell_respondent, by: Lorna Beddoes, via: email}\n"
    told = told_upto(tmp_path, late + line)

    letter = written(told, "Magnus Thorley")

    assert "You may still" in letter
    assert "9 April 2026" in letter
    assert "No time of yours runs at present" in written(told, "Odette Farr")


def test_who_has_had_no_letter_yet_learns_nothing_by_this_one(tmp_path: Path) -> None:
    """The complaint came in; the person complained about has not been told."""
    early = BEFORE[: BEFORE.index("- {day: 2026-03-11")]
    told = told_upto(tmp_path, early)
    assert told.case is not None

    to = {one.to for one in sendings(told.case, told.entries[-1]) if one.letter == "D44"}

    assert to == {fictional_id("Odette Farr")}
