"""Keys: where the master key comes from, what it wraps, how it changes, and what two of three shares do."""

from __future__ import annotations

import base64
import stat
from collections.abc import Callable, Sequence
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from shamir_mnemonic import generate_mnemonics

from alteram.people import fictional_id
from alteram.procedure import Refused, Wish
from alteram_web.casework import bodies, commands, keys, master, record, shares
from alteram_web.casework.keys import KeyProblem
from alteram_web.casework.receipts import Receipt

from .conftest import MONDAY, SECRETARY, WREN, Roles, acknowledged, at, complaint, rows

HOLDERS = ("p-holder-one", "p-holder-two", "p-holder-three")
ACCOUNT = "He blocked the door and shouted."

SERVICE = """#!/usr/bin/env python3
import base64, sys
if sys.argv[1] == "name":
    print("kms/alteram-1")
elif sys.argv[1] in ("wrap", "unwrap"):
    given = base64.b64decode(sys.stdin.read())
    mask = (sys.argv[2].encode() * 40)[: len(given)]
    print(base64.b64encode(bytes(a ^ b ^ 90 for a, b in zip(given, mask))).decode())
else:
    sys.exit(3)
"""


def account_of(body: bodies.Body, case: str) -> str:
    """The complainant's own words, opened."""
    with record.transaction(body.id):
        chain = record.load(body.id, UUID(case))
        return record.texts(chain)[(0, "account")]


@pytest.fixture
def other_key(tmp_path: Path) -> Path:
    file = tmp_path / "other.key"
    file.write_bytes(bytes(range(32, 64)))
    return file


@pytest.fixture
def service(tmp_path: Path) -> Path:
    file = tmp_path / "key-service"
    file.write_text(SERVICE, encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def share_out(body: bodies.Body, holders: Sequence[str] = HOLDERS, by: str = "p-appoints") -> tuple[str, ...]:
    return shares.share_out(body.id, holders, by=by, why="The first shares.", now=at(MONDAY, 9))


# --- where the master key comes from ----------------------------------------------------------------------------------


def test_the_master_key_comes_from_a_file_or_the_environment_and_is_the_same(settings: Settings) -> None:
    from_file = master.master()
    settings.MASTER_KEY = base64.b64encode(bytes(range(32))).decode()
    with pytest.raises(KeyProblem, match="There are 2 master keys"):
        master.master()
    settings.MASTER_KEY_FILE = ""

    assert master.master() == from_file
    assert master.master().id == from_file.id


@pytest.mark.parametrize(("given", "says"), [
    ({}, "There is no master key"),
    ({"MASTER_KEY_FILE": "/nowhere/master.key"}, "cannot be read"),
    ({"MASTER_KEY": "not base64"}, "not base64"),
    ({"MASTER_KEY": base64.b64encode(bytes(31)).decode()}, "must be 32 bytes long, not 31"),
])  # fmt: skip
def test_a_master_key_that_is_none_is_said_clearly(settings: Settings, given: dict[str, str], says: str) -> None:
    settings.MASTER_KEY_FILE = settings.MASTER_KEY = settings.KEY_SERVICE = ""
    for name, value in given.items():
        setattr(settings, name, value)

    with pytest.raises(KeyProblem, match=says) as problem:
        master.master()
    assert "ALTERAM_MASTER_KEY_FILE" in problem.value.remedy


def test_a_key_service_wraps_and_unwraps(settings: Settings, service: Path, transactional_db: None) -> None:
    settings.MASTER_KEY_FILE, settings.KEY_SERVICE = "", str(service)
    body = bodies.found("lantern-league", "Lantern League")
    keys.forget(body.id)

    receipt = commands.act(complaint(), body=body.id)

    assert account_of(body, receipt.chain) == ACCOUNT
    assert {root.master for root in keys.stored(body.id)[0]} == {"kms/alteram-1"}


@pytest.mark.parametrize(("program", "says"), [
    ("#!/bin/sh\nexit 7\n", "exit status 7"),
    ("#!/bin/sh\necho '***'\n", "not base64"),
])  # fmt: skip
def test_a_key_service_that_refuses_or_babbles_is_a_clear_error(tmp_path: Path, program: str, says: str) -> None:
    file = tmp_path / "service"
    file.write_text(program, encoding="utf-8")
    file.chmod(0o700)

    with pytest.raises(KeyProblem, match=says):
        master.KeyService(str(file)).wrap(bytes(32), of="anything")
    with pytest.raises(KeyProblem, match="cannot be started"):
        master.KeyService(str(tmp_path / "missing")).wrap(bytes(32), of="anything")


# --- rotation ---------------------------------------------------------------------------------------------------------


def test_another_master_key_opens_nothing_and_says_which_one_would(
    body: bodies.Body, received: Receipt, settings: Settings, other_key: Path
) -> None:
    right = master.master().id
    settings.MASTER_KEY_FILE = str(other_key)
    keys.forget(body.id)

    with pytest.raises(KeyProblem, match=f"wrapped by the master key {right}"):
        account_of(body, received.chain)


def test_rotation_wraps_anew_and_touches_no_content(
    body: bodies.Body,
    received: Receipt,
    roles: Roles,
    settings: Settings,
    other_key: Path,
    as_owner: Callable[[], None],
) -> None:
    sealed = "SELECT chain, index, field, sealed FROM casework.sealed_text ORDER BY 1, 2, 3"
    contents, wrapped = rows(roles, sealed), rows(roles, "SELECT wrapped FROM casework.case_key")
    as_owner()
    call_command("rotate_master_key", "--to", str(other_key), "--why", "The old one lay on a desk.", stdout=StringIO())
    assert rows(roles, sealed) == contents
    assert rows(roles, "SELECT wrapped FROM casework.case_key") != wrapped

    settings.MASTER_KEY_FILE = str(other_key)
    keys.forget(body.id)
    assert account_of(body, received.chain) == ACCOUNT
    commands.act(acknowledged(received.chain), body=body.id)
    with record.transaction(body.id):
        entry = record.load(body.id, body.house, "house").entries[-1]
    assert (entry.acts, entry.data["why"]) == (("key_changed",), "The old one lay on a desk.")

    said = StringIO()
    call_command("rotate_master_key", "--to", str(other_key), "--why", "Again.", stdout=said)
    assert "was done before" in said.getvalue()


def test_a_case_begun_while_the_keys_were_rotated_is_not_lost(
    body: bodies.Body, received: Receipt, settings: Settings, other_key: Path, as_owner: Callable[[], None]
) -> None:
    old = keys.of_body(body.id)
    as_owner()
    call_command("rotate_master_key", "--to", str(other_key), "--why", "Yearly.", stdout=StringIO())
    settings.MASTER_KEY_FILE = str(other_key)
    keys._held[body.id] = old  # a process that has not heard of it

    late = commands.act(complaint(), body=body.id)
    assert account_of(body, late.chain) == ACCOUNT
    keys.forget(body.id)
    assert account_of(body, late.chain) == ACCOUNT
    assert account_of(body, received.chain) == ACCOUNT


def test_a_process_with_the_old_root_reads_again(
    body: bodies.Body, received: Receipt, settings: Settings, other_key: Path, as_owner: Callable[[], None]
) -> None:
    old = keys.of_body(body.id)
    as_owner()
    call_command("rotate_master_key", "--to", str(other_key), "--why", "Yearly.", stdout=StringIO())
    settings.MASTER_KEY_FILE = str(other_key)
    keys._held[body.id] = old

    assert account_of(body, received.chain) == ACCOUNT


def test_rotation_waits_until_a_site_that_runs_knows_the_new_key(
    body: bodies.Body,
    received: Receipt,
    roles: Roles,
    settings: Settings,
    other_key: Path,
    as_owner: Callable[[], None],
) -> None:
    """The site goes on before, during and after, with both keys, and needs no moment of its own."""
    old = settings.MASTER_KEY_FILE
    before = rows(roles, "SELECT * FROM casework.root_key")
    as_owner()
    with roles.connect("alteram_app") as site:
        site.execute("SELECT 1")
        with pytest.raises(CommandError, match=r"The site runs \(1 connections\)"):
            call_command("rotate_master_key", "--to", str(other_key), "--why", "Yearly.", stdout=StringIO())
        assert rows(roles, "SELECT * FROM casework.root_key") == before

        settings.NEXT_MASTER_KEY_FILE = str(other_key)
        keys.forget(body.id)
        assert account_of(body, received.chain) == ACCOUNT
        call_command("rotate_master_key", "--to", str(other_key), "--why", "Yearly.", stdout=StringIO())
    assert old == settings.MASTER_KEY_FILE
    keys.forget(body.id)
    assert account_of(body, received.chain) == ACCOUNT, "a process that begins now, with both"

    settings.MASTER_KEY_FILE, settings.NEXT_MASTER_KEY_FILE = str(other_key), ""
    keys.forget(body.id)
    assert account_of(body, received.chain) == ACCOUNT


def test_a_case_begun_after_the_rotation_is_sealed_under_the_new_root(
    body: bodies.Body, received: Receipt, settings: Settings, other_key: Path, as_owner: Callable[[], None]
) -> None:
    """Whoever had the old keys opens nothing that came after, whatever a running process still held."""
    old = keys.of_body(body.id)
    as_owner()
    call_command("rotate_master_key", "--to", str(other_key), "--why", "Seen.", stdout=StringIO())
    settings.MASTER_KEY_FILE = str(other_key)
    keys._held[body.id] = old

    chain = uuid4()
    wrapped = keys.new_case_key(body.id, chain)
    assert old.unwrapped(wrapped, of=keys.case_place(chain)) is None
    assert keys.of_body(body.id).unwrapped(wrapped, of=keys.case_place(chain)) is not None


def test_rotation_changes_nothing_if_one_key_does_not_open(
    body: bodies.Body, received: Receipt, roles: Roles, other_key: Path, as_owner: Callable[[], None]
) -> None:
    with roles.connect("alteram_owner") as link:
        link.execute("SELECT set_config('alteram.body', %s, false)", (str(body.id),))
        link.execute("UPDATE casework.case_key SET wrapped = %s WHERE body = casework.current_body()", (bytes(60),))
        link.commit()
    before = rows(roles, "SELECT * FROM casework.root_key")
    as_owner()

    with pytest.raises(CommandError, match="does not open, so nothing was changed"):
        call_command("rotate_master_key", "--to", str(other_key), "--why", "Yearly.", stdout=StringIO())
    assert rows(roles, "SELECT * FROM casework.root_key") == before


@pytest.mark.parametrize("statement", [
    "INSERT INTO casework.root_key SELECT * FROM casework.root_key",
    "SELECT * FROM casework.root_key",
    "SELECT * FROM casework.body_secret",
    "UPDATE casework.root_key SET wrapped = ''",
    "DELETE FROM casework.body_secret",
    "SELECT casework.begin_keys('x', '', '{}', '{}')",
    "SELECT casework.begin_signing_key('own', 2, '')",
    "SELECT casework.begin_signing_key('log', 3, '')",
])  # fmt: skip
def test_the_site_may_not_change_keys(body: bodies.Body, roles: Roles, statement: str) -> None:
    with roles.connect("alteram_app") as link:
        link.execute("SELECT set_config('alteram.body', %s, false)", (str(body.id),))
        with pytest.raises(psycopg.Error):
            link.execute(statement)
        link.rollback()


def test_the_owner_deletes_no_key_either(body: bodies.Body, roles: Roles) -> None:
    with roles.connect("alteram_owner") as link:
        link.execute("SELECT set_config('alteram.body', %s, false)", (str(body.id),))
        with pytest.raises(psycopg.Error, match="E-APPEND-ONLY"):
            link.execute("DELETE FROM casework.root_key")
        link.rollback()


# --- shares -----------------------------------------------------------------------------------------------------------


def test_two_shares_join_and_say_whose_they_are(body: bodies.Body) -> None:
    drawn = share_out(body)

    joined = shares.join(body.id, [drawn[2].upper(), f"  {drawn[0]}\n"])

    assert joined.root == keys.of_body(body.id).root
    assert joined.holders == (HOLDERS[2], HOLDERS[0])
    assert "root" not in repr(joined)


@pytest.mark.parametrize("typed", [(0, 0), (0,), ("word " * 33, 1), ("", "")])
def test_one_share_twice_a_wrong_word_or_none_opens_nothing(body: bodies.Body, typed: tuple[object, ...]) -> None:
    drawn = share_out(body)
    words = [drawn[one] if isinstance(one, int) else str(one) for one in typed]

    with pytest.raises(shares.SharesProblem):
        shares.join(body.id, words)


def test_whoever_knows_the_key_makes_up_no_fourth_holder(body: bodies.Body) -> None:
    share_out(body)
    made_up = generate_mnemonics(1, [(2, 5)], keys.of_body(body.id).root)[0]

    with pytest.raises(shares.SharesProblem):
        shares.join(body.id, made_up[3:])


def test_shares_of_another_drawing_do_not_mix_and_older_ones_end(
    body: bodies.Body, as_owner: Callable[[], None]
) -> None:
    as_owner()
    old, new = share_out(body), share_out(body)

    with pytest.raises(shares.SharesProblem):
        shares.join(body.id, [old[0], new[1]])


def test_sharing_out_again_draws_the_key_anew_so_the_earlier_shares_open_nothing(
    body: bodies.Body, received: Receipt, as_owner: Callable[[], None]
) -> None:
    old = share_out(body)
    as_owner()
    new = share_out(body, (HOLDERS[0], "p-holder-four", "p-holder-five"))

    with pytest.raises(shares.SharesProblem, match="another key"):
        shares.join(body.id, old[:2])  # they would stand in the record under the names of the new holders
    assert shares.join(body.id, new[:2]).holders == (HOLDERS[0], "p-holder-four")
    assert account_of(body, received.chain) == ACCOUNT


def test_the_site_may_not_share_out_again_what_stays_in_the_hands_of_others(body: bodies.Body) -> None:
    drawn = share_out(body)

    with pytest.raises(KeyProblem, match="owner"):
        share_out(body)
    assert shares.join(body.id, drawn[:2]).holders == HOLDERS[:2]


def test_a_process_with_the_root_of_before_takes_a_proof_by_the_newest_only(
    body: bodies.Body, received: Receipt, as_owner: Callable[[], None]
) -> None:
    old = share_out(body)
    before, gone = keys.of_body(body.id), shares.join(body.id, old[:2])
    as_owner()
    joined = shares.join(body.id, share_out(body)[:2])

    keys._held[body.id] = before
    assert codes_of(shares.proved(glass(received.chain, gone.holders, person="p-one"), gone), body) == {"E-SHARES"}
    keys._held[body.id] = before
    commands.act(shares.proved(glass(received.chain, joined.holders, person="p-one"), joined), body=body.id)


def test_after_a_rotation_the_old_shares_open_no_case(
    body: bodies.Body, received: Receipt, settings: Settings, other_key: Path, as_owner: Callable[[], None]
) -> None:
    drawn = share_out(body)
    as_owner()
    call_command("rotate_master_key", "--to", str(other_key), "--why", "Yearly.", stdout=StringIO())
    settings.MASTER_KEY_FILE = str(other_key)
    joined = shares.join(body.id, drawn[:2])

    with pytest.raises(Refused) as refused:
        commands.act(shares.proved(glass(received.chain, joined.holders), joined), body=body.id)
    assert {one.code for one in refused.value.verdict.refusals} == {"E-SHARES"}


@pytest.mark.parametrize(("holders", "by", "says"), [
    ((*HOLDERS[:2], SECRETARY), "p-appoints", "nobody who holds an office keeps a share"),
    (HOLDERS, SECRETARY, "nobody who holds an office chooses"),
    ((HOLDERS[0], HOLDERS[0], HOLDERS[1]), "p-appoints", "three different people"),
])  # fmt: skip
def test_the_executive_neither_keeps_nor_chooses(
    body: bodies.Body, holders: tuple[str, ...], by: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        share_out(body, holders, by)
    assert {one.code for one in refused.value.verdict.refusals} == {"E-KEY-HOLDER"}
    with record.transaction(body.id):
        assert not any("keys_shared" in e.acts for e in record.load(body.id, body.house, "house").entries)


def test_no_share_stands_anywhere_in_the_database(body: bodies.Body, roles: Roles) -> None:
    drawn = share_out(body)
    with roles.connect("alteram_owner") as link:
        link.execute("SELECT set_config('alteram.body', %s, false)", (str(body.id),))
        for (table,) in link.execute(
            "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'casework'"
        ).fetchall():
            (held,) = link.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM casework.{table} t").fetchone()  # type: ignore[misc]
            assert not any(words.split()[5] + " " + words.split()[6] in held for words in drawn)


def test_the_key_comes_back_from_two_shares_after_the_master_key_was_lost(
    body: bodies.Body, received: Receipt, settings: Settings, other_key: Path, as_owner: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    drawn = share_out(body)
    settings.MASTER_KEY_FILE = str(other_key)  # the old file is gone for good
    keys.forget(body.id)
    as_owner()
    monkeypatch.setattr("sys.stdin", StringIO(f"{drawn[1]}\n{drawn[2]}\n"))

    call_command("restore_key", "lantern-league", "--why", "The disk broke.", stdout=StringIO())

    assert account_of(body, received.chain) == ACCOUNT
    with record.transaction(body.id):
        entry = record.load(body.id, body.house, "house").entries[-1]
    assert [actor.who for actor in entry.by] == [HOLDERS[1], HOLDERS[2]]


# --- breaking the glass -----------------------------------------------------------------------------------------------


def glass(case: str, by: Sequence[str], **said: object) -> Wish:
    fields = {"person": WREN, "why": "The clerk is gone.", "until": "2026-01-20", **said}
    return Wish(
        case=case, act="glass_broken", step=None, at=MONDAY, recorded=at(MONDAY, 15), by=tuple(by), fields=fields
    )


def codes_of(wish: Wish, body: bodies.Body) -> set[str]:
    with pytest.raises(Refused) as refused:
        commands.act(wish, body=body.id)
    return {one.code for one in refused.value.verdict.refusals}


def test_two_holders_let_somebody_in_and_nobody_else_does(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    drawn = share_out(body)
    joined = shares.join(body.id, drawn[:2])
    outsider = fictional_id("An Outsider")

    assert codes_of(glass(received.chain, joined.holders, person=outsider, proof="ab"), body) == {"E-SHARES"}
    assert "E-FIELD" in codes_of(glass(received.chain, joined.holders, person=outsider), body)
    assert "E-NOT-FOUND" in codes_of(glass(received.chain, (WREN, "p-stranger"), person=outsider, proof="ab"), body)

    one = glass(received.chain, joined.holders[:1], person=outsider)
    assert "E-FIELD" in codes_of(shares.proved(one, joined), body)

    commands.act(shares.proved(glass(received.chain, joined.holders, person=outsider), joined), body=body.id)
    seen = rows(roles, "SELECT DISTINCT class, until::text FROM casework.access_row WHERE viewer = %s", outsider)
    assert {last for _, last in seen} == {"2026-01-20"}
    assert {"existence", "complaint_text", "report"} <= {name for name, _ in seen}
    assert "advice" not in {name for name, _ in seen}


def test_a_proof_is_good_for_one_case_one_person_and_one_day(body: bodies.Body, received: Receipt) -> None:
    joined = shares.join(body.id, share_out(body)[:2])
    right = shares.proved(glass(received.chain, joined.holders, person="p-one"), joined)
    other = commands.act(complaint(), body=body.id)

    assert codes_of(glass(other.chain, joined.holders, **{**right.fields, "person": "p-one"}), body) == {"E-SHARES"}
    assert codes_of(glass(received.chain, joined.holders, **{**right.fields, "person": "p-two"}), body) == {"E-SHARES"}
    assert codes_of(glass(received.chain, joined.holders, **{**right.fields, "until": "2026-01-21"}), body) == {
        "E-SHARES"
    }


@pytest.mark.parametrize(("said", "says"), [
    ({"person": SECRETARY}, "kept out of the case"),
    ({"person": fictional_id("Corwin Bale")}, "a party"),
    ({"person": HOLDERS[0]}, "nobody lets themselves in"),
    ({"until": "2026-01-27"}, "more than 14 days away"),
    ({"until": "2026-01-11"}, "is past"),
])  # fmt: skip
def test_who_may_not_be_let_in_and_for_how_long(
    body: bodies.Body, received: Receipt, said: dict[str, object], says: str
) -> None:
    joined = shares.join(body.id, share_out(body)[:2])

    with pytest.raises(Refused, match=says) as refused:
        commands.act(shares.proved(glass(received.chain, joined.holders, **said), joined), body=body.id)
    assert {one.code for one in refused.value.verdict.refusals} == {"E-GLASS"}


def test_the_earlier_holders_hold_nothing_after_a_new_drawing_of_the_same_day(
    body: bodies.Body, as_owner: Callable[[], None]
) -> None:
    as_owner()
    share_out(body)
    share_out(body, (HOLDERS[0], "p-a", "p-b"))
    with record.transaction(body.id):
        people = record.people()

    held = [one for one in (*HOLDERS, "p-a", "p-b") if people.holds_keys(one, on=MONDAY)]
    assert held == [HOLDERS[0], "p-a", "p-b"]


def test_the_earlier_holders_hold_nothing_after_a_new_drawing(body: bodies.Body, as_owner: Callable[[], None]) -> None:
    as_owner()
    share_out(body)
    shares.share_out(body.id, ("p-a", "p-b", "p-c"), by="p-appoints", why="New ones.", now=at(MONDAY.replace(day=20)))
    with record.transaction(body.id):
        people = record.people()

    assert people.holds_keys(HOLDERS[0], on=MONDAY.replace(day=19))
    assert not people.holds_keys(HOLDERS[0], on=MONDAY.replace(day=20))
    assert people.holds_keys("p-a", on=MONDAY.replace(day=20))


def test_a_share_is_no_place_in_a_pool_that_keeps_members(body: bodies.Body, roles: Roles) -> None:
    share_out(body)
    with roles.connect("alteram_app") as asked:
        for setting, value in (("body", str(body.id)), ("viewer", HOLDERS[0]), ("day", MONDAY.isoformat())):
            asked.execute("SELECT set_config(%s, %s, false)", (f"alteram.{setting}", value))
        assert asked.execute("SELECT casework.viewer_keys()").fetchall() == [([HOLDERS[0]],)]


# --- an installation from before --------------------------------------------------------------------------------------


def _as_before(link: psycopg.Connection[tuple[object, ...]], body: bodies.Body, case: UUID, key: bytes) -> bytes:
    """Put the database into the state in which keys were drawn from the master key; the body's own key of then."""
    drawn = HKDF(hashes.SHA256(), 32, None, b"alteram body 1\n" + body.id.bytes).derive(bytes(range(32)))
    for table in ("root_key", "body_secret"):
        link.execute(f"ALTER TABLE casework.{table} DISABLE TRIGGER stays")
        link.execute(f"DELETE FROM casework.{table}")
        link.execute(f"ALTER TABLE casework.{table} ENABLE TRIGGER stays")
    wrapped = keys.seal(drawn, key, of=f"case {case}")
    link.execute("UPDATE casework.case_key SET wrapped = %s WHERE chain = %s", (wrapped, case))
    return drawn


def test_an_installation_from_before_keeps_what_was_sealed_and_signed(
    body: bodies.Body, received: Receipt, roles: Roles, as_owner: Callable[[], None]
) -> None:
    case = UUID(received.chain)
    with record.transaction(body.id):
        ((wrapped,),) = record.run("SELECT casework.read_key(%s)", case)
    key = keys.case_key(body.id, case, bytes(wrapped))
    with roles.connect("postgres") as link:
        own = _as_before(link, body, case, key)
    keys.forget(body.id)
    with pytest.raises(KeyProblem, match="has no keys"):
        keys.body_key(body.id)
    as_owner()

    with transaction.atomic():
        import_module("alteram_web.casework.migrations.0021_keys").keep_drawn(
            None, SimpleNamespace(connection=connection)
        )

    assert account_of(body, received.chain) == ACCOUNT
    assert keys.body_key(body.id) == own
    seed = HKDF(hashes.SHA256(), 32, None, b"alteram log 1\n" + body.id.bytes).derive(bytes(range(32)))
    assert keys.signing_seed(body.id, "log", 1) == seed
    seed = HKDF(hashes.SHA256(), 32, None, b"alteram export 1\n" + body.id.bytes).derive(bytes(range(32)))
    assert keys.signing_seed(body.id, "exports", 1) == seed
