"""The condition c11: what no rule book can switch off. One function a floor, beside the acts it guards.

Ids are those of docs/reference/floors.md. Conditions on fields are left out while probing (see ``Situation``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from alteram.calendar.lengths import Length, parse_length
from alteram.case import Charge
from alteram.procedure import wording
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Sanction

Floor = Callable[[Situation], Iterator[Refusal]]

TOLD_BEFORE_SANCTION = (
    ("allegations_put", "no allegations were put"),
    ("charges_issued", "no charge was issued"),
    ("bundle_served", "no bundle was served"),
    ("hearing_notice_served", "no notice of hearing was served"),
    ("hearing_opened", "no hearing was opened"),
    ("respondent_heard", "the respondent was neither heard nor asked"),
)
HEAVY = ("suspension", "expulsion")
PARTICULARS = ("clause", "days", "place", "deed", "exhibits")
RESTRICTION_ONLY = frozenset({"to", "not_entitled_to", "until", "channel", "person"})
EXTENSION_GROUNDS = ("breach", "risk", "undertaking")


def failed(situation: Situation) -> Iterator[Refusal]:
    """Every floor of the acts that does not hold."""
    seen: set[str] = set()
    for act in situation.acts:
        for floor in GUARDS.get(act.name, ()):
            if floor.__name__ not in seen:
                seen.add(floor.__name__)
                yield from floor(situation)


def _refuse(code: str, floor: str, sentence: str, remedy: str = "") -> Refusal:
    return Refusal(code=code, clause=floor, sentence=sentence, remedy=remedy)


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
        yield _refuse(
            "E-SANCTION-NO-FINDING",
            "HRG-01",
            f"Refused: nobody loses standing for conduct without being told, heard and found against. Here "
            f"{wording.listed(missing, 'and')}.",
            "Receive a complaint and follow the rules from there; a letter cannot do it.",
        )


def order_of_stages(s: Situation) -> Iterator[Refusal]:
    """HRG-09: findings first, then a word on the sanction, then the sanction."""
    case = s.case
    if s.is_act("charge_decided") and case.sanction is not None and deed(case, "sanction_decided") is not None:
        yield _refuse("E-ORDER", "HRG-09", "Refused: no finding is made after the sanction.")
    if s.is_act("sanction_decided") and case.started:
        if any(not charge.decided for charge in case.charges):
            yield _refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: every charge is decided before the sanction.",
                "Decide the charges that are open.",
            )
        if deed(case, "mitigation_heard") is None:
            yield _refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: the respondent is asked for a word on the sanction first.",
                "Hear mitigation, or record that it was declined.",
            )


def told_first(s: Situation) -> Iterator[Refusal]:
    """INV-01: nobody is sent for charges before being told what is alleged."""
    goes_on = s.is_act("charges_issued") or s.meaning == "case_to_answer"
    if goes_on and deed(s.case, "allegations_put") is None:
        yield _refuse(
            "E-NOT-TOLD",
            "INV-01",
            "Not yet: the allegations have not been put to the respondent.",
            "Put the allegations first.",
        )


def named_before_told(s: Situation) -> Iterator[Refusal]:
    """INV-01, IND-01: once somebody has been told of a case against them, nobody else takes that place; and nobody who
    has a part in the case is put into it."""
    if any(deed(s.case, act) is not None for act in ("allegations_put", "charges_issued")):
        yield _refuse(
            "E-TOO-LATE",
            "INV-01",
            "Refused: the respondent has been told already, so nobody else can be put in that place.",
            "Close this case with reasons, and begin another about whoever it is.",
        )
    person = s.word("person")
    busy = {who for people in (*s.case.acted.values(), *s.case.appointed.values()) for who in people}
    if person in busy or person in s.case.parties.get("complainant", ()):
        yield _refuse(
            "E-INTEREST",
            "IND-01",
            "Refused: this person has a part in the case already, and cannot be its respondent as well.",
            "Let somebody else take that part first, from the beginning.",
        )


def examined_first(s: Situation) -> Iterator[Refusal]:
    """CHG-01: a charge that no case examiner let through."""
    examined = deed(s.case, "case_examined")
    step = s.edition.steps.get(examined.step or "") if examined else None
    through = step is not None and examined is not None and step.meaning(examined.result) == "case_to_answer"
    if not through and deed(s.case, "caution_answered") is None:
        yield _refuse(
            "E-NO-CASE-TO-ANSWER",
            "CHG-01",
            "Not yet: no case examiner has found a case to answer.",
            "A case examiner, other than investigator and presenter, decides first.",
        )


def particulars(s: Situation) -> Iterator[Refusal]:
    """CHG-02: a charge says clause, days, place, deed and exhibits; a blank blocks it."""
    for number, charge in enumerate(_charges(s), 1):
        blank = [name for name in PARTICULARS if not charge.get(name)]
        if blank:
            yield _refuse(
                "E-PARTICULARS",
                "CHG-02",
                f"Not yet: charge {number} says nothing about {wording.listed(blank, 'and')}.",
                "Fill the blanks.",
            )
    if not s.probing and not _charges(s):
        yield _refuse("E-PARTICULARS", "CHG-02", "Not yet: no charge is written.", "Write at least one charge.")


def _charges(s: Situation) -> list[Mapping[str, object]]:
    given = s.fields.get("charges")
    return [item for item in given if isinstance(item, Mapping)] if isinstance(given, (list, tuple)) else []


def in_force(s: Situation) -> Iterator[Refusal]:
    """RUL-02: conduct is judged by the offences in force on its day."""
    for number, charge in enumerate(_charges(s), 1):
        days = charge.get("days")
        clause = str(charge.get("clause", ""))
        for day in days if isinstance(days, (list, tuple)) else ():
            if clause and s.rulebook.offence_on(clause, date.fromisoformat(str(day))) is None:
                yield _refuse(
                    "E-RULE-NOT-IN-FORCE",
                    "RUL-02",
                    f"Refused: charge {number} rests on clause {clause}, which was no offence on "
                    f"{wording.day(date.fromisoformat(str(day)))}.",
                    "Charge under a clause that was in force on the day of the conduct.",
                )
                break


def bundle_travels(s: Situation) -> Iterator[Refusal]:
    """DIS-01: the bundle is served with the notice, or before it."""
    with_bundle = s.is_act("bundle_served") or s.edition.steps_of("bundle_served") == ()
    if s.probing:
        return
    if (with_bundle and not s.given("bundle")) or (not with_bundle and deed(s.case, "bundle_served") is None):
        yield _refuse(
            "E-DISCLOSURE",
            "DIS-01",
            "Not yet: the bundle must travel with the notice, so that nothing reaches "
            "the panel that the respondent has not had as long.",
            "Serve the whole bundle with the notice.",
        )


def served_before_opening(s: Situation) -> Iterator[Refusal]:
    """NOT-02: the hearing opens only on a valid service."""
    for step in s.edition.steps_of("hearing_notice_served"):
        ours = step.name in s.case.last and step.announces == (s.step.name if s.step else "")
        if ours and step.tells and s.case.served(step.name) is None:
            yield _refuse(
                "E-NOT-SERVED",
                "NOT-02",
                "Not yet: the notice of hearing has not been validly served.",
                "Send it again by a second channel.",
            )


def waiver_is_theirs(s: Situation) -> Iterator[Refusal]:
    """NOT-04: a shorter notice only by the respondent's own hand, after advice, never below the floor."""
    if s.probing:
        return
    if s.typed_by or not set(s.by) <= set(s.case.parties.get("respondent", ())):
        yield _refuse(
            "E-WAIVER-NOT-RESPONDENT",
            "NOT-04",
            "Refused: only the respondent, by their own hand, may accept a shorter notice.",
            "Ask the respondent; show the advice first.",
        )
    if not s.ticked("advice_shown"):
        yield _refuse("E-FIELD", "NOT-04", "Refused: the advice about giving up notice has not been shown.")
    lowest = _waiver_floor(s)
    down_to = s.word("down_to")
    if lowest is not None and down_to and parse_length(down_to).number < lowest.number:
        yield _refuse(
            "E-WAIVER-FLOOR",
            "NOT-04",
            f"Refused: notice can be shortened to {lowest}, not below.",
            f"Offer {lowest} or more.",
        )


def _waiver_floor(s: Situation) -> Length | None:
    waits = [wait for step in s.edition.steps.values() for wait in step.waits if wait.waiver_by]
    return waits[0].not_below if waits else None


def contact_settled(s: Situation) -> Iterator[Refusal]:
    """IND-03, IND-04: a contact is disclosed or ruled on before the panel goes on; ruled on before reasons."""
    reasons = s.is_act("reasons_served")
    for matter in s.case.contacts:
        open_ = matter.ruled is None if reasons else matter.ruled is None and matter.disclosed is None
        if open_:
            what = "ruled on" if reasons else "disclosed to both sides or ruled on"
            yield _refuse(
                "E-CONTACT-OPEN",
                "IND-03",
                f"Not yet: the contact in entry {matter.entry} has not been {what}.",
                "The clerk discloses it; the chair rules on its effect.",
            )


def advice_repeated(s: Situation) -> Iterator[Refusal]:
    """IND-08: advice given in deliberation is repeated to the parties before reasons go out."""
    if s.case.advice_open is not None:
        yield _refuse(
            "E-ADVICE-UNDISCLOSED",
            "IND-08",
            f"Not yet: the advice in entry {s.case.advice_open} has not been repeated to the parties.",
            "Repeat it to both sides and let them comment.",
        )


def sealed_until_sanction(s: Situation) -> Iterator[Refusal]:
    """IND-09, HRG-09: earlier findings stay sealed until every charge is decided."""
    if s.word("sealed_matter") and not (s.case.charges and all(charge.decided for charge in s.case.charges)):
        yield _refuse(
            "E-SEALED",
            "IND-09",
            "Refused: earlier findings are sealed until every charge is decided.",
            "Ask again at the sanction stage.",
        )


def absence_checklist(s: Situation) -> Iterator[Refusal]:
    """HRG-06: going on without the respondent needs the checklist."""
    if s.meaning != "absent":
        return
    blank = [name for name in ("service_proved", "absence_reason", "prejudice", "seriousness") if not s.given(name)]
    if blank:
        yield _refuse(
            "E-ABSENCE",
            "HRG-06",
            f"Not yet: going on without the respondent needs {wording.listed(blank, 'and')}.",
            "Fill the chair's checklist, or adjourn.",
        )


def recorded_and_open(s: Situation) -> Iterator[Refusal]:
    """HRG-05, HRG-08: a hearing is recorded, and is public or private on record."""
    if s.probing:
        return
    if not s.given("recording"):
        yield _refuse("E-RECORDING", "HRG-05", "Not yet: say how the hearing is recorded.", "Name the recording.")
    if s.word("openness") not in ("public", "private", "partly private"):
        yield _refuse("E-OPENNESS", "HRG-08", "Not yet: say whether the hearing is public or private.", "Choose one.")


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
            yield _refuse(
                "E-REASONS-INCOMPLETE",
                "FND-01",
                f"Not yet: charge {charge.number} has no reasons.",
                "Write the reasons for every charge.",
            )


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


def within_power(s: Situation) -> Iterator[Refusal]:
    """SAN-01: in the closed list, within the range of a proved charge, within its length."""
    if s.probing or not s.case.charges:
        return
    for name in _sanction_names(s):
        sanction = s.edition.sanctions.get(name)
        if sanction is None:
            yield _refuse(
                "E-POWER",
                "SAN-01",
                f"Refused: “{wording.plain(name)}” is not in the list of sanctions.",
                "Choose one of the list.",
            )
            continue
        if not _in_range(s, name):
            yield _refuse(
                "E-POWER",
                "SAN-01",
                f"Refused: no charge found proved can carry “{wording.plain(name)}”.",
                "Choose a sanction within the range of the clause proved.",
            )
        yield from _too_long(s, sanction)


def _sanction_names(s: Situation) -> tuple[str, ...]:
    return s.words("sanctions") or ((s.result,) if s.result else ())


def _in_range(s: Situation, name: str) -> bool:
    for charge in s.case.charges:
        if charge.proved:
            day = charge.days[0] if charge.days else s.case.edition.in_force_from
            offence = s.rulebook.offence_on(charge.clause, day) or s.edition.offences.get(charge.clause)
            if offence is not None and name in offence.sanctions and not _heavier_than_now(s, charge, name):
                return True
    return False


def _heavier_than_now(s: Situation, charge: Charge, name: str) -> bool:
    """Whether the edition in force on the day of the decision has become milder on this clause: the milder applies."""
    now = s.rulebook.on(s.day)
    offence = now.offences.get(charge.clause)
    ranks = [now.sanctions[one].rank for one in offence.sanctions if one in now.sanctions] if offence else []
    return bool(ranks) and name in now.sanctions and now.sanctions[name].rank > max(ranks)


def _too_long(s: Situation, sanction: Sanction) -> Iterator[Refusal]:
    asked = s.word("lasts")
    if sanction.lasts is None or not asked or sanction.name != s.result:
        return
    length = parse_length(asked)
    if _months(length) > _months(sanction.lasts):
        yield _refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: “{wording.plain(sanction.name)}” can last {sanction.lasts} at most; {length} is asked.",
            f"Choose {sanction.lasts} or less.",
        )


def _months(length: Length) -> float:
    return length.number * {"years": 12.0, "months": 1.0, "weeks": 7 / 30.4}.get(length.unit, 1 / 30.4)


def proportion(s: Situation) -> Iterator[Refusal]:
    """SAN-03: suspension and expulsion say why nothing less will do."""
    if not s.probing and set(_sanction_names(s)) & set(HEAVY) and not s.given("proportionality"):
        yield _refuse(
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
        yield _refuse("E-TERM-DATES", "SAN-04", "Not yet: say how long it lasts.", "For example: 6 months.")
    if sanction is not None and sanction.up_to and s.case.measures and not s.given("time_served"):
        yield _refuse(
            "E-TERM-DATES",
            "SAN-04",
            "Not yet: say how the time under the interim measure was considered.",
            "State the time served.",
        )


def nothing_while_appeal(s: Situation) -> Iterator[Refusal]:
    """APP-01: no sanction and no end while an appeal is open or its time runs."""
    immediate = s.case.sanction is not None and s.case.sanction.immediate
    if s.case.appeal_open and not immediate and not _left(s):
        yield _refuse("E-APPEAL-PENDING", "APP-01", "Not yet: an appeal is open.", "Wait for its outcome.")
        return
    for live in s.case.live:
        rule = live.rule
        if rule.right and any(act == "appeal_lodged" for act in s.edition.steps[rule.step].acts) and not immediate:
            start = s.case.start_of(live.source, for_role="respondent")
            if start is None:
                yield _refuse(
                    "E-APPEAL-PENDING",
                    "APP-01",
                    "Not yet: the reasons have not been validly served, so the time to appeal has not begun.",
                    "Serve the reasons again by a second channel.",
                )
                continue
            last = s.edition.calendar.within(start.day, rule.within)
            if s.day <= last.day:
                yield Refusal(
                    code="E-APPEAL-PENDING",
                    clause="APP-01",
                    sentence=f"Not yet: the time to appeal runs until the end of {wording.day(last.day)}.",
                    lawful_from=date.fromordinal(last.day.toordinal() + 1),
                    counted=last.sentence,
                )


def _left(s: Situation) -> bool:
    return bool(s.case.bucket)


def appeal_not_worse(s: Situation) -> Iterator[Refusal]:
    """APP-04: the respondent's own appeal makes nothing worse."""
    if s.probing or s.meaning != "varied" or s.case.appealed_by != "respondent" or s.case.sanction is None:
        return
    ranks = [s.edition.sanctions[n].rank for n in s.case.sanction.names if n in s.edition.sanctions]
    asked = [s.edition.sanctions[n].rank for n in s.words("sanctions") if n in s.edition.sanctions]
    if asked and ranks and max(asked) > max(ranks):
        yield _refuse(
            "E-APPEAL-WORSE",
            "APP-04",
            "Refused: an appeal by the respondent cannot make the sanction heavier.",
            "Dismiss the appeal, or vary to something lighter.",
        )


def appeal_late_needs_reason(s: Situation) -> Iterator[Refusal]:
    """APP-02: an appeal says on which grounds."""
    if s.probing or not s.step or not s.step.grounds:
        return
    unknown = [ground for ground in s.words("grounds") if ground not in s.step.grounds]
    if not s.given("grounds") or unknown:
        yield _refuse(
            "E-FIELD",
            "APP-02",
            f"Not yet: the grounds must be among {wording.listed(s.step.grounds)}.",
            "Tick at least one ground.",
        )


def final_before_publication(s: Situation) -> Iterator[Refusal]:
    """PUB-02: nothing is published before it is final."""
    if s.case.final_on is None:
        yield _refuse(
            "E-PUB-NOT-FINAL",
            "PUB-02",
            "Not yet: the decision is not final.",
            "Wait until the time to appeal has passed or the appeal is decided.",
        )


def second_person(s: Situation) -> Iterator[Refusal]:
    """PUB-04: a second person checks what is published."""
    if s.probing:
        return
    if not s.given("checked_by") or set(s.words("checked_by")) & set(s.by):
        yield _refuse(
            "E-PUB-CHECK",
            "PUB-04",
            "Not yet: a second person must have checked the notice.",
            "Name the person who checked it; not yourself.",
        )


def interim_ground(s: Situation) -> Iterator[Refusal]:
    """ISU-01: a stated risk, why nothing less will do, an application."""
    if s.is_act("interim_applied") and not s.probing:
        blank = [name for name in ("risk", "measures", "lesser") if not s.given(name)]
        if blank:
            yield _refuse(
                "E-INTERIM-GROUND",
                "ISU-01",
                f"Not yet: the application says nothing about {wording.listed(blank, 'and')}.",
                "State risk, measures and why lesser ones will not do.",
            )
    unasked = s.meaning == "granted" and deed(s.case, "interim_applied") is None
    if s.is_act("interim_decided") and unasked and not s.is_act("interim_applied") and not s.given("urgent"):
        yield _refuse(
            "E-INTERIM-GROUND",
            "ISU-01",
            "Not yet: nobody has applied for a measure in writing.",
            "Apply first, with risk and lesser measures.",
        )


def interim_scope(s: Situation) -> Iterator[Refusal]:
    """ISU-03: an order says what it forbids."""
    if not s.probing and s.is_act("interim_decided") and s.meaning == "granted" and not s.given("scope"):
        yield _refuse("E-INTERIM-SCOPE", "ISU-03", "Not yet: the order does not say what it covers.", "Name the scope.")


def ballot_weighed(s: Situation) -> Iterator[Refusal]:
    """ISU-06: a ballot or selection at stake is weighed."""
    applied = deed(s.case, "interim_applied")
    ballots = str(applied.data.get("ballots", "none")) if applied else "none"
    if not s.probing and s.meaning == "granted" and ballots not in ("none", "") and not s.given("ballots_weighed"):
        yield _refuse(
            "E-BALLOT-WEIGH",
            "ISU-06",
            "Not yet: a ballot or selection is at stake and was not weighed.",
            "Say how it was weighed.",
        )


def restriction_only(s: Situation) -> Iterator[Refusal]:
    """ISU-08: a branch learns the restriction and its last day, nothing else."""
    more = [name for name in s.fields if name not in RESTRICTION_ONLY]
    if more and not s.probing:
        yield _refuse(
            "E-RESTRICTION-ONLY",
            "ISU-08",
            f"Refused: a restriction notice cannot carry {wording.listed(more)}.",
            "Leave it out: name, restriction and dates are all a branch needs.",
        )


def triage_reasons(s: Situation) -> Iterator[Refusal]:
    """INT-05: an outcome of the closed list, with reasons."""
    if not s.probing and not s.by_clock and not s.given("reasons"):
        yield _refuse(
            "E-TRIAGE-OUTCOME", "INT-05", "Not yet: every outcome of triage has reasons.", "Write the reasons."
        )


def in_time(s: Situation) -> Iterator[Refusal]:
    """RUL-09: a late complaint goes on only if somebody admitted it."""
    limit = s.edition.limitation
    if limit is None or s.meaning != "investigate" or s.case.late_admitted or not s.case.conduct or not s.case.entries:
        return
    received = s.case.entries[0].at
    start = s.case.known_on if limit.or_knowledge and s.case.known_on else max(s.case.conduct)
    last = s.edition.calendar.term(start, limit.within)
    if received > last.day:
        yield _refuse(
            "E-OUT-OF-TIME",
            "RUL-09",
            f"Refused: the complaint came in after {wording.day(last.day)}, the last day under rule {limit.clause}.",
            "The adjudicator may admit it late, with reasons.",
        )


def extension_ground(s: Situation) -> Iterator[Refusal]:
    """SAN-05: an extension needs a new ground, and stays within the caps."""
    if s.probing or (s.is_act("extension_decided") and s.meaning != "extended"):
        return
    if not set(s.words("grounds")) & set(EXTENSION_GROUNDS):
        yield _refuse(
            "E-EXT-GROUND",
            "SAN-05",
            "Refused: an extension needs a new ground: a breach, a continuing risk or an "
            "undertaking not met. The same facts are not punished twice.",
            "Name the new ground.",
        )


def no_power_of_its_own(s: Situation) -> Iterator[Refusal]:
    """RUL-10: automatic ending has its own notice, time to answer and independent check."""
    if s.probing:
        return
    if not (s.given("notice") and s.given("evidence")):
        yield _refuse(
            "E-AUTO-NOTICE",
            "RUL-10",
            "Refused: automatic ending needs notice, 14 days to show a mistake, and an independent check.",
            "Give notice with the evidence first.",
        )


def bucket_named(s: Situation) -> Iterator[Refusal]:
    """STA-02: a closed case is in exactly one cell of the statistics."""
    if s.probing or s.by_clock or s.by_rule:
        return
    if s.is_act("continuation_decided") and s.meaning == "stop" and not s.given("bucket"):
        yield _refuse(
            "E-TRIAGE-OUTCOME",
            "STA-02",
            "Not yet: say in which cell of the statistics the case closes.",
            "Choose from the closed list.",
        )


def closes_after(s: Situation) -> Iterator[Refusal]:
    """APP-01 for the end of a case: not while an appeal is open, unless the member has left."""
    yield from nothing_while_appeal(s)


def complains_for_oneself(s: Situation) -> Iterator[Refusal]:
    """INT-06: a complaint names whoever makes it; only intake enters one that came in another way."""
    if s.probing or s.by_rule or not s.given("complainant"):
        return
    intake = {role.pool for role in s.edition.roles_with("intake")}
    entered = any(s.people.in_pool(person, pool, on=s.day) for person in s.by for pool in intake)
    if not entered and not set(s.by) <= set(s.words("complainant")):
        yield _refuse(
            "E-ROLE",
            "INT-06",
            "Refused: nobody complains in another's name.",
            "Complain yourself, or hand the complaint to intake.",
        )
    if set(s.words("complainant")) & set(s.words("respondents")):
        yield _refuse(
            "E-FIELD",
            "INT-03",
            "Refused: the same person cannot complain and answer in one case.",
            "Name somebody else.",
        )


def speaks_from_outside(s: Situation) -> Iterator[Refusal]:
    """HRG-03, IND-01: nobody speaks for a side who has a part in the case, stands on the other side, or sits in a team.

    Whoever speaks for a side reads what it reads and no more; naming the clerk would otherwise take the clerk away.
    """
    person = s.word("person")
    busy = {who for people in (*s.case.acted.values(), *s.case.appointed.values()) for who in people}
    sides = {who for people in s.case.parties.values() for who in people} | set(s.case.representatives)
    if s.case.representatives.get(person) in s.by:
        return  # the same person again, for longer or in more
    if person in busy | sides or any(m.person == person and m.holds_on(s.day) for m in s.people.memberships):
        yield _refuse(
            "E-INTEREST",
            "IND-01",
            "Refused: whoever has a part in this case, or in the teams that handle cases, cannot speak for one side.",
            "Name somebody who stands outside.",
        )


def inspected_for_a_reason(s: Situation) -> Iterator[Refusal]:
    """AUD-05: the auditor reads a file's contents by sample or with a reason."""
    if not s.probing and not (s.given("sample") or s.given("reason")):
        yield _refuse(
            "E-FIELD",
            "AUD-05",
            "Not yet: say under which sample the file is read, or why.",
            "Name the sample or the reason.",
        )


GUARDS: Mapping[str, tuple[Floor, ...]] = {
    "file_inspected": (inspected_for_a_reason,),
    "complaint_received": (complains_for_oneself,),
    "respondent_named": (named_before_told,),
    "representative_named": (speaks_from_outside,),
    "triage_decided": (triage_reasons, in_time),
    "case_examined": (told_first,),
    "charges_issued": (told_first, examined_first, particulars, in_force),
    "interim_applied": (interim_ground,),
    "interim_decided": (interim_ground, interim_scope, ballot_weighed),
    "restriction_notified": (restriction_only,),
    "hearing_notice_served": (bundle_travels,),
    "notice_waived": (waiver_is_theirs,),
    "hearing_opened": (served_before_opening, contact_settled, recorded_and_open),
    "respondent_heard": (absence_checklist,),
    "charge_decided": (order_of_stages, contact_settled),
    "evidence_added": (sealed_until_sanction,),
    "disclosed": (sealed_until_sanction,),
    "sanction_decided": (
        no_sanction_without_finding,
        order_of_stages,
        contact_settled,
        within_power,
        proportion,
        term_dates,
    ),
    "reasons_served": (contact_settled, advice_repeated, complete_reasons),
    "appeal_lodged": (appeal_late_needs_reason,),
    "appeal_determined": (appeal_not_worse,),
    "became_final": (nothing_while_appeal,),
    "sanction_started": (no_sanction_without_finding, nothing_while_appeal),
    "published": (final_before_publication, second_person),
    "extension_applied": (extension_ground,),
    "extension_decided": (extension_ground,),
    "termination_proposed": (no_power_of_its_own,),
    "termination_confirmed": (no_power_of_its_own,),
    "continuation_decided": (bucket_named,),
    "case_closed": (closes_after,),
}
