"""Floors of what comes after a decision is final: a longer term, and a case taken up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from alteram.calendar.lengths import Length
from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

EXTENSION_GROUNDS = ("breach", "risk", "undertaking")
REOPENING_GROUNDS = ("fraud", "new_evidence", "unfair_procedure", "plain_error")
APPLIED_BEFORE = Length(number=14, unit="days")
A_DAY = timedelta(days=1)


def extension_ground(s: Situation) -> Iterator[Refusal]:
    """SAN-05: an extension needs a new ground."""
    if s.probing or (s.is_act("extension_decided") and s.meaning != "extended"):
        return
    if not set(s.words("grounds")) & set(EXTENSION_GROUNDS):
        yield refuse(
            "E-EXT-GROUND",
            "SAN-05",
            "Refused: an extension needs a new ground: a breach, a continuing risk or an "
            "undertaking not met. The same facts are not punished twice.",
            "Name the new ground.",
        )


def extension_in_time(s: Situation) -> Iterator[Refusal]:
    """SAN-05: whatever the book says, an extension is applied for at least 14 days before the sanction ends."""
    last = s.case.sanction.last if s.case.sanction is not None else None
    if last is None:
        return
    until = s.edition.calendar.before(last, APPLIED_BEFORE)
    if s.day > until.day:
        yield refuse(
            "E-EXT-LATE",
            "SAN-05",
            f"Refused: the sanction ends on {wording.day(last)}, and the last day to ask for more was "
            f"{wording.day(until.day)}.",
            "The sanction ends on its day; a new breach needs a new case.",
            counted=until,
        )


def extension_capped(s: Situation) -> Iterator[Refusal]:
    """SAN-05: a longer term has a cap for each step and a cap in all."""
    sanction, last = s.case.sanction, day_in(s, "last_day")
    if sanction is not None and sanction.matches is not None and s.meaning == "extended":
        yield refuse(
            "E-EXT-CAP",
            "SAN-05",
            "Refused: a ban counted in matches ends with its last match and is not lengthened.",
            "A new breach needs a new case.",
        )
        return
    if s.probing or s.meaning != "extended" or sanction is None or sanction.last is None or last is None:
        return
    listed = s.edition.sanctions
    longest = [listed[name].lasts for name in sanction.names if name in listed]
    each = listed["extension"].lasts if "extension" in listed else next(filter(None, longest), None)
    term = s.edition.calendar.term
    until = term(sanction.last + A_DAY, each).day if each is not None else sanction.last
    whole = next(filter(None, longest), None)
    if sanction.first is not None and whole is not None and each is not None:
        until = min(until, term(term(sanction.first, whole).day + A_DAY, each).day)
    if last > until or last <= sanction.last:
        yield refuse(
            "E-EXT-CAP",
            "SAN-05",
            f"Refused: the new last day must lie after {wording.day(sanction.last)} and not after "
            f"{wording.day(until)}, the caps for one extension and for all of them.",
            f"Choose {wording.day(until)} or a day before it.",
        )


def reopened_on_a_ground(s: Situation) -> Iterator[Refusal]:
    """APP-06: a decided case is taken up again on a listed ground, with reasons, once its parties have been heard."""
    if s.probing:
        return
    if s.meaning not in REOPENING_GROUNDS or not s.given("reasons"):
        yield refuse(
            "E-REOPEN-GROUND",
            "APP-06",
            f"Refused: a decided case is reopened for {wording.listed(REOPENING_GROUNDS)}, with reasons, and for "
            "nothing else. Outcry is never a ground.",
            "Name the ground and give the reasons, or leave the decision as it stands.",
        )
    if not set(s.case.people_in("respondent")) <= set(s.words("heard")):
        yield refuse(
            "E-NOT-HEARD-FIRST",
            "APP-06",
            "Not yet: the respondent has not been told that it may be reopened, and heard or asked on it.",
            "Give notice, take the representations, and say who was heard or asked.",
        )
