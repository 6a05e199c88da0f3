"""Addresses that anyone may open."""

from django.urls import path

from alteram_web.portals.public import complain, decisions, front, rules

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("complain/", complain.complain, name="complain"),
    path("complain/sent/<str:code>/", complain.sent, name="sent"),
    path("rules/", rules.current, name="rules"),
    path("rules/<str:version>/", rules.edition, name="edition"),
    path("decisions/", decisions.every, name="decisions"),
    path("decisions/<str:number>/", decisions.one, name="decision"),
    path("decisions/<str:number>/text/", decisions.text, name="decision_text"),
    path("statistics/", front.statistics, name="statistics"),
]
