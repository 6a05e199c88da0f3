"""Listing a hearing, as its page shows it: who was asked for their days, the earliest lawful day, the days that work.

asked_for(opened, viewer)   everybody whose days matter, with what they said
ready(opened, viewer, …)    what must be there before the hearing opens, done or open
weighed(opened, viewer, …)  the calendar of a hearing, with the days on which everybody and a panel can come
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram import availability, listing, readiness
from alteram.acts import ACTS
from alteram.availability import Said
from alteram.calendar.days import CalendarNotCovered
from alteram.case.reading import day_in
from alteram.procedure.wording import plain
from alteram.rulebook.model import Step
from alteram_web.casework import asking, diaries, directory, record
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import Viewer

LISTS = frozenset({"clerk", "appointer"})
SHOWN = 5  # days that are put forward


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A hearing for which days were looked for."""

    notice: Step
    earliest: listing.Earliest
    days: tuple[listing.Day, ...]
    later: listing.Day | None  # where none of these works: the first after them that does
    why: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def works(self) -> tuple[listing.Day, ...]:
        return tuple(one for one in self.days if one.works)[:SHOWN]

    @property
    def late_by(self) -> int:
        """By how many days they fail, where only time helps."""
        return (self.later.day - self.days[-1].day).days if self.later is not None and self.days else 0

    def weeks(self) -> list[dict[str, Any]]:
        """The days week by week, Monday first; a weekday on which nothing can be held is None."""
        return [
            {"week": monday, "days": [known.get(monday + timedelta(days=n)) for n in range(5)]}
            for monday, known in (
                (monday, {one.day: self._shown(one) for one in week})
                for monday, week in groupby(self.days, key=lambda one: one.day - timedelta(days=one.day.weekday()))
            )
        ]

    def _shown(self, one: listing.Day) -> dict[str, Any]:
        return {"day": one.day, "works": one.works, "fails_by": one.fails_by, "why": self.missing(one)}

    def missing(self, one: listing.Day) -> str:
        return "; ".join(listing.in_words(missing, self._called) for missing in one.missing)

    def _called(self, person: str) -> str:
        return self.names.get(person, _("somebody whose name is not shown"))


def lists(opened: Open) -> bool:
    """Whether the viewer gives notice of hearings here."""
    return bool(LISTS & {holding.capacity for holding in opened.held}) and not opened.case.ended


def names_of(opened: Open, viewer: Viewer) -> dict[str, str]:
    """Names for whoever lists: of those who must come too, save a complainant's that this viewer may not read."""
    hidden = set() if "identity" in opened.page.classes else _complaining(opened)
    wanted = {one.person for one in availability.to_ask(opened.case)} - hidden
    return {**opened.names, **directory.names(viewer, wanted)}


def _complaining(opened: Open) -> set[str]:
    sides = set(opened.case.parties.get("complainant", ()))
    return sides | {person for person, party in opened.case.representatives.items() if party in sides}


def asked_for(opened: Open, names: Mapping[str, str], *, on: date) -> list[dict[str, Any]]:
    """Everybody whose days matter before a hearing is listed: when they were asked, and what they said last."""
    asked, given = availability.asked(opened.case), availability.given(opened.case)
    return [
        {
            "person": one.person, "name": names.get(one.person, _("somebody whose name is not shown")),
            "part": plain(one.part), "asked": asked[one.person].at if one.person in asked else None,
            "by": day_in(asked[one.person], "answer_by") if one.person in asked else None,
            "said": in_words(given[one.person], on=on) if one.person in given else "",
            "on": given[one.person].on if one.person in given else None,
        }
        for one in availability.to_ask(opened.case)
    ]  # fmt: skip


def in_words(said: Said, *, on: date) -> str:
    """What somebody said of their days, in short."""
    if said.only is not None:
        coming = sorted(day for day in said.only if day >= on)
        return _("can come on %(number)s days from today on") % {"number": len(coming)}
    coming = sorted(day for day in said.cannot if day >= on)
    return _("every day but %(number)s") % {"number": len(coming)} if coming else _("every day suits")


def not_asked(opened: Open, names: Mapping[str, str]) -> list[str]:
    """Who has been asked for no days and has given none, in the words of the notice form."""
    return [
        f"{names.get(one.person, _('somebody whose name is not shown'))} ({plain(one.part)})"
        for one in availability.not_asked(opened.case)
    ]


def invitation(opened: Open, viewer: Viewer) -> dict[str, Any] | None:
    """That the viewer was asked for their days here, and by when; None once they have answered since."""
    entry = availability.asked(opened.case).get(viewer.person)
    said = availability.given(opened.case).get(viewer.person)
    if entry is None or opened.case.ended or (said is not None and said.entry > entry.index):
        return None
    return {"asked": entry.at, "by": day_in(entry, "answer_by")}


READY = {
    "notice": gettext_lazy("Notice is given and its day is lawful"),
    "service": gettext_lazy("The notice is served on everybody whom it tells"),
    "bundle": gettext_lazy("The bundle is served and released to the panel"),
    "panel": gettext_lazy("The panel is named, complete and declared"),
    "approaches": gettext_lazy("Every approach is disclosed and ruled on"),
    "guardian": gettext_lazy("A child or a vulnerable party has somebody beside them"),
    "rules": gettext_lazy("Everything else that the rules ask first"),
    "adjustments": gettext_lazy("What was asked to be done differently, an interpreter too, is decided"),
    "measures": gettext_lazy("Special measures are directed on"),
    "place": gettext_lazy("The room or the link is told"),
    "recording": gettext_lazy("It is told how the hearing is recorded"),
    "availability": gettext_lazy("Everybody was asked for their days"),
}
CHECKS = LISTS | {"chair"}


def ready(opened: Open, viewer: Viewer, address: Callable[[str], str], entry: Callable[[int], str]) -> list[
    dict[str, Any]
]:  # fmt: skip
    """The checklist of each hearing that is told and not opened, for whoever lists it or chairs it.

    ``address`` gives the address of a form, ``entry`` that of an entry.
    """
    case = opened.case
    if not CHECKS & {holding.capacity for holding in opened.held} or case.ended:
        return []
    may = {name for name in {*ACTS, *case.edition.steps} if asking.may_do(opened, name)}
    return [
        {
            "title": step.title, "day": day,
            "items": [
                {
                    "title": READY[one.name], "open": one.open, "blocks": one.blocks,
                    "why": [refusal.sentence for refusal in one.refusals],
                    "href": entry(one.entry) if one.entry is not None else "",
                    "do": address(one.do) if one.open and one.do in may else "",
                }
                for one in readiness.checklist(case, opened.people, step, on=viewer.day, beyond=opened.beyond)
                if one.needed
            ],
        }
        for name, day in case.announced.items()
        if (step := case.edition.steps[name]).is_act("hearing_opened") and not case.done(name)
    ]  # fmt: skip


def weighed(opened: Open, viewer: Viewer, notice: Step, *, weeks: int, lasts: int, names: Mapping[str, str]) -> Weighed:
    """The days of so many weeks from the earliest lawful one on. Raises what the calendar raises beyond its years."""
    case, people = opened.case, opened.people
    earliest = listing.earliest(case, people, notice, on=viewer.day)
    with record.transaction(viewer.body):
        written = diaries.given(viewer.body)
        pools = {role.pool for role in case.edition.roles.values() if role.pool}
        pooled = sorted({one.person for one in people.memberships if one.pool in pools})
        loads = record.loads(pooled, UUID(case.name))

    def ask(first: date, many: int) -> tuple[listing.Question, Sequence[listing.Day]]:
        asked = listing.question(
            case, people, notice, on=viewer.day, first=first, weeks=many, lasts=lasts, diaries=written, loads=loads,
            beyond=opened.beyond,
        )  # fmt: skip
        return asked, listing.weighed(asked)

    asked, days = ask(earliest.day, weeks)
    if not days:
        raise CalendarNotCovered(_("The calendar of these rules has no working day left for a hearing."))
    found = Weighed(notice=notice, earliest=earliest, days=tuple(days), later=None, why=(), names=names)
    if found.works:
        return found
    more = ask(earliest.day + timedelta(weeks=weeks), listing.BEYOND)[1]
    later = next((one for one in more if one.works), None)
    why = listing.why_none(asked, days, found._called)
    return Weighed(notice=notice, earliest=earliest, days=found.days, later=later, why=why, names=names)


def counted(found: Weighed) -> list[str]:
    """How the earliest day was counted: each rule that asks for a time, by the day that it leaves, with its clause."""
    holds = sorted(found.earliest.holds, key=lambda one: one.lawful_from or date.min)
    said = [
        _("Rule %(clause)s: %(counted)s") % {"clause": one.clause, "counted": one.counted.sentence}
        for one in holds
        if one.counted is not None
    ]
    return said or [_("No rule asks for more than a day between notice and hearing.")]


def without_diary(opened: Open, viewer: Viewer, notice: Step, names: Mapping[str, str]) -> list[str]:
    """Who of the pool has told no days, and counts as free on each."""
    named = listing.naming(opened.case, notice)
    if named is None:
        return []
    with record.transaction(viewer.body):
        known = set(diaries.given(viewer.body)) | set(availability.given(opened.case))
    pool = opened.people.pool(opened.case.edition.roles[named.appoints].pool, on=viewer.day)
    return sorted({names.get(one.person, one.person) for one in pool if one.person not in known})
