"""Appending an entry against one raw single-row INSERT, both prepared, each in its own durable commit, one writer.

Goal (docs/reference/speed.md): at least 0.95 of the raw INSERT for the entry alone. Run by `make bench`.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psycopg

from bootstrap import postgres

RESULTS = Path(__file__).parent / "results"
ROUNDS, EACH = 7, 150
PAYLOAD = 550  # bytes of an entry


def main() -> int:
    account = postgres.unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="alteram-bench-"))
    folder.chmod(0o711)
    server = postgres.Server(
        home=folder / "server",
        programs=postgres.find_programs(Path(sys.prefix), asked=os.environ.get("ALTERAM_PG_BIN", "")),
        account=account,
    )
    try:
        server.start()
        server.make_database("alteram")
        _migrate(server)
        found = _measure(server)
    finally:
        server.stop()
    print(
        f"append: {found['append_per_second']:.0f}/s against {found['insert_per_second']:.0f}/s raw; "
        f"share {found['share']:.3f} (goal 0.95)"
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "append.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def _migrate(server: postgres.Server) -> None:
    os.environ.update(
        ALTERAM_SECRET_KEY="only for measuring",
        ALTERAM_DATA=tempfile.gettempdir(),
        ALTERAM_HTTPS="no",
        ALTERAM_DB_ROLE="owner",
        DATABASE_URL=server.url("alteram_app"),
        ALTERAM_OWNER_DATABASE_URL=server.url("alteram_owner"),
        DJANGO_SETTINGS_MODULE="alteram_web.settings",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    server.sql(
        "CREATE TABLE public.plain (chain uuid, index integer, link bytea, bytes bytea, UNIQUE (chain, index));"
        "GRANT INSERT ON public.plain TO alteram_app;",
        database="alteram",
    )


def _measure(server: postgres.Server) -> dict[str, float]:
    ratios, raw_time, ours_time = [], 0.0, 0.0
    with psycopg.connect(server.url("alteram_app"), autocommit=True) as connection:
        body, house, watch = (uuid.uuid4() for _ in range(3))
        connection.execute("SELECT casework.found_body(%s, 'bench', 'Bench', %s, %s)", (body, house, watch))
        for _ in range(ROUNDS):  # A B A B: each ratio from one round
            raw = _raw(connection)
            ours = _ours(connection, body)
            ratios.append(raw / ours)
            raw_time, ours_time = raw_time + raw, ours_time + ours
    count = ROUNDS * EACH
    return {
        "share": statistics.median(ratios),
        "append_per_second": count / ours_time,
        "insert_per_second": count / raw_time,
        "goal": 0.95,
    }


def _raw(connection: psycopg.Connection[tuple[object, ...]]) -> float:
    chain, payload = uuid.uuid4(), b"x" * PAYLOAD
    start = time.perf_counter()
    for index in range(EACH):
        with connection.transaction():
            connection.execute(
                "INSERT INTO public.plain VALUES (%s, %s, %s, %s)", (chain, index, b"l" * 32, payload), prepare=True
            )
    return time.perf_counter() - start


def _ours(connection: psycopg.Connection[tuple[object, ...]], body: uuid.UUID) -> float:
    chain, watch = uuid.uuid4(), uuid.uuid4()
    with connection.transaction():
        connection.execute("SELECT set_config('alteram.body', %s, true)", (str(body),))
        connection.execute("SELECT casework.open_case(%s, %s, %s)", (chain, watch, b"k" * 60))
    link = hashlib.sha256(b"alteram chain 1\n" + chain.bytes).digest()
    start = time.perf_counter()
    for index in range(EACH):
        said = (
            f'{{"case":"{chain}","index":{index},"acts":["progress_noted"],"recorded":"2026-01-12T09:31:07.482Z","v":1'
        )
        raw = (said + ',"x":"' + "x" * (PAYLOAD - len(said) - 8) + '"}').encode()
        link = hashlib.sha256(b"alteram entry 1\n" + link + raw).digest()
        with connection.transaction():
            connection.execute("SELECT set_config('alteram.body', %s, true)", (str(body),), prepare=True)
            connection.execute(
                "SELECT casework.append_entry(%s, %s, %s, %s, '{}', '{}', NULL, NULL, NULL, 0, 'bench')",
                (chain, index, raw, link),
                prepare=True,
            )
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
