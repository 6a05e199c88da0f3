"""The values below which no rule book may go, and where a text goes below them.

A length is measured by what it surely gives: five working days are met by five working days or by seven clear ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alteram.calendar.lengths import Length
from alteram.rulebook.model import DutyRule, Edition, Step, Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """One place where a text misses a floor, and what would mend it."""

    floors: tuple[str, ...]
    clause: str
    line: int
    wrong: str
    right: str

    def __str__(self) -> str:
        rule = f", rule {self.clause}" if self.clause else ""
        return f"{', '.join(self.floors)} (line {self.line}{rule}): {self.wrong} {self.right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """A floor under a length of time."""

    working: int
    clear: int

    def __str__(self) -> str:
        return f"{self.working} working days ({self.clear} clear days will do)"


A_WEEK = Least(working=5, clear=7)
TWO_WEEKS = Least(working=10, clear=14)
SIX_MONTHS, EIGHTEEN_MONTHS = 184, 549  # days, at the longest
WAIVED = 14  # clear days, or half the notice if that is less
PER_WORKING_DAY = 7 / 5


def below(edition: Edition) -> tuple[Missed, ...]:
    """Every value of the text that is below its floor."""
    return (
        *_hearing(edition),
        *_waivers(edition),
        *_answers(edition),
        *_appeals(edition),
        *_rights(edition),
        *_reviews(edition),
        *_interim_in_all(edition),
        *_automatic_ending(edition),
        *_extension(edition),
        *_bans_in_matches(edition),
        *_contacts(edition),
    )


def clear_days(length: Length, edition: Edition, *, wait: bool) -> float:
    """How many days lie surely between the two, neither counted. A window or a duty may use up its last day."""
    if length.unit == "working days":
        return length.number * PER_WORKING_DAY
    days = longest(length) if length.unit not in ("months", "years") else length.number * _shortest_unit(length)
    bare = wait and length.unit != "clear days" and not edition.calendar.plain_waits_are_clear
    return days - 1 if bare else days


def _shortest_unit(length: Length) -> int:
    return {"months": 28, "years": 365}[length.unit]


def longest(length: Length) -> int:
    """How many days it may come to at most; holidays left out."""
    per = {"weeks": 7, "months": 30.5, "years": 366, "working days": PER_WORKING_DAY}.get(length.unit, 1)
    return int(length.number * per + 0.999)


def reaches(length: Length, least: Least, edition: Edition, *, wait: bool = False) -> bool:
    if length.unit == "working days":
        return length.number >= least.working
    return clear_days(length, edition, wait=wait) >= least.clear


def _low(floor: str, step: Step, line: int, wrong: str, least: object) -> Missed:
    return Missed(
        floors=(floor,), clause=step.clause, line=line or step.line, wrong=wrong, right=f"No less than {least}."
    )


# --- the hearing


def _hearing(edition: Edition) -> Iterator[Missed]:
    for hearing in edition.steps_of("hearing_opened"):
        if not any("hearing_panel" in edition.roles[name].capacities for name in hearing.by if name in edition.roles):
            continue
        for act, floor, what in (
            ("charges_issued", "NOT-01", "the charges"),
            ("bundle_served", "DIS-01", "the bundle"),
            ("hearing_notice_served", "NOT-01", "the notice"),
        ):
            sources = [source for source in edition.steps_of(act) if source.announces in ("", hearing.name)]
            for source in sources:
                if not _protected(edition, hearing, source.name):
                    wrong = f"“{hearing.title}” may come sooner than {A_WEEK} after {what} (“{source.title}”)."
                    yield _low(floor, hearing, hearing.line, wrong, A_WEEK)
            if edition.steps_of(act) and not sources:
                wrong = f"Whoever gets {what} learns of another step's day, not of that of “{hearing.title}”."
                yield _low(floor, hearing, hearing.line, wrong, f"{A_WEEK}, from a step that announces it")


def _protected(edition: Edition, step: Step, after: str) -> bool:
    waits = [wait for wait in step.waits if wait.after == after and _firm(edition, wait)]
    return any(reaches(wait.at_least, A_WEEK, edition, wait=True) for wait in waits)


def _firm(edition: Edition, wait: Wait) -> bool:
    """A wait gives way to nothing but what the respondent does."""
    ways = {atom.name for atom in wait.unless}
    return all(name in edition.steps and _by_respondent(edition, edition.steps[name]) for name in ways)


def _by_respondent(edition: Edition, step: Step) -> bool:
    return bool(step.by) and all(
        name in edition.roles and "respondent" in edition.roles[name].capacities for name in step.by
    )


def _waivers(edition: Edition) -> Iterator[Missed]:
    for step in edition.steps.values():
        for wait in step.waits:
            least = wait.not_below
            if least is None:
                continue
            needed = min(WAIVED, clear_days(wait.at_least, edition, wait=True) / 2)
            if not reaches(least, A_WEEK, edition, wait=True) or clear_days(least, edition, wait=True) < needed:
                yield _low(
                    "NOT-04",
                    step,
                    wait.line,
                    f"The wait before “{step.title}” may be cut to {least}.",
                    f"half the wait or {WAIVED} clear days, whichever is less, nor {A_WEEK}",
                )


# --- time to answer, and to appeal


def _answers(edition: Edition) -> Iterator[Missed]:
    answers = {step.name for step in edition.steps_of("response_received")}
    for step in (*edition.steps_of("allegations_put"), *edition.steps_of("charges_issued")):
        duties = [duty for duty in step.then if duty.step in answers]
        for duty in duties:
            if not reaches(duty.within, A_WEEK, edition):
                wrong = f"{duty.within} are too short to answer after “{step.title}”."
                yield _low("INV-01", step, duty.line, wrong, A_WEEK)
        waited = any(_protected(edition, later, step.name) for later in edition.steps.values())
        if step.is_act("allegations_put") and not duties and not waited:
            wrong = f"Nothing leaves the respondent time to answer after “{step.title}”."
            yield _low("INV-01", step, step.line, wrong, f"{A_WEEK}, as a duty to answer or as a wait of what follows")


def _appeals(edition: Edition) -> Iterator[Missed]:
    appeals = {step.name: step for step in edition.steps_of("appeal_lodged")}
    for step in appeals.values():
        if step.window is not None and not reaches(step.window.at_most, A_WEEK, edition):
            wrong = f"{step.window.at_most} are too short for “{step.title}”."
            yield _low("APP-02", step, step.window.line, wrong, A_WEEK)
    for source, duty in _duties(edition):
        if duty.step in appeals and duty.right and not reaches(duty.within, A_WEEK, edition):
            yield _low("APP-02", source, duty.line, f"{duty.within} are too short for “{duty.step}”.", A_WEEK)


def _rights(edition: Edition) -> Iterator[Missed]:
    """No consequence ends a right before its window has shut."""
    for step in edition.steps.values():
        window = step.window
        for source in (edition.steps[name] for name in window.of) if window is not None and step.right else ():
            for duty in source.then:
                if (
                    window is not None
                    and _shuts(edition, duty, step)
                    and longest(duty.within) < longest(window.at_most)
                ):
                    floor = (
                        "APP-02" if step.is_act("appeal_lodged") else next(iter(step.vocabulary[0].floors), "RUL-01")
                    )
                    wrong = (
                        f"“{step.title}” lapses after {duty.within}, before its window of {window.at_most} has shut."
                    )
                    yield _low(floor, source, duty.line, wrong, window.at_most)


def _shuts(edition: Edition, duty: DutyRule, right: Step) -> bool:
    """Whether the consequence of the duty ends every stage in which the right can be used."""
    if duty.deem is None or not right.only_while:
        return False
    ended = {stage for result, stage in edition.ended_by.get(duty.deem.step, ()) if result in ("", duty.deem.result)}
    return set(right.only_while) <= ended


def _duties(edition: Edition) -> Iterator[tuple[Step, DutyRule]]:
    for step in edition.steps.values():
        for duty in step.then:
            yield step, duty


# --- interim measures


def _reviews(edition: Edition) -> Iterator[Missed]:
    for source, duty in _reviewing(edition):
        if longest(duty.within) > SIX_MONTHS:
            wrong = f"The measure is first looked at again within {duty.within}."
            yield Missed(
                floors=("ISU-04",),
                clause=source.clause,
                line=duty.line,
                wrong=wrong,
                right="At most 6 months from one review to the next.",
            )


def _reviewing(edition: Edition) -> Iterator[tuple[Step, DutyRule]]:
    """Duties to review a measure by people, from its start and from each review."""
    for source, duty in _duties(edition):
        measure = source.is_act("interim_decided") or source.is_act("interim_reviewed")
        reviewed = edition.steps[duty.step]
        if measure and duty.deem is not None and reviewed.is_act("interim_reviewed") and not reviewed.clock_only:
            yield source, duty


def _interim_in_all(edition: Edition) -> Iterator[Missed]:
    for step in edition.steps_of("interim_decided"):
        if any(duty.deem is not None for duty in step.then) and _longest_measure(edition, step) > EIGHTEEN_MONTHS:
            yield Missed(
                floors=("ISU-04",),
                clause=step.clause,
                line=step.line,
                wrong=f"What “{step.title}” begins may go on for more than 18 months in all.",
                right="Add a duty, never renewed, that lets it expire, and limit how often it is granted (`limit`).",
            )


def _longest_measure(edition: Edition, step: Step) -> float:
    """The days that one measure may last: until it expires, or until no more reviews are left."""
    expiries = [
        longest(duty.within) for duty in step.then if duty.deem is not None and edition.steps[duty.step].clock_only
    ]
    first = max((longest(duty.within) for source, duty in _reviewing(edition) if source is step), default=0)
    renewed: float = 0
    for source, duty in _reviewing(edition):
        if source.is_act("interim_reviewed"):
            times = edition.steps[duty.step].cap
            renewed = max(renewed, longest(duty.within) * times if times is not None else float("inf"))
    return min([first + renewed, *expiries]) * _grants(step)


def _grants(step: Step) -> float:
    """How often the step may grant a measure."""
    granted = [result for result in step.results if result.means == "granted"]
    limit = next((result.limit for result in granted if result.limit is not None), step.cap)
    return float("inf") if limit is None else limit


# --- endings, extensions, contact


def _automatic_ending(edition: Edition) -> Iterator[Missed]:
    proposed = [step.name for step in edition.steps_of("termination_proposed")]
    for step in edition.steps_of("termination_confirmed"):
        waits = [wait for wait in step.waits if wait.after in proposed and _firm(edition, wait)]
        if not any(clear_days(wait.at_least, edition, wait=True) >= TWO_WEEKS.clear for wait in waits):
            wrong = f"“{step.title}” leaves no time to show a mistake."
            yield _low("RUL-10", step, step.line, wrong, "14 clear days after it was proposed")


def _extension(edition: Edition) -> Iterator[Missed]:
    for step in edition.steps_of("extension_applied"):
        before = step.before
        if before is None or not before.of_sanction or not reaches(before.at_least, TWO_WEEKS, edition):
            wrong = f"“{step.title}” may come too shortly before the end of the sanction."
            yield _low("SAN-05", step, step.line, wrong, "14 days before the `end of sanction`")
        yield from _capped(edition, step)
        yield from _extension_notice(edition, step)


def _capped(edition: Edition, step: Step) -> Iterator[Missed]:
    deciding = edition.steps_of("extension_decided")
    if step.cap is None and all(one.cap is None for one in deciding):
        wrong = f"“{step.title}” may come again and again."
        yield _low("SAN-05", step, step.line, wrong, "a limit to how often (`at_most`)")


def _extension_notice(edition: Edition, applied: Step) -> Iterator[Missed]:
    notices = _led_to(edition, applied)
    for step in (*edition.steps_of("hearing_opened"), *edition.steps_of("extension_decided")):
        waits = [wait for wait in step.waits if wait.after in notices and _firm(edition, wait)]
        if any(reaches(wait.at_least, A_WEEK, edition, wait=True) for wait in waits):
            return
    wrong = f"No notice of 7 clear days is kept before what “{applied.title}” asks for is heard."
    yield _low("SAN-05", applied, applied.line, wrong, "7 clear days' notice of the hearing")


def _led_to(edition: Edition, applied: Step) -> Iterable[str]:
    """The application itself, and the notices that may follow it."""
    stages = {stage.name for stage in edition.stages.values() if any(one.step == applied.name for one in stage.begins)}
    notices = [
        step.name for step in edition.steps_of("hearing_notice_served") if stages & set(step.only_while) or not stages
    ]
    return (applied.name, *notices)


def _bans_in_matches(edition: Edition) -> Iterator[Missed]:
    """A season ends, a team folds, a player is injured: such a ban has an end if there is a longest time for it, and
    if somebody enters the matches."""
    for name, sanction in edition.sanctions.items():
        if sanction.matches is None:
            continue
        what = f"“{name.replace('_', ' ')}” is counted in matches and"
        if sanction.no_later_than is None:
            yield _endless(
                sanction.line,
                f"{what} names no longest time: whoever is in no competition any more would be barred without an end.",
                "Add `no_later_than`, for example `no_later_than: 12 months`.",
            )
        for act, why in (("match_served", "enters those that are missed"), ("match_struck", "strikes out a mistake")):
            if not edition.steps_of(act):
                yield _endless(
                    sanction.line,
                    f"{what} nobody {why}.",
                    f"Add a step whose act is `{act}`, with `at_most: many` and `after_end: true`.",
                )


def _endless(line: int, wrong: str, right: str) -> Missed:
    return Missed(floors=("SAN-04",), clause="", line=line, wrong=wrong, right=right)


def _contacts(edition: Edition) -> Iterator[Missed]:
    for source, duty in _duties(edition):
        due = edition.steps[duty.step]
        for act, days in (("contact_reported", 1), ("contact_disclosed", 2)):
            if due.is_act(act) and duty.within.unit != "same day" and _more_than(duty.within, days):
                yield Missed(
                    floors=("IND-03",),
                    clause=source.clause,
                    line=duty.line,
                    wrong=f"“{due.title}” may wait {duty.within}.",
                    right=f"At most {days} working day{'s' if days > 1 else ''}.",
                )


def _more_than(length: Length, days: int) -> bool:
    return length.unit not in ("days", "working days", "clear days") or length.number > days
