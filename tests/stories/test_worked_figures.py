"""Figures that were told, and what they say: the worked figures of every rule book come out as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
from ruamel.yaml import YAML

from alteram.errors import AlteramError
from alteram.statistics.counts import Count, Unit
from alteram.statistics.reconciliation import Claim, Table, check, reconcile
from alteram.statistics.shares import Share

FILES = sorted((Path(__file__).parents[2] / "rulebooks").glob("*/*/worked/figures/*.yaml"))


def count(told: object, unit: str = "complaints") -> Count:
    """``90 cases``, or a number in the unit of its table."""
    number, _, own = str(told).partition(" ")
    return Count(number=int(number), unit=cast("Unit", own or unit))


def shares(told: Mapping[str, Any]) -> Mapping[str, str]:
    part = count(told["part"])
    if "people" in told:
        part = part.of_people(told["people"])
    one = Share(part=part, whole=count(told["whole"]), as_of=date.fromisoformat(str(told["as_of"])))
    return {"exact": one.exact(), "rounded": one.rounded(), "rounding": one.rounding, "sentence": one.sentence()}


def table(told: Mapping[str, Any]) -> Table:
    total = count(told["total"])
    return reconcile(total, {name: count(number, total.unit) for name, number in told["known"].items()})


def rows(told: Mapping[str, Any]) -> Mapping[str, object]:
    made = table(told)
    return {"rows": {name: one.number for name, one in made.rows}, "sentence": made.sentence()}


def claims(told: Mapping[str, Any]) -> Mapping[str, str]:
    claim = Claim(share=Fraction(told["share"]), cells=tuple(told["cells"]), unit=cast("Unit", told["unit"]))
    answer = check(claim, table(told["of"]))
    return {"finding": answer.finding, "sentence": answer.sentence}


HOW = {"share": shares, "table": rows, "claim": claims}


def told_figures() -> Iterator[Any]:
    for path in FILES:
        story = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for one in story["shares"]:
            yield pytest.param("share", one, id=f"{path.stem}: {one['told']}")
        for one in story["tables"]:
            yield pytest.param("table", one, id=f"{path.stem}: {one['told']}")
            for claim in one.get("claims", ()):
                yield pytest.param("claim", {**claim, "of": one}, id=f"{path.stem}: {claim['told']}")


@pytest.mark.parametrize(("kind", "told"), [*told_figures()])
def test_a_told_figure_comes_out_as_written(kind: str, told: Mapping[str, Any]) -> None:
    expected = dict(told["expect"])
    refused = expected.pop("refused", None)
    if refused is not None:
        with pytest.raises(AlteramError) as refusal:
            HOW[kind](told)
        assert refusal.value.code == refused
        assert refusal.value.sentence().endswith(".")
        assert refusal.value.remedy
        return

    found = HOW[kind](told)

    assert {name: found[name] for name in expected} == expected


def test_the_figures_of_the_source_are_there() -> None:
    assert "S02" in {path.stem for path in FILES}
