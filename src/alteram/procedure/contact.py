"""Who may speak with whom, and how: the contact rules of a book, asked of one contact, and of one person.

    broken(situation)       the rules that a contact breaks, each with the sentence that says so
    told_to(case, person)   what the rules say to somebody in the case, one sentence for each rule that holds now
    FREELY                  whom nobody may be kept from, whatever a book says (floor DPR-06)

A contact that was made is a fact. It is never refused: it is entered, and the entry says which rules it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alteram.case import PARTIES, Case
from alteram.procedure import wording
from alteram.procedure.persons import holdings
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.provisions import ContactRule

JUDGED = ("contact_logged", "contact_reported")
FREELY = (
    "an adviser",
    "a representative",
    "your family and friends",
    "a doctor",
    "a union",
    "a regulator",
    "the police",
    "a court",
    "the press about what is your own to tell",
)
OUTSIDE = ("press",)
CASE_OPEN = "case not ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Two people who spoke, by what each is in the case, and how they did."""

    one: frozenset[str]  # roles and capacities; `press` for the press
    other: frozenset[str]
    ways: frozenset[str] = frozenset()
    through: frozenset[str] = frozenset()  # what the go-between is in the case
    evidence: bool = False  # whether the evidence was spoken of


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A contact rule that a contact breaks."""

    rule: ContactRule
    sentence: str


def broken(situation: Situation) -> tuple[Broken, ...]:
    """Every contact rule that the contact of this deed breaks; none for a deed that is no contact."""
    contact = _contact(situation)
    if contact is None:
        return ()
    return tuple(_against(situation.case, contact))


def refusals(situation: Situation) -> Iterator[Refusal]:
    """The same as breaches, for whoever reads a record: the contact stands, and was against these rules."""
    for one in broken(situation):
        yield Refusal(
            code="E-CONTACT-RULE",
            clause=one.rule.clause or "IND-03",
            sentence=f"Refused: {one.sentence}",
            remedy=REMEDY,
        )


REMEDY = "The clerk discloses it to both sides within 2 working days; from now on speak as the rule says."


def _against(case: Case, contact: Contact) -> Iterator[Broken]:
    holding = [rule for rule in case.edition.contact if _holds(case, rule) and _meets(rule, contact)]
    free = any(rule.always for rule in holding)
    for rule in holding:
        if (rule.may_not and contact.evidence) or (rule.only and not free and not _kept(case, rule, contact)):
            yield Broken(rule=rule, sentence=said(rule))


def _holds(case: Case, rule: ContactRule) -> bool:
    """Whether a rule holds now: always, while a stage is on, or until the case ends."""
    if rule.while_stage == CASE_OPEN:
        return not case.ended
    return not rule.while_stage or rule.while_stage in case.stages


def _meets(rule: ContactRule, contact: Contact) -> bool:
    """Whether a rule is about these two, whoever of them began to speak."""
    pairs = ((contact.one, contact.other), (contact.other, contact.one))
    return any(_among(rule.who, one) and _among(rule.others, other) for one, other in pairs)


def _among(names: tuple[str, ...], held: frozenset[str]) -> bool:
    """`anyone` is anyone who has a part in the case; the press has none."""
    return bool(held & set(names)) or ("anyone" in names and bool(held - set(OUTSIDE)))


def _kept(case: Case, rule: ContactRule, contact: Contact) -> bool:
    """Whether the contact was made in one of the ways that the rule leaves open."""
    if rule.copied and "copied to both sides" not in contact.ways:
        return False
    return any(_made(case, way, rule, contact) for way in rule.only)


def _made(case: Case, way: str, rule: ContactRule, contact: Contact) -> bool:
    parts = [part.strip() for part in way.split(",")]
    return all(_made_so(case, part, rule, contact) for part in parts)


def _made_so(case: Case, part: str, rule: ContactRule, contact: Contact) -> bool:
    if part.startswith("through "):
        return "through somebody" in contact.ways and bool(_named(case, rule.through) & contact.through)
    if part.startswith("agreed line"):
        return "agreed line" in contact.ways
    return part in contact.ways


def _named(case: Case, roles: tuple[str, ...]) -> set[str]:
    """The roles, and the capacities that they are."""
    known = [case.edition.roles[role] for role in roles if role in case.edition.roles]
    return {*roles, *(capacity for role in known for capacity in role.capacities)}


def _contact(situation: Situation) -> Contact | None:
    """The two who spoke, as far as the deed says it; None where it does not."""
    act = next((act.name for act in situation.acts if act.name in JUDGED), "")
    if not act:
        return None
    one, other = _two(situation, act)
    if not one or not other:
        return None
    through = situation.word("through")
    return Contact(
        one=one,
        other=other,
        ways=frozenset(situation.words("ways")),
        through=part_in(situation, through) if through else frozenset(),
        evidence=bool(situation.fields.get("evidence")),
    )


def _two(situation: Situation, act: str) -> tuple[frozenset[str], frozenset[str]]:
    own = frozenset(name for person in situation.by for name in part_in(situation, person))
    if act == "contact_reported":
        return own, _side(situation, "approached_by", "")
    return own, _side(situation, "spoken_to", "outside")


def _side(situation: Situation, person: str, outside: str) -> frozenset[str]:
    who = situation.word(person)
    if who:
        return part_in(situation, who)
    word = situation.word(outside) if outside else ""
    return frozenset({word}) & frozenset(OUTSIDE)


def part_in(situation: Situation, person: str) -> frozenset[str]:
    """Every role and capacity that somebody has in the case on the day of the deed; a witness is one once named."""
    held = holdings(situation.edition, situation.people, situation.case, person, situation.day)
    found = {name for one in held for name in (one.role, one.capacity)}
    return frozenset(found | ({"witness"} if person in witnesses(situation.case) else set()))


def witnesses(case: Case) -> frozenset[str]:
    """Everybody who was named as a witness, or gave a statement as one."""
    named = {
        str(entry.data.get("witness"))
        for entry in case.entries
        if "witness_named" in entry.acts and entry.index not in case.overtaken and entry.data.get("witness")
    }
    return frozenset(named | case.acted.get("witness", set()))


# --- the rules in words


def said(rule: ContactRule) -> str:
    """A contact rule as a sentence, with its clause."""
    bound, others = wording.listed(rule.who, "and"), wording.listed(rule.others, "and")
    clause = f" (rule {rule.clause})" if rule.clause else ""
    if rule.always:
        most = ", but not about the evidence" if rule.may_not else ""
        return f"The {bound} may always speak with the {others}{most}{clause}."
    if not rule.only:
        return f"The {bound} does not speak with the {others} about the evidence{clause}."
    when = _while(rule)
    evidence = ", and not about the evidence" if rule.may_not else ""
    log = "; every contact is entered in the log" if rule.log else ""
    return f"The {bound} and the {others} speak with each other{when} only {ways(rule)}{evidence}{log}{clause}."


def _while(rule: ContactRule) -> str:
    if not rule.while_stage:
        return ""
    if rule.while_stage == CASE_OPEN:
        return " until the case has ended"
    return f" while the case is at the stage “{wording.plain(rule.while_stage)}”"


def ways(rule: ContactRule) -> str:
    """How alone one may speak under a rule, in words."""
    open_to = [_way(one) for one in rule.only]
    copied = ", copied to both sides" if rule.copied and not any("copied" in one for one in rule.only) else ""
    return f"{' or '.join(open_to)}{copied}"


def _way(way: str) -> str:
    for lead, shown in (("through ", "through the "), ("agreed line from ", "in words agreed with the ")):
        if way.startswith(lead):
            return shown + wording.plain(way.removeprefix(lead))
    return {"with companion offered": "after a companion was offered"}.get(way, way)


def told_to(case: Case, person: str) -> tuple[str, ...]:
    """What the rules that hold now say to a party about whom one may speak with, one sentence for each rule."""
    own = _own(case, person)
    if not own:
        return ()
    about = [
        rule
        for rule in case.edition.contact
        if _holds(case, rule) and (_among(rule.who, own) or _among(rule.others, own))
    ]
    return tuple(dict.fromkeys(_to(rule, own) for rule in about))


def _own(case: Case, person: str) -> frozenset[str]:
    """What a party is, in the words of the book; a representative is bound like the party."""
    party = case.representatives.get(person, person)
    held = [capacity for capacity in PARTIES if party in case.parties.get(capacity, ())]
    roles = [role.name for capacity in held for role in case.edition.roles_with(capacity)]
    return frozenset((*held, *roles))


def _to(rule: ContactRule, own: frozenset[str]) -> str:
    """A rule, said to somebody whom it is about."""
    bound = _among(rule.who, own)
    others = wording.listed(rule.others if bound else rule.who, "and")
    clause = f" (rule {rule.clause})" if rule.clause else ""
    if rule.always:
        most = ", but not about the evidence" if rule.may_not else ""
        return f"With the {others}: always{most}{clause}."
    when = _while(rule)
    if not rule.only:
        return f"With the {others}: not about the evidence{when}{clause}."
    return f"With the {others}: only {ways(rule)}{when}{clause}."
