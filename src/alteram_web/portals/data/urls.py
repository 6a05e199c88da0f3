"""Addresses of requests for personal data."""

from django.urls import path

from alteram_web.portals.data import mine, requests

app_name = "data"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("answer/<int:asked>.zip", mine.pack, name="pack"),
    path("requests/", requests.waiting, name="requests"),
    path("requests/<int:asked>/", requests.one, name="request"),
]
