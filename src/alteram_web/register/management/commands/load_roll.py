"""Load a roll of members from a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alteram.errors import AlteramError
from alteram_web.casework import bodies, viewers
from alteram_web.register import roll


class Command(BaseCommand):
    help = "Load the roll of a body from a CSV file: number, name, branch, joined and, if wanted, left, reason, person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("body", help="the body's part of the address")
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-of", type=date.fromisoformat, required=True, help="the day of the roll, 2026-03-01")
        parser.add_argument("--by", required=True, help="the id of the person who loads it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = roll.read_csv(options["file"].read_text(encoding="utf-8-sig"))
            body = bodies.by_slug(options["body"])
            done = roll.load(body.id, rows, as_of=options["as_of"], by=options["by"], now=viewers.moment())
        except (AlteramError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        said = f"{done.changes} changes" if done.entered else "it was there already; nothing was changed"
        self.stdout.write(f"{done.members} members, digest {done.digest}: {said}.")
