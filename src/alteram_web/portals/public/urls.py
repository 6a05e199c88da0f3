"""Addresses that anyone may open."""

from django.urls import path

from alteram_web.portals.public import front

app_name = "public"
urlpatterns = [path("", front.front, name="front")]
