"""The record, the one door and the rows that follow from it."""

from __future__ import annotations

from django.apps import AppConfig


class Casework(AppConfig):
    """Tables and functions live in the schema ``casework``, written in SQL: no model hides what the database guards."""

    name = "alteram_web.casework"
    label = "casework"
