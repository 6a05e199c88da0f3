"""Where the API begins, for whoever types its address: what there is, and where it is described. It names no case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from alteram_web.casework import bodies


def everywhere(request: HttpRequest) -> JsonResponse:
    """The bodies of this house, each with an API of its own."""
    return JsonResponse(
        {
            "title": "Alteram",
            "sentence": _("Each body has an API of its own."),
            "bodies": [{"name": body.name, "api": f"/{body.slug}/api/"} for body in bodies.every()],
        }
    )


def index(slug: str, described: Mapping[str, Any]) -> JsonResponse:
    """What one body's API has, drawn from its description."""
    home = f"/{slug}/api/"
    return JsonResponse(
        {
            "title": described["info"]["title"],
            "version": described["info"]["version"],
            "sentence": described["info"]["description"],
            "description": home + "openapi.json",
            "tokens": f"/{slug}/cases/tokens/",
            "addresses": [
                {"method": method.upper(), "address": address, "what": way["summary"]}
                for address, ways in described["paths"].items()
                for method, way in ways.items()
            ],
        }
    )
