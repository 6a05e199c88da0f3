"""Roles, pools, groups and conflicts as the rule book states them."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.rulebook.document import Located
from alteram.rulebook.grammar import POOL
from alteram.rulebook.model import Composition, Conflict, Interests, Role
from alteram.rulebook.provisions import Declaring, Pool
from alteram.rulebook.reader import CAPACITIES, Reader


def read_roles(reader: Reader, at: Located, pools: Mapping[str, Pool]) -> dict[str, Role]:
    found = {name: _role(reader, name, value) for name, value in reader.keys(at).items()}
    for name, value in reader.keys(at).items():
        _check_chair(reader, value, found[name], found)
        _check_seats(reader, value, found[name], pools)
    return found


def _role(reader: Reader, name: str, at: Located) -> Role:
    keys = reader.keys(at)
    capacities = reader.texts(keys.get("is")) or (name,)
    if "is" not in keys and name not in CAPACITIES:
        reader.problem(
            at,
            f"Role “{name}” is no capacity the product knows.",
            f"Say which it is, `is: …`. Known: {', '.join(sorted(CAPACITIES))}.",
        )
    if not {"party", "pool", "body", "from"} & set(keys):
        reader.problem(at, f"Nobody can hold role “{name}”.", "Add `party: true`, a `pool`, or a `body` with `from`.")
    return Role(
        name=name,
        capacities=capacities,
        pool=reader.text(keys.get("pool")) or reader.text(keys.get("from")),
        party=reader.flag(keys.get("party")),
        body=_composition(reader, keys),
        chair_of=reader.text(keys.get("chair_of")),
        title=reader.text(keys.get("title")),
        rights=reader.texts(keys.get("rights")),
        hidden=reader.texts(reader.keys(keys.get("sees")).get("not")),
        line=at.line,
    )


def _composition(reader: Reader, keys: Mapping[str, Located]) -> Composition | None:
    if "body" not in keys:
        return None
    size = reader.number(keys["body"], 3)
    including = {key: reader.number(value, 1) for key, value in reader.keys(keys.get("including")).items()}
    quorum = reader.number(keys.get("quorum"), size)
    if quorum > size:
        reader.problem(keys["quorum"], f"A body of {size} has no quorum of {quorum}.", f"At most {size}.")
    if sum(including.values()) > size:
        wrong = f"{sum(including.values())} seats are given away in a body of {size}."
        reader.problem(keys["including"], wrong, "Make the body larger, or ask for fewer.")
    return Composition(size=size, including=including, quorum=quorum, vote=reader.text(keys.get("vote"), "majority"))


def _check_chair(reader: Reader, at: Located, role: Role, roles: Mapping[str, Role]) -> None:
    """A chair is of a body, and never of itself by way of others."""
    seen, now = {role.name}, role
    while now.chair_of and now.chair_of in roles:
        if now.chair_of in seen:
            wrong = f"Role “{role.name}” chairs, by way of others, itself."
            reader.problem(at, wrong, "Let `chair_of` name the body whose members sit.")
            return
        seen.add(now.chair_of)
        now = roles[now.chair_of]


def _check_seats(reader: Reader, at: Located, role: Role, pools: Mapping[str, Pool]) -> None:
    """The categories that must sit are categories of the pool that the body comes from."""
    pool = pools.get(role.pool)
    if role.body is None or pool is None:
        return
    for category in role.body.including:
        if category not in pool.categories:
            wrong = f"Pool “{pool.name}” counts nobody as “{category}”, who must sit on “{role.name}”."
            right = f"Write how many: `{pool.name}: {{size: {pool.size}, {category}: 1}}`."
            reader.problem(at, wrong, right)


def read_pools(reader: Reader, at: Located | None) -> dict[str, Pool]:
    return {name: _pool(reader, name, value) for name, value in reader.keys(at).items()}


def _pool(reader: Reader, name: str, at: Located) -> Pool:
    if at.map is None:
        return Pool(name=name, size=reader.number(at, 0), line=at.line)
    size = reader.number(at.map.get("size"), 0)
    categories = {key: reader.number(value, 0) for key, value in at.map.items() if key not in POOL.keys}
    for category, number in categories.items():
        if number > size:
            reader.problem(at, f"Pool “{name}” of {size} cannot hold {number} “{category}”.", f"At most {size}.")
    return Pool(
        name=name,
        size=size,
        spare=reader.number(at.map.get("spare"), 0),
        categories=categories,
        term=reader.length(at.map["term"]) if "term" in at.map else None,
        training={topic: reader.length(value) for topic, value in reader.keys(at.map.get("training")).items()},
        free_of_office=reader.length(at.map["free_of_office"]) if "free_of_office" in at.map else None,
        at_most=reader.number(at.map["at_most"], 0) if "at_most" in at.map else None,
        line=at.line,
    )


def read_groups(reader: Reader, at: Located | None) -> dict[str, tuple[str, ...]]:
    return {name: reader.texts(value) for name, value in reader.keys(at).items()}


def read_conflicts(reader: Reader, at: Located | None) -> tuple[Conflict, ...]:
    for item in _items(at):
        if not {"nobody_in", "nobody_acts_who_is", "before_first_act"} & set(reader.keys(item)):
            right = "Add `nobody_in`, `nobody_acts_who_is` or `before_first_act`."
            reader.problem(item, "This conflict rules nothing.", right)
    return tuple(_conflict(reader, item, reader.keys(item)) for item in _items(at) if "nobody_in" in reader.keys(item))


def _conflict(reader: Reader, at: Located, keys: Mapping[str, Located]) -> Conflict:
    if ("again_in" in keys) != ("after" in keys):
        reader.problem(at, "“after” and “again_in” belong together.", "Add the other, or use `also_in`.")
    also = keys.get("also_in") or keys.get("again_in")
    if also is None:
        reader.problem(at, "This conflict does not say where nobody may act besides.", "Add `also_in`.")
    return Conflict(
        clause=reader.text(keys.get("clause")),
        nobody_in=reader.texts(keys["nobody_in"]),
        also_in=reader.texts(also),
        after=reader.step_result(keys["after"]) if "after" in keys else None,
        line=at.line,
    )


def read_interests(reader: Reader, at: Located | None) -> tuple[Interests, ...]:
    return tuple(
        Interests(
            clause=reader.text(keys.get("clause")), kinds=reader.texts(keys["nobody_acts_who_is"]), line=item.line
        )
        for item in _items(at)
        if "nobody_acts_who_is" in (keys := reader.keys(item))
    )


def read_declaring(reader: Reader, at: Located | None) -> Declaring | None:
    for item in _items(at):
        keys = reader.keys(item)
        if "before_first_act" in keys:
            later = reader.text(keys.get("if_interest_found_later"))
            return Declaring(
                clause=reader.text(keys.get("clause")),
                first=reader.text(keys["before_first_act"]),
                later=later,
                unless_challenged="unless challenged" in keys or later.endswith("unless challenged"),
            )
    return None


def _items(at: Located | None) -> tuple[Located, ...]:
    return at.each() if at is not None else ()
