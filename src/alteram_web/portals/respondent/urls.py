"""Addresses of this portal."""

from django.urls import path

from alteram_web.portals.respondent import case

app_name = "respondent"
urlpatterns = [path("<uuid:chain>/", case.case, name="case")]
