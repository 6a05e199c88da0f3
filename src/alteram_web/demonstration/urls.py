"""Addresses of the demonstration."""

from django.urls import path

from alteram_web.demonstration import front

urlpatterns = [
    path("", front.front, name="demonstration"),
    path("become/", front.become, name="become"),
    path("letter/", front.letter, name="letter"),
]
