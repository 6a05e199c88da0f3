"""Floors between the charge and the hearing: notice, service, the bundle, a shorter time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.case import Case
from alteram.codec import Entry
from alteram.procedure import wording
from alteram.procedure.answers import is_day
from alteram.procedure.floors.floor import day_in, entries_of, length_in, refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Step, Wait

FIVE_WORKING_DAYS = Length(number=5, unit="working days")
SEVEN_CLEAR_DAYS = Length(number=7, unit="clear days")
FOURTEEN_CLEAR_DAYS = Length(number=14, unit="clear days")
SITTING = ("interim_panel", "hearing_panel", "appeal_panel", "reviewer")
BEFORE_A_HEARING = ("charges_issued", "bundle_served", "hearing_notice_served")


def bundle_travels(s: Situation) -> Iterator[Refusal]:
    """DIS-01: the bundle is served with the notice, or before it."""
    with_bundle = s.is_act("bundle_served") or s.edition.steps_of("bundle_served") == ()
    if s.probing:
        return
    if (with_bundle and not s.given("bundle")) or (not with_bundle and deed(s.case, "bundle_served") is None):
        yield refuse(
            "E-DISCLOSURE",
            "DIS-01",
            "Not yet: the bundle must travel with the notice, so that nothing reaches "
            "the panel that the respondent has not had as long.",
            "Serve the whole bundle with the notice.",
        )


def served_before_opening(s: Situation) -> Iterator[Refusal]:
    """NOT-02: the hearing opens only on a valid service."""
    for step in s.edition.steps_of("hearing_notice_served"):
        ours = step.name in s.case.last and step.announces == (s.step.name if s.step else "")
        if ours and step.tells and s.case.served(step.name) is None:
            yield refuse(
                "E-NOT-SERVED",
                "NOT-02",
                "Not yet: the notice of hearing has not been validly served.",
                "Send it again by a second channel.",
            )


def least_notice(s: Situation) -> Iterator[Refusal]:
    """NOT-01: charges, bundle and notice each five working days before the hearing, whatever the book says.

    Asked when the notice fixes the day, and again when the hearing opens.
    """
    hearing, on = _hearing(s)
    if hearing is None or on is None:
        return
    for step, start in _served_papers(s, hearing):
        first = _five_working_days(s, start)
        if on < first.day:
            yield refuse(
                "E-NOTICE-SHORT",
                "NOT-01",
                f"Not yet: nobody answers at a hearing within five working days of {wording.title(step)}, whatever a "
                f"rule book says. The earliest lawful day is {wording.day(first.day)}.",
                f"Choose {wording.day(first.day)} or later.",
                lawful=first.day,
                counted=first,
            )


def by_link_if_remote(s: Situation) -> Iterator[Refusal]:
    """NOT-01: where the chair has directed that the hearing is remote, the notice tells the link and no room."""
    if s.probing or s.by_clock or s.case.remote is None or "://" in s.word("place"):
        return
    yield refuse(
        "E-FIELD",
        "NOT-01",
        f"Not yet: by the direction in entry {s.case.remote} the hearing is remote, and the notice tells no link.",
        "Give the link by which everybody joins, such as https://…, in the place of a room.",
    )


def put_off_with_notice(s: Situation) -> Iterator[Refusal]:
    """NOT-01: a new day leaves five working days too, and a hearing that is put off is never brought forward."""
    new_day = day_in(s, "new_day")
    if s.probing or new_day is None:
        return
    told = [s.case.announced[name] for name in s.case.awaited if name in s.case.announced]
    served = s.edition.calendar.deemed(s.day, s.sent_by)
    first = _five_working_days(s, served.day)
    if new_day < first.day:
        yield refuse(
            "E-NOTICE-SHORT",
            "NOT-01",
            f"Not yet: the new day must be told five working days before. The earliest lawful day is "
            f"{wording.day(first.day)}.",
            f"Choose {wording.day(first.day)} or later.",
            lawful=first.day,
            counted=first,
        )
    if told and new_day <= max(told):
        yield refuse(
            "E-NOTICE-SHORT",
            "NOT-01",
            f"Refused: it was announced for {wording.day(max(told))}, and putting it off never brings it forward.",
            f"Choose a day after {wording.day(max(told))}.",
        )


def _five_working_days(s: Situation, start: date) -> Counted:
    """The first day after five working days or seven clear days, whichever comes first."""
    at_least = s.edition.calendar.at_least
    return min(at_least(start, FIVE_WORKING_DAYS), at_least(start, SEVEN_CLEAR_DAYS), key=lambda counted: counted.day)


def _hearing(s: Situation) -> tuple[Step | None, date | None]:
    """The hearing that is opened or announced here, and its day."""
    if s.step is None:
        return None, None
    if s.is_act("hearing_opened"):
        return s.step, s.day
    announced = s.edition.steps.get(s.step.announces)
    return (announced, day_in(s, "hearing_on")) if announced and announced.is_act("hearing_opened") else (None, None)


def _served_papers(s: Situation, hearing: Step) -> Iterator[tuple[Step, date]]:
    """The steps that told of this hearing, each with the day of its deemed service."""
    before_findings = "reviewer" not in _capacities(s, hearing)
    for act in BEFORE_A_HEARING:
        for step in s.edition.steps_of(act):
            announces = act == "charges_issued" or step.announces == hearing.name or not step.announces
            if not announces or (act == "charges_issued" and not before_findings):
                continue
            if step is s.step and s.probing is False:
                yield step, s.edition.calendar.deemed(s.day, s.sent_by).day
            elif step.name in s.case.last:
                start = s.case.start_of(s.case.last[step.name])
                if start is not None:
                    yield step, start.day


def _capacities(s: Situation, step: Step) -> set[str]:
    return {one for name in step.by if name in s.edition.roles for one in s.edition.roles[name].capacities}


def challenges_a_member(s: Situation) -> Iterator[Refusal]:
    """IND-05: only somebody who sits can be challenged; naming another uses no right up."""
    if s.probing:
        return
    open_to_it = challengeable(s.case, s.step)
    if s.given("member") and not set(s.words("member")) <= set(open_to_it):
        yield refuse(
            "E-FIELD",
            "IND-05",
            "Refused: the person named does not sit in this case, or cannot be challenged with this step.",
            "Choose a member of the panel.",
        )


def challengeable(case: Case, step: Step | None) -> tuple[str, ...]:
    """Who may be challenged: whoever sits on a panel; with a step that follows a replacement, the newcomers alone."""
    sits = {who: entry for one in SITTING for who, entry in case.appointed.get(one, {}).items()}
    sources = step.window.of if step is not None and step.window is not None else ()
    if sources and all(case.edition.steps[name].is_act("panel_replaced") for name in sources):
        drawn = {entry.index for entry in case.entries if "panel_replaced" in entry.acts}
        return tuple(who for who, entry in sits.items() if entry in drawn)
    return tuple(sits)


def says_which_days(s: Situation) -> Iterator[Refusal]:
    """NOT-03: an answer says which days suit, which do not, or that every day does; one of the three."""
    if s.probing:
        return
    said = [s.given("days"), s.given("cannot"), s.ticked("any")]
    if sum(said) != 1:
        yield refuse(
            "E-FIELD",
            "NOT-03",
            "Not yet: say on which days you can come, or on which you cannot, or that every day suits: one of these.",
            "Tick the days, or say that every day suits.",
        )
    if any(not is_day(word) for name in ("days", "cannot") for word in s.words(name)):
        yield refuse(
            "E-FIELD", "NOT-03", "Refused: one of the days named is none.", "Write them like this: 2026-11-24."
        )
    if s.given("of") and s.words("of") != s.by and not s.papers:
        yield refuse(
            "E-FIELD",
            "NOT-03",
            "Not yet: somebody else's days are entered with the paper in which they said them.",
            "Add the paper, or let the person say it.",
        )


def waiver_is_theirs(s: Situation) -> Iterator[Refusal]:
    """NOT-04: a shorter notice only by the respondent's own hand, after advice, never below the floor."""
    if s.probing:
        return
    if s.typed_by or not set(s.by) <= set(s.case.parties.get("respondent", ())):
        yield refuse(
            "E-WAIVER-NOT-RESPONDENT",
            "NOT-04",
            "Refused: only the respondent, by their own hand, may accept a shorter notice.",
            "Ask the respondent; show the advice first.",
        )
    if not s.ticked("advice_shown"):
        yield refuse(
            "E-FIELD", "NOT-04", "Refused: the advice about giving up notice has not been shown.", "Show it first."
        )
    lowest = _waiver_floor(s)
    down_to = length_in(s, "down_to")
    if lowest is not None and down_to is not None and _longer(s, lowest, down_to):
        yield refuse(
            "E-WAIVER-FLOOR",
            "NOT-04",
            f"Refused: notice can be shortened to {lowest}, not below.",
            f"Offer {lowest} or more.",
        )


def _waiver_floor(s: Situation) -> Length | None:
    """The shortest notice that may be agreed: the book's, or the floor where the book goes below it."""
    waits = [wait for step in s.edition.steps.values() for wait in step.waits if wait.waiver_by]
    if not waits:
        return None
    lowest = waits[0].not_below
    for floor in _least(s, waits[0]):
        lowest = floor if lowest is None or _longer(s, floor, lowest) else lowest
    return lowest


def _least(s: Situation, wait: Wait) -> Iterator[Length]:
    """Not below the smaller of 14 clear days and half the book's notice, nor below five working days."""
    half = Length(number=max(1, (wait.at_least.number + 1) // 2), unit=wait.at_least.unit)
    yield half if _longer(s, FOURTEEN_CLEAR_DAYS, half) else FOURTEEN_CLEAR_DAYS
    yield FIVE_WORKING_DAYS


def _longer(s: Situation, one: Length, other: Length) -> bool:
    """Whether one notice, given today, ends later than another."""
    at_least = s.edition.calendar.at_least
    return at_least(s.day, one).day > at_least(s.day, other).day


def late_evidence_by_leave(s: Situation) -> Iterator[Refusal]:
    """DIS-05: evidence that comes after the last day for it needs leave, under whichever name it is entered."""
    if s.step is not None or s.probing:
        return  # a step of the book has its own last day
    for step in s.edition.steps_of("evidence_added"):
        event = s.case.announced.get(step.before.step) if step.before is not None else None
        if step.before is None or event is None or deed(s.case, "hearing_closed") is not None:
            continue
        last = s.edition.calendar.before(event, step.before.at_least)
        if s.day > last.day and not leave_for_late_evidence(s.case):
            yield refuse(
                "E-LATE-EVIDENCE",
                "DIS-05",
                f"Refused: the last day for evidence was {wording.day(last.day)}, {step.before.at_least} before the "
                "hearing, and no leave has been given.",
                "Hand it in as a paper, and ask the chair for leave; the other side gets time to answer.",
                counted=last,
            )


def leave_for_late_evidence(case: Case) -> Entry | None:
    """The direction that lets late evidence in, if the chair gave one."""
    given = [
        entry
        for entry in entries_of(case, "direction_given")
        if entry.data.get("on") == "late_evidence" and entry.result == "granted"
    ]
    return given[-1] if given else None
