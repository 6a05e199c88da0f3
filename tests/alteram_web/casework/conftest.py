"""A body under the Lantern League's rule book, its pools, and a complaint that was just received."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram.people import fictional_id
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, house, record
from alteram_web.casework.receipts import Receipt
from bootstrap import postgres

MONDAY = date(2026, 1, 12)
MAEVE, CORWIN, WREN, HOLLIS = (fictional_id(n) for n in ("Maeve Tollard", "Corwin Bale", "Wren Oduya", "Hollis Brandt"))
SECRETARY = fictional_id("Secretary General")
POOLS = {WREN: "intake_team", HOLLIS: "triage_team"}


def at(day: date, hour: int = 10, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, second, tzinfo=UTC)


@pytest.fixture(autouse=True)
def master_key(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(bytes(range(32)))
    settings.MASTER_KEY_FILE = str(file)


@pytest.fixture
def body(transactional_db: None) -> bodies.Body:
    """The Lantern League, with an intake team, a triage team and an executive."""
    return begin_body("lantern-league")


def begin_body(slug: str) -> bodies.Body:
    body = bodies.found(slug, slug.replace("-", " ").title())
    appointer = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    for person, pool in POOLS.items():
        data = {"person": person, "pool": pool, "since": "2024-01-01", "until": "2027-12-31", "trained": "2024-02-05"}
        house.enter(
            body.id,
            house.Deed(act="pool_member_appointed", at=MONDAY, by=appointer, data=data),
            now=at(MONDAY, 8),
        )
    data = {"person": SECRETARY, "office": "general secretary", "since": "2024-01-01"}
    house.enter(body.id, house.Deed(act="office_held", at=MONDAY, by=appointer, data=data), now=at(MONDAY, 8))
    return body


def complaint(**changes: Any) -> Wish:
    given: dict[str, Any] = {
        "case": str(uuid4()), "step": "receive", "at": MONDAY, "recorded": at(MONDAY), "by": (MAEVE,),
        "channel": "portal",
        "fields": {
            "channel": "portal", "standing": "victim", "respondents": [CORWIN], "conduct": ["2025-12-06"],
            "account": "He blocked the door and shouted.",
        },
    }  # fmt: skip
    return Wish(**{**given, **changes})


def acknowledged(case: str, **changes: Any) -> Wish:
    day = date(2026, 1, 13)
    given: dict[str, Any] = {"case": case, "step": "acknowledge", "at": day, "recorded": at(day), "by": (WREN,)}
    said = {"rights_told": True, "adjustments_asked": True}
    return Wish(**{**given, "fields": said, **changes})


@pytest.fixture
def received(body: bodies.Body) -> Receipt:
    return commands.act(complaint(), body=body.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Connections of one's own, as any role."""

    server: postgres.Server

    def connect(self, role: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.server.url(role), autocommit=False, connect_timeout=10)


@pytest.fixture
def roles(database_server: postgres.Server, transactional_db: None) -> Roles:
    return Roles(server=database_server)


def rows(roles: Roles, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What stands in the tables, whoever may see it: asked as the superuser."""
    with roles.connect("postgres") as asked:
        return asked.execute(statement, values).fetchall()


@pytest.fixture
def count(roles: Roles) -> Callable[[str], int]:
    def of(table: str) -> int:
        return int(str(rows(roles, f"SELECT count(*) FROM casework.{table}")[0][0]))

    return of


@pytest.fixture(autouse=True)
def own_connection() -> Iterator[None]:
    yield
    connection.close()


def entries_of(roles: Roles, chain: str | UUID) -> list[bytes]:
    found = rows(roles, "SELECT bytes FROM casework.ledger_entry WHERE chain = %s ORDER BY index", chain)
    return [bytes(raw) for (raw,) in found]


@pytest.fixture
def as_log(settings: Settings, transactional_db: None) -> Iterator[Callable[[], None]]:
    """Called, it makes this process the placer's: connected as ``alteram_log`` until the test ends."""
    yield from _as(settings, "log")


@pytest.fixture
def as_owner(settings: Settings, transactional_db: None) -> Iterator[Callable[[], None]]:
    """Called, it makes this process the owner's: connected as ``alteram_owner`` until the test ends."""
    yield from _as(settings, "owner")


def _as(settings: Settings, role: str) -> Iterator[Callable[[], None]]:
    site = connection.settings_dict["USER"]

    def begin() -> None:
        connection.close()
        connection.settings_dict["USER"] = f"alteram_{role}"
        settings.DB_ROLE = role

    yield begin
    connection.close()
    connection.settings_dict["USER"] = site


def at_once(body: bodies.Body, *wishes: Wish) -> list[object]:
    """What each of several processes gets that send their wishes at the same moment."""
    outcomes: list[object] = []

    def acts(wish: Wish) -> None:
        try:
            outcomes.append(commands.act(wish, body=body.id))
        except AlteramError as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=acts, args=(wish,)) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first entry that each of two processes writes to a case waits until the other has decided as well."""
    both_decided = threading.Barrier(2, timeout=20)
    write, waited = record.write, set()

    def waiting(chain: record.Chain, sealed: record.Sealed, **named: Any) -> object:
        me = threading.get_ident()
        if "act_refused" not in sealed.entry.acts and me not in waited:
            waited.add(me)
            both_decided.wait()
        return write(chain, sealed, **named)

    monkeypatch.setattr(record, "write", waiting)
