"""Letters, evidence, bundles and decisions: rendering, and the store by digest."""

from django.apps import AppConfig


class Documents(AppConfig):
    name = "alteram_web.documents"
    label = "documents"
