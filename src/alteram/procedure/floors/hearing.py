"""Floors of the hearing: recorded, open or private on record, and in the order of its stages."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.codec import Entry
from alteram.procedure import wording
from alteram.procedure.floors.floor import refuse
from alteram.procedure.situation import Situation, deed
from alteram.procedure.wishes import Refusal
from alteram.rulebook.model import Role


def recorded_and_open(s: Situation) -> Iterator[Refusal]:
    """HRG-05, HRG-08: a hearing is recorded, and is public or private on record."""
    if s.probing:
        return
    if not s.given("recording"):
        yield refuse("E-RECORDING", "HRG-05", "Not yet: say how the hearing is recorded.", "Name the recording.")
    if s.word("openness") not in ("public", "private", "partly private"):
        yield refuse("E-OPENNESS", "HRG-08", "Not yet: say whether the hearing is public or private.", "Choose one.")


def absence_checklist(s: Situation) -> Iterator[Refusal]:
    """HRG-06: going on without the respondent needs the checklist."""
    if s.meaning != "absent":
        return
    blank = [name for name in ("service_proved", "absence_reason", "prejudice", "seriousness") if not s.given(name)]
    if blank:
        yield refuse(
            "E-ABSENCE",
            "HRG-06",
            f"Not yet: going on without the respondent needs {wording.listed(blank, 'and')}.",
            "Fill the chair's checklist, or adjourn.",
        )


def order_of_stages(s: Situation) -> Iterator[Refusal]:
    """HRG-09: findings first, then a word on the sanction, then the sanction."""
    case = s.case
    if s.is_act("charge_decided") and case.sanction is not None and deed(case, "sanction_decided") is not None:
        yield refuse("E-ORDER", "HRG-09", "Refused: no finding is made after the sanction.", "Nothing is open here.")
    if s.is_act("sanction_decided") and case.started:
        if any(not charge.decided for charge in case.charges):
            yield refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: every charge is decided before the sanction.",
                "Decide the charges that are open.",
            )
        if deed(case, "mitigation_heard") is None:
            yield refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: the respondent is asked for a word on the sanction first.",
                "Hear mitigation, or record that it was declined.",
            )


def same_panel_throughout(s: Situation) -> Iterator[Refusal]:
    """HRG-10: after a change of the panel a hearing goes on only if a quorum of those who heard it all is there."""
    role = _body(s)
    opened = _opened(s, role) if role is not None else None
    if role is None or role.body is None or opened is None or s.probing:
        return
    heard_it_all = {actor.who for actor in opened.by}
    new = set(s.by) - heard_it_all
    if new and len(set(s.by) & heard_it_all) < role.body.quorum:
        yield refuse(
            "E-PANEL-CHANGED",
            "HRG-10",
            f"Refused: {len(new)} of those who sit now did not hear it from the beginning, and without them fewer than "
            f"{role.body.quorum} are left.",
            "Begin the hearing again before a full panel.",
        )


def _opened(s: Situation, role: Role) -> Entry | None:
    """The opening, by this very panel, of the hearing that goes on."""
    if s.is_act("appeal_heard"):
        return None  # it is heard and decided in one
    found = [one for act in ("hearing_opened", "appeal_heard") if (one := deed(s.case, act)) is not None]
    theirs = [one for one in found if any(actor.capacity in role.capacities for actor in one.by)]
    return max(theirs, key=lambda entry: entry.index, default=None)


def _body(s: Situation) -> Role | None:
    """The panel that takes this step."""
    if s.step is None:
        return None
    roles = [s.edition.roles[name] for name in s.step.by if name in s.edition.roles]
    return next((role for role in roles if role.body and set(s.by) & set(s.case.people_in(role.name))), None)
