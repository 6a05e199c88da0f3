"""Machines fail at random moments, under load: nothing acknowledged is lost or there twice, and the record verifies.

Every fault happens at least once; after that they go on in a random order until the time is up. How long is
ALTERAM_FAULTS_MINUTES (2 unless told), and ALTERAM_FAULTS_SEED repeats a run's choices. What was done is printed:
`pytest tests/faults -s`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from alteram import cli
from tests.faults.faults import FAULTS, Fault
from tests.faults.house import House, house
from tests.faults.load import Acknowledged, Clerk

CASES = 4
GETS_ON_WITHIN = 40.0  # seconds until every clerk has a new receipt after a fault was mended
PLACED_WITHIN = 60.0


@dataclass(slots=True)
class Watch:
    """What was acknowledged so far, and the checkpoints that were kept."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    report: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def say(self, line: str) -> None:
        self.report.append(line)
        print(line, flush=True)


def _random(seed: float) -> Random:
    return Random(seed)  # noqa: S311  # it chooses what goes wrong, and no key


@pytest.fixture(scope="module")
def built() -> Iterator[House]:
    with house(Path(tempfile.mkdtemp(prefix="alteram-faults-"))) as one:
        yield one


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(built: House) -> None:
    minutes, seed = float(os.environ.get("ALTERAM_FAULTS_MINUTES", "2")), os.environ.get("ALTERAM_FAULTS_SEED")
    number = int(seed or time.time_ns() % 10**9)
    random = _random(number)
    print(f"ALTERAM_FAULTS_SEED={number} ALTERAM_FAULTS_MINUTES={minutes}")
    began, until = time.monotonic(), time.monotonic() + minutes * 60
    watch, given = Watch(), built.prepare(CASES)
    built.mend()
    built.await_answer()
    done: Counter[str] = Counter()
    while not done or time.monotonic() < until:
        for fault in _in_some_order(built, random, all_of_them=not done, until=until):
            _round(built, watch, given, fault, random)
            done[fault.name] += 1
        _verify(built, watch)
    watch.say(
        f"{sum(done.values())} faults in {time.monotonic() - began:.0f} s: {dict(done)}; {len(watch.acknowledged)}"
        f" deeds acknowledged, {len(built.post.kept)} mails; answers {dict(watch.answers.most_common())}"
    )
    assert len(watch.acknowledged) > CASES * len(done)


def _in_some_order(built: House, random: Random, *, all_of_them: bool, until: float) -> Iterator[Fault]:
    possible = []
    for fault in FAULTS:
        why_not = fault.needs(built)
        assert not (why_not and os.environ.get("CI") and os.geteuid() == 0), f"{fault.name}: {why_not}"
        if why_not:
            print(f"NOT DONE, {fault.name}: {why_not}")
        else:
            possible.append(fault)
    for fault in random.sample(possible, len(possible)):
        if all_of_them or time.monotonic() < until:
            yield fault


def _round(built: House, watch: Watch, given: Sequence[dict[str, str]], fault: Fault, random: Random) -> None:
    """Clerks at work, one fault in the midst of it, and then they get on with their work."""
    clerks = [
        Clerk(
            port=built.port, body=one["body"], case=one["case"], token=one["token"], captor=one["captor"],
            random=_random(random.random()),
        )
        for one in given
    ]  # fmt: skip
    for clerk in clerks:
        clerk.start()
    time.sleep(0.5)
    try:
        what = fault.do(built, random)
        before, until = [len(one.acknowledged) for one in clerks], time.monotonic() + GETS_ON_WITHIN
        while any(len(one.acknowledged) == had for one, had in zip(clerks, before, strict=True)):
            assert time.monotonic() < until, f"{fault.name}: nobody could work any more. {_said(built, clerks)}"
            time.sleep(0.1)
    finally:
        for clerk in clerks:
            clerk.end()
        for clerk in clerks:
            clerk.join(timeout=60)
    answers = sum((one.answers for one in clerks), Counter[str]())
    watch.answers += answers
    watch.acknowledged += [receipt for one in clerks for receipt in one.acknowledged]
    watch.say(f"{fault.name}: {what}; {sum(len(one.acknowledged) for one in clerks)} deeds, answers {dict(answers)}")
    assert [strange for one in clerks for strange in one.strange] == []


def _said(built: House, clerks: Sequence[Clerk]) -> str:
    logs = "".join(
        f"\n{name}: {(built.folder / f'{name}.log').read_text(encoding='utf-8', errors='replace')[-800:]}"
        for name in built.processes
    )
    return f"{[dict(one.answers) for one in clerks]}{logs}"


def _verify(built: House, watch: Watch) -> None:
    """The record holds each deed once, as it was acknowledged, and an outsider finds it sound."""
    built.mend()
    until = time.monotonic() + PLACED_WITHIN
    while " 0 waiting" not in (counted := built.manage("count_places", role="log").stdout):
        assert time.monotonic() < until, f"entries wait for ever: {counted}"
        time.sleep(0.5)
    export = built.folder / f"export-{len(watch.kept)}"
    built.manage("export_record", "lantern-league", str(export))
    since = [word for kept in watch.kept for word in ("--since", str(kept))]
    assert cli.main(["verify", str(export), *since]) == 0
    _each_once(export, watch.acknowledged)
    rebuilt = built.manage("rebuild", check=False)
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    assert [one for one, times in Counter(built.post.kept).items() if times > 1] == []
    kept = built.folder / f"checkpoints-{len(watch.kept)}"
    shutil.copy(export / "checkpoints", kept)
    watch.kept.append(kept)
    shutil.rmtree(export)


def _each_once(export: Path, acknowledged: Sequence[Acknowledged]) -> None:
    links, numbers = (export / "links").read_bytes(), {}
    lines = (export / "entries.jsonl").read_bytes().splitlines()
    at = 0
    for about in _lines(export / "chains.jsonl"):
        for index in range(about["length"]):
            numbers[about["chain"], index] = at
            at += 1
    requests = Counter(json.loads(line).get("request") for line in lines)
    words = "".join(file.read_text(encoding="utf-8") for file in (export / "texts").iterdir())
    for receipt in acknowledged:
        number = numbers[receipt.chain, receipt.index]
        assert links[number * 32 : number * 32 + 32].hex() == receipt.link, receipt
        assert json.loads(lines[number])["request"] == receipt.request
        assert requests[receipt.request] == 1
        assert receipt.words in words or receipt.words in lines[number].decode()


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]
