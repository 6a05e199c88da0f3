"""The Django application that carries templates and static files."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "alteram_web.ui"
    label = "ui"
