"""The components need settings, but neither a database nor the rest of the site."""

import os

import django
from django.conf import settings

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    settings.configure(
        USE_TZ=True,
        TIME_ZONE="Europe/London",
        LANGUAGE_CODE="en-gb",
        STATIC_URL="/static/",
        INSTALLED_APPS=["django_htmx", "alteram_web.ui"],
        FORM_RENDERER="alteram_web.ui.forms.Renderer",
    )
    django.setup()
