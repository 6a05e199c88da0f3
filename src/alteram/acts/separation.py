"""Which capacities one person may not hold together, and which acts may travel in one letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from alteram.acts.model import Capacity

SEPARATED: tuple[Capacity, ...] = (
    "complainant",
    "witness",
    "investigator",
    "case_examiner",
    "presenter",
    "interim_panel",
    "hearing_panel",
    "appeal_panel",
)
"""No two of these for one person in one case or in a linked one (IND-01)."""

SEPARATION_CODES: Mapping[Capacity, str] = MappingProxyType(
    {
        "complainant": "E-SOD-COMPLAINANT",
        "witness": "E-SOD-WITNESS",
        "investigator": "E-SOD-INVESTIGATOR",
        "case_examiner": "E-SOD-EXAMINER",
        "presenter": "E-SOD-PRESENTER",
        "interim_panel": "E-SOD-INTERIM",
        "hearing_panel": "E-SOD-HEARING",
        "appeal_panel": "E-SOD-APPEAL",
    }
)
"""The code that refuses somebody who acted before in the named capacity."""

CONFLICTING: tuple[tuple[Capacity, Capacity], ...] = (
    ("clerk", "presenter"),
    ("publications", "presenter"),
    ("data_protection", "anyone"),
    ("auditor", "anyone"),
    ("support", "witness"),
)
"""Pairs that one person may not hold in one case besides; `anyone` stands for every other capacity."""

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("charges_issued", "bundle_served", "panel_appointed", "hearing_notice_served"),
    ("appeal_heard", "appeal_determined"),
    ("became_final", "sanction_started"),
)
"""Acts of which one step may be several, as one entry. A finding and a sanction never travel together (HRG-09)."""


def counts_as(capacity: Capacity) -> Capacity:
    """The capacity under which a deed counts for separation: the chair is one of the hearing panel."""
    return "hearing_panel" if capacity == "chair" else capacity


def conflict(one: Capacity, other: Capacity) -> bool:
    """True if one person may not hold both capacities in one case or in linked cases."""
    first, second = counts_as(one), counts_as(other)
    if first == second:
        return False
    if first in SEPARATED and second in SEPARATED:
        return True
    pairs = ((first, second), (second, first))
    return any(pair in CONFLICTING or (pair[0], "anyone") in CONFLICTING for pair in pairs)


def may_travel(names: Iterable[str]) -> bool:
    """True if one step may be all of these acts at once."""
    wanted = tuple(names)
    if len(wanted) == 1:
        return True
    return bool(wanted) and len(set(wanted)) == len(wanted) and any(set(wanted) <= set(group) for group in TOGETHER)
