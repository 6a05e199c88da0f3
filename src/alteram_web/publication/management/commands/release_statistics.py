"""Releases the statistics of a period, signed by two people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.errors import AlteramError
from alteram_web.casework import bodies
from alteram_web.publication.figures import Period
from alteram_web.publication.releasing import release


class Command(BaseCommand):
    help = "Draw the figures of a period from the record, enter them in the house chain and open them to everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("first", type=date.fromisoformat, help="first day of the period, such as 2025-01-01")
        parser.add_argument("last", type=date.fromisoformat, help="last day of the period")
        parser.add_argument(
            "--by", nargs=2, required=True, metavar="PERSON", help="the two people who sign, by their ids"
        )
        parser.add_argument("--why", default="", help="why figures that were released before change")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            body = bodies.by_slug(options["body"])
            period = Period(first=options["first"], last=options["last"])
            made = release(body, period, by=options["by"], now=now, why=options["why"])
        except AlteramError as refusal:
            raise CommandError(f"{refusal.code}: {refusal.sentence()} {refusal.remedy}".strip()) from refusal
        self.stdout.write(f"{made.name} released, entry {made.entry} of the house chain, digest {made.digest}")
