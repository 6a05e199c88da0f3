"""A rule book with a fault is refused with the file, the line, what is wrong and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from alteram.rulebook import document, loading
from alteram.rulebook.document import CannotBeRead
from alteram.rulebook.model import Edition

ROOT = Path(__file__).parents[3]
LEAGUE = ROOT / "rulebooks" / "lantern-league" / "2025"
SMALL = """\
alteram: 1
procedure: A small club
version: "1"
in_force_from: 2026-01-01
time: {calendar: {holidays: GB-ENG}, service: {email: 1 working day}}
sanctions: {warning: {hearing: required}, expulsion: {hearing: required}}
offences: {"1.1": {title: Unkindness, sanctions: [warning .. expulsion]}}
roles:
  complainant: {party: true}
  respondent: {party: true}
  clerk: {pool: clerks}
stages:
  new: {begins: [receive], ends: [close]}
steps:
  receive: {act: complaint_received, clause: "2.1", by: complainant, starts_case: true,
    then: [{must: close, within: 14 days, else: {deem: close}}]}
  close: {act: case_closed, clause: "2.2", by: clerk, while: new, ends_case: true}
"""


def read(text: str, **clauses: str) -> Edition:
    return loading.read_edition(document.parse(text, file="procedure.yaml"), file="procedure.yaml", clauses=clauses)


def test_the_small_book_itself_is_sound() -> None:
    edition = read(SMALL)

    assert edition.offences["1.1"].sanctions == ("warning", "expulsion")
    assert edition.steps["receive"].then[0].within.number == 14
    assert len(edition.digest) == 64


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("while: new", "while: newer", 17, "no stage “newer”"),
        ("act: case_closed", "act: case_shut", 17, "case_shut"),
        ("by: clerk,", "by: clark,", 17, "no role “clark”"),
        ("within: 14 days", "within: a fortnight", 16, "a fortnight"),
        (", else: {deem: close}", "", 16, "no consequence"),
        ("{deem: close}", "{deem: closing}", 16, "no step “closing”"),
        ("must: close", "must: clos", 16, "Did you mean “close”?"),
        ("begins: [receive]", "begins: [receive=done]", 13, "no result “done”"),
        ("in_force_from: 2026-01-01", "in_force_from: January", 4, "“January” is not a day"),
        ("starts_case: true", "starts_case: yes", 15, "neither true nor false"),
        ("email: 1 working day", "fax: 1 working day", 5, "no channel “fax”"),
        ("[warning .. expulsion]", "[warning .. exile]", 7, "no sanction"),
        (", ends_case: true", "", 1, "Exactly one step must end a case"),
        ("procedure: A small club\n", "", 1, "no “procedure”"),
        ("  clerk: {pool: clerks}", "  clerk: {pool: clerks, is: judge}", 11, "no capacity the product knows"),
        ("  close: {act", "  close: {colour: red, act", 17, "no key “colour”"),
        ('  close: {act: case_closed, clause: "2.2",', "  close: {act: case_closed,", 17, "has no “clause”"),
        ("stages:\n", "stages:\n  new: {begins: [receive], ends: [close]}\n", 14, "second time"),
        ("roles:\n", "roles: [\n", 10, "not valid YAML"),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_would_be_right(right: str, wrong: str, line: int, says: str) -> None:
    assert right in SMALL
    with pytest.raises(CannotBeRead) as refused:
        read(SMALL.replace(right, wrong))

    sentence = refused.value.sentence()
    assert says in sentence
    lines = {problem.line for problem in refused.value.problems}
    assert line in lines, sentence


def test_a_clause_that_the_text_does_not_have_is_refused_and_so_is_one_without_a_rule() -> None:
    with pytest.raises(CannotBeRead, match=r"clause 2\.2, which the text does not have"):
        read(SMALL, **{"1.1": "Be kind.", "2.1": "Complain."})
    with pytest.raises(CannotBeRead, match=r"Clause 9\.9 of the text has neither a rule nor a stated reason"):
        read(SMALL, **{"1.1": "Be kind.", "2.1": "Complain.", "2.2": "Close.", "9.9": "Enjoy."})


def test_every_clause_of_the_league_has_its_place() -> None:
    edition = loading.load(LEAGUE)

    assert len(edition.clauses) > 100
    assert {step.clause for step in edition.steps.values()} <= set(edition.clauses)


@pytest.mark.parametrize("name", ["commonweal-party", "dockside-branch"])
def test_the_golden_procedures_can_be_read(name: str) -> None:
    file = ROOT.parent / "shared" / "golden" / "procedures" / f"{name}.yaml"
    assert file.exists() or not file.parents[2].exists()
    if file.exists():
        root = document.read(file)
        assert loading.read_edition(root, file=file.name, clauses={}).steps


def test_the_digest_follows_every_letter() -> None:
    assert read(SMALL).digest != read(SMALL.replace("14 days", "15 days")).digest
    assert read(SMALL).digest == read(SMALL + "# a remark changes nothing\n").digest


def test_the_protected_reasons_are_asked_at_every_decision_or_not_at_all() -> None:
    listed = 'protected: {clause: "1.0", never_an_offence: [a strike], asked: %s}, "1.1"'

    asked = read(SMALL.replace('{"1.1"', "{" + listed % "at every decision"))
    assert asked.protected is not None
    assert asked.protected.reasons == ("a strike",)
    assert read(SMALL).protected is None
    with pytest.raises(CannotBeRead, match="Write `asked: at every decision`"):
        read(SMALL.replace('{"1.1"', "{" + listed % "now and then"))
