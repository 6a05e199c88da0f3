"""The placer, as the role it has: nothing is missed, nothing is placed twice, and the tree is the plain one."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from alteram.ledger import chain as links
from alteram.ledger import tree
from alteram.ledger.signing import PublicKey
from alteram_web.casework import bodies, commands, keys, placing, record, signing, tiles
from alteram_web.casework.keys import KeyProblem
from alteram_web.casework.placing import Count
from alteram_web.casework.receipts import Receipt

from .conftest import Roles, acknowledged, begin_body, complaint, rows

NOON = datetime(2026, 1, 12, 12, 0, 3, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
HOUR = timedelta(hours=1)


def place(roles: Roles, body: bodies.Body) -> placing.Placed:
    with roles.connect("alteram_log") as link:
        return placing.place(link, body)


def publish(roles: Roles, body: bodies.Body, now: datetime = NOON) -> tiles.Published | None:
    with roles.connect("alteram_log") as link:
        return placing.publish(link, body, now=now)


def count(roles: Roles, body: bodies.Body) -> Count:
    with roles.connect("alteram_log") as link:
        return placing.count(link, body)


def leaves(roles: Roles) -> bytes:
    """The leaf hashes in the tiles of level 0."""
    found = rows(roles, "SELECT hashes FROM casework.tile WHERE level = 0 ORDER BY number")
    return b"".join(bytes(hashes) for (hashes,) in found)


def test_every_entry_gets_one_place_and_a_second_look_finds_nothing(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    entries = rows(roles, "SELECT count(*) FROM casework.ledger_entry")[0][0]

    first, second = place(roles, body), place(roles, body)

    assert (first.placed, first.crooked) == (entries, ())
    assert second.placed == 0
    assert rows(roles, "SELECT position FROM casework.place ORDER BY 1") == [(n,) for n in range(entries)]
    assert count(roles, body) == Count(entries=entries, places=entries, waiting=0, lost=(), strange=(), untrue=())


def test_an_entry_that_commits_after_a_later_one_is_placed_with_the_next_look(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    place(roles, body)
    with roles.connect("alteram_app") as late:  # an append that is written now and commits below
        late.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        _append(late, received)
        commands.act(complaint(), body=body.id)
        assert place(roles, body).placed == 1
        late.commit()

    assert count(roles, body).waiting == 1
    assert place(roles, body).placed == 1
    assert count(roles, body).well


def _append(link: psycopg.Connection[Any], received: Receipt) -> None:
    ((raw,),) = link.execute("SELECT bytes FROM casework.read_chain(%s, '{case}')", (received.chain,)).fetchall()
    then = bytes(raw).replace(b'"index":0', b'"index":1')
    link.execute(
        "SELECT casework.append_entry(casework.current_body(), %s, 1, %s, %s)",
        (received.chain, then, links.link(received.link, then)),
    )


def test_two_placers_at_once_place_everything_once(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    _fill(roles, body, 300)
    both = [threading.Thread(target=place, args=(roles, body)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)

    found = count(roles, body)
    assert found.well
    assert (found.places, found.waiting) == (found.entries, 0)


def test_placing_while_others_write_misses_nothing(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    """Two chains grow, one in a transaction that stays open over many looks, while the placer keeps looking."""
    other = begin_body("other-league")  # entries of another body come and go between them

    def short() -> None:
        for _ in range(40):
            _fill(roles, other, 1)
            _fill(roles, body, 1)

    def long() -> None:
        with roles.connect("alteram_app") as late:
            late.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
            _append(late, received)
            written.wait(timeout=30)

    written = threading.Event()
    writers = [threading.Thread(target=one) for one in (short, long)]
    for one in writers:
        one.start()
    while writers[0].is_alive():
        place(roles, body)
    written.set()
    for one in writers:
        one.join(timeout=60)
    place(roles, body)

    found = count(roles, body)
    assert found.well
    assert (found.places, found.waiting) == (found.entries, 0)
    assert [at for (at,) in rows(roles, "SELECT position FROM casework.place WHERE body = %s ORDER BY 1", body.id)] == [
        *range(found.entries)
    ]


def _fill(roles: Roles, body: bodies.Body, number: int) -> None:
    """So many more entries in the house chain, as the database takes them."""
    with roles.connect("alteram_app") as link:
        link.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        last = link.execute("SELECT index, link FROM casework.read_chain(%s, '{house}')", (body.house,)).fetchall()[-1]
        index, before = last[0], bytes(last[1])
        for _ in range(number):
            index += 1
            raw = b'{"case":"%s","index":%d,"recorded":"2026-01-12T09:00:00.000Z"}' % (str(body.house).encode(), index)
            before = links.link(before, raw)
            link.execute(
                "SELECT casework.append_entry(%s, %s, %s, %s, %s)",
                (body.id, body.house, index, raw, before),
            )


def test_broken_off_in_the_middle_nothing_has_happened(
    body: bodies.Body, received: Receipt, roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(roles, body, 300)

    def breaks(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tiles, "roots", breaks)  # the first tile is written by then
        with pytest.raises(KeyboardInterrupt):
            place(roles, body)

    found = count(roles, body)
    assert (found.places, found.waiting, leaves(roles)) == (0, found.entries, b"")
    assert place(roles, body).placed == found.entries


@pytest.mark.parametrize("batch", [7, 256, 2048])
def test_the_stored_tree_is_the_plain_tree(
    body: bodies.Body, roles: Roles, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(placing, "BATCH", batch)
    made = []
    for hour, more in enumerate((300, 0, 3, 515)):
        _fill(roles, body, more)
        place(roles, body)
        made.append(publish(roles, body, NOON + hour * HOUR))

    plain = tree.Tree.of_leaves(leaves(roles))
    assert [one.size for one in made if one] == [512, 768, 1024, 1792]
    assert [one.checkpoint.root for one in made if one] == [plain.root(one.size) for one in made if one]
    for position, link in rows(roles, "SELECT position, link FROM casework.place"):
        assert plain.node(0, position) == tree.leaf(bytes(link))
    with roles.connect("alteram_log") as asked, psycopg.Cursor(asked) as cursor:

        def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
            return cursor.execute(statement, values).fetchall() if values else cursor.execute(statement).fetchall()

        cursor.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        for name in tree.tile_names(1792):
            assert tiles.within(run, 1792, name.level, name.index, name.width) == tree.tile(plain.node, name)
        assert tiles.within(run, 1792, 0, 7, None) is None
        assert tiles.within(run, 1792, 1, 0, 8) is None


def test_a_tile_of_the_second_level_is_written_when_it_is_full(
    body: bodies.Body, roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(roles, body)
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    publish(roles, body)
    with roles.connect("alteram_log") as link, placing.alone(link, body) as run:
        placing._grow(run, 256, bytes(32 * 256 * 257))

    (first,) = rows(roles, "SELECT hashes, root FROM casework.tile WHERE level = 1")
    plain = tree.Tree.of_leaves(leaves(roles)[: 65536 * 32])
    assert bytes(first[0]) == tree.tile(plain.node, tree.TileName(level=1, index=0))
    assert bytes(first[1]) == plain.root()
    with roles.connect("alteram_log") as link, placing.alone(link, body) as run:
        whole = tree.Tree.of_leaves(leaves(roles))
        assert tree.root(tiles.nodes(run), whole.size) == whole.root()


def test_a_checkpoint_comes_at_its_fixed_time_once_and_is_signed_by_the_log(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    place(roles, body)
    first, again = publish(roles, body), publish(roles, body, NOON + timedelta(minutes=50))
    back = publish(roles, body, NOON - 5 * HOUR)

    assert first is not None
    assert (again, back) == (None, None)
    assert first.at == NOON
    (key,) = rows(roles, "SELECT key FROM casework.signing_key WHERE purpose = 'log'")
    assert [str(one) for one in first.checkpoint.signed_by(_keys(body))] == [key[0]]
    assert first.checkpoint.origin == "lantern-league/log"


def _keys(body: bodies.Body) -> tuple[PublicKey, ...]:
    with record.transaction(body.id):
        return signing.listed(body, record.run)


def test_an_hour_without_entries_looks_like_any_other(body: bodies.Body, roles: Roles) -> None:
    place(roles, body)
    sizes = [one.size for hour in range(3) if (one := publish(roles, body, NOON + hour * HOUR))]

    assert sizes == [256, 512, 768]
    assert rows(roles, "SELECT count(*) FROM casework.place WHERE position >= 256") == [(0,)]
    assert place(roles, body).placed == 0
    _fill(roles, body, 1)
    place(roles, body)
    assert rows(roles, "SELECT max(position) FROM casework.place") == [(768,)]
    assert count(roles, body).well


def test_an_altered_entry_and_what_follows_it_get_no_place_and_the_rest_does(
    body: bodies.Body, received: Receipt, roles: Roles
) -> None:
    commands.act(acknowledged(received.chain), body=body.id)
    other = commands.act(complaint(), body=body.id)
    _alter(roles, "UPDATE casework.ledger_entry SET bytes = replace(encode(bytes, 'escape'), '12-06', '12-07')::bytea"
           " WHERE chain = %s AND index = 0", received.chain)  # fmt: skip

    done = place(roles, body)

    chain = UUID(received.chain)
    assert {where for where in done.crooked if where[0] == chain} == {
        (chain, index) for (index,) in rows(roles, "SELECT index FROM casework.ledger_entry WHERE chain = %s", chain)
    }
    assert rows(roles, "SELECT count(*) FROM casework.place WHERE chain = %s", chain) == [(0,)]
    assert rows(roles, "SELECT count(*) FROM casework.place WHERE chain = %s", other.chain) == [(1,)]
    assert count(roles, body).waiting == len(done.crooked)


def _alter(roles: Roles, statement: str, *values: object) -> None:
    with roles.connect("postgres") as link:
        link.execute("SET session_replication_role = replica")
        link.execute(statement, values)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM casework.unplaced", "has no place and waits for none"),
        ("DELETE FROM casework.place WHERE position = 0", "has no place and waits for none"),
        ("DELETE FROM casework.ledger_entry WHERE (chain, index) IN (SELECT chain, index FROM casework.place)",
         "the entry at position 0 is gone or altered"),
        ("UPDATE casework.ledger_entry SET link = sha256(link)", "the entry at position 0 is gone or altered"),
        ("UPDATE casework.tile SET hashes = overlay(hashes placing sha256('') from 1)", "the leaf at position 0"),
    ],
)  # fmt: skip
def test_the_nightly_count_tells_of_every_gap(
    body: bodies.Body, received: Receipt, roles: Roles, as_log: Callable[[], None], statement: str, says: str
) -> None:
    place(roles, body)
    publish(roles, body)
    commands.act(complaint(), body=body.id)
    as_log()
    call_command("count_places", verbosity=0)
    _alter(roles, statement)

    with pytest.raises(CommandError, match=says):
        call_command("count_places", verbosity=0)


def test_the_command_places_and_publishes_as_log_and_as_nobody_else(
    body: bodies.Body, received: Receipt, roles: Roles, as_log: Callable[[], None]
) -> None:
    with pytest.raises(CommandError, match="ALTERAM_DB_ROLE=log"):
        call_command("place")
    as_log()
    call_command("place")

    found = count(roles, body)
    assert (found.places, found.waiting) == (found.entries, 0)
    assert rows(roles, "SELECT size FROM casework.checkpoint") == [(256,)]


@pytest.mark.parametrize("statement", [
    "INSERT INTO casework.ledger_entry SELECT * FROM casework.ledger_entry",
    "INSERT INTO casework.unplaced SELECT * FROM casework.unplaced",
    "UPDATE casework.place SET link = link",
    "DELETE FROM casework.tile",
    "DELETE FROM casework.checkpoint",
    "INSERT INTO casework.signing_key SELECT * FROM casework.signing_key",
    "SELECT * FROM casework.sealed_text",
    "SELECT * FROM casework.find_code(''::bytea, ''::bytea)",
])  # fmt: skip
def test_the_placer_may_do_nothing_else(body: bodies.Body, received: Receipt, roles: Roles, statement: str) -> None:
    with roles.connect("alteram_log") as link:
        link.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute(statement)


def test_bodies_have_trees_of_their_own(body: bodies.Body, received: Receipt, roles: Roles) -> None:
    other = begin_body("other-league")
    place(roles, body)
    publish(roles, body)

    assert count(roles, other).waiting == count(roles, other).entries > 0
    assert place(roles, other).placed > 0
    made = publish(roles, other)
    assert made is not None
    assert made.checkpoint.origin == "other-league/log"
    assert made.checkpoint.signed_by(_keys(body)) == ()
    assert rows(roles, "SELECT position FROM casework.place WHERE body = %s ORDER BY 1 LIMIT 1", other.id) == [(0,)]


def test_a_key_that_is_rotated_stays_listed_and_stands_in_the_house_chain(body: bodies.Body, roles: Roles) -> None:
    first = publish(roles, body)
    call_command("rotate_key", body.slug, "log", why="The yearly change.", verbosity=0)
    second = publish(roles, body, NOON + HOUR)

    keys = _keys(body)
    assert first is not None
    assert second is not None
    old, new = (key for key in keys if key.name == "lantern-league/log")
    assert first.checkpoint.signed_by(keys) == (old,)
    assert second.checkpoint.signed_by(keys) == (new,)
    entry = rows(roles, "SELECT encode(bytes, 'escape') FROM casework.ledger_entry WHERE chain = %s ORDER BY index DESC"
                 " LIMIT 1", body.house)[0][0]  # fmt: skip
    assert "key_changed" in entry
    assert new.id in entry


def test_another_master_key_signs_nothing(body: bodies.Body, roles: Roles, settings: Settings, tmp_path: Path) -> None:
    publish(roles, body)
    (tmp_path / "other.key").write_bytes(bytes(32))
    settings.MASTER_KEY_FILE = str(tmp_path / "other.key")
    keys.forget(body.id)  # as in a process that begins

    with pytest.raises(KeyProblem, match="are wrapped by the master key"):
        publish(roles, body, NOON + HOUR)
    assert rows(roles, "SELECT count(*) FROM casework.checkpoint") == [(1,)]


def test_two_rotations_do_not_take_one_number(body: bodies.Body, roles: Roles) -> None:
    with roles.connect("alteram_app") as link:
        link.execute("SELECT set_config('alteram.body', %s, true)", (str(body.id),))
        link.execute("SELECT casework.list_key('log', 1, 'a+b+c')")
        with pytest.raises(psycopg.Error, match="another key has this number"), link.transaction():
            link.execute("SELECT casework.list_key('log', 1, 'x+y+z')")
        with pytest.raises(psycopg.Error, match="does not follow"), link.transaction():
            link.execute("SELECT casework.list_key('log', 3, 'a+b+c')")
        link.rollback()


def test_following_ends_in_order_when_it_is_told_to(
    body: bodies.Body, received: Receipt, roles: Roles, settings: Settings
) -> None:
    url = roles.server.url("alteram_log")
    told = {
        **os.environ, "ALTERAM_DB_ROLE": "log", "DATABASE_URL": url, "ALTERAM_LOG_DATABASE_URL": url,
        "ALTERAM_MASTER_KEY_FILE": settings.MASTER_KEY_FILE, "DJANGO_SETTINGS_MODULE": "alteram_web.settings",
        "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    follower = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "place", "--follow", "--pause", "0.1"],
        env=told, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert follower.stdout is not None
        assert "a checkpoint of size 256" in follower.stdout.readline()
        commands.act(complaint(), body=body.id)
        assert follower.stdout.readline() == "lantern-league: 1 placed\n"
        follower.send_signal(signal.SIGTERM)
        _, complaints = follower.communicate(timeout=20)
    finally:
        follower.kill()

    assert (follower.returncode, complaints) == (0, "")
