"""Addresses of the site. Each portal brings its own."""

from django.urls import include, path

from alteram_web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("alteram_web.portals.public.urls")),
]
