"""Floors of directions: within the bounds of the book, after both sides were heard, and never at the cost of time that
protects somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from alteram import duties
from alteram.procedure import answers, wording
from alteram.procedure.floors.floor import against, entries_of, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.provisions import Directions

AFTER_REPRESENTATIONS = ("joinder", "severance", "set_aside")
SIDES = (("respondent",), ("complainant", "presenter"))
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "joinder": "join or sever",
        "severance": "join or sever",
        "more_time": "lengthen any time",
        "named_document": "order a named document",
        "unused_material": "order a named document",
        "remote_hearing": "sit remotely",
    }
)
"""What a direction is on, and the power of the book that it uses; every other topic has a floor of its own."""


def within_bounds(s: Situation) -> Iterator[Refusal]:
    """CHG-04, NOT-04: whom the book lets direct, what it lets be directed, and no time of the respondent's is cut."""
    if s.probing or s.by_clock or s.meaning != "granted":
        return
    yield from _says_what(s)
    yield from _shortens_nothing(s)
    for bound in s.edition.directions[:1]:
        yield from _by_the_chair(s, bound)
        yield from _of_a_kind(s, bound)


def _says_what(s: Situation) -> Iterator[Refusal]:
    for topic, field, question in (
        ("more_time", "new_times", "Which times change?"),
        ("named_document", "document", "If a document is ordered: which, and from whom?"),
        ("named_document", "document_from", "If a document is ordered: who brings it?"),
        ("named_document", "document_by", "If a document is ordered: by which day?"),
        ("remote_hearing", "link", "If the hearing is remote: by which link?"),
    ):
        untold = topic != "remote_hearing" or bool(s.case.awaited)  # the notice that still comes tells the link
        if s.word("on") == topic and untold and not s.given(field):
            yield answers.empty(s, question, field)
    by = answers.day_of(s.word("document_by"))
    if s.word("on") == "named_document" and by is not None and by <= s.day:
        yield refuse("E-FIELD", "CHG-04", "Refused: a document is ordered for a day to come.", "Set a later day.")


def _by_the_chair(s: Situation, bound: Directions) -> Iterator[Refusal]:
    """Whoever chairs the body that the book names; until that body sits, whoever else the act is open to."""
    bodies = {one.body for one in s.edition.directions}
    chairs = {person for body in bodies for person in s.case.people_in(body) if person in s.case.chairs}
    if chairs and not set(s.by) <= chairs:
        body = wording.plain(bound.body)
        yield against(
            "E-ROLE", bound.clause, f"Refused: the chair of the {body} directs, and one sits in this case.",
            "Ask the chair.",
        )  # fmt: skip


def _of_a_kind(s: Situation, bound: Directions) -> Iterator[Refusal]:
    asked = {KINDS[s.word("on")]} if s.word("on") in KINDS else set()
    asked |= {"lengthen any time"} if s.given("new_times") and s.word("on") not in ("late_evidence",) else set()
    for power in sorted(asked - set(bound.may)):
        yield against(
            "E-DIRECTION", bound.clause,
            f"Refused: rule {bound.clause} does not let the chair {power}, but "
            f"{wording.listed(bound.may, 'and')}.",
            "Direct what the rule names, or use the step that the rules have for this.",
        )  # fmt: skip


def _shortens_nothing(s: Situation) -> Iterator[Refusal]:
    """Time that protects the respondent is cut by nobody else, and no step is skipped by a day that has gone by."""
    times = s.fields.get("new_times")
    mine = {role.name for role in s.edition.roles.values() if role.party and "respondent" in role.capacities}
    for name, word in times.items() if isinstance(times, Mapping) else ():
        asked = answers.day_of(str(word))
        owed = [duty for duty in duties.owed(s.case) if duty.step == name and not duty.live.incidental]
        if not owed and s.word("on") == "more_time":
            title = wording.title(s.edition.steps[name]) if name in s.edition.steps else f"“{wording.plain(str(name))}”"
            yield refuse(
                "E-FIELD", "CHG-04", f"Refused: no time runs for {title} in this case.", "Name a step that is owed."
            )
        last = max((duty.due.day for duty in owed if duty.due and set(duty.roles) & mine), default=None)
        if asked is not None and last is not None and asked < last:
            bound = next(iter(s.edition.directions), None)
            yield against(
                "E-DIRECTION", bound.clause if bound is not None and bound.clause else "NOT-04",
                f"Refused: {wording.day(asked)} would cut the respondent's time, which runs up to {wording.day(last)}.",
                "Leave that time as it is; the respondent may act sooner, and alone can agree to a shorter notice.",
            )  # fmt: skip


def threads_as_the_book_says(s: Situation) -> Iterator[Refusal]:
    """CHG-04: several people are heard together or apart as the book says."""
    several = s.edition.several.respondents if s.edition.several is not None else None
    topic = s.word("on")
    if s.probing or several is None or topic not in ("joinder", "severance"):
        return
    sits = set(s.case.people_in(several.joined_by)) if several.joined_by else set()
    if topic == "joinder" and s.meaning == "granted" and sits and not set(s.by) <= sits:
        yield against(
            "E-ROLE", several.clause,
            f"Refused: the {wording.plain(several.joined_by)} joins cases, and it sits in this one.", "Ask its chair.",
        )  # fmt: skip
    apart = (topic, s.meaning) in (("joinder", "granted"), ("severance", "refused"))
    if several.severed_if and s.ticked("defences_conflict") and apart:
        yield against(
            "E-DIRECTION", several.clause,
            f"Refused: rule {several.clause} has people heard apart if {several.severed_if}, and theirs do.",
            "Refuse the joinder, or sever the cases.",
        )  # fmt: skip


def heard_first(s: Situation) -> Iterator[Refusal]:
    """CHG-04: joining, severing and setting aside are ruled on after both sides were heard, or asked, with reasons."""
    topic = s.word("on")
    if s.probing or topic not in AFTER_REPRESENTATIONS:
        return
    missing = [sides[-1] for sides in SIDES if not _heard(s, sides, topic)]
    if missing:
        yield refuse(
            "E-NOT-HEARD-FIRST",
            "CHG-04",
            f"Not yet: the {wording.listed(missing, 'and the')} has not been heard on the {wording.plain(topic)}.",
            "Take their representations first, or say whom you asked.",
        )
    if not s.given("reasons"):
        yield refuse("E-FIELD", "CHG-04", f"Not yet: a ruling on {wording.plain(topic)} has reasons.", "Write them.")


def _heard(s: Situation, sides: tuple[str, ...], topic: str) -> bool:
    """Whether somebody of this side has applied, made representations, or is named as heard or asked."""
    people = {person for side in sides for person in s.case.people_in(side)}
    people |= {one for one, party in s.case.representatives.items() if party in people}
    if not people or people & set(s.words("heard")):
        return True
    applied = [entry for entry in entries_of(s.case, "application_made") if entry.result == topic]
    made = [
        entry
        for entry in entries_of(s.case, "representation_made")
        if wording.plain(topic) in wording.plain(str(entry.data.get("question", "")))
    ]
    return any(actor.who in people for entry in (*applied, *made) for actor in entry.by)


def leave_gives_time(s: Situation) -> Iterator[Refusal]:
    """DIS-05: leave for late evidence has reasons, and gives the other side time."""
    if s.probing or s.word("on") != "late_evidence" or s.meaning != "granted":
        return
    blank = [name for name in ("reasons", "new_times") if not s.given(name)]
    if blank:
        yield refuse(
            "E-LATE-EVIDENCE",
            "DIS-05",
            f"Not yet: leave for late evidence says nothing about {wording.listed(blank, 'and')}.",
            "Give the reasons, and the day until which the other side may answer.",
        )
