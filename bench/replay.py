"""Replay of a 40-entry case against a bare transition table in a dict: how much do guards and counting cost?

Goal (docs/reference/speed.md): at least 0.35 of the bare table. Run by `make bench`.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from alteram import worked
from alteram.case import replay
from alteram.codec import Entry
from alteram.rulebook.editions import load_rulebook

LEAGUE = Path(__file__).parents[1] / "rulebooks" / "lantern-league"
RESULTS = Path(__file__).parent / "results"
ENTRIES, ROUNDS, TIMES = 40, 9, 400


def bare(entries: list[Entry]) -> dict[str, object]:
    """What anybody would write first: a table from (state, step) to state, and a count."""
    table: dict[tuple[str, str | None], str] = {}
    state: str = "new"
    seen: dict[str | None, int] = {}
    log: list[tuple[str | None, str | None, object]] = []
    for entry in entries:
        state = table.get((state, entry.step), state)
        seen[entry.step] = seen.get(entry.step, 0) + 1
        log.append((entry.step, entry.result, entry.at))
    return {"state": state, "seen": seen, "log": log}


def main() -> int:
    people, names = worked.read_people(LEAGUE / "2025" / "people.yaml")
    rulebook = load_rulebook(LEAGUE)
    told = worked.run(worked.read_story(LEAGUE / "2025" / "worked" / "G01.yaml", names), rulebook, people)
    entries = told.entries[:ENTRIES]
    ratios, ours, limit = [], 0.0, 0.0
    for _ in range(ROUNDS):  # A B A B: each ratio from one round
        start = time.process_time()
        for _ in range(TIMES):
            bare(entries)
        limit = time.process_time() - start
        start = time.process_time()
        for _ in range(TIMES):
            replay(rulebook, told.name, entries)
        ours = time.process_time() - start
        ratios.append(limit / ours)
    share = statistics.median(ratios)
    per_case = ours / TIMES * 1e6
    print(f"replay of {ENTRIES} entries: {per_case:.0f} µs; share of a bare dict table: {share:.3f} (goal 0.35)")
    RESULTS.mkdir(exist_ok=True)
    found = {"share": share, "microseconds": per_case, "limit_microseconds": limit / TIMES * 1e6, "goal": 0.35}
    (RESULTS / "replay.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
