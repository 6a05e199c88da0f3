"""``alteram verify``: an export checked without the site. ``alteram verifier`` prints the same as one file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from alteram import codec
from alteram.commands import FINE, PROBLEMS, UNREADABLE, Subparsers
from alteram.errors import AlteramError
from alteram.ledger import checkpoint, export, signing, timestamp, verify
from alteram.ledger.findings import Report, Told
from alteram.ledger.outside import Held


def add_verify(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """``alteram verify EXPORT``."""
    parser = subparsers.add_parser("verify", help="check an export of the record")
    describe(parser)
    parser.set_defaults(run=run)


def describe(parser: argparse.ArgumentParser) -> None:
    """The words that the command and the single file take."""
    parser.add_argument("export", type=Path, help="the folder or zip file that holds manifest.json")
    parser.add_argument("--quick", action="store_true", help="only compare each file with the signed manifest")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="NAME+HINT+KEY",
        help="a public key of the body or of a witness that you have from elsewhere; once for each key",
    )
    parser.add_argument(
        "--since",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint, or several, that somebody kept: the log must have grown from each",
    )
    parser.add_argument(
        "--tsa-root",
        action="append",
        default=[],
        type=Path,
        metavar="PEM",
        help="the root certificate of a timestamp authority that you trust",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Check and print; the exit code."""
    trusted = tuple(signing.read_key(text) for text in chosen.key)
    if chosen.quick:
        report = verify.quick(chosen.export, trusted=trusted)
    else:
        report = verify.full(chosen.export, trusted=trusted, reader=told, held=_held(chosen.since, chosen.tsa_root))
    if chosen.json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_sentences(report, quick=chosen.quick)))
    return PROBLEMS if report.problems else FINE


def told(body: bytes) -> Told:
    """What an entry says that a check holds against the rest. Raises :class:`~alteram.codec.BadEntry`."""
    entry = codec.decode(body)
    erases = "text_erased" in entry.acts
    digests = entry.data.get("digests") if erases else None
    return Told(
        chain=entry.case,
        index=entry.index,
        recorded=entry.recorded,
        texts=tuple(entry.texts.values()),
        papers=tuple(paper.digest for paper in entry.papers),
        erased=tuple(map(str, digests)) if isinstance(digests, list) else (),
        rule=str(entry.data.get("rule", "")) if erases else "",
    )


def _held(since: Sequence[Path], roots: Sequence[Path]) -> Held:
    notes = [note for file in since for note in checkpoint.read_all(_read(file).decode("utf-8", "replace"))]
    certificates = [root for file in roots for root in timestamp.read_roots(_read(file))]
    return Held(since=tuple(notes), roots=tuple(certificates))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        remedy = "Name a file that can be read."
        raise export.Unreadable(f"{file} cannot be read: {problem.strerror}.", remedy=remedy) from problem


def _sentences(report: Report, *, quick: bool) -> Iterator[str]:
    for problem in report.problems:
        yield f"PROBLEM {problem.sentence}"
        if problem.expected:
            yield f"  expected: {problem.expected}"
        if problem.found:
            yield f"  found:    {problem.found}"
    for note in report.notes:
        yield f"Note: {note}"
    for claim in report.shown:
        yield f"Shown: {claim}"
    for claim in report.not_shown:
        yield f"Not shown: {claim}"
    looked = f"{report.files} files"
    if not quick:
        looked += (
            f", {report.entries} entries ({report.withheld} withheld, {report.placed} in the tree), "
            f"{report.checkpoints} checkpoints"
        )
    verdict = f"{len(report.problems)} problems found" if report.problems else "No problem found"
    yield f"{verdict}. Checked of {report.origin or 'an unnamed log'}: {looked}."


def main(arguments: Sequence[str] | None = None) -> int:
    """What the single file does; gives the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Checks an export of the record.")
    describe(parser)
    try:
        return run(parser.parse_args(arguments))
    except AlteramError as problem:
        print(f"{problem.code}: {problem.sentence()} {problem.remedy}".rstrip(), file=sys.stderr)
        return UNREADABLE
