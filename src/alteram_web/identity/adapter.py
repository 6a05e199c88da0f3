"""How accounts come about: the administration makes them; nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
