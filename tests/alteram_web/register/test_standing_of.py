"""Standing over the whole body, twice over; what an outside system may change; what had been published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from alteram.codec import Actor, Entry
from alteram.people import fictional_id
from alteram.procedure import Refused
from alteram_web.casework import bodies, editions, projections, rebuilding, record
from alteram_web.casework.record import Sealed
from alteram_web.register import bars, roll
from alteram_web.register.standing_of import Change, NoSuchMember, answers, set_standing, standing_of
from tests.register_fixtures import Enter, number_of, viewer

from .test_roll import knocks

CORWIN, DEV = fictional_id("Corwin Bale"), fictional_id("Dev Ashgrove")
CLERK = Actor(who=DEV, role="clerk", capacity="clerk")


def says(asking: object, day: str, known: str = "now", person: str = CORWIN) -> str:
    return str(standing_of(asking, person, on=date.fromisoformat(day), known=known))  # type: ignore[arg-type]


def write(body: bodies.Body, chain: UUID, act: str, when: datetime, **more: object) -> None:
    """One entry in a case, as the door writes it: appended, with the rows that move."""
    with record.transaction(body.id):
        before = record.load(body.id, chain)
        rulebook, people = editions.rulebook(body.slug), record.people()
        entry = Entry(
            case=str(chain), index=before.tip + 1, at=when.date(), recorded=when, acts=(act,), by=(CLERK, CLERK),
            edition=before.entries[0].edition, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        was, now = (
            projections.all_rows(rulebook, people, str(chain), entries)
            for entries in (before.entries, (*before.entries, entry))
        )
        gone, come = projections.difference(was, now)
        record.write(before, Sealed(entry=entry, texts={}), gone=gone, come=come)


def test_a_standing_is_answered_for_a_day_over_the_body(league: bodies.Body, expelled: UUID) -> None:
    clerk = viewer(league, "Dev Ashgrove")

    for asking in (clerk, league.id):
        assert says(asking, "2026-01-25") == "full"
        assert says(asking, "2026-02-10") == "interim until 2026-06-19"
        assert says(asking, "2026-02-10", "then") == "interim until 2026-07-25"  # nobody knew of the decision yet
        assert says(asking, "2026-07-01") == "expulsion from 2026-06-20"
    assert rebuilding.rebuild(league) == []


def test_a_court_quashes_it_known_then_expelled_known_now_full(league: bodies.Body, expelled: UUID) -> None:
    write(league, expelled, "court_order_entered", datetime(2026, 10, 1, 9, tzinfo=UTC), result="quashed")

    assert says(league.id, "2026-07-01", "then") == "expulsion from 2026-06-20"
    assert says(league.id, "2026-07-01", "now") == "full"
    assert says(league.id, "2026-10-01", "then") == "full"
    assert rebuilding.rebuild(league) == []


def test_two_cases_give_the_narrowest(league: bodies.Body, expelled: UUID, entered: Enter) -> None:
    entered("G03", respondent="Corwin Bale")

    assert says(league.id, "2026-08-01") == "expulsion from 2026-06-20"
    assert rebuilding.rebuild(league) == []


@pytest.mark.parametrize("name", ["Rufus Dane", "A Stranger", ""])
def test_the_database_tells_a_standing_to_nobody_outside_a_pool_but_the_member(
    league: bodies.Body, expelled: UUID, name: str
) -> None:
    assert says(viewer(league, name), "2026-07-01") == "full"
    assert says(viewer(league, "Corwin Bale"), "2026-07-01") == "expulsion from 2026-06-20"
    assert bars.barred(viewer(league, name), CORWIN, on=date(2026, 7, 1)) is None


@pytest.mark.parametrize("reason", ["conduct", "Expelled", "suspended", "", "brought the League into disrepute"])
def test_an_outside_system_sets_no_standing_for_conduct_and_the_knock_is_on_record(
    league: bodies.Body, expelled: UUID, reason: str
) -> None:
    number = number_of(league, "Orla Finch")
    change = Change(number=number, reason=reason, on=date(2026, 8, 1))

    with pytest.raises(Refused) as refused:
        set_standing(league.id, change, by="p-system", now=datetime(2026, 8, 1, 9, tzinfo=UTC))

    assert [one.code for one in refused.value.verdict.refusals] == ["E-STATUS-DISCIPLINE"]
    assert {"act": "act_refused", "person": "p-system", "tried": "set_standing"}.items() <= knocks(league)[-1].items()
    found = roll.member(viewer(league, "Dev Ashgrove"), number)
    assert found is not None
    assert [event.what for event in found.events] == ["joined"]


def test_whoever_leaves_in_an_open_case_is_off_the_roll_and_the_case_goes_on(
    league: bodies.Body, expelled: UUID
) -> None:
    clerk, number = viewer(league, "Dev Ashgrove"), number_of(league, "Corwin Bale")
    when = datetime(2026, 2, 1, 9, tzinfo=UTC)

    set_standing(league.id, Change(number=number, reason="Resigned", on=when.date()), by=DEV, now=when)

    found = roll.member(clerk, number)
    assert found is not None
    assert (found.events[-1].what, found.events[-1].reason, found.events[-1].recorded) == ("left", "resigned", when)
    answer = answers(clerk, found, on=date(2026, 7, 1))["now"]
    assert not answer.membership.member
    assert answer.standing.name == "expulsion"
    before = answers(clerk, found, on=date(2026, 1, 31))
    assert before["then"].membership.member
    assert before["now"].standing.name == "interim"


def test_a_number_that_nobody_has_is_named_as_such(league: bodies.Body, expelled: UUID) -> None:
    with pytest.raises(NoSuchMember):
        set_standing(
            league.id, Change(number="LL-99999", reason="died", on=date(2026, 8, 1)), by=DEV,
            now=datetime(2026, 8, 1, tzinfo=UTC),
        )  # fmt: skip


def test_a_bar_counts_from_the_day_it_was_published_and_not_from_the_day_it_began(
    league: bodies.Body, expelled: UUID
) -> None:
    clerk = viewer(league, "Dev Ashgrove")

    assert says(clerk, "2026-06-25") == "expulsion from 2026-06-20"
    assert bars.barred(clerk, CORWIN, on=date(2026, 6, 25)) is None
    bar = bars.barred(clerk, CORWIN, on=date(2026, 6, 29))
    assert bar is not None
    assert (bar.standing, bar.first, bar.published) == ("expulsion", date(2026, 6, 20), date(2026, 6, 29))
    assert bar.notice.startswith("N-")


def test_a_bar_that_came_down_since_had_been_published_then(league: bodies.Body, expelled: UUID) -> None:
    write(
        league, expelled, "publication_ended", datetime(2026, 9, 1, 9, tzinfo=UTC),
        data={"publication": [max_published(league, expelled)]},
    )  # fmt: skip
    clerk = viewer(league, "Dev Ashgrove")

    assert bars.barred(clerk, CORWIN, on=date(2026, 8, 31)) is not None
    assert bars.barred(clerk, CORWIN, on=date(2026, 9, 1)) is None


def max_published(body: bodies.Body, chain: UUID) -> int:
    with record.transaction(body.id):
        return max(e.index for e in record.load(body.id, chain).entries if "published" in e.acts)


def test_a_notice_without_a_name_bars_nobody(league: bodies.Body, expelled: UUID, entered: Enter) -> None:
    entered("G02")

    assert bars.barred(viewer(league, "Dev Ashgrove"), fictional_id("Orla Finch"), on=date(2026, 8, 1)) is None
