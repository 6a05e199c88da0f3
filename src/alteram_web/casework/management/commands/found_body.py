"""Begins a body: its row and its house chains. Done once, by the administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from alteram_web.casework import bodies, editions


class Command(BaseCommand):
    help = "Begin a body. Its rule book must lie in the folder of rule books under the same name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "slug", help="its part of an address and the name of its folder, for example lantern-league"
        )
        parser.add_argument("name", help="how people call it")

    def handle(self, *_args: Any, **options: Any) -> None:
        editions.rulebook(options["slug"])  # a body without a rule book that can be read is not begun
        body = bodies.found(options["slug"], options["name"])
        self.stdout.write(f"{body.name} begins: {body.id}")
