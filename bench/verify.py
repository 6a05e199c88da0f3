"""How close the check of an export comes to one SHA-256 over the same bytes; what a proof costs at a million leaves.

Run: ``python bench/verify.py [ENTRIES]``. Rounds are interleaved (limit, quick, full, limit, …) and each figure is the
median of the ratios inside a round. The table is printed and written to bench/results/verify.json.
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
from collections.abc import Callable
from pathlib import Path

from alteram.ledger import chain, checkpoint, export, tips, tree, verify
from alteram.ledger.signing import SigningKey

ROUNDS = 7
BODY = 550  # bytes of an entry
CASE = 100  # entries in a chain
PLACES = 1_000_000
KEY = SigningKey(name="bench.example/log", seed=bytes(32))
NOT_MEASURED = {"pymerkle": "GPL-3.0-or-later; not installed here"}


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_digest(files: list[Path]) -> bytes:
    digest = hashlib.sha256()
    for found in files:
        digest.update(found.read_bytes())
    return digest.digest()


def written(path: Path, entries: int) -> None:
    """An export of chains of random printable bytes, all placed under one checkpoint."""
    log = tree.Tree()
    chains = []
    for number in range(entries // CASE):
        name = str(uuid.UUID(int=number + 1))
        bodies = tuple(os.urandom(BODY // 2).hex().encode() for _ in range(CASE))
        links = tuple(chain.links(chain.name(name), bodies))
        places = tuple(log.append(link) for link in links)
        chains.append(export.Chain(name=name, bodies=bodies, links=links, places=places))
    vouched = tips.Tips((tips.Tip(chain=one.name, length=CASE, link=one.links[-1]) for one in chains), bytes(32))
    log.append(vouched.link)
    note = checkpoint.make(origin=KEY.name, size=log.size, root=log.root(), keys=(KEY,))
    contents = export.Contents(
        origin=KEY.name,
        made="2026-01-01T00:00:00.000Z",
        chains=tuple(chains),
        checkpoints=(note,),
        published=("2026-01-01T00:00:00.000Z",),
        tips=vouched,
        nodes=log.node,
        keys=(),
    )
    export.write(contents, path, KEY)


def sound(report: verify.Report) -> None:
    assert report.problems == (), report.problems[:3]


def exports(entries: int) -> dict[str, float]:
    """Shares of the limit: one SHA-256 over all files of the export, reading included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        written(path, entries)
        files = sorted(found for found in path.rglob("*") if found.is_file())
        bodies = (path / export.ENTRIES).read_bytes()
        split: list[bytes | None] = [*bodies.splitlines()[:-1]]
        links = list(chain.links(bytes(16), [body for body in split if body is not None]))
        ratios: dict[str, list[float]] = {"quick": [], "full": [], "links alone": []}
        for _ in range(ROUNDS):
            limit = seconds(lambda: one_digest(files))
            ratios["quick"].append(limit / seconds(lambda: sound(verify.quick(path, trusted=(KEY.public,)))))
            ratios["full"].append(limit / seconds(lambda: sound(verify.full(path, trusted=(KEY.public,)))))
            one = seconds(lambda: hashlib.sha256(bodies).digest())
            ratios["links alone"].append(one / seconds(lambda: list(chain.broken(bytes(16), split, links))))
    return {name: statistics.median(found) for name, found in ratios.items()}


def proofs() -> dict[str, float]:
    """Microseconds for a proof in a tree of a million leaves, and how many times the log2(n) hashes it costs."""
    grown = tree.Tree.of_leaves(os.urandom(tree.HASH * PLACES))
    asked = range(0, PLACES, PLACES // 2000)
    pair = bytes(64)
    found: dict[str, list[float]] = {"inclusion µs": [], "consistency µs": [], "inclusion / 20 hashes": []}
    for _ in range(ROUNDS):
        hashes = seconds(lambda: [hashlib.sha256(pair).digest() for _ in range(20 * len(asked))])
        inclusion = seconds(lambda: [grown.inclusion(place) for place in asked])
        consistency = seconds(lambda: [grown.consistency(place + 1) for place in asked])
        found["inclusion µs"].append(inclusion / len(asked) * 1e6)
        found["consistency µs"].append(consistency / len(asked) * 1e6)
        found["inclusion / 20 hashes"].append(inclusion / hashes)
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    results = {
        "entries": entries,
        "share of one sha256": exports(entries),
        "proofs at 10^6": proofs(),
        "goals": {"quick": 0.95, "full": 0.33},
        "not measured": NOT_MEASURED,
    }
    for name, value in results.items():
        print(f"{name}: {value}")
    target = Path(__file__).parent / "results" / "verify.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
