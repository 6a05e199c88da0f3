"""The command ``alteram``: what can be done with rules and records without a site.

Exit codes are the same for every sub-command: 0 fine, 1 problems were found, 2 it could not be read. A sub-command is a
function that adds its parser and sets ``run``; it is listed in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from alteram.calendar import freezing
from alteram.commands import (
    FINE,
    PROBLEMS,
    UNREADABLE,
    Subparsers,
    books,
    drawing,
    judging,
    verifier,
    verifying,
    witnessing,
)
from alteram.errors import AlteramError
from alteram.rulebook import loading

__all__ = ["COMMANDS", "FINE", "PROBLEMS", "UNREADABLE", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; gives the exit code."""
    parser = argparse.ArgumentParser(prog="alteram", description="Rules and records, checked without the site.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(subparsers)
    chosen = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return run(chosen)
    except AlteramError as problem:
        print(f"{problem.code}: {problem.sentence()} {problem.remedy}".rstrip(), file=sys.stderr)
        return UNREADABLE


def _add_freeze(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("freeze", help="write the working days of an edition beside it, for good")
    parser.add_argument("edition", type=Path, help="the folder of an edition, with procedure.yaml")
    parser.add_argument("--again", action="store_true", help="replace the calendar that lies there: only in a draft")
    parser.set_defaults(run=_freeze)


def _freeze(chosen: argparse.Namespace) -> int:
    file: Path = chosen.edition / "calendar.json"
    if file.exists() and not chosen.again:
        print(f"{file} lies there already; an adopted edition keeps it. In a draft: alteram freeze --again.")
        return PROBLEMS
    file.unlink(missing_ok=True)
    calendar = loading.load(chosen.edition).calendar
    file.write_text(json.dumps(freezing.to_data(calendar), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    days = f"{len(calendar.holidays)} holidays and {len(calendar.closures)} closures"
    print(f"{days} from {calendar.first} to {calendar.last}.")
    return FINE


COMMANDS: tuple[Callable[[Subparsers[argparse.ArgumentParser]], None], ...] = (
    books.add_check,
    books.add_canonical,
    books.add_schema,
    _add_freeze,
    judging.add_explain,
    judging.add_replay,
    judging.add_fairness,
    drawing.add_draw,
    verifying.add_verify,
    verifier.add_verifier,
    witnessing.add_witness,
)

if __name__ == "__main__":
    sys.exit(main())
