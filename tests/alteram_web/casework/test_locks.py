"""What the database itself refuses, whoever asks: the site's role, the owner, another body, a page that reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from alteram_web.casework import bodies, commands, watch
from alteram_web.casework.receipts import Receipt

from .conftest import CORWIN, MAEVE, MONDAY, SECRETARY, WREN, Roles, at, begin_body, complaint, entries_of, rows

DENIED = psycopg.errors.InsufficientPrivilege
TABLES_OF_A_BODY = (
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
    " WHERE c.relnamespace = 'casework'::regnamespace AND c.relkind = 'r' ORDER BY 1"
)


def as_site(asked: psycopg.Connection[tuple[Any, ...]], body: UUID, viewer: str = "", day: str = "2026-01-12") -> None:
    asked.execute(
        "SELECT set_config('alteram.body', %s, true), set_config('alteram.viewer', %s, true),"
        " set_config('alteram.day', %s, true)",
        (str(body), viewer, day),
    )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO casework.ledger_entry SELECT chain, 9, body, link, bytes FROM casework.ledger_entry",
        "UPDATE casework.ledger_entry SET bytes = ''",
        "DELETE FROM casework.ledger_entry",
        "TRUNCATE casework.ledger_entry",
        "DELETE FROM casework.access_row",
        "INSERT INTO casework.access_row SELECT * FROM casework.access_row",
        "UPDATE casework.sealed_text SET sealed = ''",
        "DELETE FROM casework.unplaced",
        "SELECT * FROM casework.place",
        "INSERT INTO casework.place SELECT body, 0, link, chain, index FROM casework.ledger_entry",
        "INSERT INTO casework.tile SELECT * FROM casework.tile",
        "INSERT INTO casework.checkpoint SELECT * FROM casework.checkpoint",
        "INSERT INTO casework.signing_key SELECT * FROM casework.signing_key",
        "UPDATE casework.signing_key SET key = key",
        "SELECT casework.move_rows(gen_random_uuid(), gen_random_uuid(), '{}', '{}')",
        "SELECT casework.repair_rows(gen_random_uuid(), '{}', '{}')",
        "SELECT casework.forget(gen_random_uuid(), '{}')",
        "SELECT casework.forget_person('p-anybody')",
        "UPDATE casework.view_log SET what = ''",
        "ALTER TABLE casework.ledger_entry DISABLE TRIGGER append_only",
        "DROP TRIGGER append_only ON casework.ledger_entry",
        "CREATE FUNCTION casework.mine() RETURNS void LANGUAGE sql AS ''",
        "SET ROLE alteram_owner",
        "SET ROLE alteram_log",
        "SET SESSION AUTHORIZATION alteram_owner",
        "SET session_replication_role = replica",
    ],
)
def test_the_site_may_do_nothing_but_append(body: bodies.Body, received: Receipt, roles: Roles, statement: str) -> None:
    with roles.connect("alteram_app") as asked:
        as_site(asked, body.id, MAEVE)
        with pytest.raises(DENIED):
            asked.execute(statement)


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE casework.ledger_entry SET link = link",
        "DELETE FROM casework.ledger_entry",
        "TRUNCATE casework.ledger_entry",
    ],
)
def test_the_trigger_stops_the_owner_too(body: bodies.Body, received: Receipt, roles: Roles, verb: str) -> None:
    with roles.connect("alteram_owner") as asked:
        as_site(asked, body.id)
        with pytest.raises(psycopg.Error, match="E-APPEND-ONLY"):
            asked.execute(verb)


def test_every_table_has_its_body_and_forces_its_policies(body: bodies.Body, roles: Roles) -> None:
    found = rows(roles, TABLES_OF_A_BODY)
    with_body = {
        name
        for (name,) in rows(
            roles,
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'casework' AND column_name = 'body'",
        )
    }

    assert len(found) >= 20
    assert [name for name, forced in found if not forced] == []
    assert {name for name, _ in found} == with_body


def test_without_body_viewer_and_day_there_are_no_rows(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    tables = [str(name) for name, _ in rows(roles, TABLES_OF_A_BODY)]
    readable = {
        str(name)
        for (name,) in rows(
            roles,
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'alteram_app'"
            " AND table_schema = 'casework' AND privilege_type = 'SELECT'",
        )
    } - {"body"}  # which bodies there are is known before one is set
    known = {"body", "root_key", "body_secret"}  # of the owner: read before a body is set, and the keys are wrapped
    for role, names in (("alteram_app", readable), ("alteram_owner", {*tables} - known)):
        with roles.connect(role) as asked:
            for name in sorted(names):
                ((number,),) = asked.execute(f"SELECT count(*) FROM casework.{name}").fetchall()
                assert (name, number) == (name, 0)


@pytest.mark.parametrize(
    ("viewer", "sees"), [(MAEVE, 1), (CORWIN, 0), (WREN, 1), (SECRETARY, 0), ("p-stranger", 0), ("", 0)]
)
def test_a_viewer_sees_their_cases_and_no_others(
    body: bodies.Body, received: Receipt, roles: Roles, viewer: str, sees: int
) -> None:
    with roles.connect("alteram_app") as asked:
        as_site(asked, body.id, viewer)
        for table in ("case_row", "ledger_entry", "entry_row", "sealed_text", "case_key"):
            ((number,),) = asked.execute(f"SELECT count(*) FROM casework.{table}").fetchall()
            assert (table, number) == (table, sees)


def test_whoever_takes_office_reads_no_pool_any_more(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    with roles.connect("postgres") as asked:
        asked.execute(
            "INSERT INTO casework.office_row VALUES (%s, %s, %s, 'treasurer', '2026-01-01', NULL)",
            (body.id, body.house, WREN),
        )
    with roles.connect("alteram_app") as asked:
        as_site(asked, body.id, WREN)
        assert asked.execute("SELECT count(*) FROM casework.case_row").fetchall() == [(0,)]


def test_bodies_do_not_see_each_other(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    other = begin_body("other-league")
    with roles.connect("alteram_app") as asked:
        as_site(asked, other.id, MAEVE)
        for table in ("case_row", "ledger_entry", "entry_row", "access_row", "membership_row", "person"):
            found = asked.execute(f"SELECT count(*) FROM casework.{table} WHERE body <> %s", (other.id,)).fetchall()
            assert (table, found) == (table, [(0,)])
    with roles.connect("alteram_app") as asked:
        as_site(asked, other.id)
        assert asked.execute("SELECT * FROM casework.read_chain(%s, '{case}')", (received.chain,)).fetchall() == []


def _append(
    asked: psycopg.Connection[tuple[Any, ...]], body: UUID, chain: str, index: int, raw: bytes, link: bytes
) -> None:
    asked.execute("SELECT casework.append_entry(%s, %s, %s, %s, %s)", (body, chain, index, raw, link))


def _next(raw: bytes, *, index: int = 1, recorded: str = "2026-01-12T10:00:00.000Z") -> bytes:
    return raw.replace(b'"index":0', b'"index":%d' % index).replace(b"2026-01-12T10:00:00.000Z", recorded.encode())


def test_append_takes_nothing_that_does_not_build_on_the_record(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    from alteram.ledger import chain as links

    (raw,) = entries_of(roles, received.chain)
    good = _next(raw)
    attempts = {
        "another link": (received.chain, 1, good, bytes(32), "AL002"),
        "a gap": (received.chain, 2, _next(raw, index=2), links.link(received.link, _next(raw, index=2)), "AL002"),
        "a taken number": (received.chain, 0, raw, received.link, "23505"),  # the key of the ledger itself
        "a taken number, another entry": (received.chain, 0, _next(raw, index=0), bytes(32), "AL001"),
        "bytes of another place": (received.chain, 1, raw, links.link(received.link, raw), "AL002"),
        "a chain of nobody": (str(uuid4()), 0, raw, received.link, "AL003"),
    }
    almost = good.replace(b'"index":1', b'"index":1.4')  # which a cast would round to 1
    attempts["a number that is none"] = (received.chain, 1, almost, links.link(received.link, almost), "AL002")
    earlier = _next(raw, recorded="2026-01-12T09:59:59.999Z")
    attempts["an earlier time"] = (received.chain, 1, earlier, links.link(received.link, earlier), "AL005")
    for name, (chain, index, bytes_, link, state) in attempts.items():
        with roles.connect("alteram_app") as asked:
            as_site(asked, body.id)
            with pytest.raises(psycopg.Error) as refused:
                _append(asked, body.id, chain, index, bytes_, link)
        assert (name, refused.value.sqlstate) == (name, state)
    with roles.connect(
        "alteram_app"
    ) as asked:  # the same bytes, rightly linked, would stand: each refusal had its own reason
        as_site(asked, body.id)
        _append(asked, body.id, received.chain, 1, good, links.link(received.link, good))
        asked.rollback()


def test_a_page_that_reads_for_somebody_cannot_touch_the_record(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    for statement in ("SELECT * FROM casework.read_chain(%s, '{case}')", "SELECT casework.read_key(%s)"):
        with roles.connect("alteram_app") as asked:
            as_site(asked, body.id, MAEVE)
            with pytest.raises(psycopg.Error, match="reads for one viewer"):
                asked.execute(statement, (received.chain,))


def test_another_body_cannot_append(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    other = begin_body("other-league")
    (raw,) = entries_of(roles, received.chain)
    with roles.connect("alteram_app") as asked:
        as_site(asked, other.id)
        with pytest.raises(psycopg.Error, match="none of this body"):
            _append(asked, other.id, received.chain, 1, _next(raw), bytes(32))


def test_rows_belong_to_the_chain_they_move_with(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    """Whatever chain a caller writes into a row, it lands with the chain of the entry."""
    from alteram.ledger import chain as links

    second = commands.act(complaint(), body=body.id)
    (raw,) = entries_of(roles, received.chain)
    row = (
        '{"access_row": [{"viewer": "p-x", "class": "existence", "since": "2026-01-12", "because": 1, "chain": "'
        + second.chain
        + '"}]}'
    )
    with roles.connect("alteram_app") as asked:
        as_site(asked, body.id)
        asked.execute(
            "SELECT casework.append_entry(%s, %s, 1, %s, %s, '{}', %s::jsonb)",
            (body.id, received.chain, _next(raw), links.link(received.link, _next(raw)), row),
        )
    assert rows(roles, "SELECT chain::text FROM casework.access_row WHERE viewer = 'p-x'") == [(received.chain,)]


POOL = '{"membership_row": [{"person": "p-x", "pool": "intake_team", "category": "", "since": "2026-01-01"}]}'
ACCESS = '{"access_row": [{"viewer": "p-x", "class": "existence", "since": "2026-01-12", "because": 1}]}'


@pytest.mark.parametrize("gone", ["'{}'", "NULL"])
@pytest.mark.parametrize(
    ("kind", "row"), [("case", POOL), ("watch", POOL), ("watch", ACCESS), ("house", ACCESS)], ids=range(4)
)
def test_an_entry_moves_the_rows_of_its_kind_of_chain_and_no_others(
    body: bodies.Body, received: Receipt, roles: Roles, kind: str, row: str, gone: str
) -> None:
    """A refused attempt is entered by whoever was refused: no place in a pool and no access comes with it."""
    from alteram.ledger import chain as links

    watch.knock(
        body.id, UUID(received.chain), act="access_refused", person="p-x", tried="case", codes=[], now=at(MONDAY, 11)
    )
    ((chain, index, link, raw),) = rows(
        roles,
        "SELECT e.chain::text, e.index, e.link, e.bytes FROM casework.ledger_entry e"
        " JOIN casework.chain c USING (chain) WHERE c.kind = %s ORDER BY e.index DESC LIMIT 1",
        kind,
    )
    more = bytes(raw).replace(b'"index":%d' % index, b'"index":%d' % (index + 1))
    given = (chain, index + 1, more, links.link(bytes(link), more))
    with roles.connect("alteram_app") as asked:
        as_site(asked, body.id)
        _append(asked, body.id, *given)  # without the row it stands
        asked.rollback()
        as_site(asked, body.id)
        with pytest.raises(psycopg.Error, match="no entry of a chain of this kind"):
            asked.execute(
                f"SELECT casework.append_entry(%s, %s, %s, %s, %s, {gone}, %s::jsonb)", (body.id, *given, row)
            )


def test_a_transaction_of_one_body_appends_for_no_other(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    from alteram.ledger import chain as links

    other = begin_body("other-league")
    (raw,) = entries_of(roles, received.chain)
    good = (received.chain, 1, _next(raw), links.link(received.link, _next(raw)))
    for viewer, mine in (("", other.id), (MAEVE, body.id)):
        with roles.connect("alteram_app") as asked:
            as_site(asked, mine, viewer)
            with pytest.raises(psycopg.Error, match=r"for another body|reads for one viewer"):
                _append(asked, body.id, *good)
    with roles.connect("alteram_app") as asked:  # in one statement, with no transaction begun before
        asked.autocommit = True
        _append(asked, body.id, *good)
        assert asked.execute("SELECT current_setting('alteram.body', true)").fetchall() == [("",)]
    assert len(entries_of(roles, received.chain)) == 2


def test_access_follows_from_pools_and_moves_no_other_row(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    """Also where nothing goes: a condition that is NULL would have let any row come."""
    ((index,),) = rows(roles, "SELECT max(index) FROM casework.ledger_entry WHERE chain = %s", body.house)
    asking = "SELECT casework.access_follows(%s, %s, NULL, %s::jsonb)"
    for row in (ACCESS, POOL):
        with roles.connect("alteram_app") as asked:
            as_site(asked, body.id)
            more = _one_more_appointment(asked, body, index)
            if row == ACCESS:
                asked.execute(asking, (more, received.chain, row))
                asked.rollback()
            else:
                with pytest.raises(psycopg.Error, match="only the rows of access"):
                    asked.execute(asking, (more, received.chain, row))


def _one_more_appointment(asked: psycopg.Connection[tuple[Any, ...]], body: bodies.Body, index: int) -> int:
    from alteram.ledger import chain as links

    ((link, raw),) = asked.execute("SELECT link, bytes FROM casework.read_tip(%s, '{house}')", (body.house,)).fetchall()
    more = bytes(raw).replace(b'"index":%d' % index, b'"index":%d' % (index + 1))
    _append(asked, body.id, str(body.house), index + 1, more, links.link(bytes(link), more))
    return index + 1


def test_the_placer_reads_links_and_takes_what_waits(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    with roles.connect("alteram_log") as asked:
        as_site(asked, body.id)
        taken = asked.execute(
            "DELETE FROM casework.unplaced WHERE chain = %s RETURNING chain, index", (received.chain,)
        ).fetchall()
        assert taken == [(UUID(received.chain), 0)]
        with pytest.raises(DENIED):
            asked.execute("SELECT * FROM casework.case_row")
