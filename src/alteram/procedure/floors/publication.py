"""Floors of publication: a decision of its own, final, checked by a second person."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

HEADINGS = ("where", "basis", "told_first")


def final_before_publication(s: Situation) -> Iterator[Refusal]:
    """PUB-02: nothing is published before it is final, unless an urgent protective reason is recorded."""
    if s.case.final_on is None and not s.given("urgent_why"):
        yield refuse(
            "E-PUB-NOT-FINAL",
            "PUB-02",
            "Not yet: the decision is not final.",
            "Wait until the time to appeal has passed or the appeal is decided; or record the urgent reason that "
            "protects somebody.",
        )


def linked_decided(s: Situation) -> Iterator[Refusal]:
    """PUB-02: nor before a linked case is decided."""
    waiting = [one for one in s.beyond.linked if not one.decided]
    if waiting and not s.given("urgent_why"):
        yield refuse(
            "E-PUB-LINKED",
            "PUB-02",
            f"Not yet: {len(waiting)} linked case{'s are' if len(waiting) > 1 else ' is'} still undecided.",
            "Wait until every linked case is decided; or record the urgent reason that protects somebody.",
        )


def decision_of_its_own(s: Situation) -> Iterator[Refusal]:
    """PUB-01: publishing says where, on which basis and who was told first."""
    blank = [name for name in HEADINGS if not s.given(name)]
    if blank and not s.probing and s.word("what") != "nothing":
        yield refuse(
            "E-FIELD",
            "PUB-01",
            f"Not yet: the publication says nothing about {wording.listed(blank, 'and')}.",
            "Publishing is a decision of its own: fill in what is named.",
        )


def stands_for_a_time(s: Situation) -> Iterator[Refusal]:
    """PUB-01: a publication begins no earlier than it is decided, and ends after it began."""
    first, until = day_in(s, "from_day"), day_in(s, "until")
    if s.probing:
        return
    if first is not None and first < s.day:
        yield refuse(
            "E-FIELD",
            "PUB-01",
            f"Refused: nothing is published from {wording.day(first)} on, since it is decided on {wording.day(s.day)}.",
            "Leave the first day empty, or choose today or a later day.",
        )
    if until is not None and until < max(first or s.day, s.day):
        yield refuse(
            "E-FIELD",
            "PUB-01",
            f"Refused: it would be taken down on {wording.day(until)}, before it appears.",
            "Leave the last day empty: it is counted from the rule book.",
        )


def never_shown(s: Situation) -> Iterator[Refusal]:
    """PUB-04: what the rules never show is in no notice, whoever writes it."""
    rule = s.edition.publication
    if s.probing or rule is None:
        return
    shown = {word for word in s.words("shows") if word != "none"}
    if s.is_act("published") and s.word("what") == "name and clause":
        shown.add("respondent")
    found = [word for word in rule.never if word in shown]
    if found:
        yield refuse(
            "E-PUB-NEVER",
            "PUB-04",
            f"Refused: the notice would show {wording.listed(found, 'and')}, and these rules never show that (rule "
            f"{rule.clause}).",
            "Take it out of the text, or publish an anonymised summary.",
        )


def second_person(s: Situation) -> Iterator[Refusal]:
    """PUB-04: a second person of the body, with no part in the case, checks what is published."""
    if s.probing:
        return
    checked_by = set(s.words("checked_by"))
    if not checked_by or checked_by & set(s.by) or not all(_may_check(s, one) for one in checked_by):
        yield refuse(
            "E-PUB-CHECK",
            "PUB-04",
            "Not yet: a second person must have checked the notice.",
            "Name who checked it: somebody who holds a role in the body; not yourself, no party, no witness.",
        )


def _may_check(s: Situation, person: str) -> bool:
    """Whether somebody stands in a pool of the body on this day, and on no side of the case."""
    case = s.case
    sides = {who for members in case.parties.values() for who in members} | set(case.representatives)
    sides |= case.acted.get("witness", set()) | set(case.people_in("witness"))
    pools = s.people.memberships  # empty where a record is read without them: then its word is taken
    holds = not pools or any(one.person == person and one.holds_on(s.day) for one in pools)
    return holds and person not in sides and s.people.office_of(person, on=s.day) is None
