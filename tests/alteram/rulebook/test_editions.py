"""Which edition governs what: by the day that the book names, with the milder sanction, and through a transition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from alteram.rulebook import document, loading
from alteram.rulebook.document import CannotBeRead
from alteram.rulebook.editions import DayMissing, Days, governing, kept, load_rulebook, owed_instead, sanctions_open
from alteram.rulebook.model import Edition, Rulebook
from tests.alteram.rulebook.books import FAULTY, SMALL

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
OLD = """
which_version:
  offence: {use: date of conduct, clause: "1.2"}
  procedure: {use: date of receipt, clause: "1.3"}
  sanction: {use: milder of date of conduct and date of decision, clause: "1.4"}
  continuing_conduct: {use: last day of conduct, clause: "1.5"}
"""
NEW = (
    OLD
    + """  transitional:
    - {clause: "1.7", if: receive before 2026-07-01, keep: "1", until: close}
    - {clause: "1.8", if: receive before 2026-07-01, then: close due by 2026-07-29}
    - {clause: "1.9", if: appeal window already open, then: the longer of the two windows}
"""
)


def edition(version: str, since: str, *, more: str = OLD, offence: str = "[warning .. expulsion]") -> Edition:
    text = (
        SMALL.replace('version: "1"', f'version: "{version}"')
        .replace("in_force_from: 2026-01-01", f"in_force_from: {since}")
        .replace("[warning .. expulsion]", offence)
    )
    return loading.read_edition(document.parse(text + more, file="x.yaml"), file="x.yaml", clauses={})


BOOK = Rulebook(body="club", editions=(edition("1", "2025-01-01"), edition("2", "2026-07-01", more=NEW)))
BEFORE, AFTER = date(2026, 6, 1), date(2026, 8, 1)


def test_the_offence_is_judged_by_the_day_of_the_conduct_and_the_steps_by_the_day_of_receipt() -> None:
    days = Days(conduct=(BEFORE,), received=AFTER, decided=date(2026, 10, 1))

    assert governing(BOOK, "offence", days).edition.version == "1"
    assert governing(BOOK, "procedure", days).edition.version == "2"
    assert governing(BOOK, "procedure", days).clause == "1.3"
    assert governing(BOOK, "procedure", days).sentence == (
        "Edition 2 governs the steps (rule 1.3: date of receipt, Saturday 1 August 2026)."
    )


def test_conduct_over_several_days_is_judged_by_the_last_where_the_book_says_so() -> None:
    days = Days(conduct=(BEFORE, AFTER))

    assert governing(BOOK, "offence", days).edition.version == "2"
    assert governing(BOOK, "offence", days).clause == "1.5"


def test_a_book_that_says_nothing_reaches_back_to_nobody() -> None:
    book = Rulebook(
        body="club",
        editions=(edition("1", "2025-01-01", more=""), edition("2", "2026-07-01", more="", offence="[warning]")),
    )
    days = Days(conduct=(BEFORE,), received=AFTER, decided=AFTER)

    assert governing(book, "offence", days).edition.version == "1"
    assert governing(book, "procedure", days).edition.version == "2"
    assert sanctions_open(book, "1.1", days).sanctions == ("warning",)


@pytest.mark.parametrize(
    ("earlier", "later", "sanctions", "version"),
    [
        ("[warning .. expulsion]", "[warning]", ("warning",), "2"),  # became milder
        ("[warning]", "[warning .. expulsion]", ("warning",), "1"),  # became heavier
        ("[expulsion]", "[warning .. expulsion]", ("expulsion",), "1"),  # what was added later is not used
        ("[warning .. expulsion]", "[warning .. expulsion]", ("warning", "expulsion"), "1"),
    ],
)
def test_the_milder_sanction_is_taken(earlier: str, later: str, sanctions: tuple[str, ...], version: str) -> None:
    book = Rulebook(
        body="club", editions=(edition("1", "2025-01-01", offence=earlier), edition("2", "2026-07-01", offence=later))
    )

    found = sanctions_open(book, "1.1", Days(conduct=(BEFORE,), received=BEFORE, decided=AFTER))

    assert found.sanctions == sanctions
    assert found.edition.version == version
    assert found.clause == "1.4"
    assert f"the milder of {version}" in found.sentence


def test_a_clause_that_no_edition_has_carries_no_sanction() -> None:
    assert sanctions_open(BOOK, "9.9", Days(conduct=(BEFORE,), decided=AFTER)).sanctions == ()


def test_a_day_that_nobody_gave_is_asked_for() -> None:
    with pytest.raises(DayMissing, match="date of receipt"):
        governing(BOOK, "procedure", Days(conduct=(BEFORE,)))
    with pytest.raises(DayMissing, match="No day"):
        governing(BOOK, "procedure", Days())


@pytest.mark.parametrize(
    ("done", "version"),
    [
        ({"receive": BEFORE}, "1"),
        ({"receive": date(2026, 7, 1)}, None),
        ({"receive": BEFORE, "close": AFTER}, None),  # the step up to which it was kept has been taken
        ({}, None),
    ],
)
def test_a_running_case_keeps_its_edition_where_a_transitional_rule_says_so(
    done: Mapping[str, date], version: str | None
) -> None:
    found = kept(BOOK, BOOK.editions[1], done)

    assert (found.edition.version if found else None) == version
    if found:
        assert found.sentence == "Edition 1 is kept up to and with “close” (rule 1.7 of edition 2)."


def test_an_edition_that_is_not_there_is_not_kept() -> None:
    assert kept(Rulebook(body="b", editions=BOOK.editions[1:]), BOOK.editions[1], {"receive": BEFORE}) is None


def test_what_a_transition_makes_a_case_owe() -> None:
    (owed,) = owed_instead(BOOK.editions[1], {"receive": BEFORE})

    assert (owed.clause, owed.step, owed.due) == ("1.8", "close", date(2026, 7, 29))
    assert owed_instead(BOOK.editions[1], {"receive": BEFORE, "close": AFTER}) == ()
    (window,) = owed_instead(BOOK.editions[1], {}, window_open=True)
    assert (window.clause, window.longer_window) == ("1.9", True)


def test_the_transitions_of_the_example_are_read() -> None:
    first, second, third = loading.load(FAULTY / "commonweal-party.yaml").transitional

    assert (first.step, first.before, first.keep, first.until) == (
        "serve_charges", date(2026, 4, 1), "2023.2", "issue_decision",
    )  # fmt: skip
    assert second.due == ("review_suspension", date(2026, 4, 29))
    assert (third.window_open, third.longer_window) == (True, True)


def test_the_league_s_two_editions_part_the_days_between_them() -> None:
    book = load_rulebook(RULEBOOKS / "lantern-league")
    day = date(2026, 7, 1)

    assert governing(book, "offence", Days(conduct=(date(2026, 6, 30),), received=day)).edition.version == "2025"
    assert governing(book, "offence", Days(conduct=(day,), received=day)).edition.version == "2026"


def test_two_editions_of_one_day_or_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "procedure.yaml").write_text(SMALL, encoding="utf-8")

    with pytest.raises(CannotBeRead, match="Two editions"):
        load_rulebook(tmp_path)


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    file = tmp_path / "procedure.yaml"
    file.write_text(SMALL, encoding="utf-8")
    first = loading.load(tmp_path)

    assert loading.load(tmp_path) is first
    file.write_text(SMALL.replace("14 days", "15 days"), encoding="utf-8")
    assert loading.load(tmp_path) is not first
    (tmp_path / "calendar.json").write_text("{}", encoding="utf-8")
    assert loading.load(tmp_path) is not first
