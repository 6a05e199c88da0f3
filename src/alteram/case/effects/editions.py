"""What becomes of a running case when another edition comes into force.

What is open goes on by its names: stages, duties and results stay what they are where the newer edition has them. A
duty keeps the time it was owed with, unless a transitional rule says otherwise. What the newer edition lacks ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from alteram.calendar.lengths import Length
from alteram.case.marking import Marking
from alteram.case.values import Carried, LiveDuty, SettledDuty
from alteram.codec import Entry
from alteram.rulebook.editions import OwedInstead, owed_instead
from alteram.rulebook.model import DutyRule, Edition, Step

NO_TIME = Length(number=1, unit="days")  # of a duty whose day a transitional rule names


def _changed(case: Marking, step: Step | None, entry: Entry) -> None:
    """The edition named governs from here on, and the transitional rules of the one that comes into force hold."""
    named = {edition.version: edition for edition in (*case.rulebook.drafts, *case.rulebook.editions)}
    in_force, governs = (named.get(str(entry.data.get(key))) for key in ("in_force", "governs"))
    comes = in_force is not None and case.looked_at < in_force.in_force_from
    case.looked_at = entry.at
    if governs is not None and governs.digest != case.edition.digest:
        _carry_over(case, governs, entry)
    if in_force is not None and comes:
        case.live, _ = transition(case, in_force, entry)


EFFECTS = {"rules_changed": _changed}


def losses(case: Marking, new: Edition) -> Iterator[str]:
    """What is open in the case and ends with it, in words, since the newer edition has it no more."""
    for name in case.stages:
        if name not in new.stages:
            yield f"the stage “{case.edition.stages[name].title or name.replace('_', ' ')}”"
    for duty in case.live:
        if not duty.incidental and duty.rule.step not in new.steps:
            yield f"what was owed: “{case.edition.steps[duty.rule.step].title}”"


def _carry_over(case: Marking, new: Edition, entry: Entry) -> None:
    old = case.edition
    case.earlier.append((entry.at, old.calendar))
    for name in [stage for stage in case.stages if stage not in new.stages]:
        del case.stages[name]
        for measure in case.measures:
            if measure.stage == name and measure.ended is None:
                measure.ended = entry.at
    live = []
    for duty in case.live:
        over = duty if duty.incidental else _carried(duty, old, new)
        if over is None or not _in_its_stage(case, over, new):
            case.settled.append(SettledDuty(duty=duty, how="lapsed", by=entry))
        else:
            live.append(over)
    case.live = live
    case.edition = _with_what_was_done(old, new)


def _in_its_stage(case: Marking, duty: LiveDuty, new: Edition) -> bool:
    stages = () if duty.incidental else new.steps[duty.rule.step].only_while
    return not stages or any(stage in case.stages for stage in stages)


def _carried(duty: LiveDuty, old: Edition, new: Edition) -> LiveDuty | None:
    """The duty as the newer edition knows it, with the time it was owed with; None if nobody can meet it any more."""
    rule = duty.rule
    if rule.step not in new.steps:
        return None
    known = duty.carried or Carried(
        version=old.version, within=rule.within, clause=rule.clause or old.steps[rule.source].clause
    )
    return replace(duty, rule=_counterpart(rule, new) or _alone(rule, old, new), carried=known)


def _counterpart(rule: DutyRule, new: Edition) -> DutyRule | None:
    """The rule of the newer edition that makes the same step owed from the same source, with a like consequence."""
    source = new.steps.get(rule.source)
    like = [
        one
        for one in (source.then if source is not None else ())
        if one.step == rule.step and (one.deem is None) == (rule.deem is None)
    ]
    return next((one for one in like if one.results == rule.results), next(iter(like), None))


def _alone(rule: DutyRule, old: Edition, new: Edition) -> DutyRule:
    """A duty that the newer edition would not make: it stays owed, and its consequence stands if there is one still."""
    deem = rule.deem
    lands = deem is not None and deem.step in new.steps
    if deem is not None and lands and deem.result:
        lands = deem.result in new.steps[deem.step].by_name
    tell = rule.tell or (() if lands or rule.right else ("auditor", "parties"))
    return replace(rule, of=rule.of or old.version, deem=deem if lands else None, tell=tell, reopens=())


def _with_what_was_done(old: Edition, new: Edition) -> Edition:
    """The newer edition, knowing the steps that only the older one has: they are read, and can never be taken."""
    gone = {
        name: replace(
            step, gone=step.gone or old.version, needs=(), unless=(), waits=(), window=None, before=None, then=(),
            starts_case=False, ends_case=False, right=False,
        )
        for name, step in old.steps.items()
        if name not in new.steps
    }  # fmt: skip
    return replace(new, steps={**new.steps, **gone}) if gone else new


# --- transitional rules


def transition(case: Marking, now: Edition, entry: Entry) -> tuple[list[LiveDuty], tuple[OwedInstead, ...]]:
    """What is owed after the transitional rules of the edition that comes into force, and those of them that changed
    something."""
    done = {name: last.at for name, last in case.last.items()}
    live, held = list(case.live), []
    for rule in owed_instead(now, done, window_open=True):
        before = list(live)
        if rule.longer_window:
            live = [_longer_of_two(case, duty, now, rule) for duty in live]
        elif rule.due is not None:
            live = _owed_by_a_day(case, live, now, rule, rule.due, entry)
        if live != before:
            held.append(rule)
    return live, tuple(held)


def _longer_of_two(case: Marking, duty: LiveDuty, now: Edition, rule: OwedInstead) -> LiveDuty:
    """An appeal whose time runs: whether it still did on the first day of the edition is counted when it is asked."""
    step = case.edition.steps.get(duty.rule.step)
    newer = _counterpart(duty.rule, now) if duty.rule.right and step is not None else None
    if newer is None or step is None or not step.is_act("appeal_lodged"):
        return duty
    known = duty.carried or Carried(version=case.edition.version, within=duty.rule.within, clause=_clause(case, duty))
    spoken = replace(known, rule=rule.clause, by=now.version, since=now.in_force_from, longer=newer.within)
    return replace(duty, carried=spoken)


def _owed_by_a_day(
    case: Marking, live: list[LiveDuty], now: Edition, rule: OwedInstead, due: date, entry: Entry
) -> list[LiveDuty]:
    """What a running case owes by a day: what it owes already, then by that day; or anew, while its stage is on."""
    step = case.edition.steps.get(rule.step)
    if step is None or step.gone:
        return live
    owing = [duty for duty in live if duty.rule.step == rule.step and not duty.incidental and not duty.rule.right]
    first = min(owing, key=lambda duty: duty.rule.number) if owing else _new(rule, now, entry)
    known = first.carried or Carried(version=case.edition.version, within=first.rule.within, clause=rule.clause)
    spoken = replace(known, rule=rule.clause, by=now.version, since=now.in_force_from, due=due)
    named = replace(first, carried=spoken)
    if not _in_its_stage(case, named, case.edition):
        return live
    return [*(duty for duty in live if duty is not first), named]


def _new(rule: OwedInstead, now: Edition, entry: Entry) -> LiveDuty:
    made = DutyRule(
        number=0, source=rule.step, step=rule.step, within=NO_TIME, tell=("auditor", "parties"), clause=rule.clause,
        of=now.version,
    )  # fmt: skip
    return LiveDuty(rule=made, source=entry)


def _clause(case: Marking, duty: LiveDuty) -> str:
    return duty.rule.clause or case.edition.steps[duty.rule.source].clause
