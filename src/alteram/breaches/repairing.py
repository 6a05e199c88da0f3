"""What follows from what: a later breach follows from an earlier one if it is gone once the earlier one is repaired.

A repair is the smallest change that makes the earlier breach go away: what was missing is supposed to have been done,
what came too early or too late is moved to a day in time, a duty is taken as met, and what had no place there at all is
left out. Who acted, and what was written, changes nothing later, so such breaches are never repaired.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from alteram import case as cases
from alteram.breaches.judging import Breach, situation_of
from alteram.breaches.replaying import Judged, Log, Repair, replayed
from alteram.case import Case
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import floors
from alteram.rulebook.model import Atom, Rulebook

LOOKED_AT = 20  # breaches that are repaired, one by one; beyond them a log is past explaining
TRIED_DAYS = 7  # a move by the days short may land on days that do not count


def judge(
    rulebook: Rulebook,
    people: People | None,
    name: str,
    entries: Sequence[Entry],
    *,
    until: date | None = None,
    form: bool = True,
) -> Judged:
    """Replay a log under its edition: every breach, and from which earlier one it follows.

    ``until`` is the last day looked at; without it the day of the last entry. Without ``people`` the record's own word
    is taken for who held which role; without ``form`` order and time alone are judged. Raises ``ValueError`` if nothing
    had been entered by then.
    """
    end = until or max((entry.at for entry in entries), default=date.min)
    known = [entry for entry in entries if entry.at <= end]
    if not known:
        raise ValueError("a record begins with its first entry")
    log = Log(rulebook=rulebook, people=people, name=name, entries=known, until=end, form=form)
    judged = replayed(log)
    if judged.case.gaps:  # whatever is not in it may have been done
        return replace(judged, breaches=(), fired=())
    return replace(judged, breaches=_marked(log, judged))


def _marked(log: Log, judged: Judged) -> tuple[Breach, ...]:
    follows: dict[int, int] = {}
    looked_at = 0
    for breach in judged.breaches:
        later = [other for other in judged.breaches if _is_later(other, breach) and other.number not in follows]
        if not later or looked_at == LOOKED_AT:
            continue
        looked_at += 1
        left = _left_after_repair(log, breach)
        if left is not None:
            follows |= {other.number: breach.number for other in later if other.key not in left}
    return tuple(replace(breach, follows=follows.get(breach.number)) for breach in judged.breaches)


def _is_later(other: Breach, breach: Breach) -> bool:
    """Several conditions of one entry fail side by side: none of them follows from another."""
    return other.number > breach.number and (other.entry is None or other.entry != breach.entry)


def _left_after_repair(log: Log, breach: Breach) -> set[tuple[object, ...]] | None:
    for repair in _repairs(log, breach):
        left = {other.key for other in replayed(log, repair).breaches}
        if breach.key not in left:
            return left
    return None


def _repairs(log: Log, breach: Breach) -> Iterator[Repair]:
    if breach.duty is not None:
        yield Repair(met=frozenset({breach.duty}))
        return
    entry = next((one for one in log.entries if one.index == breach.entry), None)
    if entry is None or breach.condition in ("c9", "c12"):
        return
    if breach.days:
        yield from _moves(entry, breach)
        return
    case = _before(log, entry)
    if breach.condition == "c11" and _about_what_was_written(log, case, entry, breach):
        return
    yield from _supplied(case, entry, breach)
    step = case.edition.steps.get(entry.step or "")
    if step is None or not step.starts_case:
        yield Repair(without=frozenset({entry.index}))


def _moves(entry: Entry, breach: Breach) -> Iterator[Repair]:
    """What announces a day too near, or comes too late, should have come sooner; what comes too early, later."""
    announces = "hearing_on" in entry.data
    sign = 1 if breach.condition == "c6" and not announces else -1
    for more in range(TRIED_DAYS):
        yield Repair(moved={entry.index: entry.at + sign * timedelta(days=breach.days + more)})


def _before(log: Log, entry: Entry) -> Case:
    first = log.entries[0]
    case = cases.begin(log.rulebook, log.name, received=first.at, digest=first.edition)
    case.overtaken = {number for one in log.entries for number in one.overtakes}
    for one in cases.in_order(log.entries):
        if one.index == entry.index:
            break
        case.fold(one)
    return case


def _about_what_was_written(log: Log, case: Case, entry: Entry, breach: Breach) -> bool:
    """A floor on fields: another text would have done, and nothing after it would differ."""
    probed = replace(situation_of(log.rulebook, log.people, case, entry), probing=True)
    return all(refusal.code != breach.code for refusal in floors.failed(probed))


def _supplied(case: Case, entry: Entry, breach: Breach) -> Iterator[Repair]:
    """The entry with what it lacked before it."""
    step = case.edition.steps.get(entry.step or "")
    if step is None:
        return
    lacking: list[Atom] = []
    if breach.code == "E-NOT-STARTED":
        lacking = [Atom(kind="done", name=case.edition.first_step.name)]
    elif breach.condition == "c2":
        lacking = [Atom(kind="stage", name=step.only_while[0])]
    elif breach.condition in ("c3", "c8"):
        result = step.by_name.get(entry.result or "")
        needs = step.needs if breach.condition == "c3" else (result.needs if result else ())
        lacking = [need[0] for need in needs if not any(case.holds(atom) for atom in need)]
    if lacking:
        yield Repair(supposed={entry.index: tuple(lacking)})
