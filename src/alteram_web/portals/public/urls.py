"""Addresses that anyone may open."""

from django.urls import path

from alteram_web.portals.public import complain, decisions, front, log, receipt, rules

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("complain/", complain.complain, name="complain"),
    path("complain/sent/<str:code>/", complain.sent, name="sent"),
    path("complain/sent/<str:code>/receipt.json", complain.sent_receipt, name="sent-receipt"),
    path("check/", receipt.check, name="check"),
    path("receipt/<str:code>/", receipt.receipt, name="receipt"),
    path("log/keys", log.keys, name="keys"),
    path("log/checkpoint", log.checkpoint, name="checkpoint"),
    path("log/checkpoint/<int:size>", log.checkpoint, name="checkpoint-of"),
    path("log/tile/<int:level>/<path:number>", log.tile, name="tile"),
    path("rules/", rules.current, name="rules"),
    path("rules/<str:version>/", rules.edition, name="edition"),
    path("decisions/", decisions.every, name="decisions"),
    path("decisions/<str:number>/", decisions.one, name="decision"),
    path("decisions/<str:number>/text/", decisions.text, name="decision_text"),
    path("statistics/", front.statistics, name="statistics"),
]
