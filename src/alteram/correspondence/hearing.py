"""Letters around the hearing: the notice, the ruling on a challenge, the disclosure of an approach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from alteram import duties
from alteram.access import name_withheld
from alteram.calendar.days import Counted
from alteram.calendar.sentences import in_full, listed
from alteram.case.reading import concerned
from alteram.case.reading import words as words_of
from alteram.codec import Entry
from alteram.correspondence.telling import Contents, Telling, Value, called, charges, words
from alteram.procedure.contact import said
from alteram.procedure.wording import plain

USUAL = "balance of probabilities"  # of which the standing phrase speaks


def notice_of_hearing(telling: Telling) -> Mapping[str, Value]:
    """D19, to whoever will be heard."""
    case, entry = telling.case, telling.entry
    step = case.edition.steps.get(entry.step or "")
    held = case.edition.steps.get(step.announces) if step is not None else None
    day = entry.data.get("hearing_on")
    served = case.served(step.name, telling.to) if step is not None else None
    wait = next((one for one in held.waits if one.after == entry.step), None) if held is not None else None
    on = date.fromisoformat(str(day)) if day else None
    challenge, evidence = _last_day(telling, "panel_challenged"), _last_day(telling, "evidence_added")
    return {
        "served": in_full(served.day) if served else "",
        "hearing_on": in_full(on) if on else "",
        "clear_days": str(case.calendar.clear_days_between(served.day, on)) if served and on else "",
        "notice_clause": (wait.clause if wait else "") or (step.clause if step is not None else ""),
        "notice_asked": str(wait.at_least) if wait else "no least time",
        "hearing_time": telling.own("hearing_time"),
        "place": _place(telling),
        "charges": charges(telling),
        "bundle": _bundle(telling),
        "panel_and_declarations": _panel(telling, step.appoints if step is not None else ""),
        "challenge_by": in_full(challenge.day) if challenge else telling.own("challenge_by") or "the hearing",
        "evidence_by": in_full(evidence.day) if evidence else telling.own("evidence_by") or "the hearing",
        "counted": " ".join(one.sentence for one in (served, evidence) if one is not None),
        "witnesses": _witnesses(telling),
        "most_it_can_do": telling.own("most_it_can_do") or _heaviest(telling),
        "proof": telling.own("proof") or _proof(telling),
        "openness": _openness(telling),
        "recording": telling.own("recording") or telling.phrase("recording"),
        "postponement": telling.own("postponement") or telling.phrase("postponement"),
    }


def _place(telling: Telling) -> str:
    """The room, or the link of a hearing that is remote by direction."""
    place, remote = telling.own("place"), telling.case.remote
    return f"The hearing is remote (direction, entry {remote}). You join by this link: {place}" if remote else place


def day_of_hearing(telling: Telling) -> Mapping[str, Value]:
    """D43: the day, and names. Nothing of what is charged, for a member who sits reads no paper before declaring."""
    day = telling.entry.data.get("hearing_on")
    sits = not any(telling.to in people for people in telling.case.parties.values())
    return {
        "hearing_on": in_full(date.fromisoformat(str(day))) if day else "",
        "hearing_time": telling.own("hearing_time") or "a time that the clerk tells you",
        "place": _place(telling) or "a place that the clerk tells you",
        "your_part": _parties_to_declare(telling) if sits else telling.phrase("hearing_for_the_complainant"),
        "to_do": telling.phrase("hearing_declare_first" if sits else "hearing_nothing_to_do"),
    }


def _parties_to_declare(telling: Telling) -> str:
    """Who the sides are, so that a member can say what links them; a name that is withheld stays so."""
    parties = telling.case.parties
    against = telling.names(parties.get("respondent", []))
    known = not name_withheld(telling.case)
    by = telling.names(parties.get("complainant", [])) if known else "somebody whose name is withheld"
    return f"You sit. It is about {against}; {by} complained."


def _last_day(telling: Telling, act: str) -> Counted | None:
    """The last day for a right of the parties, as the book counts it."""
    for name in telling.steps(act):
        found = duties.last_day(telling.case, name)
        if found is not None:
            return found
    return None


def _bundle(telling: Telling) -> str:
    named = telling.own("bundle")
    return f"bundle {called(named)}" if named else ""


def _panel(telling: Telling, role: str) -> Value:
    people = telling.case.people_in(role) if role else ()
    declared = telling.case.declared
    found = []
    for person in people:
        chair = " (chair)" if person in telling.case.chairs else ""
        interests = declared.get(person)
        if interests is None:
            said = "has not declared yet, and sees no paper before"
        elif set(interests) <= {"none"}:
            said = "has declared no interest"
        else:
            said = f"has declared: {listed([plain(one) for one in interests])}"
        found.append(f"{telling.name(person)}{chair}: {said}.")
    ready = words_of(telling.entry.data.get("substitutes"))
    if ready:
        found.append(f"If one of them cannot sit: {telling.names(ready)}.")
    return tuple(found)


def _witnesses(telling: Telling) -> str:
    named = [str(entry.data.get("witness", "")) for entry in telling.every("witness_named")]
    return f"We call {telling.names(named)}." if named else "We call none."


def _heaviest(telling: Telling) -> str:
    edition = telling.case.edition
    open_to = {
        name
        for charge in telling.case.charges
        for name in (edition.offences[charge.clause].sanctions if charge.clause in edition.offences else ())
    }
    ranked = sorted((edition.sanctions[name].rank, name) for name in open_to if name in edition.sanctions)
    return plain(ranked[-1][1]) if ranked else ""


def _proof(telling: Telling) -> str:
    """The standing phrase, and after it the standard in the words of the rules."""
    proof = telling.case.edition.proof
    rule = f" (rule {proof.clause})" if proof is not None and proof.clause else ""
    stated = f"The standard of proof is: {proof.standard}{rule}." if proof is not None else ""
    usual = telling.phrase("proof") if proof is None or proof.standard == USUAL else ""
    return " ".join(filter(None, (usual, stated)))


def _openness(telling: Telling) -> str:
    own = telling.own("openness")
    return f"The hearing is {own}." if own else telling.phrase("openness")


def ruling_on_a_challenge(telling: Telling) -> Mapping[str, Value]:
    """D21, for a ruling, a replacement and a standing down alike."""
    entry = telling.entry
    challenged = _challenge_answered(telling)
    replaced = telling.last("panel_replaced")
    connection = telling.text(challenged, "connection") if challenged is not None else ""
    newcomer = entry.data.get("in") if "panel_replaced" in entry.acts else None
    return {
        "connection": connection or telling.own("why") or "None was put into words.",
        "ruling": _ruling(telling, replaced),
        "reasons": telling.own("reasons") or telling.own("why") or _why_replaced(telling),
        "replacement": f"{telling.name(str(newcomer))}." if newcomer else _still_open(entry),
        "effect_on_dates": telling.own("effect_on_dates") or telling.phrase("effect_on_dates"),
    }


def _challenge_answered(telling: Telling) -> Entry | None:
    """The challenge that this entry answers: what it rules on, or that of the member who leaves the panel by it."""
    entry, made = telling.entry, telling.last("panel_challenged")
    if made is None or "challenge_ruled" in entry.acts:
        return made
    upheld = telling.last("challenge_ruled") if "panel_replaced" in entry.acts else None
    about = made.data.get("member") == entry.data.get("out")
    return made if about and upheld is not None and upheld.result == "upheld" else None


def _ruling(telling: Telling, replaced: Entry | None) -> str:
    entry = telling.entry
    if "challenge_ruled" in entry.acts:
        member = str(entry.data.get("member", ""))
        who = telling.name(member) if member else "The member"
        sits = "does not sit" if entry.result == "upheld" else "sits"
        return f"{who} {sits}: the challenge is {plain(entry.result or '')}."
    if replaced is entry:
        return f"{telling.name(str(entry.data.get('out', '')))} has left the panel."
    person = str(entry.data.get("person", ""))
    return f"{telling.name(person)} has stood down.{_stands(telling, person)}" if person else ""


def _stands(telling: Telling, person: str) -> str:
    """That what somebody did before stands unless it is challenged, and until when it may be."""
    one = next((each for each in telling.case.aside if each.person == person), None)
    until = duties.challengeable_until(telling.case, one) if one is not None else None
    rule = telling.case.edition.declaring
    if until is None or rule is None:
        return ""
    return (
        f" What this person did in the case stands unless you challenge it: you may ask, up to {in_full(until.day)}, "
        f"that it be set aside (rule {rule.clause})."
    )


def _why_replaced(telling: Telling) -> str:
    answered = "panel_replaced" in telling.entry.acts and _challenge_answered(telling) is not None
    ruled = telling.last("challenge_ruled") if answered else None
    return (telling.text(ruled, "reasons") if ruled is not None else "") or telling.phrase("replacement_reasons")


def _still_open(entry: Entry) -> str:
    if entry.result == "refused":
        return "Nobody: the panel stays as it is."
    return "A new member is drawn, and you are told who it is."


def approach(telling: Telling) -> Mapping[str, Value]:
    """D23, to both parties alike."""
    concerned = concerning(telling, telling.entry)
    alleged = [one for one in concerned if "contact_denied" not in one.acts]
    comment = telling.due(telling.steps("report_commented"))
    return {
        "what": tuple(_what(telling, one) for one in alleged),
        "when": listed(list(dict.fromkeys(in_full(one.at) for one in alleged))),
        "who": listed(list(dict.fromkeys(_who(telling, one) for one in alleged))),
        "accounts": tuple(account(telling, one) for one in concerned),
        "effect_proposed": telling.own("effect") or telling.phrase("effect_proposed"),
        "comment_by": in_full(comment.due.day) if comment and comment.due else telling.phrase("comment_by"),
    }


APPROACHES = ("contact_logged", "contact_reported", "contact_alleged", "contact_denied", "pressure_logged")


def concerning(telling: Telling, entry: Entry) -> list[Entry]:
    """The statements that a disclosure or a ruling is about: those it names, else all so far."""
    wanted = set(concerned(entry))
    found = [one for one in telling.case.entries if _approach(one) and one.index < entry.index]
    named = [one for one in found if one.index in wanted]
    answers = [one for one in found if _answers(one, wanted)]
    return [*named, *answers] if named else found


def _approach(entry: Entry) -> bool:
    """A statement about an approach; of a contact that was only entered in the log, one that breaks a rule."""
    return bool(set(APPROACHES) & set(entry.acts)) and ("contact_logged" not in entry.acts or _breaks(entry))


def _breaks(entry: Entry) -> bool:
    return bool(entry.data.get("breaks"))


def _answers(entry: Entry, wanted: set[int]) -> bool:
    to = entry.data.get("alleged")
    return isinstance(to, (list, tuple)) and bool(wanted & {int(str(one)) for one in to}) and entry.index not in wanted


def account(telling: Telling, entry: Entry) -> str:
    """One statement as it was made."""
    said = next((t for name in ("statement", "gist", "text") if (t := telling.text(entry, name))), "")
    if "contact_logged" in entry.acts:
        return f"{telling.names([actor.who for actor in entry.by])} has entered it; no words are on file."
    by = telling.names([actor.who for actor in entry.by])
    how = "denies" if "contact_denied" in entry.acts else "says"
    told = f"{by} {how}: “{said}”" if said else f"{by} {how} so; the words are kept on file."
    return " ".join((told, *_known(telling, entry)))


def _known(telling: Telling, entry: Entry) -> Iterator[str]:
    """For whom a statement speaks, how it is known, and what was checked, where its writer said so."""
    chain = telling.text(entry, "chain")
    if entry.data.get("answers_for"):
        yield f"The answer is given for {words(entry.data['answers_for'])}."
    if entry.data.get("source") in ("second-hand", "withheld"):
        yield f"Known at second hand: {chain}" if chain else f"The source is {entry.data['source']}."
    if entry.data.get("checked"):
        yield f"Checked: {str(words(entry.data['checked'])).rstrip('.')}."


def _what(telling: Telling, entry: Entry) -> str:
    if "pressure_logged" in entry.acts:
        what = words(entry.data.get("what")) or "pressure was put on somebody in the case"
        return f"{what[:1].upper()}{what[1:].rstrip('.')}."
    if "contact_alleged" in entry.acts:
        return "A contact about the case is alleged."
    how = "was made" if "contact_logged" in entry.acts else "was reported"
    return f"A contact about the case {how}.{_against(telling, entry)}"


def _against(telling: Telling, entry: Entry) -> str:
    """What the rules say that this contact did not keep to; empty if it kept to all."""
    breaks = words_of(entry.data.get("breaks"))
    rules = [said(rule) for rule in telling.case.edition.contact if rule.clause in breaks]
    return f" It does not keep to what the rules say: {' '.join(rules)}" if rules else ""


def _who(telling: Telling, entry: Entry) -> str:
    names = [str(entry.data[key]) for key in ("named", "person", "spoken_to", "approached_by") if entry.data.get(key)]
    named = names[0] if names else ""
    if named:
        return telling.name(named)
    return words(entry.data.get("office")) or "somebody not named"


LETTERS: Mapping[str, Contents] = {
    "D19": notice_of_hearing,
    "D43": day_of_hearing,
    "D21": ruling_on_a_challenge,
    "D23": approach,
}
