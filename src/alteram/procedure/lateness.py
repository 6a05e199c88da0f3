"""What happened in time and was typed afterwards (procedure language 2.5, 3 to 5).

A consequence of the clock may turn out to be mistaken: the answer came on the last day and was typed two days later. It
is then judged on its own day, and names the entries of the clock that it overtakes: those that followed from its not
having happened, and what followed from them. A party's deed counts on the day it arrived, whenever somebody types it.
The body holds the pen, so a deed of the body undoes a consequence only if it is typed by the end of the next working
day, and never so as to revive a measure that has lapsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alteram.case import Case
from alteram.case import replay as replayed
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import conditions, wording
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal, Wish
from alteram.rulebook.model import DutyRule, Rulebook

A_DAY = timedelta(days=1)
PARTIES = ("complainant", "respondent")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """The case as it stood on the day of a late deed, and the clock's entries that the deed overtakes."""

    case: Case
    overtakes: tuple[int, ...]


def own_day(rulebook: Rulebook, case: Case, wish: Wish) -> OwnDay | None:
    """None where nothing of the clock is overtaken, and the rules have not changed since: then the deed is judged on
    the case as it is."""
    if wish.step is None or wish.by == ("clock",) or not case.entries:
        return None
    overtaken = _overtaken(case, wish)
    if not overtaken and not _before_the_rules_changed(case, wish):
        return None
    if not _may_overtake(case, wish, overtaken):
        return None
    before = [entry for entry in case.entries if entry.index not in overtaken and entry.at <= wish.at]
    known = sorted(before, key=lambda entry: entry.index)
    return OwnDay(case=replayed(rulebook, case.name, known), overtakes=tuple(sorted(overtaken)))


def _before_the_rules_changed(case: Case, wish: Wish) -> bool:
    """Whether another edition governed on the day of the deed: then it is judged by that one."""
    return any(entry.at > wish.at for entry in case.entries if "rules_changed" in entry.acts)


def _overtaken(case: Case, wish: Wish) -> set[int]:
    """The consequences that say this deed was not done, entered for a day after it, and what followed from them."""
    found: set[int] = set()
    for entry in sorted(case.entries, key=lambda one: one.index):
        rule = rule_of(case, entry)
        if rule is None or entry.index in case.overtaken or entry.at <= wish.at:
            continue
        source = _source(case, entry, rule)
        if rule.step == wish.step or (source is not None and source.index in found):
            found.add(entry.index)
    return found


def mistaken(case: Case, wish: Wish) -> tuple[int, ...]:
    """What the clock made of silence and a paper that comes in now shows to be mistaken: a court's stay bound already,
    or the letter from which the time ran never arrived. It binds or counts from its own day, whoever was late to say
    so. A measure that has lapsed stays lapsed.
    """
    found = _while_stayed(case, wish) if wish.result == "stay" else _undelivered(case, wish)
    return tuple(sorted(found))


def _while_stayed(case: Case, wish: Wish) -> set[int]:
    if wish.act != "court_order_entered":
        return set()
    first, last = _day(wish, "from_day") or wish.at, _day(wish, "until") or date.max - A_DAY
    return {entry.index for entry in _by_the_clock(case) if first < entry.at <= last + A_DAY}


def _undelivered(case: Case, wish: Wish) -> set[int]:
    """Consequences of a time that ran from a letter that failed, and what followed from them."""
    if wish.act != "service_failed":
        return set()
    letter, to = str(wish.fields.get("letter", "")), wish.fields.get("to")
    people = (to,) if isinstance(to, str) else tuple(to) if isinstance(to, (list, tuple)) else ()
    sent = {case.step_of_letter(letter, str(person)) for person in people} - {None}
    found: set[int] = set()
    for entry in _by_the_clock(case):
        rule = rule_of(case, entry)
        source = _source(case, entry, rule) if rule is not None else None
        if source is not None and rule is not None and _ran_from(case, source, rule, sent | found):
            found.add(entry.index)
    return found


def _ran_from(case: Case, source: Entry, rule: DutyRule, begun_by: set[str | int | None]) -> bool:
    """Whether a time ran from a letter of these steps, and was its reader's; or from one of these entries."""
    known = [case.edition.roles[name] for name in case.edition.steps[rule.step].by if name in case.edition.roles]
    theirs = any(role.party for role in known)
    return source.index in begun_by or (theirs and source.step in begun_by and case.last.get(rule.source) is source)


def _by_the_clock(case: Case) -> Iterator[Entry]:
    """What the clock made of silence and stands, in the order of recording."""
    for entry in sorted(case.entries, key=lambda one: one.index):
        if entry.deemed and entry.index not in case.overtaken and "interim_reviewed" not in entry.acts:
            yield entry


def _day(wish: Wish, name: str) -> date | None:
    given = wish.fields.get(name)
    return date.fromisoformat(str(given)) if given else None


def rule_of(case: Case, entry: Entry) -> DutyRule | None:
    """The duty that fired; None for an entry that a person made."""
    source, _slash, rest = (entry.deemed or "").partition("/")
    number, _of, version = rest.partition(" of ")
    edition = next((one for one in case.rulebook.editions if one.version == version), None)
    edition = edition or case.rulebook.by_digest(entry.edition) or case.edition
    step = edition.steps.get(source)
    if step is None or not number.isdigit():
        return None
    return next((rule for rule in step.then if rule.number == int(number)), None)


def _source(case: Case, entry: Entry, rule: DutyRule) -> Entry | None:
    made = [one for one in case.entries if one.step == rule.source and one.index < entry.index]
    return max(made, key=lambda one: one.index, default=None)


def _may_overtake(case: Case, wish: Wish, overtaken: set[int]) -> bool:
    if all(_is_party(case, person) for person in wish.by):
        return True
    calendar = case.calendar
    lapsed = any("interim_reviewed" in entry.acts for entry in case.entries if entry.index in overtaken)
    return not lapsed and calendar.local_day(wish.recorded) <= calendar.next_working(wish.at)


def _is_party(case: Case, person: str) -> bool:
    return any(person in case.parties.get(side, ()) for side in PARTIES) or person in case.representatives


def ground_lost(rulebook: Rulebook, people: People, case: Case, late: Entry) -> Iterator[Refusal]:
    """Steps that people have taken since and that would lose their ground with the late entry in its place.

    ``late`` has the number after the last. The order in which things happened is then another, so each later step is
    asked again whether its conditions held.
    """
    entries = sorted((*case.entries, late), key=lambda entry: entry.index)
    overtaken = case.overtaken | set(late.overtakes)
    in_order = list(replayed(rulebook, case.name, entries).entries)
    after = in_order[in_order.index(late) + 1 :]
    for entry in after:
        if entry.step is None or entry.deemed or entry.index in overtaken:
            continue
        known = [one for one in entries if one in in_order[: in_order.index(entry)]]
        state = replayed(rulebook, case.name, known)
        step = state.edition.steps[entry.step]
        situation = Situation(
            rulebook=rulebook, people=people, case=state, step=step, acts=step.vocabulary, result=entry.result,
            day=entry.at, by=tuple(actor.who for actor in entry.by), fields=entry.data,
        )  # fmt: skip
        if any(True for _ in conditions.failed(situation)):
            since = wording.title(step)
            yield Refusal(
                code="E-LATE-ENTRY",
                clause="AUD-01",
                sentence=f"Refused: since then {since} was done, which rests on this not having happened.",
                remedy="Enter it as a paper that came in, with how it arrived; the chair rules what follows from it.",
            )
