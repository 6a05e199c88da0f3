"""Floors of the matches of a ban: a match counts if the person could have played in it and for the ban did not.

It was played, on a day on which the ban ran or a measure that the list credits, it is entered once, and no more are
entered than the ban has. What was entered by mistake is struck out by a further entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from alteram.case import SanctionDecided, matches
from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, numbers_in, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

A_DAY = timedelta(days=1)


def _ban(s: Situation) -> SanctionDecided | None:
    """The ban counted in matches that stands."""
    sanction = s.case.sanction
    return sanction if sanction is not None and sanction.matches is not None else None


def a_ban_in_matches(s: Situation) -> Iterator[Refusal]:
    """SAN-04: matches are entered of a ban that is counted in them and stands."""
    if _ban(s) is None:
        yield refuse(
            "E-MATCH-BAN",
            "SAN-04",
            "Refused: no ban counted in matches stands in this case.",
            "Nothing is to be entered here.",
        )


def begun(s: Situation) -> Iterator[Refusal]:
    """SAN-04: before a ban has begun nobody serves any of it."""
    ban = _ban(s)
    if ban is None or ban.first is not None:
        return
    stayed = s.case.appeal_open
    why = "an appeal is open, and the ban waits for it" if stayed else "the ban has not begun"
    yield refuse(
        "E-MATCH-DAY",
        "SAN-04",
        f"Not yet: {why}{_rule(s)}.",
        "Wait until it has begun; from then on the matches are entered.",
    )


def one_is_left(s: Situation) -> Iterator[Refusal]:
    """SAN-04: no more matches are entered than the ban has."""
    ban = _ban(s)
    if ban is None or ban.first is None or ban.left:
        return
    ended = f" It ended with {wording.day(ban.last)}." if ban.last is not None else ""
    yield refuse(
        "E-MATCH-OVER",
        "SAN-04",
        f"Refused: all {matches.so_many(ban.matches or 0)} of the ban are missed already{_rule(s)}.{ended}",
        "Nothing is to be entered; strike out a match first if one was entered by mistake.",
    )


def on_a_day_of_the_ban(s: Situation) -> Iterator[Refusal]:
    """SAN-04: a match counts if it was played while the ban ran, or under a measure that the list credits."""
    ban, played = _ban(s), day_in(s, "played_on")
    if s.probing or ban is None or ban.first is None or not ban.left or played is None:
        return
    why = _why_not(s, ban, played, ban.first)
    if why:
        from_then = ban.first if played < ban.first else None
        yield refuse(
            "E-MATCH-DAY",
            "SAN-04",
            f"Refused: a match of {wording.day(played)} does not count, because {why}{_rule(s)}.",
            _instead(ban, played, s.day),
            lawful=played if played > s.day else from_then,
        )


def _why_not(s: Situation, ban: SanctionDecided, played: date, first: date) -> str:
    """Why a match of this day does not count; empty if it does."""
    if played > s.day:
        return "that day has not come yet"
    if played < first:
        credited = matches.reached(s.case, ban, played) is not None
        return "" if credited else f"the ban began on {wording.day(first)}{_credit(s, ban)}"
    stayed = matches.stayed(s.case, ban.entry, played)
    if stayed is not None:
        return f"a court's order (entry {stayed}) kept the ban from having effect"
    if any(one <= played <= other for one, other in ban.free):
        return "the ban seemed to be over on that day, and the person was free to play"
    return f"the ban ended with {wording.day(ban.last)}" if ban.last is not None and played > ban.last else ""


def _credit(s: Situation, ban: SanctionDecided) -> str:
    if any(one.credit_interim for one in matches.in_matches(s.case, ban.names)):
        return ", and no interim measure that reached events ran on that day"
    return ", and the list of sanctions counts nothing from before"


def _instead(ban: SanctionDecided, played: date, today: date) -> str:
    if played > today:
        return "Enter it once it has been played."
    return f"Enter a match that was played on a day of the ban, from {wording.day(ban.first) if ban.first else ''} on."


def once(s: Situation) -> Iterator[Refusal]:
    """SAN-04: one match is one match."""
    ban, played = _ban(s), day_in(s, "played_on")
    if s.probing or ban is None or played is None:
        return
    for one in ban.recorded:
        if one.struck is None and one.day == played and _same(one.name, s.word("match")):
            yield refuse(
                "E-MATCH-TWICE",
                "SAN-04",
                f"Refused: “{one.name}” of {wording.day(played)} is entered already (entry {one.entry}).",
                "Enter the next match; or, if two were played on that day, say which one this is.",
            )
            return


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def a_match_that_counts(s: Situation) -> Iterator[Refusal]:
    """SAN-04: what is struck out is a match of the ban, and was not struck out before."""
    ban = _ban(s)
    if s.probing or ban is None:
        return
    known = {one.entry for one in ban.recorded if one.struck is None}
    wrong = [number for number in numbers_in(s, "match_entry") if number not in known]
    if wrong:
        entries = wording.listed([str(one) for one in sorted(known)]) or "there is none"
        yield refuse(
            "E-MATCH-UNKNOWN",
            "SAN-04",
            f"Refused: entry {wording.listed([str(one) for one in wrong], 'and')} holds no match that counts.",
            f"Name one of these entries: {entries}.",
        )


def _rule(s: Situation) -> str:
    return f" (rule {s.clause})" if s.clause else ""
