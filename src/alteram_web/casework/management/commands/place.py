"""Give what waits its place in the tree, and publish the checkpoint that is due. Runs as the role ``alteram_log``."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from alteram.errors import AlteramError
from alteram.ledger import timestamp
from alteram_web.casework import bodies, placing, server_clock, stamping
from alteram_web.failures import AWAY

PAUSE = 2.0  # seconds
PATIENCE = 60.0  # seconds until an authority that gave no timestamp is asked again


class Command(BaseCommand):
    help = "Place every entry that waits and publish the checkpoint that is due, in every body."

    _not_before = 0.0  # on the clock of this process

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="do it once and end (this is what happens anyway)")
        how.add_argument("--follow", action="store_true", help="go on until SIGTERM or SIGINT")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two looks")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.DB_ROLE != "log":
            raise CommandError("Places are given by the role log alone. Set ALTERAM_DB_ROLE=log and try again.")
        if not options["follow"]:
            try:
                self._look()
            except AlteramError as problem:
                raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem
            return
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())  # the batch under way is finished first
        while not ended.is_set():
            try:
                self._look()
            except (*AWAY, AlteramError) as problem:  # the database is away, or a key: try again
                self.stderr.write(f"Nothing was placed: {problem}")
                connection.close()
            ended.wait(options["pause"])

    def _look(self) -> None:
        connection.ensure_connection()
        for body in bodies.every():
            done = placing.place(connection.connection, body)
            made = placing.publish(connection.connection, body, now=server_clock.now())
            if done.placed or made:
                size = f", a checkpoint of size {made.size} published" if made else ""
                self.stdout.write(f"{body.slug}: {done.placed} placed{size}")
            self._stamp(body)
            for chain, index in done.crooked:
                self.stderr.write(
                    f"{body.slug}: entry {index} of chain {chain} has no place: it, or one before it, does not give"
                    " its link. The record was altered; tell the auditor."
                )

    def _stamp(self, body: bodies.Body) -> None:
        """A timestamp for the latest checkpoint, where an authority is configured. Nothing depends on its answer."""
        if not settings.TIMESTAMPS or time.monotonic() < self._not_before:
            return
        try:
            roots = timestamp.read_roots(Path(settings.TIMESTAMP_ROOTS).read_bytes())
            at = stamping.stamp(connection.connection, body, authority=settings.TIMESTAMPS, roots=roots)
        except (AlteramError, OSError) as problem:
            self._not_before = time.monotonic() + PATIENCE
            self.stderr.write(f"{body.slug}: {problem}")
            return
        if at is not None:
            self.stdout.write(f"{body.slug}: the checkpoint was stamped at {at.isoformat()}")
