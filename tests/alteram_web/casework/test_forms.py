"""What a form asks follows the rule book of the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from alteram.people import fictional_id
from alteram.procedure import decide
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


CHARGE = {
    "charge_1_clause": "3.4", "charge_1_day": "10/01/2026", "charge_1_place": "the hall",
    "charge_1_deed": "She held the door.", "charge_1_exhibits": "E1", "channel": "email",
}  # fmt: skip


def charged(**leans_on: str) -> set[str]:
    """The codes with which a charge is refused that leans on something besides its clause, as the page sends it."""
    told = case_before("G01", "charge")
    asked = form(told, "charge", "Marguerite Sol").asked
    kind = forms.for_deed(replace(asked, member={"LL-00077": "p-barred-one"}.get))
    sent = kind({**CHARGE, **{f"charge_1_{name}": value for name, value in leans_on.items()}})
    assert sent.is_valid(), sent.errors
    verdict = decide(told.rulebook, told.people, told.case, sent.wish())
    return {one.code for one in verdict.refusals} & {"E-RULE-UNPUBLISHED", "E-OPINION-MISSING", "E-BAR-UNPUBLISHED"}


def test_the_charge_form_asks_what_a_charge_leans_on_so_that_its_floors_hold() -> None:
    assert charged() == set()
    assert charged(code="The code of conduct at events") == {"E-RULE-UNPUBLISHED"}
    assert charged(code="The code", code_published="01/02/2026") == {"E-RULE-UNPUBLISHED"}
    assert charged(code="The code", code_published="01/02/2026", code_narrows="on") == set()
    assert charged(opinion_of="executive committee") == {"E-OPINION-MISSING"}
    assert charged(barred_person="ll-00077") == {"E-BAR-UNPUBLISHED"}


def test_a_member_number_that_nobody_has_is_said_at_its_field() -> None:
    kind = type(form(case_before("G01", "charge"), "charge", "Marguerite Sol"))

    sent = kind({**CHARGE, "charge_1_barred_person": "LL-99999"})

    assert sent.errors == {"charge_1_barred_person": ["No member has this number."]}


def test_what_a_charge_leans_on_is_folded_away_until_it_is_needed() -> None:
    kind = type(form(case_before("G01", "charge"), "charge", "Marguerite Sol"))

    fresh = {part["title"]: part["open"] for part in kind().laid_out() if part["title"]}
    answered = kind({**CHARGE, "charge_2_clause": "3.7"}).laid_out()
    refused = kind(CHARGE).laid_out(["E-BAR-UNPUBLISHED"])

    assert set(fresh.values()) == {False}
    assert [part["open"] for part in answered if part["title"]] == [False, True, False]
    assert [part["open"] for part in refused if part["title"]] == [True, False, False]
    drawn = [bound.name for part in answered for bound in part["fields"]]
    assert sorted(drawn) == sorted(bound.name for bound in kind(CHARGE).visible_fields()), (
        "each once, and none left out"
    )
