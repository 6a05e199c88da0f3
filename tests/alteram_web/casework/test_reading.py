"""Pages read what the viewer may see, say "not found" for the rest, and write down both."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from alteram.codec import decode
from alteram_web.casework import bodies, commands, record, selectors, viewing, watch
from alteram_web.casework.receipts import Receipt

from .conftest import CORWIN, MAEVE, MONDAY, SECRETARY, WREN, Roles, at, complaint, entries_of, rows


def viewer(body: bodies.Body, person: str, day: date = MONDAY) -> selectors.Viewer:
    return selectors.Viewer(body=body.id, person=person, now=at(day, 12), day=day)


def test_the_case_page_shows_the_river_with_its_texts(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    page = selectors.case_page(viewer(body, MAEVE), UUID(received.chain))

    (first,) = page.entries
    assert first.texts == {"account": "He blocked the door and shouted."}
    assert first.link == received.link
    assert {owed.step for owed in page.owed} == {"acknowledge", "triage"}
    assert rows(roles, "SELECT viewer, what FROM casework.view_log") == [(MAEVE, "case")]


@pytest.mark.parametrize("person", [SECRETARY, "p-stranger"])
def test_a_case_that_is_not_theirs_is_not_found_and_the_knock_is_written_down(
    body: bodies.Body, received: Receipt, roles: Roles, person: str
) -> None:
    with pytest.raises(selectors.NotFound) as theirs:
        selectors.case_page(viewer(body, person), UUID(received.chain))
    with pytest.raises(selectors.NotFound) as nobodys:
        selectors.case_page(viewer(body, person), uuid4())

    assert theirs.value.sentence() == nobodys.value.sentence()
    ((watching,),) = rows(roles, "SELECT chain FROM casework.chain WHERE beside = %s", received.chain)
    entry = decode(entries_of(roles, str(watching))[0])
    assert entry.acts == ("access_refused",)
    assert entry.data["person"] == person
    ((house,),) = rows(roles, "SELECT house_watch FROM casework.body WHERE body = %s", body.id)
    assert len(entries_of(roles, str(house))) == 1


def test_whoever_guesses_at_cases_fills_no_chain_and_waits_no_longer_for_each_guess(
    body: bodies.Body, roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty names that nobody has, from one person within a minute: one entry, and none of them reads the chain."""
    read: list[tuple[object, ...]] = []
    monkeypatch.setattr(record, "load", lambda *asked: read.append(asked))
    for _ in range(40):
        with pytest.raises(selectors.NotFound):
            selectors.case_page(viewer(body, "p-stranger"), uuid4())

    ((house,),) = rows(roles, "SELECT house_watch FROM casework.body WHERE body = %s", body.id)
    assert len(entries_of(roles, str(house))) == 1
    assert read == []
    assert watch.settle(body.id, at(MONDAY, 23)) == 1
    assert decode(entries_of(roles, str(house))[1]).data["repeats"] == 39


def test_lists_counts_and_search_agree(body: bodies.Body) -> None:
    receipts = [commands.act(complaint(), body=body.id) for _ in range(5)]

    for person, number in ((MAEVE, 5), (CORWIN, 0), (WREN, 5), (SECRETARY, 0), ("p-stranger", 0)):
        mine = viewer(body, person)
        page = selectors.my_cases(mine)
        assert len(page.cases) == number
        assert sum(selectors.count(mine).values()) == number
        found = [selectors.search(mine, case.reference.lower()) for case in page.cases]
        assert [[one.chain for one in case] for case in found] == [[case.chain] for case in page.cases]
    reference = selectors.my_cases(viewer(body, MAEVE)).cases[0].reference
    assert [case.reference for case in selectors.search(viewer(body, MAEVE), reference.lower())] == [reference]
    assert selectors.search(viewer(body, SECRETARY), reference) == ()
    assert len({receipt.chain for receipt in receipts}) == 5


def test_pages_follow_each_other_without_gap_or_repetition(body: bodies.Body) -> None:
    for _ in range(5):
        commands.act(complaint(), body=body.id)

    seen: list[UUID] = []
    after: str | None = None
    while True:
        page = selectors.my_cases(viewer(body, WREN), after=after, size=2)
        seen += [case.chain for case in page.cases]
        if page.next is None:
            break
        after = page.next

    assert len(seen) == len(set(seen)) == 5


def test_a_cursor_somebody_made_up_begins_the_list_anew(body: bodies.Body, received: Receipt) -> None:
    assert len(selectors.my_cases(viewer(body, MAEVE), after="'; DROP TABLE x; --_1").cases) == 1


def test_a_day_of_views_is_sealed_once_and_a_missing_view_would_show(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    selectors.case_page(viewer(body, MAEVE), UUID(received.chain))
    tuesday = at(date(2026, 1, 13))
    with pytest.raises(viewing.DayNotOver):
        viewing.seal(bodies.by_id(body.id), MONDAY, now=at(MONDAY, 13))

    sealed = viewing.seal(body, MONDAY, now=tuesday)

    assert viewing.seal(body, MONDAY, now=tuesday) == sealed
    assert sealed.entry.data["digest"] == viewing.digest(body, MONDAY)
    with roles.connect("postgres") as asked:
        asked.execute("ALTER TABLE casework.view_log DISABLE TRIGGER append_only")
        asked.execute("DELETE FROM casework.view_log")
        asked.execute("ALTER TABLE casework.view_log ENABLE TRIGGER append_only")
    assert sealed.entry.data["digest"] != viewing.digest(body, MONDAY)
