"""A share is exact to the last digit, and says how it was rounded."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram.statistics.counts import Count, NotWhole, UnitsDiffer
from alteram.statistics.shares import NoBase, Share

DAY = date(2026, 3, 1)


def share(part: int, whole: int) -> Share:
    return Share(part=Count(number=part, unit="members"), whole=Count(number=whole, unit="members"), as_of=DAY)


@pytest.mark.parametrize(
    ("part", "whole", "exact", "rounded"),
    [
        (90, 500_000, "0.018 %", "about 0.02 %"),
        (0, 500_000, "0 %", "0 %"),
        (1, 500_000, "0.0002 %", "0.0002 %"),
        (1, 3, "", ""),
        (1, 23, "4.347826… %", "about 4 %"),
        (23, 23, "100 %", "100 %"),
        (22, 22, "", ""),
        (1, 1000, "0.1 %", "0.1 %"),
        (995, 100_000, "0.995 %", "about 1.0 %"),
        (145, 1000, "14.5 %", "about 15 %"),
    ],
)
def test_a_percentage_is_printed(part: int, whole: int, exact: str, rounded: str) -> None:
    assert (share(part, whole).exact(), share(part, whole).rounded()) == (exact, rounded)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_what_is_printed_without_dots_is_the_share_itself(part: int, whole: int) -> None:
    part = min(part, whole)
    shown = share(part, whole).exact()
    if whole < 23:
        assert shown == ""
    elif "…" not in shown:
        assert Fraction(shown.removesuffix(" %")) == Fraction(part * 100, whole)
    else:
        assert abs(Fraction(shown.removesuffix("… %")) - Fraction(part * 100, whole)) < Fraction(1, 10**6)


def test_there_is_no_share_of_nobody_and_none_of_fewer_than_it_counts() -> None:
    with pytest.raises(NoBase):
        share(0, 0)
    with pytest.raises(NoBase):
        share(24, 23)


@pytest.mark.parametrize("number", [-1, 1.5, True])
def test_a_count_is_a_whole_number(number: int) -> None:
    with pytest.raises(NotWhole):
        Count(number=number, unit="members")


def test_things_of_different_kinds_are_never_added() -> None:
    with pytest.raises(UnitsDiffer, match="300 complaints and 90 cases cannot be added"):
        Count(number=300, unit="complaints") + Count(number=90, unit="cases")
    assert (Count(number=1, unit="cases") + Count(number=2, unit="cases")).number == 3
    with pytest.raises(UnitsDiffer):
        Count(number=90, unit="cases").of_people(" ")
