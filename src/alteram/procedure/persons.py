"""The conditions c9 and c10, and the wall: who acts, in which role, and whether that person may.

Separation looks at a person's whole history in the case, not at the role of the moment (floor IND-01).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alteram.acts import SEPARATED, Act
from alteram.case import Case
from alteram.codec import Actor
from alteram.people import People
from alteram.procedure import wording
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Edition, Role, Step

# Appointed to this case by an entry; every other capacity is held by standing in a pool.
APPOINTED = (
    "investigator",
    "case_examiner",
    "presenter",
    "clerk",
    "interim_panel",
    "hearing_panel",
    "appeal_panel",
    "reviewer",
    "legal_adviser",
)
DECLARES = (
    "investigator",
    "case_examiner",
    "interim_panel",
    "hearing_panel",
    "appeal_panel",
    "reviewer",
    "legal_adviser",
)
SOD_WORD = {
    "complainant": "COMPLAINANT",
    "witness": "WITNESS",
    "investigator": "INVESTIGATOR",
    "case_examiner": "EXAMINER",
    "presenter": "PRESENTER",
    "interim_panel": "INTERIM",
    "hearing_panel": "HEARING",
    "appeal_panel": "APPEAL",
}
NO_DECLARATION = frozenset({"declaration_filed", "stood_down", "contact_reported", "pressure_logged", "corrected"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A role that a person holds in a case on a day, and the capacity it is."""

    role: str
    capacity: str


def wall(situation: Situation) -> Iterator[Refusal]:
    """Nobody who holds executive office knows of a case, unless a party to it (floor IND-02)."""
    for person in situation.by:
        office = situation.people.office_of(person, on=situation.day)
        parties = {who for members in situation.case.parties.values() for who in members}
        if office is None or person in parties or situation.is_act("contact_denied") or _complains(situation):
            continue
        yield Refusal(
            code="E-ROLE-EXEC",
            clause="IND-02",
            sentence=f"Refused: {office.title} holds executive office, and nobody in such an office acts in a case.",
            remedy="The holder of an office may complain like anybody, and may be heard as a party or witness.",
        )


def _complains(situation: Situation) -> bool:
    return situation.is_act("complaint_received") and not situation.case.started


def holdings(edition: Edition, people: People, case: Case, person: str, situation_day: object) -> tuple[Holding, ...]:
    """Every role of the book that a person holds in this case on that day."""
    return tuple(
        Holding(role=role.name, capacity=capacity)
        for role in edition.roles.values()
        for capacity in role.capacities
        if _holds(people, case, role, capacity, person, situation_day)
    )


def _holds(people: People, case: Case, role: Role, capacity: str, person: str, day: object) -> bool:
    if person in case.excluded and capacity not in ("complainant", "respondent"):
        return False
    if role.party:
        represented = case.representatives.get(person)
        members = case.parties.get(capacity, ())
        return person in members or (represented is not None and represented in members)
    if role.chair_of:
        return person in case.chairs and _appointed_to(case, role.chair_of, person)
    if role.body is not None or capacity in APPOINTED:
        return person in case.appointed.get(capacity, {})
    return bool(role.pool) and people.in_pool(person, role.pool, on=day) is not None  # type: ignore[arg-type]


def _appointed_to(case: Case, role: str, person: str) -> bool:
    known = case.edition.roles.get(role)
    return any(person in case.appointed.get(c, {}) for c in (known.capacities if known else (role,)))


def actors(situation: Situation) -> tuple[Actor, ...]:
    """Who acts, each in the role that allows it; roles that do not allow it are left to :func:`failed`."""
    if situation.by_clock:
        return (Actor(who="clock", role="clock", capacity="clock"),)
    return tuple(_actor(situation, person) for person in situation.by)


def _actor(situation: Situation, person: str) -> Actor:
    held = holdings(situation.edition, situation.people, situation.case, person, situation.day)
    allowed = [holding for holding in held if _allowed(situation, holding)]
    if situation.role:
        allowed = [holding for holding in allowed if holding.role == situation.role] or allowed
    if allowed:
        return Actor(who=person, role=allowed[0].role, capacity=allowed[0].capacity)
    if starts(situation):
        return Actor(who=person, role="complainant", capacity="complainant")
    return Actor(who=person, role="", capacity="")


def starts(situation: Situation) -> bool:
    return bool(situation.step and situation.step.starts_case and "complainant" in _capacities(situation.acts))


def _capacities(acts: tuple[Act, ...]) -> tuple[str, ...]:
    return tuple(capacity for act in acts for capacity in act.who)


def _allowed(situation: Situation, holding: Holding) -> bool:
    capacities = _capacities(situation.acts)
    fits = holding.capacity in capacities or "anyone" in capacities
    if situation.step is not None:
        return holding.role in situation.step.by
    return fits or _chair_fits(situation, holding, capacities)


def _chair_fits(situation: Situation, holding: Holding, capacities: tuple[str, ...]) -> bool:
    return bool(situation.edition.roles[holding.role].chair_of) and "hearing_panel" in capacities


def failed(situation: Situation) -> Iterator[Refusal]:
    """Every failed condition of c9 and c10."""
    if situation.by_rule or situation.probing:
        return
    if situation.by_clock:
        yield from _clock(situation)
        return
    if not situation.by:
        yield _refuse("E-ROLE", situation.clause or "RUL-01", "Refused: nobody is named as the one who does this.")
    yield from _roles(situation)
    yield from _by_own_hand(situation)
    yield from _quorum(situation)
    yield from _separation(situation)
    yield from _declarations(situation)


def _clock(situation: Situation) -> Iterator[Refusal]:
    """The clock reports a service or a draw; what falls due is no wish, see ``clock.consequence``."""
    if situation.step is not None or not all("clock" in act.who or act.drawn for act in situation.acts):
        yield _refuse("E-ROLE", situation.clause, "Refused: this is a person's to do; the clock may not.")


def _by_own_hand(situation: Situation) -> Iterator[Refusal]:
    """Only clerk or intake types for somebody else, a fellow member included; some things nobody types for another."""
    typist = situation.typed_by
    if typist is None or set(situation.by) == {typist}:
        return
    held = {h.capacity for h in holdings(situation.edition, situation.people, situation.case, typist, situation.day)}
    if not held & {"clerk", "intake"}:
        yield _refuse(
            "E-ROLE",
            "AUD-02",
            "Refused: only clerk or intake may type for somebody else.",
            "Let the person do it, or have the clerk enter what was decided together.",
        )
    if any(act.strictly_own for act in situation.acts):
        yield _refuse(
            "E-ROLE", "NOT-04", "Refused: only the person may do this, by their own hand.", "Ask the person to do it."
        )


def _refuse(code: str, clause: str, sentence: str, remedy: str = "") -> Refusal:
    return Refusal(code=code, clause=clause or "IND-01", sentence=sentence, remedy=remedy)


def _roles(situation: Situation) -> Iterator[Refusal]:
    step = situation.step
    if step is not None and step.clock_only:
        yield _refuse(
            "E-ROLE", step.clause, f"Refused: {wording.title(step)} follows from the rules alone (rule {step.clause})."
        )
        return
    for actor in actors(situation):
        if actor.role or _anybody(situation):
            continue
        yield _not_in_role(situation, actor.who)


def _anybody(situation: Situation) -> bool:
    """Acts open to whoever was approached, named or there, holder of a role or not."""
    return situation.step is None and any(act.name in ("contact_denied", "paper_received") for act in situation.acts)


def _not_in_role(situation: Situation, person: str) -> Refusal:
    step = situation.step
    names = step.by if step else _capacities(situation.acts)
    expired = _expired(situation, person, names)
    if expired:
        return _refuse("E-TERM-EXPIRED", situation.clause or "RUL-11", expired, "Appoint somebody whose term runs.")
    what = wording.title(step) if step else f"“{situation.acts[0].title}”"
    rule = f" (rule {step.clause})" if step else ""
    own = {"notice_waived": "E-WAIVER-NOT-RESPONDENT"}.get(situation.acts[0].name, "E-ROLE")
    if own != "E-ROLE":
        return _refuse(
            own,
            "NOT-04",
            "Refused: only the respondent, by their own hand, may accept a shorter notice.",
            "Ask the respondent; show the advice first.",
        )
    return _refuse(
        "E-ROLE",
        situation.clause or "RUL-01",
        f"Refused: {what} is for {wording.listed(names)}{rule}.",
        f"{wording.listed(names).capitalize()} may do it.",
    )


def _expired(situation: Situation, person: str, names: tuple[str, ...]) -> str:
    for name in names:
        role = situation.edition.roles.get(name)
        if role is None or not role.pool or not situation.people.was_in_pool(person, role.pool):
            continue
        if situation.people.in_pool(person, role.pool, on=situation.day) is None:
            return f"Refused: the appointment as {wording.plain(name)} does not run on {wording.day(situation.day)}."
    return ""


def _body(situation: Situation) -> Role | None:
    """The deciding body this step belongs to, if it does."""
    if situation.step is None:
        return None
    roles = [situation.edition.roles[name] for name in situation.step.by if name in situation.edition.roles]
    bodies = [role for role in roles if role.body is not None]
    acting = {actor.role for actor in actors(situation)}
    return next((role for role in bodies if role.name in acting), None)


def _quorum(situation: Situation) -> Iterator[Refusal]:
    role = _body(situation)
    if role is None or role.body is None:
        return
    present = [person for person in situation.by if person in situation.case.people_in(role.name)]
    if len(set(present)) < role.body.quorum:
        yield _refuse(
            "E-QUORUM",
            situation.clause or "HRG-02",
            f"Refused: {len(present)} of the {wording.plain(role.name)} are here and rule {situation.clause} needs "
            f"{role.body.quorum}.",
            "Stop, and go on when the quorum is there or the place is filled.",
        )


def nobody_there(situation: Situation) -> Iterator[Refusal]:
    """A step of a deciding body to which nobody has been appointed yet."""
    step = situation.step
    roles = [situation.edition.roles[name] for name in step.by if name in situation.edition.roles] if step else []
    if roles and all(role.body is not None and not situation.case.people_in(role.name) for role in roles):
        bodies = wording.listed([role.name for role in roles])
        yield _refuse(
            "E-QUORUM",
            situation.clause,
            f"Not yet: nobody has been appointed to the {bodies}.",
            "Appoint the panel first.",
        )


def _separation(situation: Situation) -> Iterator[Refusal]:
    for actor in actors(situation):
        if situation.step is not None:
            yield from clash(situation.case, actor.who, actor.capacity)
            yield from _book(situation, situation.step, actor.who)
    for capacity, person in _assigned(situation):
        yield from clash(situation.case, person, capacity)
        yield from _fit(situation, capacity, person)
    yield from _own_challenge(situation)
    yield from _composition(situation)


def clash(case: Case, person: str, capacity: str) -> Iterator[Refusal]:
    """What this person did or is in the case that closes this capacity (IND-01)."""
    if capacity not in SEPARATED:
        if capacity in ("reviewer",) and person in _deciders(case):
            yield _refuse(
                "E-SOD-REOPEN",
                "APP-06",
                "Refused: nobody reviews a decision they took part in.",
                "Choose people who have not sat in this case.",
            )
        return
    for other in SEPARATED:
        held = person in case.acted.get(other, ()) or person in case.parties.get(other, ())
        if other != capacity and held:
            yield _refuse(
                f"E-SOD-{SOD_WORD[other]}",
                "IND-01",
                f"Refused: whoever has acted as {wording.plain(other)} cannot be {wording.plain(capacity)} too.",
                "Choose somebody who has had no part in this case.",
            )
    if person in case.barred_from_rehearing and capacity in ("hearing_panel", "appeal_panel"):
        yield _refuse(
            "E-SOD-HEARING",
            "APP-03",
            "Refused: whoever sat before the case was sent back cannot sit again.",
            "Choose a panel that shares nobody with the first.",
        )


def _book(situation: Situation, step: Step, person: str) -> Iterator[Refusal]:
    """The conflicts that the book states of its own steps."""
    done = {
        entry.step: entry.by[0].capacity
        for entry in situation.case.entries
        if entry.step is not None and any(actor.who == person for actor in entry.by)
    }
    for conflict in situation.edition.conflicts:
        if conflict.after is not None:
            continue  # a rehearing: see `barred_from_rehearing`
        one, other = _steps_in(situation, conflict.nobody_in), _steps_in(situation, conflict.also_in)
        for here, there in ((one, other), (other, one)):
            earlier = [name for name in there if name in done and name not in here]
            if step.name in here and earlier:
                before = situation.edition.steps[earlier[0]]
                yield _refuse(
                    f"E-SOD-{SOD_WORD.get(done[earlier[0]], 'INVESTIGATOR')}",
                    conflict.clause,
                    f"Refused: whoever has done {wording.title(before)} cannot do {wording.title(step)} as well "
                    f"(rule {conflict.clause}).",
                    "Choose somebody who has had no part in this case.",
                )


def _steps_in(situation: Situation, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The steps of the groups that a conflict names."""
    return tuple(step for group in groups for step in situation.edition.groups.get(group, (group,)))


def _deciders(case: Case) -> set[str]:
    return case.acted.get("hearing_panel", set()) | case.acted.get("appeal_panel", set())


def closed_capacities(case: Case, person: str) -> tuple[str, ...]:
    """Capacities of the separated list that are closed to a person in this case."""
    return tuple(capacity for capacity in SEPARATED if any(True for _ in clash(case, person, capacity)))


def _assigned(situation: Situation) -> Iterator[tuple[str, str]]:
    """People whom this deed puts into a capacity."""
    if situation.is_act("appointed"):
        for person in situation.words("person"):
            yield situation.word("capacity"), person
    if situation.is_act("panel_appointed") and situation.step is not None:
        for person in situation.words("panel"):
            yield panel_capacity(situation.edition, situation.step), person
    if situation.is_act("panel_replaced"):
        for person in situation.words("in"):
            yield "hearing_panel", person


def panel_capacity(edition: Edition, step: Step) -> str:
    role = edition.roles.get(step.appoints)
    return role.capacities[0] if role else "hearing_panel"


def _pool_of(edition: Edition, capacity: str) -> str:
    return next((role.pool for role in edition.roles_with(capacity) if role.pool), "")


def _fit(situation: Situation, capacity: str, person: str) -> Iterator[Refusal]:
    case = situation.case
    if person in case.excluded:
        yield _refuse(
            "E-INTEREST",
            "IND-05",
            "Refused: this person has stood down or been removed from the case.",
            "Choose somebody else.",
        )
    if case.declared.get(person):
        yield _refuse(
            "E-INTEREST",
            "IND-05",
            "Refused: this person has declared an interest in the case.",
            "Choose somebody without one.",
        )
    pool = _pool_of(situation.edition, capacity)
    if pool and situation.people.in_pool(person, pool, on=situation.day) is None:
        code = "E-TERM-EXPIRED" if situation.people.was_in_pool(person, pool) else "E-ROLE"
        yield _refuse(
            code,
            "RUL-11",
            f"Refused: somebody named is not in the pool for {wording.plain(capacity)} on "
            f"{wording.day(situation.day)}.",
            "Choose from the pool.",
        )


def _own_challenge(situation: Situation) -> Iterator[Refusal]:
    if situation.is_act("challenge_ruled") and set(situation.by) & set(situation.case.challenged):
        yield _refuse(
            "E-SOD-CHALLENGE",
            "IND-01",
            "Refused: nobody rules on a challenge to themselves.",
            "The adjudicator rules instead.",
        )


def _composition(situation: Situation) -> Iterator[Refusal]:
    step = situation.step
    role = situation.edition.roles.get(step.appoints) if step and step.appoints else None
    if role is None or role.body is None or not situation.given("panel"):
        return
    members = situation.words("panel")
    if len(set(members)) != role.body.size:
        yield _refuse(
            "E-QUORUM",
            situation.clause,
            f"Refused: {wording.plain(role.name)} has {role.body.size} members; {len(set(members))} are named.",
            "Name the full panel.",
        )
    categories = [
        found.category
        for person in members
        if (found := situation.people.in_pool(person, role.pool, on=situation.day)) is not None
    ]
    for category, number in role.body.including.items():
        if categories.count(category) < number:
            yield _refuse(
                "E-QUORUM",
                situation.clause,
                f"Refused: the panel needs {number} {wording.plain(category)} and has {categories.count(category)}.",
                f"Name a {wording.plain(category)}.",
            )


def _declarations(situation: Situation) -> Iterator[Refusal]:
    if situation.step is None or NO_DECLARATION & {act.name for act in situation.acts}:
        return
    for actor in actors(situation):
        if actor.capacity not in DECLARES:
            continue
        if actor.who not in situation.case.declared:
            yield _refuse(
                "E-DECLARATION",
                "IND-05",
                "Refused: the declaration of interests has not been filed yet.",
                "Everybody who decides declares first, before reading and before acting.",
            )
        elif situation.case.declared[actor.who]:
            yield _refuse(
                "E-INTEREST", "IND-05", "Refused: an interest has been declared.", "Stand down; another acts."
            )
