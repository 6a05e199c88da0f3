"""The letter that tells the parties of a change of the rules while their case runs (RUL-05)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alteram import duties
from alteram.calendar.sentences import in_full
from alteram.case import Case
from alteram.codec import Entry
from alteram.correspondence.telling import Contents, Telling, Value
from alteram.procedure.wording import plain
from alteram.rulebook.editions import Days, Open, sanctions_open


def change_of_rules(telling: Telling) -> Mapping[str, Value]:
    """D44: which edition holds from which day, by which clause, and what it means for the reader's time and at most."""
    own = _own_time(telling)
    return {
        "from_day": in_full(telling.entry.at),
        "which_rules": _which(telling),
        "why": " ".join((telling.own("why"), telling.phrase("what_was_done_stands"))),
        "your_time": tuple(_in_words(telling.case, duty) for duty in own) or telling.phrase("no_time_of_yours"),
        "heaviest": tuple(_heaviest(telling)) or _of_whichever_clause(telling.case),
        "to_do": _first(telling.case, own) or "Nothing.",
    }


def _which(telling: Telling) -> str:
    """The edition that governs from the day on, and the one that did."""
    entry = telling.entry
    governs, came = str(entry.data.get("governs", "")), str(entry.data.get("in_force", ""))
    before = _edition_before(telling)
    if before == governs:
        return f"Edition {came} came into force. Your case goes on under edition {governs}, with what is said below."
    return f"From {in_full(entry.at)} your case goes on under edition {governs}. Before, it was under edition {before}."


def _edition_before(telling: Telling) -> str:
    """The version under which the entry before was made."""
    earlier = [one for one in telling.case.entries if one.index < telling.entry.index]
    found = telling.case.rulebook.by_digest(earlier[-1].edition) if earlier else None
    return found.version if found is not None else "that held before"


def _own_time(telling: Telling) -> list[duties.Duty]:
    """What the reader may or must do by a day, as it is counted after the change; whoever represents a side as well."""
    case = telling.case
    party = case.representatives.get(telling.to, telling.to)
    return [
        duty
        for duty in duties.owed(case)
        if duty.due is not None and any(party in case.people_in(role) for role in duty.roles)
    ]


def _in_words(case: Case, duty: duties.Duty) -> str:
    what, day = _titled(case, duty), in_full(duty.due.day) if duty.due is not None else ""
    return f"{what[:1].upper()}{what[1:]}: up to {day}. {duty.due.sentence if duty.due is not None else ''}".strip()


def _first(case: Case, own: list[duties.Duty]) -> str:
    """The first thing that the reader may do, with its day."""
    dated = [(duty.due.day, duty) for duty in own if duty.due is not None]
    if not dated:
        return ""
    day, duty = min(dated, key=lambda pair: pair[0])
    return f"You may still {_titled(case, duty)}, up to {in_full(day)}."


def _titled(case: Case, duty: duties.Duty) -> str:
    step = case.edition.steps.get(duty.step)
    return step.title if step is not None and step.title else plain(duty.step)


def _heaviest(telling: Telling) -> Iterator[str]:
    """For whoever answers, under each clause: the heaviest sanction that the milder of the editions leaves open."""
    case = telling.case
    party = case.representatives.get(telling.to, telling.to)
    if party not in case.parties.get("respondent", ()):
        return
    laid = {charge.clause: charge.days for charge in case.charges}
    alleged = case.triaged if telling.last("allegations_put") is not None else ()
    for clause, days in (laid or dict.fromkeys(alleged, case.conduct)).items():
        when = Days(conduct=tuple(days) or case.conduct, received=case.entries[0].at, step=telling.entry.at)
        found = sanctions_open(case.rulebook, clause, when)
        if found.sanctions:
            yield f"Rule {clause}: {_top(case, found, telling.entry)}. {found.sentence}"


def _top(case: Case, found: Open, entry: Entry) -> str:
    """The heaviest of the sanctions that are open, with the shortest of the limits that the editions set."""
    name = max(found.sanctions, key=lambda one: found.edition.sanctions[one].rank)
    listed = [edition.sanctions[name] for edition in found.editions if name in edition.sanctions]
    lengths = [one.lasts for one in listed if one.lasts is not None]
    shortest = min(lengths, key=lambda one: case.calendar.term(entry.at, one).day, default=None)
    return f"{plain(name)}{f', for at most {shortest}' if shortest is not None else ''}"


def _of_whichever_clause(case: Case) -> str:
    """Whose edition limits the sanction, where no clause is named to the reader."""
    choice = case.edition.which_version.get("sanction")
    if choice is None or not choice.milder:
        return "What can follow is limited by the list of sanctions of the rules; no sanction reaches back."
    rule = f" (rule {choice.clause})" if choice.clause else ""
    return f"Of the edition of the day of the deed and that of the day of the decision, the milder counts{rule}."


LETTERS: Mapping[str, Contents] = {"D44": change_of_rules}
