"""Addresses of those who work on cases."""

from django.urls import path

from alteram_web.portals.staff import (
    calendar,
    case,
    days,
    desk,
    draw,
    emergency,
    letters,
    listing,
    own_log,
    step,
    tokens,
)

app_name = "staff"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("tokens/", tokens.mine, name="tokens"),
    path("tokens/<int:token>/end/", tokens.revoke, name="revoke"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("letters/", letters.waiting, name="letters"),
    path("letters/<uuid:chain>/<int:index>/<str:kind>/<str:recipient>/", letters.again, name="again"),
    path("case/<uuid:chain>/", case.case, name="case"),
    path("case/<uuid:chain>/letter/<int:index>/<str:kind>/<str:recipient>/", case.letter, name="letter"),
    path("calendar/", calendar.mine, name="calendar"),
    path("calendar/<str:secret>.ics", calendar.feed, name="feed"),
    path("case/<uuid:chain>/hearing.ics", calendar.hearing, name="hearing_ics"),
    path("diary/", days.diary, name="diary"),
    path("case/<uuid:chain>/days/", days.case, name="days"),
    path("case/<uuid:chain>/listing/", listing.page, name="listing"),
    path("case/<uuid:chain>/log/", own_log.page, name="log"),
    path("case/<uuid:chain>/log.zip", own_log.file, name="log_file"),
    path("case/<uuid:chain>/paper/<str:digest>/", case.paper, name="paper"),
    path("case/<uuid:chain>/do/<slug:name>/", step.step, name="step"),
    path("case/<uuid:chain>/do/<slug:name>/draw/", draw.page, name="draw"),
    path("case/<uuid:chain>/letter/<int:index>/<str:kind>/<str:recipient>/", case.letter, name="letter"),
    path("case/<uuid:chain>/done/<int:index>/", step.done, name="done"),
    path("case/<uuid:chain>/done/<int:index>/receipt.json", step.receipt, name="receipt"),
]
