"""What a case is made of: charges, duties, measures, sanctions, notices, pauses. Values without a rule of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.calendar.sentences import listed
from alteram.codec import Entry
from alteram.rulebook.model import DutyRule

PROVED = ("proved", "admitted")


@dataclass(slots=True, kw_only=True)
class Service:
    """One sending of a step's letters to one person."""

    person: str
    sent: date
    channel: str
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengthening:
    """More time for a step: so much more, or up to a day."""

    entry: int
    by: Length | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A duty that was owed already when the rules changed: its time is the one it was owed with, unless a transitional
    rule says otherwise."""

    version: str  # of the edition under which it became owed
    within: Length
    clause: str
    rule: str = ""  # clause of the transitional rule that speaks of it
    by: str = ""  # version of the edition whose rule that is
    since: date = date.min  # first day of that edition
    due: date | None = None  # the day that it names
    longer: Length | None = None  # the time of the newer edition; the longer of the two counts


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveDuty:
    """A duty that is owed: its rule, the entry that made it, and the time that was added since."""

    rule: DutyRule
    source: Entry
    incidental: bool = False  # owed by an incidental act itself: counted from the day it was recorded
    longer: tuple[Lengthening, ...] = ()
    carried: Carried | None = None  # over a change of the rules


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledDuty:
    """A duty that is no longer owed."""

    duty: LiveDuty
    how: str  # "met", "lapsed", "replaced", "consequence"
    by: Entry


@dataclass(slots=True, kw_only=True)
class Charge:
    """One charge: a clause, the days of the conduct, and in the end one finding."""

    number: int
    clause: str
    days: tuple[date, ...]
    entry: int
    finding: str = ""  # proved, admitted, not_proved, withdrawn, no_finding
    decided_by: int | None = None  # the entry that made the finding

    @property
    def decided(self) -> bool:
        return bool(self.finding)

    @property
    def proved(self) -> bool:
        return self.finding in PROVED


@dataclass(slots=True, kw_only=True)
class Measure:
    """An interim measure: it lasts as long as the stage that its step began."""

    stage: str
    since: date
    entry: int
    scope: tuple[str, ...] = ()
    reviews: int = 0
    ended: date | None = None  # first day without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Days that were spent under interim measures before a sanction began, and count towards it."""

    days: int = 0
    entries: tuple[int, ...] = ()  # that ordered the measures

    @property
    def sentence(self) -> str:
        """What is taken off and why; empty if nothing is."""
        if not self.days:
            return ""
        days, verb = ("1 day", "counts") if self.days == 1 else (f"{self.days} days", "count")
        entries = f"entr{'y' if len(self.entries) == 1 else 'ies'} {listed([str(one) for one in self.entries])}"
        return f"{days} under an interim measure ({entries}) {verb} towards it."


@dataclass(slots=True, kw_only=True)
class Ending:
    """The automatic ending of a membership, once it was checked and confirmed."""

    entry: int
    clause: str  # that ends it
    first: date  # first day without the membership
    quashed: bool = False
    restored_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A match that somebody missed under a ban counted in matches."""

    entry: int  # that recorded it
    day: date
    name: str  # which match it was, in the words of whoever keeps the fixtures
    struck: int | None = None  # the entry that struck it out again


@dataclass(slots=True, kw_only=True)
class SanctionDecided:
    """What the panel decided, and when it bites."""

    names: tuple[str, ...]
    entry: int
    immediate: bool = False
    lasts: Length | None = None
    first: date | None = None
    last: date | None = None
    quashed: bool = False
    restored_from: date | None = None  # of one quashed or undone: first day without it; None: it never was
    counted: Counted | None = None  # the last day as it was counted when it began, with what was taken off
    whole: Counted | None = None  # the same before anything was taken off
    lengthened: int | None = None  # the entry that set a later last day
    served: Served = Served()
    rejoin_from: date | None = None  # once begun: first day on which readmission may be asked for
    matches: int | None = None  # of a ban counted in matches: how many in all
    recorded: tuple[Match, ...] = ()  # each match entered, those struck out among them
    missed: tuple[Match, ...] = ()  # of these, the ones that count, by day
    longest: Counted | None = None  # the last day of such a ban, however few matches are played
    cut: date | None = None  # the last day by a review or a readmission, where that came sooner
    free: tuple[tuple[date, date], ...] = ()  # days between a last match that was struck out later and the striking out

    @property
    def left(self) -> int:
        """How many matches are still to be missed; none of a sanction that is counted in days."""
        return max((self.matches or 0) - len(self.missed), 0)


@dataclass(slots=True, kw_only=True)
class ContactMatter:
    """A contact reported, alleged or denied: disclosed to the parties, ruled on."""

    entry: int
    act: str
    breaks: tuple[str, ...] = ()  # clauses on contact that it breaks
    put: int | None = None  # the entry by which it was put to whoever is named
    answered: int | None = None
    disclosed: int | None = None
    ruled: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A notice as one entry left it: published, or changed, with the sanction as it stood on that day."""

    entry: int
    notice: int  # the entry that first published it
    since: date  # first day on which it could be read so
    until: date | None  # last day, where somebody gave one
    what: str  # as chosen; empty: as the rule book says
    named: bool  # False: the entry says that no name is given
    sanctions: tuple[str, ...]
    first: date | None  # of the sanction
    last: date | None
    clauses: tuple[str, ...] = ()  # of the charges then proved
    how: str = ""  # its last day was counted, as far as everybody may know it
    rule: str = ""  # under which it was decided
    rejoin_from: date | None = None
    matches: int | None = None  # of a ban counted in matches: how many in all,
    missed_on: tuple[date, ...] = ()  # the days of those missed so far,
    read_until: date | None = None  # and, once the last is entered, up to when the notice was read all the same
    free: tuple[tuple[date, date], ...] = ()  # days on which such a ban seemed to be over, and was not
    changes: tuple[tuple[int, str, date], ...] = ()  # entry, updated or corrected, day


@dataclass(slots=True, kw_only=True)
class Aside:
    """Somebody whose interest came out after they had acted, and what they did, which stands unless challenged."""

    person: str
    found: int  # the entry by which it came out
    did: tuple[int, ...]  # the entries of what they had done
    told: date | None = None  # the day on which the parties were told
    challenged: int | None = None  # the first challenge
    ruled: int | None = None


@dataclass(slots=True, kw_only=True)
class Pause:
    """Clocks stopped from a day to a day: they stand still on the days after the first up to and with the last."""

    duties: tuple[str, ...]  # steps; none: every clock of the case
    since: date
    until: date | None = None  # None: they have not been let run on
    step: str = ""  # that stopped them, which shares its limit among all its pauses
    at_most: Length | None = None
    clause: str = ""

    def stops(self, step: str) -> bool:
        """Whether it stops the clock of this step."""
        return not self.duties or step in self.duties


@dataclass(slots=True, kw_only=True)
class Order:
    """A court's order, for as long as it binds."""

    entry: int
    kind: str  # stay, injunction, quashed, consent, declaration
    first: date
    last: date | None = None  # last day; None: until it is ended

    @property
    def lifts(self) -> bool:
        """Whether nothing that the case gave limits the member while it binds."""
        return self.kind in ("stay", "injunction")
