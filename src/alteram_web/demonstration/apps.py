"""The demonstration, installed only where ALTERAM_DEMO says so."""

from django.apps import AppConfig


class Demonstration(AppConfig):
    name = "alteram_web.demonstration"
    label = "demonstration"
