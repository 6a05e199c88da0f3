"""A database for the tests that ask for one (`db`, `transactional_db`, `live_server`), on a server of our own.

The server starts with the first such test and lies in a folder of its own; each worker of `pytest -n` has one. Tables
are made by `alteram_owner`, and the tests run as `alteram_app`, which may no more than the site may.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from bootstrap import postgres

DATABASE = "alteram"


@pytest.fixture(scope="session")
def database_server() -> Iterator[postgres.Server]:
    """A running server with the three roles and an empty database; nothing on it outlives the session."""
    account = postgres.unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="alteram-test-"))
    folder.chmod(0o711)  # so that the server's account can pass through to its own folder
    server = postgres.Server(
        home=folder / "server",
        programs=postgres.find_programs(Path(sys.prefix), asked=os.environ.get("ALTERAM_PG_BIN", "")),
        account=account,
        settings=postgres.QUICK,
    )
    try:
        server.start()
        server.make_database(DATABASE)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(database_server: postgres.Server, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Migrate as the owner, then be the site."""
    connection = connections["default"]
    connection.settings_dict.update(HOST=str(database_server.socket), NAME=DATABASE)
    connection.settings_dict["OPTIONS"] = {}  # no pool: a test's connection is its own
    with django_db_blocker.unblock():
        connection.settings_dict["USER"] = "alteram_owner"
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        connection.settings_dict["USER"] = "alteram_app"
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _empty(database_server))
            yield
        connections.close_all()


def _empty(server: postgres.Server) -> None:
    """After a test that committed: empty every table, as the superuser, since the site's role may not and must not."""
    connections.close_all()
    server.sql(
        "DO $$ DECLARE every text; BEGIN "
        "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') INTO every FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'django_migrations' "
        "AND tablename <> 'django_content_type'; "
        "IF every IS NOT NULL THEN SET LOCAL session_replication_role = replica; "
        "EXECUTE 'TRUNCATE ' || every || ' RESTART IDENTITY CASCADE'; END IF; END $$",
        database=DATABASE,
    )
