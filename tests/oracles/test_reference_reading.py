"""The engine and a slow second reading of the procedure language agree on every verdict and on all the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from alteram import case as cases
from alteram.case import Case
from alteram.codec import Actor, Entry
from alteram.people import People
from alteram.procedure import Verdict, Wish, consequence, decide, held
from alteram.rulebook.loading import load
from alteram.rulebook.model import Rulebook, Step
from tests.oracles.reference_reading import Book, Happened, Reading

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
EDITIONS = sorted(folder.parent for folder in RULEBOOKS.glob("*/*/procedure.yaml"))
CONDITIONS = {
    "E-NOT-STARTED": "c1", "E-ENDED": "c1", "E-STAGE": "c2", "E-NEEDS": "c3", "E-BARRED": "c4", "E-DONE": "c5",
    "E-TOO-EARLY": "c6", "E-NOTICE-SHORT": "c6", "E-DISCLOSURE": "c6", "E-NOT-SERVED": "c6", "E-TOO-LATE": "c7",
    "E-APPEAL-LATE": "c7", "E-LATE-EVIDENCE": "c7", "E-RESULT": "c8", "E-POWER": "c8", "E-TRIAGE-OUTCOME": "c8",
    "E-REOPEN-GROUND": "c8",
}  # fmt: skip
PERSONS = ("p-one", "p-two", "p-three", "p-four")
PARTIES = {"complainant": "p-complains", "respondent": "p-answers"}
NEAR = (0, 0, 1, 2, 5, 8, 15, 29)
FAR = (61, 130, 200)


@cache
def read(folder: Path) -> tuple[Rulebook, Book]:
    edition = load(folder)
    return Rulebook(body=edition.body, editions=(edition,)), Book(folder)


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


class Both:
    """One case, read twice."""

    def __init__(self, folder: Path, day: date) -> None:
        self.rulebook, self.book = read(folder)
        self.edition = self.rulebook.editions[0]
        self.case: Case = cases.begin(self.rulebook, "both", received=day, digest=self.edition.digest)
        self.reading = Reading(self.book)
        self.day = day
        self.told: list[str] = []

    def pass_to(self, day: date) -> None:
        """The clock does what falls due, on both sides, in the same order."""
        self.day = day
        for _ in range(80):
            draft = consequence(self.rulebook, People(), self.case, until=day)
            stopped = {duty.rule.id for duty, _why in held(self.rulebook, People(), self.case, until=day)}
            theirs = [one for one in self.reading.overdue(day) if one[3] not in stopped]
            ours = (draft.step, draft.result or "", draft.at, draft.deemed) if draft is not None else None
            if draft is not None and theirs and draft.at > theirs[0][2]:  # a floor held it, and lets it go later
                before = {duty.rule.id for duty, _why in held(self.rulebook, People(), self.case, until=theirs[0][2])}
                assert draft.deemed in before, self.told
                theirs[0] = (*theirs[0][:2], draft.at, theirs[0][3])
            assert ours == (theirs[0] if theirs else None), self.told
            if draft is None:
                return
            event("the clock fired")
            self._fold(
                draft.step or "", draft.result or "", draft.at, (), str(draft.data.get("channel", "")), clock=True
            )

    def ask(self, step: str, result: str, who: tuple[str, ...], channel: str, announced: date | None) -> bool:
        """Whether it may be done now, by both; they must agree on each condition."""
        data = self._data(step, channel, announced)
        wish = Wish(
            case="both", step=step, result=result or None, at=self.day, recorded=_noon(self.day), by=who,
            channel=channel or None, fields=data,
        )  # fmt: skip
        verdict = decide(self.rulebook, People(), self.case if self.case.started else None, wish)
        ours = of_the_book(verdict, self.rulebook, self.edition.steps[step])
        theirs = self.reading.failed(step, result, self.day, who, announced, channel)
        assert ours == theirs, (step, result, self.day.isoformat(), self.told)
        assert conflicts(verdict, self.rulebook) == self.reading.conflicts(step, who), (step, who, self.told)
        return not ours

    def do(self, step: str, result: str, who: tuple[str, ...], channel: str, announced: date | None) -> None:
        self._fold(step, result, self.day, who, channel, announced=announced)

    def _fold(
        self, step: str, result: str, day: date, who: tuple[str, ...], channel: str, *, announced: date | None = None,
        clock: bool = False,
    ) -> None:  # fmt: skip
        known = self.edition.steps[step]
        data = self._data(step, channel, announced)
        role = self.edition.roles.get(known.by[0]) if known.by else None
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
        self.told.append(f"{day} {step}={result} {channel} {announced or ''}{' by the clock' if clock else ''}")

    def _data(self, step: str, channel: str, announced: date | None) -> dict[str, object]:
        known = self.edition.steps[step]
        data: dict[str, object] = {}
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


def asked_of(data: st.DataObject, both: Both) -> tuple[str, str, tuple[str, ...], str, date | None]:
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
    party = next((PARTIES[role] for role in step.by if role in PARTIES), "")
    who = (party,) if party and data.draw(st.booleans()) else (data.draw(st.sampled_from(PERSONS)),)
    channel = data.draw(st.sampled_from(sorted(both.edition.calendar.service))) if step.tells else ""
    ahead = data.draw(st.sampled_from((5, 9, 17, 30, 33, 45))) if step.announces else 0
    return name, result, who, channel, both.day + timedelta(days=ahead) if ahead else None


def _first(both: Both, name: str) -> str:
    return next((one.name for one in both.edition.steps[name].results if not one.only_by_clock), "")


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
@settings(
    max_examples=max(20, 180 // len(EDITIONS)), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip
@given(data=st.data())
def test_the_engine_and_the_second_reading_agree(folder: Path, data: st.DataObject) -> None:
    _rulebook, book = read(folder)
    both = Both(folder, date(2026, 1, 5) + timedelta(days=data.draw(st.integers(0, 330), label="first day")))
    both.do(book.first, "", (PARTIES["complainant"],), "", None)
    for _ in range(data.draw(st.integers(8, 30), label="moves")):
        days = data.draw(st.sampled_from((*NEAR, *FAR) if data.draw(st.integers(0, 9)) == 0 else NEAR), label="days")
        told = [day for day in both.case.announced.values() if day >= both.day]
        on_the_day = bool(told) and data.draw(st.booleans(), label="on the day told")
        both.pass_to(min(told) if on_the_day else both.day + timedelta(days=days))
        deed = asked_of(data, both)
        if both.ask(*deed) or data.draw(st.integers(0, 9)) == 0:
            both.do(*deed)  # now and then what is refused is applied anyway, as a replay does


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_every_step_and_result_is_refused_alike_before_the_case_begins(folder: Path) -> None:
    both = Both(folder, date(2026, 1, 5))

    channel = next(iter(both.edition.calendar.service))
    for name, step in both.edition.steps.items():
        for result in [one.name for one in step.results] or [""]:
            both.ask(name, result, (PERSONS[0],), channel if step.tells else "", None)
