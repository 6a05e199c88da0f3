"""What can be read of a case, from which day to which."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from alteram import worked
from alteram.case import replay
from alteram.codec import Entry, Paper
from alteram.people import fictional_id
from alteram.published import Notice, notices
from alteram.worked import Told
from tests.builders import LEAGUE, league, league_people


def told(story: str) -> Told:
    people, names = league_people()
    return worked.run(worked.read_story(LEAGUE / "2025" / "worked" / f"{story}.yaml", names), league(), people)


def read(one: Told) -> tuple[Notice, ...]:
    return notices(replay(league(), one.name, one.entries))


def changed(one: Told, **data: object) -> Told:
    """The same with other fields in the entry that publishes."""
    place = next(i for i, entry in enumerate(one.entries) if "published" in entry.acts)
    kept = {**one.entries[place].data, **data}
    one.entries[place] = replace(
        one.entries[place], data={name: value for name, value in kept.items() if value is not None}
    )
    return one


def test_an_expulsion_names_the_member_the_clauses_and_both_days() -> None:
    (notice,) = read(told("G01"))

    assert notice.person == fictional_id("Corwin Bale")
    assert notice.clauses == ("3.4", "3.7")
    assert notice.sanctions == ("expulsion",)
    assert (notice.since, notice.until) == (date(2026, 6, 29), date(2031, 6, 29))


def test_a_warning_is_a_summary_without_a_name_even_if_the_entry_asks_for_one() -> None:
    (as_told,) = read(told("G02"))
    (asked_for_more,) = read(changed(told("G02"), what="name and clause"))

    assert as_told.person is None
    assert asked_for_more.person is None


def test_no_name_where_the_rules_never_show_the_respondent() -> None:
    one = told("G01")
    book = league()
    edition = next(each for each in book.editions if each.digest == one.entries[0].edition)
    assert edition.publication is not None
    shy = replace(edition, publication=replace(edition.publication, never=("respondent",)))
    rules = replace(book, editions=tuple(shy if each is edition else each for each in book.editions))

    assert notices(replay(rules, one.name, one.entries))[0].person is None


def test_no_name_where_the_entry_says_not_named() -> None:
    assert read(changed(told("G01"), named=False))[0].person is None
    assert read(changed(told("G01"), what="anonymised summary"))[0].person is None
    assert read(changed(told("G01"), what="nothing")) == ()


def with_paper(one: Told) -> Told:
    place = next(i for i, entry in enumerate(one.entries) if "published" in entry.acts)
    one.entries[place] = replace(one.entries[place], papers=(Paper(kind="decision", digest="ab" * 32),))
    return one


def test_a_text_that_names_the_member_is_not_shown_where_the_member_is_not_named() -> None:
    (named,) = read(with_paper(told("G01")))
    (summary,) = read(with_paper(told("G02")))
    (asked_for_more,) = read(changed(with_paper(told("G02")), what="name and clause"))

    assert named.text == named.entry
    assert summary.text == summary.entry
    assert asked_for_more.text is None
    assert read(told("G01"))[0].text is None  # there is none


def test_the_text_goes_with_the_name_when_a_later_version_names_nobody() -> None:
    one = with_paper(told("G01"))
    one.entries.append(later(one, "publication_updated", date(2026, 9, 1), result="updated", data={"named": False}))

    before, after = read(one)

    assert (before.person, before.text) == (fictional_id("Corwin Bale"), before.entry)
    assert (after.person, after.text) == (None, None)


def test_where_the_entry_gives_no_last_day_the_rule_book_does() -> None:
    assert read(changed(told("G01"), until=None))[0].until == date(2031, 6, 28)  # 5 years, the first day counted
    assert read(changed(told("G03"), until=None))[0].until == date(2028, 1, 28)  # a year after the suspension ends
    (summary,) = read(changed(told("G02"), until=None))
    assert summary.until == summary.last


def test_a_notice_that_is_brought_up_to_date_is_read_as_it_then_was() -> None:
    first, second = read(told("G05"))

    assert (first.last, first.until) == (date(2026, 4, 30), date(2026, 5, 26))
    assert (second.since, second.last, second.until) == (date(2026, 5, 27), date(2027, 4, 30), date(2028, 4, 30))
    assert second.person == first.person
    assert [change[1] for change in second.changes] == ["updated"]
    assert second.first_published == date(2025, 5, 12)


def later(one: Told, act: str, at: date, **more: object) -> Entry:
    return Entry(
        case=one.name, index=len(one.entries), at=at, recorded=datetime(at.year, at.month, at.day, 12, tzinfo=UTC),
        acts=(act,), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_taken_down_undone_or_quashed_can_be_read_to_the_day_before() -> None:
    number = next(entry.index for entry in told("G01").entries if "published" in entry.acts)
    down = date(2026, 9, 1)
    for entry in (
        ("publication_ended", {"data": {"publication": [number]}}),
        ("act_undone", {"data": {"undoes": [number]}}),
        ("court_order_entered", {"result": "quashed"}),
    ):
        one = told("G01")
        one.entries.append(later(one, entry[0], down, **entry[1]))
        assert read(one)[0].until == date(2026, 8, 31)


@settings(deadline=None)  # the first example tells the whole story
@given(
    until=st.none() | st.dates(date(2026, 6, 1), date(2040, 1, 1)),
    down=st.none() | st.dates(date(2026, 6, 30), date(2040, 1, 1)),
    again=st.none() | st.dates(date(2026, 6, 30), date(2040, 1, 1)),
    on=st.dates(date(2026, 1, 1), date(2045, 1, 1)),
)
def test_no_version_outlives_its_last_day_and_two_are_never_read_at_once(
    until: date | None, down: date | None, again: date | None, on: date
) -> None:
    one = changed(told_once(), until=until.isoformat() if until else None)
    for act, at in (("publication_updated", again), ("publication_ended", down)):
        if at is not None:
            one.entries.append(later(one, act, at, result="updated" if act.endswith("updated") else None))

    shown = [notice for notice in read(one) if notice.since <= on <= notice.until]

    assert len(shown) <= 1
    if shown:
        assert on >= date(2026, 6, 29)
        assert until is None or on <= until
        assert down is None or on < down
        assert until is not None or on <= date(2031, 6, 28)


_G01: list[Told] = []


def told_once() -> Told:
    """G01 told once, and copied each time."""
    if not _G01:
        _G01.append(told("G01"))
    return replace(_G01[0], entries=list(_G01[0].entries))


def ordered(one: Told, on: date, act: str = "court_order_entered", result: str | None = "stay", **data: object) -> Told:
    """The same with an order of a court, or its end, entered on a day."""
    last = one.entries[-1]
    order = replace(
        last, index=last.index + 1, at=on, recorded=datetime(on.year, on.month, on.day, 12, tzinfo=UTC), step=None,
        acts=(act,), result=result, data={"forbids": "to give effect to the decision", **data}, texts={}, papers=(),
        overtakes=(), deemed=None, late={},
    )  # fmt: skip
    one.entries.append(order)
    return one


def test_while_a_court_stays_a_decision_its_notice_cannot_be_read_and_afterwards_it_can() -> None:
    stayed = ordered(told("G01"), date(2026, 8, 3))
    (only,) = read(stayed)
    order = stayed.entries[-1].index
    ended = ordered(stayed, date(2026, 9, 14), "court_order_ended", None, order=[order])
    first, second = read(ended)

    assert (only.since, only.until) == (date(2026, 6, 29), date(2026, 8, 2))
    assert (first.since, first.until) == (date(2026, 6, 29), date(2026, 8, 2))
    assert (second.since, second.until) == (date(2026, 9, 14), date(2031, 6, 29))
    assert second.person == first.person
    assert second.first_published == date(2026, 6, 29)


def test_an_order_with_a_last_day_lets_the_notice_come_back_by_itself() -> None:
    first, second = read(ordered(told("G01"), date(2026, 8, 3), until="2026-08-31"))

    assert first.until == date(2026, 8, 2)
    assert second.since == date(2026, 9, 1)


def test_an_order_that_reaches_back_changes_nothing_in_what_could_be_read_before_it_was_entered() -> None:
    (only,) = read(ordered(told("G01"), date(2026, 8, 3), from_day="2026-07-01"))

    assert only.until == date(2026, 8, 2)


def test_a_declaration_leaves_the_notice_where_it_is() -> None:
    (only,) = read(ordered(told("G01"), date(2026, 8, 3), result="declaration"))

    assert only.until == date(2031, 6, 29)
