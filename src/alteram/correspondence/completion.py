"""The letter at the end of it all (D37): what was at issue, how it ended, and until when one can go to an outside body.

Which body that is, and how long one has, the rule book's own words say: the phrases ``outside_body`` and
``outside_within`` (a length of time, counted from the letter as a term: its first day counts).
"""

from __future__ import annotations

from collections.abc import Mapping

from alteram.calendar.lengths import parse_length
from alteram.calendar.sentences import in_full, listed
from alteram.case import matches
from alteram.correspondence.decision import FINDINGS
from alteram.correspondence.telling import Contents, Telling, Value
from alteram.procedure.wording import plain


def completion(telling: Telling) -> Mapping[str, Value]:
    """D37, to each side the letter goes to. Without the two phrases it has no last day, and a page that asks waits."""
    return {
        "issues": _issues(telling),
        "outcome": _outcome(telling),
        "completed_on": in_full(telling.entry.at),
        "outside_by": _outside_by(telling),
    }


def _issues(telling: Telling) -> Value:
    case = telling.case
    charged = [f"rule {charge.clause}{_title(telling, charge.clause)}" for charge in case.charges]
    looked_into = [f"rule {clause}{_title(telling, clause)}" for clause in case.triaged]
    return tuple(dict.fromkeys(charged or looked_into)) or "What the complaint said, which was not taken up."


def _title(telling: Telling, clause: str) -> str:
    offence = telling.case.edition.offences.get(clause)
    return f": {offence.title[:1].lower()}{offence.title[1:]}" if offence else ""


def _outcome(telling: Telling) -> Value:
    """Each finding and what followed. Where nobody found anything, it says so."""
    case = telling.case
    found = [f"Charge {charge.number}: {FINDINGS[charge.finding]}." for charge in case.charges if charge.decided]
    sanction = case.sanction
    if sanction is not None and sanction.first is not None:
        until = f" to {in_full(sanction.last)}" if sanction.last else ""
        if sanction.left:
            until = f", {matches.until(sanction.matches or 0, sanction.left, sanction.last)}"
        names = listed([plain(name) for name in sanction.names])
        found.append(f"{names.capitalize()}, from {in_full(sanction.first)}{until}.")
    elif found:
        found.append("No sanction stands.")
    return tuple(found) or "The case ended without a finding."


def _outside_by(telling: Telling) -> str:
    within = telling.phrases.get("outside_within", "")
    return in_full(telling.case.calendar.term(telling.entry.at, parse_length(within)).day) if within else ""


LETTERS: Mapping[str, Contents] = {"D37": completion}
