"""The record, the one door and the rows that follow from it."""

from django.apps import AppConfig


class Casework(AppConfig):
    name = "alteram_web.casework"
    label = "casework"
