"""Write the whole record of a body to files that anyone can check with `alteram verify`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alteram.errors import AlteramError
from alteram_web.casework import bodies, exporting


class Command(BaseCommand):
    help = "Write the whole record of a body to a folder or zip file that `alteram verify` checks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="the body's name in addresses")
        parser.add_argument("path", type=Path, help="a new folder, or a file ending in .zip")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            body = bodies.by_slug(options["body"])
            keys = exporting.write(body, options["path"], now=timezone.now())  # noqa: TID251  # a command is an edge
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        named = " ".join(f"--key {key}" for key in keys)
        self.stdout.write(f"Written to {options['path']}. Check it with: alteram verify {options['path']} {named}")
