"""Floors of intake: who complains, of whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alteram.codec import Entry
from alteram.procedure import wording
from alteram.procedure.floors.floor import against, entries_of, refuse
from alteram.procedure.floors.welfare import RISKS
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal

NEVER_INFORMAL = ("violence", "sexual misconduct")


def complains_for_oneself(s: Situation) -> Iterator[Refusal]:
    """INT-06: a complaint names whoever makes it; only intake enters one that came in another way."""
    if s.probing or s.by_rule or not s.given("complainant"):
        return
    intake = {role.pool for role in s.edition.roles_with("intake")}
    entered = any(s.people.in_pool(person, pool, on=s.day) for person in s.by for pool in intake)
    if not entered and not set(s.by) <= set(s.words("complainant")):
        yield refuse(
            "E-ROLE",
            "INT-06",
            "Refused: nobody complains in another's name.",
            "Complain yourself, or hand the complaint to intake.",
        )
    if set(s.words("complainant")) & set(s.words("respondents")):
        yield refuse(
            "E-FIELD",
            "INT-03",
            "Refused: the same person cannot complain and answer in one case.",
            "Name somebody else.",
        )


def named_before_told(s: Situation) -> Iterator[Refusal]:
    """INV-01, IND-01: once somebody has been told of a case against them, nobody else takes that place; and nobody who
    has a part in the case is put into it."""
    if any(deed(s.case, act) is not None for act in ("allegations_put", "charges_issued")):
        yield refuse(
            "E-TOO-LATE",
            "INV-01",
            "Refused: the respondent has been told already, so nobody else can be put in that place.",
            "Close this case with reasons, and begin another about whoever it is.",
        )
    person = s.word("person")
    busy = {who for people in (*s.case.acted.values(), *s.case.appointed.values()) for who in people}
    if person in busy or person in s.case.parties.get("complainant", ()):
        yield refuse(
            "E-INTEREST",
            "IND-01",
            "Refused: this person has a part in the case already, and cannot be its respondent as well.",
            "Let somebody else take that part first, from the beginning.",
        )


def triage_reasons(s: Situation) -> Iterator[Refusal]:
    """INT-05: an outcome of the closed list, with reasons."""
    if not s.probing and not s.by_clock and not s.given("reasons"):
        yield refuse(
            "E-TRIAGE-OUTCOME", "INT-05", "Not yet: every outcome of triage has reasons.", "Write the reasons."
        )


def admitted_late(s: Situation) -> Iterator[Refusal]:
    """RUL-09: only whom the book names admits a late complaint, in writing, and under its own exceptions."""
    limit = s.edition.limitation
    if s.probing or s.by_clock or limit is None:
        return
    if limit.late_only_by and not set(s.by) <= _holders(s, limit.late_only_by):
        yield against(
            "E-ROLE", limit.clause or "RUL-09",
            f"Refused: the {wording.plain(limit.late_only_by)} alone admits a late complaint (rule {limit.clause}).",
            "Let that person decide.",
        )  # fmt: skip
    said = [word for word in s.words("no_limit") if word != "none"]
    unknown = [word for word in said if word not in limit.unless]
    if unknown:
        known = f"It names: {wording.listed(limit.unless)}." if limit.unless else "It names none."
        yield against(
            "E-FIELD", limit.clause or "RUL-09",
            f"Refused: rule {limit.clause} knows no exception “{wording.listed(unknown, 'and')}”. {known}",
            "Choose from the list, or leave it empty and give the reasons for admitting it late.",
        )  # fmt: skip
    elif said and s.meaning == "refused":
        yield refuse(
            "E-OUT-OF-TIME", "RUL-09",
            f"Refused: no limit runs for {wording.listed(said, 'and')} (rule {limit.clause}), so nothing is too late.",
            "Admit it, or say that none of these applies.",
        )  # fmt: skip


def _holders(s: Situation, name: str) -> set[str]:
    """Everybody of these people who holds a role of the book, in the case or by its pool."""
    role = s.edition.roles.get(name)
    pool = role.pool if role is not None else ""
    drawn = {person for person in s.by if pool and s.people.in_pool(person, pool, on=s.day)}
    return drawn | set(s.case.people_in(name))


def informal_by_consent(s: Situation) -> Iterator[Refusal]:
    """INT-07: an informal way is never offered for violence, for sexual misconduct, or once somebody has said no."""
    if s.probing:
        return
    about = s.word("about")
    at_risk = any(entry.data.get("risk") in RISKS for entry in entries_of(s.case, "complaint_received"))
    if about in NEVER_INFORMAL or at_risk:
        why = f"it is about {about}" if about in NEVER_INFORMAL else "the complaint speaks of a risk"
        yield refuse("E-CONSENT", "INT-07", f"Refused: {why}, and an informal way is not for that.", "Go on formally.")
    if any(entry.result == "refused" for entry in _answers(s)):
        yield refuse(
            "E-CONSENT", "INT-07", "Refused: somebody has said no to an informal way already.", "Go on formally."
        )


def settled_by_both(s: Situation) -> Iterator[Refusal]:
    """INT-07: a matter is settled only if each side has agreed, and none has refused since."""
    if s.probing or s.meaning != "settled":
        return
    for side in ("complainant", "respondent"):
        people = set(s.case.people_in(side))
        people |= {one for one, party in s.case.representatives.items() if party in people}
        said = [entry for entry in _answers(s) if people & {actor.who for actor in entry.by}]
        if not said or said[-1].result != "agreed":
            yield refuse(
                "E-CONSENT",
                "INT-07",
                f"Not yet: the {side} has not agreed to it.",
                "Ask; without both the matter goes on formally.",
            )


def _answers(s: Situation) -> list[Entry]:
    """Answers to the offer, each in the act's own words."""
    steps = s.edition.steps
    return [
        replace(entry, result=steps[entry.step].meaning(entry.result)) if entry.step and entry.step in steps else entry
        for entry in entries_of(s.case, "informal_answered")
    ]
