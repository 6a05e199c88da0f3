"""All editions of a body, from its folder ``rulebooks/BODY/EDITION/``, and which of them governs what.

    governing(rulebook, "procedure", days)   the edition, the clause that says so, and a sentence that explains it
    running(rulebook, done, days)            the same for a running case, which a transitional rule may let keep another
    sanctions_open(rulebook, clause, days)   the sanctions a clause can carry: the milder edition's where two count
    kept(rulebook, now, done)                the edition that a transitional rule lets a running case keep
    owed_instead(now, done)                  what a transitional rule makes a running case owe

The choice itself is a rule of the book: it is read from the edition in force on the day of the step or decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from alteram.calendar.sentences import in_full
from alteram.errors import AlteramError
from alteram.rulebook.document import CannotBeRead, Problem
from alteram.rulebook.drafts import Draft, missed
from alteram.rulebook.loading import load
from alteram.rulebook.model import Edition, Rulebook
from alteram.rulebook.provisions import EditionChoice, Matter, Moment, Transition

WITHOUT_A_RULE: Mapping[Matter, tuple[Moment, ...]] = {
    "offence": ("date of conduct",),
    "procedure": ("date of receipt",),
    "sanction": ("date of conduct", "date of decision"),
    "continuing_conduct": ("last day of conduct",),
}
"""What holds where a book says nothing: nothing reaches back, and the milder sanction is taken."""


class DayMissing(AlteramError):
    """A choice of edition that turns on a day nobody gave."""

    code = "E-DAY-MISSING"
    remedy = "Give the day, and ask again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of a case on which a choice of edition may turn."""

    conduct: tuple[date, ...] = ()  # of one charge or allegation
    received: date | None = None
    step: date | None = None  # of the step that is judged
    decided: date | None = None

    @property
    def latest(self) -> date:
        """The day whose edition says how editions are chosen."""
        known = [day for day in (*self.conduct, self.received, self.step, self.decided) if day is not None]
        if not known:
            raise DayMissing("No day of the case is known.")
        return max(known)

    def on(self, moment: Moment) -> date:
        """The day that a phrase means. Raises :class:`DayMissing` if nobody gave it."""
        found: date | None = {
            "date of conduct": min(self.conduct, default=None),
            "last day of conduct": max(self.conduct, default=None),
            "date of receipt": self.received,
            "date of step": self.step,
            "date of decision": self.decided or self.step,
        }[moment]
        if found is None:
            raise DayMissing(f"The rules turn on the {moment}, and it is not known.", evidence={"moment": moment})
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Governing:
    """Which edition governs a matter, by which clause, and why."""

    edition: Edition
    clause: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The sanctions that one clause can carry for a deed, lightest first."""

    edition: Edition
    sanctions: tuple[str, ...]
    clause: str
    sentence: str
    editions: tuple[Edition, ...] = ()  # all that count; of one sanction the lowest of their limits binds


def load_rulebook(folder: Path) -> Rulebook:
    """The rule book of the body in this folder: every edition in it, drafts included, oldest first."""
    editions = sorted((load(path.parent) for path in folder.glob("*/procedure.yaml")), key=lambda e: e.in_force_from)
    if not editions:
        problem = Problem(
            file=folder.name, line=1, wrong="This body has no edition.", right="Add EDITION/procedure.yaml."
        )
        raise CannotBeRead((problem,))
    _apart(folder, editions)
    return Rulebook(body=folder.name, editions=tuple(editions))


def _apart(folder: Path, editions: Sequence[Edition]) -> None:
    """No two editions of one name, and none that begin on one day: exactly one is in force on each."""
    for earlier, later in pairwise(editions):
        if earlier.in_force_from == later.in_force_from or earlier.version == later.version:
            raise CannotBeRead(
                (
                    Problem(
                        file=folder.name,
                        line=1,
                        wrong=f"Two editions are called {later.version} or begin on {later.in_force_from}.",
                        right="Give each a name and a first day of its own.",
                    ),
                )
            )


def adoptable(rulebook: Rulebook) -> Rulebook:
    """The same with its drafts set apart: no case begins under one. Raises :class:`Draft` if nothing else is left."""
    found = {edition.digest: missed(edition) for edition in rulebook.editions}
    sound = tuple(edition for edition in rulebook.editions if not found[edition.digest])
    if not sound:
        draft = rulebook.editions[-1]
        raise Draft(draft, found[draft.digest])
    drafts = tuple(edition for edition in rulebook.editions if found[edition.digest])
    return replace(rulebook, editions=sound, drafts=drafts)


def governing(rulebook: Rulebook, matter: Literal["offence", "procedure"], days: Days) -> Governing:
    """The edition that governs a matter, by the choice that the edition in force on the latest day makes."""
    choice = _choice(rulebook.on(days.latest), matter, days)
    return _named(rulebook, choice, choice.moments[0], days)


def running(rulebook: Rulebook, done: Mapping[str, date], days: Days) -> Governing:
    """The edition under which a case goes on with the step of a day: the one it keeps, or the one that governs.

    ``done`` says on which day each step was last taken. A choice that turns on a day nobody knows falls back on the day
    of receipt. Raises :class:`DayMissing` without that one.
    """
    found = kept(rulebook, rulebook.on(days.latest), done)
    if found is not None:
        return found
    try:
        return governing(rulebook, "procedure", days)
    except DayMissing:
        received = EditionChoice(matter="procedure", moments=("date of receipt",))
        return _named(rulebook, received, "date of receipt", days)


def _choice(edition: Edition, matter: Matter, days: Days) -> EditionChoice:
    if matter == "offence" and len(set(days.conduct)) > 1 and "continuing_conduct" in edition.which_version:
        return edition.which_version["continuing_conduct"]
    found = edition.which_version.get(matter)
    return found or EditionChoice(matter=matter, moments=WITHOUT_A_RULE[matter])


def _named(rulebook: Rulebook, choice: EditionChoice, moment: Moment, days: Days) -> Governing:
    edition, day = rulebook.on(days.on(moment)), days.on(moment)
    rule = f"rule {choice.clause}: " if choice.clause else ""
    others = [rulebook.on(days.on(other)).version for other in choice.moments if other != moment]
    milder = f", the milder of {edition.version} and {others[0]}" if others and others[0] != edition.version else ""
    what = MATTERS[choice.matter]
    sentence = f"Edition {edition.version} governs {what} ({rule}{moment}, {in_full(day)}{milder})."
    return Governing(edition=edition, clause=choice.clause, sentence=sentence)


MATTERS: Mapping[Matter, str] = {
    "offence": "whether it was an offence",
    "procedure": "the steps",
    "sanction": "the sanction",
    "continuing_conduct": "whether it was an offence",
}
"""Each matter in words."""


def sanctions_open(rulebook: Rulebook, clause: str, days: Days) -> Open:
    """The sanctions open for a deed under a clause: of two editions, those that the milder leaves open.

    A sanction is open only if each edition that counts has it for the clause; so what a later edition added, or what an
    earlier one did not know, is never used. If a later edition dropped the clause, the edition of the conduct counts.
    """
    choice = _choice(rulebook.on(days.latest), "sanction", days)
    found = [(rulebook.on(days.on(moment)), moment) for moment in choice.moments]
    with_clause = [(edition, moment) for edition, moment in found if clause in edition.offences]
    if not with_clause:
        edition, moment = found[0]
        return Open(edition=edition, sanctions=(), clause=choice.clause, sentence=f"No edition has clause {clause}.")
    milder, moment = min(with_clause, key=lambda pair: _top(pair[0], clause))
    ranges = [edition.offences[clause].sanctions for edition, _ in with_clause]
    sanctions = tuple(name for name in milder.offences[clause].sanctions if all(name in one for one in ranges))
    named = _named(rulebook, choice, moment, days)
    return Open(
        edition=milder, sanctions=sanctions, clause=choice.clause, sentence=named.sentence,
        editions=tuple(edition for edition, _ in with_clause),
    )  # fmt: skip


def sanctioning(rulebook: Rulebook, days: Days) -> tuple[tuple[Edition, ...], str]:
    """The editions whose lists limit a sanction where no charge was laid, and the clause that says so."""
    choice = _choice(rulebook.on(days.latest), "sanction", days)
    return tuple(rulebook.on(days.on(moment)) for moment in choice.moments), choice.clause


def _top(edition: Edition, clause: str) -> tuple[int, float]:
    """How heavy the heaviest sanction of a clause is: its place on the list, then how long it may last."""
    names = edition.offences[clause].sanctions
    sanctions = [edition.sanctions[name] for name in names if name in edition.sanctions]
    top = max(sanctions, key=lambda one: one.rank, default=None)
    if top is None:
        return -1, 0.0
    unit = {"years": 365.25, "months": 30.4, "weeks": 7.0}
    length = top.lasts.number * unit.get(top.lasts.unit, 1.0) if top.lasts is not None else float("inf")
    return top.rank, length


# --- transitional rules


def kept(rulebook: Rulebook, now: Edition, done: Mapping[str, date]) -> Governing | None:
    """The edition that a running case keeps under a transitional rule of the edition now in force.

    ``done`` says on which day each step was last taken. A rule whose edition is not there keeps nothing.
    """
    for rule in now.transitional:
        old = next((one for one in rulebook.editions if one.version == rule.keep), None)
        if old is not None and _meets(rule, done) and not (rule.until and rule.until in done):
            until = f" up to and with “{rule.until.replace('_', ' ')}”" if rule.until else ""
            sentence = f"Edition {old.version} is kept{until} (rule {rule.clause} of edition {now.version})."
            return Governing(edition=old, clause=rule.clause, sentence=sentence)
    return None


def _meets(rule: Transition, done: Mapping[str, date], *, window_open: bool = False) -> bool:
    if rule.window_open:
        return window_open
    return rule.step in done and rule.before is not None and done[rule.step] < rule.before


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedInstead:
    """What a transitional rule makes a running case owe."""

    clause: str
    step: str = ""
    due: date | None = None
    longer_window: bool = False  # of the two editions' appeal windows the longer


def owed_instead(now: Edition, done: Mapping[str, date], *, window_open: bool = False) -> tuple[OwedInstead, ...]:
    """What the transitional rules of the edition now in force make a running case owe.

    ``window_open`` says whether the case's appeal window was open on the first day of that edition.
    """
    found = []
    for rule in now.transitional:
        if not _meets(rule, done, window_open=window_open):
            continue
        if rule.due is not None and rule.due[0] not in done:
            found.append(OwedInstead(clause=rule.clause, step=rule.due[0], due=rule.due[1]))
        if rule.longer_window:
            found.append(OwedInstead(clause=rule.clause, longer_window=True))
    return tuple(found)
