"""Addresses that anyone may open."""

from django.urls import path

from alteram_web.portals.public import complain, figures, front, rules

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("complain/", complain.complain, name="complain"),
    path("complain/sent/<str:code>/", complain.sent, name="sent"),
    path("rules/", rules.current, name="rules"),
    path("rules/<str:version>/", rules.edition, name="edition"),
    path("statistics/", figures.statistics, name="statistics"),
    path("statistics/<str:release>.csv", figures.data, name="statistics_csv"),
    path("statistics/<str:release>.csv-metadata.json", figures.metadata, name="statistics_metadata"),
    path("statistics/<str:release>.svg", figures.chart, name="statistics_chart"),
    path("statistics/<str:release>/", figures.edition, name="release"),
]
