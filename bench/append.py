"""Appending to the record against one raw single-row INSERT of the same values, prepared, in its own durable commit.

    append              the function of the store, an entry alone: one writer, and eight
    with rows           the statement with which `act` ends: entry, projections and outbox of a 40th entry
    bulk                reading in a historical record (COPY, checks, chain) against COPY of the same rows
    size, growth        stored bytes per canonical byte; the rate at the end of a long ledger against its beginning
    peers               what the usual tools take to keep one change

Durable: time from call to answer, committed and flushed. CPU: what the server's process (schedstat) and this one
(process time) were on a processor. Rounds are interleaved in slices (raw, ours, peers, raw, …); each figure is the
median of the ratios inside a round. Run by `make bench`; ``--long`` grows the ledger to a million entries.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from alteram import codec, worked
from alteram.rulebook.editions import load_rulebook
from alteram_web.casework import projections
from bootstrap import postgres

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
LEAGUE = ROOT / "rulebooks" / "lantern-league"
ROUNDS, EACH, SLICE = 5, 80, 10
WRITERS, OF_EACH = 8, 40
CASES, LENGTH = 12, 40  # cases a round for the statement with rows, and how many entries each has then
BULK = 3000
PAYLOAD = 550  # bytes of an entry
GOALS = {
    "append durable": 0.95, "append cpu": 0.90, "with rows durable": 0.75, "with rows cpu": 0.58, "bulk": 0.85,
    "stored bytes per canonical byte": 1.45,
}  # fmt: skip
RAW = "INSERT INTO public.plain VALUES (%s, %s, %s, %s, %s)"
APPEND = "SELECT casework.append_entry(%s, %s, %s, %s, %s)"
WITH_ROWS = "SELECT casework.append_entry(%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, NULL, NULL, %s, 0, 'bench')"

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds."""

    durable: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """How one competitor writes: a call for each thing to write, and the server's process that works for it."""

    write: Callable[[Any], object]
    backend: int
    things: Callable[[], Sequence[Any]]  # what to write in one round, made before the clock runs


def main() -> int:
    server = _server()
    try:
        found = _measure(server)
    finally:
        server.stop()
    for name, value in found.items():
        print(f"{name}: {value}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "append.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def _server() -> postgres.Server:
    folder = Path(tempfile.mkdtemp(prefix="alteram-bench-"))
    folder.chmod(0o711)
    programs = postgres.find_programs(Path(sys.prefix), asked=os.environ.get("ALTERAM_PG_BIN", ""))
    server = postgres.Server(home=folder / "server", programs=programs, account=postgres.unprivileged())
    server.start()
    server.make_database("alteram")
    environment = {
        **os.environ, "ALTERAM_SECRET_KEY": "only for measuring", "ALTERAM_DATA": str(folder), "ALTERAM_HTTPS": "no",
        "ALTERAM_DB_ROLE": "owner", "DATABASE_URL": server.url("alteram_app"), "PYTHONPATH": str(ROOT / "src"),
        "ALTERAM_OWNER_DATABASE_URL": server.url("alteram_owner"), "DJANGO_SETTINGS_MODULE": "alteram_web.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], check=True, env=environment)
    server.sql(
        "CREATE TABLE public.plain (chain uuid NOT NULL, index integer NOT NULL, body uuid NOT NULL,"
        " link bytea NOT NULL, bytes bytea NOT NULL, UNIQUE (chain, index));"
        "GRANT INSERT ON public.plain TO alteram_app, alteram_owner",
        database="alteram",
    )
    return server


def _measure(server: postgres.Server) -> dict[str, Any]:
    body = uuid.uuid4()
    with _connected(server, "alteram_app") as link:
        link.execute("SELECT casework.found_body(%s, 'bench', 'Bench', %s, %s)", (body, uuid.uuid4(), uuid.uuid4()))
        writers = {"raw": _raw(link), "append": _ours(link, body)}
        peers, missing = _peers(server)
        shares = _interleaved(writers | peers, ROUNDS)
        rows, moved = _with_rows(link, body)
        shares |= {f"with rows {kind}": share for kind, share in _shares_of(rows).items()}
    print(shares, flush=True)
    found: dict[str, Any] = {
        "share of a raw INSERT": shares,
        "rows moved": moved,
        "eight writers": _eight(server, body),
        "bulk": _bulk(server, body),
        **_size(server),
        **({"growth": _growth(server, body)} if "--long" in sys.argv else {}),
        "goals": GOALS,
        "not measured": missing,
    }
    return found


def _connected(server: postgres.Server, role: str) -> psycopg.Connection[Values]:
    return psycopg.connect(server.url(role), autocommit=True)


def _cpu(backend: int) -> float:
    return time.process_time() + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def _timed(writer: Writer, things: Sequence[Any]) -> Cost:
    cpu, start = _cpu(writer.backend), time.perf_counter()
    for thing in things:
        writer.write(thing)
    return Cost(time.perf_counter() - start, _cpu(writer.backend) - cpu)


def _interleaved(writers: dict[str, Writer], rounds: int) -> dict[str, float]:
    """Medians of the ratios to "raw", each from one round, in which everybody takes turns slice by slice."""
    ratios: dict[str, list[float]] = {}
    for _ in range(rounds):
        things = {name: writer.things() for name, writer in writers.items()}
        spent = {name: Cost(0, 0) for name in writers}
        order = list(writers)
        for at in range(0, EACH, SLICE):
            for name in order:
                cost = _timed(writers[name], things[name][at : at + SLICE])
                spent[name] = Cost(spent[name].durable + cost.durable, spent[name].cpu + cost.cpu)
            order = [*order[1:], order[0]]
        for name, cost in spent.items():
            if name != "raw":
                ratios.setdefault(f"{name} durable", []).append(spent["raw"].durable / cost.durable)
                ratios.setdefault(f"{name} cpu", []).append(spent["raw"].cpu / cost.cpu)
    return _shares_of(ratios)


def _shares_of(ratios: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(statistics.median(found), 3) for name, found in ratios.items()}


def _prepared(link: psycopg.Connection[Values], statement: str) -> Callable[[Any], object]:
    cursor = psycopg.Cursor(link)
    return lambda values: cursor.execute(statement, values, prepare=True)


def _chain(chain: uuid.UUID, length: int) -> Iterator[tuple[bytes, bytes]]:
    """Bytes and link of each entry of a chain."""
    link = hashlib.sha256(b"alteram chain 1\n" + chain.bytes).digest()
    for index in range(length):
        said = (
            f'{{"acts":["progress_noted"],"at":"2026-01-12","case":"{chain}","clauses":["4.1"],'
            f'"imported":{{"gaps":[],"source":"bench"}},"index":{index},"recorded":"2026-01-12T09:31:07.482Z","v":1,"x":"'
        )
        raw = (said + "x" * (PAYLOAD - len(said) - 2) + '"}').encode()
        link = hashlib.sha256(b"alteram entry 1\n" + link + raw).digest()
        yield raw, link


def _raw(link: psycopg.Connection[Values]) -> Writer:
    def things() -> list[Values]:
        chain = uuid.uuid4()
        return [(chain, index, chain, made, raw) for index, (raw, made) in enumerate(_chain(chain, EACH))]

    return Writer(write=_prepared(link, RAW), backend=link.info.backend_pid, things=things)


def _opened(link: psycopg.Connection[Values], body: uuid.UUID) -> uuid.UUID:
    chain = uuid.uuid4()
    with link.transaction():
        link.execute("SELECT set_config('alteram.body', %s, true)", (str(body),))
        link.execute("SELECT casework.open_case(%s, %s, %s)", (chain, uuid.uuid4(), b"k" * 60))
    return chain


def _ours(link: psycopg.Connection[Values], body: uuid.UUID) -> Writer:
    def things() -> list[Values]:
        chain = _opened(link, body)
        return [(body, chain, index, raw, made) for index, (raw, made) in enumerate(_chain(chain, EACH))]

    return Writer(write=_prepared(link, APPEND), backend=link.info.backend_pid, things=things)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One entry of the worked case: its bytes, the rows that go and come."""

    raw: bytes
    gone: str | None
    come: str | None


def _worked() -> tuple[str, list[_Step], dict[str, int]]:
    people, names = worked.read_people(LEAGUE / "2025" / "people.yaml")
    rulebook = load_rulebook(LEAGUE)
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / "G01.yaml", names), rulebook, people)
    case, before, steps, moved = None, frozenset[projections.Row](), [], {"gone": 0, "come": 0}
    for count, entry in enumerate(told.entries[:LENGTH], 1):
        entry = replace(entry, texts={}, recorded=codec.milliseconds(entry.recorded))
        case = projections.after(rulebook, told.name, case, told.entries[: count - 1], entry)
        after = projections.rows(case, people)
        gone, come = projections.difference(before, after)
        come |= projections.posted(case, entry)
        before, moved = after, {"gone": len(gone), "come": len(come)}
        steps.append(_Step(raw=codec.encode(entry), gone=_json(gone), come=_json(come)))
    return told.name, steps, moved


def _json(rows: frozenset[projections.Row]) -> str | None:
    tables: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(row.values())
    return json.dumps(tables) if rows else None


def _with_rows(link: psycopg.Connection[Values], body: uuid.UUID) -> tuple[dict[str, list[float]], dict[str, int]]:
    """The last statement of `act` on a case of forty entries, against a raw INSERT of the same bytes."""
    name, steps, moved = _worked()
    backend, ratios = link.info.backend_pid, {"durable": list[float](), "cpu": list[float]()}
    raw = Writer(write=_prepared(link, RAW), backend=backend, things=list)
    ours = Writer(write=_prepared(link, WITH_ROWS), backend=backend, things=list)
    for _ in range(ROUNDS):
        last = [_grown(link, body, name, steps) for _ in range(CASES)]
        costs = {"raw": Cost(0, 0), "ours": Cost(0, 0)}
        for at in range(0, CASES, 4):
            some = last[at : at + 4]
            plain = [(uuid.uuid4(), 0, body, values[4], values[3]) for values in some]
            for who, writer, things in (("raw", raw, plain), ("ours", ours, some)):
                cost = _timed(writer, things)
                costs[who] = Cost(costs[who].durable + cost.durable, costs[who].cpu + cost.cpu)
        ratios["durable"].append(costs["raw"].durable / costs["ours"].durable)
        ratios["cpu"].append(costs["raw"].cpu / costs["ours"].cpu)
    return ratios, moved


def _grown(link: psycopg.Connection[Values], body: uuid.UUID, name: str, steps: Sequence[_Step]) -> Values:
    """A case like the worked one, but for its last entry: what to write for that."""
    chain = _opened(link, body)
    reference = projections.reference(name, codec.decode(steps[0].raw).at)

    def ours(text: str | None) -> str | None:
        return text.replace(name, str(chain)).replace(reference, chain.hex[:12]) if text else None

    made, written = hashlib.sha256(b"alteram chain 1\n" + chain.bytes).digest(), []
    for index, step in enumerate(steps):
        raw = step.raw.replace(name.encode(), str(chain).encode())
        made = hashlib.sha256(b"alteram entry 1\n" + made + raw).digest()
        written.append((body, chain, index, raw, made, ours(step.gone), ours(step.come), f"{chain} {index}"))
    with link.transaction():
        link.execute("SELECT set_config('alteram.body', %s, true)", (str(body),))
        for values in written[:-1]:
            link.execute(WITH_ROWS, values, prepare=True)
    return written[-1]


def _eight(server: postgres.Server, body: uuid.UUID) -> dict[str, float]:
    """Eight processes at once: time until the last has done, and the processor time of all of them together."""
    ratios: dict[str, list[float]] = {"durable": [], "cpu": []}
    for _ in range(5):
        raw, ours = _all_at_once(server, body, "raw"), _all_at_once(server, body, "append")
        ratios["durable"].append(raw.durable / ours.durable)
        ratios["cpu"].append(raw.cpu / ours.cpu)
    return _shares_of(ratios)


def _all_at_once(server: postgres.Server, body: uuid.UUID, who: str) -> Cost:
    forked = multiprocessing.get_context("fork")
    start, told = forked.Barrier(WRITERS, timeout=120), forked.SimpleQueue()
    everybody = [
        forked.Process(target=_one_of_many, args=(server.url("alteram_app"), body, who, start, told))
        for _ in range(WRITERS)
    ]
    for one in everybody:
        one.start()
    spent = [told.get() for _ in everybody]
    for one in everybody:
        one.join()
    return Cost(max(one.durable for one in spent), sum(one.cpu for one in spent))


def _one_of_many(url: str, body: uuid.UUID, who: str, start: Any, told: Any) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        writer = _raw(link) if who == "raw" else _ours(link, body)
        things = writer.things()[: OF_EACH + 10]
        _timed(writer, things[:10])  # prepared, planned
        start.wait()
        told.put(_timed(writer, things[10:]))


def _bulk(server: postgres.Server, body: uuid.UUID) -> dict[str, float]:
    """COPY of rows against reading in the same rows: chained here, copied, checked and entered there."""
    ratios: dict[str, list[float]] = {"import durable": [], "import cpu": [], "copy and chain alone durable": []}
    with _connected(server, "alteram_owner") as link:
        for _ in range(5):
            chains = [uuid.uuid4() for _ in range(BULK // 100)]
            rows = [(c, n, body, made, raw) for c in chains for n, (raw, made) in enumerate(_chain(c, 100))]
            plain = _timed(_copier(link, None), [rows])
            staged = _timed(_copier(link, body), [rows])
            ratios["import durable"].append(plain.durable / staged.durable)
            ratios["import cpu"].append(plain.cpu / staged.cpu)
            again = [(uuid.uuid4(), *row[1:]) for row in rows]
            start = time.perf_counter()
            for chain in chains:
                list(_chain(chain, 100))
            chained = time.perf_counter() - start
            ratios["copy and chain alone durable"].append(
                plain.durable / (_timed(_copier(link, None), [again]).durable + chained)
            )
    return _shares_of(ratios)


def _copier(link: psycopg.Connection[Values], body: uuid.UUID | None) -> Writer:
    def copy(statement: str, rows: Sequence[Values]) -> None:
        with link.cursor() as cursor, cursor.copy(statement) as into:
            for row in rows:
                into.write_row(row)

    def plain(rows: Sequence[Values]) -> None:
        with link.transaction():
            copy("COPY public.plain FROM STDIN", rows)

    def staged(rows: Sequence[Values]) -> None:
        with link.transaction():
            link.execute("SELECT set_config('alteram.body', %s, true)", (str(body),))
            link.execute("SELECT casework.stage_import()")
            copy("COPY pg_temp.staged_case FROM STDIN", [(c, uuid.uuid4(), b"k", "{}") for c in {r[0] for r in rows}])
            copy("COPY pg_temp.staged_entry FROM STDIN", [(c, n, made, raw) for c, n, _, made, raw in rows])
            link.execute("SELECT casework.import_staged()")

    return Writer(write=plain if body is None else staged, backend=link.info.backend_pid, things=list)


def _size(server: postgres.Server) -> dict[str, float]:
    """Of the ledger with its index, and of what waits and has a place besides."""
    server.sql("VACUUM casework.ledger_entry", database="alteram")
    stored, canonical, number = server.sql(
        "SELECT pg_total_relation_size('casework.ledger_entry') || ' ' || sum(length(bytes)) || ' ' || count(*)"
        " FROM casework.ledger_entry",
        database="alteram",
    ).split()
    return {
        "stored bytes per canonical byte": round(int(stored) / int(canonical), 3),
        "entries of the ledger": int(number),
        "canonical bytes an entry": round(int(canonical) / int(number)),
    }


def _growth(server: postgres.Server, body: uuid.UUID) -> dict[str, float]:
    """Share of a raw INSERT at 10,000 and at 1,000,000 entries, both tables grown alike."""
    shares = {}
    with _connected(server, "alteram_owner") as owner, _connected(server, "alteram_app") as link:
        held = 0
        for size in (10_000, 1_000_000):
            while held < size:
                chains = [uuid.uuid4() for _ in range(100)]
                rows = [(c, n, body, made, raw) for c in chains for n, (raw, made) in enumerate(_chain(c, 100))]
                for copier in (_copier(owner, None), _copier(owner, body)):
                    copier.write(rows)
                held += len(rows)
            found = _interleaved({"raw": _raw(link), "append": _ours(link, body)}, ROUNDS)
            shares[f"at {size}"] = found["append durable"]
    return shares


def _peers(server: postgres.Server) -> tuple[dict[str, Writer], dict[str, str]]:
    writers: dict[str, Writer] = {}
    missing: dict[str, str] = {}
    for make in (_history_keepers, _event_store):
        try:
            writers |= make(server)
        except Exception as problem:  # whatever keeps a peer from running, we say so and go on
            missing[make.__name__.strip("_").replace("_", " ")] = f"{type(problem).__name__}: {problem}"[:200]
    return writers, missing


def _history_keepers(server: postgres.Server) -> dict[str, Writer]:
    """django-pghistory, django-simple-history and django-auditlog, each keeping one change of one model."""
    import django
    from django.conf import settings

    server.sql("CREATE DATABASE peers OWNER alteram_owner")
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "pgtrigger", "pghistory",
                        "simple_history", "auditlog", "bench.peers"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "peers", "USER": "alteram_owner",
                               "HOST": str(server.socket)}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True, SECRET_KEY="only for measuring",
    )  # fmt: skip
    django.setup()
    import pgtrigger
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("peers").get_models():
            if model._meta.db_table not in connection.introspection.table_names():
                editor.create_model(model)
    pgtrigger.install()
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    found = {}
    for name, tool in (("Tracked", "pghistory"), ("Simple", "simple-history"), ("Audited", "auditlog")):
        model = apps.get_model("peers", name)

        def write(text: str, manager: Any = model.objects) -> None:
            manager.create(payload=text)

        found[tool] = Writer(write=write, backend=backend, things=lambda: ["x" * PAYLOAD] * EACH)
    return found


def _event_store(server: postgres.Server) -> dict[str, Writer]:
    """eventsourcing: one event of one aggregate, saved."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Case(Aggregate):
        @event("Noted")
        def note(self, text: str) -> None:
            self.text = text

    server.sql("CREATE DATABASE events OWNER alteram_owner")
    store: Any = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_DBNAME": "events",
            "POSTGRES_HOST": str(server.socket), "POSTGRES_PORT": "5432", "POSTGRES_USER": "alteram_owner",
            "POSTGRES_PASSWORD": "none", "POSTGRES_POOL_SIZE": "1", "POSTGRES_MAX_OVERFLOW": "0",
        }
    )  # fmt: skip
    case = Case()
    store.save(case)
    backend = int(
        server.sql("SELECT pid FROM pg_stat_activity WHERE datname = 'events' ORDER BY state_change DESC LIMIT 1")
    )

    def write(text: str) -> None:
        case.note(text)
        store.save(case)

    return {"eventsourcing": Writer(write=write, backend=backend, things=lambda: ["x" * PAYLOAD] * EACH)}


if __name__ == "__main__":
    sys.exit(main())
