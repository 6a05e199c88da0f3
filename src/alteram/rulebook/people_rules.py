"""Roles, pools, groups and conflicts as the rule book states them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from alteram.acts import Capacity
from alteram.rulebook.document import Located
from alteram.rulebook.model import Composition, Conflict, Interests, Role
from alteram.rulebook.reader import Reader

CAPACITIES = frozenset(get_args(Capacity))
ROLE_KEYS = frozenset(
    ["is", "pool", "party", "rights", "body", "from", "including", "quorum", "vote", "chair_of", "sees", "title"]
)
CONFLICT_KEYS = frozenset(
    [
        "clause",
        "nobody_in",
        "also_in",
        "again_in",
        "after",
        "nobody_acts_who_is",
        "before_first_act",
        "if_interest_found_later",
        "unless challenged",  # in a flow map the phrase after the comma reads as a key of its own
    ]
)


def read_roles(reader: Reader, at: Located) -> dict[str, Role]:
    found = {}
    for name, value in (at.map or {}).items():
        keys = reader.keys(value, ROLE_KEYS, f"Role {name}")
        capacities = reader.texts(keys.get("is")) or (name,)
        for capacity in capacities:
            if capacity not in CAPACITIES:
                known = ", ".join(sorted(CAPACITIES))
                reader.problem(
                    value, f"Role “{name}” is no capacity the product knows (“{capacity}”).", f"Known: {known}."
                )
        found[name] = Role(
            name=name,
            capacities=capacities,
            pool=reader.text(keys.get("pool")) or reader.text(keys.get("from")),
            party=reader.flag(keys.get("party")),
            body=_composition(reader, keys),
            chair_of=reader.text(keys.get("chair_of")),
            hidden=reader.texts((keys["sees"].map or {}).get("not")) if "sees" in keys else (),
        )
    return found


def _composition(reader: Reader, keys: Mapping[str, Located]) -> Composition | None:
    if "body" not in keys:
        return None
    size = reader.number(keys["body"], 3)
    including = keys.get("including")
    return Composition(
        size=size,
        including={key: reader.number(value, 1) for key, value in ((including.map or {}) if including else {}).items()},
        quorum=reader.number(keys.get("quorum"), size),
        vote=reader.text(keys.get("vote"), "majority"),
    )


def read_pools(reader: Reader, at: Located | None) -> dict[str, int]:
    found = {}
    for name, value in ((at.map or {}) if at else {}).items():
        found[name] = reader.number(value.map.get("size") if value.map is not None else value, 0)
    return found


def read_groups(reader: Reader, at: Located | None) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(reader.step(item) for item in value.each())
        for name, value in ((at.map or {}) if at else {}).items()
    }


def read_conflicts(
    reader: Reader, at: Located | None, groups: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Conflict, ...], tuple[Interests, ...]]:
    conflicts: list[Conflict] = []
    interests: list[Interests] = []
    for item in at.each() if at is not None else ():
        keys = reader.keys(item, CONFLICT_KEYS, "A conflict")
        clause = reader.text(keys.get("clause"))
        if "nobody_acts_who_is" in keys:
            interests.append(Interests(clause=clause, kinds=reader.texts(keys["nobody_acts_who_is"])))
        if "nobody_in" in keys:
            also = keys.get("also_in") or keys.get("again_in")
            conflicts.append(
                Conflict(
                    clause=clause,
                    nobody_in=_groups(reader, keys["nobody_in"], groups),
                    also_in=_groups(reader, also, groups) if also is not None else (),
                    after=reader.step_result(keys["after"]) if "after" in keys else None,
                )
            )
    return tuple(conflicts), tuple(interests)


def _groups(reader: Reader, at: Located, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    names = reader.texts(at)
    for name in names:
        if name not in groups:
            reader.problem(at, f"There is no group “{name}”.", "Known: " + ", ".join(sorted(groups)) + ".")
    return names
