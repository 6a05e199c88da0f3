"""Settings of the site. The environment is read here and nowhere else, once, when the site starts.

Each variable is explained for administrators in docs/reference/settings.md; a test compares the two.
"""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from alteram_web import logs

PACKAGE = Path(__file__).resolve().parent
ROLES = ("app", "owner", "log")


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. docs/reference/settings.md says what it is; `make demo` sets it itself."
        )
    return value


def _yes(name: str, *, otherwise: str) -> bool:
    value = os.environ.get(name, otherwise)
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} is {value!r}. Write yes or no.")
    return value == "yes"


# --- who we are -------------------------------------------------------------------------------------------------------
SECRET_KEY = _required("ALTERAM_SECRET_KEY")  # signs sessions and forms; change it and everybody signs in again
DATA = Path(_required("ALTERAM_DATA"))  # folder that the site may write to: papers, mail of the demo, collected statics
RULEBOOKS = Path(os.environ.get("ALTERAM_RULEBOOKS") or PACKAGE.parent.parent / "rulebooks")  # body/edition
# The master key wraps the keys of the bodies. One of the three, and no more than one:
MASTER_KEY_FILE = os.environ.get("ALTERAM_MASTER_KEY_FILE", "")  # a file of 32 bytes
MASTER_KEY = os.environ.get("ALTERAM_MASTER_KEY", "")  # the same in base64
KEY_SERVICE = os.environ.get("ALTERAM_KEY_SERVICE", "")  # a program in front of a key service
NEXT_MASTER_KEY_FILE = os.environ.get("ALTERAM_NEXT_MASTER_KEY_FILE", "")  # opens as well, while the master key changes
DEBUG = _yes("ALTERAM_DEBUG", otherwise="no")  # off unless asked for in so many words; never where others can reach it
DEMO = _yes("ALTERAM_DEMO", otherwise="no")  # everybody may become any of the fictional people; never with real ones
HTTPS = _yes("ALTERAM_HTTPS", otherwise="yes")  # "no" on this machine alone: then cookies travel unprotected
SITE = os.environ.get("ALTERAM_SITE", "http://localhost:8000").rstrip("/")  # for the addresses that letters name
ALLOWED_HOSTS = [host for host in os.environ.get("ALTERAM_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
TIMESTAMPS = os.environ.get("ALTERAM_TIMESTAMPS", "")  # address of a timestamp authority; empty: none is asked
TIMESTAMP_ROOTS = os.environ.get("ALTERAM_TIMESTAMP_ROOTS", "")  # PEM file: what its answers must lead to
if TIMESTAMPS and not (TIMESTAMPS.startswith(("https://", "http://")) and TIMESTAMP_ROOTS):
    raise ImproperlyConfigured(
        "ALTERAM_TIMESTAMPS needs an address with https:// or http://, and ALTERAM_TIMESTAMP_ROOTS the file with the"
        " root certificates of that authority: an answer that nobody checks is worth nothing."
    )
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host]


# --- the database -----------------------------------------------------------------------------------------------------
def database(role: str) -> dict[str, Any]:
    """Django's settings for the connection as one of the three roles (docs/adr/0013).

    Each role has an address of its own. Where only `DATABASE_URL` is given, the others are the same server under the
    role's own name; their passwords are then up to libpq (a password file, or peer and certificate authentication).
    """
    if role not in ROLES:
        raise ImproperlyConfigured(f"ALTERAM_DB_ROLE is {role!r}. Write app, owner or log.")
    names = {"app": "DATABASE_URL", "owner": "ALTERAM_OWNER_DATABASE_URL", "log": "ALTERAM_LOG_DATABASE_URL"}
    own = os.environ.get(names[role], "")
    try:
        known = conninfo_to_dict(own or _required("DATABASE_URL"))
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(f"{names[role]} is not an address of a PostgreSQL database.") from error
    if not own and role != "app":
        known["user"] = f"alteram_{role}"
        known.pop("password", None)
    options: dict[str, Any] = {key: value for key, value in known.items() if key not in _DJANGO_KNOWS and value}
    options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(known.get(libpq) or "") for libpq, django in _DJANGO_KNOWS.items()},
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # so that a pooler in transaction mode may stand in between
    }


_DJANGO_KNOWS = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
DB_ROLE = os.environ.get("ALTERAM_DB_ROLE", "app")  # the site: app; migrations: owner; the process that places: log
DATABASES = {"default": database(DB_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

# --- what it is made of -----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "alteram_web.identity",
    "alteram_web.casework",
    "alteram_web.documents",
    "alteram_web.notices",
    "alteram_web.register",
    "alteram_web.publication",
    "alteram_web.ui",
    *(["alteram_web.demonstration"] if DEMO else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "alteram_web.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "alteram_web.casework.server_clock.Trusted",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alteram_web.identity.leaving.NothingKept",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alteram_web.casework.viewers.Here",
    "alteram_web.failures.Failures",
]
ROOT_URLCONF = "alteram_web.urls"
WSGI_APPLICATION = "alteram_web.wsgi.application"

_CONTEXT = [
    "csp.context_processors.nonce",
    "django.template.context_processors.i18n",
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "alteram_web.ui.environment.shell",
]
FORM_RENDERER = "alteram_web.ui.forms.Renderer"
TEMPLATES = [
    {  # our pages
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(PACKAGE.glob("**/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "alteram_web.ui.environment.environment",
            "context_processors": ["alteram_web.ui.environment.shell", *_CONTEXT],
        },
    },
    {  # pages that come with a package, such as those of allauth that we have not replaced
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ui" / "django_templates"],  # their frame and their elements, drawn like ours
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]
FORM_RENDERER = "alteram_web.ui.forms.Renderer"

# --- people and languages ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "alteram_web.identity.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administration, which knows whom it writes to
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("ALTERAM_TIME_ZONE", "Europe/London")  # of pages; a rule book's calendar has its own

# --- what a browser may do --------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _yes("ALTERAM_BEHIND_PROXY", otherwise="no") else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600  # seconds: a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alteram_web.casework.signed_in.forged"
LANGUAGE_COOKIE_SECURE = HTTPS
UPLOAD_MAX_FILES = 20  # at once; further ones are dropped, and the page says so
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # beyond which nothing is read any further
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form without its files
REQUEST_MAX = 64 * 1024 * 1024  # bytes of anything sent, files included; of a larger form the text alone is kept
REQUEST_READ = 3 * REQUEST_MAX  # bytes; anything larger is refused before it is read

# --- files and mail ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "papers"
FILE_UPLOAD_HANDLERS = ["alteram_web.documents.receiving.Limited"]
CLAMD = os.environ.get("ALTERAM_CLAMD", "")  # unix:/run/clamav/clamd.ctl or host:port; empty: files are not scanned
FILE_UPLOAD_TEMP_DIR = tempfile.gettempdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MAIL = os.environ.get("ALTERAM_MAIL", "")  # smtp://user:password@host:587; empty: letters lie as files in DATA/mail
DEFAULT_FROM_EMAIL = os.environ.get("ALTERAM_MAIL_FROM", "alteram@localhost")
EMAIL_FILE_PATH = str(DATA / "mail")
if MAIL:
    _mail = urlsplit(MAIL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

# --- what we write down about running ---------------------------------------------------------------------------------
LOGGING_CONFIG = None
LOGGING = logs.configure(level=os.environ.get("ALTERAM_LOG_LEVEL", "INFO"))
