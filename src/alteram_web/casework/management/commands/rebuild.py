"""Computes every row of every case again from the record and says what differs. Nothing should."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram_web.casework import bodies
from alteram_web.casework.rebuilding import Difference, rebuild


class Command(BaseCommand):
    help = "Compute every row again from the record and report what differs; with --repair, as the owner, put it right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what differs (needs ALTERAM_DB_ROLE=owner)")

    def handle(self, *_args: Any, **options: Any) -> None:
        found: list[Difference] = []
        for body in bodies.every():
            found += rebuild(body, repair=options["repair"])
        for difference in found:
            self.stdout.write(str(difference))
        if found and not options["repair"]:
            raise CommandError(f"{len(found)} rows differ from the record. Run it again with --repair as the owner.")
        self.stdout.write("Every row is as the record says." if not found else f"{len(found)} rows put right.")
