"""What a checkpoint says of each chain, and how a party is shown its own without learning of the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram.commands.verifying import told
from alteram.ledger import export, tips, verify
from alteram.ledger.tips import Tip, Tips
from tests.alteram.ledger import exports
from tests.alteram.ledger.test_export import KEYS, resign, written

SALT = bytes(32)


def tip(number: int, length: int = 3) -> Tip:
    return Tip(chain=f"00000000-0000-4000-8000-{number:012d}", length=length, link=number.to_bytes(32))


@given(st.integers(0, 700), st.data())
def test_each_row_is_proved_and_no_other(count: int, data: st.DataObject) -> None:
    made = Tips(map(tip, range(count)), SALT)

    assert made.of == {True: 256, False: 512}[count <= 256] if count <= 512 else made.of == 1024
    if count:
        at = data.draw(st.integers(0, count - 1))
        assert tips.root_of(made.rows[at], at, made.of, made.proof(at)) == made.root
        assert tips.root_of(tip(at, length=2), at, made.of, made.proof(at)) != made.root


def test_the_order_of_the_chains_does_not_matter_and_everything_else_does() -> None:
    made = Tips([tip(1), tip(2)], SALT)

    assert Tips([tip(2), tip(1)], SALT).link == made.link
    others = (Tips([tip(1)], SALT), Tips([tip(1), tip(2, length=4)], SALT), Tips([tip(1), tip(2)], bytes([1]) * 32))
    assert made.link not in {one.link for one in others}


def test_neither_the_number_nor_the_names_of_other_chains_show_in_a_partys_export(tmp_path: Path) -> None:
    def seen(count: int) -> list[dict[str, object]]:
        made = exports.contents()
        assert made.tips is not None
        own = made.tips.rows[0]
        folder = tmp_path / str(count)
        only = export.party(
            replace(made, chains=made.chains[:1], tips=Tips([own, *map(tip, range(10, 10 + count))], SALT)),
            lambda _name, _index: True,
        )
        written(folder, only)
        return [json.loads(line) for line in (folder / "tips.jsonl").read_bytes().splitlines()]

    few, many = seen(0), seen(200)
    assert len(few) == len(many) == 2
    assert few[1]["of"] == many[1]["of"] == 256
    assert len(str(few[1]["proof"])) == len(str(many[1]["proof"]))


def _first(line: dict[str, object]) -> dict[str, object]:
    return line | {"root": "00" * 32} if "root" in line else line


def _length(line: dict[str, object]) -> dict[str, object]:
    return line | {"length": 1} if "length" in line else line


def _size(line: dict[str, object]) -> dict[str, object]:
    return line | {"size": 5} if "size" in line else line


@pytest.mark.parametrize("change", [_first, _length, _size, lambda _line: None])
@pytest.mark.parametrize("whole", [True, False])
def test_rows_that_the_checkpoint_does_not_vouch_for_are_found(
    tmp_path: Path, change: Callable[[dict[str, object]], dict[str, object] | None], whole: bool
) -> None:
    made = exports.contents()
    path = written(tmp_path / "x", made if whole else export.party(made, lambda _name, _index: True))
    if whole and change is _first:
        return  # the whole record's rows carry no root
    lines = [change(json.loads(line)) for line in (path / "tips.jsonl").read_bytes().splitlines()]
    kept = [json.dumps(line, separators=(",", ":"), sort_keys=True) + "\n" for line in lines if line]
    (path / "tips.jsonl").write_text("".join(kept))
    resign(path)

    found = verify.full(path, trusted=KEYS, reader=told).problems
    assert any(problem.file == "tips.jsonl" for problem in found)
