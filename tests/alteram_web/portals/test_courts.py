"""The clerk enters a court's order with its paper and a second person; the days on every list move with it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from alteram import access
from alteram.case import replay
from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, papers, rebuilding, record, viewers
from tests.builders import league as league_book
from tests.portal_fixtures import SignedIn

CLERK, SECOND = fictional_id("Dev Ashgrove"), fictional_id("Wren Oduya")
ORDER = papers.Upload(name="order.txt", media_type="text/plain", content=b"It is ordered that the case be stayed.")


def entered(body: bodies.Body, chain: UUID, act: str, result: str | None = None, **fields: object) -> int:
    now = viewers.moment()
    wish = Wish(case=str(chain), act=act, result=result, at=now.date(), recorded=now, by=(CLERK,), fields=fields)
    wish = papers.with_papers(wish, [ORDER], body=body.id)
    return commands.act(replace(wish, fields={**fields, "paper": wish.papers[0].digest}), body=body.id).index


def dues(body: bodies.Body, chain: UUID) -> dict[str, str]:
    with record.transaction(body.id):
        found = [dict(row.cells) for row in record.stored_rows(chain) if row.table == "duty_row"]
    return {str(row["duty"]): str(row["due"]) for row in found}


def test_a_stay_takes_every_day_off_the_lists_until_it_ends(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    before = dues(league, before_notice)
    assert before
    address = f"/lantern-league/cases/case/{before_notice}/"

    order = entered(league, before_notice, "court_order_entered", "stay", forbids="any step", checked_by=SECOND)

    assert dues(league, before_notice) == {}
    assert "Enter that a court&#39;s order has ended" in signed_in("Dev Ashgrove").get(address).content.decode()

    entered(league, before_notice, "court_order_ended", order=[order], checked_by=SECOND)

    assert dues(league, before_notice) == before  # it ended on the day on which it began
    assert rebuilding.rebuild(league) == []


def test_one_person_alone_enters_no_order(league: bodies.Body, before_notice: UUID) -> None:
    with pytest.raises(Refused) as refused:
        entered(league, before_notice, "court_order_entered", "stay", forbids="any step")

    assert refused.value.code == "E-FIELD"
    assert "needs 2 people" in refused.value.sentence()


def test_both_sides_read_of_a_stay(league: bodies.Body, before_notice: UUID) -> None:
    order = entered(league, before_notice, "court_order_entered", "stay", forbids="any step", checked_by=SECOND)

    with record.transaction(league.id):
        chain, people = record.load(league.id, before_notice), record.people()
    case = replay(league_book(), str(before_notice), chain.entries)
    for side in ("complainant", "respondent"):
        (person,) = case.parties[side]
        assert access.may_see(case, people, person, access.class_of(chain.entries[order]), on=chain.entries[order].at)


def test_legal_advice_is_on_no_page_but_the_advisers(
    league: bodies.Body, before_notice: UUID, signed_in: SignedIn
) -> None:
    now = viewers.moment()
    advice = Wish(
        case=str(before_notice), act="advice_taken", at=now.date(), recorded=now, by=(CLERK,),
        fields={"adviser": fictional_id("Noor Pemberton"), "on_what": "Whether the bundle is whole."},
    )  # fmt: skip
    receipt = commands.act(papers.with_papers(advice, [ORDER], body=league.id), body=league.id)
    with record.transaction(league.id):
        entry = record.load(league.id, before_notice).entries[receipt.index]

    for name in ("Dev Ashgrove", "Tamar Hollin", "Jory Penhale", "Anselm Reyne"):
        client = signed_in(name)
        page = client.get(f"/lantern-league/cases/case/{before_notice}/", follow=True).content.decode()
        assert "Whether the bundle is whole" not in page
        assert "Legal advice is taken" not in page
        paper = client.get(f"/lantern-league/cases/case/{before_notice}/paper/{entry.papers[0].digest}/")
        assert paper.status_code == 404
