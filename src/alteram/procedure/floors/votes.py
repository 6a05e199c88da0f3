"""Floors of the votes: each who sits has one, it stands under the voter's own hand, and the count is theirs (FND-03).

A vote is of the class of the deliberation: nobody reads how somebody voted but the voter. The decision holds the count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alteram.case import Case
from alteram.procedure import wording
from alteram.procedure.floors.floor import entries_of, numbers_in, refuse
from alteram.procedure.room import room
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal


def ballots(case: Case, charge: int) -> Mapping[str, str]:
    """How each member voted last on a charge in the hearing that was opened last: ``for`` or ``against``."""
    here = room(case)
    found: dict[str, str] = {}
    for entry in entries_of(case, "vote_recorded"):
        if here is not None and entry.index > here.opened.index and str(entry.data.get("charge")) == str(charge):
            found[entry.by[0].who] = entry.result or ""
    return found


def votes_where_one_sits(s: Situation) -> Iterator[Refusal]:
    """FND-03: only whoever sits votes, on a charge that is open, once the respondent was heard or asked."""
    here = room(s.case)
    if s.probing:
        return
    if here is None or not set(s.by) <= set(here.sits):
        yield refuse(
            "E-VOTE",
            "FND-03",
            "Refused: only those who sit in this hearing have a vote.",
            "Whoever joined later votes once the hearing was begun again before them.",
        )
    if deed(s.case, "respondent_heard") is None:
        yield refuse(
            "E-VOTE", "FND-03", "Not yet: the respondent was neither heard nor asked.", "Hear the respondent first."
        )
    (number,) = numbers_in(s, "charge") or (0,)
    charge = next((one for one in s.case.charges if one.number == number), None)
    if charge is None or charge.decided:
        why = "is decided" if charge is not None else "does not exist"
        yield refuse("E-VOTE", "FND-03", f"Refused: charge {number} {why}.", "Vote on a charge that is open.")


def count_as_voted(s: Situation) -> Iterator[Refusal]:
    """FND-03: where members voted under their own hand, all who decide did, and the count is what they said."""
    if s.probing or s.by_clock:
        return
    for number in numbers_in(s, "charge"):
        cast = {person: way for person, way in ballots(s.case, number).items() if person in s.by}
        if cast:
            yield from _all_voted(s, number, cast)
            yield from _counted(s, number, cast)


def _all_voted(s: Situation, number: int, cast: Mapping[str, str]) -> Iterator[Refusal]:
    missing = len(set(s.by)) - len(cast)
    if missing:
        yield refuse(
            "E-VOTE",
            "FND-03",
            f"Not yet: {missing} of the {len(set(s.by))} who decide charge {number} have not voted, and nobody who "
            "sits abstains.",
            "Each member records a vote; then the decision is entered.",
        )


def _counted(s: Situation, number: int, cast: Mapping[str, str]) -> Iterator[Refusal]:
    given = s.fields.get("votes")
    ways = list(cast.values())
    count = {way: str(ways.count(way)) for way in ("for", "against")}
    said = {way: str(given.get(way, 0)) for way in count} if isinstance(given, Mapping) else {}
    if said != count:
        yield refuse(
            "E-VOTE",
            "FND-03",
            f"Refused: on charge {number} the members voted {count['for']} for and {count['against']} against, and the "
            f"entry says {wording.listed([f'{number} {way}' for way, number in said.items()], 'and') or 'nothing'}.",
            "Enter the votes as they were cast.",
        )


def a_view_in_its_place(s: Situation) -> Iterator[Refusal]:
    """SAN-09, HRG-09: a first view on the sanction comes after the findings and a word of the respondent."""
    here = room(s.case)
    if s.probing:
        return
    if here is None or not here.open or not set(s.by) <= set(here.sits):
        yield refuse(
            "E-VOTE", "SAN-09", "Refused: only those who sit form a view on the sanction.", "Nothing is open here."
        )
    if deed(s.case, "mitigation_heard") is None or deed(s.case, "sanction_decided") is not None:
        yield refuse(
            "E-ORDER",
            "HRG-09",
            "Refused: a view on the sanction is formed after the respondent's word on it, and before the decision.",
            "Hear the respondent on the sanction first.",
        )
