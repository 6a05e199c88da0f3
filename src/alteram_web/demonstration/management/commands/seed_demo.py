"""Fill the demonstration with its fictional people and cases."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alteram_web.demonstration import seeding


class Command(BaseCommand):
    help = "Fill the demonstration with its fictional people and cases; what is there already is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        people = seeding.seed(timezone.now())  # noqa: TID251  # a command is an edge: it reads the clock
        self.stdout.write("Open the address and become one of:")
        for line in people:
            self.stdout.write(f"  {line}")
