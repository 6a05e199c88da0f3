"""The draw of a panel: from a seed that nobody chose, published, and the same for whoever draws it again (IND-06).

    seed(root, link, number)           from the public log and the record
    seats(case, step, out)             what is to be filled: how many, and of which category at least so many
    fit(...)                           who may sit today, and by which code each of the others may not
    draw(seed, seats, free)            who sits

The seed is made of the root of the first checkpoint that has the last step before the draw: nobody knew it when that
step was entered, and nobody makes it again by waiting. Whoever sits in fewest open cases comes first; among equals the
digest of seed and person decides. Each category that the rules ask for is filled before the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from alteram.case import Case
from alteram.codec import Value
from alteram.errors import AlteramError
from alteram.people import People
from alteram.procedure import ALONE, Beyond
from alteram.procedure.bodies import missing
from alteram.procedure.persons import fit_to_sit
from alteram.procedure.substitutes import against
from alteram.rulebook.model import Role, Step

WORDS = b"alteram draw 1\n"
ACTS = ("panel_appointed", "panel_replaced")
AWAY = "E-NOT-FREE"


class TooFew(AlteramError):
    """Fewer people may sit than there are seats."""

    code = "E-DRAW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """What is to be filled; ``including`` says of which categories there must be how many among them."""

    many: int
    including: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """Somebody who may sit. ``turn`` is 0 for whoever sits in fewest open cases, then 1, and so on."""

    person: str
    category: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw as it stands in an entry, with all that is needed to draw again."""

    seed: str  # in hex
    size: int  # of the checkpoint whose root is in the seed
    after: int  # number of the entry whose link is in it
    number: int
    seats: Seats
    free: tuple[Free, ...]
    out: Mapping[str, str]  # who was not free, and by which code
    panel: tuple[str, ...]

    def data(self) -> dict[str, Value]:
        """What the entry says of it."""
        return {
            "seed": self.seed, "checkpoint": self.size, "after": self.after, "number": self.number,
            "seats": self.seats.many, "including": dict(self.seats.including),
            "free": {one.person: [one.turn, one.category] for one in self.free}, "not_free": dict(self.out),
        }  # fmt: skip


def read(data: Mapping[str, Value]) -> tuple[str, int, int, int, Seats, tuple[Free, ...]]:
    """Seed, size, number of the entry, number of the draw, seats and who was free, as an entry says them.

    Raises ``ValueError`` for what is no draw of this kind.
    """
    free, including = data.get("free"), data.get("including")
    numbers = [data.get(name) for name in ("checkpoint", "after", "number", "seats")]
    if not isinstance(free, Mapping) or not isinstance(including, Mapping):
        raise ValueError("this is no draw from the log")
    size, after, number, many = (_number(one) for one in numbers)
    told = []
    for person, one in free.items():
        if not isinstance(one, (list, tuple)) or len(one) != len(("turn", "category")):
            raise ValueError("somebody free has no turn and category")
        told.append(Free(person=str(person), turn=_number(one[0]), category=str(one[1])))
    asked = {str(name): _number(count) for name, count in including.items()}
    return str(data.get("seed")), size, after, number, Seats(many=many, including=asked), tuple(told)


def _number(value: Value) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("a number is missing")
    return value


def seed(root: bytes, link: bytes, number: int) -> str:
    """The seed, in hex, from the root of the checkpoint, the link of the entry and the number of the draw."""
    return sha256(WORDS + root + link + number.to_bytes(4)).hexdigest()


def order(seed: str, free: Iterable[Free]) -> list[Free]:
    """Those who are free, as they come up."""
    return sorted(free, key=lambda one: (one.turn, sha256(bytes.fromhex(seed) + one.person.encode()).digest()))


def draw(seed: str, seats: Seats, free: Iterable[Free]) -> tuple[str, ...]:
    """Who sits. Raises :class:`TooFew`, which says how many of which category are missing."""
    coming = order(seed, free)
    drawn: list[Free] = []
    missing: list[str] = []
    for category, many in seats.including.items():
        of = [one for one in coming if one.category == category and one not in drawn][:many]
        drawn += of
        if len(of) < many:
            missing.append(f"{many - len(of)} {category.replace('_', ' ')}")
    rest = [one for one in coming if one not in drawn]
    drawn += rest[: max(seats.many - len(drawn), 0)]
    if missing or len(drawn) < seats.many:
        short = missing or [str(seats.many - len(drawn))]
        raise TooFew(
            f"No panel can be drawn: {' and '.join(short)} too few may sit.",
            remedy="Take more people into the pool, or borrow members from another body.",
        )
    return tuple(one.person for one in drawn)


def seats(case: Case, people: People, step: Step, out: Sequence[str] = (), *, on: date) -> Seats | None:
    """What a step that names a panel has to fill; None for a step that names none.

    A replacement fills the seats of those who go out, or every empty one if nobody is named. Seats that stay empty
    beside them may still be filled with the categories that are lacking.
    """
    role = _role(case, step)
    if role is None or role.body is None:
        return None
    if step.is_act("panel_appointed"):
        return Seats(many=role.body.size, including=role.body.including)
    stay = [person for person in fit_to_sit(case, people, role, on=on) if person not in out]
    empty = role.body.size - len(stay)
    many = min(len(set(out)) or empty, empty)
    found = missing(case.edition, people, role, stay, on=on)
    lacking = [name for name, (asked, have) in found.items() for _ in range(asked - have)]
    theirs = {one.category for one in people.memberships if one.person in out and one.pool == role.pool}
    lacking.sort(key=lambda name: name not in theirs)
    now = lacking[: max(len(lacking) - (empty - many), 0)]
    return Seats(many=many, including={name: now.count(name) for name in dict.fromkeys(now)})


def fit(
    case: Case, people: People, step: Step, *, on: date, loads: Mapping[str, int], beyond: Beyond = ALONE,
    sits_on: date | None = None, away: Collection[str] = (),
) -> tuple[tuple[Free, ...], dict[str, str]]:  # fmt: skip
    """Who of the pool may sit on a day, and by which code each of the others may not.

    ``loads`` says in how many open cases somebody has a part. In the record stands only who comes before whom.
    Where the day of the hearing is known, ``sits_on``, they must be fit on it too; ``away`` are those who cannot come
    then, by what they said.
    """
    role = _role(case, step)
    if role is None:
        return (), {}
    here = {people.kept(person) for person in case.people_in(role.name)}
    beyond = replace(beyond, loads=loads)
    may, may_not = [], {}
    for one in people.pool(role.pool, on=on):
        days = dict.fromkeys((on, sits_on or on))
        codes = (against(case, people, step, one.person, on=day, beyond=beyond) for day in days)
        code = next(filter(None, codes), "")
        if code or one.person in away:
            may_not[one.person] = code or AWAY
        elif people.kept(one.person) not in here:
            here.add(people.kept(one.person))  # no seat for another record of the same person
            may.append(one)
    turns = sorted({loads.get(one.person, 0) for one in may})
    free = tuple(
        Free(person=one.person, category=one.category, turn=turns.index(loads.get(one.person, 0)))
        for one in sorted(may, key=lambda one: one.person)
    )
    return free, may_not


def _role(case: Case, step: Step) -> Role | None:
    named = any(step.is_act(act) for act in ACTS)
    return case.edition.roles.get(step.appoints) if named and step.appoints else None
