"""The nightly count: every entry has its place or waits for one, and every place its entry. Runs as ``alteram_log``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from alteram_web.casework import bodies, placing


class Command(BaseCommand):
    help = "Compare entries with places in every body, and say what does not fit."

    def handle(self, *_args: Any, **_options: Any) -> None:
        connection.ensure_connection()
        wrong = []
        for body in bodies.every():
            found = placing.count(connection.connection, body)
            self.stdout.write(f"{body.slug}: {found.entries} entries, {found.places} placed, {found.waiting} waiting")
            wrong += [
                f"{body.slug}: entry {index} of {chain} has no place and waits for none" for chain, index in found.lost
            ]
            wrong += [f"{body.slug}: the entry at position {at} is gone or altered" for at in found.strange]
            wrong += [f"{body.slug}: the leaf at position {at} is not the entry's" for at in found.untrue]
        if wrong:
            raise CommandError("\n".join([*wrong, "Tell the auditor: the record was altered."]))
