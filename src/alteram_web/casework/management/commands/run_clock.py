"""Enters what follows by itself in every case, the knocks whose minute is over, and the digest of yesterday's views."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from alteram_web.casework import bodies, clock, drafts, editions, record, server_clock, viewing, watch


class Command(BaseCommand):
    help = "Enter every consequence that is overdue, in every case of every body."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="look at every case, not only those a row says are due")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = server_clock.now()
        for body in bodies.every():
            with record.transaction(body.id):
                every = options["all"] or editions.changed_lately(body.slug, now.date())
                cases = record.cases() if every else record.cases_due(now.date())
            entered = sum(clock.catch_up(body.id, case, until=now) for case in cases)
            repeats = watch.settle(body.id, now)
            drafts.discard_old(body.id, now=now)
            viewing.seal(body, now.date() - timedelta(days=1), now=now)
            self.stdout.write(
                f"{body.slug}: {len(cases)} cases, {entered} consequences, {repeats} repeated knocks entered"
            )
