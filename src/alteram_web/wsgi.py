"""What a WSGI server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alteram_web.settings")  # noqa: TID251  (names the settings; reads none)

application = get_wsgi_application()
