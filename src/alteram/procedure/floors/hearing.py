"""Floors of the hearing: recorded, open or private on record, and in the order of its stages."""

from __future__ import annotations

from collections.abc import Iterator

from alteram.codec import Entry
from alteram.procedure import wording
from alteram.procedure.floors.floor import refuse
from alteram.procedure.room import EVIDENCE, Room, room, sitting, to_be_ruled
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
    """HRG-09: findings first, then what the book rules on besides, then a word on the sanction, then the sanction."""
    case = s.case
    if s.is_act("charge_decided"):
        yield from _findings_in_order(s)
    if s.is_act("mitigation_heard") and case.started:
        yield from sealed_before_findings(s)
    if s.is_act("sanction_decided") and case.started:
        yield from _findings_first(s)
        if deed(case, "mitigation_heard") is None:
            yield refuse(
                "E-ORDER",
                "HRG-09",
                "Not yet: the respondent is asked for a word on the sanction first.",
                "Hear mitigation, or record that it was declined.",
            )


def _findings_in_order(s: Situation) -> Iterator[Refusal]:
    """A finding comes after the respondent was heard or asked, and before the sanction."""
    case = s.case
    if case.sanction is not None and deed(case, "sanction_decided") is not None:
        yield refuse("E-ORDER", "HRG-09", "Refused: no finding is made after the sanction.", "Nothing is open here.")
    here = room(case)
    heard = deed(case, "respondent_heard")
    if here is not None and case.edition.steps_of("respondent_heard") and heard is None:
        yield refuse(
            "E-ORDER",
            "HRG-09",
            "Not yet: the respondent was neither heard nor asked in this hearing.",
            "Hear the respondent, or go through the checklist for absence.",
        )


def _findings_first(s: Situation) -> Iterator[Refusal]:
    if any(not charge.decided for charge in s.case.charges):
        yield refuse(
            "E-ORDER",
            "HRG-09",
            "Not yet: every charge is decided before the sanction.",
            "Decide the charges that are open.",
        )
    ruling = to_be_ruled(s.case)
    if ruling is not None:
        yield refuse(
            "E-ORDER",
            "HRG-09",
            f"Not yet: {wording.title(ruling)} comes before the sanction (rule {ruling.clause}).",
            "Make that ruling, with its reasons.",
        )


def sealed_before_findings(s: Situation) -> Iterator[Refusal]:
    """HRG-09, IND-09: what bears on the sanction stays shut until the findings are entered."""
    open_ = [charge.number for charge in s.case.charges if not charge.decided]
    ruling = to_be_ruled(s.case)
    if open_:
        named = wording.listed([str(one) for one in open_], "and")
        why = f"no finding is entered on charge {named}" if len(open_) == 1 else f"charges {named} are not decided"
    elif ruling is not None:
        why = f"{wording.title(ruling)} has not been done (rule {ruling.clause})"
    else:
        return
    yield refuse(
        "E-SEALED",
        "HRG-09",
        f"Not yet: what bears on the sanction is sealed, and with it what was found before: {why}.",
        "Enter the findings first.",
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


# Who is in the room ---------------------------------------------------------------------------------------------------


def present_throughout(s: Situation) -> Iterator[Refusal]:
    """HRG-10: nobody takes part who is out of the room, and nobody decides on what they did not hear."""
    here = room(s.case)
    noting = s.is_act("hearing_noted") and s.step is None and s.result != "ruling"
    if s.probing or noting or here is None or not here.open:
        return
    deciding = any(s.is_act(name) for name in DECIDES) or (s.is_act("hearing_noted") and s.step is not None)
    for person in dict.fromkeys(s.by):
        if person not in here.sits and person not in s.case.chairs:
            continue  # a party speaks to the sanction from wherever it is
        missed = here.missed.get(person, [])
        if person in here.outside:
            yield refuse(
                "E-NOT-PRESENT",
                "HRG-10",
                f"Refused: one of those who would take part left the room (entry {here.outside[person]}) and has not "
                "come back.",
                "Note it when the member comes back, or go on without that member where the quorum is there.",
            )
        elif deciding and missed:
            yield refuse(
                "E-NOT-PRESENT",
                "HRG-10",
                f"Refused: one of those who decide was out of the room while evidence was heard (entry "
                f"{wording.listed([str(one) for one in missed], 'and')}).",
                "Decide without that member where the quorum is there; else begin the hearing again.",
            )


DECIDES = ("charge_decided", "sanction_decided", "vote_recorded", "view_recorded")


def noted_in_the_room(s: Situation) -> Iterator[Refusal]:
    """HRG-05, HRG-02: something is noted of a hearing that is going on, before a panel that is there."""
    here = room(s.case)
    if s.probing or s.by_clock or s.step is not None:
        return  # a ruling that is a step of the book has its own stage
    if here is None or not here.open:
        yield refuse(
            "E-ORDER",
            "HRG-05",
            "Refused: no hearing is open, so nothing can be noted in it.",
            "Open the hearing first; what came after it belongs to another act.",
        )
        return
    yield from _coming_and_going(s, here)
    yield from _says_why(s, here)
    if s.result in EVIDENCE:
        yield from _panel_is_there(s, here)


def _coming_and_going(s: Situation, here: Room) -> Iterator[Refusal]:
    person = s.word("person")
    if s.result not in ("in", "out"):
        return
    if not person:
        yield refuse("E-FIELD", "HRG-05", "Not yet: nothing says who came or went.", "Name the person.")
    elif s.result == "in" and person in here.inside:
        since = here.inside[person]
        yield refuse("E-ORDER", "HRG-05", f"Refused: that person is in the room since entry {since}.", "Nothing to do.")
    elif s.result == "out" and person not in here.inside:
        yield refuse(
            "E-ORDER", "HRG-05", "Refused: that person was not noted as being in the room.", "Note who came in first."
        )


def _says_why(s: Situation, here: Room) -> Iterator[Refusal]:
    """HRG-04, HRG-08: a refused question, a ruling and a private part stand with their words."""
    if s.result == "private_part" and not s.given("text"):
        yield refuse(
            "E-OPENNESS", "HRG-08", "Not yet: nothing says why the public is kept out.", "Write it down for both sides."
        )
    if s.result in NEEDS_WORDS and not s.given("text"):
        yield refuse("E-FIELD", "HRG-04", f"Not yet: {NEEDS_WORDS[s.result]}", "Write it down for both sides.")
    if s.result == "exhibit" and not (s.given("exhibit") or s.given("text")):
        yield refuse("E-FIELD", "HRG-05", "Not yet: nothing says which exhibit.", "Choose a paper, or name it.")
    now = {"private_part": "private", "public_part": "public"}.get(s.result or "")
    if now is not None and here.openness == now:
        yield refuse(
            "E-ORDER", "HRG-08", f"Refused: the hearing is {now} since entry {here.since}.", "Nothing has to be noted."
        )
    if s.result == "resumed" and here.rests is None:
        yield refuse("E-ORDER", "HRG-05", "Refused: the hearing does not rest.", "Nothing has to be noted.")


NEEDS_WORDS = {
    "question_refused": "nothing says which question was refused, and why.",
    "ruling": "nothing says what was ruled, and why.",
}


def _panel_is_there(s: Situation, here: Room) -> Iterator[Refusal]:
    """HRG-02: evidence is heard by a quorum, and not while the hearing rests."""
    role = sitting(s.case, here)
    there = [person for person in here.sits if person in here.inside]
    if here.rests is not None:
        yield refuse(
            "E-ORDER", "HRG-05", f"Not yet: the hearing rests since entry {here.rests.index}.", "Note that it goes on."
        )
    if role is not None and role.body is not None and len(there) < role.body.quorum:
        yield refuse(
            "E-QUORUM",
            "HRG-02",
            f"Not yet: {len(there)} of the {wording.plain(role.name)} are in the room, and {role.body.quorum} are "
            "needed to hear evidence.",
            "Stop until they are back.",
        )
