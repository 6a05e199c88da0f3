"""Coming in with an account. Whoever has none is told where to go instead of being asked to make one."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.urls import Resolver404, resolve, reverse


class SignIn(LoginView):  # type: ignore[misc]  # allauth brings no types
    """The page also names where a return key is asked for, if it knows for which body somebody came."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        slug = _body_of(self.request.GET.get("next", ""))
        context["follow"] = reverse("public:follow", args=[slug]) if slug else ""
        context["become"] = reverse("demonstration") if settings.DEMO else ""
        return context


def _body_of(address: str) -> str:
    """The body to which an address of this site belongs; empty if to none."""
    try:
        return str(resolve(address.partition("?")[0]).kwargs.get("body", ""))
    except Resolver404:
        return ""
