"""Components, base pages, form rendering and static files."""

from django.apps import AppConfig


class Ui(AppConfig):
    name = "alteram_web.ui"
    label = "ui"
