"""The list of one's cases against two index-only probes of the same rows, and against a join of Django's own.

    page            a page of 50 cases, the most urgent first, with row-level security on
    page, counts    the same with the counts by stage beside it
    Django join     the same page from a table of cases and one of participations, by Django's own query
    guardian        not measured: it is not installed

The rows are laid down by the superuser; what is timed are ``selectors.my_cases`` and ``selectors.count`` as the site's
role. The limit is one scan of 51 entries of the index of the list and one probe of a case by its key, prepared, in one
transaction, by the superuser, for whom no policy is asked. Rounds are interleaved; each figure is the median (p50) or
the 95th in a hundred (p95) of the ratios to the median of the limit in the same round.

Run: ``python -m bench.lists [CASES]``; ``make bench`` takes 100,000 cases, performance.md asks for a million.
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
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from bench.append import RESULTS, _server
from bootstrap import postgres

CASES, EACH = 100_000, 5
ROUNDS, TIMES = 7, 40
VISIBLE = {"p-sees40": 40, "p-sees1000": 1_000, "p-team": 50_000}
DAY = date(2026, 6, 1)
STAGES = "ARRAY['new', 'inquiry', 'charged', 'listed', 'decided']"
CASE = (
    "INSERT INTO casework.case_row SELECT %(body)s, md5(n::text)::uuid, 'R-' || n, '', ARRAY[({stages})[1 + n %% 5]],"
    " 'open', '2026-01-01', NULL, 3, '2026-01-01', NULL FROM generate_series(1, %(cases)s) n"
).replace("{stages}", STAGES)
LISTING = (
    "INSERT INTO casework.listing_row SELECT %(body)s, md5(n::text)::uuid, {viewer}, '2026-01-01', NULL,"
    " DATE '2026-06-01' + n %% 400, ({stages})[1 + n %% 5], 'open' FROM generate_series(1, %(cases)s) n{some}"
).replace("{stages}", STAGES)
ACCESS = (
    "INSERT INTO casework.access_row SELECT body, chain, viewer, 'existence', since, until, 0 FROM casework.listing_row"
)
PEERS = (
    "CREATE TABLE public.plain_case (id bigint PRIMARY KEY, reference text, stage text, due date)",
    "CREATE TABLE public.plain_part (id bigserial PRIMARY KEY, case_id bigint NOT NULL, person text NOT NULL)",
    "INSERT INTO public.plain_case SELECT row_number() OVER (), reference, stages[1], DATE '2026-06-01' +"
    " (substr(reference, 3)::int %% 400) FROM casework.case_row",
    "INSERT INTO public.plain_part (case_id, person) SELECT c.id, l.viewer FROM casework.listing_row l"
    " JOIN casework.case_row r ON r.chain = l.chain JOIN public.plain_case c ON c.reference = r.reference",
    "CREATE INDEX ON public.plain_part (case_id)", "CREATE INDEX ON public.plain_part (person)",
    "CREATE INDEX ON public.plain_case (due)", "GRANT SELECT ON public.plain_case, public.plain_part TO alteram_app",
    "ANALYZE public.plain_case", "ANALYZE public.plain_part",
)  # fmt: skip
PROBE = (
    "SELECT chain, due, stage FROM casework.listing_row WHERE viewer = %s AND status = 'open' AND since <= %s"
    " AND (until IS NULL OR until >= %s) ORDER BY due, chain LIMIT 51"
)
KEY = "SELECT chain FROM casework.case_row WHERE chain = %s"
GOALS = {"p50": 2.0, "p95": 3.0}


def main(cases: int = CASES) -> int:
    server = _server()
    try:
        found = _measure(server, cases)
    finally:
        server.stop()
    for name, value in found.items():
        print(f"{name}: {value}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "lists.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def _measure(server: postgres.Server, cases: int) -> dict[str, Any]:
    os.environ.update(
        ALTERAM_SECRET_KEY="only for measuring", ALTERAM_DATA=str(server.home.parent), ALTERAM_HTTPS="no",
        ALTERAM_MASTER_KEY=base64.b64encode(secrets.token_bytes(32)).decode(), DATABASE_URL=server.url("alteram_app"),
        DJANGO_SETTINGS_MODULE="alteram_web.settings",
    )  # fmt: skip
    import django

    django.setup()
    from alteram_web.casework import bodies, selectors

    body = bodies.found("lantern-league", "Measured")
    start = time.perf_counter()
    _lay_down(server, body, cases)
    found: dict[str, Any] = {
        "cases": cases, "participations": cases * EACH, "laid down in, seconds": round(time.perf_counter() - start)
    }  # fmt: skip
    join = _join()
    limits: dict[str, float] = {}
    with psycopg.connect(server.url("postgres")) as link:
        for person, visible in VISIBLE.items():
            viewer = selectors.Viewer(body=body.id, person=person, now=datetime(2026, 6, 1, 12, tzinfo=UTC), day=DAY)
            key = "pool:clerks" if person == "p-team" else person
            assert len(selectors.my_cases(viewer).cases) == min(50, visible)  # else nothing is measured
            assert sum(selectors.count(viewer).values()) == min(visible, cases)
            ours: dict[str, Callable[[], object]] = {
                "page": lambda viewer=viewer: selectors.my_cases(viewer),  # type: ignore[misc]
                "page, counts": lambda viewer=viewer: (selectors.my_cases(viewer), selectors.count(viewer)),  # type: ignore[misc]
                "Django join": lambda key=key: join(key),  # type: ignore[misc]
            }
            ratios, limits[person] = _ratios(lambda key=key: _probe(link, key), ours)  # type: ignore[misc]
            found[f"{visible} visible"] = ratios
    found["page at 50,000 visible, times that at 40"] = round(
        found["50000 visible"]["page"]["p50"]
        * limits["p-team"]
        / found["40 visible"]["page"]["p50"]
        / limits["p-sees40"],
        2,
    )
    found["goals"] = GOALS
    return found


def _lay_down(server: postgres.Server, body: Any, cases: int) -> None:
    given = {"body": body.id, "cases": cases}
    with psycopg.connect(server.url("postgres"), autocommit=True) as link:
        link.execute("SET session_replication_role = replica")
        link.execute(CASE, given)
        for viewer, some in (
            *((f"'p-' || (n * 7 + {place}) %% 150000 || '-{place}'", "") for place in range(EACH - 1)),
            ("'pool:clerks'", " WHERE n <= 50000"),
            ("'pool:others'", " WHERE n > 50000"),
            ("'p-sees40'", f" WHERE n %% {cases // 40} = 0"),
            ("'p-sees1000'", f" WHERE n %% {cases // 1000} = 0"),
        ):
            link.execute(LISTING.format(viewer=viewer, some=some), given)  # type: ignore[arg-type]
        link.execute(ACCESS)
        link.execute(
            "INSERT INTO casework.membership_row (body, chain, person, pool, category, since, topics)"
            " VALUES (%s, %s, 'p-team', 'clerks', '', '2026-01-01', '{}')",
            (body.id, body.house),
        )
        for table in ("case_row", "listing_row", "access_row", "membership_row"):
            link.execute(f"VACUUM (ANALYZE) casework.{table}")  # type: ignore[arg-type]
        for statement in PEERS:
            link.execute(statement.replace("%%", "%"))  # type: ignore[arg-type]


def _join() -> Callable[[str], object]:
    """The page as Django's models give it."""
    from django.db import connection, models, transaction

    class PlainCase(models.Model):
        id = models.BigIntegerField(primary_key=True)
        reference = models.TextField()
        stage = models.TextField()
        due = models.DateField()

        class Meta:
            app_label, db_table, managed = "bench", "plain_case", False

    class PlainPart(models.Model):
        case = models.ForeignKey(PlainCase, on_delete=models.CASCADE)
        person = models.TextField()

        class Meta:
            app_label, db_table, managed = "bench", "plain_part", False

    def page(person: str) -> object:
        with transaction.atomic(durable=True):
            connection.ensure_connection()
            return list(
                PlainPart.objects.filter(person=person).select_related("case").order_by("case__due", "case_id")[:51]
            )

    return page


def _probe(link: psycopg.Connection[Any], key: str) -> None:
    with link.transaction():
        rows = link.execute(PROBE, (key, DAY, DAY), prepare=True).fetchall()
        link.execute(KEY, (rows[0][0],), prepare=True).fetchall()


def _ratios(
    limit: Callable[[], object], ours: dict[str, Callable[[], object]]
) -> tuple[dict[str, dict[str, float]], float]:
    took: dict[str, list[float]] = {name: [] for name in ours}
    limits = []
    for _ in range(3):
        limit()
        for work in ours.values():
            work()
    for _ in range(ROUNDS):
        base = statistics.median(_seconds(limit) for _ in range(TIMES))
        limits.append(base)
        for name, work in ours.items():
            took[name] += [_seconds(work) / base for _ in range(TIMES if name != "Django join" else 5)]
    return {
        name: {
            "p50": round(statistics.median(one), 2),
            "p95": round(statistics.quantiles(one, n=20)[-1], 2),
        }
        for name, one in took.items()
    }, statistics.median(limits)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
