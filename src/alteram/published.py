"""What has been published of a case: each notice, as it could be read from a day to a day.

    notices(case)    every version of every notice, those that have come down as well

While an order of a court keeps the decision from having effect, nobody reads the notice; when the order ends it is
there again. A version says whether the member is named, under which clauses, with which sanction and dates, and which
day is its last. The last day is the one given, or else follows from the rule book; a notice without any end does not
exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length, LengthNotUnderstood, parse_length
from alteram.calendar.months import last_of_term
from alteram.calendar.sentences import in_full
from alteram.case import Case, Publication
from alteram.rulebook.model import Edition
from alteram.standing import heaviest

NAMED, SUMMARY, NOTHING = "name and clause", "anonymised summary", "nothing"
WITHOUT_A_RULE = parse_length("1 year")  # a notice whose end neither the entry nor the rule book gives
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One version of a notice."""

    entry: int  # that made this version
    notice: int  # that first published it
    first_published: date
    since: date  # first and last day of this version
    until: date
    person: str | None  # only where the notice names the member
    clauses: tuple[str, ...]  # of the charges proved
    sanctions: tuple[str, ...]  # none: no charge was found proved
    first: date | None  # of the sanction
    last: date | None
    how: str  # its last day was counted; the rule it was decided under; from when one may ask to come back
    rule: str
    rejoin_from: date | None
    matches: int | None  # of a ban counted in matches: how many in all, and the days of those missed
    missed_on: tuple[date, ...]
    changes: tuple[tuple[int, str, date], ...]  # entry, updated or corrected, day: what earlier versions did not say
    text: (
        int | None
    )  # the entry whose paper is its text; none: there is none, or it names a member who is not named here


def notices(case: Case) -> tuple[Notice, ...]:
    """Every version of every notice of the case, in the order in which they were made."""
    made = [one for one in case.publications if _what(case, one) != NOTHING]
    found = []
    for place, one in enumerate(made):
        begun = next(p.since for p in made if p.notice == one.notice)
        replaced = next((later.since for later in made[place + 1 :] if later.notice == one.notice), None)
        last = [one.until or max(by_rule(case, one, begun), one.read_until or date.min)]
        last += [day - A_DAY for day in (replaced, case.taken_down.get(one.notice)) if day]
        for since, until in _not_stayed(case, one, min(last)):
            found.append(_notice(case, one, since, until, begun))
    return tuple(found)


def _not_stayed(case: Case, one: Publication, until: date) -> list[tuple[date, date]]:
    """What is left of the days of a notice while no order of a court keeps the decision from having effect, and while
    it had not come down because a match was counted that was struck out later.

    A notice could be read up to the day before the order was entered, whatever day the order names: what was known
    then stays so.
    """
    left = [(one.since, until)] if one.since <= until else []
    for first, last in one.free:
        left = [piece for days in left for piece in _without(days, first, last)]
    entered = {entry.index: entry.at for entry in case.entries}
    for order in case.orders:
        if order.lifts:
            first = max(order.first, entered.get(order.entry, order.first))
            left = [piece for days in left for piece in _without(days, first, order.last or date.max)]
    return left


def _without(days: tuple[date, date], first: date, last: date) -> list[tuple[date, date]]:
    since, until = days
    if first > min(last, until) or last < since:
        return [days]
    before = [(since, first - A_DAY)] if since < first else []
    return [*before, (last + A_DAY, until)] if last < until else before


def _notice(case: Case, one: Publication, since: date, until: date, first_published: date) -> Notice:
    respondents = case.parties.get("respondent", [])
    named = one.named and _what(case, one) == NAMED and bool(respondents)
    return Notice(
        entry=one.entry, notice=one.notice, first_published=first_published, since=since, until=until,
        person=respondents[0] if named else None,
        clauses=one.clauses,
        sanctions=one.sanctions, first=one.first, last=one.last, how=one.how, rule=one.rule,
        rejoin_from=one.rejoin_from, matches=one.matches, missed_on=one.missed_on,
        changes=one.changes,
        text=_text(case, one, named=named),
    )  # fmt: skip


def _text(case: Case, one: Publication, *, named: bool) -> int | None:
    """The entry whose paper may be read with this version.

    A paper that was written to name the member goes when the name does: when the rule book names nobody for this
    outcome, whatever the entry asked for, or no longer, because the sanction has become milder.
    """
    with_papers = {entry.index for entry in case.entries if entry.papers}
    number = next((number for number in (one.entry, one.notice) if number in with_papers), None)
    written = next((version for version in case.publications if version.entry == number), None)
    if written is None:
        return None
    names = written.named and (written.what or _by_outcome(case.edition, "what", written.sanctions)) == NAMED
    return None if names and not named else written.entry


def _what(case: Case, one: Publication) -> str:
    """What the entry chose, but never more than the rule book says for the outcome, nor a name it never shows."""
    book = _by_outcome(case.edition, "what", one.sanctions)
    chosen = book if one.what == NAMED and book and book != NAMED else one.what or book or SUMMARY
    rule = case.edition.publication
    return SUMMARY if chosen == NAMED and rule is not None and "respondent" in rule.never else chosen


def by_rule(case: Case, one: Publication, first_published: date) -> date:
    """The last day of a notice by the rule book: so long after publication, after the sanction, or with it."""
    return ends(case.edition, one.sanctions, first_published, one.last).day


def ends(edition: Edition, sanctions: tuple[str, ...], first_published: date, last: date | None) -> Counted:
    """The same with how it was counted, from what the notice itself says. ``last`` is that of the sanction."""
    rule = _by_outcome(edition, "remove_after", sanctions)
    _of, of_ban, more = rule.partition("life of ban")
    if last is None or not (of_ban or rule == "end of sanction"):
        return _term(first_published, _length(rule) or WITHOUT_A_RULE, "It can be read for")
    length = _length(more.strip().removeprefix("+"))
    if length is None:
        told = f"It can be read to the last day of the sanction, {in_full(last)}."
        return Counted(day=last, start=last, length=None, skipped=(), sentence=told)
    return _term(last + A_DAY, length, "It can be read to the end of the sanction, and then for")


def _term(first: date, length: Length, lead: str) -> Counted:
    day = _last_day(first, length)
    told = f"{lead} {length} from {in_full(first)}, that day counted, to {in_full(day)}."
    return Counted(day=day, start=first, length=length, skipped=(), sentence=told)


def _length(text: str) -> Length | None:
    try:
        return parse_length(text)
    except LengthNotUnderstood:
        return None


def _last_day(first: date, length: Length) -> date:
    """The last day of a term whose first day is counted. By the plain calendar: a notice may outlive the frozen one."""
    months = {"months": 1, "years": 12}.get(length.unit)
    try:
        return last_of_term(first, length.number * months) if months else first + timedelta(days=length.number - 1)
    except OverflowError:
        return _last_day(first, WITHOUT_A_RULE)


def _by_outcome(edition: Edition, key: str, sanctions: tuple[str, ...]) -> str:
    rule = edition.publication
    if rule is None:
        return ""
    gravest = heaviest(edition, sanctions) or "others"
    return rule.shown(gravest) if key == "what" else str(rule.taken_down(gravest) or "")
