"""Published decisions and open statistics."""

from django.apps import AppConfig


class Publication(AppConfig):
    name = "alteram_web.publication"
    label = "publication"
