"""Puts somebody into a pool, or enters that somebody holds an office of the executive: both as entries of the house."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import bodies, editions, house


class Command(BaseCommand):
    help = "Appoint a person to a pool of the rule book (or, with --office, enter an office of the executive)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("person", help="the id that add_person printed")
        parser.add_argument("to", help="a pool of the rule book, such as clerks; with --office the office's title")
        parser.add_argument("--since", type=date.fromisoformat, required=True, help="first day, such as 2026-01-01")
        parser.add_argument("--until", type=date.fromisoformat, help="last day of the term")
        parser.add_argument("--trained", type=date.fromisoformat, help="day of the last training")
        parser.add_argument("--category", default="", help="what the person is in the pool, such as legal_chair")
        parser.add_argument("--authority", default="", help="who decided it, such as Board minute 26/4")
        parser.add_argument("--by", required=True, help="the id of whoever appoints")
        parser.add_argument("--office", action="store_true", help="it is an office of the executive, no pool")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            body = bodies.by_slug(options["body"])
            house.enter(body.id, _deed(body, options, now), now=now)
        except AlteramError as refused:
            raise CommandError(f"{refused.sentence()} {refused.remedy}".strip()) from refused
        self.stdout.write(f"{options['person']}: {options['to']} from {options['since']}")


def _deed(body: bodies.Body, options: dict[str, Any], now: datetime) -> house.Deed:
    by = (Actor(who=options["by"], role="appointer", capacity="appointer"),)
    data: dict[str, Any] = {"person": options["person"], "since": options["since"].isoformat()}
    data |= {key: options[key].isoformat() for key in ("until", "trained") if options[key]}
    if options["office"]:
        data.pop("trained", None)
        return house.Deed(act="office_held", at=now.date(), by=by, data={**data, "office": options["to"]})
    pools = {pool for edition in editions.rulebook(body.slug).editions for pool in edition.pools}
    if options["to"] not in pools:
        raise CommandError(f"The rule book has no pool “{options['to']}”. It has: {', '.join(sorted(pools))}.")
    data |= {key: options[key] for key in ("category", "authority") if options[key]}
    return house.Deed(act="pool_member_appointed", at=now.date(), by=by, data={**data, "pool": options["to"]})
