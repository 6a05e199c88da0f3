"""Addresses of this portal."""

from django.urls import path

from alteram_web.portals.complainant import case

app_name = "complainant"
urlpatterns = [path("<uuid:chain>/", case.case, name="case")]
