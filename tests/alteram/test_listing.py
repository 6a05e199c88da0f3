"""Days on which a hearing can be listed: the least that is missing, found as a search through everything finds it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations_with_replacement, product

from hypothesis import given, settings
from hypothesis import strategies as st

from alteram import listing
from alteram.draw import Seats
from alteram.listing import Member, Missing, Needed, Question

FIRST = date(2026, 8, 3)
DAYS = tuple(FIRST + timedelta(days=n) for n in range(4))
CATEGORIES = ("legal_chair", "independent", "lay_member")
FREE = st.frozensets(st.sampled_from(DAYS))
MEMBERS = st.lists(
    st.builds(Member, person=st.sampled_from([f"p-{n}" for n in range(5)]), category=st.sampled_from(CATEGORIES),
              free=FREE),
    max_size=6, unique_by=lambda one: (one.person, one.category),
)  # fmt: skip
SEATS = st.builds(
    Seats, many=st.integers(1, 4),
    including=st.dictionaries(st.sampled_from(CATEGORIES), st.integers(1, 2), max_size=2),
)  # fmt: skip


def fewest_added(seats: Seats, able: list[Member]) -> int:
    """How many people must be added, by trying all: every way to seat those who can come, and every addition."""
    people = sorted({one.person for one in able})
    ways = [[None, *[one.category for one in able if one.person == person]] for person in people]
    for extra in range(seats.many + sum(seats.including.values()) + 1):
        for added in combinations_with_replacement((*CATEGORIES, ""), extra):
            for seated in product(*ways):
                there = [*added, *(one for one in seated if one is not None)]
                if len(there) >= seats.many and all(there.count(n) >= many for n, many in seats.including.items()):
                    return extra
    raise AssertionError


@given(MEMBERS, SEATS, st.integers(1, 2))
@settings(max_examples=120, deadline=None)
def test_each_day_fails_by_as_few_as_a_search_through_everything_finds(
    members: list[Member], seats: Seats, lasts: int
) -> None:
    sittings = {day: DAYS[n : n + lasts] for n, day in enumerate(DAYS[: len(DAYS) - lasts + 1])}
    needed = (Needed(person="p-x", part="respondent", free=frozenset(DAYS[1:])),)
    asked = Question(sittings=sittings, needed=needed, seats=seats, members=tuple(members))

    days = listing.weighed(asked)

    assert [one.day for one in days] == sorted(sittings)
    for one in days:
        able = [member for member in members if set(sittings[one.day]) <= member.free]
        assert one.fails_by == fewest_added(seats, able) + (one.day == DAYS[0])
        assert one.members == tuple(dict.fromkeys(member.person for member in able))
    assert listing.weighed(asked) == days, "the same question has the same answer"


@given(MEMBERS, SEATS)
@settings(max_examples=60, deadline=None)
def test_a_category_is_asked_for_only_where_nothing_else_helps(members: list[Member], seats: Seats) -> None:
    everywhere = tuple(Member(person=one.person, category=one.category, free=frozenset(DAYS)) for one in members)
    (one,) = listing.weighed(Question(sittings={FIRST: (FIRST,)}, seats=seats, members=everywhere))

    for short in one.missing:
        if short.category:
            assert short.category in seats.including
            fewer = {name: many for name, many in seats.including.items() if name != short.category}
            eased = Question(
                sittings={FIRST: (FIRST,)}, seats=Seats(many=seats.many, including=fewer), members=everywhere
            )
            left = [n.category for n in listing.weighed(eased)[0].missing]
            assert short.category not in left


def _member(name: str, category: str, *free: date) -> Member:
    return Member(person=f"p-{name}", category=category, free=frozenset(free))


def test_it_says_why_no_day_works_and_by_how_many_people() -> None:
    asked = Question(
        sittings={day: (day,) for day in DAYS},
        needed=(
            Needed(person="p-r", part="respondent", free=frozenset(DAYS)),
            Needed(person="p-s", part="representative", free=frozenset()),
        ),
        seats=Seats(many=3, including={"legal_chair": 1, "lay_member": 2}),
        members=(_member("c", "legal_chair", *DAYS[2:]), _member("l", "lay_member", *DAYS)),
    )
    days = listing.weighed(asked)

    assert [one.fails_by for one in days] == [3, 3, 2, 2]
    best = listing.fewest(days)
    assert best is not None
    assert best.day == DAYS[2]
    assert best.missing == (
        Missing(person="p-s", part="representative"), Missing(category="lay_member", many=1),
    )  # fmt: skip
    assert listing.why_none(asked, days, {"p-s": "Sela Orrin", "p-r": "Corwin Bale"}.__getitem__) == (
        "Sela Orrin (representative) can come on none of these days.",
        "Nobody who could sit as legal chair can come before Wednesday 5 August 2026; 1 may sit at all.",
        "Too few who could sit as lay member can come on any of these days; 1 may sit at all.",
        "Wednesday 5 August 2026 comes nearest: it fails by 2 people: Sela Orrin (representative) cannot come and "
        "1 lay member more is needed.",
    )


def test_where_the_panel_sits_already_only_people_are_waited_for() -> None:
    asked = Question(sittings={FIRST: (FIRST,)}, needed=(Needed(person="p-r", part="respondent", free=frozenset()),))

    (day,) = listing.weighed(asked)

    assert day.fails_by == 1
    assert not day.works
    assert listing.weighed(Question(sittings={FIRST: (FIRST,)}))[0].works
