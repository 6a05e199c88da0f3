"""The one door: what is lawful stands, what is not leaves a trace on the watch chain and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection

from alteram.codec import decode
from alteram.ledger import chain as links
from alteram.ledger import receipt as promises
from alteram.ledger.signing import SigningKey
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, receipts, record, selectors, watch
from alteram_web.casework.receipts import Receipt

from .conftest import (
    CORWIN,
    HOLLIS,
    MAEVE,
    MONDAY,
    SECRETARY,
    WREN,
    Roles,
    acknowledged,
    at,
    at_once,
    complaint,
    entries_of,
    rows,
)


def test_a_lawful_wish_stands_and_its_receipt_names_its_link(body: bodies.Body, roles: Roles) -> None:
    receipt = commands.act(complaint(), body=body.id)

    (raw,) = entries_of(roles, receipt.chain)
    assert receipt.index == 0
    assert receipt.link == links.link(links.start(UUID(receipt.chain).bytes), raw)
    assert receipt.place_by == at(MONDAY, 12)
    assert b"blocked the door" not in raw


def test_the_text_is_sealed_and_can_be_opened_by_who_may(received: Receipt, roles: Roles) -> None:
    ((sealed, digest),) = rows(roles, "SELECT sealed, digest FROM casework.sealed_text WHERE field = 'account'")

    assert b"blocked" not in bytes(sealed)
    assert decode(entries_of(roles, received.chain)[0]).texts["account"] == digest


def test_the_same_request_twice_gives_the_first_receipt(body: bodies.Body, count: Callable[[str], int]) -> None:
    wish = complaint(request="r-1")

    first = commands.act(wish, body=body.id)
    before = count("ledger_entry")

    assert commands.act(wish, body=body.id) == first
    assert count("ledger_entry") == before


def test_a_request_of_somebody_else_gives_nothing_away(body: bodies.Body) -> None:
    wish = complaint(request="r-1")
    commands.act(wish, body=body.id)

    with pytest.raises(commands.RequestTaken):
        commands.act(complaint(case=wish.case, request="r-1", by=(CORWIN,)), body=body.id)


def test_a_refused_wish_leaves_no_trace_but_the_watch_chain(
    body: bodies.Body, received: Receipt, roles: Roles, count: Callable[[str], int]
) -> None:
    tables = ("case_row", "entry_row", "access_row", "duty_row", "outbox_row", "sealed_text", "request_row", "chain")
    before = {table: count(table) for table in tables}
    ledger = count("ledger_entry")

    with pytest.raises(Refused) as refused:
        commands.act(acknowledged(received.chain, by=(HOLLIS,), request="r-2"), body=body.id)

    assert {table: count(table) for table in tables} == before
    assert count("ledger_entry") == ledger + 1
    ((watching,),) = rows(roles, "SELECT chain FROM casework.chain WHERE beside = %s", received.chain)
    entry = decode(entries_of(roles, str(watching))[0])
    assert entry.acts == ("act_refused",)
    assert entry.data["person"] == HOLLIS
    assert entry.data["codes"] == sorted({one.code for one in refused.value.verdict.refusals})


def test_the_same_knock_within_a_minute_is_counted(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    day = date(2026, 1, 13)
    for second in (0, 5, 9):
        with pytest.raises(Refused):
            commands.act(acknowledged(received.chain, by=(HOLLIS,), recorded=at(day, 10, second)), body=body.id)
    ((watching,),) = rows(roles, "SELECT chain FROM casework.chain WHERE beside = %s", received.chain)
    assert len(entries_of(roles, str(watching))) == 1

    assert watch.settle(body.id, at(day, 11)) == 1

    _, repeats = (decode(raw) for raw in entries_of(roles, str(watching)))
    assert repeats.data["repeats"] == 2


def test_a_complaint_about_two_people_opens_two_cases_or_none(body: bodies.Body, count: Callable[[str], int]) -> None:
    fields = {**complaint().fields, "respondents": [CORWIN, "p-second22"]}
    wish = complaint(fields=fields, request="r-3")

    receipt = commands.act(wish, body=body.id)

    assert len(receipt.others) == 1
    assert count("case_row") == 2
    assert commands.act(wish, body=body.id) == receipt


def test_a_form_that_had_not_seen_the_last_step_is_stale(body: bodies.Body, received: Receipt) -> None:
    commands.act(acknowledged(received.chain, seen=0), body=body.id)

    with pytest.raises(record.Stale):
        commands.act(acknowledged(received.chain, seen=0), body=body.id)


def test_of_two_who_act_at_once_one_stands_and_the_other_is_told(
    body: bodies.Body, received: Receipt, count: Callable[[str], int], together: None
) -> None:
    outcomes = at_once(body, acknowledged(received.chain, seen=0), acknowledged(received.chain, seen=0))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Receipt", "Stale"]
    assert count("entry_row") == 2


def test_a_form_sent_twice_at_once_stands_once_and_both_get_its_receipt(
    body: bodies.Body, received: Receipt, count: Callable[[str], int], together: None
) -> None:
    wish = acknowledged(received.chain, seen=0, request="r-5")

    one, other = at_once(body, wish, wish)

    assert isinstance(one, Receipt)
    assert one == other
    assert count("entry_row") == 2


def test_a_complaint_sent_twice_at_once_opens_one_case(body: bodies.Body, count: Callable[[str], int]) -> None:
    wish = complaint(request="r-6")

    one, other = at_once(body, wish, wish)

    assert isinstance(one, Receipt)
    assert one == other
    assert count("case_row") == 1


def test_an_act_that_may_come_at_any_time_is_tried_again(
    body: bodies.Body, received: Receipt, count: Callable[[str], int], together: None
) -> None:
    day = date(2026, 1, 13)
    contact = Wish(
        case=received.chain, act="contact_reported", at=day, recorded=at(day), by=(WREN,),
        fields={"approached_by": CORWIN, "channel": "telephone", "leaning": "neither", "gist": "How long will it be?"},
    )  # fmt: skip

    outcomes = at_once(body, contact, contact)

    assert [type(outcome).__name__ for outcome in outcomes] == ["Receipt", "Receipt"], outcomes
    assert count("entry_row") == 3


def test_whoever_may_not_know_of_the_case_is_not_told_that_somebody_acted(body: bodies.Body, received: Receipt) -> None:
    commands.act(acknowledged(received.chain, seen=0), body=body.id)

    with pytest.raises(Refused) as refused:
        commands.act(acknowledged(received.chain, seen=0, by=(SECRETARY,)), body=body.id)

    assert refused.value.code == "E-NOT-FOUND"


def test_no_wish_reaches_the_house_chain(body: bodies.Body, roles: Roles) -> None:
    before = len(entries_of(roles, body.house))

    with pytest.raises(Exception, match="no case of this body"):
        commands.act(complaint(case=str(body.house)), body=body.id)

    assert len(entries_of(roles, body.house)) == before


def test_a_slow_request_takes_the_last_time_again(body: bodies.Body, received: Receipt) -> None:
    """It carries the moment at which it began, and somebody else was quicker meanwhile."""
    wish = acknowledged(received.chain, at=MONDAY, recorded=at(MONDAY).replace(hour=9, minute=59, second=1))

    assert commands.act(wish, body=body.id).recorded == received.recorded


def test_a_clock_that_jumped_back_further_is_refused_and_the_auditor_told(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    wish = acknowledged(received.chain, at=MONDAY, recorded=at(MONDAY, 9))

    with pytest.raises(record.ClockBehind):
        commands.act(wish, body=body.id)

    ((watching,),) = rows(roles, "SELECT chain FROM casework.chain WHERE beside = %s", received.chain)
    assert decode(entries_of(roles, str(watching))[0]).data["codes"] == ["E-CLOCK"]


def test_the_clock_enters_what_is_overdue_before_anybody_acts(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    day = date(2026, 3, 16)  # 40 working days without triage have passed

    with pytest.raises(Refused):
        commands.act(acknowledged(received.chain, at=day, recorded=at(day), by=(CORWIN,)), body=body.id)

    triage = decode(entries_of(roles, received.chain)[1])
    assert (triage.step, triage.result, triage.deemed is not None) == ("triage", "investigate", True)


def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half_done(
    body: bodies.Body, received: Receipt, roles: Roles, count: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("ledger_entry", "entry_row", "duty_row", "access_row", "request_row", "unplaced")
    before = {table: count(table) for table in tables}
    write = record.write

    def cut_off(*words: object, **named: object) -> object:
        done = write(*words, **named)  # type: ignore[arg-type]  # passed through
        pid = connection.connection.info.backend_pid
        rows(roles, "SELECT pg_terminate_backend(%s)", pid)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(record, "write", cut_off)
        with pytest.raises(DatabaseError):
            commands.act(acknowledged(received.chain, request="r-4"), body=body.id)
    connection.close()

    assert {table: count(table) for table in tables} == before
    assert commands.act(acknowledged(received.chain, request="r-4"), body=body.id).index == 1


def test_a_chain_of_another_body_is_no_case(body: bodies.Body) -> None:
    with pytest.raises(Refused):
        commands.act(acknowledged(str(uuid4()), by=(WREN,)), body=body.id)


def test_a_text_that_is_erased_is_gone_and_the_chain_still_holds(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    from alteram.codec import Actor
    from alteram.procedure import Draft

    with record.transaction(body.id):
        chain = record.load(body.id, UUID(received.chain))
        assert record.texts(chain) == {(0, "account"): "He blocked the door and shouted."}
        draft = Draft(
            step=None, acts=("text_erased",), result=None, at=MONDAY, time=None,
            by=(Actor(who="clock", role="clock", capacity="clock"),), typed_by=None, clauses=("DPR-05",),
            data={"digests": [chain.entries[0].texts["account"]], "rule": "R1"}, texts={},
        )  # fmt: skip
        record.write(chain, record.entry_of(chain, draft, recorded=at(MONDAY, 11), edition=""))

    assert rows(roles, "SELECT count(*) FROM casework.sealed_text") == [(0,)]
    stored = rows(roles, "SELECT link FROM casework.ledger_entry WHERE chain = %s ORDER BY index", received.chain)
    raw = entries_of(roles, received.chain)
    assert [bytes(link) for (link,) in stored] == list(links.links(UUID(received.chain).bytes, raw))


def test_a_paper_is_sealed_and_comes_back_to_whoever_sees_its_entry(body: bodies.Body, roles: Roles) -> None:
    wish = complaint()
    with record.transaction(body.id):
        record.open_case(body.id, UUID(wish.case))
        chain = record.load(body.id, UUID(wish.case))
        paper = record.store_paper(
            chain, kind="exhibit", media_type="application/pdf", content=b"%PDF-1.7 a photograph"
        )
    reader = selectors.Viewer(body=body.id, person=MAEVE, now=at(MONDAY, 12), day=MONDAY)
    with pytest.raises(selectors.NotFound):
        selectors.download(reader, UUID(wish.case), paper.digest)

    commands.act(complaint(case=wish.case, papers=(paper,)), body=body.id)

    assert selectors.download(reader, UUID(wish.case), paper.digest).content == b"%PDF-1.7 a photograph"
    ((sealed,),) = rows(roles, "SELECT sealed FROM casework.paper")
    assert b"photograph" not in bytes(sealed)
    with pytest.raises(selectors.NotFound):
        selectors.download(replace(reader, person="p-stranger"), UUID(wish.case), paper.digest)


def test_a_receipt_is_signed_when_it_is_shown(received: Receipt) -> None:
    key = SigningKey(name="lantern-league/receipts", seed=bytes(32))
    mine = receipts.shown(received, key)

    assert promises.problems(promises.decode(promises.encode(mine)), [key.public]) == ()
    assert promises.problems(replace(mine, index=7), [key.public]) != ()
