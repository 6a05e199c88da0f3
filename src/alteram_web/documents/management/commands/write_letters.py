"""Writes every letter that is owed, for every body."""

from typing import Any

from django.core.management.base import BaseCommand

from alteram_web.casework import bodies, server_clock
from alteram_web.documents import writing


class Command(BaseCommand):
    help = "Write every letter that is owed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = server_clock.now()
        for body in bodies.every():
            written = writing.write_owed(body, now=now)
            if written:
                self.stdout.write(f"{body.slug}: {written} letters written or held back")
