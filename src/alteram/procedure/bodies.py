"""The condition c9 for deciding bodies: how they are made up, who must be there, and how many must agree.

Checked when a body is named and at each of its acts (floor HRG-02).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from alteram.people import People
from alteram.procedure import wording
from alteram.procedure.floors.sanctions import imposed
from alteram.procedure.persons import actors, fit_to_sit, place_in
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Composition, Edition, Role

VOTED = {
    "charge_decided": ("proved",),
    "sanction_decided": (),
    "interim_decided": ("granted",),
    "interim_reviewed": ("continued", "varied"),
    "appeal_determined": (),
    "extension_decided": ("extended",),
}
"""Acts carried by a vote, and the results that need one; none named: every result does."""
SO_MANY = re.compile(r"(\d+) of (\d+)")


def failed(situation: Situation) -> Iterator[Refusal]:
    """Everything that a deciding body lacks: members, mix, votes."""
    role = body_of(situation)
    if role is not None and role.body is not None:
        yield from quorum(situation, role, role.body)
        yield from mix(situation, role, role.body)
        yield from vote(situation, role, role.body)
    yield from composition(situation)


def body_of(situation: Situation) -> Role | None:
    """The deciding body this step belongs to, if it does."""
    if situation.step is None:
        return None
    roles = [situation.edition.roles[name] for name in situation.step.by if name in situation.edition.roles]
    bodies = [role for role in roles if role.body is not None]
    acting = {actor.role for actor in actors(situation)}
    return next((role for role in bodies if role.name in acting), None)


def present(situation: Situation, role: Role) -> tuple[str, ...]:
    """The members of a body who take this step, each once."""
    return tuple(dict.fromkeys(person for person in situation.by if person in situation.case.people_in(role.name)))


def quorum(situation: Situation, role: Role, body: Composition) -> Iterator[Refusal]:
    here = len(present(situation, role))
    if here < body.quorum:
        yield _refuse(
            situation,
            f"Refused: {here} of the {wording.plain(role.name)} are here and rule {situation.clause} needs "
            f"{body.quorum}.",
            "Stop, and go on when the quorum is there or the place is filled.",
        )


def mix(situation: Situation, role: Role, body: Composition) -> Iterator[Refusal]:
    """Whoever the book wants on a body is there when it acts, as far as its quorum can hold them all."""
    if sum(body.including.values()) <= body.quorum <= len(present(situation, role)):
        yield from _lacking(situation, role, present(situation, role), "there are")


def vote(situation: Situation, role: Role, body: Composition) -> Iterator[Refusal]:
    """As many agree as the book asks, for the body and for the sanction."""
    if not _carried_by_vote(situation):
        return
    here = len(present(situation, role))
    agreed = _votes(situation, "for")
    yield from _miscounted(situation, here)
    for rule, name in _rules(situation, body).items():
        asked = needed(rule, here)
        what = f", which the list of sanctions asks for “{wording.plain(name)}”," if name else ""
        found = min(here if agreed is None else agreed, here)
        if agreed is None and name and rule != "majority":
            yield _refuse(
                situation,
                f"Not yet: nothing says how the votes were, and “{rule}”{what} needs {asked} of the {here} who are "
                "here.",
                "Say how many voted for it and how many against.",
            )
        elif found < asked:
            yield _refuse(
                situation,
                f"Refused: {found} of {here} agree, and “{rule}”{what} needs {asked}.",
                "Without that many it is not carried.",
            )


def _votes(situation: Situation, way: str) -> int | None:
    votes = situation.fields.get("votes")
    given = votes.get(way) if isinstance(votes, Mapping) else None
    return int(str(given)) if str(given).isdigit() else None


def _miscounted(situation: Situation, here: int) -> Iterator[Refusal]:
    """Nobody votes twice, and nobody who is not there."""
    cast = (_votes(situation, "for") or 0) + (_votes(situation, "against") or 0)
    if cast > here:
        yield _refuse(
            situation,
            f"Refused: {cast} votes are counted, and {here} are here.",
            "Count again, or name everybody who decided.",
        )


def _carried_by_vote(situation: Situation) -> bool:
    return any(
        act.name in VOTED and (not VOTED[act.name] or situation.meaning in VOTED[act.name]) for act in situation.acts
    )


def _rules(situation: Situation, body: Composition) -> dict[str, str]:
    """The votes asked for: that of the body, and that of each sanction, with its name."""
    listed = situation.edition.sanctions
    own = {listed[name].vote: name for name in imposed(situation) if name in listed and listed[name].vote}
    return {body.vote: "", **own} if body.vote else own


def needed(rule: str, here: int) -> int:
    """How many must agree of so many who are there."""
    exact = SO_MANY.fullmatch(rule)
    if exact:
        return int(exact[1])
    if rule.startswith("two thirds"):
        return -(-2 * here // 3)
    return here // 2 + 1


def nobody_there(situation: Situation) -> Iterator[Refusal]:
    """A step of a deciding body to which nobody has been appointed yet."""
    step = situation.step
    roles = [situation.edition.roles[name] for name in step.by if name in situation.edition.roles] if step else []
    if roles and all(role.body is not None and not situation.case.people_in(role.name) for role in roles):
        bodies = wording.listed([role.name for role in roles])
        yield _refuse(
            situation,
            f"Not yet: nobody has been appointed to the {bodies}.",
            "Appoint the panel first.",
        )


def composition(situation: Situation) -> Iterator[Refusal]:
    """A body is named whole; when one is replaced, the seats still empty are enough for the mix that the book asks."""
    step = situation.step
    role = situation.edition.roles.get(step.appoints) if step and step.appoints else None
    if role is None or role.body is None:
        return
    if situation.is_act("panel_replaced") and situation.given("in"):
        stay = set(fit_to_sit(situation.case, situation.people, role, on=situation.day)) - set(situation.words("out"))
        members = tuple(stay | set(situation.words("in")))
        lacking = missing(situation.edition, situation.people, role, members, on=situation.day)
        if not fillable(role, members, lacking):
            yield from _lacking(situation, role, members, "it has")
    yield from _substitutes(situation, role)
    if not situation.given("panel"):
        return
    members = situation.words("panel")
    if len(set(members)) != role.body.size:
        yield _refuse(
            situation,
            f"Refused: {wording.plain(role.name)} has {role.body.size} members; {len(set(members))} are named.",
            "Name the full panel.",
        )
    yield from _lacking(situation, role, members, "it has")


def _substitutes(situation: Situation, role: Role) -> Iterator[Refusal]:
    """Whoever stands ready for a panel is none of it, and there are no more of them than the pool keeps in reserve."""
    named = set(situation.words("substitutes"))
    pool = situation.edition.pools.get(role.pool)
    spare = pool.spare if pool is not None else 0
    if len(named) > spare:
        yield _refuse(
            situation,
            f"Refused: {len(named)} substitutes are named, and the pool keeps {spare} in reserve.",
            "Name no more than the pool can spare.",
        )
    if named & set(situation.words("panel")):
        yield _refuse(situation, "Refused: a substitute sits on the panel already.", "Name somebody else.")


def missing(
    edition: Edition, people: People, role: Role, members: Sequence[str], *, on: date
) -> dict[str, tuple[int, int]]:
    """Of which categories there are too few among these members: how many are asked for, and how many there are."""
    places = (place_in(edition, people, person, role.pool, on=on) for person in members)
    have = [place.category for place in places if place is not None]
    asked = role.body.including if role.body is not None else {}
    return {name: (many, have.count(name)) for name, many in asked.items() if have.count(name) < many}


def fillable(role: Role, members: Sequence[str], lacking: Mapping[str, tuple[int, int]]) -> bool:
    """Whether the seats that are empty beside these members are enough for the categories that are lacking."""
    empty = role.body.size - len(set(members)) if role.body is not None else 0
    return sum(many - have for many, have in lacking.values()) <= empty


def _lacking(situation: Situation, role: Role, members: tuple[str, ...], has: str) -> Iterator[Refusal]:
    """The categories of which these members are too few."""
    found = missing(situation.edition, situation.people, role, members, on=situation.day)
    for category, (number, have) in found.items():
        yield _refuse(
            situation,
            f"Refused: the panel needs {number} {wording.plain(category)} and {has} {have}.",
            f"Name a {wording.plain(category)}.",
        )


def _refuse(situation: Situation, sentence: str, remedy: str) -> Refusal:
    return Refusal(code="E-QUORUM", clause=situation.clause or "HRG-02", sentence=sentence, remedy=remedy)
