"""The condition c12: what is typed into a form is there, is of its list, can be true, and agrees with what is counted.

A last day that the rule book counts is counted by the product; a form may leave it empty. Typed otherwise it would
stand in the record beside the day that binds, so it is refused, and the counted day is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from alteram.acts import Field
from alteram.calendar.days import Counted
from alteram.calendar.lengths import LengthNotUnderstood, parse_length
from alteram.procedure import wording
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Step

CLOCK_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.][0-5][0-9]")
WRITTEN_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(.*)")
BEHIND = frozenset(
    {"captured_on", "at", "known_at", "told_regulator_at", "known_on", "conduct", "conduct_day", "notice_given",
     "noticed_on", "received_on", "arrived_on", "died_on", "applied_on"}
)  # fmt: skip
"""Fields whose day lies behind the deed that names it."""
LENGTHS = frozenset({"lasts", "down_to", "by_how_much"})
"""Fields in which a length of time is written as a rule book writes it."""
COUNTED: Mapping[tuple[str, str], str] = {
    ("allegations_put", "answer_by"): "response_received",
    ("hearing_notice_served", "challenge_by"): "panel_challenged",
    ("hearing_notice_served", "evidence_by"): "evidence_added",
    ("outcome_told", "reasons_by"): "reasons_served",
}
"""Last days that a form may name, and the act whose last day each one is. The day to appeal has a floor of its own."""


def failed(situation: Situation) -> Iterator[Refusal]:
    """Everything that is missing in the answers, or cannot be so."""
    if situation.by_clock:
        return
    for act in situation.acts:
        for field in act.fields:
            yield from _answer(situation, field)
            if (act.name, field.name) in COUNTED:
                yield from _as_counted(situation, field, COUNTED[act.name, field.name])
    step = situation.step
    if step is not None and step.written_reasons and not _has_text(situation):
        yield empty(situation, "What are the reasons?", "reasons")
    if situation.is_act("appointed"):
        yield from _role_there(situation)


def _answer(situation: Situation, field: Field) -> Iterator[Refusal]:
    needed = field.required_with(situation.meaning)
    if needed and field.kind == "flag" and not situation.ticked(field.name):
        yield _not_so(situation, field)
    elif needed and not situation.given(field.name):
        yield empty(situation, field.question, field.name)
    if situation.given(field.name):
        yield from _possible(situation, field)


def _possible(situation: Situation, field: Field) -> Iterator[Refusal]:
    yield from _listed(situation, field)
    if field.kind == "time" and not CLOCK_TIME.fullmatch(situation.word(field.name).strip()):
        yield _refuse(situation, f"the answer to “{field.question}” must be a time.", "Write it like this: 10:00.")
    if field.kind == "day" and field.name not in BEHIND and not is_day(situation.word(field.name)):
        yield _refuse(situation, f"the answer to “{field.question}” must be a day.", "Write it like this: 2026-11-24.")
    if field.name in LENGTHS and field.kind == "words":
        yield from _a_length(situation, field)
    if field.name in BEHIND and field.kind in ("day", "days", "moment"):
        yield from _behind(situation, field)


def is_day(word: str) -> bool:
    """As an entry holds it."""
    try:
        return bool(date.fromisoformat(word))
    except ValueError:
        return False


def _listed(situation: Situation, field: Field) -> Iterator[Refusal]:
    """A closed list is closed, and who ticks none ticks nothing else. Ticks may be a body's own words."""
    words = [word for word in situation.words(field.name) if word]
    if field.kind == "choice" and field.choices and any(word not in field.choices for word in words):
        code = "E-TRIAGE-OUTCOME" if field.name == "bucket" else "E-FIELD"
        known = wording.listed(field.choices)
        yield _refuse(
            situation, f"the answer to “{field.question}” must be {known}.", "Choose from the list.", code=code
        )
    if field.kind == "choices" and "none" in words and len(words) > 1:
        others = wording.listed([word for word in words if word != "none"], "and")
        yield _refuse(
            situation, f"“{field.question}” is answered with none and with {others}.", "Tick none, or what applies."
        )


def _a_length(situation: Situation, field: Field) -> Iterator[Refusal]:
    try:
        parse_length(situation.word(field.name))
    except LengthNotUnderstood:
        why = f"the answer to “{field.question}” must be a length of time."
        yield _refuse(situation, why, "Write it like this: 14 days, or 6 months.")


def _behind(situation: Situation, field: Field) -> Iterator[Refusal]:
    for word in situation.words(field.name):
        found = day_of(word)
        if found is None:
            yield _refuse(
                situation, f"the answer to “{field.question}” holds no day.", "Write it like this: 24/11/2026 10:00."
            )
        elif found > situation.day:
            yield _refuse(
                situation,
                f"the answer to “{field.question}” is {wording.day(found)}, which had not come by then.",
                f"Name a day up to {wording.day(situation.day)}.",
            )


def day_of(word: str) -> date | None:
    """The day of a moment, as programs write it or as people do; None if it holds none."""
    written = WRITTEN_DAY.match(word.strip())
    if written is not None:
        word = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}{written[4].replace(' ', 'T', 1)}"
    try:
        return datetime.fromisoformat(word.strip()).date()
    except ValueError:
        return None


def _as_counted(situation: Situation, field: Field, act: str) -> Iterator[Refusal]:
    """A day typed is the one that is counted; where the rule book counts none, it is a day to come."""
    asked = day_of(situation.word(field.name))
    if asked is None:
        return
    last = last_day(situation, act)
    if last is None and asked < situation.day:
        yield _refuse(situation, f"{wording.day(asked)} is over.", "Choose a day to come.")
    elif last is not None and asked != last.day:
        yield _refuse(
            situation,
            f"the answer to “{field.question}” is counted: {wording.day(last.day)}, and not {wording.day(asked)}.",
            "Leave the day empty: it is counted.",
            counted=last,
        )


def last_day(situation: Situation, act: str) -> Counted | None:
    """The last day of an act for whoever is told now; None where the rule book counts none from this step."""
    step = situation.step
    if step is None:
        return None
    calendar, start = situation.edition.calendar, situation.day
    if step.tells and situation.edition.clocks_run_from_receipt:
        start = calendar.deemed(situation.day, situation.sent_by).day
    for rule in step.then:
        if situation.edition.steps[rule.step].is_act(act) and (not rule.results or situation.result in rule.results):
            return calendar.within(start, rule.within)
    found = (_of_window(situation, one, step, start) for one in situation.edition.steps_of(act))
    return next((one for one in found if one is not None), None)


def _of_window(situation: Situation, one: Step, step: Step, start: date) -> Counted | None:
    calendar, event = situation.edition.calendar, day_of(situation.word("hearing_on"))
    if one.window is not None and step.name in one.window.of:
        return calendar.within(start, one.window.at_most)
    if one.before is not None and event is not None and step.announces == one.before.step:
        return calendar.before(event, one.before.at_least)
    return None


def _role_there(situation: Situation) -> Iterator[Refusal]:
    """Nobody is appointed to what the rule book does not know: the appointment would do nothing."""
    capacity = situation.word("capacity")
    if capacity and not situation.edition.roles_with(capacity):
        yield _refuse(
            situation, f"this rule book has no role of {wording.plain(capacity)}.", "Choose a role that it has."
        )


def _has_text(situation: Situation) -> bool:
    texts = [field.name for act in situation.acts for field in act.fields if field.forgettable]
    return any(situation.given(name) for name in ("reasons", *texts))


def empty(situation: Situation, question: str, name: str) -> Refusal:
    """A question without an answer."""
    return Refusal(
        code="E-FIELD",
        clause=situation.clause or "AUD-02",
        sentence=f"Not yet: “{question}” has no answer ({wording.plain(name)}).",
        remedy="Answer the question.",
    )


def _not_so(situation: Situation, field: Field) -> Refusal:
    """Something that must have been done, and is said not to be."""
    return Refusal(
        code="E-FIELD",
        clause=situation.clause or "AUD-02",
        sentence=f"Not yet: the answer to “{field.question}” must be yes.",
        remedy="Do it first, and then say so.",
    )


def _refuse(
    situation: Situation, why: str, remedy: str, *, code: str = "E-FIELD", counted: Counted | None = None
) -> Refusal:
    clause = situation.clause or "AUD-02"
    return Refusal(code=code, clause=clause, sentence=f"Refused: {why}", remedy=remedy, counted=counted)
