"""Records that somebody was trained, as an entry of the house: it counts for the pools that the person is in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram.people import same_topic
from alteram_web.casework import bodies, editions, house


def _refuse_unknown(slug: str, topic: str, pool: str) -> None:
    """A training in what no rule asks for would never count; where the rules name no topics, any word will do."""
    newest = editions.rulebook(slug).editions[-1]
    asked = sorted({one for name, held in newest.pools.items() if pool in ("", name) for one in held.training})
    if topic and asked and not any(same_topic(topic, one) for one in asked):
        raise CommandError(f"The rules ask for training in {', '.join(asked)}, not in {topic}. Name one of these.")


class Command(BaseCommand):
    help = "Record that a member of a pool was trained."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("person", help="the id that add_person printed")
        parser.add_argument("--on", type=date.fromisoformat, required=True, help="day of the training")
        parser.add_argument("--pool", default="", help="for one pool alone, such as hearing_pool")
        parser.add_argument(
            "--topic", "--about", dest="about", default="",
            help="in what, such as fair hearings; left out, it counts for every topic that the rules ask for",
        )  # fmt: skip
        parser.add_argument("--by", required=True, help="the id of whoever appoints")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        by = (Actor(who=options["by"], role="appointer", capacity="appointer"),)
        data = {"person": options["person"], "trained_on": options["on"].isoformat()}
        data |= {key: options[key] for key in ("pool", "about") if options[key]}
        try:
            body = bodies.by_slug(options["body"])
            _refuse_unknown(body.slug, options["about"], options["pool"])
            deed = house.Deed(act="training_recorded", at=now.date(), by=by, data=data)
            house.enter(body.id, deed, now=now)
        except AlteramError as refused:
            raise CommandError(f"{refused.sentence()} {refused.remedy}".strip()) from refused
        self.stdout.write(f"{options['person']}: trained on {options['on']}")
