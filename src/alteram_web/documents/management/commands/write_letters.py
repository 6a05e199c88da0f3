"""Writes every letter that is owed, for every body."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from alteram_web.casework import bodies
from alteram_web.documents import writing


class Command(BaseCommand):
    help = "Write every letter that is owed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a worker reads the clock
        for body in bodies.every():
            written = writing.write_owed(body, now=now)
            if written:
                self.stdout.write(f"{body.slug}: {written} letters written or held back")
