"""Floors against influence: approaches, advice in deliberation, matter that would prejudice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from alteram import duties
from alteram.calendar.lengths import Length
from alteram.case import Case
from alteram.case.approaches import concerned_by, made_by
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, entries_of, numbers_in, refuse
from alteram.procedure.room import to_be_ruled
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal

DISCLOSED_WITHIN = Length(number=2, unit="working days")  # IND-03
NEVER_AT_DELIBERATION = ("presenter", "investigator", "complainant", "respondent")


def contact_settled(s: Situation) -> Iterator[Refusal]:
    """IND-03, IND-04: a contact is disclosed or ruled on before the panel goes on; ruled on before reasons."""
    reasons = s.is_act("reasons_served")
    for matter in s.case.contacts:
        open_ = matter.ruled is None if reasons else matter.ruled is None and matter.disclosed is None
        if open_:
            what = "ruled on" if reasons else "disclosed to both sides or ruled on"
            rule = f", which breaks rule {' and '.join(matter.breaks)}," if matter.breaks else ""
            yield refuse(
                "E-CONTACT-OPEN",
                "IND-03",
                f"Not yet: the contact in entry {matter.entry}{rule} has not been {what}.",
                "The clerk discloses it; the chair rules on its effect.",
            )


def contact_says_with_whom(s: Situation) -> Iterator[Refusal]:
    """IND-03: a line of the contact log names the other one, so that it can be held against the rules."""
    if not s.probing and not s.word("spoken_to") and not s.word("outside"):
        yield refuse(
            "E-FIELD",
            "IND-03",
            "Not yet: the entry does not say with whom it was.",
            "Name the person, or say that it was the press.",
        )


def says_how_it_is_known(s: Situation) -> Iterator[Refusal]:
    """IND-04: what is said at second hand says who told whom; what is dated says when."""
    if s.probing:
        return
    if s.word("source") == "second-hand" and not s.given("chain"):
        yield refuse(
            "E-FIELD",
            "IND-04",
            "Not yet: it is said at second hand, and not who told whom.",
            "Name each, from the first to yourself.",
        )
    if s.word("dated") == "dated" and not s.given("at"):
        yield refuse(
            "E-FIELD", "IND-04", "Not yet: the time is known, and not said.", "Say when, or that it is undated."
        )


def answers_for_somebody(s: Situation) -> Iterator[Refusal]:
    """IND-04: a denial by anybody but the one named says for which office it answers, and then what was checked."""
    if s.probing:
        return
    named = {person for number in _statements(s, "alleged") for person in made_by(_entry(s.case, number))}
    if named and not named & set(s.by) and not s.given("answers_for"):
        yield refuse(
            "E-FIELD",
            "IND-04",
            "Not yet: somebody else is named, and the answer does not say for which office it is given.",
            "Say who answers for which office, or let the person named answer.",
        )
    if s.given("answers_for") and not s.given("checked"):
        yield refuse(
            "E-FIELD",
            "IND-04",
            "Not yet: the answer is given for an office, and does not say what was checked.",
            "Say what was checked, for example the call list, and by whom.",
        )


def answered_within_the_limit(s: Situation) -> Iterator[Refusal]:
    """IND-03: whoever is named has time to answer up to the day before disclosure is due, and no longer."""
    until = day_in(s, "until")
    if s.probing or until is None:
        return
    owed = [duty for duty in duties.owed(s.case) if duty.step == "contact_disclosed" and duty.due is not None]
    about = set(numbers_in(s, "concerning"))
    days = [duty.due.day for duty in owed if duty.due is not None and duty.live.source.index in about]
    last = min(days) if days else s.edition.calendar.within(s.day, DISCLOSED_WITHIN).day
    if until >= last:
        yield refuse(
            "E-CONTACT-PUT",
            "IND-03",
            f"Refused: it is disclosed to both sides by {wording.day(last)}, and the answer comes before that day.",
            f"Choose a day before {wording.day(last)}.",
        )


def answered_or_over(s: Situation) -> Iterator[Refusal]:
    """IND-04: what was put to whoever is named is disclosed once they have answered, or their time is over."""
    about = set(numbers_in(s, "concerning") or numbers_in(s, "entries"))
    for matter in s.case.contacts:
        if matter.put is None or matter.answered is not None or (about and matter.entry not in about):
            continue
        until = date.fromisoformat(str(_entry(s.case, matter.put).data["until"]))
        if matter.disclosed is None and s.day <= until:
            yield refuse(
                "E-CONTACT-PUT",
                "IND-04",
                f"Not yet: whoever is named in entry {matter.entry} may answer until the end of {wording.day(until)}.",
                "Disclose it with the answer, or on the day after.",
                lawful=until + timedelta(days=1),
            )


def ruled_by_somebody_else(s: Situation) -> Iterator[Refusal]:
    """IND-04: nobody rules on an approach that they made, that was made to them, or in which they are named."""
    for number in _statements(s, "concerning", "entries"):
        if concerned_by(_entry(s.case, number)) & set(s.by):
            yield refuse(
                "E-CONTACT-OWN",
                "IND-04",
                f"Refused: whoever rules is part of the approach in entry {number}.",
                "Another rules: the adjudicator, or whoever appoints.",
            )


def _statements(s: Situation, *fields: str) -> tuple[int, ...]:
    """The statements that a deed is about: those it names, else all that are still open."""
    named = next((found for name in fields if (found := numbers_in(s, name))), ())
    return named or tuple(matter.entry for matter in s.case.contacts if matter.ruled is None)


def _entry(case: Case, number: int) -> Entry:
    """An entry by its number; the last for a number that there is not, which other guards refuse."""
    return next((entry for entry in case.entries if entry.index == number), case.entries[-1])


def advice_repeated(s: Situation) -> Iterator[Refusal]:
    """IND-08: advice given in deliberation is repeated to the parties before reasons go out; only the panel decides."""
    if s.case.advice_open is not None:
        yield refuse(
            "E-ADVICE-UNDISCLOSED",
            "IND-08",
            f"Not yet: the advice in entry {s.case.advice_open} has not been repeated to the parties.",
            "Repeat it to both sides and let them comment.",
        )
    if _stranger_deliberated(s):
        yield refuse(
            "E-ADVICE-UNDISCLOSED",
            "IND-08",
            "Not yet: somebody was present at the deliberation who may never be.",
            "Deliberate again without that person, and note who was present.",
        )


def _stranger_deliberated(s: Situation) -> bool:
    """Whether at the last deliberation somebody was there who presents, investigates, is a party or holds office."""
    opened = deed(s.case, "hearing_opened")
    noted = [e for e in entries_of(s.case, "deliberation_noted") if opened is None or e.index > opened.index]
    present = noted[-1].data.get("present") if noted else None
    there = {str(person) for person in present} if isinstance(present, (Mapping, list, tuple)) else set()
    strangers = {person for role in NEVER_AT_DELIBERATION for person in s.case.people_in(role)}
    return any(person in strangers or s.people.office_of(person, on=s.day) is not None for person in there)


def known_who_was_there(s: Situation) -> Iterator[Refusal]:
    """IND-08: whoever was present at a deliberation is somebody whom the record knows, so that it can be judged."""
    if s.probing:
        return
    case = s.case
    known = {who for group in (*case.appointed.values(), *case.parties.values(), *case.acted.values()) for who in group}
    known |= set(case.representatives) | {one.person for one in s.people.memberships}
    known |= {one.person for one in s.people.offices}
    for who in s.words("present"):
        if who not in known:
            yield refuse(
                "E-FIELD",
                "IND-08",
                f"Not yet: nobody in this case or in the teams is called “{who}”.",
                "Write each name as it stands in the case, one on a line, with the times.",
            )


def sealed_until_sanction(s: Situation) -> Iterator[Refusal]:
    """IND-09, HRG-09: earlier findings stay sealed until every charge is decided, and ruled on as the book has it."""
    if not s.word("sealed_matter"):
        return
    ruling = to_be_ruled(s.case)
    if not (s.case.charges and all(charge.decided for charge in s.case.charges)):
        why = "every charge is decided"
    elif ruling is not None:
        why = f"it is done what comes before the sanction: {wording.title(ruling)} (rule {ruling.clause})"
    else:
        return
    yield refuse(
        "E-SEALED", "IND-09", f"Refused: earlier findings are sealed until {why}.", "Ask again at the sanction stage."
    )


def speaks_from_outside(s: Situation) -> Iterator[Refusal]:
    """HRG-03, IND-01: nobody speaks for a side who has a part in the case, stands on the other side, or sits in a team.

    Whoever speaks for a side reads what it reads and no more; naming the clerk would otherwise take the clerk away.
    """
    person = s.word("person")
    if s.case.representatives.get(person) in s.by:
        return  # the same person again, for longer or in more
    if inside(s.case, s.people, person, s.day):
        yield refuse(
            "E-INTEREST",
            "IND-01",
            "Refused: whoever has a part in this case, or in the teams that handle cases, cannot speak for one side.",
            "Name somebody who stands outside.",
        )


def inside(case: Case, people: People, person: str, day: date) -> bool:
    """Whether somebody has a part in the case, stands on a side or speaks for one, or sits in a team on that day."""
    busy = {who for group in (*case.acted.values(), *case.appointed.values()) for who in group}
    sides = {who for group in case.parties.values() for who in group} | set(case.representatives)
    return person in busy | sides or any(m.person == person and m.holds_on(day) for m in people.memberships)
