"""Name a witness whose cosignatures a body publishes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alteram.errors import AlteramError
from alteram.ledger.signing import read_key
from alteram_web.casework import bodies, signing


class Command(BaseCommand):
    help = "Name a witness: its key is entered in the house chain and listed for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="the body's name in addresses")
        parser.add_argument("key", help="what `alteram witness init` printed: name+hint+key")
        parser.add_argument("--why", required=True, help="one sentence, for the record: who the witness is")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()  # noqa: TID251  # a command is an edge
        try:
            key = read_key(options["key"])
            signing.name_witness(bodies.by_slug(options["body"]), key, why=options["why"], now=now)
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        self.stdout.write(f"The cosignatures of {key.name} are published from now on.")
