"""Addresses of those who keep the members."""

from django.urls import path

from alteram_web.portals.administration import members

app_name = "administration"
urlpatterns = [
    path("", members.members, name="members"),
    path("barred/", members.barred, name="barred"),
    path("<str:number>/", members.member, name="member"),
]
