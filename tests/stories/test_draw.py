"""The draw of a panel: the same for everybody, least loaded first, with the mix that the rules ask for."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram import draw
from alteram.draw import Free, Seats, TooFew

SEED = draw.seed(bytes(32), bytes([1]) * 32, 1)
CATEGORIES = ("legal_chair", "independent", "lay_member")
PEOPLE = st.lists(
    st.builds(
        Free, person=st.from_regex(r"p-[a-z2-9]{8}", fullmatch=True), category=st.sampled_from(CATEGORIES),
        turn=st.integers(0, 3),
    ),
    min_size=3, max_size=12, unique_by=lambda one: one.person,
)  # fmt: skip


def test_the_seed_is_made_of_what_the_log_and_the_record_say() -> None:
    again = draw.seed(bytes(32), bytes([1]) * 32, 1)
    others = {
        draw.seed(bytes([2]) * 32, bytes([1]) * 32, 1), draw.seed(bytes(32), bytes([2]) * 32, 1),
        draw.seed(bytes(32), bytes([1]) * 32, 2),
    }  # fmt: skip

    assert again == SEED
    assert len(others | {SEED}) == 4
    made = hashlib.sha256(b"alteram draw 1\n" + bytes(32) + bytes([1]) * 32 + b"\0\0\0\1").hexdigest()
    assert made == SEED


@given(PEOPLE, st.integers(0, 2**32 - 1))
def test_a_draw_is_of_those_who_are_free_with_the_mix_and_the_same_again(people: list[Free], number: int) -> None:
    seed = draw.seed(bytes(32), bytes(32), number)
    seats = Seats(many=3, including={"legal_chair": 1})
    try:
        panel = draw.draw(seed, seats, people)
    except TooFew:
        assert not any(one.category == "legal_chair" for one in people)
        return

    known = {one.person: one for one in people}
    assert len(set(panel)) == 3
    assert set(panel) <= set(known)
    assert any(known[person].category == "legal_chair" for person in panel)
    assert draw.draw(seed, seats, reversed(people)) == panel


@given(PEOPLE)
def test_nobody_sits_while_somebody_of_the_same_kind_has_less_to_do(people: list[Free]) -> None:
    panel = draw.draw(SEED, Seats(many=2), people)

    drawn = [one.turn for one in people if one.person in panel]
    left = [one.turn for one in people if one.person not in panel]
    assert max(drawn) <= min(left, default=max(drawn))


def test_among_equals_each_comes_up_about_as_often() -> None:
    people = [Free(person=f"p-{name * 8}") for name in "abcde"]

    first = Counter(draw.order(draw.seed(bytes(32), bytes(32), number), people)[0].person for number in range(2000))

    assert set(first) == {one.person for one in people}
    assert all(300 < times < 500 for times in first.values())


def test_too_few_are_said_by_category() -> None:
    people = [Free(person="p-aaaaaaaa", category="lay_member"), Free(person="p-bbbbbbbb", category="lay_member")]

    with pytest.raises(TooFew, match="1 legal chair too few"):
        draw.draw(SEED, Seats(many=2, including={"legal_chair": 1}), people)
    with pytest.raises(TooFew, match="1 too few"):
        draw.draw(SEED, Seats(many=3), people)


def test_what_an_entry_says_of_a_draw_is_read_again() -> None:
    people = (Free(person="p-aaaaaaaa", category="lay_member", turn=1), Free(person="p-bbbbbbbb"))
    made = draw.Draw(
        seed=SEED, size=512, after=7, number=1, seats=Seats(many=1), free=people, out={"p-cccccccc": "E-TRAINING"},
        panel=("p-bbbbbbbb",),
    )  # fmt: skip

    assert draw.read(made.data()) == (SEED, 512, 7, 1, Seats(many=1), people)
    for broken in ({}, {**made.data(), "seats": -1}, {**made.data(), "free": {"p-aaaaaaaa": [1]}}):
        with pytest.raises(ValueError, match=r"draw|number|turn"):
            draw.read(broken)
