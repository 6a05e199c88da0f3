"""Sends every letter that is written, for every body."""

from typing import Any

from django.core.management.base import BaseCommand

from alteram_web.casework import bodies, server_clock
from alteram_web.notices import forgetting, sending


class Command(BaseCommand):
    help = "Send every letter that is written."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = server_clock.now()
        for body in bodies.every():
            sent = sending.send_written(body, now=now)
            forgetting.forget_mails(body)
            if sent:
                self.stdout.write(f"{body.slug}: {sent} letters sent, laid down or held back")
