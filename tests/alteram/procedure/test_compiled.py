"""The compiled procedure says of every record what the engine says of it: order and time, entry by entry.

The engine is the fold of ``alteram.case`` and the conditions c1 to c8. Here each entry is asked of it, one by one, on
the case as it stood before; the compiled walk must name the same entries, leave the same steps open and end with the
number of the same marking.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from alteram import case as cases
from alteram import worked
from alteram.acts import ACTS
from alteram.breaches.judging import situation_of
from alteram.case import Case
from alteram.codec import Actor, Entry
from alteram.procedure import conditions
from alteram.procedure.compiled import automaton_of, walk
from alteram.procedure.situation import Situation
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.loading import load
from alteram.rulebook.model import Edition, Rulebook, Step

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
EDITIONS = sorted(file.parent for file in RULEBOOKS.glob("*/*/procedure.yaml"))
STORIES = sorted(RULEBOOKS.glob("*/*/worked/*.yaml"))
BODY_AND_EDITION = [f"{folder.parent.name}-{folder.name}" for folder in EDITIONS]


@dataclass(frozen=True)
class Truth:
    """What the engine says."""

    case: Case
    unlawful: tuple[int, ...]
    opened: dict[int, frozenset[str]]  # place of an entry -> steps open after it


def by_the_engine(rulebook: Rulebook, name: str, entries: Sequence[Entry]) -> Truth:
    first = entries[0]
    case = cases.begin(rulebook, name, received=first.at, digest=first.edition)
    case.overtaken = {number for entry in entries for number in entry.overtakes}
    unlawful: list[int] = []
    opened: dict[int, frozenset[str]] = {}
    for place, entry in enumerate(cases.in_order(entries), 1):
        judged = not entry.deemed and entry.index not in case.overtaken
        if judged and any(True for _ in conditions.failed(situation_of(rulebook, None, case, entry))):
            unlawful.append(entry.index)
        case.fold(entry)
        if place % 11 == 0 or place == len(entries):
            opened[place] = frozenset(open_steps(rulebook, case, entry.at))
    return Truth(case, tuple(unlawful), opened)


def open_steps(rulebook: Rulebook, case: Case, day: date) -> Iterator[str]:
    for step in case.edition.steps.values():
        if not step.clock_only:
            situation = replace(question(rulebook, case, step, day), probing=True)
            if not any(True for _ in conditions.failed(situation)):
                yield step.name


def question(rulebook: Rulebook, case: Case, step: Step, day: date) -> Situation:
    entry = Entry(case=case.name, index=0, at=day, recorded=noon(day), step=step.name)
    return situation_of(rulebook, None, case, entry)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def agree(rulebook: Rulebook, name: str, entries: Sequence[Entry]) -> int:
    """Both say the same; gives how often the walk had to ask."""
    truth = by_the_engine(rulebook, name, entries)
    told = [(e.index, str(e.at), e.step or e.acts, e.result, e.deemed, dict(e.data)) for e in entries]
    walked = walk(rulebook, name, entries)
    listed = walk(rulebook, name, entries, listing=True)
    assert walked.unlawful == truth.unlawful, told
    assert listed.unlawful == truth.unlawful, told
    assert {place: frozenset(listed.opened[place - 1]) for place in truth.opened} == truth.opened, told
    layout = automaton_of(truth.case.edition).layout
    awaiting = sum(layout.awaiting.values())  # goes by numbers of entries in the fold, and is not used out of order
    in_order = list(cases.in_order(entries)) == list(entries)
    ignored = 0 if in_order else awaiting
    assert walked.node.state & ~ignored == layout.of(truth.case) & ~ignored, told
    return walked.asked


@cache
def read(folder: Path) -> Rulebook:
    edition = load(folder)
    return Rulebook(body=edition.body, editions=(edition,))


@cache
def told(path: Path) -> worked.Told:
    people, names = worked.read_people(path.parents[1] / "people.yaml")
    return worked.run(worked.read_story(path, names), load_rulebook(path.parents[2]), people)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_worked_case_is_walked_as_the_engine_judges_it(path: Path) -> None:
    story = told(path)
    if story.entries:
        agree(story.rulebook, story.name, story.entries)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_worked_case_in_which_something_is_left_out_is_found_out_alike(path: Path) -> None:
    story = told(path)
    length = len(story.entries)
    for without in {place for place in (1, length // 2, length - 2) if 0 < place < length}:
        agree(story.rulebook, story.name, [*story.entries[:without], *story.entries[without + 1 :]])


def test_most_worked_cases_are_walked_without_asking() -> None:
    stories = [told(path) for path in STORIES]
    walked = [walk(one.rulebook, one.name, one.entries) for one in stories if one.entries]
    asked = sum(one.asked for one in walked)
    assert asked <= sum(len(one.entries) for one in stories) // 20
    assert sum(not one.asked for one in walked) > len(walked) // 2


def test_a_hearing_told_for_a_day_beyond_the_calendar_is_refused_alike() -> None:
    story = told(RULEBOOKS / "lantern-league" / "2025" / "worked" / "G01.yaml")
    place = next(number for number, entry in enumerate(story.entries) if entry.step == "give_notice")
    notice = story.entries[place]
    far = replace(notice, data={**notice.data, "hearing_on": "2060-01-01"})
    entries = [*story.entries[:place], far]
    truth = cases.replay(story.rulebook, story.name, entries[:-1])

    assert any(True for _ in conditions.failed(situation_of(story.rulebook, None, truth, far)))
    assert walk(story.rulebook, story.name, entries).unlawful == (far.index,)


# Random records

MOVING = (
    "service_failed", "service_recorded", "clock_paused", "clock_resumed", "direction_given", "notice_waived",
    "court_order_entered", "act_undone", "continuation_decided", "hearing_vacated", "postponed", "respondent_named",
    "charge_withdrawn", "adjourned", "progress_noted", "resignation_received",
)  # fmt: skip
PARTIES = {"complainant": "p-complains", "respondent": "p-answers"}
PERSONS = ("p-one", "p-two", "p-three")
GAPS = (0, 0, 0, 1, 2, 3, 6, 11, 15, 29, 41, 90)


class Writer:
    """Draws a record, entry by entry, mostly of what is open."""

    def __init__(self, data: st.DataObject, rulebook: Rulebook) -> None:
        self.data, self.rulebook = data, rulebook
        self.edition: Edition = rulebook.editions[0]
        self.entries: list[Entry] = []
        self.day = date(2026, 1, 5) + timedelta(days=data.draw(st.integers(0, 300), label="first day"))

    def write(self, *, late: bool) -> None:
        self._add(self.edition.first_step, None)
        for _ in range(self.data.draw(st.integers(5, 28), label="entries")):
            kind = self.data.draw(st.integers(0, 19))
            if kind == 0:
                self._incidental()
            else:
                self._step(any_step=kind <= 2)
            if late and self.data.draw(st.integers(0, 5)) == 0:
                self._late()

    def _pass(self) -> None:
        self.day += timedelta(days=self.data.draw(st.sampled_from(GAPS), label="days"))
        days = [date.fromisoformat(str(e.data["hearing_on"])) for e in self.entries if "hearing_on" in e.data]
        if days and self.day <= days[-1] and self.data.draw(st.booleans(), label="on the day told"):
            self.day = days[-1]

    def _step(self, *, any_step: bool) -> None:
        self._pass()
        opened = walk(self.rulebook, "case", self.entries, listing=True).opened[-1]
        moving = [name for name in opened if not self.edition.steps[name].after_end]
        names = list(self.edition.steps) if any_step or not moving else moving
        step = self.edition.steps[self.data.draw(st.sampled_from(names), label="step")]
        results = [one.name for one in step.results]
        odd = self.data.draw(st.integers(0, 29)) == 0
        result = None if odd or not results else self.data.draw(st.sampled_from(results), label="result")
        self._add(step, result)

    def _incidental(self) -> None:
        self._pass()
        act = self.data.draw(st.sampled_from(MOVING), label="act")
        outcomes = ACTS[act].outcomes if act in ACTS else ()
        result = self.data.draw(st.sampled_from(outcomes)) if outcomes else None
        self._append(None, (act,), result, self._said((act,), None))

    def _late(self) -> None:
        """The last one was late: it happened some days sooner, and perhaps overtakes what the clock made."""
        entry = self.entries[-1]
        by_clock = [one.index for one in self.entries[:-1] if one.deemed]
        overtakes = tuple(by_clock[-1:]) if self.data.draw(st.booleans()) else ()
        sooner = max(self.entries[0].at, entry.at - timedelta(days=self.data.draw(st.integers(0, 20))))
        self.entries[-1] = replace(entry, at=sooner, late={"reason": "said"}, overtakes=overtakes)

    def _add(self, step: Step, result: str | None) -> None:
        self._append(step.name, step.acts, result, self._said(step.acts, step))

    def _append(self, step: str | None, acts: tuple[str, ...], result: str | None, said: dict[str, object]) -> None:
        known = self.edition.steps.get(step or "")
        party = next((PARTIES[role] for role in known.by if role in PARTIES), "") if known else ""
        who = party or self.data.draw(st.sampled_from((*PERSONS, *PARTIES.values())))
        clock = bool(self.entries) and self.data.draw(st.integers(0, 9)) == 0
        actor = Actor(who="clock" if clock else who, role="any", capacity="clerk")
        deemed = "a/0" if clock and self.data.draw(st.booleans()) else None
        self.entries.append(
            Entry(
                case="case", index=len(self.entries), at=self.day, recorded=noon(self.day), step=step, acts=acts,
                result=result, by=(actor,), data=said, edition=self.edition.digest, deemed=deemed,
            )
        )  # fmt: skip

    def _said(self, acts: tuple[str, ...], step: Step | None) -> dict[str, object]:
        data: dict[str, object] = {}
        if "complaint_received" in acts:
            data |= {"complainant": [PARTIES["complainant"]], "respondents": [PARTIES["respondent"]]}
            if self.data.draw(st.integers(0, 9)) == 0:
                data.pop("respondents")
        if step is not None and step.tells and self.data.draw(st.integers(0, 9)):
            data["channel"] = self.data.draw(st.sampled_from(sorted(self.edition.calendar.service)), label="channel")
        if "charges_issued" in acts:
            clause = next(iter(self.edition.offences), "1")
            data["charges"] = [{"clause": clause, "days": []}] * self.data.draw(st.integers(1, 3), label="charges")
        of_a_charge = bool({"charge_decided", "charge_withdrawn"} & set(acts))
        if of_a_charge and self.data.draw(st.booleans()):
            data["charge"] = self.data.draw(st.sampled_from((1, 2, "1", [1, 2], 4)), label="charge")
        if step is not None and step.announces and self.data.draw(st.integers(0, 9)):
            data["hearing_on"] = self._ahead()
        return data | self._moved(acts)

    def _moved(self, acts: tuple[str, ...]) -> dict[str, object]:
        """What acts say that move days, findings or clocks."""
        data: dict[str, object] = {}
        for act in acts:
            data |= self._of(act)
        return data

    def _of(self, act: str) -> dict[str, object]:
        said = self.data.draw
        number = st.integers(0, max(0, len(self.entries) - 1))
        if act in ("postponed", "hearing_vacated"):
            return {"new_day": self._ahead()} if said(st.booleans()) else {}
        if act in ("service_failed", "service_recorded"):
            return {"letter": said(st.sampled_from(self._letters())), "to": [PARTIES["respondent"]]}
        if act == "court_order_entered":
            return {"quashes": [said(number)]} if said(st.booleans()) else {}
        given: dict[str, st.SearchStrategy[object]] = {
            "notice_waived": st.just({"down_to": "14 clear days"}),
            "clock_paused": st.sampled_from(sorted(self.edition.steps)).map(lambda name: {"duties": [name]}),
            "act_undone": number.map(lambda one: {"undoes": [one]}),
            "direction_given": st.sampled_from(("late_evidence", "other")).map(lambda on: {"on": on}),
            "respondent_named": st.sampled_from((PARTIES["respondent"], [])).map(lambda one: {"person": one}),
        }
        return dict(said(given[act])) if act in given else {}  # type: ignore[call-overload]

    def _letters(self) -> list[str]:
        acts = [act for step in self.edition.steps.values() for act in step.vocabulary]
        return sorted({letter for act in acts for letter in act.letters}) or ["D07"]

    def _ahead(self) -> str:
        days = self.data.draw(st.sampled_from((3, 9, 16, 30, 33, 45, 200)), label="ahead")
        return (self.day + timedelta(days=days)).isoformat()


TIMES = int(os.environ.get("ALTERAM_EXAMPLES", "1"))  # ALTERAM_EXAMPLES=25 for a long search
SLOW = settings(
    max_examples=10 * TIMES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip


@pytest.mark.parametrize("folder", EDITIONS, ids=BODY_AND_EDITION)
@SLOW
@given(data=st.data())
def test_random_records_are_walked_as_the_engine_judges_them(folder: Path, data: st.DataObject) -> None:
    writer = Writer(data, read(folder))
    writer.write(late=False)
    asked = agree(writer.rulebook, "case", writer.entries)
    event("asked" if asked else "not asked")


@pytest.mark.parametrize("folder", EDITIONS, ids=BODY_AND_EDITION)
@SLOW
@given(data=st.data())
def test_late_entries_and_what_they_overtake_are_walked_in_their_order(folder: Path, data: st.DataObject) -> None:
    writer = Writer(data, read(folder))
    writer.write(late=True)
    agree(writer.rulebook, "case", writer.entries)


# Days that another entry moves


def _until(story: worked.Told, step: str) -> tuple[list[Entry], Entry]:
    place = next(number for number, entry in enumerate(story.entries) if entry.step == step)
    return list(story.entries[:place]), story.entries[place]


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    return [replace(entry, index=number) for number, entry in enumerate(entries)]


def _beside(entry: Entry, act: str, **data: object) -> Entry:
    """An incidental entry of the day of another."""
    return replace(entry, step=None, acts=(act,), result=None, data=data, deemed=None)


@pytest.mark.parametrize("days", [-30, -1, 0, 1])
@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("", {}),
        ("hearing_vacated", {}),
        ("hearing_vacated", {"new_day": "2026-05-20"}),
        ("notice_waived", {"down_to": "14 clear days"}),
        ("service_failed", {"letter": "D19"}),
    ],
)
def test_a_hearing_opens_on_the_day_told_and_on_no_other(act: str, data: dict[str, object], days: int) -> None:
    story = told(RULEBOOKS / "lantern-league" / "2025" / "worked" / "G01.yaml")
    before, opening = _until(story, "open_hearing")
    assert story.case is not None
    to = story.case.parties["respondent"]
    moved = [_beside(before[-1], act, **data, to=to)] if act else []
    day = opening.at + timedelta(days=days)
    known = [entry for entry in (*before, *moved) if entry.at <= day]
    entries = _numbered([*known, replace(opening, at=day)])

    agree(story.rulebook, story.name, entries)
    refused = entries[-1].index in walk(story.rulebook, story.name, entries).unlawful
    assert refused == (days != 0 or act in ("hearing_vacated", "service_failed"))
