"""The fairness ledger: each guarantee of a case with the entry that proves it, or the gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from alteram import duties
from alteram.acts import ACTS
from alteram.calendar.sentences import in_full
from alteram.case import Case
from alteram.codec import Entry
from alteram.procedure.conditions import shortened
from alteram.procedure.floors import welfare
from alteram.procedure.floors.floor import entries_of
from alteram.procedure.lateness import rule_of
from alteram.procedure.persons import DECLARES
from alteram.procedure.situation import deed
from alteram.rulebook.model import Step

State = Literal["met", "not yet", "breached", "not needed", "not known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """One promise to the people in a case."""

    floor: str
    sentence: str  # what is promised, in plain words
    state: State
    entry: int | None = None  # the entry that proves it
    note: str = ""
    act: str = ""  # whose being done this tells whoever reads the list


def ledger(case: Case) -> tuple[Guarantee, ...]:
    """Every guarantee of the case as it stands; of a record with gaps none is known to be met or breached."""
    found = tuple(guarantee(case) for guarantee in GUARANTEES)
    if not case.gaps:
        return found
    why = f"this record has gaps: {'; '.join(case.gaps)}"
    return tuple(replace(one, state="not known", entry=None, note=why, act="") for one in found)


Ask = Callable[[Case], Guarantee]


def _proved_by(floor: str, sentence: str, act: str, *, needed_by: str = "") -> Ask:
    """Met by an act; breached if the act that needed it came without it."""

    def ask(case: Case) -> Guarantee:
        entry = deed(case, act)
        if entry is not None:
            return Guarantee(floor=floor, sentence=sentence, state="met", entry=entry.index, act=act)
        if not case.edition.steps_of(act) and not ACTS[act].incidental:
            return Guarantee(floor=floor, sentence=sentence, state="not needed", note="the rules have no such step")
        later = deed(case, needed_by) if needed_by else None
        if later is not None:
            return Guarantee(floor=floor, sentence=sentence, state="breached", entry=later.index)
        return Guarantee(floor=floor, sentence=sentence, state="not needed" if case.ended else "not yet")

    return ask


def _notice(case: Case) -> Guarantee:
    sentence = (
        "The hearing opened on the day that was told, no sooner than the rules allow after the notice was served."
    )
    opened = deed(case, "hearing_opened")
    if opened is None or opened.step is None:
        return Guarantee(floor="NOT-01", sentence=sentence, state="not needed" if case.ended else "not yet")
    step = case.edition.steps[opened.step]
    told_for = case.announced.get(step.name)
    if told_for is not None and told_for != opened.at:
        note = f"it was told for {in_full(told_for)}, and opened on {in_full(opened.at)}"
        return Guarantee(floor="NOT-01", sentence=sentence, state="breached", entry=opened.index, note=note)
    if deed(case, "hearing_notice_served") is None:
        note = "no notice of the hearing is on record"
        return Guarantee(floor="NOT-01", sentence=sentence, state="breached", entry=opened.index, note=note)
    state, note = _waited(case, opened, step)
    return Guarantee(
        floor="NOT-01", sentence=sentence, state=state, entry=opened.index, note=note, act="hearing_opened"
    )


def _waited(case: Case, opened: Entry, step: Step) -> tuple[State, str]:
    """Whether every wait of the hearing had run; the note tells of the first that had not, or of the first of all."""
    told: list[tuple[bool, str]] = []
    for wait in step.waits:
        source = case.last.get(wait.after)
        start = case.start_of(source) if source is not None else None
        if start is None:
            continue
        have = case.calendar.clear_days_between(start.day, opened.at)
        asked = shortened(case, step, wait)
        short = case.calendar.at_least(start.day, asked).day > opened.at
        told.append((short, f"{have} clear days; the rule asks for {asked}"))
    first = next((one for one in told if one[0]), next(iter(told), (False, "")))
    return ("breached" if first[0] else "met"), first[1]


def _separate(case: Case) -> Guarantee:
    sentence = "Nobody who complained, investigated, examined, presented or suspended also decided."
    deciders = case.acted.get("hearing_panel", set()) | case.acted.get("appeal_panel", set())
    others: set[str] = set()
    for capacity in ("complainant", "investigator", "case_examiner", "presenter", "interim_panel", "witness"):
        others |= case.acted.get(capacity, set())
    if not deciders:
        return Guarantee(floor="IND-01", sentence=sentence, state="not needed" if case.ended else "not yet")
    last: Entry = case.entries[-1]
    return Guarantee(
        floor="IND-01", sentence=sentence, state="breached" if deciders & others else "met", entry=last.index
    )


def _contact(case: Case) -> Guarantee:
    sentence = "Every approach about the case was disclosed to both sides or ruled on."
    open_ = [matter for matter in case.contacts if matter.disclosed is None and matter.ruled is None]
    if not case.contacts:
        return Guarantee(floor="IND-03", sentence=sentence, state="not needed", note="no approach is on record")
    if open_:
        return Guarantee(floor="IND-03", sentence=sentence, state="not yet", entry=open_[0].entry)
    proof = max(filter(None, (m.ruled or m.disclosed for m in case.contacts)), default=None)
    return Guarantee(floor="IND-03", sentence=sentence, state="met", entry=proof)


def _in_time(case: Case) -> Guarantee:
    """Breached by what came late, by what never came so that a rule stood in for it, and by a clock that ran behind."""
    sentence = "What was owed was done in time."
    late = [past for past in duties.past(case) if past.how == "late"]
    missed = [entry for entry in case.entries if _stands_in(case, entry)]
    behind = [entry for entry in case.entries if days_behind(case, entry)]
    notes = []
    if late:
        notes.append(f"{len(late)} late, by {max(past.days_late for past in late)} days at most")
    if missed:
        notes.append(f"{len(missed)} not done, so that the rules said what followed")
    if behind:
        most = max(days_behind(case, entry) for entry in behind)
        notes.append(f"{len(behind)} that followed by themselves entered late, by {most} days at most")
    if not notes:
        return Guarantee(floor="AUD-04", sentence=sentence, state="met")
    first = min([past.entry for past in late] + [entry.index for entry in (*missed, *behind)])
    return Guarantee(floor="AUD-04", sentence=sentence, state="breached", entry=first, note="; ".join(notes))


def _stands_in(case: Case, entry: Entry) -> bool:
    """Whether a consequence took the place of something that the body owed and did not do."""
    rule = rule_of(case, entry)
    if rule is None or rule.deem is None or rule.right or entry.index in case.overtaken:
        return False
    if rule.deem.step == rule.step and not rule.deem.result:
        return False  # the clock did, in time, what was owed
    roles = [case.edition.roles[name] for name in case.edition.steps[rule.step].by if name in case.edition.roles]
    return any(not role.party for role in roles)


def days_behind(case: Case, entry: Entry) -> int:
    """How many days after its own day the clock entered a consequence; the day after is no delay."""
    if not entry.deemed:
        return 0
    days = (case.calendar.local_day(entry.recorded) - entry.at).days
    return days if days > 1 else 0


def _findings(case: Case) -> Guarantee:
    sentence = "Every charge has its own finding."
    decided = deed(case, "charge_decided")
    if decided is None:
        return Guarantee(floor="FND-01", sentence=sentence, state="not needed" if case.ended else "not yet")
    whole = all(charge.decided for charge in case.charges)
    return Guarantee(floor="FND-01", sentence=sentence, state="met" if whole else "not yet", entry=decided.index)


def _referred(case: Case) -> Guarantee:
    sentence = "A risk to somebody was referred before the respondent was told."
    flags = welfare.risks(case, welfare.TO_REFER)
    if not flags:
        return Guarantee(floor="INT-10", sentence=sentence, state="not needed", note="no risk is on record")
    referred = [entry for entry in entries_of(case, "referred_outside") if entry.index > flags[0].index]
    told = deed(case, "allegations_put")
    if referred and (told is None or referred[0].index < told.index):
        return Guarantee(floor="INT-10", sentence=sentence, state="met", entry=referred[0].index)
    state: State = "not yet" if told is None or told.index < flags[0].index else "breached"
    return Guarantee(floor="INT-10", sentence=sentence, state=state, entry=(told or flags[0]).index)


def _declared(case: Case) -> Guarantee:
    sentence = "Everybody who investigated, examined or decided had declared their interests before."
    if not entries_of(case, "declaration_filed"):
        note = "no declaration is on record"
        return Guarantee(floor="IND-05", sentence=sentence, state="not needed" if case.ended else "not yet", note=note)
    declared: set[str] = set()
    proof: Entry | None = None
    for entry in case.entries:
        if "declaration_filed" in entry.acts:
            declared |= {actor.who for actor in entry.by}
        acting = {actor.who for actor in entry.by if actor.capacity in DECLARES} if entry.step else set()
        if acting - declared:
            return Guarantee(floor="IND-05", sentence=sentence, state="breached", entry=entry.index)
        proof = entry if acting else proof
    if proof is None:
        return Guarantee(floor="IND-05", sentence=sentence, state="not needed" if case.ended else "not yet")
    return Guarantee(floor="IND-05", sentence=sentence, state="met", entry=proof.index)


def _recorded(case: Case) -> Guarantee:
    sentence = "The hearing was recorded, and was public or private on record."
    opened = deed(case, "hearing_opened")
    if opened is None:
        return Guarantee(floor="HRG-05", sentence=sentence, state="not needed" if case.ended else "not yet")
    said = [name for name in ("recording", "openness") if opened.data.get(name)]
    if not said:
        note = "the record says nothing about it"
        return Guarantee(floor="HRG-05", sentence=sentence, state="not yet", entry=opened.index, note=note)
    state: State = "met" if len(said) > 1 else "breached"
    return Guarantee(floor="HRG-05", sentence=sentence, state=state, entry=opened.index)


def _final_first(case: Case) -> Guarantee:
    sentence = "Nothing was published before it was final, but for an urgent reason on record."
    published = next(iter(entries_of(case, "published")), None)
    if published is None:
        return Guarantee(floor="PUB-02", sentence=sentence, state="not needed", note="nothing is published")
    became = [entry.at for entry in entries_of(case, "became_final")]
    final = case.final_on is not None and any(day <= published.at for day in (case.final_on, *became))
    urgent = any(name.split(".")[0] == "urgent_why" for name in published.texts)
    return Guarantee(
        floor="PUB-02", sentence=sentence, state="met" if final or urgent else "breached", entry=published.index
    )


GUARANTEES: tuple[Ask, ...] = (
    _proved_by("INT-01", "The complaint was acknowledged with a reference.", "acknowledged"),
    _proved_by(
        "INT-05", "Triage chose from a closed list and gave reasons.", "triage_decided", needed_by="allegations_put"
    ),
    _referred,
    _proved_by(
        "INV-01",
        "The respondent was told what is alleged, before anybody decided.",
        "allegations_put",
        needed_by="charges_issued",
    ),
    _proved_by(
        "CHG-01",
        "Somebody other than investigator and presenter found a case to answer.",
        "case_examined",
        needed_by="charges_issued",
    ),
    _proved_by(
        "CHG-02",
        "Each charge says what, when, where and under which clause.",
        "charges_issued",
        needed_by="hearing_opened",
    ),
    _proved_by(
        "DIS-01",
        "The papers were served with the notice, and the panel saw nothing else.",
        "bundle_served",
        needed_by="hearing_opened",
    ),
    _declared,
    _notice,
    _recorded,
    _proved_by("HRG-01", "The respondent was heard, or asked.", "respondent_heard", needed_by="sanction_decided"),
    _findings,
    _proved_by(
        "HRG-09",
        "A word on the sanction was heard before it was decided.",
        "mitigation_heard",
        needed_by="sanction_decided",
    ),
    _proved_by(
        "APP-01", "Written reasons were served, with the way to appeal.", "reasons_served", needed_by="became_final"
    ),
    _final_first,
    _separate,
    _contact,
    _in_time,
)
