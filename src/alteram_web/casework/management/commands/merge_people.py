"""Enters that two records of a body turned out to be one person; every case that goes on is looked at again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import bodies, house, overlapping, record


class Command(BaseCommand):
    help = "Say that two records are one person. It closes doors and opens none; two other people sign."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("kept", help="the id of the record that is kept")
        parser.add_argument("merged", help="the id of the record that is the same person's")
        parser.add_argument("--why", required=True, help="how that is known")
        parser.add_argument("--by", required=True, action="append", help="the id of whoever signs; give it twice")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        deed = house.Deed(
            act="people_merged", at=now.date(),
            by=tuple(Actor(who=one, role="clerk", capacity="clerk") for one in options["by"]),
            data={"kept": options["kept"], "merged": options["merged"], "why": options["why"]},
        )  # fmt: skip
        try:
            body = bodies.by_slug(options["body"])
            written = house.enter(body.id, deed, now=now)
        except AlteramError as refused:
            raise CommandError(f"{refused.sentence()} {refused.remedy}".strip()) from refused
        with record.transaction(body.id):
            asked = (overlapping.request(written.entry.index, name) for name in record.cases())
            cases = sum(bool(record.earlier(request)) for request in asked)
        self.stdout.write(f"{options['merged']} is {options['kept']}. Cases in which somebody stands aside: {cases}")
