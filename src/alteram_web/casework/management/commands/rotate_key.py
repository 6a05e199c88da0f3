"""Begin a new signing key for the log, the receipts or the exports of a body. The old one stays listed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alteram.errors import AlteramError
from alteram_web.casework import bodies, signing


class Command(BaseCommand):
    help = "Begin a new signing key. It is entered in the house chain; the old one stays listed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="the body's name in addresses")
        parser.add_argument("purpose", choices=signing.PURPOSES)
        parser.add_argument("--why", required=True, help="one sentence, for the record")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()  # noqa: TID251  # a command is an edge
        try:
            new = signing.rotate(bodies.by_slug(options["body"]), options["purpose"], why=options["why"], now=now)
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        self.stdout.write(f"From now on {new} signs. Print it where members look for it.")
