"""Sending, proof of service, reminders."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "alteram_web.notices"
    label = "notices"
