"""Floors about the rules themselves: in time, in force, published, and no power of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from alteram import duties
from alteram.calendar.lengths import Length
from alteram.procedure import wording
from alteram.procedure.floors.floor import against, charges_written, day_in, refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal
from alteram.rulebook.editions import Days, governing
from alteram.rulebook.model import Offence

TO_SHOW_A_MISTAKE = Length(number=14, unit="days")
NEVER_CHECKS = ("presenter", "investigator", "complainant", "witness")
A_DAY = timedelta(days=1)


def in_time(s: Situation) -> Iterator[Refusal]:
    """RUL-09: a late complaint goes on only if somebody admitted it."""
    limit = s.edition.limitation
    last = duties.last_day_to_complain(s.case) if s.meaning == "investigate" and not s.case.late_admitted else None
    if limit is None or last is None or s.case.entries[0].at <= last.day:
        return
    who = s.edition.roles[limit.late_only_by].title if limit.late_only_by in s.edition.roles else ""
    who = who or wording.plain(limit.late_only_by) or "adjudicator"
    unless = f" No limit runs for {wording.listed(limit.unless)}; who admits it says so." if limit.unless else ""
    yield refuse(
        "E-OUT-OF-TIME",
        "RUL-09",
        f"Refused: the complaint came in after {wording.day(last.day)}, the last day under rule {limit.clause}.",
        f"The {who} alone may admit it late, with written reasons.{unless}",
        counted=last,
    )


def in_force(s: Situation) -> Iterator[Refusal]:
    """RUL-02: conduct is judged by the offences in force on its day."""
    for number, charge in enumerate(charges_written(s), 1):
        clause = str(charge.get("clause", ""))
        for day in _days(charge):
            if clause and s.rulebook.offence_on(clause, day) is None:
                yield refuse(
                    "E-RULE-NOT-IN-FORCE",
                    "RUL-02",
                    f"Refused: charge {number} rests on clause {clause}, which was no offence on {wording.day(day)}.",
                    "Charge under a clause that was in force on the day of the conduct.",
                )
                break
        else:
            yield from _as_the_book_chooses(s, number, clause, _days(charge))


def _as_the_book_chooses(s: Situation, number: int, clause: str, days: list[date]) -> Iterator[Refusal]:
    """And by the edition whose offences the book says count, where that is another one."""
    if not clause or not days:
        return
    received = s.case.entries[0].at if s.case.entries else s.day
    found = governing(s.rulebook, "offence", Days(conduct=tuple(days), received=received, step=s.day))
    if clause not in found.edition.offences:
        yield against(
            "E-RULE-NOT-IN-FORCE",
            found.clause or "RUL-02",
            f"Refused: charge {number} rests on clause {clause}, which is no offence there. {found.sentence}",
            f"Charge under a clause of edition {found.edition.version}.",
        )


def not_left_out(s: Situation) -> Iterator[Refusal]:
    """RUL-02: nobody is charged with what the clause itself leaves out."""
    for number, charge in enumerate(charges_written(s), 1):
        value = charge.get("left_out")
        words = value if isinstance(value, (list, tuple)) else (value,)
        said = [str(word) for word in words if word and word != "none"]
        if said:
            yield from not_an_offence(s, str(charge.get("clause", "")), _days(charge), said, f"charge {number}")


def not_an_offence(s: Situation, clause: str, days: Sequence[date], said: list[str], what: str) -> Iterator[Refusal]:
    """The refusal of a charge that falls under what its clause leaves out, with the words of the rule book."""
    found = [one for day in days if (one := s.rulebook.offence_on(clause, day)) is not None]
    left_out = tuple(dict.fromkeys(word for one in found for word in one.excepted))
    yield refuse(
        "E-LEFT-OUT",
        "RUL-02",
        f"Refused: {what} is said to fall under “{wording.listed(said, 'and')}”, and clause {clause} does not reach "
        f"that{': it leaves out ' + wording.listed(left_out, 'and') if left_out else ''}.",
        "Leave the charge out, or find it not proved; or answer none if nothing of the kind plays a part.",
    )


def allegations_in_force(s: Situation) -> Iterator[Refusal]:
    """RUL-02: nor is anybody told of a clause that was in force on none of the days complained of."""
    if s.probing or not s.case.conduct:
        return
    for clause in s.words("clauses") or s.case.triaged:
        if all(s.rulebook.offence_on(clause, day) is None for day in s.case.conduct):
            yield refuse(
                "E-RULE-NOT-IN-FORCE",
                "RUL-02",
                f"Refused: clause {clause} was no offence on any of the days complained of.",
                "Name the clauses that were in force on those days.",
            )


def published_first(s: Situation) -> Iterator[Refusal]:
    """RUL-04: a code binds once published; one newer than the conduct may narrow an offence, never widen it."""
    for number, charge in enumerate(charges_written(s), 1):
        if not charge.get("code"):
            continue
        published = _day(charge.get("code_published"))
        if published is None or published > s.day:
            why = "is published to members nowhere" if published is None else f"comes out on {wording.day(published)}"
            yield refuse(
                "E-RULE-UNPUBLISHED",
                "RUL-04",
                f"Refused: charge {number} leans on a code that {why}.",
                "Rely on what was published on the day, or leave the code out.",
            )
        elif any(published > day for day in _days(charge)) and not charge.get("code_narrows"):
            yield refuse(
                "E-RULE-UNPUBLISHED",
                "RUL-04",
                f"Refused: charge {number} leans on a code of {wording.day(published)}, which is newer than the "
                "conduct, and nothing says that it only narrows the offence.",
                "Rely on what was published on the day of the conduct.",
            )


def opinion_on_record(s: Situation) -> Iterator[Refusal]:
    """RUL-06: where a clause turns on a body's opinion, its text, day and voters stand before the charge."""
    for number, charge in enumerate(charges_written(s), 1):
        body = str(charge.get("opinion_of") or next((one.opinion_of for one in _offences(s, charge)), ""))
        formed = _day(charge.get("opinion_on"))
        whole = charge.get("opinion") and charge.get("opinion_voters") and formed is not None
        if body and (not whole or (formed is not None and formed > s.day)):
            yield refuse(
                "E-OPINION-MISSING",
                "RUL-06",
                f"Refused: charge {number} turns on an opinion of the {wording.plain(body)}, and no such opinion is on "
                "record with its text, day and voters.",
                "Have that body form its opinion first, and name the minute.",
            )


def bar_known(s: Situation) -> Iterator[Refusal]:
    """RUL-08: whoever is charged over somebody's bar could have read of it on the day."""
    for number, charge in enumerate(charges_written(s), 1):
        person = str(charge.get("barred_person") or "")
        if not person and not any(one.relies_on_bar for one in _offences(s, charge)):
            continue
        bars = [bar for bar in s.beyond.bars if bar.person == person]
        unread = [day for day in _days(charge) if not any(bar.readable_on(day) for bar in bars)]
        if unread or not person:
            day = wording.day(unread[0]) if unread else "the day"
            yield refuse(
                "E-BAR-UNPUBLISHED",
                "RUL-08",
                f"Refused: charge {number} relies on a bar of which nobody could read on {day}.",
                "Name who was barred; it must stand in the published register on the day of the conduct.",
            )


def _offences(s: Situation, charge: Mapping[str, object]) -> list[Offence]:
    """The clause as it stood on each day of the conduct."""
    clause = str(charge.get("clause", ""))
    return [one for day in _days(charge) if (one := s.rulebook.offence_on(clause, day)) is not None]


def _days(charge: Mapping[str, object]) -> list[date]:
    days = charge.get("days")
    return [date.fromisoformat(str(day)) for day in days] if isinstance(days, (list, tuple)) else []


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def ending_noticed(s: Situation) -> Iterator[Refusal]:
    """RUL-10: an automatic ending is proposed to the member, with its evidence and time to show a mistake."""
    if s.probing:
        return
    if not s.given("evidence") or not _tells_respondent(s):
        yield refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            "Refused: automatic ending needs notice, 14 days to show a mistake, and an independent check.",
            "Give notice with the evidence first.",
        )
    answer_by = day_in(s, "answer_by")
    served = s.edition.calendar.deemed(s.day, s.sent_by)
    last = s.edition.calendar.within(served.day, TO_SHOW_A_MISTAKE)
    if answer_by is not None and answer_by < last.day:
        yield refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            f"Refused: the member has until {wording.day(last.day)} to show a mistake.",
            f"Let the time to answer run to {wording.day(last.day)} or longer.",
            counted=last,
        )


def _tells_respondent(s: Situation) -> bool:
    roles = s.edition.roles
    tells = s.step.tells if s.step is not None else ()
    return any("respondent" in roles[name].capacities for name in tells if name in roles)


def ending_checked(s: Situation) -> Iterator[Refusal]:
    """RUL-10: and confirmed by somebody independent, once the time to show a mistake has passed."""
    if s.meaning != "confirmed" and not s.probing:
        return
    proposed = deed(s.case, "termination_proposed")
    start = s.case.start_of(proposed, for_role="respondent") if proposed is not None else None
    if proposed is None or start is None:
        yield refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            "Not yet: the member has had no valid notice that the membership would end.",
            "Give notice with the evidence, and wait for the answer.",
        )
        return
    last = s.edition.calendar.within(start.day, TO_SHOW_A_MISTAKE)
    if s.day <= last.day:
        yield refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            f"Not yet: the member may show a mistake until the end of {wording.day(last.day)}.",
            "Wait for the answer, or find that it is a mistake.",
            lawful=last.day + A_DAY,
            counted=last,
        )
    busy = {who for role in NEVER_CHECKS for who in s.case.acted.get(role, ())} | {a.who for a in proposed.by}
    if busy & set(s.by):
        yield refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            "Refused: whoever proposed it, or worked on it, does not check it.",
            "Let somebody independent check.",
        )
