"""A witness that is not the body, over HTTP: it asks the public log, cosigns, and the site publishes what it signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from alteram import cli
from alteram.ledger import checkpoint, signing, timestamp, tree, witness
from alteram.ledger.signing import PublicKey
from alteram_web.casework import bodies, placing, record, tiles
from alteram_web.casework import signing as site_keys
from bootstrap import postgres
from tests.oracles import authority

HOUR = timedelta(hours=1)
LOG = "/lantern-league/log"


@pytest.fixture
def publish(database_server: postgres.Server, league: bodies.Body) -> Callable[[int], tiles.Published]:
    """Called, it publishes the checkpoint of an hour from now."""

    def at(hour: int) -> tiles.Published:
        with psycopg.connect(database_server.url("alteram_log")) as link:
            placing.place(link, league)
            made = placing.publish(link, league, now=datetime.now(UTC) + hour * HOUR)
        assert made is not None
        return made

    return at


def known() -> tuple[PublicKey, ...]:
    lines = Client().get(f"{LOG}/keys?format=text").content.decode().splitlines()
    return tuple(signing.read_key(line) for line in lines)


def log_key() -> str:
    return str(next(key for key in known() if key.name == "lantern-league/log"))


def begin(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    words = ["witness", "init", str(folder), "--name", "regulator.example/witness", "--key", log_key()]
    assert cli.main(words) == cli.FINE
    return capsys.readouterr().out.strip()


def test_the_growth_of_the_log_is_what_a_witness_is_handed(
    league: bodies.Body, publish: Callable[[int], tiles.Published]
) -> None:
    first, second = publish(0), publish(1)

    for old, kept in ((0, None), (first.size, first.checkpoint), (second.size, second.checkpoint)):
        asked = witness.read(Client().get(f"{LOG}/growth/{old}").content.decode())
        witness.judge(kept, asked, known())
        assert asked.checkpoint == second.checkpoint
    size = second.size
    assert asked.proof == ()
    assert tree.consistent(first.size, first.checkpoint.root, size, second.checkpoint.root, tuple(
        witness.read(Client().get(f"{LOG}/growth/{first.size}").content.decode()).proof))  # fmt: skip
    assert Client().get(f"{LOG}/growth/{size + 1}").status_code == 404


@pytest.mark.parametrize("number", ["000000", "x000/001", "0", "000.p/256", "000.p/0", "000.p/300"])
def test_a_tile_has_one_address(league: bodies.Body, publish: Callable[[int], tiles.Published], number: str) -> None:
    publish(0)

    assert Client().get(f"{LOG}/tile/0/000").status_code == 200
    assert Client().get(f"{LOG}/tile/0/000.p/255").status_code == 200
    assert Client().get(f"{LOG}/tile/0/{number}").status_code == 404


def test_a_witness_asks_cosigns_and_is_published(
    league: bodies.Body,
    publish: Callable[[int], tiles.Published],
    live_server: LiveServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = publish(0)
    key = begin(tmp_path / "w", capsys)
    cosign = ["witness", "cosign", str(tmp_path / "w"), f"{live_server.url}{LOG}", "--send"]

    assert cli.main(cosign) == cli.UNREADABLE  # the body has not named it: it has cosigned, and nobody publishes it
    assert "403" in capsys.readouterr().err
    call_command("name_witness", league.slug, key, why="The regulator.", verbosity=0)
    call_command("name_witness", league.slug, key, why="The regulator.", verbosity=0)
    assert cli.main(cosign) == cli.FINE
    shown = checkpoint.read(Client().get(f"{LOG}/checkpoint").content.decode())

    (found,) = shown.cosigned_by(known())
    assert str(found.key) == key
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert shown.own == made.checkpoint
    assert checkpoint.read(Client().get(f"{LOG}/checkpoint/{made.size}").content.decode()) == shown
    page = Client().get(f"{LOG}/keys").content.decode()
    assert "Its witnesses" in page
    assert key.rpartition("+")[0] in page
    with record.transaction(league.id):
        acts = [entry.acts for entry in record.load(league.id, league.house, "house").entries]
    assert acts.count(("key_changed",)) == 1


def test_only_good_lines_of_named_witnesses_under_checkpoints_of_ours_are_taken(
    league: bodies.Body, publish: Callable[[int], tiles.Published]
) -> None:
    made = publish(0)
    key = signing.SigningKey(name="regulator.example/witness", seed=bytes([3]) * 32, kind=signing.COSIGNATURE)
    line = checkpoint.cosign(made.checkpoint, key, at=datetime.now(UTC))
    cosigned = f"{made.checkpoint}{line}\n"
    site_keys.name_witness(league, key.public, why="The regulator.", now=datetime.now(UTC))
    broken = f"{made.checkpoint}{replace(line, raw=line.raw[:-1] + bytes([line.raw[-1] ^ 1]))}\n"

    client = Client(enforce_csrf_checks=True)
    for body, status, code in (
        (b"", 422, "E-CHECKPOINT"),
        (b"\xff", 422, "E-CHECKPOINT"),
        (b"x" * 20000, 422, "E-CHECKPOINT"),
        (cosigned.replace(f"\n{made.size}\n", "\n9999999999999999999\n").encode(), 422, "E-CHECKPOINT"),
        (cosigned.replace(f"\n{made.size}\n", f"\n{made.size + 1}\n").encode(), 422, "E-CHECKPOINT"),
        (cosigned.replace("lantern-league/log\n", "other/log\n", 1).encode(), 422, "E-CHECKPOINT"),
        (str(made.checkpoint).encode(), 403, "E-WITNESS"),
        (broken.encode(), 403, "E-WITNESS"),
    ):
        answer = client.post(f"{LOG}/cosignatures", body, content_type="text/plain")
        assert (answer.status_code, answer.content.decode().partition(":")[0]) == (status, code)
        assert checkpoint.read(client.get(f"{LOG}/checkpoint").content.decode()) == made.checkpoint
    for _ in range(2):
        answer = client.post(f"{LOG}/cosignatures", cosigned.encode(), content_type="text/plain")
        assert (answer.status_code, answer.content) == (200, b"regulator.example/witness\n")
    assert client.get(f"{LOG}/checkpoint").content.decode() == cosigned
    assert client.get(f"{LOG}/cosignatures").status_code == 405
    assert client.get(f"{LOG}/checkpoint/9999999999999999999").status_code == 404


def test_the_key_of_a_log_is_no_witness(league: bodies.Body, publish: Callable[[int], tiles.Published]) -> None:
    publish(0)

    with pytest.raises(CommandError, match="is no key of a witness"):
        call_command("name_witness", league.slug, log_key(), why="By mistake.", verbosity=0)


def test_a_checkpoint_is_stamped_by_an_authority_that_is_configured_and_nothing_waits_for_it(
    league: bodies.Body,
    database_server: postgres.Server,
    settings: Settings,
    tmp_path: Path,
    as_log: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = authority.found(tmp_path)
    as_log()
    settings.TIMESTAMP_ROOTS = str(root)
    with authority.serving(tmp_path) as address:
        settings.TIMESTAMPS = f"{address}away"
    call_command("place")  # the authority is away by now
    said = capsys.readouterr()
    assert "a checkpoint of size 256 published" in said.out
    assert "gave no timestamp" in said.err

    with authority.serving(tmp_path) as address:
        settings.TIMESTAMPS = address
        call_command("place")
        call_command("place")
    assert capsys.readouterr().out.count("the checkpoint was stamped at") == 1
    with psycopg.connect(database_server.url("alteram_log")) as link, placing.alone(link, league) as run:
        last, answers = tiles.published(run), tiles.timestamps(run)
    assert last is not None
    assert list(answers) == [last.size]
    stamp = timestamp.read(answers[last.size])
    assert stamp.over(str(last.checkpoint).encode())
    assert stamp.trusted(timestamp.read_roots(root.read_bytes()))
