"""Letters around the hearing: the notice, the ruling on a challenge, the disclosure of an approach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alteram import duties
from alteram.calendar.days import Counted
from alteram.calendar.sentences import in_full, listed
from alteram.codec import Entry
from alteram.correspondence.telling import Contents, Telling, Value, called, charges, words
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
        "place": telling.own("place"),
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
    return f"{telling.name(person)} has stood down." if person else ""


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


APPROACHES = ("contact_reported", "contact_alleged", "contact_denied", "pressure_logged")


def concerning(telling: Telling, entry: Entry) -> list[Entry]:
    """The statements that a disclosure or a ruling is about: those it names, else all so far."""
    numbers = entry.data.get("concerning")
    wanted = {int(str(one)) for one in numbers} if isinstance(numbers, (list, tuple)) else set()
    found = [one for one in telling.case.entries if set(APPROACHES) & set(one.acts) and one.index < entry.index]
    named = [one for one in found if one.index in wanted]
    answers = [one for one in found if _answers(one, wanted)]
    return [*named, *answers] if named else found


def _answers(entry: Entry, wanted: set[int]) -> bool:
    to = entry.data.get("alleged")
    return isinstance(to, (list, tuple)) and bool(wanted & {int(str(one)) for one in to}) and entry.index not in wanted


def account(telling: Telling, entry: Entry) -> str:
    """One statement as it was made."""
    said = next((t for name in ("statement", "gist", "text") if (t := telling.text(entry, name))), "")
    by = telling.names([actor.who for actor in entry.by])
    how = "denies" if "contact_denied" in entry.acts else "says"
    return f"{by} {how}: “{said}”" if said else f"{by} {how} so; the words are kept on file."


def _what(telling: Telling, entry: Entry) -> str:
    if "pressure_logged" in entry.acts:
        what = words(entry.data.get("what")) or "pressure was put on somebody in the case"
        return f"{what[:1].upper()}{what[1:].rstrip('.')}."
    return (
        "A contact about the case is alleged."
        if "contact_alleged" in entry.acts
        else "A contact about the case was reported."
    )


def _who(telling: Telling, entry: Entry) -> str:
    named = str(entry.data.get("named") or entry.data.get("person") or "")
    if named:
        return telling.name(named)
    return words(entry.data.get("office")) or "somebody not named"


LETTERS: Mapping[str, Contents] = {"D19": notice_of_hearing, "D21": ruling_on_a_challenge, "D23": approach}
