"""Change the master key: wrap the keys of every body by a new one. Nothing that is sealed is touched.

A site that runs must know the new key before, or it would open nothing afterwards: while anything of it is connected,
the command goes on only if ``ALTERAM_NEXT_MASTER_KEY_FILE`` names the new key.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from alteram.codec import Actor
from alteram.errors import AlteramError
from alteram_web.casework import bodies, house, keys, record, shares
from alteram_web.casework.master import KeyProblem, KeyService, MasterKey, accepted, in_file

CLOCK = (Actor(who="clock", role="clock", capacity="clock"),)


class Command(BaseCommand):
    help = "Wrap the keys of every body by a new master key (needs ALTERAM_DB_ROLE=owner)."

    def add_arguments(self, parser: CommandParser) -> None:
        to = parser.add_mutually_exclusive_group(required=True)
        to.add_argument("--to", metavar="FILE", help="the new master key: a file of 32 random bytes")
        to.add_argument("--to-service", metavar="PROGRAM", help="the new master key: a program before a key service")
        parser.add_argument("--why", required=True, help="one sentence, for the record")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            new: MasterKey = in_file(options["to"]) if options["to"] else KeyService(options["to_service"])
            _refuse_beside_a_site(new)
            for body in bodies.every():
                self.stdout.write(_rotate(body, new, options["why"], now))
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
        self.stdout.write(f"Run the site with the master key {new.id} from now on, and hand out new shares.")


def _refuse_beside_a_site(new: MasterKey) -> None:
    """Raises :class:`KeyProblem` if the site is connected and was not given the new key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND usename IN ('alteram_app', 'alteram_log')"
        )
        ((connected,),) = cursor.fetchall()
    if connected and new.id not in {one.id for one in accepted()}:
        raise KeyProblem(
            f"The site runs ({connected} connections), and would open nothing with the key it has.",
            remedy="Stop the site and its workers; or start them with ALTERAM_NEXT_MASTER_KEY_FILE set to the new key,"
            " set it here as well, and try again.",
        )


def _rotate(body: bodies.Body, new: MasterKey, why: str, now: datetime) -> str:
    """One body at a time, all of it or nothing; a body that is done already is passed over."""
    with record.transaction(body.id):
        record.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f"keys of {body.id}")  # one at a time
        roots, _ = keys.stored(body.id)
        if all(one.master == new.id for one in roots):
            return f"{body.slug}: was done before"
        before, after = shares.fingerprint(keys.of_body(body.id).root), keys.wrap_anew(body.id, by=new)
        data = {"key": shares.fingerprint(after.root), "old_key": before, "why": why}
        house.enter_within(body.id, house.Deed(act="key_changed", at=now.date(), by=CLOCK, data=data), now=now)
    return f"{body.slug}: done"
