"""Records that somebody was trained, as an entry of the house: it counts for the pools that the person is in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import bodies, house


class Command(BaseCommand):
    help = "Record that a member of a pool was trained."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("person", help="the id that add_person printed")
        parser.add_argument("--on", type=date.fromisoformat, required=True, help="day of the training")
        parser.add_argument("--pool", default="", help="for one pool alone, such as hearing_pool")
        parser.add_argument("--about", default="", help="in what, such as fair hearings")
        parser.add_argument("--by", required=True, help="the id of whoever appoints")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        by = (Actor(who=options["by"], role="appointer", capacity="appointer"),)
        data = {"person": options["person"], "trained_on": options["on"].isoformat()}
        data |= {key: options[key] for key in ("pool", "about") if options[key]}
        try:
            body = bodies.by_slug(options["body"])
            deed = house.Deed(act="training_recorded", at=now.date(), by=by, data=data)
            house.enter(body.id, deed, now=now)
        except AlteramError as refused:
            raise CommandError(f"{refused.sentence()} {refused.remedy}".strip()) from refused
        self.stdout.write(f"{options['person']}: trained on {options['on']}")
