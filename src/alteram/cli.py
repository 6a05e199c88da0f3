"""The command ``alteram``: what can be done with rules and records without a site.

Exit codes are the same for every sub-command: 0 fine, 1 problems were found, 2 it could not be read. A sub-command is a
function that adds its parser and sets ``run``; it is listed in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from alteram import codec
from alteram.errors import AlteramError
from alteram.ledger import signing, verify

FINE, PROBLEMS, UNREADABLE = 0, 1, 2

Subparsers = argparse._SubParsersAction  # argparse gives this class no public name


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


def _add_verify(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("verify", help="check an export of the record")
    parser.add_argument("export", type=Path, help="the folder or zip file that holds manifest.json")
    parser.add_argument("--quick", action="store_true", help="only compare each file with the signed manifest")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="NAME+HINT+KEY",
        help="a public key of the body that you have from elsewhere; once for each key",
    )
    parser.set_defaults(run=_verify)


def _verify(chosen: argparse.Namespace) -> int:
    trusted = tuple(signing.read_key(text) for text in chosen.key)
    if chosen.quick:
        report = verify.quick(chosen.export, trusted=trusted)
        looked = f"{report.files} files"
    else:
        report = verify.full(chosen.export, trusted=trusted, reader=_entry)
        looked = (
            f"{report.files} files, {report.entries} entries "
            f"({report.withheld} withheld, {report.placed} in the tree), "
            f"{report.checkpoints} checkpoints"
        )
    for problem in report.problems:
        print(f"PROBLEM {problem.sentence}")
    for note in report.notes:
        print(f"Note: {note}")
    verdict = f"{len(report.problems)} problems found" if report.problems else "No problem found"
    print(f"{verdict}. Checked of {report.origin or 'an unnamed log'}: {looked}.")
    return PROBLEMS if report.problems else FINE


def _entry(body: bytes) -> tuple[str, int]:
    entry = codec.decode(body)
    return entry.case, entry.index


COMMANDS: tuple[Callable[[Subparsers[argparse.ArgumentParser]], None], ...] = (_add_verify,)

if __name__ == "__main__":
    sys.exit(main())
