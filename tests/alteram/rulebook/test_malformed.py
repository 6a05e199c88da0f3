"""Every fault in a file is told with file and line, with what is wrong and with what would be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator

from alteram.calendar import freezing
from alteram.rulebook import document, loading, schema
from alteram.rulebook.document import CannotBeRead, Problem
from tests.alteram.rulebook.books import FAULTY, SMALL

PARTY = (FAULTY / "commonweal-party.yaml").read_text(encoding="utf-8")
EDITOR = Draft202012Validator(schema.schema())


class Fault(NamedTuple):
    """One edit that spoils a sound file."""

    was: str
    becomes: str
    on: str  # words of the line that must be named
    wrong: str
    right: str
    seen: bool = False  # whether the schema sees it too


YAML = {
    "a key twice": Fault(
        "pools: {", "roles: {x: 1}\npools: {", "roles: {x: 1}", "“roles” stands here for the second", "Keep"
    ),
    "a key twice on one line": Fault(
        "reprimand:  {hearing",
        "reprimand:  {hearing: required, hearing",
        "reprimand:  {",
        "second time",
        "Keep one of the two",
    ),
    "a tab": Fault("  reviewer:  ", "\treviewer:  ", "\treviewer", "A tab stands", "Indent with spaces"),
    "a bracket left open": Fault(
        "  judging:       [dec", "  judging:       [[dec", "appealing:", "not valid YAML", "brackets"
    ),
    "a value given a name": Fault(
        "pool: governance}", "pool: &g governance}", "&g governance", "used again", "Write the value out"
    ),
    "a type": Fault(
        "quorum: 3, vote: majority}\n  appeal",
        "quorum: !!python/int 3, vote: majority}\n  appeal",
        "python",
        "type",
        "Leave it out",
    ),
    "a sign for nothing": Fault(
        "rejoin: application after 5 years", "rejoin: ~", "rejoin: ~", "stands for nothing", "leave the key out"
    ),
    "nothing at all": Fault(
        "by: Annual Conference", "by: ", "adopted:", "Nothing stands here", "Write the value", True
    ),
}
KEYS = {
    "no format": Fault("alteram: 1  ", "# 1  ", "procedure: Common", "has no “alteram”", "`alteram: 1`", True),
    "another format": Fault("alteram: 1  ", "alteram: 2  ", "alteram: 2", "“2” cannot stand here", "`1`", True),
    "no edition": Fault('version: "2026.1"\n', "", "alteram: 1", "has no “version”", "version:", True),
    "an unknown table": Fault(
        "limitation: {", "limitations: {", "limitations", "no key “limitations”", "mean `limitation`", True
    ),
    "a key of YAML 1.1": Fault(
        "caution:      {begins:", "caution:      {on:", "caution:  ", "no key “on”", "mean `begins`", True
    ),
    "a truth of YAML 1.1": Fault(
        "starts_case: true", "starts_case: yes", "starts_case: yes", "neither true nor", "Write true", True
    ),
    "a step's key misspelt": Fault(
        "by: clock, then", "bye: clock, then", "bye: clock", "no key “bye”", "mean `by`", True
    ),
    "a step without act": Fault("{act: struck_out, clause", "{clause", "strike_out:  ", "has no “act”", "act:", True),
    "a step without clause": Fault(
        'struck_out, clause: "7.10"', "struck_out", "strike_out:  ", "has no “clause”", "clause:", True
    ),
    "a step that nobody takes": Fault('"7.10", by: clock,', '"7.10",', "strike_out:  ", "has no “by”", "by:", True),
    "a wait without length": Fault(
        "{after: disclose, at_least: 14 days}", "{after: disclose}", "{after: disclose}", "no “at_least”", "28", True
    ),
    "a window without start": Fault(
        "window: {of: triage, ", "window: {", "ask_triage_review", "no “of”", "`of: give_reasons`", True
    ),
    "a word where a map belongs": Fault(
        "time:\n  unit", "time: long\nunits:\n  unit", "time: long", "must be a map", "key: value", True
    ),
    "a list where a word belongs": Fault(
        "pool: governance}", "pool: [governance]}", "[governance]", "One word", "Not a list", True
    ),
    "a list with nothing in it": Fault(
        "begins: [name_panel]", "begins: []", "begins: []", "list is empty", "at least one", True
    ),
}
PHRASES = {
    "a length in words": Fault(
        "within: 42 days", "within: six weeks", "six weeks", "“six weeks” is not a length", "N working days", True
    ),
    "no time at all": Fault(
        "within: 42 days", "within: 0 days", "within: 0 days", "not a length", "from 1 to 9999", True
    ),
    "a day that is none": Fault(
        "in_force_from: 2026-04-01", "in_force_from: 1 April", "1 April", "is not a day", "2026-03-14", True
    ),
    "a day without its dashes": Fault(
        "date: 2026-03-14", "date: 20260314", "20260314", "is not a day", "2026-03-14", True
    ),
    "a number that is an exponent": Fault("at_most: 8", "at_most: ²", "²", "not a whole number", "3", True),
    "a number beyond reason": Fault("at_most: 8", "at_most: " + "9" * 5000, "9999", "not a whole number", "3"),
    "a day of no month": Fault("date: 2026-03-14", "date: 2026-02-30", "2026-02-30", "is not a day", "2026-03-14"),
    "which edition": Fault(
        "{use: date of step,",
        "{use: date of the step,",
        "date of the step",
        "cannot stand here",
        "`date of step`",
        True,
    ),
    "milder of one": Fault(
        "milder of date of conduct and date of decision",
        "milder of date of step and date of step",
        "milder",
        "itself",
        "two different",
    ),
    "milder where nothing is": Fault(
        "{use: date of step,", "{use: milder of the two,", "milder of the two", "cannot stand", "date of", True
    ),
    "a transition": Fault(
        "if: appeal window already open",
        "if: an appeal is open",
        "an appeal is open",
        "cannot stand",
        "appeal window",
        True,
    ),
    "a transition to both": Fault(
        "if: suspend before", 'keep: "x", if: suspend before', 'keep: "x"', "“keep” or “then”", "one of"
    ),
    "holidays of elsewhere": Fault("holidays: GB-ENG", "holidays: FR", "holidays: FR", "“FR” cannot", "`GB-SCT`", True),
    "a closure": Fault('"12-24..01-02"', '"Christmas"', '"Christmas"', "names no days", "12-24..01-02", True),
    "a channel": Fault("email: 1 working day", "fax: 1 working day", "fax: 1", "no key “fax”", "email", True),
    "a hearing": Fault(
        "expulsion:  {hearing: required",
        "expulsion:  {hearing: usually",
        "usually",
        "“usually” cannot",
        "`required`",
        True,
    ),
    "a sanction's end": Fault(
        "lasts: up to 18 months", "lasts: about 18 months", "about 18", "cannot stand", "`up to LENGTH`", True
    ),
    "a sanction of clear days": Fault(
        "lasts: up to 18 months", "lasts: up to 18 clear days", "18 clear", "cannot last", "months or years"
    ),
    "a ban in matches": Fault(
        "lasts: up to 18 months", "matches: some, no_later_than: 18 months", "matches: some", "“some” cannot", "N", True
    ),
    "a ban in matches that is never over": Fault(
        "lasts: up to 18 months", "matches: 6, no_later_than: for ever", "for ever", "“for ever” cannot", "LENGTH", True
    ),
    "a ban in matches of clear days": Fault(
        "lasts: up to 18 months", "matches: 6, no_later_than: 18 clear days", "18 clear", "cannot run for", "months"
    ),
    "a ban in matches and in days": Fault(
        "lasts: up to 18 months", "lasts: up to 18 months, matches: 6", "matches: 6", "not in both", "no_later_than"
    ),
    "a longest time of no matches": Fault(
        "lasts: up to 18 months", "no_later_than: 18 months", "no_later_than", "belongs to a sanction", "Add `matches`"
    ),
    "a ban in matches that takes nothing": Fault(
        "lasts: up to 18 months", "matches: 6, takes: nothing", "takes: nothing", "would take nothing", "events"
    ),
    "a vote": Fault("vote: 3 of 3", "vote: all", "vote: all", "“all” cannot", "`N of N`", True),
    "coming back": Fault(
        "application after 5 years",
        "after 5 years",
        "after 5 years",
        "cannot stand",
        "`application after LENGTH`",
        True,
    ),
    "a time bar": Fault("2 years of conduct", "2 years", "2 years,", "cannot stand", "`LENGTH of conduct`", True),
    "a standard": Fault(
        "standard: balance of probabilities", "standard: likely", "likely", "cannot", "balance of probabilities", True
    ),
    "a contact": Fault(
        "only: in writing or with", "only: by letter or with", "by letter", "“by letter” cannot", "`in writing`", True
    ),
    "a contact through nobody": Fault(
        "only: through clerk", "only: through clark", "clark", "no role “clark”", "“clerk”"
    ),
    "a direction": Fault("sit remotely", "sit in secret", "sit in secret", "cannot stand", "`sit remotely`", True),
    "directions by no chair": Fault(
        "chair of hearing_panel", "chair of clerk", "chair of clerk", "no body “clerk”", "hearing_panel"
    ),
    "what is shown": Fault(
        "others: anonymised summary", "others: a summary", "a summary", "cannot stand", "`anonymised summary`", True
    ),
    "what is kept": Fault(
        "no_case: 1 year", "no_case: always", "always", "cannot stand", "`life of ban + LENGTH`", True
    ),
    "a capacity": Fault(
        "is: adjudicator, pool: governance",
        "is: judge, pool: governance",
        "judge",
        "“judge” cannot",
        "`adjudicator`",
        True,
    ),
    "how it comes in": Fault(
        "reasons: written, tells: respondent, leng",
        "reasons: oral, tells: respondent, leng",
        "oral",
        "“oral”",
        "`written`",
        True,
    ),
    "what an appeal never does": Fault(
        "never: increase the sanction", "never: worse", "never: worse", "cannot", "`increase", True
    ),
}
NAMES = {
    "a step in a duty": Fault(
        "must: appoint_investigator, within",
        "must: appoint_investigators, within",
        "must: appoint_investigators,",
        "no step “appoint_investigators”",
        "Did you",
    ),
    "a step deemed": Fault("deem: strike_out}", "deem: strike}", "strike}", "no step “strike”", "“strike_out”"),
    "a result deemed": Fault(
        "{deem: triage=investigate}", "{deem: triage=inquire}", "=inquire", "no result “inquire”", "Did you|Known"
    ),
    "a deemed step without its result": Fault(
        "{deem: triage=investigate}", "{deem: triage}", "deem: triage}", "which result", "triage=no_case"
    ),
    "a duty after no result": Fault(
        "{if: refused, must: serve", "{if: denied, must: serve", "denied", "no result “denied”", "accepted, refused"
    ),
    "a role in by": Fault('"7.2", by: convenor', '"7.2", by: chairman', "chairman", "no role “chairman”", "Known"),
    "a role in tells": Fault(
        "while: suspended, tells: respondent",
        "while: suspended, tells: member",
        "tells: member",
        "no role “member”",
        "Known",
    ),
    "a stage": Fault(
        '"9.2", by: convenor, while: under_appeal',
        '"9.2", by: convenor, while: appealed',
        "appealed",
        "no stage “appealed”",
        "Known|Did",
    ),
    "a need": Fault(
        "needs: [mitigation]", "needs: [mitigated]", "[mitigated]", "neither a step nor a stage", "“mitigation”"
    ),
    "a group": Fault(
        "nobody_in: suspending,", "nobody_in: suspenders,", "suspenders", "no group “suspenders”", "“suspending”"
    ),
    "a step in a group": Fault(
        "[hear_appeal, decide_appeal]\nconf", "[hear_appeals]\nconf", "hear_appeals", "no step", "“hear_appeal”"
    ),
    "a pool": Fault("pool: clerks}", "pool: clerk_list}", "clerk_list", "no pool “clerk_list”", "Known|Did"),
    "what a sanction takes": Fault(
        "expulsion:  {hearing",
        "expulsion:  {takes: everything, hearing",
        "expulsion:  {",
        "everything",
        "an office",
        True,
    ),
    "a sanction in a range": Fault(
        "[training .. expulsion]", "[training .. exile]", "exile", "no sanction “exile”", "reprimand"
    ),
    "a range that runs backwards": Fault(
        "[training .. expulsion]", "[expulsion .. training]", '"2.1.4"', "lighter to the heavier", "`training .. exp"
    ),
    "an offence for a breach": Fault(
        "always: allowed", 'always: allowed, breach: "9.9"', '"9.9"', "no offence “9.9”", "2.1.1"
    ),
    "an act": Fault("act: struck_out", "act: strike_out", "act: strike_out", "no act “strike_out”", "`struck_out`"),
    "an act of the product": Fault(
        "act: struck_out", "act: sanction_ended", "sanction_ended", "product does itself", "No step"
    ),
    "acts that cannot travel": Fault(
        "act: charge_decided", "act: [charge_decided, sanction_decided]", "sanction_decided]", "cannot be one", "each"
    ),
}
MEANING = {
    "results that mean nothing": Fault(
        "means: {refer: case_to_answer}, ", "", "case_decision: ", "means nothing that the act", "refer: …"
    ),
    "an act left without result": Fault(
        "act: interim_decided, means: granted", "act: interim_decided", "suspend:  ", "what comes out", "granted"
    ),
    "a limit on no result": Fault(
        "limit: {remitted: 1}", "limit: {returned: 1}", "returned", "no result “returned”", "remitted"
    ),
    "a duty without consequence": Fault(
        "{must: issue_decision, within: 28 days, else: {deem: strike_out}}",
        "{must: issue_decision, within: 28 days}",
        "{must: issue_decision, within: 28 days}",
        "has no “else”",
        "else:",
        True,
    ),
    "a duty with two": Fault(
        "else: {deem: take_effect}},\n           {if: allowed",
        "else: {deem: take_effect, tell: [auditor]}},\n           {if: allowed",
        "tell: [auditor]",
        "no consequence, or two",
        "`else: {deem",
    ),
    "a duty to nothing": Fault(
        "{must: publish, within", "{within", "{within: 14 days", "“must” or “may”", "one of the two"
    ),
    "a duty told to nobody": Fault(
        "{deem: publish}", "{tell: everyone}", "everyone", "no role “everyone”", "Known|Did"
    ),
    "never to be taken": Fault(
        "at_most: 2, appoints: hearing_panel",
        "at_most: 0, appoints: hearing_panel",
        "at_most: 0",
        "too few",
        "At least 1",
        True,
    ),
    "a number in words": Fault("at_most: 8", "at_most: eight", "eight", "not a whole number", "3", True),
    "a step that waits for itself": Fault(
        "needs: [mitigation]", "needs: [sanction]", "sanction:     ", "waits for itself", "before"
    ),
    "a stage that never is": Fault(
        "ends: [serve_charges, strike_out]}\n  ch",
        "ends: [case_decision=refer]}\n  ch",
        "to_charge",
        "begins and ends",
        "another",
    ),
    "a role that is nobody": Fault(
        "welfare_officer:     {is: support, pool: welfare}",
        "welfare_officer:     {is: support}",
        "{is: support}",
        "Nobody can",
        "pool",
    ),
    "a role without capacity": Fault(
        "case_officer:        {is: case_examiner, pool",
        "case_officer:        {pool",
        "case_officer:  ",
        "no capacity",
        "is: …",
    ),
    "a role that chairs itself": Fault(
        "  hearing_panel: {body: 3,",
        "  hearing_panel: {chair_of: hearing_panel, body: 3,",
        "hearing_panel: {chair",
        "chairs, by way of others, itself",
        "whose members sit",
    ),
    "roles that chair each other": Fault(
        "  appeal_panel:  {body: 3,",
        "  moot_panel: {is: chair, chair_of: appeal_panel, body: 3, from: independent_list}\n"
        "  appeal_panel:  {chair_of: moot_panel, body: 3,",
        "appeal_panel: {chair_of: moot_panel|moot_panel: {",
        "chairs, by way of others, itself",
        "whose members sit",
    ),
    "a quorum above the body": Fault(
        "{legally_qualified: 1}, quorum: 3, vote: majority}\n  appeal",
        "{legally_qualified: 1}, quorum: 4, vote: majority}\n  appeal",
        "quorum: 4",
        "no quorum of 4",
        "At most 3",
    ),
    "more seats than the body has": Fault(
        "including: {legally_qualified: 1}, quorum: 3, vote: majority}\n  appeal",
        "including: {legally_qualified: 4}, quorum: 3, vote: majority}\n  appeal",
        "legally_qualified: 4}, q",
        "4 seats",
        "larger",
    ),
    "a seat for a category nobody has": Fault(
        "including: {legally_qualified: 1}, quorum: 3, vote: majority}\n  appeal",
        "including: {bishop: 1}, quorum: 3, vote: majority}\n  appeal",
        "bishop",
        "counts nobody as “bishop”",
        "bishop: 1",
    ),
    "more of a category than the pool": Fault(
        "legally_qualified: 4}}", "legally_qualified: 40}}", "40}}", "cannot hold 40", "At most 14"
    ),
    "a conflict with nothing": Fault(
        "nobody_in: judging, also_in: [appealing]", "nobody_in: judging", '"4.4"', "nobody may act besides", "also_in"
    ),
    "a contact that rules nothing": Fault(
        "always: allowed, may_not: discuss evidence", "log: every contact", '"4.12"', "rules nothing", "only"
    ),
    "no day of the calendar": Fault(
        "in_force_from: 2026-04-01", "in_force_from: 1926-04-01", "1926", "outside the days", "covers"
    ),
    "in force before adoption": Fault(
        "date: 2026-03-14", "date: 2026-05-14", "2026-05-14", "before it was adopted", "in_force_from"
    ),
    "an edition that replaces itself": Fault(
        'replaces: "2023.2"', 'replaces: "2026.1"', "replaces:", "replaces itself", "before it"
    ),
    "no first step": Fault(
        "starts_case: true,", "", "# A fictional party|alteram: 1", "must start a case", "complaint_received"
    ),
    "two last steps": Fault(
        '"11.1", by: clerk, while: in_force',
        '"11.1", by: clerk, ends_case: true, while: in_force',
        "ends_case: true}",
        "must end a case",
        "case_closed",
    ),
}
FAULTS = {**YAML, **KEYS, **PHRASES, **NAMES, **MEANING}


def problems_in(text: str, tmp_path: Path) -> tuple[Problem, ...]:
    file = tmp_path / "club.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CannotBeRead) as refused:
        loading.load(file)
    return refused.value.problems


def test_the_example_that_is_spoiled_here_can_be_read() -> None:
    assert loading.load(FAULTY / "commonweal-party.yaml").steps


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_line_and_remedy(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    assert fault.was in PARTY
    text = PARTY.replace(fault.was, fault.becomes, 1)

    found = problems_in(text, tmp_path)

    lines = text.splitlines()
    fitting = [
        problem
        for problem in found
        if any(word in problem.wrong for word in fault.wrong.split("|"))
        and any(word in lines[problem.line - 1] for word in fault.on.split("|"))
        and any(word in problem.right for word in fault.right.split("|"))
    ]
    assert fitting, "\n".join(str(problem) for problem in found)
    assert {problem.file for problem in found} == {"club.yaml"}
    assert all(problem.right for problem in found)
    assert len(found) <= 3, "one slip, and a page of errors"


def test_there_are_more_than_forty() -> None:
    assert len(FAULTS) > 40


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.seen])
def test_the_schema_for_editors_sees_it_too(name: str) -> None:
    fault = FAULTS[name]
    text = PARTY.replace(fault.was, fault.becomes, 1)

    assert list(EDITOR.iter_errors(document.parse(PARTY, file="club.yaml").plain())) == []
    assert list(EDITOR.iter_errors(document.parse(text, file="club.yaml").plain())) != []


EDITION = {"procedure.yaml": SMALL, "text.md": "# Rules\n\n**1.1** Be kind.\n\n**2.1** Complain.\n\n**2.2** Close.\n"}


@pytest.mark.parametrize(
    ("file", "was", "becomes", "told", "line", "wrong", "right"),
    [
        (
            "text.md",
            "**2.2** Close.",
            "**2.3** Close.",
            "procedure.yaml",
            18,
            "clause 2.2, which the text",
            "2.3",
        ),
        (
            "text.md",
            "**2.2**",
            "**9.9** Enjoy.\n\n**2.2**",
            "procedure.yaml",
            1,
            "Clause 9.9 of the text has neither",
            "explained",
        ),
        ("text.md", "**1.1** Be kind.\n\n", "", "procedure.yaml", 7, "“1.1” rests on clause 1.1", "Cite a clause"),
        (
            "text.md",
            "**2.2**",
            "**2.1** Again.\n\n**2.2**",
            "text.md",
            7,
            "2.1 stands here for the second",
            "number of its own",
        ),
        (
            "procedure.yaml",
            "pools:",
            'explained_by_text: {"8.8": No.}\npools:',
            "procedure.yaml",
            12,
            "clause 8.8",
            "Cite",
        ),
        ("calendar.json", "", "{", "calendar.json", 1, "not valid JSON", "anew"),
        ("calendar.json", "", "[]", "calendar.json", 1, "a map", "anew"),
        ("calendar.json", "", '{"calendar": 1}', "procedure.yaml", 1, "calendar", "Restore"),
    ],
)
def test_a_fault_between_two_files_is_told(
    file: str, was: str, becomes: str, told: str, line: int, wrong: str, right: str, tmp_path: Path
) -> None:
    folder = tmp_path / "club" / "1"
    folder.mkdir(parents=True)
    for name, held in {**EDITION, file: EDITION.get(file, "")}.items():
        assert name != file or was in held
        (folder / name).write_text(held.replace(was, becomes, 1) if name == file else held, encoding="utf-8")

    with pytest.raises(CannotBeRead) as refused:
        loading.load(folder)

    assert [
        problem
        for problem in refused.value.problems
        if (problem.file, problem.line) == (told, line) and wrong in problem.wrong and right in problem.right
    ], refused.value


def test_a_calendar_that_counts_otherwise_than_the_table_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "club" / "1"
    folder.mkdir(parents=True)
    for name, held in EDITION.items():
        (folder / name).write_text(held, encoding="utf-8")
    frozen = freezing.to_data(loading.load(folder).calendar)
    (folder / "calendar.json").write_text(json.dumps(frozen), encoding="utf-8")
    assert loading.load(folder)

    (folder / "procedure.yaml").write_text(SMALL.replace("email: 1 w", "email: 2 w"), encoding="utf-8")

    with pytest.raises(CannotBeRead, match=r"line 5: calendar\.json counts otherwise than this table: service"):
        loading.load(folder)


@pytest.mark.parametrize(
    ("held", "wrong"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"- a list\n", "must be a map"),
        (b"just words", "must be a map"),
        (b"a: b\nc: \x01d\n", r"line 2: A character stands here that no text has \(U\+0001\)"),
        (b"a: " + b"[" * 3000, "Brackets stand within brackets"),
        (b"a: 1\n---\nb: 2\n", "not valid YAML"),
    ],
)
def test_what_is_no_rule_book_at_all_is_told(held: bytes, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "club.yaml"
    file.write_bytes(held)

    with pytest.raises(CannotBeRead, match=wrong):
        loading.load(file)


def test_many_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    spoiled = ("a closure", "a capacity", "a group", "a limit on no result", "what is kept")
    text = PARTY
    for name in spoiled:
        text = text.replace(FAULTS[name].was, FAULTS[name].becomes, 1)

    found = problems_in(text, tmp_path)

    assert len(found) == len(spoiled)
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
