"""What others got: the outcomes of closed cases by clause, of which nobody can be made out (SAN-09, STA-03).

    comparable(cases, apart)   a table of clauses and sanctions, small figures hidden as everywhere

One case counts once for each clause found proved. The cases of the respondent who is being judged are left out, so that
nothing of what was found before is told by a figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from alteram.case import Case
from alteram.codec import Entry
from alteram.statistics.disclosure import HIDDEN_TO, Figure, protect

LEAST_FOR_A_MEDIAN = 8  # cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one closed case ended under one clause."""

    clause: str
    sanction: str
    days: int | None  # of a term that had a first and a last day
    aggravating: int  # how many things were named that make it worse
    mitigating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The cases of one clause that ended in one sanction. What is None is told of nobody, because it would tell of
    somebody."""

    sanction: str
    cases: Figure
    days: int | None = None  # the middle one
    aggravating: int | None = None  # the middle number of each
    mitigating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clause, with every sanction of the table."""

    clause: str
    cells: tuple[Cell, ...]


def comparable(cases: Iterable[Case], apart: Collection[str]) -> tuple[Row, ...]:
    """Closed cases by clause and sanction. ``apart``: people of whom no case may count."""
    found = [one for case in cases if not set(case.parties.get("respondent", ())) & set(apart) for one in _of(case)]
    clauses = sorted({one.clause for one in found})
    sanctions = sorted({one.sanction for one in found})
    groups = {
        (c, s): [one for one in found if (one.clause, one.sanction) == (c, s)] for c in clauses for s in sanctions
    }
    if not found:
        return ()
    shown = protect([[len(groups[c, s]) for s in sanctions] for c in clauses])
    return tuple(
        Row(
            clause=clause,
            cells=tuple(
                _cell(sanction, shown.cells[line][place], groups[clause, sanction])
                for place, sanction in enumerate(sanctions)
            ),
        )
        for line, clause in enumerate(clauses)
    )


def _cell(sanction: str, figure: Figure, group: list[Outcome]) -> Cell:
    if figure.suppressed or len(group) < max(LEAST_FOR_A_MEDIAN, HIDDEN_TO + 1):
        return Cell(sanction=sanction, cases=figure)
    lengths = [one.days for one in group if one.days is not None]
    return Cell(
        sanction=sanction,
        cases=figure,
        days=int(median(lengths)) if len(lengths) >= LEAST_FOR_A_MEDIAN else None,
        aggravating=int(median(one.aggravating for one in group)),
        mitigating=int(median(one.mitigating for one in group)),
    )


def _of(case: Case) -> Iterable[Outcome]:
    """None of a case that is open, and none of a sanction that was quashed."""
    sanction = case.sanction
    if not case.ended or sanction is None or sanction.quashed:
        return
    said = next((entry for entry in case.entries if entry.index == sanction.entry), None)
    term = (sanction.last - sanction.first).days + 1 if sanction.first and sanction.last else None
    for clause in sorted({charge.clause for charge in case.charges if charge.proved}):
        for name in sanction.names:
            yield Outcome(
                clause=clause,
                sanction=name,
                days=term,
                aggravating=_many(said, "aggravating"),
                mitigating=_many(said, "mitigating"),
            )


def _many(entry: Entry | None, name: str) -> int:
    given: object = entry.data.get(name) if entry is not None and isinstance(entry.data, Mapping) else None
    return len(given) if isinstance(given, (list, tuple)) else 0
