"""Reminds everybody of what falls due soon, for every body."""

from typing import Any

from django.core.management.base import BaseCommand

from alteram_web.casework import bodies, server_clock
from alteram_web.notices import reminding


class Command(BaseCommand):
    help = "Remind whoever owes something of its last day, once, two working days before."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = server_clock.now()
        for body in bodies.every():
            sent = reminding.remind(body, now=now)
            if sent:
                self.stdout.write(f"{body.slug}: {sent} reminders sent")
