"""What a checkpoint costs in a long log: publishing with ten thousand and with a million entries in it.

Run: ``python -m bench.publish [ENTRIES]``. The log is laid down by the superuser, leaves and places alone; what is
timed is the placer's own ``publish``, at twenty fixed times in a row. Each time the last leaf says how each chain ends.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.append import RESULTS, _server
from bootstrap import postgres

SMALL, LARGE = 10_000, 1_000_000
CASE = 40  # entries of a chain
TIMES = 20
PLACES = (
    "INSERT INTO casework.place (body, position, link, chain, index) SELECT %s, n, sha256(int8send(n)),"
    " md5((n / %s)::text || %s)::uuid, n %% %s FROM generate_series(0, %s - 1) AS n"
)


def main(entries: int = LARGE) -> int:
    server = _server()
    try:
        found = {str(size): _measured(server, size) for size in (SMALL, entries)}
    finally:
        server.stop()
    found["longer log, times the shorter"] = {
        name: round(found[str(entries)][name] / found[str(SMALL)][name], 2) for name in found[str(SMALL)]
    }
    for name, value in found.items():
        print(f"{name}: {value}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "publish.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def _measured(server: postgres.Server, entries: int) -> dict[str, float]:
    os.environ.update(
        ALTERAM_SECRET_KEY="only for measuring", ALTERAM_DATA=str(server.home.parent), ALTERAM_HTTPS="no",
        ALTERAM_MASTER_KEY=base64.b64encode(secrets.token_bytes(32)).decode(), DATABASE_URL=server.url("alteram_app"),
        DJANGO_SETTINGS_MODULE="alteram_web.settings",
    )  # fmt: skip
    import django

    django.setup()
    from alteram_web.casework import bodies, placing

    body = bodies.found(f"lantern-league-{entries}", "Measured")
    with psycopg.connect(server.url("postgres"), autocommit=True) as link:
        whole = entries // 256 * 256
        link.execute(PLACES, (body.id, CASE, str(body.id), CASE, whole))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with psycopg.connect(server.url("alteram_log"), autocommit=True) as link:
        with placing.alone(link, body) as run:
            placing._grow(run, 0, secrets.token_bytes(32 * whole))
        published = []
        for hour in range(TIMES):
            published.append(
                _seconds(lambda hour=hour: placing.publish(link, body, now=now + timedelta(hours=hour)))  # type: ignore[misc]
            )
    return {"publish, seconds": statistics.median(published)}


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
