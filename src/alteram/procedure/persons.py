"""The condition c9, and the wall: who acts, in which role, by whose hand, and whether the appointment still runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alteram.acts import Act
from alteram.acts.investigation import APPOINTABLE
from alteram.case import Case
from alteram.codec import Actor
from alteram.people import Membership, People
from alteram.procedure import wording
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Edition, Role

APPOINTED = APPOINTABLE  # every other capacity is held by standing in a pool
DECLARES = (
    "investigator",
    "case_examiner",
    "interim_panel",
    "hearing_panel",
    "appeal_panel",
    "reviewer",
    "legal_adviser",
)


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


def holdings(edition: Edition, people: People, case: Case, person: str, situation_day: date) -> tuple[Holding, ...]:
    """Every role of the book that a person holds in this case on that day."""
    return tuple(
        Holding(role=role.name, capacity=capacity)
        for role in edition.roles.values()
        for capacity in role.capacities
        if _holds(people, case, role, capacity, person, situation_day)
    )


def term_ends(edition: Edition, place: Membership) -> date | None:
    """The last day of a place in a pool: the one named at the appointment, and no later than the book's term allows."""
    pool = edition.pools.get(place.pool)
    allowed = edition.calendar.term(place.since, pool.term).day if pool is not None and pool.term is not None else None
    return min((day for day in (place.until, allowed) if day is not None), default=None)


def place_in(edition: Edition, people: People, person: str, pool: str, *, on: date) -> Membership | None:
    """The place that somebody has in a pool on a day, within its term under this book."""
    for place in people.memberships:
        if place.person == person and place.pool == pool and place.holds_on(on):
            last = term_ends(edition, place)
            if last is None or on <= last:
                return place
    return None


def fit_to_sit(case: Case, people: People, role: Role, *, on: date) -> tuple[str, ...]:
    """Those of a body who may still act on a day: within their term, and without a link that they have declared."""
    return tuple(
        one
        for one in case.people_in(role.name)
        if not case.barred_by(one)
        and (not role.pool or place_in(case.edition, people, one, role.pool, on=on) is not None)
    )


def ended_on(edition: Edition, people: People, person: str, pool: str, *, before: date) -> date | None:
    """The last day of the latest place in a pool that ended before a day; None if none did."""
    places = (place for place in people.memberships if place.person == person and place.pool == pool)
    days = (term_ends(edition, place) for place in places)
    return max((day for day in days if day is not None and day < before), default=None)


def not_running(edition: Edition, people: People, person: str, role: Role, on: date) -> str:
    """That an appointment does not run on a day, with the day on which it ended; empty if it does or never was."""
    if not role.pool or not people.was_in_pool(person, role.pool):
        return ""
    if place_in(edition, people, person, role.pool, on=on) is not None:
        return ""
    last = ended_on(edition, people, person, role.pool, before=on)
    ended = f": it ended on {wording.day(last)}" if last is not None else ""
    return f"Refused: the appointment as {wording.plain(role.name)} does not run on {wording.day(on)}{ended}."


def _holds(people: People, case: Case, role: Role, capacity: str, person: str, day: date) -> bool:
    if person in case.excluded and capacity not in ("complainant", "respondent"):
        return False
    if role.party:
        represented = case.representatives.get(person)
        members = case.parties.get(capacity, ())
        return person in members or (represented is not None and represented in members)
    if role.chair_of:
        return person in case.chairs and _appointed_to(case, role.chair_of, person)
    if role.body is not None or capacity in APPOINTED:
        return person in case.appointed.get(capacity, {}) and not _of_another_list(
            people, case.edition, role, capacity, person
        )
    return bool(role.pool) and place_in(case.edition, people, person, role.pool, on=day) is not None


def _of_another_list(people: People, edition: Edition, role: Role, capacity: str, person: str) -> bool:
    """Whether somebody appointed in a capacity that several roles are comes from the list of another of them."""
    lists = {one.pool for one in edition.roles.values() if capacity in one.capacities} - {role.pool, ""}
    return (
        bool(role.pool)
        and not people.was_in_pool(person, role.pool)
        and any(people.was_in_pool(person, one) for one in lists)
    )


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
    if "key_holder" in _capacities(situation.acts) and situation.people.holds_keys(person, on=situation.day):
        return Actor(who=person, role="key_holder", capacity="key_holder")
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
    """Every failed condition of c9, but for what a deciding body lacks (see ``bodies``)."""
    if situation.by_clock:
        yield from _clock(situation)
        return
    if not situation.by:
        yield _refuse("E-ROLE", situation.clause or "RUL-01", "Refused: nobody is named as the one who does this.")
    yield from _roles(situation)
    yield from _term_runs(situation)
    yield from _about_oneself(situation)
    yield from _by_own_hand(situation)


def _clock(situation: Situation) -> Iterator[Refusal]:
    """The clock reports a service or a draw; what falls due is no wish, see ``clock.consequence``."""
    if situation.step is not None or not all("clock" in act.who or act.drawn for act in situation.acts):
        yield _refuse("E-ROLE", situation.clause, "Refused: this is a person's to do; the clock may not.")


def _term_runs(situation: Situation) -> Iterator[Refusal]:
    """RUL-11: an appointment to the case ends with the term behind it, or on the day it names."""
    for actor in actors(situation):
        role = situation.edition.roles.get(actor.role)
        if role is None or role.party or actor.capacity not in APPOINTED:
            continue
        ended = _expired(situation, actor.who, (role.name,)) or _appointed_until(situation, actor)
        if ended:
            yield _refuse("E-TERM-EXPIRED", "RUL-11", ended, "Appoint somebody whose term runs.")


def _appointed_until(situation: Situation, actor: Actor) -> str:
    """That the day has passed until which this person was appointed to the case; empty if it has not."""
    number = situation.case.appointed.get(actor.capacity, {}).get(actor.who)
    entry = next((one for one in situation.case.entries if one.index == number), None)
    until = str(entry.data.get("until", "")) if entry is not None and "appointed" in entry.acts else ""
    if not until or until >= situation.day.isoformat():
        return ""
    return (
        f"Refused: the appointment to this case as {wording.plain(actor.role)} does not run on "
        f"{wording.day(situation.day)}: it ended on {wording.day(date.fromisoformat(until))}."
    )


def _about_oneself(situation: Situation) -> Iterator[Refusal]:
    """Some things a person says about himself or herself alone, in some capacities: steps down, declares, corrects."""
    for actor in actors(situation):
        for act in (one for one in situation.acts if one.self_only):
            about = {*situation.words("person"), *_heard_in(situation)} - {actor.who}
            if about and not _of_office(situation, actor.who, act):
                yield _refuse(
                    "E-ROLE",
                    situation.clause or act.floors[0],
                    f"Refused: “{act.title}” is said about oneself, not about somebody else.",
                    "Let the person do it, or somebody whose office it is.",
                )


def _of_office(situation: Situation, person: str, act: Act) -> bool:
    """Whether this person holds a capacity in which the act may be about somebody else."""
    held = {h.capacity for h in holdings(situation.edition, situation.people, situation.case, person, situation.day)}
    return bool((held & set(act.who)) - set(act.self_only))


def _heard_in(situation: Situation) -> set[str]:
    """Whoever was heard in the interviews that are named."""
    value = situation.fields.get("interview")
    named = {str(one) for one in (value if isinstance(value, (list, tuple)) else (value,))}
    return {
        str(entry.data.get("person"))
        for entry in situation.case.entries
        if "interview_held" in entry.acts and str(entry.index) in named
    }


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
    if _own_paper_missing(situation):
        yield _refuse(
            "E-FIELD",
            "AUD-02",
            "Not yet: what somebody else types for a party, or a witness, comes with their own paper.",
            "Attach the paper that came in, or let the person enter it.",
        )
    if any(act.strictly_own for act in situation.acts):
        yield _refuse(
            "E-ROLE", "NOT-04", "Refused: only the person may do this, by their own hand.", "Ask the person to do it."
        )


def _own_paper_missing(situation: Situation) -> bool:
    """Whether a deed from somebody's own hand was typed by another and no paper of theirs is there (★)."""
    theirs = {actor.capacity for actor in actors(situation)}
    own = any(theirs & set(act.own_hand_by) for act in situation.acts)
    papers = (field.name for act in situation.acts for field in act.fields if field.kind in ("paper", "papers"))
    return own and not situation.papers and not any(situation.given(name) for name in papers)


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
        told = not_running(situation.edition, situation.people, person, role, situation.day) if role is not None else ""
        if told:
            return told
    return ""
