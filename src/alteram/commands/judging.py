"""``alteram replay`` and ``alteram explain``: a record judged by its rules, and a case explained as of a day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from alteram import breaches, explaining, fairness_ledger, worked
from alteram.breaches import Judged
from alteram.codec import Entry
from alteram.commands import FINE, PROBLEMS, Subparsers, records
from alteram.commands.records import CannotJudge, Record
from alteram.procedure import Refusal
from alteram.procedure.compiled import walk, why


def add_replay(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram replay FILE`` or ``alteram replay EXPORT --rules FOLDER``."""
    parser = subparsers.add_parser("replay", help="judge a record by its rules: every breach, and what follows from it")
    _add_source(parser)
    parser.add_argument("--on", type=_day, metavar="DATE", help="up to this day; without it up to the last entry")
    parser.add_argument(
        "--order", action="store_true", help="only whether each step had its place and its day: for a whole record"
    )
    parser.set_defaults(run=_replay)


def add_explain(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram explain FILE --on DATE`` or ``alteram explain EXPORT --case NAME --rules FOLDER --on DATE``."""
    parser = subparsers.add_parser("explain", help="say where a case stood on a day, and how each day was counted")
    _add_source(parser)
    parser.add_argument("--case", metavar="NAME", help="the chain, where an export holds several cases")
    parser.add_argument("--on", type=_day, metavar="DATE", required=True, help="the day to look at")
    parser.set_defaults(run=_explain)


def add_fairness(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram fairness FILE`` or ``alteram fairness EXPORT --case NAME --rules FOLDER``."""
    parser = subparsers.add_parser(
        "fairness", help="the fairness ledger of a case: every floor and every rule of the book, and what became of it"
    )
    _add_source(parser)
    parser.add_argument("--case", metavar="NAME", help="the chain, where an export holds several cases")
    parser.add_argument("--on", type=_day, metavar="DATE", help="as the record stood on this day; else at its end")
    parser.set_defaults(run=_fairness)


def _fairness(chosen: argparse.Namespace) -> int:
    """The ledger of each case that was asked for; a problem if anything in it is breached."""
    told = [
        fairness_ledger.ledger(
            record.rulebook, record.people, record.name, record.entries,
            until=chosen.on or max(entry.at for entry in record.entries),
        )
        for record in records.at(chosen.record, chosen.rules)
        if record.entries and chosen.case in (None, record.name)
    ]  # fmt: skip
    if chosen.json:
        _print([{"case": one.name, **fairness_ledger.as_data(one, {})} for one in told])
    else:
        for one in told:
            print(fairness_ledger.page(one, reference=one.name, names={}).plain)
    return PROBLEMS if any(one.count("breached") for one in told) else FINE


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path, help="a file of rulebooks/BODY/EDITION/worked/, or an export")
    parser.add_argument("--rules", type=Path, metavar="FOLDER", help="the editions of the body, for an export")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _replay(chosen: argparse.Namespace) -> int:
    if chosen.order:
        return _order(chosen)
    found = [(record, _judged(record, chosen.on)) for record in records.at(chosen.record, chosen.rules)]
    if chosen.json:
        _print([_data(record, judged) for record, judged in found])
    else:
        for record, judged in found:
            print("\n".join(_sentences(record, judged)))
    return PROBLEMS if any(_wrong(record, judged) for record, judged in found) else FINE


def _order(chosen: argparse.Namespace) -> int:
    """Each entry asked for its place and its day (c1 to c8) by the compiled procedure; of those refused, why."""
    seen = entries = asked = 0
    found: list[dict[str, object]] = []
    for record in records.at(chosen.record, chosen.rules):
        known = [entry for entry in record.entries if chosen.on is None or entry.at <= chosen.on]
        if not known:
            continue
        walked = walk(record.rulebook, record.name, known)
        seen, entries, asked = seen + 1, entries + len(known), asked + walked.asked
        for entry, refusal in why(record.rulebook, record.name, known, walked) if walked.unlawful else ():
            found.append(_out_of_order(record, entry, refusal))
    if chosen.json:
        _print({"cases": seen, "entries": entries, "asked_of_the_engine": asked, "out_of_order": found})
    else:
        for one in found:
            print(
                f"{one['case']}, entry {one['entry']}, {one['day']}  {one['step']}  [{one['code']}] {one['sentence']}"
            )
        cases = len({one["case"] for one in found})
        print(f"Looked at: cases {seen}, entries {entries}. Cases with a step out of its place or its day: {cases}.")
        print("Who acted, what was written, the floors and what the clock owed were not looked at.")
    return PROBLEMS if found else FINE


def _out_of_order(record: Record, entry: Entry, refusal: Refusal) -> dict[str, object]:
    return {
        "case": record.name,
        "entry": entry.index,
        "day": entry.at.isoformat(),
        "step": entry.step or next(iter(entry.acts), ""),
        "code": refusal.code,
        "clause": refusal.clause,
        "sentence": breaches.afterwards(refusal),
        "first_lawful_day": refusal.lawful_from.isoformat() if refusal.lawful_from else None,
    }


def _judged(record: Record, on: date | None) -> Judged | None:
    """None where nothing had been entered: everything that was tried was refused."""
    known = [entry for entry in record.entries if on is None or entry.at <= on]
    if not known:
        return None
    return breaches.judge(record.rulebook, record.people, record.name, known, until=on)


def _wrong(record: Record, judged: Judged | None) -> bool:
    return bool(judged is not None and judged.breaches) or bool(record.told is not None and record.told.failures)


def _sentences(record: Record, judged: Judged | None) -> Iterator[str]:
    yield record.title
    if record.told is not None:
        yield from worked.sentences(record.told)
        yield from (f"NOT AS WRITTEN {failure}" for failure in record.told.failures)
        missed = f"{record.told.watch} attempts refused, {len(record.told.failures)} expectations missed"
        yield f"{len(record.entries)} entries, {missed}."
    else:
        yield f"{len(record.entries)} entries."
        yield "Who held which role is taken as the record says."
    if record.withheld:
        yield f"{record.withheld} entries are withheld, so what they did is not seen here."
    if judged is not None:
        yield from breaches.sentences(judged)
    yield _verdict(judged)


def _verdict(judged: Judged | None) -> str:
    if judged is None:
        return "Nothing was entered, so nothing was against the rules."
    if not judged.breaches:
        return "No breach was found."
    own = sum(breach.follows is None for breach in judged.breaches)
    return f"{len(judged.breaches)} breaches, {own} of them following from no other."


def _data(record: Record, judged: Judged | None) -> dict[str, object]:
    about: dict[str, object] = {"case": record.name, "title": record.title, "entries": len(record.entries)}
    if record.told is not None:
        about["attempts_refused"] = record.told.watch
        about["not_as_written"] = list(record.told.failures)
    about["withheld"] = record.withheld
    return about | (breaches.as_data(judged) if judged is not None else {"breaches": [], "by_itself": []})


def _explain(chosen: argparse.Namespace) -> int:
    record = _one(records.at(chosen.record, chosen.rules), chosen.case)
    if not any(entry.at <= chosen.on for entry in record.entries):
        raise CannotJudge(f"Nothing had been entered by {chosen.on}.", remedy="Name a later day with --on.")
    explained = explaining.explain(record.rulebook, record.people, record.name, record.entries, on=chosen.on)
    if chosen.json:
        _print({"case": record.name, "title": record.title} | explaining.data(explained))
    else:
        print(record.title)
        print("\n".join(explaining.sentences(explained)))
    return FINE


def _one(found: list[Record], name: str | None) -> Record:
    chosen = [record for record in found if name in (None, record.name)]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(record.name for record in found)
    raise CannotJudge(
        f"There are {len(found)} cases here: {names}." if name is None else f"There is no case {name} here.",
        remedy="Name one with --case.",
    )


def _print(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
