"""Floors of the decision: no sanction without a finding, within the power, with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alteram.calendar.days import Counted
from alteram.case import PROVED, Charge
from alteram.procedure import wording
from alteram.procedure.floors.floor import day_in, numbers_in, refuse
from alteram.procedure.floors.rules import not_an_offence
from alteram.procedure.floors.sanctions import imposed, number_of_matches, takes_away, too_long
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import DutyRule, Sanction

TOLD_BEFORE_SANCTION = (
    ("allegations_put", "no allegations were put"),
    ("charges_issued", "no charge was issued"),
    ("bundle_served", "no bundle was served"),
    ("hearing_notice_served", "no notice of hearing was served"),
    ("hearing_opened", "no hearing was opened"),
    ("respondent_heard", "the respondent was neither heard nor asked"),
)
DEFAULT_STANDARD = "balance of probabilities"  # of a book that states none
APPEAL_TEXT = ("appeal_body", "appeal_grounds", "appeal_by", "appeal_effect")


def no_sanction_without_finding(s: Situation) -> Iterator[Refusal]:
    """HRG-01: no sanction without told allegations, charge, notice, bundle, hearing, a word in answer and a finding."""
    if s.is_act("sanction_started") and s.is_act("became_final") and s.case.sanction is None:
        return  # becomes final without a sanction: nothing starts
    missing = [words for act, words in TOLD_BEFORE_SANCTION if deed(s.case, act) is None]
    if not any(charge.proved for charge in s.case.charges):
        missing.append("no charge was found proved")
    if s.is_act("sanction_started") and s.case.sanction is None:
        missing.append("no sanction was decided")
    if not s.clause:
        missing.append("no power is cited")
    if missing:
        yield refuse(
            "E-SANCTION-NO-FINDING",
            "HRG-01",
            f"Refused: nobody loses standing for conduct without being told, heard and found against. Here "
            f"{wording.listed(missing, 'and')}.",
            "Receive a complaint and follow the rules from there; a letter cannot do it.",
        )


def complete_reasons(s: Situation) -> Iterator[Refusal]:
    """FND-01: reasons for each charge, at the finding or in the decision."""
    if s.probing or _about_appeal(s):
        return
    given = s.fields.get("reasons")
    here = {str(key) for key in given} if isinstance(given, Mapping) else set()
    with_finding = {
        str(charge.number) for charge in s.case.charges if charge.decided and _finding_has_reasons(s, charge)
    }
    for charge in s.case.charges:
        if str(charge.number) not in here | with_finding:
            yield refuse(
                "E-REASONS-INCOMPLETE",
                "FND-01",
                f"Not yet: charge {charge.number} has no reasons.",
                "Write the reasons for every charge.",
            )


def a_finding_for_each(s: Situation) -> Iterator[Refusal]:
    """FND-01: where the rules have the charges decided apart, no entry finds on several at once."""
    proof, several = s.edition.proof, s.edition.several
    own = several.charges if several is not None else None
    apart = (proof is not None and proof.each_charge_apart) or (own is not None and own.own_finding)
    named = set(numbers_in(s, "charge"))
    found = [charge.number for charge in s.case.charges if not named or charge.number in named]
    if s.probing or not apart or len(found) < 2:
        return
    rule = proof.clause if proof is not None and proof.each_charge_apart else own.clause if own is not None else ""
    yield refuse(
        "E-CHARGES-LUMPED",
        "FND-01",
        f"Refused: charges {wording.listed([str(one) for one in found], 'and')} would be found on together, and each "
        f"is decided separately{f' (rule {rule})' if rule else ''}.",
        "Name one charge, with its own finding and reasons; then the next.",
    )


def to_the_standard(s: Situation) -> Iterator[Refusal]:
    """FND-02: a charge is found proved to the standard that the rules state, and to no other."""
    stated = s.edition.proof.standard if s.edition.proof is not None else DEFAULT_STANDARD
    rule = s.edition.proof.clause if s.edition.proof is not None else ""
    applied = s.word("standard")
    if not s.probing and applied and applied != stated:
        yield refuse(
            "E-STANDARD",
            "FND-02",
            f"Refused: these rules ask for proof on the {stated}{f' (rule {rule})' if rule else ''}, and “{applied}” "
            "was applied.",
            "Decide the charge again to the standard of the rules; or leave the answer empty.",
        )


def nothing_that_is_left_out(s: Situation) -> Iterator[Refusal]:
    """RUL-02: what a clause leaves out is no offence under it, and is not found proved."""
    named = set(numbers_in(s, "charge"))
    charges = [one for one in s.case.charges if not named or one.number in named]
    said = [word for word in s.words("left_out") if word != "none"]
    if s.probing or not said or s.meaning not in PROVED:
        return
    for charge in charges:
        yield from not_an_offence(s, charge.clause, charge.days, said, f"charge {charge.number}")


def _about_appeal(s: Situation) -> bool:
    """True if these are reasons on an appeal or on an extension: the charges were reasoned before."""
    return bool({"appeal_panel", "reviewer"} & _bodies(s)) or (s.step is not None and s.step.after_end)


def _bodies(s: Situation) -> set[str]:
    return {
        c for name in (s.step.by if s.step else ()) if name in s.edition.roles for c in s.edition.roles[name].capacities
    }


def _finding_has_reasons(s: Situation, charge: Charge) -> bool:
    for entry in s.case.entries:
        if "charge_decided" in entry.acts and any(name.split(".")[0] == "reasons" for name in entry.texts):
            numbers = entry.data.get("charge")
            decided = numbers if isinstance(numbers, (list, tuple)) else [numbers]
            if numbers is None or charge.number in [int(str(n)) for n in decided if n is not None]:
                return True
    return False


def proportion(s: Situation) -> Iterator[Refusal]:
    """SAN-03: suspension and expulsion say why nothing less will do."""
    heavy = any(takes_away(s.edition.sanctions.get(name), name) for name in imposed(s))
    if not s.probing and heavy and not s.given("proportionality"):
        yield refuse(
            "E-PROPORTION",
            "SAN-03",
            "Not yet: say why this is proportionate and nothing less will do.",
            "Write the paragraph on proportionality.",
        )


def term_dates(s: Situation) -> Iterator[Refusal]:
    """SAN-04: a term has an exact length, and time already served is stated."""
    if s.probing:
        return
    sanction = s.edition.sanctions.get(s.result or "")
    if sanction is not None and sanction.up_to and not s.given("lasts"):
        yield refuse("E-TERM-DATES", "SAN-04", "Not yet: say how long it lasts.", "For example: 6 months.")
    counted = sanction is not None and (sanction.up_to or sanction.matches is not None)
    if counted and s.case.measures and not s.given("time_served"):
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            "Not yet: say how the time under the interim measure was considered.",
            "State the time served.",
        )


def at_once_for_a_reason(s: Situation) -> Iterator[Refusal]:
    """SAN-06: a sanction bites before it is final only by an immediate order with reasons of its own."""
    if not s.probing and s.fields.get("immediate") in (True, "true", "yes") and not s.given("immediate_why"):
        yield refuse(
            "E-APPEAL-PENDING",
            "SAN-06",
            "Not yet: nothing says why it cannot wait for an appeal.",
            "Give the immediate order its own reasons, or let it wait.",
        )


def way_to_appeal(s: Situation) -> Iterator[Refusal]:
    """APP-01: a decision says who hears an appeal, on which grounds, until when, and what becomes of the sanction."""
    if s.probing or s.meaning not in ("sanctioned", "") or "appeal_panel" in _bodies(s):
        return
    if not (_appeal_follows(s) or all(s.given(name) for name in APPEAL_TEXT)):
        yield refuse(
            "E-APPEAL-TEXT",
            "APP-01",
            "Not yet: the decision does not say how to appeal.",
            "Name the body, the grounds, the last day and the effect on the sanction.",
        )
    asked, last = day_in(s, "appeal_by"), _window_ends(s)
    if asked is not None and ((last is not None and asked != last.day) or asked <= s.day):
        until = f"runs to {wording.day(last.day)}" if last is not None else f"is not over on {wording.day(asked)}"
        yield refuse(
            "E-APPEAL-TEXT",
            "APP-01",
            f"Refused: the time to appeal {until}, and the decision would say otherwise.",
            "Leave the day empty: it is counted.",
            counted=last,
        )


def _rights_to_appeal(s: Situation) -> list[DutyRule]:
    rules = s.step.then if s.step is not None else ()
    return [
        rule
        for rule in rules
        if s.edition.steps[rule.step].is_act("appeal_lodged") and (not rule.results or s.result in rule.results)
    ]


def _appeal_follows(s: Situation) -> bool:
    """Whether the book itself opens an appeal from these reasons: its text then stands in the letter."""
    return bool(_rights_to_appeal(s))


def _window_ends(s: Situation) -> Counted | None:
    served = s.edition.calendar.deemed(s.day, s.sent_by)
    rights = _rights_to_appeal(s)
    return s.edition.calendar.within(served.day, rights[0].within) if rights else None


def caution_without_hearing(s: Situation) -> Iterator[Refusal]:
    """HRG-01: what needs a hearing cannot be accepted in a letter, and nothing can before one has been told."""
    if s.probing or s.meaning != "accepted":
        return
    names = s.words("sanction") or (s.step.sanction_if.get(s.result or "", ()) if s.step is not None else ())
    for name in names:
        sanction = s.edition.sanctions.get(name)
        if sanction is None:
            yield refuse(
                "E-POWER", "SAN-01", f"Refused: “{wording.plain(name)}” is not in the list.", "Choose one of the list."
            )
        elif sanction.hearing_required or _ends_membership(sanction, name):
            yield refuse(
                "E-SANCTION-NO-FINDING",
                "HRG-01",
                f"Refused: “{wording.plain(name)}” needs a hearing and a finding; nobody accepts it in a letter.",
                "Offer something that needs no hearing, or charge it.",
            )
        else:
            yield from _offered(s, sanction)
    if deed(s.case, "allegations_put") is None:
        yield refuse(
            "E-NOT-TOLD", "INV-01", "Not yet: the allegations have not been put to the respondent.", "Put them first."
        )


def _offered(s: Situation, sanction: Sanction) -> Iterator[Refusal]:
    """SAN-01: what the step lets be accepted, for no longer than the book allows, and for a time that is said."""
    offered = s.step.sanction_if.get(s.result or "", ()) if s.step is not None else ()
    if offered and sanction.name not in offered:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: “{wording.plain(sanction.name)}” is not among what can be accepted here: "
            f"{wording.listed(list(offered))}.",
            "Offer one of these, or charge it.",
        )
    if sanction.up_to and not s.given("lasts"):
        yield refuse("E-TERM-DATES", "SAN-04", "Not yet: say how long it lasts.", "Name the length that was offered.")
    if sanction.lasts is not None and s.given("lasts"):
        yield from too_long(s, [sanction.name])
    yield from number_of_matches(s, sanction)


def _ends_membership(sanction: Sanction, name: str) -> bool:
    """Whether it takes membership away for good or without a day on which it ends: nobody does that by letter."""
    return sanction.for_life or bool(sanction.rejoin) or (not sanction.ends and takes_away(sanction, name))
