"""Told figures against cells that exclude each other and leave nothing out (STA-02).

reconcile(total, known)   every complaint in one cell; what nobody can place stands as a cell of its own
check(claim, table)       a claim such as "half were expelled or left", answered in a sentence
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from alteram.errors import AlteramError
from alteram.statistics.cells import CELLS
from alteram.statistics.counts import Count, Unit, UnitsDiffer, same

UNACCOUNTED = "nobody has accounted for"
Finding = Literal["holds", "does not hold", "cannot be told"]


class Merged(AlteramError):
    """A cell that is none of the table: above all "expelled" and "left before outcome" in one."""

    code = "E-FIGURES-CELL"
    remedy = "Give a number for each cell; what is not known stays in a cell of its own."


class TooMany(AlteramError):
    """The cells hold more than the total."""

    code = "E-FIGURES-SUM"
    remedy = "Find what was counted twice, or correct the total."


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A total and its cells, in the order of :data:`~alteram.statistics.cells.CELLS`. They add up."""

    total: Count
    known: Mapping[str, Count]

    @property
    def unaccounted(self) -> Count:
        return Count(number=self.total.number - sum(one.number for one in self.known.values()), unit=self.total.unit)

    @property
    def rows(self) -> tuple[tuple[str, Count], ...]:
        """Every cell about which something is known, and last the one that nobody has accounted for."""
        told = tuple((name, self.known[name]) for name in CELLS if name in self.known)
        return (*told, (UNACCOUNTED, self.unaccounted))

    def sentence(self) -> str:
        cells = "; ".join(f"{name}: {count.number:,}" for name, count in self.rows)
        return f"{self.total}. {cells}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That ``share`` of a total is in one of ``cells``; in which unit the claim speaks."""

    share: Fraction
    cells: tuple[str, ...]
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the cells say to a claim."""

    finding: Finding
    sentence: str


def reconcile(total: Count, known: Mapping[str, Count]) -> Table:
    """The table of a total. Raises :class:`Merged`, :class:`TooMany`, :class:`~.counts.UnitsDiffer`."""
    for name, count in known.items():
        _known_cell(name)
        same(total, count, "added")
    placed = sum(count.number for count in known.values())
    if placed > total.number:
        raise TooMany(
            f"The cells hold {placed:,} {total.unit}, and there were {total.number:,}.",
            evidence={"cells": placed, "total": total.number},
        )
    return Table(total=total, known=dict(known))


def check(claim: Claim, table: Table) -> Answer:
    """Whether a claim holds. Raises :class:`~.counts.UnitsDiffer` if it speaks of other things than were counted."""
    for name in claim.cells:
        _known_cell(name)
    if claim.unit != table.total.unit:
        raise UnitsDiffer(
            f"The claim speaks of {claim.unit}, and the figures count {table.total.unit}. "
            f"{table.total} are not {table.total.number:,} {claim.unit}.",
            evidence={"units": [claim.unit, table.total.unit]},
        )
    wanted = claim.share * table.total.number
    least = sum(table.known[name].number for name in claim.cells if name in table.known)
    open_for = any(name not in table.known for name in claim.cells)  # only a cell without a number can still grow
    most = least + (table.unaccounted.number if open_for else 0)
    return _answer(claim, table, wanted, least, most)


def _answer(claim: Claim, table: Table, wanted: Fraction, least: int, most: int) -> Answer:
    finding: Finding = "does not hold"
    if least == wanted == most:
        finding = "holds"
    elif least <= wanted <= most:
        finding = "cannot be told"
    target = f"{wanted.numerator:,}" if wanted.denominator == 1 else f"{wanted.numerator:,}/{wanted.denominator}"
    cells = ", ".join(_cell(table, name) for name in claim.cells)
    told = f"{claim.share} of {table.total} is {target}. In the cells: {cells}; {UNACCOUNTED}: "
    told += f"{table.unaccounted.number:,}. "
    return Answer(finding=finding, sentence=told + _verdict(finding, target, least, most))


def _cell(table: Table, name: str) -> str:
    count = table.known.get(name)
    return f"{name}: not told" if count is None else f"{name}: {count.number:,}"


def _verdict(finding: Finding, target: str, least: int, most: int) -> str:
    if finding == "holds":
        return "The claim holds."
    if finding == "cannot be told":
        return f"It may be anything from {least:,} to {most:,}, so the claim cannot be told from these figures."
    return f"It is {_range(least, most)} and not {target}: the claim does not hold."


def _range(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"from {least:,} to {most:,}"


def _known_cell(name: str) -> None:
    if name in CELLS:
        return
    parts: Sequence[str] = [cell for cell in CELLS if cell in name]
    if len(parts) > 1 or ("expelled" in name and "left" in name):
        raise Merged(
            f"Refused: “{name}” is not one cell. “Expelled” and “left before outcome” are never merged, "
            "since one is a decision and the other is a way round it."
        )
    raise Merged(f"There is no cell “{name}”.")
