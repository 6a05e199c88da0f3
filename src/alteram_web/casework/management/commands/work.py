"""The worker: the clock and the followers, one after the other, over and over until it is told to end."""

import signal
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from alteram_web.casework.record import ClockBehind
from alteram_web.casework.steady import ClockJumped
from alteram_web.failures import AWAY

OFTEN = ("write_letters", "send_letters")
SELDOM = ("run_clock", "send_reminders")
PAUSE = 2.0  # seconds between two rounds
SELDOM_EVERY = 30  # rounds


class Command(BaseCommand):
    help = "Do what falls due and what is owed: once, or with --follow until told to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on until a signal ends it")

    def handle(self, *_args: Any, **options: Any) -> None:
        ended = threading.Event()
        if options["follow"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: ended.set())
        rounds = 0
        while True:
            self._round([*(SELDOM if rounds % SELDOM_EVERY == 0 else ()), *OFTEN], follow=options["follow"])
            rounds += 1
            if not options["follow"] or ended.wait(PAUSE):
                return

    def _round(self, names: list[str], *, follow: bool) -> None:
        """A round. A database that goes away and a clock that was set are waited for; else it is a bug and ends us."""
        for name in names:
            try:
                call_command(name, stdout=self.stdout)
            except (ClockJumped, ClockBehind) as problem:
                if not follow:
                    raise CommandError(f"{problem.sentence()} {problem.remedy}") from problem
                self.stderr.write(f"{name}: {problem.sentence()}")
                return
            except AWAY:
                if not follow:
                    raise
                close_old_connections()
                self.stderr.write(f"{name}: the database did not answer; tried again in the next round")
                return
