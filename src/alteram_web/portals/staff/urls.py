"""Addresses of those who work on cases."""

from django.urls import path

from alteram_web.portals.staff import (
    approach,
    case,
    desk,
    draw,
    emergency,
    fairness,
    hearing,
    letters,
    own_log,
    step,
    tokens,
)

app_name = "staff"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("tokens/", tokens.mine, name="tokens"),
    path("tokens/<int:token>/end/", tokens.revoke, name="revoke"),
    path("approach/", approach.which, name="approach"),
    path("approach/<uuid:chain>/", approach.kind, name="approach_kind"),
    path("approach/<uuid:chain>/put/<int:index>/", approach.put, name="approach_put"),
    path("approach/<uuid:chain>/<slug:kind>/<int:question>/", approach.ask, name="approach_ask"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("letters/", letters.waiting, name="letters"),
    path("letters/<uuid:chain>/<int:index>/<str:kind>/<str:recipient>/", letters.again, name="again"),
    path("case/<uuid:chain>/", case.case, name="case"),
    path("case/<uuid:chain>/letter/<int:index>/<str:kind>/<str:recipient>/", case.letter, name="letter"),
    path("case/<uuid:chain>/fairness/", fairness.page, name="fairness"),
    path("case/<uuid:chain>/fairness.pdf", fairness.file, name="fairness_file"),
    path("case/<uuid:chain>/hearing/", hearing.page, name="hearing"),
    path("case/<uuid:chain>/hearing/now/", hearing.state, name="hearing_now"),
    path("case/<uuid:chain>/hearing/own/", hearing.own, name="hearing_own"),
    path("case/<uuid:chain>/hearing/outcomes/", hearing.outcomes, name="hearing_outcomes"),
    path("case/<uuid:chain>/log/", own_log.page, name="log"),
    path("case/<uuid:chain>/log.zip", own_log.file, name="log_file"),
    path("case/<uuid:chain>/paper/<str:digest>/", case.paper, name="paper"),
    path("case/<uuid:chain>/do/<slug:name>/", step.step, name="step"),
    path("case/<uuid:chain>/do/<slug:name>/draw/", draw.page, name="draw"),
    path("case/<uuid:chain>/letter/<int:index>/<str:kind>/<str:recipient>/", case.letter, name="letter"),
    path("case/<uuid:chain>/done/<int:index>/", step.done, name="done"),
    path("case/<uuid:chain>/done/<int:index>/receipt.json", step.receipt, name="receipt"),
]
