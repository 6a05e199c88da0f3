"""Makes somebody known in a body: a name, an account to sign in with, and the id that stands for them in the record."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import EmailValidator
from django.db import transaction

from alteram.errors import AlteramError
from alteram_web.casework import bodies, directory
from alteram_web.identity.models import Holder, User

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Add a person to a body, with an account. The first password is set by the person, from the sign-in page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="its part of an address, such as lantern-league")
        parser.add_argument("name", help="how the person is called")
        parser.add_argument("email", help="where to reach the person, and what to sign in with")
        parser.add_argument("--person", default="", help="the id of somebody whom the record or the roll knows already")

    def handle(self, *_args: Any, **options: Any) -> None:
        EmailValidator("Write an address such as name@example.org.")(options["email"])
        try:
            body = bodies.by_slug(options["body"])
        except AlteramError as unknown:
            raise CommandError(f"{unknown.sentence()} {unknown.remedy}") from unknown
        address = User.objects.normalize_email(options["email"]).lower()
        with transaction.atomic():
            user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=options["name"])
            holder = Holder.objects.filter(user=user, body=body.id).first()
            if holder is None:
                person = options["person"] or "p-" + "".join(secrets.choice(LETTERS) for _ in range(8))
                holder = Holder.objects.create(user=user, body=body.id, person=person)
        directory.put(body.id, holder.person, options["name"], email=address)
        self.stdout.write(f"{holder.person}: {options['name']}, {address}")
