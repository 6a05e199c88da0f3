"""Change the master key: wrap the keys of every body by a new one. Nothing that is sealed is touched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import bodies, house, keys, record, shares
from alteram_web.casework.master import KeyService, MasterKey, in_file

CLOCK = (Actor(who="clock", role="clock", capacity="clock"),)


class Command(BaseCommand):
    help = "Wrap the keys of every body by a new master key (needs ALTERAM_DB_ROLE=owner; stop the site meanwhile)."

    def add_arguments(self, parser: CommandParser) -> None:
        to = parser.add_mutually_exclusive_group(required=True)
        to.add_argument("--to", metavar="FILE", help="the new master key: a file of 32 random bytes")
        to.add_argument("--to-service", metavar="PROGRAM", help="the new master key: a program before a key service")
        parser.add_argument("--why", required=True, help="one sentence, for the record")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            new: MasterKey = in_file(options["to"]) if options["to"] else KeyService(options["to_service"])
            for body in bodies.every():
                self.stdout.write(_rotate(body, new, options["why"], now))
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        self.stdout.write(f"Run the site with the master key {new.id} from now on, and hand out new shares.")


def _rotate(body: bodies.Body, new: MasterKey, why: str, now: datetime) -> str:
    """One body at a time, all of it or nothing; a body that is done already is passed over."""
    with record.transaction(body.id):
        roots, _ = keys.stored(body.id)
        if all(one.master == new.id for one in roots):
            return f"{body.slug}: was done before"
        before, after = shares.fingerprint(keys.of_body(body.id).root), keys.wrap_anew(body.id, by=new)
        data = {"key": shares.fingerprint(after.root), "old_key": before, "why": why}
        house.enter_within(body.id, house.Deed(act="key_changed", at=now.date(), by=CLOCK, data=data), now=now)
    return f"{body.slug}: done"
