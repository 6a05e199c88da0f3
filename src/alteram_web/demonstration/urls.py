"""Addresses of the demonstration."""

from django.urls import path

from alteram_web.demonstration import front, mail

urlpatterns = [
    path("", front.front, name="demonstration"),
    path("become/", front.become, name="become"),
    path("mail/", mail.mail, name="mail"),
    path("letter/", front.letter, name="letter"),
]
