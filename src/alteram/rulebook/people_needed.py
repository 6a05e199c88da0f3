"""How many uninvolved people a case, an appeal and a second hearing need, and whether the pools hold them.

Counted from the text: a body of three is three people; roles that IND-01, the conflicts of the book or the nature of
the task keep apart are never one person. The number is the largest set of roles of which no two may meet in one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from alteram.acts import Capacity, conflict
from alteram.rulebook.model import Edition, Role, Step

AGAIN = " again"  # marks the seats of a second hearing


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """So many people, and in which roles."""

    people: int
    roles: Mapping[str, int]

    def __str__(self) -> str:
        listed = ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in self.roles.items())
        return f"{self.people} ({listed})" if self.roles else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What a book needs in people who had no part before."""

    case: Needed  # up to a decision
    appeal: Needed  # that and an appeal, all in one case
    remittal: Needed | None  # and a second hearing besides; None: the book knows none
    short: tuple[str, ...]  # a sentence for each pool that is too small


def people_needed(edition: Edition) -> People:
    """What one case takes, if it goes all the way."""
    seats = _seats(edition)
    appealing = {name for name, role in seats.items() if "appeal_panel" in role.capacities}
    first = {name: role for name, role in seats.items() if name not in appealing}
    second = _second_hearing(edition, seats)
    whole = {**seats, **second}
    return People(
        case=_largest(edition, first),
        appeal=_largest(edition, seats),
        remittal=_largest(edition, whole) if second else None,
        short=tuple(_too_small(edition, whole)),
    )


def _seats(edition: Edition) -> dict[str, Role]:
    """Roles that take a step of a case before it ends. A chair sits on the body and takes no seat of its own."""
    in_a_case = [step for step in edition.steps.values() if not step.after_end]
    acting = {name for step in in_a_case for name in step.by}
    return {
        role.name: role
        for role in edition.roles.values()
        if role.name in acting and not role.party and not role.chair_of and not _sits_on_a_body(edition, role)
    }


def _sits_on_a_body(edition: Edition, role: Role) -> bool:
    """A single role of a capacity that a body of the book has too: its chair by another name."""
    bodies = [one for one in edition.roles.values() if one.body is not None and one is not role]
    return role.body is None and any(set(role.capacities) <= {*one.capacities, "chair"} for one in bodies)


def _second_hearing(edition: Edition, seats: Mapping[str, Role]) -> dict[str, Role]:
    """The seats that a remitted case fills anew."""
    remits = [
        step for step in edition.steps_of("appeal_determined") if any(one.means == "remitted" for one in step.results)
    ]
    if not remits:
        return {}
    fresh = {
        step
        for rule in edition.conflicts
        if rule.after is not None and rule.after.step in {one.name for one in remits}
        for group in rule.also_in
        for step in edition.groups.get(group, ())
    }
    return {
        role.name + AGAIN: role
        for role in seats.values()
        if role.body is not None
        and ("hearing_panel" in role.capacities or fresh & {step.name for step in _taken(edition, role)})
    }


def _taken(edition: Edition, role: Role) -> tuple[Step, ...]:
    return tuple(step for step in edition.steps.values() if role.name in step.by)


def _size(role: Role) -> int:
    return role.body.size if role.body is not None else 1


def _largest(edition: Edition, seats: Mapping[str, Role]) -> Needed:
    """The heaviest set of seats of which no two may be one person."""
    apart = {frozenset(pair) for pair in combinations(seats, 2) if _apart(edition, seats, *pair)}
    best = max(_sets(tuple(seats), apart), key=lambda names: sum(_size(seats[name]) for name in names), default=())
    roles = {name: _size(seats[name]) for name in best}
    return Needed(people=sum(roles.values()), roles=roles)


def _sets(
    names: tuple[str, ...], apart: set[frozenset[str]], chosen: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Every set that cannot be made larger, and some smaller ones."""
    if not names:
        yield chosen
        return
    first, rest = names[0], names[1:]
    yield from _sets(tuple(name for name in rest if frozenset((first, name)) in apart), apart, (*chosen, first))
    beside = [name for name in rest if frozenset((first, name)) not in apart]
    if beside:  # without the first there is more to win only if somebody stays who could not have stayed with it
        yield from _sets(rest, apart, chosen)


def _apart(edition: Edition, seats: Mapping[str, Role], one: str, other: str) -> bool:
    first, second = seats[one], seats[other]
    if first is second:
        return True
    held = [(a, b) for a in _held(first) for b in _held(second)]
    if any(conflict(a, b) for a, b in held):
        return True
    ones, others = _taken(edition, first), _taken(edition, second)
    return edition.keeps_apart(ones, others) or _by_task(ones, others) or _by_task(others, ones)


def _held(role: Role) -> tuple[Capacity, ...]:
    return role.capacities  # type: ignore[return-value]  # the closed list holds capacities alone


LOOKS_AT = (
    ("review_decided", "triage_decided"),
    ("challenge_ruled", "hearing_opened"),
    ("decision_reviewed", "charge_decided"),
)
"""Who looks at a decision, and whose it is: nobody looks again at a decision of his or her own."""


def _by_task(ones: Iterable[Step], others: Iterable[Step]) -> bool:
    return any(
        any(step.is_act(looks) for step in ones) and any(step.is_act(decides) for step in others)
        for looks, decides in LOOKS_AT
    )


# --- the pools


def _too_small(edition: Edition, seats: Mapping[str, Role]) -> Iterator[str]:
    for pool in edition.pools.values():
        drawn = {name: role for name, role in seats.items() if role.pool == pool.name}
        if not drawn:
            continue
        needed = _largest(edition, drawn)
        if pool.size < needed.people + pool.spare:
            yield _short(pool.name, pool.size, needed.people, pool.spare, "")
        for category, held in pool.categories.items():
            wanted = _most(edition, drawn, category)
            if held < wanted + pool.spare and wanted:
                yield _short(pool.name, held, wanted, pool.spare, f" “{category}”")


def _most(edition: Edition, seats: Mapping[str, Role], category: str) -> int:
    """How many of a category the seats need that no one person can share."""
    wanted = {name: role.body.including.get(category, 0) for name, role in seats.items() if role.body is not None}
    asking = {name: seats[name] for name, number in wanted.items() if number}
    return sum(wanted[name] for name in _largest(edition, asking).roles)


def _short(pool: str, held: int, needed: int, spare: int, what: str) -> str:
    more = f", and {spare} to spare" if spare else ""
    return f"Pool {pool.replace('_', ' ')} holds {held}{what}; a case that goes all the way needs {needed}{more}."
