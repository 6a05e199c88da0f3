"""Two records turn out to be one person: an entry of the house, and every case that goes on is looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from alteram.codec import Actor, Entry
from alteram.people import fictional_id
from alteram.procedure import Refused
from alteram_web.casework import bodies, commands, directory, house, rebuilding, record, selectors
from alteram_web.casework.receipts import Receipt
from alteram_web.casework.selectors import Viewer
from tests.builders import case_before

from .conftest import CORWIN, HOLLIS, MAEVE, MONDAY, WREN, acknowledged, at
from .test_golden_cases import _tell, whole_league  # noqa: F401  # a fixture

OTHER = "p-hollis22"  # another record of Hollis Brandt, say
SIGN = (Actor(who="p-signs", role="clerk", capacity="clerk"), Actor(who="p-too", role="clerk", capacity="clerk"))
WHY = "Both are reached at one address."
COMMAND = ("merge_people", "lantern-league", MAEVE, OTHER, "--why", "One address.", "--by", "p-a", "--by", "p-b")


def merge(body: bodies.Body, kept: str, merged: str, *, on: date = MONDAY, **changes: Any) -> Entry:
    for person in (kept, merged):
        directory.put(body.id, person, f"somebody under {person}")
    now = changes.pop("now", at(on, 15))
    given: dict[str, Any] = {
        "act": "people_merged", "at": on, "by": SIGN, "data": {"kept": kept, "merged": merged, "why": WHY},
    }  # fmt: skip
    return house.enter(body.id, house.Deed(**{**given, **changes}), now=now).entry


def sees(body: bodies.Body, person: str, chain: str, on: date = MONDAY) -> set[str]:
    viewer = Viewer(body=body.id, person=person, now=at(on, 16), day=on)
    with selectors.reading(viewer) as cursor:
        cursor.execute("SELECT class FROM casework.access_row WHERE chain = %s", (UUID(chain),))
        return {str(name) for (name,) in cursor.fetchall()}


def test_a_side_of_the_case_leaves_the_team_under_the_other_record_at_once(
    body: bodies.Body, received: Receipt
) -> None:
    mine = sees(body, MAEVE, received.chain)
    assert "complaint_text" in sees(body, WREN, received.chain)

    merge(body, MAEVE, WREN)

    assert sees(body, WREN, received.chain) == set()
    assert sees(body, MAEVE, received.chain) == mine
    assert rebuilding.rebuild(body) == []
    with pytest.raises(Refused) as refused:
        commands.act(acknowledged(received.chain), body=body.id)
    assert refused.value.verdict.shown == "E-NOT-FOUND"


def test_whoever_had_two_parts_stands_aside_and_the_case_says_so(whole_league: bodies.Body) -> None:  # noqa: F811
    told = case_before("G01", "open_hearing")
    assert _tell(whole_league, told) == []
    callum, ines = fictional_id("Callum Drey"), fictional_id("Ines Calloway")
    day = told.entries[-1].at
    assert sees(whole_league, callum, told.name, day)
    now = told.entries[-1].recorded + timedelta(days=1)

    merged = merge(whole_league, ines, callum, on=now.date(), now=now)

    with record.transaction(whole_league.id):
        last = record.load(whole_league.id, UUID(told.name)).entries[-1]
    assert last.acts == ("overlap_found",)
    assert set(last.data["people"]) == {callum, ines}  # type: ignore[call-overload]
    assert set(last.data["parts"]) == {"investigator", "hearing_panel"}  # type: ignore[call-overload]
    assert last.request is None or str(merged.index) in last.request
    assert sees(whole_league, callum, told.name, day + timedelta(days=2)) == set()
    assert sees(whole_league, ines, told.name, day + timedelta(days=2)) == set()
    assert rebuilding.rebuild(whole_league) == []


def test_what_shows_who_complained_is_left_out(body: bodies.Body, received: Receipt) -> None:
    day = commands.act(acknowledged(received.chain), body=body.id)
    assert day

    merge(body, MAEVE, WREN, on=date(2026, 1, 14))

    with record.transaction(body.id):
        last = record.load(body.id, UUID(received.chain)).entries[-1]
    assert last.acts == ("overlap_found",)
    assert last.data["people"] == [WREN]
    assert "parts" not in last.data


def test_a_case_in_which_nobody_has_two_parts_hears_nothing(body: bodies.Body, received: Receipt) -> None:
    before = sees(body, MAEVE, received.chain)

    merge(body, HOLLIS, OTHER)

    with record.transaction(body.id):
        entries = record.load(body.id, UUID(received.chain)).entries
    assert [entry.acts for entry in entries] == [("complaint_received",)]
    assert sees(body, MAEVE, received.chain) == before
    assert rebuilding.rebuild(body) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by": SIGN[:1]}, "E-HANDS"),
        ({"by": (SIGN[0], Actor(who=MAEVE, role="clerk", capacity="clerk"))}, "E-ONE-PERSON"),
        ({"data": {"kept": MAEVE, "merged": MAEVE, "why": WHY}}, "E-ONE-PERSON"),
        ({"data": {"kept": MAEVE, "merged": "p-unknown2", "why": WHY}}, "E-ONE-PERSON"),
        ({"data": {"kept": MAEVE, "merged": CORWIN}}, "E-FIELD"),
    ],
)
def test_what_is_no_merge_is_refused(body: bodies.Body, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        merge(body, MAEVE, CORWIN, **changes)

    assert code in {one.code for one in refused.value.verdict.refusals}


def test_the_same_two_are_merged_once_and_those_who_sign_are_two_people(body: bodies.Body) -> None:
    merge(body, "p-signs", "p-too-too", by=(SIGN[1], Actor(who="p-three", role="clerk", capacity="clerk")))
    merge(body, MAEVE, CORWIN)
    for kept, merged in ((MAEVE, CORWIN), (CORWIN, MAEVE), (CORWIN, HOLLIS), (HOLLIS, CORWIN)):
        with pytest.raises(Refused) as refused:
            merge(body, kept, merged)
        assert refused.value.code == "E-ONE-PERSON"
    one = (SIGN[0], Actor(who="p-too-too", role="clerk", capacity="clerk"))
    with pytest.raises(Refused) as refused:
        merge(body, WREN, HOLLIS, by=one)
    assert "2 people must have signed this, and 1 did" in refused.value.sentence()


def test_the_command_says_in_how_many_cases_somebody_stands_aside(
    body: bodies.Body, capsys: pytest.CaptureFixture[str]
) -> None:
    for person in (MAEVE, OTHER):
        directory.put(body.id, person, "somebody")

    call_command(*COMMAND)

    assert "somebody stands aside: 0" in capsys.readouterr().out
    with pytest.raises(CommandError, match="one person's already"):
        call_command(*COMMAND)
