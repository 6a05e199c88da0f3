"""Share the key of a body out among three people, any two of whom must act together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.errors import AlteramError
from alteram_web.casework import bodies, shares


class Command(BaseCommand):
    help = (
        "Draw three shares of a body's key. Each is printed once, for one person; the site keeps none. A key that was "
        "shared out before is drawn anew (needs ALTERAM_DB_ROLE=owner; stop the site meanwhile)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("holders", nargs=shares.HOLDERS, help="the ids of three people who hold no office")
        parser.add_argument("--by", required=True, help="the id of whoever appoints, who holds no office either")
        parser.add_argument("--why", default="", help="one sentence, for the record")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            body = bodies.by_slug(options["body"])
            drawn = shares.share_out(body.id, options["holders"], by=options["by"], why=options["why"], now=now)
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        for holder, words in zip(options["holders"], drawn, strict=True):
            self.stdout.write(f"\nFor {holder} alone, on paper:\n{words}")
