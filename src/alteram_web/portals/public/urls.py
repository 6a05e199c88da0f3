"""Addresses that anyone may open."""

from django.urls import path

from alteram_web.portals.public import complain, front, rules

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("complain/", complain.complain, name="complain"),
    path("complain/sent/<str:code>/", complain.sent, name="sent"),
    path("rules/", rules.current, name="rules"),
    path("rules/<str:version>/", rules.edition, name="edition"),
    path("statistics/", front.statistics, name="statistics"),
]
