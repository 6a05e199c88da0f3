"""Floors for people at risk: a risk is referred first, a marker keeps a case going, nobody young stands alone."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.case import Case
from alteram.codec import Entry
from alteram.procedure import wording
from alteram.procedure.floors.floor import entries_of, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

RISKS = ("risk of harm", "a child or vulnerable person", "a crime")
REFERRED = ("risk_to_life", "child")
MARKERS = ("risk_to_life", "child", "vulnerable")
NEEDS_SOMEBODY = ("child", "vulnerable")


def safeguard_first(s: Situation) -> Iterator[Refusal]:
    """INT-10: a flagged risk is referred before the respondent is told anything."""
    referred = [entry.index for entry in entries_of(s.case, "referred_outside")]
    for flag in _risks(s.case, REFERRED):
        if not any(number > flag.index for number in referred):
            yield refuse(
                "E-SAFEGUARD-FIRST",
                "INT-10",
                f"Not yet: the risk flagged in entry {flag.index} has not been referred, and the respondent would be "
                "warned.",
                "Refer it first: to whom, what is shared, on which legal basis. Whoever works on the case may do so.",
            )


def _risks(case: Case, kinds: tuple[str, ...]) -> list[Entry]:
    """Where a risk to somebody was flagged; what is flagged about the respondent's own health is another matter."""
    said = [entry for entry in entries_of(case, "complaint_received") if entry.data.get("risk") in RISKS]
    respondents = case.parties.get("respondent", ())
    flagged = [
        entry
        for entry in entries_of(case, "welfare_flagged")
        if entry.result in kinds and entry.data.get("person") not in respondents
    ]
    return [*said, *flagged]


def withdrawn_freely(s: Situation) -> Iterator[Refusal]:
    """INT-12: a withdrawal stops nothing before somebody has asked about pressure; a marker keeps the case going."""
    withdrawn = entries_of(s.case, "complaint_withdrawn")
    if not withdrawn or s.probing or s.meaning != "stop":
        return
    if not any(entry.index > withdrawn[-1].index for entry in entries_of(s.case, "withdrawal_checked")):
        yield refuse(
            "E-NEEDS",
            "INT-12",
            "Not yet: nobody has asked whether the complaint was withdrawn under pressure.",
            "Intake or triage asks first, and says how the complainant was reached.",
        )
    if _risks(s.case, MARKERS) and not s.given("safeguarding_agrees"):
        yield refuse(
            "E-WD-SAFEGUARD",
            "INT-12",
            "Refused: a safeguarding marker stands, so the case goes on without the complainant.",
            "Go on; or name the safeguarding lead who agrees to stop.",
        )


def somebody_beside(s: Situation) -> Iterator[Refusal]:
    """EQW-08: no hearing for a child or a vulnerable party who has neither guardian nor intermediary."""
    parties = {person for people in s.case.parties.values() for person in people}
    alone: dict[str, str] = {}
    for flag in entries_of(s.case, "welfare_flagged"):
        person = str(flag.data.get("person", ""))
        if flag.result not in NEEDS_SOMEBODY or person not in parties:
            continue
        if flag.data.get("contact"):
            alone.pop(person, None)
        elif person not in s.case.representatives.values():
            alone[person] = flag.result
    for kind in alone.values():
        who = "a child" if kind == "child" else "vulnerable"
        yield refuse(
            "E-GUARDIAN",
            "EQW-08",
            f"Not yet: a party is {wording.plain(who)} and has nobody beside them.",
            "Name a guardian, an intermediary or a representative first.",
        )
