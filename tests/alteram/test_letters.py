"""Kinds of letter: none goes out with an empty heading, and some say nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from alteram.acts import ACTS, HOUSE_ACTS
from alteram.letters import COMMON, LETTERS, NoSuchLetter, missing, too_much


def test_all_are_there_in_order() -> None:
    assert list(LETTERS) == [f"D{number:02}" for number in range(1, 45)]


def test_every_letter_is_well_formed() -> None:
    for one in LETTERS.values():
        names = [heading.name for heading in one.headings]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
        assert all(heading.question for heading in one.headings)
        assert not set(one.hides) & set(names)
        assert not (one.internal and one.to)


def test_every_letter_but_the_ledger_is_some_act_s_business() -> None:
    used = {kind for act in (*ACTS.values(), *HOUSE_ACTS.values()) for kind in act.letters}
    assert set(LETTERS) - used == {"D36"}


@pytest.mark.parametrize("kind", [one.kind for one in LETTERS.values() if one.to_from])
def test_a_letter_addressed_by_a_field_finds_that_field(kind: str) -> None:
    senders = [act for act in (*ACTS.values(), *HOUSE_ACTS.values()) if kind in act.sends]
    named = [act for act in senders if act.field(LETTERS[kind].to_from)]
    assert named or kind == "D35"


def test_what_is_empty_is_named_in_the_order_of_the_letter() -> None:
    common = {heading.name: "said" for heading in COMMON}
    assert missing("D08", {"reasons": "Risk.", "decided_by": " ", "review_day": None}) == ("decided_by", "review_day")
    assert missing("D22", {**common, "directions": ["Sit remotely."], "timetable": {}}) == ("timetable", "reasons")
    assert missing("D22", {**common, "directions": [1], "timetable": {"a": 1}, "reasons": "Agreed."}) == ()
    assert missing("D22", {})[: len(COMMON)] == tuple(heading.name for heading in COMMON)


def test_a_no_a_nought_and_a_day_are_something() -> None:
    assert missing("D08", {"reasons": False, "decided_by": 0, "review_day": date(2026, 1, 2)}) == ()


def test_a_notice_of_restriction_says_nothing_else() -> None:
    notice = {"name": "Corwin Bale", "restriction": "meetings", "dates": "until 25 July 2026"}
    assert missing("D12", notice) == ()
    assert too_much("D12", notice) == ()
    assert too_much("D12", {**notice, "reasons": "He shouted.", "note": "Be careful."}) == ("note", "reasons")
    assert too_much("D12", {**notice, "reasons": ""}) == ()


def test_other_letters_hide_what_they_must() -> None:
    assert too_much("D27", {"shared": "The outcome.", "dissent": "One member."}) == ("dissent",)
    assert too_much("D13", {"stage": "inquiry", "note": "More."}) == ()


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(NoSuchLetter, match="D99"):
        missing("D99", {})
