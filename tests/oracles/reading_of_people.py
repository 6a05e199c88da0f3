"""Who may do a step (c9), read a second time: from the book's roles and the list of people, and from nothing else.

It shares no code with the engine. What it reads: a role is held on a day by whoever stands in its pool on that day,
and, for those who work on one case only, by whoever was also assigned to that case for that day; a body acts when
enough of those who sit act, in the mix that the book asks for, and enough of them vote for it. Whoever speaks for a
party holds the party's role. Some acts may come at any time beside the steps, from whoever the table in 7.2 names.

Of the floors only training is here (INV-10): who else may be appointed, who has signed, and who acted before is asked
elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
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
PARTIES = {"complainant", "respondent"}
TRAINED = {"investigator", "case_examiner", "interim_panel", "hearing_panel", "appeal_panel", "reviewer"}
"""Whoever is put into one of these has been trained, whatever the book says of training."""
BESIDE = {
    "progress_noted": ("clerk investigator", False),
    "options_put": ("clerk", False),
    "outcome_told": ("clerk chair", False),
    "report_commented": ("complainant respondent", False),
    "evidence_disputed": ("complainant respondent presenter", False),
    "representation_made": ("complainant respondent", False),
    "identity_ruled": ("adjudicator chair", False),
    "information_requested": ("triage investigator", False),
    "withdrawal_checked": ("intake triage", False),
    "late_entry_ruled": ("chair adjudicator", False),
    "undertaking_given": ("respondent", True),
    "undertaking_checked": ("clerk", True),
    "breach_noted": ("auditor clerk", True),
    "advice_taken": ("legal_adviser presenter clerk", True),
    "representative_named": ("complainant respondent", True),
    "adjustment_requested": ("anyone", True),
    "welfare_flagged": ("anyone", True),
    "pressure_logged": ("anyone", True),
}
"""Acts that may come at any time (7.2, A) and owe nothing: who may, and whether also after the end (E)."""


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
    trained: date | None = None  # in whatever it was not dated by topic
    topics: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Assigned:
    """Somebody is given to a case in a capacity, up to a day."""

    person: str
    capacity: str
    until: date = EVER


Later = Callable[[date, str], date]
"""The last day of a term that begins on a day."""


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

    def topics(self, pool: str) -> dict[str, str]:
        """What the book asks those of a pool to be trained in, and how long one training counts."""
        said = self.pools.get(pool)
        return dict(said.get("training", {})) if isinstance(said, dict) else {}

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
        self.speaks: dict[str, str] = {}  # representative -> party
        self.out: set[str] = set()  # who left every part in the case

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
        """Somebody leaves every part in the case, and has none any more."""
        self.out.add(person)
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
            if person in self.speaks and self.roles.steps[step].get("act") == "notice_waived":
                return {"E-ROLE"}  # NOT-04: by the respondent's own hand, and by nobody who speaks for them
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
            sides = {self.parties.get(one) for one in self.roles.capacities(role)}
            return "" if {person, self.speaks.get(person)} & (sides - {None}) else "E-ROLE"
        if person in self.out:
            return "E-ROLE"
        places = [one for one in self.roll if (one.person, one.pool) == (person, self.roles.pool(role))]
        if not places:
            return "E-ROLE"
        if not any(one.since <= day <= one.until for one in places):
            return "E-TERM-EXPIRED"
        given = self._given(person, role)
        if given is None:
            return "E-ROLE"
        return "" if day <= given else "E-TERM-EXPIRED"

    def beside(self, act: str, who: tuple[str, ...], day: date) -> bool:
        """Whether each of these may do an act that is no step."""
        wanted = set(BESIDE[act][0].split())
        return bool(who) and all(
            any(
                self._holds(person, role, day) == "" and self._as(person, role, wanted, day)
                for role in self.roles.roles
            )
            for person in who
        )

    def _as(self, person: str, role: str, wanted: set[str], day: date) -> bool:
        """Whether a role that somebody holds is one of these capacities, where it is several, for this person."""
        if "anyone" in wanted:
            return True
        fitting = wanted & set(self.roles.capacities(role))
        if "chair_of" in self.roles.roles[role]:
            return bool(fitting)
        given = (self._given_as(person, [one]) if one in ASSIGNED else EVER for one in fitting)
        return any(until is not None and day <= until for until in given)

    def untrained(self, step: str, data: dict[str, Any], day: date, later: Later) -> bool:
        """Whether somebody whom a step names lacks a training that the book or INV-10 asks for on that day."""
        return any(self._lacks(capacity, person, day, later) for capacity, person in self._named(step, data))

    def _named(self, step: str, data: dict[str, Any]) -> list[tuple[str, str]]:
        acts = listed(self.roles.steps[step]["act"])
        found: list[tuple[str, str]] = []
        if "appointed" in acts and "person" in data:
            found.append((str(data["capacity"]), str(data["person"])))
        if "panel_appointed" in acts:
            seat = self.roles.capacities(self.roles.steps[step]["appoints"])[0]
            found += [(seat, person) for name in ("panel", "substitutes") for person in data.get(name, [])]
        if "panel_replaced" in acts and "in" in data:
            found.append(("hearing_panel", str(data["in"])))
        return found

    def _lacks(self, capacity: str, person: str, day: date, later: Later) -> bool:
        pool = next(
            (
                found
                for role in self.roles.roles
                if capacity in self.roles.capacities(role) and (found := self.roles.pool(role))
            ),
            "",
        )
        places = [
            one for one in self.roll if (one.person, one.pool) == (person, pool) and one.since <= day <= one.until
        ]
        if not places:
            return False  # that is another refusal
        (place,) = places
        asked = self.roles.topics(pool)
        known = [*([place.trained] if place.trained else []), *[on for _topic, on in place.topics]]
        if not asked:
            return capacity in TRAINED and not any(on <= day for on in known)
        return any(
            not any(
                on <= day <= later(on, counts)
                for name, on in (("", place.trained), *place.topics)
                if on is not None and name.replace("_", " ").casefold() in ("", topic.replace("_", " ").casefold())
            )
            for topic, counts in asked.items()
        )

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
        """Enough of a body act for it; or each of these people may do it alone, in whichever role."""
        alone = [role for role in roles if self.roles.body(role) is None]
        if all(any(self._holds(person, role, day) == "" for role in alone) for person in who):
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
