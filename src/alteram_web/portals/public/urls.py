"""Addresses that anyone may open."""

from django.urls import path

from alteram_web.portals.public import complain, decisions, figures, follow, front, log, receipt, rules, sending, told

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("complain/", complain.begin, name="complain"),
    path("complain/sent/<str:code>/", sending.sent, name="sent"),
    path("complain/sent/<str:code>/receipt.json", sending.sent_receipt, name="sent-receipt"),
    path("complain/elsewhere/", complain.elsewhere, name="elsewhere"),
    path("complain/check/", complain.summary, name="summary"),
    path("complain/remove/<int:number>/", complain.remove, name="remove"),
    path("complain/<slug:name>/", complain.question, name="question"),
    path("follow/", follow.follow, name="follow"),
    path("check/", told.check, name="check"),
    path("receipt/", receipt.check, name="receipts"),
    path("receipt/<str:code>/", receipt.receipt, name="receipt"),
    path("log/keys", log.keys, name="keys"),
    path("log/checkpoint", log.checkpoint, name="checkpoint"),
    path("log/checkpoint/<int:size>", log.checkpoint, name="checkpoint-of"),
    path("log/growth/<int:old>", log.growth, name="growth"),
    path("log/cosignatures", log.cosignatures, name="cosignatures"),
    path("log/tile/<int:level>/<path:number>", log.tile, name="tile"),
    path("rules/", rules.current, name="rules"),
    path("rules/<str:version>/", rules.edition, name="edition"),
    path("decisions/", decisions.every, name="decisions"),
    path("decisions/<str:number>/", decisions.one, name="decision"),
    path("decisions/<str:number>/text/", decisions.text, name="decision_text"),
    path("statistics/", figures.statistics, name="statistics"),
    path("statistics/<str:release>.csv", figures.data, name="statistics_csv"),
    path("statistics/<str:release>.csv-metadata.json", figures.metadata, name="statistics_metadata"),
    path("statistics/<str:release>.svg", figures.chart, name="statistics_chart"),
    path("statistics/<str:release>/", figures.edition, name="release"),
]
