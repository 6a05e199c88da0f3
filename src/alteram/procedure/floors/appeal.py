"""Floors of the appeal: nothing bites while it is open, and it makes nothing worse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alteram import duties
from alteram.case import SanctionDecided, matches
from alteram.procedure import wording
from alteram.procedure.floors.floor import length_in, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal


def nothing_while_appeal(s: Situation) -> Iterator[Refusal]:
    """APP-01: no sanction and no end while an appeal is open or its time runs."""
    immediate = s.case.sanction is not None and s.case.sanction.immediate
    if s.case.appeal_open and not immediate and not _left(s):
        yield refuse("E-APPEAL-PENDING", "APP-01", "Not yet: an appeal is open.", "Wait for its outcome.")
        return
    for live in s.case.live:
        rule = live.rule
        if rule.right and any(act == "appeal_lodged" for act in s.edition.steps[rule.step].acts) and not immediate:
            start = s.case.start_of(live.source, for_role="respondent")
            if start is None:
                yield refuse(
                    "E-APPEAL-PENDING",
                    "APP-01",
                    "Not yet: the reasons have not been validly served, so the time to appeal has not begun.",
                    "Serve the reasons again by a second channel.",
                )
                continue
            last = duties.due_day(s.case, live)
            if last is None:
                still = "Not yet: the time to appeal stands still."
                yield refuse("E-APPEAL-PENDING", "APP-01", still, "Wait until it runs on.")
            elif s.day <= last.day:
                yield Refusal(
                    code="E-APPEAL-PENDING",
                    clause="APP-01",
                    sentence=f"Not yet: the time to appeal runs until the end of {wording.day(last.day)}.",
                    lawful_from=date.fromordinal(last.day.toordinal() + 1),
                    counted=last,
                )


def _left(s: Situation) -> bool:
    return bool(s.case.bucket)


def appeal_not_worse(s: Situation) -> Iterator[Refusal]:
    """APP-04: the respondent's own appeal makes nothing worse."""
    if s.probing or s.meaning != "varied" or s.case.appealed_by != "respondent" or s.case.sanction is None:
        return
    ranks = [s.edition.sanctions[n].rank for n in s.case.sanction.names if n in s.edition.sanctions]
    asked = [s.edition.sanctions[n].rank for n in s.words("sanctions") if n in s.edition.sanctions]
    heavier = bool(asked and ranks) and max(asked) > max(ranks)
    longer = bool(asked and ranks) and max(asked) == max(ranks) and _lasts_longer(s, s.case.sanction)
    if heavier or longer:
        yield refuse(
            "E-APPEAL-WORSE",
            "APP-04",
            "Refused: an appeal by the respondent cannot make the sanction heavier.",
            "Dismiss the appeal, or vary to something lighter.",
        )


def _lasts_longer(s: Situation, stands: SanctionDecided) -> bool:
    """Whether the same sanction would last longer, or for more matches, than the one that stands."""
    more = matches.asked(s.case, s.words("sanctions"), s.fields.get("match_count"))
    if stands.matches is not None and more is not None and more > stands.matches:
        return True
    asked, term = length_in(s, "lasts"), s.edition.calendar.term
    return asked is not None and stands.lasts is not None and term(s.day, asked).day > term(s.day, stands.lasts).day


def grounds_named(s: Situation) -> Iterator[Refusal]:
    """APP-02: an appeal says on which grounds."""
    if s.probing or not s.step or not s.step.grounds:
        return
    unknown = [ground for ground in s.words("grounds") if ground not in s.step.grounds]
    if not s.given("grounds") or unknown:
        yield refuse(
            "E-FIELD",
            "APP-02",
            f"Not yet: the grounds must be among {wording.listed(s.step.grounds)}.",
            "Tick at least one ground.",
        )


def late_says_why(s: Situation) -> Iterator[Refusal]:
    """APP-02: an appeal by the way for late ones says why it is late."""
    if s.probing or s.step is None or s.step.window is not None or s.given("why_late"):
        return
    if any(step.window is not None for step in s.edition.steps_of("appeal_lodged")):
        yield refuse(
            "E-APPEAL-LATE",
            "APP-02",
            "Not yet: this appeal comes after the time for it, and nothing says why.",
            "Say why it is late; whoever sifts appeals rules on that.",
        )
