"""Letters that tell of a decision: to the respondent with all reasons, to the complainant, and to whoever must know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from alteram.calendar.sentences import in_full, listed
from alteram.case import Case, Charge, SanctionDecided, matches, terms
from alteram.codec import Entry
from alteram.correspondence.hearing import account, concerning
from alteram.correspondence.telling import Contents, Telling, Value, called, charges, words
from alteram.procedure.wording import plain
from alteram.rulebook.editions import Days, governing
from alteram.standing import explained, standing, taken

A_DAY = timedelta(days=1)
FINDINGS = {
    "proved": "proved",
    "admitted": "admitted",
    "not_proved": "not proved",
    "withdrawn": "withdrawn",
    "no_finding": "left without a finding",
}


def decision(telling: Telling) -> Mapping[str, Value]:
    """D26, to the respondent. What was not decided is said in words, never left out."""
    case = telling.case
    sanction = case.sanction
    decided = telling.last("sanction_decided") if sanction is not None else None
    appeal = telling.due(telling.steps("appeal_lodged"))
    return {
        "parties": _parties(telling),
        "panel": _panel(telling),
        "rules": _rules(telling),
        "charges": charges(telling),
        "evidence": _evidence(telling),
        "findings": _findings(telling),
        "submissions_on_sanction": _submissions(telling),
        "ladder": _of_sanction(telling, decided, "no_lesser", "no_lesser_not_needed"),
        "proportionality": _of_sanction(telling, decided, "proportionality", "proportionality_not_needed"),
        "sanction_dates": dates(telling),
        "interim_status": _interim(telling),
        "costs": telling.phrase("costs"),
        "appeal_body": telling.own("appeal_body") or telling.phrase("appeal_body"),
        "appeal_by": in_full(appeal.due.day) if appeal and appeal.due else telling.own("appeal_by"),
        "appeal_grounds": telling.own("appeal_grounds") or _grounds(telling),
        "appeal_effect": telling.own("appeal_effect") or telling.phrase("appeal_effect"),
        "counted": appeal.due.sentence if appeal and appeal.due else "",
        "publication_plan": _publication(telling, sanction),
        "pressures_and_rulings": _pressures(telling),
    }


def _parties(telling: Telling) -> str:
    case = telling.case
    presented = case.people_in("presenter")
    by = f", presented by {telling.names(presented)}" if presented else ""
    return f"{case.edition.body}{by}, and {telling.names(case.parties.get('respondent', []))}."


def on_appeal(case: Case, entry: Entry) -> bool:
    """Whether an appeal has been decided by then, and no charge since."""
    past = [one for one in case.entries if one.index <= entry.index]
    last = next((one for one in reversed(past) if {"appeal_determined", "charge_decided"} & set(one.acts)), None)
    return last is not None and "appeal_determined" in last.acts


def _panel(telling: Telling) -> str:
    acts = ["charge_decided", "hearing_opened"]
    if on_appeal(telling.case, telling.entry):
        acts.insert(0, "appeal_determined")
    sat = next((e for act in acts if (e := telling.last(act))), None)
    people = [actor.who for actor in sat.by if actor.who != "clock"] if sat is not None else []
    chairs = [telling.name(person) for person in people if person in telling.case.chairs]
    return f"{telling.names(people)}{', chaired by ' + listed(chairs) if chairs else ''}." if people else ""


def _rules(telling: Telling) -> str:
    case = telling.case
    laid = list(dict.fromkeys(charge.clause for charge in case.charges))
    governed = [governing(case.rulebook, "offence", Days(conduct=one.days)) for one in case.charges if one.days]
    of_conduct = listed(list(dict.fromkeys(one.edition.version for one in governed)))
    return (
        f"The procedure of edition {case.edition.version}; the conduct was judged by rule {listed(laid)}"
        f" of edition {of_conduct or case.edition.version}, in force on its day.{_left_out(case)}{_proof(case)}"
    )


def _left_out(case: Case) -> str:
    """What the clauses charged leave out, in the words of the rules."""
    found = {}
    for charge in case.charges:
        for day in charge.days[:1]:
            offence = case.rulebook.offence_on(charge.clause, day)
            if offence is not None and offence.excepted:
                found[charge.clause] = listed(list(offence.excepted))
    return "".join(f" Rule {clause} does not reach {words_}." for clause, words_ in found.items())


def _proof(case: Case) -> str:
    """How sure the panel had to be, and that no charge was decided with another, as the rules say it."""
    proof = case.edition.proof
    if proof is None:
        return ""
    by = f", by the {plain(proof.burden)}" if proof.burden in case.edition.roles else ""
    rule = f" (rule {proof.clause})" if proof.clause else ""
    apart = " Each charge was decided separately." if proof.each_charge_apart and len(case.charges) > 1 else ""
    how = f"{'' if proof.standard.startswith('beyond') else 'on the '}{proof.standard}"
    return f" Each charge had to be proved {how}{by}{rule}.{apart}"


def _evidence(telling: Telling) -> str:
    shown: list[str] = []
    for entry in telling.every("charges_issued"):
        laid = entry.data.get("charges")
        for one in laid if isinstance(laid, (list, tuple)) else ():
            exhibits = one.get("exhibits") if isinstance(one, Mapping) else None
            shown += [str(name) for name in exhibits] if isinstance(exhibits, (list, tuple)) else []
    shown += [called(words(entry.data.get("exhibit"))) for entry in telling.every("evidence_added")]
    bundle = f"Bundle {called(telling.case.bundle)}" if telling.case.bundle else "The bundle"
    exhibits_said = listed(list(dict.fromkeys(filter(None, shown))))
    return (
        f"{bundle}{', with the exhibits ' + exhibits_said if exhibits_said else ''}, and what was said at the hearing."
    )


def _findings(telling: Telling) -> tuple[str, ...]:
    found = [_finding(telling, charge) for charge in telling.case.charges]
    whole = telling.said.texts.get((telling.entry.index, "reasons"), "")
    return (*found, whole) if whole else tuple(found)


def _finding(telling: Telling, charge: Charge) -> str:
    entry = _deciding(telling, charge)
    why = [telling.text(entry, name) for name in ("disputed_facts", "reasons")] if entry is not None else []
    why.append(telling.said.texts.get((telling.entry.index, f"reasons.{charge.number}"), ""))
    found = FINDINGS.get(charge.finding, "not decided")
    said = " ".join(dict.fromkeys(filter(None, why)))
    return f"Charge {charge.number} (rule {charge.clause}): {found}. {said}".strip()


def _deciding(telling: Telling, charge: Charge) -> Entry | None:
    found = [e for e in telling.every("charge_decided") if str(e.data.get("charge", "")) == str(charge.number)]
    return found[-1] if found else None


def _submissions(telling: Telling) -> str:
    heard = telling.last("mitigation_heard")
    if heard is None:
        return "Nothing was to be said on it, since no sanction was open."
    text = telling.text(heard, "account")
    if heard.result == "declined":
        return "The respondent chose to say nothing on it."
    return f"The respondent said: “{text}”" if text else "The respondent was heard on it."


def _of_sanction(telling: Telling, decided: Entry | None, name: str, otherwise: str) -> str:
    """What the panel wrote on the sanction. A milder one may need no such paragraph, and the letter says so."""
    if decided is None:
        return "There is no sanction."
    text = telling.text(decided, name) or words(decided.data.get(name))
    listed_, sanction = telling.case.edition.sanctions, telling.case.sanction
    grave = taken(listed_[one] for one in (sanction.names if sanction else ()) if one in listed_)
    return text or ("" if grave else telling.phrase(otherwise))


def dates(telling: Telling) -> str:
    """From when to when the sanction lasts, what counts towards it, and from when one may come back (D25, D26)."""
    case, sanction = telling.case, telling.case.sanction
    decided = telling.last("sanction_decided")
    if sanction is None:
        ending = case.ending
        if ending is None:
            return "There is no sanction."
        return (
            f"There is no sanction. The membership ended on {in_full(ending.first)} by rule {ending.clause}, and not "
            "for conduct."
        )
    names = listed([plain(name) for name in sanction.names])
    said = []
    if sanction.first is not None:
        until = f" to {in_full(sanction.last)}" if sanction.last and not sanction.left else ""
        said += [f"{names.capitalize()}, from {in_full(sanction.first)}{until}.", *explained(case)]
    else:
        said.append(f"{names.capitalize()}{_for(sanction)}. It begins when the decision is final, and not before.")
        said += _longest(case, sanction)
        said += _to_be_counted(telling, sanction)
    return " ".join(filter(None, (*said, *_votes(telling, sanction, decided))))


def _for(sanction: SanctionDecided) -> str:
    if sanction.matches is not None:
        return f" of {matches.so_many(sanction.matches)}"
    return f" for {sanction.lasts}" if sanction.lasts else ""


def _longest(case: Case, sanction: SanctionDecided) -> list[str]:
    """Of a ban counted in matches that has not begun: what ends it."""
    lengths = [one.no_later_than for one in matches.in_matches(case, sanction.names) if one.no_later_than is not None]
    longest = f", and at the longest {lengths[0]} after it began" if lengths else ""
    return [f"It ends with the day of the last of these matches{longest}."] if sanction.matches is not None else []


def way_back(telling: Telling) -> str:
    """From when an application to rejoin could be made (D33)."""
    sanction = telling.case.sanction
    if sanction is None or sanction.rejoin_from is None:
        return "No day is set."
    return f"From {in_full(sanction.rejoin_from)}."


def _votes(telling: Telling, sanction: SanctionDecided, decided: Entry | None) -> list[str]:
    """How many votes the list asks for, where it asks for more than half; how each one voted stays in the record."""
    listed_ = telling.case.edition.sanctions
    asked = [listed_[name].vote for name in sanction.names if name in listed_ and listed_[name].vote]
    more = [one for one in dict.fromkeys(asked) if one != "majority"]
    return [f"The rules ask for the votes of {listed(more)}, and it had them."] if more and decided is not None else []


def _to_be_counted(telling: Telling, sanction: SanctionDecided) -> list[str]:
    """Of a sanction that has not begun: what counts towards it so far, and when one may come back if nobody appeals."""
    case, names = telling.case, sanction.names
    served = terms.served(case, names, telling.entry.at + A_DAY)
    so_far = f"So far {served.sentence} Those still to come count too." if served.days else ""
    if terms.never_rejoin(case, names):
        return [so_far, "The rules know no way back from it."]
    appeal = telling.due(telling.steps("appeal_lodged"))
    begins = appeal.due.day + A_DAY if appeal is not None and appeal.due is not None else None
    from_then = terms.rejoin_from(case, names, begins) if begins is not None else None
    if begins is None or from_then is None:
        return [so_far]
    return [
        so_far,
        f"If nobody appeals it begins on {in_full(begins)}. An application to rejoin can be made from "
        f"{in_full(from_then)}. If it begins later, that day is so much later.",
    ]


def _interim(telling: Telling) -> str:
    case = telling.case
    if not case.measures:
        return "There was none."
    if case.measure is None:
        ended = case.measures[-1].ended
        return f"It ended on {in_full(ended)}." if ended else "It has ended."
    last = standing(case, on=telling.entry.at).last
    return f"It runs on until the decision is final{', and at the longest until ' + in_full(last) if last else ''}."


def _grounds(telling: Telling) -> str:
    for name in telling.steps("appeal_lodged"):
        grounds = telling.case.edition.steps[name].grounds
        if grounds:
            return listed(list(grounds))
    return telling.phrase("appeal_grounds")


def _publication(telling: Telling, sanction: SanctionDecided | None) -> str:
    if sanction is None:
        return telling.phrase("publication_cleared")
    rule = telling.case.edition.publication
    named = rule.shown(sanction.names[0]) if rule is not None else ""
    if rule is None or not named:
        return telling.phrase("publication_plan")
    if named == "nothing":
        return f"Nothing is published (rule {rule.clause})."
    how_long = rule.taken_down(sanction.names[0])
    stays = f" It is taken down after: {words(str(how_long))}." if how_long else ""
    return f"Once the decision is final: {words(named)} (rule {rule.clause}).{stays}"


def _pressures(telling: Telling) -> Value:
    logged = concerning(telling, telling.entry)
    if not logged:
        return "None was logged."
    rulings = [_ruled(telling, one) for one in telling.every("contact_ruled")]
    return (*(account(telling, one) for one in logged), *rulings)


def _ruled(telling: Telling, ruling: Entry) -> str:
    effect = words(ruling.data.get("effect")) or plain(ruling.result or "")
    return f"Ruled on {in_full(ruling.at)}: {effect}. {telling.text(ruling, 'reasons')}".strip()


def outcome(telling: Telling) -> Mapping[str, Value]:
    """D27, to whoever complained: the outcome, and why not more."""
    case = telling.case
    told = [
        f"Charge {one.number} (rule {one.clause}): {FINDINGS.get(one.finding, 'not decided')}." for one in case.charges
    ]
    sanction = case.sanction
    if sanction is not None:
        names = listed([plain(name) for name in sanction.names])
        told.append(f"The sanction is: {names}. It can still be appealed; we tell you when it is final.")
    return {
        "shared_outcome": tuple(told),
        "why_not_more": telling.phrase("why_not_more"),
        "protection_contact": telling.phrase("protection_contact"),
        "protections": _protections(telling),
        "process_route": telling.phrase("complain_about_process"),
    }


def _protections(telling: Telling) -> str:
    measure = telling.case.measure
    if measure is not None and "contact" in measure.scope:
        return "Until the decision is final the other side may reach you only through the clerk."
    return telling.phrase("protections")


WITHOUT = {"membership": "everything that membership gives", "rights of a member": "everything that membership gives"}
"""What a sanction takes, where a branch is told in other words than the list of the rule book has."""


def restriction(telling: Telling) -> Mapping[str, Value]:
    """D12, to a branch: who, what not, from when until when. Nothing else."""
    case, entry = telling.case, telling.entry
    people = case.parties.get("respondent", [])
    stands = standing(case, on=entry.at)
    scope = entry.data.get("not_entitled_to") or (case.measure.scope if case.measure else ())
    until = words(entry.data.get("until")) or (in_full(stands.last) if stands.last else "")
    if stands.left and not entry.data.get("until"):
        until = f"the day of the last match: {matches.until(stands.matches or 0, stands.left, stands.last)}"
    return {
        "member": telling.names(people),
        "not_entitled_to": words(scope) or listed([WITHOUT.get(one, one) for one in stands.scope]),
        "first_day": in_full(stands.first) if stands.first else in_full(entry.at),
        "last_day": until or ("further notice" if "membership" in stands.scope else ""),
    }


LETTERS: Mapping[str, Contents] = {"D12": restriction, "D26": decision, "D27": outcome}
