"""Who may do a step (c9), read a second time: from the book's roles and the list of people, and from nothing else.

It shares no code with the engine. What it reads: a role is held on a day by whoever stands in its pool on that day,
and, for those who work on one case only, by whoever was also assigned to that case for that day; a body acts when
enough of those who sit act, in the mix that the book asks for, and enough of them vote for it.

The floors are not here: who may be appointed at all, who has signed, and who acted before is asked elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ASSIGNED = {
    "investigator", "case_examiner", "presenter", "clerk", "interim_panel", "hearing_panel", "appeal_panel", "reviewer",
    "legal_adviser", "chair",
}  # fmt: skip
"""Whoever works in one of these does so in the cases to which he or she is assigned, and in no other."""
EVER = date.max


def listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list) else [value]


@dataclass(frozen=True)
class Place:
    """Somebody stands in a pool from a day to a day."""

    person: str
    pool: str
    category: str
    since: date
    until: date


@dataclass(frozen=True)
class Assigned:
    """Somebody is given to a case in a capacity, up to a day."""

    person: str
    capacity: str
    until: date = EVER


class Roles:
    """The roles of one edition, as its file says them."""

    def __init__(self, folder: Path) -> None:
        raw = YAML(typ="base", pure=True).load((folder / "procedure.yaml").read_text(encoding="utf-8"))
        self.roles: dict[str, dict[str, Any]] = raw["roles"]
        self.pools: dict[str, Any] = raw.get("pools", {})
        self.steps: dict[str, dict[str, Any]] = raw["steps"]

    def capacities(self, role: str) -> list[str]:
        return listed(self.roles[role].get("is")) or [role]

    def pool(self, role: str) -> str:
        said = self.roles[role]
        return str(said.get("pool") or said.get("from") or "")

    def is_party(self, role: str) -> bool:
        return self.roles[role].get("party") == "true"

    def body(self, role: str) -> dict[str, Any] | None:
        """The body of a role, if one it is: how many, in what mix, how it decides."""
        return self.roles[role] if "body" in self.roles[role] else None

    def by(self, step: str) -> list[str]:
        return [name for name in listed(self.steps[step]["by"]) if name in self.roles]


class WhoMay:
    """One case: its parties, who was assigned to it, who sits and who chairs; told from the beginning."""

    def __init__(self, roles: Roles, roll: list[Place], parties: dict[str, str]) -> None:
        self.roles = roles
        self.roll = roll
        self.parties = parties
        self.assigned: list[Assigned] = []
        self.chair: dict[str, str] = {}  # capacity -> who chairs
        self.challenged: list[str] = []

    # What happens to who sits

    def assign(self, person: str, capacity: str, until: date = EVER) -> None:
        self.assigned = [one for one in self.assigned if (one.person, one.capacity) != (person, capacity)]
        self.assigned.append(Assigned(person, capacity, until))

    def panel(self, step: str, members: list[str], chair: str = "") -> None:
        """A panel is named: those who were named before and are not now sit no more."""
        capacity = self._seat(step)
        self.assigned = [one for one in self.assigned if one.capacity != capacity]
        for person in members:
            self.assign(person, capacity)
        self.chair[capacity] = chair

    def replaced(self, step: str, out: str, into: str, chair: str = "") -> None:
        self.gone(out)
        capacity = self._seat(step)
        self.assign(into, capacity)
        self.chair[capacity] = chair or self.chair.get(capacity, "")

    def gone(self, person: str) -> None:
        """Somebody leaves every part in the case."""
        self.assigned = [one for one in self.assigned if one.person != person]
        self.chair = {capacity: who for capacity, who in self.chair.items() if who != person}

    def _seat(self, step: str) -> str:
        role = self.roles.steps[step]["appoints"]
        return next(one for one in self.roles.capacities(role) if one != "chair")

    # The condition

    def failed(
        self, step: str, who: tuple[str, ...], day: date, votes: dict[str, int] | None, *, unproved: bool = False
    ) -> set[str]:
        """The codes of c9 that stand in the way of these people; none if they may. ``unproved``: they find so."""
        if not who:
            return {"E-ROLE"}
        found: set[str] = set()
        roles = self.roles.by(step)
        for person in who:
            said = [self._holds(person, role, day) for role in roles]
            if "" not in said:
                found.add("E-TERM-EXPIRED" if "E-TERM-EXPIRED" in said else "E-ROLE")
        if unproved and votes is not None:  # the same votes that would carry it forbid the opposite
            carried = any(
                self._carried(body.get("vote", "majority"), len(who), votes)
                for role in roles
                if (body := self.roles.body(role)) is not None
            )
            return found or ({"E-QUORUM"} if carried else self._together(roles, who, day, None))
        return found or self._together(roles, who, day, votes)

    def _holds(self, person: str, role: str, day: date) -> str:
        """Nothing, or the code of why this person does not hold the role on the day."""
        if self.roles.is_party(role):
            return "" if person in {self.parties.get(one) for one in self.roles.capacities(role)} else "E-ROLE"
        places = [one for one in self.roll if (one.person, one.pool) == (person, self.roles.pool(role))]
        if not places:
            return "E-ROLE"
        if not any(one.since <= day <= one.until for one in places):
            return "E-TERM-EXPIRED"
        given = self._given(person, role)
        if given is None:
            return "E-ROLE"
        return "" if day <= given else "E-TERM-EXPIRED"

    def _given(self, person: str, role: str) -> date | None:
        """Up to when this person is given to the case in the role; None if not at all."""
        capacities = self.roles.capacities(role)
        if "chair_of" in self.roles.roles[role]:
            seats = [one for one in capacities if one != "chair"]
            chairs = any(self.chair.get(seat) == person for seat in seats)
            return self._given_as(person, seats) if chairs else None
        if not set(capacities) <= ASSIGNED:
            return EVER
        return self._given_as(person, capacities)

    def _given_as(self, person: str, capacities: list[str]) -> date | None:
        return max(
            (one.until for one in self.assigned if one.person == person and one.capacity in capacities), default=None
        )

    def _together(self, roles: list[str], who: tuple[str, ...], day: date, votes: dict[str, int] | None) -> set[str]:
        """A body acts as one of the roles lets it: by one person in a role of one, or by enough of a body."""
        alone = [role for role in roles if self.roles.body(role) is None]
        if any(all(self._holds(person, role, day) == "" for person in who) for role in alone):
            return set()
        bodies = [
            body
            for role in roles
            if (body := self.roles.body(role)) is not None and all(self._holds(p, role, day) == "" for p in who)
        ]
        return set() if any(self._decides(body, who, day, votes) for body in bodies) else {"E-QUORUM"}

    def _decides(self, body: dict[str, Any], who: tuple[str, ...], day: date, votes: dict[str, int] | None) -> bool:
        if len(who) < int(body.get("quorum", body["body"])):
            return False
        categories = Counter(
            one.category
            for person in who
            for one in self.roll
            if (one.person, one.pool) == (person, body["from"]) and one.since <= day <= one.until
        )
        if any(categories[name] < int(least) for name, least in body.get("including", {}).items()):
            return False
        return self._carried(body.get("vote", "majority"), len(who), votes)

    @staticmethod
    def _carried(rule: str, present: int, votes: dict[str, int] | None) -> bool:
        """Whether enough voted for it; a vote that is not written down is that of all who act."""
        there = votes["for"] if votes else present
        if rule == "majority":
            return 2 * there > present
        if rule == "two thirds of those present":
            return 3 * there >= 2 * present
        needed = re.match(r"(\d+) of", rule)
        return needed is not None and there >= int(needed[1])
