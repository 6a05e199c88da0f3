"""Loading the largest shipped rule book: cold, and again from the digest of its files.

Goal (docs/reference/speed.md): one second cold; after that the bytes are hashed and nothing else. The limit measured in
the same run is the parsing of the same YAML without lines, names or phrases. Run by `make bench`.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from ruamel.yaml import YAML

from alteram.rulebook import loading

RULEBOOKS = Path(__file__).parents[1] / "rulebooks"
RESULTS = Path(__file__).parent / "results"
ROUNDS, GOAL = 7, 1.0


def largest() -> Path:
    """The folder of the edition with the longest procedure."""
    return max(RULEBOOKS.glob("*/*/procedure.yaml"), key=lambda path: path.stat().st_size).parent


def timed(what: object, *given: object) -> float:
    start = time.process_time()
    assert callable(what)
    what(*given)
    return time.process_time() - start


def main() -> int:
    folder = largest()
    text = (folder / "procedure.yaml").read_text(encoding="utf-8")
    cold, warm, bare = [], [], []
    for _ in range(ROUNDS):  # A B A B: each ratio from one round
        bare.append(timed(YAML(typ="safe", pure=True).load, text))
        loading.forget()
        cold.append(timed(loading.load, folder))
        warm.append(timed(loading.load, folder))
    share = statistics.median(limit / ours for limit, ours in zip(bare, cold, strict=True))
    found = {
        "seconds_cold": statistics.median(cold),
        "seconds_again": statistics.median(warm),
        "share_of_bare_yaml": share,
        "goal_seconds": GOAL,
    }
    print(
        f"loading {folder.parent.name} {folder.name}: {found['seconds_cold']:.3f} s cold (goal {GOAL} s), "
        f"{found['seconds_again'] * 1e3:.2f} ms again; share of bare YAML {share:.2f}"
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "loading.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0 if found["seconds_cold"] <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
