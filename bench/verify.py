"""How close the check of an export comes to one SHA-256 over the same bytes; what a proof costs at a million leaves.

Run: ``python bench/verify.py [ENTRIES]``. Rounds are interleaved (limit, quick, full, limit, …) and each figure is the
median of the ratios inside a round. The table is printed and written to bench/results/verify.json.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alteram.ledger import chain, checkpoint, export, tips, tree, verify
from alteram.ledger.signing import SigningKey

ROUNDS = 7
BODY = 550  # bytes of an entry
CASE = 100  # entries in a chain
PLACES = 1_000_000
KEY = SigningKey(name="bench.example/log", seed=bytes(32))
NOT_MEASURED: dict[str, str] = {}


def seconds(work: Callable[[], object]) -> float:
    """On a processor, of this process: what others do on the machine meanwhile does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def until_done(work: Callable[[], object]) -> float:
    """By the clock on the wall, for what several processes do."""
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
        ratios: dict[str, list[float]] = {"quick": [], "full": [], "links alone": [], "links, two processes": []}
        for _ in range(ROUNDS):
            limit = seconds(lambda: one_digest(files))
            ratios["quick"].append(limit / seconds(lambda: sound(verify.quick(path, trusted=(KEY.public,)))))
            ratios["full"].append(limit / seconds(lambda: sound(verify.full(path, trusted=(KEY.public,)))))
            one = seconds(lambda: hashlib.sha256(bodies).digest())
            ratios["links alone"].append(one / seconds(lambda: list(chain.broken(bytes(16), split, links))))
            whole = until_done(lambda: hashlib.sha256(bodies).digest())
            both = until_done(lambda: _two_at_once(bytes(16), split, links))
            ratios["links, two processes"].append(whole / both)
    return {name: statistics.median(found) for name, found in ratios.items()}


def _two_at_once(chain_name: bytes, split: list[bytes | None], links: list[bytes]) -> None:
    """Two processes, half of the entries each. Forked, so that both read the bytes that are there."""
    half, forked = len(split) // 2, multiprocessing.get_context("fork")
    ends = [(0, half), (half, len(split))]
    both = [forked.Process(target=_part, args=(chain_name, split[low:high], links[low:high])) for low, high in ends]
    for one in both:
        one.start()
    for one in both:
        one.join()


def _part(chain_name: bytes, split: list[bytes | None], links: list[bytes]) -> None:
    assert len(list(chain.broken(chain_name, split, links))) <= 1  # the second half begins in the middle


def proofs() -> dict[str, float]:
    """Microseconds for a proof, the share of pymerkle's time at 10^5 leaves, and how it grows from there to 10^6."""
    small, large = (tree.Tree.of_leaves(os.urandom(tree.HASH * places)) for places in (PLACES // 10, PLACES))
    found: dict[str, list[float]] = {}
    theirs = _pymerkle(PLACES // 10)
    for _ in range(ROUNDS):
        one = {
            "inclusion at 10^5": _each(lambda at: small.inclusion(at), PLACES // 10),
            "consistency at 10^5": _each(lambda at: small.consistency(at + 1), PLACES // 10),
            "inclusion at 10^6": _each(lambda at: large.inclusion(at), PLACES),
            "consistency at 10^6": _each(lambda at: large.consistency(at + 1), PLACES),
        }
        if theirs is not None:
            inclusion = _each(lambda at: theirs.prove_inclusion(at + 1, PLACES // 10), PLACES // 10)
            consistency = _each(lambda at: theirs.prove_consistency(at + 1, PLACES // 10), PLACES // 10)
            one |= {
                "inclusion, share of pymerkle's time at 10^5": one["inclusion at 10^5"] / inclusion,
                "consistency, share of pymerkle's time at 10^5": one["consistency at 10^5"] / consistency,
            }
        one["inclusion, 10^6 against 10^5"] = one["inclusion at 10^6"] / one["inclusion at 10^5"]
        for name, value in one.items():
            found.setdefault(name, []).append(value)
    return {name: round(statistics.median(values), 3) for name, values in found.items()}


def _each(prove: Callable[[int], object], size: int) -> float:
    """Microseconds a proof, over two hundred places."""
    asked = range(0, size - 1, size // 200)
    return seconds(lambda: [prove(at) for at in asked]) / len(asked) * 1e6


def _pymerkle(size: int) -> Any:
    try:
        from pymerkle import InmemoryTree
    except ImportError as problem:
        NOT_MEASURED["pymerkle"] = str(problem)
        return None
    grown = InmemoryTree(algorithm="sha256")
    for number in range(size):
        grown.append_entry(b"%d" % number)
    return grown


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    results = {
        "entries": entries,
        "share of one sha256": exports(entries),
        "proofs, µs": proofs(),
        "goals": {"quick": 0.95, "full": 0.33, "two processes": 0.65, "share of pymerkle's time": 0.25},
        "not measured": NOT_MEASURED,
    }
    for name, value in results.items():
        print(f"{name}: {value}")
    target = Path(__file__).parent / "results" / "verify.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
