"""The hearing that is listed: day, time, place, who sits, and the last days before it, for everybody in the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from alteram import duties
from alteram.calendar.days import Counted
from alteram.codec import Entry
from alteram.rulebook.model import Step
from alteram_web.casework.pages import Open

LAST_DAYS = ("panel_challenged", "evidence_added")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDay:
    """A last day before the hearing, with its clause and how it was counted."""

    clause: str
    counted: Counted

    @property
    def day(self) -> date:
        return self.counted.day

    @property
    def sentence(self) -> str:
        return self.counted.sentence

    @property
    def how(self) -> dict[str, object]:
        """The same part by part, for programs."""
        return self.counted.as_data(self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A hearing of which notice was given. A complainant is told of it too, though not the notice itself."""

    title: str  # the hearing, or what will happen in the words of the book
    day: date
    time: str
    place: str  # the room, or the link of a hearing that is remote
    remote: bool
    panel: tuple[str, ...]
    challenge: LastDay | None  # last days, for those whose days they are
    evidence: LastDay | None

    @property
    def challenge_by(self) -> date | None:
        return self.challenge.day if self.challenge is not None else None

    @property
    def evidence_by(self) -> date | None:
        return self.evidence.day if self.evidence is not None else None


def hearings(opened: Open) -> list[Hearing]:
    """Every hearing that is listed and has not been held; most often one, or none."""
    case = opened.case
    listed = []
    for target, day in case.announced.items():
        step = case.edition.steps[target]
        notice = _notice(opened, target)
        if notice is not None and not case.done(target) and not case.ended:
            listed.append(_listed(opened, step, day, notice))
    return listed


def _notice(opened: Open, target: str) -> Entry | None:
    """The notice that stands; None where the hearing was given up afterwards."""
    last: Entry | None = None
    for entry in opened.case.entries:
        if entry.index in opened.case.overtaken:
            continue
        step = opened.case.edition.steps.get(entry.step or "")
        if step is not None and step.announces == target and "hearing_notice_served" in entry.acts:
            last = entry
        elif "hearing_vacated" in entry.acts:
            last = None
    return last


def _listed(opened: Open, step: Step, day: date, notice: Entry) -> Hearing:
    case = opened.case
    seats = [name for name in step.by if name in case.edition.roles and case.edition.roles[name].body is not None]
    sitting = dict.fromkeys(person for name in seats for person in case.people_in(name))
    last = {act: _last_day(opened, act, notice) for act in LAST_DAYS} if "panel" in opened.page.classes else {}
    return Hearing(
        title=_("The hearing") if step.is_act("hearing_opened") else step.title[:1].upper() + step.title[1:],
        day=day,
        time=str(notice.data.get("hearing_time") or ""),
        place=case.link if case.remote is not None else str(notice.data.get("place") or ""),
        remote=case.remote is not None,
        panel=tuple(_seated(opened, person) for person in sitting),
        challenge=last.get("panel_challenged"),
        evidence=last.get("evidence_added"),
    )


def _seated(opened: Open, person: str) -> str:
    name = opened.names.get(person, _("somebody whose name is not shown"))
    return _("%(name)s (chair)") % {"name": name} if person in opened.case.chairs else name


def _last_day(opened: Open, act: str, notice: Entry) -> LastDay | None:
    """The last day as the rule book counts it, or else the day that the notice gives."""
    for step in opened.case.edition.steps_of(act):
        counted = duties.last_day(opened.case, step.name)
        if counted is not None:
            return LastDay(clause=step.clause, counted=counted)
    given = notice.data.get("challenge_by" if act == "panel_challenged" else "evidence_by")
    return _as_told(notice, date.fromisoformat(str(given))) if given else None


def _as_told(notice: Entry, day: date) -> LastDay:
    told = _("The notice of the hearing names this day; no rule counts another.")
    clause = notice.clauses[0] if notice.clauses else ""
    return LastDay(clause=clause, counted=Counted(day=day, start=notice.at, length=None, skipped=(), sentence=told))
