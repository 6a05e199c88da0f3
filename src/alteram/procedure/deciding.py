"""Deciding a wish: the wall first, then the floors, then the order of the book, then people, then fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from alteram.acts import ACTS, Act
from alteram.acts import act as act_of
from alteram.case import Case, begin, threads
from alteram.codec import Value
from alteram.people import People
from alteram.procedure import (
    answers,
    bodies,
    conditions,
    contact,
    floors,
    lateness,
    one_person,
    persons,
    separation,
    wording,
)
from alteram.procedure.beyond import ALONE, Beyond
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Draft, Refusal, Verdict, Wish
from alteram.rulebook.model import Rulebook, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """A step of the book, who may take it, and why not now, if it is not open."""

    step: Step
    roles: tuple[str, ...]
    refusals: tuple[Refusal, ...]

    @property
    def open(self) -> bool:
        return not self.refusals


def decide(rulebook: Rulebook, people: People, case: Case | None, wish: Wish, *, beyond: Beyond = ALONE) -> Verdict:
    """Whether a wish is lawful, and what would be written; or every failed condition.

    ``case`` is None when no case has begun under the name in the wish. ``beyond`` is what a guard may know of linked
    cases and of the register. Where records turned out to be one person's, a wish is lawful only if it is so as well
    with each person under one record (see ``one_person``).
    """
    verdict = _decide(rulebook, people, case, wish, beyond)
    as_one = one_person.reading(case, people, beyond) if verdict.draft is not None else None
    if as_one is None:
        return verdict
    again = _decide(rulebook, as_one.people, as_one.case, as_one.wish(wish), as_one.beyond)
    return verdict if again.lawful else again


def _decide(rulebook: Rulebook, people: People, case: Case | None, wish: Wish, beyond: Beyond) -> Verdict:
    late = lateness.own_day(rulebook, case, wish) if case is not None else None
    if late is not None and case is not None:
        return _overtaking(rulebook, people, case, late, wish, beyond)
    state = case if case is not None else begin(rulebook, wish.case, received=wish.at, conduct=_conduct(wish))
    verdict = _on(rulebook, people, state, wish, beyond)
    mistaken = lateness.mistaken(state, wish) if verdict.draft is not None else ()
    if mistaken:
        with_effect = _in_place(rulebook, people, state, verdict, mistaken, wish)
        return with_effect if with_effect.lawful else verdict  # what people did since stands; the chair rules on it
    return verdict


def _conduct(wish: Wish) -> tuple[date, ...]:
    """The days complained of, on which the edition of a new case may turn; what is no day is refused elsewhere."""
    given = wish.fields.get("conduct")
    words = (given,) if isinstance(given, str) else given if isinstance(given, (list, tuple)) else ()
    return tuple(day for word in words if (day := answers.day_of(str(word))) is not None)


def _overtaking(
    rulebook: Rulebook, people: People, case: Case, late: lateness.OwnDay, wish: Wish, beyond: Beyond
) -> Verdict:
    """A deed that was done in time and typed later is judged twice: on its own day, and by what was done since."""
    return _in_place(rulebook, people, case, _on(rulebook, people, late.case, wish, beyond), late.overtakes, wish)


def _in_place(
    rulebook: Rulebook, people: People, case: Case, verdict: Verdict, overtakes: tuple[int, ...], wish: Wish
) -> Verdict:
    """A lawful verdict with what it overtakes, if nothing that people have done since loses its ground."""
    if verdict.draft is None:
        return verdict
    draft = replace(verdict.draft, overtakes=overtakes)
    digests = {name: "" for name in draft.texts}
    entry = draft.entry(
        case=case.name, index=case.tip + 1, recorded=wish.recorded, edition=case.edition.digest, digests=digests
    )
    lost = tuple(lateness.ground_lost(rulebook, people, case, entry))
    return Verdict(refusals=lost) if lost else Verdict(draft=draft)


def _on(rulebook: Rulebook, people: People, state: Case, wish: Wish, beyond: Beyond) -> Verdict:
    try:
        situation = replace(_situation(rulebook, people, state, wish), beyond=beyond)
    except _NoPower as refusal:
        return _walled(rulebook, people, state, wish, refusal.refusal)
    behind_wall = tuple(persons.wall(situation))
    if behind_wall:
        return Verdict(refusals=behind_wall, shown="E-NOT-FOUND")
    unserved = tuple(_channel(situation))
    if unserved:
        return Verdict(refusals=unserved)
    refusals = tuple(dict.fromkeys(_failed(situation, wish)))  # several people may fail the same condition: said once
    if refusals:
        return Verdict(refusals=refusals)
    return Verdict(draft=_draft(situation, wish))


SENDING = frozenset({"service_recorded", "postponed", "hearing_vacated"})
"""Acts besides the steps that tell somebody from whose channel a day is counted."""


def _channel(situation: Situation) -> Iterator[Refusal]:
    """NOT-02: time runs from a letter by the channel it went by, so the rules must say when that counts as served."""
    step = situation.step
    sends = step is not None and (step.tells or step.announces)
    if not sends and not SENDING & {act.name for act in situation.acts}:
        return
    calendar = situation.edition.calendar
    channel = situation.channel or situation.word("channel")
    if not channel and situation.is_act("service_recorded"):
        yield answers.empty(situation, "By which channel?", "channel")
    elif channel and channel not in calendar.service:
        known = wording.listed([wording.plain(name) for name in sorted(calendar.service)]) or "none"
        yield Refusal(
            code="E-CHANNEL",
            clause=situation.clause or "NOT-02",
            sentence=f"Refused: the rules do not say when a letter sent by {wording.plain(channel)} counts as served.",
            remedy=f"Send it by a channel that the rules name: {known}.",
        )


def refuse_without_case(rulebook: Rulebook, people: People, wish: Wish) -> Verdict:
    """The answer to a deed against somebody who has no case: every road past the record is shut."""
    return decide(rulebook, people, None, wish)


def possible(
    rulebook: Rulebook, people: People, case: Case, on: date, *, beyond: Beyond = ALONE
) -> tuple[Possible, ...]:
    """Every step of the book with why it is not open now, before anybody has filled a form."""
    steps = (step for step in case.edition.steps.values() if not (step.clock_only or step.gone))
    return tuple(_probe(rulebook, people, case, step, on, beyond) for step in steps)


def _probe(rulebook: Rulebook, people: People, case: Case, step: Step, on: date, beyond: Beyond) -> Possible:
    situation = Situation(
        rulebook=rulebook,
        people=people,
        case=case,
        step=step,
        acts=step.vocabulary,
        result=None,
        day=on,
        fields={},
        probing=True,
        beyond=beyond,
    )
    found = (*floors.failed(situation), *conditions.failed(situation), *bodies.nobody_there(situation))
    return Possible(step=step, roles=step.by, refusals=found)


class _NoPower(Exception):  # not an error of the program: carries the refusal out of the look-up
    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


def _situation(rulebook: Rulebook, people: People, case: Case, wish: Wish) -> Situation:
    step = case.edition.steps.get(wish.step) if wish.step else None
    if wish.step and step is None:
        raise _NoPower(_no_power(wish.step))
    if step is not None and step.gone:
        raise _NoPower(_no_longer(case, step))
    acts = step.vocabulary if step else (_incidental(case, wish),)
    return Situation(
        rulebook=rulebook,
        people=people,
        case=case,
        step=step,
        acts=acts,
        result=wish.result,
        day=wish.at,
        by=wish.by,
        role=wish.role,
        typed_by=wish.typed_by,
        channel=wish.channel,
        fields=wish.fields,
        papers=bool(wish.papers),
    )


def _incidental(case: Case, wish: Wish) -> Act:
    name = wish.act or ""
    if name not in ACTS:
        raise _NoPower(_no_power(name))
    act = act_of(name)
    if "A" not in act.when and not (act.when == "C" and wish.by == ("clock",)):
        raise _NoPower(_no_power(name))
    return act


def _no_power(name: str) -> Refusal:
    return Refusal(
        code="E-NO-POWER",
        clause="RUL-01",
        sentence=f"Refused: no rule of this edition gives the power to “{wording.plain(name)}”.",
        remedy="Only what the rules provide for can be done.",
    )


def _no_longer(case: Case, step: Step) -> Refusal:
    """A step of the edition under which the case stood before."""
    return Refusal(
        code="E-NO-POWER",
        clause="RUL-01",
        sentence=f"Refused: {wording.title(step)} was a step of edition {step.gone}; this case goes on under edition "
        f"{case.edition.version}, which has it no more.",
        remedy="Take the step that this edition has in its place; what was done before stays done.",
    )


def _walled(rulebook: Rulebook, people: People, case: Case, wish: Wish, refusal: Refusal) -> Verdict:
    """An act without a step: the wall still stands first, and the act's own floors are named beside it."""
    acts = (ACTS[wish.act],) if wish.act and wish.act in ACTS else ()
    situation = Situation(
        rulebook=rulebook,
        people=people,
        case=case,
        step=None,
        acts=acts,
        result=wish.result,
        day=wish.at,
        by=wish.by,
        fields=wish.fields,
    )
    behind_wall = tuple(persons.wall(situation))
    if behind_wall:
        return Verdict(refusals=behind_wall, shown="E-NOT-FOUND")
    return Verdict(refusals=(refusal, *floors.failed(situation)))


def _failed(situation: Situation, wish: Wish) -> Iterator[Refusal]:
    yield from floors.failed(situation)
    yield from conditions.failed(situation)
    yield from persons.failed(situation)
    if not situation.by_clock:
        yield from bodies.failed(situation)
    yield from separation.failed(situation)
    yield from _outcome(situation)
    yield from answers.failed(situation)
    yield from _hands(situation)
    yield from _together(situation)
    yield from _advice(situation, wish)
    yield from _times(situation, wish)


def _outcome(situation: Situation) -> Iterator[Refusal]:
    """An incidental act takes one of its own outcomes."""
    if situation.step is not None:
        return
    for act in situation.acts:
        if act.outcomes and situation.result not in act.outcomes:
            known = wording.listed(act.outcomes)
            yield Refusal(
                code="E-RESULT", clause="", sentence=f"Refused: the result must be {known}.", remedy="Choose one."
            )


def _together(situation: Situation) -> Iterator[Refusal]:
    """c12: a joinder says which other cases come together; nothing else stands in several that they do not share."""
    if not situation.is_act("direction_given") and situation.given("cases"):
        yield from _shared(situation)
    joinder = situation.is_act("direction_given") and situation.word("on") == "joinder"
    if joinder and situation.meaning == "granted" and not set(situation.words("cases")) - {situation.case.name}:
        yield answers.empty(situation, "If cases are joined or severed: which?", "cases")


def _shared(situation: Situation) -> Iterator[Refusal]:
    """What is entered for several threads at once is what the book has them share; findings and sanctions never are."""
    shared = threads.shared(situation.edition)
    if all(act.name in shared for act in situation.acts):
        return
    several = situation.edition.several.respondents if situation.edition.several is not None else None
    what = wording.listed(several.shared, "and") if several is not None and several.shared else "nothing"
    rule = f" (rule {several.clause})" if several is not None and several.clause else ""
    yield Refusal(
        code="E-NOT-SHARED",
        clause=several.clause if several is not None and several.clause else "CHG-04",
        sentence=f"Refused: each respondent has a case of their own, and by these rules the cases share {what}{rule}.",
        remedy="Enter it in each case by itself.",
    )


def _advice(situation: Situation, wish: Wish) -> Iterator[Refusal]:
    """Legal advice is behind a wall of its own: no bundle, no disclosure, no other deed carries its papers."""
    given = [entry for entry in situation.case.entries if "advice_taken" in entry.acts]
    if situation.is_act("advice_taken") or not given:
        return
    walled = {paper.digest for entry in given for paper in entry.papers}
    named = {paper.digest for paper in wish.papers} | {
        word for name in situation.fields for word in situation.words(name)
    }
    if walled & named:
        yield Refusal(
            code="E-FIELD",
            clause="IND-08",
            sentence="Refused: legal advice is in no bundle and is handed to nobody.",
            remedy="Leave that paper out.",
        )


def _hands(situation: Situation) -> Iterator[Refusal]:
    """c12: what two people must sign names both, and the second is no party. For what is published, see PUB-04."""
    parties = {who for members in situation.case.parties.values() for who in members}
    signed = {*situation.by, *(set(situation.words("checked_by")) - parties)}
    for act in situation.acts:
        if act.effect != "publication" and len(signed) < act.hands and not situation.by_clock:
            yield Refusal(
                code="E-FIELD",
                clause=situation.clause or "AUD-02",
                sentence=f"Not yet: “{act.title}” needs {act.hands} people, and {len(signed)} signed.",
                remedy="Have a second person, who is no party, check the paper and name them.",
            )


def _times(situation: Situation, wish: Wish) -> Iterator[Refusal]:
    """What happened is not in the future; what happened earlier says why it is entered late (2.5)."""
    calendar = situation.edition.calendar
    today = calendar.local_day(wish.recorded)
    if wish.at > today:
        yield Refusal(
            code="E-LATE-ENTRY",
            clause="AUD-01",
            sentence=f"Refused: {wording.day(wish.at)} has not come yet.",
            remedy="Enter it on the day it happens.",
            lawful_from=wish.at,
        )
    elif wish.at < today and today > calendar.next_working(wish.at) and not wish.late:
        yield Refusal(
            code="E-LATE-ENTRY",
            clause="AUD-01",
            sentence=f"Not yet: this happened on {wording.day(wish.at)} and comes late, without a reason.",
            remedy="Say why it is entered late.",
        )


def _draft(situation: Situation, wish: Wish) -> Draft:
    data, texts = separate(situation, wish.fields)
    if wish.channel:
        data["channel"] = wish.channel
    if _needs_chair(situation):
        data["chair"] = _chair(situation)
    data |= _judged(situation, data)
    if not situation.is_act("direction_given"):
        data.pop("cases", None)  # where else it stands is told in no case
    step = situation.step
    clauses = (step.clause,) if step else tuple(floor for act in situation.acts for floor in act.floors[:1])
    late = {"reason": "said"} if wish.late else {}
    if wish.late:
        texts["late"] = wish.late
    typed_by = persons.actors(_as_typist(situation, wish.typed_by))[0] if wish.typed_by else None
    return Draft(
        step=step.name if step else None,
        acts=tuple(act.name for act in situation.acts),
        result=wish.result,
        at=wish.at,
        time=_local_time(wish, situation.edition.calendar.zone),
        by=persons.actors(situation),
        typed_by=typed_by,
        clauses=clauses,
        data=data,
        texts=texts,
        papers=wish.papers,
        late=late,
        request=wish.request,
        edition=situation.edition.digest,
    )


def _judged(situation: Situation, data: dict[str, Value]) -> dict[str, Value]:
    """Which rules a contact breaks is worked out here, whatever was typed."""
    data.pop("breaks", None)
    clauses = [one.rule.clause or "IND-03" for one in contact.broken(situation)]
    return {"breaks": list(dict.fromkeys(clauses))} if clauses else {}


def _needs_chair(situation: Situation) -> bool:
    """Whether a panel is named, or one of it replaced, and nobody is said to chair it who does not already."""
    if situation.given("chair"):
        return False
    stays = situation.case.chairs & set(_members(situation))
    return situation.is_act("panel_appointed") or (situation.is_act("panel_replaced") and not stays)


def _chair(situation: Situation) -> str:
    """Who chairs a panel where nobody is named: the member with legal training, else the first."""
    step = situation.step
    role = situation.edition.roles.get(step.appoints) if step is not None else None
    members = _members(situation)
    for person in members:
        seat = situation.people.in_pool(person, role.pool, on=situation.day) if role is not None else None
        if seat is not None and seat.category.startswith("legal"):
            return person
    return members[0] if members else ""


def _members(situation: Situation) -> tuple[str, ...]:
    """Who sits on the panel once this deed is done."""
    named, step = situation.words("panel"), situation.step
    if named or step is None or not situation.is_act("panel_replaced"):
        return named
    out = situation.words("out")
    stay = tuple(person for person in situation.case.people_in(step.appoints) if person not in out)
    return (*stay, *situation.words("in"))


def _local_time(wish: Wish, zone: str) -> str | None:
    """The time of the wish with the offset of its day, as an entry writes it: 17:40+01:00."""
    if wish.time is None:
        return None
    return datetime.combine(wish.at, time.fromisoformat(wish.time), ZoneInfo(zone)).isoformat(timespec="minutes")[11:]


def _as_typist(situation: Situation, typist: str) -> Situation:
    held = persons.holdings(situation.edition, situation.people, situation.case, typist, situation.day)
    role = held[0].role if held else None
    return replace(situation, by=(typist,), role=role, step=None, acts=_anyone(situation.acts))


def _anyone(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    return tuple(replace(act, who=("anyone",)) for act in acts)


def separate(situation: Situation, fields: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
    """Facts stay in the entry, free text leaves it. A text given as a map becomes one text for each key."""
    forgettable = {field.name for act in situation.acts for field in act.fields if field.forgettable} | {"reasons"}
    data: dict[str, Value] = {}
    texts: dict[str, str] = {}
    for name, value in fields.items():
        if name == "charges" and isinstance(value, (list, tuple)):
            data[name] = [_charge(number, item, texts) for number, item in enumerate(value, 1)]
        elif name not in forgettable:
            data[name] = value
        elif isinstance(value, Mapping):
            texts.update({f"{name}.{key}": str(text) for key, text in value.items()})
        else:
            texts[name] = str(value)
    return data, texts


def _charge(number: int, item: Value, texts: dict[str, str]) -> Value:
    """The deed alleged is free text about people: it leaves the entry, the rest of the charge stays."""
    if not isinstance(item, Mapping):
        return item
    kept = {str(key): value for key, value in item.items() if key != "deed"}
    if item.get("deed"):
        texts[f"charge.{number}"] = str(item["deed"])
    return kept
