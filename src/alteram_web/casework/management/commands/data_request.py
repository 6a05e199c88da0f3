"""Requests for personal data: which wait and until when; one that came in; the answer to one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alteram.acts import HOUSE_ACTS
from alteram.codec import Actor, Value
from alteram.errors import AlteramError
from alteram_web.casework import bodies, data_rights, entitled, house
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import Viewer


def _choices(act: str, name: str) -> tuple[str, ...]:
    return next(field.choices for field in HOUSE_ACTS[act].fields if field.name == name)


class Command(BaseCommand):
    help = "List the requests for personal data; --received enters one, --answers answers one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--received", metavar="PERSON", help="the id of whoever asks")
        what.add_argument("--answers", metavar="NUMBER", type=int, help="the number of the request")
        parser.add_argument("--asks-for", choices=_choices("data_request_received", "asks_for"), default="access")
        parser.add_argument("--on", type=date.fromisoformat, help="the day on which it arrived; left out: today")
        parser.add_argument("--answer", choices=_choices("data_request_answered", "answer"))
        parser.add_argument(
            "--exemption", action="append", default=[], help="relied on, such as 17(3)(e); may be repeated"
        )
        parser.add_argument("--done", default="", help="unless data were asked for: what was looked at and done")
        parser.add_argument("--reasons", default="", help="for less, or later, than was asked for; name nobody")
        parser.add_argument("--by", help="the id of the person, of data protection, who enters it")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # a command reads the clock
        try:
            body = bodies.by_slug(options["body"])
            if options["received"] or options["answers"] is not None:
                self._enter(body, options, now)
            self._list(body, now.date())
        except AlteramError as problem:
            raise CommandError(f"{problem.sentence()} {problem.remedy}".strip()) from problem

    def _enter(self, body: Body, options: dict[str, Any], now: datetime) -> None:
        by = options["by"] or ""
        if not entitled.answers_requests(Viewer(body=body.id, person=by, now=now, day=now.date())):
            raise CommandError("Name with --by a person who is of data protection today.")
        data: dict[str, Value]
        if options["received"]:
            act = "data_request_received"
            data = {"person": options["received"], "asks_for": options["asks_for"]}
            data |= {"received_on": options["on"].isoformat()} if options["on"] else {}
        else:
            act = "data_request_answered"
            data = {"request": [options["answers"]], "answer": options["answer"] or ""}
            data |= {"grounds": options["reasons"]} if options["reasons"] else {}
            data |= {"done": options["done"]} if options["done"] else {}
            data |= {"exemptions": options["exemption"]} if options["exemption"] else {}
        actor = Actor(who=by, role=data_rights.CAPACITY, capacity=data_rights.CAPACITY)
        house.enter(body.id, house.Deed(act=act, at=now.date(), by=(actor,), data=data), now=now)

    def _list(self, body: Body, today: date) -> None:
        for one in data_rights.waiting(body, today):
            late = "  OVERDUE" if one.late(today) else ""
            self.stdout.write(f"{one.number}: {one.asks_for} for {one.person}, due {one.due.day}{late}")
            self.stdout.write(f"    {one.due.sentence}")
