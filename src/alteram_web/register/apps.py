"""Members and their standing, as of any day."""

from django.apps import AppConfig


class Register(AppConfig):
    name = "alteram_web.register"
    label = "register"
