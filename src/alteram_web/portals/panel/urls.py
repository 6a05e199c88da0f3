"""Addresses of this portal."""

from django.urls import path

from alteram_web.portals.panel import case

app_name = "panel"
urlpatterns = [path("<uuid:chain>/", case.case, name="case")]
