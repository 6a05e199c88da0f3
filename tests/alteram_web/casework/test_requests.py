"""The names under which wishes are entered once: nobody can take one that the house or a follower will need."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alteram_web.casework import bodies, commands, record, viewing
from alteram_web.casework.receipts import Receipt

from .conftest import MAEVE, MONDAY, acknowledged, at, complaint

TAKEN = "views 2026-01-12"


def test_nobody_keeps_a_day_of_views_from_being_sealed(body: bodies.Body) -> None:
    with pytest.raises(commands.RequestReserved):
        commands.act(complaint(request=TAKEN), body=body.id)

    sealed = viewing.seal(body, MONDAY, now=at(MONDAY + timedelta(days=1)))

    assert sealed.entry.acts == ("day_sealed",)
    assert sealed.entry.case == str(body.house)


@pytest.mark.parametrize(
    "name", ["service_recorded 0123456789abcdef", "statistics 20260101-20260331-1 00", "a\tb", "é"]
)
def test_a_person_names_a_wish_by_letters_digits_and_dashes(body: bodies.Body, received: Receipt, name: str) -> None:
    with pytest.raises(commands.RequestReserved) as refused:
        commands.act(acknowledged(received.chain, request=name), body=body.id)

    assert refused.value.code == "E-REQUEST"
    with record.transaction(body.id):
        assert record.earlier(name) == ()


def test_whoever_types_for_the_clock_is_no_clock(body: bodies.Body, received: Receipt) -> None:
    with pytest.raises(commands.RequestReserved):
        commands.act(acknowledged(received.chain, by=("clock",), typed_by=MAEVE, request=TAKEN), body=body.id)
