"""The engine and a slow second reading of the procedure language agree on every verdict and on all the clock does."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import HealthCheck, currently_in_test_context, event, given, settings
from hypothesis import strategies as st

from alteram import case as cases
from alteram.acts import ACTS
from alteram.case import Case
from alteram.codec import Actor, Entry
from alteram.people import Membership, People
from alteram.procedure import Draft, Verdict, Wish, consequence, decide, held
from alteram.rulebook.loading import load
from alteram.rulebook.model import Rulebook, Step
from tests.oracles.reading_of_people import ASSIGNED, BESIDE, Place, Roles, WhoMay
from tests.oracles.reference_reading import Book, Happened, Reading

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
EDITIONS = sorted(folder.parent for folder in RULEBOOKS.glob("*/*/procedure.yaml"))
CONDITIONS = {
    "E-NOT-STARTED": "c1", "E-ENDED": "c1", "E-STAGE": "c2", "E-NEEDS": "c3", "E-BARRED": "c4", "E-DONE": "c5",
    "E-TOO-EARLY": "c6", "E-NOTICE-SHORT": "c6", "E-DISCLOSURE": "c6", "E-NOT-SERVED": "c6", "E-TOO-LATE": "c7",
    "E-APPEAL-LATE": "c7", "E-LATE-EVIDENCE": "c7", "E-RESULT": "c8", "E-POWER": "c8", "E-TRIAGE-OUTCOME": "c8",
    "E-REOPEN-GROUND": "c8",
}  # fmt: skip
WHO = {"E-ROLE", "E-TERM-EXPIRED", "E-QUORUM"}
STRANGER = "p-stranger"
PARTIES = {"complainant": "p-complains", "respondent": "p-answers"}
NEAR = (0, 0, 1, 2, 5, 8, 15, 29)
FAR = (61, 130, 200)


YEARS = (date(2020, 1, 1), date(2035, 12, 31))
LONG_AGO, LATER = date(2025, 11, 3), date(2026, 6, 1)
TRAININGS: tuple[tuple[date | None, tuple[tuple[str, date], ...]], ...] = (
    (LONG_AGO, ()),
    (LATER, ()),
    (None, ()),
    (None, (("fair hearings", LONG_AGO),)),
    (None, (("fair_hearings", LONG_AGO), ("Safeguarding", LATER))),
    (LONG_AGO, (("safeguarding", LATER),)),
)
"""The trainings of those in a pool, in turn: a day that was not dated by topic, and the day of each topic."""


@cache
def read(folder: Path) -> tuple[Rulebook, Book]:
    edition = load(folder)
    return Rulebook(body=edition.body, editions=(edition,)), Book(folder)


@cache
def roll(folder: Path) -> tuple[Roles, list[Place], People]:
    """The roles of a book, and people for its pools: as many as it says, and two whose term does not always run.

    One of the two was there until the end of April 2026, and one comes in September, so that terms run out in a case.
    """
    roles = Roles(folder)
    places = [place for pool, said in roles.pools.items() for place in _places(pool, said)]
    people = People(
        memberships=tuple(
            Membership(
                person=one.person, pool=one.pool, category=one.category, since=one.since, until=one.until,
                trained=one.trained, topics=dict(one.topics),
            )
            for one in places
        )
    )  # fmt: skip
    return roles, places, people


def _places(pool: str, said: Any) -> list[Place]:
    counted: dict[str, Any] = dict(said) if isinstance(said, dict) else {"size": said}
    kinds = {k: int(n) for k, n in counted.items() if k not in ("size", "spare", "term", "training")}
    kinds[""] = max(2, int(counted["size"]) - sum(kinds.values()))
    names = [(kind, f"p-{pool}-{kind}{number}") for kind, most in kinds.items() for number in range(most)]
    found = [Place(name, pool, kind, *YEARS, *TRAININGS[at % len(TRAININGS)]) for at, (kind, name) in enumerate(names)]
    kind = next(iter(kinds))
    found.append(Place(f"p-{pool}-went", pool, kind, YEARS[0], date(2026, 4, 30), LONG_AGO))
    found.append(Place(f"p-{pool}-comes", pool, kind, date(2026, 9, 1), YEARS[1], LONG_AGO))
    return found


def of_the_book(verdict: Verdict, book: Rulebook, step: Step) -> set[str]:
    """The conditions c1 to c8 that the engine found to fail; floors carry their own ids in place of a clause."""
    clauses = book.editions[0].clauses
    return {
        CONDITIONS[one.code]
        for one in verdict.refusals
        if one.code in CONDITIONS and one.clause in clauses and (one.code != "E-TRIAGE-OUTCOME" or step.results)
    }


def conflicts(verdict: Verdict, book: Rulebook) -> set[str]:
    known = {one.clause for one in book.editions[0].conflicts}
    return {one.clause for one in verdict.refusals if one.code.startswith("E-SOD-") and one.clause in known}


def of_who(verdict: Verdict, both: Both, deed: Deed) -> set[str]:
    """The codes of c9 that the engine found. Whether those whom a step *names* would do is a floor of its act.

    Their term always runs here, so that a term that has run out is that of whoever acts.
    """
    step, roles = both.edition.steps[deed.step], both.roles
    known = {*both.edition.clauses, "RUL-11"}
    found = {one.code for one in verdict.refusals if one.code in WHO and one.clause in known}
    if any(one.code == "E-WAIVER-NOT-RESPONDENT" for one in verdict.refusals):  # the code that names the matter
        found.add("E-ROLE")
    bodies = [role for role in roles.by(step.name) if roles.body(role) is not None]
    return found if bodies or not step.appoints else found - {"E-QUORUM"}


@dataclass(frozen=True)
class Deed:
    """What somebody wants to do."""

    step: str
    result: str = ""
    who: tuple[str, ...] = ()
    channel: str = ""
    announced: date | None = None
    data: dict[str, Any] = field(default_factory=dict)


class Both:
    """One case, read twice."""

    def __init__(self, folder: Path, day: date) -> None:
        self.rulebook, self.book = read(folder)
        self.roles, self.places, self.people = roll(folder)
        self.edition = self.rulebook.editions[0]
        self.case: Case = cases.begin(self.rulebook, "both", received=day, digest=self.edition.digest)
        self.reading = Reading(self.book)
        self.who = WhoMay(self.roles, self.places, PARTIES)
        self.day = day
        self.told: list[str] = []

    def pass_to(self, day: date) -> None:
        """The clock does what falls due, on both sides, in the same order."""
        self.day = day
        for _ in range(80):
            draft = consequence(self.rulebook, self.people, self.case, until=day)
            if draft is not None and draft.acts == ("text_erased",):
                self._erased(draft)  # retention is no part of section 2.2: the second reading knows nothing of it
                continue
            stopped = {duty.rule.id for duty, _why in held(self.rulebook, self.people, self.case, until=day)}
            theirs = [one for one in self.reading.overdue(day) if one[3] not in stopped]
            ours = (draft.step, draft.result or "", draft.at, draft.deemed) if draft is not None else None
            if draft is not None and theirs and draft.at > theirs[0][2]:  # a floor held it, and lets it go later
                before = {
                    duty.rule.id for duty, _why in held(self.rulebook, self.people, self.case, until=theirs[0][2])
                }
                assert draft.deemed in before, self.told
                theirs[0] = (*theirs[0][:2], draft.at, theirs[0][3])
            assert ours == (theirs[0] if theirs else None), self.told
            if draft is None:
                return
            event("the clock fired")
            self._fold(Deed(draft.step or "", draft.result or "", data=dict(draft.data)), draft.at, clock=True)

    def _erased(self, draft: Draft) -> None:
        assert self.case.ended, self.told
        event("the file was erased")
        number, day = len(self.case.entries), draft.at
        self.case.fold(
            draft.entry(
                case="both", index=number, recorded=_noon(day), edition=self.edition.digest, digests={}
            )
        )  # fmt: skip
        self.told.append(f"{day} the file was erased by the clock")

    def ask(self, deed: Deed) -> bool:
        """Whether it may be done now, by both; they must agree on each condition."""
        step, result, who, channel = deed.step, deed.result, deed.who, deed.channel
        data = self._data(deed)
        wish = Wish(
            case="both", step=step, result=result or None, at=self.day, recorded=_noon(self.day), by=who,
            channel=channel or None, fields=data,
        )  # fmt: skip
        verdict = decide(self.rulebook, self.people, self.case if self.case.started else None, wish)
        ours = of_the_book(verdict, self.rulebook, self.edition.steps[step])
        theirs = self.reading.failed(step, result, self.day, who, deed.announced, channel)
        assert ours == theirs, (step, result, self.day.isoformat(), self.told)
        assert conflicts(verdict, self.rulebook) == self.reading.conflicts(step, who), (step, who, self.told)
        untrained = any(one.code == "E-TRAINING" for one in verdict.refusals)
        assert untrained == self.who.untrained(step, deed.data, self.day, self._term), (deed, self.day, self.told)
        return self._may(deed, verdict) and not ours

    def _may(self, deed: Deed, verdict: Verdict) -> bool:
        """Whether these people may do it (c9). Anybody may complain, so the first step has no such condition."""
        if deed.step == self.book.first or not self.case.started:
            return True
        ours = of_who(verdict, self, deed)
        votes = deed.data.get("votes")
        theirs = self.who.failed(deed.step, deed.who, self.day, votes if isinstance(votes, dict) else None)
        assert bool(ours) == bool(theirs), (deed, ours, theirs, self.day.isoformat(), self.told)
        assert len(theirs) > 1 or theirs <= ours, (deed, ours, theirs, self.day.isoformat(), self.told)
        if currently_in_test_context():
            event(f"who: {', '.join(sorted(theirs)) or 'may'}")
        return not theirs

    def _term(self, first: date, length: str) -> date:
        number, unit = length.split()
        return self.book.days.term(first, int(number) * (12 if unit.startswith("year") else 1))

    def ask_beside(self, act: str, who: tuple[str, ...]) -> bool:
        """Whether an act that is no step may be done now; both must agree. It has no stage, need, time or cap."""
        outcomes = ACTS[act].outcomes
        wish = Wish(
            case="both", act=act, result=outcomes[0] if outcomes else None, at=self.day, recorded=_noon(self.day),
            by=who, fields={},
        )  # fmt: skip
        verdict = decide(self.rulebook, self.people, self.case if self.case.started else None, wish)
        codes = {one.code for one in verdict.refusals}
        theirs = self.reading.beside(after_end=BESIDE[act][1])
        assert {CONDITIONS[code] for code in codes if code in CONDITIONS} == theirs, (act, codes, self.told)
        if not self.case.started:
            return False  # without a case nobody has a part in it
        may = self.who.beside(act, who, self.day)
        assert bool(codes & WHO) != may, (act, who, codes, self.day.isoformat(), self.told)
        if currently_in_test_context():
            event(f"beside: {'may' if may else 'may not'}")
        return may and not theirs

    def do_beside(self, act: str, who: tuple[str, ...], named: str = "") -> None:
        """It moves no stage, counts for no step and owes nothing; a representative is one from here on."""
        outcomes = ACTS[act].outcomes
        self.case.fold(
            Entry(
                case="both", index=len(self.case.entries), at=self.day, recorded=_noon(self.day), step=None,
                acts=(act,), result=outcomes[0] if outcomes else None,
                by=tuple(Actor(who=one, role="any", capacity="clerk") for one in who),
                data={"person": named} if named else {}, edition=self.edition.digest,
            )
        )  # fmt: skip
        if named:
            self.who.speaks[named] = self.reading.speaks[named] = who[0]
        self.told.append(f"{self.day} {act} by {who} {named}")

    def do(self, deed: Deed) -> None:
        self._fold(deed, self.day)

    def there(self, role: str) -> list[Place]:
        """Everybody who stands today in the pool of a role."""
        pool = self.roles.pool(role)
        return [one for one in self.places if one.pool == pool and one.since <= self.day <= one.until]

    def assign(self, person: str, capacity: str, until: date | None = None) -> None:
        """Somebody is appointed to the case, besides its steps."""
        data = {"person": person, "capacity": capacity} | ({"until": until.isoformat()} if until else {})
        self.case.fold(
            Entry(
                case="both", index=len(self.case.entries), at=self.day, recorded=_noon(self.day), step=None,
                acts=("appointed",), result=None, by=(Actor(who="p-names", role="clerk", capacity="clerk"),), data=data,
                edition=self.edition.digest,
            )
        )  # fmt: skip
        self.who.assign(person, capacity, until or date.max)
        self.told.append(f"{self.day} {person} is {capacity} until {until}")

    def _fold(self, deed: Deed, day: date, *, clock: bool = False) -> None:
        step, result, who, announced = deed.step, deed.result, deed.who, deed.announced
        known = self.edition.steps[step]
        data = self._data(deed)
        channel = str(data.get("channel", ""))
        held = [name for name in self.roles.by(step) if self.who.failed(step, who, day, None) == set()]
        role = self.edition.roles.get(next(iter(held), known.by[0])) if known.by else None
        capacity = role.capacities[0] if role else "clock"
        self.case.fold(
            Entry(
                case="both", index=len(self.case.entries), at=day, recorded=_noon(day), step=step, acts=known.acts,
                result=result or None, by=tuple(Actor(who=w, role=known.by[0], capacity=capacity) for w in who),
                data=data, edition=self.edition.digest, deemed="clock" if clock else None,
            )
        )  # fmt: skip
        self.reading.add(
            Happened(
                step=step, result=result, day=day, who=who, channel=channel if known.tells else "",
                announced=announced, shorter=str(data.get("down_to", "")), clock=clock,
            )
        )  # fmt: skip
        self._seated(deed, known)
        self.told.append(f"{day} {step}={result} {channel} {announced or ''}{' by the clock' if clock else ''} {deed}")

    def _seated(self, deed: Deed, known: Step) -> None:
        """What the second reading needs to know of who sits from now on."""
        data = deed.data
        if known.is_act("panel_appointed"):
            self.who.panel(known.name, list(data.get("panel", ())), str(data.get("chair", "")))
        if known.is_act("panel_replaced"):
            self.who.replaced(known.name, str(data.get("out", "")), str(data.get("in", "")), str(data.get("chair", "")))
        if known.is_act("panel_challenged"):
            self.who.challenged.append(str(data.get("member", "")))
        if known.is_act("challenge_ruled"):
            if known.meaning(deed.result) == "upheld":
                for person in self.who.challenged:
                    self.who.gone(person)
            self.who.challenged = []
        if known.is_act("appointed") and "person" in data:
            self.who.assign(str(data["person"]), str(data["capacity"]))

    def _data(self, deed: Deed) -> dict[str, object]:
        step, channel, announced = deed.step, deed.channel, deed.announced
        known = self.edition.steps[step]
        data: dict[str, object] = dict(deed.data)
        if known.starts_case:
            data |= {role: [person] for role, person in PARTIES.items() if role == "complainant"}
            data["respondents"] = [PARTIES["respondent"]]
        if known.tells and channel:
            data["channel"] = channel
        if known.creates_charges:
            data["charges"] = [{"clause": next(iter(self.edition.offences)), "days": [self.day.isoformat()]}]
        if announced is not None:
            data["hearing_on"] = announced.isoformat()
        if known.is_act("notice_waived"):
            data["down_to"] = "14 clear days"
        return data


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def asked_of(data: st.DataObject, both: Both) -> Deed:
    """A step: mostly one that is open, now and then any other; with a result, people, a channel, a day announced."""
    steps = list(both.edition.steps)
    opened = [name for name in steps if not both.reading.failed(name, _first(both, name), both.day, (), None, "")]
    lawful = [name for name in opened if name != both.book.first and not both.edition.steps[name].clock_only]
    mostly = data.draw(st.integers(0, 4)) > 0
    among = lawful if lawful and mostly else steps
    name = data.draw(st.sampled_from(among), label="step")
    step = both.edition.steps[name]
    results = [one.name for one in step.results] or [""]
    result = data.draw(st.sampled_from([*results, *results, "" if step.results else results[0]]), label="result")
    channel = data.draw(st.sampled_from(sorted(both.edition.calendar.service))) if step.tells else ""
    ahead = data.draw(st.sampled_from((5, 9, 17, 30, 33, 45))) if step.announces else 0
    who = people_of(data, both, name)
    return Deed(
        name,
        result,
        who,
        channel,
        both.day + timedelta(days=ahead) if ahead else None,
        fields_of(data, both, step, who),
    )


def people_of(data: st.DataObject, both: Both, step: str) -> tuple[str, ...]:
    """Who would do it: mostly the people of one of its roles, in whatever number; now and then others."""
    roles = both.roles.by(step)
    kind = data.draw(st.integers(0, 9), label="who")
    if not roles or kind == 0:
        everybody = sorted({one.person for one in both.places} | set(PARTIES.values()) | {STRANGER})
        return tuple(data.draw(st.lists(st.sampled_from(everybody), min_size=1, max_size=3, unique=True)))
    role = data.draw(st.sampled_from(roles), label="role")
    if both.roles.is_party(role):
        party = PARTIES[both.roles.capacities(role)[0]]
        speakers = [person for person, of in both.who.speaks.items() if of == party]
        return (data.draw(st.sampled_from([party, *speakers]), label="party"),)
    pool = [one.person for one in both.places if one.pool == both.roles.pool(role)]
    given = {one.person for one in both.who.assigned if one.capacity in both.roles.capacities(role)}
    sitting = sorted(given & set(pool))
    body = both.roles.body(role)
    if body is not None and sitting and kind > 3:
        return tuple(sitting)
    among = sitting if sitting and kind > 2 else sorted(given) if given and kind == 2 else sorted(pool)
    most = int(body["body"]) if body is not None else 1 + (kind == 1)
    return tuple(data.draw(st.lists(st.sampled_from(among), min_size=1, max_size=most, unique=True)))


def something_beside(data: st.DataObject, both: Both) -> None:
    """An act that may come at any time: mostly from somebody who may, now and then from anybody."""
    act = data.draw(st.sampled_from(sorted(BESIDE)), label="beside")
    everybody = sorted({one.person for one in both.places} | set(PARTIES.values()) | set(both.who.speaks) | {STRANGER})
    may = [person for person in everybody if both.who.beside(act, (person,), both.day)]
    mostly: int = data.draw(st.integers(0, 3)) if may else 0
    among = may if mostly else everybody
    who = (data.draw(st.sampled_from(among), label="who beside"),)
    if both.ask_beside(act, who):
        party = who[0] if who[0] in PARTIES.values() else ""
        both.do_beside(act, who, f"{party}-speaker" if act == "representative_named" and party else "")


def members_of(data: st.DataObject, both: Both, role: str) -> list[str]:
    """People for a body, mostly in the mix that its book asks for and of the full number."""
    body = both.roles.roles[role]
    pool = both.there(role)
    there = [one for one in pool if (one.since, one.until) == YEARS]
    chosen: list[Place] = []
    for category, least in body.get("including", {}).items():
        chosen += [one for one in there if one.category == category][: int(least)]
    others = [one for one in there if one not in chosen]
    chosen += others[: int(body["body"]) - len(chosen)]
    if data.draw(st.integers(0, 3), label="a lawful body") == 0:
        return data.draw(
            st.lists(st.sampled_from(sorted(one.person for one in pool)), min_size=1, max_size=5, unique=True)
        )
    return [one.person for one in chosen]


def fields_of(data: st.DataObject, both: Both, step: Step, who: tuple[str, ...]) -> dict[str, object]:
    """What the form holds of people and votes."""
    found: dict[str, object] = {}
    if step.is_act("panel_appointed") and step.appoints:
        panel = members_of(data, both, step.appoints)
        found |= {"panel": panel, "chair": panel[0]}
    if step.is_act("panel_replaced") and step.appoints:
        seats = sorted(
            {one.person for one in both.who.assigned if one.capacity in both.roles.capacities(step.appoints)}
        )
        pool = sorted(one.person for one in both.there(step.appoints))
        found |= {"out": data.draw(st.sampled_from(seats or pool)), "in": data.draw(st.sampled_from(pool))}
    if step.is_act("panel_challenged"):
        seats = sorted(one.person for one in both.who.assigned if one.capacity == "hearing_panel")
        found["member"] = data.draw(st.sampled_from(seats or [STRANGER]))
    if step.is_act("appointed"):
        pool = sorted(one.person for one in both.there("investigator"))
        found |= {"person": data.draw(st.sampled_from(pool)), "capacity": "investigator"}
    if (step.is_act("charge_decided") or step.is_act("sanction_decided")) and data.draw(st.booleans()):
        votes = data.draw(st.integers(0, len(who)), label="for")
        found["votes"] = {"for": votes, "against": len(who) - votes}
    return found


def assign_some(data: st.DataObject, both: Both, *, everybody: bool) -> None:
    """Those who work on one case only are appointed to it: all of them at first, now and then one more later on."""
    roles = [
        name for name in both.roles.roles if both.roles.pool(name) and set(both.roles.capacities(name)) <= ASSIGNED
    ]
    alone = [name for name in roles if "chair_of" not in both.roles.roles[name]]
    appointed = {step.appoints for step in both.edition.steps.values()}
    for role in alone if everybody else [data.draw(st.sampled_from(alone))]:
        if both.roles.body(role) is None:
            pool = sorted(one.person for one in both.places if one.pool == both.roles.pool(role))
            chosen = [data.draw(st.sampled_from(pool))]
        elif role not in appointed:
            chosen = members_of(data, both, role)
        else:
            continue
        until = both.day + timedelta(days=40) if data.draw(st.integers(0, 9)) == 0 else None
        for person in chosen:
            both.assign(person, both.roles.capacities(role)[0], until)


def _first(both: Both, name: str) -> str:
    return next((one.name for one in both.edition.steps[name].results if not one.only_by_clock), "")


TIMES = int(os.environ.get("ALTERAM_EXAMPLES", "1"))  # ALTERAM_EXAMPLES=25 for a long search


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
@settings(
    max_examples=20 * TIMES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip
@given(data=st.data())
def test_the_engine_and_the_second_reading_agree(folder: Path, data: st.DataObject) -> None:
    _rulebook, book = read(folder)
    both = Both(folder, date(2026, 1, 5) + timedelta(days=data.draw(st.integers(0, 330), label="first day")))
    both.do(Deed(book.first, "", (PARTIES["complainant"],)))
    assign_some(data, both, everybody=True)
    for _ in range(data.draw(st.integers(8, 30), label="moves")):
        days = data.draw(st.sampled_from((*NEAR, *FAR) if data.draw(st.integers(0, 9)) == 0 else NEAR), label="days")
        told = [day for day in both.case.announced.values() if day >= both.day]
        on_the_day = bool(told) and data.draw(st.booleans(), label="on the day told")
        both.pass_to(min(told) if on_the_day else both.day + timedelta(days=days))
        if data.draw(st.integers(0, 9)) == 0:
            assign_some(data, both, everybody=False)
        if data.draw(st.integers(0, 4)) == 0:
            something_beside(data, both)
        deed = asked_of(data, both)
        if both.ask(deed) or data.draw(st.integers(0, 9)) == 0:
            both.do(deed)  # now and then what is refused is applied anyway, as a replay does


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_every_step_and_result_is_refused_alike_before_the_case_begins(folder: Path) -> None:
    both = Both(folder, date(2026, 1, 5))

    channel = next(iter(both.edition.calendar.service))
    for name, step in both.edition.steps.items():
        for result in [one.name for one in step.results] or [""]:
            both.ask(Deed(name, result, (STRANGER,), channel if step.tells else ""))


def test_a_capacity_that_two_roles_share_is_held_from_the_list_of_the_role() -> None:
    """Commonweal's suspension officers and its reviewers decide both on suspensions, and come from different lists."""
    both = Both(RULEBOOKS / "commonweal-party" / "2026.1", date(2026, 5, 11))
    both.do(Deed(both.book.first, "", (PARTIES["complainant"],)))
    officer = next(one.person for one in both.there("suspension_officer"))
    both.assign(officer, "interim_panel")

    both.ask(Deed("suspend", "granted", (officer,)))
    both.ask(Deed("review_suspension", "continue", (officer,)))


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_what_may_come_at_any_time_is_refused_alike_before_within_and_after(folder: Path) -> None:
    both = Both(folder, date(2026, 1, 5))
    everybody = sorted({one.person for one in both.places} | set(PARTIES.values()) | {STRANGER})
    some = [everybody[number] for number in range(0, len(everybody), 3)]

    def asked() -> None:
        for act in BESIDE:
            for person in {*some, *PARTIES.values(), STRANGER}:
                both.ask_beside(act, (person,))

    asked()
    both.do(Deed(both.book.first, "", (PARTIES["complainant"],)))
    both.do_beside("representative_named", (PARTIES["respondent"],), "p-speaks")
    some.append("p-speaks")
    asked()
    last = next(name for name, step in both.edition.steps.items() if step.ends_case)
    both.do(Deed(last, "", ("p-closes",)))
    asked()


PER_PARTY = sorted(
    (folder, name)
    for folder in EDITIONS
    for name, step in read(folder)[0].editions[0].steps.items()
    if step.each == "party" and "respondent" in step.by
)


@pytest.mark.parametrize(
    ("folder", "name"), PER_PARTY, ids=lambda one: one.parent.name if isinstance(one, Path) else one
)
@pytest.mark.parametrize("first", ["p-answers", "p-speaks"])
def test_a_right_of_a_party_is_spent_by_whoever_took_it_up(folder: Path, name: str, first: str) -> None:
    both = Both(folder, date(2026, 1, 5))
    both.do(Deed(both.book.first, "", (PARTIES["complainant"],)))
    both.do_beside("representative_named", (PARTIES["respondent"],), "p-speaks")
    result = _first(both, name)
    times = both.edition.steps[name].cap or 1

    for _ in range(times):
        assert "c5" not in both.reading.failed(name, result, both.day, ("p-answers",), None, "")
        both.do(Deed(name, result, (first,)))
    for person in ("p-answers", "p-speaks", *PARTIES.values()):
        both.ask(Deed(name, result, (person,)))
    assert "c5" in both.reading.failed(name, result, both.day, ("p-answers",), None, "")


def asking_for_training(folder: Path, into: Path) -> Path:
    """An edition as it is shipped, but that each of its pools asks for training in two topics."""
    book = Roles(folder)
    asked = {"fair_hearings": "2 years", "safeguarding": "9 months"}
    pools = {
        name: {**(said if isinstance(said, dict) else {"size": said}), "training": asked}
        for name, said in book.pools.items()
    }
    text = (folder / "procedure.yaml").read_text(encoding="utf-8")
    found = re.search(r"^pools:.*?(?=^\S)", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    copy = into / folder.parent.name / folder.name
    copytree(folder, copy)
    (copy / "procedure.yaml").write_text(text.replace(found[0], f"pools: {json.dumps(pools)}\n"), encoding="utf-8")
    return copy


@pytest.mark.parametrize("by_topic", [False, True], ids=["as-shipped", "by-topic"])
@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_whoever_is_named_for_a_part_is_trained_or_refused_alike(folder: Path, by_topic: bool, tmp_path: Path) -> None:
    both = Both(asking_for_training(folder, tmp_path) if by_topic else folder, date(2026, 1, 5))
    both.do(Deed(both.book.first, "", (PARTIES["complainant"],)))
    known = {step.name: step for step in both.edition.steps.values()}
    found = set()
    for day in (date(2026, 1, 6), LATER, date(2026, 10, 6), date(2027, 3, 2), date(2027, 11, 2), date(2027, 11, 3)):
        both.day = day
        for name, step in known.items():
            for data in naming(both, step):
                both.ask(Deed(name, _first(both, name), (STRANGER,), data=data))
                found.add(both.who.untrained(name, data, day, both._term))
    assert found <= {False, True}
    assert not found or found == {False, True}


def naming(both: Both, step: Step) -> Iterator[dict[str, object]]:
    """Everybody of the pool, one after the other, as this step would put them into the case."""
    if step.is_act("appointed"):
        for person in pool_of(both, "investigator"):
            yield {"person": person, "capacity": "investigator"}
    for person in pool_of(both, step.appoints) if step.appoints and both.roles.body(step.appoints) else ():
        if step.is_act("panel_appointed"):
            yield {"panel": [person]}
            yield {"panel": [], "substitutes": [person]}
        if step.is_act("panel_replaced"):
            yield {"out": STRANGER, "in": person}


def pool_of(both: Both, role: str) -> list[str]:
    return [place.person for place in both.places if place.pool == both.roles.pool(role)]
