"""Which floors a text misses. A rule book that misses one is a draft: it is read, checked, compared and replayed, and
never adopted. No switch turns a floor off.

Read of the text alone: what a step of the case must keep is checked by the guards beside the acts when it is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

from alteram.acts import SEPARATED, Act, Capacity, conflict, counts_as
from alteram.errors import AlteramError
from alteram.rulebook import floor_values
from alteram.rulebook.floor_values import Missed
from alteram.rulebook.model import DutyRule, Edition, Role, Step
from alteram.rulebook.provisions import ContactRule

__all__ = ["Draft", "Missed", "missed", "refuse_draft"]

ON_THE_WAY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "allegations_put": ("INV-01",),
        "case_examined": ("CHG-01",),
        "charges_issued": ("CHG-02",),
        "bundle_served": ("DIS-01",),
        "hearing_notice_served": ("NOT-01",),
        "hearing_opened": ("HRG-01",),
        "respondent_heard": ("HRG-01", "HRG-06"),
        "charge_decided": ("FND-01",),
        "mitigation_heard": ("HRG-09",),
        "sanction_decided": ("SAN-01",),
        "reasons_served": ("FND-01", "APP-01"),
        "appeal_lodged": ("APP-02",),
    }
)
"""What comes before a sanction in every case, and the floors that a book without it misses."""
WITHOUT: Mapping[str, str] = MappingProxyType(
    {
        "allegations_put": "nobody tells the member what is said before it is decided whether there is a case.",
        "case_examined": "nobody decides whether there is a case to answer.",
        "charges_issued": "no charge is laid.",
        "bundle_served": "no step serves the papers.",
        "hearing_notice_served": "no step serves the day and place of the hearing.",
        "hearing_opened": "there is no hearing.",
        "respondent_heard": "the member is not heard.",
        "charge_decided": "no charge is found proved.",
        "mitigation_heard": "finding and sanction are one, with no word of the member in between.",
        "sanction_decided": "nobody decides a sanction.",
        "reasons_served": "no reasons are served that say how to appeal.",
        "appeal_lodged": "nobody can appeal.",
    }
)
PARTY_WORDS = ("complainant", "respondent", "witness", "anyone")
MAY_BE_TOLD: tuple[Capacity, ...] = ("representative", "support", "legal_adviser", "auditor", "data_protection")
"""Whom a party may always speak with (DPR-06), as far as they are roles of a book."""
MAY_BE_SILENCED: tuple[Capacity, ...] = (
    "intake", "triage", "adjudicator", "investigator", "case_examiner", "presenter", "interim_panel", "hearing_panel",
    "chair", "appeal_panel", "reviewer", "appointer", "clerk", "legal_adviser", "publications", "executive",
)  # fmt: skip
"""Who may be kept from the press: those who decide, present, keep the file or hold office."""


class Draft(AlteramError):
    """An edition that misses a floor and so cannot be adopted."""

    code = "E-DRAFT"
    remedy = "Mend what is named and check the rule book again: alteram check."

    def __init__(self, edition: Edition, found: tuple[Missed, ...]) -> None:
        self.missed = found
        floors = sorted({floor for one in found for floor in one.floors})
        sentence = f"Edition {edition.version} is a draft: it misses {', '.join(floors)}. " + " ".join(map(str, found))
        super().__init__(sentence, evidence={"edition": edition.digest, "floors": floors})


def refuse_draft(edition: Edition) -> None:
    """Raises :class:`Draft` if the edition misses a floor: nobody adopts it."""
    found = missed(edition)
    if found:
        raise Draft(edition, found)


def missed(edition: Edition) -> tuple[Missed, ...]:
    """Every floor that the text misses, in the order of the lines."""
    found = [
        *_capacities(edition),
        *_separation(edition),
        *_burden(edition),
        *_before_a_sanction(edition),
        *_interim(edition),
        *_consequences(edition),
        *_contact(edition),
        *floor_values.below(edition),
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.floors)))


# --- rule 1: who does what


def _capacities(edition: Edition) -> Iterator[Missed]:
    for step in edition.steps.values():
        for act in step.vocabulary:
            for name in step.by:
                if not _open_to(edition, step, act, name):
                    yield Missed(
                        floors=act.floors[:1] or ("RUL-01",),
                        clause=step.clause,
                        line=step.line,
                        wrong=f"“{step.title}” is `{act.name}`, which “{name}” may not do.",
                        right=f"Give it to a role that is one of: {', '.join(act.who)}.",
                    )


def _open_to(edition: Edition, step: Step, act: Act, name: str) -> bool:
    if name != "clock":
        return any(act.open_to_role(capacity) for capacity in _held(edition.roles[name]))
    if step.clock_only:
        meanings = {result.means for result in step.results} or {step.means}
        return all(_by_itself(act, meaning) for meaning in meanings)
    return "clock" in act.who or bool(act.clock)


def _by_itself(act: Act, meaning: str) -> bool:
    """Whether a consequence of the clock may bring this about."""
    return "clock" in act.who or "done" in act.clock or meaning in act.clock


def _held(role: Role) -> tuple[Capacity, ...]:
    return role.capacities  # type: ignore[return-value]  # the closed list holds capacities alone


def _separation(edition: Edition) -> Iterator[Missed]:
    """No two capacities of IND-01 for one person, said by the text itself."""
    deeds = _deeds(edition)
    told: set[frozenset[str]] = set()
    for (one, first), (other, second) in combinations(deeds, 2):
        pair = frozenset((first, second))
        if len(pair) != 2 or pair in told or not conflict(first, second):
            continue
        if not edition.keeps_apart(deeds[one, first], deeds[other, second]):
            told.add(pair)
            yield _open_pair(edition, one, first, other, second, deeds[other, second])
    yield from _parties_barred(edition, deeds)


def _deeds(edition: Edition) -> dict[tuple[str, Capacity], tuple[Step, ...]]:
    """(role, capacity of IND-01) -> the steps that the role takes in it. Parties are barred by interest."""
    found: dict[tuple[str, Capacity], tuple[Step, ...]] = {}
    for role in edition.roles.values():
        for capacity in _held(role):
            counted = counts_as(capacity)
            steps = tuple(
                step
                for step in edition.steps.values()
                if role.name in step.by and any(act.open_to_role(capacity) for act in step.vocabulary)
            )
            if counted in SEPARATED and counted not in PARTY_WORDS and steps:
                found[role.name, counted] = (*found.get((role.name, counted), ()), *steps)
    return found


def _open_pair(
    edition: Edition, one: str, first: Capacity, other: str, second: Capacity, steps: tuple[Step, ...]
) -> Missed:
    pair = {first, second}
    more: tuple[str, ...] = ("CHG-01",) if "case_examiner" in pair and pair & {"presenter", "investigator"} else ()
    more += ("APP-03",) if "appeal_panel" in pair else ()
    who = f"“{one}” ({_plain(first)}) and “{other}” ({_plain(second)})"
    return Missed(
        floors=("IND-01", *more),
        clause=steps[0].clause,
        line=edition.roles[other].line,
        wrong=f"{who} may be one person in one case.",
        right="Put their steps into two groups, and let `conflicts` say that nobody in one is also in the other.",
    )


def _plain(capacity: str) -> str:
    return capacity.replace("_", " ")


def _parties_barred(edition: Edition, deeds: Mapping[tuple[str, Capacity], tuple[Step, ...]]) -> Iterator[Missed]:
    """Who complained, or is a witness, does nothing else: said as an interest that bars."""
    kinds = {kind for interests in edition.interests for kind in interests.kinds}
    for capacity in ("complainant", "witness"):
        names = {capacity, *(role.name for role in edition.roles.values() if capacity in role.capacities)}
        if deeds and not names & kinds:
            clause, line = next(((one.clause, one.line) for one in edition.interests), ("", 1))
            yield Missed(
                floors=("IND-01",),
                clause=clause,
                line=line,
                wrong=f"Nothing keeps a {capacity} from acting in the case.",
                right=f"Add `{capacity}` to `nobody_acts_who_is`.",
            )


def _burden(edition: Edition) -> Iterator[Missed]:
    proof = edition.proof
    if proof is None or not proof.burden:
        return
    role = edition.roles.get(proof.burden)
    party = role.party if role is not None else proof.burden in ("complainant", "respondent")
    if party or proof.burden == "member bringing the charge":
        yield Missed(
            floors=("IND-01",),
            clause=proof.clause,
            line=proof.line,
            wrong=f"The burden lies on a party ({proof.burden}): whoever complains also carries the case.",
            right="Let somebody present it who is neither party, for example `burden: presenter`.",
        )


# --- rules 2 and 3: what comes before a sanction, and before and after an interim measure


def _before_a_sanction(edition: Edition) -> Iterator[Missed]:
    starts = edition.steps_of("sanction_started")
    for act, floors in ON_THE_WAY.items():
        if starts and not edition.steps_of(act):
            yield Missed(
                floors=floors,
                clause=starts[0].clause,
                line=starts[0].line,
                wrong=f"“{starts[0].title}” can take effect, but {WITHOUT[act]}",
                right=f"Add a step whose act is `{act}`.",
            )


def _interim(edition: Edition) -> Iterator[Missed]:
    for step in edition.steps_of("interim_decided"):
        if not _applied_before(edition, step):
            yield Missed(
                floors=("ISU-01",),
                clause=step.clause,
                line=step.line,
                wrong=f"“{step.title}” needs no application in writing before it.",
                right="Add a step whose act is `interim_applied`, and a stage or `needs` that puts it first.",
            )
        if not any(_lapses(edition, duty) for duty in step.then):
            yield Missed(
                floors=("ISU-04",),
                clause=step.clause,
                line=step.line,
                wrong=f"“{step.title}” is not reviewed under a duty that lets it lapse.",
                right="Add a duty to review it, with `else: {deem: …}` to a result that means `lapsed`.",
            )


def _applied_before(edition: Edition, step: Step) -> bool:
    applied = {one.name for one in edition.steps_of("interim_applied")}
    begun = {
        stage.name
        for stage in edition.stages.values()
        if stage.begins and {one.step for one in stage.begins} <= applied
    }
    if step.only_while and set(step.only_while) <= begun:
        return True
    needed = any({atom.name for atom in need} <= applied | begun for need in step.needs)
    return needed or any(wait.after in applied and not wait.unless for wait in step.waits)


def _lapses(edition: Edition, duty: DutyRule) -> bool:
    review = edition.steps[duty.step]
    if duty.deem is None or review.clock_only or not review.is_act("interim_reviewed"):
        return False
    deemed = edition.steps[duty.deem.step]
    return deemed.is_act("interim_reviewed") and deemed.meaning(duty.deem.result) == "lapsed"


# --- rule 4: what the clock may do


def _consequences(edition: Edition) -> Iterator[Missed]:
    told: set[tuple[str, str]] = set()
    for step in edition.steps.values():
        for duty in step.then:
            for act, meaning in _beyond(edition, duty):
                if (act.name, meaning) not in told:
                    told.add((act.name, meaning))
                    yield Missed(
                        floors=act.floors[:1] or ("RUL-01",),
                        clause=duty.clause or step.clause,
                        line=duty.line,
                        wrong=f"The clock may not bring about “{duty.deem}” ({act.title[0].lower()}{act.title[1:]}).",
                        right=_instead(act),
                    )


def _beyond(edition: Edition, duty: DutyRule) -> Iterator[tuple[Act, str]]:
    """What the duty deems done that only people may do."""
    if duty.deem is None:
        return
    deemed = edition.steps[duty.deem.step]
    meaning = deemed.meaning(duty.deem.result)
    for act in deemed.vocabulary:
        heard_with_its_outcome = act.name == "appeal_heard" and deemed.is_act("appeal_determined")
        if not heard_with_its_outcome and not _by_itself(act, meaning):
            yield act, meaning


def _instead(act: Act) -> str:
    if act.clock:
        return f"Deem an outcome that it may: {', '.join(act.clock)}; or `else: {{tell: …}}`, and a later long stop."
    return "Use `else: {tell: …}`, which leaves it owed, and a later long stop that closes or lets go."


# --- rule 5: whom one may speak with


def _contact(edition: Edition) -> Iterator[Missed]:
    for rule in edition.contact:
        if rule.always or not (rule.only or rule.may_not):
            continue
        for wrong in (*_silenced(edition, rule), *_kept_from(edition, rule)):
            yield Missed(
                floors=("DPR-06",),
                clause=rule.clause,
                line=rule.line,
                wrong=wrong,
                right="Bind only those who decide, present, keep the file or hold office.",
            )


def _silenced(edition: Edition, rule: ContactRule) -> Iterator[str]:
    """Whom the rule keeps from the press, who may not be kept from it."""
    for bound, others in ((rule.who, rule.others), (rule.others, rule.who)):
        if "press" in others:
            free = [name for name in bound if name != "press" and not _part_of(edition, name, MAY_BE_SILENCED)]
            if free:
                yield f"The rule on the press binds {', '.join(free)}."


def _kept_from(edition: Edition, rule: ContactRule) -> Iterator[str]:
    """Whom the rule keeps from those they may always speak with."""
    for bound, others in ((rule.who, rule.others), (rule.others, rule.who)):
        parties = [
            name for name in bound if name in PARTY_WORDS or _part_of(edition, name, ("complainant", "respondent"))
        ]
        kept = [name for name in others if name == "anyone" or _part_of(edition, name, MAY_BE_TOLD)]
        if parties and kept:
            yield f"The rule keeps {', '.join(parties)} from {', '.join(kept)}."
            return


def _part_of(edition: Edition, name: str, capacities: tuple[Capacity, ...]) -> bool:
    role = edition.roles.get(name)
    return name in capacities if role is None else bool(set(role.capacities) & set(capacities))
