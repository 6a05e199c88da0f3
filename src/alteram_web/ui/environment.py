"""The Jinja environment of our pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Django's options and what every page needs; a name that does not exist is an error, not an empty string."""
    options |= {"undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.globals.update({"static": static, "url": reverse})
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    return made
