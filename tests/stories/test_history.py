"""A record that was kept elsewhere is read in as it was kept: whole cases, with source and gaps."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alteram import due_process, history
from alteram.breaches import judge, sentences
from alteram.case import replay
from alteram.people import People
from alteram.statistics import cells
from alteram_web.casework import projections, river
from tests.builders import league

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RECEIVED: dict[str, Any] = {
    "case": "2025/14", "at": "2025-02-03", "step": "receive", "by": [{"who": "Ada Fenn", "as": "complainant"}],
    "fields": {"channel": "post", "respondents": ["Bo Marl"], "conduct": ["2025-01-12"], "account": "He shouted."},
    "note": "The letter is in the green box.",
}  # fmt: skip
TRIAGED: dict[str, Any] = {
    "case": "2025/14", "at": "2025-03-10", "step": "triage", "result": "no_action",
    "by": [{"who": "Cy Lund", "as": "triage"}], "gaps": ["no minutes of the triage"],
}  # fmt: skip


def taken(
    *lines: dict[str, Any], source: str = "the box of 2025"
) -> tuple[list[history.HistoricalCase], list[history.RefusedLine]]:
    read, refused = history.read("\n".join(json.dumps(line) for line in lines), table=False, source=source)
    cases, wrong = history.taken_in(
        read, league(), now=NOW, chain=lambda kept: str(uuid.uuid5(uuid.NAMESPACE_URL, kept)), person=_pseudonym
    )
    return cases, refused + wrong


def _pseudonym(who: str) -> str:
    return "p-" + who.split()[0].lower()


def test_each_line_becomes_an_entry_that_says_where_it_was_found_and_what_is_missing() -> None:
    (case,), refused = taken(TRIAGED, RECEIVED)

    first, second = (deed.entry for deed in case.deeds)
    assert refused == []
    assert (first.step, first.at, first.index) == ("receive", date(2025, 2, 3), 0)  # in the order of the days
    assert (second.step, second.result, second.by[0].capacity) == ("triage", "no_action", "triage")
    assert first.imported == {"source": "the box of 2025", "gaps": []}
    assert second.imported["gaps"] == ["no minutes of the triage"]
    assert first.data == {"channel": "post", "respondents": ["p-bo"], "conduct": ["2025-01-12"]}


def test_free_words_and_names_stand_in_no_entry() -> None:
    (case,), _ = taken(RECEIVED)

    assert case.deeds[0].texts == {"note": "The letter is in the green box.", "account": "He shouted."}
    assert "Ada" not in repr(case.deeds[0].entry)
    assert "shouted" not in repr(case.deeds[0].entry)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"at": "2025-02-30"}, "no day"),
        ({"at": "2031-01-01"}, "still to come"),
        ({"step": "guillotine"}, "no step"),
        ({"step": "triage", "result": "banned", "fields": {}}, "begins with receive"),
        ({"step": "", "act": "defenestrated"}, "begins with receive|no act"),
        ({"step": ""}, "either a step of the rule book or an act"),
        ({"result": "won"}, "no result"),
        ({"by": [{"who": "Ada Fenn", "as": "emperor"}]}, "no role"),
        ({"by": ["Ada Fenn"]}, "who and as"),
        ({"fields": {"favourite_colour": "red"}}, "Nobody is asked"),
        ({"fields": {"conduct": "some day"}}, "conduct"),
        ({"fields": {"respondents": [3]}}, "respondents"),
        ({"fields": {"channel": 1.5}}, "channel"),
        ({"gaps": "many"}, "gaps"),
        ({"papers": "many"}, "papers"),
        ({"papers": ["a.pdf", "a.pdf"]}, "twice"),
        ({"colour": "red"}, "Unknown: colour"),
        ({"case": ""}, "names its case"),
        ({"note": None, "result": 7}, "result"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_in_is_refused_with_its_number_and_its_case_with_it(
    change: dict[str, Any], why: str
) -> None:
    sound = {**RECEIVED, "case": "2025/15"}

    cases, refused = taken(sound, {**RECEIVED, **change})

    assert [case.reference for case in cases] == ["2025/15"]
    assert [line.number for line in refused] == [2]
    assert any(part in refused[0].why for part in why.split("|"))


def test_a_line_without_a_source_is_refused() -> None:
    _, refused = taken(RECEIVED, source="")

    assert "name a source" in str(refused[0])


def test_nothing_that_was_erased_elsewhere_erases_here() -> None:
    erased = {"case": "2025/14", "at": "2025-04-01", "act": "text_erased", "fields": {}}

    cases, refused = taken(RECEIVED, erased)

    assert cases == []
    assert "is a gap" in refused[0].why


def test_nobody_who_was_let_in_elsewhere_is_let_in_here() -> None:
    fields = {"person": "Eva Kern", "until": "2031-01-01", "proof": "none"}
    broken = {"case": "2025/14", "at": "2025-04-01", "act": "glass_broken", "fields": fields}

    cases, refused = taken(RECEIVED, broken)

    assert cases == []
    assert "gives nobody access here" in refused[0].why


def test_an_answer_that_is_a_paper_names_one_that_came_with_it() -> None:
    exhibit = {
        "case": "2025/14", "at": "2025-03-01", "act": "evidence_added", "source": "the box",
        "fields": {"exhibit": "a.pdf"}, "papers": ["b.pdf"],
    }  # fmt: skip
    cases, refused = taken(RECEIVED, exhibit)
    named, _none = taken(RECEIVED, {**exhibit, "papers": ["a.pdf", "b.pdf"]})

    assert cases == []
    assert "one of the papers of this line" in refused[0].why
    entry = named[0].deeds[1].with_papers({"a.pdf": "aa" * 32, "b.pdf": "bb" * 32})
    assert entry.data["exhibit"] == "aa" * 32
    assert [paper.digest for paper in entry.papers] == ["aa" * 32, "bb" * 32]


def test_a_table_says_the_same_as_lines_of_json() -> None:
    table = (
        "case,at,step,result,who,as,fields,note,source,gaps,papers\n"
        '2025/14,2025-02-03,receive,,Ada Fenn,complainant,"{""respondents"": [""Bo Marl""]}",In the box.,the box,,\n'
        "2025/14,2025-03-10,triage,no_action,Cy Lund,triage,,,the box,no minutes; no letter,a.pdf; b.pdf\n"
    )

    lines, refused = history.read(table, table=True)

    assert refused == []
    assert [(line.number, line.step, line.result) for line in lines] == [(2, "receive", ""), (3, "triage", "no_action")]
    assert lines[1].gaps == ("no minutes", "no letter")
    assert lines[1].papers == ("a.pdf", "b.pdf")
    assert lines[0].fields == {"respondents": ["Bo Marl"]}
    with pytest.raises(history.CannotTakeIn, match="Unknown: colour"):
        history.read("case,at,colour\n", table=True)


def test_a_case_with_gaps_is_never_judged_as_if_it_were_complete() -> None:
    whole, gappy = (
        tuple(deed.entry for deed in taken(RECEIVED, {**TRIAGED, "gaps": gaps})[0][0].deeds)
        for gaps in ([], ["no minutes of the triage"])
    )
    until = date(2026, 1, 1)
    judged = judge(league(), None, whole[0].case, gappy, until=until)

    assert judge(league(), None, whole[0].case, whole, until=until).breaches  # the triage came late
    assert judged.breaches == ()
    assert "no minutes of the triage" in next(sentences(judged))
    assert {one.state for one in due_process.ledger(judged.case)} == {"not known"}
    assert "not known" not in {one.state for one in due_process.ledger(replay(league(), whole[0].case, whole))}


def test_history_owes_nothing_and_sends_nothing() -> None:
    entries = [deed.entry for deed in taken(RECEIVED)[0][0].deeds]

    rows = projections.all_rows(league(), People(), entries[0].case, entries)

    tables = {row.table for row in rows}
    assert "case_row" in tables
    assert not tables & {"duty_row", "outbox_row"}
    assert {dict(row.cells)["status"] for row in rows if row.table == "case_row"} == {"closed"}


def test_history_publishes_nothing_here() -> None:
    decided = {**TRIAGED, "step": "sanction", "result": "expulsion", "fields": {"sanctions": ["expulsion"]}, "gaps": []}
    named = {**decided, "step": "publish", "result": "", "fields": {"what": "name and clause"}}
    entries = [deed.entry for deed in taken(RECEIVED, decided, named)[0][0].deeds]

    rows = projections.all_rows(league(), People(), entries[0].case, entries)

    # No step could correct it or take it down here, and nobody asked whether the decision was final.
    assert [row for row in rows if row.table == "notice_row"] == []


def test_a_case_whose_end_is_missing_counts_in_no_cell() -> None:
    entries = [deed.entry for deed in taken({**RECEIVED, "gaps": ["the rest"]})[0][0].deeds]

    rows = projections.all_rows(league(), People(), entries[0].case, entries)

    assert cells.cell(replay(league(), entries[0].case, entries)) == cells.OPEN
    assert [row for row in rows if row.table == "cell_row"] == []


def test_whoever_reads_the_case_reads_where_it_comes_from_and_what_is_missing() -> None:
    first, second = (deed.entry for deed in taken(RECEIVED, TRIAGED)[0][0].deeds)

    assert list(river.kept_elsewhere(first)) == [{"key": "Read in from", "value": "the box of 2025"}]
    assert {"key": "Known to be missing", "value": "no minutes of the triage"} in list(river.kept_elsewhere(second))
