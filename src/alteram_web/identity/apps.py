"""Accounts, sign-in, and who holds which role, from when to when."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Identity(AppConfig):
    name = "alteram_web.identity"
    label = "identity"

    def ready(self) -> None:
        from alteram_web.identity import privileges

        post_migrate.connect(privileges.grant, dispatch_uid="alteram privileges")
