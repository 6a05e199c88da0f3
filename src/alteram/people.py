"""Roles, pools, terms, interests; separation of duties over a person's whole history.

A person is an id (``p-7h2k9q4m``), never a name.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ONE_PERSON = "one person with"  # no pool: that two records are one person's, the category naming the one that is kept
KEY_HOLDERS = "key holders"  # who keeps a share of the body's key; with a blank in it, so no book's pool is called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A place in a pool, for a term."""

    person: str
    pool: str
    category: str = ""  # e.g. legal_chair, independent, lay_member
    since: date
    until: date | None = None  # last day; None: no end
    trained: date | None = None  # day of the last training, in whatever it was not dated by topic
    topics: Mapping[str, date] = field(default_factory=dict, hash=False)  # topic -> day of the last training in it

    def trained_in(self, topic: str, *, by: date = date.max) -> date | None:
        """The day of the last training in a topic up to a day; one that was not dated by topic counts for each."""
        days = [day for name, day in self.topics.items() if same_topic(name, topic)]
        return max((day for day in (*days, self.trained) if day is not None and day <= by), default=None)

    def trained_by(self, day: date) -> bool:
        """Whether any training is on record up to a day, in whatever it was."""
        return any(one <= day for one in (self.trained, *self.topics.values()) if one is not None)

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office of the executive. Whoever holds one reads "not found" everywhere, unless a party."""

    person: str
    title: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who holds a role or an office in a body."""

    memberships: tuple[Membership, ...] = ()
    offices: tuple[Office, ...] = ()
    by_person: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)  # record -> the record of the same person that was kept

    def kept(self, person: str) -> str:
        """The record that stands for this person: the one that was kept when records were merged."""
        while person in self.same:
            person = self.same[person]
        return person

    def records_of(self, person: str) -> frozenset[str]:
        """Every record of the person whose record this is, itself among them."""
        if not self.same:
            return frozenset((person,))
        stands = self.kept(person)
        return frozenset((stands, *(one for one in self.same if self.kept(one) == stands)))

    def holds_keys(self, person: str, *, on: date) -> bool:
        """Whether a share of the body's key is in this person's hands on that day."""
        return self.in_pool(person, KEY_HOLDERS, on=on) is not None

    def in_pool(self, person: str, pool: str, *, on: date) -> Membership | None:
        """The membership that puts this person in this pool on that day, if any."""
        for membership in self.memberships:
            if membership.person == person and membership.pool == pool and membership.holds_on(on):
                return membership
        return None

    def was_in_pool(self, person: str, pool: str) -> bool:
        return any(m.person == person and m.pool == pool for m in self.memberships)

    def office_of(self, person: str, *, on: date) -> Office | None:
        """The office held on that day, under whichever record of the person."""
        records = self.records_of(person)
        for office in self.offices:
            if office.person in records and office.holds_on(on):
                return office
        return None

    def ever_held_office(self, person: str) -> bool:
        """Whether somebody holds an office of the executive, today or another day, under whichever record."""
        return bool(self.offices) and not self.records_of(person).isdisjoint(office.person for office in self.offices)

    def pool(self, pool: str, *, on: date) -> tuple[Membership, ...]:
        return tuple(m for m in self.memberships if m.pool == pool and m.holds_on(on))


def same_topic(one: str, other: str) -> bool:
    """Whether two words for a topic of training are the same, as people write them and as a rule book does."""
    return _topic(one) == _topic(other)


def _topic(written: str) -> str:
    return " ".join(written.replace("_", " ").split()).casefold()


def fictional_id(name: str) -> str:
    """A stable id for a fictional person of a worked case. Real ids are drawn at random."""
    digest = hashlib.sha256(f"alteram fictional person\n{name}".encode()).digest()
    return "p-" + b32encode(digest).decode("ascii").lower()[:8].replace("l", "8").replace("o", "9")
