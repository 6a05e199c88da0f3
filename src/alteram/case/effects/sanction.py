"""Effects on standing: interim measures, sanctions, the appeal against them, their end."""

from __future__ import annotations

from datetime import date, timedelta

from alteram.case import matches
from alteram.case.effects.publication import match_moves_notice, take_down
from alteram.case.marking import Marking
from alteram.case.reading import day_in, length_in, numbers, words
from alteram.case.values import Ending, Match, Measure, SanctionDecided
from alteram.codec import Entry
from alteram.rulebook.model import Step


def _interim_decided(case: Marking, step: Step | None, entry: Entry) -> None:
    if step is None or step.meaning(entry.result) != "granted":
        return
    stage = next((s for r, s in case.edition.begun_by.get(step.name, ()) if r in ("", entry.result)), "")
    scope = words(entry.data.get("scope"))
    case.measures.append(Measure(stage=stage, since=entry.at, entry=entry.index, scope=scope))


def _interim_reviewed(case: Marking, step: Step | None, entry: Entry) -> None:
    measure = case.measure
    if measure is not None:
        measure.reviews += 1


def _sanctioned(case: Marking, step: Step | None, entry: Entry) -> None:
    names = words(entry.data.get("sanctions")) or ((entry.result,) if entry.result else ())
    immediate = bool(entry.data.get("immediate"))
    decided = SanctionDecided(
        names=names, entry=entry.index, immediate=immediate, lasts=length_in(entry, "lasts"),
        matches=matches.asked(case, names, entry.data.get("match_count")),
    )  # fmt: skip
    case.sanctions.append(decided)
    if immediate:
        case.start_sanction(entry.at)


def _caution_answered(case: Marking, step: Step | None, entry: Entry) -> None:
    """What was accepted in writing begins on the day of the answer; where there is no choice, none need be named."""
    if (step.meaning(entry.result) if step else entry.result) != "accepted":
        return
    offered = step.sanction_if.get(entry.result or "", ()) if step else ()
    names = words(entry.data.get("sanction")) or (offered if len(offered) == 1 else ())
    if not names:
        return
    book = case.edition.sanctions.get(names[0])
    length = length_in(entry, "lasts") or (book.lasts if book is not None and not book.up_to else None)
    case.sanctions.append(
        SanctionDecided(
            names=names, entry=entry.index, lasts=length,
            matches=matches.asked(case, names, entry.data.get("match_count")),
        )
    )  # fmt: skip
    case.start_sanction(entry.at)


def _appealed(case: Marking, step: Step | None, entry: Entry) -> None:
    case.appeal_open = True
    case.appealed_by = entry.by[0].capacity if entry.by else ""


def _appeal_sifted(case: Marking, step: Step | None, entry: Entry) -> None:
    if step is not None and step.meaning(entry.result) == "refused":
        case.appeal_open = False


def _appeal_determined(case: Marking, step: Step | None, entry: Entry) -> None:
    meaning = step.meaning(entry.result) if step else entry.result
    case.appeal_open = False
    if meaning in ("allowed", "remitted") and case.sanction is not None:
        case.sanction.quashed = True
        take_down(case, entry.at)
    if meaning == "varied" and entry.data.get("sanctions"):
        _varied(case, entry)


def _varied(case: Marking, entry: Entry) -> None:
    """What the appeal put in the place of the sanction: from here on that is what begins, and nothing else."""
    before = case.sanction
    if before is not None:
        before.quashed = True
    names = words(entry.data.get("sanctions"))
    case.sanctions.append(
        SanctionDecided(
            names=names, entry=entry.index, lasts=length_in(entry, "lasts"),
            matches=matches.asked(case, names, entry.data.get("match_count")),
            recorded=before.recorded if before is not None else (),  # a match missed under it is missed
        )
    )  # fmt: skip
    if before is not None and before.first is not None:
        case.start_sanction(before.first)  # it ran already by an immediate order: the time served counts


def _appeal_withdrawn(case: Marking, step: Step | None, entry: Entry) -> None:
    case.appeal_open = False


def _final(case: Marking, step: Step | None, entry: Entry) -> None:
    case.final_on = entry.at


def _sanction_started(case: Marking, step: Step | None, entry: Entry) -> None:
    case.start_sanction(entry.at)


def _extended(case: Marking, step: Step | None, entry: Entry) -> None:
    if case.sanction is None or step is None or step.meaning(entry.result) != "extended":
        return
    last = entry.data.get("last_day")
    if last:
        case.sanction.last, case.sanction.counted = date.fromisoformat(str(last)), None
        case.sanction.lengthened = entry.index


def _sanction_over(case: Marking, step: Step | None, entry: Entry) -> None:
    if case.sanction is not None and (step is None or step.meaning(entry.result) in ("ended", "")):
        _cut(case, case.sanction, entry.at)


def _cut(case: Marking, sanction: SanctionDecided, last: date) -> None:
    """It ends with this day, if it would not sooner."""
    sanction.cut = min(filter(None, (sanction.cut, last)))
    sanction.last = min(filter(None, (sanction.last, last)))
    matches.recount(case, sanction)


def _readmitted(case: Marking, step: Step | None, entry: Entry) -> None:
    """Whoever is let in again is barred to the end of the day before."""
    if (step.meaning(entry.result) if step else entry.result) != "admitted":
        return
    if case.sanction is not None:
        _cut(case, case.sanction, entry.at - timedelta(days=1))
    if case.ending is not None:
        ending = case.ending
        ending.quashed, ending.restored_from = True, entry.at


def _ended_by_rule(case: Marking, step: Step | None, entry: Entry) -> None:
    """A membership that ends by a rule ends with the day on which that was confirmed."""
    if (step.meaning(entry.result) if step else entry.result) != "confirmed":
        return
    proposed = next((one for one in reversed(case.entries) if "termination_proposed" in one.acts), None)
    clause = str(proposed.data.get("clause", "")) if proposed is not None else ""
    case.endings.append(Ending(entry=entry.index, clause=clause, first=entry.at))


def _match_missed(case: Marking, step: Step | None, entry: Entry) -> None:
    played, sanction = day_in(entry, "played_on"), case.sanction
    if played is not None and sanction is not None and sanction.matches is not None:
        name = str(entry.data.get("match", ""))
        matches.record(case, sanction, Match(entry=entry.index, day=played, name=name))
        match_moves_notice(case, sanction, entry.at)


def _match_struck(case: Marking, step: Step | None, entry: Entry) -> None:
    sanction = case.sanction
    if sanction is not None and sanction.matches is not None:
        matches.strike(case, sanction, numbers(entry.data.get("match_entry")), entry.index, entry.at)
        match_moves_notice(case, sanction, entry.at)


EFFECTS = {
    "match_served": _match_missed,
    "match_struck": _match_struck,
    "termination_confirmed": _ended_by_rule,
    "readmission_decided": _readmitted,
    "interim_decided": _interim_decided,
    "interim_reviewed": _interim_reviewed,
    "caution_answered": _caution_answered,
    "sanction_decided": _sanctioned,
    "appeal_lodged": _appealed,
    "appeal_sifted": _appeal_sifted,
    "appeal_determined": _appeal_determined,
    "appeal_withdrawn": _appeal_withdrawn,
    "became_final": _final,
    "sanction_started": _sanction_started,
    "extension_decided": _extended,
    "sanction_reviewed": _sanction_over,
    "sanction_ended": _sanction_over,
}
