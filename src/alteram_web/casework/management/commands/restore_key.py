"""Bring the key of a body back from two shares, after the master key was lost."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import bodies, house, keys, record, shares
from alteram_web.casework.master import master


class Command(BaseCommand):
    help = "Wrap the key of a body, joined from two shares, by the master key of this site (ALTERAM_DB_ROLE=owner)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("--why", required=True, help="one sentence, for the record")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            body = bodies.by_slug(options["body"])
            joined = shares.join(body.id, [_typed(number) for number in (1, 2)])
            _restore(body, joined, options["why"], now)
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        self.stdout.write(f"{body.name} opens again under the master key {master().id}.")


def _typed(number: int) -> str:
    """One share: from the keyboard without showing it, or a line of standard input."""
    return getpass.getpass(f"Share {number}: ") if sys.stdin.isatty() else sys.stdin.readline()


def _restore(body: bodies.Body, joined: shares.Joined, why: str, now: datetime) -> None:
    by = tuple(Actor(who=person, role="key_holder", capacity="key_holder") for person in joined.holders)
    with record.transaction(body.id):
        keys.bring_back(body.id, joined.root, by=master())
        data = {"key": shares.fingerprint(joined.root), "why": why}
        house.enter_within(body.id, house.Deed(act="key_changed", at=now.date(), by=by, data=data), now=now)
