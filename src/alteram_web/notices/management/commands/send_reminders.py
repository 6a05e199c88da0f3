"""Reminds everybody of what falls due soon, for every body."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from alteram_web.casework import bodies
from alteram_web.notices import reminding


class Command(BaseCommand):
    help = "Remind whoever owes something of its last day, once, two working days before."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a worker reads the clock
        for body in bodies.every():
            sent = reminding.remind(body, now=now)
            if sent:
                self.stdout.write(f"{body.slug}: {sent} reminders sent")
