"""What a sanction takes from a member is said by the list of the rule book, whatever the body calls the sanction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from alteram import worked
from alteram.correspondence import Said, read_wording, write
from alteram.procedure import Verdict
from alteram.procedure.clock import consequence
from alteram.standing import NARROWEST_FIRST, heaviest, narrowest, spells, standing, taken_on
from alteram.statistics.cells import cell
from alteram.worked import Told
from tests.builders import RULEBOOKS, did, told_before, try_

BRANCH = ["Doreen Pike", "Gus Halloran", "Maggie Roe"]
COUNCIL = ["Constance Idowu", "Ulrika Penn", "Joyce Maddern"]
COMMISSION = ["Morag Sinclair-Ode", "Beth Carnegie", "Zain Loudon"]
SOCIETY = ["Noa Quint", "Abel Starling", "Roo Hathersage"]


def decided(told: Told, step: str, result: str, *, by: list[str], on: str, **fields: Any) -> None:
    """The panel decides the sanction, with all that a grave one needs."""
    said = {"sanctions": [result], "no_lesser": "x", "proportionality": "x", "time_served": "none", "reasons": "x"}
    did(told, step, by=by, on=on, result=result, **said, **fields)


def passed(told: Told, until: str) -> None:
    """Time passes up to a day, with all that the rules make of it."""
    day = date.fromisoformat(until)
    assert told.case is not None
    while (draft := consequence(told.rulebook, told.people, told.case, until=day)) is not None:
        worked.enter(told, draft, datetime.combine(draft.at, time(12), UTC))


def banned_from_office() -> Told:
    """The branch bans Nora Quill from office for a year; it is final on 14 May 2026."""
    told = told_before("dockside-branch/2026", "DB02", "penalty")
    decided(told, "penalty", "office_ban", by=BRANCH, on="2026-04-15", lasts="1 years", rests_on=["none"])
    did(told, "give_reasons", by="Annie Mossop", on="2026-04-20", result="sanctioned", via="post", reasons={"1": "x"})
    passed(told, "2026-05-14")
    return told


def removed() -> Told:
    """The council removes Garrick Sloane from the register; it is final on 22 August 2026."""
    told = told_before("land-measurers-council/2026", "M01", "decide_sanction")
    decided(told, "decide_sanction", "removal", by=COUNCIL, on="2026-07-14")
    did(told, "close_hearing", by="Constance Idowu", on="2026-07-14", last_day="2026-07-14")
    did(told, "give_reasons", by="Morwenna Kite", on="2026-07-23", result="sanctioned", via="email", reasons={"1": "x"})
    passed(told, "2026-08-22")
    return told


def banned() -> Told:
    """The association bans Keir Wallace for four months; it is final on 6 May 2026."""
    told = told_before("northmoor-handball/2026", "N02", "decide_charge")
    did(told, "decide_charge", by=COMMISSION, on="2026-04-14", result="proved", charge=1, reasons="x")
    did(told, "hear_on_penalty", by="Keir Wallace", on="2026-04-14", result="declined")
    decided(told, "decide_penalty", "ban", by=COMMISSION, on="2026-04-14", lasts="4 months")
    did(told, "close_hearing", by="Morag Sinclair-Ode", on="2026-04-14", last_day="2026-04-14")
    did(
        told, "give_reasons", by="Callum Rennick", on="2026-04-20", result="sanctioned", via="email", reasons={"1": "x"}
    )
    passed(told, "2026-05-06")
    return told


def membership_over() -> Told:
    """The society ends Fen Marlow's membership; it is final on 21 March 2026."""
    told = told_before("quillbrook-board-games/2026", "Q01", "decide_what_follows")
    decided(told, "decide_what_follows", "end_of_membership", by=SOCIETY, on="2026-03-03")
    did(told, "close_hearing", by="Noa Quint", on="2026-03-03", last_day="2026-03-03")
    did(told, "give_reasons", by="Posy Larkin", on="2026-03-05", result="sanctioned", via="email", reasons={"1": "x"})
    passed(told, "2026-03-21")
    return told


@pytest.mark.parametrize(
    ("story", "on", "says", "scope", "counted_as"),
    [
        (banned_from_office, "2026-06-01", "office_ban from 2026-05-14 to 2027-05-13", "an office",
         "removed from office"),
        (removed, "2026-09-01", "removal from 2026-08-22", "membership", "expelled"),
        (banned, "2026-06-01", "ban from 2026-05-06 to 2026-09-05", "events", "suspended"),
        (membership_over, "2026-04-01", "end_of_membership from 2026-03-21", "membership", "expelled"),
    ],
)  # fmt: skip
def test_the_standing_says_the_bodys_own_sanction_and_what_it_takes(
    story: Any, on: str, says: str, scope: str, counted_as: str
) -> None:
    told = story()

    assert told.case is not None
    found = standing(told.case, on=date.fromisoformat(on))
    assert (str(found), found.scope) == (says, (scope,))
    assert taken_on(told.rulebook, told.case.sanctions[-1].names, date.fromisoformat(on)) == (scope,)
    if told.case.final_on is not None:
        assert cell(told.case) == counted_as


def test_what_limits_more_stands_before_what_limits_less_whatever_its_name() -> None:
    told = banned_from_office()
    assert told.case is not None
    (mine,) = spells(told.case)
    on = date(2026, 6, 1)
    barred_from_events = replace(mine, name="a_season_off", scope=("events",))
    out = replace(mine, name="showing_the_door", scope=("membership",))
    warned = replace(mine, name="a_word", scope=())

    assert narrowest([mine, warned], on=on).name == "office_ban"
    assert narrowest([mine, barred_from_events], on=on).name == "a_season_off"
    assert narrowest([mine, barred_from_events, out], on=on).name == "showing_the_door"
    assert NARROWEST_FIRST[0] == "membership"


def test_of_several_sanctions_the_gravest_names_the_spell() -> None:
    told = banned_from_office()

    assert heaviest(told.edition, ["warning", "office_ban"]) == "office_ban"
    assert heaviest(told.edition, ["office_ban", "expulsion"]) == "expulsion"
    assert heaviest(told.edition, ["unheard_of", "warning"]) == "warning"
    assert heaviest(told.edition, []) == ""


# A book without a portal ----------------------------------------------------------------------------------------------


def reasons_without_channel() -> Verdict:
    told = told_before("dockside-branch/2026", "DB02", "give_reasons")
    return try_(
        told, "give_reasons", by="Annie Mossop", on="2026-04-20", result="sanctioned", reasons={"1": "x"},
        appeal_by="2026-05-13",
    )  # fmt: skip


def test_reasons_without_a_channel_are_counted_by_the_usual_channel_of_the_book() -> None:
    """The branch writes by post or by hand and has no portal: the last day to appeal is that of a letter by post."""
    assert reasons_without_channel().refusals == ()


def test_the_committee_is_told_what_an_end_of_membership_takes() -> None:
    told = membership_over()
    entry = did(told, "tell_committee", by="Posy Larkin", on="2026-03-22", via="email", to="the committee")
    assert told.case is not None
    letters = RULEBOOKS / "quillbrook-board-games" / "2026" / "letters"
    said = Said(reference="2026-AAAA-BBBB", address="", names=told.story.names, texts=told.texts)

    found = write(read_wording(letters), "D12", told.case, entry, "the committee", said)

    assert found is not None
    assert "everything that membership gives" in found.plain
    assert "further notice" in found.plain
