"""Addresses of the site. Each body stands under its own name; each portal brings its own addresses."""

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView

from alteram_web import health
from alteram_web.api import front
from alteram_web.api.routes import api
from alteram_web.identity import arriving, leaving
from alteram_web.portals import doors

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("account/login/", arriving.SignIn.as_view(), name="account_login"),
    path("account/logout/", leaving.SignOut.as_view(), name="account_logout"),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
if settings.DEMO:
    urlpatterns.append(path("demonstration/", include("alteram_web.demonstration.urls")))
urlpatterns += [
    path("", doors.doors, name="doors"),
    path("api/", front.everywhere, name="api"),
    path("api/docs/", RedirectView.as_view(pattern_name="api"), name="api-docs"),
    path("<slug:body>/api/", api.urls),
    path("<slug:body>/cases/", include("alteram_web.portals.staff.urls")),
    path("<slug:body>/my-complaint/", include("alteram_web.portals.complainant.urls")),
    path("<slug:body>/my-answer/", include("alteram_web.portals.respondent.urls")),
    path("<slug:body>/panel/", include("alteram_web.portals.panel.urls")),
    path("<slug:body>/members/", include("alteram_web.portals.administration.urls")),
    path("<slug:body>/data/", include("alteram_web.portals.data.urls")),
    path("<slug:body>/audit/", include("alteram_web.portals.auditor.urls")),
    path("<slug:body>/", include("alteram_web.portals.public.urls")),
]

handler400 = "alteram_web.failures.bad"
handler403 = "alteram_web.failures.forbidden"
handler404 = "alteram_web.failures.missing"
handler500 = "alteram_web.failures.failed"
