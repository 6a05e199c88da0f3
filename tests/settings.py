"""The site's settings in the environment of the tests. The database named here is replaced by conftest.py."""

import os
import tempfile

os.environ.update(
    ALTERAM_SECRET_KEY="only for tests",
    DJANGO_ALLOW_ASYNC_UNSAFE="yes",  # the browser driver runs a loop in the thread of the test
    ALTERAM_DEMO="yes",  # its pages are tested as well, and that they are shut where it is not set
    ALTERAM_DATA=tempfile.gettempdir(),
    ALTERAM_HTTPS="no",
    ALTERAM_HOSTS="localhost,127.0.0.1,testserver",
    DATABASE_URL="postgresql://alteram_app@/alteram?host=/nowhere",
)

from alteram_web.settings import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # static files as they lie in the source
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
