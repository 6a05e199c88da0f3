"""Reads in a record that was kept elsewhere; see docs/howto/import-a-historical-record.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alteram.errors import AlteramError
from alteram_web.casework import bodies, importing
from alteram_web.documents.accepting import accept


class Command(BaseCommand):
    help = "Read in cases that were kept elsewhere, marked with their source and gaps (needs ALTERAM_DB_ROLE=owner)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("path", type=Path, help="a file ending in .jsonl or .csv")
        parser.add_argument("--source", default="", help="where it was found, for lines that do not say so")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            body = bodies.by_slug(options["body"])
            now = timezone.now()  # noqa: TID251  # a command is an edge
            done = importing.import_record(options["path"], body, source=options["source"], accept=accept, now=now)
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        for line in done.refused:
            self.stdout.write(str(line))
        self.stdout.write(
            f"{done.cases} cases with {done.entries} entries read in; {done.known} were there already; "
            f"{len(done.refused)} lines refused."
        )
        if done.refused:
            raise CommandError("What was refused is listed above. Mend those lines and run it again.")
