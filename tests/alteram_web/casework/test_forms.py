"""What a form asks follows the rule book of the case."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from alteram.people import fictional_id
from alteram.worked import Told
from alteram_web.casework import forms
from alteram_web.casework.selectors import Viewer
from tests.builders import case_before, told_before


def form(told: Told, step: str, person: str) -> forms.DeedForm:
    assert told.case is not None
    now = datetime(2026, 2, 26, 12, tzinfo=UTC)
    viewer = Viewer(body=uuid4(), person=fictional_id(person), now=now, day=now.date())
    asked = forms.Asked(case=told.case, people=told.people, viewer=viewer, name=step, names={})
    return forms.for_deed(asked)()


def test_a_letter_is_sent_by_a_channel_that_the_rules_know() -> None:
    branch = form(told_before("dockside-branch/2026", "DB01", "give_notice"), "give_notice", "Reg Tulloch")
    league = form(case_before("G01", "give_notice"), "give_notice", "Dev Ashgrove")

    assert [name for name, _label in branch.fields["channel"].choices] == ["post", "hand"]  # type: ignore[attr-defined]
    assert branch.fields["channel"].initial == "post"
    assert [name for name, _label in league.fields["channel"].choices] == [  # type: ignore[attr-defined]
        "email", "portal", "first_class", "hand",
    ]  # fmt: skip
    assert league.fields["channel"].initial == "email"


def test_only_a_book_that_protects_reasons_asks_about_them() -> None:
    branch = form(told_before("dockside-branch/2026", "DB01", "charge"), "charge", "Hattie Crook")
    league = form(case_before("G01", "charge"), "charge", "Marguerite Sol")

    reasons = [name for name, _label in branch.fields["rests_on"].choices]  # type: ignore[attr-defined]
    assert reasons[0] == "not taking part in industrial action"
    assert reasons[-1] == "none"
    assert "rests_on" not in league.fields
