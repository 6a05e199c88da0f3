"""Addresses of the audit."""

from django.urls import path

from alteram_web.portals.auditor import case, lists

app_name = "auditor"
urlpatterns = [
    path("", lists.front, name="front"),
    path("overdue/", lists.overdue, name="overdue"),
    path("fairness/", lists.fairness, name="fairness"),
    path("hearings/", lists.hearings, name="hearings"),
    path("attempts/", lists.attempts, name="attempts"),
    path("influence/", lists.influence, name="influence"),
    path("late/", lists.late, name="late"),
    path("sample/", lists.sample, name="sample"),
    path("case/<uuid:chain>/", case.case, name="case"),
    path("verify/", lists.verify, name="verify"),
]
