"""The whole of `act` (clock, read, replay, decide, write, receipt) against one raw INSERT.

On a case of 40 entries and of 1,000. There is no goal yet: the figures are printed beside those of `bench/append.py`.
The deed is a contact that somebody reports. Before it, progress was noted as often as it takes. Run by `make bench`.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.append import PAYLOAD, RAW, RESULTS, _server

LENGTHS, ROUNDS = (40, 1000), 5
DAY = date(2026, 1, 13)
MORNING = datetime(2026, 1, 13, 9, tzinfo=UTC)


def main() -> int:
    server = _server()
    try:
        _begin(server.url("alteram_app"))
        with psycopg.connect(server.url("alteram_app"), autocommit=True) as link:
            found = _measure(link)
    finally:
        server.stop()
    print(found)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "act.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def _begin(url: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="alteram-bench-"))
    (folder / "master.key").write_bytes(bytes(range(32)))
    os.environ.update(
        ALTERAM_SECRET_KEY="only for measuring", ALTERAM_DATA=str(folder), ALTERAM_HTTPS="no", DATABASE_URL=url,
        ALTERAM_MASTER_KEY_FILE=str(folder / "master.key"), DJANGO_SETTINGS_MODULE="alteram_web.settings",
    )  # fmt: skip
    import django

    django.setup()


def _measure(link: psycopg.Connection[Any]) -> dict[str, Any]:
    from alteram.codec import Actor
    from alteram_web.casework import bodies, commands, house

    body = bodies.found("lantern-league", "Lantern League")
    by = (Actor(who="p-appoints", role="appointer", capacity="appointer"),)
    data = {"person": "p-wrenwren", "pool": "intake_team", "since": "2024-01-01", "until": "2027-12-31",
            "trained": "2024-02-05"}  # fmt: skip
    house.enter(body.id, house.Deed(act="pool_member_appointed", at=DAY, by=by, data=data), now=MORNING)
    found: dict[str, Any] = {}
    for length in LENGTHS:
        shares, times = [], []
        for _ in range(ROUNDS):
            wish = _wish(_case(body.id, length))
            raw = _timed(lambda: link.execute(RAW, (uuid.uuid4(), 0, body.id, bytes(32), b"x" * PAYLOAD), prepare=True))
            ours = _timed(lambda wish=wish: commands.act(wish, body=body.id))
            shares.append(raw / ours)
            times.append(ours * 1e3)
        found[f"{length} entries"] = {
            "share of a raw INSERT": round(statistics.median(shares), 4),
            "milliseconds": round(statistics.median(times), 1),
        }
    return found


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _case(body: uuid.UUID, length: int) -> str:
    """A case one entry short of a length."""
    from alteram.codec import Actor
    from alteram.procedure import Draft, Wish
    from alteram_web.casework import commands, editions, projections, record

    said = {"channel": "portal", "standing": "victim", "respondents": ["p-corwinba"], "conduct": ["2025-12-06"],
            "account": "He shouted."}  # fmt: skip
    name = str(uuid.uuid4())
    commands.act(
        Wish(case=name, step="receive", at=DAY, recorded=MORNING, by=("p-maevemae",), channel="portal", fields=said),
        body=body,
    )
    clerk = (Actor(who="p-clerkcle", role="clerk", capacity="clerk"),)
    draft = Draft(
        step="note_progress",
        acts=("progress_noted",),
        result=None,
        at=DAY,
        time=None,
        by=clerk,
        typed_by=None,
        clauses=("4.1",),
        data={},
        texts={},
    )
    rulebook = editions.rulebook("lantern-league")
    with record.transaction(body):
        chain = record.load(body, uuid.UUID(name))
        while chain.tip < length - 3:
            sealed = record.entry_of(chain, draft, recorded=MORNING, edition=chain.entries[0].edition)
            _, chain = record.write(chain, sealed)
        last = record.entry_of(chain, draft, recorded=MORNING, edition=chain.entries[0].edition)
        rows = projections.all_rows(rulebook, record.people(), name, (*chain.entries, last.entry))
        gone, come = projections.difference(record.stored_rows(chain.name), rows)
        record.write(chain, replace(last, texts={}), gone=gone, come=come)
    return name


def _wish(case: str) -> Any:
    from alteram.procedure import Wish

    said = {"approached_by": "p-corwinba", "channel": "telephone", "leaning": "neither", "gist": "How long?"}
    return Wish(case=case, act="contact_reported", at=DAY, recorded=MORNING, by=("p-wrenwren",), fields=said)


if __name__ == "__main__":
    sys.exit(main())
