"""The condition c10: nobody acts in two separated capacities, with a listed interest, or before declaring.

Separation looks at a person's whole history, in the case and in linked ones, not at the role of the moment (IND-01).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from alteram.acts import SEPARATED, SEPARATION_CODES, Capacity, conflict
from alteram.calendar.lengths import Length
from alteram.case import Case
from alteram.people import Membership, People
from alteram.procedure import wording
from alteram.procedure.floors.floor import entries_of
from alteram.procedure.floors.papers import READ_WHAT_IS_RELEASED
from alteram.procedure.persons import DECLARES, actors, ended_on, place_in
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Edition, Step

NEVER_WAIVED = frozenset({"relationship", "gift"})
"""Links that bar whatever anybody rules: an observer need not look further."""
NO_DECLARATION = frozenset({"declaration_filed", "stood_down", "contact_reported", "pressure_logged", "corrected"})
TURNED_AWAY = ("triage_decided", "case_examined", "late_admission_decided")
EARLIER = ("triage", "adjudicator", "reviewer")  # deciders who are no line of the separated list
SEATS: tuple[Capacity, ...] = ("interim_panel", "hearing_panel", "appeal_panel")
TRAINED = ("investigator", "case_examiner", "interim_panel", "hearing_panel", "appeal_panel", "reviewer")
"""Capacities whose training is checked when somebody is appointed (INV-10)."""


def failed(situation: Situation) -> Iterator[Refusal]:
    """Everything in a person's history, interests or training that closes this deed to them."""
    yield from assigned(situation)
    if not situation.by_clock:
        yield from _acting(situation)
        yield from _own_challenge(situation)
        yield from _own_interest(situation)
        yield from _declarations(situation)


def assigned(situation: Situation) -> Iterator[Refusal]:
    """What stands against the people whom this deed puts into a capacity, by whichever hand or draw."""
    for capacity, person in _assigned(situation):
        yield from _twice(situation, person, capacity)
        yield from clash(situation.case, person, capacity)
        yield from _linked(situation, person, capacity)
        yield from _own_decision(situation, person, capacity)
        yield from _fit(situation, capacity, person)
    yield from _judge_as_witness(situation)


def _twice(situation: Situation, person: str, capacity: str) -> Iterator[Refusal]:
    """One person takes one seat, under whichever record."""
    others = situation.people.records_of(person) - {person}
    if any(other in situation.case.appointed.get(capacity, ()) for other in others):
        yield _refuse(
            "E-ONE-PERSON",
            "IND-01",
            f"Refused: the same person is {wording.plain(capacity)} in this case already, under another record.",
            "Choose somebody else.",
        )


def _judge_as_witness(situation: Situation) -> Iterator[Refusal]:
    """Nobody loses a judge by naming that judge as a witness: who sits is challenged, with a reason, and ruled on."""
    if not situation.is_act("witness_named"):
        return
    for person in situation.words("witness"):
        seats = [seat for seat in SEATS if person in situation.case.appointed.get(seat, ())]
        for seat in seats[:1]:
            yield _refuse(
                SEPARATION_CODES[seat],
                "IND-01",
                f"Refused: whoever is on the {wording.plain(seat)} cannot be named as a witness.",
                "If this person knows something of the facts, challenge the member and say what.",
            )


def _acting(situation: Situation) -> Iterator[Refusal]:
    if situation.step is None:
        return
    for actor in actors(situation):
        yield from clash(situation.case, actor.who, actor.capacity)
        yield from _linked(situation, actor.who, actor.capacity)
        yield from _book(situation, situation.step, actor.who)
        if situation.is_act("reopened") and actor.capacity != "reviewer":
            yield from clash(situation.case, actor.who, "reviewer")
        yield from _own_decision(situation, actor.who, actor.capacity)


def _own_decision(situation: Situation, person: str, capacity: str) -> Iterator[Refusal]:
    """INT-11, APP-03: whoever turned a complaint away does not read it again, nor sit on an appeal in the case."""
    if situation.is_act("review_decided"):
        taken = [entry for act in TURNED_AWAY for entry in entries_of(situation.case, act)]
        closed = {one.who for entry in taken if entry.result != "admitted" for one in entry.by}
    elif capacity == "appeal_panel":
        closed = {one for earlier in EARLIER for one in situation.case.acted.get(earlier, ())}
    else:
        return
    if person in closed:
        yield _refuse(
            "E-SOD-REOPEN",
            "INT-11" if situation.is_act("review_decided") else "APP-03",
            "Refused: nobody looks again at a decision they took, or at a case in which they took an earlier one.",
            "Choose somebody who has decided nothing in this case.",
        )


def _linked(situation: Situation, person: str, capacity: str) -> Iterator[Refusal]:
    """What this person did or is in a linked case counts as if it were here."""
    if capacity not in SEPARATED:
        return
    for linked in situation.beyond.linked:
        held = [other for other in SEPARATED if other != capacity and person in linked.acted.get(other, ())]
        if held:
            yield _refuse(
                "E-SOD-LINKED",
                "IND-01",
                f"Refused: in a linked case this person was {wording.plain(held[0])}, and cannot be "
                f"{wording.plain(capacity)} here.",
                "Choose somebody who has had no part in either case.",
            )


def _let_in(case: Case, person: str, capacity: str) -> Iterator[Refusal]:
    """AUD-05: whoever was let in by two key holders may have read what no panel reads."""
    if capacity not in READ_WHAT_IS_RELEASED:
        return
    if any("glass_broken" in entry.acts and entry.data.get("person") == person for entry in case.entries):
        yield _refuse(
            "E-INTEREST",
            "IND-05",
            f"Refused: whoever was let in, in an emergency, may have read what no {wording.plain(capacity)} reads.",
            "Choose somebody who has had no part in this case.",
        )


def _besides(case: Case, person: str, capacity: str) -> Iterator[Refusal]:
    """Pairs that are no line of the separated list and still never meet in one person: clerk and presenter, say."""
    for other in sorted(name for name in {*case.acted, *case.named} - set(SEPARATED) if person in case.held(name)):
        if conflict(capacity, other):  # type: ignore[arg-type]  # capacities of the vocabulary, as entries hold them
            yield _refuse(
                "E-INTEREST",
                "IND-01",
                f"Refused: whoever has been {wording.plain(other)} cannot be {wording.plain(capacity)} too.",
                "Choose somebody who has had no part in this case.",
            )


def clash(case: Case, person: str, capacity: str) -> Iterator[Refusal]:
    """What this person did or is in the case that closes this capacity (IND-01)."""
    yield from _let_in(case, person, capacity)
    yield from _besides(case, person, capacity)
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
        if other != capacity and person in case.held(other):
            yield _refuse(
                SEPARATION_CODES[other],
                "IND-01",
                f"Refused: whoever has been {wording.plain(other)} cannot be {wording.plain(capacity)} too.",
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
    for rule in situation.edition.conflicts:
        if rule.after is not None:
            continue  # a rehearing: see `barred_from_rehearing`
        one, other = _steps_in(situation, rule.nobody_in), _steps_in(situation, rule.also_in)
        for here, there in ((one, other), (other, one)):
            earlier = [name for name in there if name in done and name not in here]
            if step.name in here and earlier:
                before = situation.edition.steps[earlier[0]]
                yield _refuse(
                    _code_of(done[earlier[0]]),
                    rule.clause,
                    f"Refused: whoever has done {wording.title(before)} cannot do {wording.title(step)} as well "
                    f"(rule {rule.clause}).",
                    "Choose somebody who has had no part in this case.",
                )


def _steps_in(situation: Situation, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The steps of the groups that a conflict names."""
    return tuple(step for group in groups for step in situation.edition.groups.get(group, (group,)))


def _code_of(capacity: str) -> str:
    return next((code for one, code in SEPARATION_CODES.items() if one == capacity), "E-SOD-INVESTIGATOR")


def _deciders(case: Case) -> frozenset[str]:
    return case.held("hearing_panel") | case.held("appeal_panel")


def unfit(case: Case, people: People, capacities: Iterable[str], asked: Iterable[str]) -> frozenset[str]:
    """Those of these people who would be refused in every one of these capacities.

    A side of the case and whoever speaks for one, whoever has a part that closes it, stood down or declared a link.
    Terms and training hang on the day, and are asked where a day is known (``assigned``).
    """
    wanted = tuple(capacities)
    sides = {person for group in case.parties.values() for person in group} | set(case.representatives)

    def shut(record: str) -> bool:
        return (
            record in sides
            or record in case.excluded
            or bool(case.barred_by(record))
            or all(any(True for _ in clash(case, record, capacity)) for capacity in wanted)
        )

    return frozenset(
        person
        for person in asked
        if people.ever_held_office(person) or any(shut(record) for record in people.records_of(person))
    )


def closed_capacities(case: Case, person: str) -> tuple[str, ...]:
    """Capacities of the separated list that are closed to a person in this case."""
    return tuple(capacity for capacity in SEPARATED if any(True for _ in clash(case, person, capacity)))


def _assigned(situation: Situation) -> Iterator[tuple[str, str]]:
    """People whom this deed puts into a capacity."""
    if situation.is_act("appointed"):
        for person in situation.words("person"):
            yield situation.word("capacity"), person
    if situation.is_act("panel_appointed") and situation.step is not None:
        for person in (*situation.words("panel"), *situation.words("substitutes")):
            yield panel_capacity(situation.edition, situation.step), person
    if situation.is_act("panel_replaced") and situation.step is not None:
        for person in situation.words("in"):
            yield panel_capacity(situation.edition, situation.step), person


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
    if case.barred_by(person):
        yield _refuse(
            "E-INTEREST",
            "IND-05",
            "Refused: this person has declared an interest in the case.",
            "Choose somebody without one.",
        )
    pool = _pool_of(situation.edition, capacity)
    if pool:
        yield from _appointable(situation, capacity, person, pool)


def _appointable(situation: Situation, capacity: str, person: str, pool: str) -> Iterator[Refusal]:
    """RUL-11, INV-10: whoever is put into a case has a place in the pool that day, and the training that counts."""
    place = place_in(situation.edition, situation.people, person, pool, on=situation.day)
    if place is not None:
        yield from _trained(situation, capacity, place)
        yield from _free_of_office(situation, person, pool)
        yield from _not_too_many(situation, person, pool)
        return
    was = situation.people.was_in_pool(person, pool)
    last = ended_on(situation.edition, situation.people, person, pool, before=situation.day)
    ended = f"; the term ended on {wording.day(last)}" if last is not None else ""
    yield _refuse(
        "E-TERM-EXPIRED" if was else "E-ROLE",
        "RUL-11",
        f"Refused: somebody named is not in the pool for {wording.plain(capacity)} on "
        f"{wording.day(situation.day)}{ended}.",
        "Choose from the pool.",
    )


def _free_of_office(situation: Situation, person: str, pool: str) -> Iterator[Refusal]:
    """IND-11: where the book asks for it, no office was held for so long before the day of the appointment."""
    known = situation.edition.pools.get(pool)
    if known is None or known.free_of_office is None:
        return
    records = situation.people.records_of(person)
    for office in situation.people.offices:
        if office.person not in records or office.since > situation.day:
            continue
        ended = office.until if office.until is not None and office.until < situation.day else None
        since = ended + timedelta(days=1) if ended is not None else None
        free = situation.edition.calendar.term(since, known.free_of_office).day if since is not None else None
        if free is None or free >= situation.day:
            until = f"until {wording.day(ended)}" if ended is not None else "and still does"
            yield Refusal(
                code="E-INDEPENDENT",
                clause="IND-11",
                sentence=f"Refused: somebody named held the office of {office.title} {until}, and the rules ask for "
                f"{known.free_of_office} without one.",
                remedy="Choose somebody who has held no office for so long.",
                lawful_from=free + timedelta(days=1) if free is not None else None,
            )


def _not_too_many(situation: Situation, person: str, pool: str) -> Iterator[Refusal]:
    """IND-13: where the book sets it, nobody has a part in more open cases at once."""
    known = situation.edition.pools.get(pool)
    has = situation.beyond.loads.get(person, 0)
    if known is not None and known.at_most is not None and has >= known.at_most:
        yield _refuse(
            "E-CASELOAD",
            "IND-13",
            f"Refused: somebody named has a part in {has} other open cases, and the rules allow {known.at_most}.",
            "Choose somebody with fewer cases, or wait until one of them ends.",
        )


def _trained(situation: Situation, capacity: str, place: Membership) -> Iterator[Refusal]:
    """INV-10: training is on record, and of each topic that the book asks for one that still counts."""
    topics = situation.edition.pools[place.pool].training if place.pool in situation.edition.pools else {}
    for topic, counts in topics.items():
        yield from _topic(situation, place, topic, counts)
    if not topics and capacity in TRAINED and not place.trained_by(situation.day):
        yield _untrained(f"no training for {wording.plain(capacity)} is on record for somebody named")


def _topic(situation: Situation, place: Membership, topic: str, counts: Length) -> Iterator[Refusal]:
    day = place.trained_in(topic, by=situation.day)
    if day is None:
        yield _untrained(f"no training in “{wording.plain(topic)}” is on record for somebody named")
        return
    last = situation.edition.calendar.term(day, counts).day
    if last < situation.day:
        yield _untrained(
            f"the training in “{wording.plain(topic)}” of {wording.day(day)} counts for {counts}, and so did until "
            f"{wording.day(last)}"
        )


def _untrained(what: str) -> Refusal:
    return _refuse(
        "E-TRAINING",
        "INV-10",
        f"Refused: {what}.",
        "Train the person first and record the day, or choose somebody who is trained.",
    )


def _own_challenge(situation: Situation) -> Iterator[Refusal]:
    if situation.is_act("challenge_ruled") and set(situation.by) & set(situation.case.challenged):
        yield _refuse(
            "E-SOD-CHALLENGE",
            "IND-01",
            "Refused: nobody rules on a challenge to themselves.",
            "The adjudicator rules instead.",
        )


def _own_interest(situation: Situation) -> Iterator[Refusal]:
    """IND-05: a link that was declared is ruled on by somebody else, and some links no ruling waives."""
    if not situation.is_act("interest_ruled"):
        return
    for person in situation.words("person"):
        if set(situation.by) & situation.people.records_of(person):
            yield _refuse(
                "E-SOD-CHALLENGE", "IND-05", "Refused: nobody rules on a link of their own.", "Somebody else rules."
            )
        fixed = sorted(set(situation.case.declared.get(person, ())) & NEVER_WAIVED)
        if fixed and situation.result == "does_not_bar":
            yield _refuse(
                "E-INTEREST",
                "IND-05",
                f"Refused: {wording.listed(fixed)} bars whatever anybody rules.",
                "Let the person stand down, and somebody else act.",
            )
        if not situation.case.declared.get(person):
            yield _refuse(
                "E-FIELD", "IND-05", "Not yet: this person has declared no link.", "Rule on what was declared."
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
                f"Refused: the declaration of interests has not been filed yet{_as_worded(situation)}.",
                "Everybody who decides declares first, before reading and before acting.",
            )
        elif situation.case.barred_by(actor.who):
            yield _refuse(
                "E-INTEREST",
                "IND-05",
                f"Refused: an interest has been declared{_if_found_later(situation)}.",
                "Stand down; another acts.",
            )


def _as_worded(situation: Situation) -> str:
    """What comes before anybody acts, in the words of the book."""
    rule = situation.edition.declaring
    return f": rule {rule.clause} asks for a {rule.first} before the first act" if rule is not None else ""


def _if_found_later(situation: Situation) -> str:
    """What follows where an interest comes out once somebody has acted, in the words of the book."""
    rule = situation.edition.declaring
    return f": rule {rule.clause} says “{rule.later}”" if rule is not None and rule.later else ""


def _refuse(code: str, clause: str, sentence: str, remedy: str = "") -> Refusal:
    return Refusal(code=code, clause=clause or "IND-01", sentence=sentence, remedy=remedy)
