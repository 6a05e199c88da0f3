"""What a rule book lays down besides its steps, as frozen values: sanctions, proof, contact, keeping, editions.

``tables`` reads them. Where a value names a phrase, it is one of the closed lists in ``phrases``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from alteram.calendar.lengths import Length

Matter = Literal["offence", "procedure", "sanction", "continuing_conduct"]
Moment = Literal["date of conduct", "last day of conduct", "date of receipt", "date of step", "date of decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Who adopted the edition, and when."""

    by: str
    day: date
    minute: str = ""


# --- which edition governs


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChoice:
    """Whose edition counts for one matter: that of one day, or the milder of those of two."""

    matter: Matter
    moments: tuple[Moment, ...]  # one, or two of which the milder edition counts
    clause: str = ""

    @property
    def milder(self) -> bool:
        return len(self.moments) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What becomes of cases that run when this edition comes into force."""

    clause: str = ""
    step: str = ""  # cases in which this step was taken …
    before: date | None = None  # … before this day
    window_open: bool = False  # or: cases whose appeal window is open on the first day of the edition
    keep: str = ""  # the edition that they keep,
    until: str = ""  # up to and with this step; empty: to the end
    due: tuple[str, date] | None = None  # or: a step that they owe by a day
    longer_window: bool = False  # or: of the two editions' windows the longer
    line: int = 0


# --- offences and sanctions


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """A sanction of the closed list; ``rank`` 0 is the lightest."""

    name: str
    rank: int
    hearing_required: bool  # False: not needed if the member accepts it in writing
    lasts: Length | None = None
    up_to: bool = False
    for_life: bool = False
    rejoin: str = ""  # as written
    rejoin_after: Length | None = None  # from when readmission may be asked for
    never_rejoin: bool = False
    vote: str = ""  # how many must vote for it, where more than the body's own vote
    by: str = ""  # the role that alone may impose it; empty: whoever decides the sanction
    credit_interim: bool = False  # time under an interim suspension counts against its length
    matches: int | None = None  # how many it lasts, where it is counted in matches
    matches_up_to: bool = False
    no_later_than: Length | None = None  # how long a ban counted in matches runs at the longest
    takes: str = "nothing"  # from the member while it runs: membership, rights of a member, events, an office
    line: int = 0

    @property
    def ends(self) -> bool:
        """Whether it ends by itself: after a length of time, or with its last match."""
        return self.lasts is not None or self.matches is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """A clause under which members can be charged, and the sanctions it can carry, lightest first."""

    clause: str
    title: str
    sanctions: tuple[str, ...]
    excepted: tuple[str, ...] = ()  # what does not fall under it, in the body's own words
    opinion_of: str = ""  # the body on whose opinion it turns (floor RUL-06)
    relies_on_bar: bool = False  # it turns on somebody's being barred (floor RUL-08)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """Reasons on which no charge rests, in the body's own words."""

    name: str
    clause: str
    reasons: tuple[str, ...]
    asked: bool = False  # each decision says whether one of them plays a part


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """How long after the conduct a complaint may come in."""

    clause: str
    within: Length
    or_knowledge: bool  # the later of conduct and knowledge
    late_only_by: str = ""
    unless: tuple[str, ...] = ()  # when no limit runs, in the body's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How sure the panel must be, and who must prove."""

    clause: str = ""
    standard: str = "balance of probabilities"
    burden: str = ""  # a role, or `member bringing the charge`
    each_charge_apart: bool = False
    line: int = 0


# --- people


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Whom the body can draw on for a role or a seat."""

    name: str
    size: int
    spare: int = 0  # how many may fall out before no lawful panel is left
    categories: Mapping[str, int] = field(default_factory=dict)
    term: Length | None = None  # how long an appointment lasts
    training: Mapping[str, Length] = field(default_factory=dict)  # topic -> how long a training counts
    free_of_office: Length | None = None  # nobody from it may have held an office for so long (IND-11)
    at_most: int | None = None  # open cases in which one person may have a part at once (IND-13)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaring:
    """What comes before anybody acts, and what follows if an interest comes out later."""

    clause: str
    first: str
    later: str = ""
    unless_challenged: bool = False


# --- contact, several people, directions


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRule:
    """Who may speak with whom, and how."""

    clause: str
    who: tuple[str, ...]  # roles, or `witness`, `anyone`, `press`
    others: tuple[str, ...]  # in speaking with whom
    while_stage: str = ""  # a stage, or `case not ended`; empty: always
    only: tuple[str, ...] = ()  # any of these ways
    through: tuple[str, ...] = ()  # roles that a way names
    copied: bool = False  # what is sent goes to both sides
    log: bool = False
    always: bool = False
    may_not: str = ""
    breach: str = ""  # the offence that a breach is
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralRespondents:
    """How complaints about several people are heard."""

    clause: str = ""
    own_thread: bool = False
    shared: tuple[str, ...] = ()
    joined_by: str = ""
    severed_if: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralCharges:
    """How several charges are decided."""

    clause: str = ""
    own_finding: bool = False
    one_sanction: bool = False  # for all charges proved together


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    respondents: SeveralRespondents | None = None
    charges: SeveralCharges | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """What the chair of a body may order, and the fixed bounds."""

    clause: str
    body: str  # the role whose chair directs
    may: tuple[str, ...]
    may_not: tuple[str, ...] = ()


# --- what is shown, what is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long: a length, to the end of the sanction, or so long after a ban."""

    length: Length | None = None
    after: Literal["", "sanction", "ban"] = ""

    def __str__(self) -> str:
        if self.after == "sanction":
            return "end of sanction"
        return f"life of ban + {self.length}" if self.after == "ban" else str(self.length)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule:
    """What is shown of a decision, and until when; by sanction, `others` for the rest."""

    clause: str = ""
    what: Mapping[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    remove_after: Mapping[str, Kept] = field(default_factory=dict)

    def shown(self, sanction: str) -> str:
        """What is shown for this sanction; empty if the book does not say."""
        return self.what.get(sanction) or self.what.get("others", "")

    def taken_down(self, sanction: str) -> Kept | None:
        """When the notice of this sanction is taken down, if the book says."""
        return self.remove_after.get(sanction) or self.remove_after.get("others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the file of a case is kept: by outcome (`no_case`, `not_proved`, `others`) or sanction."""

    clause: str = ""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    hold_while: tuple[str, ...] = ()
    erase: bool = False  # then all but statistics

    def for_outcome(self, outcome: str) -> Kept | None:
        return self.kept.get(outcome) or self.kept.get("others")
